"""Rich text: words and paragraphs as a word processor would show them, and its footnotes."""

from __future__ import annotations

import pytest

from prong.read.formats import load
from tests.read.formats.written import blocks, headings, notes, refused, standing


def text(body: str) -> str:
    raw = ("{\\rtf1\\ansi " + body + "}").encode("latin-1")
    source = load(raw)
    standing(source, raw)
    return source.text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"One {\b bold}\par Two\line three\page four", "One bold\n\nTwo\nthree\x0cfour"),
        ("wo\r\nrd{\\i \nin}side", "wordinside"),  # ends of lines in the file are no text
        (r"\lquote a\rquote \ldblquote b\rdblquote\emdash c\endash d\tab e", "‘a’“b”—c–d\te"),
        (r"a\~b\_c\-d\{e\}\\", "a\xa0b-cd{e}\\"),
        (r"\'93caf\'e9\'94 \'a7\~1983", "“café” §\xa01983"),
        (r"\u8220\'93x\u8221\'94 \uc2\u167 ??y\uc0\u167 z", "“x” §y§z"),
        (r"\u55357?\u56832? \u-3913?", "😀 \uf0b7"),
        (r"\u167\'a7{\u8212 }\u8212{x}\u8212\par y", "§——x—\n\ny"),  # a brace ends the stand-in
        (r"{\fonttbl{\f0 Times;}}{\info{\title T}}{\header H}{\*\unknown U}{\pict 0f0f}x", "x"),
        (r"a{\v hidden}b\v c\v0 d{\deleted e}", "abd"),
        (r"\trowd\cellx1 a\intbl\cell b\cell\row\trowd c\cell\row after", "a\tb\n\nc\n\nafter"),
        (r"{\field{\*\fldinst HYPERLINK \"http://x/a b\"}{\fldrslt 4 U.S. 1}}", "4 U.S. 1"),
        (r"{\listtext 12.\tab}Paragraph", "12.\tParagraph"),
        (r"a\bin4 {{{}b", "ab"),
        (r"{\upr{c}{\*\ud{\u8212?}}}", "c"),
        (r"{\shp{\*\shpinst{\sp{\sn n}{\sv v}}{\shptxt Box}}{\shprslt again}}", "Box"),
    ],
)
def test_words_as_they_are_shown(body: str, expected: str) -> None:
    assert text(body) == expected


def test_code_pages() -> None:
    assert load(rb"{\rtf1\ansi\ansicpg1251 \'cf\'f0}").text == "Пр"
    assert load(rb"{\rtf1\mac \'a4}").text == "§"
    assert load(rb"{\rtf1\ansi\ansicpg932 \'83\'65x}").text == "テx"
    assert load(b"{\\rtf1\\ansi raw \xa7 byte}").text == "raw § byte"
    source = load(rb"{\rtf1\ansi a\'81b \u56832?}")
    assert source.text == "a\ufffdb \ufffd"
    assert source.remarks == ("2 characters could not be read and were replaced by U+FFFD.",)


def test_footnotes_of_the_file() -> None:
    raw = (
        rb"{\rtf1\ansi Immunity.{\super\chftn}{\footnote\pard{\super\chftn} See \i Id.\i0\par More.}"
        rb" The{\super\chftn}{\footnote {\super\chftn} Second.} end.\par}"
    )
    source = load(raw)
    assert source.text == "Immunity. The end.\n\nSee Id.\n\nMore.\n\nSecond."
    assert notes(source) == [
        ("1", "Immunity.", "See Id.\n\nMore."),
        ("2", "mmunity. The", "Second."),
    ]
    standing(source, raw)


def test_footnotes_that_are_linked_rows_of_a_table() -> None:
    """As a legal publisher's program writes them."""
    row = (
        r"{\trowd\cellx6\cellx9\intbl {{\*\bkmkstart co_footnote_B%d}{\*\bkmkend co_footnote_B%d}"
        r'{\field{\*\fldinst HYPERLINK "#co_fnRef_B%d" }{\fldrslt{\super %d}}}\par }\cell '
        r"{Body %d.\par }\cell\row}"
    )
    call = (
        r"{\*\bkmkstart co_fnRef_B%d}{\*\bkmkend co_fnRef_B%d}{\field{\*\fldinst HYPERLINK "
        r'"#co_footnote_B%d" }{\fldrslt{\super %d}}}'
    )
    raw = (
        rf"{{\rtf1\ansi One{call % (1, 1, 1, 1)}, two.{call % (2, 2, 2, 2)}\par "
        rf"Footnotes\par {row % (1, 1, 1, 1, 1)}{row % (2, 2, 2, 2, 2)}End\par}}"
    ).encode()
    source = load(raw)
    assert source.text == "One, two.\n\nFootnotes\n\nEnd\n\nBody 1.\n\nBody 2."
    assert notes(source) == [("1", "One", "Body 1."), ("2", "One, two.", "Body 2.")]
    standing(source, raw)


def test_headings_and_block_quotations() -> None:
    raw = (
        rb"{\rtf1\ansi{\outlinelevel0 Argument\par}\pard Text.\par{\li720\ri720 Quoted.\par Still.\par}"
        rb"{\li720 Listed.\par}{\li360\ri360 Again.\par}}"
    )
    source = load(raw)
    assert headings(source) == [("Argument", 1)]
    assert blocks(source) == ["Quoted.\n\nStill.", "Again."]


def test_a_file_cut_short_is_read_and_said() -> None:
    source = load(rb"{\rtf1\ansi {\b The beginning of")
    assert source.text == "The beginning of"
    assert source.remarks == ("The file ends in the middle of its text; what followed is missing.",)


@pytest.mark.parametrize(
    ("raw", "format", "sentence"),
    [
        (b"{\\rtf1 }", None, "The document holds no text."),
        (b"{\\rtf1 {\\fonttbl words", None, "The document holds no text."),
        (b"words", "rtf", 'This is not a rich text file; it does not begin with "{\\rtf".'),
        (
            b"{\\rtf1 " + b"{" * 20_000,
            None,
            "The rich text holds groups within groups, deeper than any word processor writes them.",
        ),
    ],
)
def test_what_is_no_document_is_refused(raw: bytes, format: str | None, sentence: str) -> None:
    fault = refused(raw, **({"format": format} if format else {}))
    assert fault.sentence == sentence


@pytest.mark.parametrize(
    "piece",
    ["{}", "{" * 90 + "}" * 90, r"\u1 ", r"\u55357?", r"{\footnote x}", r"{\*\bkmkstart fn1}", "\\",
     r"\bin5 ", r"\bin99999999999 ", r"\u-99999999999999999999 ", r"{\field{\*\fldinst HYPERLINK"],
)  # fmt: skip
def test_hostile_pieces_take_time_in_proportion(piece: str) -> None:
    made = b"{\\rtf1 words " + piece.encode() * min(4_500, 200_000 // len(piece))
    assert load(made).text.startswith("words")
