"""The record cited in a court's own style, where a piece of evidence says where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import prong

CASE = """\
case: Roe v. Doe
forum: ca9
posture: {stage: summary-judgment, movant: officers, decided: 2021-06-01}
people:
  roe: {name: Ann Roe, is: plaintiff}
  doe: {name: Lee Doe, is: officer, rank: Officer}
evidence:
  both: {kind: deposition, of: roe, cite: "Roe Dep. 45", filed: {entry: 52-3, page: 7},
    appendix: {volume: 2, page: 345}}
  one: {kind: deposition, of: doe, cite: "Doe Dep. 9", appendix: {page: 12}}
  neither: {kind: document, cite: "Ex. 4"}
incidents:
  stop:
    date: 2019-05-02
    scope: [police-actor]
    circumstances:
      - {factor: was-unarmed, for: [both]}
      - {factor: fled-on-foot, for: [one]}
    acts:
      shot:
        by: doe
        kind: act
        what: shot Roe
        facts: [{factor: shot-person-who-was-on-foot, for: [neither]}]
claims:
  - {doctrine: excessive-force, plaintiff: roe, against: [doe]}
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("style", "unarmed", "fled"),
    [
        (None, "Roe Dep. 45", "Doe Dep. 9"),
        ("er", "2-ER-345", "ER-12"),  # one volume has none to name
        ("roa", "ROA.345", "ROA.12"),
        ("ja", "J.A. 345", "J.A. 12"),
        ("ecf", "Roe Dep. 45, ECF No. 52-3 at 7", "Doe Dep. 9"),  # not said to be filed
        ("page-id", "R. 52-3, Roe Dep. 45, PageID#: 7", "Doe Dep. 9"),
    ],
)
def test_the_record_is_cited_in_the_style_that_is_asked_for(
    case: Path, style: str | None, unarmed: str, fled: str
) -> None:
    asked = ["--record-cites", style] if style else []
    told = prong("analyze", case, "-f", "md", *asked).out.replace("–", "-").replace("\\", "")
    assert f"Roe was unarmed ({unarmed})" in told
    assert f"Roe was fleeing on foot ({fled})" in told
    assert "Doe shot Roe (Ex. 4)" in told


def test_the_case_file_may_choose_the_style(case: Path) -> None:
    case.write_text(f"record-cites: er\n{CASE}", encoding="utf-8")
    assert "2-ER-345" in prong("analyze", case).out


def test_a_style_that_the_library_does_not_have_is_refused(case: Path) -> None:
    ran = prong("analyze", case, "--record-cites", "err")
    assert ran.status == 2 and "one of ecf, er, roa, page-id, ja" in ran.err
