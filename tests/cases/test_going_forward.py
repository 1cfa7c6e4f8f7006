"""Going forward: a decided case, published and laid over the law, decides the next one like it."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import prong as package
from prong import Analysis, Day, Determination, Library, Record, analyze, publish
from prong.decide.publish import as_yaml
from prong.files import Document, parse_yaml, write
from prong.record.load import find, from_document
from tests.command import prong

CASE = "martinez"
DECISION = "martinez-v-city-of-clovis"
DECIDED = "2019-12-04"
CITATION = "1 Proj. 1"
LATER = Day.parse("2020-03-01")


def case(library: Library, docket: str | None = None) -> Record:
    """The shipped example, or its twin under another docket number."""
    path = find(CASE)
    document = parse_yaml(path.read_text(encoding="utf-8"), path.name)
    value: Any = copy.deepcopy(document.value)
    if docket:
        value["docket"] = docket
        value["case"] = "Twin v. City"
    return from_document(Document(path.name, value, {}), library)


@dataclass(frozen=True)
class Shelf:
    """The folders of one run: the decision retracted, and what was published in its place."""

    retracted: Path
    published: Path

    def without(self) -> Library:
        return Library.load([self.retracted])

    def going_forward(self) -> Library:
        return Library.load([self.retracted, self.published])


def retract(folder: Path) -> None:
    """An overlay without the decision: where the law's method cites it, its name alone is left."""
    shipped = Path(package.__file__).parent / "library"
    for home in ("forums/ca9.yaml", "procedure/federal.yaml"):
        text = (shipped / home).read_text(encoding="utf-8")
        write(folder / home, text.replace(f"authority: {DECISION}", f"cited-as: {DECISION}"))
    write(
        folder / "retractions.yaml",
        f"retract: [{{authority: {DECISION}, why: to publish it anew}}]\n",
    )


def test_the_decision_can_be_retracted_by_one_line(tmp_path: Path) -> None:
    write(tmp_path / "retractions.yaml", f"retract: [{{authority: {DECISION}, why: a test}}]\n")
    assert DECISION not in Library.load([tmp_path]).authorities


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    home = tmp_path_factory.mktemp("law")
    retracted, published = home / "retracted", home / "published"
    retract(retracted)
    ran = prong(
        "publish", CASE, "--citation", CITATION, "--decided", DECIDED,
        "-o", published, "--library", retracted,
    )  # fmt: skip
    assert ran.status == 0, ran.err
    return Shelf(retracted, published)


def merits(analysis: Analysis) -> dict[tuple[str, str | None], Determination]:
    return {(d.defendant, d.episode): d for d in analysis.determinations if d.situation}


def sides(analysis: Analysis) -> dict[tuple[str, str | None], tuple[object, ...]]:
    return {
        key: (
            d.immunity,
            d.ground,
            d.violation.result,
            d.established.result,
            frozenset(d.violation.acts),
        )
        for key, d in merits(analysis).items()
    }


def test_without_the_decision_the_later_conduct_was_not_clearly_forbidden(shelf: Shelf) -> None:
    law = shelf.without()
    found = merits(analyze(case(law, "20-1"), law, incident_date=LATER))
    assert {d.immunity for d in found.values()} == {"granted"}


def test_the_published_decision_decides_a_later_twin_as_the_shipped_one_does(shelf: Shelf) -> None:
    shipped, law = Library.load(), shelf.going_forward()
    wanted = analyze(case(shipped, "20-1"), shipped, incident_date=LATER)
    found = analyze(case(law, "20-1"), law, incident_date=LATER)
    assert sides(found) == sides(wanted)
    denied = [d for d in merits(found).values() if d.immunity == "denied"]
    assert len(denied) == 2
    for d in denied:
        assert {e.authority.citation for e in d.established.by} == {CITATION}
        assert d.first is not None and str(d.first.begins) == "2019-12-05"


def test_the_published_decision_leaves_its_own_case_as_it_was(shelf: Shelf) -> None:
    shipped, law = Library.load(), shelf.going_forward()
    assert sides(analyze(case(law), law)) == sides(analyze(case(shipped), shipped))


def test_the_published_ruling_keeps_earlier_conduct_immune(shelf: Shelf) -> None:
    """A twin of the same days, decided later: the ruling says the law was not yet clear."""
    law = shelf.going_forward()
    found = analyze(case(law, "20-1"), law, decided=Day.parse("2021-01-01"))
    for d in merits(found).values():
        assert d.immunity == "granted"
    named = {e.authority.citation for d in merits(found).values() for e in d.established.contrary}
    assert named == {CITATION}


def test_published_holdings_are_for_the_side_each_conduct_deserved(shelf: Shelf) -> None:
    (authority,) = [a for a in shelf.going_forward().authorities.values() if a.citation == CITATION]
    by_side = {h.id: (h.for_, h.on) for h in authority.holdings}
    assert [on for side, on in by_side.values() if side == "plaintiff"] == ["danger", "danger"]
    assert {on for side, on in by_side.values() if side == "officer"} == {"danger"}
    assert {r.established for r in authority.prong_two} == {False}


def test_an_unpublished_decision_does_not_constrain(shelf: Shelf, tmp_path: Path) -> None:
    ran = prong(
        "publish", CASE, "--citation", CITATION, "--decided", DECIDED, "--unpublished",
        "-o", tmp_path, "--library", shelf.retracted,
    )  # fmt: skip
    assert ran.status == 0, ran.err
    law = Library.load([shelf.retracted, tmp_path])
    found = merits(analyze(case(law, "20-1"), law, incident_date=LATER))
    assert {d.immunity for d in found.values()} == {"granted"}


def test_a_decision_on_prong_two_alone_makes_no_law(shelf: Shelf, tmp_path: Path) -> None:
    """It leaves the law where it was: what it publishes on prong one does not constrain."""
    law = shelf.without()
    decided = analyze(case(law), law, order="two-only")
    made = publish(decided, CITATION, Day.parse(DECIDED))
    write(tmp_path / "authorities" / "ca9" / f"{made.id}.yaml", as_yaml(made))
    after = Library.load([shelf.retracted, tmp_path])
    found = merits(analyze(case(after, "20-1"), after, incident_date=LATER))
    assert {d.immunity for d in found.values()} == {"granted"}


CONTRARY = """\
authority: Contrary v. City
citation: 2 Proj. 2
court: ca9
decided: 2012-01-01
coded: {from: text}
holdings:
  - id: no-danger
    doctrine: state-created-danger
    for: officer
    on: danger
    scope: [police-actor]
    reason: [victim-declined-offered-help]
    facts: [report-made-in-confidence, told-abuser-of-report, told-while-victim-within-reach,
      disparaged-victim-to-abuser, {factor: manner-conveys-impunity, magnitude: 3},
      manner-invites-retaliation]
    says: What the officers said left her in no greater danger once she had declined their help.
"""


def test_publishing_what_contradicts_the_library_is_reported(shelf: Shelf, tmp_path: Path) -> None:
    """Decided without knowing of a contrary decision, then published beside it."""
    write(tmp_path / "law" / "authorities" / "ca9" / "contrary.yaml", CONTRARY)
    both = Library.load([shelf.retracted, tmp_path / "law"])
    unaware = shelf.without()
    decided = analyze(case(unaware), unaware)
    made = publish(
        Analysis(decided.record, both, decided.view, decided.order, decided.determinations),
        CITATION,
        Day.parse(DECIDED),
    )
    assert {clash.against.authority.citation for clash in made.clashes} == {"2 Proj. 2"}
    assert not publish(decided, CITATION, Day.parse(DECIDED)).clashes


def test_the_command_reports_the_clash_and_where_it_lies(shelf: Shelf, tmp_path: Path) -> None:
    """Another circuit need not follow the contrary decision, but publishes against it."""
    write(tmp_path / "law" / "authorities" / "ca1" / "contrary.yaml",
          CONTRARY.replace("court: ca9", "court: ca1"))  # fmt: skip
    ran = prong(
        "publish", CASE, "--citation", CITATION, "--decided", DECIDED, "-o", tmp_path / "out",
        "--library", shelf.retracted, "--library", tmp_path / "law",
    )  # fmt: skip
    assert "Contrary" in ran.out + ran.err
