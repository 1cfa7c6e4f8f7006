"""A team's database: made, brought up to date, opened, and what it refuses told."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from prong.base import database
from prong.base.database import shown
from prong.faults import Place, TeamFault
from prong.web.team.schema import HEAD, REVISIONS, VERSION_TABLE

#: Where the database's URL is looked for when it is not given: a URL may hold a password, and
#: whoever is on a machine may see what a command was given.
VARIABLE = "PRONG_TEAM"
_MIGRATIONS = Path(__file__).parent / "migrations"
_SENTENCES = (
    ("read-only transaction", "The team's database is read-only: connect as a user who may write."),
    ("permission denied", "The user of the URL may not do this in the team's database."),
    ("must be owner", "The user of the URL may not do this in the team's database."),
    ("No space left", "The disk of the database is full: nothing was changed."),
    ("QueuePool", "The database is busy: nothing was changed. Try again in a moment."),
    ("too many clients", "The database is busy: nothing was changed. Try again in a moment."),
    *database.SERVER,
)


class Team:
    """An open database of a team."""

    def __init__(self, where: str, engine: Engine) -> None:
        self.where, self.engine = where, engine

    @contextlib.contextmanager
    def begin(self) -> Iterator[Connection]:
        """A connection within a transaction: all that is written in it is kept, or none of it."""
        with database.told(self.where, TeamFault, _SENTENCES), self.engine.begin() as connection:
            yield connection

    def close(self) -> None:
        self.engine.dispose()

    def __enter__(self) -> Team:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def place(given: str | None) -> str:
    """The URL that was given, else that of the environment."""
    found = given or os.environ.get(VARIABLE)
    if not found:
        raise TeamFault(
            "A team's cases are kept in PostgreSQL, and no database is named.",
            expected=f"the URL in the environment as {VARIABLE}, such as postgresql://host/prong",
        )
    return found


def connected(given: str | None) -> Team:
    """A team's database, not yet looked into."""
    where = place(given)
    url = database.as_url(where, TeamFault)
    if url.get_backend_name() != "postgresql":
        raise TeamFault(
            "A team's cases are kept in PostgreSQL only.",
            place=Place(shown(where)), found=url.get_backend_name(), expected="postgresql://…",
        )  # fmt: skip
    # Contents are kept out of what is said of an error; a server that was started anew is met again.
    engine = database.postgres(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=20,
        max_overflow=20,
        pool_timeout=10,
    )
    return Team(where, engine)


def open_team(given: str | None) -> Team:
    """Open a database that is there and of this version; a TeamFault says what else to do."""
    team = connected(given)
    try:
        with team.begin() as connection:
            found = database.revision(connection, VERSION_TABLE)
        if found != HEAD:
            raise _other(found, team.where)
    except BaseException:
        team.close()
        raise
    return team


def init(given: str | None) -> tuple[Team, bool]:
    """Make the tables of a team, or bring them up to date: the team, and whether they are new."""
    team = connected(given)
    try:
        with team.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('prong team'))"))
            found = database.revision(connection, VERSION_TABLE)
            if found is not None and found not in REVISIONS:
                raise _other(found, team.where)
            if found != HEAD:
                database.migrate(connection, _MIGRATIONS, VERSION_TABLE)
    except BaseException:
        team.close()
        raise
    return team, found is None


def _other(found: str | None, where: str) -> TeamFault:
    place = Place(shown(where))
    if found is None:
        return TeamFault("There is no team in this database yet: run prong team init.", place=place)
    older = found in REVISIONS
    return TeamFault(
        "The team's database is of an older version of Prong: run prong team init, which brings it up"
        " to date and loses nothing."
        if older
        else "The team's database was made by a newer version of Prong: bring Prong up to date.",
        place=place, found=f"version {found}", expected=f"version {HEAD}",
    )  # fmt: skip
