"""What is read in real documents, against labels made by hand (``labels/``, see ``scoring``).

The documents are no part of the project. ``PRONG_SHARED`` names their folder; without it these
tests are skipped, unless ``PRONG_REQUIRE`` names ``shared``.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.read import scoring

REQUIRED = "shared" in os.environ.get("PRONG_REQUIRE", "").split(",")
#: A brief recognised from a scan, with letters and numbers misread: held to less.
RECOGNISED = {"park_v_kim_reply"}


@pytest.fixture(scope="module")
def folder() -> Path:
    named = scoring.shared()
    if named is None:
        if REQUIRED:
            pytest.fail("PRONG_REQUIRE asks for the shared documents, and PRONG_SHARED names none.")
        pytest.skip("PRONG_SHARED names no folder of real documents.")
    return named


#: Labelled after the reader was made, and not looked at while making it.
HELD_OUT = {name for name in scoring.names() if name.startswith("held-out-")}


@pytest.mark.parametrize("name", sorted({*scoring.names()} - RECOGNISED - HELD_OUT))
def test_a_document_is_read_as_labelled(name: str, folder: Path) -> None:
    made, _ = scoring.score(name, folder)
    assert made.recall >= 0.99, made.wrong
    assert made.precision >= 0.99, made.wrong
    assert made.share("refers") == 1.0, made.wrong["refers"]
    assert made.share("footnotes") == 1.0, made.wrong["footnotes"]
    for what in ("name", "court", "year", "pins", "signal", "nesting", "parentheticals"):
        assert made.share(what) >= 0.965, (what, made.wrong[what])
    assert made.share("attribution") >= 0.92, made.wrong["attribution"]


@pytest.mark.parametrize("name", sorted(HELD_OUT))
def test_a_document_held_out_is_read_nearly_as_labelled(name: str, folder: Path) -> None:
    made, _ = scoring.score(name, folder)
    assert made.recall >= 0.95, made.wrong
    assert made.precision >= 0.93, made.wrong
    for what in ("name", "court", "year", "pins", "refers"):
        assert made.share(what) >= 0.96, (what, made.wrong[what])


@pytest.mark.parametrize("name", sorted(RECOGNISED))
def test_a_document_recognised_badly_is_read_as_it_stands(name: str, folder: Path) -> None:
    made, _ = scoring.score(name, folder)
    assert made.recall >= 0.85, made.wrong
    assert made.precision >= 0.88, made.wrong


def test_every_opinion_of_the_folder_is_read(folder: Path) -> None:
    from prong.read import read

    paths = sorted((folder / "data" / "opinions").glob("*/*.txt"))
    assert paths
    for path in paths:
        reading = read(path)
        for citation in reading.citations:
            if citation.kind in scoring.REFERRING and citation.refers_to is None:
                assert citation.unresolved, (path.name, citation.text)
