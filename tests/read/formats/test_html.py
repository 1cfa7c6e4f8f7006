"""Web pages: what is seen of them, and the shapes in which they link their footnotes."""

from __future__ import annotations

import pytest

from prong.read.formats import limits, load
from tests.read.formats.written import blocks, headings, notes, refused, standing

PAGE = """<!doctype html><html><head><title>Title</title><style>p {}</style></head>
<body><nav>Home</nav><script>if (a < b) {}</script>
<h1>Opinion <i>of</i> the Court</h1><p>Officers   enjoy
immunity.&nbsp;&sect;&#167;&amp;co <b>im</b>mu&shy;nity</p>
<blockquote><p>First quoted.</p><p>Second quoted.</p></blockquote>
<ul><li>one<li>two</ul>text<br>line<table><tr><td>a<td>b<tr><td>c</td></tr></table>
<h2>Part</h2>end <!-- no --></body></html>"""


def test_a_page_as_it_is_seen() -> None:
    source = load(PAGE.encode())
    assert source.kind == "html"
    assert source.text == (
        "Opinion of the Court\n\nOfficers enjoy immunity.\xa0§§&co immunity\n\n"
        "First quoted.\n\nSecond quoted.\n\none\n\ntwo\n\ntext\nline\n\na\tb\n\nc\n\nPart\n\nend"
    )
    assert headings(source) == [("Opinion of the Court", 1), ("Part", 2)]
    assert blocks(source) == ["First quoted.\n\nSecond quoted."]
    standing(source, PAGE.encode())


def test_offsets_count_the_byte_order_mark() -> None:
    raw = "\ufeff<p>Words &amp; more §</p>".encode()
    source = load(raw)
    assert source.in_file(0) == 4
    standing(source, raw)
    standing(load("<p>Words".encode("utf-16"), format="html"), "<p>Words".encode("utf-16"))


def test_preformatted_text_keeps_its_lines() -> None:
    """As opinions are shown that were published as text."""
    raw = (
        b'<div><pre class="inline">\r\n   UNITED STATES\r\n\r\n'
        b'see  <a href="/1">4 U.S. 1</a>\r\n x</pre></div>'
    )
    source = load(raw)
    assert source.text == "   UNITED STATES\n\nsee  4 U.S. 1\n x".strip()
    standing(source, raw)


@pytest.mark.parametrize(
    "mark",
    [
        '<span class="star-pagination">*734</span>',
        '<a class="page-label" data-label="734" href="#p734" id="p734">*734</a>',
        '<page-number citation-index="1" label="734">*734</page-number>',
        '<page-number label="734">734</page-number>',
        '<page-number label="734"/>',
    ],
)
def test_star_pages_stand_in_the_text(mark: str) -> None:
    assert load(f"<p>the right{mark}must be</p>".encode()).text == "the right *734 must be"


SHAPES = {
    "case law as marked up by a publisher": (
        '<p>One.<a class="footnotemark" href="#fn1" id="fn1_ref">1</a> Two '
        '<a class="footnotemark" href="#fn2" id="fn2_ref">2</a> three.</p><p>End.</p>'
        '<div class="footnote" id="fn1" label="1"><a class="footnote" href="#fn1_ref">1</a>'
        "<p>Body 1.</p><p>More.</p></div>"
        '<div class="footnote" id="fn2" label="2"><a class="footnote" href="#fn2_ref">2</a>'
        "<p>Body 2.</p></div>"
    ),
    "a word processor's page, whose number is the anchor": (
        '<p>One.<a href="#_ftn1" name="_ftnref1"><span class=R>[1]</span></a> Two '
        '<a href="#_ftn2" name="_ftnref2">[2]</a> three.</p><p>End.</p><div><hr>'
        '<div id=ftn1><p class=T><a href="#_ftnref1" name="_ftn1">[1]</a> Body 1.</p><p>More.</p>'
        '</div><div id=ftn2><p><a href="#_ftnref2" name="_ftn2">[2]</a> Body 2.</p></div></div>'
    ),
    "a list of notes with arrows back": (
        '<p>One.<a href="#fn1" id="fnref1" role="doc-noteref"><sup>1</sup></a> Two '
        '<a href="#fn2" id="fnref2" role="doc-noteref"><sup>2</sup></a> three.</p><p>End.</p>'
        '<section class="footnotes"><ol><li id="fn1"><p>Body 1.</p><p>More. '
        '<a href="#fnref1">↩︎</a></p></li><li id="fn2"><p>Body 2.<a href="#fnref2">↩︎</a></p></li>'
        "</ol></section>"
    ),
    "marks and bodies that share a label": (
        "<p>One.<footnotemark>1</footnotemark> Two <footnotemark>2</footnotemark> three.</p>"
        '<footnote label="1"><p>1. Body 1.</p><p>More.</p></footnote><p>End.</p>'
        '<footnote label="2"><p>Body 2.</p></footnote>'
    ),
    "raised numbers and bare anchors in one paragraph": (
        '<p>One.<sup><a href="#a">1</a></sup> Two [<sup><a href="#b">2</a></sup>] three.<p>End.'
        '<p><a name="a"></a>1. Body 1.<br><br>More.<br><a name="b"></a>2. Body 2.</p>'
    ),
    "numbered references and bodies": (
        "<p>One.<footnote_reference>[1]</footnote_reference> Two "
        "<footnote_reference>[2]</footnote_reference> three.</p><p>End.</p>"
        "<footnote_body><footnote_number>1</footnote_number> Body 1.<p>More.</p></footnote_body>"
        "<footnote_body><footnote_number>2</footnote_number> Body 2.</footnote_body>"
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_linked_footnotes_are_lifted_to_the_end(shape: str) -> None:
    raw = f"<html><body>{SHAPES[shape]}</body></html>".encode()
    source = load(raw)
    assert source.text == "One. Two three.\n\nEnd.\n\nBody 1.\n\nMore.\n\nBody 2."
    assert notes(source) == [("1", "One.", "Body 1.\n\nMore."), ("2", "One. Two", "Body 2.")]
    standing(source, raw)


def test_labels_of_two_opinions_are_told_apart() -> None:
    raw = b"".join(
        b'<opinion type="%s"><p>%s text<footnotemark>1</footnotemark></p><footnote label="1">%s note'
        b"</footnote></opinion>" % (one, one, one)
        for one in (b"majority", b"dissent")
    )
    assert [note[2] for note in notes(load(raw))] == ["majority note", "dissent note"]


@pytest.mark.parametrize(
    "links",
    [
        '<a href="#part1">1</a><h2 id="part1">Part</h2>',  # a table of contents
        '<a class="footnote" href="#fn9">9</a>',  # leads nowhere
        '<a href="#fn1">see the long explanation that is given below</a><p id="fn1">x</p>',
        '<a href="#notes">Notes</a><div id="notes">x</div>',
    ],
)
def test_other_links_are_words(links: str) -> None:
    source = load(f"<p>Text {links}".encode())
    assert source.notes == ()
    assert source.text.startswith("Text ")
    assert source.text[5:9].strip() != ""


def test_a_heading_and_a_quotation_around_a_note() -> None:
    raw = (
        b'<h2>Facts<a href="#fn1">*</a></h2><blockquote>Quoted<a href="#fn2">2</a> words.'
        b"</blockquote><p id=fn1>Star.</p><p id=fn2>Two.</p><h2>Law</h2>"
    )
    source = load(raw)
    assert headings(source) == [("Facts", 2), ("Law", 2)]
    assert blocks(source) == ["Quoted words."]
    assert notes(source) == [("*", "Facts", "Star."), ("2", "acts\n\nQuoted", "Two.")]


def test_an_encoding_that_the_page_declares() -> None:
    raw = '<html><meta charset="iso-8859-2"><p>Łódź</p>'.encode("iso-8859-2")
    assert load(raw).text == "Łódź"


@pytest.mark.parametrize("page", ["<html><head><title>Only</title></head></html>", "<p>&nbsp;</p>"])
def test_a_page_without_words_is_refused(page: str) -> None:
    assert refused(page.encode()).sentence == "The document holds no text."


def test_more_tags_than_a_document_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TAGS", 100)
    fault = refused(b"<html>" + b"<p>x" * 100)
    assert fault.sentence == "The file holds more markup than any document has."


UNENDED = [
    "<", "<a ", "<!--", "<![CDATA[", "<!x", "<?x", "</", "</a", "<script>", "<title>", "<svg>",
    "<b x=\"'", "<a =", "&#", "&lt", "<pre>\n", "<div id=fn1><a href=#fn1>1</a>", "<blockquote>",
    "<table><td>", "<sup><a href=#x>1", "<a name=fn1>", "<footnotemark>1", "<footnote label=1>",
]  # fmt: skip


@pytest.mark.parametrize("piece", UNENDED)
def test_beginnings_without_end_take_time_in_proportion(piece: str) -> None:
    """Quadratic time would be a hundred seconds and more here."""
    source = load(("<html>words " + piece * (100_000 // len(piece))).encode())
    assert source.text.startswith("words")
