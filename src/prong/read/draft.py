"""A citation while it is read, and its pins."""

from __future__ import annotations

import re
from collections.abc import Sequence

PIN = (
    r"(?:\*{0,2}\d{1,7}[ab]?(?!\w)(?:(?:[-—]{1,2}| ?– ?)\*{0,2}\d{1,7}[ab]?(?!\w))?"
    r"(?:,? (?:&(?:amp;)? |and )?nn?\.? ?\d+(?:[-–]\d+)?(?:(?:, | & "
    r"| and )\d+(?:[-–]\d+)?(?=[)(;.]| \())*)?"
    r"|nn?\.? ?\d+(?:[-–]\d+)?|[–—_-]{2,}(?!\w)|¶¶? ?\d+(?:[-–]\d+)?|passim)"
)
_AT_PINS = re.compile(rf",? at ({PIN}(?:(?:, (?:and )?| & | and ){PIN})*)")
MORE_PINS = re.compile(rf"({PIN}(?:(?:, (?:and )?| & | and ){PIN})*)")
_ONE_PIN = re.compile(PIN)


class Draft:
    """A citation while it is read. Offsets are those of the reading text; links are drafts."""

    name: str | None = None
    cite: str | None = None
    parallel: Sequence[str] = ()
    court: str | None = None
    year: int | None = None
    pins: Sequence[str] = ()
    signal: str | None = None
    carried = False
    parens: Sequence[tuple[str, int, int]] = ()
    inside: Draft | None = None
    relation: str | None = None
    history: Sequence[tuple[str, Draft]] = ()
    history_of: Draft | None = None
    refers: Draft | None = None
    unresolved: str | None = None
    doubt: str | None = None
    volume: str | None = None
    reporter: str | None = None
    section: str | None = None
    sentence = False
    short = False
    paren = -1
    n = 0

    def __init__(self, kind: str, start: int, end: int) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.after = end
        self.lead = start
        self.string = self
        self.last = self


def pins_at(text: str, at: int) -> tuple[list[str], int] | None:
    """The pins that follow a name alone (``Roe, at 5``), and where they end."""
    match = _AT_PINS.match(text, at)
    return (pins_of(match.group(1)), match.end()) if match is not None else None


def pins_of(written: str) -> list[str]:
    """The pins of a list, in plain form: ``198-202``, ``1064 n.5``."""
    if written.isdecimal():
        return [written]
    found: list[str] = []
    for match in _ONE_PIN.finditer(written):
        pin = match.group()
        if not pin.isdecimal():
            pin = _DASH.sub("-", pin)
            pin = _NOTE.sub(r" \1.", pin).strip()
        if pin.strip("–—_- "):  # not a blank that was never filled
            found.append(pin)
    return found


_DASH = re.compile(r" ?[–—]+ ?|--")
_NOTE = re.compile(r",? (?:&(?:amp;)? |and )?(nn?)\.? ?(?=\d)")
