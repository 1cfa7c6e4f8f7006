"""Setting a memorandum: HTML, Markdown, Word and PDF. Nothing here words a conclusion."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from prong.faults import FileFault
from prong.report.blocks import Memo

#: What each format needs besides Prong itself.
_NEEDS = {"docx": "docx", "pdf": "typst"}


def setter(kind: str) -> Callable[[Memo], str | bytes]:
    """What sets a memorandum as ``md``, ``html``, ``docx`` or ``pdf``; a fault says which extra is
    missing before any work is done."""
    need = _NEEDS.get(kind)
    if need and find_spec(need) is None:
        raise FileFault(
            "This format needs a part of Prong that is not installed.",
            found=f"no package {need}",
            expected="pip install 'prong[report]'",
        )
    match kind:
        case "md":
            from prong.report.render.markdown import markdown

            return markdown
        case "html":
            from prong.report.render.html import html

            return html
        case "docx":
            from prong.report.render.word import word

            return word
        case _:
            from prong.report.render.pdf import pdf

            return pdf
