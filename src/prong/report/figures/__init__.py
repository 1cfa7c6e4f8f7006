"""Figures of an answer: each a pure function to a ``Spec``, and one ``draw``.

``fair_warning``, ``timeline``, ``argument_tree``, ``comparison`` and ``citations`` need nothing but
an analysis; ``draw`` needs the extra ``report``.
"""

from __future__ import annotations

from prong.report.figures.argument import argument_tree
from prong.report.figures.citations import citations
from prong.report.figures.comparison import comparison
from prong.report.figures.draw import draw
from prong.report.figures.fair_warning import fair_warning
from prong.report.figures.spec import Spec, Table
from prong.report.figures.timeline import timeline

__all__ = [
    "Spec",
    "Table",
    "argument_tree",
    "citations",
    "comparison",
    "draw",
    "fair_warning",
    "timeline",
]
