"""CourtListener's citation map and parentheticals: which text cites which, and how it describes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, update

from prong.base import keep, stages
from prong.base.schema import CitationRow, CitingRow, OpinionRow, TreatmentRow, WritingRow
from prong.base.scratch import Scratch
from prong.base.stages import Progress, batches, reach, reached
from prong.base.store import Base

#: So many rows are written in one transaction.
_ROWS = 1000
#: Writes some rows, and says how many were new.
_Write = Callable[[Connection, Sequence[Mapping[str, str]]], int]


def citation_map(
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
    columns = ("depth", "cited_opinion_id", "citing_opinion_id")
    lines = stages.rows(path, columns, progress("citings"))
    return _written(base, lines, marks["citation-map"], partial(_citings, scratch))


def parentheticals(
    base: Base,
    scratch: Scratch,
    files: Mapping[str, Path],
    marks: Mapping[str, str],
    progress: Callable[[str], Progress],
) -> int:
    """How decisions describe others, as far as their own reading did not give it."""
    path = files.get("parentheticals")
    if path is None:
        return 0
    columns = ("text", "described_opinion_id", "describing_opinion_id")
    lines = stages.rows(path, columns, progress("parentheticals"))
    return _written(base, lines, marks["parentheticals"], partial(_descriptions, scratch))


def _written(base: Base, lines: Iterator[dict[str, str]], mark: str, write: _Write) -> int:
    """Write rows part by part from where the last run stopped; how many were new."""
    done, whole = reached(base, mark)
    if whole:
        return 0
    at = sum(1 for _ in islice(lines, done))
    made = 0
    for part in batches(lines, _ROWS):
        with base.write() as connection:
            made += write(connection, part)
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


def _citings(scratch: Scratch, connection: Connection, part: Sequence[Mapping[str, str]]) -> int:
    pairs = [(int(r["citing_opinion_id"]), int(r["cited_opinion_id"])) for r in part]
    opinions = _decisions_of(scratch, [n for pair in pairs for n in pair])
    writings = _writings_of(connection, [a for a, _ in pairs])
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
        name = name[:300] if name else None
        new[key] = {
            "opinion_id": key[0], "writing_id": key[1], "cited_id": key[2], "cite": cite,
            "name": name, "depth": depth, "signal": None, "mentions": [],
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


def _descriptions(
    scratch: Scratch, connection: Connection, part: Sequence[Mapping[str, str]]
) -> int:
    pairs = [(int(r["describing_opinion_id"]), int(r["described_opinion_id"])) for r in part]
    opinions = _decisions_of(scratch, [n for pair in pairs for n in pair])
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
        new.append({
            "opinion_id": opinions[a], "writing_id": writings.get(a),
            "cite": cites.get(opinions[b], (None, None))[1], "treated_id": opinions[b],
            "kind": "described", "weight": "stated", "extent": "whole",
            "form": "parenthetical", "words": "explanatory", "by": "self",
            "by_cite": None, "by_name": None, "by_year": None, "passage": said,
            "start": 0, "end": 0,
        })  # fmt: skip
    if new:
        connection.execute(insert(TreatmentRow), new)
    return len(new)


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
