"""Fetching decisions through CourtListener's own client, from a server here that speaks its API."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest

from prong.base import coverage, lookup
from prong.base.fetch import Service, connect, fetch
from prong.base.store import Base
from prong.faults import BaseFault
from tests.command import prong

TOKEN = "0123456789abcdef"
ROOT = "/api/rest/v4"


class Api:
    """What the server knows, what it was asked, and how often it first says to wait."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.throttled = 0
        self.wait = "1"
        self.broken = 0
        self.url = ""

    def cluster(self, number: int, name: str, cites: list[tuple[str, str, str]]) -> dict[str, Any]:
        return {
            "resource_uri": f"{self.url}/clusters/{number}/",
            "id": number,
            "absolute_url": f"/opinion/{number}/x/",
            "docket_id": number + 100,
            "docket": f"{self.url}/dockets/{number + 100}/",
            "sub_opinions": [f"{self.url}/opinions/{number + 200}/"],
            "citations": [
                {"volume": int(v), "reporter": r, "page": p, "type": 1} for v, r, p in cites
            ],
            "date_filed": "2011-04-05",
            "date_filed_is_approximate": False,
            "case_name_short": "",
            "case_name": name,
            "case_name_full": "",
            "precedential_status": "Published",
        }

    def lookup(self, form: dict[str, list[str]]) -> list[dict[str, Any]]:
        volume, reporter, page = (form[k][0] for k in ("volume", "reporter", "page"))
        cite = f"{volume} {reporter} {page}"
        known = {
            "640 F.3d 9": [self.cluster(1, "Gorse v. Heath", [("640", "F.3d", "9")])],
            "4 F.3d 4": [
                self.cluster(2, "Linden v. Maple", [("4", "F.3d", "4")]),
                self.cluster(3, "Osier v. Pine", [("4", "F.3d", "4")]),
            ],
        }.get(cite, [])
        status = 300 if len(known) > 1 else 200 if known else 404
        return [
            {
                "citation": cite,
                "normalized_citations": [cite],
                "start_index": 0,
                "end_index": len(cite),
                "status": status,
                "error_message": "" if known else f"Citation not found: '{cite}'",
                "clusters": known,
            }
        ]

    def answer(self, path: str) -> dict[str, Any] | None:
        kind, number = path.removeprefix(ROOT).strip("/").split("/")
        if kind == "dockets":
            return {
                "id": int(number),
                "court": f"{self.url}/courts/ca2/",
                "court_id": "ca2",
                "docket_number": f"10-{number}",
            }
        if kind == "opinions":
            return {
                "id": int(number), "type": "010combined", "author_str": "Heath",
                "per_curiam": False, "html_with_citations": "<p>The gorse was open to all. "
                '<span class="star-pagination">*10</span> See 500 F.3d 1 (1st Cir. 2007).</p>',
                "plain_text": "", "html": "", "html_lawbox": "", "html_columbia": "",
                "html_anon_2020": "", "xml_harvard": "",
            }  # fmt: skip
        return None


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    api = Api()

    class Handler(BaseHTTPRequestHandler):
        def reply(self, status: int, body: Any, **headers: str) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(data)

        def refuses(self) -> bool:
            api.asked.append(f"{self.command} {self.path}")
            if self.headers.get("Authorization") != f"Token {TOKEN}":
                self.reply(401, {"detail": "Invalid token."})
            elif api.broken:
                api.broken -= 1
                self.reply(500, {"detail": "Server error."})
            elif api.throttled:
                api.throttled -= 1
                self.reply(429, {"detail": "Request was throttled."}, Retry_After=api.wait)
            else:
                return False
            return True

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            if not self.refuses():
                self.reply(200, api.lookup(form))

        def do_GET(self) -> None:
            if not self.refuses():
                found = api.answer(self.path.split("?")[0])
                self.reply(200 if found else 404, found or {"detail": "Not found."})

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    api.url = f"http://127.0.0.1:{server.server_port}{ROOT}"
    monkeypatch.setenv("COURTLISTENER_API_TOKEN", TOKEN)
    monkeypatch.setenv("COURTLISTENER_API_BASE_URL", api.url)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield api
    server.shutdown()
    server.server_close()
    thread.join()


def service(slept: list[float]) -> Service:
    return Service(connect(), pause=0, sleep=slept.append)


def test_a_decision_comes_with_its_docket_and_its_texts(api: Api, empty: Base) -> None:
    (got,) = fetch(empty, ["640 F. 3d 9"], service([]))
    assert (got.what, got.captions) == ("fetched", ("Gorse v. Heath",))
    (gorse,) = lookup.by_citation(empty, "640 F.3d 9")
    assert (gorse.court, gorse.docket, str(gorse.decided)) == ("ca2", "10-101", "2011-04-05")
    (passage,) = lookup.quotation(empty, "The gorse was open to all.", gorse)
    assert passage.pages["F.3d"] == ("9", "9")
    assert coverage.info(empty).citings == 1


def test_what_is_held_is_not_asked_for(api: Api, empty: Base) -> None:
    list(fetch(empty, ["640 F.3d 9"], service([])))
    asked = len(api.asked)
    assert [g.what for g in fetch(empty, ["640 F.3d 9"], service([]))] == ["held"]
    assert len(api.asked) == asked


def test_several_decisions_on_one_page_are_all_fetched(api: Api, empty: Base) -> None:
    (got,) = fetch(empty, ["4 F.3d 4"], service([]))
    assert (got.what, got.captions) == ("several", ("Linden v. Maple", "Osier v. Pine"))
    assert len(lookup.by_citation(empty, "4 F.3d 4")) == 2


def test_what_courtlistener_does_not_know_is_said(api: Api, empty: Base) -> None:
    assert [g.what for g in fetch(empty, ["999 F.3d 999"], service([]))] == ["unknown"]
    assert lookup.by_citation(empty, "999 F.3d 999") == ()


def test_where_the_service_says_to_wait_that_is_done(api: Api, empty: Base) -> None:
    slept: list[float] = []
    api.throttled, api.wait = 2, "7"
    (got,) = fetch(empty, ["640 F.3d 9"], service(slept))
    assert got.what == "fetched"
    assert slept == [7.0, 7.0]


def test_a_wait_too_long_ends_the_run_and_keeps_what_was_fetched(api: Api, empty: Base) -> None:
    made = fetch(empty, ["640 F.3d 9", "4 F.3d 4"], service([]))
    next(made)
    api.throttled, api.wait = 1, "3600"
    with pytest.raises(BaseFault, match="longer pause"):
        next(made)
    assert lookup.by_citation(empty, "640 F.3d 9")
    assert lookup.by_citation(empty, "4 F.3d 4") == ()


def test_requests_are_spaced(api: Api, empty: Base) -> None:
    slept: list[float] = []
    list(fetch(empty, ["640 F.3d 9"], Service(connect(), pause=5, sleep=slept.append)))
    assert len(slept) == len(api.asked) - 1
    assert all(4 < s <= 5 for s in slept)


@pytest.mark.parametrize(
    ("token", "fault"),
    [("", "needs your token"), ("wrong", "does not accept the token")],
)
def test_a_token_is_needed(
    api: Api, empty: Base, monkeypatch: pytest.MonkeyPatch, token: str, fault: str
) -> None:
    monkeypatch.setenv("COURTLISTENER_API_TOKEN", token)
    with pytest.raises(BaseFault, match=fault) as caught:
        list(fetch(empty, ["640 F.3d 9"], service([])))
    assert token not in str(caught.value) or not token


def test_an_error_of_the_service_is_said(api: Api, empty: Base) -> None:
    api.broken = 1
    with pytest.raises(BaseFault, match=r"error \(500\)"):
        list(fetch(empty, ["640 F.3d 9"], service([])))


def test_the_command(api: Api, where: str) -> None:
    assert prong("base", "init", "--base", where).status == 0
    ran = prong(
        "base", "fetch", "640 F.3d 9", "999 F.3d 999", "--pause", "0", "--base", where
    )
    assert ran.status == 1
    assert ran.out == "640 F.3d 9: fetched: Gorse v. Heath\n999 F.3d 999: not known to CourtListener\n"
