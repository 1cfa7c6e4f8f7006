"""The day on which a coding was last found in its text, written into the files of a library.

A file is changed at its ``coded`` mappings and nowhere else: comments and layout stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from prong.coding.verification import Check
from prong.dates import Day
from prong.faults import FileFault, Place
from prong.files import parse_yaml, read_bytes, write
from prong.law.coding import Coded
from prong.law.library import SHIPPED, SHIPPED_FOLDER, Library
from prong.law.statements import statements
from prong.values import frozen

#: A place in a file: keys and numbers from its top.
Where = tuple[str | int, ...]


@frozen
class Marked:
    """How many codings were marked, in how many files."""

    codings: int
    files: int


def mark(
    library: Library, checks: Sequence[Check], day: Day, overlays: Sequence[Path] = ()
) -> Marked:
    """Write ``day`` as checked into every coding that the checks bear out and that is due.

    The files of the overlays are written to; with no overlay those of the shipped library, if it
    lies in a checkout. The library must have been loaded with its documents.
    """
    homes = {str(folder): folder for folder in overlays} or {SHIPPED: _checkout()}
    codings = files = 0
    for (room, id), paths in _due(library, checks).items():
        document = library.documents[room, id]
        found = next(
            (
                folder / document.file.removeprefix(f"{name}/")
                for name, folder in homes.items()
                if document.file.startswith(f"{name}/")
            ),
            None,
        )
        if found is None or not found.is_file():
            continue
        data = read_bytes(found)
        text = data.decode("utf-8-sig")
        made = marked(text, paths, day)
        _same_but_for_marks(text, made, paths, found)
        write(found, ("\ufeff" if data.startswith(b"\xef\xbb\xbf") else "") + made)
        codings += len(paths)
        files += 1
    return Marked(codings, files)


def _checkout() -> Path:
    if not (SHIPPED_FOLDER.parents[2] / "pyproject.toml").is_file():
        raise FileFault(
            "The shipped library is not written to: it is installed, not in a checkout.",
            place=Place(str(SHIPPED_FOLDER)),
            expected="--library with the folder to mark",
        )
    return SHIPPED_FOLDER


def _due(library: Library, checks: Sequence[Check]) -> Mapping[tuple[str, str], list[Where]]:
    """The codings, by file, each of whose anchors was found and that bear no later mark."""
    found: dict[tuple[str, str], list[Where]] = {}
    for place, where, coded in _verified(library, checks):
        if coded.checked is None or (coded.on and coded.checked.first < coded.on.first):
            found.setdefault(place, []).append(where)
    return found


def _verified(
    library: Library, checks: Sequence[Check]
) -> Iterator[tuple[tuple[str, str], Where, Coded]]:
    wrong = {c.authority for c in checks if c.verdict == "wrong" and c.statement is None}
    anchors = {
        (c.authority, c.holding): c.verdict == "verified"
        for c in checks
        if c.what == "anchor" and c.holding
    }
    for key, authority in library.authorities.items():
        if key in wrong:
            continue
        own = [
            anchors[key, h.id]
            for h in authority.holdings
            if h.coded is None and (key, h.id) in anchors
        ]
        if own and all(own):
            yield ("authorities", key), ("coded",), authority.coded
        for number, holding in enumerate(authority.holdings):
            if holding.coded and anchors.get((key, holding.id)):
                yield ("authorities", key), ("holdings", number, "coded"), holding.coded
    verdicts: dict[str, set[str]] = {}
    for check in checks:
        if check.statement:
            verdicts.setdefault(check.statement, set()).add(check.verdict)
    for stated in statements(library):
        if verdicts.get(stated.name) == {"verified"}:
            yield (stated.room, stated.file), (*stated.path, "coded"), stated.words.coded


def marked(text: str, paths: Sequence[Where], day: Day) -> str:
    """The text of a file with the day written into the mappings at some paths."""
    import yaml

    root = yaml.compose(text, Loader=yaml.BaseLoader)
    edits = [_edit(text, _node(root, path), str(day)) for path in paths]
    for start, end, words in sorted(edits, reverse=True):
        text = text[:start] + words + text[end:]
    return text


def _node(root: Any, path: Where) -> Any:
    for step in path:
        if isinstance(step, int):
            root = root.value[step]
        else:
            root = next(value for key, value in root.value if key.value == step)
    return root


def _edit(text: str, coded: Any, day: str) -> tuple[int, int, str]:
    """Where a mapping is to be changed, and to what: its mark, or a new one after its basis."""
    for key, value in coded.value:
        if key.value == "checked":
            return value.start_mark.index, value.end_mark.index, day
    if coded.flow_style:
        at = coded.value[-1][1].end_mark.index
        return at, at, f", checked: {day}"
    key, value = coded.value[0]
    line = text.find("\n", value.end_mark.index)
    at = len(text) if line < 0 else line - (text[line - 1] == "\r")
    ending = "\r\n" if "\r\n" in text else "\n"
    return at, at, f"{ending}{' ' * key.start_mark.column}checked: {day}"


def _same_but_for_marks(text: str, made: str, paths: Sequence[Where], file: Path) -> None:
    """Refuse an edit that changed anything else."""
    before, after = (parse_yaml(words, str(file)).value for words in (text, made))
    for value in (before, after):
        for path in paths:
            inner = value
            for step in path:
                inner = inner[step]
            inner.pop("checked", None)
    if before != after:
        raise FileFault(
            "This file's layout cannot be marked; mark it by hand.", place=Place(str(file))
        )
