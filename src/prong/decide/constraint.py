"""The kernel: precedential constraint. Which holdings force their side on given facts.

Constraint by precedent follows Horty (2004, 2011), result and reason models, with factor
hierarchies and issues after Bench-Capon and Atkinson and Canavotto and Horty. A holding forces its
side unless a *difference* stands between it and the facts:

* a scope term it needs is missing, or a factor of its reason is missing or weaker than required;
* unless it announced a rule, an opposing factor bears on its issues that it did not meet, nor a
  sibling under the same parent, at least as strong;
* if it was limited to its facts, one of its own side's facts is missing or weaker;
* its reason is stated more generally than particulars (it decides nothing at level 0).

Bits lie along the holdings. For each possible difference one integer says for which holdings it
stands; a query is the union of those that apply, and whatever is left forces.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal

from prong.law.authorities import Breadth, Stated
from prong.law.factors import Factors, Side, other
from prong.values import frozen

Grade = Literal["despite", "recited", "untested"]


@frozen
class Precedent:
    """A holding, or a ruling on prong two, as constraint sees it.

    ``requires``: least magnitudes, from the reason (and, limited to its facts, from them).
    ``met``: the opposing factors of its facts, with ``despite`` those it found insufficient.
    ``issues``: what opposing factors must bear on to matter.
    """

    authority: str
    holding: str
    side: Side
    doctrine: str
    on: str
    issues: frozenset[str]
    breadth: Breadth
    scope: frozenset[str]
    reason: Mapping[str, int]
    requires: Mapping[str, int]
    met: Mapping[str, int]
    despite: frozenset[str]
    own: Mapping[str, int]
    stated_at: int = 0
    ruling: bool = False


def precedent(
    authority: str,
    holding: str,
    *,
    side: Side,
    doctrine: str,
    on: str,
    issues: Iterable[str],
    breadth: Breadth,
    scope: Iterable[str],
    reason: Iterable[Stated],
    despite: Iterable[Stated],
    facts: Iterable[Stated],
    factors: Factors,
    stated_at: int = 0,
    ruling: bool = False,
) -> Precedent:
    """Build a precedent from the parts of a holding."""
    needed = _strongest(reason)
    against = _strongest(despite)
    everything = {**_strongest(facts)}
    for word, magnitude in (*needed.items(), *against.items()):
        everything[word] = max(magnitude, everything.get(word, 0))
    own = {f: m for f, m in everything.items() if factors[f].side == side and factors[f].particular}
    met = {f: m for f, m in everything.items() if factors[f].side != side and factors[f].particular}
    return Precedent(
        authority=authority,
        holding=holding,
        side=side,
        doctrine=doctrine,
        on=on,
        issues=frozenset(issues),
        breadth=breadth,
        scope=frozenset(scope),
        reason=needed,
        requires={**needed, **own} if breadth == "facts-only" else needed,
        met=met,
        despite=frozenset(against),
        own=own,
        stated_at=stated_at,
        ruling=ruling,
    )


def _strongest(stated: Iterable[Stated]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in stated:
        found[part.factor] = max(part.magnitude, found.get(part.factor, 0))
    return found


def cover(p: Precedent, factor: str, factors: Factors) -> int:
    """The greatest magnitude of an opposing factor that a precedent met, itself or by a sibling."""
    if p.ruling:
        return p.met.get(factor, 0)  # a ruling speaks of this conduct, not of conduct like it
    scale = factors[factor].scale
    return max(
        (p.met[s] for s in factors.siblings(factor) if s in p.met and factors[s].scale == scale),
        default=0,
    )


@frozen
class Distinction:
    """An opposing factor of the facts, and how the precedent stood to it.

    ``despite``: met and found insufficient; ``recited``: present, not discussed; ``untested``:
    never met, or met only more weakly. ``bars`` says whether it keeps the holding from forcing.
    """

    factor: str
    grade: Grade
    bars: bool


@frozen
class Comparison:
    """A precedent laid beside the facts."""

    precedent: Precedent
    shared: tuple[str, ...]
    missing: tuple[str, ...]
    scope_missing: tuple[str, ...]
    weaker: tuple[str, ...]
    facts_missing: tuple[str, ...]
    distinctions: tuple[Distinction, ...]
    forces: bool

    @property
    def differences(self) -> int:
        return (
            len(self.missing)
            + len(self.scope_missing)
            + len(self.facts_missing)
            + sum(d.bars for d in self.distinctions)
        )


class CaseBase:
    """An index of precedents on one doctrine, in the order given (by date, oldest first)."""

    def __init__(self, precedents: Iterable[Precedent], factors: Factors) -> None:
        self.precedents = tuple(precedents)
        self.factors = factors
        self.all = (1 << len(self.precedents)) - 1
        self._general = 0
        self._last: tuple[object, int] | None = None
        self._required: dict[str, dict[int, int]] = {}
        self._scope: dict[str, int] = {}
        self._opposing: dict[str, tuple[tuple[int, int], ...]] = {}
        for number, p in enumerate(self.precedents):
            bit = 1 << number
            if p.stated_at > 0:
                self._general |= bit
            for factor, least in p.requires.items():
                row = self._required.setdefault(factor, {})
                row[least] = row.get(least, 0) | bit
            for term in p.scope:
                self._scope[term] = self._scope.get(term, 0) | bit

    def forcing(self, facts: Mapping[str, int], scope: frozenset[str], among: int = -1) -> int:
        """The precedents, as bits, that force their side on the facts; ``among`` restricts them."""
        # One situation is asked about in many forums and on many days: only ``among`` differs.
        asked = (frozenset(facts.items()), scope)
        if self._last is None or self._last[0] != asked:
            self._last = (asked, self._forcing(facts, scope))
        return self._last[1] & among

    def _forcing(self, facts: Mapping[str, int], scope: frozenset[str]) -> int:
        stopped = self._general | self._lacking(facts)
        for term, bits in self._scope.items():
            if term not in scope:
                stopped |= bits
        for factor, magnitude in facts.items():
            for most, bits in self._oppose(factor):
                if magnitude > most:
                    stopped |= bits
        return self.all & ~stopped

    def reaching(self, facts: Mapping[str, int]) -> int:
        """The precedents whose reason (and, limited to its facts, whose facts) the facts hold,
        whatever opposes them and whatever kind of case it is."""
        return self.all & ~self._lacking(facts)

    def _lacking(self, facts: Mapping[str, int]) -> int:
        """The precedents that require a factor which the facts lack or have weaker."""
        stopped = 0
        for factor, row in self._required.items():
            magnitude = facts.get(factor, 0)
            for least, bits in row.items():
                if magnitude < least:
                    stopped |= bits
        return stopped

    def _oppose(self, factor: str) -> tuple[tuple[int, int], ...]:
        """For a factor: (the most that was met, the precedents of the other side it stops beyond)."""
        known = self._opposing.get(factor)
        if known is None:
            rows: dict[int, int] = {}
            spec = self.factors[factor]
            if spec.particular:
                for number, p in enumerate(self.precedents):
                    if p.breadth != "rule" and opposes(p, factor, self.factors):
                        most = cover(p, factor, self.factors)
                        rows[most] = rows.get(most, 0) | 1 << number
            known = self._opposing[factor] = tuple(rows.items())
        return known

    def select(self, test: Callable[[Precedent], bool]) -> int:
        """The precedents, as bits, for which a test holds."""
        return sum(1 << n for n, p in enumerate(self.precedents) if test(p))

    def chosen(self, bits: int) -> Iterator[Precedent]:
        """The precedents of a set of bits, oldest first."""
        bits &= self.all
        while bits:
            low = bits & -bits
            yield self.precedents[low.bit_length() - 1]
            bits ^= low

    def compare(self, p: Precedent, facts: Mapping[str, int], scope: frozenset[str]) -> Comparison:
        """A precedent and the facts side by side, whatever the result."""
        return compare(p, facts, scope, self.factors)


def opposes(p: Precedent, factor: str, factors: Factors) -> bool:
    """Whether a factor favours the other side on an issue the precedent decided."""
    return factors[factor].side == other(p.side) and not factors.bears_on(
        factor, p.doctrine
    ).isdisjoint(p.issues)


def compare(
    p: Precedent, facts: Mapping[str, int], scope: frozenset[str], factors: Factors
) -> Comparison:
    """A precedent and the facts side by side: shared, missing, and every distinction graded."""
    shared = tuple(f for f, least in p.reason.items() if facts.get(f, 0) >= least)
    missing = tuple(f for f, least in p.reason.items() if facts.get(f, 0) < least)
    facts_missing = tuple(
        f for f, m in p.requires.items() if facts.get(f, 0) < m and f not in missing
    )
    scope_missing = tuple(sorted(p.scope - scope))
    distinctions = tuple(
        _distinction(p, factor, magnitude, factors)
        for factor, magnitude in facts.items()
        if opposes(p, factor, factors) and factors[factor].particular
    )
    forces = not (
        missing
        or facts_missing
        or scope_missing
        or p.stated_at
        or any(d.bars for d in distinctions)
    )
    return Comparison(
        precedent=p,
        shared=shared,
        missing=missing,
        scope_missing=scope_missing,
        weaker=tuple(f for f in missing if f in facts),
        facts_missing=facts_missing,
        distinctions=distinctions,
        forces=forces,
    )


def _distinction(p: Precedent, factor: str, magnitude: int, factors: Factors) -> Distinction:
    """An opposing factor graded by what covers it: the factor itself, or a sibling as strong."""
    scale = factors[factor].scale
    covering = [
        s
        for s in ({factor} if p.ruling else factors.siblings(factor))
        if p.met.get(s, 0) >= magnitude and factors[s].scale == scale
    ]
    grade: Grade = "untested"
    if covering:
        grade = "recited" if p.despite.isdisjoint(covering) else "despite"
    return Distinction(factor, grade, bars=not covering and p.breadth != "rule")


def conflicting(a: Precedent, b: Precedent) -> bool:
    """Whether two precedents for different sides meet: each one's reason lies in the other's facts."""
    if a.side == b.side or a.issues.isdisjoint(b.issues) or a.stated_at or b.stated_at:
        return False
    return _reaches(a, b) and _reaches(b, a)


def _reaches(a: Precedent, b: Precedent) -> bool:
    facts = {**b.own, **b.met}
    return all(facts.get(f, 0) >= least for f, least in a.reason.items())
