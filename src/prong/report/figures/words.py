"""The words that only figures need: their titles, heads, legends and notes.

Conclusions are worded by ``phrases`` as everywhere else; nothing here decides anything.
"""

from __future__ import annotations

from prong.decide.analysis import Analysis
from prong.decide.argument import Step, argue
from prong.decide.determination import Determination
from prong.report.figures.spec import CellState, EventKind, Half, Mark, NodeKind
from prong.report.phrases import Phrases

WARNING_TITLE = "Where, and since when, conduct like this is clearly forbidden"
WARNING_HEAD = ("Forum", "State of the law, by the day of the conduct", "Since when, and by what")
WARNING_TABLE = ("Forum", "Then", "Now", "From", "Why")

TIMELINE_TITLE = "The conduct, and the authorities before and after it"
HALVES: dict[Half, str] = {
    "before": "Before the conduct",
    "incident": "The conduct",
    "after": "After the conduct: no notice to the officer",
}
EVENTS: dict[EventKind, str] = {
    "incident": "incident",
    "act": "act",
    "relied": "relied on",
    "near": "near, and does not decide",
    "left-out": "near, and not counted",
    "first": "first forbids it clearly here",
    "decided": "this case decided",
}

TREE_TITLE = "The argument"
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
    "untested": "new: distinguishes this case",
    "none": "no part of it",
}

GRAPH_TITLE = "The authorities, and what they say of each other"
NODES: dict[NodeKind, str] = {
    "relied": "relied on",
    "near": "near, and does not decide",
    "left-out": "near, and not counted",
    "other": "speaks of them",
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
