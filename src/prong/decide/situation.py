"""The situation of one defendant in one episode: the facts in the view, and the acts they came by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from prong.dates import before
from prong.law.conditions import ActKind, holds
from prong.law.factors import Factors
from prong.record.findings import Item
from prong.record.view import View
from prong.values import frozen

#: The act to which supposed conduct belongs, since the record has none for it.
SUPPOSED = "(supposed)"
_DRAWN = ("inference", "conclusion")


@frozen
class ActSeen:
    """An act attributed to the defendant, with the facts that the view takes of it."""

    id: str
    kind: ActKind
    facts: Mapping[str, int]
    for_plaintiff: bool
    ordered: bool
    findings: tuple[str, ...]


@frozen
class Situation:
    """F: the totality of the defendant's conduct and circumstances in the view.

    ``facts`` holds every factor with its magnitude, ``particulars`` those that prong two
    compares: without what came after the act and without conclusions. ``sources`` names, for each
    factor, the findings that show it.
    """

    defendant: str
    incident: str
    facts: Mapping[str, int]
    particulars: Mapping[str, int]
    scope: frozenset[str]
    acts: tuple[ActSeen, ...]
    sources: Mapping[str, tuple[str, ...]]

    def act(self, id: str) -> ActSeen | None:
        return next((act for act in self.acts if act.id == id), None)


def situation(
    view: View,
    defendant: str,
    incident: str,
    *,
    without: Iterable[str] = (),
    supposing: Iterable[str] = (),
    kind: Iterable[str] = (),
    generous: bool = False,
) -> Situation:
    """The situation of a defendant in an incident.

    ``generous`` counts knowledge gained on a day that may have been before the act.

    ``without`` leaves some of the acts out, with everything inferred from them; ``supposing``
    adds factors on which the record is silent (a mapping says how strong each is), ``kind``
    scope terms that the record does not state.
    """
    left_out = frozenset(without)
    factors, present = view.factors, view.present
    mine = [item for item in view.items.values() if item.incident == incident]
    attributed = _attributed(view, mine, defendant)
    acts = {key: value for key, value in attributed.items() if key not in left_out}
    facts: dict[str, int] = {}
    sources: dict[str, list[str]] = {}
    by_act: dict[str, dict[str, int]] = {key: {} for key in acts}
    findings: dict[str, list[str]] = {key: [] for key in acts}
    day = view.record.incidents[incident].date
    for item in mine:
        if item.id not in present or item.kind != "fact" or item.factor is None:
            continue
        if item.person is not None and item.person != defendant:
            continue
        behind = view.acts_behind(item.id)
        mind = factors[item.factor].kind == "mind"
        if item.on is not None and mind:
            later = before(day, item.on)
            if later == "yes" or (later == "unknown" and not generous):
                continue  # learnt after the act, or not surely before it
        if not behind <= acts.keys() and not (
            mind and item.act is None and left_out.isdisjoint(behind)
        ):
            continue
        _add(facts, item.factor, item.magnitude)
        sources.setdefault(item.factor, []).append(item.id)
        for act in behind & by_act.keys():
            _add(by_act[act], item.factor, item.magnitude)
            findings[act].append(item.id)
    supposed = dict(supposing) if isinstance(supposing, Mapping) else dict.fromkeys(supposing, 1)
    for factor, magnitude in supposed.items():
        _add(facts, factor, magnitude)
    seen = tuple(
        ActSeen(
            id=key,
            kind=kind,
            facts=by_act[key],
            for_plaintiff=any(factors[f].side == "plaintiff" for f in by_act[key]),
            ordered=ordered,
            findings=tuple(findings[key]),
        )
        for key, (kind, ordered) in acts.items()
    )
    seen = (*seen, *_supposed(factors, supposed, seen))
    scope = factors.scope_closure((*view.record.incidents[incident].scope, *kind))
    made = Situation(defendant, incident, facts, {}, scope, seen, {})
    for factor, derived in factors.derived.items():
        if holds(derived, made, factors.under):
            facts[factor] = 1
    return Situation(
        defendant,
        incident,
        facts,
        {f: m for f, m in facts.items() if factors[f].particular},
        scope,
        seen,
        {factor: tuple(ids) for factor, ids in sources.items()},
    )


def _supposed(
    factors: Factors, supposed: Mapping[str, int], seen: tuple[ActSeen, ...]
) -> Iterator[ActSeen]:
    """Acts that show what is supposed, beside those that were seen.

    Supposed conduct is an act of its own, and what is supposed to be inferred or concluded is drawn
    from any of the acts there are. Each stands by itself and once more with all the others: so what
    some act must have together is had, and what every act must have is not had by all because
    one has it.
    """
    done = {f: m for f, m in supposed.items() if factors[f].kind == "act"}
    drawn = {f: m for f, m in supposed.items() if factors[f].kind in _DRAWN}
    bare = ActSeen(SUPPOSED, "act", {}, False, False, ())
    shown: list[tuple[ActSeen, Mapping[str, int]]] = [(bare, {f: m}) for f, m in done.items()]
    if done or not seen:
        shown.append((bare, {**done, **drawn}))
    for act in seen:
        shown += [*((act, {f: m}) for f, m in drawn.items()), (act, drawn)]
    for act, more in shown:
        facts = dict(act.facts)
        for factor, magnitude in more.items():
            _add(facts, factor, magnitude)
        if more:
            bears = any(factors[f].side == "plaintiff" for f in facts)
            yield replace(act, facts=facts, for_plaintiff=bears)


def _add(facts: dict[str, int], factor: str, magnitude: int) -> None:
    facts[factor] = max(magnitude, facts.get(factor, 0))


def _attributed(view: View, mine: list[Item], defendant: str) -> dict[str, tuple[ActKind, bool]]:
    """The acts that the view attributes to a defendant: their kind, and whether he ordered them."""
    by: set[str] = set()
    ordered: set[str] = set()
    kinds: dict[str, ActKind] = {}
    facts: dict[str, list[str]] = {}
    happened: dict[str, Item] = {}
    for item in mine:
        act = item.act
        if act is None:
            continue
        taken = item.id in view.present
        if item.kind == "by" and taken and item.value == defendant:
            by.add(act)
        elif item.kind == "ordered-by" and taken and item.value == defendant:
            ordered.add(act)
        elif item.kind == "act-kind":
            kinds[act] = _kind(item, taken)
        elif item.kind == "fact":
            facts.setdefault(act, []).append(item.id)
        elif item.kind == "occurred":
            happened[act] = item
    return {
        act: (kinds[act], act in ordered and act not in by)
        for act, item in happened.items()
        if act in by | ordered
        and item.id in view.present
        and (act not in facts or not view.present.isdisjoint(facts[act]))
    }


def _kind(item: Item, taken: bool) -> ActKind:
    stated: ActKind = "act" if item.value == "act" else "omission"
    if taken:
        return stated
    return "omission" if stated == "act" else "act"


def acts_for_plaintiff(situation: Situation) -> tuple[str, ...]:
    """The acts that bear against the officer: the candidates for carrying the claim."""
    return tuple(act.id for act in situation.acts if act.for_plaintiff)
