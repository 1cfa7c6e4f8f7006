"""Small made-up law, and situations near it: for hypothesis, and for a seeded generator.

Everything is built from one kind of choice, a number below a bound, so that hypothesis (which
shrinks each choice towards 0, the plainest) and ``random`` draw from the same law.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from hypothesis import strategies as st

from prong.decide.constraint import CaseBase, Precedent, precedent
from prong.law.authorities import Breadth, Stated
from prong.law.factors import Factor, FactorKind, Factors, Scale, ScopeTerm, Side, When
from tests.decide.definition import Decided, all_facts

T = TypeVar("T")
Pick = Callable[[int], int]

DOCTRINE = "d"
ISSUES = ("danger", "indifference", "causation")
SCOPE = ("police-actor", "intimate-partner")
MOST = 3

_SIDES: tuple[Side, ...] = ("plaintiff", "officer")
_KINDS: tuple[FactorKind, ...] = ("act", "circumstance", "mind", "act", "conclusion", "result")
_WHEN: tuple[When, ...] = ("during", "before", "during", "during", "during", "after")
_BREADTHS: tuple[Breadth, ...] = ("reason", "facts-only", "rule", "reason")
_SCALES = (None, "harm", None, "harm", "warning")


@dataclass(frozen=True, eq=False)
class SmallLaw:
    """A few factors and the holdings on one doctrine that turn on them."""

    spec: dict[str, Factor]
    holdings: tuple[Decided, ...]

    @cached_property
    def factors(self) -> Factors:
        return in_a_library(self.spec)

    @cached_property
    def precedents(self) -> tuple[Precedent, ...]:
        return tuple(precedent_of(h, self.factors, f"v{n}") for n, h in enumerate(self.holdings))

    @cached_property
    def base(self) -> CaseBase:
        return CaseBase(self.precedents, self.factors)


@dataclass(frozen=True, eq=False)
class Facing:
    """Some law, and the facts and the scope of the situation it faces."""

    law: SmallLaw
    facts: dict[str, int]
    scope: frozenset[str]


def precedent_of(holding: Decided, factors: Factors, name: str = "v") -> Precedent:
    """The holding as the kernel takes it."""

    def stated(part: dict[str, int]) -> list[Stated]:
        return [Stated(factor=f, magnitude=m) for f, m in part.items()]

    return precedent(
        name,
        "holding",
        side=holding.side,
        doctrine=holding.doctrine,
        on="claim" if holding.issues == {*ISSUES} else min(holding.issues),
        issues=holding.issues,
        breadth=holding.breadth,
        scope=holding.scope,
        reason=stated({**holding.reason}),
        despite=stated({**holding.despite}),
        facts=stated({**holding.facts}),
        factors=factors,
        stated_at=holding.stated_at,
    )


def one(pick: Pick, of: Sequence[T]) -> T:
    return of[pick(len(of))]


def some(pick: Pick, of: Sequence[T], most: int) -> list[T]:
    """At most so many of these, without repetition."""
    chosen = [one(pick, of) for _ in range(pick(most + 1))] if of else []
    return list(dict.fromkeys(chosen))


def often(pick: Pick, times: int, out_of: int) -> bool:
    """True so many times out of so many; plainly false."""
    return pick(out_of) >= out_of - times


def in_a_library(spec: dict[str, Factor]) -> Factors:
    """Factors with the scope terms and the scales they need."""
    steps = {n: str(n) for n in range(1, MOST + 1)}
    scales = {f.scale: Scale(says=f.scale, steps=steps) for f in spec.values() if f.scale}
    return Factors(spec, {term: ScopeTerm(says=term) for term in SCOPE}, scales)


def make_factors(pick: Pick) -> dict[str, Factor]:
    """Three to six factors for each side, in a hierarchy where some have two parents."""
    spec: dict[str, Factor] = {}
    for side in _SIDES:
        words = [f"{side}-{n}" for n in range(3 + pick(4))]
        for n, word in enumerate(words):
            scale = one(pick, _SCALES)
            spec[word] = Factor(
                says=word,
                side=side,
                issues=_issues(pick),
                # One particular at least, so that every side has something to turn on.
                kind=one(pick, _KINDS) if n else "act",
                when=one(pick, _WHEN) if n else "during",
                parents=tuple(some(pick, words[: min(n, 3)], 2)),
                scale=scale and f"{side}-{scale}",
                doctrine="e" if often(pick, 1, 5) else DOCTRINE,
            )
    return spec


def _issues(pick: Pick) -> tuple[str, ...]:
    """What a factor bears on, some of it by the name of another doctrine's issue."""
    words = (*ISSUES, *(f"{DOCTRINE}.{issue}" for issue in ISSUES), f"e.{ISSUES[0]}")
    return (one(pick, words), *some(pick, words, 2))


def make_holding(pick: Pick, spec: dict[str, Factor]) -> Decided:
    """A holding in order: its reason is made of particulars of its own side."""
    side = one(pick, _SIDES)
    words = list(spec)
    own = [f for f in words if spec[f].side == side and spec[f].particular]
    against = [f for f in words if spec[f].side != side]
    return Decided(
        side=side,
        doctrine=DOCTRINE,
        issues=frozenset(ISSUES if often(pick, 1, 2) else (one(pick, ISSUES),)),
        breadth=one(pick, _BREADTHS),
        scope=frozenset((one(pick, SCOPE),)) if often(pick, 1, 3) else frozenset(),
        reason=_measured(pick, spec, [one(pick, own), *some(pick, own, 1)]),
        despite=_measured(pick, spec, some(pick, against, 2)),
        facts=_measured(pick, spec, some(pick, words, 4)),
        stated_at=1 + pick(2) if often(pick, 1, 12) else 0,
    )


def _measured(pick: Pick, spec: dict[str, Factor], words: list[str]) -> dict[str, int]:
    """Each factor with a magnitude on its scale; 1 where it has none."""
    return {f: 1 + pick(MOST) if spec[f].scale else 1 for f in words}


def make_law(pick: Pick, most: int) -> SmallLaw:
    spec = make_factors(pick)
    return SmallLaw(spec, tuple(make_holding(pick, spec) for _ in range(1 + pick(most))))


def make_situation(pick: Pick, law: SmallLaw) -> tuple[dict[str, int], frozenset[str]]:
    """A situation near one of the holdings: most of its facts, some changed, and others."""
    spec = law.spec
    like = one(pick, law.holdings)
    kept = {f: m for f, m in sorted(all_facts(like).items()) if not often(pick, 1, 8)}
    for f, m in kept.items():
        if often(pick, 1, 3):
            kept[f] = min(MOST, max(1, m + one(pick, (1, -1))))
    for f in list(kept):
        kin = sorted(law.factors.siblings(f) - {f})
        if kin and often(pick, 1, 2 if spec[f].side != like.side else 12):
            kept[one(pick, kin)] = kept.pop(f)
    kept |= _measured(pick, spec, some(pick, list(spec), 3))
    facts = {f: m if spec[f].scale else 1 for f, m in kept.items()}
    scope = {*(like.scope if not often(pick, 1, 6) else ()), *some(pick, SCOPE, 2)}
    return facts, frozenset(scope)


@st.composite
def laws(draw: st.DrawFn, most: int = 4) -> SmallLaw:
    """Small law of at most so many holdings."""
    return make_law(lambda bound: draw(st.integers(0, bound - 1)), most)


@st.composite
def facing(draw: st.DrawFn, most: int = 4) -> Facing:
    """Small law and a situation."""

    def pick(bound: int) -> int:
        return draw(st.integers(0, bound - 1))

    law = make_law(pick, most)
    return Facing(law, *make_situation(pick, law))


def at_random(seed: int, laws: int, situations: int, most: int) -> list[list[Facing]]:
    """The same law every time for a seed: for each of so many laws, so many situations."""
    pick = random.Random(seed).randrange
    made = [make_law(pick, most) for _ in range(laws)]
    return [[Facing(law, *make_situation(pick, law)) for _ in range(situations)] for law in made]
