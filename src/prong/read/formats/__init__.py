"""The formats that documents come in, each read into one ``Source``."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import IO

from prong.faults import FileFault, Place
from prong.read.formats import limits
from prong.read.formats.plain import from_text
from prong.read.formats.source import Note, Source

__all__ = ["FORMATS", "Note", "Source", "from_text", "load"]

FORMATS = ("text", "html", "rtf", "docx", "pdf")

_SUFFIXES = {
    ".htm": "html", ".html": "html", ".xhtml": "html", ".xml": "html", ".rtf": "rtf",
    ".docx": "docx", ".docm": "docx", ".pdf": "pdf", ".txt": "text", ".md": "text", ".text": "text",
}  # fmt: skip

_LEAD = rb"(?:\xef\xbb\xbf)?(?:\s|<!--.{0,2000}?-->)*"
_RTF = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,64}\{\\rtf")
_PAGE = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_MARKUP = re.compile(
    _LEAD + rb"<(?:\?xml|meta|title|div|p|h[1-6]|pre|span|table|section|article|blockquote|center|"
    rb"opinion|casebody|a|b|i|em|strong|font|ul|ol|br|hr|main|header)(?=[\s/>])",
    re.IGNORECASE | re.DOTALL,
)
_ANY_TAG = re.compile(rb"</?[a-z][a-z0-9]{0,15}[\s/>]", re.IGNORECASE)


def load(
    document: Path | bytes | IO[bytes], *, name: str | None = None, format: str | None = None
) -> Source:
    """A document's text, whatever format it is in.

    The content says which format it is; the name's suffix only where the content leaves it open.
    ``name`` is what a fault calls the document; ``format`` is one of ``FORMATS`` and settles it.
    """
    if isinstance(document, os.PathLike):
        name = name or str(document)
        raw = limits.contents(Path(document), name)
    elif isinstance(document, bytes | bytearray | memoryview):
        raw = bytes(document)
        if len(raw) > limits.FILE:
            raise limits.too_large(name, len(raw), limits.FILE)
    else:
        name = name or _named(document)
        raw = limits.drawn(document, name)
    if not raw:
        raise FileFault("The file is empty.", place=Place(name))
    if format is None:
        format = _format(raw, Path(name).suffix.lower() if name else "")
    elif format not in FORMATS:
        raise FileFault(
            "There is no such format.",
            place=Place(name),
            found=format,
            expected=f"one of {', '.join(FORMATS)}",
        )
    if format in ("text", "html", "rtf") and len(raw) > limits.TEXT:
        raise limits.too_large(name, len(raw), limits.TEXT)
    return _read(raw, name, format)


def _read(raw: bytes, name: str | None, format: str) -> Source:
    match format:
        case "pdf":
            from prong.read.formats import pdf

            return pdf.read(raw, name)
        case "docx":
            from prong.read.formats import docx

            return docx.read(raw, name)
        case "rtf":
            from prong.read.formats import rtf

            return rtf.read(raw, name)
        case "html":
            from prong.read.formats import html

            return html.read(raw, name)
    from prong.read.formats import plain

    return plain.read(raw, name)


def _format(raw: bytes, suffix: str) -> str:
    start = raw[:4096]
    known = _SUFFIXES.get(suffix)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
        return "docx"
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"%PDF-"):
        return "pdf"
    if b"%PDF-" in start[:1024] and (known == "pdf" or b"\0" in raw[:65536]):
        return "pdf"
    if _RTF.match(start):
        return "rtf"
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.replace(b"\0", b"")[2:]
    if _PAGE.search(start, 0, 1024):
        return "html"
    if known != "text" and _MARKUP.match(start):
        return "html"
    if known == "html" and _ANY_TAG.search(raw, 0, 65536):
        return "html"
    return "text"


def _named(stream: object) -> str | None:
    named = getattr(stream, "name", None)
    return named if isinstance(named, str) else None
