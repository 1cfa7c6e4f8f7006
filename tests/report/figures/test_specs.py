"""What each figure says, recorded beside this test: a spec is read like the answer it draws.

To record anew after a change that is meant: ``python -m tests.report.figures.test_specs``.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from prong.decide.analysis import analyze
from prong.faults import WordFault
from prong.law.library import Library
from prong.record.load import load
from prong.report.figures import citations, comparison, fair_warning, timeline
from prong.report.figures.spec import Graph, Matrix, Timeline, Tree, WarningMap
from prong.report.phrases import ESTABLISHED
from tests.report.figures.cases import decided, plain, specs

RECORDED = Path(__file__).parent / "recorded"
WHICH = [
    ("hershberger", "map"),
    ("hershberger", "timeline"),
    ("hershberger", "argument"),
    ("hershberger", "comparison"),
    ("hershberger", "citations"),
    ("sewage", "map"),
    ("sewage", "timeline"),
    ("fleeing", "comparison"),
]


def recorded(name: str, kind: str) -> str:
    return json.dumps([plain(s) for s in specs(name, kind)], indent=1, ensure_ascii=False) + "\n"


@pytest.mark.parametrize(("name", "kind"), WHICH)
def test_a_figure_says_what_is_recorded(name: str, kind: str) -> None:
    expected = (RECORDED / f"{name}-{kind}.json").read_text(encoding="utf-8")
    assert recorded(name, kind) == expected


def test_the_map_marks_the_day_of_the_conduct_and_the_first_day_covered() -> None:
    (spec,) = specs("hershberger", "map")
    body = spec.body
    assert isinstance(body, WarningMap)
    home = next(row for row in body.rows if row.home)
    before, after = home.spans
    assert body.incident == (before.begins.replace(2013, 5, 2),) * 2
    assert (before.state, after.state) == ("not-established", "binding")
    assert before.ends.isoformat() == after.begins.isoformat() == "2019-12-05"


def test_a_map_tells_apart_what_is_never_adopted() -> None:
    (spec,) = specs("hershberger", "map")
    body = spec.body
    assert isinstance(body, WarningMap)
    never = [row.forum for row in body.rows if {s.state for s in row.spans} == {"never-adopted"}]
    assert never == ["5th Cir."]


def test_the_spans_of_a_map_agree_with_the_determination() -> None:
    """On the day of the conduct each row shows the state that the answer gives for that day."""
    for name in ("hershberger", "sewage", "fleeing", "mullenix", "torry"):
        _, d = decided(name)
        (spec,) = specs(name, "map")
        body = spec.body
        assert isinstance(body, WarningMap)
        day = body.incident[0]
        for row, state in zip(body.rows, d.forums, strict=True):
            (then,) = (s.state for s in row.spans if s.begins <= day < s.ends)
            assert (then in ("binding", "consensus", "obvious")) == (
                state.then in ("binding", "consensus", "obvious")
            )
            assert row.spans[-1].state == state.now


def test_the_table_of_a_map_is_the_map_in_words() -> None:
    _, d = decided("hershberger")
    (spec,) = specs("hershberger", "map")
    assert len(spec.table.rows) == len(d.forums)
    assert [row[2] for row in spec.table.rows] == [ESTABLISHED[s.now] for s in d.forums]
    assert all(len(row) == len(spec.table.head) for row in spec.table.rows)


def test_a_timeline_puts_what_came_after_the_conduct_after_it() -> None:
    (spec,) = specs("hershberger", "timeline")
    body = spec.body
    assert isinstance(body, Timeline)
    halves = {e.says.split(",")[0]: e.half for e in body.events}
    assert halves["Kennedy v. City of Ridgefield"] == "before"
    assert halves["Wilson-Trattner v. Campbell"] == "after"
    first = next(e for e in body.events if e.kind == "first")
    assert first.half == "after"
    assert "decided after the incident" in first.detail
    numbers = [e.number for e in body.events if e.kind != "act"]
    assert numbers == list(range(1, len(numbers) + 1))


def test_an_act_whose_part_is_not_decided_is_given_none() -> None:
    """Where prong one is open no act is said to do nothing."""
    (spec,) = specs("mullenix", "timeline")
    body = spec.body
    assert isinstance(body, Timeline)
    assert [e.detail for e in body.events if e.kind == "act"] == [""]


def test_a_page_of_an_argument_holds_no_more_than_is_readable() -> None:
    for spec in specs("fleeing", "argument"):
        assert isinstance(spec.body, Tree)
        assert spec.body.root.parts
    titles = [spec.title for spec in specs("fleeing", "argument")]
    assert titles[0].endswith(f"(1 of {len(titles)})")
    assert len(set(titles)) == len(titles)


def test_a_comparison_tells_missing_from_unknown_and_new_from_argued() -> None:
    (spec,) = specs("hershberger", "comparison")
    body = spec.body
    assert isinstance(body, Matrix)
    states = {
        row.says: [cell.state for cell in row.cells] for _, rows in body.groups for row in rows
    }
    assert [c.name for c in body.columns] == ["Kennedy", "Okin", "DeShaney"]
    declined = states["The victim declined help that the officer offered"]
    assert declined == ["present", "untested", "recited", "none"]
    told = states["Told the accused or his household of the accusation against him"]
    assert told == ["unknown", "generally", "none", "none"]
    assert states["The victim's report was made in confidence"][-1] == "argued"


def test_what_forces_is_said_to_reach_the_case() -> None:
    (spec,) = specs("fleeing", "comparison")
    body = spec.body
    assert isinstance(body, Matrix)
    first, *others = [c.verdict for c in body.columns]
    assert first == "yes" and "yes" not in others
    assert "Garner reaches it" in spec.alt


def test_what_reaches_the_case_but_does_not_count_is_not_said_to_decide() -> None:
    (spec,) = specs("safford", "comparison")
    assert "does not count" in spec.alt
    assert "decided after the incident" in spec.alt


def test_a_comparison_with_one_authority_shows_each_of_its_holdings() -> None:
    spec = comparison(*decided("hershberger"), "kennedy-v-city-of-ridgefield")
    body = spec.body
    assert isinstance(body, Matrix)
    assert [c.weight for c in body.columns] == ["binding", "not counted"]


def test_nothing_near_is_said_and_not_drawn() -> None:
    with pytest.raises(WordFault, match="nothing to compare"):
        comparison(*decided("yambupah"))


def test_a_graph_has_an_arrow_for_each_pair_and_marks_what_speaks_against() -> None:
    (spec,) = specs("hershberger", "citations")
    body = spec.body
    assert isinstance(body, Graph)
    arrows = {(e.source, e.target): e for e in body.edges}
    assert len(arrows) == len(body.edges)
    doubt = arrows["wilson-trattner-v-campbell", "okin-v-cornwall-on-hudson"]
    assert (doubt.how, doubt.against) == ("doubts", True)
    ids = {n.id for n in body.nodes}
    assert all({e.source, e.target} <= ids for e in body.edges)


def test_names_come_from_the_record_alone() -> None:
    """With the people of the record renamed, no figure names them: redaction needs no more."""
    library = Library.load()
    record = load("martinez", library)
    renamed = type(record)(
        **{
            **vars(record),
            "people": {
                key: type(p)(**{**vars(p), "name": f"Person {n}", "rank": None, "agency": None})
                for n, (key, p) in enumerate(record.people.items())
            },
        }
    )
    analysis = analyze(renamed, library)
    d = next(d for d in analysis.of("hershberger") if d.situation is not None)
    for figure in (fair_warning, comparison, citations, timeline):
        said = json.dumps(plain(figure(analysis, d)))
        assert "Hershberger" not in said, figure.__name__


def test_alternative_text_is_a_sentence_or_two_and_the_table_is_whole() -> None:
    for name in ("hershberger", "sewage", "fleeing", "mullenix"):
        for kind in ("map", "timeline", "argument", "comparison", "citations"):
            for spec in specs(name, kind):
                assert spec.alt.endswith((".", ":")), spec.alt
                assert spec.table.rows
                assert all(len(row) == len(spec.table.head) for row in spec.table.rows)


if __name__ == "__main__":
    RECORDED.mkdir(exist_ok=True)
    for one, sort in WHICH:
        (RECORDED / f"{one}-{sort}.json").write_text(recorded(one, sort), encoding="utf-8")
