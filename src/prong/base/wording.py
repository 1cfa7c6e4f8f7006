"""Words compared as a reader compares them: the form of quotation marks and dashes and the white
space about them make no difference."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

_SAME = str.maketrans(
    "‘’‛`´′“”„″–‐‑‒−",
    "''''''\"\"\"\"-----",
)
#: A dash between clauses, however long and however spaced; white space; what is not seen.
_RUN = re.compile(
    r"(?P<dash>\s*(?:[—―]+|[-–‐‑‒−]{2,})\s*|\s+[-–]\s+)|(?P<gap>\s+)|(?P<unseen>[\u00ad\u200b])"
    r"|(?P<marks>''|‘‘|’’|``)|(?P<dots>…)"
)
_MADE = {"dash": "--", "gap": " ", "unseen": "", "marks": '"', "dots": "..."}


class Plain:
    """A text in its plain form, and the way back: ``at`` gives for an offset of the plain form the
    offset in the text."""

    def __init__(self, text: str) -> None:
        pieces: list[str] = []
        self._plain: list[int] = []
        self._text: list[int] = []
        self._ends: list[int] = []
        length = 0
        for start, end, piece in _pieces(text):
            if piece:
                self._plain.append(length)
                self._text.append(start)
                self._ends.append(end)
                pieces.append(piece)
                length += len(piece)
        self.text = "".join(pieces)

    def at(self, offset: int) -> int:
        k = max(0, bisect_right(self._plain, offset) - 1)
        if not self._plain:
            return 0
        return min(max(self._text[k], self._ends[k] - 1), self._text[k] + offset - self._plain[k])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the text that a stretch of the plain form was made of."""
        k = bisect_right(self._plain, end - 1) - 1
        until = self._plain[k + 1] if k + 1 < len(self._plain) else len(self.text)
        # A sign made of several letters stands for all of them.
        return self.at(start), self._ends[k] if end == until else self.at(end - 1) + 1


def _pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """The plain form in pieces, each with the stretch of the text it is made of."""
    at = 0
    for match in _RUN.finditer(text):
        yield at, match.start(), text[at : match.start()].translate(_SAME)
        yield match.start(), match.end(), _MADE[match.lastgroup or ""]
        at = match.end()
    yield at, len(text), text[at:].translate(_SAME)


def plain(words: str) -> str:
    """Words in their plain form."""
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
        found.append(made.span(at, at + len(sought)))
        at = made.text.find(sought, at + 1)
    return found
