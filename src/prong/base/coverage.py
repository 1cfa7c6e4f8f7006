"""What the base proves of a page: that a decision begins there, that none does, or nothing.

A decision that runs from page 412 to page 430 fills the pages between: nothing else begins on 413
to 429. On 430 another may begin, and on 412 too. A source that gives a volume whole proves it of
every page of the volume.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from prong.base import lookup
from prong.base.database import shown
from prong.base.held import Opinion
from prong.base.schema import CitationRow, CitingRow, OpinionRow, RunRow, SourceRow, WritingRow
from prong.base.store import Base
from prong.cite import identity
from prong.values import frozen

State = Literal["held", "nothing-begins-there", "not-covered"]
#: A decision is looked for that begins at most so many pages before.
_BEFORE = 1200
#: So many volumes are asked for in one statement.
_ASKED = 100


@frozen
class At:
    """What is known of a citation: ``held`` with the decisions that begin there;
    ``nothing-begins-there`` with those that fill the page, or the source that gives the volume
    whole; or ``not-covered``."""

    cite: str
    state: State
    begins: tuple[Opinion, ...]
    stands: tuple[Opinion, ...]
    whole: str | None


@frozen
class Volume:
    """How far a volume is held: how many decisions, the first and last page known, the runs of
    pages on which nothing unknown begins, and how many pages of all that span they are."""

    reporter: str
    volume: str
    decisions: int
    first: int
    last: int
    runs: tuple[tuple[int, int], ...]
    pages: int
    whole: bool


@frozen
class Info:
    """A base in figures."""

    where: str
    version: str
    opinions: int
    writings: int
    characters: int
    citations: int
    citings: int
    resolved: int
    remarks: int
    earliest: str | None
    latest: str | None
    courts: tuple[tuple[str, int], ...]
    volumes: tuple[Volume, ...]


def at(base: Base, cite: str) -> At:
    """What the base knows of a citation. A FieldFault says that the text is no citation."""
    found = identity.required(cite)
    begins = lookup.by_citation(base, str(found))
    if begins:
        return At(str(found), "held", begins, (), None)
    page = found.first
    if page is None:
        return At(str(found), "not-covered", (), (), None)
    with base.read() as connection:
        numbers = list(
            connection.execute(
                select(CitationRow.opinion_id)
                .where(
                    CitationRow.reporter == found.reporter,
                    CitationRow.volume == found.volume,
                    CitationRow.first < page,
                    CitationRow.first >= page - _BEFORE,
                    CitationRow.last > page,
                )
                .order_by(CitationRow.first.desc())
            ).scalars()
        )
        whole = connection.execute(
            select(RunRow.source)
            .where(
                RunRow.reporter == found.reporter,
                RunRow.volume == found.volume,
                RunRow.first <= page,
                RunRow.last >= page,
            )
            .limit(1)
        ).scalar()
    stands = tuple(lookup.by_id(base, numbers).values())
    state: State = "nothing-begins-there" if stands or whole else "not-covered"
    return At(str(found), state, (), stands, whole)


def volumes(base: Base, reporter: str | None = None) -> tuple[Volume, ...]:
    """Every volume of which something is held, with how completely."""
    with base.read() as connection:
        return tuple(_volumes(connection, reporter))


def of_volumes(base: Base, wanted: Iterable[tuple[str, str]]) -> tuple[Volume, ...]:
    """How far each of some volumes is held, by reporter and volume; not those of which nothing is."""
    asked = sorted(set(wanted))
    found: list[Volume] = []
    with base.read() as connection:
        for k in range(0, len(asked), _ASKED):
            found += _volumes(connection, None, asked[k : k + _ASKED])
    return tuple(sorted(found, key=_in_order))


def _volumes(
    connection: Connection, reporter: str | None, only: Sequence[tuple[str, str]] = ()
) -> Iterable[Volume]:
    query = select(CitationRow.reporter, CitationRow.volume, CitationRow.first, CitationRow.last)
    query = query.where(CitationRow.first.is_not(None))
    whole = select(RunRow.reporter, RunRow.volume, RunRow.first, RunRow.last)
    if only:
        query = query.where(_of(CitationRow, only))
        whole = whole.where(_of(RunRow, only))
    if reporter:
        query = query.where(CitationRow.reporter == reporter)
        whole = whole.where(RunRow.reporter == reporter)
    given: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for name, volume, first, last in connection.execute(whole):
        given.setdefault((name, volume), []).append((first, last))
    order = (CitationRow.reporter, CitationRow.volume, CitationRow.first, CitationRow.id)
    current: tuple[str, str] | None = None
    pages: list[tuple[int, int | None]] = []
    found: list[Volume] = []
    for name, volume, begins, ends in connection.execute(
        query.order_by(*order).execution_options(yield_per=10_000)
    ):
        if (name, volume) != current:
            if current is not None:
                found.append(_volume(current, pages, given.pop(current, [])))
            current, pages = (name, volume), []
        if begins is not None:
            pages.append((begins, ends))
    if current is not None:
        found.append(_volume(current, pages, given.pop(current, [])))
    found += [_volume(key, [], runs) for key, runs in given.items()]
    return sorted(found, key=_in_order)


def _in_order(volume: Volume) -> tuple[str, int, str]:
    return volume.reporter, _number(volume.volume), volume.volume


def _of(rows: type[CitationRow | RunRow], only: Sequence[tuple[str, str]]) -> ColumnElement[bool]:
    return or_(*(and_(rows.reporter == name, rows.volume == volume) for name, volume in only))


def _number(volume: str) -> int:
    return int(volume) if volume.isdecimal() else 0


def _volume(
    key: tuple[str, str], pages: list[tuple[int, int | None]], given: list[tuple[int, int]]
) -> Volume:
    # A decision's last page is open: another may begin on it.
    closed = [(first, max(first, last - 1) if last else first) for first, last in pages]
    runs: list[list[int]] = []
    for first, last in sorted([*closed, *given]):
        if runs and first <= runs[-1][1] + 1:
            runs[-1][1] = max(runs[-1][1], last)
        else:
            runs.append([first, last])
    ends = [last or first for first, last in pages] + [last for _, last in given]
    first, last = runs[0][0], max(ends)
    whole = any(a <= first and b >= last - 1 for a, b in given)
    held = sum(b - a + 1 for a, b in runs)
    return Volume(*key, len(pages), first, last, tuple((a, b) for a, b in runs), held, whole)


def info(base: Base) -> Info:
    """The base in figures."""
    from prong.base.schema import HEAD

    with base.read() as connection:

        def count(what: object) -> int:
            return int(connection.execute(select(func.count()).select_from(what)).scalar_one())  # type: ignore[arg-type]

        characters = connection.execute(select(func.sum(WritingRow.letters))).scalar() or 0
        resolved = connection.execute(select(func.count(CitingRow.cited_id))).scalar_one()
        first, last = connection.execute(
            select(func.min(OpinionRow.decided_first), func.max(OpinionRow.decided_last))
        ).one()
        courts = connection.execute(
            select(OpinionRow.court, func.count())
            .group_by(OpinionRow.court)
            .order_by(func.count().desc(), OpinionRow.court)
        ).all()
        disagree = sum(len(row) for row in connection.execute(select(SourceRow.remarks)).scalars())
        return Info(
            shown(base.where),
            HEAD,
            count(OpinionRow),
            count(WritingRow),
            int(characters),
            count(CitationRow),
            count(CitingRow),
            int(resolved),
            disagree,
            str(first) if first else None,
            str(last) if last else None,
            tuple((court or "not known", int(n)) for court, n in courts),
            tuple(_volumes(connection, None)),
        )
