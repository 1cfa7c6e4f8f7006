"""Setting a memorandum: HTML, Markdown, Word and PDF. Nothing here words a conclusion."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from prong.faults import FileFault
from prong.report.blocks import Memo

#: What each format needs besides Prong itself, and what figures do.
_NEEDS = {"md": (), "html": (), "docx": ("docx",), "pdf": ("typst",)}
_FIGURES = "matplotlib"


def setter(kind: str, figures: bool = True) -> Callable[[Memo], str | bytes]:
    """What sets a memorandum as ``md``, ``html``, ``docx`` or ``pdf``; a fault says which extra is
    missing before any work is done. Markdown names its figures and draws none."""
    needs = (*_NEEDS[kind], *((_FIGURES,) if figures and kind != "md" else ()))
    missing = [name for name in needs if find_spec(name) is None]
    if missing:
        instead = ", or --figures none" if missing == [_FIGURES] else ""
        raise FileFault(
            "This format needs a part of Prong that is not installed.",
            found=f"no package {missing[0]}",
            expected=f"pip install 'prong[report]'{instead}",
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
