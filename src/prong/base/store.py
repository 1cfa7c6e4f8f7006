"""Where a base is kept: made, brought up to date, opened to read or to write, and its faults.

A base is one SQLite file, or a PostgreSQL database that a URL names. Readers see what was whole when
they began; writers take turns.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from prong.base import database
from prong.base.database import is_url, shown
from prong.faults import BaseFault, NoBaseFault, Place

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

#: How long a writer waits for another to finish, in seconds.
PATIENCE = 60
_NAME = "authorities.db"


def place(given: str | os.PathLike[str] | None = None) -> str:
    """Where the base is: what was given, else PRONG_BASE, else a file of the user's data folder."""
    found = os.fspath(given) if given else os.environ.get("PRONG_BASE")
    if found:
        return found
    from platformdirs import user_data_path

    return str(user_data_path("prong") / _NAME)


def needed() -> None:
    """The packages of the extra, or a NoBaseFault that says how to get them."""
    from importlib.util import find_spec

    missing = [
        name
        for name in ("sqlalchemy", "alembic", "platformdirs", "rapidfuzz")
        if not find_spec(name)
    ]
    if missing:
        raise NoBaseFault(
            "The authority base needs packages that are not installed: pip install 'prong[base]'.",
            found=f"no {', '.join(missing)}",
        )


class Base:
    """An open base. ``read`` and ``write`` give a connection within a transaction."""

    def __init__(self, where: str, engine: Engine) -> None:
        self.where = where
        self.engine = engine

    @property
    def postgres(self) -> bool:
        return self.engine.dialect.name == "postgresql"

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection to read with; all that is read in it is of one moment."""
        with told(self.where), self.engine.connect() as connection:
            if self.postgres:
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextlib.contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection to write with: all that is written in it is kept, or none of it."""
        with told(self.where), self.engine.connect() as connection:
            connection.info["writes"] = True
            try:
                with connection.begin():
                    if self.postgres:
                        _take_turn(connection)
                    yield connection
            finally:
                connection.info.pop("writes", None)

    def settle(self) -> None:
        """After much was written: let the database know what it holds, so that it looks well."""
        from sqlalchemy import text

        with self.write() as connection:
            if self.postgres:
                for index in ("writings_words_words", "opinions_words_words"):
                    connection.execute(text(f"SELECT gin_clean_pending_list('{index}')"))
                connection.execute(text("ANALYZE"))
            else:
                connection.execute(text("PRAGMA optimize"))

    def close(self) -> None:
        self.engine.dispose()

    def __enter__(self) -> Base:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _take_turn(connection: Connection) -> None:
    """One writer at a time: the lock is freed when the transaction ends."""
    from sqlalchemy import text

    connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}s'"))
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('prong base'))"))


def open_base(
    where: str | os.PathLike[str] | None = None,
    *,
    read_only: bool = False,
    seconds: float | None = None,
) -> Base:
    """Open a base that is there and of this version; a BaseFault says what else to do.

    ``read_only`` lets nothing be written through it. Of what takes longer than ``seconds``, counted
    from now in SQLite and for each question in PostgreSQL, no answer is given.
    """
    from prong.base.schema import HEAD, REVISIONS

    found = place(where)
    base = _connected(found, read_only=read_only, seconds=seconds)
    try:
        revision = _revision(base)
    except BaseException:
        base.close()
        raise
    if revision == HEAD:
        return base
    base.close()
    if revision is None:
        raise _none_yet(shown(found))
    if revision in REVISIONS:
        raise BaseFault(
            "The base is of an older version of Prong: run prong base init, which brings it up to date"
            " and loses nothing.",
            place=Place(shown(found)),
            found=f"version {revision}",
            expected=f"version {HEAD}",
        )
    raise BaseFault(
        "The base was made by a newer version of Prong: bring Prong up to date, or name another base"
        " with --base.",
        place=Place(shown(found)),
        found=f"version {revision}",
        expected=f"version {HEAD}",
    )


def init(where: str | os.PathLike[str] | None = None) -> tuple[str, str | None]:
    """Make a base, or bring one up to date: where it is, and the version it had before."""
    from prong.base.schema import HEAD, REVISIONS

    found = place(where)
    if not is_url(found):
        path = Path(found)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BaseFault(
                f"The folder of the base cannot be made: {error.strerror}.", place=Place(found)
            ) from None
    base = _connected(found, create=True)
    try:
        before = _revision(base)
        if before is not None and before not in REVISIONS:
            base.close()
            open_base(found)
        if before != HEAD:
            _migrate(base)
        return found, before
    finally:
        base.close()


def _migrate(base: Base) -> None:
    """Run the migrations in one transaction: an end at any moment leaves the base as it was."""
    with base.write() as connection:
        database.migrate(connection)


def _revision(base: Base) -> str | None:
    """The version of a base, or None where there are no tables of Prong."""
    from sqlalchemy import inspect

    with base.read() as connection:
        found = database.revision(connection)
        if found is None and {"opinions", "writings"} & set(inspect(connection).get_table_names()):
            raise BaseFault(
                "This database holds tables that are not Prong's: name another with --base.",
                place=Place(shown(base.where)),
            )
        return found


def _none_yet(where: str) -> NoBaseFault:
    return NoBaseFault("There is no base here yet: run prong base init.", place=Place(where))


def _connected(
    where: str, *, create: bool = False, read_only: bool = False, seconds: float | None = None
) -> Base:
    """A base not yet looked into."""
    needed()
    if not is_url(where):
        return Base(where, _sqlite(Path(where), create, read_only, seconds))
    url = database.as_url(where, BaseFault)
    if url.get_backend_name() == "sqlite":
        return Base(where, _sqlite(Path(url.database or ""), create, read_only, seconds))
    if url.get_backend_name() != "postgresql":
        raise BaseFault(
            "Prong keeps a base in SQLite or PostgreSQL only.",
            place=Place(shown(where)),
            found=url.get_backend_name(),
            expected="a path, or postgresql://…",
        )
    engine = database.postgres(url)
    if read_only or seconds is not None:
        import sqlalchemy

        @sqlalchemy.event.listens_for(engine, "connect")
        def _settings(connection: Any, _record: Any) -> None:
            with connection.cursor() as cursor:
                if read_only:
                    cursor.execute("SET default_transaction_read_only = on")
                if seconds is not None:
                    cursor.execute(f"SET statement_timeout = {int(seconds * 1000)}")
            connection.commit()

    return Base(where, engine)


def _sqlite(path: Path, create: bool, read_only: bool, seconds: float | None) -> Engine:
    import sqlite3

    import sqlalchemy

    if path.is_dir():
        raise BaseFault("This is a folder; the base is a file.", place=Place(str(path)))
    if not create and not path.exists():
        raise _none_yet(str(path))
    writable = os.access(path if path.exists() else path.parent, os.W_OK)
    # A folder that cannot be written to cannot take SQLite's side files, so nobody else writes
    # there either, and the file may be taken as it stands.
    # What a writer that was killed left beside it is read with it.
    locked = path.exists() and not (writable and os.access(path.parent, os.W_OK))
    left = Path(f"{path}-wal")
    fixed = locked and not (left.exists() and left.stat().st_size)
    locked = locked or read_only
    mode = "ro" if locked or not writable else "rwc" if create else "rw"
    uri = f"{path.resolve().as_uri()}?mode={'ro&immutable=1' if fixed else mode}"

    until = None if seconds is None else time.monotonic() + seconds

    def connect() -> Any:
        return sqlite3.connect(
            uri, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False
        )

    engine = sqlalchemy.create_engine("sqlite://", creator=connect, poolclass=sqlalchemy.QueuePool)

    @sqlalchemy.event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -64000")
        connection.execute("PRAGMA temp_store = MEMORY")
        if not locked:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
        if until is not None:
            connection.set_progress_handler(lambda: time.monotonic() > until, 20_000)

    @sqlalchemy.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.info.get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def told(where: str) -> contextlib.AbstractContextManager[None]:
    """Tell what a database refused in a sentence that says what to do."""
    return database.told(where, BaseFault, _SENTENCES)


_SENTENCES = (
    ("malformed", "The base is damaged: nothing was changed. Restore a copy, or build it anew"
     " with prong base init and prong base add under another name."),
    ("not a database", "This file is no base of Prong: name another with --base."),
    ("is locked", "Another process is writing to the base and did not finish in time: nothing was"
     " changed. Run the command again when it is done."),
    ("lock timeout", "Another process is writing to the base and did not finish in time: nothing was"
     " changed. Run the command again when it is done."),
    ("interrupted", "The base did not answer in the time it was given: ask for less at once."),
    ("statement timeout", "The base did not answer in the time it was given: ask for less at once."),
    ("readonly database", "The base is read-only: make the file and its folder writable, or name"
     " another with --base."),
    ("read-only transaction", "The base is read-only: connect as a user who may write to it."),
    ("permission denied", "The user of the base's URL may not do this: connect as one who may."),
    ("disk is full", "The disk is full: what was not yet whole was taken back. Free some space and"
     " run the command again; it goes on where it stopped."),
    ("No space left", "The disk is full: what was not yet whole was taken back. Free some space and"
     " run the command again; it goes on where it stopped."),
    ("disk I/O error", "The disk refused to read or write: what was not yet whole was taken back."
     " Look to the disk and its free space, and run the command again."),
    ("unable to open", "The base cannot be opened: see that the file may be read and its folder"
     " written to."),
    *database.SERVER,
)  # fmt: skip


def _sentence(said: str) -> str:
    return database.sentence(said, _SENTENCES)
