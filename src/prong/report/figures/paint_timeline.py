"""A timeline laid out on a sheet: a strip of years, then the list its numbers refer to."""

from __future__ import annotations

from collections.abc import Callable

from prong.report.figures.axis import Axis, incident, labelled, ruled
from prong.report.figures.drawing import (
    BODY,
    GREY,
    HEAD,
    INK,
    NAVY,
    OCHRE,
    POINT,
    SMALL,
    Line,
    Mark,
    MarkShape,
    Rect,
    Sheet,
)
from prong.report.figures.spec import Event, EventKind, Timeline

#: Told apart by shape, and by colour only besides.
LOOK: dict[EventKind, tuple[MarkShape, str]] = {
    "incident": ("diamond", OCHRE),
    "act": ("dot", OCHRE),
    "relied": ("disc", NAVY),
    "near": ("ring", NAVY),
    "left-out": ("crossed", GREY),
    "other": ("box", NAVY),
    "first": ("square", NAVY),
    "decided": ("triangle", INK),
}
SIZE = 0.105
ROOM = 0.27  # what a mark with its number takes along the strip


def mark(sheet: Sheet, kind: EventKind, x: float, y: float) -> None:
    shape, colour = LOOK[kind]
    sheet.add(Mark(x, y, shape, SIZE, colour))


def _swatch(sheet: Sheet, kind: EventKind) -> Callable[[float, float], None]:
    return lambda x, middle: mark(sheet, kind, x + 0.08, middle)


def paint(sheet: Sheet, body: Timeline, top: float) -> float:
    """The timeline from a top edge down; where it ends."""
    y = sheet.legend(top, ((_swatch(sheet, k), says) for k, says in body.legend), swatch=0.16)
    y = _strip(sheet, body, y + sheet.line_height(SMALL) + 0.06)
    for half, says in body.halves:
        y += 0.06
        sheet.add(Rect(0, y, sheet.width, sheet.line_height(HEAD) + 0.05, "#eef2f7"))
        y = sheet.write(0.04, y + 0.02, says, sheet.width, HEAD, style="bold", colour=NAVY) + 0.06
        for event in body.events:
            if event.half == half:
                y = _entry(sheet, event, y)
    return y


def _strip(sheet: Sheet, body: Timeline, top: float) -> float:
    axis = Axis(body.begins, body.ends, 0.15, sheet.width - 0.25)
    marks = [e for e in body.events if e.number]
    levels: list[float] = []  # where the last mark of each level ends
    placed = []
    for event in sorted(marks, key=lambda e: axis.x(e.last)):
        x = axis.x(event.last)
        level = next((n for n, end in enumerate(levels) if end <= x - SIZE), len(levels))
        if level == len(levels):
            levels.append(0.0)
        levels[level] = x - SIZE + ROOM
        placed.append((event, x, level))
    step = 0.17
    base = top + 0.12 + step * len(levels)
    ruled(sheet, axis, top, base)
    incident(sheet, axis, body.incident, body.incident_label, top, base)
    sheet.add(Line(((axis.left, base), (axis.right, base)), INK, 1.0))
    for event, x, level in placed:
        y = base - 0.12 - step * level
        sheet.add(Line(((x, y), (x, base)), GREY, 0.5))
        mark(sheet, event.kind, x, y)
    for event, x, level in placed:
        y = base - 0.12 - step * level
        wide = sheet.measure(str(event.number), SMALL, "bold")
        sheet.add(Rect(x + 0.065, y - 0.055, wide + 0.01, 0.11, "#ffffff"))
        sheet.write(x + 0.07, y - SMALL * POINT * 0.56, str(event.number), 0.2, SMALL, style="bold")
    return labelled(sheet, axis, base + 0.03)


def _entry(sheet: Sheet, event: Event, top: float) -> float:
    """One entry of the list: number, mark, day, and what it is."""
    middle = top + BODY * POINT * 0.6
    when, says = 0.48, 1.72
    if event.kind == "act":
        mark(sheet, event.kind, says + 0.04, middle)
        wide = sheet.width - says - 0.14
        y = sheet.write(says + 0.12, top, event.says, wide, BODY)
        if event.detail:
            y = sheet.write(says + 0.12, y, event.detail, wide, SMALL, colour=GREY)
        return y + 0.035
    if event.number:
        sheet.write(0.0, top, str(event.number), 0.2, BODY, style="bold", align="right")
    mark(sheet, event.kind, 0.33, middle)
    ended = sheet.write(when, top, event.when, says - when - 0.08, BODY)
    wide = sheet.width - says - 0.02
    y = sheet.write(says, top, event.says, wide, BODY)
    if event.detail:
        y = sheet.write(says, y, event.detail, wide, SMALL, colour=GREY)
    return max(y, ended) + 0.035
