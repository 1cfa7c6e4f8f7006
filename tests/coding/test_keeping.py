"""Keeping the library true to its texts: verify, lint, validate, agreement and code, by their faces.

``texts`` holds one opinion written for these tests, with its index; ``law`` lays authorities over the
shipped library that are right and wrong about it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import pytest
import yaml

from prong.coding.verification import verify
from prong.law import lint
from prong.law.library import Library
from tests.command import prong

HERE = Path(__file__).parent
LAW = HERE / "law"
TEXTS = HERE / "texts"


def rows() -> list[dict[str, str]]:
    ran = prong("library", "verify", "--texts", str(TEXTS), "--library", str(LAW), "-f", "json")
    assert ran.status == 1
    found: list[dict[str, str]] = json.loads(ran.out)
    return found


def checked() -> dict[tuple[str, str, str | None], tuple[str, str | None]]:
    return {
        (row["authority"], row["what"], row.get("holding")): (row["verdict"], row.get("found"))
        for row in rows()
        if "statement" not in row
    }


ROE = "roe-v-alder"


def test_what_stands_in_the_text_verifies() -> None:
    found = checked()
    for what in ("citation", "court", "date", "docket", "name"):
        assert found[ROE, what, None][0] == "verified"
    assert found[ROE, "anchor", "told-of-report"][0] == "verified"
    assert found[ROE, "anchor", "in-a-note"][0] == "verified"


@pytest.mark.parametrize(
    ("holding", "said"), [("on-another-page", "on 102"), ("nowhere", "nowhere in the text")]
)
def test_an_anchor_that_is_not_where_it_is_pinned_is_wrong(holding: str, said: str) -> None:
    assert checked()[ROE, "anchor", holding] == ("wrong", said)


def test_the_pages_of_an_electronic_copy_count_from_one() -> None:
    found = checked()
    assert found["gum-v-holly", "anchor", "told-of-report"][0] == "verified"
    assert found["gum-v-holly", "anchor", "on-another-page"] == ("wrong", "on 2")
    assert found["gum-v-holly", "anchor", "as-told-here"][0] == "verified"


def test_an_identity_the_text_belies_is_wrong() -> None:
    found = checked()
    for what in ("citation", "date", "name"):
        assert found["elm-v-fir", what, None][0] == "wrong"
    assert found["elm-v-fir", "court", None][0] == "verified"


def test_a_text_that_is_not_there_is_said_so_and_is_no_fault() -> None:
    assert checked()["doe-v-birch", "anchor", "told-of-report"][0] == "not-held"


RULE = "doctrines/told-in-confidence, rule "
FORUM = "forums/caed, "


@pytest.mark.parametrize(
    ("statement", "what", "verdict", "found"),
    [
        (RULE + "on-its-page", "anchor", "verified", None),
        (RULE + "on-another-page", "anchor", "wrong", "on 101"),
        (RULE + "without-an-anchor", "anchor", "unanchored", None),
        (RULE + "as-another-opinion-states-it", "anchor", "verified", None),
        (RULE + "in-a-text-not-held", "anchor", "not-held", None),
        (RULE + "in-a-text-that-has-changed", "text", "wrong", None),
        (FORUM + "sources 1", "anchor", "verified", None),
        (FORUM + "burden 1", "anchor", "wrong", "on 102"),
    ],
)
def test_a_rule_or_a_forums_statement_must_stand_on_its_page(
    statement: str, what: str, verdict: str, found: str | None
) -> None:
    [row] = [r for r in rows() if r.get("statement") == statement and r["what"] == what]
    assert row["verdict"] == verdict
    assert found is None or row.get("found") == found


def test_the_answer_for_a_person_names_each_wrong_one() -> None:
    told = prong("library", "verify", "--texts", str(TEXTS), "--library", str(LAW)).out
    assert "roe-v-alder, nowhere: anchor found nowhere in the text" in " ".join(told.split())
    assert RULE + "on-another-page (roe-v-alder): anchor found on 101" in " ".join(told.split())
    assert "doctrines/told-in-confidence (rule without-an-anchor)" in " ".join(told.split())
    assert "No text held for" in told and "doe-v-birch" in told


def test_an_index_that_leads_out_of_its_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Roe v. Alder", encoding="utf-8")
    inner = tmp_path / "texts"
    inner.mkdir()
    (inner / "index.jsonl").write_text('{"file": "../secret.txt"}\n', encoding="utf-8")
    ran = prong("library", "verify", "--texts", str(inner))
    assert ran.status == 2 and "outside its folder" in ran.err


@pytest.mark.parametrize("line", ["not json", "[]", '{"name": "x"}', '{"file": 3}'])
def test_a_bad_line_of_an_index_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "index.jsonl").write_text(f"{line}\n", encoding="utf-8")
    ran = prong("library", "verify", "--texts", str(tmp_path))
    assert ran.status == 2 and "index.jsonl:1" in ran.err


def remarks() -> str:
    ran = prong("library", "lint", "--library", str(LAW))
    assert ran.status == 1
    return ran.out


@pytest.mark.parametrize(
    "said",
    [
        "Two holdings of one court contradict each other",
        "reporters-db knows no reporter of this name",
        "The day of decision and the volume disagree",
        "A statement coded from a text has a pin but no anchor there",
    ],
)
def test_lint_remarks_on(said: str) -> None:
    assert any(said in line and "coding/law" in line for line in remarks().splitlines())


def test_a_contradiction_names_both_holdings() -> None:
    assert (
        "doe-v-birch, told-of-report, for the officer; elm-v-fir, helped-and-told, for the plaintiff"
        in remarks()
    )


@pytest.mark.skipif(
    "PRONG_SHARED" not in os.environ, reason="PRONG_SHARED names no folder of texts"
)
def test_every_authority_coded_from_a_text_verifies() -> None:
    shared = Path(os.environ["PRONG_SHARED"])
    wrong = [
        check
        for check in verify(Library.load(), [shared / "data" / "opinions", shared])
        if check.verdict == "wrong" or (check.verdict == "not-held" and check.what == "text")
    ]
    assert wrong == []


def test_code_draws_up_a_skeleton_with_pins_and_anchors() -> None:
    made = prong("code", str(TEXTS / "roe-v-alder.txt"), "--citation", "900 F.3d 100").out
    for line in (
        "authority: Roe v. Alder",
        "citation: 900 F.3d 100",
        "court: ca9",
        "decided: 2011-03-03",
        '    pin: "102"',
        "    anchor: We hold that an officer who tells an abuser of",
    ):
        assert line in made.splitlines()


def test_a_skeleton_is_no_law_until_it_is_completed(tmp_path: Path) -> None:
    home = tmp_path / "authorities" / "ca9"
    home.mkdir(parents=True)
    prong("code", str(TEXTS / "roe-v-alder.txt"), "-o", str(home / "roe-v-alder.yaml"))
    ran = prong("library", "lint", "--library", str(tmp_path))
    assert ran.status == 2 and "TO COMPLETE" in ran.err


def test_the_schema_of_a_file_lists_the_words_of_a_library() -> None:
    """What editors complete from: the shipped authorities fit it, and a word unknown does not."""
    schema = json.loads(prong("library", "schema", "authority", "--words").out)
    shipped = Path(lint.__file__).parents[1] / "library" / "authorities" / "ca9"
    valid = jsonschema.Draft202012Validator(schema)
    loaded = yaml.load(
        (shipped / "martinez-v-city-of-clovis.yaml").read_text("utf-8"), yaml.BaseLoader
    )
    assert list(valid.iter_errors(loaded)) == []
    loaded["holdings"][0]["reason"].append("no-such-factor")
    assert list(valid.iter_errors(loaded))
