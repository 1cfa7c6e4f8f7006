"""Precedential constraint over a table in plain sets and dicts: written to be read, and slow.

The result model of Horty (2004, 2011) with dimensions, and the figures of van Woerkom, Grossi,
Prakken and Verheij (2022). It shares no code with the kernel; it is what the kernel's figures are
held against, and the peer of ``bench/constraint.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Value = float | str


@dataclass(frozen=True)
class Case:
    """What a case was like, and whether it was decided for the first outcome."""

    facts: Mapping[str, float]
    won: bool


def measured(
    rows: Sequence[Mapping[str, Value]], orders: Mapping[str, Sequence[Value]], label: str
) -> list[Case]:
    """Rows as cases: each value becomes its place in the column's order, from the worst value for
    the first outcome to the best."""
    place = {word: {value: n for n, value in enumerate(order)} for word, order in orders.items()}
    return [
        Case({word: place[word][row[word]] for word in orders}, row[label] in (1, "1", True))
        for row in rows
    ]


def forces(case: Case, facts: Mapping[str, float]) -> bool:
    """Whether the facts are at least as strong for the case's outcome as the case was."""
    if case.won:
        return all(facts[word] >= value for word, value in case.facts.items())
    return all(facts[word] <= value for word, value in case.facts.items())


def forced_by(cases: Sequence[Case]) -> dict[int, set[int]]:
    """For each case the other cases that force their outcome on its facts."""
    return {
        n: {m for m, other in enumerate(cases) if m != n and forces(other, case.facts)}
        for n, case in enumerate(cases)
    }


@dataclass(frozen=True)
class Factored:
    """A case of many factors as two sets, and of its dimensions as numbers that rise with the first
    outcome: the plain definition at its fastest."""

    pro: frozenset[str]
    con: frozenset[str]
    dimensions: Mapping[str, float]
    won: bool


def forces_in_sets(case: Factored, facts: Factored) -> bool:
    """The same as ``forces``, where the factors of each side are a set."""
    if case.won:
        return (
            case.pro <= facts.pro
            and facts.con <= case.con
            and all(facts.dimensions[word] >= value for word, value in case.dimensions.items())
        )
    return (
        case.con <= facts.con
        and facts.pro <= case.pro
        and all(facts.dimensions[word] <= value for word, value in case.dimensions.items())
    )


@dataclass(frozen=True)
class Figures:
    """What a paper reports of a case base."""

    consistent: set[int]
    conflicts: set[tuple[int, int]]
    landmarks: set[int]
    greedy: int
    verdicts: list[str]


def figures(cases: Sequence[Case]) -> Figures:
    forced = forced_by(cases)
    against: dict[int, set[int]] = {n: set() for n in forced}
    for n, by in forced.items():
        for m in by:
            if cases[n].won != cases[m].won:
                against[n].add(m)
                against[m].add(n)
    alike = {n: {m for m in by if cases[m].won == cases[n].won} for n, by in forced.items()}
    other = {n: forced[n] - alike[n] for n in forced}
    words = {(True, False): "right", (False, True): "wrong", (True, True): "conflicted"}
    return Figures(
        consistent={n for n, by in against.items() if not by},
        conflicts={(n, m) for n, by in against.items() for m in by if cases[n].won},
        landmarks={n for n, by in alike.items() if not by},
        greedy=greedy(against),
        verdicts=[words.get((bool(alike[n]), bool(other[n])), "free") for n in range(len(cases))],
    )


def greedy(against: Mapping[int, set[int]]) -> int:
    """How many cases go when the one with most conflicts left goes first, the earlier of equals."""
    left = {n: set(by) for n, by in against.items()}
    count = 0
    while any(left.values()):
        worst = max(left, key=lambda n: (len(left[n]), -n))
        for by in left.values():
            by.discard(worst)
        left[worst] = set()
        count += 1
    return count


def smallest(conflicts: set[tuple[int, int]]) -> int:
    """The size of a smallest removal of a few conflicts, by trying every set."""
    cases = sorted({n for pair in conflicts for n in pair})
    for size in range(len(cases) + 1):
        if _some(cases, size, set(), conflicts):
            return size
    raise AssertionError


def _some(cases: list[int], size: int, chosen: set[int], conflicts: set[tuple[int, int]]) -> bool:
    """Whether so many more cases suffice; one case of an open conflict must be among them."""
    open_ = next(((a, b) for a, b in conflicts if a not in chosen and b not in chosen), None)
    if open_ is None:
        return True
    return size > 0 and any(_some(cases, size - 1, chosen | {n}, conflicts) for n in open_)
