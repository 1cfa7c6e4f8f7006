"""Words compared as a reader compares them: marks, dashes and white space make no difference."""

from __future__ import annotations

import re
from bisect import bisect_right

_SAME = str.maketrans(
    {
        "‘": "'", "’": "'", "‛": "'", "`": "'", "´": "'", "′": "'", "“": '"', "”": '"', "„": '"', "″": '"',
        "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "―": "-", "−": "-",
        "…": "...",
    }
)  # fmt: skip
_RUN = re.compile(r"\s+|\u00ad|\u200b|''|-{2,}")


class Plain:
    """A text with its marks made plain and its white space single, and the way back: ``at`` gives
    the offset in the text of an offset in what was made plain."""

    def __init__(self, text: str) -> None:
        pieces: list[str] = []
        self._plain: list[int] = []
        self._text: list[int] = []
        length = at = 0

        def put(piece: str, start: int) -> None:
            nonlocal length
            if piece:
                self._plain.append(length)
                self._text.append(start)
                pieces.append(piece)
                length += len(piece)

        for match in _RUN.finditer(text):
            self._through(text, at, match.start(), put)
            found = match.group()
            put(
                ""
                if found in "\u00ad\u200b"
                else '"'
                if found == "''"
                else "-"
                if found[0] == "-"
                else " ",
                match.start(),
            )
            at = match.end()
        self._through(text, at, len(text), put)
        self.text = "".join(pieces)
        self._length = len(text)

    @staticmethod
    def _through(text: str, start: int, end: int, put: object) -> None:
        piece = text[start:end].translate(_SAME)
        if len(piece) == end - start:
            put(piece, start)  # type: ignore[operator]
            return
        for k in range(start, end):
            put(text[k].translate(_SAME), k)  # type: ignore[operator]

    def at(self, offset: int) -> int:
        k = bisect_right(self._plain, offset) - 1
        if k < 0:
            return 0
        return min(self._length, self._text[k] + offset - self._plain[k])


def plain(words: str) -> str:
    """Words with their marks made plain and their white space single."""
    return Plain(words).text.strip()


def places(text: str, words: str) -> list[tuple[int, int]]:
    """Where words stand in a text, as offsets of the text."""
    sought = plain(words)
    if not sought:
        return []
    made = Plain(text)
    found: list[tuple[int, int]] = []
    at = made.text.find(sought)
    while at >= 0:
        found.append((made.at(at), made.at(at + len(sought) - 1) + 1))
        at = made.text.find(sought, at + 1)
    return found
