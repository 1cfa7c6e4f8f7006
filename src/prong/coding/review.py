"""What a keeper of a library should look at, beyond what makes it unusable.

Holdings of one court that contradict each other at the same time; factors that nothing uses or that
nothing on the other side ever met; issues on which no authority speaks; citations, reporters and
courts that reporters-db and courts-db do not know; days of decision that the volume belies.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from prong.cite import courts, reporters
from prong.dates import before
from prong.decide.constraint import conflicting
from prong.decide.precedents import Entry, precedents
from prong.faults import Fault, LawFault
from prong.law import lint
from prong.law.authorities import ENDING_EVENTS, ENDING_TREATMENTS, Authority, Holding
from prong.law.conditions import ConditionModel, polar
from prong.law.library import Library
from prong.read.pins import reporter_of

#: How much later a decision in an earlier volume may be: volumes overlap by some months.
_OVERLAP = timedelta(days=400)
#: How many holdings must have turned on a factor before one the other way is missed.
_SEVERAL = 3


def review(library: Library) -> Iterator[Fault]:
    """Every remark on a library, each with its file and line where it has one."""
    yield from lint.remarks(library)
    for doctrine in library.doctrines:
        yield from _contradictions(library, doctrine)
    yield from _idle_factors(library)
    yield from _silent_issues(library)
    yield from _identities(library)
    yield from _volumes(library)


def _contradictions(library: Library, doctrine: str) -> Iterator[Fault]:
    """Pairs of holdings of one court for different sides, each of whose reasons lies in the other's
    facts, both law when the later was made."""
    found = precedents(library, doctrine)
    numbers = {id(entry): n for n, entry in enumerate(found.entries)}
    for entry in found.entries:
        if not _speaks(entry):
            continue
        facts = {**entry.precedent.own, **entry.precedent.met}
        for other in found.of(found.base.reaching(facts)):
            if (
                numbers[id(other)] <= numbers[id(entry)]
                or not _speaks(other)
                or other.authority.court != entry.authority.court
                or other.authority is entry.authority
                or not _one_kind(entry, other)
                or not conflicting(entry.precedent, other.precedent)
                or _ended_by(library, entry, other)
            ):
                continue
            key = library.id_of(other.authority)
            holding = other.holding
            place = library.place(
                "authorities", key, ("holdings", other.authority.holdings.index(holding))
            )
            yield LawFault(
                "Two holdings of one court contradict each other: each one's reason lies in the "
                "other's facts.",
                place=place,
                found=f"{key}, {holding.id}, for the {holding.for_}; "
                f"{library.id_of(entry.authority)}, {entry.holding.id}, for the {entry.holding.for_}",
                expected="a fact, a scope or a breadth that tells them apart, or a treatment that "
                "ends the earlier",
            )


def _speaks(entry: Entry) -> bool:
    part = entry.part
    return (
        isinstance(part, Holding)
        and not part.dictum
        and part.decided_on != "left-for-factfinder"
        and entry.authority.status == "published"
    )


def _one_kind(entry: Entry, other: Entry) -> bool:
    """Whether one of two holdings speaks of every case the other speaks of."""
    a, b = entry.precedent.scope, other.precedent.scope
    return a <= b or b <= a


def _ended_by(library: Library, entry: Entry, other: Entry) -> bool:
    """Whether the earlier of two had ended as law, or was limited, by the day of the later."""
    earlier, later = sorted((entry, other), key=lambda e: e.authority.decided.first)
    ended = any(
        event.event in ENDING_EVENTS
        and before(event.on, later.authority.decided.next()) != "no"
        and (not event.point or earlier.holding.id in event.point)
        for event in earlier.authority.history
    )
    key = library.id_of(earlier.authority)
    treated = any(
        treatment.authority == key
        and treatment.how in (*ENDING_TREATMENTS, "limits")
        and treatment.holding in (None, earlier.holding.id)
        for treatment in later.authority.treats
    )
    return ended or treated


def _idle_factors(library: Library) -> Iterator[Fault]:
    holdings = [h for authority in library.authorities.values() for h in authority.holdings]
    used = {stated.factor for holding in holdings for stated in holding.stated}
    turned_on = Counter(f for holding in holdings for f in {s.factor for s in holding.reason})
    tested: set[str] = set()
    for doctrine in library.doctrines.values():
        for rule in doctrine.rules:
            tested |= set(_tested(library, rule.condition))
    for factor in library.factors.factors.values():
        if factor.derived is not None:
            tested |= set(_tested(library, factor.derived))
    opposed = {
        stated.factor
        for holding in holdings
        for stated in (*holding.despite, *holding.facts)
        if library.factors[stated.factor].side != holding.for_
    }
    for word, factor in library.factors.factors.items():
        if not library.factors.leaf(word):
            continue
        home = lint.room_of(library, "factors", word, ("factors", word))
        place = library.place("factors", home, ("factors", word))
        if word not in used and word not in tested:
            yield LawFault(
                "No holding has this factor and no rule asks for it.", place=place, found=word
            )
        elif word not in opposed and factor.particular and turned_on[word] >= _SEVERAL:
            yield LawFault(
                "Every holding that has this factor came out on its side: nothing shows how far it goes.",
                place=place,
                found=word,
            )


def _tested(library: Library, condition: ConditionModel) -> Iterator[str]:
    for atom, _ in polar(condition):
        if atom.factor:
            yield atom.factor
        if atom.under:
            yield from library.factors.under(atom.under)


def _silent_issues(library: Library) -> Iterator[Fault]:
    for key, doctrine in library.doctrines.items():
        spoken = {holding.on for _, _, holding in library.holdings(key)}
        ruled = {rule.issue for rule in doctrine.rules}
        for issue in doctrine.issues:
            if issue not in ruled and not spoken & {issue, "claim"}:
                yield LawFault(
                    "No authority of the library speaks to this issue.",
                    place=library.place("doctrines", key, ("issues", issue)),
                    found=f"{key}: {issue}",
                )


def _identities(library: Library) -> Iterator[Fault]:
    known = reporters.reporters()
    for key, authority in library.authorities.items():
        for citation in (authority.citation, *authority.parallel):
            place = library.place("authorities", key, ("citation",))
            name = reporter_of(citation)
            if name is None:
                yield LawFault(
                    "This authority is cited by its docket; a citation in a reporter is missed.",
                    place=place,
                    found=citation,
                )
            elif reporters.squeezed(name) not in known:
                yield LawFault(
                    "reporters-db knows no reporter of this name.", place=place, found=citation
                )
        if courts.name_of(authority.court) == authority.court:
            yield LawFault(
                "courts-db knows no court of this id.",
                place=library.place("authorities", key, ("court",)),
                found=authority.court,
            )
        if " v. " not in authority.authority and not _ONE_PARTY.match(authority.authority):
            yield LawFault(
                "This is not the name of a case.",
                place=library.place("authorities", key, ("authority",)),
                found=authority.authority,
                expected="Name v. Name, In re Name, Ex parte Name",
            )


_ONE_PARTY = re.compile(r"(?:In re|Ex parte|Matter of|In the Matter of) ")


def _volumes(library: Library) -> Iterator[Fault]:
    """Days of decision outside the years of a reporter, or out of the order of its volumes."""
    printed = reporters.printed()
    series: dict[str, list[tuple[int, str, Authority]]] = {}
    for key, authority in library.authorities.items():
        name = reporter_of(authority.citation)
        volume = re.match(r"\d+", authority.citation)
        if name is None or volume is None:
            continue
        series.setdefault(name, []).append((int(volume.group()), key, authority))
        first, last = printed.get(name, (date.min, date.max))
        if authority.decided.last < first or authority.decided.first - _OVERLAP > last:
            yield LawFault(
                "The reporter was not printed when this was decided.",
                place=library.place("authorities", key, ("decided",)),
                found=f"{authority.decided}, in {name}",
                expected=f"from {first} to {last}" if last != date.max else f"from {first}",
            )
    for name, several in series.items():
        several.sort(key=lambda one: one[0])
        latest: tuple[date, str, int] | None = None
        for volume_, key, authority in several:
            if latest is not None and volume_ > latest[2]:
                limit = latest[0] - _OVERLAP
                if authority.decided.last < limit:
                    yield LawFault(
                        "The day of decision and the volume disagree: an earlier volume holds a "
                        "decision made more than a year later.",
                        place=library.place("authorities", key, ("decided",)),
                        found=f"{authority.citation}, decided {authority.decided}",
                        expected=f"not before {limit} (see {latest[1]}, {latest[2]} {name})",
                    )
            if latest is None or authority.decided.first > latest[0]:
                latest = (authority.decided.first, key, volume_)
