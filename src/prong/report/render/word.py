"""A memorandum as a Word document: real headings and lists, tables with heads that repeat, page
numbers, and the properties of the file."""

from __future__ import annotations

import io
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor
from docx.table import _Cell

from prong.report.blocks import (
    Block,
    Caption,
    Heading,
    Memo,
    Paragraph,
    Picture,
    Points,
    Run,
    Sentences,
    Table,
    sound,
)

FONT = "Century Schoolbook"
DPI = 200  # of the figures: sharp in print at this width, and small
WIDTH = 6.5  # inches between the margins of a letter page
CELL = "Table Text"
_SIZES = {1: 14, 2: 12.5, 3: 12, 4: 12}


def word(memo: Memo) -> bytes:
    """The document."""
    document = Document()
    _properties(document, memo)
    _styles(document, memo.language)
    _substitute(document)
    _page(document, memo)
    _caption(document, memo.caption)
    for block in memo.blocks:
        _block(document, block)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _properties(document: Any, memo: Memo) -> None:
    """The properties of the file; nothing of whoever made it, nor when."""
    core = document.core_properties
    core.title, core.subject, core.language = sound(memo.title), memo.subject, memo.language
    core.author, core.comments, core.keywords = "", "", ""
    core.last_modified_by = ""


def _styles(document: Any, language: str) -> None:
    normal = document.styles["Normal"]
    _font(normal, 12)
    normal.paragraph_format.space_after = Pt(8)
    normal.paragraph_format.line_spacing = 1.15
    normal.paragraph_format.widow_control = True
    lang = OxmlElement("w:lang")
    lang.set(qn("w:val"), language)
    normal.element.get_or_add_rPr().append(lang)
    for level, size in _SIZES.items():
        style = document.styles[f"Heading {level}"]
        _font(style, size)
        style.font.bold, style.font.italic = level < 4, level >= 3
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before = Pt(18 if level == 1 else 12)
        style.paragraph_format.space_after = Pt(6)
        style.paragraph_format.keep_with_next = True
    title = document.styles["Title"]
    _font(title, 16)
    title.font.bold, title.font.color.rgb = True, RGBColor(0, 0, 0)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(14), Pt(10)
    borders = title.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:
        title.element.pPr.remove(borders)
    label = document.styles["Caption"]
    _font(label, 10)
    label.font.bold, label.font.italic = True, False
    label.font.color.rgb = RGBColor(0, 0, 0)
    label.paragraph_format.keep_with_next = True
    label.paragraph_format.space_before, label.paragraph_format.space_after = Pt(8), Pt(4)
    cell = document.styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = normal
    cell.font.size = Pt(9)
    cell.paragraph_format.space_after, cell.paragraph_format.line_spacing = Pt(1), 1.0
    for name in ("List Number", "List Bullet"):
        _font(document.styles[name], 12)
        document.styles[name].paragraph_format.space_after = Pt(4)


def _font(style: Any, size: float) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    for theme in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _substitute(document: Any) -> None:
    """Names the face to take where the document's own is not there: another with serifs."""
    for part in document.part.package.iter_parts():
        if str(part.partname).endswith("fontTable.xml"):
            entry = (
                f'<w:font w:name="{FONT}"><w:altName w:val="Times New Roman"/>'
                '<w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>'
            )
            part._blob = part.blob.replace(b"</w:fonts>", entry.encode())


def _page(document: Any, memo: Memo) -> None:
    section = document.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Inches(1))
    section.different_first_page_header_footer = True
    head = section.header.paragraphs[0]
    head.text, head.alignment = sound(memo.foot), WD_ALIGN_PARAGRAPH.RIGHT
    head.runs[0].italic, head.runs[0].font.size = True, Pt(9.5)
    for footer in (section.footer, section.first_page_footer):
        foot = footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _field(foot, "PAGE")


def _field(paragraph: Any, code: str) -> None:
    """A field such as the number of the page."""
    run = paragraph.add_run()
    for kind, text in (("begin", None), (None, code), ("end", None)):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        run._r.append(mark)


def _caption(document: Any, caption: Caption) -> None:
    for text, italic, size in (
        (caption.court, False, 12), (caption.case, True, 13), (caption.number, False, 12),
    ):  # fmt: skip
        if text:
            line = document.add_paragraph()
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            line.paragraph_format.space_after = Pt(3)
            run = line.add_run(sound(text))
            run.italic, run.font.size = italic, Pt(size)
            run.font.small_caps = text is caption.court
    document.add_paragraph(sound(caption.title), style="Title")
    for name, value in caption.lines:
        line = document.add_paragraph()
        line.paragraph_format.space_after = Pt(2)
        line.paragraph_format.tab_stops.add_tab_stop(Inches(1.9))
        line.paragraph_format.left_indent = Inches(1.9)
        line.paragraph_format.first_line_indent = Inches(-1.9)
        line.add_run(f"{sound(name)}:\t").bold = True
        line.add_run(sound(value))
    rule = document.add_paragraph()
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "8"), ("space", "1"), ("color", "000000")):
        bottom.set(qn(f"w:{key}"), value)
    borders.append(bottom)
    rule._p.get_or_add_pPr().append(borders)


def _block(document: Any, block: Block) -> None:
    match block:
        case Heading():
            document.add_heading(sound(block.words), min(block.level, 4))
        case Paragraph():
            line = document.add_paragraph()
            if block.title:
                line.add_run(f"{sound(block.title)} ").bold = True
            _sentences(line, block.sentences)
            line.paragraph_format.keep_with_next = line.text.endswith(":") or None
        case Points():
            _points(document, block)
        case Table():
            _table(document, block)
        case Picture():
            _picture(document, block)


def _points(document: Any, points: Points) -> None:
    style = "List Number" if points.numbered else "List Bullet"
    numbering = _restarted(document) if points.numbered else None
    for item in points.items:
        line = document.add_paragraph(style=style)
        line.paragraph_format.left_indent = Inches(0.4)
        line.paragraph_format.first_line_indent = Inches(-0.4)
        line.paragraph_format.tab_stops.add_tab_stop(Inches(0.4))
        if numbering is not None:
            properties = line._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = numbering
        _sentences(line, item)


def _restarted(document: Any) -> int:
    """A numbering that begins again at one."""
    numbering = document.part.numbering_part.element
    base = document.styles["List Number"].element.pPr.numPr.numId.val
    abstract = numbering.num_having_numId(base).abstractNumId.val
    number = numbering.add_num(abstract)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(number.numId)


def _table(document: Any, table: Table) -> None:
    document.add_paragraph(sound(table.title), style="Caption")
    made = document.add_table(rows=1, cols=len(table.head), style="Table Grid")
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    total = sum(table.widths) or len(table.head)
    shares = table.widths or (1,) * len(table.head)
    widths = [Inches(WIDTH * share / total) for share in shares]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    style = document.styles[CELL].style_id  # looked up once: by name it costs more than the cell
    head = made.rows[0]
    for cell, name, width in zip(_cells(made, head), table.head, widths, strict=True):
        cell.width = width
        line = cell.paragraphs[0]
        line._p.style = style
        line.add_run(sound(name)).bold = True
        _shade(cell)
    _row_property(head, "w:tblHeader")
    for row in table.rows:
        added = made.add_row()
        _row_property(added, "w:cantSplit")
        for cell, said, width in zip(_cells(made, added), row, widths, strict=True):
            cell.width = width
            line = cell.paragraphs[0]
            line._p.style = style
            _sentences(line, said)
    after = document.add_paragraph()
    after.paragraph_format.space_after = Pt(4)


def _cells(table: Any, row: Any) -> list[Any]:
    """The cells of a row in which none is merged: asking the row for them costs more than the rest."""
    return [_Cell(tc, table) for tc in row._tr.tc_lst]


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", "EDEBE6")):
        shade.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _row_property(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _picture(document: Any, picture: Picture) -> None:
    document.add_picture(io.BytesIO(_image(picture)), width=Inches(WIDTH))
    line = document.paragraphs[-1]
    line.paragraph_format.keep_with_next = True
    properties = line._p.find(f".//{qn('wp:docPr')}")
    properties.set("descr", sound(picture.alt))
    properties.set("name", sound(picture.name))
    label = document.add_paragraph(style="Caption")
    label.paragraph_format.keep_with_next = False
    _sentences(label, picture.caption)


def _image(picture: Picture) -> bytes:
    """The figure as an image: drawn once as lines and letters, which is quicker, and then in dots."""
    import typst

    from prong.report.figures import draw

    page = (
        f'#set page(width: {WIDTH}in, height: auto, margin: 0pt)\n#image("figure.svg", width: 100%)'
    )
    files = {"main.typ": page.encode(), "figure.svg": draw(picture.spec, "svg")}
    # Its annotations do not name the files in memory that it takes.
    how: dict[str, Any] = {"ignore_system_fonts": True}
    made = typst.compile(files, format="png", ppi=DPI, **how)
    assert isinstance(made, bytes)
    return made


def _sentences(line: Any, sentences: Sentences) -> None:
    for number, sentence in enumerate(sentences):
        if number:
            line.add_run(" ")
        _runs(line, sentence.written)
        if sentence.mark:
            run = line.add_run(f" [{sound(sentence.mark)}]")
            run.font.color.rgb = RGBColor(0x45, 0x45, 0x45)


def _runs(line: Any, runs: Iterable[Run]) -> None:
    """Words in as few runs as their italics and weight need."""
    for (is_italic, is_bold), alike in groupby(runs, key=lambda run: (run.italic, run.bold)):
        made = line.add_run(sound("".join(run.text for run in alike)))
        if is_italic:
            made.italic = True
        if is_bold:
            made.bold = True
