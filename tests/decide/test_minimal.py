"""Minimal sets, held against the list of all subsets."""

from __future__ import annotations

from functools import partial
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from prong.decide.minimal import MinimalSets, minimal_sets

ACTS = ("disclosure", "praise", "order", "remark", "silence", "departure", "arrest")

acts = st.lists(st.sampled_from(ACTS), unique=True, max_size=len(ACTS))
sufficient = st.lists(st.frozensets(st.sampled_from(ACTS), min_size=1), max_size=12)

Sets = list[frozenset[str]]


def carries(enough: Sets, kept: frozenset[str]) -> bool:
    """Whether some acts carry the claim: at least one of the sets that suffice is among them."""
    return any(some <= kept for some in enough)


def by_brute_force(acts: list[str], enough: Sets) -> tuple[tuple[str, ...], ...]:
    """Every subset, smallest first, that carries the claim when none of its parts does."""
    found: list[tuple[str, ...]] = []
    for size in range(len(acts) + 1):
        for kept in combinations(acts, size):
            inside = any(frozenset(less) <= frozenset(kept) for less in found)
            if carries(enough, frozenset(kept)) and not inside:
                found.append(kept)
    return tuple(found)


@given(acts, sufficient)
def test_the_sets_are_those_of_brute_force_smallest_first(acts: list[str], enough: Sets) -> None:
    """Every minimal set, no other: by size, then in the order of the acts, each in that order."""
    found = minimal_sets(acts, partial(carries, enough))
    assert found == MinimalSets(by_brute_force(acts, enough), complete=True)


@given(acts, sufficient, st.integers(min_value=1, max_value=4))
def test_a_limit_is_said_when_it_cut_the_search(acts: list[str], enough: Sets, limit: int) -> None:
    """Every set given is minimal, and the answer is complete only if all are there."""
    every = by_brute_force(acts, enough)
    found = minimal_sets(acts, partial(carries, enough), limit)
    assert len(found.sets) == min(limit, len(every))
    assert {*found.sets} <= {*every}
    assert [*found.sets] == [s for s in every if s in found.sets], "smallest first all the same"
    assert found.complete or len(every) >= limit
    assert not found.complete or found.sets == every


@given(acts, sufficient)
def test_an_act_named_twice_is_one_act(acts: list[str], enough: Sets) -> None:
    """Repeating the items changes nothing."""
    once = minimal_sets(acts, partial(carries, enough))
    assert minimal_sets([*acts, *acts], partial(carries, enough)) == once


@given(acts, sufficient)
def test_only_sets_of_the_items_are_tried(acts: list[str], enough: Sets) -> None:
    """The test is asked about the acts in question and about no others."""
    tried: Sets = []

    def test(kept: frozenset[str]) -> bool:
        tried.append(kept)
        return carries(enough, kept)

    minimal_sets(acts, test)
    assert tried
    assert all(kept <= {*acts} for kept in tried)


def test_antichains_of_every_size_come_back_whole() -> None:
    """All the sets of one size are a minimal family: of three acts in seven there are 35."""
    for size in range(1, len(ACTS) + 1):
        enough = [frozenset(kept) for kept in combinations(ACTS, size)]
        found = minimal_sets(ACTS, partial(carries, enough))
        assert found == MinimalSets(tuple(combinations(ACTS, size)))


@given(acts)
def test_where_not_even_everything_suffices_there_is_no_set(acts: list[str]) -> None:
    """A test that never holds has no minimal set, and that answer is complete."""
    assert minimal_sets(acts, lambda kept: False) == MinimalSets(())


@given(acts)
def test_where_nothing_is_needed_the_one_set_is_empty(acts: list[str]) -> None:
    """A test that always holds has the empty set alone."""
    assert minimal_sets(acts, lambda kept: True) == MinimalSets(((),))


def test_without_items_the_test_alone_decides() -> None:
    """Nothing to choose from: the empty set, or none."""
    assert minimal_sets((), lambda kept: True).sets == ((),)
    assert minimal_sets((), lambda kept: False).sets == ()


def test_acts_that_suffice_only_together_come_as_one_set() -> None:
    """Jointly held, alone not decided: neither of the two is idle, and what adds nothing is."""
    found = minimal_sets(("order", "praise", "silence"), lambda kept: {"order", "praise"} <= kept)
    assert found.sets == (("order", "praise"),)
