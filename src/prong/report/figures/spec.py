"""What a figure says, as plain values: nothing here knows how it is drawn.

A ``Spec`` holds the title, the finding as alternative text, the same content as a table, the notes,
and one ``Body``: the rows, spans, nodes and labels of one kind of figure. Days are ISO dates.
"""

from __future__ import annotations

import datetime
from typing import Literal

from prong.decide.established import Result
from prong.values import frozen

#: How a figure shows one thing's standing. What is never adopted is not what is not established.
State = Result
Half = Literal["before", "incident", "after"]


@frozen
class Table:
    """The content of a figure as rows of text, for whoever cannot see it."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@frozen
class Span:
    """One state of the law from a day on, to the day the next begins or the figure ends.

    ``lapsed``: the state did not last to the end, and the day it ended is not known here.
    """

    begins: datetime.date
    ends: datetime.date
    state: State
    lapsed: bool = False


@frozen
class ForumRow:
    """One forum of a fair-warning map: its spans, since when, and by what."""

    forum: str
    home: bool
    spans: tuple[Span, ...]
    then: State
    now: State
    since: str
    why: str


@frozen
class WarningMap:
    """Forum by time. ``incident`` is the first and last day on which the conduct may have been."""

    begins: datetime.date
    ends: datetime.date
    incident: tuple[datetime.date, datetime.date]
    incident_label: str
    end_label: str
    rows: tuple[ForumRow, ...]
    legend: tuple[tuple[State, str], ...]
    head: tuple[str, str, str]


EventKind = Literal["incident", "act", "relied", "near", "left-out", "other", "first", "decided"]


@frozen
class Event:
    """One entry of a timeline. ``number`` ties the entry to its mark on the axis."""

    number: int
    day: datetime.date
    last: datetime.date
    when: str
    kind: EventKind
    half: Half
    says: str
    detail: str = ""


@frozen
class Timeline:
    """Incidents, acts and authorities in order of their days."""

    begins: datetime.date
    ends: datetime.date
    incident: tuple[datetime.date, datetime.date]
    incident_label: str
    events: tuple[Event, ...]
    halves: tuple[tuple[Half, str], ...]
    legend: tuple[tuple[EventKind, str], ...]


Mark = Literal["yes", "no", "open", "none"]


@frozen
class Node:
    """One step of an argument: its sentence, what it stands on, and the steps under it.

    ``mark``: for the plaintiff, against her, not decided, or nothing of the kind. ``more`` counts
    the steps that a page leaves out beneath it.
    """

    says: str
    support: str = ""
    mark: Mark = "none"
    parts: tuple[Node, ...] = ()
    more: str = ""


@frozen
class Tree:
    """A page of an argument."""

    root: Node
    legend: tuple[tuple[Mark, str], ...]


CellState = Literal[
    "present",
    "absent",
    "unknown",
    "shared",
    "missing",
    "weaker",
    "generally",
    "facts-missing",
    "despite",
    "recited",
    "untested",
    "argued",
    "none",
]


@frozen
class Cell:
    """How one factor stands in one column. ``text`` is written in the mark where it needs a word."""

    state: CellState
    text: str = ""


@frozen
class Column:
    """The case, or a holding laid beside it: a letter, a name, and its citation for the key."""

    letter: str
    name: str
    court: str
    side: str
    weight: str
    verdict: str
    cite: str = ""


@frozen
class FactorRow:
    """A factor and its standing in each column."""

    says: str
    cells: tuple[Cell, ...]


@frozen
class Matrix:
    """Factors by columns, in groups: each a heading and its rows."""

    columns: tuple[Column, ...]
    groups: tuple[tuple[str, tuple[FactorRow, ...]], ...]
    legend: tuple[tuple[CellState, str], ...]
    here: str
    verdict: str


NodeKind = Literal["relied", "near", "left-out", "other"]


@frozen
class Cited:
    """An authority in a citation graph: its lane is the level of its court."""

    id: str
    name: str
    court: str
    day: datetime.date
    lane: int
    kind: NodeKind


@frozen
class Edge:
    """What one authority says of another: ``how`` in a word. ``against`` where it speaks against it."""

    source: str
    target: str
    how: str
    against: bool = False


@frozen
class Graph:
    """Authorities by date and court, and what they say of each other."""

    begins: datetime.date
    ends: datetime.date
    incident: tuple[datetime.date, datetime.date]
    incident_label: str
    lanes: tuple[str, ...]
    nodes: tuple[Cited, ...]
    edges: tuple[Edge, ...]
    legend: tuple[tuple[NodeKind, str], ...]


Body = WarningMap | Timeline | Tree | Matrix | Graph


@frozen
class Spec:
    """A figure: what it shows, in words, as a table, and as the values to draw.

    ``italics``: names of cases, set in italics wherever they stand.
    """

    title: str
    subtitle: str
    alt: str
    table: Table
    body: Body
    notes: tuple[str, ...] = ()
    italics: tuple[str, ...] = ()
