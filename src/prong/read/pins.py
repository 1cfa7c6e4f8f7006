"""Pins against the pages of a text: which pages a pin names, and on which a passage stands."""

from __future__ import annotations

import re
from collections.abc import Iterable

from prong.cite import reporters
from prong.read.reading import Footnote, Reading
from prong.values import frozen

_NOTES = re.compile(r"(?:,? ?(?:& ?|and )?)nn?\. ?(\d+(?:-\d+)?)(?:(?:, ?| & )(\d+))*")
_PAGES = re.compile(r"(\d+)(?:[-–](\d+))?")
#: The farthest a first page may lie from where its opinion's stars begin: syllabus and headnotes.
_AHEAD = 60


@frozen
class Pin:
    """A pin read: the reporter it counts in (None for a slip opinion), its pages, its notes."""

    reporter: str | None
    pages: frozenset[int]
    notes: frozenset[int]


def parse(pin: str, citation: str) -> Pin:
    """A pin as a library file states it: ``745``, ``745-46``, ``741 n.11``, ``slip op. 12``, or one
    that names its reporter, ``134 S. Ct. at 2022``, or its database, ``2020 WL 15, at *9``."""
    reporter = reporter_of(citation)
    if pin.startswith("slip op."):
        pin, reporter = pin.removeprefix("slip op.").removeprefix(" at"), None
    elif " at " in pin:
        volume, _, pin = pin.partition(" at ")
        volume = volume.rstrip(",")
        reporter = reporter_of(volume) or reporter_of(f"{volume} 1")
    notes: set[int] = set()
    for match in _NOTES.finditer(pin):
        notes |= _range(match.group(1))
        notes |= {int(n) for n in re.findall(r"\d+", match.group()[match.end(1) - match.start() :])}
    pages: set[int] = set()
    for match in _PAGES.finditer(_NOTES.sub("", pin)):
        pages |= _range(match.group())
    return Pin(reporter, frozenset(pages), frozenset(notes))


def _range(words: str) -> set[int]:
    first, _, last = words.replace("–", "-").partition("-")
    a = int(first)
    if not last:
        return {a}
    b = int(first[: len(first) - len(last)] + last) if len(last) < len(first) else int(last)
    return set(range(a, min(b, a + 200) + 1))


def reporter_of(citation: str) -> str | None:
    """The reporter of a citation in its plain form, or None for what names none (``No. 1-2``)."""
    match = re.fullmatch(r"\d+ (.+?) (?:\d+|_+)", citation)
    if match is None:
        return None
    known = reporters.reporters().get(reporters.squeezed(match.group(1)))
    return known.cite if known else match.group(1)


def levels(
    reading: Reading, citations: Iterable[str], one_star: str | None = None
) -> dict[str | None, int]:
    """For each reporter the number of stars that mark its pages in a text; None is the text's own.

    An index may say what ``one_star`` is. Else a row of stars is the reporter whose citation begins
    at, or not far before, the row's first page; a database counts each opinion's pages from one.
    """
    found: dict[str | None, int] = {}
    firsts: dict[int, int] = {}
    for page in reading.pages:
        if page.label.isdecimal():
            firsts.setdefault(page.stars, int(page.label))
    if 0 in firsts:
        found[None] = 0
    if one_star and 1 in firsts:
        cite = reporter_of(f"1 {one_star} 1")
        found[cite] = 1
    near: list[tuple[int, str, int]] = []
    for citation in dict.fromkeys(citations):
        reporter = reporter_of(citation)
        begins = _first_page(citation)
        if reporter is not None and begins is not None:
            near += [
                (first - begins, reporter, stars)
                for stars, first in firsts.items()
                if stars and 0 <= first - begins <= _AHEAD
            ]
    for _, reporter, stars in sorted(near):  # the nearest of all pairs first
        if reporter not in found and stars not in found.values():
            found[reporter] = stars
    return found


def _first_page(citation: str) -> int | None:
    found = re.search(r" (.+?) (\d+)$", citation)
    if found is None:
        return None
    known = reporters.reporters().get(reporters.squeezed(found.group(1)))
    return 1 if known and known.kind == "database" else int(found.group(2))


def pages_at(reading: Reading, stars: int, start: int, end: int) -> set[int]:
    """The pages of a row of stars on which a span of the reading text stands."""
    mine = [page for page in reading.pages if page.stars == stars and page.label.isdecimal()]
    found: set[int] = set()
    for k, page in enumerate(mine):
        until = mine[k + 1].at if k + 1 < len(mine) else len(reading.text) + 1
        if page.at < end and until > start:
            found.add(int(page.label))
    if mine and start < mine[0].at:
        found.add(int(mine[0].label) - 1)
    return found


def places(reading: Reading, words: str) -> list[tuple[int, int]]:
    """Where a phrase stands in a text, whatever its quotation marks, dashes and white space."""
    text = plainly(reading.text)
    sought = plainly(words)
    found: list[tuple[int, int]] = []
    at = text.find(sought) if sought else -1
    while at >= 0:
        found.append((at, at + len(sought)))
        at = text.find(sought, at + 1)
    return found


_PLAIN = str.maketrans("‘’“”–—\n\xa0", "''\"\"--  ")


def plainly(words: str) -> str:
    """Words with marks and blanks made plain, character for character."""
    return words.translate(_PLAIN)


def note_at(reading: Reading, at: int) -> Footnote | None:
    """The footnote in which an offset of the reading text stands."""
    return next((note for note in reading.footnotes if note.at[0] <= at < note.at[1]), None)
