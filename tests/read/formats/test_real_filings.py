"""Real papers from court files: their words whole, their footnotes lifted, their offsets true."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from prong.read.formats import load
from tests.read.formats.written import standing

REQUIRED = "shared" in os.environ.get("PRONG_REQUIRE", "").split(",")


@pytest.fixture
def filings() -> Path:
    folder = Path(os.environ.get("PRONG_SHARED") or "nowhere") / "data" / "filings"
    if not folder.is_dir():
        reason = "PRONG_SHARED does not name the folder of real documents"
        if REQUIRED:
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


#: The footnotes that each paper has.
NOTES = {
    "Boyd_Warren_Amendment.rtf": 3,
    "Boyd_Warren_SummaryJudgment.rtf": 1,
    "Carlos_YorkCounty_Amendment.rtf": 8,
    "Carlos_YorkCounty_SummaryJudgment.rtf": 24,
    "Moore v Giorla.rtf": 4,
}


@pytest.mark.parametrize("name", NOTES)
def test_rich_text_of_a_legal_publisher(filings: Path, name: str) -> None:
    raw = (filings / name).read_bytes()
    source = load(filings / name)
    assert [note.number for note in source.notes] == [str(i + 1) for i in range(NOTES[name])]
    assert source.remarks == ()
    standing(source, raw)
    assert not re.search(r"HYPERLINK|bkmk|\\[a-z]|[{}]|\n\n\n|\S\n\S", source.text)
    for note in source.notes:
        body = source.text[note.start : note.end]
        assert re.match(r"[“A-Z]", body) and re.search(r"[.)”]$", body)
        assert source.text[note.marker - 1] not in " \n"
        assert source.text[note.marker] in " \n;"


@pytest.mark.parametrize(
    "name",
    [
        "park_v_kim_2d_cir_22-2057_reply_brief_2023-09-09",
        "wadsworth_v_walmart_dwyo_23-cv-118_ecf141_motions_in_limine",
    ],
)
def test_pdfs_hold_the_words_that_another_program_drew_from_them(filings: Path, name: str) -> None:
    pytest.importorskip("pypdfium2", reason="pypdfium2 is not installed")
    source = load(filings / f"{name}.pdf")
    other = re.findall(r"\w+", (filings / f"{name}.txt").read_text(encoding="utf-8"))
    ours = set(re.findall(r"\w+", source.text))
    assert sum(word in ours for word in other) > 0.97 * len(other)
    assert "\r" not in source.text and "\ufffe" not in source.text
