"""A YAML text changed so that it says something else, and nothing else in it changes.

What is to be said is given as plain values. Only the places where they differ from what the text
says are written anew: every other byte stays, and with it each comment, quote and blank line. What
was written is read again before it is given back, so that a text is never spoiled.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from prong.faults import Fault, FieldFault, FileFault, Place
from prong.files import parse_yaml

Path = tuple[str | int, ...]
#: How long one line that holds a whole mapping may become before it is written on several.
LONG = 110


@dataclass
class Node:
    """A value where it stands: from ``start`` to ``end``, and the keys or items within it."""

    start: int
    end: int
    column: int
    flow: bool
    kind: str  # map, list, text
    style: str | None = None
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    parts: dict[str | int, Node] = field(default_factory=dict)


def rewritten(text: str, value: Any, renamed: Mapping[Path, str] | None = None) -> str:
    """The text as it says ``value``. ``renamed`` gives keys of the text, by their path, a new name
    where ``value`` has them by it. A FileFault where the text is written so that this cannot be done.
    """
    old = parse_yaml(text, "the file").value
    whole = text if text.endswith("\n") else f"{text}\n"
    made = _Writer(whole, renamed or {}).write(_tree(whole), old, value)
    try:
        same = parse_yaml(made, "the file").value == value
    except Fault:
        same = False
    if not same:
        raise FileFault(
            "This part of the file is written in a way that a form does not change.",
            expected="the change made in the text itself",
        )
    return made


def written(value: dict[str, Any]) -> str:
    """Plain values as the text of a new file."""
    rows = [line for key, one in value.items() for line in _block(f"{_scalar(key)}:", one, 0)]
    return "".join(f"{row}\n" for row in rows)


def _tree(text: str) -> Node:
    """Where every value of a text stands. The text was read strictly before."""
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    root: Node | None = None
    open_: list[tuple[Node, list[Any]]] = []  # each with its pending key
    events: Iterator[Any] = yaml.parse(text, Loader=loader)
    for event in events:
        name = type(event).__name__
        if name in ("MappingEndEvent", "SequenceEndEvent"):
            node, _ = open_.pop()
            if node.flow:
                node.end = event.end_mark.index
            else:
                last = max((p.end for p in node.parts.values()), default=node.start)
                node.end = max(last, *(end for _, end in node.keys.values()), node.start)
            continue
        if name not in ("ScalarEvent", "MappingStartEvent", "SequenceStartEvent"):
            continue
        start, end = event.start_mark.index, event.end_mark.index
        if name == "ScalarEvent":
            body = text[start:end]
            end = start + len(body.rstrip()) if body.strip() else start
            node = Node(start, end, event.start_mark.column, True, "text", event.style)
        else:
            kind = "map" if name == "MappingStartEvent" else "list"
            node = Node(start, end, event.start_mark.column, bool(event.flow_style), kind)
        if not open_:
            root = node
        else:
            home, pending = open_[-1]
            if home.kind == "list":
                home.parts[len(home.parts)] = node
            elif not pending:
                pending.append(event.value)
                home.keys[event.value] = (start, end)
                continue
            else:
                home.parts[pending.pop()] = node
        if node.kind != "text":
            open_.append((node, []))
    assert root is not None
    return root


Edit = tuple[int, int, str]


class _Writer:
    def __init__(self, text: str, renamed: Mapping[Path, str]) -> None:
        self.text, self.renamed = text, renamed

    def write(self, root: Node, old: Any, new: Any) -> str:
        found = self.changes(root, old, new, (), root.end, None)
        edits = sorted(found, key=lambda e: (e[0], e[1]))
        out, at = [], 0
        for start, end, put in edits:
            if end <= at and not put:
                continue  # within what is taken out already
            out += [self.text[at:start], put]
            at = max(at, end)
        return "".join([*out, self.text[at:]])

    def changes(
        self, node: Node, old: Any, new: Any, path: Path, colon: int, home: Node | None
    ) -> Iterator[Edit]:
        """What must be written anew. ``colon``: where, after its key or dash, a value may begin;
        ``home``: the collection it stands in."""
        if old == new:
            return
        if isinstance(old, dict) and isinstance(new, dict) and node.kind == "map" and old:
            yield from self.mapping(node, old, new, path, colon)
        elif isinstance(old, list) and isinstance(new, list) and node.kind == "list" and old:
            yield from self.listing(node, old, new, path, colon)
        else:
            yield from self.replaced(node, new, colon, home)

    def replaced(self, node: Node, new: Any, colon: int, home: Node | None) -> Iterator[Edit]:
        bare = node.kind == "text" and node.end == node.start
        if isinstance(new, dict | list) and home and home.kind == "map" and not home.flow:
            yield colon, max(node.end, colon), "\n".join(_block("", new, home.column))
        elif bare or (not node.flow and colon < node.start):
            yield colon, max(node.end, colon), f" {_flow(new)}"
        elif node.style in ("'", '"') and isinstance(new, str):
            yield node.start, node.end, _quoted(new)
        else:
            yield node.start, node.end, _flow(new)

    def after_key(self, node: Node, key: str) -> int:
        """Behind the colon of a key."""
        end = node.keys[key][1]
        found = re.compile(r"\s*:").match(self.text, end)
        return found.end() if found else end

    def mapping(self, node: Node, old: Any, new: Any, path: Path, colon: int) -> Iterator[Edit]:
        names = {k: self.renamed.get((*path, k), k) for k in old}
        for key, name in names.items():
            if name != key and name in new:
                yield *node.keys[key], _scalar(name)
        gone = [key for key, name in names.items() if name not in new]
        kept = [key for key in old if key not in gone]
        for key in kept:
            part = node.parts[key]
            yield from self.changes(
                part, old[key], new[names[key]], (*path, key), self.after_key(node, key), node
            )
        spans = {k: (node.keys[k][0], max(node.parts[k].end, node.keys[k][1])) for k in old}
        added = [k for k in new if k not in names.values()]
        if not kept and not added:
            yield from self.emptied(node, "{}", spans, colon)
            return
        yield from self.removed(node, spans, gone, bool(kept))
        back = {name: key for key, name in names.items()}
        order = list(new)
        if not kept:
            puts = [self.entry(f"{_scalar(key)}:", new[key], node) for key in added]
            yield self.instead(node, spans, puts)
            return
        for key in added:
            earlier = [back[k] for k in order[: order.index(key)] if k in back and back[k] in kept]
            put = self.entry(f"{_scalar(key)}:", new[key], node)
            yield from self.inserted(node, spans, kept, earlier[-1] if earlier else None, put)

    def listing(self, node: Node, old: Any, new: Any, path: Path, colon: int) -> Iterator[Edit]:
        flat = [[json.dumps(one, sort_keys=True) for one in some] for some in (old, new)]
        gone: list[str | int] = []
        added: list[tuple[int | None, int]] = []
        last: int | None = None
        for what, a, b, c, d in SequenceMatcher(
            None, flat[0], flat[1], autojunk=False
        ).get_opcodes():
            pairs = min(b - a, d - c) if what != "equal" else b - a
            for n in range(pairs):
                yield from self.changes(
                    node.parts[a + n], old[a + n], new[c + n], (*path, a + n),
                    self.after_dash(node, a + n), node,
                )  # fmt: skip
            last = a + pairs - 1 if pairs else last
            gone += range(a + pairs, b)
            added += [(last, n) for n in range(c + pairs, d)]
        spans = {n: (p.start, p.end) for n, p in node.parts.items()}
        kept = [n for n in range(len(old)) if n not in gone]
        if not kept and not added:
            yield from self.emptied(node, "[]", spans, colon)
            return
        if not node.flow:
            spans = {n: (self.dash(node, n), end) for n, (_, end) in spans.items()}  # type: ignore[arg-type]
        yield from self.removed(node, spans, gone, bool(kept))
        if not kept:
            yield self.instead(node, spans, [self.entry("-", new[n], node) for _, n in added])
            return
        for where, n in added:
            put = self.entry("-", new[n], node)
            yield from self.inserted(node, spans, kept, where, put)

    def dash(self, node: Node, n: int) -> int:
        """Where the dash of an item of a block list stands."""
        return self.text.rfind("-", 0, node.parts[n].start) if n else node.start

    def after_dash(self, node: Node, n: int) -> int:
        return node.parts[n].start if node.flow else self.dash(node, n) + 1

    def emptied(
        self, node: Node, nothing: str, spans: Mapping[Any, tuple[int, int]], colon: int
    ) -> Iterator[Edit]:
        if "#" in self.text[colon : node.end] and not node.flow and colon < node.start:
            yield colon, colon, f" {nothing}"  # the comments among the entries stay
            for span in spans.values():
                yield self.lines(span)
        elif not node.flow and colon < node.start:
            yield colon, node.end, f" {nothing}"
        else:
            yield node.start, node.end, nothing

    def removed(
        self, node: Node, spans: Mapping[Any, tuple[int, int]], gone: list[Any], any_kept: bool
    ) -> Iterator[Edit]:
        order = list(spans)
        for n, key in enumerate(order):
            if key not in gone:
                continue
            start, end = spans[key]
            after = spans[order[n + 1]][0] if n + 1 < len(order) else None
            if not node.flow:
                begin = self.text.rfind("\n", 0, start) + 1
                if not self.text[begin:start].strip():
                    yield self.lines((start, end))
                elif after is not None and "#" not in self.text[end:after]:
                    yield start, after, ""  # the first on the line of a dash
                else:
                    yield start, end, ""
                continue
            if after is not None and "#" not in self.text[end:after]:
                yield start, after, ""
                continue
            yield start, end, ""
            if after is not None:
                comma = self.text.find(",", end, after)
                yield comma, comma + 1, ""
            elif n and any_kept:
                kept = max(m for m in range(n) if order[m] not in gone)
                between = self.text[spans[order[kept]][1] : start]
                if "#" not in between:
                    yield spans[order[kept]][1], start, ""

    def lines(self, span: tuple[int, int]) -> Edit:
        """The whole lines of a span, with what is said of it behind it on the last of them."""
        start, end = span
        begin = self.text.rfind("\n", 0, start) + 1
        stop = self.text.find("\n", end)
        if stop >= 0:
            return begin, stop + 1, ""
        return max(0, begin - 1), len(self.text), ""

    def inserted(
        self,
        node: Node,
        spans: Mapping[Any, tuple[int, int]],
        kept: list[Any],
        after: Any,
        put: str,
    ) -> Iterator[Edit]:
        if after is not None and after not in kept:
            before = [k for k in kept if list(spans).index(k) < list(spans).index(after)]
            after = before[-1] if before else None
        if node.flow:
            if after is None:
                at = spans[kept[0]][0]
                yield at, at, f"{put}, "
            else:
                at = spans[after][1]
                yield at, at, f", {put}"
            return
        indent = " " * node.column
        if after is None:
            at = next(iter(spans.values()))[0]
            yield at, at, f"{put}\n{indent}"
            return
        at = self.text.find("\n", spans[after][1])
        at = len(self.text) if at < 0 else at
        yield at, at, f"\n{indent}{put}"

    def instead(self, node: Node, spans: Mapping[Any, tuple[int, int]], puts: list[str]) -> Edit:
        """New entries where all that stood there go."""
        at = next(iter(spans.values()))[0]
        if node.flow:
            return at, at, ", ".join(puts)
        indent = " " * node.column
        begin = self.text.rfind("\n", 0, at) + 1
        if self.text[begin:at].strip():
            return at, at, f"\n{indent}".join(puts)
        return begin, begin, "".join(f"{indent}{put}\n" for put in puts)

    def entry(self, head: str, value: Any, node: Node) -> str:
        """A new key or item with its value, as it stands within a collection."""
        if node.flow:
            return _flow(value) if head == "-" else f"{head} {_flow(value)}"
        return "\n".join(_block(head, value, node.column))


def _block(head: str, value: Any, column: int) -> Iterator[str]:
    """The lines of an entry; all but the first with their indentation."""
    line = f"{head} {_flow(value)}".rstrip()
    if not isinstance(value, dict | list) or not value or not _deep(value, column + len(line)):
        yield line
        return
    inner = column + 2
    if isinstance(value, dict):
        rows = [(f"{_scalar(k)}:", v) for k, v in value.items()]
    else:
        rows = [("-", v) for v in value]
    for n, (key, one) in enumerate(rows):
        first, *rest = _block(key, one, inner)
        if head == "-" and n == 0:
            yield f"- {first}"
        else:
            if n == 0:
                yield head
            yield f"{' ' * inner}{first}"
        yield from rest


def _deep(value: Any, width: int) -> bool:
    """Whether a collection is better written on several lines."""
    inner = list(value.values() if isinstance(value, dict) else value)
    nested = [v for v in inner if isinstance(v, dict | list) and v]
    if any(isinstance(one, dict) for v in nested for one in (v if isinstance(v, list) else [v])):
        return True
    return width > LONG and isinstance(value, dict)


def _flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(k)}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(v) for v in value) + "]"
    return "" if value is None else _scalar(value)


def _scalar(text: str) -> str:
    """A text as YAML, in quotes where it must be."""
    if not isinstance(text, str):
        raise FieldFault("A file holds text.", place=Place("the file"), found=str(text)[:60])
    if re.fullmatch(r"[\w.§/ ()-]+", text) and _plain(text):
        return text
    if text.strip() == text and text.isprintable() and _plain(text):
        return text
    return _quoted(text)


def _plain(text: str) -> bool:
    """Whether a text reads back as itself without quotes, on one line as in a block."""
    if not text or text[0] in "-?:" or text.lower() in ("null", "~"):
        return False
    try:
        return bool(
            parse_yaml(f"[{text}, {{k: {text}}}]", "").value == [text, {"k": text}]
            and parse_yaml(f"{text}: {text}", "").value == {text: text}
        )
    except Fault:
        return False


_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _quoted(text: str) -> str:
    def shown(c: str) -> str:
        if c in _ESCAPED:
            return _ESCAPED[c]
        if c.isprintable() and c != "\ufeff":
            return c
        code = ord(c)
        return (
            f"\\x{code:02x}"
            if code < 256
            else f"\\u{code:04x}"
            if code < 65536
            else f"\\U{code:08x}"
        )

    return f'"{"".join(map(shown, text))}"'
