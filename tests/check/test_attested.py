"""What is known of a decision that is not held, from how held decisions cite it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from prong.base import store
from prong.base.add import add
from prong.base.store import Base
from prong.check import check
from prong.check.finding import Finding
from prong.read import read_text

#: As three decisions cite two that are not held, one of them once by the defendant's name alone.
CITING = (
    "See Alder v. Birchwood, 610 U.S. 100, 112, 155 S. Ct. 200, 208 (2019);"
    " Cedar v. Dogwood, 610 U.S. 130, 155 S. Ct. 220 (2019).",
    "So it was held in Alder v. Birchwood, 610 U.S. 100, 155 S. Ct. 200 (2019), and again in"
    " Cedar v. Dogwood, 610 U.S. 130, 155 S. Ct. 220 (2019).",
    "We follow Birchwood, 610 U.S. 100, 110 (2019).",
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    folder: Path = tmp_path_factory.mktemp("attested")
    for k, says in enumerate(CITING):
        head = f"Elm v. Fir {k}, {900 + k} F.3d {10 + k} (9th Cir. 2020)"
        (folder / f"{k}.txt").write_text(f"{head}\n\nOPINION\n\n{says} The gate was shut.\n")
    place = str(folder / "authorities.db")
    store.init(place)
    with store.open_base(place) as opened:
        assert add(opened, [folder]).new == len(CITING)
        yield opened


def found(base: Base, cited: str) -> dict[str, Finding]:
    """The findings on the one citation of a brief, by what they are about."""
    checked = check(read_text(f"ARGUMENT\n\nThe rule is settled. See {cited}.\n"), base)
    (row,) = checked.rows
    return {f.about: f for f in row.findings}


def test_a_parallel_citation_alone_is_known_by_those_that_give_both(base: Base) -> None:
    said = found(base, "Alder v. Birchwood, 155 S. Ct. 200 (2019)")
    assert (said["exists"].kind, said["name"].kind) == ("attested", "same")
    assert found(base, "Elm v. Birchwood, 155 S. Ct. 200 (2019)")["name"].kind == "other-decision"


def test_a_wrong_parallel_citation_is_set_right(base: Base) -> None:
    said = found(base, "Alder v. Birchwood, 610 U.S. 100, 155 S. Ct. 290 (2019)")["exists"]
    assert (said.verdict, said.kind, said.given, said.right) == (
        "wrong", "other-place", "155 S. Ct. 290", "155 S. Ct. 200",
    )  # fmt: skip


def test_a_short_name_shields_no_other_plaintiff(base: Base) -> None:
    """*Birchwood* alone fits any case against Birchwood, so it contests no name of two parties."""
    said = found(base, "Ashgrove v. Birchwood, 610 U.S. 100 (2019)")["name"]
    assert (said.verdict, said.kind) == ("wrong", "other-decision")


def test_a_letter_wrong_in_any_word_is_seen(base: Base) -> None:
    said = found(base, "Alder v. Birchwoud, 610 U.S. 100 (2019)")["name"]
    assert (said.verdict, said.kind, said.right) == ("wrong", "misspelt", "Alder v. Birchwood")


def test_a_page_on_which_two_decisions_say_another_has_begun_is_past_it(base: Base) -> None:
    said = found(base, "Alder v. Birchwood, 610 U.S. 100, 141 (2019)")["pin"]
    assert (said.verdict, said.kind, said.number) == ("wrong", "another-begins", 130)
    assert (
        found(base, "Alder v. Birchwood, 610 U.S. 100, 129 (2019)")["pin"].verdict == "unverified"
    )
