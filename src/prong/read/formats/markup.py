"""The tags and words of a web page, each with its place in the file.

Read in one pass that never goes back, because a page from a stranger may be made of beginnings
that are never ended; the parser of the standard library takes time squared over those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

_MAYBE = re.compile(r"<(?=/?[a-zA-Z]|[!?])")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:_.-]{0,60})")
_ATTRIBUTE = re.compile(
    r"""[\s/]*([^\s/>=][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)))?"""
)
_CLOSE = re.compile(r"[\s/]*>")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?")

#: Elements whose content is not markup, up to their own end.
RAW = frozenset({"script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp"})

#: The most attributes of one tag, and characters of one value, that are looked at.
_ATTRIBUTES, _VALUE = 40, 2_000


class Start(NamedTuple):
    """A start tag: the names in lower case, the values without character references."""

    at: int
    end: int
    name: str
    attributes: dict[str, str]
    empty: bool


class End(NamedTuple):
    at: int
    end: int
    name: str


class Words(NamedTuple):
    """Characters between tags as the file holds them."""

    at: int
    end: int


Token = Start | End | Words


def tokens(text: str, at: int = 0) -> Iterator[Token]:
    """The tokens in order. What looks like a tag and is none is words."""
    begun = at
    gone: set[str] = set()
    while maybe := _MAYBE.search(text, at):
        at = maybe.start()
        passed = _passed(text, at, gone) if text[at + 1 : at + 2] in ("!", "?") else None
        if passed is not None:
            if begun < at:
                yield Words(begun, at)
            begun = at = passed
            continue
        match = _TAG.match(text, at)
        if match is None:
            at += 1
            continue
        if begun < at:
            yield Words(begun, at)
        name = match.group(2).lower()
        if match.group(1):
            close = text.find(">", match.end())
            begun = close + 1 if close >= 0 else len(text)
            yield End(at, begun, name)
        else:
            attributes, begun, empty = _attributes(text, match.end(), gone)
            yield Start(at, begun, name, attributes, empty)
            if name in RAW and not empty:
                stop = _end_of_raw(text, begun, name, gone)
                if begun < stop:
                    yield Words(begun, stop)
                begun = stop
        at = begun
    if begun < len(text):
        yield Words(begun, len(text))


def _passed(text: str, at: int, gone: set[str]) -> int | None:
    """The end of a comment, declaration or instruction that begins here. ``gone`` remembers which
    ends do not come any more, so that none is looked for twice in vain."""
    for begin, end in (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<!", ">"), ("<?", ">")):
        if text.startswith(begin, at):
            if end not in gone:
                stop = text.find(end, at + len(begin))
                if stop >= 0:
                    return stop + len(end)
                gone.add(end)
            return len(text) if begin == "<!--" else at + len(begin)
    return None


def _end_of_raw(text: str, at: int, name: str, gone: set[str]) -> int:
    if f"</{name}" not in gone:
        match = re.compile(f"</{name}", re.IGNORECASE).search(text, at)
        if match:
            return match.start()
        gone.add(f"</{name}")
    return at


def _attributes(text: str, at: int, gone: set[str]) -> tuple[dict[str, str], int, bool]:
    """The attributes of a tag whose name ends here, the end of the tag, and whether it is empty.

    A quotation mark that nothing closes is passed over once for its kind, since every later one
    would have closed it.
    """
    found: dict[str, str] = {}
    if text[at : at + 1] == ">":
        return found, at + 1, False
    while True:
        close = _CLOSE.match(text, at)
        if close:
            return found, close.end(), "/" in close.group()
        match = _ATTRIBUTE.match(text, at)
        if match is None:
            stop = -1 if ">" in gone else text.find(">", at)
            if stop < 0:
                gone.add(">")
                return found, min(len(text), at + 1), False
            return found, stop + 1, False
        if len(found) < _ATTRIBUTES:
            value = match[2] or match[3] or match[4] or ""
            found.setdefault(match.group(1)[:_VALUE].lower(), _value(value[:_VALUE]))
        at = match.end()


def _value(text: str) -> str:
    return unescape(text) if "&" in text else text


def resolved(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """The characters of words, with where each stretch of them begins in the file."""
    if text.find("&", start, end) < 0:
        yield text[start:end], start
        return
    at = start
    for match in _REFERENCE.finditer(text, start, end):
        written = match.group()
        meant = unescape(written)
        if meant == written:
            continue
        if at < match.start():
            yield text[at : match.start()], at
        rest = 0
        while rest < len(meant) - 1 and meant[-1 - rest] == written[-1 - rest]:
            rest += 1
        yield meant[: len(meant) - rest], match.start()
        at = match.end() - rest
    if at < end:
        yield text[at:end], at
