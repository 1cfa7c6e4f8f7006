"""The precedents of a library on a doctrine, and which of them count in a forum on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from prong.dates import Day, before
from prong.decide.columns import Column, Terms
from prong.decide.constraint import CaseBase, Precedent, precedent
from prong.decide.index import positions
from prong.faults import WordFault, nearest
from prong.law.authorities import (
    ENDING_EVENTS,
    ENDING_TREATMENTS,
    Authority,
    Holding,
    Ruling,
    Stated,
)
from prong.law.coding import CONSTRAINING
from prong.law.doctrines import Doctrine
from prong.law.factors import Factors
from prong.law.law import Law, Reason
from prong.law.library import Library
from prong.values import frozen


@frozen
class Entry:
    """A precedent with the authority and the holding or ruling it was built from."""

    precedent: Precedent
    authority: Authority
    part: Holding | Ruling

    @property
    def holding(self) -> Holding:
        """The holding itself, or the one whose facts a ruling speaks of."""
        if isinstance(self.part, Holding):
            return self.part
        found = self.authority.holding(self.part.conduct)
        assert found is not None
        return found

    @property
    def ruling(self) -> Ruling | None:
        return self.part if isinstance(self.part, Ruling) else None

    @property
    def pin(self) -> str | None:
        return self.part.pin or self.holding.pin


@dataclass(frozen=True, eq=False)
class Precedents:
    """Every holding and ruling on one doctrine, oldest first, with its index."""

    doctrine: Doctrine
    entries: tuple[Entry, ...]
    base: CaseBase

    def of(self, bits: int) -> tuple[Entry, ...]:
        """The entries of a set of bits."""
        return tuple(self.entries[n] for n in positions(bits))


@lru_cache(maxsize=64)
def precedents(library: Library, doctrine: str) -> Precedents:
    """Build the precedents of a doctrine once for a library."""
    spec = library.doctrines[doctrine]
    entries = []
    for key, authority, holding in library.holdings(doctrine):
        entries.append(Entry(of_holding(key, holding, spec, library.factors), authority, holding))
        for ruling in authority.prong_two:
            if ruling.conduct == holding.id:
                entries.append(
                    Entry(
                        _of_ruling(key, ruling, holding, spec, library.factors), authority, ruling
                    )
                )
    return Precedents(
        spec, tuple(entries), CaseBase((e.precedent for e in entries), library.factors)
    )


def listed(library: Library, doctrine: str) -> tuple[list[Precedent], Factors, Terms]:
    """The holdings on a doctrine that can constrain anyone, with the days on which each was decided
    and ceased to be law: a library as a case base, whatever the forum."""
    if doctrine not in library.doctrines:
        raise WordFault(
            "The library has no doctrine of this name.",
            found=doctrine,
            nearest=nearest(doctrine, library.doctrines),
        )
    spec = library.doctrines[doctrine]
    made: list[Precedent] = []
    decided: list[Day] = []
    ended: dict[int, Day] = {}
    for key, authority, holding in library.holdings(doctrine):
        coded = authority.coding(holding).from_
        if holding.dictum or holding.decided_on == "left-for-factfinder":
            continue
        if coded not in CONSTRAINING:
            continue
        ends = _endings(library, key, authority, holding.id)
        if ends:
            ended[len(made)] = min(ends, key=lambda day: day.first)
        made.append(of_holding(key, holding, spec, library.factors))
        decided.append(authority.decided)
    columns = {
        word: Column(word, factor.side, most=max(library.factors.scales[factor.scale].steps))
        if factor.scale
        else Column(word, factor.side)
        for word, factor in library.factors.factors.items()
    }
    return made, library.factors, Terms(columns=columns, decided=decided, overruled=ended)


def _endings(library: Library, key: str, authority: Authority, holding: str) -> list[Day]:
    """The days on which a holding was overruled, reversed, vacated, withdrawn or superseded."""
    events = [
        event.on
        for event in authority.history
        if event.event in ENDING_EVENTS and (not event.point or holding in event.point)
    ]
    treated = [
        treating.decided
        for treating, treatment in library.treatments.get(key, ())
        if treatment.how in ENDING_TREATMENTS and treatment.holding in (None, holding)
    ]
    return [*events, *treated]


def issues_of(on: str, doctrine: Doctrine) -> frozenset[str]:
    return frozenset(doctrine.issues) if on == "claim" else frozenset((on,))


def of_holding(key: str, holding: Holding, doctrine: Doctrine, factors: Factors) -> Precedent:
    """A holding as constraint sees it."""
    return precedent(
        key,
        holding.id,
        side=holding.for_,
        doctrine=doctrine.doctrine,
        on=holding.on,
        issues=issues_of(holding.on, doctrine),
        breadth=holding.breadth,
        scope=holding.scope,
        reason=holding.reason,
        despite=holding.despite,
        facts=holding.facts,
        factors=factors,
        stated_at=holding.stated_at,
    )


def _of_ruling(
    key: str, ruling: Ruling, holding: Holding, doctrine: Doctrine, factors: Factors
) -> Precedent:
    """A ruling on prong two: *established* reaches this conduct or stronger, *not* this or weaker.

    Conduct is at most as strong as the holding's when it has no fact for the plaintiff that the
    holding's lacked and every fact for the officer that it had: a holding for the officer, limited
    to its facts, that met all the plaintiff's facts.
    """
    everything = holding.stated
    if ruling.established:
        side, breadth, reason, on = holding.for_, holding.breadth, holding.reason, holding.on
    else:
        side, breadth, on = "officer", "facts-only", "claim"
        reason = tuple(
            Stated(factor=s.factor, magnitude=s.magnitude)
            for s in everything
            if factors[s.factor].side == "officer" and factors[s.factor].particular
        )
    return precedent(
        key,
        holding.id,
        side=side,
        doctrine=doctrine.doctrine,
        on=on,
        issues=issues_of(on, doctrine),
        breadth=breadth,
        scope=holding.scope,
        reason=reason,
        despite=holding.despite
        if ruling.established
        else (s for s in everything if s not in reason),
        facts=everything,
        factors=factors,
        stated_at=holding.stated_at,
        ruling=True,
    )


@dataclass(frozen=True, eq=False)
class Counting:
    """Which precedents count on a day: as bits, holdings apart from rulings, binding or persuasive."""

    law: Law
    all: Precedents
    binding: int
    persuasive: int
    excluded: tuple[tuple[Entry, Reason], ...]


@lru_cache(maxsize=512)
def counting(law: Law, doctrine: str) -> Counting:
    """The holdings that count in a forum on a day; rulings are chosen by ``rulings``."""
    found = precedents(law.library, doctrine)
    binding = persuasive = 0
    excluded = []
    for number, entry in enumerate(found.entries):
        if entry.ruling:
            continue
        reason = law.why_not(entry.authority, entry.part)
        if reason:
            excluded.append((entry, reason))
        elif law.binds(entry.authority):
            binding |= 1 << number
        else:
            persuasive |= 1 << number
    return Counting(law, found, binding, persuasive, tuple(excluded))


@lru_cache(maxsize=512)
def rulings(law: Law, doctrine: str, incident: Day, *, binding: bool = True) -> int:
    """The rulings on prong two that speak to acts of a day, as bits: those that bind here, or else
    those that only persuade.

    ``law`` is that of the day of decision: a ruling says what the law was, and binds whoever
    decides later. *Established* speaks to its date or later, *not established* to its date or
    earlier.
    """
    found = precedents(law.library, doctrine)
    bits = 0
    for number, entry in enumerate(found.entries):
        ruling = entry.ruling
        if ruling is None:
            continue
        wrong = (
            before(incident, ruling.as_of) if ruling.established else before(ruling.as_of, incident)
        )
        if wrong == "yes" or (wrong == "unknown" and not law.generous):
            continue
        if law.binds(entry.authority) == binding and not law.why_not(entry.authority, ruling):
            bits |= 1 << number
    return bits


def strongest(law: Law, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries of the highest court among them, and of a full court before a panel."""
    ranked = [(law.weight(e.authority), e) for e in entries]
    top = max((weight for weight, _ in ranked), default=None)
    return tuple(e for weight, e in ranked if weight == top)
