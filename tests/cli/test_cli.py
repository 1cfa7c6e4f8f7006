"""The command line: every command and format on the shipped example, and what each refuses."""

from __future__ import annotations

import contextlib
import json
import os
import re
import struct
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from prong.dates import Day
from prong.files import parse_yaml
from prong.law.library import Library
from prong.report.library import entry
from prong.report.phrases import ESTABLISHED, IMMUNITY, STATUS, VIOLATION
from tests.command import Ran, prong, prong_apart

ROOT = Path(__file__).parents[2]
BAD = ROOT / "tests" / "bad_input"

EXAMPLE = "martinez"
OFFICER = "hershberger"

#: Every command that answers about a case, as it is said of the shipped example.
ANSWERS = {
    "analyze": ["analyze", EXAMPLE],
    "why": ["why", EXAMPLE, OFFICER],
    "compare": ["compare", EXAMPLE, OFFICER, "Kennedy"],
    "map": ["map", EXAMPLE, OFFICER],
}
LISTS = ["authorities", "doctrines", "factors", "scopes", "forums", "courts", "examples"]
SCHEMAS = ["case", "authority", "doctrine", "adoption", "factors", "forum", "courts", "procedure",
           "retractions", "analysis"]  # fmt: skip


@cache
def done(*arguments: str) -> Ran:
    """A command that is expected to succeed, run once."""
    ran = prong(*arguments)
    assert (ran.status, ran.err) == (0, "")
    return ran


@cache
def analysis(*arguments: str) -> Any:
    return json.loads(done("analyze", EXAMPLE, "--format", "json", *arguments).out)


def usage_error(ran: Ran) -> str:
    assert ran.status == 2
    assert ran.out == ""
    assert ran.err.startswith("usage: ")
    return ran.err.splitlines()[-1]


def schema(of: str) -> Any:
    return json.loads(done("library", "schema", of).out)


# Every command and format


@pytest.mark.parametrize("command", ANSWERS)
@pytest.mark.parametrize("format", ["text", "json", "md"])
def test_every_command_answers_in_every_format_it_offers(command: str, format: str) -> None:
    ran = prong(*ANSWERS[command], "--format", format)
    if ran.status == 2:  # not offered, and its help does not say that it is
        assert f"invalid choice: '{format}'" in usage_error(ran)
        assert format not in re.findall(r"\w+", done(command, "--help").out.split("--format")[1])
        return
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.endswith("\n")
    assert not ran.out.endswith("\n\n")
    if format == "json":
        json.loads(ran.out)
    else:
        assert "Hershberger" in ran.out
        assert not re.search(r"[ \t]+$", ran.out, re.MULTILINE)


@pytest.mark.parametrize("command", ANSWERS)
def test_text_is_what_is_given_without_a_format(command: str) -> None:
    assert done(*ANSWERS[command]) == done(*ANSWERS[command], "--format", "text")


@pytest.mark.parametrize("command", ANSWERS)
def test_no_line_is_wider_than_a_page(command: str) -> None:
    for line in done(*ANSWERS[command]).out.splitlines():
        assert len(line) <= 100, line


@pytest.mark.parametrize("command", ANSWERS)
def test_a_terminal_is_filled_and_not_overrun(command: str) -> None:
    pty, fcntl, termios = map(pytest.importorskip, ("pty", "fcntl", "termios"))
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 84, 0, 0))
    with subprocess.Popen([sys.executable, "-m", "prong", *ANSWERS[command]], stdout=theirs) as run:
        os.close(theirs)
        told = b""
        with contextlib.suppress(OSError):  # how a terminal says that the other side has closed
            while part := os.read(ours, 65536):
                told += part
    os.close(ours)
    assert run.returncode == 0
    assert max(len(line) for line in told.decode().splitlines()) in range(70, 85)


def test_the_same_question_has_the_same_answer() -> None:
    for command in ANSWERS.values():
        assert prong(*command) == done(*command)


def test_a_process_of_its_own_says_the_same() -> None:
    assert prong_apart("analyze", EXAMPLE).out == done("analyze", EXAMPLE).out


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_pipe_of_another_encoding_ends_no_answer_in_a_traceback(encoding: str) -> None:
    """On Windows a pipe is cp1252, which has no rule for the chart; elsewhere a locale may be C."""
    ran = subprocess.run(
        [sys.executable, "-m", "prong", *ANSWERS["map"]],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "prong", "library", "list", "courts"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.close()
        assert run.stderr.read() == b""


# Help


COMMANDS = {
    (): ["analyze", "why", "compare", "map", "publish", "library", "Exit status"],
    ("analyze",): ["CASE", "--forum", "--incident-date", "--decided", "--order", "--trust",
                   "--library", "--format", "--output"],
    ("why",): ["CASE", "DEFENDANT", "--format", "--output"],
    ("compare",): ["CASE", "DEFENDANT", "AUTHORITY", "--format", "--output"],
    ("map",): ["CASE", "DEFENDANT", "--format", "--output"],
    ("publish",): ["CASE", "--citation", "--decided", "--output", "--unpublished", "--library"],
    ("library",): ["list", "show", "lint", "schema"],
    ("library", "list"): [*LISTS, "--library", "--format"],
    ("library", "show"): ["ID", "--library", "--format"],
    ("library", "lint"): ["--library"],
    ("library", "schema"): [*SCHEMAS, "--output"],
}  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_names_every_argument(command: tuple[str, ...]) -> None:
    told = done(*command, "--help").out
    assert done(*command, "-h").out == told
    for word in COMMANDS[command]:
        assert re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", told), word
    described = told.split("\n\n")[1]
    assert re.match(r"[A-Z].*\.", described, re.DOTALL)


def test_help_says_the_version() -> None:
    assert re.fullmatch(r"prong \d+\.\d+\.\d+\n", done("--version").out)


def test_a_command_without_arguments_shows_how_it_is_used() -> None:
    assert "COMMAND" in usage_error(prong())
    assert "COMMAND" in usage_error(prong("library"))
    assert "CASE" in usage_error(prong("analyze"))
    assert "DEFENDANT" in usage_error(prong("why", EXAMPLE))
    assert "--citation" in usage_error(prong("publish", EXAMPLE))


# Output to a file


@pytest.mark.parametrize(
    ("name", "format"),
    [("a.json", "json"), ("a.md", "md"), ("a.MD", "md"), ("a.markdown", "md"), ("a.txt", "text"),
     ("answer", "text")],
)  # fmt: skip
def test_the_ending_of_the_file_chooses_the_format(tmp_path: Path, name: str, format: str) -> None:
    path = tmp_path / "new" / name
    ran = prong("analyze", EXAMPLE, "-o", path)
    assert ran == Ran(0, "", "")
    assert path.read_text(encoding="utf-8") == done("analyze", EXAMPLE, "--format", format).out
    assert [p.name for p in path.parent.iterdir()] == [name]


def test_a_format_that_is_asked_for_goes_before_the_ending(tmp_path: Path) -> None:
    prong("analyze", EXAMPLE, "--format", "md", "-o", tmp_path / "a.json")
    assert "# Memorandum" in (tmp_path / "a.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["a.doc", "a.rtf", "a.yaml"])
def test_an_ending_that_promises_another_format_is_refused(tmp_path: Path, name: str) -> None:
    """Plain text in a file called answer.doc would not open."""
    ran = prong("analyze", EXAMPLE, "-o", tmp_path / name)
    assert ran.status == 2
    assert name in ran.err
    assert list(tmp_path.iterdir()) == []


def test_the_old_answer_stays_when_the_case_is_bad(tmp_path: Path) -> None:
    path = tmp_path / "answer.txt"
    path.write_text("old", encoding="utf-8")
    assert prong("analyze", tmp_path / "gone.yaml", "-o", path).status == 2
    assert path.read_text(encoding="utf-8") == "old"


def test_a_folder_for_an_output_file(tmp_path: Path) -> None:
    ran = prong("analyze", EXAMPLE, "-o", tmp_path)
    assert ran.status == 2
    assert ran.err.startswith(f"prong: {tmp_path}: The file cannot be written: ")


# What is refused


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["analyse", EXAMPLE], "invalid choice: 'analyse'"),
        (["analyze", EXAMPLE, "--formats", "json"], "unrecognized arguments: --formats"),
        (["analyze", EXAMPLE, "--format", "rtf"], "invalid choice: 'rtf'"),
        (["analyze", EXAMPLE, "--order", "two-first"], "invalid choice: 'two-first'"),
        (["analyze", EXAMPLE, "--trust", "memory"], "invalid choice: 'memory'"),
        (["analyze", EXAMPLE, "more"], "unrecognized arguments: more"),
        (["analyze", EXAMPLE, "--incident-date", "soon"], "a month 2006-03 or a year 2006"),
        (["analyze", EXAMPLE, "--incident-date", "2019-02-30"], "exists in the calendar"),
        (["analyze", EXAMPLE, "--decided", ""], "a month 2006-03 or a year 2006"),
        (["analyze", EXAMPLE, "--forum"], "expected one argument"),
        (["library", "prune"], "invalid choice: 'prune'"),
    ],
)
def test_a_misspelt_option_is_a_usage_error(arguments: list[str], said: str) -> None:
    assert said in usage_error(prong(*arguments))


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (["analyze", EXAMPLE, "--forum", "ca99"],
         ["No court has this id.", "  found: ca99", "  nearest: ca9"]),
        (["analyze", EXAMPLE, "--forum", "cal"],
         ["The library has no forum data for this court, so it cannot be a forum.", "  found: cal"]),
        (["analyze", EXAMPLE, "--decided", "2010"],
         ["The decision must come after the incident.", "  expected: a decision after 2013-05-02"]),
        (["analyze", EXAMPLE, "--incident-date", "2015-01-01", "--decided", "2014-01-01"],
         ["The decision must come after the incident.", "  expected: a decision after 2015-01-01"]),
        (["why", EXAMPLE, "hershburger"],
         ["No person of the case has this id.", "  found: hershburger", "  nearest: hershberger"]),
        (["why", EXAMPLE, "martinez"],
         ["No claim of this case is against that person.", "  found: martinez"]),
        (["compare", EXAMPLE, OFFICER, "Kenedy"],
         ["The library holds no such authority.", "  found: Kenedy",
          "  nearest: kennedy-v-city-of-ridgefield"]),
        (["compare", EXAMPLE, "high", "Kennedy"],
         ["There is nothing to compare: the library codes no holding of this authority on a "
          "doctrine that is decided for this defendant."]),
        (["map", EXAMPLE, "nobody"], ["No person of the case has this id.", "  found: nobody"]),
        (["library", "list", "factor"],
         ["There is no such list.", "  found: factor", "  nearest: factors"]),
        (["library", "show", "kennedy-v-city-of-ridgefeild"],
         ["The library holds nothing of this name.", "  nearest: kennedy-v-city-of-ridgefield"]),
        (["library", "schema", "cases"],
         ["There is no schema of this name.", "  found: cases", "  nearest: case"]),
        (["library", "lint", "--library", "gone"],
         ["gone: There is no such library folder.", "  expected: a folder"]),
    ],
)  # fmt: skip
def test_a_wrong_word_is_refused_in_a_sentence(arguments: list[str], lines: list[str]) -> None:
    ran = prong(*arguments)
    assert (ran.status, ran.out) == (2, "")
    told = ran.err.removeprefix("prong: ").splitlines()
    assert told[0] == lines[0]
    assert set(lines) <= set(told)


@pytest.mark.parametrize("day", ["9999-12-31", "9999-12", "9999", "0001-01-01", "0001"])
@pytest.mark.parametrize("option", ["--incident-date", "--decided"])
def test_the_ends_of_the_calendar_end_no_command_in_a_traceback(option: str, day: str) -> None:
    ran = prong("analyze", EXAMPLE, option, day)
    assert ran.status in (0, 2)


# People and authorities by the names they go by


@pytest.mark.parametrize(
    "name", ["hershberger", "Hershberger", "HERSHBERGER", "Kristina Hershberger"]
)
def test_a_defendant_goes_by_id_surname_or_name(name: str) -> None:
    assert prong("why", EXAMPLE, name).out == done(*ANSWERS["why"]).out


def test_a_surname_that_several_share_is_refused_with_their_ids() -> None:
    """An answer about one of the family would be taken for another's."""
    ran = prong("why", EXAMPLE, "Pennington")
    assert (ran.status, ran.out) == (2, "")
    for id in ("pennington", "kim", "connie"):
        assert re.search(rf"\b{id}\b", ran.err)


@pytest.mark.parametrize(
    "name",
    ["kennedy-v-city-of-ridgefield", "Kennedy v. City of Ridgefield",
     "kennedy v. city of ridgefield", "439 F.3d 1055", "439  f.3d  1055"],
)  # fmt: skip
def test_an_authority_goes_by_id_name_or_citation(name: str) -> None:
    assert prong("compare", EXAMPLE, OFFICER, name).out == done(*ANSWERS["compare"]).out
    shown = prong("library", "show", name)
    assert shown.status == 0
    assert "id: kennedy-v-city-of-ridgefield\n" in shown.out


def test_two_authorities_of_one_name_stay_two() -> None:
    """The claim tells which is meant; where nothing does, both are named."""
    meant = prong("compare", EXAMPLE, OFFICER, "Kennedy")
    assert meant.out == done(*ANSWERS["compare"]).out
    ran = prong("library", "show", "Kennedy")
    assert ran.status == 2 and "kennedy-v-town-of-billerica" in ran.err


# The library


@pytest.mark.parametrize("what", LISTS)
def test_every_list_is_a_table_and_the_same_as_json(what: str) -> None:
    head, rule, *rows = done("library", "list", what).out.splitlines()
    assert set(rule) <= {"─", " "}
    found = json.loads(done("library", "list", what, "--format", "json").out)
    assert rows
    assert len(found) == len(rows)
    for row, value in zip(rows, found, strict=True):
        assert list(value) == re.split(r"\s{2,}", head.strip())
        for cell in value.values():
            assert cell in row


def test_the_list_is_of_authorities_unless_another_is_named() -> None:
    assert done("library", "list") == done("library", "list", "authorities")


@pytest.mark.parametrize("what", LISTS[:-1])
def test_whatever_is_listed_can_be_shown(what: str) -> None:
    """By its id, which may not be taken by an entry of another kind."""
    law = Library.load()
    for listed in json.loads(done("library", "list", what, "--format", "json").out):
        shown = entry(law, listed["id"])
        assert listed["id"] in shown.values()
        for field in {"name", "citation", "side", "says"} & {*listed}:
            assert shown[field] == listed[field]


def test_an_entry_says_the_same_in_text_and_json() -> None:
    told = " ".join(done("library", "show", "Deorle").out.split())
    shown = json.loads(done("library", "show", "Deorle", "--format", "json").out)

    def walk(value: Any) -> None:
        if isinstance(value, dict | list):
            for inner in value.values() if isinstance(value, dict) else value:
                walk(inner)
        else:
            assert str(value) in told

    walk(shown)


def test_lint_ends_with_one_for_remarks_and_two_for_faults(tmp_path: Path) -> None:
    ran = prong("library", "lint")
    assert ran.status == (1 if ran.out else 0)
    assert re.fullmatch(r"\d+ authorities, \d+ remarks?\.\n", ran.err)
    for line in ran.out.splitlines():
        assert re.match(
            r"library/[\w./-]+\.yaml:\d+: [\w.-]+: [A-Z].*\.$|  (found|expected): ", line
        )
    bad = tmp_path / "authorities" / "doe-v-roe.yaml"
    bad.parent.mkdir()
    bad.write_text("authority: Doe v. Roe\n", encoding="utf-8")
    ran = prong("library", "lint", "--library", tmp_path)
    assert (ran.status, ran.out) == (2, "")
    assert f"{bad}:1: citation: A field is missing." in ran.err


def test_an_overlay_is_named_in_the_answer() -> None:
    folder = BAD / "least-library"
    found = analysis("--library", str(folder))["coverage"]["library"]
    assert found["overlays"] == [str(folder)]
    assert found["digest"] != analysis()["coverage"]["library"]["digest"]
    assert str(folder) in flat(prong("analyze", EXAMPLE, "--library", folder).out)


# Schemas


@pytest.mark.parametrize("of", SCHEMAS)
def test_every_schema_is_a_schema(of: str) -> None:
    made = schema(of)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(made)
    assert made["properties"]


@pytest.mark.parametrize(
    "variation",
    [(), ("--incident-date", "2019-12-05"), ("--incident-date", "2019-12"), ("--forum", "ca5"),
     ("--order", "two-only"), ("--trust", "source")],
)  # fmt: skip
def test_the_answer_is_as_its_schema_says(variation: tuple[str, ...]) -> None:
    jsonschema.validate(analysis(*variation), schema("analysis"))


def test_the_schema_of_the_answer_is_closed() -> None:
    """A field added to the answer and not to the schema would break a contract unnoticed."""
    changed = json.loads(json.dumps(analysis()))
    changed["determinations"][0]["violation"]["surprise"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(changed, schema("analysis"))


def test_the_schema_names_the_values_of_an_answer() -> None:
    """What may stand there is part of the contract, not only that it is a text."""
    text = json.dumps(schema("analysis"))
    for word in ("granted", "denied", "unavailable", "not-applicable", "not-addressed", "basis",
                 "informs", "not-shown", "never-adopted", "consensus", "untested"):  # fmt: skip
        assert f'"{word}"' in text, word


class Editor(yaml.SafeLoader):
    """YAML as editors read it (YAML 1.2): only true and false, null and plain numbers are not text."""


Editor.yaml_implicit_resolvers = {}
Editor.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(true|false)$"), list("tf"))
Editor.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(|null|~)$"), ["", "n", "~"])
Editor.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"-?\d+$"), list("-0123456789"))


def read(path: Path, reader: str) -> Any:
    """The plain values of a file as an editor reads them, or as Prong does: every scalar a text."""
    if reader == "editor":
        return yaml.load(path.read_text(encoding="utf-8"), Loader=Editor)
    return parse_yaml(path.read_bytes(), path.name).value


@pytest.mark.parametrize("reader", ["editor", "prong"])
@pytest.mark.parametrize(
    ("of", "path"),
    [
        ("case", "examples/*.yaml"),
        ("authority", "library/authorities/**/*.yaml"),
        ("doctrine", "library/doctrines/*.yaml"),
        ("adoption", "library/doctrines/adoption/*.yaml"),
        ("factors", "library/factors/*.yaml"),
        ("forum", "library/forums/*.yaml"),
        ("courts", "library/courts/*.yaml"),
        ("procedure", "library/procedure/*.yaml"),
    ],
)
def test_the_shipped_files_are_as_their_schema_says(of: str, path: str, reader: str) -> None:
    """An editor that checks a file as it is typed must not mark what Prong accepts."""
    validator = jsonschema.Draft202012Validator(schema(of))
    files = sorted((ROOT / "src" / "prong").glob(path))
    assert files
    for file in files:
        errors = validator.iter_errors(read(file, reader))
        assert [(list(e.path), e.message[:200]) for e in errors] == [], file.name


def test_the_schema_accepts_the_least_case() -> None:
    jsonschema.validate(read(BAD / "least.yaml", "editor"), schema("case"))


@pytest.mark.parametrize(
    "name",
    ["unknown-field", "missing-field", "bad-word", "bad-date", "bad-stage", "bad-truth",
     "magnitude-in-words", "list-for-a-mapping", "mapping-for-a-word", "underscore-for-hyphen"],
)  # fmt: skip
def test_the_schema_refuses_what_prong_refuses(name: str) -> None:
    validator = jsonschema.Draft202012Validator(schema("case"))
    assert not validator.is_valid(read(BAD / f"{name}.yaml", "editor"))


# Text, Markdown and JSON say the same


VARIATIONS = [
    (),
    ("--incident-date", "2019-12-05"),
    ("--incident-date", "2019-12"),
    ("--forum", "ca5"),
    ("--order", "two-only"),
]


def flat(text: str) -> str:
    return " ".join(text.split())


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def cells(determination: Any) -> tuple[str, str, str]:
    """What the chart says of a determination: prong one, prong two, immunity."""
    d = determination
    immunity = IMMUNITY[d["immunity"]] + (" *" if d["depends_on_date"] else "")
    if d["violation"]["result"] == "not-reached" and not d["violation"]["as_of"]:
        return STATUS[d["status"]], "", immunity
    established = ESTABLISHED[d["clearly_established"]["result"]]
    return VIOLATION[d["violation"]["result"]], established, immunity


def chart(told: str) -> list[str]:
    """The rows of the chart, each on one line; a cell may stand on several lines of a row."""
    lines = next(part for part in told.split("\n\n") if "──" in part).splitlines()
    starts = [match.start() for match in re.finditer("─+", lines[1])]
    rows: list[list[str]] = []
    for line in lines[2:]:
        if len(line) > starts[-1]:  # a determination: its immunity is one line
            rows.append([])
        rows[-1].append(line)
    ends = [*starts[1:], None]
    return [
        flat(" ".join(line[a:b] for a, b in zip(starts, ends, strict=True) for line in row))
        if len(row) > 1
        else flat(row[0])
        for row in rows
    ]


@pytest.mark.parametrize("variation", VARIATIONS, ids=" ".join)
def test_the_text_says_what_the_json_says(variation: tuple[str, ...]) -> None:
    told = done("analyze", EXAMPLE, *variation).out
    found = analysis(*variation)["determinations"]
    for row, determination in zip(chart(told), found, strict=True):
        assert row.endswith(flat(" ".join(cells(determination)))), row
        assert flat(determination["bottom_line"]) in flat(told)
    parts = told.split("\n\n")
    titles = [n for n, part in enumerate(parts) if part.isupper() and " · " in part]
    decided = [d for d in found if d["violation"]["as_of"]]
    for title, determination in zip(titles, decided, strict=True):
        assert Day.parse(determination["incident"]).spoken().upper() in parts[title]
        assert flat(parts[title + 1]) == flat(determination["bottom_line"])


@pytest.mark.parametrize("variation", VARIATIONS, ids=" ".join)
def test_the_memorandum_says_what_the_json_says(variation: tuple[str, ...]) -> None:
    """Its chart and its parts follow the determinations; what decides each is cited."""
    told = unescaped(done("analyze", EXAMPLE, "--format", "md", *variation).out)
    found = [d for d in analysis(*variation)["determinations"] if d["violation"]["as_of"]]
    chart = [
        line for line in told.splitlines() if re.match(r"\| (?:Officer|Sergeant) .*\d{4} \|", line)
    ]
    rows = {line.split("|")[1]: line for line in reversed(chart)}
    chart = [rows[name] for name in dict.fromkeys(line.split("|")[1] for line in chart)]
    parts = told.split("\n### ")[1:]
    parts = [part for part in parts if re.match(r"[A-Z]+\. ", part)]
    assert len(chart) == len(parts) == len(found)
    for line, part, determination in zip(chart, parts, found, strict=True):
        when = Day.parse(determination["incident"]).spoken()
        assert when in line and when in part.splitlines()[0]
        row = [cell.strip().lower() for cell in line.strip("|").split("|")]
        assert (
            row[-1].removesuffix("*").strip() == cells(determination)[2].removesuffix("*").strip()
        )
        assert row[-2].startswith(cells(determination)[1])


@pytest.mark.parametrize("variation", VARIATIONS, ids=" ".join)
def test_every_authority_of_the_json_stands_in_the_memorandum(variation: tuple[str, ...]) -> None:
    told = unescaped(done("analyze", EXAMPLE, "--format", "md", *variation).out)

    def walk(step: Any) -> None:
        for part in step.get("because", ()):
            for cited in part.get("authorities", ()):
                reporter = re.search(r"\d+ (?:U\.S\.|S\. Ct\.|F\.[234]d) \d+", cited["citation"])
                assert reporter is None or reporter.group() in told, cited["citation"]
            walk(part)

    for determination in analysis(*variation)["determinations"]:
        walk(determination["because"])


def test_the_notice_and_the_library_stand_in_every_answer() -> None:
    digest = analysis()["coverage"]["library"]["digest"][:12]
    for format in ("text", "md"):
        told = flat(done("analyze", EXAMPLE, "--format", format).out)
        assert digest in told
        assert "is not legal advice." in told


# Publishing


def test_a_published_case_is_written_and_read_back(tmp_path: Path) -> None:
    arguments = ["--citation", "999 F.3d 1", "--decided", "2019-12-04", "-o", str(tmp_path)]
    ran = prong("publish", EXAMPLE, *arguments)
    assert ran.status == 0
    (path,) = tmp_path.rglob("*.yaml")
    assert path.parent == tmp_path / "authorities" / "ca9"
    assert re.fullmatch(
        rf"{re.escape(str(path))}: \d+ holdings?, \d+ rulings? on prong two\.\n", ran.out
    )
    assert prong("library", "show", "999 F.3d 1", "--library", tmp_path).status == 0
    jsonschema.validate(read(path, "editor"), schema("authority"))
    again = prong("publish", EXAMPLE, *arguments)
    assert (again.status, again.out) == (2, "")
    assert again.err == f"prong: {path}: An authority of this name is already published there.\n"


@pytest.mark.parametrize(
    ("citation", "decided", "said"),
    [
        ("999 F.3d 1", "2012-01-01", "The decision must come after the incident."),
        ("439 F.3d 1055", "2019-12-04", "439 F.3d 1055"),  # another decision's
        ("", "2019-12-04", "citation"),
    ],
)
def test_what_cannot_be_published_is_refused(
    tmp_path: Path, citation: str, decided: str, said: str
) -> None:
    ran = prong(
        "publish", EXAMPLE, "--citation", citation, "--decided", decided, "-o", tmp_path
    )  # fmt: skip
    assert ran.status == 2
    assert said in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_factor_on_a_scale_is_told_with_how_much_of_it_there_was() -> None:
    """The case has a taser used more than once; the decision it is laid beside, once."""
    found = prong("why", "tasing-a-restrained-person", "roe").out
    assert "taser on the person: two or three times or in one long" in " ".join(found.split())
    beside = prong("compare", "tasing-a-restrained-person", "roe", "parker-v-gerrish").out
    assert "Used a taser on the person (once)" in beside
    assert "more: two or three times" in beside and "(a minor" in beside


def test_a_map_names_the_year_where_no_more_is_known_of_a_ruling() -> None:
    """A right ruled clear by 2011 is not said to have become clear on a day of that year."""
    told = prong("map", "tasing-a-restrained-person", "roe", "--trust", "source").out
    [tenth] = [line.split() for line in told.splitlines() if line.startswith("10th Cir.")]
    assert "2011" in tenth and "December" not in tenth
