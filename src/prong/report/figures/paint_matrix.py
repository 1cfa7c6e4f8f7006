"""A comparison laid out on a sheet: factors down the side, the case and the holdings across."""

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
    RUST,
    SMALL,
    Line,
    Mark,
    MarkShape,
    Rect,
    Sheet,
)
from prong.report.figures.spec import Cell, CellState, Column, Matrix

#: Told apart by shape, and by colour only besides. What is unknown is a question mark.
LOOK: dict[CellState, tuple[MarkShape, str]] = {
    "present": ("disc", INK),
    "absent": ("ring", INK),
    "shared": ("disc", NAVY),
    "missing": ("crossed", NAVY),
    "weaker": ("half", NAVY),
    "generally": ("ring", NAVY),
    "facts-missing": ("boxed-cross", NAVY),
    "despite": ("square", GREY),
    "recited": ("box", GREY),
    "untested": ("cross", RUST),
    "argued": ("diamond-open", RUST),
    "none": ("dot", GREY),
}
SIZE = 0.125


def mark(sheet: Sheet, cell: Cell, x: float, y: float) -> None:
    if cell.state == "unknown":
        sheet.write(x - 0.1, y - HEAD * POINT * 0.58, "?", 0.2, HEAD, style="bold", align="centre")
        return
    shape, colour = LOOK[cell.state]
    size = SIZE * 1.2 if cell.text else SIZE
    sheet.add(Mark(x, y, shape, size, colour))
    if cell.text:
        sheet.write(x - 0.1, y - SMALL * POINT * 0.58, cell.text, 0.2, SMALL, style="bold",
                    align="centre", colour=colour)  # fmt: skip


def _swatch(sheet: Sheet, state: CellState) -> Callable[[float, float], None]:
    cell = Cell(state, "1" if state == "generally" else "")
    return lambda x, middle: mark(sheet, cell, x + 0.1, middle)


def paint(sheet: Sheet, body: Matrix, top: float) -> float:
    """The matrix from a top edge down; where it ends."""
    y = sheet.legend(top, ((_swatch(sheet, s), says) for s, says in body.legend), swatch=0.2)
    many = len(body.columns)
    each = min(0.95, (sheet.width - 2.3 - 0.6) / max(1, many))
    here = 0.6
    label = sheet.width - here - each * many
    lefts = [label, *(label + here + each * n for n in range(many))]
    centres = [label + here / 2, *(left + each / 2 for left in lefts[1:])]
    y = _head(sheet, body, y + 0.06, lefts, here, each)
    grid = y
    for name, rows in body.groups:
        sheet.add(Rect(0, y, sheet.width, sheet.line_height(HEAD) + 0.04, "#eef2f7"))
        y = sheet.write(0.04, y + 0.02, name, label, HEAD, style="bold", colour=NAVY) + 0.02
        for row in rows:
            height = sheet.text_height(row.says, label - 0.2, BODY) + 0.05
            middle = y + height / 2
            sheet.write(0.1, y + 0.025, row.says, label - 0.2, BODY)
            for cell, x in zip(row.cells, centres, strict=True):
                mark(sheet, cell, x, middle)
            y += height
            sheet.rule(y)
    sheet.add(Line(((0, y), (sheet.width, y)), INK, 0.8))
    height = sheet.line_height(BODY) + 0.06
    sheet.write(0.1, y + 0.03, body.verdict, label, BODY, style="bold")
    for column, left in zip(body.columns, lefts[1:], strict=True):
        sheet.write(left, y + 0.03, column.verdict, each, BODY, style="bold", align="centre")
    y += height
    for left in lefts:
        sheet.add(Line(((left, grid), (left, y)), RULE, 0.5))
    sheet.add(Line(((0, y), (sheet.width, y)), INK, 0.8))
    return _key(sheet, body.columns, y + 0.08)


def _head(
    sheet: Sheet, body: Matrix, top: float, lefts: list[float], here: float, each: float
) -> float:
    """The columns' heads, each as tall as its name needs."""
    tall = top
    for column, left in zip(body.columns, lefts[1:], strict=True):
        x, wide = left + 0.03, each - 0.06
        y = sheet.write(
            x, top, column.letter, wide, HEAD, style="bold", align="centre", colour=NAVY
        )
        y = sheet.write(x, y, column.name, wide, SMALL, style="italic", align="centre")
        for words in (column.court, column.side, column.weight):
            y = sheet.write(x, y, words, wide, SMALL, align="centre", colour=GREY)
        tall = max(tall, y)
    sheet.write(lefts[0] + 0.03, top, body.here, here - 0.06, HEAD, style="bold", align="centre")
    return max(tall, top + 2 * sheet.line_height(HEAD)) + 0.05


def _key(sheet: Sheet, columns: tuple[Column, ...], y: float) -> float:
    """What each letter stands for."""
    for column in columns:
        sheet.write(0.04, y, column.letter, 0.2, SMALL, style="bold", colour=NAVY)
        y = sheet.write(0.24, y, column.cite, sheet.width - 0.26, SMALL) + 0.03
    return y
