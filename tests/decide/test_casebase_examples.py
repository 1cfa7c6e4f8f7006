"""Every shipped case base beside its recorded answers, and those of tables beside a plain count."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from prong.decide.constraint import CaseBase
from prong.decide.factorfile import shipped
from tests.command import prong
from tests.decide import plain

RUNS = [
    (name, run)
    for name, path in shipped().items()
    for run in yaml.safe_load(path.with_suffix(".expected.yaml").read_text(encoding="utf-8"))
]


def differences(stated: Any, found: Any, at: str = "") -> Iterator[str]:
    """Where an answer is not as stated: of a mapping what is stated, of a list all, in its order."""
    if isinstance(stated, dict):
        for key, value in stated.items():
            yield from differences(value, found.get(key, "nothing"), f"{at}.{key}")
    elif isinstance(stated, list):
        if len(stated) != len(found):
            yield f"{at}: expected {stated}, found {found}"
        for n, (one, other) in enumerate(zip(stated, found, strict=False)):
            yield from differences(one, other, f"{at}[{n}]")
    elif str(stated) != str(found):
        yield f"{at}: expected {stated}, found {found}"


@pytest.mark.parametrize(
    ("name", "run"), RUNS, ids=[f"{name}-{'-'.join(map(str, run['run']))}" for name, run in RUNS]
)
def test_a_shipped_base_answers_as_recorded(name: str, run: dict[str, Any]) -> None:
    command, *options = run["run"]
    ran = prong("casebase", command, name, *map(str, options), "--format", "json")
    assert (ran.status, ran.err) == (0, "")
    answer = json.loads(ran.out)
    jsonschema.validate(answer, json.loads(prong("library", "schema", "casebase").out))
    assert [*differences(run["answer"], answer)] == []


def test_every_shipped_base_has_recorded_answers() -> None:
    assert {name for name, _ in RUNS} == set(shipped())
    assert all(run["answer"] for _, run in RUNS)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def orders(base: CaseBase) -> dict[str, Sequence[plain.Value]]:
    """The order of each column as the base has it, as the texts of its cells."""
    return {
        word: [f"{v:g}" for v in column.values]
        if column.numeric
        else [str(v) for v in column.values]
        if column.dimension
        else ["0", "1"][:: 1 if column.side == "plaintiff" else -1]
        for word, column in base.terms.columns.items()
    }


@pytest.mark.parametrize("method", ["correlation", "logistic"])
@pytest.mark.parametrize("name", [n for n, path in shipped().items() if path.suffix == ".csv"])
def test_the_figures_of_a_shipped_table_are_counted_again(name: str, method: str) -> None:
    """By plain sets, over the directions that the base derived."""
    base = CaseBase.from_table(shipped()[name], derive=method)
    of = orders(base)
    found = [
        {
            w: f"{float(v):g}" if base.terms.columns[w].numeric else v
            for w, v in row.items()
            if w in of
        }
        | {"Label": row["Label"]}
        for row in rows(shipped()[name])
    ]
    expected = plain.figures(plain.measured(found, of, "Label"))
    standing, removals = base.standing(), base.minimal_removals()
    assert {n for n, c in enumerate(standing.conflicts) if not c} == expected.consistent
    assert {*base.conflicts()} == expected.conflicts
    assert {*base.landmarks()} == expected.landmarks
    assert removals.greedy == expected.greedy
    assert [standing.verdict(n) for n in range(len(found))] == expected.verdicts
