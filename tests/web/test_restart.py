"""The workbench started again while many ask and save: all is answered, and what was saved is there."""

from __future__ import annotations

import asyncio
import json
import re
import signal
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import pytest
from bench.web import AGAIN, Client, Served, free, started

from prong.dates import Day
from prong.law.library import Library
from prong.record.load import examples
from prong.report.contract import as_json
from prong.web.answers import Asked, decide
from prong.web.asking import Question
from prong.web.shelf import Shelf
from tests.web.test_stories import SMALL

T = TypeVar("T")
CLIENTS, SHELVED = 20, 4
ASKED = "/api/v1/examples/martinez/analysis"


def done(asked: Coroutine[Any, Any, T]) -> T:
    """Run to its end in a thread of its own: the browser of other tests runs a loop in this one."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, asked).result()


async def until_saved(client: Client, id: str, line: str) -> None:
    """Add a line to a case as a simple program would: whenever it is told that someone else has
    saved, it reads the case and adds its line again, without looking whether it is there."""
    where = f"/api/v1/cases/{id}"
    while True:
        _, _, data = await client.ask("GET", where)
        kept = json.loads(data)
        sent = {"case": f"{kept['case']}# {line}\n"}
        status, _, data = await client.ask("PUT", where, sent, **{"If-Match": kept["digest"]})
        if status == 200:
            return
        assert status == 409, data


def test_no_request_is_lost_no_change_lost_or_doubled_no_answer_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRONG_TOKEN", "a-token-that-outlives-one-start-of-it")
    shelf = Shelf(tmp_path / "cases")
    ids = [shelf.new(f"shelved {n}", SMALL) for n in range(SHELVED)]
    text, library = examples()["martinez"].read_text(encoding="utf-8"), Library.load()
    days = [f"20{year}-05-02" for year in range(12, 22)]
    expected = {
        day: as_json(decide(Asked(text, Question(incident_date=Day.parse(day))), library).analysis)
        for day in days
    }
    port, saved = free(), {id: list[str]() for id in ids}
    again = 0

    async def user(number: int, served: Served, broken: asyncio.Event) -> None:
        nonlocal again
        client, rounds = Client(port, served.headers), 0
        client.waits = AGAIN * 4
        while rounds < 2 or not broken.is_set():
            day = days[(number + rounds) % len(days)]
            status, _, data = await client.ask("POST", ASKED, {"incident_date": day})
            assert status == 200 and json.loads(data) == expected[day]
            id, line = ids[number % SHELVED], f"line {rounds} of {number}"
            await until_saved(client, id, line)
            saved[id].append(line)
            rounds += 1
            await asyncio.sleep(0.2)
        again += client.again
        client.close()

    async def story() -> Served:
        served, broken = started(tmp_path, port), asyncio.Event()
        users = [asyncio.create_task(user(n, served, broken)) for n in range(CLIENTS)]
        for how in (signal.SIGTERM, signal.SIGKILL):
            await asyncio.sleep(1.5)
            served.process.send_signal(how)
            await asyncio.to_thread(served.process.wait, 60)
            served = await asyncio.to_thread(started, tmp_path, port)
        broken.set()
        await asyncio.gather(*users)
        return served

    async def told_to_end_while_it_answers(served: Served) -> None:
        client = Client(port, served.headers)
        client.waits = ()
        await client.ask("GET", "/api/v1/cases")
        asked = asyncio.create_task(client.ask("POST", ASKED, {"incident_date": "2003-01-01"}))
        await asyncio.sleep(0.01)
        served.process.send_signal(signal.SIGTERM)
        assert (await asked)[0] == 200
        await asyncio.to_thread(served.process.wait, 60)

    served = done(story())
    try:
        assert again > 0
        for id in ids:
            lines = re.findall(r"^# (line .*)$", shelf.read(id).text, re.M)
            assert sorted(lines) == sorted(saved[id])
            history = [
                p.read_text() for p in sorted((tmp_path / "cases" / id / "history").iterdir())
            ]
            assert all(a != b for a, b in pairwise([*history, shelf.read(id).text]))
        done(told_to_end_while_it_answers(served))
    finally:
        served.process.kill()
        served.process.wait()


def test_a_save_that_is_sent_again_is_no_collision(tmp_path: Path) -> None:
    """Also not where someone saved upon it before it was sent again."""
    shelf = Shelf(tmp_path)
    id = shelf.new("case", "one: 1\n")
    base = shelf.read(id).digest
    mine = shelf.save(id, "one: 2\n", base)
    assert shelf.save(id, "one: 2\n", base) == mine
    shelf.save(id, "one: 3\n", mine.digest)
    assert shelf.save(id, "one: 2\n", base) == mine
    assert shelf.read(id).text == "one: 3\n"
    assert len(list((tmp_path / id / "history").iterdir())) == 2


def test_a_save_that_was_stopped_half_way_leaves_one_step_to_undo(tmp_path: Path) -> None:
    """The text it replaces is put aside before it is replaced: it may be there already."""
    shelf = Shelf(tmp_path)
    id = shelf.new("case", "one: 1\n")
    shelf._push(tmp_path / id / "history", "one: 1\n")
    shelf.save(id, "one: 2\n", shelf.read(id).digest)
    shelf.undo(id, shelf.read(id).digest)
    assert shelf.read(id).text == "one: 1\n" and shelf.can(id) == (False, True)
