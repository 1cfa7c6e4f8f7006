"""What goes wrong: runs killed at any moment, a full disk, two writers, bases that cannot be used.

Nothing is lost or doubled, and the sentence says what to do.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from prong.base import cap, courtlistener, coverage, lookup, many, store
from prong.base.add import add
from prong.base.coverage import Info
from prong.base.store import Base
from prong.faults import BaseFault
from tests.base.conftest import OPINIONS
from tests.postgres import database

BULK = Path(__file__).parent / "courtlistener"
VOLUMES = Path(__file__).parent / "cap"
#: At so many moments of a run it is killed.
MOMENTS = 20


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


# Killed


def apart(action: Callable[[], None], after: float | None = None) -> int | None:
    """Run something in a process of its own; killed after so many seconds, where that is given."""
    process = multiprocessing.get_context("fork").Process(target=action)
    process.start()
    if after is not None:
        process.join(after)
        if process.is_alive():
            assert process.pid is not None
            os.kill(process.pid, signal.SIGKILL)
    process.join(60)
    return process.exitcode


def sound(where: str) -> Info:
    """The base in figures, once it is seen to be whole in itself."""
    if "://" not in where:
        with sqlite3.connect(where) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            for table in ("opinions_words", "writings_words"):
                connection.execute(
                    f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)"
                )
    with store.open_base(where) as base:
        with base.read() as connection:
            for child, parent, key in (
                ("writings", "opinions", "opinion_id"),
                ("citations", "opinions", "opinion_id"),
                ("citings", "writings", "writing_id"),
            ):
                orphans = connection.execute(
                    text(
                        f"SELECT count(*) FROM {child} WHERE {key} IS NOT NULL AND {key} NOT IN"
                        f" (SELECT id FROM {parent})"
                    )
                ).scalar()
                assert orphans == 0, child
        return coverage.info(base)


def figures(found: Info) -> tuple[object, ...]:
    return (
        found.opinions, found.writings, found.characters, found.citations, found.citings,
        found.resolved, found.remarks, found.volumes,
    )  # fmt: skip


def adding(where: str) -> None:
    with store.open_base(where) as base:
        add(base, [OPINIONS])


def ingesting(where: str) -> None:
    with store.open_base(where) as base:
        courtlistener.ingest(base, BULK)


def taking_volumes(where: str) -> None:
    with store.open_base(where) as base:
        cap.ingest(base, VOLUMES)


def again(where: str, postgres: str | None) -> str:
    """Another place for a base, of the same kind."""
    if postgres is not None:
        return database(postgres)
    return str(Path(where).with_name(f"again-{time.monotonic_ns()}.db"))


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
@pytest.mark.parametrize("run", [adding, ingesting, taking_volumes])
def test_killed_at_any_moment_a_second_run_completes_it(
    run: Callable[[str], None], kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    server = request.getfixturevalue("postgres") if kind == "postgres" else None
    place = str(tmp_path / "authorities.db")
    whole = again(place, server)
    store.init(whole)
    run(whole)  # what is imported late is imported
    once = again(place, server)
    store.init(once)
    shutil.rmtree(tmp_path / "cache", ignore_errors=True)
    began = time.monotonic()
    assert apart(partial(run, once)) == 0
    lasts = time.monotonic() - began
    expected = figures(sound(whole))
    dice = random.Random(6)
    part = 0
    where = again(place, server)
    store.init(where)
    for moment in range(MOMENTS):
        killed = apart(partial(run, where), dice.uniform(0, lasts * 1.1)) == -signal.SIGKILL
        found = sound(where)
        part += killed and figures(found) != expected
        if figures(found) == expected or moment == MOMENTS - 1:
            run(where)
            assert figures(sound(where)) == expected
            where = again(place, server)
            store.init(where)
            shutil.rmtree(tmp_path / "cache", ignore_errors=True)
    assert part, "no run was killed before it had finished"


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_killed_while_it_is_made_a_base_is_made_again(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    server = request.getfixturevalue("postgres") if kind == "postgres" else None
    place = str(tmp_path / "authorities.db")
    store.init(again(place, server))
    once = again(place, server)
    began = time.monotonic()
    assert apart(partial(void, once)) == 0
    lasts = time.monotonic() - began
    dice = random.Random(7)
    part = 0
    for _ in range(MOMENTS):
        where = again(place, server)
        part += apart(partial(void, where), dice.uniform(0, lasts)) == -signal.SIGKILL
        store.init(where)
        assert sound(where).opinions == 0
    assert part


def void(where: str) -> None:
    store.init(where)


# Older and newer


@pytest.fixture
def older(where: str) -> str:
    """A base of the first version, with a decision in it."""
    from alembic import command
    from alembic.config import Config

    base = store._connected(where, create=True)
    config = Config()
    config.set_main_option("script_location", str(Path(store.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    with base.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(
            text(
                "INSERT INTO opinions (id, caption, status) VALUES (1, 'Alder v. Birch', 'unknown')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO writings (id, opinion_id, kind, heading, retyped, crowded, pages, notes,"
                " letters, text) VALUES (1, 1, 'opinion', '', false, false, '[]', '[]', 17,"
                " 'The gate is shut.')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO citings (id, opinion_id, writing_id, cite, name, depth, also, mentions)"
                " VALUES (1, 1, 1, '1 U.S. 2', 'Cedar v. Dogwood', 1, '[\"3 S. Ct. 4\"]', '[]')"
            )
        )
    base.close()
    return where


def test_an_older_base_is_brought_up_to_date(older: str) -> None:
    from prong.base.search import search

    with pytest.raises(BaseFault, match="run prong base init"):
        store.open_base(older)
    assert store.init(older)[1] == "0001"
    with store.open_base(older) as base:
        assert search(base, '"gate is shut"').texts == 1
        assert lookup.by_name(base, "Alder v. Birch")
        assert many.parallels(base, ["3 S. Ct. 4"]) == {"3 S. Ct. 4": (("1 U.S. 2", 1),)}


def test_killed_while_it_is_brought_up_to_date_an_older_base_is_whole(older: str) -> None:
    began = time.monotonic()
    dice = random.Random(8)
    for _ in range(MOMENTS):
        apart(partial(void, older), dice.uniform(0, 0.15))
    store.init(older)
    assert sound(older).writings == 1
    assert time.monotonic() > began


def test_a_newer_base_is_refused(empty: Base) -> None:
    with empty.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for attempt in (store.open_base, store.init):
        with pytest.raises(BaseFault, match="newer version of Prong: bring Prong up to date"):
            attempt(empty.where)


def test_the_tables_are_those_of_the_models(empty: Base) -> None:
    """What the migrations make is what the code reads and writes."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from prong.base.schema import HEAD, REVISIONS, Table

    with empty.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, Table.metadata)
    assert [d for d in found if not (d[0] == "remove_table" and "_words" in d[1].name) and not (
        d[0] == "remove_index" and "_words" in str(d[1].name)
    )] == []  # fmt: skip
    scripts = ScriptDirectory(str(Path(store.__file__).parent / "migrations"))
    assert scripts.get_current_head() == HEAD
    assert sorted(r.revision for r in scripts.walk_revisions()) == list(REVISIONS)


# Bases that cannot be used


def test_where_there_is_no_base_the_sentence_says_how_to_make_one(where: str) -> None:
    with pytest.raises(BaseFault, match="run prong base init"):
        store.open_base(where)


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("mysql://localhost/x", "SQLite or PostgreSQL only"),
        ("postgresql://nobody:secret@127.0.0.1:1/x", "No PostgreSQL server answers"),
        ("postgresql://no.such.host.invalid/x", "no server of that name|No PostgreSQL server"),
        ("://", "no URL"),
        ("/", "a folder"),
    ],
)
def test_a_place_that_is_none(url: str, fault: str) -> None:
    with pytest.raises(BaseFault, match=fault) as caught:
        store.open_base(url)
    assert "secret" not in str(caught.value)


def test_a_database_of_something_else_is_left_alone(where: str) -> None:
    base = store._connected(where, create=True)
    with base.write() as connection:
        connection.execute(text("CREATE TABLE opinions (mine text)"))
    base.close()
    with pytest.raises(BaseFault, match="not Prong's"):
        store.init(where)


def damage(path: Path, start: int, length: int) -> None:
    with path.open("r+b") as stream:
        stream.seek(start)
        stream.write(b"\xde\xad" * (length // 2))


def test_a_damaged_file_is_told_and_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "authorities.db"
    store.init(path)
    with store.open_base(path) as base:
        add(base, [OPINIONS])
    size = path.stat().st_size
    damage(path, 4096 * 2, size - 4096 * 3)
    before = path.read_bytes()
    with pytest.raises(BaseFault, match="Restore a copy") as caught, store.open_base(path) as base:
        coverage.info(base)
        lookup.quotation(base, "An old orchid is an orchid still.")
    assert str(path) in str(caught.value)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("These are notes. " * 200)
    for attempt in (store.open_base, store.init):
        with pytest.raises(BaseFault, match="no base of Prong"):
            attempt(path)
    assert path.read_text().startswith("These are notes.")


# A disk that is full


@pytest.mark.parametrize("room", [200_000, 300_000, 450_000])
def test_a_full_disk_loses_nothing(tmp_path: Path, room: int) -> None:
    """The file may grow no further than so many bytes: what was whole stays, the rest can follow."""
    where = str(tmp_path / "authorities.db")
    store.init(where)
    big = tmp_path / "texts"
    big.mkdir()
    for n in range(40):
        words = " ".join(f"w{n}x{k}" for k in range(2000))
        (big / f"{n}.txt").write_text(
            f"Alder{n} v. Birch{n}, {n + 1} F.3d 1 (9th Cir. 1999)\n\n{words}\n"
        )

    def cramped() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        with store.open_base(where) as base:
            try:
                add(base, [big])
            except BaseFault as fault:
                os._exit(7 if "taken back" in str(fault) else 8)
        os._exit(9)

    assert apart(cramped) == 7
    held = sound(where).writings
    assert held < 40
    with store.open_base(where) as base:
        made = add(base, [big])
    assert made.held == held
    assert sound(where).writings == 40


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("database or disk is full", "The disk is full"),
        ('could not extend file "base/1": No space left on device', "The disk is full"),
        ("canceling statement due to lock timeout", "Another process is writing"),
        ("something else entirely", "The database refused: something else entirely."),
    ],
)
def test_what_a_database_says_is_told(said: str, sentence: str) -> None:
    assert store._sentence(said).startswith(sentence)


# Two writers


@pytest.mark.parametrize("run", [adding, taking_volumes])
def test_two_writers_at_once(empty: Base, run: Callable[[str], None]) -> None:
    where = empty.where
    once = multiprocessing.get_context("fork")
    writers = [once.Process(target=run, args=(where,)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0]
    found = sound(where)
    assert (found.opinions, found.writings) == ((5, 6) if run is adding else (3, 4))


def test_the_same_files_are_not_taken_in_twice_at_once(empty: Base) -> None:
    from prong.base.scratch import Scratch

    marks = [courtlistener._mark(k, p) for k, p in courtlistener._files(BULK).items()]
    other = Scratch("".join(marks))
    with pytest.raises(BaseFault, match="Another run"):
        courtlistener.ingest(empty, BULK)
    other.close()
    assert courtlistener.ingest(empty, BULK).texts == 5


def test_a_writer_that_never_ends_is_not_waited_for_forever(
    empty: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "PATIENCE", 1)
    with store.open_base(empty.where) as other, other.write() as connection:
        connection.execute(text("DELETE FROM stages"))
        with (
            store.open_base(empty.where) as base,
            pytest.raises(BaseFault, match="Another process"),
        ):
            add(base, [OPINIONS])


def test_a_reader_sees_one_moment(empty: Base) -> None:
    with empty.read() as connection:
        count = text("SELECT count(*) FROM opinions")
        assert connection.execute(count).scalar() == 0
        with store.open_base(empty.where) as other:
            add(other, [OPINIONS])
        assert connection.execute(count).scalar() == 0
    assert coverage.info(empty).opinions == 5


# Read-only


@pytest.fixture
def locked() -> Iterator[Path]:
    """A base in a folder that may not be written to."""
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="prong-locked-"))
    path = folder / "authorities.db"
    store.init(path)
    with store.open_base(path) as base:
        add(base, [OPINIONS])
    path.chmod(0o444)
    folder.chmod(0o555)
    yield path
    folder.chmod(0o755)
    shutil.rmtree(folder)


def as_nobody() -> None:
    """Root may write anywhere: be nobody in particular."""
    if os.geteuid() == 0:
        os.setuid(65534)


def test_a_read_only_base_is_read(locked: Path) -> None:
    def reading() -> None:
        as_nobody()
        with store.open_base(locked) as base:
            found = lookup.quotation(base, "An old orchid is an orchid still.")
            os._exit(len(found))

    assert apart(reading) == 2


def test_what_a_killed_writer_left_beside_a_read_only_base_is_read(tmp_path: Path) -> None:
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="prong-left-"))
    path = folder / "authorities.db"
    store.init(path)

    def broken_off() -> None:
        base = store.open_base(path)
        add(base, [OPINIONS])
        os._exit(0)  # nothing is closed

    def reading() -> None:
        as_nobody()
        with store.open_base(path) as base:
            os._exit(len(lookup.quotation(base, "An old orchid is an orchid still.")))

    try:
        assert apart(broken_off) == 0
        assert Path(f"{path}-wal").stat().st_size
        for file in folder.iterdir():
            file.chmod(0o444)
        folder.chmod(0o555)
        assert apart(reading) == 2
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_read_only_base_is_not_written_to(locked: Path, tmp_path: Path) -> None:
    other = locked.read_bytes()
    text_ = "Elm v. Fir, 801 F.3d 50 (7th Cir. 2015)\n\nThe elm stood.\n"

    def writing() -> None:
        import tempfile

        as_nobody()
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write(text_)
            file.flush()
            try:
                with store.open_base(locked) as base:
                    add(base, [Path(file.name)])
            except BaseFault as fault:
                os._exit(7 if "make the file and its folder writable" in str(fault) else 8)
        os._exit(9)

    assert apart(writing) == 7
    assert locked.read_bytes() == other


def test_a_read_only_database_is_not_written_to(postgres: str) -> None:
    where = database(postgres)
    store.init(where)
    with store.open_base(where) as base, base.write() as connection:
        name = connection.execute(text("SELECT current_database()")).scalar()
        connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    with store.open_base(where) as base:
        assert coverage.info(base).opinions == 0
        with pytest.raises(BaseFault, match="The base is read-only"):
            add(base, [OPINIONS])
