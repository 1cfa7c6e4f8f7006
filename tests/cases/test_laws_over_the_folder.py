"""What holds of the decision of every example of the folder, and of examples changed at random."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prong import Analysis, Day, Determination, Library, analyze, argue, publish
from prong.decide.argument import Step
from prong.decide.established import ESTABLISHED
from prong.decide.publish import as_yaml
from prong.decide.situation import Situation
from prong.files import Document, write
from prong.record.load import from_document
from tests.cases.example import HERE, Example, names

few = settings(deadline=None, max_examples=40)
example_names = st.sampled_from(names())

#: Parts of an argument that say what would change the answer, not what it stands on.
OTHERWISE = frozenset(("material", "not-material", "missing", "nothing-missing"))


def on_the_merits(analysis: Analysis) -> Iterator[Determination]:
    return (d for d in analysis.determinations if d.situation is not None)


def whose(d: Determination) -> tuple[str, str, str, str | None]:
    return d.plaintiff, d.defendant, d.claim.theory, d.episode


def sets(found: tuple[tuple[str, ...], ...]) -> frozenset[frozenset[str]]:
    return frozenset(map(frozenset, found))


def answers(analysis: Analysis) -> dict[object, object]:
    """Every answer, its acts, causes and disputes, without any order."""
    return {
        whose(d): (
            d.outcome,
            d.ground,
            frozenset(d.violation.acts),
            sets(d.violation.sufficient_sets),
            frozenset((e.precedent.authority, e.precedent.holding) for e in d.established.by),
            frozenset((e.precedent.authority, e.precedent.holding) for e in d.established.contrary),
            d.established.ladder.level,
            [
                sets(c.sets)
                for c in (d.material.prong_one, d.material.prong_two, d.material.outcome)
            ],
            [sets(c.sets) for c in (d.missing.prong_one, d.missing.prong_two, d.missing.outcome)],
        )
        for d in analysis.determinations
    }


# --- what an answer stands on -------------------------------------------------------------------


@pytest.mark.parametrize("name", names())
def test_every_leaf_stands_on_something(name: str) -> None:
    """An authority, a record cite, a comparison or a stated absence is at the end of every reason."""
    example = Example.of(name)
    for d in example.analysis.determinations:
        for step in argue(d, example.library).walk():
            assert step.parts or step.supported(), f"{whose(d)}: {step.kind} {dict(step.values)}"


@pytest.mark.parametrize("name", names())
def test_the_cited_findings_alone_give_the_same_answer(name: str) -> None:
    """Without every finding of fact that the argument does not cite, the case is decided alike."""
    example = Example.of(name)
    for d in on_the_merits(example.analysis):
        kept = example.decide(cited_only(example.value, d, example.library))
        same = [k.outcome for k in kept.determinations if whose(k)[:3] == whose(d)[:3]
                and k.episode in (d.episode, None)]  # fmt: skip
        assert same == [d.outcome], whose(d)


def cited_only(value: dict[str, Any], d: Determination, library: Library) -> dict[str, Any]:
    """The case without the facts of this incident that the argument neither cites nor infers from."""
    assert d.view is not None and d.episode is not None
    items = d.view.items
    edge, kept = list(cited(argue(d, library), d.situation)), set()
    while edge:
        one = edge.pop()
        if one not in kept:
            kept.add(one)
            edge.extend(items[one].premises)
    value = copy.deepcopy(value)
    incident = value["incidents"][d.episode]
    for item in items.values():
        if item.incident != d.episode or item.kind != "fact" or item.id in kept:
            continue
        *way, number = item.path[2:]
        home: Any = incident
        for step in way:
            home = home[step]
        home[number] = None
    rooms = [incident.get("circumstances", []), incident.get("findings", [])]
    for room in (*rooms, *(act.get("facts", []) for act in incident.get("acts", {}).values())):
        room[:] = [finding for finding in room if finding is not None]
    return value


def cited(step: Step, facts: Situation | None) -> set[str]:
    """The findings a step names, with those that show the facts it compares or distinguishes by."""
    if step.kind in OTHERWISE or facts is None:
        return set()
    here = {str(step.values["id"])} if "id" in step.values else set()
    named = {str(step.values.get("factor"))}
    if step.compared is not None:
        named |= {*step.compared.shared, *(x.factor for x in step.compared.distinctions)}
    shown = (set(facts.sources.get(factor, ())) for factor in named)
    return here.union(*shown, *(cited(part, facts) for part in step.parts))


# --- what does not matter -----------------------------------------------------------------------


@given(example_names, st.randoms(use_true_random=False))
@few
def test_order_in_the_file_never_matters(name: str, chance: Any) -> None:
    """People, evidence, incidents, acts, findings and claims may stand in any order."""
    example = Example.of(name)

    def mixed(part: Any) -> Any:
        if isinstance(part, dict):
            return dict(chance.sample([(k, mixed(v)) for k, v in part.items()], len(part)))
        if isinstance(part, list):
            return chance.sample([mixed(entry) for entry in part], len(part))
        return part

    assert answers(example.decide(mixed(example.value))) == answers(example.analysis)


# --- time and strength --------------------------------------------------------------------------


def established(analysis: Analysis) -> set[object]:
    return {whose(d) for d in on_the_merits(analysis) if d.established.result in ESTABLISHED}


@given(example_names, st.integers(1, 4000))
@few
def test_more_for_the_plaintiff_never_unsettles_what_is_forced(name: str, which: int) -> None:
    """One more circumstance for the plaintiff, in every incident, keeps what was established."""
    example = Example.of(name)
    factors = example.library.factors
    plaintiffs = [
        f for f, spec in factors.factors.items()
        if spec.side == "plaintiff" and factors.leaf(f) and spec.derived is None
        and spec.kind in ("circumstance", "inference", "result")
    ]  # fmt: skip
    more = plaintiffs[which % len(plaintiffs)]
    value = copy.deepcopy(example.value)
    value.setdefault("evidence", {})["more"] = {"kind": "stipulation", "cite": "Stip. 1"}
    if example.value["posture"]["stage"] == "motion-to-dismiss":
        value["evidence"]["more"]["kind"] = "allegation"
    for key, incident in value["incidents"].items():
        incident.setdefault("circumstances", []).append(
            {"id": f"one-more-{key}", "factor": more, "for": ["more"]}
        )
    assert established(example.analysis) <= established(example.decide(value)), more


@given(example_names, st.integers(1, 5000))
@few
def test_what_is_clear_stays_clear_unless_an_event_removed_it(name: str, days: int) -> None:
    """A later incident keeps every decision that forced it, but for those that had ended by then."""
    example = Example.of(name)
    forced = {whose(d): d for d in on_the_merits(example.analysis)
              if d.established.result == "binding" and not d.dates}  # fmt: skip
    first = max((d.law.on.last for d in forced.values() if d.law), default=None)
    if first is None:
        return
    when = Day.of(first).plus(days)
    decided = max(when.next(), example.analysis.record.posture.decided, key=lambda day: day.last)
    record = from_document(Document(name, example.value), example.library)
    later = analyze(
        record, example.library, forum=example.stated.get("forum"), incident_date=when,
        decided=decided, order="two-only",
        trust=("text", "seed", "source") if "trust" in example.stated else ("text", "seed"),
    )  # fmt: skip
    for d in on_the_merits(later):
        if whose(d) not in forced or d.law is None or d.forfeited:
            continue
        before = forced[whose(d)].established.by
        ended = any(d.law.ended(e.authority, e.holding.id) != "no" for e in before)
        assert d.established.holds or d.established.result == "conflict" or ended, whose(d)


# --- going forward ------------------------------------------------------------------------------

#: Examples of courts whose decisions bind themselves, of each shape of answer.
PUBLISHED = (
    "martinez", "martinez-day-after", "martinez-without-praise-testimony",
    "after-2019-disclosure-alone", "after-2019-praise-without-backdrop", "sergeant-ordered-it",
    "told-the-neighbours-first", "whose-knowledge", "knowledge-gained-afterwards",
    "whether-she-did-or-did-not", "whether-an-omission-admitted", "night-entry",
    "night-entry-called-in", "night-with-a-cry", "night-at-dawn", "night-on-its-facts",
    "night-whole-claim-apology", "night-in-a-rented-room", "night-contrary-circuit",
    "night-above-for-the-officer", "night-old-fifth-circuit", "night-ruled-not-clear",
)  # fmt: skip

#: Those among them that contradict a decision of the library: another circuit's, or a lower panel's.
AGAINST_THE_LIBRARY = ("night-contrary-circuit", "night-above-for-the-officer")


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_case_decides_itself_again(name: str, tmp_path: Path) -> None:
    """The same facts after its date come out on the same side, and clearly so where for the plaintiff."""
    example = Example.of(name)
    decided = example.analysis
    made = publish(decided, "9 Test Rep. 9", decided.record.posture.decided)
    write(tmp_path / "authorities" / decided.record.forum / f"{made.id}.yaml", as_yaml(made))
    law = Library.load([*(HERE / o for o in example.stated.get("library", ())), tmp_path])
    value = copy.deepcopy(example.value)
    value["docket"] = "99-99999"
    again = {whose(d): d for d in analyze(
        from_document(Document(name, value), law), law, forum=decided.record.forum,
        incident_date=decided.record.posture.decided.next(),
    ).determinations}  # fmt: skip
    assert bool(made.clashes) == (name in AGAINST_THE_LIBRARY)
    for d in on_the_merits(decided):
        now = again[whose(d)]
        assert now.violation.result == d.violation.result, whose(d)
        assert set(now.violation.acts) == set(d.violation.acts), whose(d)
        if d.violation.result == "shown":
            assert now.established.result == "binding" and now.immunity == "denied", whose(d)
        else:
            assert now.immunity == "granted", whose(d)
