"""Whatever the bytes, the answer is a text or a sentence, soon."""

from __future__ import annotations

import time
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prong.faults import Fault
from prong.read.formats import FORMATS, Source, from_text, load
from tests.read.formats.written import docx, p, w

HTML = [
    "<html>", "<p>", "</p>", "<div id=fn1>", "</div>", '<a href="#fn1">', "</a>", "1", "<sup>",
    "</sup>", "<blockquote>", "</blockquote>", "<h1>", "</h1>", "<pre>", "</pre>", "<br>", "&amp;",
    "&sect", "&#8212;", "<td>", "<table>", "</table>", "<!--", "-->", "<script>", "</script>", " ",
    "\n", "words ", "§", "\xad", '<footnote label="1">', "</footnote>", "<footnotemark>1</footnotemark>",
    "<a name=_ftn1 href=#_ftnref1>", "<li id=fn1>", "<", ">", '"', "<head>", "<body>", "[", "]",
    '<span class="star-pagination">*7</span>', "<page-number label=3>",
]  # fmt: skip
RTF = [
    "{", "}", "\\par ", "\\'e9", "\\u8212 ", "?", "\\uc2 ", "{\\footnote ", "words ", "\\*", "\\cell ",
    "\\trowd ", "\\row ", "{\\field{\\*\\fldinst HYPERLINK \"#fn1\"}{\\fldrslt 1}}", "\\v ", "\\bin3 ",
    "{\\*\\bkmkstart fn1}", "\\li720 ", "\\ri720 ", "\\outlinelevel1 ", "\\page ", "\\tab ", "\\",
    "\\ansicpg932 ", "\x83", " ", "\n", "\\chftn ", "\\u55357 ", "\\pard ",
]  # fmt: skip
XML = [
    "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "words", "<w:tbl><w:tr><w:tc>",
    "</w:tc></w:tr></w:tbl>", '<w:footnoteReference w:id="1"/>', "<w:txbxContent>", "<w:del/>",
    "</w:txbxContent>", "<mc:AlternateContent><mc:Choice>", "</mc:Choice></mc:AlternateContent>",
    "<w:pPr>", "</w:pPr>", '<w:pStyle w:val="Heading1"/>', "<w:br/>", "<w:tab/>", "<w:rPr>",
    "</w:rPr>", '<w:ind w:left="400" w:right="400"/>', "</w:tc>", "<w:vanish/>", "&#55;",
]  # fmt: skip
NOTE = w("footnotes", f'<w:footnote w:id="1">{p("Note.")}</w:footnote>')


def joined(pieces: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(pieces), max_size=40).map("".join)


DOCUMENTS = st.one_of(
    st.binary(max_size=300),
    joined(HTML).map(lambda made: ("<html>" + made).encode()),
    joined(RTF).map(lambda made: ("{\\rtf1 " + made).encode("latin-1")),
    joined(XML).map(lambda made: docx(made, {"word/footnotes.xml": NOTE})),
    st.binary(max_size=100).map(lambda some: b"PK\x03\x04" + some),
)


def sound(source: Source) -> None:
    """What every reading promises of its spans."""
    size = len(source.text)
    assert source.text.strip()
    assert "\0" not in source.text
    ends = 0
    for note in source.notes:
        assert 0 <= note.marker <= size
        assert ends <= note.start < note.end <= size
        assert not source.text[note.start].isspace() and not source.text[note.end - 1].isspace()
        ends = note.end
    for start, end, *_ in (*source.headings, *source.blocks):
        assert 0 <= start < end <= size
        assert source.text[start:end] == source.text[start:end].strip()
    assert list(source.pieces) == sorted(set(source.pieces))
    assert len({at for at, _ in source.pieces}) == len(source.pieces)


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS)
def test_any_bytes(raw: bytes) -> None:
    began = time.monotonic()
    try:
        source = load(raw)
    except Fault as fault:
        assert fault.sentence.endswith((".", ".pdf"))
    else:
        sound(source)
        if source.kind == "rtf":
            for at, character in enumerate(source.text):
                if character.isascii() and character.isalnum() and b"\\u" not in raw:
                    assert raw.decode("latin-1")[source.in_file(at)] == character
    assert time.monotonic() - began < 5


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([f for f in FORMATS if f != "pdf"]))
def test_any_bytes_as_any_format(raw: bytes, format: str) -> None:
    with suppress(Fault):
        sound(load(raw, format=format))


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text(text: str) -> None:
    with suppress(Fault):
        sound(from_text(text))
