"""Who is let in, what every answer carries, and how much is too much."""

from __future__ import annotations

import re
import socket
import time
import urllib.request
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from prong.faults import FileFault
from prong.law.library import Library
from prong.record.load import examples
from prong.web import guard
from prong.web.answers import Answers, Asked, decide
from prong.web.asking import Question
from prong.web.deciders import Tracks
from prong.web.guard import MOST_BYTES, Bucket, Keys
from tests.web.conftest import KEYS, PORT, app, opened
from tests.web.test_stories import SMALL

OWN = f"http://127.0.0.1:{PORT}"


def bare(folder: Path, **headers: str) -> TestClient:
    return TestClient(app(folder), base_url=OWN, headers=headers)


def test_only_the_address_that_was_printed_opens_it(tmp_path: Path) -> None:
    client = bare(tmp_path)
    assert client.get("/").status_code == 403
    assert client.get("/open", params={"token": "another"}).status_code == 403
    assert client.get("/").status_code == 403
    first = client.get("/open", params={"token": KEYS.token}, follow_redirects=False)
    kept = first.headers["set-cookie"].lower()
    assert "httponly" in kept and "samesite=strict" in kept and KEYS.token.lower() not in kept
    assert client.get("/").status_code == 200


def test_each_start_has_a_token_of_its_own() -> None:
    one, two = Keys(), Keys()
    assert one.token != two.token and one.form not in (two.form, one.session)
    assert one.token not in repr(one)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", f"localhost.evil:{PORT}", ""])
def test_another_name_for_this_machine_is_refused(client: TestClient, host: str) -> None:
    """A name that an attacker points here (DNS rebinding) is not one the workbench answers to."""
    assert client.get("/", headers={"host": host}).status_code == 421


def test_a_form_of_another_site_is_refused(client: TestClient) -> None:
    client.headers.pop("X-CSRF")
    where = "/examples/martinez/copy"
    assert client.post(where).status_code == 403
    assert client.post(where, data={"csrf": "guess"}).status_code == 403
    good = {"csrf": KEYS.form}
    assert (
        client.post(where, data=good, headers={"origin": "https://evil.example"}).status_code == 403
    )
    assert client.post(where, data=good, headers={"origin": "null"}).status_code == 403
    assert (
        client.post(where, data=good, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    )
    answer = client.post(where, data=good, headers={"origin": OWN}, follow_redirects=False)
    assert answer.status_code == 303


def test_no_way_that_changes_something_goes_without_the_token(client: TestClient) -> None:
    client.headers.pop("X-CSRF")
    checked = 0
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    ways = [(p, m) for p, some in paths.items() for m in some if m not in ("get", "head")]
    ways += [(p, "post") for p in ("/open-file", "/cases/x/edit", "/cases/x/check", "/cases/x/undo",
             "/cases/x/discard", "/cases/x/part", "/cases/x/complete", "/cases/x/variant", "/cases/x/delete",
             "/cases/x/rename", "/deleted/x/restore", "/interview", "/cases/x/interview",
             "/examples/x/copy")]  # fmt: skip
    for path, method in ways:
        assert client.request(method, re.sub(r"\{\w+\}", "x", path)).status_code == 403, path
        checked += 1
    assert checked > 10


def test_every_answer_carries_the_headers(client: TestClient) -> None:
    for path in ("/", "/nothing-here", "/assets/style.css", "/api/v1/cases", "/examples/martinez"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"


def test_no_page_has_an_inline_script_or_style(client: TestClient) -> None:
    folder = Path(guard.__file__).parent / "templates"
    for path in folder.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son\w+=|hx-on|\|\s*safe", text), (
            path
        )


def test_more_than_it_reads_is_refused(client: TestClient) -> None:
    big = b"x" * (MOST_BYTES + 1)
    assert client.post("/open-file", files={"file": ("a.yaml", big)}).status_code == 413

    def pieces():  # type: ignore[no-untyped-def]
        for _ in range(6):
            yield b"x" * (1024 * 1024)

    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/open-file", content=pieces(), headers=kind).status_code == 413


def test_what_is_sent_too_slowly_is_not_waited_for(
    server: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever holds back the rest of a form is answered, and keeps nobody else from an answer."""
    monkeypatch.setattr(guard, "SLOWEST", 0.5)
    host, port = server[0].removeprefix("http://").split(":")
    slow = [socket.create_connection((host, int(port)), timeout=20) for _ in range(60)]
    head = (
        f"POST /open-file HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: prong-{port}={KEYS.session}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nfile="
    )
    for one in slow:
        one.sendall(head.encode())
    began = time.monotonic()
    with urllib.request.urlopen(f"{server[0]}/assets/style.css") as answer:
        assert answer.status == 200
    assert time.monotonic() - began < 5
    assert {one.recv(12) for one in slow} == {b"HTTP/1.1 408"}
    for one in slow:
        one.close()


def test_too_many_files_at_once_are_refused(client: TestClient) -> None:
    client.app.state.site.uploads = Bucket(1, 0.001)  # type: ignore[attr-defined]
    opened(client, SMALL)
    answer = client.post("/open-file", files={"file": ("a.yaml", SMALL.encode())})
    assert answer.status_code == 422 and "Too many files" in answer.text


@pytest.mark.parametrize(
    "id", ["%2e%2e%2fa", "..%2f..%2fetc", "a%2fb", "A", "a%00", "-", "x" * 200]
)
def test_no_address_leads_out_of_the_folder(client: TestClient, id: str, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(SMALL)
    for kind in ("cases", "examples"):
        for end in ("", "/edit", "/case.yaml", "/record"):
            assert client.get(f"/{kind}/{id}{end}").status_code in (404, 405)


def test_a_title_becomes_a_name_of_one_folder(client: TestClient, tmp_path: Path) -> None:
    id = opened(client, SMALL.replace("case: Roe v. Doe", "case: ../../Ünsafe / v. \\\\ .."))
    assert id == "unsafe-v" and (tmp_path / "cases" / id / "case.yaml").is_file()


def test_a_file_that_stalls_is_refused_and_the_workbench_goes_on() -> None:
    """The limit holds on the time of a process apart, which is ended; another takes its place."""
    library = Library.load()
    library.id_of(next(iter(library.authorities.values())))  # what it keeps by address stays here
    tracks = Tracks[Asked](library, decide, many=1)
    answers = Answers(library, tracks)
    try:
        answers.tried(SMALL)
        answers.tried("not: a case")  # its faults are told where it is read again
        tracks.quick.seconds = tracks.patient.seconds = 0
        martinez = examples()["martinez"].read_text(encoding="utf-8")
        with pytest.raises(FileFault, match="more time or memory"):
            answers.decided(martinez, Question())
        tracks.quick.seconds = tracks.patient.seconds = 60
        assert answers.decided(martinez, Question()).determinations
    finally:
        answers.close()


def test_a_hostile_yaml_is_a_fault_with_a_line(client: TestClient) -> None:
    for text in (
        "a: &x [1]\nb: *x",
        "a: !!python/object:os.system x",
        "[" * 5000,
        "\x00",
        "case: [1",
    ):
        answer = client.post("/open-file", files={"file": ("a.yaml", text.encode())})
        assert answer.status_code == 422, text[:20]
    assert client.post("/open-file", files={"file": ("a", b"\xff\xfe\x00")}).status_code == 422
