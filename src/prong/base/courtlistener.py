"""CourtListener's bulk data: the CSV files of one day, as published, streamed into the base.

Of the folder's files the latest of each kind is taken: ``opinion-clusters`` (a decision),
``dockets`` and ``courts`` (its docket and court), ``citations`` (where it is reported), ``opinions``
(its texts), ``citation-map`` (which text cites which, and how often) and ``parentheticals`` (how a
text describes what it cites). Only ``opinion-clusters`` is needed; what is not there is left out.

What one file says about rows of another is kept meanwhile in a scratch file, never in memory.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from prong.base import keep, stages
from prong.base.courtlistener_links import citation_map, parentheticals
from prong.base.courtlistener_rows import PREFERENCE, identity_of, text_drawn
from prong.base.drawn import Drawn, Identity
from prong.base.schema import CitationRow, OpinionRow, WritingRow
from prong.base.scratch import Scratch
from prong.base.stages import Ingested, Progress, batches, reach, reached
from prong.base.store import Base
from prong.cite import identity
from prong.cite.identity import Cite
from prong.dates import Day
from prong.faults import Fault, FileFault, Place

_KINDS = (
    "courts", "dockets", "opinion-clusters", "citations", "opinions", "citation-map",
    "parentheticals",
)  # fmt: skip
#: So many rows are written in one transaction.
_ROWS, _TEXTS = 1000, 100


def ingest(
    base: Base,
    folder: Path,
    *,
    jobs: int = 1,
    progress: Callable[[str], Progress] = lambda what: lambda done, of: None,
) -> Ingested:
    """Take the files of a folder into the base. Run again, it goes on where it stopped."""
    files = _files(folder)
    clusters = files.get("opinion-clusters")
    if clusters is None:
        raise FileFault(
            "The folder holds no opinion-clusters file of CourtListener's bulk data.",
            place=Place(str(folder)),
            expected="opinion-clusters-DATE.csv or .csv.bz2",
        )
    marks = {kind: _mark(kind, path) for kind, path in files.items()}
    if all(reached(base, marks[kind])[1] for kind in files if kind in _WRITTEN):
        return Ingested()
    scratch = Scratch("".join(marks.values()))
    try:
        _dockets(scratch, files, progress)
        _citations(scratch, files, progress)
        decisions = _clusters(base, scratch, files, marks, progress)
        texts, faults = _opinions(base, scratch, files, marks, jobs, progress)
        citings = citation_map(base, scratch, files, marks, progress)
        described = parentheticals(base, scratch, files, marks, progress)
    finally:
        scratch.close()
    scratch.remove()
    base.settle()
    return Ingested(decisions, texts, citings, described, tuple(faults))


#: The kinds whose rows go into the base itself.
_WRITTEN = ("opinion-clusters", "opinions", "citation-map", "parentheticals")


def _files(folder: Path) -> dict[str, Path]:
    """The latest file of each kind: their names end in a day, so the last by name."""
    if not folder.is_dir():
        raise FileFault("There is no such folder.", place=Place(str(folder)))
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        match = re.fullmatch(r"([a-z-]+?)(?:-\d{4}-\d{2}-\d{2})?\.csv(?:\.bz2)?", path.name)
        if match and match.group(1) in _KINDS and path.is_file():
            found[match.group(1)] = path
    return found


def _mark(kind: str, path: Path) -> str:
    """What tells one published file from another."""
    return f"courtlistener {kind} {path.name.removesuffix('.bz2')} {path.stat().st_size}"


def _dockets(
    scratch: Scratch, files: Mapping[str, Path], progress: Callable[[str], Progress]
) -> None:
    """The court and number of every docket that a decision lies on; most dockets have none."""
    if scratch.ready("dockets") or "dockets" not in files:
        return
    scratch.db.execute("DELETE FROM wanted")
    scratch.db.execute("DELETE FROM dockets")
    lines = stages.rows(
        files["opinion-clusters"], ("docket_id",), progress("decisions, a first look")
    )
    scratch.fill("wanted", 1, ((row["docket_id"],) for row in lines if row["docket_id"]))
    lines = stages.rows(files["dockets"], ("id", "court_id", "docket_number"), progress("dockets"))
    for part in batches(lines, 10_000):
        wanted = {
            n
            for (n,) in scratch.pick(
                "SELECT id FROM wanted WHERE id IN", [int(r["id"]) for r in part]
            )
        }
        scratch.fill(
            "dockets",
            3,
            [(r["id"], r["court_id"], r["docket_number"]) for r in part if int(r["id"]) in wanted],
        )
    scratch.done("dockets")


def _citations(
    scratch: Scratch, files: Mapping[str, Path], progress: Callable[[str], Progress]
) -> None:
    if scratch.ready("citations") or "citations" not in files:
        return
    scratch.db.execute("DELETE FROM cites")
    lines = stages.rows(
        files["citations"], ("volume", "reporter", "page", "cluster_id"), progress("citations")
    )
    scratch.fill(
        "cites", 4, ((r["cluster_id"], r["volume"], r["reporter"], r["page"]) for r in lines)
    )
    scratch.db.execute("CREATE INDEX IF NOT EXISTS cites_of ON cites (cluster)")
    scratch.done("citations")


# Decisions


_CLUSTER = (
    "id", "date_filed", "date_filed_is_approximate", "case_name", "case_name_full",
    "case_name_short", "precedential_status", "docket_id",
)  # fmt: skip


def _clusters(
    base: Base,
    scratch: Scratch,
    files: Mapping[str, Path],
    marks: Mapping[str, str],
    progress: Callable[[str], Progress],
) -> int:
    if scratch.ready("clusters"):
        return 0
    # Which decision each row became is known to the scratch file alone, so that says how far this
    # has come. A row that is in the base already is found there and not doubled.
    at = int(scratch.db.execute("SELECT count(*) FROM clusters").fetchone()[0])
    lines = stages.rows(files["opinion-clusters"], _CLUSTER, progress("decisions"))
    made = 0
    for part in batches(islice(lines, at, None), _ROWS):
        identities = _identities(scratch, part)
        with base.write() as connection:
            last = _last(connection)
            numbers = keep.decisions(connection, identities)
            made += sum(number > last for number in set(numbers))
        scratch.fill("clusters", 2, zip((r["id"] for r in part), numbers, strict=True))
        at += len(part)
    with base.write() as connection:
        reach(connection, marks["opinion-clusters"], at, True)
    scratch.done("clusters")
    return made


def _last(connection: Connection) -> int:
    return connection.execute(select(func.max(OpinionRow.id))).scalar() or 0


def _identities(scratch: Scratch, part: Sequence[Mapping[str, str]]) -> list[Identity]:
    dockets = {
        number: (court, docket)
        for number, court, docket in scratch.pick(
            "SELECT id, court, number FROM dockets WHERE id IN",
            [int(r["docket_id"]) for r in part if r["docket_id"]],
        )
    }
    cites: dict[int, list[Cite]] = {}
    for cluster, volume, reporter, page in scratch.pick(
        "SELECT cluster, volume, reporter, page FROM cites WHERE cluster IN",
        [int(r["id"]) for r in part],
    ):
        cite = identity.parse(f"{volume} {reporter} {page}") or Cite(volume, reporter, page)
        cites.setdefault(cluster, []).append(cite)
    made: list[Identity] = []
    for row in part:
        court, docket = dockets.get(int(row["docket_id"] or 0), (None, None))
        made.append(
            identity_of(
                row, court, docket, cites.get(int(row["id"]), ()), f"courtlistener:{row['id']}"
            )
        )
    return made


# Texts


_OPINION = ("id", "cluster_id", "type", "author_str", "per_curiam", *PREFERENCE)


def _drawn(row: Mapping[str, str], who: Identity) -> Drawn | str | None:
    """In a process of its own, it may be: a fault is told in words."""
    try:
        return text_drawn(row, who, f"courtlistener:{row['id']}")
    except Fault as fault:
        return str(fault)


def _opinions(
    base: Base,
    scratch: Scratch,
    files: Mapping[str, Path],
    marks: Mapping[str, str],
    jobs: int,
    progress: Callable[[str], Progress],
) -> tuple[int, list[str]]:
    path = files.get("opinions")
    if path is None:
        return 0, []
    mark = marks["opinions"]
    done, whole = reached(base, mark)
    if whole and scratch.ready("texts"):
        return 0, []
    # The rows are gone through from the first: the scratch file needs to know all of them.
    made, at = 0, 0
    faults: list[str] = []
    with _Readers(jobs) as run:
        for part in batches(stages.rows(path, _OPINION, progress("texts")), _TEXTS):
            scratch.fill("texts", 2, [(r["id"], r["cluster_id"]) for r in part])
            at += len(part)
            if at <= done:
                continue
            with base.read() as connection:
                new = _not_held(connection, part)
                owners = _owners(connection, scratch, new)
            pairs = [(row, owners[row["id"]]) for row in new if row["id"] in owners]
            results = run([(row, who) for row, (_, who) in pairs])
            with base.write() as connection:
                held = {row["id"] for row in _not_held(connection, [row for row, _ in pairs])}
                for (row, (number, _)), result in zip(pairs, results, strict=True):
                    if isinstance(result, str):
                        faults.append(result)
                    elif result is not None and row["id"] in held:
                        keep.add(connection, number, result)
                        keep.spans(connection, number, result.lasts)
                        made += 1
                reach(connection, mark, at)
    with base.write() as connection:
        reach(connection, mark, at, True)
    scratch.done("texts")
    return made, faults


def _not_held(connection: Connection, part: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    origins = [f"courtlistener:{row['id']}" for row in part]
    held: set[str | None] = set()
    for some in keep.parts(origins):
        held |= set(
            connection.execute(
                select(WritingRow.origin).where(WritingRow.origin.in_(some))
            ).scalars()
        )
    return [row for row, origin in zip(part, origins, strict=True) if origin not in held]


def _owners(
    connection: Connection, scratch: Scratch, part: Sequence[Mapping[str, str]]
) -> dict[str, tuple[int, Identity]]:
    """For each text its decision: the number, and the identity as the base has it."""
    clusters = dict(
        scratch.pick(
            "SELECT id, opinion FROM clusters WHERE id IN", [int(r["cluster_id"]) for r in part]
        )
    )
    known = identities(connection, set(clusters.values()))
    return {
        row["id"]: (number, known[number])
        for row in part
        if (number := clusters.get(int(row["cluster_id"]))) in known and number is not None
    }


def identities(connection: Connection, numbers: set[int]) -> dict[int, Identity]:
    """Decisions held, as identities."""
    cites: dict[int, list[Cite]] = {}
    found: dict[int, Identity] = {}
    for part in keep.parts(sorted(numbers)):
        for row in connection.execute(
            select(CitationRow.__table__).where(CitationRow.opinion_id.in_(part))
        ):
            cites.setdefault(row.opinion_id, []).append(Cite(row.volume, row.reporter, row.page))
        for row in connection.execute(select(OpinionRow.__table__).where(OpinionRow.id.in_(part))):
            day = Day(row.decided_first, row.decided_last) if row.decided_first else None
            found[row.id] = Identity(
                row.caption, row.court, row.docket, day, tuple(cites.get(row.id, ())), row.status,
                row.origin,
            )  # fmt: skip
    return found


class _Readers:
    """Runs the reading of texts here, or in several processes, with no more in hand than a batch."""

    def __init__(self, jobs: int) -> None:
        self.pool = ProcessPoolExecutor(jobs) if jobs > 1 else None

    def __enter__(self) -> Callable[[list[tuple[Any, Any]]], list[Any]]:
        return self.run

    def run(self, many: list[tuple[Any, Any]]) -> list[Any]:
        if self.pool is None:
            return [_drawn(*one) for one in many]
        waiting: deque[Future[Any]] = deque(self.pool.submit(_drawn, *one) for one in many)
        return [future.result() for future in waiting]

    def __exit__(self, *_: object) -> None:
        if self.pool is not None:
            self.pool.shutdown(cancel_futures=True)
