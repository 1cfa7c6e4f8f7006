"""Where a text calls its footnotes: numbers glued to a word, raised, boxed or standing alone."""

from __future__ import annotations

import re
from bisect import bisect_right

from prong.read.lines import Line
from prong.values import frozen


@frozen
class Found:
    """A footnote found.

    ``marker`` the source span of its call, if any; ``lines`` the lines of its body, of which the
    first counts from ``text_from`` on; ``hidden`` the lines that only announce and close notes.
    """

    number: str
    marker: tuple[int, int] | None
    lines: tuple[int, ...]
    text_from: int
    hidden: tuple[int, ...] = ()


@frozen
class Body:
    number: str
    lines: tuple[int, ...]
    text_from: int
    above: int
    """Where the text that may call it ends."""
    below: int = 0
    """Where the text that may call it begins."""
    hidden: tuple[int, ...] = ()
    """The lines that only announce and close notes."""


#: A number of at most three digits that stands close behind something.
_NUMBER = re.compile(r"[0-9](?<=[^ 0-9][0-9])[0-9]{0,2}(?![0-9])")
_MARKS = (("*", re.compile(r"\*\*{0,2}(?![*0-9])")), ("†", re.compile(r"††?(?!†)")))
_RAISED_MARKS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED = re.compile(r"[¹²³⁰⁴-⁹]+")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_BEFORE_GLUED = frozenset(".,;:”\"’')]?!—–")
_AFTER_GLUED = frozenset(' \n\t\r\xa0—–)]”"')
_BEFORE_SPACED = frozenset(".,;:”\"’')]")
#: What follows a number that stands alone and calls a note: words, and not a reporter with a page.
_AFTER_SPACED = re.compile(
    r"(?=\s+[A-Z“\"\[(a-z—]|\s*$)(?! ?(?:[A-Z][\w.’']*\.? ?){1,4}(?:[23]d|4th)? ?(?:at )?\d)"
)


#: An abbreviation with a period or a number, after which a number is no call.
_SHORT = re.compile(r"(?:\d[a-z]{1,2}|(?:\b[A-Z]|\b[A-Z][a-z]{1,4}|[A-Z]\.)\.)$")


#: Words after which a number counts or names something.
_COUNTING = frozenset(
    """
    at note notes page pages part parts rule rules section sections no nos count counts exhibit chapter title
    article and or to of than about only just by for in on from through was is with are were until over under
    """.split()
)


class Calls:
    """Where a text calls footnotes, by number, in order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.by_number: dict[str, list[tuple[int, int, str]]] = {}
        self.every: list[tuple[int, int, str, str]] = []
        self.bodies: list[tuple[int, int]] = []
        self.body_starts: list[int] = []
        for match in _NUMBER.finditer(text):
            start, end = match.span()
            before = text[start - 1]
            following = text[end : end + 1]
            if before in _BEFORE_GLUED or before.isalpha():
                free = not following or following in _AFTER_GLUED
                if free and self._may_be_glued(start, end):
                    self._add(start, end, match.group(), "glued")
                elif following == "]" and text[start - 3 : start].lower() in ("[fn", "fn."):
                    self._add(start - 3, end + 1, match.group(), "boxed")
            elif before == "[" and following == "]" and text[start - 2] not in " \n\xa0]":
                # after a space it is a headnote's
                self._add(start - 1, end + 1, match.group(), "boxed")
        for mark, pattern in _MARKS:
            if mark in text:
                for match in pattern.finditer(text):
                    before, following = (
                        text[match.start() - 1 : match.start()],
                        text[match.end() : match.end() + 1],
                    )
                    if (
                        before
                        and (before.isalnum() or before in _BEFORE_GLUED)
                        and not following.isalnum()
                    ):
                        self._add(match.start(), match.end(), match.group(), "stars")
        if any(mark in text for mark in _RAISED_MARKS):
            for match in _RAISED.finditer(text):
                self._add(match.start(), match.end(), match.group().translate(_PLAIN), "raised")
        self.every.sort()

    def _add(self, start: int, end: int, number: str, how: str) -> None:
        self.by_number.setdefault(number, []).append((start, end, how))
        self.every.append((start, end, number, how))

    def _may_be_glued(self, start: int, end: int) -> bool:
        """No number in ``n.5``, ``$3.50``, ``No.5`` or ``App.12`` calls a note."""
        before = self.text[max(0, start - 6) : start]
        if before.endswith((".", ",")):
            if before[-2:-1].isdecimal():
                # a decimal, or a pin's end with a note glued to it
                following = self.text[end : end + 1]
                digits = re.search(r"(\d+)[.,]$", before)
                return (
                    bool(digits and len(digits.group(1)) >= 2 and following.isspace())
                    and "$" not in before
                )
            return not re.search(
                r"(?:\bn|nn|\bNo|Nos|\bp|pp|\bcl|App|Art|art|Vol|vol|ch|Fig|Rule|\$)\.$", before
            )
        if before[-1:].isalpha():
            word = re.search(r"[A-Za-z]+$", before)
            return word is not None and len(word.group()) > 1 and not word.group().isupper()
        return True

    def next(
        self, number: str, low: int, high: int, *, spaced: bool = True
    ) -> tuple[int, int] | None:
        """The likeliest call of a number between two offsets: one that can be nothing else before
        one that can."""
        found = [call for call in self.by_number.get(number, ()) if low <= call[0] < high]
        for how in ("glued", "boxed", "raised", "stars"):
            for start, end, mine in found:
                if mine == how and not _within(self.bodies, self.body_starts, start):
                    return start, end
        return self._spaced(number, low, high) if spaced and number.isdecimal() else None

    def _spaced(self, number: str, low: int, high: int) -> tuple[int, int] | None:
        """The first place where a number that stands alone calls a note."""
        text = self.text
        at = text.find(" " + number, low, high)
        while at >= 0:
            end = at + 1 + len(number)
            earlier = text[at - 1 : at]
            if (
                (earlier in _BEFORE_SPACED or earlier.islower())
                and not _SHORT.search(text, max(0, at - 12), at)
                and text[max(0, at - 12) : at].rpartition(" ")[2].lower() not in _COUNTING
                and _AFTER_SPACED.match(text, end)
                and not _within(self.bodies, self.body_starts, at)
            ):
                return at, end
            at = text.find(" " + number, end, high)
        return None

    def join(self, lines: list[Line], bodies: list[Body]) -> list[Found]:
        """Each body with its call."""
        inside = sorted((lines[i].start, lines[i].end) for body in bodies for i in body.lines)
        self.bodies, self.body_starts = inside, [start for start, _ in inside]
        found: list[Found] = []
        at = 0
        above = -1
        for body in bodies:
            low = max(at if body.number.isdecimal() else 0, body.below)
            call = self.next(body.number, low, body.above)
            if call is not None and body.number.isdecimal():
                at = call[1]
            above = max(above, body.above)
            found.append(Found(body.number, call, body.lines, body.text_from, body.hidden))
        return found

    def without_bodies(self) -> list[Found]:
        """Calls that can be nothing else and run in sequence, where the bodies are not in the
        document."""
        found: list[Found] = []
        expected: int | None = None
        waiting: tuple[int, int, str] | None = None
        for start, end, number, how in self.every:
            if how != "glued" or not number.isdecimal():
                continue
            if self.text[start - 1] not in ".,”\"’')?;":
                continue
            value = int(number)
            if expected is None:
                if waiting is not None and value == int(waiting[2]) + 1:
                    found.append(Found(waiting[2], waiting[:2], (), 0))
                    found.append(Found(number, (start, end), (), 0))
                    expected = value + 1
                elif value == 1 or waiting is None:
                    waiting = (start, end, number)
            elif value == expected:
                found.append(Found(number, (start, end), (), 0))
                expected += 1
        if not found and waiting is not None and waiting[2] == "1":
            found.append(Found("1", waiting[:2], (), 0))
        return found


def _within(spans: list[tuple[int, int]], starts: list[int], at: int) -> bool:

    i = bisect_right(starts, at) - 1
    return i >= 0 and at < spans[i][1]
