"""A whole case decided: every defendant, claim and episode, under the right law on the right days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from prong.dates import Day, before
from prong.decide.determination import (
    Determination,
    Ground,
    Immunity,
    Order,
    Question,
    determine,
    liability,
)
from prong.faults import DateFault, WordFault, nearest
from prong.law.coding import Basis
from prong.law.law import Law
from prong.law.library import Library
from prong.record.case import Claim, Finding, Incident, Record
from prong.record.view import View
from prong.values import frozen


@frozen
class Analysis:
    """The determinations of a case, with the dates, forum and library they were made under.

    ``supposed_decided`` says that the day of decision was not given but taken as the day after
    the library's latest decision, because the incident was moved past the stated one.
    """

    record: Record
    library: Library
    view: View
    order: Order
    determinations: tuple[Determination, ...]
    varied: tuple[str, ...] = ()
    supposed_decided: bool = False

    def whole(self) -> Analysis:
        """This answer, with what is otherwise worked out when it is first asked for."""
        for d in self.determinations:
            d.whole()
        return self

    def of(self, defendant: str) -> tuple[Determination, ...]:
        """The determinations of one defendant, by id or name."""
        key = self.person(defendant)
        found = tuple(d for d in self.determinations if d.defendant == key)
        if not found:
            raise WordFault(
                "No claim of this case is against that person.",
                found=defendant,
                expected=f"one of {', '.join(dict.fromkeys(d.defendant for d in self.determinations))}",
            )
        return found

    def person(self, name: str) -> str:
        if name in self.record.people:
            return name
        wanted = name.lower()
        people = self.record.people.items()
        found = [k for k, p in people if wanted == p.name.lower()] or [
            k for k, p in people if wanted == p.short.lower()
        ]
        if len(found) == 1:
            return found[0]
        if found:
            raise WordFault(
                "Several people of the case share this name.",
                found=name,
                expected=f"one of the ids {', '.join(found)}",
            )
        raise WordFault(
            "No person of the case has this id.",
            found=name,
            expected=f"one of {', '.join(self.record.people)}",
            nearest=nearest(name, self.record.people),
        )


def analyze(
    record: Record,
    library: Library,
    *,
    forum: str | None = None,
    incident_date: Day | None = None,
    decided: Day | None = None,
    order: Order = "one-first",
    trust: tuple[Basis, ...] = ("text", "seed"),
    consensus: int | None = None,
) -> Analysis:
    """Decide a case, or a variation of it, under a library.

    ``consensus`` supposes how many courts make one, in place of the forum's data.

    ``forum``, ``incident_date`` and ``decided`` vary the case: every incident is moved to the
    date given. Prong one takes the law as of the decision, prong two as of each incident.
    """
    changed, supposed, varied = vary(record, library, forum, incident_date, decided)
    if consensus is not None:
        varied = (*varied, f"a consensus of {consensus}")
    view = View.of(changed, library.factors)
    found = tuple(
        d
        for claim in changed.claims
        for defendant in claim.against
        for d in _determinations(changed, library, view, claim, defendant, order, trust, consensus)
    )
    return Analysis(changed, library, view, order, found, varied, supposed)


def vary(
    record: Record,
    library: Library,
    forum: str | None = None,
    incident_date: Day | None = None,
    decided: Day | None = None,
) -> tuple[Record, bool, tuple[str, ...]]:
    """The record with its forum or dates changed; whether its day of decision was supposed; and
    what was changed, in words of the file."""
    update: dict[str, object] = {}
    varied: list[str] = []
    if forum is not None and forum != record.forum:
        library.forum(forum, record.posture.decided)
        update["forum"] = forum
        varied.append(f"forum {forum}, not {record.forum}")
    when = decided or record.posture.decided
    supposed = False
    if incident_date is not None:
        update["incidents"] = {
            key: _moved(incident, incident_date) for key, incident in record.incidents.items()
        }
        varied.append(f"incidents on {incident_date}")
        if before(incident_date, when) != "yes":
            if decided is not None and before(incident_date, when) == "no":
                raise DateFault(
                    "The decision must come after the incident.",
                    found=f"--decided {decided}, --incident-date {incident_date}",
                    expected=f"a decision after {incident_date}",
                )
            if decided is None:
                late = incident_date.next()
                end = library.latest.next()
                when = end if before(late, end) == "yes" else late
                supposed = True
    if decided is not None or supposed:
        update["posture"] = replace(record.posture, decided=when)
        varied.append(f"decided {when}")
    changed = replace(record, **update)  # type: ignore[arg-type]
    for key, incident in changed.incidents.items():
        if before(incident.date, when) == "no":
            raise DateFault(
                "The decision must come after the incident.",
                found=f"incident {key} on {incident.date}, decided {when}",
                expected=f"a decision after {incident.date}",
            )
    return changed, supposed, tuple(varied)


def _moved(incident: Incident, day: Day) -> Incident:
    """An incident on another day; dated findings keep their distance from it."""
    shift = (day.first - incident.date.first).days

    def finding(one: Finding) -> Finding:
        return replace(one, on=one.on.plus(shift)) if one.on else one

    return replace(
        incident,
        date=day,
        circumstances=tuple(map(finding, incident.circumstances)),
        findings=tuple(map(finding, incident.findings)),
        acts={
            key: replace(
                act,
                facts=tuple(map(finding, act.facts)),
                on=act.on.plus(shift) if act.on else None,
            )
            for key, act in incident.acts.items()
        },
    )


def _episodes(record: Record, view: View, claim: Claim, defendant: str) -> tuple[str, ...]:
    """The incidents in which some act is laid at a defendant's door."""
    named = claim.in_ or tuple(record.incidents)
    return tuple(
        key
        for key in named
        if any(
            item.incident == key and item.kind in ("by", "ordered-by") and item.value == defendant
            for item in view.items.values()
        )
    )


def _determinations(
    record: Record,
    library: Library,
    view: View,
    claim: Claim,
    defendant: str,
    order: Order,
    trust: tuple[Basis, ...],
    consensus: int | None,
) -> Iterator[Determination]:
    person = record.people[defendant]
    kind = "state-law" if claim.state_law else person.is_
    defence = library.procedure.defendants[kind]
    mine = tuple(f for f in claim.forfeited if f.by in (claim.plaintiff, defendant))
    base = Determination(
        plaintiff=claim.plaintiff,
        defendant=defendant,
        claim=claim,
        episode=None,
        person=person,
        defence=defence,
        immunity="not-addressed",
        ground="status",
        words=library.procedure.posture(record.posture.stage, _movant(record)),
        forfeited=mine,
        view=view,
        doctrine=library.doctrines.get(claim.doctrine or ""),
        order=order,
    )
    settled = _settled(base)
    doctrine = base.doctrine
    episodes = _episodes(record, view, claim, defendant)
    if settled is not None:
        immunity, ground = settled
        base = replace(base, immunity=immunity, ground=ground)
        has_elements = ground == "no-immunity" and base.status == "live" and doctrine
        if not (has_elements and episodes):
            yield base
            return
    assert doctrine is not None
    if not episodes:
        yield replace(base, immunity="open", ground="no-acts")
        return
    for episode in episodes:
        incident = record.incidents[episode]
        lag = library.forum(record.forum, record.posture.decided).notice_lag
        law = Law(
            library,
            record.forum,
            incident.date,
            docket=record.docket,
            incident=incident.date,
            trust=trust,
            lag=lag.days if lag else 0,
            state=record.state,
            method=record.posture.decided,
            consensus=consensus,
        )
        later = Law(
            library,
            record.forum,
            record.posture.decided,
            docket=record.docket,
            incident=incident.date,
            trust=trust,
            state=record.state,
            consensus=consensus,
        )
        here = replace(base, episode=episode, law=law, later=later)
        answer = determine if settled is None else liability
        yield answer(Question.of(here), view, here)


def _settled(base: Determination) -> tuple[Immunity, Ground] | None:
    """What is answered without the merits: no immunity to claim, or no claim to decide."""
    if base.defence.defence == "unavailable":
        return "unavailable", "no-immunity"
    if base.defence.defence == "not-applicable":
        return "not-applicable", "no-defence"
    if any(f.what == "theory" for f in base.forfeited):
        return "not-addressed", "forfeited"
    if base.claim.status != "live":
        return "not-addressed", "status"
    return None


def _movant(record: Record) -> str:
    posture = record.posture
    return posture.verdict_for or posture.movant if posture.stage == "verdict" else posture.movant
