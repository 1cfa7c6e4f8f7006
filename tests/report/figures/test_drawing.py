"""Figures as files: readable in print, in grey, and to who cannot see them; the same every time."""

from __future__ import annotations

import io
import itertools
import os
import re
import subprocess
import sys
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from prong.report.figures import (
    draw,
    paint_graph,
    paint_map,
    paint_matrix,
    paint_timeline,
    paint_tree,
)
from prong.report.figures.drawing import PAPER, SMALL, Sheet, Text
from prong.report.figures.spec import WarningMap
from tests.report.figures.cases import CASES, KINDS, every, specs

pytest.importorskip("matplotlib", reason="needs prong[report]")

from prong.report.figures import backend
from prong.report.figures.draw import laid_out, title

SVG = "{http://www.w3.org/2000/svg}"


def texts(sheet: Sheet) -> list[Text]:
    return [shape for shape in sheet.shapes if isinstance(shape, Text)]


def meet(a: Text, b: Text) -> bool:
    """Whether two texts overlap by more than a hair."""
    left, top, right, bottom = a.box
    x0, y0, x1, y1 = b.box
    hair = 0.004
    return left + hair < x1 and x0 + hair < right and top + hair < y1 and y0 + hair < bottom


def check(sheet: Sheet) -> None:
    found = texts(sheet)
    for text in found:
        left, top, right, bottom = text.box
        inside = left > -0.001 and top >= 0 and bottom <= sheet.height
        assert inside and right < sheet.width + 0.001, text
        assert text.size >= 7, text
    clashes = [(a.words, b.words) for a, b in itertools.combinations(found, 2) if meet(a, b)]
    assert clashes == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", CASES)
def test_text_fits_its_sheet_and_meets_no_other(name: str, kind: str) -> None:
    for spec in specs(name, kind):
        sheet = laid_out(spec)
        check(sheet)
        assert sheet.height < 9.3, spec.title  # a letter page with inch margins, or hardly more


@pytest.mark.parametrize("width", [4.5, 6.5, 9.0])
def test_a_figure_may_be_narrower_or_wider(width: float) -> None:
    for kind in KINDS:
        for spec in specs("hershberger", kind):
            sheet = laid_out(spec, width)
            assert sheet.width == width
            check(sheet)


def longer(words: str) -> str:
    return (
        f"{words} and the Consolidated Metropolitan Redevelopment-and-Housing-Authority-of-Greater"
    )


def test_long_names_are_wrapped_or_cut_and_never_overlap() -> None:
    (spec,) = specs("hershberger", "map")
    assert isinstance(spec.body, WarningMap)
    rows = tuple(replace(r, forum=longer(r.forum), why=longer(r.why) * 3) for r in spec.body.rows)
    check(laid_out(replace(spec, body=replace(spec.body, rows=rows))))
    (spec,) = specs("mullenix", "citations")
    nodes = tuple(replace(n, name=longer(n.name)) for n in spec.body.nodes)  # type: ignore[union-attr]
    check(laid_out(replace(spec, body=replace(spec.body, nodes=nodes))))  # type: ignore[arg-type]
    (spec,) = specs("torry", "comparison")
    columns = tuple(replace(c, name=longer(c.name)) for c in spec.body.columns)  # type: ignore[union-attr]
    check(laid_out(replace(spec, body=replace(spec.body, columns=columns))))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS)
def test_the_drawn_text_is_as_wide_as_it_was_measured(kind: str) -> None:
    """The drawing library's own extents stay in the figure."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    for spec in specs("hershberger", kind):
        sheet = laid_out(spec)
        with backend.settled():
            figure = backend.figure(sheet)
            figure.set_dpi(backend.DPI)
            renderer = FigureCanvasAgg(figure).get_renderer()
            width, height = figure.bbox.width, figure.bbox.height
            for drawn, text in zip(figure.axes[0].texts, texts(sheet), strict=True):
                box = drawn.get_window_extent(renderer)
                assert box.width <= text.width * backend.DPI + 4, drawn
                assert box.x0 > -2 and box.y0 > -2, drawn
                assert box.x1 < width + 2 and box.y1 < height + 2, drawn


# SVG


@pytest.mark.parametrize("kind", KINDS)
def test_an_svg_is_named_and_described(kind: str) -> None:
    for spec in specs("hershberger", kind):
        root = ElementTree.fromstring(draw(spec, "svg"))
        assert root.tag == f"{SVG}svg"
        assert root.get("role") == "img"
        named = {e.get("id"): e.text for e in root if e.tag in (f"{SVG}title", f"{SVG}desc")}
        labels = str(root.get("aria-labelledby")).split()
        assert [named[label] for label in labels] == [title(spec), spec.alt]


def test_the_words_of_an_svg_can_be_found_and_are_not_painted_twice() -> None:
    (spec,) = specs("hershberger", "map")
    root = ElementTree.fromstring(draw(spec, "svg"))
    found = [e.text for e in root.iter(f"{SVG}text")]
    assert found == [t.words for t in texts(laid_out(spec))]
    layers = [g for g in root.iter(f"{SVG}g") if g.find(f"{SVG}text") is not None]
    assert [(g.get("fill"), g.get("stroke")) for g in layers] == [("none", "none")]


def test_two_figures_may_stand_in_one_page() -> None:
    """Neither takes an id that the other gives to something else."""
    defined: list[dict[str, str]] = []
    for kind in ("map", "timeline"):
        (spec,) = specs("hershberger", kind)
        root = ElementTree.fromstring(draw(spec, "svg"))
        defined.append(
            {e.get("id", ""): ElementTree.tostring(e, encoding="unicode").strip() for e in root.iter()
             if e.get("id") and e.tag in (f"{SVG}title", f"{SVG}desc", f"{SVG}clipPath", f"{SVG}pattern")}
        )  # fmt: skip
    first, second = defined
    assert first and second
    assert all(first[id] == second[id] for id in first.keys() & second.keys())


def test_marks_of_markup_and_of_mathematics_are_only_letters() -> None:
    (spec,) = specs("hershberger", "map")
    odd = replace(spec, title="$5 <b> & $6 § “x” Škvorecký", alt='<&">')
    svg = draw(odd, "svg").decode("utf-8")
    root = ElementTree.fromstring(svg)
    assert next(e.text for e in root.iter(f"{SVG}text")) == "$5 <b> & $6 § “x” Škvorecký"
    assert draw(odd, "png").startswith(b"\x89PNG")


# PNG


@pytest.mark.parametrize("kind", KINDS)
def test_a_png_is_of_its_size_and_says_what_it_shows(kind: str) -> None:
    from PIL import Image

    for spec in specs("hershberger", kind)[:1]:
        with Image.open(io.BytesIO(draw(spec, "png"))) as image:
            image.load()
            assert image.format == "PNG"
            assert image.width == round(6.5 * backend.DPI)
            assert image.info["Title"] == title(spec)
            assert image.info["Description"] == spec.alt
            assert not {"Software", "Creation Time"} & set(image.info)


# The same every time


def test_the_same_spec_makes_the_same_bytes() -> None:
    """Also in another process, with other hashes and another reader's settings."""
    script = (
        "import hashlib, sys; from prong.report.figures import draw;"
        "from tests.report.figures.cases import specs;"
        "(s,) = specs('yambupah', 'citations');"
        "print(hashlib.sha256(draw(s, 'svg') + draw(s, 'png')).hexdigest())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1


def test_no_file_says_when_it_was_made() -> None:
    (spec,) = specs("yambupah", "citations")
    svg = draw(spec, "svg").decode("utf-8")
    assert not re.search(r"<dc:date>|Matplotlib v|\d\d:\d\d:\d\d", svg)
    assert "<!DOCTYPE" not in svg


# In grey, and without colour


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_states_differ_in_pattern_or_strongly_in_darkness() -> None:
    looks = paint_map.LOOK
    for a, b in itertools.combinations(looks, 2):
        (fill_a, hatch_a, _), (fill_b, hatch_b, _) = looks[a], looks[b]
        assert hatch_a != hatch_b or contrast(fill_a, fill_b) >= 3, (a, b)
    for state, (fill, hatch, ink) in looks.items():
        assert not hatch or contrast(fill, ink) >= 3, state


def test_never_adopted_and_not_established_differ_in_grey_as_drawn() -> None:
    """Their swatches in grey: one is blank, the other is not."""
    from PIL import Image

    rough = {}
    for state in ("not-established", "never-adopted"):
        sheet = Sheet(1.0, backend.measure)
        paint_map.swatch(sheet, state, 0.1, 0.1, 0.8, 0.2)
        sheet.grow(0.4)
        with Image.open(io.BytesIO(backend.written(sheet, "png", "t", "a"))) as image:
            inner = image.convert("L").crop((45, 40, 255, 80))
            rough[state] = len(set(inner.tobytes()))
    assert rough["not-established"] == 1
    assert rough["never-adopted"] > 1


@pytest.mark.parametrize(
    "looks",
    [
        [shape for shape, _ in paint_timeline.LOOK.values()],
        [shape for shape, _ in paint_graph.LOOK.values()],
        list(paint_tree.LOOK.values()),
        [shape for state, (shape, _) in paint_matrix.LOOK.items()
         if state not in ("present", "absent", "generally")],
    ],
    ids=["timeline", "graph", "tree", "matrix"],
)  # fmt: skip
def test_every_meaning_has_a_shape_of_its_own(looks: list[str | None]) -> None:
    """In a matrix what is present here, and what a holding shares, stand in columns of their own;
    what is met at a level bears the level's number."""
    assert len(set(looks)) == len(looks)


def test_every_text_stands_out_from_its_ground() -> None:
    grounds = {PAPER, "#eef2f7", "#f3f6fa", "#dfe7f0"}
    colours = {t.colour for _, spec in every() for t in texts(laid_out(spec))}
    assert len(colours) > 2
    for colour, ground in itertools.product(colours, grounds):
        assert contrast(colour, ground) >= 4.5, (colour, ground)
    assert SMALL >= 7


def test_a_spec_needs_no_drawing_library() -> None:
    script = (
        "import sys; sys.modules['matplotlib'] = None;"
        "from tests.report.figures.cases import KINDS, specs;"
        "print(sum(len(specs('hershberger', k)) for k in KINDS))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert int(ran.stdout) > len(KINDS)
