"""Citations written out in the forms of the Bluebook: full and short, with pins.

A pin is written as its library file states it: ``12``, ``12 n.5``, ``26-27``; one that begins
with ``slip op.`` cites the slip opinion, and one that is itself a short citation stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from prong.dates import Day

_DOCKET = re.compile(r"No\. ")


def pages(pin: str) -> str:
    """A pin with en dashes between pages."""
    return re.sub(r"(?<=\d)-(?=\d)", "–", pin)


def full(
    caption: str,
    citation: str,
    court: str,
    decided: Day,
    *,
    pin: str | None = None,
    weight: str | None = None,
) -> str:
    """A full citation: ``Caption, 1 F.3d 2, 3 (1st Cir. 2006)``.

    ``court`` is empty for the Supreme Court of the United States, whose reporter names it.
    """
    docket = bool(_DOCKET.match(citation))
    when = _abbreviated(decided) if docket else str(decided.first.year)
    place = f"({' '.join(part for part in (court, when) if part)})"
    text = f"{caption}, {citation}"
    slip = ""
    if pin:
        if pin.startswith("slip op."):
            slip = (
                f", slip op. at {pages(pin.removeprefix('slip op.').removeprefix(' at').strip())}"
            )
            text += slip if docket else ""
        elif " at " in pin:
            place += f", {pages(pin)}"
        else:
            text += f", {pages(pin)}"
    text = f"{text} {place}"
    if weight:
        text += f" ({weight})"
    return text if docket else text + slip


def in_reporter(pin: str, citations: Iterable[str]) -> tuple[str, str] | None:
    """For a pin that names its reporter (``1 S. Ct. at 3``): that citation and the page alone."""
    start, at, page = pin.partition(" at ")
    if not at:
        return None
    found = next((c for c in citations if c.startswith(f"{start} ")), None)
    return (found, page) if found else None


def short(name: str, citation: str, pin: str | None) -> str:
    """A short citation: ``Name, 1 F.3d at 3``."""
    if pin is None:
        return f"{name}, {citation}"
    if pin.startswith("slip op."):
        return (
            f"{name}, slip op. at {pages(pin.removeprefix('slip op.').removeprefix(' at').strip())}"
        )
    if " at " in pin:
        return f"{name}, {pages(pin)}"
    volume = re.match(r"(.+?) \d+$", citation)
    base = volume.group(1) if volume else citation
    return f"{name}, {base} at {pages(pin)}"


_MONTHS = (
    "Jan.", "Feb.", "Mar.", "Apr.", "May", "June",
    "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip


def _abbreviated(day: Day) -> str:
    if not day.known:
        return str(day.first.year)
    return f"{_MONTHS[day.first.month - 1]} {day.first.day}, {day.first.year}"
