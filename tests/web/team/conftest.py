"""A firm with people, matters and a workbench, in a database of PostgreSQL that the tests start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from argon2 import PasswordHasher
from fastapi.routing import APIRoute
from sqlalchemy import text
from starlette.testclient import TestClient

from prong.law.library import Library
from prong.web import ownlaw
from prong.web.team import accounts, log, matters, passwords, sessions, store
from prong.web.team import app as team_app
from prong.web.team.door import EachUser
from prong.web.team.log import By
from prong.web.team.reached import Reached
from tests.postgres import database, postgres
from tests.web.conftest import PORT
from tests.web.test_stories import SMALL

__all__ = ["postgres"]  # a fixture

OWN = Reached.of(f"http://127.0.0.1:{PORT}")
WORD = "orchids bloom in March"
COMMAND = By(None, None, "command")


@pytest.fixture(autouse=True, scope="module")
def quick() -> Iterator[None]:
    """Hashing as cheap as may be (a test of its own looks at what is used otherwise), and the law
    read once."""
    law = Library.load()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ownlaw, "Library", SimpleNamespace(load=lambda *_, **__: law))
        cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(passwords, "_hasher", lambda: cheap)
        yield


@dataclass
class Firm:
    """A team in a database, with whoever works there."""

    url: str
    team: store.Team
    folder: Path
    people: dict[str, int] = field(default_factory=dict)
    matters: dict[str, int] = field(default_factory=dict)

    def person(self, name: str, role: str, *of: str) -> None:
        with self.team.begin() as c:
            self.people[name] = accounts.add(c, COMMAND, name, role, WORD, given=False)
        for matter in of:
            self.member(name, matter)

    def member(self, name: str, matter: str) -> None:
        with self.team.begin() as c:
            if matter not in self.matters:
                self.matters[matter] = matters.add(c, COMMAND, matter)
            matters.add_member(c, COMMAND, self.matters[matter], name)

    def run(self, sql: str, **values: Any) -> Any:
        with self.team.begin() as c:
            return c.execute(text(sql), values)

    def log(self, **asked: Any) -> list[tuple[str | None, str, str | None]]:
        """Who did what to which case, the first first."""
        with self.team.begin() as c:
            rows, _ = log.page(c, log.Asked(**asked), size=1000)
        return [(r.user, r.action, r.case) for r in reversed(rows)]

    def app(self, reached: Reached = OWN) -> Any:
        return team_app.create_app(
            self.team, reached, folder=self.folder, apart=False, base=str(self.folder / "none.db"),
            writes=EachUser(10**6, 10**6),
        )  # fmt: skip


def visitor(app: Any, address: str = "203.0.113.9", base: str = OWN.origin) -> TestClient:
    """A browser that has not signed in."""
    return TestClient(
        app, base_url=base, client=(address, 50_000), follow_redirects=False,
        raise_server_exceptions=False,
    )  # fmt: skip


def signed_in(app: Any, name: str, word: str = WORD, **of: str) -> TestClient:
    """A browser in which someone has signed in, that sends what shows that a page of it asks."""
    made = visitor(app, **of)
    answer = sign_in(made, name, word)
    assert answer.status_code == 303, answer.text
    return made


def sign_in(client: TestClient, name: str, word: str = WORD) -> Any:
    client.get("/sign-in")
    answer = client.post(
        "/sign-in", data={"name": name, "password": word}, headers={"X-CSRF": form(client)}
    )
    client.headers["X-CSRF"] = form(client)
    return answer


def form(client: TestClient) -> str:
    """What the forms of a browser carry."""
    (secret,) = client.cookies.values()
    return sessions.form(secret)


def put(client: TestClient, caption: str = "Roe v. Doe", **data: str) -> str:
    """The id of a case that someone has opened from a file."""
    text = SMALL.replace("Roe v. Doe", caption)
    files = {"file": ("case.yaml", text.encode())}
    answer = client.post("/open-file", files=files, data=data)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).rsplit("/", 1)[1]


def ways(app: Any) -> list[tuple[str, str]]:
    """Every way into a workbench: the method and the address as it is written in the code."""
    found, left = [], list(app.routes)
    while left:
        route = left.pop()
        left += getattr(getattr(route, "original_router", None), "routes", [])
        if isinstance(route, APIRoute):
            found += [(method, route.path) for method in route.methods]
    assert len(found) > 40
    return sorted(set(found))


@pytest.fixture
def firm(postgres: str, tmp_path: Path) -> Iterator[Firm]:
    """Ada is an admin and sees no matter; Eve and Ed edit and Rita reads in the matter Alder; Bo
    edits in the matter Birch."""
    url = database(postgres)
    team, new = store.init(url)
    assert new
    with team:
        made = Firm(url, team, tmp_path)
        made.person("ada", "admin")
        for name, role, matter in (
            ("eve", "editor", "Alder"), ("ed", "editor", "Alder"), ("rita", "reader", "Alder"),
            ("bo", "editor", "Birch"),
        ):  # fmt: skip
            made.person(name, role, matter)
        yield made
