"""The JSON contract ``prong/analysis/1``: the same from the command line, Python and HTTP.

People, acts, findings and factors appear by their ids. The shapes below are what
``prong library schema analysis`` publishes.
"""

from __future__ import annotations

import json
from typing import Any, NotRequired

from typing_extensions import TypedDict

from prong.decide.analysis import Analysis
from prong.decide.argument import Citation, Step, argue
from prong.decide.constraint import Grade
from prong.decide.determination import Determination, Ground, Immunity
from prong.decide.established import Near, Result
from prong.decide.minimal import MinimalSets
from prong.decide.precedents import Entry
from prong.decide.reach import First
from prong.decide.violation import IssueOutcome, Role, Shown
from prong.law.factors import Side
from prong.law.procedure import Defence
from prong.report.phrases import Phrases
from prong.values import closed

SCHEMA = "prong/analysis/1"

Sets = list[list[str]]


@closed
class LibraryJson(TypedDict):
    version: str
    digest: str
    overlays: list[str]


@closed
class CoverageJson(TypedDict):
    """What the answer was made under: dates, forum, library, and how far the library goes."""

    library: LibraryJson
    forum: str
    decided: str
    decided_supposed: bool
    varied: list[str]
    order: str
    doctrines: dict[str, dict[str, Any]]


@closed
class IssueJson(TypedDict):
    issue: str
    result: IssueOutcome


@closed
class ActJson(TypedDict):
    act: str
    role: Role


@closed
class ViolationJson(TypedDict):
    result: Shown
    verb: str
    as_of: str | None
    issues: list[IssueJson]
    acts: list[ActJson]
    sufficient_sets: Sets
    alone: dict[str, Shown]
    remainder: Shown | None
    material: Sets
    missing: Sets


@closed
class HoldingJson(TypedDict):
    authority: str
    holding: str
    citation: str
    side: Side
    decided: str
    court: str
    ruling: bool


@closed
class DistinctionJson(TypedDict):
    factor: str
    grade: Grade
    bars: bool


@closed
class NearJson(HoldingJson):
    binding: bool
    level: int | None
    shared: list[str]
    missing: list[str]
    distinctions: list[DistinctionJson]


# ``from`` is a keyword, so this one is written as a call.
FirstJson = TypedDict(
    "FirstJson",
    {"authority": str, "holding": str, "decided": str, "from": str, "source": str},
)


@closed
class ForumJson(TypedDict):
    then: Result
    now: Result
    first: FirstJson | None
    adoption: str | None


@closed
class ConsensusJson(TypedDict):
    found: bool
    needs: int | None
    courts: list[str]
    agreeing: list[dict[str, Any]]
    near: list[dict[str, Any]]
    contrary: list[HoldingJson]


@closed
class LadderJson(TypedDict):
    level: int | None
    by: list[dict[str, Any]]


@closed
class EstablishedJson(TypedDict):
    result: Result
    as_of: str | None
    by: list[HoldingJson]
    contrary: list[HoldingJson]
    nearest: list[NearJson]
    ladder: LadderJson
    consensus: ConsensusJson | None
    first: FirstJson | None
    forums: dict[str, ForumJson]
    left_out: list[dict[str, str]]
    material: Sets
    missing: Sets


@closed
class StepJson(TypedDict):
    """A step of the argument: what it says and what it stands on."""

    step: str
    says: str
    authorities: NotRequired[list[dict[str, Any]]]
    record: NotRequired[list[dict[str, Any]]]
    absent: NotRequired[str]
    values: NotRequired[dict[str, Any]]
    because: NotRequired[list[StepJson]]


@closed
class DeterminationJson(TypedDict):
    plaintiff: str
    defendant: str
    claim: str
    episode: str | None
    incident: str | None
    defence: Defence
    status: str
    below: str | None
    immunity: Immunity
    ground: Ground
    bottom_line: str
    violation: ViolationJson
    clearly_established: EstablishedJson
    material: Sets
    missing: Sets
    depends_on_date: dict[str, Any] | None
    because: StepJson


@closed
class AnalysisJson(TypedDict):
    schema: str
    case: str
    docket: str | None
    coverage: CoverageJson
    determinations: list[DeterminationJson]


def as_json(analysis: Analysis) -> AnalysisJson:
    """An analysis in the contract's shape."""
    library = analysis.library
    say = Phrases(analysis)
    doctrines = {
        d.coverage.doctrine: {
            "authorities": d.coverage.authorities,
            "holdings": d.coverage.holdings,
            "latest": str(d.coverage.latest) if d.coverage.latest else None,
        }
        for d in analysis.determinations
        if d.coverage
    }
    return {
        "schema": SCHEMA,
        "case": analysis.record.case,
        "docket": analysis.record.docket,
        "coverage": {
            "library": {
                "version": library.version,
                "digest": library.digest,
                "overlays": list(library.overlays),
            },
            "forum": analysis.record.forum,
            "decided": str(analysis.record.posture.decided),
            "decided_supposed": analysis.supposed_decided,
            "varied": list(analysis.varied),
            "order": analysis.order,
            "doctrines": doctrines,
        },
        "determinations": [_determination(analysis, d, say) for d in analysis.determinations],
    }


def dumps(analysis: Analysis) -> str:
    """The contract as text, with a final newline."""
    return json.dumps(as_json(analysis), indent=2, ensure_ascii=False) + "\n"


def _sets(found: MinimalSets) -> Sets:
    return [list(s) for s in found.sets if s]


def _determination(analysis: Analysis, d: Determination, say: Phrases) -> DeterminationJson:
    incident = analysis.record.incidents[d.episode].date if d.episode else None
    one, two = d.violation, d.established
    verb = {"shown": d.words.shown, "not-shown": d.words.not_shown, "open": d.words.open}
    return {
        "plaintiff": d.plaintiff,
        "defendant": d.defendant,
        "claim": d.claim.theory,
        "episode": d.episode,
        "incident": str(incident) if incident else None,
        "defence": d.defence.defence,
        "status": d.status,
        "below": d.claim.below,
        "immunity": d.immunity,
        "ground": d.ground,
        "bottom_line": say.bottom_line(d),
        "violation": {
            "result": one.result,
            "verb": verb.get(one.result, ""),
            "as_of": str(d.later.on) if d.later else None,
            "issues": [{"issue": i.issue, "result": i.result} for i in one.issues],
            "acts": [{"act": a.act, "role": a.role} for a in one.acts],
            "sufficient_sets": [list(s) for s in one.sufficient_sets],
            "alone": dict(one.alone),
            "remainder": one.remainder,
            "material": _sets(d.material.prong_one),
            "missing": _sets(d.missing.prong_one),
        },
        "clearly_established": {
            "result": two.result,
            "as_of": str(d.law.on) if d.law else None,
            "by": [_holding(e, say) for e in two.by],
            "contrary": [_holding(e, say) for e in two.contrary],
            "nearest": [_near(n, say) for n in two.nearest],
            "ladder": {
                "level": two.ladder.level,
                "by": [
                    {
                        **_holding(r.entry, say),
                        "steps": [[s.factor, s.by, s.through] for s in r.steps],
                        "distinctions": _distinctions(r.comparison.distinctions),
                    }
                    for r in two.ladder.by
                ],
            },
            "consensus": _consensus(d, say),
            "first": first_json(d.first),
            "forums": {
                s.forum: {
                    "then": s.then,
                    "now": s.now,
                    "first": first_json(s.first),
                    "adoption": s.adoption.status if s.adoption else None,
                }
                for s in d.forums
            },
            "left_out": [
                {
                    "authority": e.precedent.authority,
                    "holding": e.precedent.holding,
                    "reason": reason,
                }
                for e, reason in two.left_out
            ],
            "material": _sets(d.material.prong_two),
            "missing": _sets(d.missing.prong_two),
        },
        "material": _sets(d.material.outcome),
        "missing": _sets(d.missing.outcome),
        "depends_on_date": (
            {
                "immunity": d.dates.counted.immunity,
                "violation": d.dates.counted.violation,
                "clearly_established": d.dates.counted.established,
                "decisions": [analysis.library.id_of(a) for a in d.dates.undated],
            }
            if d.dates
            else None
        ),
        "because": step(argue(d, analysis.library), say),
    }


def _holding(entry: Entry, say: Phrases) -> HoldingJson:
    return {
        "authority": entry.precedent.authority,
        "holding": entry.precedent.holding,
        "citation": say.full(entry.authority, entry.pin),
        "side": entry.precedent.side,
        "decided": str(entry.authority.decided),
        "court": entry.authority.court,
        "ruling": entry.ruling is not None,
    }


def _distinctions(found: Any) -> list[DistinctionJson]:
    return [{"factor": x.factor, "grade": x.grade, "bars": x.bars} for x in found]


def _near(near: Near, say: Phrases) -> NearJson:
    return {
        **_holding(near.entry, say),
        "binding": near.binding,
        "level": near.level,
        "shared": list(near.comparison.shared),
        "missing": list(near.comparison.missing),
        "distinctions": _distinctions(near.comparison.distinctions),
    }


def first_json(first: First | None) -> FirstJson | None:
    if first is None:
        return None
    return {
        "authority": first.entry.precedent.authority,
        "holding": first.entry.precedent.holding,
        "decided": str(first.entry.authority.decided),
        "from": str(first.begins),
        "source": first.source,
    }


def _consensus(d: Determination, say: Phrases) -> ConsensusJson | None:
    found = d.established.consensus
    if found is None:
        return None

    def candidate(c: Any) -> dict[str, Any]:
        return {
            **_holding(c.entry, say),
            "level": c.level,
            "doubts": [
                {"by": a.short or a.authority, "how": t.how, "pin": t.pin} for a, t in c.doubts
            ],
        }

    return {
        "found": found.found,
        "needs": found.source.needs,
        "courts": list(found.courts),
        "agreeing": [candidate(c) for c in found.agreeing],
        "near": [candidate(c) for c in found.near],
        "contrary": [_holding(e, say) for e in found.contrary],
    }


def step(one: Step, say: Phrases) -> StepJson:
    """A step of the argument tree, with its sentence."""
    made: StepJson = {"step": one.kind, "says": say.sentence(one)}
    if one.authorities:
        made["authorities"] = [_citation(c, say) for c in one.authorities]
    if one.record:
        made["record"] = [
            {"evidence": c.evidence, "cite": c.cite, "against": c.against} for c in one.record
        ]
    if one.absent:
        made["absent"] = one.absent
    values = {k: v for k, v in one.values.items() if isinstance(v, str | int | bool) or v is None}
    if values:
        made["values"] = values
    if one.parts:
        made["because"] = [step(part, say) for part in one.parts]
    return made


def _citation(citation: Citation, say: Phrases) -> dict[str, Any]:
    return {
        "authority": citation.authority,
        "citation": say.cite(citation),
        "pin": citation.pin,
        "coded": citation.coded.from_ if citation.coded else None,
    }
