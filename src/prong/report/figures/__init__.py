"""Figures of an answer: each a pure function to a ``Spec``, and one ``draw``.

``fair_warning``, ``timeline``, ``argument_tree``, ``comparison`` and ``citations`` need nothing but
an analysis; ``draw`` needs the extra ``report``.
"""

from __future__ import annotations

from prong.report.figures.draw import draw
from prong.report.figures.fair_warning import fair_warning
from prong.report.figures.spec import Spec, Table

__all__ = [
    "Spec",
    "Table",
    "draw",
    "fair_warning",
]
