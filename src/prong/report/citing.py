"""Writing a memorandum's citations: full where an authority first stands, then short, and *id.*

*Id.* stands only where the citation before is one authority, the same, with nothing of the record
between them, and no heading, table or list has begun since (Rule 4.1; stricter than it asks, so
that a paragraph can be moved without harm). In a string the signals stand in the order of Rule 1.3
and, under each, decisions of a higher court first and then the later first (Rule 1.4).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from prong.cite import bluebook
from prong.decide.argument import Citation, RecordCite
from prong.law.authorities import ENDING_EVENTS, Authority, Event
from prong.law.library import Library
from prong.report.blocks import (
    Block,
    Cite,
    Heading,
    Memo,
    Paragraph,
    Picture,
    Points,
    Run,
    Sentence,
    Sentences,
    Table,
    Text,
    italic,
    plain,
)
from prong.values import frozen

_SIGNALS = ("", "see", "see also", "cf.", "but see")
_RANK = {"supreme": 0, "appeals": 1, "district": 2, "state-high": 3}

#: How the table of authorities, and a full citation, name what became of a decision.
EVENT = {
    "supersedes": "superseding",
    "amends": "amending",
    "amended": "as amended",
    "affirmed": "aff'd",
    "cert-denied": "cert. denied",
    "rehearing-denied": "reh'g denied",
    "withdrawn": "withdrawn",
    "vacated": "vacated",
    "reversed": "rev'd",
    "overruled": "overruled",
    "superseded": "superseded",
}


@frozen
class Names:
    """What the decisions of one memorandum are called once they have been cited in full: a short
    name, or the whole caption where two of them would share it."""

    shared: frozenset[str]

    @classmethod
    def among(cls, authorities: Iterable[Authority]) -> Names:
        count = Counter(_short_name(a) for a in {id(a): a for a in authorities}.values())
        return cls(frozenset(name for name, number in count.items() if number > 1))

    def of(self, authority: Authority) -> str:
        name = _short_name(authority)
        return bluebook.abbreviated(authority.authority if name in self.shared else name)


def _short_name(authority: Authority) -> str:
    return authority.short or bluebook.short_name(authority.authority)


@dataclass
class _Writer:
    """Where the document stands: what has been cited in full, and what was cited last."""

    library: Library
    names: Names
    full: set[str] = field(default_factory=set)
    last: tuple[str, str | None] | None = None
    brief: bool = False

    def sentence(self, s: Sentence) -> Sentence:
        """A sentence with its record cites before its period and its authorities after it."""
        words = [replace(run, text=typographic(run.text)) for run in s.text]
        if words and not words[0].italic:
            words[0] = replace(words[0], text=words[0].text[:1].upper() + words[0].text[1:])
        if s.record:
            self.last = None
            words = _before_the_period(words, [Run(" ("), *record_runs(s.record), Run(")")])
        if s.cites:
            string = [replace(run, text=typographic(run.text)) for run in self.string(s.cites)]
            words += [Run(" "), *string] if words else string
        return replace(s, written=tuple(words))

    def string(self, cites: tuple[Cite, ...]) -> Iterator[Run]:
        """A citation sentence."""
        ordered = sorted(_once(cites), key=self._order)
        alone = len(ordered) == 1
        made: list[Run] = []
        signal = ""
        for number, cite in enumerate(ordered):
            if number:
                made.append(Run("; "))
            if cite.signal and (cite.signal != signal or not number):
                word = cite.signal if number else cite.signal.capitalize()
                made += [italic(word), Run(" ")]
            signal = cite.signal
            made += self.cite(cite, begins=not number and not cite.signal)
        key = ordered[0].citation.authority
        self.last = (key, ordered[0].citation.pin) if alone and key else None
        if not plain(made).endswith("."):
            made.append(Run("."))
        yield from made

    def cite(self, cite: Cite, begins: bool) -> Iterator[Run]:
        """One citation in the form its place asks for."""
        citation = cite.citation
        key = citation.authority
        if key is None:
            yield from _as_cited(citation)
        elif self.last and self.last[0] == key:
            same = citation.pin == self.last[1] or citation.pin is None
            yield italic("Id." if begins else "id.")
            yield Run("" if same else bluebook.id_pin(citation.pin))
        elif key in self.full or self.brief:
            yield from short(self.names, self.library.authorities[key], citation.pin)
        else:
            self.full.add(key)
            yield from full(self.library, self.library.authorities[key], citation.pin)
        if cite.parenthetical:
            yield Run(" (")
            yield from cite.parenthetical
            yield Run(")")
        if citation.coded is not None and not citation.coded.verified:
            yield Run(" [unverified]")

    def _order(self, cite: Cite) -> tuple[int, int, float, str]:
        key = cite.citation.authority
        signal = _SIGNALS.index(cite.signal)
        if key is None:
            return (signal, 9, 0, cite.citation.cited_as or "")
        authority = self.library.authorities[key]
        kind = self.library.courts.courts[authority.court].kind
        later = -authority.decided.first.toordinal()
        return (signal, _RANK.get(kind, 4), later, key)


def typographic(words: str) -> str:
    """Words with the quotation marks and apostrophes of print."""
    words = re.sub(r"""(^|[\s(\[—–])"(?=\S)""", "\\1“", words).replace('"', "”")
    return re.sub(r"(^|[\s(\[—–“])'(?=\S)", "\\1‘", words).replace("'", "’")


def _once(cites: Iterable[Cite]) -> list[Cite]:
    """Each authority once, its pins joined where it is cited for several."""
    found: dict[tuple[str, str | None, str | None, Text], Cite] = {}
    for cite in cites:
        c = cite.citation
        key = (cite.signal, c.authority, c.cited_as, cite.parenthetical)
        old = found.get(key)
        if old is None:
            found[key] = cite
        elif c.pin and c.pin != old.citation.pin:
            joined = _pins(old.citation.pin, c.pin)
            found[key] = replace(old, citation=replace(c, pin=joined))
    return list(found.values())


def _pins(first: str | None, second: str) -> str:
    if not first or second in re.split(r", ", first):
        return first or second
    if " at " in first or " at " in second:
        return first  # of two reporters, or one that names itself: the first
    if first.startswith("slip op.") == second.startswith("slip op."):
        tail = re.sub(r"^slip op\.(?: at)? ?", "", second)
        return first if tail in first else f"{first}, {tail}"
    return first


def _before_the_period(words: list[Run], addition: list[Run]) -> list[Run]:
    last = words[-1]
    if last.text.endswith((".", "?")):
        return [
            *words[:-1],
            replace(last, text=last.text[:-1]),
            *addition,
            Run(last.text[-1]),
        ]
    return [*words, *addition]


def _as_cited(citation: Citation) -> Iterator[Run]:
    """An authority that the library does not hold, as the file that cites it writes it."""
    words = citation.cited_as or ""
    caption, comma, rest = words.partition(", ")
    if comma and " v. " in caption:
        yield italic(caption)
        yield Run(f", {rest}")
    else:
        yield Run(words)
    if citation.pin:
        yield Run(f", at {bluebook.pages(citation.pin)}")


def full(library: Library, authority: Authority, pin: str | None) -> Iterator[Run]:
    """A full citation, with what became of the decision where that ended it as authority."""
    citation, pin = bluebook.placed(authority.citation, authority.parallel, pin)
    court = library.courts.courts[authority.court]
    place = "" if court.kind == "supreme" else court.cite
    yield italic(bluebook.abbreviated(authority.authority))
    after = bluebook.after_caption(
        citation, place, authority.decided, pin=pin, weight=authority.weight
    )
    yield Run(f", {after}")
    if authority.status == "unpublished":
        yield Run(" (unpublished)")
    for event in authority.history:
        if event.event in ENDING_EVENTS and not event.point:
            yield from _event(library, event)


def _event(library: Library, event: Event) -> Iterator[Run]:
    yield Run(", ")
    by = library.authorities.get(event.by) if event.by else None
    yield italic(EVENT[event.event] + (" by" if by and event.event == "overruled" else ""))
    if by is not None:
        yield Run(", " if event.event != "overruled" else " ")
        yield from full(library, replace(by, history=()), None)
    elif event.cite:
        yield Run(f", {event.cite}")
    else:
        yield Run(f" ({event.on.spoken()})")


def short(names: Names, authority: Authority, pin: str | None) -> Iterator[Run]:
    """A short citation: the name, the reporter, the page."""
    citation, pin = bluebook.placed(authority.citation, authority.parallel, pin)
    yield italic(names.of(authority))
    yield Run(f", {bluebook.after_name(citation, pin)}")


def record(cites: Iterable[RecordCite]) -> str:
    """Record cites, those of one document joined, the evidence against after *but see*."""
    every = list(cites)
    pro = "; ".join(_joined(c.cite for c in every if not c.against))
    con = "; ".join(_joined(c.cite for c in every if c.against))
    if pro and con:
        return f"{pro}; but see {con}"
    return pro or (f"contra {con}" if con else "")


def record_runs(cites: Iterable[RecordCite]) -> list[Run]:
    """Record cites, the signal before those against set as signals are."""
    pro, signal, con = record(cites).partition("but see ")
    return [Run(pro), *((italic("but see"), Run(f" {con}")) if signal else ())]


#: A document's name, then nothing but pages, with lines and notes.
_PAGE = r"\d[\d:–-]*(?:(?: &)? nn?\.[\d–-]+)?"
_PAGES = re.compile(rf"(\D*\s)({_PAGE}(?:, {_PAGE})*)$")


def _joined(cites: Iterable[str]) -> list[str]:
    """Cites to one document as one: its name, then its pages."""
    found: dict[str, list[str]] = {}
    for cite in dict.fromkeys(cites):
        match = _PAGES.match(cite)
        named, pages = (match.group(1), match.group(2)) if match else (cite, "")
        found.setdefault(named, []).append(bluebook.pages(pages))
    made = []
    for named, pages in found.items():
        parts = dict.fromkeys(part for several in pages for part in several.split(", "))
        made.append(named + ", ".join(_with_notes(sorted(parts, key=_by_number))))
    return made


def _with_notes(parts: list[str]) -> list[str]:
    """A page and its notes as one: 7 and 7 nn.4–5 are 7 & nn.4–5."""
    made: list[str] = []
    for part in parts:
        page, _, note = part.partition(" n")
        if note and made and made[-1] == page:
            made[-1] = f"{page} & n{note}"
        else:
            made.append(part)
    return made


def _by_number(words: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d+", words)]


def written(memo: Memo, library: Library, names: Names) -> Memo:
    """The memorandum with every citation written out, in the order of the document."""
    writer = _Writer(library, names)
    return replace(memo, blocks=tuple(_block(writer, block) for block in memo.blocks))


def _block(writer: _Writer, block: Block) -> Block:
    def each(sentences: Sentences) -> Sentences:
        return tuple(writer.sentence(s) for s in sentences)

    match block:
        case Paragraph():
            return replace(block, sentences=each(block.sentences))
        case Points():
            items = []
            for item in block.items:
                writer.last = None
                items.append(each(item))
            writer.last = None
            return replace(block, items=tuple(items))
        case Table():
            writer.brief = block.brief
            rows = []
            for row in block.rows:
                cells = []
                for cell in row:
                    writer.last = None
                    cells.append(each(cell))
                rows.append(tuple(cells))
            writer.last, writer.brief = None, False
            head = tuple(map(typographic, block.head))
            return replace(block, rows=tuple(rows), head=head, title=typographic(block.title))
        case Picture():
            writer.last = None
            return replace(block, caption=each(block.caption))
        case Heading():
            writer.last = None
            return replace(block, words=typographic(block.words))


@frozen
class Cited:
    """An authority that a memorandum cites, for its table of authorities."""

    authority: Authority
    pins: tuple[str, ...]


def cited_elsewhere(memo: Memo) -> tuple[Citation, ...]:
    """What a memorandum cites and the library does not hold, each once."""
    found = {
        c.citation.cited_as: c.citation
        for s in memo.sentences() for c in s.cites
        if c.citation.authority is None and c.citation.cited_as
    }  # fmt: skip
    return tuple(found[words] for words in sorted(found))


def cited(memo: Memo, library: Library) -> tuple[Cited, ...]:
    """Every authority cited, once: by court, then by name."""
    pins: dict[str, dict[str, None]] = {}
    for s in memo.sentences():
        for cite in s.cites:
            key = cite.citation.authority
            if key is not None:
                mine = pins.setdefault(key, {})
                if cite.citation.pin:
                    mine[cite.citation.pin] = None
    found = [Cited(library.authorities[key], tuple(pages)) for key, pages in pins.items()]
    courts = library.courts.courts

    def order(one: Cited) -> tuple[int, str]:
        return (_RANK.get(courts[one.authority.court].kind, 4), one.authority.authority)

    return tuple(sorted(found, key=order))
