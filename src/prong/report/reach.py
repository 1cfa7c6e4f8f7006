"""The fair-warning map: each forum, its law on the conduct then and now, and since when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from prong.decide.analysis import Analysis
from prong.decide.determination import Determination
from prong.decide.reach import State
from prong.report.contract import first_json
from prong.report.phrases import ESTABLISHED, Phrases, coverage, library_line
from prong.report.text import shown, table, wrapped

ADOPTION = {
    "adopted": "doctrine adopted",
    "never-adopted": "doctrine never adopted",
    "abandoned": "doctrine abandoned",
    "not-addressed": "doctrine not addressed",
}


def told(
    analysis: Analysis, found: Iterable[Determination], every: Iterable[Determination], width: int
) -> str:
    """The map as tables, one for each episode."""
    say = Phrases(analysis)
    lines: list[str] = []
    for d in found:
        incident = analysis.record.incidents[d.episode or ""]
        lines += wrapped(
            f"{say.person(d.defendant)} · {say.doctrine(d)} · conduct of {incident.date.spoken()}",
            width,
        )
        rows: list[tuple[str, ...]] = [("Forum", "Then", "Now", "From", "Why")]
        rows += [_row(s, say) for s in d.forums]
        lines += ["", *table(rows, width), ""]
        end = analysis.library.latest.spoken()
        lines += wrapped(
            f"Then: the day of the conduct. Now: the end of the library, {end}.", width
        )
        lines += wrapped(f"Coverage: {coverage(analysis, d)}", width)
        lines.append("")
    if not lines:
        lines += [say.bottom_line(d) for d in every]
    lines += wrapped(library_line(analysis.library), width)
    return shown(lines)


def _row(state: State, say: Phrases) -> tuple[str, ...]:
    since = state.first.begins.spoken() if state.first else ""
    return (
        say.library.courts.courts[state.forum].cite,
        ESTABLISHED[state.then],
        ESTABLISHED[state.now],
        since,
        reason(state, say),
    )


def reason(state: State, say: Phrases) -> str:
    """Why a forum's law is as it is: the decision, or the doctrine's standing there."""
    if state.first:
        last = say.full(state.first.entry.authority, state.first.entry.pin)
        others = [e for e in state.first.by if e.authority is not state.first.entry.authority]
        if state.first.source != "consensus" or not others:
            return last
        cited = "; ".join(dict.fromkeys(say.full(e.authority, e.pin) for e in others))
        return f"a consensus: {cited}; {last}"
    if state.unchecked:
        named = "; ".join(dict.fromkeys(say.full(e.authority, e.pin) for e in state.unchecked))
        return f"left out, being coded from a source and not its text: {named}"
    if state.adoption is None:
        return "no decision in the library reaches this conduct"
    text = ADOPTION[state.adoption.status]
    if state.adoption.authority:
        authority = say.library.authorities[state.adoption.authority]
        text += f", {say.full(authority, state.adoption.pin)}"
    elif state.adoption.cited_as:
        text += f", {state.adoption.cited_as}"
    if not state.adoption.coded.verified:
        text += " [unverified]"
    if state.adoption.status == "adopted":
        text += "; no decision in the library reaches this conduct"
    return text


def as_json(analysis: Analysis, found: Iterable[Determination]) -> list[dict[str, Any]]:
    say = Phrases(analysis)
    return [
        {
            "defendant": d.defendant,
            "episode": d.episode,
            "doctrine": d.claim.theory,
            "forums": [
                {
                    "forum": s.forum,
                    "name": say.forum(s.forum),
                    "then": s.then,
                    "now": s.now,
                    "first": first_json(s.first),
                    "reason": reason(s, say),
                }
                for s in d.forums
            ],
        }
        for d in found
    ]
