"""The fair-warning map: forum by time, when the conduct became clearly forbidden and by what."""

from __future__ import annotations

import datetime

from prong.decide.analysis import Analysis
from prong.decide.determination import Determination
from prong.decide.established import ESTABLISHED as HOLDS
from prong.decide.reach import State as ForumState
from prong.report.figures.axis import covering
from prong.report.figures.spec import ForumRow, Span, Spec, State, Table, WarningMap
from prong.report.figures.words import (
    WARNING_HEAD,
    WARNING_TABLE,
    WARNING_TITLE,
    caption,
    named,
    steps,
)
from prong.report.phrases import ESTABLISHED, Phrases, coverage
from prong.report.reach import reason
from prong.report.text import elsewhere

#: The order of a legend: what holds first, then what does not.
ORDER: tuple[State, ...] = tuple(ESTABLISHED)  # type: ignore[arg-type]


def fair_warning(analysis: Analysis, d: Determination) -> Spec:
    """The map of one determination. Days before a first are those on which no decision forced it."""
    say = Phrases(analysis)
    assert d.episode is not None
    day = analysis.record.incidents[d.episode].date
    end = analysis.library.latest.last
    firsts = [s.first.begins.first for s in d.forums if s.first]
    begins, ends = covering([day.first, day.last, *firsts], end)
    home = d.law.forum.forum if d.law else ""
    rows = tuple(_row(s, say, day.first, begins, ends, s.forum == home) for s in d.forums)
    shown = {span.state for row in rows for span in row.spans}
    return Spec(
        title=WARNING_TITLE,
        subtitle=named(analysis, d, say),
        alt=" ".join(
            [
                *(say.sentence(s) for s in steps(analysis, d, "first", "never-first")),
                elsewhere(d, say),
            ]
        ),
        table=Table(
            WARNING_TABLE,
            tuple(
                (
                    say.forum(s.forum),
                    ESTABLISHED[s.then],
                    ESTABLISHED[s.now],
                    s.first.begins.spoken() if s.first else "",
                    reason(s, say),
                )
                for s in d.forums
            ),
        ),
        body=WarningMap(
            begins=begins,
            ends=ends,
            incident=(day.first, day.last),
            incident_label=f"Conduct: {day.spoken()}",
            end_label=f"End of the library: {analysis.library.latest.spoken()}",
            rows=rows,
            legend=tuple((state, ESTABLISHED[state]) for state in ORDER if state in shown),
            head=WARNING_HEAD,
        ),
        notes=(f"Coverage: {coverage(analysis, d)}",),
        italics=_cases(d, say),
    )


def _row(
    s: ForumState,
    say: Phrases,
    incident: datetime.date,
    begins: datetime.date,
    ends: datetime.date,
    home: bool,
) -> ForumRow:
    why = reason(s, say)
    if s.first and s.now not in HOLDS:
        why = f"{why}; at the end of the library {ESTABLISHED[s.now]}"
    return ForumRow(
        forum=say.library.courts.courts[s.forum].cite,
        home=home,
        spans=_spans(s, incident, begins, ends),
        then=s.then,
        now=s.now,
        since=f"From {s.first.begins.spoken()}" if s.first else "",
        why=why,
    )


def _spans(
    s: ForumState, incident: datetime.date, begins: datetime.date, ends: datetime.date
) -> tuple[Span, ...]:
    """The spans of a forum: until its first, and from it on."""
    if s.first is None:
        if s.then == s.now:
            return (Span(begins, ends, s.now),)
        return (Span(begins, incident, s.then, lapsed=True), Span(incident, ends, s.now))
    turn = s.first.begins.first
    until: State = s.then if incident < turn and s.then not in HOLDS else "not-established"
    holds: State = s.now if s.now in HOLDS else s.first.source
    return (
        Span(begins, turn, until),
        Span(turn, ends, holds, lapsed=s.now not in HOLDS),
    )


def _cases(d: Determination, say: Phrases) -> tuple[str, ...]:
    """The captions of the cases that a map names."""
    found = [e.authority.authority for s in d.forums if s.first for e in s.first.by]
    found += [e.authority.authority for s in d.forums for e in s.unchecked]
    found += [
        say.library.authorities[s.adoption.authority].authority
        for s in d.forums
        if s.adoption and s.adoption.authority
    ]
    found += [caption(s.adoption.cited_as) for s in d.forums if s.adoption and s.adoption.cited_as]
    return tuple(dict.fromkeys(found))
