"""The JSON contract ``prong/check/1``: every finding with its place in the brief and the passages on
the other side, the same from the command line and from Python. ``prong library schema check`` publishes
its schema.

``at`` counts characters of the brief's reading text, ``span`` of its file (of the drawn text for DOCX and
PDF), as in ``prong/reading/1``; a passage's ``start`` and ``end`` count in its writing's text in the base.
"""

from __future__ import annotations

import json
from typing import Any, Literal

from typing_extensions import TypedDict

from prong.check.finding import About, Check, Finding, Known, Row, Side, Source, Verdict
from prong.check.gravity import gravity, to_fix, to_look_at
from prong.law.library import Library
from prong.report.blocks import plain
from prong.report.check.words import Teller
from prong.values import closed

SCHEMA = "prong/check/1"


@closed
class DecisionJson(TypedDict):
    """A decision as it is known: from the base, the law library, or how held decisions cite it."""

    source: Source
    name: str
    cites: list[str]
    court: str | None
    decided: str | None
    status: str
    authority: str | None


@closed
class PassageJson(TypedDict):
    name: str
    cite: str | None
    writing: int | None
    kind: str
    page: str | None
    note: str | None
    start: int
    end: int
    words: str


@closed
class ChangeJson(TypedDict):
    """Where the quotation and the opinion part."""

    before: str
    brief: str
    opinion: str
    after: str


@closed
class FindingJson(TypedDict):
    """One finding; ``gravity`` is its place among all kinds, 0 the gravest."""

    about: About
    verdict: Verdict
    kind: str
    caution: bool
    gravity: int
    says: str
    given: str | None
    right: str | None
    source: Source
    at: list[int]
    where: str
    near: list[DecisionJson]
    stands: list[DecisionJson]
    passages: list[PassageJson]
    changes: list[ChangeJson]
    detail: str | None
    number: int | None


@closed
class RowJson(TypedDict):
    """A citation; ``citation`` and ``refers_to`` are numbers of ``prong/reading/1``."""

    citation: int
    kind: str
    text: str
    refers_to: int
    cite: str | None
    span: list[int]
    page: str | None
    footnote: str | None
    known: DecisionJson | None
    findings: list[FindingJson]


@closed
class PlaceJson(TypedDict):
    """A finding by its row (null for one on the whole brief) and its number within it."""

    row: int | None
    finding: int


@closed
class ConsensusJson(TypedDict):
    needs: int | None
    courts: list[str]
    persuasive: list[DecisionJson]
    binding: list[DecisionJson]
    claimed: bool


@closed
class OmittedJson(TypedDict):
    authority: str
    doctrine: str
    holding: str
    binding: bool
    side: str


@closed
class BaseJson(TypedDict):
    """What was checked against."""

    texts: int
    latest: str | None
    library: str


@closed
class CheckJson(TypedDict):
    schema: Literal["prong/check/1"]
    document: str
    forum: str | None
    incident: str | None
    base: BaseJson
    wrong: bool
    to_fix: list[PlaceJson]
    to_look_at: list[PlaceJson]
    rows: list[RowJson]
    whole: list[FindingJson]
    consensus: ConsensusJson | None
    omitted: list[OmittedJson]
    omitted_of: int
    not_checked: dict[str, int]


def as_json(check: Check, library: Library) -> CheckJson:
    """A check as plain data."""
    tell = Teller(check, library)
    at: dict[int, PlaceJson] = {}
    for n, row in enumerate(check.rows):
        at |= {id(f): {"row": n, "finding": k} for k, f in enumerate(row.findings)}
    at |= {id(f): {"row": None, "finding": k} for k, f in enumerate(check.whole)}
    found = check.consensus
    return {
        "schema": "prong/check/1",
        "document": check.reading.name,
        "forum": check.forum,
        "incident": str(check.incident) if check.incident else None,
        "base": {
            "texts": check.held,
            "latest": str(check.latest) if check.latest else None,
            "library": check.library,
        },
        "wrong": check.wrong,
        "to_fix": [at[id(f)] for _, f in to_fix(check)],
        "to_look_at": [at[id(f)] for _, f in to_look_at(check)],
        "rows": [_row(row, tell) for row in check.rows],
        "whole": [_finding(None, f, tell) for f in check.whole],
        "consensus": None
        if found is None
        else {
            "needs": found.needs,
            "courts": list(found.courts),
            "persuasive": [_decision(k) for k in found.persuasive],
            "binding": [_decision(k) for k in found.binding],
            "claimed": found.claimed,
        },
        "omitted": [
            {"authority": o.authority, "doctrine": o.doctrine, "holding": o.holding,
             "binding": o.binding, "side": o.side}
            for o in check.omitted
        ],
        "omitted_of": check.omitted_of,
        "not_checked": dict(check.counts),
    }  # fmt: skip


def _row(row: Row, tell: Teller) -> RowJson:
    c = row.citation
    return {
        "citation": c.n,
        "kind": c.kind,
        "text": c.text,
        "refers_to": row.of.n,
        "cite": row.of.cite,
        "span": list(c.span),
        "page": c.page,
        "footnote": c.footnote,
        "known": _decision(row.known) if row.known is not None else None,
        "findings": [_finding(row, f, tell) for f in row.findings],
    }


def _finding(row: Row | None, f: Finding, tell: Teller) -> FindingJson:
    return {
        "about": f.about,
        "verdict": f.verdict,
        "kind": f.kind,
        "caution": f.caution,
        "gravity": gravity(f),
        "says": plain(tell.finding(f)),
        "given": f.given,
        "right": f.right,
        "source": f.source,
        "at": list(f.at),
        "where": tell.where(row, f),
        "near": [_decision(k) for k in f.near],
        "stands": [_decision(k) for k in f.stands],
        "passages": [_passage(s) for s in f.sides],
        "changes": [
            {"before": c.before, "brief": c.brief, "opinion": c.opinion, "after": c.after}
            for c in f.changes
        ],
        "detail": f.detail,
        "number": f.number,
    }


def _decision(known: Known) -> DecisionJson:
    return {
        "source": known.source,
        "name": known.name,
        "cites": list(known.cites),
        "court": known.court,
        "decided": str(known.decided) if known.decided else None,
        "status": known.status,
        "authority": known.authority,
    }


def _passage(side: Side) -> PassageJson:
    return {
        "name": side.name,
        "cite": side.cite,
        "writing": side.writing,
        "kind": side.kind,
        "page": side.page,
        "note": side.note,
        "start": side.start,
        "end": side.end,
        "words": side.words,
    }


def dumps(check: Check, library: Library) -> str:
    """A check as JSON text."""
    return json.dumps(as_json(check, library), indent=1, ensure_ascii=False) + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema of the contract."""
    from pydantic import TypeAdapter

    return TypeAdapter(CheckJson).json_schema(mode="serialization")
