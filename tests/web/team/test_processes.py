"""A team's workbench as processes: begun by a command, two at once, and begun again."""

from __future__ import annotations

import contextlib
import io
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import httpx
import pytest

from prong.base import store as base_store
from prong.faults import TeamFault
from prong.web.shelf import digest
from prong.web.team import store
from tests.command import Ran, prong
from tests.postgres import database
from tests.web.team.conftest import WORD, Firm, form, put, signed_in
from tests.web.test_stories import SMALL


@contextlib.contextmanager
def serving(url: str, *options: str, port: int = 0) -> Iterator[str]:
    """``prong serve --team`` in a process of its own; the address that it prints."""
    if not port:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    running = subprocess.Popen(
        [sys.executable, "-m", "prong", "serve", "--team", url, "--port", str(port), *options],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert running.stderr is not None
        said = running.stderr.readline()
        assert said.startswith("Open http"), said + running.stderr.read()
        yield said.split()[1].rstrip("/")
    finally:
        running.send_signal(signal.SIGINT)
        assert running.wait(30) in (0, 130, -signal.SIGINT)


def browser_of(where: str, name: str | None = None) -> httpx.Client:
    """A browser, in which someone may have signed in."""
    client = httpx.Client(base_url=where, timeout=60)
    for _ in range(100):
        try:
            client.get("/sign-in")
            break
        except httpx.ConnectError:
            time.sleep(0.1)
    if name is not None:
        sent = {"name": name, "password": WORD, "csrf": form(client)}  # type: ignore[arg-type]
        assert client.post("/sign-in", data=sent).status_code == 303
        client.headers["X-CSRF"] = form(client)  # type: ignore[arg-type]
    return client


def test_two_processes_on_one_database_and_begun_again(firm: Firm) -> None:
    """A session is known to both and outlives them; of two that save upon one text one collides."""
    with serving(firm.url) as one:
        eve = browser_of(one, "eve")
        files = {"file": ("case.yaml", SMALL.encode())}
        id = eve.post("/open-file", files=files).headers["location"].rsplit("/", 1)[1]
        with serving(firm.url) as two:
            ed, elsewhere = browser_of(two, "ed"), browser_of(two)
            (secret,) = eve.cookies.values()
            elsewhere.cookies.clear()
            elsewhere.cookies.set(f"prong-team-{two.rpartition(':')[2]}", secret)
            assert elsewhere.get("/").status_code == 200  # eve, at the other process
            kept, codes, lock = SMALL, [], threading.Lock()
            for turn in range(4):
                texts = [SMALL.replace("Roe Dep.", f"Roe {turn}{who} Dep.") for who in "ab"]
                begun = threading.Barrier(2)

                def save(
                    client: httpx.Client, text: str, base: str, begun: threading.Barrier
                ) -> None:
                    begun.wait()
                    answer = client.put(
                        f"/api/v1/cases/{id}", json={"case": text}, headers={"If-Match": base}
                    )
                    with lock:
                        codes.append(answer.status_code)

                saving = [
                    threading.Thread(target=save, args=(client, text, digest(kept), begun))
                    for client, text in zip((eve, ed), texts, strict=True)
                ]
                for thread in saving:
                    thread.start()
                for thread in saving:
                    thread.join()
                kept = eve.get(f"/cases/{id}/case.yaml").text
                assert kept in texts and ed.get(f"/cases/{id}/case.yaml").text == kept
            assert sorted(codes) == [200] * 4 + [409] * 4
        port = int(one.rpartition(":")[2])
    with serving(firm.url, port=port) as again:
        assert again == one
        for _ in range(100):
            try:
                page = eve.get("/")
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        assert page.status_code == 200 and "Roe v. Doe" in page.text
        assert eve.post(f"/cases/{id}/undo", data={"base": digest(kept)}).status_code == 303


# Its database


def typed(words: str, *arguments: str) -> Ran:
    with patch.object(sys, "stdin", io.StringIO(words)):
        return prong(*arguments)


def test_a_team_is_made_and_its_first_admin_added(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = database(postgres)
    monkeypatch.setenv("PRONG_TEAM", url)
    none = prong("serve", "--team", "--port", "1")
    assert none.status == 2 and "run prong team init" in none.err
    made = prong("team", "init")
    assert made.status == 0 and "a new team" in made.out and "--role admin" in made.out
    added = typed(f"{WORD}\n", "team", "add-user", "Ann@firm.example", "--role", "admin")
    assert added.status == 0 and "ann@firm.example: added as admin" in added.out
    again = prong("team", "init")
    assert "up to date" in again.out and "no admin" not in again.out
    for words, arguments, fault in (
        (f"{WORD}\n", ("add-user", "ann@firm.example"), "user of this name already"),
        ("short\n", ("add-user", "bob"), "longer or shorter"),
        ("", ("add-user", "bob"), "No password was given"),
        (f"{WORD}\n", ("add-user", "bob", "--role", "king"), "no such role"),
        (f"{WORD}\n", ("set-password", "bob"), "no user of this name"),
    ):
        ran = typed(words, "team", *arguments)
        assert ran.status == 2 and fault in ran.err, arguments
    reset = typed("seven grey geese\n", "team", "set-password", "ann@firm.example", "--change")
    assert reset.status == 0
    with store.open_team(url) as team, team.begin() as c:
        (row,) = c.exec_driver_sql("SELECT name, role, must_change FROM users").all()
        assert tuple(row) == ("ann@firm.example", "admin", True)
        vias = c.exec_driver_sql("SELECT DISTINCT via FROM audit").scalars().all()
        assert vias == ["command"]


def test_a_password_is_asked_for_twice_and_is_never_an_argument(firm: Firm) -> None:
    answers = iter([WORD, "another one", WORD, WORD])
    with (
        patch("getpass.getpass", lambda prompt: next(answers)),
        patch.object(sys.stdin, "isatty", lambda: True, create=True),
    ):
        wrong = prong("team", "add-user", "new", "--team", firm.url)
        right = prong("team", "add-user", "new", "--team", firm.url)
    assert wrong.status == 2 and "not typed twice the same" in wrong.err
    assert right.status == 0
    assert prong("team", "add-user", "x", "--password", WORD, "--team", firm.url).status == 2


def test_the_authority_base_may_share_the_database(firm: Firm) -> None:
    base_store.init(firm.url)
    with base_store.open_base(firm.url), store.open_team(firm.url):
        pass
    assert not store.init(firm.url)[1]


def test_whoever_serves_need_not_be_able_to_change_the_log(firm: Firm) -> None:
    """With the grants that docs/team.md names, and no more."""
    said = (Path(__file__).parents[3] / "docs" / "team.md").read_text(encoding="utf-8")
    grants = said.partition("```sql\n")[2].partition("```")[0].partition("\n")[2]
    role = firm.url.partition("@/")[2].partition("?")[0] + "_serve"
    firm.run(f"CREATE ROLE {role} LOGIN")
    firm.run(grants.replace("prong_serve", role))
    with store.open_team(firm.url.replace("prong@", f"{role}@")) as team:
        serving = Firm(firm.url, team, firm.folder)
        eve = signed_in(serving.app(), "eve")
        id = put(eve)
        text = {"text": SMALL.replace("Ann Doe", "Anne Doe"), "base": digest(SMALL)}
        assert eve.post(f"/cases/{id}/edit", data=text).status_code == 303
        assert eve.post("/account/tokens", data={"label": "x", "days": "7"}).status_code == 200
        with pytest.raises(TeamFault, match="may not do this"):
            serving.run("ALTER TABLE audit DISABLE TRIGGER audit_is_kept")
        with pytest.raises(TeamFault, match="may not do this"):
            serving.run("DELETE FROM audit")


def test_a_database_of_a_newer_version_is_refused(firm: Firm) -> None:
    firm.run("UPDATE team_version SET version_num = '9999'")
    for attempt in (store.open_team, store.init):
        with pytest.raises(TeamFault, match="newer version"):
            attempt(firm.url)


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("sqlite:///x.db", "PostgreSQL only"), ("://", "no URL"),
        ("postgresql://u:secret@127.0.0.1:1/x", "No PostgreSQL server answers"),
    ],
)  # fmt: skip
def test_a_database_that_is_none(url: str, fault: str) -> None:
    with pytest.raises(TeamFault, match=fault) as told:
        store.open_team(url)
    assert "secret" not in str(told.value)


def test_the_tables_are_those_of_the_models(firm: Firm) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from prong.web.team.schema import HEAD, REVISIONS, VERSION_TABLE, Table

    with firm.team.begin() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "version_table": VERSION_TABLE}
        )
        assert compare_metadata(context, Table.metadata) == []
        assert context.get_current_revision() == HEAD
    found = sorted(p.name[:4] for p in (Path(store.__file__).parent / "migrations").glob("0*.py"))
    assert found == list(REVISIONS)


def test_a_server_that_goes_away_is_told_and_met_again(firm: Firm) -> None:
    eve = signed_in(firm.app(), "eve")
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    firm.run(f"{end} AND datname = current_database()")
    assert eve.get("/").status_code == 200
    name = firm.run("SELECT current_database()").scalar()
    server = store.connected(firm.url.replace(f"/{name}?", "/postgres?"))
    for accepts, status in ((False, 503), (True, 200)):
        with server.begin() as c:
            c.exec_driver_sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {accepts}")
        firm.team.engine.dispose()
        answer = eve.get("/")
        assert answer.status_code == status
    server.close()
