"""Whatever a case file holds, Prong answers in every form or refuses in a sentence; it never fails."""

from __future__ import annotations

import copy
import random
from functools import cache
from typing import Any

import pytest

from prong.decide.analysis import analyze
from prong.faults import Fault
from prong.files import Document, read_yaml
from prong.law.library import Library
from prong.record.load import examples, from_document
from prong.report.contract import dumps
from prong.report.memo import memo
from prong.report.render.markdown import markdown
from prong.report.text import text, why
from tests.bad_input.test_bad_input import LEAST
from tests.test_values import mutate, spots


@cache
def library() -> Library:
    return Library.load()


def answered(value: Any, name: str) -> bool:
    """Whether a document is decided; a Fault is a refusal, and any other exception is a bug."""
    document = Document(name, value)
    try:
        record = from_document(document, library())
    except Fault as fault:
        assert str(fault).strip()
        return False
    try:
        found = analyze(record, library())
    except Fault as fault:
        assert str(fault).strip()
        return False
    assert dumps(found)
    assert markdown(memo(found))
    assert text(found, 80)
    assert why(found, list(found.determinations), 80)
    return True


@pytest.mark.parametrize(("name", "seed"), [("least", n) for n in range(8)] + [("all", 0)])
def test_a_changed_case_is_decided_or_refused(name: str, seed: int) -> None:
    """The least case and the examples with up to three changes anywhere."""
    chance = random.Random(f"{name} {seed}")
    paths = [LEAST] if name == "least" else list(examples().values())
    sound = [read_yaml(path).value for path in paths]
    keys = sorted({str(k) for v in sound for home, k in spots(v) if isinstance(home, dict)})
    keys += [
        "magnitude",
        "from",
        "against",
        "person",
        "heard-by",
        "ordered-by",
        "scope",
        "findings",
    ]
    words = sorted(library().factors.factors) + list(library().factors.scopes)
    decided = 0
    for _ in range(100 if name == "least" else 40):
        value = copy.deepcopy(chance.choice(sound))
        for _ in range(chance.choice((1, 1, 2, 3))):
            if chance.random() < 0.3:
                homes = [(h, k) for h, k in spots(value) if isinstance(h[k], str)]
                if homes:
                    home, at = chance.choice(homes)
                    home[at] = chance.choice(words)
            elif list(spots(value)):
                mutate(value, chance, keys)
        try:
            decided += answered(value, name)
        except Exception as error:
            raise AssertionError(f"neither decided nor refused: {value}") from error
    assert decided or name == "all"


@pytest.mark.parametrize("name", ["", " ", ".", "Jr.", "\u00a0"])
def test_a_person_of_no_name(name: str) -> None:
    """A name is taken apart for the surname; of a blank one nothing is left."""
    value = read_yaml(LEAST).value
    value["people"]["roe"]["name"] = name
    answered(value, "least")
