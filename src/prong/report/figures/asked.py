"""The figure that a command asks for: of which determinations, and into which files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from prong.decide.analysis import Analysis
from prong.decide.determination import Determination
from prong.faults import WordFault
from prong.report.figures import backend
from prong.report.figures.argument import argument_tree
from prong.report.figures.citations import citations
from prong.report.figures.comparison import comparison
from prong.report.figures.draw import kind_of, save
from prong.report.figures.fair_warning import fair_warning
from prong.report.figures.spec import Spec
from prong.report.figures.timeline import timeline


def asked(
    what: str,
    analysis: Analysis,
    every: Sequence[Determination],
    path: Path,
    authority: str | None = None,
) -> list[Path]:
    """Draw one kind of figure for each decided determination; the files written.

    Faults of the file's ending, of a missing extra and of nothing to draw come before any work.
    """
    kind_of(path)
    backend.needed(str(path))
    decided = [d for d in every if d.situation is not None]
    if not decided:
        raise WordFault(
            "There is nothing to draw: no claim against this person is decided here.",
            found=every[0].defendant if every else "no claim",
        )
    specs: list[Spec] = []
    refused: list[WordFault] = []
    for d in decided:
        try:
            specs += specs_of(what, analysis, d, authority)
        except WordFault as fault:
            refused.append(fault)
    if not specs:
        raise refused[0]
    return save(specs, path)


def specs_of(
    what: str, analysis: Analysis, d: Determination, authority: str | None = None
) -> Sequence[Spec]:
    """The figures of one kind for one determination."""
    match what:
        case "map":
            return (fair_warning(analysis, d),)
        case "timeline":
            return (timeline(analysis, d),)
        case "argument":
            return argument_tree(analysis, d)
        case "comparison":
            return (comparison(analysis, d, authority),)
        case _:
            return (citations(analysis, d),)
