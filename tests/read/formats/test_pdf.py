"""PDFs: pages and lines, and what is refused of them."""

from __future__ import annotations

import builtins
import importlib.util
import zlib

import pytest

from prong.read.formats import limits, load
from prong.read.formats import pdf as reader
from tests.read.formats.written import pdf, refused

LINE = "The officers are entitled to qualified immunity."
needs = pytest.mark.skipif(
    importlib.util.find_spec("pypdfium2") is None, reason="pypdfium2 is not installed"
)


@needs
@pytest.mark.parametrize("packed", [False, True])
def test_pages_and_lines(packed: bool) -> None:
    source = load(pdf([f"{LINE}\nSecond line.", LINE], packed))
    assert source.kind == "pdf"
    assert source.text == f"{LINE}\nSecond line.\f{LINE}"
    assert source.pieces == ()


def test_what_the_library_writes_for_a_hyphen_and_an_end_of_line() -> None:
    assert reader._page("quali\ufffefied im-\r\nmunity\x02\r\nof\x01 \xad") == (
        "quali-\nfied im-\nmunity-\nof  -"
    )


STAMP = "Case 2:23-cv-00118 Document 141 Filed 01/22/25 Page 1 of 9"


@needs
@pytest.mark.parametrize("pages", [["", ""], ["", "ii"], [STAMP, STAMP]])
def test_a_scan_is_refused_with_its_cure(pages: list[str]) -> None:
    """Also where the court's filing system stamped a line on every page."""
    fault = refused(pdf(pages))
    assert fault.sentence == (
        "The PDF holds pictures of pages but hardly any text; it was scanned. Add the text with: "
        "ocrmypdf in.pdf out.pdf"
    )


@needs
@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (pdf([LINE])[:300], "The PDF is damaged and cannot be opened."),
        (b"%PDF-1.7\nnothing more", "The PDF is damaged and cannot be opened."),
        (pdf([LINE], kids="2 0 R "), "The PDF is damaged and cannot be opened."),
        (pdf([LINE], kids="4 0 R " * 5_001), "The PDF has more pages than Prong reads."),
        (
            pdf([LINE], trailer="/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -1/O<" + "00" * 32
                + ">/U<" + "11" * 32 + ">>>/ID[<00><00>]"),
            "The PDF has a password. Save a copy without one, and give that.",
        ),
    ],
    ids=["cut short", "no objects", "its own parent", "too many pages", "password"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(raw: bytes, sentence: str) -> None:
    fault = refused(raw, "brief.pdf")
    assert (fault.sentence, fault.place.file) == (sentence, "brief.pdf")


@needs
def test_a_document_with_too_much_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_LIMITS", (limits.PAGES, 50, reader._MEMORY))
    assert refused(pdf([LINE, LINE])).sentence == "The document holds more text than Prong reads."


@needs
def test_a_page_that_unfolds_into_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory of the reading process is bounded, whatever the file makes of it."""
    monkeypatch.setattr(reader, "_LIMITS", (limits.PAGES, limits.CHARACTERS, 200_000_000))
    bomb = zlib.compress(b" " * 150_000_000, 9)
    raw = pdf([""]).replace(
        b"<</Length 3>>stream\nq Q\nendstream",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(bomb), bomb),
    )
    assert refused(raw).sentence in (
        "The PDF could not be read to its end: it is damaged, or unfolds into too much.",
        "The PDF unfolds into more than Prong reads; no ordinary document does.",
    )


@needs
def test_a_document_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_SECONDS", 0.001)
    fault = refused(pdf([LINE]))
    assert fault.sentence == "The PDF takes longer to read than any ordinary document."


def test_without_the_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "find_spec", lambda name: None)
    assert refused(pdf([LINE])).sentence == (
        "Reading a PDF needs the extra prong[documents]. Install it with: "
        "pip install 'prong[documents]'"
    )


def test_the_base_install_reads_everything_else_without_the_extras(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    true = builtins.__import__

    def importing(name: str, *args: object, **given: object) -> object:
        assert name.partition(".")[0] not in ("pypdfium2", "lxml", "docx"), name
        return true(name, *args, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", importing)
    assert load(b"<p>x</p>").text == load(b"{\\rtf1 x}").text == load(b"x").text
