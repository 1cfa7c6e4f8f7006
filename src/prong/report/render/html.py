"""A memorandum as one HTML page: nothing is fetched, it prints, and a screen reader can walk it."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from prong.report.blocks import (
    Block,
    Caption,
    Heading,
    Memo,
    Paragraph,
    Picture,
    Points,
    Run,
    Sentences,
    Table,
)

#: The page may load nothing and run nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def html(memo: Memo) -> str:
    """The page."""
    style = (Path(__file__).parent / "memo.css").read_text(encoding="utf-8")
    body = "\n".join(line for block in _anchored(memo.blocks) for line in block)
    return (
        "<!doctype html>\n"
        f'<html lang="{escape(memo.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(memo.title)}</title>\n"
        f'<meta name="description" content="{escape(memo.subject)}">\n'
        f"<style>\n{style}</style>\n</head>\n<body>\n"
        f"{_caption(memo.caption)}\n{_contents(memo)}\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _caption(caption: Caption) -> str:
    lines = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
        for name, value in caption.lines
    )
    number = f'<p class="number">{escape(caption.number)}</p>' if caption.number else ""
    return (
        f'<header>\n<p class="court">{escape(caption.court)}</p>\n'
        f'<p class="case"><i>{escape(caption.case)}</i></p>\n{number}\n'
        f"<h1>{escape(caption.title)}</h1>\n<dl>{lines}</dl>\n</header>"
    )


def _contents(memo: Memo) -> str:
    """The parts of the memorandum as links."""
    items = "".join(
        f'<li><a href="#{anchor}">{escape(block.words)}</a></li>'
        for number, block in enumerate(memo.blocks)
        if isinstance(block, Heading) and block.level <= 2
        for anchor in (f"h{number}",)
    )
    return f'<nav aria-label="Contents"><ul>{items}</ul></nav>'


def _anchored(blocks: Iterable[Block]) -> Iterator[Iterator[str]]:
    for number, block in enumerate(blocks):
        yield _block(block, f"h{number}")


def _block(block: Block, anchor: str) -> Iterator[str]:
    match block:
        case Heading():
            level = min(block.level + 1, 6)
            yield f'<h{level} id="{anchor}">{escape(block.words)}</h{level}>'
        case Paragraph():
            title = f"<b>{escape(block.title)}</b> " if block.title else ""
            yield f"<p>{title}{_sentences(block.sentences)}</p>"
        case Points():
            tag = "ol" if block.numbered else "ul"
            yield f"<{tag}>"
            for item in block.items:
                yield f"<li>{_sentences(item)}</li>"
            yield f"</{tag}>"
        case Table():
            yield from _table(block)
        case Picture():
            yield _picture(block)


def _table(table: Table) -> Iterator[str]:
    yield f'<div class="wide" role="region" aria-label="{escape(table.title)}" tabindex="0"><table>'
    yield f"<caption>{escape(table.title)}</caption>"
    total = sum(table.widths)
    if total:
        columns = "".join(f'<col style="width:{100 * w / total:.1f}%">' for w in table.widths)
        yield f"<colgroup>{columns}</colgroup>"
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.head)
    yield f"<thead><tr>{head}</tr></thead>\n<tbody>"
    for row in table.rows:
        first, *others = row
        said = _sentences(first)
        begin = f'<th scope="row">{said}</th>' if said else "<td></td>"
        yield f"<tr>{begin}{''.join(f'<td>{_sentences(cell)}</td>' for cell in others)}</tr>"
    yield "</tbody></table></div>"


def _picture(picture: Picture) -> str:
    from prong.report.figures import draw

    made = base64.b64encode(draw(picture.spec, "svg")).decode("ascii")
    return (
        f'<figure><img src="data:image/svg+xml;base64,{made}" alt="{escape(picture.alt)}">'
        f"<figcaption>{_sentences(picture.caption)}</figcaption></figure>"
    )


def _sentences(sentences: Sentences) -> str:
    return " ".join(
        _runs(s.written) + (f' <span class="mark">[{escape(s.mark)}]</span>' if s.mark else "")
        for s in sentences
    )


def _runs(runs: Iterable[Run]) -> str:
    made = []
    for run in runs:
        words = escape(run.text)
        if run.bold:
            words = f"<b>{words}</b>"
        made.append(f"<i>{words}</i>" if run.italic else words)
    return "".join(made)
