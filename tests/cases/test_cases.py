"""The example cases of this folder, each decided as the file beside it says."""

from __future__ import annotations

import pytest

from tests.cases.example import ENDING, HERE, Example, names
from tests.cases.expectation import differences


@pytest.mark.parametrize("name", names())
def test_case(name: str) -> None:
    example = Example.of(name)
    found = list(differences(example.stated, example.answer))
    if "disagrees" in example.stated:
        assert found, f"{name} is now decided as stated: take out its field disagrees"
        pytest.xfail(example.stated["disagrees"])
    assert not found, f"{name} is not decided as stated:\n  " + "\n  ".join(found)


def test_every_file_says_what_it_shows() -> None:
    """A comment opens every file, and no overlay or case of the folder lies unused."""
    for path in HERE.rglob("*.yaml"):
        opening = path.read_text("utf-8").partition("\n")[0]
        assert opening.startswith("# ") and len(opening) > 20, f"{path} opens without a comment"
    examples = [Example.of(name) for name in names()]
    cases = {p.stem for p in HERE.glob("*.yaml") if not p.name.endswith(ENDING)}
    assert cases <= {example.stated.get("case", example.name) for example in examples}
    used = {overlay for e in examples for overlay in e.stated.get("library", ())}
    assert {f"overlays/{path.name}" for path in (HERE / "overlays").iterdir()} == used
