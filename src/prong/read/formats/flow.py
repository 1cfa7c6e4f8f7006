"""The text of a document as its format unfolds it, and the footnotes lifted out at the end.

A reader writes words, breaks and links in the order of the file, and leaves open which links call
a footnote; that is known only when the place they lead to has been met. ``Flow.source`` then moves
each note's body to the end of the text and takes the number that calls it out.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import islice

from prong.read.formats import limits
from prong.read.formats.source import Note, Source
from prong.values import frozen

#: What waits to be written when a reader turns aside to a note.
Aside = tuple[str, tuple[str, int | None] | None, bool]

LINE, PARAGRAPH = "\n", "\n\n"

#: How a footnote is numbered, in whatever brackets.
_NUMBER = re.compile(
    r"\s*[\[(]?\s*(?:footnote|note|fn\.?|n\.)?\s*(\d{1,4}|[*†‡§¶#]{1,5}|[a-z]{1,2}|[ivxlc]{1,7})\s*"
    r"[\])]?\s*\.?\s*",
    re.IGNORECASE,
)
#: What only leads back from a note to where it is called.
_ARROW = re.compile(
    r"[\s\ufe0e\ufe0f]*(?:[↩↑^⏎]|back|return|jump back.{0,20})[\s\ufe0e\ufe0f]*", re.IGNORECASE
)
_AFTER_NUMBER = re.compile(r"\s*[\])]?\s*\.?\s*")
_NUMBER_LEADS = re.compile(r"\s*[\[(]?\s*(\d{1,4}|[*†‡§¶]{1,5})\s*[\]).]*(?=\s)\s*")


@frozen
class Link:
    """A passage that leads to a place of the document, and whether it looks like a footnote's."""

    start: int
    end: int
    to: str
    notish: bool

    @property
    def short(self) -> bool:
        return self.end - self.start <= 40


@frozen
class _Lifted:
    """A note's number, where it is called, its body, and what of the text only calls it."""

    number: str
    marker: int
    start: int
    end: int
    calls: tuple[tuple[int, int], ...] = ()


class Flow:
    """One text being written. Breaks and spaces wait until a word follows them."""

    def __init__(self, name: str | None) -> None:
        self.name = name
        self.at = 0
        self.parts: list[str] = []
        self.pieces: list[tuple[int, int]] = []
        self.shift: int | None = None
        self.broken = ""
        self.gap: tuple[str, int | None] | None = None
        self.spaced = True
        self.links: list[Link] = []
        self.places: dict[str, tuple[int, int]] = {}
        self.lifted: list[_Lifted] = []
        self.dropped: list[tuple[int, int]] = []
        self.headings: list[tuple[int, int, int]] = []
        self.blocks: list[tuple[int, int]] = []
        self.remarks: list[str] = []

    def write(self, text: str, origin: int | None = None) -> None:
        """Words as they stand, from an offset of the file."""
        if not text:
            return
        if self.broken:
            if self.at:
                self._put(self.broken, None)
            self.broken = ""
        elif self.gap and not self.spaced:
            self._put(*self.gap)
        self.gap = None
        self._put(text, origin)
        self.spaced = text[-1].isspace()

    def _put(self, text: str, origin: int | None) -> None:
        if origin is not None and origin - self.at != self.shift:
            self.shift = origin - self.at
            self.pieces.append((self.at, origin))
            if len(self.pieces) > limits.STRETCHES:
                raise limits.too_intricate(self.name)
        self.parts.append(text)
        self.at += len(text)
        if self.at > limits.TEXT:
            raise limits.too_long(self.name)

    def space(self, origin: int | None = None, text: str = " ") -> None:
        """The space between two words, however much of it the file has."""
        if self.gap is None or text == "\t":
            self.gap = (text, origin)

    def phrase(self, text: str, origin: int | None = None) -> None:
        """Words whose spaces are meant, save those at the edges of a paragraph."""
        inner = text.strip(" ") if not text.isspace() else ""
        if not inner:
            self.space(origin, text or " ")
            return
        lead = len(text) - len(text.lstrip(" "))
        after = lead + len(inner)
        if lead:
            self.space(origin, text[:lead])
        self.write(inner, None if origin is None else origin + lead)
        if after < len(text):
            self.space(None if origin is None else origin + after, text[after:])

    def flowing(self, text: str, origin: int) -> None:
        """Words whose white space means no more than a space."""
        for match in _RUN.finditer(text):
            if match.lastgroup == "space":
                self.space(origin + match.start())
            elif match.group().isspace():
                self.space(origin + match.start(), match.group())
            else:
                self.write(match.group(), origin + match.start())

    def breaks(self, how: str) -> None:
        """The end of a line, a paragraph or a page. The strongest of several counts; lines add up
        to a paragraph."""
        if "\f" in self.broken:
            return
        if how == LINE and self.broken == LINE:
            how = PARAGRAPH
        if how == "\f" or len(how) > len(self.broken):
            self.broken = how

    def heading(self, start: int, level: int) -> None:
        if self.at > start:
            self.headings.append((start, self.at, level))

    def block(self, start: int) -> None:
        """Ends a block quotation; what follows another without a word between is one with it."""
        if self.at <= start:
            return
        if self.blocks and self.blocks[-1][1] == start:
            start = self.blocks.pop()[0]
        self.blocks.append((start, self.at))

    def lift(self, number: str, marker: int, start: int) -> None:
        """Ends the body of a note that stands from ``start`` and is called at ``marker``."""
        self.lifted.append(_Lifted(number, marker, start, self.at))

    def place(self, name: str, start: int, end: int) -> None:
        """Names a passage that a link may lead to; the first of a name counts."""
        self.places.setdefault(name, (start, end))

    def source(self, kind: str, mapped: bool = True) -> Source:
        """The whole, with its notes at the end."""
        return _arranged(self, "".join(self.parts), kind, mapped)

    def aside(self) -> Aside:
        """Turns to a note in the midst of a sentence; gives what ``resume`` needs."""
        kept = self.broken, self.gap, self.spaced
        self.broken, self.gap = PARAGRAPH, None
        return kept

    def resume(self, kept: Aside) -> None:
        """Goes on with the sentence."""
        self.broken, self.gap, self.spaced = kept


_RUN = re.compile(r"(?P<space>[ \t\n\r\f]+)|[^ \t\n\r\f]+(?: [^ \t\n\r\f]+)*")


def _linked(flow: Flow, text: str) -> Iterator[_Lifted]:
    """The notes that links call. A link calls one when it looks like a footnote's, its words are a
    number and the place it leads to comes later. A second call of the same note adds none."""
    found: dict[str, _Lifted] = {}
    for link in flow.links:
        place = flow.places.get(link.to)
        if place is None or not link.notish or place[0] < link.end or place[1] <= place[0]:
            continue
        number = _NUMBER.fullmatch(text, link.start, link.end) if link.short else None
        if number is None:
            continue
        start = number.start() + number.group().index(number.group().lstrip())
        calls: tuple[tuple[int, int], ...] = ((start, link.end),)
        if link.to in found:
            first = found[link.to]
            calls = (*first.calls, *calls)
            found[link.to] = _Lifted(first.number, first.marker, *place, calls)
        else:
            found[link.to] = _Lifted(number.group(1), start, *place, calls)
    yield from found.values()


def _apart(found: list[_Lifted]) -> list[_Lifted]:
    """Notes none of which holds another; one that does is left where it stands."""
    kept: list[_Lifted] = []
    for one in sorted(found, key=lambda n: (n.start, -n.end)):
        while kept and kept[-1].end > one.start:
            kept.pop()
        kept.append(one)
    return kept


def _arranged(flow: Flow, text: str, kind: str, mapped: bool) -> Source:
    bodies = _apart([*flow.lifted, *_linked(flow, text)])
    flow.dropped += [call for body in bodies for call in body.calls]
    flow.links.sort(key=lambda link: link.start)
    starts = [body.start for body in bodies]
    order = sorted(range(len(bodies)), key=lambda i: (bodies[i].marker, i))
    inner = [_body(flow, text, body) for body in bodies]
    drops = _merged(flow.dropped, text)
    main: list[tuple[int, int]] = []
    at = 0
    for body in bodies:
        main += _without(drops, at, body.start)
        at = body.end
    main += _without(drops, at, len(text))
    owners = [_trimmed(text, main), *(_trimmed(text, _without(drops, *one)) for one in inner)]
    made: list[str] = []
    pieces: list[tuple[int, int]] = []
    moved: list[list[_Moved]] = [[] for _ in owners]
    length = 0
    for owner in [0, *(i + 1 for i in order)]:
        if length and owners[owner]:
            made.append(PARAGRAPH)
            length += len(PARAGRAPH)
        for start, end in owners[owner]:
            moved[owner].append((start, end, length))
            made.append(text[start:end])
            if mapped:
                _repieced(pieces, flow.pieces, start, end, length)
            length += end - start
    whole = "".join(made)
    if not whole.strip():
        raise limits.no_text(flow.name)

    def words(start: int, end: int) -> tuple[int, int]:
        i = bisect_right(starts, start) - 1
        inside = i >= 0 and end <= bodies[i].end
        start, end = _span(moved[i + 1 if inside else 0], start, end)
        found = whole[start:end]
        return start + len(found) - len(found.lstrip()), start + len(found.rstrip())

    notes = []
    for i in order:
        marker, segments = bodies[i].marker, moved[i + 1]
        j = bisect_left(starts, marker) - 1
        called = moved[j + 1 if j >= 0 and marker < bodies[j].end else 0]
        if segments:
            (_, _, start), (last, stop, new) = segments[0], segments[-1]
            place = _point(called, marker)
            notes.append(Note(bodies[i].number, place, start, new + stop - last))
    return Source(
        whole,
        kind,
        pieces=tuple(pieces),
        notes=tuple(notes),
        headings=tuple((*w, lv) for a, b, lv in flow.headings if (w := words(a, b))[0] < w[1]),
        blocks=tuple(w for a, b in flow.blocks if (w := words(a, b))[0] < w[1]),
        remarks=tuple(flow.remarks),
    )


#: The bounds of a stretch of the text as written, and where it begins as arranged.
_Moved = tuple[int, int, int]


def _span(segments: list[_Moved], start: int, end: int) -> tuple[int, int]:
    """Where a span stands in the arranged text; empty when nothing of it is left."""
    first = bisect_right(segments, start, key=lambda s: s[1])
    last = bisect_left(segments, end, key=lambda s: s[0]) - 1
    if first > last:
        return 0, 0
    (a, _, new), (b, stop, other) = segments[first], segments[last]
    return new + max(0, start - a), other + min(end, stop) - b


def _point(segments: list[_Moved], at: int) -> int:
    """Where a place between two words stands in the arranged text."""
    if not segments:
        return 0
    a, b, new = segments[max(0, bisect_right(segments, at, key=lambda s: s[0]) - 1)]
    return new + max(0, min(at, b) - a)


def _body(flow: Flow, text: str, body: _Lifted) -> tuple[int, int]:
    """A body without what leads back from it, and without its own number before it."""
    numbered = False
    first = bisect_left(flow.links, body.start, key=lambda link: link.start)
    for link in islice(flow.links, first, None):
        if link.start >= body.end:
            break
        place = flow.places.get(link.to)
        if not link.short or (place is not None and place[0] > body.start):
            continue
        leads = not text[body.start : link.start].strip(" \n\t[(")
        if leads and _NUMBER.fullmatch(text, link.start, link.end):
            numbered = True
            after = _AFTER_NUMBER.match(text, link.end, body.end)
            flow.dropped.append((body.start, after.end() if after else link.end))
        elif _ARROW.fullmatch(text, link.start, link.end):
            flow.dropped.append((link.start, link.end))
    start, end = body.start, body.end
    lead = _NUMBER_LEADS.match(text, start, min(end, start + 20))
    if not numbered and lead and lead.group(1) == body.number:
        start = lead.end()
    return start, end


def _merged(spans: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """What is left out, in order; with the brackets around it, and with the space before it where
    none is needed."""
    made: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        start, end = first, last
        if start and text[start - 1] == "[" and text[end : end + 1] == "]":
            start, end = start - 1, end + 1
        if start and text[start - 1] in " \t" and text[end : end + 1] in (*" \t\n\f.,;:)", ""):
            start -= 1
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        elif end > start:
            made.append((start, end))
    return made


def _without(drops: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """What is kept of a span."""
    kept: list[tuple[int, int]] = []
    i = bisect_right(drops, start, key=lambda d: d[1])
    while i < len(drops) and drops[i][0] < end:
        if drops[i][0] > start:
            kept.append((start, drops[i][0]))
        start = drops[i][1]
        i += 1
    if start < end:
        kept.append((start, end))
    return kept


def _trimmed(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans without the white space before the first word and after the last."""
    first, last = 0, len(spans)
    while first < last and not (inner := text[slice(*spans[first])].lstrip()):
        first += 1
    if first == last:
        return []
    spans[first] = (spans[first][1] - len(inner), spans[first][1])
    while not (inner := text[slice(*spans[last - 1])].rstrip()):
        last -= 1
    spans[last - 1] = (spans[last - 1][0], spans[last - 1][0] + len(inner))
    return spans[first:last]


def _repieced(
    made: list[tuple[int, int]], pieces: list[tuple[int, int]], start: int, end: int, new: int
) -> None:
    """The pieces of a span of the text, now that it begins at ``new``."""
    i = bisect_right(pieces, (start, 1 << 60)) - 1
    if i >= 0:
        made.append((new, pieces[i][1] + start - pieces[i][0]))
    for at, origin in pieces[i + 1 : bisect_left(pieces, (end,))]:
        made.append((new + at - start, origin))
