"""Minimal sets, held against the list of every subset."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from prong.decide.minimal import minimal_sets

ACTS = ("disclosure", "praise", "order", "remark", "silence", "departure", "arrest")

Sets = frozenset[frozenset[str]]

acts = st.lists(st.sampled_from(ACTS), unique=True, max_size=len(ACTS))


def sufficient(acts: list[str]) -> st.SearchStrategy[Sets]:
    """Some sets of acts, each of which suffices, as does any larger one."""
    return st.frozensets(st.frozensets(st.sampled_from(acts)) if acts else st.just(frozenset()))
