"""Bases of both kinds, empty and filled with the invented opinions beside this file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from prong.base import store
from prong.base.add import add
from prong.base.store import Base
from tests.postgres import database, postgres

__all__ = ["postgres"]  # a fixture

OPINIONS = Path(__file__).parent / "opinions"


@pytest.fixture(params=["sqlite", "postgres"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a base may be made, once in SQLite and once in PostgreSQL."""
    if request.param == "sqlite":
        return str(tmp_path / "authorities.db")
    return database(request.getfixturevalue("postgres"))


@pytest.fixture
def empty(where: str) -> Iterator[Base]:
    store.init(where)
    with store.open_base(where) as base:
        yield base


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Base]:
    """A base of the invented opinions, to read only."""
    if request.param == "sqlite":
        place = str(tmp_path_factory.mktemp("base") / "authorities.db")
    else:
        place = database(request.getfixturevalue("postgres"))
    store.init(place)
    with store.open_base(place) as base:
        made = add(base, [OPINIONS])
        assert (made.new, made.faults) == (6, ())
        yield base


@pytest.fixture(scope="session")
def any_base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """A base that the examples of a property write into, each in a volume of its own."""
    place = str(tmp_path_factory.mktemp("any") / "authorities.db")
    store.init(place)
    with store.open_base(place) as base:
        yield base
