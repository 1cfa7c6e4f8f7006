"""A workbench for the tests: in the process through a client, and on a port for a real browser."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from prong.base import store
from prong.base.add import add
from prong.web.app import create_app
from prong.web.guard import Bucket, Keys
from tests.check.conftest import OPINIONS
from tests.check.invented import decisions, write

PORT = 8413
KEYS = Keys("a token of the tests")


def app(folder: Path, port: int = PORT, apart: bool = False, base: str | None = None) -> Any:
    """A workbench that decides in this process, unless it is asked not to, and is not hurried; without
    a base, where none is given."""
    return create_app(
        folder, port=port, keys=KEYS, apart=apart, writes=Bucket(100_000, 100_000),
        base=base or str(folder / "none.db"),
    )  # fmt: skip


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    """A client that has opened the workbench, and sends what shows that a page of it asks."""
    return let_in(app(tmp_path))


@pytest.fixture
def reader(tmp_path: Path, opinions: str) -> TestClient:
    """The same, of a workbench with an authority base."""
    return let_in(app(tmp_path, base=opinions))


def let_in(made_app: Any) -> TestClient:
    made = TestClient(
        made_app, base_url=f"http://127.0.0.1:{PORT}", headers={"X-CSRF": KEYS.form},
        raise_server_exceptions=False,
    )  # fmt: skip
    made.get("/open", params={"token": KEYS.token})
    return made


def opened(client: TestClient, text: str) -> str:
    """The id of a case put on the shelf from a text."""
    answer = client.post(
        "/open-file", files={"file": ("case.yaml", text.encode())}, follow_redirects=False
    )
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).rsplit("/", 1)[1]


@dataclass
class Bench:
    """A running workbench, its folder, and a browser with what it complained of."""

    address: str
    folder: Path
    browser: Any
    complaints: list[str]
    asked: list[str]

    def page(self, **context: Any) -> Any:
        made = self.browser.new_context(**context).new_page()
        made.set_default_timeout(30_000)
        made.on("console", lambda m: self.complaints.append(m.text))
        made.on("pageerror", lambda e: self.complaints.append(str(e)))
        made.on("request", lambda r: self.asked.append(r.url))
        made.goto(f"{self.address}/open?token={KEYS.token}")
        return made


@pytest.fixture(scope="session")
def opinions(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where a base of invented opinions is."""
    place = str(tmp_path_factory.mktemp("opinions") / "authorities.db")
    filled(place, tmp_path_factory.mktemp("texts"))
    return place


def filled(place: str, folder: Path) -> None:
    """The invented opinions that the base's own tests use, and those that briefs are planted from."""
    store.init(place)
    with store.open_base(place) as base:
        made = add(base, [OPINIONS, write(folder / "invented", decisions())])
        assert made.faults == ()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, opinions: str) -> Iterator[tuple[str, Path]]:
    import uvicorn

    folder = tmp_path_factory.mktemp("cases")
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        run = uvicorn.Server(
            uvicorn.Config(app(folder, port, apart=True, base=opinions), log_level="error")
        )
        thread = threading.Thread(target=run.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not run.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}", folder
        run.should_exit = True
        thread.join(10)


@pytest.fixture
def bench(server: tuple[str, Path], browser: Any) -> Iterator[Bench]:
    """The workbench in a browser. Whatever a test does, no page complains or asks elsewhere."""
    made = Bench(*server, browser, [], [])
    yield made
    for context in browser.contexts:
        context.close()
    assert made.complaints == []
    assert [u for u in made.asked if not u.startswith((made.address, "data:"))] == []
