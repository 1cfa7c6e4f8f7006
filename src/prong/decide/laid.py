"""A case base laid out from a table: its columns as magnitudes, its bits in blocks.

Cases of a table decide by their whole facts, the result model: every factor for the winning side
that was there, and every dimension as it stood, is required; every factor against it was met.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, overload

from prong.dates import Day
from prong.decide.columns import Column, Progress, Terms
from prong.decide.directions import Method, directed
from prong.decide.index import MOST, WIDTH, Block, laid, where
from prong.decide.tables import Cells, Table, days, outcomes
from prong.law.factors import Factor, Factors, Side

if TYPE_CHECKING:
    from prong.decide.constraint import Precedent

Magnitudes = bytes | array  # type: ignore[type-arg]
#: The doctrine and the issue of a base that has no others.
BASE, CLAIM = "base", "claim"


class Cases(Sequence["Precedent"]):
    """The cases of a table as precedents, each made when it is asked for."""

    def __init__(
        self,
        columns: Mapping[str, Magnitudes],
        sides: Sequence[Side],
        won: bytes,
        names: Sequence[str] | None,
    ) -> None:
        self.columns = columns
        self.sides = dict(zip(columns, sides, strict=True))
        self.won = won
        self.names = names

    def __len__(self) -> int:
        return len(self.won)

    def side(self, at: int) -> Side:
        return "plaintiff" if self.won[at] else "officer"

    def facts(self, at: int) -> dict[str, int]:
        """The magnitudes of a case, of all words that it has."""
        return {word: m for word, column in self.columns.items() if (m := column[at])}

    def every(self, start: int, stop: int) -> Iterator[dict[str, int]]:
        """The magnitudes of some cases one after the other; absent words are there as 0."""
        words = tuple(self.columns)
        parts = [column[start:stop] for column in self.columns.values()]
        for row in zip(*parts, strict=True):
            yield dict(zip(words, row, strict=True))

    @overload
    def __getitem__(self, at: int) -> Precedent: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Precedent]: ...
    def __getitem__(self, at: int | slice) -> Precedent | Sequence[Precedent]:
        if isinstance(at, slice):
            return [self[n] for n in range(*at.indices(len(self)))]
        from prong.decide.constraint import Precedent

        if not -len(self) <= at < len(self):
            raise IndexError(at)
        at %= len(self)
        side, facts = self.side(at), self.facts(at)
        own = {word: m for word, m in facts.items() if self.sides[word] == side}
        return Precedent(
            authority=self.names[at] if self.names is not None else str(at + 1),
            holding="",
            side=side,
            doctrine=BASE,
            on=CLAIM,
            issues=frozenset((CLAIM,)),
            breadth="facts-only",
            scope=frozenset(),
            reason=own,
            requires=own,
            met={word: m for word, m in facts.items() if self.sides[word] != side},
            despite=frozenset(),
            own=own,
        )


def from_table(
    table: Table,
    *,
    outcome: str | None = None,
    positive: str | None = None,
    directions: Mapping[str, str | Sequence[str]] | None = None,
    derive: Method | None = None,
    name: str | None = None,
    decided: str | None = None,
    overruled: str | None = None,
    ignore: Sequence[str] = (),
    drop_empty: bool = False,
    progress: Progress | None = None,
) -> tuple[Cases, Factors, list[Block], Terms]:
    """The parts of a case base: its cases, factors, blocks of bits and terms."""
    label = table.outcome(outcome)
    first, second = outcomes(table, label, positive)
    won = bytes(table.cells[label].column(lambda text: int(text.strip() == first)))
    apart = {label, *ignore, *filter(None, (name, decided, overruled))}
    words = [word for word in table.cells if word not in apart]
    columns = directed(table, words, won, (first, second), dict(directions or {}), derive)
    magnitudes = {word: coded(table.cells[word], column) for word, column in columns.items()}
    names = table.named(name).column(str) if name else None
    ends = days_of(table.named(overruled).column(str)) if overruled else {}
    terms = Terms(
        outcomes={"plaintiff": first, "officer": second},
        columns=columns,
        decided=days(table, decided) if decided else (),
        overruled=ends,
        model="result",
        dropped=table.dropped,
    )
    cases = Cases(magnitudes, [c.side for c in columns.values()], won, names)
    return cases, factors_of(columns), blocks(cases, progress), terms


def days_of(texts: Sequence[str]) -> dict[int, Day]:
    """Days by row, where there is one; a dash or ``never`` stands for none."""
    return {
        n: Day.parse(text) for n, text in enumerate(texts) if text.strip() not in ("-", "never")
    }


def factors_of(columns: Mapping[str, Column]) -> Factors:
    """The words of a table as factors."""
    made = {
        word: Factor(
            says=word,
            side=column.side,
            issues=(CLAIM,),
            scale=word if column.dimension else None,
            doctrine=BASE,
        )
        for word, column in columns.items()
    }
    return Factors(made, {}, {})


def coded(cells: Cells, column: Column) -> Magnitudes:
    """A column's magnitude in every case: bytes where all are small."""
    of: Callable[[str], int] = column.magnitude
    if cells.numbers is not None:
        ranks = {value: 2 * n + 1 for n, value in enumerate(column.values)}
        return array("I", map(ranks.__getitem__, cells.numbers))
    if column.numeric:
        ranks = {value: 2 * n + 1 for n, value in enumerate(column.values)}
        made = [ranks[float(text)] for text in cells.texts]
    elif column.dimension:
        ranks_ = {value: 2 * n + 1 for n, value in enumerate(column.values)}
        made = [ranks_[text] for text in cells.texts]
    else:
        made = [of(text) for text in cells.texts]
    if max(made) > MOST:
        return array("I", map(made.__getitem__, cells.codes))
    if isinstance(cells.codes, bytearray):
        return bytes(cells.codes).translate(bytes(made).ljust(256, b"\0"))
    return bytes(map(made.__getitem__, cells.codes))


def blocks(cases: Cases, progress: Progress | None = None) -> list[Block]:
    """The bits of the cases, block by block."""
    won = where(cases.won, bool)
    lost = ((1 << len(cases)) - 1) & ~won
    requires = {word: won if side == "plaintiff" else lost for word, side in cases.sides.items()}
    found = []
    for start in range(0, len(cases), WIDTH):
        stop = min(start + WIDTH, len(cases))
        found.append(laid(cases.columns, requires, won, start, stop))
        if progress is not None:
            progress(stop, len(cases))
    return found
