"""A Word file as text: its paragraphs in order, as they read with every change accepted."""

from __future__ import annotations

import re
from collections.abc import Callable

from prong.read.formats.flow import LINE, PARAGRAPH, Flow
from prong.read.formats.package import Package
from prong.read.formats.source import Source
from prong.values import frozen

#: Twips from both margins from which a paragraph is a block quotation.
INDENT = 360

_HEADING = re.compile(r"heading ?([1-9])", re.IGNORECASE)
_QUOTATION = re.compile(r"quot|\bblock(?! ?diagram)", re.IGNORECASE)

#: Elements whose words are not the document's: what was deleted or moved away, what an older
#: program would show in place of a shape, drawings, instructions of fields.
_SKIPPED = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "rubyPr", "rt", "sdtPr"})
_OFF = frozenset({"0", "false", "off"})
#: Separators between text and notes are kept among the notes.
_NO_NOTE = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@frozen
class _Style:
    """What a style says of its paragraphs: None where it leaves that to the style it rests on."""

    name: str = ""
    rests_on: str | None = None
    outline: int | None = None
    left: int | None = None
    right: int | None = None


@frozen
class _Call:
    """Where the text calls a note: its kind and id in the file, and a mark given in place of a
    number."""

    kind: str
    id: str
    marker: int
    custom: bool = False


def read(raw: bytes, name: str | None) -> Source:
    """The text of a Word file, with the notes in the order in which they are called."""
    package = Package(raw, name)
    flow = Flow(name)
    styles = _styles(package)
    body = _Body(flow, styles)
    package.parse(package.main, body.begins, body.ends, body.words)
    body.close()
    calls = {(call.kind, call.id): call for call in reversed(body.calls)}
    numbers = _numbers(body.calls, body.marks)
    for kind in ("footnote", "endnote"):
        part = package.beside(f"{kind}s.xml")
        if part and any(call.kind == kind for call in body.calls):
            notes = _Body(flow, styles, kind)
            notes.called = {
                id: (numbers[kind, id], call.marker) for (k, id), call in calls.items() if k == kind
            }
            package.parse(part, notes.begins, notes.ends, notes.words)
            notes.close()
    return flow.source("docx", mapped=False)
