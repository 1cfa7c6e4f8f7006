"""A folder of opinions: its texts, and what its index says of each.

A folder may hold an ``index.jsonl`` (itself or in a folder below it), one JSON object for each file::

    file          the path of the text, from the index's own folder
    court         the id of the court; ``docket``, ``date`` (year-month-day), ``name``, ``author``
    type          majority, opinion, dissent, concurrence ...
    us_cite, sct_cite  its citations in the official and the commercial reports
    cite          any other citation, or a list of them
    single_star_is  the reporter whose pages one star marks
    retyped       whether its wording was typed anew, and so is no witness for a quotation

Any field but ``file`` may be missing. Without an index, every file that Prong reads is a text.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from prong.dates import Day
from prong.faults import FieldFault, FileFault, Place
from prong.files import read_bytes
from prong.values import frozen

#: How deep an index is looked for under the folder given.
_DEEP = 3
#: The largest text or index read, in bytes.
_MOST = 64_000_000
#: Opinions that speak for the court.
_CONTROLLING = ("majority", "opinion", "per curiam", "010combined", "combined", "")


@frozen
class Text:
    """A text held: where, and what the folder's index says of it."""

    path: Path
    file: str
    court: str | None = None
    name: str | None = None
    kind: str = ""
    citations: tuple[str, ...] = ()
    docket: str | None = None
    date: Day | None = None
    one_star: str | None = None
    retyped: bool = False
    author: str | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(read_bytes(self.path, _MOST)).hexdigest()

    @property
    def controlling(self) -> bool:
        return self.kind.lower() in _CONTROLLING


def squeezed(words: str) -> str:
    """A citation or docket as it is compared: without white space and periods."""
    return re.sub(r"[\s.]+", "", words).lower()


def within(path: Path, folder: Path) -> bool:
    return os.path.realpath(path).startswith(os.path.realpath(folder) + os.sep)


def texts(folder: Path) -> Iterator[Text]:
    if not folder.is_dir():
        raise FileFault("There is no such folder of texts.", place=Place(str(folder)))
    indexes = [
        path
        for deep in range(_DEEP)
        for path in sorted(folder.glob("*/" * deep + "index.jsonl"))
        if within(path, folder)
    ]
    for index in indexes:
        yield from _indexed(index)
    if not indexes:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix.lower() in _READ and within(path, folder):
                yield Text(path, path.relative_to(folder).as_posix())


_READ = (".txt", ".pdf", ".docx", ".html", ".htm", ".rtf")


def _indexed(index: Path) -> Iterator[Text]:
    for number, line in enumerate(
        read_bytes(index, _MOST).decode("utf-8", "replace").splitlines(), 1
    ):
        if not line.strip():
            continue
        place = Place(str(index), number)
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise FieldFault(
                "This line of the index is not a JSON object.", place=place, found=line[:60]
            ) from None
        if not isinstance(row, dict) or not isinstance(row.get("file"), str):
            raise FieldFault(
                "This line of the index names no file.", place=place, expected='"file": a path'
            )
        path = index.parent / row["file"]
        if not within(path, index.parent):
            raise FileFault("The index names a file outside its folder.", place=place)
        if path.is_file():
            yield _text(row, path)


def _text(row: dict[str, Any], path: Path) -> Text:
    def words(name: str) -> str | None:
        value = row.get(name)
        return str(value) if value else None

    cites: Iterable[Any] = (row.get("us_cite"), row.get("sct_cite"), *_listed(row.get("cite")))
    try:
        date = Day.parse(str(row["date"])) if row.get("date") else None
    except ValueError:
        date = None  # what states no whole day states none
    return Text(
        path,
        row["file"],
        words("court"),
        words("name"),
        words("type") or "",
        tuple(str(cite) for cite in cites if cite),
        words("docket"),
        date,
        words("single_star_is"),
        bool(row.get("retyped")),
        words("author"),
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
