"""What is offered at a cursor, marked | in the text."""

from __future__ import annotations

import pytest

from prong.law.authorities import Authority
from prong.law.library import Library
from prong.record.case import Record
from prong.web.completion import completed

LIBRARY = Library.load()

HEAD = """\
case: Roe v. Doe
forum: ca9
posture: {stage: summary-judgment, movant: officers, decided: 2024-05-01}
people:
  roe: {name: Jane Roe, is: plaintiff}
  doe: {name: Ann Doe, is: officer}
evidence:
  roe-dep: {kind: deposition, of: roe, cite: "Roe Dep. 12:3-9"}  # a comment: with a colon
"""
INCIDENT = """\
incidents:
  night:
    date: 2023-05-02
    acts:
      telling:
        by: doe
        kind: act
        what: told him
        facts:
          - {factor: told-abuser-of-report, for: [roe-dep]}
"""


def at(text: str, root: type = Record) -> list[str]:
    before, after = text.split("|")
    return [w.word for w in completed(LIBRARY, root, before, after).offered]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("ca|", "case:"),
        (HEAD + "inc|", "incidents:"),
        (HEAD + "  doe-dep: {ki|", "kind:"),
        (HEAD + "  doe-dep: {kind: dep|", "deposition"),
        (HEAD + "  doe-dep: {kind: deposition, of: |", "roe"),
        (HEAD + "  doe-dep:\n    kind: deposition\n    of: d|", "doe"),
        (HEAD + "  doe-dep:\n    kind: deposition\n    ad|", "admissible:"),
        (HEAD + "  doe-dep: {kind: deposition, admissible: t|", "true"),
        (HEAD.replace("stage: summary-judgment", "stage: ver|"), "verdict"),
        (HEAD.replace("forum: ca9", "forum: ca1|"), "ca1"),
        (HEAD + INCIDENT + "          - {factor: told-abuser-of-rep|", "told-abuser-of-report"),
        (HEAD + INCIDENT + "          - factor: told-abuser-of-rep|\n", "told-abuser-of-report"),
        (HEAD + INCIDENT + "          - told-abuser-of-rep|\n", "told-abuser-of-report"),
        (HEAD + INCIDENT + "          - {factor: told-abuser-of-report, for: [ro|", "roe-dep"),
        (HEAD + INCIDENT + "        heard|", "heard-by:"),
        (HEAD + INCIDENT + "        ordered-by: [ro|", "roe"),
        (HEAD + INCIDENT + "        ordered-by:\n          - ro|", "roe"),
        (HEAD + INCIDENT + "    findings:\n      - {factor: manner-invites-retaliation, from: [tel|",
         "telling"),
        (HEAD + INCIDENT + "    scope: [police-|", "police-actor"),
        (HEAD + INCIDENT + "claims:\n  - {doctrine: state-c|", "state-created-danger"),
        (HEAD + INCIDENT + "claims:\n- doctrine: state-created-danger\n  against: [d|", "doe"),
        (HEAD + INCIDENT + "claims:\n  - {doctrine: state-created-danger, plaintiff: roe, status: liv|}",
         "live"),
        (HEAD + INCIDENT + "        by: {is: d|", "doe"),
        (HEAD + INCIDENT + "      b: {by: doe, kind: om|", "omission"),
    ],
)  # fmt: skip
def test_the_first_thing_offered(text: str, first: str) -> None:
    assert at(text)[0] == first


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "  doe-dep: {kind: deposition, cite: |",  # words of one's own
        HEAD + "  # kind: |", HEAD + "  |x: y", HEAD + "note: |", HEAD + "  e: {cite: \"kind: |",
        HEAD + "note: >\n  kind: |", "nonsense: {kind: |", "- - - |", "}}}|", "|", "\t|",
    ],
)  # fmt: skip
def test_nothing_is_offered_where_the_contract_has_no_word(text: str) -> None:
    offered = at(text)
    assert offered == [] or all(word.endswith(":") for word in offered)


def test_fields_that_are_there_are_not_offered_again() -> None:
    offered = at(HEAD + "  x: {kind: video, cite: a, |")
    assert "of:" in offered and "kind:" not in offered and "cite:" not in offered


def test_what_is_offered_says_what_it_means() -> None:
    made = completed(
        LIBRARY, Record, HEAD + INCIDENT + "          - {factor: told-abuser-of-rep", "}"
    )
    word = made.offered[0]
    assert "plaintiff" in word.more and word.says


def test_an_authority_is_completed_too() -> None:
    head = "authority: A v. B\ncourt: ca|"
    assert at(head, Authority)[0].startswith("ca")
    holding = (
        "authority: A v. B\nholdings:\n  - id: x\n    doctrine: state-created-danger\n    for: pl|"
    )
    assert at(holding, Authority) == ["plaintiff"]
    assert "conduct" in " ".join(at(holding.replace("for: pl|", "on: |"), Authority)) or at(
        holding.replace("for: pl|", "on: |"), Authority
    )
