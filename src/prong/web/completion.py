"""What may be written at the cursor of a file: the fields its contract has there, or their words.

The text is read as far as the cursor only, line by line, so that it need not be whole or right.
"""

from __future__ import annotations

import re
from typing import Any

from prong.faults import Fault
from prong.files import parse_yaml
from prong.law.library import Library
from prong.values import Value, frozen
from prong.web.shape import MANY, Field, Path, fields, spot
from prong.web.words import Word, matching, words

#: The most text before the cursor that is looked at.
MOST = 1_000_000
#: The fields offered at once: all of a part.
FIELDS = 40
_KEY = re.compile(
    r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|"""
    r"""[^\s#'"{}\[\],&*!|>%@`-][^#:]*?|-[^\s#:][^#:]*?)\s*:(?=\s|$)"""
)
#: The longest key that is looked for.
KEY = 300


@frozen
class Cursor:
    """Where a cursor stands: the path of what holds it, the field it is a value of, or none where a
    field is to be named, what is typed there, and the fields that are written there already."""

    path: Path
    field: str | None
    typed: str
    present: tuple[str, ...]


@frozen
class Completed:
    typed: str
    offered: tuple[Word, ...]


class _Frame:
    """A collection that is open at the cursor: its column (of a flow, none), and what it holds."""

    def __init__(self, kind: str, column: int, flow: bool) -> None:
        self.kind, self.column, self.flow = kind, column, flow
        self.key: str | None = None
        self.number = -1
        self.present: list[str] = []


def cursor(before: str) -> Cursor:
    """Where the end of a text stands."""
    frames: list[_Frame] = []
    lines = before[-MOST:].split("\n")
    literal: int | None = None
    for n, line in enumerate(lines):
        last = n == len(lines) - 1
        bare = line.lstrip(" ")
        indent = len(line) - len(bare)
        if literal is not None:
            if not bare or indent > literal:
                if last:
                    return Cursor((), "", "", ())  # within a block of running text
                continue
            literal = None
        if any(f.flow for f in frames):
            rest = _flow(frames, line)
        elif not bare or bare.startswith("#"):
            if last:
                rest = _blank(frames, indent, comment=bare.startswith("#"))
            else:
                continue
        else:
            rest = _block(frames, line, indent, last)
            if re.search(r"[:-]\s+[|>][+-]?\d?\s*$", line):
                literal = frames[-1].column if frames else indent
        if last:
            return rest
    return Cursor((), "", "", ())


def _here(frames: list[_Frame], field: str | None, typed: str) -> Cursor:
    path: list[str | int] = []
    for frame in frames:
        if frame.kind == "list":
            path.append(max(frame.number, 0))
        elif frame is not frames[-1] and frame.key is not None:
            path.append(frame.key)
    top = frames[-1] if frames else None
    if top is not None and top.kind == "list" and field is None:
        # a bare word of a list: a value of the field that holds the list
        path.pop()
        name = path.pop() if path else ""
        return Cursor(tuple(path), str(name), typed, ())
    return Cursor(tuple(path), field, typed, tuple(top.present) if top else ())


_NOWHERE = Cursor((), "", "", ())


def _closed(frames: list[_Frame], column: int, item: bool) -> None:
    """Leave the collections that a line at a column is no part of."""
    while frames:
        top = frames[-1]
        if top.column > column or (top.column == column and top.kind == "list" and not item):
            frames.pop()
        else:
            return


def _blank(frames: list[_Frame], indent: int, *, comment: bool) -> Cursor:
    if comment:
        return _NOWHERE
    _closed(frames, indent, item=False)
    top = frames[-1] if frames else None
    if top is not None and top.column < indent and top.kind == "map" and top.key is not None:
        return _here([*frames, _Frame("map", indent, False)], None, "")
    if top is None:
        return _here([_Frame("map", 0, False)], None, "")
    return _here(frames, None, "")


def _block(frames: list[_Frame], line: str, indent: int, last: bool) -> Cursor:
    """One line of block style: its dashes, its key, and what stands behind them."""
    column = indent
    rest = line[indent:]
    while re.match(r"-(\s|$)", rest):
        _closed(frames, column, item=True)
        top = frames[-1] if frames else None
        if top is None or top.kind != "list" or top.column != column:
            frames.append(_Frame("list", column, False))
        frames[-1].number += 1
        gap = re.match(r"-\s*", rest)
        assert gap is not None
        column += gap.end()
        rest = rest[gap.end() :]
        if not rest and last:
            return _item(frames, column, "")
    found = _KEY.match(rest[:KEY])
    if found is None:
        if not last:
            if rest[:1] in ("{", "["):
                _flow(frames, rest)
            return _NOWHERE
        if rest[:1] in ("{", "["):
            return _flow(frames, rest)
        _closed(frames, column, item=False)
        if frames and frames[-1].kind == "list" and frames[-1].column < column:
            return _item(frames, column, rest)
        if frames and frames[-1].kind == "map" and frames[-1].column == column:
            return _here(frames, None, rest)
        return _here([*frames, _Frame("map", column, False)], None, rest)
    _closed(frames, column, item=False)
    top = frames[-1] if frames else None
    if top is None or top.kind != "map" or top.column != column:
        frames.append(_Frame("map", column, False))
        top = frames[-1]
    top.key = _bare(found[1])
    top.present.append(top.key)
    value = rest[found.end() :]
    if value.lstrip()[:1] in ("{", "["):
        return _flow(frames, value.lstrip())
    if last and " #" in value:
        return _NOWHERE
    return _here(frames, top.key, value.lstrip())


def _item(frames: list[_Frame], column: int, typed: str) -> Cursor:
    """An item begun in a list: a word, or the first field of a part."""
    return _here(frames, None, typed)


def _flow(frames: list[_Frame], text: str) -> Cursor:
    """Text within braces and brackets, up to its end; what stays open stays on the frames."""
    word = ""
    at = 0
    while at < len(text):
        c = text[at]
        top = frames[-1]
        if c in "{[":
            if top.flow and top.kind == "list":
                top.number += 1
            frames.append(_Frame("map" if c == "{" else "list", -1, True))
            if c == "[":
                frames[-1].number = 0
            word = ""
        elif c in "}]":
            if not top.flow:
                return _NOWHERE
            frames.pop()
            word = ""
            if not frames or not frames[-1].flow:
                return _NOWHERE
        elif c == "," and top.flow:
            word = ""
            if top.kind == "map":
                top.key = None
            else:
                top.number += 1
        elif c == ":" and top.kind == "map" and top.key is None and re.match(r":(\s|$)", text[at:]):
            top.key = _bare(word.strip())
            top.present.append(top.key)
            word = ""
        elif c in "'\"" and not word.strip():
            close = text.find(c, at + 1)
            if close < 0:
                word = text[at:]
                break
            word = text[at : close + 1]
            at = close
        elif c == "#" and (at == 0 or text[at - 1] == " "):
            return _NOWHERE
        else:
            word += c
        at += 1
    top = frames[-1]
    if not top.flow:
        return _NOWHERE
    return _here(frames, top.key if top.kind == "map" else None, word.lstrip())


def _bare(key: str) -> str:
    return key[1:-1] if key[:1] in "'\"" and key[-1:] == key[:1] and len(key) > 1 else key


def completed(library: Library, root: type[Value], before: str, after: str) -> Completed:
    """What may be written between two halves of a file's text."""
    here = cursor(before)
    typed = here.typed
    if typed[:1] in ("'", '"') or here.field == "":
        return Completed("", ())
    value = _value(before, after)
    try:
        holder = spot(root, here.path)
    except Fault:
        return Completed(typed, ())
    if here.field is None:
        return Completed(typed, tuple(_fields(library, root, value, here, holder.cls, holder.many)))
    field = fields(holder.cls).get(here.field) if not holder.many else None
    if field is None:
        return Completed(typed, ())
    at = (*here.path, here.field)
    found = list(_values(library, root, value, at, field))
    if field.kind in MANY and field.of is not None and not field.short and _in_list(before):
        found = _names(field.of, ())
    elif field.short and _in_list(before):
        found += _names(field.of, ()) if field.of and not found else []
    return Completed(typed, tuple(matching(found, typed)))


def _in_list(before: str) -> bool:
    return bool(re.search(r"(^|\n)\s*-\s+\S*$", before))


def _fields(
    library: Library, root: type[Value], value: Any, here: Cursor, cls: type[Value], many: bool
) -> list[Word]:
    if many:  # ids of one's own choosing
        return []
    known = _names(cls, here.present)
    typed = here.typed.lower()
    first = [w for w in known if w.word.startswith(typed)]
    return (first or matching(known, typed, FIELDS))[:FIELDS]


def _names(cls: type[Value] | None, present: tuple[str, ...]) -> list[Word]:
    if cls is None:
        return []
    return [
        Word(f"{f.name}:", f.hint or f.label, "needed" if f.required else "")
        for f in fields(cls).values() if f.name not in present
    ]  # fmt: skip


def _values(library: Library, root: type[Value], value: Any, at: Path, field: Field) -> list[Word]:
    if field.kind == "group" and field.short and field.of is not None:
        return _values(library, root, value, at, fields(field.of)[field.short])
    if field.kind == "truth":
        return [Word("true", field.label), Word("false", "")]
    if field.choices:
        return [Word(c, "the default" if c == field.default else "") for c in field.choices]
    return words(library, field.names, value, root, at)


def _value(before: str, after: str) -> Any:
    """The plain values of the file, without the line that is being written where that spoils it."""
    above, _, begun = before.rpartition("\n")
    below = after.partition("\n")[2]
    gap = " " * (len(begun) - len(begun.lstrip(" ")))
    for text in (before + after, f"{above}\n{below}", f"{above}\n{gap}\n{below}", above):
        try:
            return parse_yaml(text, "case.yaml").value
        except Fault:
            continue
    return {}
