"""What a memorandum is made of, before anybody renders it: headings, sentences with their support,
points, tables and figures.

A sentence carries what it stands on. ``citing`` then writes the citations out, in the order of the
document; a renderer only sets what is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from prong.decide.argument import Citation, RecordCite
from prong.report.figures.spec import Spec
from prong.values import frozen

Signal = Literal["", "see", "see also", "cf.", "but see"]
#: What a sentence does. A ``conclusion`` or a ``rule`` needs support; a ``lead`` only leads on.
Does = Literal["conclusion", "rule", "fact", "lead"]


@frozen
class Run:
    """Words set one way."""

    text: str
    italic: bool = False
    bold: bool = False


Text = tuple[Run, ...]


def text(*parts: str | Run | Text) -> Text:
    """Words, some of them perhaps in italics."""
    found: list[Run] = []
    for part in parts:
        if isinstance(part, str):
            found += [Run(part)] if part else []
        elif isinstance(part, Run):
            found.append(part)
        else:
            found += part
    return tuple(found)


def italic(words: str) -> Run:
    return Run(words, italic=True)


def bold(words: str) -> Run:
    return Run(words, bold=True)


def plain(runs: Iterable[Run]) -> str:
    """The words alone."""
    return "".join(run.text for run in runs)


#: Characters that no document format can hold: controls, and those that are none.
_UNSOUND = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]|[\U0001fffe-\U0010ffff]"
)


def sound(words: str) -> str:
    """Words without the characters that no document format can hold."""
    return _UNSOUND.sub(" ", words)


@frozen
class Cite:
    """A citation in a sentence: under a signal, perhaps with a parenthetical."""

    citation: Citation
    signal: Signal = ""
    parenthetical: Text = ()


@frozen
class Sentence:
    """A sentence with its support.

    ``stands`` names a support that is neither authority nor record: a comparison made from coded
    factors, or something stated to be absent. ``written`` is the sentence with its citations, once
    they have been written out. ``mark`` says how a fact stands in the record.
    """

    text: Text
    does: Does = "lead"
    cites: tuple[Cite, ...] = ()
    record: tuple[RecordCite, ...] = ()
    stands: str | None = None
    mark: str | None = None
    written: Text = ()

    def supported(self) -> bool:
        return bool(self.cites or self.record or self.stands)


Sentences = tuple[Sentence, ...]


def sentence(*parts: str | Run | Text) -> Sentence:
    """A sentence that only leads on."""
    return Sentence(text(*parts))


def cell(words: str) -> Sentences:
    """A cell of a table that only says some words."""
    return (sentence(words),)


@frozen
class Heading:
    """A heading; level 1 is a part of the memorandum."""

    level: int
    words: str


@frozen
class Paragraph:
    """Sentences that run on; ``title`` opens it in italics."""

    sentences: Sentences
    title: str | None = None


@frozen
class Points:
    """A list, numbered where its points are referred to."""

    items: tuple[Sentences, ...]
    numbered: bool = False


@frozen
class Table:
    """A table with a head; the first column names its row.

    ``widths`` are shares of the width. ``brief``: it cites in short forms alone, since what it cites
    is cited in full further on.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Sentences, ...], ...]
    widths: tuple[int, ...] = ()
    brief: bool = False


@frozen
class Picture:
    """A figure: its alternative text, its caption, and what is drawn."""

    name: str
    alt: str
    caption: Sentences
    spec: Spec


Block = Heading | Paragraph | Points | Table | Picture


@frozen
class Caption:
    """The head of a memorandum: court, case, number, and what it is, for whom, as of when."""

    court: str
    case: str
    number: str | None
    title: str
    lines: tuple[tuple[str, str], ...] = ()


@frozen
class Memo:
    """A memorandum. ``title`` and ``subject`` go into a file's properties."""

    caption: Caption
    blocks: tuple[Block, ...]
    title: str
    subject: str
    language: str = "en-US"
    foot: str = ""

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence, in the order of the document."""
        for block in self.blocks:
            yield from of(block)


def of(block: Block) -> Iterator[Sentence]:
    """The sentences of a block, in order."""
    match block:
        case Paragraph():
            yield from block.sentences
        case Points():
            for item in block.items:
                yield from item
        case Table():
            for row in block.rows:
                for cell in row:
                    yield from cell
        case Picture():
            yield from block.caption
        case Heading():
            pass
