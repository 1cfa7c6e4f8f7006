"""The authorities of one determination, each with the parts it plays in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from prong.dates import Day, before
from prong.decide.analysis import Analysis
from prong.decide.argument import Citation, Step, argue
from prong.decide.constraint import compare
from prong.decide.determination import Determination
from prong.law.authorities import Authority
from prong.report.figures.spec import NodeKind
from prong.report.figures.words import PART, part_of_comparison
from prong.report.phrases import LEFT_OUT, Phrases
from prong.values import frozen

#: How many of those that are near and not counted a figure shows.
MOST = 6
#: Of several parts, the first of these is what a figure shows an authority as.
RANK: tuple[NodeKind, ...] = ("relied", "near", "left-out", "other")


@frozen
class Part:
    """An authority and its parts in a determination: as what it is shown, and each part in words.

    ``first``: the conduct is clearly forbidden here from this decision on.
    """

    key: str
    authority: Authority
    kind: NodeKind
    says: tuple[str, ...]
    first: bool = False


def parts(analysis: Analysis, d: Determination) -> tuple[Part, ...]:
    """Who is relied on, near and not counted, oldest first; without the authorities for method."""
    found: dict[str, list[tuple[NodeKind, str, bool]]] = {}
    for citation, kind, says, first in _cited(analysis, d):
        if citation.authority is not None:
            found.setdefault(citation.authority, []).append((kind, says, first))
    made = []
    for key, roles in found.items():
        kind = min((role[0] for role in roles), key=RANK.index)
        first = any(role[2] for role in roles)
        made.append(
            Part(key, analysis.library.authorities[key], kind,
                 tuple(dict.fromkeys(role[1] for role in roles)), first)
        )  # fmt: skip
    return tuple(
        sorted(made, key=lambda p: (p.authority.decided.first, p.authority.decided.last, p.key))
    )


def shown(analysis: Analysis, d: Determination) -> tuple[tuple[Part, ...], int]:
    """The parts a figure shows, and how many of those not counted it leaves out: the nearest of
    them stay."""
    every = parts(analysis, d)
    aside = [p for p in every if p.kind == "left-out" and not p.first]
    if len(aside) <= MOST:
        return every, 0
    differ: dict[str, int] = {}
    situation = d.situation
    for entry, _ in d.established.left_out if situation else ():
        assert situation is not None
        made = compare(
            entry.precedent, situation.particulars, situation.scope, analysis.library.factors
        )
        key = entry.precedent.authority
        differ[key] = min(made.differences, differ.get(key, made.differences))
    kept = {p.key for p in sorted(aside, key=lambda p: (differ.get(p.key, 99), p.key))[:MOST]}
    return tuple(p for p in every if p not in aside or p.key in kept), len(aside) - MOST


Role = tuple[Citation, NodeKind, str, bool]


def _cited(analysis: Analysis, d: Determination) -> Iterator[Role]:
    say = Phrases(analysis)
    tree = argue(d, analysis.library)
    for step in tree.parts:
        if step.kind in ("prong-one", "prong-two"):
            for inner in step.parts:
                yield from _of(inner, say)
        elif step.kind == "first":
            begins = cast(Day, step.values["begins"]).spoken()
            yield from ((c, "relied", f"{PART['first']} {begins}", True) for c in step.authorities)


def _of(step: Step, say: Phrases) -> Iterator[Role]:
    values: dict[str, Any] = dict(step.values)
    match step.kind:
        case "issue" | "issue-open" | "met-issue":
            for citation in step.authorities:
                yield citation, "relied", f"{PART['on']} {values['name'].lower()}", False
            for part in step.parts:
                if part.kind in ("rule", "holding"):
                    for citation in part.authorities:
                        yield (
                            citation,
                            "relied",
                            f"{PART[part.kind]} {values['name'].lower()}",
                            False,
                        )
                elif part.kind == "issue":
                    yield from _of(part, say)
        case "remainder" | "adoption" | "forced" | "contrary":
            for citation in step.authorities:
                yield citation, "relied", PART[step.kind], False
        case "comparison":
            kind: NodeKind = "relied" if values["forces"] else "near"
            for citation in step.authorities:
                yield citation, kind, part_of_comparison(values), False
        case "consensus":
            for part in step.parts:
                if part.kind == "candidate":
                    first, *doubts = part.authorities
                    yield (
                        first,
                        "relied" if part.values["forces"] else "near",
                        PART["candidate"],
                        False,
                    )
                    yield from ((c, "other", PART["doubts"], False) for c in doubts)
                else:
                    yield from _of(part, say)
        case "left-out":
            why = LEFT_OUT[cast(str, values["reason"])]
            for citation in step.authorities:
                yield citation, "left-out", f"{PART['left-out']}: {why}", False


def is_before(authority: Authority, incident: Day) -> bool:
    """Whether an authority was surely decided before the conduct."""
    return before(authority.decided, incident) == "yes"
