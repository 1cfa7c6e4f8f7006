"""Writing into the base: a decision with its citations, its writings, and what they cite.

A decision that is there already is found by a citation under which a like name stands, by its
court and docket and day, or by the number its source gives it; what comes is then laid to it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, text, update

from prong.base.drawn import Drawn, Identity, Writing, alike
from prong.base.schema import (
    CitationRow,
    CitingRow,
    DocketRow,
    OpinionRow,
    ParallelRow,
    SourceRow,
    TreatmentRow,
    WritingRow,
)
from prong.base.words import Vector, vector
from prong.cite.identity import Cite

#: So many values are named in one statement at most.
_MANY = 500


def keep(connection: Connection, found: Drawn, source: Mapping[str, Any]) -> int:
    """Write a text that was read, with its source; the number of its decision."""
    opinion, remarks = decision(connection, found.identity)
    source_id = connection.execute(
        insert(SourceRow)
        .values(**source, remarks=[*found.remarks, *remarks])
        .returning(SourceRow.id)
    ).scalar_one()
    add(connection, opinion, found, source_id=source_id)
    spans(connection, opinion, found.lasts)
    return opinion


def held(connection: Connection, writing: Writing) -> bool:
    """Whether a text of the same origin is in the base."""
    same = select(WritingRow.id).where(WritingRow.origin == writing.origin)
    return connection.execute(same).first() is not None


def add(
    connection: Connection, opinion: int, found: Drawn, *, source_id: int | None = None
) -> None:
    """Write a text that was read to its decision, with what it cites."""
    writing = write(connection, opinion, found.identity, found.writing, source_id=source_id)
    cited(connection, opinion, writing, found.citings, found.treatments)


def decision(connection: Connection, who: Identity) -> tuple[int, list[str]]:
    """The row of a decision, made or found; and what it says that does not agree with it."""
    row = known(connection, who)
    if row is not None:
        return row.id, _laid(connection, row, who)
    (number,) = _made(connection, [dataclasses.replace(who, cites=())])
    reported(connection, number, who.caption, who.cites)
    return number, []


def decisions(connection: Connection, many: Sequence[Identity]) -> list[int]:
    """The rows of many decisions, made or found: what is plainly new is written at one stroke."""
    origins = {who.origin for who in many if who.origin}
    cites = {str(cite) for who in many for cite in who.cites}
    dockets = {number for who in many if not who.cites for number in who.dockets}
    met: set[str] = set()
    for column, wanted in (
        (OpinionRow.origin, origins),
        (CitationRow.cite, cites),
        (DocketRow.number, dockets),
    ):
        for part in parts(sorted(wanted)):
            rows = connection.execute(select(column).where(column.in_(part))).scalars()
            met.update(filter(None, rows))
    waited = _waited_for(connection, cites)
    new: list[int] = []
    slow: list[int] = []
    for k, who in enumerate(many):
        keys = [*map(str, who.cites), *filter(None, (who.origin,))]
        if not who.cites:
            keys += who.dockets
        if met.isdisjoint(keys) and waited.isdisjoint(keys):
            new.append(k)
        else:
            slow.append(k)
        met.update(keys)
    numbers = dict(zip(new, _made(connection, [many[k] for k in new]), strict=True))
    for k in slow:
        numbers[k] = decision(connection, many[k])[0]
    return [numbers[k] for k in range(len(many))]


def _waited_for(connection: Connection, cites: Iterable[str]) -> set[str]:
    """Those of some citations that a text held cites, and that lead nowhere yet."""
    found: set[str] = set()
    for part in parts(sorted(cites)):
        for model, number in (
            (CitingRow, CitingRow.cited_id),
            (TreatmentRow, TreatmentRow.treated_id),
        ):
            query = select(model.cite).where(model.cite.in_(part), number.is_(None)).distinct()
            found.update(filter(None, connection.execute(query).scalars()))
    return found


def _made(connection: Connection, many: Sequence[Identity]) -> list[int]:
    """New rows for decisions, in their order."""
    if not many:
        return []
    numbers = list(
        connection.execute(
            insert(OpinionRow).returning(OpinionRow.id, sort_by_parameter_order=True),
            [_row(who) for who in many],
        ).scalars()
    )
    pairs = list(zip(numbers, many, strict=True))
    if connection.dialect.name == "postgresql":
        connection.execute(
            text("INSERT INTO opinions_words (id, words) VALUES (:id, CAST(:words AS tsvector))"),
            [{"id": number, "words": vector(who.caption).written} for number, who in pairs],
        )
    dockets = [row for number, who in pairs for row in _dockets(number, who)]
    if dockets:
        connection.execute(insert(DocketRow), dockets)
    rows = [
        _place(number, c) for number, who in pairs for c in dict.fromkeys(who.cites) if not c.blank
    ]
    if rows:
        connection.execute(insert(CitationRow), rows)
    return numbers


def _row(who: Identity) -> dict[str, Any]:
    return {
        "caption": who.caption, "court": who.court, "docket": who.docket,
        "status": who.status, "origin": who.origin,
        "decided_first": who.decided.first if who.decided else None,
        "decided_last": who.decided.last if who.decided else None,
    }  # fmt: skip


def _dockets(opinion: int, who: Identity) -> list[dict[str, Any]]:
    return [{"opinion_id": opinion, "number": number} for number in who.dockets]


def _place(number: int, cite: Cite) -> dict[str, Any]:
    return {
        "opinion_id": number, "cite": str(cite), "reporter": cite.reporter,
        "volume": cite.volume, "page": cite.page, "first": cite.first, "last": None,
    }  # fmt: skip


def known(connection: Connection, who: Identity) -> Any:
    """The row of a decision that is held already, or None."""
    if who.origin is not None:
        row = connection.execute(select(OpinionRow.__table__).filter_by(origin=who.origin)).first()
        if row is not None:
            return row
    if who.cites:
        rows = connection.execute(
            select(OpinionRow.__table__)
            .join(CitationRow, CitationRow.opinion_id == OpinionRow.id)
            .where(CitationRow.cite.in_([str(cite) for cite in who.cites]))
            .order_by(OpinionRow.id)
        ).all()
        for row in rows:
            if alike(row.caption, who.caption):
                return row
    if who.dockets and who.court and who.decided:
        rows = connection.execute(
            select(OpinionRow.__table__)
            .join(DocketRow, DocketRow.opinion_id == OpinionRow.id)
            .where(DocketRow.number.in_(who.dockets), OpinionRow.court == who.court)
            .order_by(OpinionRow.id)
        ).all()
        for row in rows:
            same = row.decided_first == who.decided.first and row.decided_last == who.decided.last
            if same and alike(row.caption, who.caption) and not _elsewhere(connection, row.id, who):
                return row
    return None


def _elsewhere(connection: Connection, opinion: int, who: Identity) -> bool:
    """Whether a decision is reported in the same reporter elsewhere: a court may decide one appeal
    in two dispositions on one day."""
    places = connection.execute(
        select(CitationRow.cite, CitationRow.reporter).where(CitationRow.opinion_id == opinion)
    ).all()
    mine = {cite.reporter: str(cite) for cite in who.cites}
    return any(mine.get(place.reporter, place.cite) != place.cite for place in places)


def _laid(connection: Connection, row: Any, who: Identity) -> list[str]:
    """Fill what the known row lacks; what it has otherwise stays, and is remarked on."""
    filled: dict[str, Any] = {}
    remarks: list[str] = []
    if row.court is None and who.court:
        filled["court"] = who.court
    elif who.court and row.court != who.court:
        remarks.append(f"The base has the court as {row.court}; this source as {who.court}.")
    if row.docket is None and who.docket:
        filled["docket"] = who.docket
        if who.dockets:
            connection.execute(insert(DocketRow), _dockets(row.id, who))
    if who.decided is not None:
        vague = row.decided_first is None or (
            row.decided_first != row.decided_last
            and row.decided_first <= who.decided.first
            and who.decided.last <= row.decided_last
        )
        if vague:
            filled |= {"decided_first": who.decided.first, "decided_last": who.decided.last}
        elif who.decided.last < row.decided_first or row.decided_last < who.decided.first:
            remarks.append(f"The base dates it {row.decided_first}; this source {who.decided}.")
    if row.status == "unknown" and who.status != "unknown":
        filled["status"] = who.status
    if row.origin is None and who.origin:
        filled["origin"] = who.origin
    if filled:
        connection.execute(update(OpinionRow).where(OpinionRow.id == row.id).values(**filled))
    reported(connection, row.id, row.caption, who.cites)
    return remarks


def reported(connection: Connection, opinion: int, caption: str, cites: Iterable[Cite]) -> None:
    """Write where a decision is reported; what was cited there before now leads to it."""
    have = set(
        connection.execute(
            select(CitationRow.cite).where(CitationRow.opinion_id == opinion)
        ).scalars()
    )
    new = [c for c in dict.fromkeys(cites) if not c.blank and str(c) not in have]
    if not new:
        return
    connection.execute(insert(CitationRow), [_place(opinion, cite) for cite in new])
    waited = _waited_for(connection, map(str, new))
    for cite in map(str, new):
        if cite not in waited:
            continue
        others = connection.execute(
            select(func.count()).select_from(CitationRow).where(CitationRow.cite == cite)
        ).scalar_one()
        for model, number in (
            (CitingRow, CitingRow.cited_id),
            (TreatmentRow, TreatmentRow.treated_id),
        ):
            lead = (
                update(model)
                .where(model.cite == cite, number.is_(None))
                .values({number.key: opinion})
            )
            if others == 1:
                connection.execute(lead)
            elif model is CitingRow:
                waiting = connection.execute(
                    select(CitingRow.id, CitingRow.name).where(
                        CitingRow.cite == cite, CitingRow.cited_id.is_(None)
                    )
                ).all()
                mine = [row.id for row in waiting if row.name and alike(row.name, caption)]
                for part in parts(mine):
                    connection.execute(
                        update(CitingRow).where(CitingRow.id.in_(part)).values(cited_id=opinion)
                    )


def write(
    connection: Connection,
    opinion: int,
    who: Identity,
    writing: Writing,
    *,
    source_id: int | None = None,
) -> int:
    """Write one text of a decision."""
    heading = " ".join(filter(None, (who.caption, *map(str, who.cites), who.docket)))
    postgres = connection.dialect.name == "postgresql"
    words = vector(heading, writing.text) if postgres else Vector("", False)
    number = connection.execute(
        insert(WritingRow)
        .values(
            opinion_id=opinion, source_id=source_id, origin=writing.origin, kind=writing.kind,
            author=writing.author, heading=heading, retyped=writing.retyped, crowded=words.crowded,
            pages=[list(page) for page in writing.pages],
            notes=[list(note) for note in writing.notes],
            letters=len(writing.text), text=writing.text,
        )
        .returning(WritingRow.id)
    ).scalar_one()  # fmt: skip
    if postgres:
        connection.execute(
            text("INSERT INTO writings_words (id, words) VALUES (:id, CAST(:words AS tsvector))"),
            {"id": number, "words": words.written},
        )
    return number


def spans(connection: Connection, opinion: int, lasts: Mapping[str, int]) -> None:
    """Write how far a decision runs in each reporter, as far as its marks show."""
    for cite, last in lasts.items():
        connection.execute(
            update(CitationRow)
            .where(
                CitationRow.opinion_id == opinion,
                CitationRow.cite == cite,
                or_(CitationRow.last.is_(None), CitationRow.last < last),
            )
            .values(last=last)
        )


def cited(
    connection: Connection,
    opinion: int,
    writing: int | None,
    citings: Sequence[Mapping[str, Any]],
    treatments: Sequence[Mapping[str, Any]],
) -> None:
    """Write what a text cites and says of it, each led to the decision if that is held."""
    names = {row["cite"]: row.get("name") for row in citings}
    wanted = {
        *names,
        *(c for row in citings for c in row["also"]),
        *(t["cite"] for t in treatments),
    }
    held = leads(connection, wanted)
    same = {
        row["cite"]: found
        for row in citings
        if (found := _lead(held, (row["cite"], *row["also"]), row.get("name"))) is not None
    }
    # A text's head and running titles cite the decision itself: that is no citing of it.
    citings = [row for row in citings if same.get(row["cite"]) != opinion]
    treatments = [row for row in treatments if same.get(row["cite"]) != opinion]
    if citings:
        numbers = connection.execute(
            insert(CitingRow).returning(CitingRow.id, sort_by_parameter_order=True),
            [
                {
                    **{name: value for name, value in row.items() if name != "also"},
                    "opinion_id": opinion,
                    "writing_id": writing,
                    "cited_id": same.get(row["cite"]),
                }
                for row in citings
            ],
        ).scalars()
        beside = [
            {"citing_id": number, "cite": cite}
            for number, row in zip(numbers, citings, strict=True)
            for cite in row["also"]
        ]
        if beside:
            connection.execute(insert(ParallelRow), beside)
    if treatments:
        connection.execute(
            insert(TreatmentRow),
            [
                {
                    **row, "opinion_id": opinion, "writing_id": writing,
                    "treated_id": same.get(row["cite"])
                    or _lead(held, (row["cite"],), names.get(row["cite"])),
                }
                for row in treatments
            ],
        )  # fmt: skip


def leads(connection: Connection, cites: Iterable[str]) -> dict[str, list[tuple[int, str]]]:
    """For each citation held the decisions that begin there, each with its caption."""
    found: dict[str, list[tuple[int, str]]] = {}
    for part in parts(sorted(set(cites))):
        for cite, number, caption in connection.execute(
            select(CitationRow.cite, OpinionRow.id, OpinionRow.caption)
            .join(OpinionRow, OpinionRow.id == CitationRow.opinion_id)
            .where(CitationRow.cite.in_(part))
            .order_by(OpinionRow.id)
        ):
            found.setdefault(cite, []).append((number, caption))
    return found


def _lead(
    held: Mapping[str, Sequence[tuple[int, str]]], cites: Iterable[str], name: str | None
) -> int | None:
    for cite in cites:
        there = held.get(cite, ())
        if len(there) == 1:
            return there[0][0]
        if name:
            for number, caption in there:
                if alike(caption, name):
                    return number
        if there:
            return there[0][0]
    return None


def remove(connection: Connection, source: int) -> None:
    """Take out what a source gave, before its changed text is read; a decision that then has no
    text and came from no other source goes with it."""
    opinions = list(
        connection.execute(
            select(WritingRow.opinion_id).where(WritingRow.source_id == source)
        ).scalars()
    )
    writings = select(WritingRow.id).where(WritingRow.source_id == source)
    connection.execute(delete(CitingRow).where(CitingRow.writing_id.in_(writings)))
    connection.execute(delete(TreatmentRow).where(TreatmentRow.writing_id.in_(writings)))
    connection.execute(delete(WritingRow).where(WritingRow.source_id == source))
    connection.execute(delete(SourceRow).where(SourceRow.id == source))
    for opinion in opinions:
        left = connection.execute(
            select(func.count()).select_from(WritingRow).where(WritingRow.opinion_id == opinion)
        ).scalar_one()
        if not left:
            connection.execute(
                delete(OpinionRow).where(OpinionRow.id == opinion, OpinionRow.origin.is_(None))
            )


def parts(many: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """A long list in pieces that one statement takes."""
    return (many[k : k + _MANY] for k in range(0, len(many), _MANY))
