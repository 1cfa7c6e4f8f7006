"""A page of an argument laid out on a sheet: its head, its steps, and beside each what it stands on."""

from __future__ import annotations

from collections.abc import Callable

from prong.report.figures.drawing import (
    BODY,
    GREY,
    HEAD,
    INK,
    NAVY,
    POINT,
    RULE,
    SMALL,
    Line,
    Mark,
    MarkShape,
    Rect,
    Sheet,
)
from prong.report.figures.spec import Mark as Standing
from prong.report.figures.spec import Node, Tree

#: Told apart by shape. A step that decides nothing by itself has no mark.
LOOK: dict[Standing, MarkShape | None] = {
    "yes": "disc",
    "no": "crossed",
    "open": "half",
    "none": None,
}
SIZE = 0.115
PAD = 0.05
LEFT, MIDDLE = 0.24, 2.62  # where the second and third columns begin


def _swatch(sheet: Sheet, standing: Standing) -> Callable[[float, float], None]:
    shape = LOOK[standing]
    assert shape is not None
    return lambda x, middle: sheet.add(Mark(x + 0.08, middle, shape, SIZE, NAVY))


def paint(sheet: Sheet, body: Tree, top: float) -> float:
    """The page from a top edge down; where it ends."""
    marks = [(m, says) for m, says in body.legend if LOOK[m]]
    y = top
    if marks:
        y = sheet.legend(y, ((_swatch(sheet, m), says) for m, says in marks), swatch=0.16) + 0.03
    y = _box(sheet, body.root, 0.01, y, sheet.width - 0.02, HEAD, bold=True)
    spine = y
    last = y
    right = sheet.width * MIDDLE / 6.5
    for part in body.root.parts:
        y += 0.09
        wide = (right - 0.2 if part.parts else sheet.width - 0.01) - LEFT
        ended = _box(sheet, part, LEFT, y, wide, BODY)
        last = y + 0.13
        sheet.add(Line(((0.1, last), (LEFT, last)), NAVY, 0.8))
        if part.parts:
            ended = max(ended, _beside(sheet, part, right, y))
        y = ended
    if body.root.parts:
        sheet.add(Line(((0.1, spine), (0.1, last)), NAVY, 0.8))
    return y + 0.05


def _box(
    sheet: Sheet, node: Node, x: float, top: float, wide: float, size: float, *, bold: bool = False
) -> float:
    """A step in a box, its mark at the left; where the box ends."""
    shape = LOOK[node.mark]
    indent = PAD + (0.19 if shape else 0.02)
    room = wide - indent - PAD
    at = len(sheet.shapes)
    y = sheet.write(x + indent, top + PAD, node.says, room, size, style="bold" if bold else "roman")
    for words in (node.support, node.more):
        if words:
            y = sheet.write(x + indent, y + 0.01, words, room, SMALL, colour=GREY)
    y += PAD
    fill = "#dfe7f0" if bold else "#f3f6fa"
    sheet.shapes.insert(at, Rect(x, top, wide, y - top, fill, NAVY, 0.7, rounded=0.04))
    if shape:
        sheet.add(Mark(x + PAD + 0.08, top + PAD + size * POINT * 0.58, shape, SIZE, NAVY))
    return y


def _beside(sheet: Sheet, part: Node, x: float, top: float) -> float:
    """What a step stands on, to its right, under a bracket."""
    level = top + 0.13
    sheet.add(Line(((x - 0.2, level), (x - 0.1, level)), RULE, 0.8))
    y, tick = top, level
    for number, inner in enumerate(part.parts):
        y += 0.0 if number == 0 else 0.05
        tick = level if number == 0 else y + 0.09
        sheet.add(Line(((x - 0.1, tick), (x - 0.03, tick)), RULE, 0.8))
        y = _step(sheet, inner, x, y + (0.04 if number == 0 else 0.0), sheet.width - x)
    sheet.add(Line(((x - 0.1, level), (x - 0.1, tick)), RULE, 0.8))
    return y


def _step(sheet: Sheet, node: Node, x: float, top: float, wide: float) -> float:
    shape = LOOK[node.mark]
    indent = 0.17 if shape else 0.02
    y = sheet.write(x + indent, top, node.says, wide - indent, BODY)
    if shape:
        sheet.add(Mark(x + 0.07, top + BODY * POINT * 0.58, shape, SIZE, NAVY))
    for words in (node.support, node.more):
        if words:
            y = sheet.write(x + indent, y, words, wide - indent, SMALL, colour=GREY)
    for inner in node.parts:
        sheet.add(Mark(x + indent + 0.06, y + SMALL * POINT * 0.62, "dot", 0.1, INK))
        y = sheet.write(x + indent + 0.13, y, inner.says, wide - indent - 0.13, SMALL)
        for words in (inner.support, inner.more):
            if words:
                y = sheet.write(
                    x + indent + 0.13, y, words, wide - indent - 0.13, SMALL, colour=GREY
                )
    return y
