"""The kernel, the definition and a logic program decide a few thousand made-up cases alike."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from prong.law.authorities import Breadth
from prong.law.factors import Factor
from tests.decide.definition import Decided, Facts, Spec, all_facts, forces
from tests.decide.strategies import (
    DOCTRINE,
    ISSUES,
    MOST,
    SCOPE,
    Facing,
    SmallLaw,
    at_random,
)

clingo = pytest.importorskip(
    "clingo", reason="clingo is not installed, so no logic program can be held against the kernel"
)

ORACLE = Path(__file__).with_name("oracle.lp").read_text(encoding="utf-8")
LAWS, SITUATIONS, HOLDINGS = 500, 12, 8


@dataclass(frozen=True)
class Answer:
    """What each of the three says of one holding and one situation."""

    facing: Facing
    holding: Decided
    kernel: bool
    definition: bool
    program: bool


@pytest.fixture(scope="module")
def answers() -> list[Answer]:
    found = []
    for cases in at_random(seed=1983, laws=LAWS, situations=SITUATIONS, most=HOLDINGS):
        law = cases[0].law
        derived = forced_by_program(law, cases)
        for q, case in enumerate(cases):
            bits = law.base.forcing(case.facts, case.scope)
            for p, holding in enumerate(law.holdings):
                found.append(
                    Answer(
                        case,
                        holding,
                        kernel=bool(bits >> p & 1),
                        definition=forces(holding, case.facts, case.scope, law.spec),
                        program=(p, q) in derived,
                    )
                )
    return found


def test_the_kernel_decides_as_the_program_does(answers: list[Answer]) -> None:
    """The bits of ``CaseBase.forcing`` are the holdings for which the program derives forces."""
    assert len({id(a.facing) for a in answers}) == LAWS * SITUATIONS
    assert next((a for a in answers if a.kernel != a.program), None) is None


def test_the_kernel_decides_as_the_definition_does(answers: list[Answer]) -> None:
    """The bits of ``CaseBase.forcing`` are the holdings that force by the words of the design."""
    assert next((a for a in answers if a.kernel != a.definition), None) is None


def test_every_part_of_the_definition_decided_some_of_the_cases(answers: list[Answer]) -> None:
    """The agreement is not empty: leaving out any part of the definition turns some answers."""
    forced = sum(a.kernel for a in answers) / len(answers)
    assert 0.1 < forced < 0.9
    assert {a.holding.breadth for a in answers if a.kernel} == {"rule", "reason", "facts-only"}
    turned: Counter[str] = Counter()
    for answer in answers:
        for part, otherwise in without_each_part(answer).items():
            turned[part] += otherwise != answer.definition
    few = {part: count for part, count in turned.items() if count < 20}
    assert not few, f"parts that turned too few of {len(answers)} answers: {few}"


# --- the made-up law as facts for the program --------------------------------------------------


def forced_by_program(law: SmallLaw, cases: list[Facing]) -> set[tuple[int, int]]:
    """The pairs of a holding and a situation for which the program derives ``forces``."""
    given = [*law_as_facts(law), *(f for q, case in enumerate(cases) for f in as_facts(q, case))]
    control = clingo.Control(["--warn=no-atom-undefined"])
    control.add("base", [], "\n".join([ORACLE, *given]))
    control.ground([("base", [])])
    derived: set[tuple[int, int]] = set()
    with control.solve(yield_=True) as models:
        for count, model in enumerate(models):
            assert count == 0, "a program without choices has one model"
            derived = {
                (atom.arguments[0].number, atom.arguments[1].number)
                for atom in model.symbols(shown=True)
            }
        assert models.get().satisfiable
    return derived


def law_as_facts(law: SmallLaw) -> Iterator[str]:
    for word, factor in law.spec.items():
        yield fact("factor", word, factor.side, factor.kind, factor.when, factor.scale or "")
        yield from (fact("parent", word, parent) for parent in factor.parents)
        for issue in factor.issues:
            home, name = issue.split(".") if "." in issue else (factor.doctrine, issue)
            yield fact("bears", word, home, name)
    for p, h in enumerate(law.holdings):
        yield fact("holding", p, h.side, h.doctrine, h.breadth, h.stated_at)
        yield from (fact("decides", p, issue) for issue in sorted(h.issues))
        yield from (fact("needs", p, term) for term in sorted(h.scope))
        yield from (fact("reason", p, word, m) for word, m in h.reason.items())
        for part in (h.reason, h.despite, h.facts):
            yield from (fact("fact", p, word, m) for word, m in part.items())


def as_facts(q: int, case: Facing) -> Iterator[str]:
    yield fact("situation", q)
    yield from (fact("has", q, word, m) for word, m in case.facts.items())
    yield from (fact("in", q, term) for term in sorted(case.scope))


def fact(name: str, *arguments: str | int) -> str:
    """A fact of the program; words are quoted."""
    return f"{name}({','.join(json.dumps(a) for a in arguments)})."


# --- what the answer would be without one part of the definition --------------------------------


def without_each_part(answer: Answer) -> dict[str, bool]:
    """The answer by the definition when each of its parts in turn is read out of it."""
    h, law = answer.holding, answer.facing.law
    facts, scope, spec = answer.facing.facts, answer.facing.scope, law.spec
    misread = misread_factors(law)

    def otherwise(
        holding: Decided = h,
        facts: Facts = facts,
        scope: frozenset[str] = scope,
        spec: Spec = spec,
    ) -> bool:
        return forces(holding, facts, scope, spec)

    def instead(written: Breadth, read: Breadth) -> Decided:
        return replace(h, breadth=read) if h.breadth == written else h

    def with_strength(magnitude: int, *, own: bool) -> dict[str, int]:
        return {
            f: magnitude if spec[f].scale and (spec[f].side == h.side) == own else m
            for f, m in facts.items()
        }

    as_strong_as_the_facts = {f: m for f, m in all_facts(h).items() if f in h.reason}
    return {
        "a rule has no distinctions": otherwise(instead("rule", "reason")),
        "what it never met distinguishes a reason": otherwise(instead("reason", "rule")),
        "limited to its facts, it needs them": otherwise(instead("facts-only", "reason")),
        "the reason's magnitudes are required": otherwise(facts=with_strength(MOST, own=True)),
        "and no more than they": otherwise(replace(h, reason=as_strong_as_the_facts)),
        "a stronger opposing factor is new": otherwise(facts=with_strength(1, own=False)),
        "what it met and rejected is not new": otherwise(replace(h, despite={})),
        "nor what it recited": otherwise(replace(h, facts={})),
        "the scope must match": otherwise(scope=frozenset(SCOPE)),
        "a reason stated generally never decides": otherwise(replace(h, stated_at=0)),
        **{part: otherwise(spec=read) for part, read in misread.items()},
    }


@cache
def misread_factors(law: SmallLaw) -> dict[str, Spec]:
    """The factors of some law with one part of what they say misread."""

    def read(misread: Callable[[Factor], Factor]) -> Spec:
        return {word: misread(factor) for word, factor in law.spec.items()}

    return {
        "a sibling covers": read(lambda f: replace(f, parents=())),
        "under either of two parents": read(lambda f: replace(f, parents=f.parents[:1])),
        "and only on the same scale": read(lambda f: replace(f, scale=None)),
        "only factors on its issues oppose": read(
            lambda f: replace(f, issues=ISSUES, doctrine=DOCTRINE)
        ),
        "an issue belongs to its doctrine": read(
            lambda f: replace(
                f, issues=tuple(issue.split(".")[-1] for issue in f.issues), doctrine=DOCTRINE
            )
        ),
        "conclusions and results do not count": read(lambda f: replace(f, kind="act")),
        "what came after does not count": read(lambda f: replace(f, when="during")),
    }
