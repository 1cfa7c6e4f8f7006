"""Prong decides qualified immunity under 42 U.S.C. § 1983 as a court does.

The verbs and objects of the command line are those of this package::

    from prong import Library, Record, analyze, as_json
    library = Library.load()
    record = Record.load("case.yaml", library)
    print(as_json(analyze(record, library))["determinations"][0]["immunity"])
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from prong.dates import Day as Day
    from prong.decide.analysis import Analysis as Analysis
    from prong.decide.analysis import analyze as analyze
    from prong.decide.argument import argue as argue
    from prong.decide.constraint import CaseBase as CaseBase
    from prong.decide.determination import Determination as Determination
    from prong.decide.publish import publish as publish
    from prong.faults import Fault as Fault
    from prong.law.library import Library as Library
    from prong.record.case import Record as Record
    from prong.report.contract import as_json as as_json

_HOMES = {
    "Analysis": "prong.decide.analysis",
    "CaseBase": "prong.decide.constraint",
    "Day": "prong.dates",
    "Determination": "prong.decide.determination",
    "Fault": "prong.faults",
    "Library": "prong.law.library",
    "Record": "prong.record.case",
    "analyze": "prong.decide.analysis",
    "argue": "prong.decide.argument",
    "as_json": "prong.report.contract",
    "publish": "prong.decide.publish",
}

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: importing the package costs nothing."""
    import importlib

    if name not in _HOMES:
        raise AttributeError(f"module 'prong' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
