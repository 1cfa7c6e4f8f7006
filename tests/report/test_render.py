"""The renderers, on blocks: what each kind of block becomes, and what no text can do to a document."""

from __future__ import annotations

import io
import os
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prong.report.blocks import (
    Caption,
    Heading,
    Memo,
    Paragraph,
    Points,
    Sentence,
    Table,
    bold,
    italic,
    text,
)
from prong.report.render import setter
from prong.report.render.html import html
from prong.report.render.markdown import markdown
from tests.command import prong

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def said(*parts: object, mark: str | None = None) -> Sentence:
    words = text(*parts)  # type: ignore[arg-type]
    return Sentence(words, written=words, mark=mark)


def memo(*words: str) -> Memo:
    """A memorandum of one block of each kind, with some words in each of them."""
    hostile = " ".join(words) or "words"
    return Memo(
        Caption("A Court", "Roe v. Doe", "No. 1", "Memorandum", (("Prepared for", hostile),)),
        (
            Heading(1, f"Part {hostile}"),
            Paragraph((said("See ", italic("Roe v. Doe"), f", {hostile}."),), title="The first."),
            Heading(2, "A part of it"),
            Points(((said("One."),), (said(f"Two {hostile}.", mark="undisputed"),)), numbered=True),
            Points(((said("Another list begins at one."),),), numbered=True),
            Points(((said("A point."),),)),
            Table(
                f"A table {hostile}",
                ("Name", "Value"),
                (((said("a"),), (said(bold("b"), hostile),)), ((), (said("c"),))),
                widths=(1, 3),
            ),
        ),
        title="Memorandum: Roe v. Doe",
        subject="Qualified immunity",
        foot="Roe v. Doe, No. 1",
    )


def document(made: Memo) -> ElementTree.Element:
    data = setter("docx", figures=False)(made)
    assert isinstance(data, bytes)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return ElementTree.fromstring(parts.read("word/document.xml"))


def part(made: Memo, name: str) -> str:
    data = setter("docx", figures=False)(made)
    assert isinstance(data, bytes)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return parts.read(name).decode("utf-8")


def styles(root: ElementTree.Element) -> list[str]:
    return [style.get(f"{W}val", "") for style in root.iter(f"{W}pStyle")]


def test_word_has_headings_lists_and_a_title() -> None:
    found = styles(document(memo()))
    assert found.count("Heading1") == 1 and found.count("Heading2") == 1
    assert found.count("ListNumber") == 3 and found.count("ListBullet") == 1
    assert "Title" in found and "Caption" in found


def test_each_numbered_list_of_word_begins_at_one() -> None:
    root = document(memo())
    numbers = [n.get(f"{W}val") for p in root.iter(f"{W}p") for n in p.iter(f"{W}numId")]
    assert len(set(numbers)) == 2
    numbering = part(memo(), "word/numbering.xml")
    assert numbering.count("startOverride") == 2


def test_word_repeats_the_head_of_a_table_and_splits_no_row() -> None:
    root = document(memo())
    assert len(list(root.iter(f"{W}tblHeader"))) == 1
    assert len(list(root.iter(f"{W}cantSplit"))) == 2


def test_word_sets_case_names_in_italics() -> None:
    runs = [
        "".join(t.text or "" for t in run.iter(f"{W}t"))
        for run in document(memo()).iter(f"{W}r")
        if any(i.get(f"{W}val", "1") != "0" for i in run.iter(f"{W}i"))
    ]
    assert "Roe v. Doe" in runs


def test_word_counts_its_pages_and_says_what_it_is() -> None:
    assert "PAGE" in part(memo(), "word/footer1.xml") + part(memo(), "word/footer2.xml")
    core = part(memo(), "docProps/core.xml")
    assert "Memorandum: Roe v. Doe" in core and "en-US" in core and "python-docx" not in core


def test_a_pdf_is_tagged_and_says_what_it_is() -> None:
    from pypdfium2 import PdfDocument

    data = setter("pdf", figures=False)(memo())
    assert isinstance(data, bytes)
    opened = PdfDocument(data)
    assert opened.get_metadata_dict()["Title"] == "Memorandum: Roe v. Doe"
    assert b"/MarkInfo" in data and b"/Lang(en-US)" in data
    outline = [item.get_title() for item in opened.get_toc()]
    assert outline == ["Part words", "A part of it"]


def test_the_page_of_html_has_its_landmarks_and_heads() -> None:
    made = html(memo())
    for wanted in (
        '<html lang="en-US">', "<h1>Memorandum</h1>", "<main>", "<nav ", '<th scope="col">Name</th>',
        '<th scope="row">a</th>', "<i>Roe v. Doe</i>", "<ol>", "<ul>", "default-src 'none'",
    ):  # fmt: skip
        assert wanted in made
    assert "http" not in made.replace("http-equiv", "")  # nothing is fetched


def test_markdown_is_what_the_blocks_say() -> None:
    made = markdown(memo())
    assert "## Part words" in made and "*Roe v. Doe*" in made
    assert "1. One.\n2. Two words. \\[undisputed\\]" in made
    assert "| Name | Value |\n| --- | --- |" in made


HOSTILE = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40
) | st.sampled_from(
    [
        "<script>alert(1)</script>",
        '#import "x"',
        "${7*7}",
        "](javascript:x)",
        "]]>",
        "\x00\x0b",
        "#panic()",
    ]
)


@settings(max_examples=25, deadline=None)
@given(HOSTILE)
def test_no_words_break_a_document_or_become_a_command(words: str) -> None:
    made = memo(words)
    page = html(made)
    assert page.count("<script") == 0
    assert page.count("<table") == 1 and page.count("</table>") == 1
    document(made)  # parses
    data = setter("pdf", figures=False)(made)
    assert isinstance(data, bytes) and data.startswith(b"%PDF")
    assert not re.search(r"(?<!\\)\]\(", markdown(made))  # no link


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_a_binary_format_wants_a_file(kind: str) -> None:
    ran = prong("analyze", "martinez", "-f", kind)
    assert ran.status == 2 and f"-o FILE.{kind}" in ran.err and ran.out == ""


def test_who_reads_is_asked_only_of_a_memorandum() -> None:
    ran = prong("analyze", "martinez", "--for", "training")
    assert ran.status == 2 and "md, html, docx or pdf" in ran.err


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from prong.report import render

    monkeypatch.setattr(render, "find_spec", lambda name: None if name == "typst" else True)
    ran = prong("analyze", "martinez", "-o", tmp_path / "memo.pdf")
    assert ran.status == 2 and "pip install 'prong[report]'" in ran.err
    assert not (tmp_path / "memo.pdf").exists()


def test_the_text_answer_loads_nothing_heavy() -> None:
    import subprocess
    import sys

    script = (
        "import sys; from prong.cli import main\n"
        "sys.argv=['prong','analyze','martinez']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print([m for m in ('docx','typst','matplotlib','prong.report.memo') if m in sys.modules],"
        " file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == "[]"


def test_word_opens_in_a_word_processor(tmp_path: Path) -> None:
    """LibreOffice turns the document into a PDF with as many headings."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    import subprocess

    ran = prong("analyze", "martinez", "--figures", "none", "-o", tmp_path / "memo.docx")
    assert ran.status == 0
    subprocess.run(
        [office, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "memo.docx")],
        check=True, capture_output=True, env={**os.environ, "HOME": str(tmp_path)},
    )  # fmt: skip
    from pypdfium2 import PdfDocument

    pages = PdfDocument((tmp_path / "memo.pdf").read_bytes())
    assert "Memorandum on Qualified Immunity" in pages[0].get_textpage().get_text_range()


def test_a_reader_of_the_page_meets_no_barrier(tmp_path: Path, browser: Any) -> None:
    """axe finds nothing, and the page asks for nothing from anywhere."""
    from axe_playwright_python.sync_playwright import Axe

    ran = prong("analyze", "martinez", "-o", tmp_path / "memo.html")
    assert ran.status == 0
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.on("console", lambda m: said.append(m.text))
    page.goto((tmp_path / "memo.html").as_uri())
    found = Axe().run(page).response["violations"]
    context.close()
    assert [(v["id"], v["impact"]) for v in found] == []
    assert [u for u in asked if not u.startswith(("file:", "data:"))] == [] and said == []
