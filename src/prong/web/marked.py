"""The text of a brief cut where its citations and quotations stand, each marked in place by its worst
finding, so that a page can color it, word it and link it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from prong.check.consistency import FULL
from prong.check.finding import Check, Finding, Row, Span
from prong.check.known import cites_of
from prong.faults import FileFault
from prong.read.reading import Citation, Reading
from prong.report.check.memo import sorted_out
from prong.report.check.words import ABOUT
from prong.values import frozen

#: From the worst. ``look`` wants a look without being wrong; of an ``unchecked`` one nothing is said.
State = Literal["wrong", "look", "unverified", "verified", "unchecked"]
STATES: tuple[State, ...] = ("wrong", "look", "unverified", "verified", "unchecked")

#: What findings are about, as a tag has it beside "wrong" or "look".
NAMED = ABOUT | {
    "exists": "existence",
    "place": "page of the quotation",
    "reference": "reference",
}

#: The longest brief that is shown, in characters, and the most marks in it.
LONGEST, MOST = 2_000_000, 20_000


@frozen
class Mark:
    """A citation or a quotation where it stands: ``id`` is its anchor, ``to`` the anchor of what was
    found of it (none where it is not checked), ``says`` its state in words."""

    id: str
    to: str | None
    state: State
    says: str


@frozen
class Piece:
    """Words of one mark, or of none. ``mark`` is its number among the marks; ``first`` and ``last``
    say that the mark begins or ends here. A piece without words is a ``page`` that begins or the
    number of a note that is called (``call``)."""

    text: str
    mark: int | None = None
    first: bool = False
    last: bool = False
    page: str | None = None
    call: int | None = None


@frozen
class Passage:
    """A paragraph; ``level`` is that of a heading, 0 for none; ``note`` the footnote that begins with
    it, by its place among the notes, and ``number`` as the brief numbers it."""

    level: int
    note: int | None
    number: str | None
    pieces: tuple[Piece, ...]


@frozen
class Text:
    """The brief: its paragraphs, the footnotes from ``notes`` on, and the marks in it."""

    paragraphs: tuple[Passage, ...]
    notes: int
    marks: tuple[Mark, ...]


def state_of(finding: Finding) -> State:
    """How a finding looks to whoever is about to file."""
    if finding.verdict == "wrong":
        return "wrong"
    return "look" if finding.caution else finding.verdict


def worst(states: Iterable[State]) -> State:
    return min(states, key=STATES.index, default="unchecked")


def says(findings: Sequence[Finding]) -> str:
    """The worst of some findings, and what they are about where it is bad."""
    state = worst(map(state_of, findings))
    if state not in ("wrong", "look"):
        return state
    about = dict.fromkeys(NAMED[f.about] for f in findings if state_of(f) == state)
    return f"{state}: {', '.join(about)}"


class Places:
    """The anchors: of every citation, of every place that a finding is of, and of every finding
    (of its row, where it is told there in a word)."""

    def __init__(self, check: Check) -> None:
        self._length = len(check.reading.text)
        self.marks: dict[Span, Mark] = {}
        self.findings = {id(f): f"f0-{k}" for k, f in enumerate(check.whole)}
        for row in check.rows:
            told = {id(f) for f in sorted_out(row)[0]}
            n = row.citation.n
            for k, f in enumerate(row.findings):
                self.findings[id(f)] = f"f{n}-{k}" if id(f) in told else f"r{n}"
        rows = {row.citation.n: row for row in check.rows}
        same: dict[str, Row] = {}
        for row in check.rows:
            for cite in cites_of(row.citation) if row.citation.kind in FULL else ():
                same.setdefault(cite, row)
        for c in check.reading.citations:
            mine = rows.get(c.n) or _listed(c, same)
            if mine is not None:
                self._put(c.at, f"c{c.n}", f"r{mine.citation.n}", mine.findings)
            elif c.kind != "name":
                self._put(c.at, f"c{c.n}", None, ())
        for row in check.rows:
            self._of(row.citation.n, row.findings)
        self._of(0, check.whole)
        if self._length > LONGEST or len(self.marks) > MOST:
            raise FileFault(
                "The document is longer, or cites more, than the workbench shows: prong check on the"
                " command line has no such limit.",
                expected=f"at most {LONGEST:,} characters and {MOST:,} citations and quotations",
            )

    def _of(self, n: int, findings: Sequence[Finding]) -> None:
        """Marks for what findings are of where that is not a citation marked already."""
        found: dict[Span, list[tuple[int, Finding]]] = {}
        for k, finding in enumerate(findings):
            found.setdefault(finding.at, []).append((k, finding))
        for at, several in found.items():
            known = self.marks.get(at)
            if known is None or known.to is None:
                k, first = several[0]
                anchor = known.id if known else f"q{n}-{k}"
                self._put(at, anchor, self.findings[id(first)], [f for _, f in several])

    def _put(self, at: Span, anchor: str, to: str | None, findings: Sequence[Finding]) -> None:
        if 0 <= at[0] < at[1] <= self._length:
            state = worst(map(state_of, findings))
            self.marks[at] = Mark(anchor, to, state, says(findings) if findings else "not checked")

    def at(self, finding: Finding) -> str | None:
        """The anchor in the brief of what a finding is of."""
        mark = self.marks.get(finding.at)
        return mark.id if mark else None


def _listed(citation: Citation, same: dict[str, Row]) -> Row | None:
    """Of a citation that only lists what is checked where the text cites it: the row of that."""
    if citation.kind not in FULL:
        return None
    return next((same[cite] for cite in cites_of(citation) if cite in same), None)


def marked(reading: Reading, places: Places) -> Text:
    """The text with its marks: where two cover the same words, the shorter has them."""
    spans = sorted(places.marks, key=lambda at: (at[0] - at[1], at))
    cuts = sorted({edge for at in spans for edge in at})
    owner: list[int | None] = [None] * len(cuts)
    for number, (start, end) in enumerate(spans):  # the longest first, painted over by the shorter
        for k in range(bisect_left(cuts, start), bisect_left(cuts, end)):
            owner[k] = number
    last: dict[int, int] = {}
    for k, mine in enumerate(owner):
        if mine is not None:
            last[mine] = cuts[k + 1]
            while reading.text[last[mine] - 1].isspace() and last[mine] > cuts[k]:
                last[mine] -= 1
    points = sorted(_points(reading), key=lambda point: point[0])
    cutter = Cutter(reading.text, cuts, owner, last, points)
    levels = {section.start: min(4, section.level + 1) for section in reading.sections}
    numbers = {note.at[0]: k for k, note in enumerate(reading.footnotes)}
    made = []
    body = 0
    for start, end in reading.paragraphs:
        note = numbers.get(start) if start >= reading.layout.body else None
        called = reading.footnotes[note].number if note is not None else None
        body += start < reading.layout.body
        made.append(Passage(levels.get(start, 0), note, called, tuple(cutter.cut(start, end))))
    return Text(tuple(made), body, tuple(places.marks[at] for at in spans))


def _points(reading: Reading) -> Iterator[tuple[int, Piece]]:
    """Where pages begin and notes are called."""
    for page in reading.pages:
        yield page.at, Piece("", page="*" * page.stars + page.label)
    for k, note in enumerate(reading.footnotes):
        if note.called_at is not None:
            yield note.called_at, Piece(note.number, call=k)


class Cutter:
    """Cuts paragraphs, asked for in their order: at ``cuts``, from each of which on the words belong to
    the mark in ``owner``, up to where it ends at ``last``; and at ``points``, where something stands
    that is no word."""

    def __init__(
        self,
        text: str,
        cuts: list[int],
        owner: list[int | None],
        last: dict[int, int],
        points: list[tuple[int, Piece]],
    ) -> None:
        self.text, self.cuts, self.owner = text, cuts, owner
        self.last, self.points = last, points
        self.next = 0
        self.begun: set[int] = set()

    def cut(self, start: int, end: int) -> Iterator[Piece]:
        at = start
        while self.next < len(self.points) and self.points[self.next][0] <= end:
            where, point = self.points[self.next]
            yield from self._words(at, where)
            yield point
            at = max(at, where)
            self.next += 1
        yield from self._words(at, end)

    def _words(self, start: int, end: int) -> Iterator[Piece]:
        k = bisect_left(self.cuts, start + 1)
        while start < end:
            until = min(end, self.cuts[k]) if k < len(self.cuts) else end
            number = self.owner[k - 1] if k else None
            if number is None:
                yield Piece(self.text[start:until])
            else:
                first, last = number not in self.begun, self.last[number] <= until
                self.begun.add(number)
                yield Piece(self.text[start:until], number, first, last)
            start, k = until, k + 1
