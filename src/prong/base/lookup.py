"""Questions to the base, answered with frozen values: which decision, by citation, docket or name; the
pages of a decision and their text; where a quotation stands.

Every function takes the open base first. Nothing here decides whether a citation is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Float, Integer, Select, column, select, text

from prong.base.drawn import docket_numbers, plain_name
from prong.base.held import Opinion, Passage, Writing, opinions, passage, writing_of
from prong.base.keep import parts
from prong.base.schema import CitationRow, DocketRow, OpinionRow, SourceRow, WritingRow
from prong.base.store import Base
from prong.base.words import words
from prong.cite import identity
from prong.values import frozen


@frozen
class Near:
    """A decision whose name is near to one asked for; ``score`` is from 0 to 100."""

    opinion: Opinion
    score: float


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
        made = opinions(connection, {n for numbers in found.values() for n in numbers})
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
        return opinions(connection, set(numbers))


def by_writing(base: Base, number: int) -> tuple[Opinion, Writing] | None:
    """A writing by its number in the base, with the decision it is of."""
    with base.read() as connection:
        id = connection.execute(
            select(WritingRow.opinion_id).where(WritingRow.id == number)
        ).scalar()
        made = opinions(connection, {id}) if id is not None else {}
    return next(((opinion, writing_of(opinion, number)) for opinion in made.values()), None)


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
            score = likeness(fuzz, plain, plain_name(caption))
            if score >= least:
                scored.append((score, number))
        scored.sort(key=lambda pair: (-pair[0], pair[1]))
        del scored[limit:]
        made = opinions(connection, {number for _, number in scored})
    return tuple(Near(made[number], round(score, 1)) for score, number in scored)


#: Words of so many captions that they find nothing.
_COMMON = frozenset(
    "v vs the of and in re ex rel et al state states united city county town people commonwealth board "
    "department dept inc co corp llc".split()
)


#: How many captions are compared at most.
COMPARED = 3000


def likeness(fuzz: Any, one: str, other: str) -> float:
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
        COMPARED
    ), {"asked": asked}


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
        found += [passage(opinion, writing, whole, start, end) for start, end in spans]
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
            found.append(passage(held, writing, whole, start, end))
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
        made = opinions(connection, {row.opinion_id for row in rows})
    return [
        (made[row.opinion_id], writing_of(made[row.opinion_id], row.id), row.text) for row in rows
    ]


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
        made = opinions(connection, set(numbers))
    return tuple(made[number] for number in numbers)
