"""The kernel: precedential constraint. Which holdings force their side on given facts.

Constraint by precedent follows Horty (2004, 2011), result and reason models, with factor
hierarchies and issues after Bench-Capon and Atkinson and Canavotto and Horty. A holding forces its
side unless a *difference* stands between it and the facts:

* a scope term it needs is missing, or a factor of its reason is missing or weaker than required;
* unless it announced a rule, an opposing factor bears on its issues that it did not meet, nor a
  sibling under the same parent, at least as strong;
* if it was limited to its facts, one of its own side's facts is missing or weaker;
* its reason is stated more generally than particulars (it decides nothing at level 0).

Bits lie along the holdings (see ``index``): for each word one integer says which holdings are left
at each magnitude; a query is their intersection, and whatever is left forces. The same kernel
decides prong two and asks case bases of any other kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from prong.decide.columns import Model, Progress, Terms
from prong.decide.index import Block, Row, forcing, joined, positions, steps
from prong.law.authorities import Breadth, Stated
from prong.law.factors import Factors, Side, other
from prong.values import frozen

if TYPE_CHECKING:
    from prong.dates import Day
    from prong.decide.asking import Outcome, Period
    from prong.decide.removals import Removals
    from prong.decide.standing import Standing
    from prong.decide.tables import Table
    from prong.law.library import Library

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
    """Decided cases as constraint: which outcome they force, and whether they can stand together.

    It holds precedents in the order given (by date, oldest first, where dates count) with their
    index. Build one from the law library (``from_library``), from a table (``from_table``), from a
    YAML file of factors (``from_factors``) or from precedents of one's own. ``terms`` says what its
    outcomes and words are called and when each case was law.

    Facts are a mapping from word to value (a collection of words where all are factors). ``among``
    is a set of precedents as bits, such as ``as_of`` gives; -1 is all of them, and what is asked of
    facts is by default asked of those never overruled.
    """

    def __init__(
        self, precedents: Iterable[Precedent], factors: Factors, terms: Terms | None = None
    ) -> None:
        listed = tuple(precedents)
        block = Block(len(listed), self._oppose)
        required: dict[str, dict[int, int]] = {}
        for number, p in enumerate(listed):
            bit = 1 << number
            if p.stated_at > 0:
                block.general |= bit
            for factor, least in p.requires.items():
                row = required.setdefault(factor, {})
                row[least] = row.get(least, 0) | bit
            for term in p.scope:
                block.scope[term] = block.scope.get(term, 0) | bit
        block.rows = {factor: steps(row, block.full) for factor, row in required.items()}
        self._opposing: dict[str, Row] = {}
        self._set(listed, factors, [block], terms or Terms())

    def _set(
        self,
        precedents: Sequence[Precedent],
        factors: Factors,
        blocks: Sequence[Block],
        terms: Terms,
    ) -> None:
        self.precedents = precedents
        self.factors = factors
        self.blocks = tuple(blocks)
        self.terms = terms
        self.all = (1 << len(precedents)) - 1
        self.groups: object = None
        self._last: tuple[object, int] | None = None

    # The kernel

    def forcing(self, facts: Mapping[str, int], scope: frozenset[str], among: int = -1) -> int:
        """The precedents, as bits, that force their side on the facts; ``among`` restricts them."""
        # One situation is asked about in many forums and on many days: only ``among`` differs.
        asked = (frozenset(facts.items()), scope)
        last = self._last  # held here: another thread may ask of other facts meanwhile
        if last is None or last[0] != asked:
            last = self._last = (asked, forcing(self.blocks, facts, scope))
        return last[1] & among

    def reaching(self, facts: Mapping[str, int]) -> int:
        """The precedents whose reason (and, limited to its facts, whose facts) the facts hold,
        whatever opposes them and whatever kind of case it is."""
        return joined(b.reaching(facts) for b in self.blocks)

    def _oppose(self, factor: str) -> Row:
        """For a factor: the precedents of the other side that it stops at each magnitude."""
        known = self._opposing.get(factor)
        if known is None:
            met: dict[int, int] = {}
            if self.factors[factor].particular:
                for number, p in enumerate(self.precedents):
                    if p.breadth != "rule" and opposes(p, factor, self.factors):
                        most = cover(p, factor, self.factors)
                        met[most] = met.get(most, 0) | 1 << number
            known = self._opposing[factor] = steps(met, self.all, met=True)
        return known

    def select(self, test: Callable[[Precedent], bool]) -> int:
        """The precedents, as bits, for which a test holds."""
        return sum(1 << n for n, p in enumerate(self.precedents) if test(p))

    def chosen(self, bits: int) -> Iterator[Precedent]:
        """The precedents of a set of bits, oldest first."""
        return (self.precedents[n] for n in positions(bits & self.all))

    def compare(self, p: Precedent, facts: Mapping[str, int], scope: frozenset[str]) -> Comparison:
        """A precedent and the facts side by side, whatever the result."""
        return compare(p, facts, scope, self.factors)

    # Where a base comes from

    @classmethod
    def from_library(cls, library: Library, doctrine: str) -> CaseBase:
        """The holdings of a law library on a doctrine that constrain, oldest first."""
        from prong.decide.precedents import listed

        return cls(*listed(library, doctrine))

    @classmethod
    def from_table(cls, table: Path | str | Table, **options: Any) -> CaseBase:
        """The cases of a CSV or Parquet file, or of a ``Table``, each deciding by its whole facts.

        ``outcome`` names the column of outcomes (``Label`` by default), ``positive`` the outcome
        that dimensions rise towards; ``directions`` declares by column which outcome it favours,
        and ``derive`` derives the others by ``correlation`` or ``logistic``. ``name``, ``decided``
        and ``overruled`` are columns too; those in ``ignore`` are left out, and so are rows with an
        empty cell where ``drop_empty`` says so.
        """
        from prong.decide.laid import from_table
        from prong.decide.tables import read

        if isinstance(table, Path | str):
            table = read(
                Path(table),
                options.get("progress"),
                ignore=tuple(options.get("ignore", ())),
                drop_empty=bool(options.get("drop_empty")),
            )
        return cls.of(*from_table(table, **options))

    @classmethod
    def of(
        cls,
        precedents: Sequence[Precedent],
        factors: Factors,
        blocks: Sequence[Block],
        terms: Terms,
    ) -> CaseBase:
        """A base whose bits are laid already."""
        made = cls.__new__(cls)
        made._opposing = {}
        made._set(precedents, factors, blocks, terms)
        return made

    @classmethod
    def load(cls, file: Path | str) -> CaseBase:
        """A case base that ``save`` kept."""
        from prong.decide.store import load

        return load(Path(file))

    def save(self, file: Path | str) -> None:
        """Keep a case base that was made from a table."""
        from prong.decide.store import save

        save(self, Path(file))

    @classmethod
    def from_factors(cls, file: Path | str, model: Model = "reason") -> CaseBase:
        """The cases of a YAML file of factors, deciding by their reason or by their whole facts."""
        from prong.decide.factorfile import read

        return cls(*read(Path(file), model))

    # The instrument

    def facts(self, facts: Mapping[str, object] | Iterable[str]) -> dict[str, int]:
        """Stated facts as magnitudes: a mapping from word to value, or the words that are there."""
        if not isinstance(facts, Mapping):
            facts = dict.fromkeys(facts, 1)
        return self.terms.magnitudes(facts)

    def forces(
        self,
        facts: Mapping[str, object] | Iterable[str],
        *,
        scope: Iterable[str] = (),
        among: int | None = None,
    ) -> tuple[Precedent, ...]:
        """The precedents that force their outcome on the facts, oldest first."""
        return tuple(
            self.chosen(self.forcing(self.facts(facts), frozenset(scope), self._counting(among)))
        )

    def outcomes(
        self,
        facts: Mapping[str, object] | Iterable[str],
        *,
        scope: Iterable[str] = (),
        among: int | None = None,
    ) -> dict[str, Outcome]:
        """Of each issue that some precedent decided: forced for an outcome, free, or conflicted."""
        from prong.decide.asking import outcomes

        return outcomes(self, self.facts(facts), frozenset(scope), self._counting(among))

    def comparisons(
        self,
        facts: Mapping[str, object] | Iterable[str],
        *,
        nearest: int = 5,
        scope: Iterable[str] = (),
        among: int | None = None,
    ) -> tuple[Comparison, ...]:
        """The precedents with the fewest differences from the facts, each beside them."""
        from prong.decide.asking import nearest as closest

        found, kind = self.facts(facts), frozenset(scope)
        return tuple(
            compare(self.precedents[n], found, kind, self.factors)
            for n in closest(self, found, kind, nearest, self._counting(among))
        )

    @property
    def current(self) -> int:
        """The precedents, as bits, that were never overruled."""
        return self.all & ~sum(1 << n for n in self.terms.overruled)

    def _counting(self, among: int | None) -> int:
        return self.current if among is None else among

    def as_of(self, day: Day) -> int:
        """The precedents, as bits, decided strictly before a day and not overruled by then."""
        from prong.decide.asking import as_of

        return as_of(self, day)

    def timeline(
        self, facts: Mapping[str, object] | Iterable[str], *, scope: Iterable[str] = ()
    ) -> tuple[Period, ...]:
        """What follows for the facts from which day on: a period for each change."""
        from prong.decide.asking import timeline

        return timeline(self, self.facts(facts), frozenset(scope))

    def first_forced(
        self, facts: Mapping[str, object] | Iterable[str], *, scope: Iterable[str] = ()
    ) -> Period | None:
        """The first period in which the facts are forced for an outcome, with what forces it."""
        periods = self.timeline(facts, scope=scope)
        return next((p for p in periods if p.outcome.result == "forced"), None)

    def standing(self, *, among: int = -1, progress: Progress | None = None) -> Standing:
        """How every case stands to the others: how many force its own outcome on its facts, how
        many the other, and with how many it conflicts."""
        from prong.decide.standing import standing

        return standing(self, among, progress)

    def consistent(self, *, among: int = -1) -> bool:
        """Whether no two cases conflict."""
        return next(self.conflicts(among=among), None) is None

    def conflicts(self, *, among: int = -1) -> Iterator[tuple[int, int]]:
        """The pairs of cases that cannot both stand, by their numbers, the first outcome's first."""
        from prong.decide.standing import pairs

        return pairs(self, among)

    def cycles(self, *, among: int = -1) -> tuple[tuple[int, ...], ...]:
        """Cases whose preferences run in a circle, by their numbers: two of them conflict, more do
        only for who chains preferences."""
        from prong.decide.standing import cycles

        return cycles(self, among)

    def landmarks(self, *, among: int = -1) -> tuple[int, ...]:
        """The cases that no other case of the same outcome forces, by their numbers."""
        return self.standing(among=among).landmarks

    def leave_one_out(self, *, among: int = -1, progress: Progress | None = None) -> Standing:
        """What the other cases force on the facts of each: see ``Standing.verdict``."""
        return self.standing(among=among, progress=progress)

    def minimal_removals(self, *, among: int = -1, progress: Progress | None = None) -> Removals:
        """A smallest set of cases whose removal leaves no conflict, exact where that is feasible."""
        from prong.decide.removals import removals

        return removals(self, among, progress)


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
