"""What befell a decision and who cites it: what held decisions say of others, held or not, and as what they
cite them. Nothing here decides whether a citation is right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from prong.base.drawn import plain_name
from prong.base.held import Opinion, Writing, opinions, writing_of
from prong.base.keep import parts
from prong.base.lookup import COMPARED, likeness
from prong.base.schema import CitingRow, OpinionRow, TreatmentRow
from prong.base.store import Base
from prong.base.treatment import FATAL, NEGATIVE
from prong.cite import identity
from prong.values import frozen


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


def attestations(connection: Connection, *of: ColumnElement[bool]) -> dict[str, list[Attested]]:
    """As what held decisions cite each of some citations, as they are found."""
    found: dict[str, list[Attested]] = {}
    for cite, name, court, year, decisions in connection.execute(
        select(
            CitingRow.cite,
            CitingRow.name,
            CitingRow.court,
            CitingRow.year,
            func.count(CitingRow.opinion_id.distinct()),
        )
        .where(*of)
        .group_by(CitingRow.cite, CitingRow.name, CitingRow.court, CitingRow.year)
    ):
        found.setdefault(str(cite), []).append(Attested(name, court, year, decisions))
    return found


def attested(base: Base, cite: str) -> tuple[Attested, ...]:
    """As what held decisions cite a citation, the most usual first."""
    plain = identity.plain(cite)
    with base.read() as connection:
        made = attestations(connection, CitingRow.cite == plain).get(plain, [])
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
            .limit(COMPARED)
        ).all()
    plain = plain_name(name)
    scored = [(likeness(fuzz, plain, plain_name(row[0] or "")), Attested(*row)) for row in rows]
    near = [pair for pair in scored if pair[0] >= least]
    near.sort(key=lambda pair: (-pair[0], -pair[1].decisions, pair[1].cite or ""))
    return tuple(one for _, one in near[:limit])


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
        made = opinions(connection, {row.opinion_id for row in rows})
    return tuple(treated(row, made) for row in rows)


def treated(row: Any, said_by: Mapping[int, Opinion]) -> Treated:
    """A row of treatment, with the decision that says so."""
    opinion = said_by[row.opinion_id]
    writing = None if row.writing_id is None else writing_of(opinion, row.writing_id)
    return Treated(
        opinion, writing, row.cite, row.kind, row.weight, row.extent, row.form, row.words,
        row.by, row.by_cite, row.by_name, row.by_year, row.passage, row.start, row.end,
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
        made = opinions(connection, {number for number, _, _ in rows})
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
