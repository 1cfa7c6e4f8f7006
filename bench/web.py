"""How a really started `prong serve` answers many users who ask what if at once.

    python bench/web.py [--users 50] [--seconds 20] [--think 2 0] [--case martinez]

Each user is a connection of its own. What they ask is drawn by lot: another day, forum, posture, order,
findings the other way; one question in five is one that was asked before. Their think time is drawn
between half and one and a half times the one given. Asked in turn: the grid of a case, one answer with
its reasons, the same as JSON; beside them, in the same run, a file of the same server that costs it
nothing (its limit), and the same analysis without any server. A connection that fails is tried again as
a browser or a careful program would, and counted.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

#: Seconds between one try and the next, where the server does not answer; after the last, it is lost.
AGAIN = (0.1, 0.2, 0.4, 0.8, 1.6, 2, 2, 2, 2, 2)
POSTURES = ("", "", "motion-to-dismiss", "summary-judgment-officers", "summary-judgment-plaintiff",
            "verdict-officers", "verdict-plaintiff")  # fmt: skip


@dataclass
class Served:
    """A started workbench."""

    port: int
    token: str
    process: subprocess.Popen[str]
    seconds: float

    @property
    def headers(self) -> dict[str, str]:
        return {"Host": f"127.0.0.1:{self.port}", "Authorization": f"Bearer {self.token}"}


def free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def started(folder: Path, port: int, *options: str) -> Served:
    """Start a workbench and wait for the address it prints."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "prong", "serve", "--port", str(port), "--cases", str(folder), *options],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    said = process.stderr.readline()
    token = re.search(r"token=(\S+)", said)
    if token is None:
        raise SystemExit(f"It did not start: {said}")
    return Served(port, token.group(1), process, time.perf_counter() - begun)


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Served]:
    made = started(folder, free())
    try:
        yield made
    finally:
        made.process.send_signal(signal.SIGINT)
        made.process.wait(30)


class Client:
    """One connection, kept open. What may be asked twice with one effect is asked again on failure."""

    def __init__(self, port: int, headers: dict[str, str]) -> None:
        self.port, self.headers = port, headers
        self.waits = AGAIN
        self.again = 0
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, method: str, path: str, sent: object = None, **more: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body; asked again while nobody answers, or says to come again."""
        body = b"" if sent is None else json.dumps(sent).encode()
        lines = [
            f"{method} {path} HTTP/1.1",
            *(f"{k}: {v}" for k, v in (self.headers | more).items()),
        ]
        if sent is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        data = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
        for wait in (*self.waits, None):
            try:
                answer = await self._once(data)
                if answer[0] != 503:
                    return answer
            except (OSError, EOFError):
                self.close()
                if wait is None:
                    raise
            else:
                if wait is None:
                    return answer
            self.again += 1
            await asyncio.sleep(wait * random.uniform(0.5, 1.5))
        raise AssertionError

    async def _once(self, data: bytes) -> tuple[int, dict[str, str], bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 20)
        reader, writer = self._streams
        writer.write(data)
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in head[1:])}
        if "chunked" in headers.get("transfer-encoding", ""):
            raise NotImplementedError("a chunked answer")
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        if headers.get("connection", "").lower() == "close":
            self.close()
        return int(head[0].split()[1]), headers, body

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
        self._streams = None


@dataclass
class Questions:
    """What users may ask of a case, drawn by lot."""

    forums: list[str]
    findings: list[tuple[str, str]]
    dice: random.Random
    told: list[tuple[tuple[str, str], ...]] = field(default_factory=list)

    @classmethod
    def of(cls, page: str, dice: random.Random) -> Questions:
        """From the forms of a case's own page."""
        select = re.search(r'<select id="forum".*?</select>', page, re.S)
        assert select is not None
        forums = re.findall(r'<option value="([^"]*)"', select.group())
        return cls(forums, re.findall(r'name="(so|not)" value="([^"]+)"', page), dice)

    def one(self) -> tuple[tuple[str, str], ...]:
        """Suppositions as the fields of a form: mostly new ones, some that were asked before."""
        dice = self.dice
        if self.told and dice.random() < 0.2:
            return dice.choice(self.told)
        day = f"{dice.randint(1990, 2024)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
        chosen = [("incident-date", day)]
        if dice.random() < 0.5:
            chosen.append(("forum", dice.choice(self.forums)))
        if posture := dice.choice(POSTURES):
            chosen.append(("posture", posture))
        if dice.random() < 0.2:
            chosen.append(("order", "two-only"))
        if self.findings and dice.random() < 0.5:
            chosen += dice.sample(self.findings, min(len(self.findings), dice.randint(1, 3)))
        made = tuple((k, v) for k, v in chosen if v)
        self.told.append(made)
        return made


def grid(case: str, q: tuple[tuple[str, str], ...]) -> tuple[str, str, object]:
    return "GET", f"/examples/{case}?{urlencode(q)}", None


def opened(case: str, q: tuple[tuple[str, str], ...]) -> tuple[str, str, object]:
    return "GET", f"/examples/{case}/of/0?{urlencode(q)}", None


def as_json(case: str, q: tuple[tuple[str, str], ...]) -> tuple[str, str, object]:
    names = {"incident-date": "incident_date", "so": "so", "not": "not_so"}
    sent: dict[str, object] = {names.get(k, k): v for k, v in q if k not in ("so", "not")}
    for name in ("so", "not"):
        if several := [v for k, v in q if k == name]:
            sent[names[name]] = several
    return "POST", f"/api/v1/examples/{case}/analysis", sent


def a_file(case: str, q: tuple[tuple[str, str], ...]) -> tuple[str, str, object]:
    return "GET", "/assets/mark.svg", None


KINDS = {
    "the grid": grid,
    "one answer with its reasons": opened,
    "the whole answer as JSON": as_json,
    "a file of the same server": a_file,
}


@dataclass
class Measured:
    took: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    again: int = 0
    lost: int = 0

    def at(self, percent: int) -> float:
        return 1000 * statistics.quantiles(self.took, n=100)[percent - 1]


async def load(
    served: Served, case: str, kind: str, users: int, seconds: float, think: float, draw: Questions
) -> Measured:
    """So many users for so long, each asking when it has its answer and has thought about it."""
    made = Measured()
    begin = time.perf_counter()
    end = begin + seconds

    async def user() -> None:
        client = Client(served.port, served.headers)
        await asyncio.sleep(draw.dice.uniform(0, max(think, 0.2)))
        while time.perf_counter() < end:
            method, path, sent = KINDS[kind](case, draw.one())
            asked = time.perf_counter()
            try:
                status, _, _ = await client.ask(method, path, sent)
                made.took.append(time.perf_counter() - asked)
                made.statuses[status] += 1
            except (OSError, EOFError):
                made.lost += 1
            await asyncio.sleep(think * draw.dice.uniform(0.5, 1.5))
        made.again += client.again
        client.close()

    await asyncio.gather(*(user() for _ in range(users)))
    return made


def without_a_server(case: str, runs: int = 20) -> dict[str, float]:
    """Milliseconds of the processor for one analysis in this process: the grid's, and the whole."""
    from prong.dates import Day
    from prong.decide.analysis import analyze
    from prong.law.library import Library
    from prong.record.load import load as read

    library = Library.load()
    record = read(case, library)
    took: dict[str, list[float]] = {"the grid": [], "the whole answer": []}
    for name, times in took.items():
        for n in range(runs):
            begun = time.process_time()
            made = analyze(record, library, incident_date=Day.parse(f"{2000 + n}-02-03"))
            if name != "the grid":
                made.whole()
            times.append(time.process_time() - begun)
    return {name: 1000 * statistics.median(times) for name, times in took.items()}


async def measured(served: Served, given: argparse.Namespace, dice: random.Random) -> None:
    first = Client(served.port, served.headers)
    begun = time.perf_counter()
    status, _, page = await first.ask("GET", f"/examples/{given.case}")
    assert status == 200, page
    waited = time.perf_counter() - begun
    print(f"from its start to its address {1000 * served.seconds:.0f} ms, "
          f"the first page of all {1000 * waited:.0f} ms after it\n")  # fmt: skip
    draw = Questions.of(page.decode(), dice)
    print(f"{given.users} users, {given.seconds:.0f} s each; ms\n")
    print("| asked | think s | a second | p50 | p95 | p99 | told faults | errors | tried again |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for think in given.think:
        for kind in KINDS:
            m = await load(served, given.case, kind, given.users, given.seconds, think, draw)
            bad = sum(n for s, n in m.statuses.items() if s >= 500 or s in (403, 404, 429)) + m.lost
            print(f"| {kind} | {think:g} | {len(m.took) / given.seconds:.0f} | {m.at(50):.0f} | "
                  f"{m.at(95):.0f} | {m.at(99):.0f} | {m.statuses[422]} | {bad} | {m.again} |",
                  flush=True)  # fmt: skip
    first.close()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--users", type=int, default=50)
    asked.add_argument("--seconds", type=float, default=20)
    asked.add_argument("--think", type=float, nargs="+", default=[2, 0])
    asked.add_argument("--case", default="martinez")
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    for name, ms in without_a_server(given.case).items():
        print(f"without a server, {name}: {ms:.0f} ms of the processor")
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as served:
        asyncio.run(measured(served, given, random.Random(given.seed)))


if __name__ == "__main__":
    main()
