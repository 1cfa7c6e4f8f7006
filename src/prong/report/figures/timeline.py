"""The timeline: incidents, acts and authorities, before and after the conduct."""

from __future__ import annotations

from dataclasses import replace

from prong.dates import Day
from prong.decide.analysis import Analysis
from prong.decide.determination import Determination
from prong.report.figures.authorities import Part, is_before, shown
from prong.report.figures.axis import covering
from prong.report.figures.spec import Event, EventKind, Half, Spec, Table, Timeline
from prong.report.figures.words import (
    CONDUCT,
    EVENTS,
    HALVES,
    OTHER_INCIDENT,
    TIMELINE_TABLE,
    TIMELINE_TITLE,
    more_left_out,
    named,
    passed,
    under,
)
from prong.report.phrases import ROLE, Phrases, capital

KINDS: dict[str, EventKind] = {
    "relied": "relied", "near": "near", "left-out": "left-out", "other": "other",
}  # fmt: skip


def timeline(analysis: Analysis, d: Determination) -> Spec:
    """The timeline of one determination."""
    say = Phrases(analysis)
    assert d.episode is not None
    incident = analysis.record.incidents[d.episode].date
    found, left = shown(analysis, d)
    dated = [
        *(_authority(p, incident, say) for p in found),
        *_incidents(analysis, d, say),
        _decided(analysis, say),
    ]
    dated.sort(key=lambda pair: (pair[1].kind == "act", pair[0].last, pair[0].first))
    numbered: list[Event] = []
    for event in (event for half in HALVES for _, event in dated if event.half == half):
        counted = sum(e.number > 0 for e in numbered)
        numbered.append(replace(event, number=0 if event.kind == "act" else counted + 1))
    kinds = {event.kind for event in numbered}
    begins, ends = covering([e.day for e in numbered] + [e.last for e in numbered])
    return Spec(
        title=TIMELINE_TITLE,
        subtitle=named(analysis, d, say),
        alt=f"{say.bottom_line(d)} {passed([p.authority for p in found], incident)}",
        table=Table(
            TIMELINE_TABLE,
            tuple((e.when, EVENTS[e.kind], e.says, e.detail) for e in numbered),
        ),
        body=Timeline(
            begins=begins,
            ends=ends,
            incident=(incident.first, incident.last),
            incident_label=f"Conduct: {incident.spoken()}",
            events=tuple(numbered),
            halves=tuple(
                (half, says)
                for half, says in HALVES.items()
                if any(e.half == half for e in numbered)
            ),
            legend=tuple((k, says) for k, says in EVENTS.items() if k in kinds and k != "act"),
        ),
        notes=(more_left_out(left),) if left else (),
        italics=tuple(dict.fromkeys(p.authority.authority for p in found)),
    )


Dated = tuple[Day, Event]


def _event(day: Day, kind: EventKind, half: Half, says: str, detail: str = "") -> Dated:
    return day, Event(0, day.first, day.last, day.spoken(), kind, half, says, detail)


def _authority(part: Part, incident: Day, say: Phrases) -> Dated:
    kind: EventKind = "first" if part.first else KINDS[part.kind]
    half: Half = "before" if is_before(part.authority, incident) else "after"
    return _event(
        part.authority.decided, kind, half, say.full(part.authority), "; ".join(part.says)
    )


def _incidents(analysis: Analysis, d: Determination, say: Phrases) -> list[Dated]:
    """The incident with the defendant's acts in it, and the other incidents of the case."""
    made = []
    mine = analysis.record.incidents[d.episode or ""]
    for key, incident in analysis.record.incidents.items():
        here = key == d.episode
        half: Half = (
            "incident" if here else "before" if incident.date.last < mine.date.first else "after"
        )
        says = f"{say.person(d.defendant)}: {CONDUCT}" if here else OTHER_INCIDENT
        where = incident.place or key.replace("-", " ")
        made.append(_event(incident.date, "incident", half, says, where))
    if d.situation is not None:
        decided = d.violation.result in ("shown", "not-shown")
        roles = {role.act: role.role for role in d.violation.acts} if decided else {}
        for seen in d.situation.acts:
            act = mine.acts.get(seen.id)
            if act is not None:
                role = roles.get(seen.id)
                detail = ROLE[role] if role else ""
                made.append(
                    _event(act.on or mine.date, "act", "incident", capital(act.what), detail)
                )
    return made


def _decided(analysis: Analysis, say: Phrases) -> Dated:
    day = analysis.record.posture.decided
    return _event(
        day, "decided", "after", analysis.record.case, under(say.forum(analysis.record.forum))
    )
