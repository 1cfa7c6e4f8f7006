"""The authority base in the workbench: searched, read, counted; the same from either database."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from prong.base import lookup, store
from prong.base.add import add
from prong.web import addresses, opinions
from tests.base.conftest import database, postgres
from tests.check.conftest import OPINIONS
from tests.command import prong
from tests.web.conftest import Bench, app, let_in

__all__ = ["postgres"]  # the server that the base's own tests start


@pytest.fixture(params=["sqlite", "postgres"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> TestClient:
    """A workbench over the same six opinions in a base of either kind."""
    where = str(tmp_path / "authorities.db")
    if request.param == "postgres":
        where = database(request.getfixturevalue("postgres"))
    store.init(where)
    with store.open_base(where) as base:
        add(base, [OPINIONS])
    return let_in(app(tmp_path, base=where))


def plain(page: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", page.text)).split())


def test_a_search_is_followed_to_the_words_and_the_card(bench: Bench) -> None:
    page = bench.page()
    page.click("a:has-text('Search the base')")
    page.fill("#q", '"malice is no part" court:ca9 before:2022')
    page.click("button:has-text('Search')")
    assert "1 text found" in page.locator("main").inner_text()
    hit = page.locator("article")
    assert hit.locator("mark").inner_text() == "Malice is no part"
    hit.locator("blockquote a").click()
    assert page.locator("mark#words").inner_text() == "Malice is no part"
    assert "[F.3d 413]" in page.locator(".opinion").inner_text()
    page.click(".back a")
    card = page.locator("main").inner_text()
    assert "Alder v. Birch" in card and "998 F.3d 412 to 420" in card
    assert "United States Court of Appeals for the Ninth Circuit" in card
    assert "Not coded in the law library." in card
    page.locator("section:has(h2:text('Cited by')) a").first.click()
    assert "/base/opinions/" in page.url


def test_either_database_answers_alike(either: TestClient) -> None:
    found = either.get("/base/search", params={"q": 'gate cites:"998 F.3d 412"'})
    assert found.status_code == 200
    assert "2 texts found" in plain(either.get("/base/search", params={"q": "orchid"}))
    card = either.get("/base/find", params={"q": "998 F.3d 412"})
    assert "/base/opinions/" in str(card.url) and "Alder v. Birch" in plain(card)
    assert "reversed" in plain(either.get("/base/find", params={"q": "801 F.3d 50"}))
    info = either.get("/base/info")
    assert "in 6 texts" in plain(info) and "court:ca9" in info.text
    assert "998" in plain(either.get("/base/info", params={"reporter": "F.3d"}))
    for path in ("search", "find"):  # a character that PostgreSQL takes in no value
        assert either.get(f"/base/{path}", params={"q": "court:\0 a\0"}).status_code in (200, 404)
    brief = (Path(OPINIONS).parents[1] / "check" / "briefs" / "orchid.txt").read_bytes()
    sent = either.post("/api/v1/check", files={"document": ("orchid.txt", brief)})
    assert sent.status_code == 200 and sent.json()["wrong"] is True


def test_through_the_workbench_nothing_is_written_into_a_base(either: TestClient) -> None:
    from sqlalchemy import text

    from prong.faults import BaseFault

    site = either.app.state.site  # type: ignore[attr-defined]
    with site.base() as base, pytest.raises(BaseFault), base.write() as connection:
        connection.execute(text("DELETE FROM opinions"))


def test_what_takes_too_long_is_not_waited_for(opinions: str) -> None:
    from sqlalchemy import text

    from prong.faults import BaseFault

    endless = (
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 500000000)"
        " SELECT count(*) FROM n"
    )
    with (
        store.open_base(opinions, read_only=True, seconds=0.3) as base,
        pytest.raises(BaseFault, match="in the time it was given"),
        base.read() as connection,
    ):
        connection.execute(text(endless))


@pytest.mark.parametrize(
    ("q", "said"),
    [
        ("cuort:ca9", "There is no such filter"), ("before:soon", "takes a date"),
        ("cites:nothing", "takes a citation"), ("-", "names nothing to look for"),
    ],
)  # fmt: skip
def test_a_search_that_cannot_be_read_says_why(reader: TestClient, q: str, said: str) -> None:
    answer = reader.get("/base/search", params={"q": q})
    assert answer.status_code == 422 and said in plain(answer)


def test_pages_are_turned_and_end(reader: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opinions, "HITS", 5)
    first = reader.get("/base/search", params={"q": "court:ca9"})
    (following,) = re.findall(r'rel="next" href="([^"]+)"', first.text)
    seen = len(re.findall("<article", first.text))
    total = int(re.findall(r"(\d+) texts found", first.text)[0])
    while following:
        page = reader.get(unescape(following))
        seen += len(re.findall("<article", page.text))
        following = "".join(re.findall(r'rel="next" href="([^"]+)"', page.text))
    assert seen == total > 10
    for path in ("search?q=a&page=0", "search?q=a&page=9999", f"search?q={'a' * 500}", "texts/x"):
        assert reader.get(f"/base/{path}").status_code in (404, 422)


def test_an_opinion_cannot_script_a_page(tmp_path: Path) -> None:
    hostile = "<script>document.title='in'</script>"
    text = (OPINIONS / "alder-v-birch-majority.txt").read_text(encoding="utf-8")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "one.txt").write_text(text.replace("Malice", f"{hostile} Malice"))
    store.init(tmp_path / "own.db")
    with store.open_base(tmp_path / "own.db") as base:
        add(base, [tmp_path / "texts"])
    client = let_in(app(tmp_path, base=str(tmp_path / "own.db")))
    for path in ("/base/search?q=malice", "/base/texts/1", "/base/opinions/1"):
        page = client.get(path)
        assert page.status_code == 200 and hostile not in page.text
    assert hostile in unescape(client.get("/base/texts/1").text)
    assert hostile not in client.get("/base/search", params={"q": hostile}).text


def test_a_passage_that_the_base_no_longer_holds_is_not_shown_as_if_it_did(
    reader: TestClient, opinions: str
) -> None:
    with store.open_base(opinions) as base:
        whole = lookup.text_of(base, 1)
    sound = reader.get(addresses.passage(1, 300, 340, whole[300:340]))
    assert '<mark id="words"' in sound.text and "has changed" not in sound.text
    moved = reader.get(addresses.passage(1, 300, 340, "other words"))
    assert "<mark" not in moved.text and "no longer stand there" in plain(moved)
    for at in ("9-3", "0-0", "x", "1-999999999"):
        assert reader.get("/base/texts/1", params={"at": at}).status_code == 200


def test_a_long_text_is_read_in_parts_with_every_word_once(
    reader: TestClient, opinions: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("prong.web.opinions.PART", 400)
    with store.open_base(opinions) as base:
        whole = lookup.text_of(base, 7)
    bounds = __import__("prong.web.opinions", fromlist=["x"])._bounds(whole)
    assert len(bounds) > 3 and "".join(whole[a:b] for a, b in bounds) == whole
    said = ""
    for number in range(1, len(bounds) + 1):
        page = reader.get("/base/texts/7", params={"part": number})
        body = page.text.split('<div class="opinion">')[1].split("</div>")[0]
        said += re.sub(r'<span class="page">[^<]*</span> |<sup>.*?</sup>', "", body)
    shown = unescape(re.sub(r"<[^>]+>", "", said))
    assert "".join(shown.split()) == "".join(whole.split())
    start = len(whole) - 60
    there = reader.get(addresses.passage(7, start, start + 20, whole[start : start + 20]))
    assert f"Part {len(bounds)} of {len(bounds)}" in plain(there)


def test_what_is_not_held_is_told_with_what_is_known_of_it(reader: TestClient) -> None:
    within = reader.get("/base/find", params={"q": "611 F.3d 22"})
    assert "That page lies within Juniper v. Kale" in plain(within)
    absent = reader.get("/base/find", params={"q": "512 F.3d 88"})
    assert "does not cover that page" in plain(absent)
    assert reader.get("/base/find", params={"q": "Nobody v. Anybody"}).status_code == 404
    assert reader.get("/base/opinions/99999").status_code == 404
    assert reader.get(f"/base/opinions/{10**30}").status_code in (404, 422)


def test_the_api_says_what_the_commands_say(reader: TestClient, opinions: str) -> None:
    for path, command in (
        ({"q": "gate before:2022", "limit": 3}, ("search", "gate", "before:2022", "--limit", "3")),
        ({"citation": "998 F.3d 412"}, ("show", "998 F.3d 412")),
        ({"citation": "611 F.3d 22"}, ("show", "611 F.3d 22")),
        ({}, ("info",)),
    ):
        told = prong("base", *command, "--base", opinions, "-f", "json")
        answer = reader.get(f"/api/v1/base/{command[0]}", params=path)
        assert answer.json() == json.loads(told.out), command
    assert reader.get("/api/v1/base/show", params={"citation": "Nobody v. X"}).status_code == 404
    assert reader.get("/api/v1/base/search", params={"q": "cuort:x"}).status_code == 422
