"""The seed opinion as a brief against the opinions it cites, and filings that cite what does not exist.

The documents are no part of the project: ``PRONG_SHARED`` names their folder; without it the tests are
skipped, and fail where ``PRONG_REQUIRE`` asks for them.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from prong.base import store
from prong.base.add import add
from prong.base.store import Base
from prong.check import check
from prong.cite import identity
from prong.dates import Day
from prong.read import read

REQUIRED = "shared" in os.environ.get("PRONG_REQUIRE", "").split(",")


@pytest.fixture(scope="module")
def shared() -> Path:
    named = os.environ.get("PRONG_SHARED")
    if not named:
        if REQUIRED:
            pytest.fail("PRONG_REQUIRE asks for the shared documents, and PRONG_SHARED names none.")
        pytest.skip("PRONG_SHARED names no folder of real documents.")
    return Path(named)


@pytest.fixture(scope="module")
def cited(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """A base of those opinions that the seed cites."""
    seed = read(shared / "seed" / "opinion.txt")
    wanted = {identity.plain(one.cite) for one in seed.citations if one.cite}
    folder = tmp_path_factory.mktemp("cited")
    source = shared / "data" / "opinions"
    lines = []
    for line in (source / "index.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if identity.plain(row.get("us_cite") or "") in wanted:
            (folder / row["file"]).parent.mkdir(exist_ok=True)
            shutil.copy(source / row["file"], folder / row["file"])
            lines.append(line)
    (folder / "index.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    where = str(folder / "authorities.db")
    store.init(where)
    with store.open_base(where) as base:
        add(base, [folder])
        yield base


def test_nothing_in_the_seed_is_wrong_and_its_quotations_stand_at_their_pins(
    shared: Path, cited: Base
) -> None:
    found = check(
        read(shared / "seed" / "opinion.txt"), cited, forum="ca9", incident=Day.parse("2013-05-02")
    )
    assert [(f.about, f.kind, f.given) for _, f in found.findings if f.verdict == "wrong"] == []
    kinds = Counter((f.about, f.kind) for _, f in found.findings)
    assert kinds["place", "at-pin"] >= 3
    assert kinds["quotation", "verbatim"] + kinds["quotation", "as-marked"] >= 5
    quoted = [f for _, f in found.findings if f.about == "quotation" and f.verdict == "unverified"]
    assert quoted and {f.kind for f in quoted} <= {
        "text-not-held", "retyped", "retyped-only", "writing-not-held", "term-not-found",
    }  # fmt: skip


def test_citations_that_do_not_exist_are_not_verified(shared: Path, cited: Base) -> None:
    name = "wadsworth_v_walmart_dwyo_23-cv-118_ecf141_motions_in_limine.txt"
    found = check(read(shared / "data" / "filings" / name), cited)
    exists = [
        (row.of.cite, f) for row, f in found.findings if f.about == "exists" and row is not None
    ]
    assert len(exists) >= 9
    assert all(f.verdict != "verified" for cite, f in exists if " WL " in (cite or ""))
