"""``prong check`` as people run it: the formats, the exit status, what the report says and never says."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from prong.base.store import Base
from prong.check import finding
from prong.report.check.words import ABOUT, kinds_said
from prong.report.schema import schema
from tests.command import prong

BRIEF = Path(__file__).parent / "briefs" / "orchid.txt"
SOUND = Path(__file__).parent / "briefs" / "sound.txt"
CASE = ("--forum", "ca9", "--incident-date", "2013-05-02")


def checked(plants: Base, *arguments: str, brief: Path = BRIEF) -> tuple[int, str, str]:
    done = prong("check", str(brief), "--base", plants.where, *arguments)
    return done.status, done.out, done.err


def test_a_brief_with_faults_ends_with_status_1_and_opens_with_them(plants: Base) -> None:
    status, out, _ = checked(plants, *CASE)
    assert status == 1
    first = out.index("TO FIX BEFORE FILING")
    assert out.index(" 1. Juniper v. Kail, 611 F.3d 22") > first
    assert "that page lies within Juniper v. Kale, 611 F.3d 20 (9th Cir. 2010)" in " ".join(
        out.split()
    )
    assert out.index("TO LOOK AT") < out.index("WHAT WAS VERIFIED") < out.index("EACH CITATION")


def test_a_sound_brief_ends_with_status_0(plants: Base) -> None:
    status, out, _ = checked(plants, *CASE, brief=SOUND)
    assert status == 0
    assert "Nothing was found wrong." in out


def test_what_is_not_covered_is_said_to_be_unverified_in_plain_words(plants: Base) -> None:
    _, out, _ = checked(plants)
    plain = " ".join(out.split())
    assert "Neither the base nor the law library covers 512 F.3d 88" in plain
    assert "unverified is not verified, and such a citation has to be pulled" in plain


@pytest.mark.parametrize("kind", ["text", "json", "html", "md"])
def test_no_format_calls_a_citation_names(plants: Base, kind: str) -> None:
    _, out, _ = checked(plants, *CASE, "--format", kind)
    assert "hallucinat" not in out.lower()
    assert "Juniper" in out


def test_the_json_keeps_its_schema_and_leads_back_to_both_sides(plants: Base) -> None:
    from jsonschema import Draft202012Validator

    _, out, _ = checked(plants, *CASE, "--format", "json")
    made = json.loads(out)
    Draft202012Validator(schema("check")).validate(made)
    assert made["schema"] == "prong/check/1" and made["wrong"] is True
    places = [
        made["rows"][p["row"]]["findings"][p["finding"]]
        for p in made["to_fix"]
        if p["row"] is not None
    ]
    assert [f["gravity"] for f in places] == sorted(f["gravity"] for f in places)
    (turned,) = [f for f in places if f["kind"] == "sense-turned"]
    assert turned["passages"][0]["words"] == "Malice is no part of the test"
    assert turned["passages"][0]["page"] == "998 F.3d at 413"
    text = BRIEF.read_text(encoding="utf-8")
    for row in made["rows"]:
        assert text[slice(*row["span"])].startswith(row["text"][:4])


def test_every_passage_stands_in_the_base_where_it_is_said_to(plants: Base) -> None:
    from prong.base import lookup

    _, out, _ = checked(plants, *CASE, "--format", "json")
    seen = 0
    for row in json.loads(out)["rows"]:
        for f in row["findings"]:
            for side in f["passages"]:
                if f["about"] in ("quotation", "place"):
                    text = lookup.text_of(plants, side["writing"])
                    assert text[side["start"] : side["end"]] == side["words"]
                    seen += 1
    assert seen > 3


def test_word_is_written_to_a_file(plants: Base, tmp_path: Path) -> None:
    from docx import Document

    target = tmp_path / "check.docx"
    status, out, _ = checked(plants, *CASE, "-o", str(target))
    assert (status, out) == (1, "")
    words = "\n".join(p.text for p in Document(str(target)).paragraphs)
    assert "To fix before filing" in words
    status, _, err = checked(plants, "--format", "docx")
    assert status == 2 and "-o FILE.docx" in err


def test_the_forum_needs_the_day_of_the_acts(plants: Base) -> None:
    status, _, err = checked(plants, "--forum", "ca9")
    assert status == 2 and "--forum alone" in err


def test_a_base_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = prong("check", str(BRIEF), "--base", str(tmp_path / "none.db"))
    assert done.status == 2 and "prong base init" in done.err


def test_every_kind_of_finding_has_its_sentence() -> None:
    """Every finding made anywhere in the room is one that the report can say."""
    made: set[tuple[str, str]] = set()
    abouts = set(ABOUT)
    for path in Path(finding.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding":
                about, _, kind = (getattr(arg, "value", None) for arg in node.args[:3])
                assert about in abouts, ast.unparse(node)
                if isinstance(kind, str):
                    made.add((about, kind))
    assert len(made) > 50
    assert made <= kinds_said()
