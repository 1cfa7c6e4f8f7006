"""The determinations that the tests draw, and the plain form in which their specs are recorded."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import prong.decide.analysis as decide
from prong.decide.analysis import Analysis
from prong.decide.determination import Determination
from prong.faults import WordFault
from prong.law.library import Library
from prong.record.load import load
from prong.report.figures.asked import specs_of
from prong.report.figures.spec import Spec

DECIDED = Path(decide.__file__).parents[1] / "decided"
KINDS = ("map", "timeline", "argument", "comparison", "citations")
#: A case, a defendant, and why it is here.
CASES = {
    "hershberger": ("martinez", "hershberger", "not established, then established here alone"),
    "sanders": ("martinez", "sanders", "two acts that carry the claim together"),
    "yambupah": ("martinez", "yambupah", "prong two is not reached"),
    "fleeing": ("shooting-a-fleeing-suspect", "roe", "established, and many findings missing"),
    "sewage": ("left-in-sewage", "jailer", "obvious, by a ruling after the conduct"),
    "mullenix": (str(DECIDED / "mullenix-v-luna.yaml"), "mullenix", "many near and not counted"),
    "torry": (str(DECIDED / "torry-v-city-of-chicago.yaml"), "king", "nearest on both sides"),
    "safford": (str(DECIDED / "safford-v-redding.yaml"), "wilson", "four acts"),
}


@cache
def decided(name: str) -> tuple[Analysis, Determination]:
    case, defendant, _ = CASES[name]
    library = Library.load()
    analysis = decide.analyze(load(case, library), library)
    return analysis, next(d for d in analysis.of(defendant) if d.situation is not None)


@cache
def specs(name: str, kind: str) -> tuple[Spec, ...]:
    """The figures of a kind; none where there is nothing to draw."""
    try:
        return tuple(specs_of(kind, *decided(name)))
    except WordFault:
        return ()


def every() -> Iterator[tuple[str, Spec]]:
    for name in CASES:
        for kind in KINDS:
            for number, spec in enumerate(specs(name, kind), start=1):
                yield f"{name}-{kind}-{number}", spec


def plain(value: Any) -> Any:
    """A spec as a file would record it: without what is empty."""
    if dataclasses.is_dataclass(value):
        found = {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {name: one for name, one in found.items() if one not in ("", [], None, False)}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, datetime.date) else value
