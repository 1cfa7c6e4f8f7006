"""A folder of opinions: the text of an authority, found by file, citation or docket.

A folder may hold an ``index.jsonl`` (itself or in a folder below it), one JSON object for each file::

    file          the path of the text, from the index's own folder
    court         the id of the court; ``docket``, ``date`` (year-month-day), ``name``, ``author``
    type          majority, opinion, dissent, concurrence ...
    us_cite, sct_cite  its citations in the official and the commercial reports
    cite          any other citation, or a list of them
    single_star_is  the reporter whose pages one star marks
    retyped       whether its wording was typed anew, and so is no witness for a quotation

Any field but ``file`` may be missing. Without an index, every file that Prong reads is a text, and
is found only where a coder named it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from prong.dates import Day
from prong.faults import FieldFault, FileFault, Place
from prong.files import read_bytes
from prong.law.authorities import Authority
from prong.law.coding import Coded
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

    @property
    def sha256(self) -> str:
        return hashlib.sha256(read_bytes(self.path, _MOST)).hexdigest()

    @property
    def controlling(self) -> bool:
        return self.kind.lower() in _CONTROLLING


class Texts:
    """The texts of one or more folders."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folders)
        self.texts: tuple[Text, ...] = tuple(t for folder in folders for t in _texts(folder))

    def of(self, authority: Authority, coded: Coded) -> Text | None:
        """The text that a coder had: the file named, else the court's opinion by its citation, else
        by its docket."""
        if coded.file:
            return self.of_file(coded.file)
        for citation in (authority.citation, *authority.parallel):
            found = [t for t in self._by_citation.get(squeezed(citation), ()) if t.controlling]
            if found:
                return found[0]
        if authority.docket:
            for text in self.texts:
                if (
                    text.docket
                    and text.court == authority.court
                    and text.controlling
                    and squeezed(text.docket) == squeezed(authority.docket)
                ):
                    return text
        return None

    def of_file(self, file: str) -> Text | None:
        """The text at a path that a coder named, from a folder above or below the one given."""
        wanted = file.strip("/")
        known = self._files
        parts = wanted.split("/")
        for k in range(len(parts)):
            found = known.get("/".join(parts[k:]))
            if found is not None:
                return found
        for folder in self.folders:
            path = folder / wanted
            if _within(path, folder) and path.is_file():
                return Text(path, wanted)
        return None

    @cached_property
    def _files(self) -> dict[str, Text]:
        found: dict[str, Text] = {}
        for text in self.texts:
            parts = text.file.split("/")
            for k in range(len(parts)):
                found.setdefault("/".join(parts[k:]), text)
        return found

    @cached_property
    def _by_citation(self) -> dict[str, tuple[Text, ...]]:
        found: dict[str, tuple[Text, ...]] = {}
        for text in self.texts:
            for citation in text.citations:
                key = squeezed(citation)
                found[key] = (*found.get(key, ()), text)
        return found


def squeezed(words: str) -> str:
    """A citation or docket as it is compared: without white space and periods."""
    return re.sub(r"[\s.]+", "", words).lower()


def _within(path: Path, folder: Path) -> bool:
    return os.path.realpath(path).startswith(os.path.realpath(folder) + os.sep)


def _texts(folder: Path) -> Iterator[Text]:
    if not folder.is_dir():
        raise FileFault("There is no such folder of texts.", place=Place(str(folder)))
    indexes = [
        path
        for deep in range(_DEEP)
        for path in sorted(folder.glob("*/" * deep + "index.jsonl"))
        if _within(path, folder)
    ]
    for index in indexes:
        yield from _indexed(index)
    if not indexes:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix.lower() in _READ and _within(path, folder):
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
        if not _within(path, index.parent):
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
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
