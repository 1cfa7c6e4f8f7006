"""Shapes into a file: the only place that knows the drawing library.

What is seen is drawn as outlines of the letters, so that it prints alike everywhere; in an SVG an
unpainted text lies over each line, so that it can be found, selected and copied. The same shapes
always make the same bytes: no date, no random ids, and no settings but the library's own.
"""

from __future__ import annotations

import hashlib
import io
import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal
from xml.sax.saxutils import escape

from prong.faults import FileFault, Place
from prong.report.figures.drawing import (
    PAPER,
    POINT,
    Line,
    Mark,
    Rect,
    Shape,
    Sheet,
    Style,
    Text,
)

Kind = Literal["svg", "png"]
DPI = 300
#: The faces that come with the drawing library, of the family that legal print looks like.
FACES: dict[Style, str] = {
    "roman": "STIXGeneral.ttf",
    "italic": "STIXGeneralItalic.ttf",
    "bold": "STIXGeneralBol.ttf",
}
#: Where a face lacks a letter.
FALLBACK: dict[Style, str] = {
    "roman": "DejaVuSans.ttf",
    "italic": "DejaVuSans-Oblique.ttf",
    "bold": "DejaVuSans-Bold.ttf",
}


def needed(place: str | None = None) -> None:
    """Refuse in a sentence where the drawing library is not installed."""
    if find_spec("matplotlib") is None:
        raise FileFault(
            "Drawing a figure needs the extra prong[report]. Install it with: "
            "pip install 'prong[report]'",
            place=Place(place),
        )


@cache
def _face(style: Style, *, fallback: bool = False) -> Any:
    import matplotlib
    from matplotlib.font_manager import FontProperties

    name = (FALLBACK if fallback else FACES)[style]
    return FontProperties(fname=Path(matplotlib.get_data_path(), "fonts", "ttf", name))


@cache
def _letters(style: Style) -> frozenset[int]:
    from matplotlib.font_manager import get_font

    return frozenset(get_font(_face(style).get_file()).get_charmap())


def _properties(words: str, style: Style, size: float) -> Any:
    made = _face(style, fallback=not _letters(style).issuperset(map(ord, words))).copy()
    made.set_size(size)
    return made


def measure(words: str, size: float, style: Style) -> float:
    """How far some words reach in inches, the space after them included: the sum of their letters'
    advances, which kerning can only shorten."""
    fallback = not _letters(style).issuperset(map(ord, words))
    return sum(_advance(letter, style, fallback) for letter in words) * size * POINT


@cache
def _advance(letter: str, style: Style, fallback: bool) -> float:
    """How far a letter reaches, as a part of the size it is set in."""
    from matplotlib.font_manager import get_font
    from matplotlib.ft2font import LoadFlags

    font = get_font(_face(style, fallback=fallback).get_file())
    font.set_size(100, 72)
    with _quiet():
        glyph = font.load_char(ord(letter), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / 100


@contextmanager
def settled(mark: str = "") -> Iterator[None]:
    """Under the library's own settings and not its user's, with a mark of this figure's ids.

    Its remark that a face lacks a letter is not passed on: the text layer still holds the letter.
    """
    import matplotlib

    with matplotlib.rc_context(), _quiet():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(
            {
                "svg.hashsalt": mark,
                "svg.fonttype": "path",
                "text.hinting": "none",
                "hatch.linewidth": 0.7,
            }
        )
        yield


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        yield


def written(sheet: Sheet, kind: Kind, title: str, alt: str, dpi: int = DPI) -> bytes:
    """The sheet as a file."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    # Several figures may stand in one page, so the ids of each are its own.
    mark = hashlib.sha256(f"{title}\n{alt}\n{sheet.height}".encode()).hexdigest()[:8]
    with settled(mark):
        drawn = figure(sheet)
        made = io.BytesIO()
        if kind == "png":
            FigureCanvasAgg(drawn)
            metadata: dict[str, Any] = {"Title": title, "Description": alt, "Software": None}
            drawn.savefig(
                made, format="png", dpi=dpi, facecolor=PAPER, metadata=metadata,
                pil_kwargs={"compress_level": 4},  # a third of the time, a tenth more bytes
            )  # fmt: skip
            return made.getvalue()
        FigureCanvasSVG(drawn)
        metadata = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        drawn.savefig(made, format="svg", facecolor=PAPER, metadata=metadata)
    return _described(made.getvalue().decode("utf-8"), sheet, title, alt, mark).encode("utf-8")


def figure(sheet: Sheet) -> Any:
    """The sheet in the drawing library's own terms."""
    from matplotlib.figure import Figure

    made = Figure(figsize=(sheet.width, sheet.height))
    axes = made.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, sheet.width)
    axes.set_ylim(sheet.height, 0)
    axes.set_axis_off()
    for order, shape in enumerate(sheet.shapes):
        _put(axes, shape, order)
    return made


def _put(axes: Any, shape: Shape, order: int) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import FancyBboxPatch, Polygon, Rectangle

    match shape:
        case Text():
            axes.text(
                shape.x, shape.y, shape.words, color=shape.colour, va="baseline", ha="left",
                fontproperties=_properties(shape.words, shape.style, shape.size),
                parse_math=False, zorder=order,
            )  # fmt: skip
        case Rect():
            look: dict[str, Any] = {
                "facecolor": shape.fill or "none",
                "edgecolor": shape.edge or "none",
                "linewidth": shape.line if shape.edge else 0,
                "zorder": order,
            }
            at, size = (shape.x, shape.y), (shape.width, shape.height)
            if shape.rounded:
                style = f"round,pad=0,rounding_size={shape.rounded}"
                axes.add_artist(FancyBboxPatch(at, *size, boxstyle=style, **look))
                return
            axes.add_artist(Rectangle(at, *size, **look))
            if shape.hatch:
                # A hatch takes the colour of the edge, which here is a line of its own.
                hatched = {**look, "facecolor": "none", "edgecolor": shape.ink, "linewidth": 0}
                axes.add_artist(Rectangle(at, *size, hatch=shape.hatch, **hatched))
        case Line():
            xs, ys = zip(*shape.points, strict=True)
            axes.add_artist(
                Line2D(
                    xs, ys, color=shape.colour, linewidth=shape.line, zorder=order,
                    linestyle=(0, shape.dash) if shape.dash else "-",
                    solid_capstyle="butt", solid_joinstyle="round",
                )
            )  # fmt: skip
            if shape.arrow:
                axes.add_artist(Polygon(_head(shape), facecolor=shape.colour, linewidth=0,
                                       zorder=order))  # fmt: skip
        case Mark():
            _mark(axes, shape, order)


def _head(line: Line) -> list[tuple[float, float]]:
    """The triangle at the end of a line."""
    *_, (x0, y0), (x, y) = line.points
    long = math.hypot(x - x0, y - y0) or 1.0
    dx, dy = (x - x0) / long, (y - y0) / long
    base = (x - 0.08 * dx, y - 0.08 * dy)
    return [(x, y), (base[0] - 0.03 * dy, base[1] + 0.03 * dx),
            (base[0] + 0.03 * dy, base[1] - 0.03 * dx)]  # fmt: skip


def _mark(axes: Any, mark: Mark, order: int) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Circle, Polygon, Rectangle, Wedge

    x, y, r, ink = mark.x, mark.y, mark.size / 2, mark.colour
    line: dict[str, Any] = {"linewidth": 0.9, "zorder": order}
    hollow: dict[str, Any] = {"facecolor": PAPER, "edgecolor": ink, **line}
    solid: dict[str, Any] = {"facecolor": ink, "edgecolor": ink, **line}

    def cross(reach: float, width: float) -> None:
        for sign in (1, -1):
            axes.add_artist(
                Line2D((x - reach, x + reach), (y - sign * reach, y + sign * reach),
                       color=ink, linewidth=width, zorder=order + 0.5, solid_capstyle="round")
            )  # fmt: skip

    box = ((x - 0.9 * r, y - 0.9 * r), 1.8 * r, 1.8 * r)
    diamond = [(x, y - 1.15 * r), (x + 1.15 * r, y), (x, y + 1.15 * r), (x - 1.15 * r, y)]
    match mark.shape:
        case "disc":
            axes.add_artist(Circle((x, y), r, **solid))
        case "ring":
            axes.add_artist(Circle((x, y), r, **hollow))
        case "half":
            axes.add_artist(Circle((x, y), r, **hollow))
            axes.add_artist(Wedge((x, y), r, 90, 270, **{**solid, "zorder": order + 0.5}))
        case "crossed":
            axes.add_artist(Circle((x, y), r, **hollow))
            cross(0.6 * r, 0.9)
        case "cross":
            cross(0.9 * r, 1.8)
        case "square":
            axes.add_artist(Rectangle(*box, **solid))
        case "box":
            axes.add_artist(Rectangle(*box, **hollow))
        case "boxed-cross":
            axes.add_artist(Rectangle(*box, **hollow))
            cross(0.7 * r, 0.9)
        case "diamond":
            axes.add_artist(Polygon(diamond, **solid))
        case "diamond-open":
            axes.add_artist(Polygon(diamond, **hollow))
        case "triangle":
            axes.add_artist(Polygon([(x - r, y - r), (x + r, y - r), (x, y + r)], **solid))
        case "dot":
            axes.add_artist(Circle((x, y), 0.22 * r, **{**solid, "linewidth": 0}))


def _described(svg: str, sheet: Sheet, title: str, alt: str, mark: str) -> str:
    """The SVG with its title and description, and the unpainted text over the outlines."""
    start = svg.index("<svg")  # what stands before it declares a DTD, which a page may not hold
    end = svg.index(">", start)
    opening = svg[start:end]
    head = (
        f'{opening} role="img" aria-labelledby="title-{mark} desc-{mark}">\n'
        f' <title id="title-{mark}">{escape(title)}</title>\n'
        f' <desc id="desc-{mark}">{escape(alt)}</desc>'
    )
    texts = "\n".join(
        f'  <text x="{t.x * 72:.2f}" y="{t.y * 72:.2f}" font-size="{t.size:g}" '
        f'textLength="{t.width * 72:.2f}" lengthAdjust="spacingAndGlyphs">{escape(t.words)}</text>'
        for t in sheet.shapes
        if isinstance(t, Text)
    )
    layer = (
        ' <g fill="none" stroke="none" font-family="serif" style="pointer-events:all" '
        f'aria-hidden="true">\n{texts}\n </g>\n'
    )
    body = svg[end + 1 :]
    close = body.rindex("</svg>")
    return f"{head}{body[:close]}{layer}{body[close:]}"
