"""A PostgreSQL server of the tests' own: in a folder of theirs, on a socket in it, gone at the end.

Rooms that need one take the fixture ``postgres`` and make each test a ``database`` in it."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

_NUMBER = itertools.count(1)
_FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a running server."""
    with server() as url:
        yield url


def database(url: str) -> str:
    """The URL of a new, empty database of a server."""
    name = f"prong{next(_NUMBER)}"
    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return url.replace("/postgres?", f"/{name}?")


def binary(name: str) -> str | None:
    """A program of PostgreSQL: on the path, or where Debian keeps them."""
    found = shutil.which(name)
    return found or next((str(f / name) for f in _FOLDERS if (f / name).is_file()), None)


def missing(why: str) -> None:
    """Skip, or fail where the run requires a PostgreSQL server."""
    if "postgres" in os.environ.get("PRONG_REQUIRE", "").split(","):
        pytest.fail(why)
    pytest.skip(why)


@contextmanager
def server() -> Iterator[str]:
    """Start a server; the URL of its first database."""
    initdb, start = binary("initdb"), binary("pg_ctl")
    if initdb is None or start is None:
        missing("PostgreSQL's server programs are not installed.")
        return
    folder = Path(tempfile.mkdtemp(prefix="prong-pg-"))
    # The server refuses to run as root: its own user, or nobody, runs it then.
    user = {}
    if os.geteuid() == 0:
        name = "postgres" if _has("postgres") else "nobody"
        shutil.chown(folder, name)
        user = {"user": name}
    data = folder / "data"
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c shared_buffers=64MB"
    try:
        _run(
            [initdb, "-D", str(data), "-U", "prong", "-A", "trust", "-E", "UTF8", "--locale=C"],
            user,
        )
        _run(
            [start, "-D", str(data), "-w", "-o", options, "-l", str(folder / "log"), "start"], user
        )
        try:
            yield f"postgresql://prong@/postgres?host={folder}"
        finally:
            _run([start, "-D", str(data), "-m", "immediate", "stop"], user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _has(name: str) -> bool:
    import pwd

    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _run(command: list[str], user: dict[str, str]) -> None:
    # No pipe: the server would keep it open.
    done = subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", check=False, **user
    )
    if done.returncode:
        missing(f"PostgreSQL could not be run: {Path(command[0]).name} failed.")
