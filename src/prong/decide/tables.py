"""A table of decided cases: one row a case, one column an outcome, the others what it turned on.

CSV needs nothing but Python; Parquet is read with pyarrow, from the extra ``casebase``. Cells are
coded as they are read, so that a million cases of a hundred columns fit in memory.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import itertools
import math
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from prong.dates import Day
from prong.decide.columns import TRUE, Progress
from prong.faults import FieldFault, FileFault, Place, WordFault, nearest

#: How many rows are coded at once.
_ROWS = 1 << 9
#: Outcomes that are the first of two, whatever the order of the alphabet says.
FIRST = ("1", "1.0", "true", "yes", "y", "p", "plaintiff", "pro", "+")
#: What an outcome's column is called where none is named.
LABEL = ("Label", "label", "outcome", "Outcome")


class _Codes(dict[str, int]):
    """A number for each text, in the order in which they are first met."""

    def __missing__(self, text: str) -> int:
        self[text] = found = len(self)
        return found


class Cells:
    """The cells of one column: a code for each, and the texts the codes stand for; or, where there
    are too many different numbers for that, the numbers themselves."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._codes = _Codes()
        self.codes: bytearray | array[int] = bytearray()
        self.numbers: array[float] | None = None

    def add(self, texts: Sequence[str]) -> None:
        if self.numbers is not None:
            self.numbers.extend(self._all(texts))
            return
        if isinstance(self.codes, bytearray):
            try:
                self.codes += bytes(map(self._codes.__getitem__, texts))
                return
            except ValueError:  # more than a byte has room for
                self._widen()
                self.add(texts)
                return
        self.codes.extend(map(self._codes.__getitem__, texts))

    def _widen(self) -> None:
        """From codes to numbers, or where the texts are none, to wider codes."""
        try:
            known = self._all(self._codes)
        except FieldFault:
            self.codes = array("I", self.codes)
        else:
            self.numbers = array("d", map(known.__getitem__, self.codes))
            self.codes = bytearray()

    def _all(self, texts: Iterable[str]) -> list[float]:
        try:
            found = list(map(float, texts))
            if math.isfinite(sum(found)):
                return found
        except ValueError:
            pass
        return [self._number(text) for text in texts]

    def _number(self, text: str) -> float:
        try:
            found = float(text)
        except ValueError:
            found = math.nan
        if not math.isfinite(found):
            raise FieldFault(
                "A cell of a column of numbers is not a number.",
                place=Place(field=self.name),
                found=text or "nothing",
                expected="a number",
            )
        return found

    @property
    def empty(self) -> bool:
        """Whether a cell holds nothing."""
        return "" in self._codes

    @property
    def texts(self) -> list[str]:
        """The different texts, in the order in which they are first met."""
        return list(self._codes)

    def distinct(self) -> list[float] | list[str]:
        """The different values, rising where they are numbers, else in the order first met."""
        if self.numbers is not None:
            return sorted(set(self.numbers))
        try:
            return sorted(set(self._all(self.texts)))
        except FieldFault:
            return self.texts

    def column(self, of: Callable[[str], Any]) -> list[Any]:
        """For every row what its text stands for."""
        if self.numbers is not None:
            return [of(f"{number:g}") for number in self.numbers]
        made = [of(text) for text in self.texts]
        return [made[code] for code in self.codes]

    @property
    def boolean(self) -> bool:
        return self.numbers is None and all(text.strip().lower() in TRUE for text in self.texts)

    @property
    def numeric(self) -> bool:
        if self.numbers is not None:
            return True
        try:
            self._all(self.texts)
        except FieldFault:
            return False
        return True


@dataclasses.dataclass(frozen=True, eq=False)
class Table:
    """A table as read: its columns by name, how many rows, and how many were left out."""

    file: str
    cells: Mapping[str, Cells]
    rows: int
    dropped: int = 0

    def named(self, name: str) -> Cells:
        if name not in self.cells:
            raise _unknown(self.file, name, self.cells)
        return self.cells[name]

    def outcome(self, name: str | None) -> str:
        """The column of outcomes: the one named, or the one with a usual name."""
        if name is not None:
            self.named(name)
            return name
        for usual in LABEL:
            if usual in self.cells:
                return usual
        raise FieldFault(
            "Which column holds the outcomes is not said.",
            place=Place(self.file),
            expected=f"the outcome: one of {', '.join(self.cells)}"[:300],
        )


def read(
    path: Path,
    progress: Progress | None = None,
    *,
    ignore: Sequence[str] = (),
    drop_empty: bool = False,
) -> Table:
    """Read a table from a CSV or a Parquet file, without the columns that are ignored.

    An empty cell is a fault, or with ``drop_empty`` its row is left out.
    """
    if path.suffix.lower() in (".parquet", ".pq"):
        return _parquet(path, progress, ignore, drop_empty)
    return _csv(path, progress, ignore, drop_empty)


def _csv(path: Path, progress: Progress | None, ignore: Sequence[str], drop: bool) -> Table:
    try:
        size = path.stat().st_size
        with path.open("r", encoding="utf-8-sig", newline="") as stream:
            return _coded(str(path), _lines(path, stream, size, progress), ignore, drop)
    except FileNotFoundError:
        raise FileFault("There is no such file.", place=Place(str(path))) from None
    except IsADirectoryError:
        raise FileFault("This is a folder; a file was expected.", place=Place(str(path))) from None
    except UnicodeDecodeError:
        raise FileFault(
            "The file is not UTF-8 text.", place=Place(str(path)), expected="UTF-8"
        ) from None
    except OSError as error:
        raise FileFault(
            f"The file cannot be read: {error.strerror}.", place=Place(str(path))
        ) from None


def _lines(
    path: Path, stream: io.TextIOWrapper, size: int, progress: Progress | None
) -> Iterator[list[str]]:
    sample = stream.read(8192)
    stream.seek(0)
    head = sample.partition("\n")[0]
    mark = max(",;\t", key=head.count)
    reader = csv.reader(stream, delimiter=mark, strict=True, skipinitialspace=True)
    raw: Any = stream.buffer
    try:
        for number, row in enumerate(reader):
            if progress is not None and not number % _ROWS:
                progress(raw.tell(), size)
            if row:
                yield row
    except csv.Error as error:
        raise FileFault(
            f"The file is not well-formed CSV: {error}.", place=Place(str(path), reader.line_num)
        ) from None


def _coded(
    file: str, lines: Iterator[list[str]], ignore: Sequence[str] = (), drop: bool = False
) -> Table:
    head = [name.strip() for name in next(lines, [])]
    if not head:
        raise FileFault("The file is empty.", place=Place(file))
    if len(set(head)) < len(head) or not all(head):
        twice = next((n for n in head if not n or head.count(n) > 1), "")
        raise FieldFault(
            "Every column needs a name of its own.", place=Place(file, 1), found=twice or "no name"
        )
    for name in ignore:
        if name not in head:
            raise _unknown(file, name, head)
    used = [n for n, name in enumerate(head) if name not in ignore]
    cells = [Cells(head[n]) for n in used]
    count = dropped = 0
    while rows := list(itertools.islice(lines, _ROWS)):
        for at, row in enumerate(rows):
            if len(row) != len(head):
                raise _short(file, count + dropped + at + 2, len(row), len(head))
        if drop:
            whole = [row for row in rows if all(row[n] for n in used)]
            dropped += len(rows) - len(whole)
            rows = whole
        columns = list(zip(*rows, strict=True)) or [()] * len(head)
        for cell, n in zip(cells, used, strict=True):
            texts = columns[n]
            try:
                cell.add(texts)
            except FieldFault as fault:
                bad = next(k for k, text in enumerate(texts) if (text or "nothing") == fault.found)
                if texts[bad]:
                    fault.place = Place(file, count + dropped + bad + 2, cell.name)
                    raise
            if cell.empty or ("" in texts and cell.numbers is not None):
                raise FieldFault(
                    "A cell is empty, and nothing follows from what is not known.",
                    place=Place(file, count + dropped + texts.index("") + 2, cell.name),
                    expected="a value; leave out such rows (--drop-empty), or the column (--ignore)",
                )
        count += len(rows)
    if not count:
        raise FileFault("The table has no rows.", place=Place(file))
    return Table(file, {cell.name: cell for cell in cells}, count, dropped)


def _short(file: str, line: int, found: int, expected: int) -> FieldFault:
    return FieldFault(
        "A row has not as many cells as the head.",
        place=Place(file, line),
        found=str(found),
        expected=str(expected),
    )


def _unknown(file: str, name: str, head: Iterable[str]) -> WordFault:
    listed = list(head)
    return WordFault(
        "The table has no column of this name.",
        place=Place(file),
        found=name,
        expected=f"one of {', '.join(listed)}"[:300],
        nearest=nearest(name, listed),
    )


def _parquet(path: Path, progress: Progress | None, ignore: Sequence[str], drop: bool) -> Table:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        raise FileFault(
            "Reading Parquet needs pyarrow, which is not installed.",
            place=Place(str(path)),
            expected="pip install 'prong[casebase]'",
        ) from None

    if not path.is_file():
        raise FileFault("There is no such file.", place=Place(str(path)))
    try:
        file = parquet.ParquetFile(path)

        def lines() -> Iterator[list[str]]:
            yield list(file.schema_arrow.names)
            done = 0
            for batch in file.iter_batches(batch_size=_ROWS):
                columns = [[_text(v) for v in column.to_pylist()] for column in batch.columns]
                yield from map(list, zip(*columns, strict=True))
                done += batch.num_rows
                if progress is not None:
                    progress(done, file.metadata.num_rows)

        return _coded(str(path), lines(), ignore, drop)
    except ArrowException as error:
        raise FileFault(
            f"The file is not well-formed Parquet: {str(error).splitlines()[0]}.",
            place=Place(str(path)),
        ) from None


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)


def of_rows(rows: Iterable[Mapping[str, object]], name: str = "rows") -> Table:
    """A table from rows in Python: mappings from column to value."""
    listed = list(rows)
    head = list(listed[0]) if listed else []
    lines = [head, *([_text(row.get(column)) for column in head] for row in listed)]
    return _coded(name, iter(lines))


def outcomes(table: Table, name: str, positive: str | None) -> tuple[str, str]:
    """The two outcomes of a table, the one that dimensions rise towards first."""
    found = [text.strip() for text in table.cells[name].texts]
    if table.cells[name].numbers is not None or len(set(found)) != 2:
        raise FieldFault(
            "A case base has two outcomes, and this column has not.",
            place=Place(table.file, field=name),
            found=", ".join(found[:8]) or "numbers",
            expected="two different values",
        )
    if positive is not None:
        if positive not in found:
            raise WordFault(
                "The column of outcomes has no such value.",
                place=Place(table.file, field=name),
                found=positive,
                expected=" or ".join(found),
            )
        first = positive
    else:
        first = next((text for text in found if text.lower() in FIRST), max(found))
    return first, next(text for text in found if text != first)


def days(table: Table, name: str) -> list[Day]:
    """A column of dates."""
    cells = table.named(name)

    def day(text: str) -> Day:
        try:
            return Day.parse(text)
        except ValueError as error:
            raise FieldFault(
                "A cell of a column of dates is not a date.",
                place=Place(table.file, field=name),
                found=text,
                expected=str(error).removeprefix("expected "),
            ) from None

    return cells.column(day)
