"""A base of the invented decisions, in SQLite, to read only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from prong.base import store
from prong.base.add import add
from prong.base.store import Base
from tests.check.invented import Decision, decisions, write
from tests.postgres import database, postgres

__all__ = ["postgres"]  # the server that the base's own tests start

OPINIONS = Path(__file__).parents[1] / "base" / "opinions"


@pytest.fixture(scope="session")
def every() -> list[Decision]:
    return decisions()


@pytest.fixture(scope="session")
def invented(every: list[Decision], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    folder = tmp_path_factory.mktemp("invented")
    write(folder / "opinions", every)
    place = str(folder / "authorities.db")
    store.init(place)
    with store.open_base(place) as base:
        made = add(base, [folder / "opinions"])
        assert (made.new, made.faults) == (len(every), ())
        yield base


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Base]:
    """The same six opinions in a base of either kind."""
    if request.param == "sqlite":
        place = str(tmp_path_factory.mktemp("both") / "authorities.db")
    else:
        place = database(request.getfixturevalue("postgres"))
    store.init(place)
    with store.open_base(place) as base:
        add(base, [OPINIONS])
        yield base


@pytest.fixture(scope="session")
def plants(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """The six invented opinions that the base's own tests use."""
    place = str(tmp_path_factory.mktemp("plants") / "authorities.db")
    store.init(place)
    with store.open_base(place) as base:
        add(base, [OPINIONS])
        yield base
