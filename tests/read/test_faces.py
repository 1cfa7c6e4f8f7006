"""``prong read`` on the command line, and the same from Python: text, JSON with its schema, HTML."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest

from prong.read import read, read_text
from prong.read.contract import as_json, schema
from prong.read.page import html
from prong.read.text import text
from tests.command import prong

EXAMPLES = Path(__file__).parent / "examples"
OPINION = EXAMPLES / "slip-opinion.txt"


def test_the_text_is_a_table_of_authorities() -> None:
    told = prong("read", OPINION).out
    assert "MARIA ROWE v. CITY OF ALDEN; DALE PRICE" in told
    assert re.search(r"^Court of Appeals for the Ninth Circuit$", told, re.M)
    assert re.search(r"^  Larkin v\. Town of Mills, 401 F\.3d 100 \(2005\) \.+ ", told, re.M)
    assert "NOT CLEAR WHAT IS CITED" not in told


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.txt")), ids=lambda path: path.name)
def test_json_is_as_its_schema_says(path: Path) -> None:
    made = json.loads(json.dumps(as_json(read(path))))
    jsonschema.Draft202012Validator(schema()).validate(made)
    published = json.loads(prong("library", "schema", "reading").out)
    jsonschema.Draft202012Validator(published).validate(made)


def test_json_offsets_lead_back_to_the_file(tmp_path: Path) -> None:
    out = tmp_path / "opinion.json"
    assert prong("read", OPINION, "-o", out).status == 0
    made = json.loads(out.read_text(encoding="utf-8"))
    source = OPINION.read_text(encoding="utf-8")
    assert made["schema"] == "prong/reading/1"
    for row in [*made["citations"], *made["quotations"]]:
        start, end = row["span"]
        if row.get("footnote") is None and "said,”" not in row["text"]:  # that one holds two notes
            assert "".join(source[start:end].split()) == "".join(row["text"].split())
        assert made["text"][row["at"][0] : row["at"][1]] == row["text"]
    for note in made["footnotes"]:
        assert source.startswith(note["number"], note["marker"])


def test_standard_input_is_read() -> None:
    given = "See Hill v. Ivey, 9 F.4th 1, 3 (10th Cir. 2021)."
    command = [sys.executable, "-m", "prong", "read", "-", "--format", "json"]
    told = subprocess.run(command, input=given.encode(), capture_output=True, check=True)
    (citation,) = json.loads(told.stdout)["citations"]
    assert (citation["cite"], citation["pins"], citation["signal"]) == ("9 F.4th 1", ["3"], "see")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a":
            self.links.append(str(given["href"]))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.txt")), ids=lambda path: path.name)
def test_every_link_of_the_page_leads_somewhere(path: Path) -> None:
    page = _Page()
    page.feed(html(read(path)))
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)


def test_the_page_shows_a_document_and_runs_none_of_it() -> None:
    """A document is hostile input: what it holds is shown, never run."""
    made = html(
        read_text('<script>alert(1)</script> "><img src=x onerror=y> See A v. B, 1 U.S. 2 (1999).')
    )
    page = _Page()
    page.feed(made)
    assert "script" not in page.tags and "img" not in page.tags
    assert "<script>alert(1)</script>" in "".join(page.words)


def test_a_terminal_is_not_steered_by_a_document() -> None:
    assert "\x1b" not in text(read_text("See A\x1b[2J v. B, 1 U.S. 2 (1999). \x1b]0;x\x07"))


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    missing = prong("read", tmp_path / "none.pdf")
    assert missing.status == 2
    assert "none.pdf" in missing.err and "Traceback" not in missing.err
