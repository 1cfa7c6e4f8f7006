"""How long it takes to check a brief of 60 citations against a base.

    python bench/check.py BASE [--briefs 20]

The briefs are made from what the base holds: decisions drawn by lot, two of three cited as they are, a
third with another page, name or year; where the text of one is held, a sentence of it is quoted, every
fourth with a word changed. Reading the brief and checking it are timed apart, once everything is
imported and the law library is loaded; then the command is timed from its start.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import func, select

from prong.base import lookup, store
from prong.base.held import Opinion
from prong.base.schema import OpinionRow
from prong.base.store import Base
from prong.check import check
from prong.dates import Day
from prong.law.library import Library
from prong.read import read_text

CITATIONS = 60
_SENTENCE = re.compile(r"(?<=[.] )[A-Z][^.“”\"\[\]]{60,220}\.")


def drawn(base: Base, dice: random.Random) -> list[Opinion]:
    """Decisions by lot, with a citation and a date."""
    with base.read() as connection:
        most = connection.execute(select(func.max(OpinionRow.id))).scalar_one()
    found: list[Opinion] = []
    while len(found) < CITATIONS:
        held = lookup.by_id(base, {dice.randint(1, most) for _ in range(CITATIONS)})
        found += [o for o in held.values() if o.reported and o.decided and o.reported[0].first]
    return found[:CITATIONS]


def brief(base: Base, dice: random.Random) -> str:
    """A brief that cites them."""
    parts: list[str] = []
    for k, opinion in enumerate(drawn(base, dice)):
        place, year = opinion.reported[0], opinion.decided.first.year if opinion.decided else 2000
        name, page = opinion.caption, place.first or 1
        said = ""
        if opinion.writings:
            text = lookup.text_of(base, opinion.writings[0])
            sentences = _SENTENCE.findall(text)
            said = dice.choice(sentences) if sentences else ""
        if said and k % 4 == 0:
            said = re.sub(r"\b[a-z]{5,}\b", "parsonage", said, count=1)
        if k % 3 == 2:
            page, name, year = dice.choice(
                (
                    (page + 3, name, year),
                    (page, "Ashgrove v. Stonecrop", year),
                    (page, name, year + 2),
                )
            )
        pin = f", {page + 1}" if k % 2 else ""
        cited = f"{name}, {place.volume} {place.reporter} {page}{pin} ({year})"
        parts.append(f"“{said}” {cited}." if said else f"The rule is settled. See {cited}.")
    return "ARGUMENT\n\n" + "\n\n".join(parts) + "\n"


def told(what: str, took: list[float]) -> None:
    took.sort()
    p95 = took[min(len(took) - 1, round(0.95 * len(took)))]
    print(f"{what}: p50 {statistics.median(took):.2f} s, p95 {p95:.2f} s, most {took[-1]:.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", help="a file, or postgresql://...")
    parser.add_argument("--briefs", type=int, default=20)
    given = parser.parse_args()
    library, dice = Library.load(), random.Random(42)
    incident = Day.parse("2013-05-02")
    forum = next(key for key, court in library.courts.courts.items() if court.kind == "appeals")
    reading_took: list[float] = []
    took: list[float] = []
    with store.open_base(given.base) as base:
        briefs = [brief(base, dice) for _ in range(given.briefs + 1)]
        for k, text in enumerate(briefs):
            began = time.perf_counter()
            reading = read_text(text)
            middle = time.perf_counter()
            found = check(reading, base, library=library, forum=forum, incident=incident)
            ended = time.perf_counter()
            if k:  # the first imports what is imported late
                reading_took.append(middle - began)
                took.append(ended - middle)
        wrong = sum(f.verdict == "wrong" for _, f in found.findings)
        print(f"{len(found.rows)} citations in the last brief, {wrong} findings wrong")
    told("reading a brief", reading_took)
    told("checking it", took)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "brief.txt"
        path.write_text(briefs[-1], encoding="utf-8")
        cold: list[float] = []
        for _ in range(5):
            began = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "prong", "check", str(path), "--base", given.base],
                stdout=subprocess.DEVNULL,
                check=False,
            )
            cold.append(time.perf_counter() - began)
        told("the command, from its start", cold)


if __name__ == "__main__":
    main()
