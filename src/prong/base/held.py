"""What the base holds of a decision, as frozen values: its identity, where it is reported, its writings,
and words that stand in them with their pages."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from prong.base.keep import parts
from prong.base.schema import CitationRow, OpinionRow, WritingRow
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


def opinions(connection: Connection, numbers: set[int]) -> dict[int, Opinion]:
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


def writing_of(opinion: Opinion, number: int) -> Writing:
    """One of the writings of a decision, by its number."""
    return next(w for w in opinion.writings if w.id == number)


def passage(opinion: Opinion, writing: Writing, whole: str, start: int, end: int) -> Passage:
    """A span of a writing, whose text is at hand, as a passage with its pages."""
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
