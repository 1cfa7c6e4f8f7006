"""The layout of a document understood: one reading text, its pages, paragraphs and footnotes.

The reading text has its lines joined, white space made single, page furniture left out, star pages
taken out, and every footnote lifted from where it interrupts the body to the end. Each paragraph is
one line of it. ``Places`` leads from any offset in it back to the file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import cached_property

from prong.read import footnotes, furniture
from prong.read.calls import Found
from prong.read.formats.source import Source
from prong.read.lines import Line, Style, ends_sentence, lines_of, style_of
from prong.values import frozen


@frozen
class Page:
    """A page that begins in the text.

    ``label`` its number; ``at`` the offset in the reading text; ``stars`` how many asterisks mark
    it (0 for a page of the document itself, 1 to 5 for star pages of a reporter).
    """

    label: str
    at: int
    stars: int


@frozen
class LaidNote:
    """A footnote: its number, where the reading text calls it (None where it does not), its body."""

    number: str
    marker: int | None
    start: int
    end: int
    marker_in_source: int | None


class Places:
    """From offsets in the reading text to offsets in the source.

    Each piece begins at one of ``starts`` and came from the source at the same of ``origins``; of
    the ``loose`` pieces white space was made single.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.starts: list[int] = []
        self.origins: list[int] = []
        self.loose: set[int] = set()

    def add(self, start: int, origin: int) -> None:
        self.starts.append(start)
        self.origins.append(origin)

    def origin(self, at: int) -> int:
        """The source offset of the character at a reading offset."""
        if not self.starts:
            return at
        i = bisect_right(self.starts, at) - 1
        origin = self.origins[i]
        offset = at - self.starts[i]
        if i not in self.loose:
            return origin + offset
        for match in _LOOSE.finditer(self.source, origin):
            words = match.start() - origin
            if offset <= words:
                break
            offset -= words + 1
            origin = match.end()
        return origin + offset

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source span of a span of the reading text."""
        return self.origin(start), self.origin(end - 1) + 1 if end > start else self.origin(start)


#: Blanks that the reading text makes one space.
_LOOSE = re.compile(r"[ \t\xa0]{2,}|[\t\xa0]")
#: The longest loose piece: a way back through it takes time in proportion.
_LONGEST = 2000


@frozen
class Layout:
    """``body`` is where the body ends in the text and the footnotes begin. ``heads`` are spans that
    the file marks as headings with their level, ``blocks`` those set off as block quotations."""

    text: str
    places: Places
    paragraphs: tuple[tuple[int, int], ...]
    body: int
    notes: tuple[LaidNote, ...]
    pages: tuple[Page, ...]
    heads: tuple[tuple[int, int, int], ...]
    blocks: tuple[tuple[int, int], ...]


class _Writer:
    """Writes the reading text, line by line, leaving out what is cut."""

    def __init__(self, source: str, cuts: list[furniture.Cut]) -> None:
        self.source = source
        self.cuts = cuts
        self.cut_starts = [cut.start for cut in cuts]
        self.parts: list[str] = []
        self.length = 0
        self.places = Places(source)
        self.paragraphs: list[tuple[int, int]] = []
        self.marks: list[tuple[furniture.Cut, int]] = []
        self.last = "\n"
        self.waiting = False  # whether a space stands before what comes next
        self.start = 0

    @property
    def here(self) -> int:
        """Where the next character will stand."""
        return self.length + self.waiting

    def piece(self, start: int, end: int) -> None:
        """Source characters without cuts, their white space made single."""
        text = self.source[start:end]
        if "  " not in text and "\t" not in text and "\xa0" not in text:
            self._put(text, start)
            return
        while end - start > _LONGEST:
            stop = self.source.rfind(" ", start, start + _LONGEST) + 1 or start + _LONGEST
            self._loose(start, stop)
            start = stop
        self._loose(start, end)

    def _loose(self, start: int, end: int) -> None:
        while start < end and self.source[start] in " \t\xa0":
            start += 1
            self.space()
        text = self.source[start:end]
        kept = text.rstrip(" \t\xa0")
        if kept:
            single = _LOOSE.sub(" ", kept)
            if len(single) != len(kept) or single != kept:
                self.places.loose.add(len(self.places.starts))
            self._put(single, start)
        if len(kept) < len(text):
            self.space()

    def _put(self, text: str, origin: int) -> None:
        if text:
            if self.waiting:  # the space stands for the blank before the text
                text = " " + text
                origin -= 1
                self.waiting = False
            self.places.add(self.length, origin)
            self.parts.append(text)
            self.length += len(text)
            self.last = text[-1]

    def space(self) -> None:
        """A space before what comes next, unless one stands there."""
        if self.last not in " \n":
            self.waiting = True

    def line(self, start: int, end: int) -> None:
        """A line's characters between cuts."""
        cuts = self.cuts
        first = start
        i = bisect_right(self.cut_starts, start - 1) if cuts else 0
        while i < len(cuts) and cuts[i].start < end:
            cut = cuts[i]
            if cut.start > start:
                self.piece(start, cut.start)
            self.marks.append((cut, self.here))
            start = max(start, cut.end)
            i += 1
        if start < end:
            if start > first and (self.waiting or self.last in " \n"):
                while start < end and self.source[start] in " \t\xa0":
                    start += 1
            self.piece(start, end)

    def run_on(self, before: Line, line: Line) -> None:
        """What joins two lines: a space, or nothing where a hyphen or dash parts them."""
        text = self.source
        tail = text[before.end - 1]
        if tail == "-" and text[before.end - 2 : before.end - 1].isalnum():
            self._mend(line)
        elif (
            tail != "—"
            and text[line.start] != "—"
            and (tail != "–" or not text[before.end - 2 : before.end - 1].isalnum())
        ):
            self.space()

    def _mend(self, line: Line) -> None:
        """Drops a hyphen that only breaks a word: where the document has the word whole elsewhere,
        and its first part not alone."""
        first = re.search(r"[A-Za-z]+(?=-$)", self.parts[-1])
        second = re.match(r"[a-z]+", self.source[line.start : line.start + 40])
        if first and second:
            known = self.words
            one = first.group().lower()
            if known[one + second.group()] and known[one] <= 1:
                self.parts[-1] = self.parts[-1][:-1]
                self.length -= 1

    @cached_property
    def words(self) -> Counter[str]:
        return Counter(re.findall(r"[a-z]+", self.source.lower()))

    def close(self) -> None:
        """The end of a paragraph."""
        self.waiting = False
        if self.last == " ":
            self.parts[-1] = self.parts[-1][:-1]
            self.length -= 1
        if self.length > self.start:
            self.paragraphs.append((self.start, self.length))
            self.places.add(self.length, self.places.origin(self.length - 1) + 1)
            self.parts.append("\n")
            self.length += 1
        self.last = "\n"
        self.start = self.length


def lay_out(source: Source) -> Layout:
    """Understand a document's layout."""
    text = source.text
    lines = lines_of(text)
    if source.kind in ("text", "pdf"):
        furniture.unnumber(text, lines)
    style = style_of(lines)
    cuts = furniture.editorial(text, style)
    broken = furniture.furnish(text, lines, style)
    marked = bool(source.notes)
    found = footnotes.marked(source) if marked else footnotes.find(text, lines, broken, style)
    cuts = _merged(cuts, found)
    writer = _Writer(text, cuts)
    fixed = source.kind in ("html", "docx", "rtf")  # each line is a paragraph already
    taken = bytearray(len(lines))
    for note in found:
        for i in (*note.hidden, *note.lines):
            taken[i] = 1
    for i in broken.dropped:
        taken[i] = 1
    body = [i for i in range(len(lines)) if not taken[i]]
    page_at: list[tuple[int, str]] = []
    _write_body(writer, lines, body, style, broken, page_at, fixed)
    writer.close()
    end = writer.length
    spans: list[tuple[int, int]] = []
    for note in found:
        start = writer.length
        before: Line | None = None
        for i in note.lines:
            line = lines[i]
            if line.start >= note.text_from or line.end > note.text_from:
                if before is None:
                    line = Line(max(line.start, note.text_from), line.end, 0, 0)
                elif style.long or (fixed and line.gap):
                    writer.close()
                else:
                    writer.run_on(before, line)
                if line.start < line.end:
                    writer.line(line.start, line.end)
                    before = line
        writer.close()
        spans.append((start, max(start, writer.length - 1)))
    places = writer.places
    marks = {cut.start: at for cut, at in writer.marks}
    notes = tuple(
        LaidNote(
            note.number,
            marks.get(note.marker[0]) if note.marker else None,
            *span,
            note.marker[0] if note.marker else None,
        )
        for note, span in zip(found, spans, strict=True)
    )
    pages = [Page(label, at, 0) for at, label in page_at]
    pages += [Page(cut.page, at, cut.stars) for cut, at in writer.marks if cut.page and at <= end]
    pages.sort(key=lambda page: page.at)
    whole = "".join(writer.parts)
    return Layout(
        whole,
        places,
        tuple(writer.paragraphs),
        end,
        notes,
        tuple(pages),
        tuple((*_into(places, a, b), level) for a, b, level in source.headings),
        tuple(_into(places, a, b) for a, b in source.blocks),
    )


def _merged(cuts: list[furniture.Cut], found: list[Found]) -> list[furniture.Cut]:
    """What is cut from the text in order: star pages, editorial marks, footnote markers."""
    markers = [furniture.Cut(*note.marker) for note in found if note.marker]
    if not markers:
        return cuts
    return sorted([*cuts, *markers], key=lambda cut: (cut.start, cut.end))


def _into(places: Places, start: int, end: int) -> tuple[int, int]:
    """A source span as a span of the reading text (of the first text that came from it)."""
    return _reading(places, start), _reading(places, end - 1) + 1


def _reading(places: Places, origin: int) -> int:
    i = max(0, bisect_right(places.origins, origin) - 1)
    return places.starts[i] + max(0, origin - places.origins[i])


def _write_body(
    writer: _Writer,
    lines: list[Line],
    body: list[int],
    style: Style,
    broken: furniture.Furniture,
    page_at: list[tuple[int, str]],
    fixed: bool,
) -> None:
    """The body's lines as paragraphs."""
    text = writer.source
    pages = list(broken.pages)
    before: Line | None = None
    before_i = -2
    opened = True  # whether the line before began its paragraph
    page = 0
    for i in body:
        line = lines[i]
        new_page = False
        while page < len(pages) and pages[page][0] <= i:
            if before is None or page_at:
                new_page = True
            page_at.append((-1, pages[page][1]))
            page += 1
        if line.start == line.end:
            continue
        if before is not None:
            interrupted = new_page or before_i + 1 + (line.gap if i else 0) < i
            if fixed or style.long:
                begins = line.gap > 0 or not _flows(text, before, line) or style.long
            else:
                begins = _begins(text, before, line, style, interrupted, opened)
            if begins and not fixed:
                begins = not ((interrupted and _open(writer)) or _parted(text, before, line))
            opened = begins
            if begins:
                writer.close()
            elif text[line.start] not in ",;)":
                writer.run_on(before, line)
        for k in range(len(page_at) - 1, -1, -1):
            if page_at[k][0] >= 0:
                break
            page_at[k] = (writer.here, page_at[k][1])
        writer.line(line.start, line.end)
        before, before_i = line, i
    page_at[:] = [(at, label) for at, label in page_at if at >= 0]


def _open(writer: _Writer) -> bool:
    """Whether the paragraph so far is within a parenthesis, or ends as no sentence ends."""
    so_far = "".join(writer.parts[-60:])[-1500:].rpartition("\n")[2]
    if _DATE.fullmatch(so_far.strip()):
        return False
    return so_far.count("(") > so_far.count(")") or not ends_sentence(so_far)


_CITED_ALONE = re.compile(r"\d{1,4} [A-Z][A-Za-z0-9. ]{1,16} (?:\d+|_+)")


def _parted(text: str, before: Line, line: Line) -> bool:
    """Whether two lines are parts of one sentence, set apart because one of them is a link."""
    first = text[line.start]
    if first in ",;)":
        return True
    last = text[max(before.start, before.end - 30) : before.end]
    if _CITED_ALONE.fullmatch(last) and (first == "(" or first.islower()):
        return True
    return last.endswith((",", " v.")) and bool(_CITED_ALONE.match(text, line.start, line.end))


def _flows(text: str, before: Line, line: Line) -> bool:
    """Whether a line runs on from the one before it."""
    return not _ended(text, before)


def _ended(text: str, line: Line) -> bool:
    return ends_sentence(text[max(line.start, line.end - 30) : line.end])


def _apart(text: str, line: Line) -> bool:
    """Whether a line is a date alone or the ``v.`` of a caption."""
    length = line.end - line.start
    if length < 10:
        return bool(_VERSUS.fullmatch(text, line.start, line.end))
    return length < 22 and bool(_DATE.fullmatch(text, line.start, line.end))


def _title(words: str) -> bool:
    """Whether a line that ends without a period can be a title or a line of a caption."""
    if _CITES.match(words) or words[-1] in "§¶&(-–":
        return False
    counted = [word for word in words.split(" ") if len(word) > 3]
    capital = sum(1 for word in counted if word[0].isupper())
    return capital >= len(counted) * 0.7


#: How a line begins that cites.
_CITES = re.compile(
    r"(?:See|But|Cf|Accord|Compare|Contra|E\.g|Id|And|The|A|In|Under|This|That|We|He|She|It|They)\b"
)


def _begins(
    text: str, before: Line, line: Line, style: Style, interrupted: bool, opened: bool
) -> bool:
    """Whether a line begins a paragraph in a document of broken lines."""
    if _apart(text, line) or _apart(text, before):
        return True
    length = before.end - before.start
    if (line.gap or style.double) and _HEAD.match(text, line.start, line.end):
        return True
    if style.double:
        if line.gap == 0 and before.indent == line.indent:
            return False
        if line.gap > 3:
            return True
        if line.indent >= style.margin + 3:
            return line.indent != before.indent or line.gap > 1 or _ended(text, before)
        centred = before.indent >= style.margin + 14 and length < style.width * 0.6
        return bool(centred or _HEAD.match(text, before.start, before.end))
    if line.gap and not interrupted:
        return True
    if _DOTS.search(text, before.start, before.end):
        return True
    if interrupted:
        first = text[line.start]
        return _ended(text, before) and not first.islower() and not first.isdecimal()
    if style.gaps:
        return False
    short = length < style.width * 0.8
    if short and _ended(text, before):
        return True
    if _CAPS.fullmatch(text[line.start : line.end].strip()) or (
        _CAPS.fullmatch(text[before.start : before.end].strip()) and short
    ):
        return True
    return bool(
        short
        and length < style.width * 0.6
        and text[line.start].isupper()
        and opened
        and _title(text[before.start : before.end])
    )


#: A heading by its number: ``I. Background``, ``A.``, ``2. Officers``; never a sentence.
_HEAD = re.compile(
    r"(?:[IVX]{1,5}|[A-H]|\d{1,2})\.(?: +[A-Z“\"][^.]{0,70}|$)$"
    r"|(?:BACKGROUND|DISCUSSION|ANALYSIS|CONCLUSION|ARGUMENT|OPINION|ORDER)\.?$"
)
_VERSUS = re.compile(r"v\.|vs\.|-?against-?|V\.")
_DATE = re.compile(r"[(\[]?(?:[A-Z][a-z]{2,8}\.?) \d{1,2}, \d{4}[)\]]?")
_DOTS = re.compile(r"(?:\. ?){6,}")
_CAPS = re.compile(r"[^a-z]*[A-Z]{3}[^a-z]*")
