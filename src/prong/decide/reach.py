"""When and where: the decision that first forces a result in a forum, and the state of every forum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from prong.dates import Day
from prong.decide.established import ESTABLISHED, IssuesUnder, Result, established
from prong.decide.precedents import Entry, precedents
from prong.decide.situation import Situation
from prong.law.doctrines import Adoption, Doctrine
from prong.law.law import Law


@dataclass(frozen=True)
class First:
    """The first decision from which conduct is clearly forbidden, and the first day covered."""

    entry: Entry
    source: Result
    begins: Day


@dataclass(frozen=True)
class State:
    """A forum's law on the conduct: as of the incident, as of the library's end, and since when.

    ``ends``: the first day from which it was no longer so, where later law undid it.
    """

    forum: str
    then: Result
    now: Result
    first: First | None
    adoption: Adoption | None


def first_forced(
    law: Law, doctrine: Doctrine, facts: Situation, issues: IssuesUnder
) -> First | None:
    """The first decision after which acts like these are clearly forbidden here, whenever made.

    The case's own decision counts here: the question is what it makes clear for others.
    """
    for day in _turns(law, doctrine):
        at = replace(law, on=day, incident=day, docket=None)
        answer = established(at, at, doctrine, facts, issues)
        if answer.holds:
            latest = max(answer.by, key=lambda e: e.authority.decided.last)
            return First(latest, answer.result, day)
    return None


def _turns(law: Law, doctrine: Doctrine) -> Iterator[Day]:
    """The days on which the law on a doctrine may change in the plaintiff's favour, in order."""
    days = set()
    for entry in precedents(law.library, doctrine.doctrine).entries:
        if entry.precedent.side == "plaintiff":
            days.add(entry.authority.decided.plus(law.lag).next())
    for rule in doctrine.rules:
        authority = law.library.authorities.get(rule.authority)
        if authority:
            days.add((rule.since or authority.decided).plus(law.lag).next())
    yield from sorted(days, key=lambda d: d.first)


def everywhere(
    law: Law, doctrine: Doctrine, facts: Situation, issues: IssuesUnder
) -> tuple[State, ...]:
    """The state of the law on this conduct in every forum of the library."""
    return tuple(
        state(replace(law, court=court, docket=None, state=None), doctrine, facts, issues)
        for court in sorted(law.library.forums, key=_order)
    )


def state(law: Law, doctrine: Doctrine, facts: Situation, issues: IssuesUnder) -> State:
    """The state of one forum."""
    end = law.library.latest.next()
    now = replace(law, on=end, incident=end)
    there = established(law, now, doctrine, facts, issues)
    today = established(now, now, doctrine, facts, issues)
    first = (
        first_forced(law, doctrine, facts, issues)
        if today.result in ESTABLISHED or there.result in ESTABLISHED
        else None
    )
    return State(law.court, there.result, today.result, first, now.adoption(doctrine))


def _order(court: str) -> tuple[int, str]:
    digits = "".join(c for c in court if c.isdigit())
    return (int(digits) if digits else 99, court)
