"""The figures of docs/library.md are what the commands say now. ``PRONG_RECORD=1`` writes them anew."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from prong.coding.agreement import kappas, second_readings
from prong.law.library import Library
from prong.report.text import table
from tests.command import prong

PAGE = Path(__file__).parents[2] / "docs" / "library.md"
SECOND = Path(__file__).parent / "second-reading"


def coverage() -> str:
    law = Library.load()
    rows: list[tuple[str, ...]] = [
        ("doctrine", "rules", "factors", "authorities", "holdings", "constrain", "rulings")
    ]
    for key, doctrine in sorted(law.doctrines.items()):
        held = [(a, h) for _, a, h in law.holdings(key)]
        ids = {id(a) for a, _ in held}
        ruled = [
            r
            for a in law.authorities.values()
            for r in a.prong_two
            if any(h.id == r.conduct and h.doctrine == key for h in a.holdings)
        ]
        counts = (
            len(doctrine.rules),
            sum(1 for f in law.factors.factors.values() if f.doctrine == key),
            len(ids),
            len(held),
            sum(a.coding(h).constrains for a, h in held),
            len(ruled),
        )
        rows.append((key, *map(str, counts)))
    coded = Counter(a.coded.from_ for a in law.authorities.values())
    total = ", ".join(f"{n} coded from {what}" for what, n in coded.most_common())
    return "\n".join([*table(rows), "", f"{len(law.authorities)} authorities: {total}."])


def figures(*trust: str) -> str:
    told = prong("library", "validate", *trust).out
    return told[told.rindex("\ndoctrine") + 1 :].rstrip()


def agreement() -> str:
    law = Library.load()
    readings = second_readings(SECOND, law)
    found = kappas(law, readings)
    total = found[-1]
    poor = [k for k in found[:-1] if k.kappa is not None and k.kappa < 0.6]
    told = prong("library", "agreement", "--second", str(SECOND)).out.rstrip().splitlines()[-1]
    return (
        f"{told}\nOf {total.units} choices whether a factor is in an opinion both coders said yes to "
        f"{total.both} and no to {total.neither};\nthe first alone said yes to {total.first}, the second "
        f"alone to {total.second}. Cohen's kappa over all: {total.kappa:.2f}.\n"
        f"{len(found) - 1} factors were used; kappa is under 0.6 on {len(poor)}: "
        f"{', '.join(k.factor or '' for k in poor)}."
    )


#: The five kinds of conduct mapped: the example and its officer.
MAPPED = {
    "martinez": "hershberger",
    "shooting-a-fleeing-suspect": "roe",
    "tasing-a-restrained-person": "roe",
    "arrested-for-recording": "rowan",
    "left-in-sewage": "jailer",
}


def maps() -> str:
    """Since when, by what, and where, on trust in texts alone and in sources too."""
    lines: list[str] = []
    for case, officer in MAPPED.items():
        lines.append(case)
        for trust in ("text", "source"):
            told = prong("map", case, officer, "--trust", trust, "-f", "json").out
            where: dict[str, list[str]] = {}
            for forum in json.loads(told)[0]["forums"]:
                first = forum["first"]
                by = f"{first['from']}, {first['authority']}" if first else "never"
                if first and first["source"] == "consensus":
                    by = f"{first['from']}, a consensus, last {first['authority']}"
                where.setdefault(by, []).append(forum["forum"])
            lines.append(f"  trust in {trust}:")
            lines += [f"    {by}: {' '.join(forums)}" for by, forums in sorted(where.items())]
    return "\n".join(lines)


FIGURES: dict[str, Callable[[], str]] = {
    "coverage": coverage,
    "validate": figures,
    "validate --trust source": lambda: figures("--trust", "source"),
    "agreement": agreement,
    "maps": maps,
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_what_the_command_says(name: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    block = re.compile(rf"(<!-- figures: {re.escape(name)} -->\n).*?(<!-- end -->)", re.DOTALL)
    stated = f"```\n{FIGURES[name]()}\n```\n"
    if os.environ.get("PRONG_RECORD"):
        PAGE.write_text(block.sub(lambda m: m[1] + stated + m[2], page, count=1), encoding="utf-8")
        return
    found = block.search(page)
    assert found is not None and found.group() == f"<!-- figures: {name} -->\n{stated}<!-- end -->"


def test_there_are_enough_cases_of_both_outcomes() -> None:
    told = figures()
    decided = int(re.findall(r"^all +prong one +(\d+)", told, re.MULTILINE)[0])
    assert decided >= 30
