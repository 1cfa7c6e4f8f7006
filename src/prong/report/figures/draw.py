"""A spec into a file: laid out on a sheet, then written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from prong.faults import FieldFault, Place
from prong.report.figures import backend
from prong.report.figures.backend import Kind
from prong.report.figures.drawing import Sheet
from prong.report.figures.spec import Graph, Matrix, Spec, Timeline, Tree, WarningMap

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The width in inches of the text of a letter page with inch margins.
WIDTH = 6.5
KINDS: dict[str, Kind] = {".svg": "svg", ".png": "png"}


def draw(spec: Spec, kind: Kind = "svg", width: float = WIDTH, dpi: int = backend.DPI) -> bytes:
    """A figure as SVG or PNG, so many inches wide; its height follows from what it says."""
    backend.needed()
    return backend.written(laid_out(spec, width), kind, title(spec), spec.alt, dpi)


def title(spec: Spec) -> str:
    return f"{spec.title}: {spec.subtitle}" if spec.subtitle else spec.title


def laid_out(spec: Spec, width: float = WIDTH) -> Sheet:
    """The figure as shapes on a sheet."""
    from prong.report.figures import (
        paint_graph,
        paint_map,
        paint_matrix,
        paint_timeline,
        paint_tree,
    )

    sheet = Sheet(width, backend.measure, spec.italics)
    top = sheet.heading(spec.title, spec.subtitle)
    match spec.body:
        case WarningMap():
            end = paint_map.paint(sheet, spec.body, top)
        case Tree():
            end = paint_tree.paint(sheet, spec.body, top)
        case Graph():
            end = paint_graph.paint(sheet, spec.body, top)
        case Matrix():
            end = paint_matrix.paint(sheet, spec.body, top)
        case Timeline():
            end = paint_timeline.paint(sheet, spec.body, top)
    sheet.footing(end, spec.notes)
    return sheet


def kind_of(path: Path) -> Kind:
    """What a file's ending says it is to hold."""
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise FieldFault(
            "A figure is written as SVG or PNG, as the file's ending says.",
            place=Place(str(path)),
            found=path.suffix or "no ending",
            expected=" or ".join(KINDS),
        )
    return kind


def save(specs: Sequence[Spec], path: Path) -> list[Path]:
    """Write figures, whole or not at all: one to the path, several to it with a number each."""
    from prong.files import write_bytes

    kind = kind_of(path)
    backend.needed(str(path))
    several = len(specs) > 1
    made = []
    for number, spec in enumerate(specs, start=1):
        at = path.with_name(f"{path.stem}-{number}{path.suffix}") if several else path
        write_bytes(at, draw(spec, kind))
        made.append(at)
    return made
