"""Tables as case bases: CSV and Parquet, directions declared and derived, and what is refused."""

from __future__ import annotations

import math
import random
from pathlib import Path

import pytest

from prong.decide.constraint import CaseBase
from prong.decide.tables import of_rows, read
from prong.faults import Fault

TABLE = """Age,Sex,Priors,Armed,Label
25,Male,3,true,1
40,Female,0,false,0
31,Male,5,true,1
52,Other,1,false,0
29,Female,0,true,0
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "cases.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def directions(base: CaseBase) -> dict[str, str]:
    return {word: column.order() for word, column in base.terms.columns.items()}


def test_declared_directions_are_kept_as_declared(table: Path) -> None:
    said = {"Age": "descending", "Sex": "Female<Other<Male", "Priors": "1", "Armed": "against"}
    base = CaseBase.from_table(table, directions=said)
    assert directions(base) == {
        "Age": "descending",
        "Sex": "Female < Other < Male",
        "Priors": "ascending",  # named after the outcome that more of it favours
        "Armed": "against",
    }


def test_a_declared_direction_goes_before_a_derived_one(table: Path) -> None:
    derived = CaseBase.from_table(table, derive="correlation")
    assert directions(derived)["Age"] == "descending"
    both = CaseBase.from_table(table, derive="correlation", directions={"Age": "ascending"})
    assert directions(both) == {**directions(derived), "Age": "ascending"}


def test_correlation_is_pearsons(table: Path) -> None:
    """The coefficient of a column of numbers is that of the textbook formula."""
    base = CaseBase.from_table(table, derive="correlation")
    ages, labels = [25, 40, 31, 52, 29], [1, 0, 1, 0, 0]
    mean, share = sum(ages) / 5, sum(labels) / 5
    with_ = sum((a - mean) * (y - share) for a, y in zip(ages, labels, strict=True))
    spread = sum((a - mean) ** 2 for a in ages) * sum((y - share) ** 2 for y in labels)
    assert base.terms.columns["Age"].coefficients[""] == pytest.approx(with_ / math.sqrt(spread))


def test_the_values_of_a_column_of_words_are_ordered_by_their_indicators(table: Path) -> None:
    column = CaseBase.from_table(table, derive="correlation").terms.columns["Sex"]
    ordered = [column.coefficients[value] for value in column.values]
    assert ordered == sorted(ordered)
    assert column.values[-1] == "Male"


def test_logistic_orders_by_the_coefficients_of_one_regression() -> None:
    """A column that only follows another loses its sign to it: what correlation cannot see."""
    pick = random.Random(1)
    found = []
    for _ in range(600):
        cause = pick.gauss(0, 1)
        follows = cause + pick.gauss(0, 0.5)
        label = int(3 * cause - 1.2 * follows + pick.gauss(0, 0.4) > 0)
        found.append({"cause": cause, "follows": follows, "Label": label})
    by_one = CaseBase.from_table(of_rows(found), derive="correlation")
    together = CaseBase.from_table(of_rows(found), derive="logistic")
    assert directions(by_one) == {"cause": "ascending", "follows": "ascending"}
    assert directions(together) == {"cause": "ascending", "follows": "descending"}


def test_a_column_that_says_nothing_descends() -> None:
    """As in the published procedure: ascending only where the coefficient is above 0."""
    found = [{"same": 7, "even": n % 2, "Label": n // 2} for n in range(4)]
    base = CaseBase.from_table(of_rows(found), derive="correlation")
    assert directions(base)["same"] == "descending"
    assert base.terms.columns["same"].coefficients[""] == 0
    assert directions(base)["even"] == "against"


def test_parquet_is_read_as_csv_is(table: Path, tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import csv, parquet

    path = tmp_path / "cases.parquet"
    parquet.write_table(csv.read_csv(table), path)
    one = CaseBase.from_table(table, derive="correlation")
    two = CaseBase.from_table(path, derive="correlation")
    assert [*one.precedents] == [*two.precedents]
    assert pyarrow is not None


def test_names_dates_and_what_is_left_out() -> None:
    found = [
        {"case": "a", "on": "1990-01-02", "until": "1999", "x": 3, "note": "n", "Label": "won"},
        {"case": "b", "on": "1995", "until": "-", "x": 1, "note": "m", "Label": "lost"},
    ]
    base = CaseBase.from_table(
        of_rows(found), positive="won", directions={"x": "ascending"}, name="case",
        decided="on", overruled="until", ignore=["note"],
    )  # fmt: skip
    assert [p.authority for p in base.precedents] == ["a", "b"]
    assert [*base.terms.columns] == ["x"]
    (first, second, third) = base.timeline({"x": 3})
    assert (first.start, first.outcome.result) == (None, "free")
    assert (str(second.start), second.outcome.outcome) == ("1990-01-03", "won")
    assert (str(third.start), third.outcome.result) == ("1999-01-02", "free")
    assert base.consistent()


def test_rows_with_an_empty_cell_are_left_out_when_asked_for(tmp_path: Path) -> None:
    """Empty cells of a column that is ignored do not matter."""
    path = tmp_path / "cases.csv"
    path.write_text("x,note,Label\n1,,1\n,n,0\n2,,0\n3,m,\n", encoding="utf-8")
    base = CaseBase.from_table(path, derive="correlation", ignore=["note"], drop_empty=True)
    assert len(base.precedents) == 2
    assert base.terms.dropped == 2
    with pytest.raises(Fault, match=r":3: x: A cell is empty"):
        CaseBase.from_table(path, derive="correlation", ignore=["note"])


def test_numbers_of_every_kind_are_one_column() -> None:
    """Codes give way to numbers after 256 different texts; 1 and 1.0 are one value."""
    found = [{"x": n / 8 if n % 2 else n // 8, "Label": n % 2} for n in range(900)]
    base = CaseBase.from_table(of_rows(found), directions={"x": "ascending"})
    assert base.terms.columns["x"].values[:3] == type(base.terms.columns["x"].values)(
        "d", [0.0, 0.125, 0.375]
    )
    assert base.outcomes({"x": 112})["claim"].result == "conflicted"
    assert base.outcomes({"x": 1e9})["claim"].outcome == "1"
    assert base.outcomes({"x": -1})["claim"].outcome == "0"


REFUSED = {
    "no outcome": ("a,b\n1,2\n", {}, "Which column holds the outcomes is not said."),
    "three outcomes": ("x,Label\n1,a\n2,b\n3,c\n", {}, "A case base has two outcomes"),
    "no direction": ("x,Label\n1,1\n2,0\n", {}, "Which outcome a column favours is not said."),
    "an order for words": (
        "x,Label\na,1\nb,0\n", {"directions": {"x": "ascending"}},
        "their order must be written out",
    ),
    "an order that leaves out": (
        "x,Label\na,1\nb,0\n", {"directions": {"x": "a<c"}}, "An order must name every value",
    ),
    "a direction misspelt": (
        "x,Label\n1,1\n2,0\n", {"directions": {"x": "ascnding"}}, "nearest: ascending",
    ),
    "a column misspelt": (
        "weight,Label\n1,1\n2,0\n", {"directions": {"wieght": "ascending"}}, "nearest: weight",
    ),
    "an empty cell": ("x,Label\n1,1\n,0\n", {"derive": "correlation"}, ":3: x: A cell is empty"),
    "a short row": ("x,Label\n1,1\n2\n", {"derive": "correlation"}, ":3: A row has not as many"),
    "two of a name": ("x,x,Label\n1,1,1\n", {"derive": "correlation"}, "a name of its own"),
    "no rows": ("x,Label\n", {"derive": "correlation"}, "The table has no rows."),
    "nothing": ("", {"derive": "correlation"}, "The file is empty."),
    "no such outcome": (
        "x,Label\n1,1\n2,0\n", {"derive": "correlation", "positive": "2"}, "no such value",
    ),
    "no such day": (
        "x,on,Label\n1,1990-01-01,1\n2,soon,0\n",
        {"derive": "correlation", "decided": "on"},
        "is not a date",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_table_at_fault_is_refused_with_a_sentence(name: str, tmp_path: Path) -> None:
    text, options, sentence = REFUSED[name]
    path = tmp_path / "cases.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Fault) as caught:
        CaseBase.from_table(path, **options)
    assert sentence in str(caught.value)


def test_a_late_cell_that_is_no_number_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    lines = [f"{n},{n % 2}" for n in range(2000)]
    lines[1500] = "many,1"
    path.write_text("x,Label\n" + "\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(Fault, match=r"cases.csv:1502: x: A cell of a column of numbers"):
        read(path)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"Age": 3}, "A dimension of the case base is not stated"),
        ({"Agee": 3}, "nearest: Age"),
        ({"Age": "old", "Sex": "Male", "Priors": 1}, "expected: a number"),
        ({"Age": 3, "Sex": "Mal", "Priors": 1}, "expected: one of"),
        ({"Age": 3, "Sex": "Male", "Priors": 1, "Armed": "perhaps"}, "true or false"),
    ],
)
def test_facts_at_fault_are_refused(table: Path, facts: dict[str, object], sentence: str) -> None:
    base = CaseBase.from_table(table, derive="correlation")
    with pytest.raises(Fault) as caught:
        base.facts(facts)
    assert sentence in str(caught.value)


def test_a_kept_base_that_is_cut_short_or_another_file_is_refused(
    table: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    CaseBase.from_table(table, derive="correlation").save(kept)
    whole = kept.read_bytes()
    for size in range(0, len(whole), max(1, len(whole) // 25)):
        kept.write_bytes(whole[:size])
        with pytest.raises(Fault):
            CaseBase.load(kept)
