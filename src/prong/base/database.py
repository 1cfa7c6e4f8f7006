"""What every database of Prong needs: its address shown without a password, PostgreSQL reached, its
form brought up to date in one transaction, and what it refuses told in a sentence."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prong.faults import Fault, Place

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

_MIGRATIONS = Path(__file__).parent / "migrations"
#: Words of what a server says, and the sentence that says what to do about it.
SERVER = (
    ("Connection refused", "No PostgreSQL server answers there: start it, or see to the URL."),
    ("Is the server running", "No PostgreSQL server answers there: start it, or see to the URL."),
    ("failed to resolve host", "There is no server of that name: see to the URL."),
    ("does not exist", "There is no such database or user there: make it first (createdb), or see to"
     " the URL."),
    ("connection failed", "The PostgreSQL server did not let Prong in: see to the URL, the user and"
     " the password."),
    ("server closed the connection", "The PostgreSQL server ended the connection: what was not yet"
     " whole was taken back. Try again when it is up."),
    ("terminating connection", "The PostgreSQL server ended the connection: what was not yet whole was"
     " taken back. Try again when it is up."),
)  # fmt: skip


def is_url(where: str) -> bool:
    return "://" in where


def shown(where: str) -> str:
    """A place without the password that a URL may hold."""
    if not is_url(where):
        return where
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        return make_url(where).render_as_string(hide_password=True)
    except (ArgumentError, ValueError):
        return "the database's URL"


def as_url(where: str, kind: type[Fault]) -> URL:
    """A URL read; where it is none, a fault of ``kind``."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        return make_url(where)
    except (ArgumentError, ValueError):
        raise kind("This is no URL of a database.", expected="postgresql://…") from None


def postgres(url: URL, **options: Any) -> Engine:
    """The engine of a PostgreSQL server; nobody has asked it anything yet."""
    import sqlalchemy

    return sqlalchemy.create_engine(
        url.set(drivername="postgresql+psycopg"), connect_args={"connect_timeout": 10}, **options
    )


def revision(connection: Connection, table: str = "alembic_version") -> str | None:
    """The version of the tables, as ``table`` holds it, or None where there are none of Prong's."""
    from sqlalchemy import inspect, text

    if not inspect(connection).has_table(table):
        return None
    row = connection.execute(text(f"SELECT version_num FROM {table}")).first()
    return str(row[0]) if row else None


def migrate(
    connection: Connection, versions: Path | None = None, table: str = "alembic_version"
) -> None:
    """Run the migrations of a folder, else the base's, within the transaction of a connection: an
    end at any moment leaves the database as it was."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    if versions is not None:
        config.set_main_option("version_locations", str(versions))
    config.attributes |= {"connection": connection, "table": table}
    command.upgrade(config, "head")


@contextlib.contextmanager
def told(where: str, kind: type[Fault], sentences: Sequence[tuple[str, str]]) -> Iterator[None]:
    """Tell what a database refused as a fault of ``kind`` that says what to do."""
    import sqlite3

    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.exc import TimeoutError as Waited

    try:
        yield
    except (DBAPIError, sqlite3.Error, Waited) as error:
        said = str(getattr(error, "orig", None) or error)
        raise kind(sentence(said, sentences), place=Place(shown(where))) from error


def sentence(said: str, sentences: Sequence[tuple[str, str]]) -> str:
    for words, one in sentences:
        if words.lower() in said.lower():
            return one
    return f"The database refused: {said.splitlines()[0][:200]}."
