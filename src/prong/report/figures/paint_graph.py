"""A citation graph laid out on a sheet: years across, courts down, an arrow for each treatment."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from prong.report.figures.axis import Axis, incident, labelled, ruled
from prong.report.figures.drawing import (
    BODY,
    GREY,
    INK,
    NAVY,
    PAPER,
    POINT,
    RUST,
    SMALL,
    Line,
    Mark,
    MarkShape,
    Rect,
    Sheet,
)
from prong.report.figures.spec import Cited, Edge, Graph, NodeKind

#: Told apart by shape, and by colour only besides.
LOOK: dict[NodeKind, tuple[MarkShape, str]] = {
    "relied": ("disc", NAVY),
    "near": ("ring", NAVY),
    "left-out": ("crossed", GREY),
    "other": ("box", NAVY),
}
SIZE = 0.105
LABEL = 1.0  # the width of the lanes' names
ROW, GAP = 0.29, 0.22  # the height of a node, and what lies between two rows for arrows and words
MARGIN = 0.08  # what each arrow within a lane adds over and under its nodes, up to three
MARK = 0.11  # where in its box a node's mark stands, which is the day of its decision
MOST = 1.6  # the width of the widest node
#: How far an arrow is bent, as a part of its length: the straightest that meets nothing is taken.
BENDS = (0.0, *(sign * bend for bend in (0.08, 0.14, 0.2, 0.3, 0.4, 0.6) for sign in (1, -1)))

#: Where along an arrow its words may stand, and how many half lines off it.
PLACES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78, 0.12, 0.88)
ASIDE = (0, -1, 1, -2, 2)
SEEN = 0.25  # the least of an arrow that must be seen

Box = tuple[float, float, float, float]
Point = tuple[float, float]


@dataclass(frozen=True)
class Placed:
    node: Cited
    box: Box

    @property
    def middle(self) -> Point:
        left, top, right, bottom = self.box
        return (left + right) / 2, (top + bottom) / 2


def _swatch(sheet: Sheet, kind: NodeKind) -> Callable[[float, float], None]:
    shape, colour = LOOK[kind]
    return lambda x, middle: sheet.add(Mark(x + 0.08, middle, shape, SIZE, colour))


def paint(sheet: Sheet, body: Graph, top: float) -> float:
    """The graph from a top edge down; where it ends."""
    y = sheet.legend(top, ((_swatch(sheet, k), says) for k, says in body.legend), swatch=0.16)
    y += sheet.line_height(SMALL) + 0.08
    late = max((_wide(sheet, n) for n in body.nodes), default=0.0)
    axis = Axis(body.begins, body.ends, LABEL + 0.15, sheet.width - late + 0.08)
    first = y
    shapes = len(sheet.shapes)
    placed: dict[str, Placed] = {}
    lane_of = {n.id: n.lane for n in body.nodes}
    for lane, name in enumerate(body.lanes):
        rows = _rows(sheet, axis, [n for n in body.nodes if n.lane == lane])
        words = sheet.text_height(name, LABEL - 0.08, SMALL)
        inner = sum(lane_of[e.source] == lane_of[e.target] == lane for e in body.edges)
        tall = max(GAP + len(rows) * (ROW + GAP) + 2 * MARGIN * min(3, inner), words + 0.12)
        sheet.write(0.04, y + (tall - words) / 2, name, LABEL - 0.08, SMALL, style="bold")
        at = y + (tall - len(rows) * (ROW + GAP) + GAP) / 2
        for row in rows:
            for node, left, right in row:
                placed[node.id] = Placed(node, (left, at, right, at + ROW))
            at += ROW + GAP
        y += tall
        sheet.rule(y)
    behind = Sheet(sheet.width, sheet.measure)
    ruled(behind, axis, first, y)
    incident(behind, axis, body.incident, body.incident_label, first, y)
    sheet.shapes[shapes:shapes] = behind.shapes
    _edges(sheet, body.edges, placed, (first, y))
    for one in placed.values():
        _node(sheet, one)
    return labelled(sheet, axis, y + 0.03) + 0.02


def _rows(
    sheet: Sheet, axis: Axis, nodes: Sequence[Cited]
) -> list[list[tuple[Cited, float, float]]]:
    """The nodes of a lane in as few rows as keep their boxes apart."""
    rows: list[list[tuple[Cited, float, float]]] = []
    for node in sorted(nodes, key=lambda n: (n.day, n.id)):
        wide = _wide(sheet, node)
        left = min(axis.x(node.day) - MARK, sheet.width - 0.01 - wide)
        row = next((r for r in rows if r[-1][2] + 0.12 <= left), None)
        if row is None:
            row = []
            rows.append(row)
        row.append((node, left, left + wide))
    return rows


def _wide(sheet: Sheet, node: Cited) -> float:
    """The width of a node's box: its mark, and the longer of its name and its court."""
    name = sheet.measure(node.name, BODY, "italic")
    return min(MOST, 0.27 + max(name, sheet.measure(node.court, SMALL, "roman")))


def _node(sheet: Sheet, one: Placed) -> None:
    left, top, right, bottom = one.box
    shape, colour = LOOK[one.node.kind]
    sheet.add(Rect(left, top, right - left, bottom - top, PAPER, colour, 0.8, rounded=0.05))
    sheet.add(Mark(left + MARK, (top + bottom) / 2, shape, SIZE, colour))
    y = top + 0.015
    wide = right - left - 0.21
    words = _fitted(sheet, one.node.name, wide)
    y = sheet.write(left + 0.19, y, words, wide + 0.05, BODY, style="italic")
    sheet.write(left + 0.19, y - 0.005, one.node.court, wide + 0.05, SMALL, colour=GREY)


def _fitted(sheet: Sheet, name: str, wide: float) -> str:
    """A name, cut with an ellipsis where even a whole row is too narrow for it."""
    if sheet.measure(name, BODY, "italic") <= wide + 0.02:
        return name
    fits = max((n for n in range(len(name))
                if sheet.measure(f"{name[:n]}…", BODY, "italic") <= wide), default=0)  # fmt: skip
    return f"{name[:fits]}…"


# Arrows


def _edges(
    sheet: Sheet, edges: Sequence[Edge], placed: dict[str, Placed], within: tuple[float, float]
) -> None:
    """Each arrow bent as little as keeps it, and its words, clear of nodes and of other words."""
    words: list[Box] = []
    drawn: list[tuple[Edge, list[Point], Box]] = []
    for edge in edges:
        source, target = placed[edge.source], placed[edge.target]
        others = [p.box for p in placed.values() if p not in (source, target)]
        best = min(
            _tries(sheet, edge, source, target, others, words, [p for _, p, _ in drawn], within),
            key=lambda found: found[0],
        )
        _, path, box = best
        words.append(box)
        drawn.append((edge, path, box))
    for edge, path, _ in drawn:
        colour = RUST if edge.against else NAVY
        dash = (3.0, 2.0) if edge.against else ()
        sheet.add(Line(tuple(path), colour, 0.9, dash, arrow=True))
    for edge, _, box in drawn:
        left, top, right, bottom = box
        sheet.add(Rect(left, top, right - left, bottom - top, PAPER))
        sheet.write(left + 0.02, top + 0.005, edge.how, right - left, SMALL,
                    colour=RUST if edge.against else INK)  # fmt: skip


def _tries(
    sheet: Sheet,
    edge: Edge,
    source: Placed,
    target: Placed,
    others: Sequence[Box],
    words: Sequence[Box],
    paths: Sequence[Sequence[Point]],
    within: tuple[float, float],
) -> Iterator[tuple[float, list[Point], Box]]:
    """Ways to draw an arrow, each with what speaks against it."""
    wide = sheet.measure(edge.how, SMALL, "roman") + 0.04
    tall = SMALL * POINT * 1.15
    ends = (source.box, target.box)
    top, bottom = within
    for bend in BENDS:
        path = _path(source, target, bend)
        against = abs(bend) * 0.6 + 6 * sum(any(_inside(p, box) for p in path) for box in others)
        # An arrow through the words of another, or words over another arrow, mislead.
        against += sum(any(_inside(p, box) for p in path) for box in words)
        against += 20 * any(not top <= y <= bottom for _, y in path)
        for part, aside in itertools.product(PLACES, ASIDE):
            x, y = path[round(part * (len(path) - 1))]
            y += aside * tall * 0.75
            box = (x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)
            clash = sum(_meet(box, other) for other in (*others, *ends))
            clash += 2 * sum(_meet(box, other) for other in words)
            outside = (
                box[0] < LABEL or box[2] > sheet.width or box[1] < top or box[3] > bottom - 0.02
            )
            over = sum(any(_inside(p, box) for p in other) for other in paths)
            hidden = _seen(path, box) < SEEN or _inside(path[-1], box)
            worse = abs(part - 0.5) * 0.3 + abs(aside) * 0.1
            yield against + 10 * clash + 20 * outside + over + 4 * hidden + worse, path, box


def _seen(path: Sequence[Point], words: Box) -> float:
    """The length of an arrow that its own words do not cover."""
    return sum(
        math.dist(a, b)
        for a, b in itertools.pairwise(path)
        if not (words[0] <= a[0] <= words[2] and words[1] <= a[1] <= words[3])
    )


def _path(source: Placed, target: Placed, bend: float) -> list[Point]:
    """A curve from one box's edge to the other's."""
    (x0, y0), (x1, y1) = source.middle, target.middle
    long = math.hypot(x1 - x0, y1 - y0) or 1.0
    cx = (x0 + x1) / 2 - (y1 - y0) / long * bend * long
    cy = (y0 + y1) / 2 + (x1 - x0) / long * bend * long
    steps = 120
    points = [
        (
            (1 - t) ** 2 * x0 + 2 * t * (1 - t) * cx + t**2 * x1,
            (1 - t) ** 2 * y0 + 2 * t * (1 - t) * cy + t**2 * y1,
        )
        for t in (n / steps for n in range(steps + 1))
    ]
    kept = [p for p in points if not _inside(p, source.box) and not _inside(p, target.box)]
    return kept if len(kept) > 2 else [source.middle, target.middle]


def _inside(point: Point, box: Box) -> bool:
    return box[0] - 0.02 <= point[0] <= box[2] + 0.02 and box[1] - 0.02 <= point[1] <= box[3] + 0.02


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
