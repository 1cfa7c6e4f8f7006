"""When the name in a citation and a caption name one case; each pair with its reason."""

from __future__ import annotations

import pytest

from prong.check.names import likeness, twins


@pytest.mark.parametrize(
    ("given", "caption", "why"),
    [
        ("Roe v. Dep't of Soc. Servs.", "Roe v. Coe County Department of Social Services", "abbreviated"),
        ("Bd. of Cty. Comm'rs v. Roe", "Board of the County Commissioners of Coe"
        " County v. Roe", "abbreviated"),
        ("Mt. Poe City Sch. Dist. Bd. of Educ. v. Roe", "Mount Poe City School District Board of"
        " Education v. Roe", "T6"),
        ("NAG v. Roe", "National Association of Gardeners v. Roe", "first letters"),
        ("U.S. v. Roe", "United States v. Roe", "the country's initials"),
        ("M.L.B. v. S.L.J.", "M. L. B. v. S. L. J.", "initials spaced otherwise"),
        ("State v. Roe", "People of the State of Ohio v. Roe", "a sovereign by another word"),
        ("United States ex rel. Poe v. Roe", "Poe v. Roe", "the relator alone"),
        ("Roe v. Poe", "Poe v. Roe", "parties reordered"),
        ("Roe v. Poe et al.", "ROE, Plaintiff, v. POE, Warden", "titles and capitals"),
        ("In re Roe", "Matter of Roe", "one form of a matter for another"),
        ("Campion v. Roe", "City of Campion v. Roe", "the city left out"),
        ("Desiree Roe v. Campion", "Roe v. City of Campion", "a given name added"),
        ("Peña v. Roe", "Pena v. Roe", "an accent"),
        ("Roe v. Elm Fisheries", "Roe v. Elm Fishery Company", "one and several"),
        ("Roe v. Int'l Ass'n of Poes", "Roe v. International Association of Poes", "abbreviated words alone"),
        ("Six Agents v. Roe", "Six Unknown Agents of the Bureau v. Roe", "words left out"),
    ],
)  # fmt: skip
def test_no_false_alarm(given: str, caption: str, why: str) -> None:
    assert likeness(given, [caption]) == "same", why


@pytest.mark.parametrize(
    ("given", "caption", "how", "why"),
    [
        ("Alder v. Birch", "Alder v. Cedar", "other", "another defendant"),
        ("Lee v. Alder", "Lawrence v. Alder", "other", "a name is no abbreviation of a longer one"),
        ("John Smith v. Alder", "John Brown v. Alder", "other", "a given name shared"),
        ("United States v. Alder", "United States v. Birch", "other", "only the sovereign shared"),
        ("City of Elm v. Oakley", "City of Ashby v. Oakley", "other", "another city"),
        ("Alderr v. Birch", "Alder v. Birch", "misspelt", "a letter too many"),
        ("Sauvier v. Birch", "Saucier v. Birch", "misspelt", "a letter changed"),
        ("In re Alder", "Birch v. Cedar", "other", "a matter of somebody else"),
        ("Roe v. Unitde States", "Roe v. United States", "misspelt", "two letters exchanged in a word"
        " that tells nothing"),
        ("Roe v. Elmfeld Valley School Dist.", "Roe v. Elmfield Valley School District", "misspelt",
         "a letter left out of one of several words"),
    ],
)  # fmt: skip
def test_another_party_is_seen(given: str, caption: str, how: str, why: str) -> None:
    assert likeness(given, [caption]) == how, why


def test_the_best_of_several_names_counts() -> None:
    assert likeness("Alder v. Birch", ["Cedar v. Dogwood", "Birch, Warden v. Alder"]) == "same"


def test_a_name_of_one_party_is_no_twin_of_a_name_of_two() -> None:
    assert twins("Alder v. Birch", ["Birch v. Alder"])
    assert not twins("Alder Trust Co. v. Birch", ["Ex parte Alder"])
