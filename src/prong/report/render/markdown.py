"""A memorandum as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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


def markdown(memo: Memo) -> str:
    """The whole memorandum."""
    caption = memo.caption
    lines = [escape(caption.court), "", f"*{escape(caption.case)}*"]
    if caption.number:
        lines += ["", escape(caption.number)]
    lines += ["", f"# {escape(caption.title)}", ""]
    lines += [f"- {escape(name)}: {escape(value)}" for name, value in caption.lines]
    for block in memo.blocks:
        lines += ["", *_block(block)]
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """Text that Markdown and HTML would otherwise read as markup."""
    for mark in "\\`*_[]<>|#":
        text = text.replace(mark, f"\\{mark}")
    return text


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * min(block.level + 1, 6)} {escape(block.words)}"
        case Paragraph():
            title = f"**{escape(block.title)}** " if block.title else ""
            yield f"{title}{_sentences(block.sentences)}"
        case Points():
            for number, item in enumerate(block.items, 1):
                lead = f"{number}." if block.numbered else "-"
                yield f"{lead} {_sentences(item)}"
        case Table():
            yield f"**{escape(block.title)}**"
            yield ""
            yield f"| {' | '.join(map(escape, block.head))} |"
            yield f"|{' --- |' * len(block.head)}"
            for row in block.rows:
                yield f"| {' | '.join(_sentences(cell) for cell in row)} |"
        case Picture():
            yield f"*Figure: {escape(block.alt)}*"


def _sentences(sentences: Sentences) -> str:
    return " ".join(
        _runs(s.written) + (f" \\[{escape(s.mark)}\\]" if s.mark else "") for s in sentences
    )


def _runs(runs: Iterable[Run]) -> str:
    made = []
    for run in runs:
        words = escape(run.text)
        mark = "**" if run.bold else "*" if run.italic else ""
        lead = words[: len(words) - len(words.lstrip())]
        tail = words[len(words.rstrip()) :]
        made.append(f"{lead}{mark}{words.strip()}{mark}{tail}" if mark and words.strip() else words)
    return "".join(made)
