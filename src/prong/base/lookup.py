"""Questions to the base, answered with frozen values: by citation, docket or name; the pages of a
decision and their text; where a quotation stands; what befell a decision, and who cites it.

Every function takes the open base first. Nothing here decides whether a citation is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    Integer,
    Select,
    column,
    func,
    or_,
    select,
    text,
)

from prong.base.drawn import docket_numbers, plain_name
from prong.base.keep import parts
from prong.base.schema import (
    CitationRow,
    CitingRow,
    DocketRow,
    OpinionRow,
    SourceRow,
    TreatmentRow,
    WritingRow,
)
from prong.base.store import Base
from prong.base.treatment import FATAL, NEGATIVE
from prong.base.words import words
from prong.cite import identity
from prong.dates import Day
from prong.values import frozen


@frozen
class Reported:
    """Where a decision is reported. ``first`` is None for a page that is no plain number; ``last``
    is None where no page marks show how far the decision runs."""

    cite: str
    reporter: str
    volume: str
    first: int | None
    last: int | None


@frozen
class Writing:
    """One opinion of a decision, without its text. ``pages`` are (reporter, label, offset), ``""``
    being the document's own pages; ``notes`` are (number, start, end, offset where called)."""

    id: int
    kind: str
    author: str | None
    retyped: bool
    pages: tuple[tuple[str, str, int], ...]
    notes: tuple[tuple[str, int, int, int | None], ...]

    def reporters(self) -> frozenset[str]:
        """The reporters whose pages are marked in it."""
        return frozenset(reporter for reporter, _, _ in self.pages if reporter)

    def page(self, reporter: str, at: int) -> str | None:
        """The page of a reporter on which an offset stands."""
        mine = [(start, label) for name, label, start in self.pages if name == reporter]
        if not mine:
            return None
        before = [label for start, label in mine if start <= at]
        if before:
            return before[-1]
        return str(int(mine[0][1]) - 1) if mine[0][1].isdecimal() else None

    def note(self, at: int) -> str | None:
        """The footnote in which an offset stands."""
        return next((number for number, start, end, _ in self.notes if start <= at < end), None)


@frozen
class Opinion:
    """A decision held: its identity, where it is reported, and which of its writings are held."""

    id: int
    caption: str
    court: str | None
    docket: str | None
    decided: Day | None
    status: str
    reported: tuple[Reported, ...]
    writings: tuple[Writing, ...]

    @property
    def cites(self) -> tuple[str, ...]:
        return tuple(place.cite for place in self.reported)

    def at(self, reporter: str) -> Reported | None:
        """Where it stands in a reporter."""
        return next((place for place in self.reported if place.reporter == reporter), None)


@frozen
class Near:
    """A decision whose name is near to one asked for; ``score`` is from 0 to 100."""

    opinion: Opinion
    score: float


@frozen
class Passage:
    """Words that stand in a writing: their offsets, the words as they stand, the page in each
    reporter whose pages are marked (the page they begin and the one they end on), the footnote."""

    opinion: Opinion
    writing: Writing
    start: int
    end: int
    text: str
    pages: dict[str, tuple[str, str]]
    note: str | None


@frozen
class Treated:
    """What a held decision says befell another, or does to it: see ``base.treatment``.

    ``said_by`` is the decision that says so, in its ``writing`` (a dissent does not speak for the
    court); ``by`` is self where that decision does it, another where ``by_cite`` does.
    """

    said_by: Opinion
    writing: Writing | None
    cite: str | None
    kind: str
    weight: str
    extent: str
    form: str
    words: str
    by: str
    by_cite: str | None
    by_name: str | None
    by_year: int | None
    passage: str
    start: int
    end: int

    @property
    def negative(self) -> bool:
        return self.kind in NEGATIVE

    @property
    def fatal(self) -> bool:
        return self.kind in FATAL


@frozen
class Citing:
    """A held decision that cites another: how often, and with which signal first."""

    opinion: Opinion
    depth: int
    signal: str | None
    name: str | None
    year: int | None
    court: str | None


@frozen
class Attested:
    """As what held decisions cite a citation that the base need not hold: name, court and year as
    written, and in how many decisions."""

    name: str | None
    court: str | None
    year: int | None
    decisions: int
    cite: str | None = None


# Which decision


def by_citation(base: Base, cite: str) -> tuple[Opinion, ...]:
    """The decisions that begin at a citation: none, one, or several on one page."""
    return by_citations(base, [cite]).get(identity.plain(cite), ())


def by_citations(base: Base, cites: Iterable[str]) -> dict[str, tuple[Opinion, ...]]:
    """The same of many citations at once, by their plain form; those not held are left out."""
    wanted = sorted({identity.plain(cite) for cite in cites})
    found: dict[str, list[int]] = {}
    with base.read() as connection:
        for part in parts(wanted):
            for cite, number in connection.execute(
                select(CitationRow.cite, CitationRow.opinion_id)
                .where(CitationRow.cite.in_(part))
                .order_by(CitationRow.opinion_id)
            ):
                found.setdefault(cite, []).append(number)
        made = _opinions(connection, {n for numbers in found.values() for n in numbers})
    return {cite: tuple(made[n] for n in numbers) for cite, numbers in found.items()}


def by_docket(base: Base, docket: str, court: str | None = None) -> tuple[Opinion, ...]:
    """The decisions of a docket, by day."""
    numbers = docket_numbers(docket)
    if not numbers:
        return ()
    mine = select(DocketRow.opinion_id).where(DocketRow.number.in_(numbers))
    query = select(OpinionRow.id).where(OpinionRow.id.in_(mine))
    if court:
        query = query.where(OpinionRow.court == court)
    return _all(base, query.order_by(OpinionRow.decided_first, OpinionRow.id))


def by_id(base: Base, numbers: Iterable[int]) -> dict[int, Opinion]:
    """Decisions by their number in the base."""
    with base.read() as connection:
        return _opinions(connection, set(numbers))


def by_writing(base: Base, number: int) -> tuple[Opinion, Writing] | None:
    """A writing by its number in the base, with the decision it is of."""
    with base.read() as connection:
        id = connection.execute(
            select(WritingRow.opinion_id).where(WritingRow.id == number)
        ).scalar()
        made = _opinions(connection, {id}) if id is not None else {}
    return next(((opinion, _the(opinion, number)) for opinion in made.values()), None)


def by_name(
    base: Base,
    name: str,
    *,
    court: str | None = None,
    year: int | None = None,
    limit: int = 5,
    least: float = 60,
) -> tuple[Near, ...]:
    """The decisions nearest to a name, best first: of one court and year where those are given."""
    from rapidfuzz import fuzz

    sought = [w for w in dict.fromkeys(words(name)) if w not in _COMMON] or words(name)
    if not sought:
        return ()
    query = select(OpinionRow.id, OpinionRow.caption)
    if court:
        query = query.where(OpinionRow.court == court)
    if year:
        query = query.where(
            OpinionRow.decided_first <= date(year, 12, 31),
            OpinionRow.decided_last >= date(year, 1, 1),
        )
    scored: list[tuple[float, int]] = []
    with base.read() as connection:
        asked, values = _named(query, sought, base.postgres)
        rows = connection.execute(asked, values).all()
        plain = plain_name(name)
        for number, caption in rows:
            score = _likeness(fuzz, plain, plain_name(caption))
            if score >= least:
                scored.append((score, number))
        scored.sort(key=lambda pair: (-pair[0], pair[1]))
        del scored[limit:]
        made = _opinions(connection, {number for _, number in scored})
    return tuple(Near(made[number], round(score, 1)) for score, number in scored)


#: Words of so many captions that they find nothing.
_COMMON = frozenset(
    "v vs the of and in re ex rel et al state states united city county town people commonwealth board "
    "department dept inc co corp llc".split()
)
#: How many captions are compared at most.
_COMPARED = 3000


def _likeness(fuzz: Any, one: str, other: str) -> float:
    """How alike two plain names are; parties may be reordered, shortened or left out."""
    return float(0.6 * fuzz.token_set_ratio(one, other) + 0.4 * fuzz.token_sort_ratio(one, other))


def _named(
    query: Select[int, str], sought: Sequence[str], postgres: bool
) -> tuple[Select[int, str], dict[str, Any]]:
    """A query for the captions that hold one of some words, those with the most first."""
    if postgres:
        asked = " | ".join(f"'{word}'" for word in sought)
        matched = (
            "SELECT id AS number, -ts_rank(words, CAST(:asked AS tsquery)) AS place"
            " FROM opinions_words WHERE words @@ CAST(:asked AS tsquery)"
        )
    else:
        asked = " OR ".join(f'"{word}"' for word in sought)
        matched = (
            "SELECT rowid AS number, rank AS place FROM opinions_words"
            " WHERE opinions_words MATCH :asked"
        )
    found = text(matched).columns(column("number", Integer), column("place", Float)).subquery()
    return query.join(found, found.c.number == OpinionRow.id).order_by(found.c.place).limit(
        _COMPARED
    ), {"asked": asked}


def attested(base: Base, cite: str) -> tuple[Attested, ...]:
    """As what held decisions cite a citation, the most usual first."""
    with base.read() as connection:
        rows = connection.execute(
            select(
                CitingRow.name,
                CitingRow.court,
                CitingRow.year,
                func.count(CitingRow.opinion_id.distinct()),
            )
            .where(CitingRow.cite == identity.plain(cite))
            .group_by(CitingRow.name, CitingRow.court, CitingRow.year)
        ).all()
    made = [Attested(*row) for row in rows]
    return tuple(sorted(made, key=lambda a: (-a.decisions, a.name or "", a.year or 0)))


def attested_by_name(
    base: Base, name: str, *, limit: int = 5, least: float = 75
) -> tuple[Attested, ...]:
    """What held decisions cite under a name near to this one, held or not: the nearest first. The
    first word of the name must be the same."""
    from rapidfuzz import fuzz

    first = re.match(r"\W*(?:(?:In re|Ex parte|The)\s+)?[^\W_]+", name)
    if first is None:
        return ()
    start = first.group().strip()
    with base.read() as connection:
        rows = connection.execute(
            select(
                CitingRow.name,
                CitingRow.court,
                CitingRow.year,
                func.count(CitingRow.opinion_id.distinct()),
                CitingRow.cite,
            )
            .where(CitingRow.name >= start, CitingRow.name < start + "\U0010ffff")
            .where(CitingRow.cite.is_not(None))
            .group_by(CitingRow.name, CitingRow.court, CitingRow.year, CitingRow.cite)
            .limit(_COMPARED)
        ).all()
    plain = plain_name(name)
    scored = [(_likeness(fuzz, plain, plain_name(row[0] or "")), Attested(*row)) for row in rows]
    near = [pair for pair in scored if pair[0] >= least]
    near.sort(key=lambda pair: (-pair[0], -pair[1].decisions, pair[1].cite or ""))
    return tuple(one for _, one in near[:limit])


# What it says


def text_of(base: Base, writing: Writing | int) -> str:
    """The text that the offsets of a writing count in."""
    number = writing if isinstance(writing, int) else writing.id
    with base.read() as connection:
        return connection.execute(
            select(WritingRow.text).where(WritingRow.id == number)
        ).scalar_one()


def page(base: Base, opinion: Opinion, reporter: str, label: str) -> tuple[Passage, ...]:
    """What stands on a page of a decision: a passage of each writing that has something there."""
    found: list[Passage] = []
    for writing in opinion.writings:
        mine = [(name, start) for r, name, start in writing.pages if r == reporter]
        if not mine:
            continue
        whole = text_of(base, writing)
        ends = [start for _, start in mine[1:]] + [len(whole)]
        spans = [
            (start, end) for (name, start), end in zip(mine, ends, strict=True) if name == label
        ]
        first = mine[0][0]
        if first.isdecimal() and label == str(int(first) - 1) and mine[0][1] > 0:
            spans.insert(0, (0, mine[0][1]))
        found += [_passage(opinion, writing, whole, start, end) for start, end in spans]
    return tuple(found)


def quotation(
    base: Base, words_: str, opinion: Opinion | None = None, *, limit: int = 10
) -> tuple[Passage, ...]:
    """Where words stand verbatim, whatever their quotation marks, dashes and white space: in one
    decision, or anywhere in the base."""
    from prong.base.wording import places

    if opinion is not None:
        texts = [(opinion, w, text_of(base, w)) for w in opinion.writings]
    else:
        texts = _candidates(base, words_, 20 * limit)
    found: list[Passage] = []
    for held, writing, whole in texts:
        for start, end in places(whole, words_):
            found.append(_passage(held, writing, whole, start, end))
            if len(found) >= limit:
                return tuple(found)
    return tuple(found)


#: So many words of a quotation are asked of the index; the text itself decides.
_ASKED = 24


def _candidates(base: Base, sought: str, limit: int) -> list[tuple[Opinion, Writing, str]]:
    from prong.base.search import by_index, phrase

    asked = words(sought)[:_ASKED]
    if not asked:
        return []
    with base.read() as connection:
        by_index(connection)
        condition, values = phrase(asked, base.postgres)
        rows = connection.execute(
            select(WritingRow.id, WritingRow.opinion_id, WritingRow.text)
            .where(condition)
            .order_by(WritingRow.id)
            .limit(limit),
            values,
        ).all()
        made = _opinions(connection, {row.opinion_id for row in rows})
    return [(made[row.opinion_id], _the(made[row.opinion_id], row.id), row.text) for row in rows]


def _the(opinion: Opinion, writing: int | None) -> Any:
    return next((w for w in opinion.writings if w.id == writing), None)


def passage(opinion: Opinion, writing: Writing, whole: str, start: int, end: int) -> Passage:
    """A span of a writing, whose text is at hand, as a passage with its pages."""
    return _passage(opinion, writing, whole, start, end)


def _passage(opinion: Opinion, writing: Writing, whole: str, start: int, end: int) -> Passage:
    note = writing.note(start)
    where = start, max(start, end - 1)
    if note is not None:  # a note stands on the page that calls it
        called = next((c for n, _, _, c in writing.notes if n == note), None)
        where = (called, called) if called is not None else where
    pages = {
        reporter: (first, last)
        for reporter in sorted({r for r, _, _ in writing.pages})
        if (first := writing.page(reporter, where[0]))
        and (last := writing.page(reporter, where[1]))
    }
    return Passage(opinion, writing, start, end, whole[start:end], pages, note)


# What befell it, and who cites it


def treatments(
    base: Base, of: Opinion | str, *, negative: bool = False, limit: int | None = None
) -> tuple[Treated, ...]:
    """What held decisions say befell a decision, the latest first: of one held, or of a citation."""
    kinds = TreatmentRow.kind.in_(NEGATIVE) if negative else TreatmentRow.kind != "described"
    return _treated(base, of, kinds, limit)


def descriptions(base: Base, of: Opinion | str, *, limit: int | None = None) -> tuple[Treated, ...]:
    """How held decisions describe a decision in parentheticals, the latest first."""
    return _treated(base, of, TreatmentRow.kind == "described", limit)


def _treated(
    base: Base, of: Opinion | str, kinds: ColumnElement[bool], limit: int | None
) -> tuple[Treated, ...]:
    query = (
        select(TreatmentRow.__table__)
        .join(OpinionRow, OpinionRow.id == TreatmentRow.opinion_id)
        .where(_of(TreatmentRow, TreatmentRow.treated_id, of), kinds)
        .order_by(
            OpinionRow.decided_last.is_(None),
            OpinionRow.decided_last.desc(),
            TreatmentRow.start,
            TreatmentRow.id,
        )
        .limit(limit)
    )
    with base.read() as connection:
        rows = connection.execute(query).all()
        made = _opinions(connection, {row.opinion_id for row in rows})
    return tuple(treated(row, made) for row in rows)


def treated(row: Any, said_by: Mapping[int, Opinion]) -> Treated:
    """A row of treatment, with the decision that says so."""
    opinion = said_by[row.opinion_id]
    return Treated(
        opinion, _the(opinion, row.writing_id), row.cite, row.kind, row.weight, row.extent, row.form,
        row.words, row.by, row.by_cite, row.by_name, row.by_year, row.passage, row.start, row.end,
    )  # fmt: skip


def history(base: Base, of: Opinion | str) -> tuple[Treated, ...]:
    """The direct history that history clauses state: affirmed, reversed, review denied ..."""
    return tuple(t for t in treatments(base, of) if t.form == "history clause")


def cited_by(base: Base, of: Opinion | str, *, limit: int | None = None) -> tuple[Citing, ...]:
    """The held decisions that cite a decision, those that cite it most first."""
    depth = func.sum(CitingRow.depth)
    first = func.min(CitingRow.id)  # one row for each of its writings
    with base.read() as connection:
        rows = connection.execute(
            select(CitingRow.opinion_id, depth, first)
            .where(_of(CitingRow, CitingRow.cited_id, of))
            .group_by(CitingRow.opinion_id)
            .order_by(depth.desc(), CitingRow.opinion_id)
            .limit(limit)
        ).all()
        said: dict[int, Any] = {}
        for part in parts([number for _, _, number in rows]):
            for row in connection.execute(
                select(
                    CitingRow.id, CitingRow.signal, CitingRow.name, CitingRow.year, CitingRow.court
                ).where(CitingRow.id.in_(part))
            ):
                said[row.id] = row
        made = _opinions(connection, {number for number, _, _ in rows})
    return tuple(
        Citing(made[number], int(many), one.signal, one.name, one.year, one.court)
        for number, many, k in rows
        if (one := said[k])
    )


def citing_count(base: Base, of: Opinion | str) -> int:
    """How many held decisions cite a decision."""
    with base.read() as connection:
        found = connection.execute(
            select(func.count(CitingRow.opinion_id.distinct())).where(
                _of(CitingRow, CitingRow.cited_id, of)
            )
        ).scalar_one()
    return int(found)


def _of(model: Any, number: Any, of: Opinion | str) -> ColumnElement[bool]:
    if isinstance(of, str):
        return or_(model.cite == identity.plain(of))
    return or_(number == of.id, (model.cite.in_(of.cites)) & number.is_(None))


# The rows of decisions


def remarks(base: Base, opinion: Opinion) -> tuple[str, ...]:
    """What did not agree in the sources of a decision."""
    with base.read() as connection:
        rows = connection.execute(
            select(SourceRow.remarks)
            .join(WritingRow, WritingRow.source_id == SourceRow.id)
            .where(WritingRow.opinion_id == opinion.id)
            .order_by(SourceRow.id)
        ).scalars()
        return tuple(remark for row in rows for remark in row)


def _all(base: Base, query: Select[Any]) -> tuple[Opinion, ...]:
    with base.read() as connection:
        numbers = list(connection.execute(query).scalars())
        made = _opinions(connection, set(numbers))
    return tuple(made[number] for number in numbers)


def _opinions(connection: Connection, numbers: set[int]) -> dict[int, Opinion]:
    """Decisions by number, without their texts."""
    reported: dict[int, list[Reported]] = {}
    writings: dict[int, list[Writing]] = {}
    rows: list[Any] = []
    for part in parts(sorted(numbers)):
        rows += connection.execute(
            select(OpinionRow.__table__).where(OpinionRow.id.in_(part))
        ).all()
        for row in connection.execute(
            select(CitationRow.__table__)
            .where(CitationRow.opinion_id.in_(part))
            .order_by(CitationRow.id)
        ):
            reported.setdefault(row.opinion_id, []).append(
                Reported(row.cite, row.reporter, row.volume, row.first, row.last)
            )
        for row in connection.execute(
            select(
                WritingRow.id, WritingRow.opinion_id, WritingRow.kind, WritingRow.author,
                WritingRow.retyped, WritingRow.pages, WritingRow.notes,
            )
            .where(WritingRow.opinion_id.in_(part))
            .order_by(WritingRow.id)
        ):  # fmt: skip
            writings.setdefault(row.opinion_id, []).append(
                Writing(
                    row.id, row.kind, row.author, row.retyped,
                    tuple((r, label, at) for r, label, at in row.pages),
                    tuple((n, a, b, c) for n, a, b, c in row.notes),
                )
            )  # fmt: skip
    return {
        row.id: Opinion(
            row.id,
            row.caption,
            row.court,
            row.docket,
            Day(row.decided_first, row.decided_last) if row.decided_first else None,
            row.status,
            tuple(reported.get(row.id, ())),
            tuple(sorted(writings.get(row.id, ()), key=_order)),
        )
        for row in rows
    }


def _order(writing: Writing) -> tuple[int, int]:
    """The court's opinion first, then those that join it, then those that do not."""
    rank = next(
        (k for k, word in enumerate(("concur", "dissent", "rehearing")) if word in writing.kind), -1
    )
    return rank, writing.id
