"""A document read: its text, its footnotes, what it cites and how, what it quotes and from whom.

from prong.read import read
reading = read("opinion.pdf")
for citation in reading.citations:
    print(citation.n, citation.kind, citation.cite, citation.pins)
"""

from __future__ import annotations

import dataclasses
import gc
from bisect import bisect_right
from functools import cached_property
from pathlib import Path
from typing import IO, NamedTuple

from prong.read import bare, prose, quotation
from prong.read.draft import Draft
from prong.read.formats import from_text, load
from prong.read.formats.source import Source
from prong.read.front import Front, Section, front, sections
from prong.read.layout import Layout, Page, Places, lay_out
from prong.read.resolve import follow, lend_names, reading_order, resolve
from prong.read.scan import scan
from prong.read.sentence import Parser

Span = tuple[int, int]


class Parenthetical(NamedTuple):
    """A parenthetical after a citation: quoting, citing, first-quoting, holding, explanatory,
    quotation, en-banc, per-curiam, plurality, opinion, omission, alteration or emphasis. ``at`` is
    its span in the reading text."""

    kind: str
    text: str
    at: Span


class History(NamedTuple):
    """That another citation gives a decision's history: how (``cert. denied``), and its number."""

    how: str
    citation: int


class Citation(NamedTuple):
    """One citation where it stands.

    ``n``          its number, from 1, in the order a reader meets them: footnotes where called
    ``kind``       full, short, id, supra, name, statute, section, constitution, rule, regulation,
                   manual, record, docket, database, journal or treatise
    ``span``       its characters in the source, from the name to the court and year
    ``text``       the same as the reading text has it
    ``name``       the case name as written; ``cite`` the normalized citation (of the authority
                   referred to, for one that refers); ``parallel`` the same decision elsewhere
    ``court``      the id of the court; ``year`` as stated
    ``pins``       ``198-202``, ``1064 n.5``
    ``signal``     in lower case; ``carried`` where an earlier citation of the string states it
    ``inside``     the number of the citation in whose parenthetical it stands; ``relation`` how:
                   quoting, citing, or None
    ``history``    citations that give its history; ``history_of`` the one whose history it gives
    ``refers_to``  the number of the earlier citation it refers to (for a whole case name, that of the
                   citation it lends its name to); where there is none to be found
                   ``unresolved`` says why, and ``doubt`` says why one found is not certain
    ``section``    the path of the heading it stands under; ``footnote`` the number of its footnote;
                   ``page`` the page it stands on
    ``proposition`` the sentence or clause it supports; ``proposition_at`` its span in the reading text
    ``at``         its span in the reading text
    """

    n: int
    kind: str
    span: Span
    text: str
    name: str | None
    cite: str | None
    parallel: tuple[str, ...]
    court: str | None
    year: int | None
    pins: tuple[str, ...]
    signal: str | None
    carried: bool
    parentheticals: tuple[Parenthetical, ...]
    inside: int | None
    relation: str | None
    history: tuple[History, ...]
    history_of: int | None
    refers_to: int | None
    unresolved: str | None
    doubt: str | None
    section: str | None
    footnote: str | None
    page: str | None
    proposition: str | None
    proposition_at: Span | None
    at: Span


class Quotation(NamedTuple):
    """A passage quoted: its span in the source with its marks, the citation whose words it is, and
    the one that citation is said to quote."""

    span: Span
    text: str
    attributed_to: int | None
    inner: int | None
    block: bool
    footnote: str | None
    at: Span


class Footnote(NamedTuple):
    """A footnote: its number, the offset in the source where it is called (None where it is not),
    its whole text, and the spans of the source it was lifted from. ``at`` is its span in the
    reading text, ``called_at`` the offset there of its call."""

    number: str
    marker: int | None
    text: str
    spans: tuple[Span, ...]
    at: Span
    called_at: int | None


@dataclasses.dataclass(frozen=True)
class Reading:
    """A document read. ``source`` is the text that every ``span`` counts in (through
    ``source.in_file`` for a format whose text is not the file's own); ``text`` is the reading text
    that every ``at`` counts in."""

    name: str
    source: Source
    layout: Layout
    front: Front
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    quotations: tuple[Quotation, ...]
    footnotes: tuple[Footnote, ...]

    @property
    def text(self) -> str:
        return self.layout.text

    @property
    def pages(self) -> tuple[Page, ...]:
        return self.layout.pages

    @property
    def paragraphs(self) -> tuple[Span, ...]:
        return self.layout.paragraphs

    @cached_property
    def by_number(self) -> dict[int, Citation]:
        return {citation.n: citation for citation in self.citations}

    def authority(self, citation: Citation) -> Citation:
        """The citation that a citation refers to, or itself."""
        return self.by_number[citation.refers_to] if citation.refers_to else citation


def read(document: str | Path | bytes | IO[bytes], *, name: str | None = None) -> Reading:
    """Read a document: a path, its bytes, or an open binary file.

    Raises FileFault for a document that cannot be read.
    """
    if isinstance(document, str):
        document = Path(document)
    shown = name or (str(document) if isinstance(document, Path) else "document")
    return understand(load(document, name=name), shown)


def read_text(text: str, *, name: str = "text") -> Reading:
    """Read a text that is already in hand."""
    return understand(from_text(text), name)


def understand(source: Source, name: str) -> Reading:
    """Everything that is read from a source.

    What is built is kept, so looking for garbage meanwhile only costs time, a quarter of all.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _understand(source, name)
    finally:
        if collecting:
            gc.enable()


def _understand(source: Source, name: str) -> Reading:
    layout = lay_out(source)
    head = front(layout)
    text = layout.text
    drafts = Parser(text, layout.paragraphs, head.end).parse(scan(text))
    lend_names(drafts, text)
    notes = [(note.start, note.end, note.marker) for note in layout.notes]
    ordered = reading_order(drafts, layout.body, notes)
    known = resolve(ordered)
    drafts = bare.find(text, drafts, head.end, ordered)
    ordered = reading_order(drafts, layout.body, notes)
    early = _too_early(ordered)
    if early:
        drafts = [draft for draft in drafts if id(draft) not in early]
        ordered = [draft for draft in ordered if id(draft) not in early]
    follow(text, ordered, known, layout.body, notes)
    lines = prose.Sentences(text, drafts)
    supports = prose.propositions(drafts, lines)
    quoted = quotation.quotations(text, drafts, lines, layout.blocks, head.end)
    supported = {id(draft): span for draft, span in zip(drafts, supports, strict=True)}
    for n, draft in enumerate(ordered, 1):
        draft.n = n
    places = _Places(source, layout.places)
    heads = sections(layout)
    where = _Where(layout, heads)
    return Reading(
        name,
        source,
        layout,
        head,
        heads,
        tuple([_citation(draft, supported[id(draft)], text, places, where) for draft in ordered]),
        tuple([_quotation(one, text, places, where) for one in quoted]),
        tuple(_footnotes(layout, places)),
    )


def _too_early(ordered: list[Draft]) -> set[int]:
    """Names alone that a reader meets before the case is cited: those of notes called early."""
    met: set[int] = set()
    early: set[int] = set()
    for draft in ordered:
        met.add(id(draft))
        alone = (
            draft.kind in ("name", "short") and draft.name is not None and " v. " not in draft.name
        )
        if alone and draft.refers is not None and id(draft.refers) not in met:
            early.add(id(draft))
    return early


class _Places:
    """From the reading text to the source's file."""

    def __init__(self, source: Source, places: Places) -> None:
        self.span = places.span
        self.source = source
        if source.pieces:
            self.span = self._in_file
        self.places = places

    def _in_file(self, start: int, end: int) -> Span:
        a, b = self.places.span(start, end)
        return self.source.in_file(a), self.source.in_file(
            b - 1
        ) + 1 if b > a else self.source.in_file(a)


class _Where:
    """The section, footnote and page of an offset."""

    def __init__(self, layout: Layout, heads: tuple[Section, ...]) -> None:
        self.body = layout.body
        self.notes = layout.notes
        self.note_starts = [note.start for note in layout.notes]
        self.heads = heads
        self.head_starts = [head.start for head in heads]
        pages = [page for page in layout.pages if page.stars == 0]
        self.stars = ""
        if len(pages) < 2:
            fewest = min((page.stars for page in layout.pages), default=0)
            pages = [page for page in layout.pages if page.stars == fewest]
            self.stars = "*" * fewest
        self.pages = pages
        self.page_starts = [page.at for page in pages]

    def __call__(self, at: int) -> tuple[str | None, str | None, str | None]:
        note: str | None = None
        if at >= self.body and self.notes:
            k = max(0, bisect_right(self.note_starts, at) - 1)
            note = self.notes[k].number
            called = self.notes[k].marker
            if called is None:
                return None, note, None
            at = called
        i = bisect_right(self.head_starts, at) - 1
        p = bisect_right(self.page_starts, at) - 1
        return (
            self.heads[i].path if i >= 0 else None,
            note,
            self.stars + self.pages[p].label if p >= 0 else None,
        )


def _citation(
    draft: Draft, support: Span | None, text: str, places: _Places, where: _Where
) -> Citation:
    span = places.span
    refers = draft.refers
    section, note, page = where(draft.start)
    cite = draft.cite
    if refers is not None:
        cite = refers.cite
        if draft.section is not None and refers.section is not None and cite is not None:
            cite = cite.replace(refers.section, draft.section)
    return Citation(
        draft.n,
        draft.kind,
        span(draft.start, draft.end),
        text[draft.start : draft.end],
        draft.name,
        cite,
        tuple(draft.parallel),
        draft.court,
        draft.year,
        tuple(draft.pins),
        draft.signal,
        draft.carried,
        tuple([Parenthetical(kind, text[a:b], (a, b)) for kind, a, b in draft.parens]),
        draft.inside.n if draft.inside is not None else None,
        draft.relation,
        tuple([History(how, other.n) for how, other in draft.history]),
        draft.history_of.n if draft.history_of is not None else None,
        refers.n if refers is not None else None,
        draft.unresolved if refers is None else None,
        draft.doubt,
        section,
        note,
        page,
        text[support[0] : support[1]] if support is not None else None,
        support,
        (draft.start, draft.end),
    )


def _quotation(one: quotation.Quoted, text: str, places: _Places, where: _Where) -> Quotation:
    return Quotation(
        places.span(one.start, one.end),
        text[one.start : one.end],
        one.to.n if one.to is not None else None,
        one.inner.n if one.inner is not None else None,
        one.block,
        where(one.start)[1],
        (one.start, one.end),
    )


def _footnotes(layout: Layout, places: _Places) -> list[Footnote]:
    made = []
    for note in layout.notes:
        spans = [places.span(a, b) for a, b in _runs(layout.places, note.start, note.end)]
        marker = note.marker_in_source
        if marker is not None:
            if places.source.text[marker : marker + 1] in " \xa0":
                marker += 1
            marker = places.source.in_file(marker)
        made.append(
            Footnote(
                note.number,
                marker,
                layout.text[note.start : note.end],
                tuple(spans),
                (note.start, note.end),
                note.marker,
            )
        )
    return made


def _runs(places: Places, start: int, end: int) -> list[Span]:
    """The parts of a span that lie together in the source, white space aside."""
    if end <= start:
        return []
    i = max(0, bisect_right(places.starts, start) - 1)
    runs: list[Span] = []
    first = start
    while i + 1 < len(places.starts) and places.starts[i + 1] < end:
        i += 1
        here = places.starts[i]
        gap = places.origins[i] - places.origin(here - 1)
        if gap > 200 and here > first:
            runs.append((first, here))
            first = here
    runs.append((first, end))
    return runs
