"""The hierarchy of courts, held against courts_db (CourtListener's ids) and against 28 U.S.C. § 41."""

from datetime import timedelta
from importlib.resources import files
from itertools import pairwise

import pytest
import yaml

courts_db = pytest.importorskip(
    "courts_db", reason="courts_db is not installed, so there is nothing to hold the courts against"
)

COURTS = yaml.safe_load(
    (files("prong") / "library/courts/courts.yaml").read_text(encoding="utf-8")
)["courts"]
THEIRS = {court["id"]: court for court in courts_db.courts}

# 28 U.S.C. § 41, by postal code; the Northern Mariana Islands go with Guam (48 U.S.C. § 1821).
COMPOSITION = {
    "cadc": "DC",
    "ca1": "MA ME NH PR RI",
    "ca2": "CT NY VT",
    "ca3": "DE NJ PA VI",
    "ca4": "MD NC SC VA WV",
    "ca5": "LA MS TX",
    "ca6": "KY MI OH TN",
    "ca7": "IL IN WI",
    "ca8": "AR IA MN MO ND NE SD",
    "ca9": "AK AZ CA GU HI ID MP MT NV OR WA",
    "ca10": "CO KS NM OK UT WY",
    "ca11": "AL FL GA",
}
NOT_STATES = {"DC", "PR", "GU", "MP", "VI"}
STATES = set(" ".join(COMPOSITION.values()).split()) - NOT_STATES

# Districts whose circuit courts_db has wrong, each with the reason.
COURTS_DB_IS_WRONG = {
    "vtd": "courts_db puts Vermont in the First Circuit; 28 U.S.C. § 41 puts it in the Second",
}


def of_kind(kind):
    return {id: court for id, court in COURTS.items() if court["kind"] == kind}


def circuit_now(court):
    """The one court above that has no last day."""
    (above,) = [link["court"] for link in court["under"] if "until" not in link]
    return above


def circuits_stated_by_courts_db(id):
    """What courts_db says of a district's circuit: a number, an id, a list of ids, or nothing."""
    theirs = THEIRS[id]
    stated = set()
    if theirs.get("federal_circuit"):
        stated.add(f"ca{theirs['federal_circuit']}")
    above = theirs.get("appeal_to")
    if above:
        stated.update([above] if isinstance(above, str) else above)
    return stated


def ancestors(id):
    """Every court that was ever above this one."""
    seen, waiting = set(), [link["court"] for link in COURTS[id].get("under", [])]
    while waiting:
        above = waiting.pop()
        if above not in seen:
            seen.add(above)
            waiting += [link["court"] for link in COURTS[above].get("under", [])]
    return seen


def test_there_are_94_districts_and_13_courts_of_appeals():
    assert len(of_kind("district")) == 94
    assert len(of_kind("appeals")) == 13
    assert list(of_kind("supreme")) == ["scotus"]


def test_every_id_is_an_id_of_courts_db():
    assert [id for id in COURTS if id not in THEIRS] == []


def test_every_district_is_in_the_circuit_courts_db_states():
    said = {id: circuits_stated_by_courts_db(id) for id in of_kind("district")}
    differing = {
        id for id, circuits in said.items() if circuits and circuits != {circuit_now(COURTS[id])}
    }
    assert any(said.values())
    assert differing == set(COURTS_DB_IS_WRONG)


def test_every_circuit_has_the_states_the_statute_gives_it():
    # courts_db is silent on most districts, so the statute is the fuller check
    ours = {}
    for court in of_kind("district").values():
        ours.setdefault(circuit_now(court), set()).add(court["state"])
    assert ours == {circuit: set(states.split()) for circuit, states in COMPOSITION.items()}


def test_every_state_has_a_highest_court():
    assert len(STATES) == 50
    assert STATES - {court["state"] for court in of_kind("state-high").values()} == set()


def test_no_court_is_its_own_ancestor_and_all_stand_under_the_supreme_court():
    for id in COURTS:
        assert id not in ancestors(id), f"{id} is its own ancestor"
        assert id == "scotus" or "scotus" in ancestors(id), (
            f"{id} does not stand under the Supreme Court"
        )


def test_a_court_that_moved_was_under_one_court_on_every_day():
    for id, court in COURTS.items():
        links = court.get("under", [])
        for before, after in pairwise(links):
            assert before["until"] + timedelta(days=1) == after["since"], (
                f"{id} has a gap or an overlap"
            )
