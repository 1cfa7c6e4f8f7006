"""What a case base says of some facts: what is forced, by what, since when, and what comes nearest."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from prong.dates import Day, before
from prong.decide.constraint import CaseBase
from prong.decide.index import WIDTH, Facts, gathered, positions
from prong.decide.laid import CLAIM, Cases
from prong.law.factors import Side
from prong.values import frozen

Result = Literal["forced", "free", "conflicted"]


@frozen
class Outcome:
    """What follows for some facts on an issue. ``by`` has the precedents that force, as bits, by
    the outcome each forces; ``outcome`` is the one forced, where one alone is."""

    issue: str
    result: Result
    outcome: str | None
    by: Mapping[str, int]


@frozen
class Period:
    """What follows for some facts on an issue for acts from a day on, until the day before the
    next period of that issue."""

    start: Day | None
    outcome: Outcome


def outcomes(
    base: CaseBase, facts: Facts, scope: frozenset[str], among: int = -1
) -> dict[str, Outcome]:
    """Of each issue: forced, free or conflicted."""
    forced = base.forcing(facts, scope, among)
    return {on: _outcome(base, on, forced & bits) for on, bits in grouping(base).on.items()}


def _outcome(base: CaseBase, on: str, forced: int) -> Outcome:
    groups = grouping(base)
    by = {
        name: forced & groups.side[side]
        for side, name in base.terms.outcomes.items()
        if forced & groups.side[side]
    }
    if len(by) == 1:
        return Outcome(on, "forced", next(iter(by)), by)
    return Outcome(on, "conflicted" if by else "free", None, by)


# Which precedents belong together


@dataclass(frozen=True)
class Groups:
    """The precedents as bits: by side, by what they decided, and by case."""

    side: Mapping[Side, int]
    on: Mapping[str, int]
    issues: Mapping[frozenset[str], int]
    case: Mapping[str, int]


def grouping(base: CaseBase) -> Groups:
    """Which precedents belong together, worked out once for a base."""
    if not isinstance(base.groups, Groups):
        base.groups = _grouped(base)
    return base.groups


def _grouped(base: CaseBase) -> Groups:
    if isinstance(base.precedents, Cases):
        won = gathered((n for n, w in enumerate(base.precedents.won) if w), len(base.precedents))
        every = base.all
        sides: dict[Side, int] = {"plaintiff": won, "officer": every & ~won}
        return Groups(sides, {CLAIM: every}, {frozenset((CLAIM,)): every}, {})
    size = len(base.precedents)
    side: dict[Side, list[int]] = {"plaintiff": [], "officer": []}
    on: dict[str, list[int]] = {}
    issues: dict[frozenset[str], list[int]] = {}
    case: dict[str, list[int]] = {}
    for n, p in enumerate(base.precedents):
        side[p.side].append(n)
        on.setdefault(p.on, []).append(n)
        issues.setdefault(p.issues, []).append(n)
        case.setdefault(p.authority, []).append(n)
    return Groups(
        {key: gathered(of, size) for key, of in side.items()},
        {key: gathered(of, size) for key, of in on.items()},
        {
            key: gathered((n for kin, of in issues.items() if kin & key for n in of), size)
            for key in issues
        },
        {key: gathered(of, size) for key, of in case.items() if len(of) > 1},
    )


def whole(base: CaseBase) -> bool:
    """Whether every case decides by its whole facts and stands for good. Then one case conflicts
    with another exactly when it forces its outcome on the other's facts, and so does the other."""
    return isinstance(base.precedents, Cases) and not base.terms.overruled


# Nearest


def nearest(
    base: CaseBase, facts: Facts, scope: frozenset[str], count: int, among: int = -1
) -> list[int]:
    """The numbers of the precedents with the fewest differences, fewest first.

    The differences are counted for all precedents at once, in binary: plane k holds bit k of every
    precedent's count.
    """
    found: list[tuple[int, int]] = []
    for number, block in enumerate(base.blocks):
        start = number * WIDTH
        left = among >> start & block.full
        planes: list[int] = []
        for bits in block.differences(facts, scope):
            carry = bits
            for k, plane in enumerate(planes):
                planes[k], carry = plane ^ carry, plane & carry
                if not carry:
                    break
            if carry:
                planes.append(carry)
        got = 0
        for differences in range(1 << len(planes)):
            here = left
            for k, plane in enumerate(planes):
                here &= plane if differences >> k & 1 else ~plane
            for p in positions(here):
                found.append((differences, start + p))
                got += 1
                if got >= count:
                    break
            left &= ~here
            if got >= count or not left:
                break
    return [n for _, n in sorted(found)[:count]]


# Along time


def as_of(base: CaseBase, day: Day) -> int:
    """The precedents decided strictly before a day and not overruled before it, as bits; where the
    order of the days is not known they do not count."""
    decided, overruled = base.terms.decided, base.terms.overruled
    if not decided:
        return base.all
    return gathered(
        (
            n
            for n, made in enumerate(decided)
            if before(made, day) == "yes"
            and (n not in overruled or before(overruled[n], day) == "no")
        ),
        len(base.precedents),
    )


def timeline(base: CaseBase, facts: Facts, scope: frozenset[str]) -> tuple[Period, ...]:
    """Every change of what follows for the facts, issue by issue, oldest first.

    A decision counts for acts from the day after it, and no longer for acts after the day on which
    it was overruled.
    """
    forced = base.forcing(facts, scope)
    decided, overruled = base.terms.decided, base.terms.overruled
    found: list[Period] = []
    for on, bits in grouping(base).on.items():
        changes: dict[datetime.date | None, int] = {None: 0}
        for n in positions(forced & bits):
            start = decided[n].next().first if decided else None
            changes[start] = changes.get(start, 0) ^ 1 << n
            if n in overruled:
                end = Day.of(overruled[n].first).next().first
                if start is None or end > start:
                    changes[end] = changes.get(end, 0) ^ 1 << n
                else:
                    changes[start] ^= 1 << n
        standing = 0
        last: Outcome | None = None
        for start in sorted(changes, key=lambda d: d or datetime.date.min):
            standing ^= changes[start]
            now = _outcome(base, on, standing)
            if now != last:
                found.append(Period(Day.of(start) if start else None, now))
            last = now
    return tuple(found)
