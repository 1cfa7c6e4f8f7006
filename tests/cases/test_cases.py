"""The example cases of this folder, each decided as the file beside it says."""

from __future__ import annotations

import pytest

from tests.cases.example import ENDING, HERE, Example, names
from tests.cases.expectation import differences


@pytest.mark.parametrize("name", names())
def test_case(name: str) -> None:
    example = Example.of(name)
    found = list(differences(example.stated, example.answer))
    assert not found, f"{name} is not decided as stated:\n  " + "\n  ".join(found)


def test_every_file_says_what_it_shows() -> None:
    """A comment opens every file, and no overlay or case of the folder lies unused."""
    for path in HERE.rglob("*.yaml"):
        opening = path.read_text("utf-8").partition("\n")[0]
        assert opening.startswith("# ") and len(opening) > 20, f"{path} opens without a comment"
    examples = [Example.of(name) for name in names()]
    cases = {path.name.removesuffix(".yaml") for path in HERE.glob("*.yaml")}
    decided = {e.stated.get("case", e.name) for e in examples} | {e.name + ENDING[:-5] for e in examples}
    assert cases <= decided
    used = {overlay for e in examples for overlay in e.stated.get("library", ())}
    assert {f"overlays/{path.name}" for path in (HERE / "overlays").iterdir()} == used
