"""How fast the authority base takes in opinions and answers, at a size given.

    python bench/base.py FOLDER [--opinions 1000000] [--texts 20000] [--base postgresql://...]

Bulk files of invented decisions are written into FOLDER once, in CourtListener's form: names,
dockets and citations for all, texts of real length (about 12,000 letters, words as frequent as in
English) for a part. They are taken in by ``prong base ingest`` in a process of its own, whose
largest memory is told; then the look-ups of a brief of 60 citations and searches are timed.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from prong.base import citator, coverage, lookup, store
from prong.base.search import search

_REPORTERS = ("F.2d", "F.3d", "F. Supp. 2d", "F. Supp. 3d", "U.S.", "S. Ct.")
_COURTS = ("scotus", *(f"ca{n}" for n in range(1, 12)), "cadc", "nysd", "cand", "txsd", "ilnd")
_SYLLABLES = (
    "ba be bi bo bu da de di do du la le li lo lu ma me mi mo na ne ra re ri ro sa se ta te".split()
)


class Invented:
    """Words and names, the same at every run."""

    def __init__(self) -> None:
        self.dice = random.Random(1983)
        self.words = [
            "".join(parts) for n in (2, 3) for parts in itertools.product(_SYLLABLES, repeat=n)
        ]
        self.dice.shuffle(self.words)
        self.weights = list(itertools.accumulate(1 / (k + 3) for k in range(len(self.words))))

    def name(self, n: int) -> str:
        one, other = self.words[n % 20_000], self.words[(n * 7919) % 24_000]
        return f"{one.title()} v. {other.title()}"

    def place(self, n: int) -> tuple[str, str, int]:
        """Decisions of ten pages each, a hundred to a volume."""
        volume, k = divmod(n, 100)
        return str(1 + volume // len(_REPORTERS)), _REPORTERS[volume % len(_REPORTERS)], 1 + 10 * k

    def cite(self, n: int) -> str:
        volume, reporter, page = self.place(n)
        return f"{volume} {reporter} {page}"

    def text(self, n: int, of: int) -> str:
        page = self.place(n)[2]
        parts: list[str] = []
        for k in range(10):
            words = self.dice.choices(self.words, cum_weights=self.weights, k=230)
            other = self.dice.randrange(of)
            parts.append(
                f"<p>{' '.join(words).capitalize()}. See <i>{self.name(other)}</i>, {self.cite(other)} "
                f'(9th Cir. 1999). <span class="star-pagination">*{page + k}</span></p>'
            )
        return "\n".join(parts)


def write(folder: Path, opinions: int, texts: int) -> None:
    """The bulk files, unless they are there."""
    folder.mkdir(parents=True, exist_ok=True)
    done = folder / f"written-{opinions}-{texts}"
    if done.exists():
        return
    made = Invented()

    def table(name: str, head: str, rows: object) -> None:
        with (folder / f"{name}-2025-01-31.csv").open("w", newline="") as stream:
            out = csv.writer(
                stream,
                quoting=csv.QUOTE_ALL,
                doublequote=False,
                escapechar="\\",
                lineterminator="\n",
            )
            out.writerow(head.split())
            out.writerows(rows)  # type: ignore[arg-type]

    every = range(opinions)
    table(
        "dockets",
        "id court_id docket_number",
        ((n, _COURTS[n % len(_COURTS)], f"{n % 100:02}-{n}") for n in every),
    )
    table(
        "opinion-clusters",
        "id date_filed date_filed_is_approximate case_name case_name_full case_name_short"
        " precedential_status docket_id",
        (
            (
                n,
                f"{1950 + n % 75}-{1 + n % 12:02}-{1 + n % 28:02}",
                "f",
                made.name(n),
                "",
                "",
                "Published",
                n,
            )
            for n in every
        ),
    )
    table(
        "citations", "id volume reporter page cluster_id", ((n, *made.place(n), n) for n in every)
    )
    step = max(1, opinions // texts)
    table(
        "opinions",
        "id cluster_id type author_str per_curiam html_with_citations html_columbia html_lawbox"
        " xml_harvard html_anon_2020 html plain_text",
        (
            (n, n, "010combined", "", "f", made.text(n, opinions), "", "", "", "", "", "")
            for n in range(0, opinions, step)
        ),
    )
    table(
        "citation-map", "id depth cited_opinion_id citing_opinion_id",
        ((n, 1, (n * step * 31) % opinions // step * step, n * step) for n in range(texts)),
    )  # fmt: skip
    done.touch()


def ingest(folder: Path, where: str, jobs: int) -> None:
    """Take the files in, in a process of its own."""
    store.init(where)
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "prong", "base", "ingest", "courtlistener", str(folder), "--base", where,
         "--jobs", str(jobs)],
        check=True,
    )  # fmt: skip
    seconds = time.perf_counter() - began
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"ingest: {seconds:,.0f} s, at most {most:,.0f} MiB of memory in one process")


def timed(what: str, calls: list[Callable[[], object]]) -> None:
    took: list[float] = []
    for call in calls:
        began = time.perf_counter()
        call()
        took.append(1000 * (time.perf_counter() - began))
    took.sort()
    p95 = took[min(len(took) - 1, round(0.95 * len(took)))]
    print(
        f"{what}: p50 {statistics.median(took):,.1f} ms, p95 {p95:,.1f} ms, most {took[-1]:,.1f} ms"
    )


def ask(where: str, opinions: int) -> None:
    """What a check asks for a brief of 60 citations, and searches of several shapes."""
    made = Invented()
    dice = random.Random(42)
    with store.open_base(where) as base:
        coverage.at(base, made.cite(0))  # what is imported late is imported

        def brief() -> None:
            numbers = [dice.randrange(opinions) for _ in range(60)]
            held = lookup.by_citations(base, map(made.cite, numbers))
            for n in numbers[:40]:
                citator.treatments(base, held[made.cite(n)][0], negative=True)
            for n in numbers[40:]:
                volume, reporter, page = made.place(n)
                coverage.at(base, f"{volume} {reporter} {page + 3}")
                citator.attested(base, f"{volume} {reporter} {page + 3}")
                lookup.by_name(base, made.name(n))

        timed("a brief of 60 citations", [brief for _ in range(20)])

        def by_name() -> None:
            lookup.by_name(base, made.name(dice.randrange(opinions)))

        timed("the nearest name", [by_name for _ in range(50)])
        common, rare = made.words[:200], made.words[2000:20_000]
        shapes: dict[str, Callable[[], str]] = {
            "two rare words": lambda: f"{dice.choice(rare)} {dice.choice(rare)}",
            "a common and a rare word": lambda: f"{dice.choice(common)} {dice.choice(rare)}",
            "two common words": lambda: f"{dice.choice(common)} {dice.choice(common)}",
            "a phrase of two common words": lambda: (
                f'"{dice.choice(common)} {dice.choice(common)}"'
            ),
            "common words, a court and a date": lambda: (
                f"{dice.choice(common)} {dice.choice(common)} court:{dice.choice(_COURTS)} before:1999"
            ),
            "who cites": lambda: f'cites:"{made.cite(dice.randrange(opinions))}"',
        }
        for what, shape in shapes.items():
            timed(f"search, {what}", [lambda s=shape: search(base, s()) for _ in range(50)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--opinions", type=int, default=1_000_000)
    parser.add_argument("--texts", type=int, default=20_000)
    parser.add_argument("--base", help="a file of the folder by default")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    write(given.folder, given.opinions, given.texts)
    where = given.base or str(given.folder / "base.db")
    ingest(given.folder, where, given.jobs)
    ask(where, given.opinions)


if __name__ == "__main__":
    main()
