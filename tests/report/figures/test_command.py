"""``--figure``: what is written, and what is refused in a sentence before anything is."""

from __future__ import annotations

from pathlib import Path

import pytest

from prong.report.figures import backend
from tests.command import prong


@pytest.fixture
def drawing() -> None:
    pytest.importorskip("matplotlib", reason="needs prong[report]")


@pytest.mark.usefixtures("drawing")
@pytest.mark.parametrize(("ending", "start"), [(".svg", b"<svg"), (".PNG", b"\x89PNG")])
def test_the_ending_decides(tmp_path: Path, ending: str, start: bytes) -> None:
    path = tmp_path / f"where{ending}"
    ran = prong("map", "martinez", "sanders", "--figure", path)
    assert ran.status == 0
    assert ran.out.startswith("Sergeant Sanders")  # the answer is printed as without it
    assert ran.err == f"Figure: {path}\n"
    assert path.read_bytes().startswith(start)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.usefixtures("drawing")
def test_several_figures_are_numbered(tmp_path: Path) -> None:
    ran = prong("why", "martinez", "yambupah", "--figure", tmp_path / "why.svg")
    names = sorted(p.name for p in tmp_path.iterdir())
    assert ran.status == 0
    assert names == [f"why-{n}.svg" for n in range(1, len(names) + 1)]
    assert len(names) > 1


@pytest.mark.usefixtures("drawing")
@pytest.mark.parametrize("what", ["timeline", "comparison", "citations"])
def test_why_draws_what_is_asked(tmp_path: Path, what: str) -> None:
    path = tmp_path / "figure.svg"
    ran = prong("why", "martinez", "hershberger", "--figure", path, "--figure-of", what)
    assert ran.status == 0
    assert path.exists()


@pytest.mark.usefixtures("drawing")
def test_compare_draws_the_authority_it_names(tmp_path: Path) -> None:
    path = tmp_path / "beside.svg"
    ran = prong("compare", "martinez", "hershberger", "okin-v-cornwall-on-hudson", "--figure", path)
    assert ran.status == 0
    assert "The case beside Okin" in path.read_text(encoding="utf-8")


@pytest.mark.usefixtures("drawing")
def test_nothing_to_draw_is_refused(tmp_path: Path) -> None:
    ran = prong("map", "martinez", "high", "--figure", tmp_path / "where.svg")
    assert ran.status == 2
    assert "nothing to draw" in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["where.pdf", "where"])
def test_another_ending_is_refused(tmp_path: Path, name: str) -> None:
    ran = prong("map", "martinez", "sanders", "--figure", tmp_path / name)
    assert ran.status == 2
    assert "SVG or PNG" in ran.err
    assert ran.out == ""
    assert list(tmp_path.iterdir()) == []


def test_a_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backend, "find_spec", lambda name: None)
    ran = prong("map", "martinez", "sanders", "--figure", tmp_path / "where.svg")
    assert ran.status == 2
    assert "pip install 'prong[report]'" in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("drawing")
def test_a_file_that_cannot_be_written_is_a_fault_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    ran = prong("map", "martinez", "sanders", "--figure", tmp_path / "file" / "where.svg")
    assert ran.status == 2
    assert [p.name for p in tmp_path.iterdir()] == ["file"]
