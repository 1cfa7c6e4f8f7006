"""The words that only figures need: their titles, heads, legends and notes.

Conclusions are worded by ``phrases`` as everywhere else; nothing here decides anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from prong.dates import Day, before
from prong.decide.analysis import Analysis
from prong.decide.argument import Step, argue
from prong.decide.constraint import Comparison
from prong.decide.determination import Determination
from prong.law.authorities import Authority
from prong.law.law import Reason
from prong.report.figures.spec import CellState, EventKind, Half, Mark, NodeKind
from prong.report.phrases import LEFT_OUT, Phrases, capital, listed, plural

WARNING_TITLE = "Where, and since when, conduct like this is clearly forbidden"
WARNING_HEAD = ("Forum", "State of the law, by the day of the conduct", "Since when, and by what")
WARNING_TABLE = ("Forum", "Then", "Now", "From", "Why")

TIMELINE_TITLE = "The conduct, and the authorities before and after it"
CONDUCT = "the conduct"
OTHER_INCIDENT = "Another incident of the case"
TIMELINE_TABLE = ("When", "What", "Which", "Its part")
HALVES: dict[Half, str] = {
    "before": "Before the conduct",
    "incident": "The conduct",
    "after": "After the conduct",
}
EVENTS: dict[EventKind, str] = {
    "incident": "incident",
    "act": "act",
    "relied": "relied on",
    "near": "near, and does not decide",
    "left-out": "near, and not counted",
    "other": "speaks of one of them",
    "first": "first forbids it clearly here",
    "decided": "this case decided",
}

TREE_TITLE = "The argument"
TREE_TABLE = ("Level", "Step", "Stands on")
MARKS: dict[Mark, str] = {
    "yes": "for the plaintiff",
    "no": "against the plaintiff",
    "open": "not decided",
    "none": "a rule, a finding or a comparison",
}

MATRIX_TITLE = "The case beside the nearest authorities, factor by factor"
CELLS: dict[CellState, str] = {
    "present": "in the record",
    "absent": "not so on this record",
    "unknown": "nothing in the record",
    "shared": "its reason; present here",
    "missing": "its reason; missing here",
    "weaker": "its reason; weaker here",
    "generally": "its reason; met here only at that level of generality",
    "facts-missing": "limited to it; missing here",
    "despite": "met and rejected there",
    "recited": "present there, not discussed",
    "untested": "new: keeps it from reaching this case",
    "argued": "new, though it announced a rule: to be argued",
    "none": "no part of it",
}

MATRIX_TABLE = "Factor"
MATRIX_VERDICT = "Reaches this case"
MATRIX_NOTE = (
    "Shown are the factors that some holding turned on or that would distinguish it; the other facts "
    "of the case are left out."
)
KIND_OF_CASE = "Another kind of case"
HERE = "This case"
SIDES = {"plaintiff": "for the plaintiff", "officer": "for the officer"}
WEIGHT = {"binding": "binding", "persuasive": "persuasive", "not-counted": "not counted"}
REACHES = {"yes": "yes", "no": "no", "level": "at level {}"}

GRAPH_TITLE = "The authorities, and what they say of each other"
GRAPH_TABLE = ("Authority", "How", "Of which")
GRAPH_NOTE = (
    "Each mark stands at the day of decision. An arrow runs from an authority to the one it speaks of, "
    "as the library codes it; a broken one speaks against it."
)
RESTS_ON = "rests on"
OTHER_COURTS = {
    "supreme": "Supreme Court",
    "appeals": "Other courts of appeals",
    "district": "District courts",
    "state-high": "State courts",
}
NODES: dict[NodeKind, str] = {
    "relied": "relied on",
    "near": "near, and does not decide",
    "left-out": "near, and not counted",
    "other": "speaks of one of them",
}


def named(analysis: Analysis, d: Determination, say: Phrases) -> str:
    """Whose conduct, under which doctrine, and when: the line under every title."""
    when = analysis.record.incidents[d.episode].date.spoken() if d.episode else ""
    conduct = f"conduct of {when}" if when else ""
    parts = (say.person(d.defendant), say.doctrine(d), conduct, say.forum(analysis.record.forum))
    return " · ".join(part for part in parts if part)


def steps(analysis: Analysis, d: Determination, *kinds: str) -> list[Step]:
    """The steps of an argument of some kinds, at any depth."""
    return [s for s in argue(d, analysis.library).walk() if s.kind in kinds]


#: The part an authority plays in a determination.
PART = {
    "rule": "rule on",
    "holding": "decides",
    "on": "speaks to",
    "remainder": "on the other acts",
    "adoption": "the doctrine's standing here",
    "forced": "decides prong two",
    "contrary": "for the officer on prong two",
    "candidate": "weighed for a consensus",
    "doubts": "doubts what comes near",
    "left-out": "not counted",
    "first": "clearly forbidden here from",
}


def part_of_comparison(values: Mapping[str, Any]) -> str:
    """How near a holding is that was laid beside the case: its weight, side and level."""
    weight = "binding" if values["binding"] else "persuasive"
    near = "reaches it" if values["forces"] else "near"
    level = values["level"]
    at = f", at level {level}" if level else ""
    return f"{near}{at}; {weight}, for the {values['side']}"


def more_left_out(number: int) -> str:
    return (
        f"{number} more near and not counted: see the argument."
        if number > 1
        else ("One more near and not counted: see the argument.")
    )


def passed(found: Sequence[Authority], incident: Day) -> str:
    """How many of the authorities shown came before the conduct."""
    earlier = sum(before(a.decided, incident) == "yes" for a in found)
    court = f"{plural(len(found), 'authority', 'authorities')}"
    return (
        f"Of {court} shown, {earlier} came before the conduct and {len(found) - earlier} after it."
    )


def compared(found: Sequence[tuple[Authority, Comparison, Reason | None]]) -> str:
    """Which holdings reach the case, whether they count, and how far the nearest falls short."""
    reach = [a for a, c, why in found if c.forces and why is None]
    idle = {
        f"{_short(a)} ({LEFT_OUT[why]})": None
        for a, c, why in found
        if c.forces and why is not None
    }
    aside = f" {listed(idle)} would reach it but {'do' if len(idle) > 1 else 'does'} not count."
    tail = aside if idle else ""
    if reach:
        names = list(dict.fromkeys(map(_short, reach)))
        verb = "reaches" if len(names) == 1 else "reach"
        return (
            f"Of {plural(len(found), 'holding')} beside the case, {listed(names)} {verb} it.{tail}"
        )
    if all(why is not None for _, _, why in found):
        return f"None of {plural(len(found), 'holding')} beside the case counts.{tail}"
    if idle:
        return f"No holding that counts reaches the case as it stands.{tail}"
    authority, c, _ = next(each for each in found if each[2] is None)
    short: list[str] = []
    if c.missing:
        short.append(f"{plural(len(c.missing), 'factor')} of its reason missing here")
    if c.facts_missing:
        short.append(f"{plural(len(c.facts_missing), 'fact')} it was limited to missing here")
    if c.scope_missing:
        short.append("another kind of case")
    bars = sum(x.bars for x in c.distinctions)
    if bars:
        short.append(f"{plural(bars, 'circumstance')} here that it never met")
    none = "The one holding" if len(found) == 1 else f"None of {len(found)} holdings"
    verb = "does not reach" if len(found) == 1 else "reaches"
    why = f": {listed(short)}" if short else ""
    return f"{none} beside the case {verb} it as it stands. {_short(authority)}{why}."


def further(number: int, shown: bool = False) -> str:
    """How many steps stand under one, or under it besides those shown."""
    return f"and {plural(number, 'more step' if shown else 'step')} under it"


def page_of(title: str, number: int, pages: int) -> str:
    return title if pages == 1 else f"{title} ({number} of {pages})"


def treated(found: Sequence[tuple[Authority, str, Authority]], nodes: int) -> str:
    """What the authorities say of each other, as far as a sentence holds it."""
    shown = plural(nodes, "authority", "authorities")
    if not found:
        return f"{capital(shown)}; the library codes nothing that one of them says of another."
    most = 4
    told = [f"{_short(a)} {how} {_short(b)}" for a, how, b in found[:most]]
    more = f", and {len(found) - most} more" if len(found) > most else ""
    return f"{capital(shown)}: {'; '.join(told)}{more}."


def _short(authority: Authority) -> str:
    return authority.short or authority.authority


def under(forum: str) -> str:
    return f"under the law of the {forum}"


def beside_one(name: str) -> str:
    return f"The case beside {name}, factor by factor"


def caption(cited_as: str) -> str:
    """The name of a case in a citation of an authority that the library does not hold."""
    return re.split(r", (?=\d)", cited_as)[0]
