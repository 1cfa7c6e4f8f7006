"""Days along a line: the scale that the figures with a time axis share."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from prong.report.figures.drawing import GREY, NAVY, PAPER, RULE, SMALL, Line, Rect, Sheet

#: The steps between labelled years, of which the smallest that leaves room is taken.
STEPS = (1, 2, 5, 10, 20, 25, 50, 100)


@dataclass(frozen=True)
class Axis:
    """From one day at the left to another at the right."""

    begins: datetime.date
    ends: datetime.date
    left: float
    right: float

    def x(self, day: datetime.date) -> float:
        span = max(1, (self.ends - self.begins).days)
        part = (day - self.begins).days / span
        return self.left + min(1.0, max(0.0, part)) * (self.right - self.left)

    def years(self, apart: float = 0.42) -> Iterator[tuple[float, str]]:
        """The labelled years with their places, at least so many inches apart."""
        span = max(1, (self.ends - self.begins).days) / 365.25
        step = next((s for s in STEPS if (self.right - self.left) / span * s >= apart), STEPS[-1])
        for year in range(self.begins.year, self.ends.year + 1):
            day = datetime.date(year, 1, 1)
            if year % step == 0 and self.begins <= day <= self.ends:
                yield self.x(day), str(year)


def covering(days: Iterable[datetime.date], end: datetime.date | None = None) -> tuple[
    datetime.date, datetime.date
]:  # fmt: skip
    """The first and last day of an axis that shows these days with a margin at both ends."""
    listed = sorted(days)
    first, last = listed[0], max(listed[-1], end or listed[-1])
    margin = max(730, (last - first).days // 20)
    begins = first.year - margin // 365 if first.year > margin // 365 else 1
    start = datetime.date(max(1, begins), 1, 1)
    if end is not None:
        return start, last
    return start, datetime.date(min(9999, last.year + margin // 730 + 1), 1, 1)


def ruled(sheet: Sheet, axis: Axis, top: float, bottom: float) -> None:
    """Faint upright lines at the labelled years."""
    for x, _ in axis.years():
        sheet.add(Line(((x, top), (x, bottom)), RULE, 0.4, (1.5, 2.0)))


def labelled(sheet: Sheet, axis: Axis, top: float) -> float:
    """The years under (or over) the axis; where they end."""
    for x, year in axis.years():
        sheet.write(x - 0.3, top, year, 0.6, SMALL, colour=GREY, align="centre")
    return top + sheet.line_height(SMALL)


def incident(
    sheet: Sheet,
    axis: Axis,
    days: tuple[datetime.date, datetime.date],
    label: str,
    top: float,
    bottom: float,
) -> None:
    """The line of the incident, through everything, with its label over it."""
    first, last = axis.x(days[0]), axis.x(days[1])
    for x in (first, last) if last - first > 0.03 else (first,):
        # On paper, so that it is seen across a dark bar too.
        sheet.add(Line(((x, top), (x, bottom)), PAPER, 2.6))
        sheet.add(Line(((x, top), (x, bottom)), NAVY, 1.4, (4, 2)))
    wide = sheet.measure(label, SMALL, "bold")
    middle = (first + last) / 2
    at = min(max(middle - wide / 2, axis.left), max(axis.left, axis.right - wide))
    height = sheet.line_height(SMALL)
    sheet.add(Rect(at - 0.03, top - height - 0.02, wide + 0.06, height, PAPER))
    sheet.write(at, top - height - 0.02, label, wide + 0.02, SMALL, style="bold", colour=NAVY)
