"""The ladder of generality: how far a holding's reason must be generalised before it reaches the facts.

At level k a factor of the reason is matched by any fact that shares with it an ancestor at most k
steps above both. Only the first condition of constraint is tested, and only level 0 decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from prong.decide.constraint import Comparison, Precedent, compare
from prong.decide.precedents import Entry
from prong.law.factors import Factors
from prong.values import frozen


@frozen
class Step:
    """How one factor of a reason is met at a level: by which fact, through which general factor."""

    factor: str
    by: str
    through: str


@frozen
class Rung:
    """The lowest level at which a holding reaches the facts, and what still distinguishes them."""

    entry: Entry
    level: int
    steps: tuple[Step, ...]
    comparison: Comparison


@frozen
class Ladder:
    """The lowest level reached, and the holdings that reach it; no level where none does."""

    level: int | None
    by: tuple[Rung, ...] = ()


def ladder(
    entries: Iterable[Entry], facts: Mapping[str, int], scope: frozenset[str], factors: Factors
) -> Ladder:
    """The ladder over some holdings."""
    rungs = [r for e in entries if (r := rung(e, facts, scope, factors))]
    lowest = min((r.level for r in rungs), default=None)
    by = [r for r in rungs if r.level == lowest]
    by.sort(key=lambda r: (r.comparison.differences, r.entry.authority.decided.first))
    return Ladder(lowest, tuple(by))


def rung(
    entry: Entry, facts: Mapping[str, int], scope: frozenset[str], factors: Factors
) -> Rung | None:
    """The lowest level at which one holding's reason reaches the facts, or None."""
    p = entry.precedent
    if not p.scope <= scope:
        return None
    for level in range(p.stated_at, factors.height + 1):
        steps = _reached(p, facts, level, factors)
        if steps is not None:
            return Rung(entry, level, steps, compare(p, facts, scope, factors))
    return None


def _reached(
    p: Precedent, facts: Mapping[str, int], level: int, factors: Factors
) -> tuple[Step, ...] | None:
    steps = []
    for wanted, least in p.reason.items():
        step = _met(wanted, least, p.side, facts, level, factors)
        if step is None:
            return None
        steps.append(step)
    return tuple(steps)


def _met(
    wanted: str, least: int, side: str, facts: Mapping[str, int], level: int, factors: Factors
) -> Step | None:
    if facts.get(wanted, 0) >= least:
        return Step(wanted, wanted, wanted)
    if level == 0:
        return None
    general = factors.within(wanted, level)
    best: tuple[int, str, str] | None = None
    for fact in facts:
        if factors[fact].side != side:
            continue
        if fact == wanted:
            return Step(wanted, fact, fact)  # present, but weaker than the reason requires
        shared = general & factors.within(fact, level)
        if shared:
            through = min(shared, key=lambda f: (-len(factors.within(f, factors.height)), f))
            candidate = (-len(factors.within(through, factors.height)), fact, through)
            best = min(best, candidate) if best else candidate
    return Step(wanted, best[1], best[2]) if best else None
