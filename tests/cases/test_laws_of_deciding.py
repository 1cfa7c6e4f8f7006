"""What holds of every decision, whatever the case: seeded variations of the shipped example."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from prong import Analysis, Day, Determination, Library, Record, analyze, argue
from prong.decide.argument import Step
from prong.decide.established import ESTABLISHED
from prong.decide.precedents import counting, precedents
from prong.files import Document, parse_yaml
from prong.law.law import Law
from prong.record.load import find, from_document

DAYS = ("2013-05-02", "2019-12-05", "2020-01-10")
SEEDS = range(6)


@cache
def law() -> Library:
    return Library.load()


@cache
def parsed() -> Document:
    path = find("martinez")
    return parse_yaml(path.read_text(encoding="utf-8"), path.name)


def record(value: Any) -> Record:
    return from_document(Document("martinez, varied", value, {}), law())


def varied(seed: int) -> Any:
    """The example with some findings and evidence struck out, and another posture at times."""
    chance = random.Random(seed)
    value = copy.deepcopy(parsed().value)
    for incident in value["incidents"].values():
        for finding in list(incident["circumstances"]):
            if chance.random() < 0.3:
                incident["circumstances"].remove(finding)
        for finding in list(incident["findings"]):
            if chance.random() < 0.2:
                incident["findings"].remove(finding)
        for act in incident["acts"].values():
            for fact in act["facts"]:
                if chance.random() < 0.1:
                    fact["for"] = []
    if chance.random() < 0.3:
        value["posture"]["movant"] = "plaintiff"
    return value


def decide(value: Any, day: str) -> Analysis:
    return analyze(record(value), law(), incident_date=Day.parse(day))


def bare(analysis: Analysis) -> set[tuple[object, ...]]:
    """Every answer without its order: who, on what, and with which result, acts and holdings."""
    return {
        (
            d.plaintiff,
            d.defendant,
            d.claim.theory,
            d.episode,
            d.immunity,
            d.ground,
            d.outcome,
            tuple(sorted((i.issue, i.result) for i in d.violation.issues)),
            frozenset(d.violation.acts),
            frozenset(frozenset(s) for s in d.violation.sufficient_sets),
            frozenset((e.precedent.authority, e.precedent.holding) for e in d.established.by),
            d.established.ladder.level,
            tuple(
                frozenset(frozenset(s) for s in sets.sets)
                for changes in (d.material, d.missing)
                for sets in (changes.prong_one, changes.prong_two, changes.outcome)
            ),
            str(d.first.begins) if d.first else None,
        )
        for d in analysis.determinations
    }


def merits(analysis: Analysis) -> Iterable[Determination]:
    return (d for d in analysis.determinations if d.situation is not None)


# Order


def mixed(value: Any, chance: random.Random) -> Any:
    """The same document in another order, wherever order says nothing."""
    if isinstance(value, dict):
        pairs = [(key, mixed(part, chance)) for key, part in value.items()]
        chance.shuffle(pairs)
        return dict(pairs)
    if isinstance(value, list):
        parts = [mixed(part, chance) for part in value]
        chance.shuffle(parts)
        return parts
    return value


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("day", DAYS)
def test_the_order_of_findings_acts_people_and_claims_never_matters(seed: int, day: str) -> None:
    value = varied(seed)
    other = mixed(value, random.Random(seed))
    assert bare(decide(value, day)) == bare(decide(other, day))


@pytest.mark.parametrize("day", DAYS)
def test_the_order_of_library_files_never_matters(day: str) -> None:
    ordered = law()
    keys = list(ordered.authorities)
    random.Random(day).shuffle(keys)
    shuffled = replace(ordered, authorities={key: ordered.authorities[key] for key in keys})
    case = record(parsed().value)
    when = Day.parse(day)
    assert bare(analyze(case, ordered, incident_date=when)) == bare(
        analyze(case, shuffled, incident_date=when)
    )


# Support


def leaves(step: Step) -> list[Step]:
    return [one for one in step.walk() if not one.parts]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("day", DAYS)
def test_every_leaf_of_an_argument_stands_on_something(seed: int, day: str) -> None:
    analysis = decide(varied(seed), day)
    for d in analysis.determinations:
        bare_leaves = [s.kind for s in leaves(argue(d, law())) if not s.supported()]
        assert not bare_leaves, f"{d.defendant}: nothing stands behind {bare_leaves}"


#: Steps that say what would change an answer, and are no part of what it stands on.
OTHERWISE = ("material", "not-material", "missing", "nothing-missing")


def cited(step: Step) -> set[str]:
    """The findings an answer stands on, by id."""
    if step.kind in OTHERWISE:
        return set()
    here = {str(step.values["id"])} if "id" in step.values else set()
    return here.union(*map(cited, step.parts))


def only(value: Any, d: Determination, kept: set[str]) -> Record:
    """The record with the findings on facts that a determination cites, and what they rest on."""
    assert d.view is not None and d.episode is not None
    items = d.view.items
    edge, needed = list(kept), set()
    while edge:
        one = edge.pop()
        if one not in needed:
            needed.add(one)
            edge.extend(items[one].premises)
    acts = {items[one].act for one in needed}
    value = copy.deepcopy(value)
    incident = value["incidents"][d.episode]
    struck = {item.path for item in items.values() if item.kind == "fact" and item.id not in needed}
    home = ("incidents", d.episode)
    for room in ("circumstances", "findings"):
        incident[room] = [f for n, f in enumerate(incident[room]) if (*home, room, n) not in struck]
    for key, act in list(incident["acts"].items()):
        if key not in acts:
            del incident["acts"][key]
            continue
        act["facts"] = [
            f for n, f in enumerate(act["facts"]) if (*home, "acts", key, "facts", n) not in struck
        ]
    return record(value)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("day", DAYS)
def test_deciding_again_from_the_cited_findings_alone_gives_the_same(seed: int, day: str) -> None:
    value = varied(seed)
    value["posture"]["movant"] = "officers"
    again_alike(value, day)


def test_deciding_again_on_a_plaintiffs_motion_gives_the_same() -> None:
    value = copy.deepcopy(parsed().value)
    value["posture"]["movant"] = "plaintiff"
    again_alike(value, "2020-01-10")


def again_alike(value: Any, day: str) -> None:
    for d in merits(decide(value, day)):
        kept = only(value, d, cited(argue(d, law())))
        again = analyze(kept, law(), incident_date=Day.parse(day))
        same = [
            o.outcome
            for o in again.determinations
            if (o.defendant, o.claim.theory) == (d.defendant, d.claim.theory)
            and o.episode in (d.episode, None)
        ]
        assert same == [d.outcome], d.defendant


# Time


def ended_by(law_then: Law, law_later: Law, doctrine: str) -> int:
    """The binding holdings that some event or treatment ended between two days."""
    return precedents(law_then.library, doctrine).base.select(
        lambda p: (
            law_later.ended(law_then.library.authorities[p.authority], p.holding)
            != law_then.ended(law_then.library.authorities[p.authority], p.holding)
        )
    )


@pytest.mark.parametrize("forum", ("ca2", "ca5", "ca7", "ca9", "ca11", "caed"))
def test_a_later_day_never_loses_a_binding_holding_that_nothing_removed(forum: str) -> None:
    for doctrine in law().doctrines:
        past: Law | None = None
        for year in range(1985, 2027):
            here = Law(law(), forum, Day.parse(f"{year}-07-01"))
            if past is not None:
                lost = counting(past, doctrine).binding & ~counting(here, doctrine).binding
                assert not lost & ~ended_by(past, here, doctrine), f"{doctrine} in {year}"
            past = here


@pytest.mark.parametrize("seed", SEEDS)
def test_a_later_incident_stays_clearly_forbidden(seed: int) -> None:
    value = varied(seed)
    reached: set[tuple[str, str | None]] = set()
    for day in ("2019-12-05", "2020-06-01", "2022-01-01", "2025-01-01"):
        analysis = decide(value, day)
        now = {
            (d.defendant, d.episode)
            for d in merits(analysis)
            if d.established.result in ESTABLISHED
        }
        assert reached <= now, day
        reached = now


# More for the plaintiff


@pytest.mark.parametrize("seed", SEEDS)
def test_one_more_finding_for_the_plaintiff_never_unsettles_settled_law(seed: int) -> None:
    chance = random.Random(seed)
    value = varied(seed)
    value["posture"]["movant"] = "officers"
    before = {
        (d.defendant, d.episode): d
        for d in merits(decide(value, "2020-01-10"))
        if d.established.result in ESTABLISHED
    }
    factors = law().factors
    plaintiffs = [
        key
        for key, factor in factors.factors.items()
        if factor.side == "plaintiff"
        and factors.leaf(key)
        and factor.derived is None
        and factor.kind in ("circumstance", "inference")
        and factor.doctrine == "state-created-danger"
    ]
    for factor in chance.sample(plaintiffs, 4):
        more = copy.deepcopy(value)
        for incident in more["incidents"].values():
            stated = (*incident["circumstances"], *incident["findings"])
            if factor not in {finding["factor"] for finding in stated}:
                incident["circumstances"].append({"factor": factor, "for": ["jury-may-8"]})
        after = {(d.defendant, d.episode): d for d in merits(decide(more, "2020-01-10"))}
        for key in before:
            assert after[key].established.result in ESTABLISHED, f"{key} with {factor}"
