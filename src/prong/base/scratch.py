"""A scratch file beside a long ingestion: what one published file says about rows of another."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from prong.base.keep import parts
from prong.faults import BaseFault, Place


class Scratch:
    """What one file says about rows of another, in a file of the user's cache folder."""

    def __init__(self, of: str) -> None:
        from platformdirs import user_cache_path

        folder = user_cache_path("prong")
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"ingest-{hashlib.sha256(of.encode()).hexdigest()[:16]}.db"
        self.db = self._opened()

    def _opened(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=1, isolation_level=None)
        try:
            db.executescript(
                """
                PRAGMA locking_mode = EXCLUSIVE;
                PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -64000;
                CREATE TABLE IF NOT EXISTS ready (what TEXT PRIMARY KEY);
                CREATE TABLE IF NOT EXISTS wanted (id INTEGER PRIMARY KEY);
                CREATE TABLE IF NOT EXISTS dockets (id INTEGER PRIMARY KEY, court TEXT, number TEXT);
                CREATE TABLE IF NOT EXISTS cites (cluster INTEGER, volume TEXT, reporter TEXT, page TEXT);
                CREATE TABLE IF NOT EXISTS clusters (id INTEGER PRIMARY KEY, opinion INTEGER);
                CREATE TABLE IF NOT EXISTS texts (id INTEGER PRIMARY KEY, cluster INTEGER);
                """
            )
        except sqlite3.OperationalError as error:
            db.close()
            raise BaseFault(
                "Another run is taking in the same files: let it finish, or end it."
                if "locked" in str(error)
                else f"The scratch file of the ingestion cannot be written: {error}.",
                place=Place(str(self.path)),
            ) from None
        except sqlite3.DatabaseError:  # torn when the machine stopped: it is only scratch
            db.close()
            self.remove()
            return self._opened()
        return db

    def ready(self, what: str) -> bool:
        return self.db.execute("SELECT 1 FROM ready WHERE what = ?", (what,)).fetchone() is not None

    def done(self, what: str) -> None:
        self.db.execute("INSERT OR REPLACE INTO ready VALUES (?)", (what,))

    def fill(self, table: str, width: int, values: Iterable[Sequence[Any]]) -> None:
        marks = ", ".join("?" * width)
        self.db.execute("BEGIN")
        self.db.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", values)
        self.db.execute("COMMIT")

    def pick(self, query: str, keys: Sequence[Any]) -> Iterator[Any]:
        """The rows of a query that ends in IN, for some keys."""
        for part in parts(list(dict.fromkeys(keys))):
            yield from self.db.execute(f"{query} ({', '.join('?' * len(part))})", part)

    def close(self) -> None:
        self.db.close()

    def remove(self) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(f"{self.path}{ending}").unlink(missing_ok=True)
