"""What is still worth asking: each question is one that an answer hangs on, and where none is left
nothing could change it."""

from __future__ import annotations

import pytest

from prong.decide.analysis import Analysis, analyze
from prong.decide.determination import Question
from prong.decide.inquiry import (
    Inquiry,
    effects,
    id_of,
    inquiries,
    inquiry,
    named,
    strongest,
)
from prong.files import parse_yaml
from prong.law.library import Library
from prong.record.load import from_document

LIBRARY = Library.load()

#: An officer told an abuser of a report, in the words of a newcomer and nothing more.
BEGUN = """\
case: Roe v. Doe
forum: ca9
posture: {stage: summary-judgment, movant: officers, decided: 2024-01-01}
people:
  roe: {name: Jane Roe, is: plaintiff}
  doe: {name: Ann Doe, is: officer}
evidence:
  says: {kind: declaration, of: roe, cite: Roe Decl. 1}
incidents:
  night:
    date: 2020-05-02
claims:
  - {doctrine: state-created-danger, plaintiff: roe, against: [doe]}
"""
ACT = """\
    acts:
      telling: {by: doe, kind: act, what: told him, for: [says], facts: [FACTS]}
"""
KIND = "    scope: [police-actor, intimate-partner]\n"
TOLD = "{factor: told-abuser-of-report, for: [says]}, {factor: disparaged-victim-to-abuser, for: [says]}"
DATE = "    date: 2020-05-02\n"


def decided(text: str) -> Analysis:
    return analyze(from_document(parse_yaml(text, "case.yaml"), LIBRARY), LIBRARY)


def with_(*parts: str) -> str:
    return BEGUN.replace(DATE, DATE + "".join(parts))


def told() -> str:
    return with_(KIND, ACT.replace("FACTS", TOLD))


def first(text: str, *known: str) -> Inquiry:
    return inquiries(decided(text), known)[0]


def test_what_has_to_be_known_first_is_asked_first() -> None:
    assert [i.id for i in inquiries(decided(BEGUN))] == ["acts/doe"]
    acted = with_(ACT.replace("FACTS", ""))
    kind = first(acted)
    assert kind.kind == "kind" and {"police-actor", "intimate-partner"} <= set(kind.offers)
    assert "land-use-official" not in kind.offers  # no decision on such a claim needs it
    conduct = first(acted.replace(DATE, DATE + KIND), "kind/night")
    assert conduct.id == "conduct/night/telling" and "told-abuser-of-report" in conduct.offers
    assert all(LIBRARY.factors[f].conduct for f in conduct.offers)


def test_each_question_is_one_that_the_answer_hangs_on() -> None:
    analysis = decided(told())
    found = inquiries(analysis, ["kind/night"])
    assert {i.factor for i in found} >= {"report-made-in-confidence", "manner-conveys-impunity"}
    for one in found:
        for effect in effects(analysis, one):
            assert (effect.now, effect.then) == ("granted", "denied")
            assert effect.gained or effect.lost
            assert one.factor not in effect.along


def test_it_says_by_which_decision_and_what_follows_if_it_is_not_so() -> None:
    analysis = decided(told())
    one = inquiry(
        analysis, id_of("finding", "night", "", "report-made-in-confidence"), ["kind/night"]
    )
    assert one is not None
    (effect,) = effects(analysis, one)
    assert effect.along == ("manner-conveys-impunity",)
    assert "martinez-v-city-of-clovis" in {g.key for g in effect.gained}
    assert effect.settles
    no = with_(KIND, "    circumstances: [{factor: report-made-in-confidence, against: [says]}]\n",
               ACT.replace("FACTS", TOLD))  # fmt: skip
    assert inquiries(decided(no), ["kind/night"]) == ()


def test_a_finding_is_supposed_at_its_strongest() -> None:
    """A rule that wants a magnitude above the least would else never be asked about."""
    assert strongest(LIBRARY.factors, ["manner-conveys-impunity", "report-made-in-confidence"]) == {
        "manner-conveys-impunity": 3,
        "report-made-in-confidence": 1,
    }
    (d,) = decided(told()).determinations
    q, view = Question.of(d), d.view
    assert view is not None
    assert q.facts(view, (), {"manner-conveys-impunity": 3}).facts["manner-conveys-impunity"] == 3


def test_what_is_not_known_is_not_asked_again_unless_it_is_asked_for() -> None:
    silent = with_(
        KIND, "    circumstances: [report-made-in-confidence]\n", ACT.replace("FACTS", TOLD)
    )
    analysis = decided(silent)
    id = id_of("finding", "night", "", "report-made-in-confidence")
    assert id not in {i.id for i in inquiries(analysis, ["kind/night"])}
    again = inquiry(analysis, id, ["kind/night"])
    assert again is not None and again.sets


def test_a_question_left_out_leaves_the_others() -> None:
    analysis = decided(told())
    both = inquiries(analysis, ["kind/night"])
    rest = inquiries(analysis, ["kind/night", both[0].id])
    assert rest and both[0].id not in {i.id for i in rest}


def test_where_immunity_is_settled_a_violation_may_still_be_asked_about() -> None:
    """In 1980 nothing had established the right, whatever the officer did; it may have been violated."""
    early = told().replace("2020-05-02", "1980-05-02")
    analysis = decided(early)
    assert inquiries(analysis, ["kind/night"]) == ()
    assert inquiries(analysis, ["kind/night"], target="violation")


def test_a_public_body_is_asked_whether_the_claim_is_made_out() -> None:
    text = told().replace("is: officer", "is: municipality")
    analysis = decided(text)
    found = inquiries(analysis, ["kind/night"])
    assert found
    for effect in effects(analysis, found[0]):
        assert effect.now in ("open", "not-shown") and effect.then != effect.now


@pytest.mark.parametrize(
    "id",
    ["", "acts", "acts/nobody", "kind/never", "conduct/night/none", "finding/night//nonsense",
     "finding/night/doe/report-made-in-confidence", "finding/night//told-abuser-of-report",
     "finding/night//only-withheld-police-help", "finding/%2F/%25/x", "other/night", "a/b/c/d/e"],
)  # fmt: skip
def test_an_id_of_nothing_names_nothing(id: str) -> None:
    assert named(decided(told()), id) is None


def test_an_id_is_read_back_whatever_the_names_in_it() -> None:
    analysis = decided(told().replace("night:", "'a/b%2F':"))
    one = named(analysis, id_of("kind", "a/b%2F"))
    assert one is not None and one.incident == "a/b%2F"


def test_no_one_who_is_not_before_the_court_is_asked_about() -> None:
    dismissed = BEGUN.replace("against: [doe]", "against: [doe], status: dismissed")
    assert inquiries(decided(dismissed)) == ()
