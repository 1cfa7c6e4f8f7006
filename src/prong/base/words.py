"""The words of a text as full-text search knows them, alike in SQLite and in PostgreSQL.

A word is a run of letters and digits, in lower case and without marks over its letters: what FTS5's
``unicode61`` makes of a text. PostgreSQL is handed the same words with their places, so that its own
notions of words and stop words play no part.
"""

from __future__ import annotations

import re
import unicodedata

from prong.values import frozen

_WORD = re.compile(r"[^\W_]+")
_MARKED = re.compile(r"[^\x00-\x7f]")
#: PostgreSQL keeps at most 255 places of a word in one text, and none past 16,382.
_PLACES, _FARTHEST = 255, 16_382
#: The largest vector, in bytes, that is sure to be taken, and the longest word.
_MOST, _LONGEST = 900_000, 500
#: So many places lie between the heading and the text: no phrase runs over both.
_GAP = 10


def fold(text: str) -> str:
    """A text in lower case, without marks over its letters."""
    if _MARKED.search(text):
        apart = unicodedata.normalize("NFD", text)
        text = "".join(c for c in apart if unicodedata.category(c) != "Mn")
    return text.lower()


def marked_letters() -> tuple[str, str]:
    """The letters of Latin alphabets with marks over them, and the same letters without."""
    pairs = [(chr(n), fold(chr(n))) for n in range(0xC0, 0x250)]
    marked = [(one, bare) for one, bare in pairs if len(bare) == 1 and bare.isascii()]
    return "".join(one for one, _ in marked), "".join(bare for _, bare in marked)


def aligned(text: str) -> str:
    """A text folded character for character, so that its offsets stay those of the text."""
    if text.isascii():
        return text.lower()
    return text.translate({ord(c): (fold(c) or c)[0] for c in set(text)})


def words(text: str) -> list[str]:
    """The words of a text, in order."""
    return _WORD.findall(fold(text))


@frozen
class Vector:
    """A text's words for PostgreSQL, and whether some place of a word had to be left out."""

    written: str
    crowded: bool


def vector(heading: str, text: str = "") -> Vector:
    """The words with their places; those of the heading weigh more."""
    places: dict[str, list[str]] = {}
    crowded = False
    at = 0
    for mark, part in (("A", heading), ("", text)):
        for word in words(part):
            at += 1
            known = places.setdefault(word[:_LONGEST], [])
            if at > _FARTHEST or len(known) >= _PLACES:
                crowded = True
            else:
                known.append(f"{at}{mark}")
        at += _GAP
    made = " ".join(f"'{word}':{','.join(p)}" if p else f"'{word}'" for word, p in places.items())
    if len(made) > _MOST:
        return Vector(" ".join(f"'{word}'" for word in places), True)
    return Vector(made, crowded)
