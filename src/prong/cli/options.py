"""Options that several commands share, and where their output goes."""

from __future__ import annotations

import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from prong.dates import Day

if TYPE_CHECKING:
    from prong.decide.analysis import Analysis
    from prong.law.coding import Basis
    from prong.law.library import Library


class Format(StrEnum):
    text = "text"
    json = "json"
    md = "md"


class OrderOption(StrEnum):
    one_first = "one-first"
    two_only = "two-only"


class Trust(StrEnum):
    text = "text"
    source = "source"


def day(value: str | None) -> Day | None:
    """A date option; a misspelt one is a usage error."""
    if value is None:
        return None
    try:
        return Day.parse(value)
    except ValueError as error:
        raise typer.BadParameter(f"{value!r}: {error}") from None


Case = Annotated[
    str, typer.Argument(metavar="CASE", help="A case file, or the name of a shipped example.")
]
Defendant = Annotated[
    str, typer.Argument(metavar="DEFENDANT", help="A person of the case, by id or surname.")
]
Forum = Annotated[
    str | None,
    typer.Option(
        help="Decide under the law of another court, by its id (ca2, cacd).", show_default=False
    ),
]
IncidentDate = Annotated[
    str | None,
    typer.Option(
        metavar="DATE",
        help="Move every incident to this day (2019-12-05), month or year.",
        show_default=False,
    ),
]
Decided = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Take this as the day of decision.", show_default=False),
]
Libraries = Annotated[
    list[Path] | None,
    typer.Option(
        "--library",
        metavar="DIR",
        help="Lay a folder of law over the shipped library; may be given again.",
        show_default=False,
    ),
]
Trusts = Annotated[
    Trust,
    typer.Option(
        help="What a coder must have had for a holding to constrain: its text, or a public source."
    ),
]
Orders = Annotated[
    OrderOption,
    typer.Option(help="Take prong one first, or decide on prong two only if it suffices."),
]
Formats = Annotated[
    Format | None,
    typer.Option("--format", "-f", help="Text, JSON or Markdown; else told from FILE's ending."),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to FILE, whole or not at all."),
]


def library(folders: list[Path] | None) -> Library:
    from prong.law.library import Library

    return Library.load(folders or ())


def trusted(trust: Trust) -> tuple[Basis, ...]:
    return ("text", "seed", "source") if trust is Trust.source else ("text", "seed")


def analysis(
    case: str,
    folders: list[Path] | None = None,
    forum: str | None = None,
    incident_date: str | None = None,
    decided: str | None = None,
    order: OrderOption = OrderOption.one_first,
    trust: Trust = Trust.text,
) -> Analysis:
    """Load the law and the case, and decide it."""
    from prong.decide.analysis import analyze
    from prong.record.load import load

    when, ruled = day(incident_date), day(decided)
    law = library(folders)
    return analyze(
        load(case, law),
        law,
        forum=forum,
        incident_date=when,
        decided=ruled,
        order="two-only" if order is OrderOption.two_only else "one-first",
        trust=trusted(trust),
    )


def chosen(format: Format | None, output: Path | None) -> Format:
    """The format asked for, or the one that the file's ending names."""
    if format is not None:
        return format
    endings = {".json": Format.json, ".md": Format.md, ".markdown": Format.md}
    return endings.get(output.suffix.lower(), Format.text) if output else Format.text


def put(text: str, output: Path | None) -> None:
    """Print an answer, or write it to a file."""
    if output is None:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    from prong.files import write

    write(output, text)


def width() -> int:
    """The width to wrap at: the terminal's, within what reads well."""
    return max(60, min(100, shutil.get_terminal_size((92, 24)).columns))
