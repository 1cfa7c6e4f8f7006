"""A check as its page shows it: what to fix, what to look at, every citation with its findings and the
passages of opinions they rest on, and how far the base reaches what the brief cites."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from prong.base import coverage
from prong.base.store import Base
from prong.check.consistency import FULL
from prong.check.finding import Check, Finding, Known, Row, Side
from prong.check.gravity import Placed, to_fix, to_look_at
from prong.check.known import cites_of
from prong.cite import identity
from prong.law.library import Library
from prong.report.base import pages_known
from prong.report.blocks import Block, Heading, Paragraph, Points, Run, Sentences, Table
from prong.report.check.memo import sorted_out, together, use_here, verified
from prong.report.check.words import Teller, brief_words
from prong.report.phrases import listed, plural
from prong.values import frozen
from prong.web import addresses
from prong.web.marked import NAMED, STATES, Places, State, Text, marked, state_of, worst

#: Words, each with how it is set: "", "i", "b" or "bi".
Words = tuple[tuple[str, str], ...]


@frozen
class Link:
    """Words that may lead somewhere."""

    words: Words
    to: str | None


@frozen
class Passed:
    """A passage of an opinion: its words, and where they stand."""

    words: str
    where: Link


@frozen
class Parted:
    """Where the words of the brief and of the opinion part."""

    before: str
    brief: str
    opinion: str
    after: str


@frozen
class Told:
    """A finding told in a sentence. ``at`` is the anchor of what it is of in the brief."""

    id: str
    state: State
    about: str
    says: Words
    at: str | None
    where: str
    parted: tuple[Parted, ...]
    passages: tuple[Passed, ...]
    decisions: tuple[Link, ...]


@frozen
class Cited:
    """A citation with its findings; those told in a word are in ``shortly``, by what is said of them."""

    id: str
    at: str
    state: State
    text: str
    where: str
    card: Link | None
    told: tuple[Told, ...]
    shortly: tuple[tuple[str, str], ...]


@frozen
class Point:
    """A finding as a list of what to do names it."""

    cited: str
    where: str
    says: Words
    to: str
    at: str | None


@frozen
class Look:
    """What wants a look: one thing, or what is said at once of several."""

    lead: str | None
    points: tuple[Point, ...]


@frozen
class Set:
    """A block of the report: a heading, a paragraph, a list or a table."""

    kind: str
    level: int
    title: str
    rows: tuple[tuple[Words, ...], ...]


@frozen
class Reach:
    """A volume that the brief cites: how many decisions of it, how many of them are held, and what of
    the volume is."""

    volume: str
    cited: int
    held: int
    known: str


@frozen
class Shown:
    """A check on a page."""

    document: str
    caption: str | None
    forum: str | None
    incident: str | None
    against: str
    library: str
    counts: tuple[tuple[State, int], ...]
    fix: tuple[Point, ...]
    look: tuple[Look, ...]
    blocks: tuple[Set, ...]
    reaches: str
    reach: tuple[Reach, ...]
    rows: tuple[Cited, ...]
    whole: tuple[Told, ...]
    text: Text


def shown(check: Check, library: Library, base: Base) -> Shown:
    """Everything that the page of a check says. A FileFault says that the brief is too long for one."""
    places = Places(check)
    t = Teller(check, library)
    made = _Findings(t, places)
    rows = tuple(made.cited(row) for row in check.rows)
    whole = tuple(made.told(None, f) for f in check.whole)
    reach = tuple(_reach(check, base))
    latest = f", the latest decision of {check.latest.spoken()}" if check.latest else ""
    found = check.forum is not None and check.incident is not None
    blocks = (*verified(t), *use_here(t))
    number = Counter(row.state for row in rows)
    return Shown(
        document=check.reading.name,
        caption=check.reading.front.caption,
        forum=t.court(check.forum) if found else None,
        incident=check.incident.spoken() if check.incident else None,
        against=f"{plural(check.held, 'text')} held{latest}",
        library=check.library,
        counts=tuple((s, number[s]) for s in STATES if s != "unchecked"),
        fix=tuple(made.point(placed) for placed in to_fix(check)),
        look=tuple(
            Look(lead, tuple(made.point(placed) for placed in several))
            for lead, several in together(to_look_at(check))
        ),
        blocks=tuple(_set(block) for block in blocks),
        reaches=_reaches(reach),
        reach=reach,
        rows=rows,
        whole=whole,
        text=marked(check.reading, places),
    )


class _Findings:
    def __init__(self, t: Teller, places: Places) -> None:
        self.t, self.places = t, places

    def cited(self, row: Row) -> Cited:
        n = row.citation.n
        told, shortly = sorted_out(row)
        return Cited(
            f"r{n}",
            f"c{n}",
            worst(map(state_of, row.findings)),
            brief_words(row.citation.text),
            self.t.where(row, row.findings[0]),
            self._decision(row.known) if row.known else None,
            tuple(self.told(row, f) for f in told),
            tuple((lead, listed(names)) for lead, names in shortly.items()),
        )

    def told(self, row: Row | None, f: Finding) -> Told:
        own = row.known.opinion.id if row and row.known and row.known.opinion else None
        others = [
            known
            for known in (*f.near, *f.stands)
            if known.opinion is None or known.opinion.id != own
        ]
        return Told(
            self.places.findings[id(f)],
            state_of(f),
            NAMED[f.about],
            _words(self.t.finding(f)),
            self.places.at(f),
            self.t.where(row, f),
            tuple(Parted(c.before, c.brief, c.opinion, c.after) for c in f.changes),
            tuple(self._passage(side) for side in f.sides),
            tuple(link for known in others if (link := self._decision(known)).to),
        )

    def point(self, placed: Placed) -> Point:
        row, f = placed
        return Point(
            brief_words(row.citation.text) if row else "",
            self.t.where(row, f),
            _words(self.t.finding(f)),
            self.places.findings[id(f)],
            self.places.at(f),
        )

    def _passage(self, side: Side) -> Passed:
        to = None
        if side.writing is not None:
            to = addresses.passage(side.writing, side.start, side.end, side.words)
        return Passed(side.words, Link(_words(self.t.passage(side)), to))

    def _decision(self, known: Known) -> Link:
        to = None
        if known.opinion is not None:
            to = addresses.opinion(known.opinion.id)
        elif known.authority is not None:
            to = addresses.authority(known.authority)
        return Link(_words(self.t.decision(known)), to)


def _words(runs: Iterable[Run]) -> Words:
    return tuple((r.text, "b" * r.bold + "i" * r.italic) for r in runs)


# The blocks that the report in a file has too


def _set(block: Block) -> Set:
    match block:
        case Heading():
            return Set("heading", block.level, block.words, ())
        case Paragraph():
            return Set("paragraph", 0, "", ((_sentences(block.sentences),),))
        case Points():
            return Set("list", 0, "", tuple((_sentences(item),) for item in block.items))
        case Table():
            head: tuple[Words, ...] = tuple(((name, ""),) for name in block.head)
            body = (tuple(_sentences(cell) for cell in row) for row in block.rows)
            return Set("table", 0, block.title, (head, *body))
    raise AssertionError(f"a check is told without {type(block).__name__}")


def _sentences(sentences: Sentences) -> Words:
    made: list[tuple[str, str]] = []
    for sentence in sentences:
        if made:
            made.append((" ", ""))
        made += _words(sentence.written)
    return tuple(made)


# How far the base reaches what the brief cites


def _reach(check: Check, base: Base) -> Iterator[Reach]:
    cited: dict[tuple[str, str], set[str]] = {}
    held: dict[tuple[str, str], set[str]] = {}
    for row in check.rows:
        if row.citation.kind not in FULL:
            continue
        for text in cites_of(row.citation):
            cite = identity.parse(text)
            if cite is None or cite.first is None:
                continue
            volume = cite.reporter, cite.volume
            cited.setdefault(volume, set()).add(str(cite))
            if row.known is not None and row.known.source == "base":
                held.setdefault(volume, set()).add(str(cite))
    known = {(v.reporter, v.volume): v for v in coverage.of_volumes(base, cited)}
    for volume in sorted(cited, key=_in_order):
        found = known.get(volume)
        says = "nothing"
        if found is not None:
            says = f"{plural(found.decisions, 'decision')}; {pages_known(found)}"
        reporter, number = volume
        yield Reach(f"{number} {reporter}", len(cited[volume]), len(held.get(volume, ())), says)


def _in_order(volume: tuple[str, str]) -> tuple[str, int, str]:
    reporter, number = volume
    return reporter, int(number) if number.isdecimal() else 0, number


def _reaches(reach: tuple[Reach, ...]) -> str:
    """The same in a sentence."""
    if not reach:
        return "The brief cites no decision by reporter and page."
    cited, held = sum(r.cited for r in reach), sum(r.held for r in reach)
    none = sum(r.known == "nothing" for r in reach)
    whole = sum(r.known.endswith("whole") for r in reach)
    parts = [f"nothing of {none}" if none else "", f"the whole of {whole}" if whole else ""]
    some = len(reach) - none - whole
    parts.append(f"some pages of {some}" if some else "")
    return (
        f"The brief names {plural(cited, 'place')} in {plural(len(reach), 'volume')} of reports; at"
        f" {held} of them a decision is held. Of the volumes the base holds"
        f" {listed([p for p in parts if p])}."
    )
