"""A memorandum as a PDF, set by Typst from a template that ships with the package. The document is
handed over as data and never as markup, so nothing in it can be read as a command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

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
    sound,
)


def pdf(memo: Memo) -> bytes:
    """The document: tagged, with its title and language, its headings as bookmarks."""
    import typst

    files: dict[str, bytes] = {
        "main.typ": (Path(__file__).parent / "memo.typ").read_bytes(),
    }
    data = {
        "title": memo.title,
        "subject": memo.subject,
        "language": memo.language.partition("-")[0],
        "region": memo.language.partition("-")[2],
        "foot": memo.foot,
        "caption": {
            "court": memo.caption.court,
            "case": memo.caption.case,
            "number": memo.caption.number,
            "title": memo.caption.title,
            "lines": memo.caption.lines,
        },
        "blocks": [_block(block, files) for block in memo.blocks],
    }
    files["memo.json"] = json.dumps(_all_sound(data)).encode()
    try:
        return _compiled(files, pdf_standards="ua-1")
    except typst.TypstError:  # a letter that the document's own face lacks: one of this machine's
        return _compiled(files, ignore_system_fonts=False)


def _compiled(files: dict[str, bytes], **how: Any) -> bytes:
    import typst

    # Its annotations do not name the files in memory that it takes.
    made = typst.compile(files, format="pdf", **{"ignore_system_fonts": True, **how})
    assert isinstance(made, bytes)
    return made


def _all_sound(value: Any) -> Any:
    if isinstance(value, str):
        return sound(value)
    if isinstance(value, dict):
        return {key: _all_sound(item) for key, item in value.items()}
    return [_all_sound(item) for item in value] if isinstance(value, (list, tuple)) else value


def _block(block: Block, files: dict[str, bytes]) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "words": block.words}
        case Paragraph():
            return {
                "kind": "paragraph",
                "title": block.title,
                "runs": _sentences(block.sentences),
            }
        case Points():
            return {
                "kind": "points",
                "numbered": block.numbered,
                "items": [_sentences(item) for item in block.items],
            }
        case Table():
            return {
                "kind": "table",
                "title": block.title,
                "head": block.head,
                "widths": block.widths or (1,) * len(block.head),
                "rows": [[_sentences(cell) for cell in row] for row in block.rows],
            }
        case Picture():
            from prong.report.figures import draw

            name = f"figure-{len(files)}.svg"
            files[name] = draw(block.spec, "svg")
            return {
                "kind": "picture",
                "file": name,
                "alt": block.alt,
                "caption": _sentences(block.caption),
            }


def _sentences(sentences: Sentences) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for number, sentence in enumerate(sentences):
        if number:
            made.append(_run(Run(" ")))
        made += [_run(run) for run in sentence.written]
        if sentence.mark:
            made.append({**_run(Run(f" [{sentence.mark}]")), "mark": True})
    return made


def _run(run: Run) -> dict[str, Any]:
    return {"text": run.text, "italic": run.italic, "bold": run.bold, "mark": False}
