"""The commands, as a person runs them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.base.conftest import OPINIONS
from tests.command import prong


@pytest.fixture
def made(where: str) -> str:
    assert prong("base", "init", "--base", where).status == 0
    ran = prong("base", "add", OPINIONS, "--base", where)
    assert (ran.status, ran.out) == (0, "6 texts added, 0 held already, 0 not readable, 1 remark.\n")
    return where


def test_add_tells_what_does_not_agree(where: str) -> None:
    prong("base", "init", "--base", where)
    ran = prong("base", "add", OPINIONS, "--base", where)
    assert ran.err == "juniper-v-kale.txt: The index dates it 2010-07-07; the text 2010-07-06.\n"


def test_what_cannot_be_read_is_told_and_the_rest_added(where: str, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    prong("base", "init", "--base", where)
    ran = prong("base", "add", tmp_path / "empty.txt", OPINIONS, "--base", where)
    assert ran.status == 1
    assert "The file is empty." in ran.err
    assert ran.out.startswith("6 texts added, 0 held already, 1 not readable")


def test_info(made: str) -> None:
    out = prong("base", "info", "--base", made).out
    assert "5 decisions in 6 texts" in out
    assert "F.3d: 2 volumes, 611 to 998; 3 decisions; 13 pages known of the 15" in out
    volumes = prong("base", "info", "--volumes", "--base", made).out
    assert "998 F.3d: 2 decisions; pages 412-421" in volumes
    assert json.loads(prong("base", "info", "-f", "json", "--base", made).out)["opinions"] == 5


def test_a_card(made: str) -> None:
    out = prong("base", "show", "700 F.2d 100", "--base", made).out
    assert out.startswith(
        "Cedar v. Dogwood\nReported: 700 F.2d 100 to 105\nCourt: Court of Appeals for the Ninth Circuit\n"
    )
    assert "AGAINST IT, THE LATEST FIRST" in out
    assert out.index("abrogated by Alder v. Birch") < out.index("overruled in part")
    assert "“To that extent we overrule Cedar v. Dogwood, 700 F.2d 100.”" in out
    assert "Alder v. Birch, 998 F.3d 412 (ca9 2021): 4 times" in out
    assert "Not coded in the law library." in out


@pytest.mark.parametrize("asked", ["No. 22-1001", "Privet v. Quince", "22-1001"])
def test_a_card_by_docket_or_name(made: str, asked: str) -> None:
    assert prong("base", "show", asked, "--base", made).out.startswith("Privet v. Quince\n")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("998 F.3d 414", "No decision begins at 998 F.3d 414.\nThat page lies within Alder v. Birch"),
        ("801 F.3d 50", "2 decisions held cite it as Elm v. Fir, ca7, 2015."),
        ("1 F.4th 1", "1 F.4th 1 is not held, and the base does not cover that page."),
    ],
)
def test_a_citation_not_held(made: str, asked: str, expected: str) -> None:
    assert expected in prong("base", "show", asked, "--base", made).out


def test_a_card_shows_the_holdings_that_the_library_has_coded(
    where: str, tmp_path: Path
) -> None:
    opinion = tmp_path / "graham.txt"
    opinion.write_text(
        "Graham v. Connor, 490 U.S. 386 (1989)\n\nSUPREME COURT OF THE UNITED STATES\n\nInvented.\n"
    )
    prong("base", "init", "--base", where)
    prong("base", "add", opinion, "--base", where)
    out = prong("base", "show", "490 U.S. 386", "--base", where).out
    assert "IN THE LAW LIBRARY: graham-v-connor" in out


def test_a_name_not_held_has_its_nearest(made: str) -> None:
    ran = prong("base", "show", "Alder v. Brush", "--base", made)
    assert ran.status == 2
    assert "nearest: Alder v. Birch, 998 F.3d 412" in ran.err


def test_search(made: str) -> None:
    out = prong("base", "search", '"old orchid" before:2011', "--base", made).out
    assert out.startswith("1. Juniper v. Kale, 611 F.3d 20 (ca9 2010)\n   majority by Larch\n")
    assert "[old orchid]" in out
    assert out.endswith("1 text found.\n")
    hits = json.loads(prong("base", "search", "orchid", "-f", "json", "--base", made).out)["hits"]
    assert {hit["opinion"]["caption"] for hit in hits} == {"Alder v. Birch", "Juniper v. Kale"}


def test_a_filter_that_is_not_known(made: str) -> None:
    ran = prong("base", "search", "orchid cuort:ca9", "--base", made)
    assert (ran.status, "nearest: court" in ran.err) == (2, True)


def test_init_twice_keeps_everything(made: str) -> None:
    assert "up to date" in prong("base", "init", "--base", made).out
    assert "5 decisions" in prong("base", "info", "--base", made).out


def test_the_base_is_named_by_the_environment(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRONG_BASE", where)
    assert prong("base", "init").status == 0
    assert "0 decisions" in prong("base", "info").out


def test_a_changed_file_takes_the_place_of_what_it_gave(where: str, tmp_path: Path) -> None:
    prong("base", "init", "--base", where)
    file = tmp_path / "cedar.txt"
    text = (OPINIONS / "cedar-v-dogwood.txt").read_text()
    file.write_text(text)
    prong("base", "add", file, "--base", where)
    file.write_text(text.replace("plants", "ferns"))
    assert prong("base", "add", file, "--base", where).out.startswith("0 texts added, 1 changed")
    assert "1 text found" in prong("base", "search", "ferns", "--base", where).out
    assert "0 texts found" in prong("base", "search", "plants", "--base", where).out
    assert "1 decision in 1 text" in prong("base", "info", "--base", where).out


def test_a_card_tells_how_a_decision_is_described(where: str, tmp_path: Path) -> None:
    opinion = tmp_path / "sedge.txt"
    opinion.write_text(
        "Sedge v. Tansy, 999 F.3d 5 (9th Cir. 2022)\n\nSee Cedar v. Dogwood, 700 F.2d 100, 102 (9th Cir."
        " 1983) (holding that a gate may be locked at dusk).\n"
    )
    prong("base", "init", "--base", where)
    prong("base", "add", OPINIONS, opinion, "--base", where)
    out = prong("base", "show", "700 F.2d 100", "--base", where).out
    assert "DESCRIBED\n  holding that a gate may be locked at dusk (Sedge v. Tansy" in out


def test_other_commands_do_without_the_base(tmp_path: Path) -> None:
    """Deciding a case imports nothing of the extra, and does not need it."""
    script = (
        "import sys\n"
        "from prong.cli.app import run\n"
        "run(['analyze', 'martinez', '-o', sys.argv[1]])\n"
        "run(['library', 'list', 'courts'])\n"
        "print([m for m in sys.modules if m in ('sqlalchemy', 'alembic', 'rapidfuzz', 'psycopg')])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "answer.json")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.splitlines()[-1] == "[]"


def test_without_the_extra_the_sentence_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import importlib.util

    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *a: None if name == "alembic" else found(name, *a)
    )
    ran = prong("base", "init", "--base", tmp_path / "authorities.db")
    assert (ran.status, "pip install 'prong[base]'" in ran.err) == (2, True)
