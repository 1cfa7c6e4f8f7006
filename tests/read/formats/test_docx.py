"""Word files: the text as it reads with every change accepted, its notes, and what is refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from prong.read.formats import load, package
from tests.read.formats.written import blocks, docx, headings, notes, p, refused, w


def text(body: str) -> str:
    return load(docx(body)).text


def run(inner: str) -> str:
    return f"<w:p><w:r><w:t>a</w:t></w:r>{inner}<w:r><w:t>z</w:t></w:r></w:p>"


def r(words: str, before: str = "") -> str:
    """A run, with what stands in it before its words."""
    return f'<w:r>{before}<w:t xml:space="preserve">{words}</w:t></w:r>'


def cells(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


def box(*paragraphs: str) -> str:
    return f"<w:txbxContent>{''.join(map(p, paragraphs))}</w:txbxContent>"


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>TA \\l "x"</w:instrText>'
    '<w:fldChar w:fldCharType="separate"/><w:t>shown</w:t></w:r>'
)
SHAPE = (
    f"<w:r><mc:AlternateContent><mc:Choice>{box('Box', 'two')}</mc:Choice>"
    f"<mc:Fallback>{box('Box')}</mc:Fallback></mc:AlternateContent></w:r>"
)
TABLE = f"<w:tbl>{cells(p(''), p('b') + p('c'), p('d'))}{cells(p('e'))}</w:tbl>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p("One") + p("") + p("Two &amp; §"), "One\n\nTwo & §"),
        (run("<w:r><w:tab/><w:t>b</w:t><w:br/></w:r>"), "a\tb\nz"),
        (run('<w:r><w:br w:type="page"/></w:r>'), "a\n\nz"),
        (run("<w:r><w:noBreakHyphen/><w:softHyphen/></w:r>"), "a-z"),
        (run('<w:r><w:sym w:font="Times" w:char="F0A7"/></w:r>'), "a§z"),
        (run('<w:r><w:sym w:font="Wingdings" w:char="F0A7"/></w:r>'), "az"),
        (run(f"<w:hyperlink><w:smartTag>{r(' b ')}</w:smartTag></w:hyperlink>"), "a b z"),
        (run(f"<w:ins>{r('in')}</w:ins><w:del><w:delText>out</w:delText></w:del>"), "ainz"),
        (run(f"<w:moveFrom>{r('x')}</w:moveFrom><w:moveTo>{r('to')}</w:moveTo>"), "atoz"),
        (run(r("hidden", "<w:rPr><w:vanish/></w:rPr>")), "az"),
        (run(r("seen", '<w:rPr><w:vanish w:val="0"/></w:rPr>')), "aseenz"),
        (run(FIELD), "ashownz"),
        (p("One", "<w:tabs><w:tab/></w:tabs>"), "One"),
        (
            f"<w:sdt><w:sdtPr><w:t>no</w:t></w:sdtPr><w:sdtContent>{p('In')}</w:sdtContent></w:sdt>",
            "In",
        ),
        (p("Joi", "<w:rPr><w:del/></w:rPr>") + p("ned") + p("End"), "Joined\n\nEnd"),
        (p("T") + TABLE + p("X"), "T\n\nb\n\nc\td\n\ne\n\nX"),
        (run(SHAPE) + p("After"), "az\n\nBox\n\ntwo\n\nAfter"),
    ],
)
def test_words_as_they_read(body: str, expected: str) -> None:
    assert text(body) == expected


def style(id: str, name: str, rests_on: str = "", properties: str = "") -> str:
    based = f'<w:basedOn w:val="{rests_on}"/>' if rests_on else ""
    return (
        f'<w:style w:styleId="{id}"><w:name w:val="{name}"/>{based}'
        f"<w:pPr>{properties}</w:pPr></w:style>"
    )


STYLES = w(
    "styles",
    style("Ttl1", "heading 1", properties='<w:outlineLvl w:val="0"/>')
    + style("Own", "Mine", "Ttl1")
    + style("TOC", "TOC Heading", "Ttl1", '<w:outlineLvl w:val="9"/>')
    + style("BT", "Block Text")
    + style("In", "Inset", properties='<w:ind w:left="720" w:right="720"/>')
    + style("L1", "a", "L2")
    + style("L2", "b", "L1"),
)


def styled(style: str, words: str, more: str = "") -> str:
    return p(words, f'<w:pStyle w:val="{style}"/>{more}')


def test_headings_and_block_quotations() -> None:
    source = load(
        docx(
            styled("Ttl1", "Argument") + styled("Own", "Mine") + styled("TOC", "Contents")
            + styled("Heading3", "By id") + p("Level", '<w:outlineLvl w:val="1"/>')
            + styled("BT", "Quoted.") + styled("In", "Inset.") + p("Plain.")
            + p("Own.", '<w:ind w:start="400" w:end="360"/>')
            + styled("In", "Not.", '<w:ind w:left="720" w:right="0"/>') + styled("L1", "Round."),
            {"word/styles.xml": STYLES},
        )
    )  # fmt: skip
    assert headings(source) == [("Argument", 1), ("Mine", 1), ("By id", 3), ("Level", 2)]
    assert blocks(source) == ["Quoted.\n\nInset.", "Own."]


def note(kind: str, id: int, words: str, type: str = "") -> str:
    kept = f' w:type="{type}"' if type else ""
    ref = "<w:r><w:footnoteRef/></w:r>"
    return f'<w:{kind} w:id="{id}"{kept}><w:p>{ref}<w:r><w:t> {words}</w:t></w:r></w:p></w:{kind}>'


def call(kind: str, id: int, mark: str = "") -> str:
    custom = ' w:customMarkFollows="1"' if mark else ""
    return f'<w:r><w:{kind}Reference{custom} w:id="{id}"/><w:t>{mark}</w:t></w:r>'


def test_notes_in_the_order_in_which_they_are_called() -> None:
    source = load(
        docx(
            run(call("footnote", 7)) + run(call("footnote", 3, "*")) + run(call("endnote", 2))
            + run(call("footnote", 5)),
            {
                "word/footnotes.xml": w(
                    "footnotes",
                    note("footnote", 0, "", "separator") + note("footnote", 3, "* Star.")
                    + note("footnote", 5, "Five.") + note("footnote", 7, "Seven.")
                    + note("footnote", 9, "Never called."),
                ),
                "word/endnotes.xml": w("endnotes", note("endnote", 2, "End.")),
            },
        )
    )  # fmt: skip
    assert source.text == "az\n\naz\n\naz\n\naz\n\nSeven.\n\nStar.\n\nEnd.\n\nFive."
    assert notes(source) == [
        ("1", "a", "Seven."),
        ("*", "az\n\na", "Star."),
        ("i", "az\n\naz\n\na", "End."),
        ("2", "z\n\naz\n\naz\n\na", "Five."),
    ]


def test_a_file_that_a_library_wrote() -> None:
    word = pytest.importorskip("docx", reason="python-docx is not installed")
    made = word.Document()
    made.add_heading("Argument", 1)
    paragraph = made.add_paragraph("Officers are ")
    paragraph.add_run("immune").bold = True
    paragraph.add_run(".")
    made.add_paragraph("A quotation.", style="Quote")
    made.add_table(rows=1, cols=2).cell(0, 1).text = "cell"
    stream = io.BytesIO()
    made.save(stream)
    source = load(stream.getvalue())
    assert source.text == "Argument\n\nOfficers are immune.\n\nA quotation.\n\ncell"
    assert headings(source) == [("Argument", 1)]
    assert blocks(source) == ["A quotation."]


def test_the_document_may_have_another_name() -> None:
    rels = (
        '<Relationships><Relationship Type="http://x/officeDocument" Target="word/document2.xml"/>'
        "</Relationships>"
    )
    assert load(docx(p("x"), {"_rels/.rels": rels}, "word/document2.xml")).text == "x"


def archive(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def bent(flag: int = 0, method: int = 8) -> bytes:
    """A Word file whose lists of parts say that they are locked, or packed in another way."""
    raw = bytearray(docx(p("x")))
    for start, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = raw.find(start) + at
        raw[place] |= flag
        raw[place + 2] = method
    return bytes(raw)


ENTITIES = f'<!DOCTYPE x [<!ENTITY a "&b;">]>{w("document", "&a;")}'
BOMB = "<w:p><w:r><w:t>" + "x" * 30_000_000 + "</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
         "This is a Word file of the old kind (.doc), or one with a password. Open it in a word "
         "processor and save it as DOCX without a password."),
        (archive(content__xml=b"<x/>"),
         "This is a ZIP archive, but not a Word file. Save the document as DOCX and give that."),
        (docx(p("x"))[:200],
         "The file is damaged: it begins as a DOCX, but its list of parts is broken."),
        (archive(word__document__xml=b"x", **{"word/document.xml": b"<a><b></a>"}),
         "The file is damaged: its part word/document.xml is not well-formed XML at line 1."),
        (docx("", {"word/document.xml": ENTITIES}),
         "The file declares XML entities, which no word processor writes."),
        (docx("<w:r>" * 1000 + "</w:r>" * 1000),
         "The file holds elements within elements, deeper than any word processor writes them."),
        (docx(BOMB),
         "The file unfolds into far more than its size; no word processor makes such a file."),
        (bent(flag=1), "The file has a password. Save it without one."),
        (bent(method=12), "The file is packed in a way that no word processor uses."),
        (docx(""), "The document holds no text."),
    ],
    ids=["doc", "zip", "cut short", "no XML", "entities", "depth", "bomb", "locked", "method", "empty"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(raw: bytes, sentence: str) -> None:
    fault = refused(raw, "brief.docx")
    assert (fault.sentence, fault.place.file) == (sentence, "brief.docx")


def test_more_parts_than_a_word_file_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "_ENTRIES", 2)
    raw = docx(p("x"), {"a": "", "b": ""})
    assert refused(raw).sentence == "The file holds more parts than any Word file has."


def test_all_parts_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "_UNFOLDED", 1000)
    fault = refused(docx(p("x" * 2000)))
    assert fault.sentence.startswith("The file unfolds into far more than its size")


def test_a_part_that_is_damaged() -> None:
    raw = bytearray(docx(p("x" * 100)))
    raw[60] ^= 0xFF
    assert refused(bytes(raw)).sentence in (
        "The file is damaged: its part word/document.xml cannot be unpacked.",
        "The file is damaged: its part word/document.xml is not well-formed XML at line 1.",
    )
