"""`prong casebase`: every command on tables, files of factors and the library, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from prong.decide.constraint import CaseBase
from prong.decide.factorfile import shipped
from prong.law.library import Library
from tests.command import Ran, prong

COMMANDS = ("consistency", "leave-one-out", "landmarks")
TABLE = "recidivism"
DERIVED = ("--derive", "correlation")


def done(*arguments: str | Path) -> Ran:
    ran = prong("casebase", *arguments)
    assert (ran.status, ran.err) == (0, "")
    return ran


def answer(*arguments: str | Path) -> Any:
    found = json.loads(done(*arguments, "--format", "json").out)
    jsonschema.validate(found, json.loads(prong("library", "schema", "casebase").out))
    assert found["schema"] == "prong/casebase/1"
    return found


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_tells_what_its_json_holds(command: str) -> None:
    """The text has the counts of the JSON, and the direction of every column."""
    told = done(command, TABLE, *DERIVED).out
    found = answer(command, TABLE, *DERIVED)
    assert "recidivism: 240 cases (1: 139, 0: 101), result model." in told
    for column in found["base"]["columns"]:
        assert column["direction"] in told
    if command == "consistency":
        assert f"{100 * found['consistency']:.1f} %" in told
        assert f"{found['consistent_cases']} of 240 cases conflict with no other" in told
        assert len(found["pairs"]) == found["conflicts"]
    if command == "landmarks":
        assert f"{found['landmarks']['count']} landmarks" in told
    if command == "leave-one-out":
        assert sum(found["verdicts"].values()) == len(found["cases"]) == 240


def test_consistency_checks_only_when_asked_to() -> None:
    assert prong("casebase", "consistency", "priority-cycle").status == 0
    assert prong("casebase", "consistency", "priority-cycle", "--check").status == 1
    assert prong("casebase", "consistency", "long-cycle", "--check").status == 0


def test_a_longer_circle_of_priorities_is_told() -> None:
    told = done("consistency", "long-cycle").out
    assert "Priorities in a circle: c1, c2, c3, c4." in told


def test_facts_by_the_command_by_the_file_and_by_a_table(tmp_path: Path) -> None:
    facts = {"Age": 20, "DaysInJail": 9, "DaysInCustody": 0, "Priors": 7,
             "Sex": "Male", "ChargeDegree": "F"}  # fmt: skip
    said = [f"{word}={value}" for word, value in facts.items()]
    by_command = answer("forces", TABLE, *DERIVED, "--facts", *said)["asked"]
    situations = tmp_path / "asked.csv"
    situations.write_text(
        ",".join(facts) + "\n" + ",".join(map(str, facts.values())) + "\n", encoding="utf-8"
    )
    by_table = answer("forces", TABLE, *DERIVED, "--from", situations)["asked"]
    assert [one["issues"] for one in by_command] == [one["issues"] for one in by_table]
    assert by_command[0]["issues"][0]["result"] == "forced"
    assert by_table[0]["name"] == "row 1"
    assert [one["name"] for one in answer("forces", "priority-cycle")["asked"]] == [
        "both",
        "beyond-c2",
    ]
    alone = answer("forces", "priority-cycle", "--facts", "p2", "d2")["asked"][0]
    assert alone["issues"][0]["outcome"] == "pi"
    assert "forced for pi by c3" in done("forces", "priority-cycle", "--facts", "p2", "d2").out


def test_the_case_is_decided_differently_before_and_after_the_overruling() -> None:
    """The shipped timeline: the same bag, the day of the overruling decision and the day after."""
    facts = ("--facts", "no-warrant", "closed-container", "in-vehicle", "cause-for-container")

    def on(*options: str) -> str:
        found = answer("forces", "container-searches", *facts, *options)["asked"][0]
        return str(found["issues"][0]["outcome"])

    assert on("--as-of", "1978-06-12") == "None"
    assert on("--as-of", "1978-06-13") == "unlawful"
    assert on("--as-of", "1990-05-28") == "unlawful"
    assert on("--as-of", "1990-05-29") == "lawful"
    assert on() == "lawful"


def test_a_base_is_built_once_and_asked_again(tmp_path: Path) -> None:
    kept = tmp_path / "recidivism.casebase"
    told = prong("casebase", "build", TABLE, *DERIVED, "-o", kept)
    assert told.out == f"{kept}: 240 cases, 6 columns.\n"
    for command in COMMANDS:
        one, two = answer(command, TABLE, *DERIVED), answer(command, kept)
        one["base"].pop("file"), two["base"].pop("file")
        assert one == two


def test_directions_from_a_file(tmp_path: Path) -> None:
    """A file of directions, of which one is said otherwise by the command."""
    said = {"Age": "descending", "DaysInJail": "ascending", "DaysInCustody": "ascending",
            "Priors": "ascending", "Sex": "Female<Male", "ChargeDegree": ["M", "F"]}  # fmt: skip
    path = tmp_path / "directions.yaml"
    path.write_text(yaml.safe_dump(said), encoding="utf-8")
    found = answer("consistency", TABLE, "--directions", path, "--direction", "DaysInJail=ignore")
    columns = {c["column"]: (c["direction"], c["method"]) for c in found["base"]["columns"]}
    assert columns["Sex"] == ("Female < Male", "declared")
    assert columns["ChargeDegree"] == ("M < F", "declared")
    assert "DaysInJail" not in columns


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_a_plot_is_drawn_the_same_twice(command: str, kind: str, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    pictures = []
    for n in (1, 2):
        path = tmp_path / f"{n}.{kind}"
        done(command, "admissions", *DERIVED, "--plot", path)
        pictures.append(path.read_bytes())
    assert pictures[0] == pictures[1]
    assert pictures[0].startswith({"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}[kind])


def test_the_library_is_a_case_base_too() -> None:
    """Its holdings on a doctrine, with their scope; a known one forces its own facts."""
    doctrine = "state-created-danger"
    found = answer("leave-one-out", f"library:{doctrine}")
    assert found["base"]["cases"] == len(found["cases"]) > 0
    base = CaseBase.from_library(Library.load(), doctrine)
    p = next(base.chosen(base.current))
    facts = [f"{word}={m}" for word, m in (p.own | p.met).items()]
    scope = [x for term in sorted(p.scope) for x in ("--scope", term)]
    asked = answer("forces", f"library:{doctrine}", "--facts", *facts, *scope)["asked"][0]
    forcing = [by["case"] for issue in asked["issues"] for by in issue["by"]]
    assert p.authority in forcing


REFUSED = {
    "no such file": (("consistency", "nothing.csv"), "There is no such file."),
    "no direction": (("consistency", TABLE), "Which outcome a column favours is not said."),
    "no facts": (("forces", TABLE, *DERIVED), "No facts are given to ask about."),
    "an unknown fact": (("forces", "priority-cycle", "--facts", "p9"), "found: p9"),
    "a table by reasons": (
        ("consistency", TABLE, *DERIVED, "--model", "reason"), "A table has no reasons",
    ),
    "a plot of another kind": (
        ("consistency", TABLE, *DERIVED, "--plot", "x.gif"), "A plot cannot be written",
    ),
    "half a direction": (("consistency", TABLE, "--direction", "Age"), "A direction is a column, ="),
    "no such doctrine": (("consistency", "library:state-created-dangr"), "nearest: state-created-danger"),
    "keeping a file of factors": (
        ("build", "priority-cycle", "-o", "x.casebase"), "Only a case base made from a table",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_told_in_a_sentence(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments, sentence = REFUSED[name]
    ran = prong("casebase", *arguments)
    assert ran.status == 2
    assert ran.out == ""
    assert sentence in ran.err
    assert [*tmp_path.iterdir()] == []


FAULTS = {
    "outcomes": ("outcomes: [pi, delta]", "outcomes: [pi]", ":5: outcomes: A case base has two"),
    "factor": ("facts: [p1, d1]", "facts: [p1, d7]", "Nothing defines this factor"),
    "reason": ("reason: [p1]", "reason: [d1]", "A factor of the reason favours the other outcome"),
    "magnitude": ("p2: {for: pi}", "p2: {for: pi, most: 0}", "at least 1"),
    "outcome": ("d1: {for: delta}", "d1: {for: dleta}", "nearest: delta"),
    "parent": ("d1: {for: delta}", "d1: {for: delta, parents: p1}", "favour different outcomes"),
    "cycle": ("p1: {for: pi}", "p1: {for: pi, parents: p1}", "among its own ancestors"),
    "field": ("source:", "sources:", "There is no such field here."),
    "overruled": ("c1: {for: pi,", "c1: {for: pi, overruled: 1990,", "needs the day"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_file_of_factors_at_fault_is_refused_with_its_line(name: str, tmp_path: Path) -> None:
    right, wrong, sentence = FAULTS[name]
    text = shipped()["priority-cycle"].read_text(encoding="utf-8")
    assert right in text
    path = tmp_path / "base.yaml"
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    ran = prong("casebase", "consistency", path)
    assert ran.status == 2
    assert sentence in ran.err
    assert str(path) in ran.err


def test_the_shipped_files_of_factors_are_as_their_schema_says() -> None:
    schema = json.loads(prong("library", "schema", "factor-base").out)
    for path in shipped().values():
        if path.suffix == ".yaml":
            jsonschema.validate(yaml.load(path.read_text("utf-8"), yaml.BaseLoader), schema)
