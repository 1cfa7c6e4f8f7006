"""What it means that a holding forces its side on given facts, in plain sets and dicts.

This is section 3.3 of the design, sentence by sentence: precedential constraint with factors
(Horty 2011, the reason model and the result model), hierarchies of factors and issues. It is
written to be read, shares no code with the kernel, and is what the kernel is held against.

The law it is given is in order: a factor and its parents favour one side, and so does a scale; a
reason is made of particulars of the holding's own side. (``prong library lint`` says where it is
not.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from prong.law.authorities import Breadth
from prong.law.factors import Factor, Side

Facts = Mapping[str, int]
Spec = Mapping[str, Factor]


@dataclass(frozen=True)
class Decided:
    """A holding, as far as constraint reads it: each factor with its magnitude."""

    side: Side
    doctrine: str
    issues: frozenset[str]
    breadth: Breadth
    scope: frozenset[str]
    reason: Facts
    despite: Facts
    facts: Facts
    stated_at: int = 0


def forces(holding: Decided, facts: Facts, scope: frozenset[str], spec: Spec) -> bool:
    """Whether a court bound by the holding must decide these facts for the holding's side."""
    if holding.stated_at > 0:
        return False  # a reason stated generally counts only from its level, and level 0 decides
    if not holding.scope <= scope:
        return False
    ours, theirs = particulars(facts, spec), particulars(all_facts(holding), spec)
    if not has_all(ours, holding.reason):
        return False
    if holding.breadth == "rule":
        return True
    if not all(covered(holding, f, m, spec) for f, m in opposing(holding, facts, spec).items()):
        return False
    if holding.breadth == "reason":
        return True
    return has_all(ours, {f: m for f, m in theirs.items() if spec[f].side == holding.side})


def particulars(facts: Facts, spec: Spec) -> dict[str, int]:
    """The facts compared on prong two: no conclusion, no result, nothing after the act."""
    return {
        f: m
        for f, m in facts.items()
        if spec[f].kind not in {"conclusion", "result"} and spec[f].when != "after"
    }


def all_facts(holding: Decided) -> dict[str, int]:
    """Everything present in the decided case, each factor as strong as it is anywhere stated."""
    parts = (holding.reason, holding.despite, holding.facts)
    present = {f for part in parts for f in part}
    return {f: max(part.get(f, 0) for part in parts) for f in present}


def has_all(facts: Facts, wanted: Facts) -> bool:
    """Whether each factor wanted is there, at least as strong."""
    return all(f in facts and facts[f] >= least for f, least in wanted.items())


def bears_on(factor: Factor, doctrine: str) -> set[str]:
    """The issues of a doctrine that a factor bears on: ``d.x`` names d's, ``x`` its own one's."""
    named = [issue if "." in issue else f"{factor.doctrine}.{issue}" for issue in factor.issues]
    return {issue for home, _, issue in (name.partition(".") for name in named) if home == doctrine}


def opposing(holding: Decided, facts: Facts, spec: Spec) -> dict[str, int]:
    """The particulars that favour the other side on an issue the holding decided."""
    return {
        f: m
        for f, m in particulars(facts, spec).items()
        if spec[f].side != holding.side and bears_on(spec[f], holding.doctrine) & holding.issues
    }


def covered(holding: Decided, factor: str, magnitude: int, spec: Spec) -> bool:
    """Whether the decided case met an opposing factor, itself or a sibling, at least as strong."""
    return bool(covering(holding, factor, magnitude, spec))


def covering(holding: Decided, factor: str, magnitude: int, spec: Spec) -> set[str]:
    """The facts of the decided case that stand for an opposing factor of ours."""
    met = particulars(all_facts(holding), spec)
    return {f for f, m in met.items() if siblings(f, factor, spec) and m >= magnitude}


def siblings(one: str, two: str, spec: Spec) -> bool:
    """One factor, or two under the same parent, measured on the same scale."""
    kin = one == two or bool({*spec[one].parents} & {*spec[two].parents})
    return kin and spec[one].scale == spec[two].scale


def grade(
    holding: Decided, factor: str, magnitude: int, spec: Spec
) -> Literal["despite", "recited", "untested"]:
    """How the decided case stood to an opposing factor: met and rejected, present, or new."""
    known = covering(holding, factor, magnitude, spec)
    if known & holding.despite.keys():
        return "despite"
    return "recited" if known else "untested"


def reached(holding: Decided, facts: Facts, scope: frozenset[str], level: int, spec: Spec) -> bool:
    """Whether the facts meet the reason once both are stated so many levels more generally.

    At level 0 each factor of the reason must be there, at least as strong. Above it a factor is
    also met by any fact for the same side that shares with it an ancestor at most ``level`` steps
    above both; a general statement carries no magnitude.
    """
    if level < holding.stated_at or not holding.scope <= scope:
        return False
    ours = particulars(facts, spec)
    return all(
        has_all(ours, {wanted: least})
        or (level > 0 and any(alike(wanted, fact, level, spec) for fact in ours))
        for wanted, least in holding.reason.items()
    )


def alike(one: str, two: str, level: int, spec: Spec) -> bool:
    """Whether two factors for one side are the same when stated at a level of generality."""
    same_side = spec[one].side == spec[two].side
    return same_side and bool(more_general(one, level, spec) & more_general(two, level, spec))


def more_general(factor: str, level: int, spec: Spec) -> set[str]:
    """The factor and its ancestors at a distance of at most ``level``."""
    if level == 0:
        return {factor}
    return {factor}.union(*(more_general(p, level - 1, spec) for p in spec[factor].parents))


def height(spec: Spec) -> int:
    """The greatest number of steps from a factor up to an ancestor."""

    def steps(factor: str) -> int:
        return max((1 + steps(p) for p in spec[factor].parents), default=0)

    return max(map(steps, spec), default=0)


def lowest_level(holding: Decided, facts: Facts, scope: frozenset[str], spec: Spec) -> int | None:
    """The lowest level of generality at which the holding reaches the facts, if any does."""
    levels = range(height(spec) + 1)
    return next((n for n in levels if reached(holding, facts, scope, n, spec)), None)
