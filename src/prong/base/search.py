"""Full-text search: words, "phrases" and filters, alike in SQLite and in PostgreSQL.

Every word and phrase must stand in a text or in its heading (caption, citations, docket); one with a
hyphen before it must not. The filters are ``court:``, ``before:``, ``after:``, ``cites:`` and
``status:``. Both databases find the same texts; each ranks by its own measure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, TextClause, text

from prong.base import lookup
from prong.base.held import Opinion, Writing, writing_of
from prong.base.store import Base
from prong.base.words import aligned, marked_letters, words
from prong.cite import identity
from prong.dates import Day
from prong.faults import FieldFault, nearest
from prong.values import frozen

_FILTERS = ("court", "before", "after", "cites", "status")
_PART = re.compile(r'(-?)(?:(\w+):)?(?:"([^"]*)"|“([^”]*)”|(\S+))')
_MARKED, _BARE = marked_letters()
#: What stands between two words.
_BETWEEN = r"[\W_]+"
#: The length of a passage shown, in characters, and how many of one text.
_WIDE, _SHOWN = 260, 2
#: So many of the texts found are weighed against each other in PostgreSQL.
_WEIGHED = 2000


@frozen
class Query:
    """A search read: what must stand in a text, what must not, and the filters. A phrase is several
    words, in lower case."""

    wanted: tuple[tuple[str, ...], ...]
    unwanted: tuple[tuple[str, ...], ...] = ()
    courts: tuple[str, ...] = ()
    before: Day | None = None
    after: Day | None = None
    cites: tuple[str, ...] = ()
    status: str | None = None


@frozen
class Excerpt:
    """Words about a place that was found: the text, the spans to highlight, the page; ``at`` is the
    span in the writing's text from the first of them to the last."""

    text: str
    marks: tuple[tuple[int, int], ...]
    page: str | None
    at: tuple[int, int]


@frozen
class Hit:
    """A text found, with the passages that answer best."""

    opinion: Opinion
    writing: Writing
    excerpts: tuple[Excerpt, ...]


@frozen
class Found:
    """What a search found: how many texts in all, and the best of them."""

    query: Query
    texts: int
    hits: tuple[Hit, ...]


def parse(asked: str) -> Query:
    """Read a search; a FieldFault says which filter is not known or not well written."""
    wanted: list[tuple[str, ...]] = []
    unwanted: list[tuple[str, ...]] = []
    courts: list[str] = []
    cites: list[str] = []
    days: dict[str, Day] = {}
    status: str | None = None
    for match in _PART.finditer(asked):
        minus, field, *values = match.groups()
        value = next((v for v in values if v is not None), "")
        if field is None or (field not in _FILTERS and not value.strip()):
            found = tuple(words(value))
            if found:
                (unwanted if minus else wanted).append(found)
            continue
        match field:
            case "court":
                courts.append(value)
            case "before" | "after":
                try:
                    days[field] = Day.parse(value)
                except ValueError as error:
                    raise FieldFault(
                        f"The filter {field}: takes a date.", found=value, expected=str(error)
                    ) from None
            case "cites":
                cite = identity.parse(value)
                if cite is None:
                    raise FieldFault(
                        "The filter cites: takes a citation.",
                        found=value,
                        expected='such as cites:"1 F.3d 2"',
                    )
                cites.append(str(cite))
            case "status":
                status = value
            case _:
                raise FieldFault(
                    "There is no such filter.",
                    found=f"{field}:",
                    expected=", ".join(f"{name}:" for name in _FILTERS),
                    nearest=nearest(field, _FILTERS),
                )
    if not wanted and not (courts or cites or days or status):
        raise FieldFault("The search names nothing to look for.", found=asked[:80])
    return Query(
        tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted)), tuple(courts),
        days.get("before"), days.get("after"), tuple(cites), status,
    )  # fmt: skip


def search(base: Base, asked: str | Query, *, limit: int = 10, offset: int = 0) -> Found:
    """The texts that answer a search, best first, each with its best passages."""
    query = parse(asked) if isinstance(asked, str) else asked
    matched, source, conditions, order, values = _statement(query, base.postgres)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    before = f"WITH {matched} " if matched else ""
    with base.read() as connection:
        by_index(connection)
        count = text(f"{before}SELECT count(*) FROM {source}{where}")
        # FTS5 alone counts in no time; with a filter it is the looking that takes it, so once.
        apart = not where and not base.postgres
        also = "0" if apart else "count(*) OVER ()"
        asked_for = f"{before}SELECT w.id, {also} FROM {source}{where} ORDER BY {order}"
        if matched and query.wanted:
            asked_for = _weighed(matched, source, where, order)
        rows = connection.execute(
            text(f"{asked_for} LIMIT :limit OFFSET :offset"),
            values | {"limit": limit, "offset": offset},
        ).all()
        numbers = [number for number, _ in rows]
        if apart or (offset and not rows):
            total = connection.execute(count, values).scalar()
        else:
            total = rows[0][1] if rows else 0
        texts = {
            row.id: row
            for row in connection.execute(
                text(
                    "SELECT id, opinion_id, text FROM writings WHERE id IN "
                    f"({', '.join(map(str, numbers)) or 'NULL'})"
                )
            )
        }
    held = lookup.by_id(base, {row.opinion_id for row in texts.values()})
    hits: list[Hit] = []
    for number in numbers:
        row = texts[number]
        opinion = held[row.opinion_id]
        writing = writing_of(opinion, number)
        hits.append(Hit(opinion, writing, excerpts(row.text, query.wanted, writing)))
    return Found(query, int(total or 0), tuple(hits))


def _weighed(matched: str, source: str, where: str, order: str) -> str:
    """PostgreSQL fetches the whole vector of each text it weighs: of very many, only the last added
    are weighed against each other."""
    return (
        f"WITH {matched}, found AS MATERIALIZED (SELECT w.id FROM {source}{where}),"
        f" last AS (SELECT id FROM found ORDER BY id DESC LIMIT {_WEIGHED})"
        " SELECT w.id, (SELECT count(*) FROM found) FROM last w JOIN writings_words f ON f.id = w.id"
        f" ORDER BY {order}"
    )


def by_index(connection: Connection) -> None:
    """Let PostgreSQL look in its indexes: it does not count the cost of going through every text instead,
    whose vectors lie apart from their rows, and thinks that single rows are dear."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        connection.execute(text("SET LOCAL random_page_cost = 1.1"))


def _statement(query: Query, postgres: bool) -> tuple[str, str, list[str], str, dict[str, Any]]:
    """What PostgreSQL matches first, and the tables, conditions, order and values of a search."""
    values: dict[str, Any] = {}
    conditions: list[str] = []
    filtered = _filters(query, values)
    matched, source, order = "", "writings w", "w.id"
    if postgres and (query.wanted or query.unwanted):
        matched = f"matched AS MATERIALIZED ({_matched(query.wanted, query.unwanted, values)})"
        source = "matched w"
        if filtered:
            source = "matched m JOIN writings w ON w.id = m.id"
        if query.wanted:
            every = dict.fromkeys(word for phrase_ in query.wanted for word in phrase_)
            values["rank"] = " & ".join(f"'{word}'" for word in every)
            order = "ts_rank(f.words, CAST(:rank AS tsquery), 1) DESC, w.id"
    elif query.wanted:
        values["asked"] = _match(query)
        found = "SELECT rowid AS id, rank AS place FROM writings_words WHERE writings_words MATCH"
        # Without a filter the index answers alone: no other table is touched.
        source = f"({found} :asked) w"
        if filtered:
            source = f"({found} :asked) f JOIN writings w ON w.id = f.id"
        order = "place, w.id"
    else:
        for n, phrase_ in enumerate(query.unwanted):
            conditions.append(
                f"w.id NOT IN (SELECT rowid FROM writings_words WHERE writings_words MATCH :not{n})"
            )
            values[f"not{n}"] = _quoted(phrase_)
    if filtered:
        source += " JOIN opinions o ON o.id = w.opinion_id"
        conditions += filtered
        if not query.wanted:
            order = "o.decided_last DESC, w.id"
    return matched, source, conditions, order, values


def _filters(query: Query, values: dict[str, Any]) -> list[str]:
    found: list[str] = []
    if query.courts:
        names = {f"court{n}": court for n, court in enumerate(query.courts)}
        values |= names
        found.append(f"o.court IN ({', '.join(f':{name}' for name in names)})")
    if query.before is not None:
        values["before"] = _bound(query.before.first)
        found.append("o.decided_last < :before")
    if query.after is not None:
        values["after"] = _bound(query.after.last)
        found.append("o.decided_first > :after")
    if query.status:
        values["status"] = query.status
        found.append("o.status = :status")
    for n, cite in enumerate(query.cites):
        values[f"cites{n}"] = cite
        found.append(
            f"w.id IN (SELECT writing_id FROM citings WHERE cite = :cites{n} UNION SELECT writing_id"
            " FROM citings JOIN citations ON citations.opinion_id = citings.cited_id"
            f" WHERE citations.cite = :cites{n})"
        )
    return found


def _bound(day: date) -> str:
    return day.isoformat()


def _quoted(phrase_: Sequence[str]) -> str:
    return '"' + " ".join(phrase_) + '"'


def _match(query: Query) -> str:
    asked = " AND ".join(map(_quoted, query.wanted))
    return asked + "".join(f" NOT {_quoted(phrase_)}" for phrase_ in query.unwanted)


def _matched(
    wanted: Sequence[Sequence[str]], unwanted: Sequence[Sequence[str]], values: dict[str, Any]
) -> str:
    """The numbers of the texts in which words and phrases stand and others do not, in PostgreSQL. Of a
    crowded text the index does not know every place, so for a phrase the text itself is asked."""
    values["words"] = " & ".join(
        [*map(_as_tsquery, wanted), *(f"!{_as_tsquery(phrase_)}" for phrase_ in unwanted)]
    )
    plain = "SELECT f.id FROM writings_words f WHERE f.words @@ CAST(:words AS tsquery)"
    phrases = {f"phrase{n}": (p, True) for n, p in enumerate(wanted) if len(p) > 1}
    phrases |= {f"no_phrase{n}": (p, False) for n, p in enumerate(unwanted) if len(p) > 1}
    if not phrases:
        return plain
    every = dict.fromkeys(word for phrase_ in wanted for word in phrase_)
    single = [f"!'{phrase_[0]}'" for phrase_ in unwanted if len(phrase_) == 1]
    crowded = ["c.crowded"]
    if every or single:
        values["each"] = " & ".join([*(f"'{word}'" for word in every), *single])
        crowded.append("f.words @@ CAST(:each AS tsquery)")
    for name, (phrase_, there) in phrases.items():
        values[name] = rf"\m{_BETWEEN.join(phrase_)}\M"
        spelt = f"translate(c.text, :marked, :bare) ~* :{name}"
        crowded.append(spelt if there else f"NOT {spelt}")
    values |= {"marked": _MARKED, "bare": _BARE}
    return (
        f"{plain} AND f.id NOT IN (SELECT id FROM writings WHERE crowded) UNION ALL SELECT f.id"
        f" FROM writings c JOIN writings_words f ON f.id = c.id WHERE {' AND '.join(crowded)}"
    )


def _as_tsquery(phrase_: Sequence[str]) -> str:
    return "(" + " <-> ".join(f"'{word}'" for word in phrase_) + ")"


def phrase(words_: Sequence[str], postgres: bool) -> tuple[TextClause, dict[str, Any]]:
    """The condition that some words stand in a writing one after another, and its values."""
    if not postgres:
        return text(
            "writings.id IN (SELECT rowid FROM writings_words WHERE writings_words MATCH :phrase)"
        ), {"phrase": "text : " + _quoted(words_)}
    values: dict[str, Any] = {}
    return text(f"writings.id IN ({_matched([words_], [], values)})"), values


# Passages


def excerpts(
    whole: str, wanted: Sequence[Sequence[str]], writing: Writing | None = None
) -> tuple[Excerpt, ...]:
    """The stretches of a text that hold the most of what was asked for, in their order."""
    if not wanted:
        return ()
    plain = aligned(whole)
    either = "|".join(
        f"(?P<p{n}>{_BETWEEN.join(map(re.escape, phrase_))})" for n, phrase_ in enumerate(wanted)
    )
    places = [
        (match.start(), match.end(), match.lastgroup)
        for match in re.finditer(rf"(?<![^\W_])(?:{either})(?![^\W_])", plain)
    ]
    scored: list[tuple[int, int, int]] = []
    last = 0
    for first, (start, _, _) in enumerate(places):
        last = max(last, first)
        while last < len(places) and places[last][1] <= start + _WIDE:
            last += 1
        kinds = {kind for _, _, kind in places[first:last]}
        scored.append((-len(kinds), -(last - first), first))
    chosen: list[int] = []
    for _, _, first in sorted(scored):
        start = places[first][0]
        if all(abs(start - places[other][0]) > _WIDE for other in chosen):
            chosen.append(first)
        if len(chosen) == _SHOWN:
            break
    return tuple(_excerpt(whole, places, first, writing) for first in sorted(chosen))


def _excerpt(
    whole: str, places: Sequence[tuple[int, int, Any]], first: int, writing: Writing | None
) -> Excerpt:
    start = places[first][0]
    until = max(start + _WIDE, places[first][1])
    inside = [(a, b) for a, b, _ in places[first:] if b <= until]
    spare = max(0, _WIDE - (inside[-1][1] - start)) // 2
    a, b = max(0, start - spare), min(len(whole), inside[-1][1] + spare)
    while a > 0 and whole[a - 1].isalnum():
        a -= 1
    while b < len(whole) and whole[b].isalnum():
        b += 1
    page = None
    if writing is not None:
        named = list(dict.fromkeys(r for r, _, _ in writing.pages))
        page = next((f"{r} {p}".strip() for r in named if (p := writing.page(r, start))), None)
    shown, marks = _single(whole[a:b], [(x - a, y - a) for x, y in inside])
    return Excerpt(shown, marks, page, (start, inside[-1][1]))


def _single(
    passage: str, marks: Sequence[tuple[int, int]]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A passage on one line, with its marks moved along."""
    pieces: list[str] = []
    to: list[int] = []
    length = 0
    for match in re.finditer(r"\s+|\S", passage):
        to += [length] * len(match.group())
        piece = " " if match.group().isspace() else match.group()
        pieces.append(piece)
        length += 1
    to.append(length)
    return "".join(pieces), tuple((to[x], to[y]) for x, y in marks)
