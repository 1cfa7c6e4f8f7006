"""What is supposed on the screen is what a saved variant answers."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prong.files import parse_yaml
from prong.law.library import Library
from prong.record.load import examples
from prong.web import additions
from prong.web.answers import Answered, Answers
from prong.web.asking import POSTURES, Question, as_variant
from prong.web.rewriting import rewritten
from prong.web.shelf import Collision, Shelf
from tests.web.test_stories import SMALL

LIBRARY = Library.load()
ANSWERS = Answers(LIBRARY, most=400)
TEXTS = {key: path.read_text(encoding="utf-8") for key, path in examples().items()}


def varied(text: str, answered: Answered) -> str:
    """The text of a variant, as it is saved."""
    value = copy.deepcopy(parse_yaml(text, "").value)
    as_variant(value, answered)
    return rewritten(text, value)


def moved(text: str) -> tuple[list[str], list[str]]:
    """What may be supposed so and not so of a case as it stands."""
    view = ANSWERS.decided(text, Question()).view
    so = [i for i in view.items if view.seen(i).status != "present"]
    return so, [i for i in view.items if view.seen(i).status == "present"]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_saved_variant_answers_as_the_screen_did(data: st.DataObject) -> None:
    text = TEXTS[data.draw(st.sampled_from(sorted(TEXTS)))]
    so, not_ = moved(text)
    q = Question.of(
        {
            "forum": data.draw(st.sampled_from(["", *sorted(LIBRARY.forums)])),
            "incident-date": data.draw(st.sampled_from(["", "1999-01-02", "2020-01-01"])),
            "posture": data.draw(st.sampled_from(["", *POSTURES])),
        },
        data.draw(st.lists(st.sampled_from(so), max_size=2, unique=True)) if so else [],
        data.draw(st.lists(st.sampled_from(not_), max_size=3, unique=True)),
    )
    from prong.faults import Fault

    try:
        answered = ANSWERS.answered(text, q)
    except Fault:
        return  # what is supposed cannot stand together, and is refused on the screen
    again = ANSWERS.decided(varied(text, answered), Question())
    assert [d.outcome for d in again.determinations] == [
        d.outcome for d in answered.answer.determinations
    ]


def test_a_finding_supposed_is_settled_and_says_that_it_is_supposed() -> None:
    text = TEXTS["martinez"]
    q = Question(not_=("heard-praise",))
    answer = ANSWERS.answered(text, q).answer
    assert not answer.view.taken("heard-praise")
    assert any("not in the record" in e.cite for e in answer.record.evidence.values())


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_toggle_changes_an_answer_exactly_where_the_dispute_is_material(name: str) -> None:
    """Two ways to one end: the finding settled in the file, and the search for what is material."""
    saved = ANSWERS.decided(TEXTS[name], Question())
    for id in saved.view.items:
        seen = saved.view.seen(id)
        if not seen.contested or seen.basis == "not-inferred":
            continue
        q = Question(not_=(id,)) if seen.status == "present" else Question(so=(id,))
        answer = ANSWERS.decided(TEXTS[name], q)
        for old, new in zip(saved.determinations, answer.determinations, strict=True):
            material = {s for s in old.material.prong_one.sets if len(s) == 1}
            if old.situation is not None:
                assert (old.violation.result != new.violation.result) == ((id,) in material), id


def test_who_saves_late_overwrites_nothing(tmp_path) -> None:  # type: ignore[no-untyped-def]
    shelf = Shelf(tmp_path)
    id = shelf.new("A case", "one")
    base = shelf.read(id).digest
    shelf.save(id, "two", base)
    with pytest.raises(Collision) as late:
        shelf.save(id, "three", base)
    assert late.value.kept.text == "two" and shelf.read(id).text == "two"
    shelf.save(id, "two", base)  # the same text collides with nothing


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "c", "undo", "again"]), max_size=12))
def test_undo_goes_back_step_by_step(tmp_path_factory, steps: list[str]) -> None:  # type: ignore[no-untyped-def]
    from prong.faults import FileFault

    shelf = Shelf(tmp_path_factory.mktemp("shelf"))
    id = shelf.new("A case", "first")
    past, now, future = [], "first", []
    for step in steps:
        base = shelf.read(id).digest
        if step in ("undo", "again"):
            there, back = (future, past) if step == "again" else (past, future)
            if there:
                back.append(now)
                now = there.pop()
                shelf.undo(id, base, again=step == "again")
            else:
                with pytest.raises(FileFault):
                    shelf.undo(id, base, again=step == "again")
        else:
            if step != now:
                past.append(now)
                now, future = step, []
            shelf.save(id, step, base)
        assert shelf.read(id).text == now


@pytest.mark.parametrize("posture", ["", "verdict-officers"])
def test_what_is_supposed_is_told_as_supposed_and_as_nothing_else(posture: str) -> None:
    """It was told as conclusively refuted, or as what the jury found, which nothing had shown."""
    from prong.report.memo import memo
    from prong.report.render import setter

    text = TEXTS["martinez"]
    for sides, mark in (((["heard-praise"], []), "[supposed]"),
                        (([], ["heard-praise"]), "[supposed not to be so]")):  # fmt: skip
        answered = ANSWERS.answered(text, Question.of({"posture": posture}, *sides))
        for analysis in (answered.answer, ANSWERS.decided(varied(text, answered), Question())):
            assert analysis.view.seen("heard-praise").basis == "supposed"
            told = str(setter("md", figures=False)(memo(analysis, "court", "none")))
            facts = [line for line in told.splitlines() if "Supposed here" in line]
            assert any(mark.strip("[]") in line for line in facts), facts
            assert not [line for line in facts if "conclusive" in line or "the jury" in line]


def test_factors_and_an_act_are_added_until_a_holding_reaches_them() -> None:
    """An officer only told the abuser. Had she also run the victim down to him, what she did would
    be what the Ninth Circuit had announced; and no finding of it is in the record."""
    first = Question.of({"add-to": "night", "add-factor": "report-made-in-confidence"}, [], [])
    q = Question.of(
        {"act-in": "night", "act-by": "doe", "act-what": "called her a liar", "act-kind": "act",
         "act-factor": "disparaged-victim-to-abuser", "add-to": "night/telling", "add-step": "1",
         "add-factor": "manner-conveys-impunity"},
        [], [], first.acts, first.factors,
    )  # fmt: skip
    assert len(q.acts) == 1 and len(q.factors) == 3
    answered = ANSWERS.answered(SMALL, q)
    (was,), (now,) = answered.saved.determinations, answered.answer.determinations
    assert was.established.result == "not-established" and now.established.result == "binding"
    assert [e.authority.short for e in now.established.by] == ["Martinez"]
    # It is in the address, whole; taking one away takes away what it carried.
    at = dict(q.fields())
    again = Question.of(at, [], [], *([v for k, v in q.fields() if k == n] for n in ("act", "add")))
    assert again == q
    fewer = ANSWERS.answered(SMALL, replace(q, factors=q.factors[:-1])).answer
    assert fewer.determinations[0].established.result == "not-established"
    # A saved variant answers the same and says that it is supposed.
    variant = varied(SMALL, answered)
    assert "called her a liar" in variant and "kind: supposition" in variant
    assert "# Kept with care." in variant
    assert ANSWERS.decided(variant, Question()).determinations[0].outcome == now.outcome


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_whatever_may_be_added_can_be_answered(name: str) -> None:
    text = TEXTS[name]
    record = ANSWERS.decided(text, Question()).record
    offered = additions.choices(record, LIBRARY, ())
    factors = [k for _, some in offered.factors for k, _ in some]
    assert factors and len(offered.places) > 1
    place = offered.places[-1][0]
    for factor in factors[:: max(1, len(factors) // 4)]:
        given = {"add-to": place, "add-factor": factor}
        q = Question.of(given, [], [])
        answered = ANSWERS.answered(text, q)
        assert (
            answered.answer.view.taken(f"{place}/{factor}")
            or LIBRARY.factors[factor].kind == "mind"
        )
        told = additions.told(record, LIBRARY, q.acts, q.factors)
        assert LIBRARY.factors[factor].says in told[0].says


@pytest.mark.parametrize(
    "bad",
    ["", "/", "x", "may-2/nobody/act/x", "may-2/sanders/thing/x", "%00/a/b/c", "a/b/c/d/e/f/g"],
)
def test_what_cannot_be_supposed_is_a_fault(bad: str) -> None:
    from prong.faults import Fault

    for acts, factors in (([bad], []), ([], [bad])):
        with pytest.raises(Fault):
            ANSWERS.answered(TEXTS["martinez"], Question.of({}, [], [], acts, factors))
