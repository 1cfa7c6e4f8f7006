"""When and where: the decision that first forces a result in a forum, and the state of every forum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from prong.dates import Day
from prong.decide.established import (
    ESTABLISHED,
    IssuesUnder,
    Result,
    could_force,
    result_and_cause,
)
from prong.decide.precedents import Entry, counting
from prong.decide.situation import Situation
from prong.law.doctrines import Adoption, Doctrine
from prong.law.law import Law
from prong.values import frozen


@frozen
class First:
    """The decision from which conduct is clearly forbidden, and the first day covered.

    ``by``: all that force it, together where it is a consensus.
    """

    source: Result
    begins: Day
    by: tuple[Entry, ...]

    @property
    def entry(self) -> Entry:
        """The last decided of them."""
        return max(self.by, key=lambda e: e.authority.decided.last)


@frozen
class State:
    """A forum's law on the conduct: as of the incident, as of the library's end, and since when.

    ``unchecked``: what would bind and force there, but was not coded from a text that is trusted.
    """

    forum: str
    then: Result
    now: Result
    first: First | None
    adoption: Adoption | None
    unchecked: tuple[Entry, ...] = ()


def first_forced(
    law: Law, doctrine: Doctrine, facts: Situation, issues: IssuesUnder
) -> First | None:
    """The first decision after which acts like these are clearly forbidden here, whenever made.

    The case's own decision counts here: the question is what it makes clear for others. Acts of a
    day are judged as a court would at the end of the library: a ruling that a right was clear by a
    day covers acts from that day, though made later, and one that it was not yet, those before.
    """
    candidates = could_force(law, doctrine, facts)
    if not candidates:
        return None
    end = law.library.latest.next()
    ruled = {
        Day.of(e.ruling.as_of.last)
        for e in candidates
        if e.ruling is not None and e.ruling.established
    }
    for day in _turns(law, doctrine, candidates, ruled):
        at = replace(law, on=day, incident=day, docket=None, method=None)
        result, by = result_and_cause(at, replace(at, on=end), doctrine, facts, issues)
        if result in ESTABLISHED:
            # Of a right ruled clear by some year, the last day of it only stands for the year.
            as_of = (e.ruling.as_of for e in by if e.ruling and e.ruling.as_of.last == day.last)
            return First(result, next(as_of, day), by)
    return None


def _turns(
    law: Law, doctrine: Doctrine, candidates: tuple[Entry, ...], ruled: set[Day]
) -> Iterator[Day]:
    """The days on which the law may come to force the plaintiff's side on the facts, in order:
    after each precedent that could, on each day it was ruled to be clear, and, where a precedent
    decides only the conduct, after each rule."""
    days = {entry.authority.decided.plus(law.lag).next() for entry in candidates} | ruled
    if any(entry.precedent.on != "claim" for entry in candidates):
        days |= set(_rule_days(law, doctrine))
    yield from sorted(days, key=lambda d: d.first)


def _rule_days(law: Law, doctrine: Doctrine) -> Iterator[Day]:
    for rule in doctrine.rules:
        authority = law.library.authorities.get(rule.authority)
        if authority:
            yield (rule.since or authority.decided).plus(law.lag).next()


def everywhere(
    law: Law, doctrine: Doctrine, facts: Situation, issues: IssuesUnder
) -> tuple[State, ...]:
    """The state of the law on this conduct in every forum of the library."""
    return tuple(
        state(replace(law, court=court, docket=None, state=None), doctrine, facts, issues)
        for court in sorted(law.library.forums, key=in_order)
    )


def state(law: Law, doctrine: Doctrine, facts: Situation, issues: IssuesUnder) -> State:
    """The state of one forum."""
    end = law.library.latest.next()
    now = replace(law, on=end, incident=end, method=None)
    there, _ = result_and_cause(law, now, doctrine, facts, issues)
    today, _ = result_and_cause(now, now, doctrine, facts, issues)
    first = first_forced(law, doctrine, facts, issues)
    left_out = {id(e) for e, why in counting(now, doctrine.doctrine).excluded if why == "unchecked"}
    unchecked = tuple(
        e for e in could_force(law, doctrine, facts) if id(e) in left_out and now.binds(e.authority)
    )
    return State(law.court, there, today, first, now.adoption(doctrine), unchecked)


def in_order(court: str) -> tuple[int, str]:
    """Sorts numbered circuits by their number, and the others after them."""
    digits = "".join(c for c in court if c.isdigit())
    return (int(digits) if digits else 99, court)
