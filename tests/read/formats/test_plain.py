"""Plain text and its encodings: the text is the file, and what is guessed is said."""

from __future__ import annotations

import codecs
import io
import os
from pathlib import Path

import pytest

from prong.faults import Fault, FileFault
from prong.read.formats import from_text, limits, load
from tests.read.formats.written import refused

TEXT = "Officers’ immunity, 42 U.S.C. § 1983.\r\n\r\nA second paragraph.\r\n"


def test_the_text_is_the_file() -> None:
    """Ends of lines stay as they are, so that offsets are the file's own."""
    source = load(TEXT.encode())
    assert (source.text, source.kind, source.pieces, source.remarks) == (TEXT, "text", (), ())


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)  # fmt: skip
def test_a_byte_order_mark_decides_and_is_the_first_character(mark: bytes, codec: str) -> None:
    source = load(mark + TEXT.encode(codec))
    assert source.text == TEXT
    assert (source.in_file(0), source.in_file(10)) == (1, 11)


def test_windows_1252_is_read_and_said() -> None:
    source = load(TEXT.encode("cp1252"))
    assert source.text == TEXT
    assert source.remarks == ("The file is not UTF-8; it was read as Windows-1252.",)


def test_latin_1_is_read_where_windows_1252_has_no_letter() -> None:
    source = load(b"one byte \x81 has no letter; " + b"words " * 100)
    assert source.remarks == ("The file is not UTF-8; it was read as Latin-1.",)


def test_one_bad_byte_in_much_utf_8_is_replaced() -> None:
    source = load("§ § § § § ".encode() + b"\xff end")
    assert source.text == "§ § § § § \ufffd end"
    assert source.remarks == ("One character could not be read and was replaced by U+FFFD.",)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "The file is empty."),
        (b" \r\n\t ", "The file is empty."),
        (codecs.BOM_UTF8 + b"\n", "The file is empty."),
        (b"words\0words", "This is not a document that Prong reads; it holds bytes that no text has."),
        (bytes(range(1, 256)), "This is not a document that Prong reads; it holds bytes that no text has."),
        (codecs.BOM_UTF8 + b"abc\xff", "The file says that it is UTF-8, but byte 7 is not."),
        (codecs.BOM_UTF16_LE + b"a\0b", "The file says that it is UTF-16, but byte 5 is not."),
    ],
)  # fmt: skip
def test_what_is_no_text_is_refused(raw: bytes, sentence: str) -> None:
    fault = refused(raw, "brief.txt")
    assert (fault.sentence, fault.place.file) == (sentence, "brief.txt")


def test_other_files_are_named() -> None:
    assert refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").found == "a picture (PNG)"
    assert refused(b"\xffWPC\x10\0\0\0").found == "a WordPerfect document"


def test_text_in_memory() -> None:
    assert from_text(TEXT).text == TEXT
    source = from_text("half \ud800 character")
    assert source.text == "half \ufffd character"
    assert source.remarks == ("One character could not be read and was replaced by U+FFFD.",)
    with pytest.raises(Fault, match="bytes that no text has"):
        from_text("a\0b")
    with pytest.raises(Fault, match=r"The text is empty\."):
        from_text(" \n")


def test_a_path_is_read_and_named(tmp_path: Path) -> None:
    path = tmp_path / "brief.txt"
    path.write_bytes(TEXT.encode())
    assert load(path).text == TEXT
    for wrong, sentence in (
        (tmp_path, "This is a folder; a file was expected."),
        (tmp_path / "none", "There is no such file."),
        (Path("a\0b"), "The file cannot be read: embedded null byte."),
    ):
        with pytest.raises(FileFault) as caught:
            load(wrong)
        assert caught.value.sentence == sentence
        assert caught.value.place.file == str(wrong)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(FileFault, match="This is a pipe or a device, not a file"):
            load(path)


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    with pytest.raises(FileFault) as caught:
        load(path)
    assert caught.value.sentence == "The file is larger than Prong reads."
    assert caught.value.found == "200,000,000 bytes"


def test_a_stream_is_read_no_further_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FILE", 1000)
    stream = io.BytesIO(b"word " * 10_000)
    with pytest.raises(FileFault) as caught:
        load(stream)
    assert (caught.value.found, stream.tell()) == ("more than 1,000 bytes", 1001)
    assert load(io.BytesIO(b"word ")).text == "word "


def test_text_has_a_limit_below_that_of_a_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TEXT", 10)
    assert refused(b"more than ten bytes").expected == "at most 10 bytes"


def test_a_stream_of_characters_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(TypeError, match="open it in binary mode"):
        load(io.StringIO("text"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("raw", "name", "kind"),
    [
        (b"<!DOCTYPE html><p>x", "a.txt", "html"),  # the content says it, whatever the name
        (b"\n <!-- c --><html>x</html>", None, "html"),
        (b"<p>Words", None, "html"),
        (b"<p>Words", "notes.txt", "text"),  # a first tag alone leaves it to the name
        (b"Words <b>bold</b>", "page.html", "html"),
        (b"Words <b>bold</b>", None, "text"),
        (b"A < B and C > D", "page.html", "text"),
        (b"{\\rtf1 x}", "a.txt", "rtf"),
        (b"See {\\rtf1 in the manual", "a.rtf", "text"),
        ("<html><body>x".encode("utf-16"), None, "html"),
    ],
)
def test_the_content_says_the_format(raw: bytes, name: str | None, kind: str) -> None:
    assert load(raw, name=name).kind == kind


def test_the_caller_may_say_the_format() -> None:
    assert load(b"<p>x</p>", format="text").text == "<p>x</p>"
    fault = refused(b"x", format="odt")
    assert (fault.sentence, fault.found) == ("There is no such format.", "odt")
    assert fault.expected == "one of text, html, rtf, docx, pdf"
