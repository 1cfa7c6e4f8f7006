"""Published files taken in by stages: how far each has come is written with what it gave, so that a
run broken off at any moment goes on where it stopped."""

from __future__ import annotations

import bz2
import csv
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Any, TypeVar

from sqlalchemy import Connection, delete, insert, select

from prong.base.schema import StageRow
from prong.base.store import Base
from prong.faults import FieldFault, FileFault, Place
from prong.values import frozen

#: A field of a published file may be so long: the longest opinions have some millions of letters.
_LONGEST = 2**31 - 1

T = TypeVar("T")
Progress = Callable[[int, int], None]


@frozen
class Ingested:
    """What a run took in: decisions and texts new to the base, citings and descriptions; and what
    could not be read, each with its place."""

    decisions: int = 0
    texts: int = 0
    citings: int = 0
    descriptions: int = 0
    faults: tuple[str, ...] = ()


def reached(base: Base, source: str) -> tuple[int, bool]:
    """How many rows of a source are in the base, and whether that is all of it."""
    with base.read() as connection:
        row = connection.execute(
            select(StageRow.done, StageRow.whole).where(StageRow.source == source)
        ).first()
    return (int(row.done), bool(row.whole)) if row else (0, False)


def reach(connection: Connection, source: str, done: int, whole: bool = False) -> None:
    """Write how far a source has come, in the transaction that writes what it gave."""
    connection.execute(delete(StageRow).where(StageRow.source == source))
    connection.execute(insert(StageRow).values(source=source, done=done, whole=whole))


def rows(path: Path, needed: tuple[str, ...], progress: Progress) -> Iterator[dict[str, str]]:
    """The rows of a CSV file as PostgreSQL writes it with a backslash for its escape, one at a
    time. ``progress`` is told how many bytes of the file are read."""
    csv.field_size_limit(min(sys.maxsize, _LONGEST))
    with _opened(path, progress) as stream:
        reader = csv.reader(stream, doublequote=True, escapechar="\\", strict=True)
        try:
            head = next(reader, None)
            if head is None or not set(needed) <= set(head):
                raise FieldFault(
                    "The file has not the columns that CourtListener publishes.",
                    place=Place(str(path), 1),
                    found=", ".join(head or ())[:200] or "nothing",
                    expected=", ".join(needed),
                )
            places = [head.index(name) for name in needed]
            width = len(head)
            for values in reader:
                if len(values) != width:
                    raise FileFault(
                        "A row of the file has not as many fields as its head: it is cut short, or"
                        " not as PostgreSQL writes it.",
                        place=Place(str(path), reader.line_num),
                        found=f"{len(values)} fields",
                        expected=f"{width} fields",
                    )
                yield {name: values[k] for name, k in zip(needed, places, strict=True)}
        except csv.Error as error:
            raise FileFault(
                f"The file is not CSV as PostgreSQL writes it: {error}.",
                place=Place(str(path), reader.line_num),
            ) from None
        except (EOFError, UnicodeDecodeError, OSError) as error:
            raise FileFault(
                f"The file cannot be read to its end: {error}. Fetch it anew and run the command"
                " again; it goes on where it stopped.",
                place=Place(str(path)),
            ) from None


def batches(lines: Iterator[T], size: int) -> Iterator[list[T]]:
    """Rows in lists of a size, the last one shorter."""
    while part := list(islice(lines, size)):
        yield part


@contextmanager
def _opened(path: Path, progress: Progress) -> Iterator[IO[str]]:
    size = path.stat().st_size
    with path.open("rb") as raw:
        counted = _Counted(raw, lambda at: progress(at, size))
        data: Any = bz2.BZ2File(counted) if path.suffix == ".bz2" else counted
        yield io.TextIOWrapper(data, encoding="utf-8", newline="")
    progress(size, size)


class _Counted(io.RawIOBase):
    """A stream that tells how far it is read."""

    def __init__(self, raw: IO[bytes], tell: Callable[[int], None]) -> None:
        self._raw = raw
        self._tell = tell
        self._at = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._raw.read(min(len(buffer), 1 << 20))
        buffer[: len(data)] = data
        self._at += len(data)
        self._tell(self._at)
        return len(data)
