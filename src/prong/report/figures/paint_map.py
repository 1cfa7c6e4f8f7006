"""A fair-warning map laid out on a sheet."""

from __future__ import annotations

from collections.abc import Callable

from prong.report.figures.axis import Axis, incident, labelled, ruled
from prong.report.figures.drawing import (
    BLUE,
    BODY,
    FAINT,
    GREY,
    HEAD,
    INK,
    NAVY,
    PAPER,
    RULE,
    SMALL,
    Line,
    Rect,
    Sheet,
    Style,
)
from prong.report.figures.spec import Span, State, WarningMap

#: Fill, hatch and its ink: told apart by darkness and by pattern, and by colour only besides.
LOOK: dict[State, tuple[str, str, str]] = {
    "binding": (NAVY, "", INK),
    "consensus": (NAVY, "////", PAPER),
    "obvious": (BLUE, "....", PAPER),
    "not-established": (PAPER, "", INK),
    "never-adopted": (FAINT, "xxxx", "#7a7a7a"),
    "conflict": ("#f0c27b", "||||", INK),
    "open": (FAINT, "....", GREY),
    "not-reached": (FAINT, "----", GREY),
}
BAR = 0.17


def swatch(sheet: Sheet, state: State, x: float, y: float, wide: float, high: float) -> None:
    fill, hatch, ink = LOOK[state]
    sheet.add(Rect(x, y, wide, high, fill, INK, 0.6, hatch, ink))


def _swatch(sheet: Sheet, state: State) -> Callable[[float, float], None]:
    return lambda x, middle: swatch(sheet, state, x, middle - 0.055, 0.3, 0.11)


def paint(sheet: Sheet, body: WarningMap, top: float) -> float:
    """The map from a top edge down; where it ends."""
    left, right = 0.74, sheet.width * 0.565
    why = right + 0.14
    axis = Axis(body.begins, body.ends, left, right)
    y = sheet.legend(top, ((_swatch(sheet, state), says) for state, says in body.legend))
    y += 0.04
    ends: list[float] = []
    for x, words, wide in (
        (0.02, body.head[0], left - 0.04),
        (left, body.head[1], right - left),
        (why, body.head[2], sheet.width - why),
    ):
        ends.append(sheet.write(x, y, words, wide, HEAD, style="bold"))
    first = y = max(ends) + 0.02 + sheet.line_height(SMALL) + 0.03
    marked = len(sheet.shapes)
    for row in body.rows:
        style: Style = "bold" if row.home else "roman"
        said = sheet.width - why - 0.02
        since = sheet.text_height(row.since, said, BODY) if row.since else 0.0
        name = sheet.text_height(row.forum, left - 0.06, BODY)
        height = max(
            BAR + 0.07, name + 0.06, since + sheet.text_height(row.why, said, SMALL) + 0.06
        )
        if row.home:
            sheet.shapes.insert(marked, Rect(0, y, sheet.width, height, "#eef2f7"))
        middle = y + height / 2
        sheet.write(0.04, middle - name / 2, row.forum, left - 0.06, BODY, style=style)
        for span in row.spans:
            _span(sheet, axis, span, middle)
        at = y + 0.03
        if row.since:
            at = sheet.write(why, at, row.since, said, BODY, style="bold", colour=NAVY)
        sheet.write(why, at, row.why, said, SMALL, colour=INK)
        y += height
        sheet.rule(y)
    ruled(sheet, axis, first, y)
    incident(sheet, axis, body.incident, body.incident_label, first, y)
    y = labelled(sheet, axis, y + 0.03)
    ended = sheet.write(left, y, body.end_label, right - left, SMALL, colour=GREY, align="right")
    return ended + 0.02


def _span(sheet: Sheet, axis: Axis, span: Span, middle: float) -> None:
    x, end = axis.x(span.begins), axis.x(span.ends)
    top = middle - BAR / 2
    swatch(sheet, span.state, x, top, max(end - x, 0.02), BAR)
    if span.lapsed:  # torn off at its end, since the day it ended is not known
        for n in range(3):
            at = end - 0.05 * (n + 1)
            sheet.add(Line(((at, top - 0.02), (at + 0.04, top + BAR + 0.02)), RULE, 1.5))
