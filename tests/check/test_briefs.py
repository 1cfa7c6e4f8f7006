"""Example briefs, each beside what the check finds: one test runs the folder.

A brief is a text; beside it stands a file of lines, one for each finding that is wrong or wants a look,
as ``verdict about kind: words of the brief -> right value``. ``python -m tests.check.test_briefs`` prints
what is found, to be read before it is written down.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from prong.base.store import Base
from prong.check import check
from prong.dates import Day
from prong.read import read

BRIEFS = sorted((Path(__file__).parent / "briefs").glob("*.txt"))


def lines(path: Path, base: Base) -> list[str]:
    found = check(read(path), base, forum="ca9", incident=Day.parse("2013-05-02"))
    return [
        f"{f.verdict} {f.about} {f.kind}: {row.citation.text if row else f.given}"
        + (f" -> {f.right}" if f.right else "")
        for row, f in found.findings
        if f.verdict == "wrong" or f.caution
    ]


@pytest.mark.parametrize("path", BRIEFS, ids=lambda path: path.stem)
def test_the_brief_is_found_to_be_what_is_written_beside_it(path: Path, both: Base) -> None:
    expected = path.with_suffix(".expected").read_text(encoding="utf-8").splitlines()
    assert lines(path, both) == expected


if __name__ == "__main__":
    from tempfile import mkdtemp

    from prong.base import store
    from prong.base.add import add
    from tests.check.conftest import OPINIONS

    where = f"{mkdtemp()}/authorities.db"
    store.init(where)
    with store.open_base(where) as opened:
        add(opened, [OPINIONS])
        for brief in BRIEFS:
            print(brief.name)
            sys.stdout.write("".join(f"{line}\n" for line in lines(brief, opened)))
