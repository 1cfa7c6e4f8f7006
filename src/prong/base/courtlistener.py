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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, update

from prong.base import keep, stages
from prong.base.drawn import Drawn, Identity, drawn_as, kind_named
from prong.base.schema import CitationRow, CitingRow, OpinionRow, TreatmentRow, WritingRow
from prong.base.scratch import Scratch
from prong.base.stages import Ingested, Progress, reach, reached
from prong.base.store import Base
from prong.cite import identity
from prong.cite.identity import Cite
from prong.dates import Day
from prong.faults import Fault, FileFault, Place
from prong.read.reading import read, read_text

#: The columns of text in CourtListener's order of preference: its own page says that the first holds
#: the text of the best source with citations linked, and which source is best.
PREFERENCE = (
    "html_with_citations", "html_columbia", "html_lawbox", "xml_harvard", "html_anon_2020", "html",
    "plain_text",
)  # fmt: skip
_KINDS = (
    "courts", "dockets", "opinion-clusters", "citations", "opinions", "citation-map",
    "parentheticals",
)  # fmt: skip
#: So many rows are written in one transaction.
_ROWS, _TEXTS = 1000, 100
_STATUS = {"Published": "published", "Unpublished": "unpublished"}


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
        citings = _map(base, scratch, files, marks, progress)
        described = _parentheticals(base, scratch, files, marks, progress)
    finally:
        scratch.close()
    scratch.remove()
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
    for part in _batches(lines, 10_000):
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


def _batches(lines: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while part := list(islice(lines, size)):
        yield part


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
    for part in _batches(islice(lines, at, None), _ROWS):
        identities = _identities(scratch, part)
        with base.write() as connection:
            before = _count(connection)
            numbers = keep.decisions(connection, identities)
            made += _count(connection) - before
        scratch.fill("clusters", 2, zip((r["id"] for r in part), numbers, strict=True))
        at += len(part)
    with base.write() as connection:
        reach(connection, marks["opinion-clusters"], at, True)
    scratch.done("clusters")
    return made


def _count(connection: Connection) -> int:
    from sqlalchemy import func

    return int(connection.execute(select(func.count()).select_from(OpinionRow)).scalar_one())


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


def identity_of(
    row: Mapping[str, Any],
    court: str | None,
    docket: str | None,
    cites: Iterable[Cite],
    origin: str,
) -> Identity:
    """A decision as a row of clusters tells it; the API's fields have the same names."""
    caption = row["case_name"] or row.get("case_name_full") or row.get("case_name_short")
    filed = str(row["date_filed"] or "")
    if str(row.get("date_filed_is_approximate")).lower() in ("t", "true"):
        filed = filed[:4]
    try:
        decided = Day.parse(filed) if filed else None
    except ValueError:
        decided = None
    return Identity(
        str(caption or "[no name]").strip(),
        court or None,
        docket or None,
        decided,
        tuple(dict.fromkeys(cites)),
        _STATUS.get(str(row.get("precedential_status")), "unknown"),
        origin,
    )


# Texts


_OPINION = ("id", "cluster_id", "type", "author_str", "per_curiam", *PREFERENCE)


def text_column(row: Mapping[str, Any]) -> tuple[str, str] | None:
    """The text of an opinion by order of preference, and the column it stands in."""
    return next(((c, str(row[c])) for c in PREFERENCE if str(row.get(c) or "").strip()), None)


def text_drawn(row: Mapping[str, Any], who: Identity, origin: str) -> Drawn | None:
    """What the base keeps of an opinion's row, or nothing where it has no text."""
    found = text_column(row)
    if found is None:
        return None
    column, words = found
    name = f"opinion {row['id']}"
    if column == "plain_text":
        reading = read_text(words, name=name)
    else:
        reading = read(words.encode("utf-8"), name=f"{name}.html")
    by = str(row.get("author_str") or "").strip()
    if str(row.get("per_curiam")).lower() in ("t", "true"):
        by = by or "per curiam"
    return drawn_as(
        reading, who, kind=_WORDS.get(kind_named(str(row["type"])), kind_named(str(row["type"]))),
        author=by or None, origin=origin,
    )  # fmt: skip


#: CourtListener's kinds of opinion that are words run together or misspelt.
_WORDS = {
    "unamimous": "unanimous",
    "concurrenceinpart": "concurrence-in-part",
    "onthemerits": "on-the-merits",
    "onmotiontostrike": "on-motion-to-strike",
    "trialcourt": "trial-court",
}


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
        for part in _batches(stages.rows(path, _OPINION, progress("texts")), _TEXTS):
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
                        _write(connection, number, result)
                        made += 1
                reach(connection, mark, at)
    with base.write() as connection:
        reach(connection, mark, at, True)
    scratch.done("texts")
    return made, faults


def _write(connection: Connection, number: int, found: Drawn) -> None:
    writing = keep.write(connection, number, found.identity, found.writing)
    keep.spans(connection, number, found.lasts)
    keep.cited(connection, number, writing, found.citings, found.treatments)


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


# Which text cites which, and how it describes it


def _map(
    base: Base,
    scratch: Scratch,
    files: Mapping[str, Path],
    marks: Mapping[str, str],
    progress: Callable[[str], Progress],
) -> int:
    """Citings that the texts' own reading did not give; of those it gave, the greater depth."""
    path = files.get("citation-map")
    if path is None:
        return 0
    mark = marks["citation-map"]
    done, whole = reached(base, mark)
    if whole:
        return 0
    lines = stages.rows(
        path, ("depth", "cited_opinion_id", "citing_opinion_id"), progress("citings")
    )
    at = sum(1 for _ in islice(lines, done))
    made = 0
    for part in _batches(lines, _ROWS):
        pairs = [(int(r["citing_opinion_id"]), int(r["cited_opinion_id"])) for r in part]
        opinions = _decisions_of(scratch, [n for pair in pairs for n in pair])
        with base.write() as connection:
            writings = _writings_of(connection, [citing for citing, _ in pairs])
            made += _citings(connection, part, pairs, opinions, writings)
            reach(connection, mark, at + len(part))
        at += len(part)
    with base.write() as connection:
        reach(connection, mark, at, True)
    return made


def _decisions_of(scratch: Scratch, texts: Sequence[int]) -> dict[int, int]:
    """The decision of each text, by CourtListener's number for the text."""
    return dict(
        scratch.pick(
            "SELECT texts.id, clusters.opinion FROM texts JOIN clusters ON clusters.id ="
            " texts.cluster WHERE texts.id IN",
            texts,
        )
    )


def _writings_of(connection: Connection, texts: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for part in keep.parts([f"courtlistener:{n}" for n in dict.fromkeys(texts)]):
        for origin, number in connection.execute(
            select(WritingRow.origin, WritingRow.id).where(WritingRow.origin.in_(part))
        ):
            found[int(str(origin).rpartition(":")[2])] = number
    return found


def _citings(
    connection: Connection,
    part: Sequence[Mapping[str, str]],
    pairs: Sequence[tuple[int, int]],
    opinions: Mapping[int, int],
    writings: Mapping[int, int],
) -> int:
    citing = sorted({opinions[a] for a, _ in pairs if a in opinions})
    have: dict[tuple[int, int | None, int], tuple[int, int]] = {}
    for some in keep.parts(citing):
        for held in connection.execute(
            select(
                CitingRow.id, CitingRow.opinion_id, CitingRow.writing_id, CitingRow.cited_id,
                CitingRow.depth,
            ).where(CitingRow.opinion_id.in_(some), CitingRow.cited_id.is_not(None))
        ):  # fmt: skip
            where = held.opinion_id, held.writing_id, held.cited_id
            have[where] = held.id, held.depth
    cites = _first_cites(connection, {opinions[b] for _, b in pairs if b in opinions})
    new: dict[tuple[int, int | None, int], dict[str, Any]] = {}
    for row, (a, b) in zip(part, pairs, strict=True):
        if a not in opinions or b not in opinions or opinions[a] == opinions[b]:
            continue
        key = opinions[a], writings.get(a), opinions[b]
        depth = int(row["depth"] or 1)
        if key in have:
            number, known = have[key]
            if depth > known:
                connection.execute(
                    update(CitingRow).where(CitingRow.id == number).values(depth=depth)
                )
            continue
        name, cite = cites.get(opinions[b], (None, None))
        new[key] = {
            "opinion_id": key[0], "writing_id": key[1], "cited_id": key[2], "cite": cite,
            "name": name, "depth": depth, "signal": None, "also": [], "mentions": [],
        }  # fmt: skip
    if new:
        connection.execute(insert(CitingRow), list(new.values()))
    return len(new)


def _first_cites(
    connection: Connection, numbers: set[int]
) -> dict[int, tuple[str | None, str | None]]:
    found: dict[int, tuple[str | None, str | None]] = {}
    for part in keep.parts(sorted(numbers)):
        for number, caption, cite in connection.execute(
            select(OpinionRow.id, OpinionRow.caption, CitationRow.cite)
            .outerjoin(CitationRow, CitationRow.opinion_id == OpinionRow.id)
            .where(OpinionRow.id.in_(part))
            .order_by(CitationRow.id)
        ):
            found.setdefault(number, (caption, cite))
    return found


def _parentheticals(
    base: Base,
    scratch: Scratch,
    files: Mapping[str, Path],
    marks: Mapping[str, str],
    progress: Callable[[str], Progress],
) -> int:
    path = files.get("parentheticals")
    if path is None:
        return 0
    mark = marks["parentheticals"]
    done, whole = reached(base, mark)
    if whole:
        return 0
    columns = ("text", "described_opinion_id", "describing_opinion_id")
    lines = stages.rows(path, columns, progress("parentheticals"))
    at = sum(1 for _ in islice(lines, done))
    made = 0
    for part in _batches(lines, _ROWS):
        pairs = [(int(r["describing_opinion_id"]), int(r["described_opinion_id"])) for r in part]
        opinions = _decisions_of(scratch, [n for pair in pairs for n in pair])
        with base.write() as connection:
            writings = _writings_of(connection, [a for a, _ in pairs])
            cites = _first_cites(connection, {opinions[b] for _, b in pairs if b in opinions})
            have = _described(connection, {opinions[a] for a, _ in pairs if a in opinions})
            new = []
            for row, (a, b) in zip(part, pairs, strict=True):
                said = " ".join(row["text"].split())
                if a not in opinions or b not in opinions:
                    continue
                if (opinions[a], opinions[b], said) in have:
                    continue
                have.add((opinions[a], opinions[b], said))
                new.append(
                    {
                        "opinion_id": opinions[a], "writing_id": writings.get(a),
                        "cite": cites.get(opinions[b], (None, None))[1], "treated_id": opinions[b],
                        "kind": "described", "weight": "stated", "extent": "whole",
                        "form": "parenthetical", "words": "explanatory", "by": "self",
                        "by_cite": None, "by_name": None, "by_year": None, "passage": said,
                        "start": 0, "end": 0,
                    }
                )  # fmt: skip
            if new:
                connection.execute(insert(TreatmentRow), new)
            made += len(new)
            reach(connection, mark, at + len(part))
        at += len(part)
    with base.write() as connection:
        reach(connection, mark, at, True)
    return made


def _described(connection: Connection, numbers: set[int]) -> set[tuple[int, int | None, str]]:
    """What the decisions' own reading found already."""
    found: set[tuple[int, int | None, str]] = set()
    for part in keep.parts(sorted(numbers)):
        for row in connection.execute(
            select(TreatmentRow.opinion_id, TreatmentRow.treated_id, TreatmentRow.passage).where(
                TreatmentRow.opinion_id.in_(part), TreatmentRow.kind == "described"
            )
        ):
            found.add((row.opinion_id, row.treated_id, row.passage))
    return found
