"""A memorandum as plain text for a terminal: wrapped to a width, tables of two columns as lists."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from prong.faults import printable
from prong.report.blocks import (
    Block,
    Heading,
    Memo,
    Paragraph,
    Picture,
    Points,
    Run,
    Sentences,
    Table,
)


def plain(memo: Memo, width: int) -> str:
    """The whole memorandum."""
    caption = memo.caption
    lines = [caption.title.upper(), ""]
    lines += _wrapped(", ".join(filter(None, (caption.case, caption.number))), width, "", "  ")
    lines += [caption.court] if caption.court else []
    for name, value in caption.lines:
        lines += _wrapped(f"{name}: {value}", width, "", "  ")
    for block in memo.blocks:
        lines += ["", *_block(block, width)]
    return "\n".join(printable(line) if line else line for line in lines).rstrip() + "\n"


def _block(block: Block, width: int) -> Iterator[str]:
    match block:
        case Heading():
            yield block.words.upper() if block.level == 1 else block.words
        case Paragraph():
            lead = f"{block.title} " if block.title else ""
            yield from _wrapped(lead + _sentences(block.sentences), width, "", "")
        case Points():
            for number, item in enumerate(block.items, 1):
                lead = f"{number:>2}. " if block.numbered else "  - "
                yield from _wrapped(_sentences(item), width, lead, "    ")
        case Table():
            yield from _table(block, width)
        case Picture():
            yield from _wrapped(f"Figure: {block.alt}", width, "", "")


def _table(table: Table, width: int) -> Iterator[str]:
    if len(table.head) > 2:
        lines = [table.head, *(tuple(map(_sentences, row)) for row in table.rows)]
        widths = [max(len(line[k]) for line in lines) for k in range(len(table.head))]
        for line in lines:
            cells = (
                cell.ljust(w) if k == 0 else cell.rjust(w)
                for k, (cell, w) in enumerate(zip(line, widths, strict=True))
            )
            yield f"  {'  '.join(cells)}".rstrip()
        return
    for row in table.rows:
        yield from _wrapped(_sentences(row[0]).replace("*", ""), width, "", "  ")
        for cell in row[1:]:
            for sentence in cell:
                yield from _wrapped(_runs(sentence.written), width, "    ", "      ")
        yield ""


def _sentences(sentences: Sentences) -> str:
    return " ".join(_runs(s.written) for s in sentences)


def _runs(runs: Iterable[Run]) -> str:
    """The words; those in bold within a sentence between marks, since they are what differs."""
    made = []
    for k, run in enumerate(runs):
        made.append(f"*{run.text}*" if run.bold and k and run.text.strip() else run.text)
    return "".join(made)


def _wrapped(words: str, width: int, first: str, later: str) -> list[str]:
    return textwrap.wrap(
        words, width, initial_indent=first, subsequent_indent=later, break_long_words=False
    )
