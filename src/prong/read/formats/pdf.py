"""A PDF as text, page after page.

The drawing of text is left to a process of its own, which may be ended when a file meant to do
harm takes too much time or memory, or brings the library down.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from prong.faults import FileFault, Place
from prong.read.formats import limits
from prong.read.formats.source import Source

#: Seconds for a whole document, and bytes of memory.
_SECONDS = 180
_MEMORY = 2_000_000_000

#: Letters that a page with text has on average.
_LETTERS = 20

#: What the library puts for a hyphen at the end of a line, in place of the end of the line.
_HYPHEN = re.compile("[\x02\ufffe](?:\r?\n)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\uffff]")

#: The line that a court's filing system prints on every page, scanned or not.
_STAMP = re.compile(r"\bcase\b.*\bdocument\b.*\bpage", re.IGNORECASE)

_SENTENCES = {
    "password": "The PDF has a password. Save a copy without one, and give that.",
    "damaged": "The PDF is damaged and cannot be opened.",
    "pages": "The PDF has more pages than Prong reads.",
    "characters": "The document holds more text than Prong reads.",
    "broken": "The PDF could not be read to its end: it is damaged, or unfolds into too much.",
    "memory": "The PDF unfolds into more than Prong reads; no ordinary document does.",
}


def read(raw: bytes, name: str | None) -> Source:
    """The text of all pages, with a page break between two."""
    if find_spec("pypdfium2") is None:
        raise FileFault(
            "Reading a PDF needs the extra prong[documents]. Install it with: "
            "pip install 'prong[documents]'",
            place=Place(name),
        )
    drawn, failed = _drawn(raw, name)
    pages = [_page(page) for page in drawn]
    text = "\f".join(pages)
    letters = sum(
        sum(map(str.isalpha, line)) for line in re.split("[\n\f]", text) if not _stamped(line)
    )
    filled = sum(1 for page in pages if page.strip())
    if letters < _LETTERS * max(1, filled):
        raise FileFault(
            "The PDF holds pictures of pages but hardly any text; it was scanned. Add the text "
            "with: ocrmypdf in.pdf out.pdf",
            place=Place(name),
            found=f"{letters:,} letters on {len(pages):,} {'page' if len(pages) == 1 else 'pages'}",
        )
    if not failed:
        return Source(text, "pdf")
    remark = "One page is damaged and could not be read."
    if failed > 1:
        remark = f"{failed:,} pages are damaged and could not be read."
    return Source(text, "pdf", remarks=(remark,))


def _stamped(line: str) -> bool:
    return len(line) < 200 and _STAMP.search(line) is not None


def _page(text: str) -> str:
    text = _HYPHEN.sub("-\n", text).replace("\r\n", "\n").replace("\r", "\n").replace("\xad", "-")
    return _CONTROL.sub(" ", text)


def _drawn(raw: bytes, name: str | None) -> tuple[list[str], int]:
    """The text of each page as the library gives it, and how many pages it could not read."""
    script = Path(__file__).with_name("pages.py")
    command = [sys.executable, "-P", str(script), *map(str, _LIMITS)]
    path = os.pathsep.join(filter(None, sys.path))
    try:
        done = subprocess.run(
            command,
            input=raw,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env={**os.environ, "PYTHONPATH": path},
        )
    except subprocess.TimeoutExpired:
        raise FileFault(
            "The PDF takes longer to read than any ordinary document.",
            place=Place(name),
            expected=f"at most {_SECONDS} seconds",
        ) from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        answer = {"fault": "memory" if b"MemoryError" in done.stderr else "broken"}
    if "fault" in answer:
        raise FileFault(
            _SENTENCES[answer["fault"]],
            place=Place(name),
            found=answer.get("found"),
            expected={
                "pages": f"at most {limits.PAGES:,} pages",
                "characters": f"at most {limits.CHARACTERS:,} characters",
            }.get(answer["fault"]),
        )
    return list(answer["pages"]), int(answer["failed"])


_LIMITS = (limits.PAGES, limits.CHARACTERS, _MEMORY)
