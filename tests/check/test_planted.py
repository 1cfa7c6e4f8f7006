"""Planted faults: every one is found and named for what it is, and no sound citation is accused."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prong.base.store import Base
from prong.check import check
from prong.check.finding import Check
from prong.dates import Day
from prong.law.library import Library
from prong.read import read_text
from tests.check.invented import Decision
from tests.check.planted import FAULTS, SOUND, Passage, brief

INCIDENT = Day.parse("2013-05-02")
#: The shipped library knows none of the invented decisions; an invented forum would need its own.
FORUM = "ca9"


def checked(text: str, base: Base) -> Check:
    return check(read_text(text), base, library=Library.load(), forum=FORUM, incident=INCIDENT)


def wrong_in(found: Check, passages: list[Passage], text: str) -> dict[int, set[tuple[str, str]]]:
    """The findings that accuse something, by the passage they lie in."""
    made: dict[int, set[tuple[str, str]]] = {}
    starts = [p.start for p in passages]
    for row, f in found.findings:
        if f.verdict != "wrong":
            continue
        at = row.citation.span[0] if row is not None else f.at[0]
        k = max(i for i, start in enumerate(starts) if start <= at)
        made.setdefault(k, set()).add((f.about, f.kind))
    return made


def judge(text: str, passages: list[Passage], base: Base) -> list[str]:
    """What was missed, misnamed or accused without cause."""
    wrong = wrong_in(checked(text, base), passages, text)
    said = []
    for k, passage in enumerate(passages):
        mine = wrong.get(k, set())
        if passage.faults and not mine & passage.faults:
            said.append(f"missed {passage.what}, found {sorted(mine)}: {passage.text}")
        if mine - passage.faults - AS_WELL.get(passage.what, frozenset()):
            extra = sorted(mine - passage.faults)
            said.append(f"accused {passage.what} of {extra}: {passage.text}")
    return said


#: What else is truly wrong with a passage of a kind.
AS_WELL = {
    # two passages joined stand on two pages, and another's words on none of the pinned decision
    "merged": frozenset({("place", "elsewhere")}),
    # a year after the acts makes it a later decision, for all the brief says
    "id_wrong": frozenset({("place", "elsewhere")}),
}


def test_forty_faults_and_forty_sound_citations(invented: Base, every: list[Decision]) -> None:
    text, passages = brief(every, 1, sound=range(3 * len(SOUND)), faults=range(3 * len(FAULTS)))
    assert sum(1 for p in passages if p.faults) >= 40
    assert sum(1 for p in passages if not p.faults) >= 40
    assert judge(text, passages, invented) == []


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    seed=st.integers(0, 10**6),
    sound=st.lists(st.integers(0, len(SOUND) - 1), min_size=3, max_size=12),
    faults=st.lists(st.integers(0, len(FAULTS) - 1), max_size=12),
)
def test_any_faults_among_any_sound_citations(
    invented: Base, every: list[Decision], seed: int, sound: list[int], faults: list[int]
) -> None:
    text, passages = brief(every, seed, sound=sound, faults=faults)
    assert judge(text, passages, invented) == []
