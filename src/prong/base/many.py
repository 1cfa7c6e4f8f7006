"""Questions about many citations at once: as what each is attested, and where, in a volume, the next
decision begins."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from prong.base.citator import Attested, Treated, attestations, treated
from prong.base.held import Opinion
from prong.base.keep import parts
from prong.base.lookup import by_id
from prong.base.schema import (
    CitationRow,
    CitingRow,
    OpinionRow,
    ParallelRow,
    TreatmentRow,
    WritingRow,
)
from prong.base.search import phrase
from prong.base.store import Base
from prong.base.treatment import NEGATIVE
from prong.base.words import words
from prong.cite import identity

#: So many words of a phrase are asked of the index.
_ASKED = 24


def attested(base: Base, cites: Iterable[str]) -> dict[str, tuple[Attested, ...]]:
    """As what held decisions cite each citation, the most usual first; those never cited are left out."""
    wanted = sorted({identity.plain(cite) for cite in cites})
    found: dict[str, list[Attested]] = {}
    with base.read() as connection:
        for part in parts(wanted):
            found |= attestations(connection, CitingRow.cite.in_(part))
    return {
        cite: tuple(sorted(several, key=lambda a: (-a.decisions, a.name or "", a.year or 0)))
        for cite, several in found.items()
    }


def parallels(base: Base, cites: Iterable[str]) -> dict[str, tuple[tuple[str, int], ...]]:
    """The citations that held decisions give as parallel to each, in how many: the most usual first."""
    wanted = sorted({identity.plain(cite) for cite in cites})
    found: dict[str, dict[str, int]] = {}
    number = func.count(CitingRow.opinion_id.distinct())
    with base.read() as connection:
        for part in parts(wanted):
            for mine, other in (
                (CitingRow.cite, ParallelRow.cite),
                (ParallelRow.cite, CitingRow.cite),
            ):
                for cite, beside, decisions in connection.execute(
                    select(mine, other, number)
                    .join(ParallelRow, ParallelRow.citing_id == CitingRow.id)
                    .where(mine.in_(part))
                    .group_by(mine, other)
                ):
                    several = found.setdefault(str(cite), {})
                    several[str(beside)] = several.get(str(beside), 0) + int(decisions)
    return {
        cite: tuple(sorted(several.items(), key=lambda pair: (-pair[1], pair[0])))
        for cite, several in found.items()
    }


def against(
    base: Base, ids: Iterable[int], cites: Iterable[str], most: int
) -> tuple[dict[int, tuple[Treated, ...]], dict[str, tuple[Treated, ...]]]:
    """What is said against decisions, the latest first and at most so many of each: by the number of
    those held, and by the citation of what is not held or was not recognised."""
    found: dict[int | str, list[Any]] = {}
    columns = TreatmentRow.__table__
    latest = (OpinionRow.decided_last.is_(None), OpinionRow.decided_last.desc())
    order = (*latest, TreatmentRow.start, TreatmentRow.id)
    with base.read() as connection:
        for part in parts(sorted(set(ids))):
            query = _against(columns).where(TreatmentRow.treated_id.in_(part)).order_by(*order)
            for row in connection.execute(query):
                found.setdefault(row.treated_id, []).append(row)
        for some in parts(sorted({identity.plain(cite) for cite in cites})):
            query = _against(columns).where(
                TreatmentRow.cite.in_(some), TreatmentRow.treated_id.is_(None)
            )
            for row in connection.execute(query.order_by(*order)):
                found.setdefault(str(row.cite), []).append(row)
    told = {key: rows[:most] for key, rows in found.items()}
    said_by = by_id(base, {row.opinion_id for rows in told.values() for row in rows})
    made = {key: tuple(treated(row, said_by) for row in rows) for key, rows in told.items()}
    return (
        {key: several for key, several in made.items() if isinstance(key, int)},
        {key: several for key, several in made.items() if isinstance(key, str)},
    )


def _against(columns: Any) -> Select[Any]:
    return (
        select(columns)
        .join(OpinionRow, OpinionRow.id == TreatmentRow.opinion_id)
        .where(TreatmentRow.kind.in_(NEGATIVE))
    )


def citing(
    base: Base, ids: Iterable[int], cites: Iterable[str]
) -> tuple[dict[int, int], dict[str, int]]:
    """How many held decisions cite each: those held by their number, others by their citation."""
    number = func.count(CitingRow.opinion_id.distinct())
    by_number: dict[int, int] = {}
    by_cite: dict[str, int] = {}
    with base.read() as connection:
        for part in parts(sorted(set(ids))):
            for cited, many in connection.execute(
                select(CitingRow.cited_id, number)
                .where(CitingRow.cited_id.in_(part))
                .group_by(CitingRow.cited_id)
            ):
                by_number[cited or 0] = int(many)
        for some in parts(sorted({identity.plain(cite) for cite in cites})):
            for cite, many in connection.execute(
                select(CitingRow.cite, number)
                .where(CitingRow.cite.in_(some), CitingRow.cited_id.is_(None))
                .group_by(CitingRow.cite)
            ):
                by_cite[str(cite)] = int(many)
    return by_number, by_cite


def begins(base: Base, reporter: str, volume: str) -> tuple[tuple[int, int], ...]:
    """The pages of a volume on which decisions are known to begin: each with the number of held
    decisions that cite it, or 0 for a decision held itself."""
    with base.read() as connection:
        held = connection.execute(
            select(CitationRow.first)
            .where(CitationRow.reporter == reporter, CitationRow.volume == volume)
            .distinct()
        ).scalars()
        found: dict[int, int] = {page: 0 for page in held if page is not None}
        for cite, decisions in connection.execute(
            select(CitingRow.cite, func.count(CitingRow.opinion_id.distinct()))
            .where(*_of_volume(reporter, volume))
            .group_by(CitingRow.cite)
        ):
            cited = identity.parse(cite or "")
            if cited is None or (cited.reporter, cited.volume) != (reporter, volume):
                continue
            if cited.first is not None:
                found.setdefault(cited.first, decisions)
    return tuple(sorted(found.items()))


def volume(base: Base, reporter: str, number: str) -> dict[str, tuple[Attested, ...]]:
    """As what held decisions cite each citation of a volume."""
    with base.read() as connection:
        found = attestations(connection, *_of_volume(reporter, number))
    return {cite: tuple(several) for cite, several in found.items()}


def _of_volume(reporter: str, number: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    stem = f"{number} {reporter} "
    return CitingRow.cite >= stem + "0", CitingRow.cite < stem + ":"


def holding(base: Base, sought: str, limit: int) -> tuple[tuple[Opinion, int], ...]:
    """The decisions with a writing in which words stand one after the other, whatever stands between
    them: each with the number of the writing."""
    asked = words(sought)[:_ASKED]
    if not asked:
        return ()
    with base.read() as connection:
        condition, values = phrase(asked, base.postgres)
        rows = connection.execute(
            select(WritingRow.id, WritingRow.opinion_id)
            .where(condition)
            .order_by(WritingRow.id)
            .limit(limit),
            values,
        ).all()
    held = by_id(base, {row.opinion_id for row in rows})
    return tuple((held[row.opinion_id], row.id) for row in rows)


def extent(base: Base) -> tuple[int, date | None]:
    """How many texts the base holds, and the day of the latest decision."""
    with base.read() as connection:
        texts = connection.execute(select(func.count()).select_from(WritingRow)).scalar_one()
        latest = connection.execute(select(func.max(OpinionRow.decided_last))).scalar()
    return int(texts), latest
