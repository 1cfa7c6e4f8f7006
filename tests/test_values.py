"""``build`` reads what is right at a tenth of the cost; pydantic alone says what is right. They agree."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from prong.files import read_yaml
from prong.law.library import ROOMS
from prong.record.case import Record
from prong.values import NotPlain, Value, adapter, build, kebab, plain

SOURCE = Path(__file__).parent.parent / "src" / "prong"
LAW = sorted((SOURCE / "library").rglob("*.yaml"))
EXAMPLES = sorted((SOURCE / "examples").glob("*.yaml"))
BAD = sorted((Path(__file__).parent / "bad_input").glob("*.yaml"))


def model(path: Path) -> type[Value]:
    """The kind of value a file of the package holds."""
    if path in EXAMPLES:
        return Record
    home = path.relative_to(SOURCE / "library").parent.as_posix()
    room = next(room for room in ROOMS if home == room or home.startswith(f"{room}/"))
    return ROOMS[room]


def name(path: Path) -> str:
    return path.stem


def agrees(cls: type[Value], given: Any) -> bool:
    """Whether ``build`` accepts; where it does, pydantic must accept with an equal result."""
    before = copy.deepcopy(given)
    try:
        built = build(cls, given)
    except NotPlain:
        assert given == before, "the document was changed while it was read"
        return False
    assert given == before, "the document was changed while it was read"
    try:
        validated = adapter(cls).validate_python(given)
    except ValidationError as error:
        raise AssertionError(f"build accepts what pydantic refuses: {error}") from None
    assert built == validated
    assert type(built) is type(validated)
    return True


@pytest.mark.parametrize("path", [*LAW, *EXAMPLES], ids=name)
def test_every_file_of_the_package_is_plain(path: Path) -> None:
    """The quick way is the way taken: no shipped file needs pydantic."""
    assert agrees(model(path), read_yaml(path).value)


@pytest.mark.parametrize("path", [*LAW, *EXAMPLES], ids=name)
def test_a_value_stated_as_a_file_reads_back_equal(path: Path) -> None:
    """What ``plain`` states, pydantic reads as the same value; ``publish`` relies on it."""
    value = build(model(path), read_yaml(path).value)
    assert adapter(type(value)).validate_python(plain(value)) == value


@pytest.mark.parametrize("path", BAD, ids=name)
def test_whatever_build_accepts_of_bad_files(path: Path) -> None:
    """Also among the files with one defect, most of which are sound in form."""
    from prong.faults import Fault

    try:
        given = read_yaml(path).value
    except Fault:
        return  # not even YAML
    agrees(Record, given)


# Mutated documents

SCALARS: tuple[Any, ...] = (
    "", " ", "x", "true", "false", "True", "yes", "no", "on", "1", "0", "-1", "+1", " 1", "1_0",
    "01", "1.0", "1e3", "١", "٢٠١٣", "9999999999", "null", "~", "2013", "2013-06", " 2013-06-01 ",
    "2013-02-30", "0000", "9999-12-31", "officer", "plaintiff", "rule", "\0", "é", None, True, 1, 0,
    1.0, [], {}, [None], [[]], {"": ""}, ["x", "x"], {"x": None},
)  # fmt: skip


def spots(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container of a document with every key or index in it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield value, key
            yield from spots(inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield value, index
            yield from spots(inner)


def mutate(value: Any, chance: random.Random, keys: list[str]) -> None:
    """Change one thing somewhere in a document."""
    home, at = chance.choice(list(spots(value)))
    match chance.randrange(7):
        case 0:
            del home[at]
        case 1:
            home[at] = chance.choice(SCALARS)
        case 2:
            home[at] = [home[at]]
        case 3:
            home[at] = {chance.choice(keys): home[at]}
        case 4 if isinstance(home, dict):
            home[chance.choice(keys)] = chance.choice(SCALARS)
        case 5 if isinstance(home, dict):
            other = chance.choice([at.replace("-", "_"), f"{at}-", at.upper(), f"{at}_", ""])
            home[other] = home.pop(at)
        case _:
            donor, key = chance.choice(list(spots(value)))
            home[at] = copy.deepcopy(donor[key])


@pytest.mark.parametrize("room", [*ROOMS, "case"])
def test_build_never_accepts_what_pydantic_refuses(room: str) -> None:
    """Hundreds of documents of each kind, each a sound one with up to three changes."""
    cls = Record if room == "case" else ROOMS[room]
    paths = [path for path in (*LAW, *EXAMPLES) if model(path) is cls]
    if room == "case":
        paths = [path for path in BAD if path.stem == "least"] + EXAMPLES
    sound = [read_yaml(path).value for path in paths]
    if room == "retractions":
        sound = [{"retract": [{"authority": "a", "reason": "b"}]}]
    # Small files first: a change in a large one seldom meets the same field twice.
    sound = sorted(sound, key=lambda value: len(list(spots(value))))[:12]
    assert sound
    keys = sorted(
        {str(at) for value in sound for home, at in spots(value) if isinstance(home, dict)}
    )
    chance = random.Random(room)
    accepted = 0
    for _ in range(400):
        given = copy.deepcopy(chance.choice(sound[:4] if chance.random() < 0.8 else sound))
        for _ in range(chance.choice((1, 1, 2, 3))):
            if list(spots(given)):
                mutate(given, chance, keys)
        accepted += agrees(cls, given)
    assert accepted, "no mutated document was accepted: this test tests nothing"


@pytest.mark.parametrize("given", [None, [], "", "x", 1, {}, {"": ""}, {None: None}, {1: 2}])
def test_what_is_no_document(given: Any) -> None:
    """Whatever stands at the top of a file."""
    kinds: list[type[Value]] = [Record, *ROOMS.values()]
    for cls in kinds:
        agrees(cls, given)


@pytest.mark.parametrize(
    ("field", "word"), [("is_", "is"), ("state_law", "state-law"), ("x", "x"), ("from_", "from")]
)
def test_fields_are_written_with_hyphens(field: str, word: str) -> None:
    """Python's names of fields as a file writes them."""
    assert kebab(field) == word
