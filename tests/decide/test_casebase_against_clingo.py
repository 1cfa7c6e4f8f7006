"""Ten thousand made-up case bases: what is forced, which cases conflict and how few must go, by the
case base and by a logic program."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from prong.decide.columns import Model
from prong.decide.constraint import CaseBase
from prong.decide.factorfile import Decided, Decision, FactorBase, Word, parts
from prong.law.authorities import Breadth, Stated

clingo = pytest.importorskip(
    "clingo", reason="clingo is not installed, so no logic program can be held against the base"
)

PROGRAM = Path(__file__).with_name("casebase.lp").read_text(encoding="utf-8")
BASES, TOGETHER = 10_000, 20
OUTCOMES = ("pi", "delta")
_BREADTHS: tuple[Breadth, ...] = ("reason", "reason", "reason", "rule", "facts-only")


@dataclass(frozen=True, eq=False)
class Made:
    """A made-up base, the model it is read by, and facts to ask it about."""

    base: FactorBase
    model: Model
    asked: tuple[dict[str, int], ...]


def made(pick: random.Random) -> Made:
    """Two to six cases on a few factors: some with magnitudes, some under a common parent, half of
    the bases with two issues that cases decide one by one."""
    issues = ("duty", "fault") if pick.random() < 0.5 else ()
    factors: dict[str, Word] = {}
    for side in OUTCOMES:
        general = f"{side}-0"
        for n in range(2 + pick.randrange(3)):
            factors[f"{side}-{n}"] = Word(
                for_=side,
                issues=tuple(i for i in issues if pick.random() < 0.7),
                parents=(general,) if n and pick.random() < 0.4 else (),
                most=pick.choice((1, 1, 1, 3)),
            )
    cases = {f"c{n}": case(pick, factors, issues) for n in range(2 + pick.randrange(5))}
    base = FactorBase(
        casebase="made up", outcomes=OUTCOMES, issues=issues, factors=factors, cases=cases
    )
    model: Model = pick.choice(("reason", "reason", "result"))
    asked = tuple({s.factor: s.magnitude for s in facts(pick, factors)} for _ in range(2))
    return Made(base, model, asked)


def facts(pick: random.Random, factors: dict[str, Word]) -> tuple[Stated, ...]:
    return tuple(
        Stated(factor=word, magnitude=1 + pick.randrange(spec.most))
        for word, spec in factors.items()
        if pick.random() < 0.45
    )


def case(pick: random.Random, factors: dict[str, Word], issues: tuple[str, ...]) -> Decided:
    there = facts(pick, factors)
    decisions = []
    for on in pick.sample((*issues, "claim"), 1 + (bool(issues) and pick.random() < 0.4)):
        side = pick.choice(OUTCOMES)
        own = [s for s in there if factors[s.factor].for_ == side]
        reason = [
            Stated(factor=s.factor, magnitude=1 + pick.randrange(s.magnitude))
            for s in own
            if pick.random() < 0.6
        ]
        decisions.append(
            Decision(for_=side, on=on, reason=tuple(reason), breadth=pick.choice(_BREADTHS))
        )
    return Decided(facts=there, decisions=tuple(decisions))


def given(number: int, one: Made) -> Iterator[str]:
    """A base as facts for the program."""

    def fact(name: str, *arguments: str | int) -> str:
        return f"{name}({','.join(json.dumps(a) for a in (number, *arguments))})."

    base = one.base
    yield fact("model", one.model)
    yield from (fact("issue", issue) for issue in (*base.issues, "claim"))
    for word, spec in base.factors.items():
        yield fact("factor", word, spec.for_, spec.most)
        yield from (fact("parent", word, parent) for parent in spec.parents)
        # A factor that names no issue bears on all, and every factor on the claim.
        for issue in (*(spec.issues or base.issues), "claim"):
            yield fact("bears", word, issue)
    at = 0
    for name, decided in base.cases.items():
        yield fact("case", name)
        yield from (fact("has", name, s.factor, s.magnitude) for s in decided.facts)
        for decision in decided.decisions:
            yield fact("decision", at, name, decision.for_, decision.breadth)
            yield fact("on", at, decision.on)
            yield from (fact("stated", at, s.factor, s.magnitude) for s in decision.reason)
            at += 1
    for n, situation in enumerate(one.asked):
        yield fact("asked", f"q{n}")
        yield from (fact("has", f"q{n}", word, m) for word, m in situation.items())


@dataclass(frozen=True)
class Said:
    """Which decisions force their outcome on which facts, which conflict, and the least removal."""

    forces: frozenset[tuple[int, int, str]]
    conflicts: frozenset[tuple[int, int, int]]
    removals: int


def by_program(bases: list[Made]) -> Said:
    control = clingo.Control(["--warn=no-atom-undefined", "--opt-strategy=usc"])
    text = [line for n, one in enumerate(bases) for line in given(n, one)]
    control.add("base", [], "\n".join([PROGRAM, *text]))
    control.ground([("base", [])])
    best: Said | None = None
    with control.solve(yield_=True) as models:
        for model in models:  # each better than the one before, the last one best
            atoms = model.symbols(shown=True)
            best = Said(
                frozenset(
                    (a.arguments[0].number, a.arguments[1].number, a.arguments[2].string)
                    for a in atoms
                    if a.name == "forces"
                ),
                frozenset(
                    tuple(x.number for x in a.arguments) for a in atoms if a.name == "conflict"
                ),
                model.cost[0],
            )
    assert best is not None
    return best


def by_base(bases: list[Made]) -> Said:
    forces: set[tuple[int, int, str]] = set()
    conflicts: set[tuple[int, int, int]] = set()
    removals = 0
    for number, one in enumerate(bases):
        base = CaseBase(*parts(one.base, one.model))
        situations = {name: c.facts for name, c in one.base.cases.items()}
        asked = {name: {s.factor: s.magnitude for s in f} for name, f in situations.items()}
        asked |= {f"q{n}": f for n, f in enumerate(one.asked)}
        for name, situation in asked.items():
            bits = base.forcing(base.facts(situation), frozenset())
            forces |= {(number, p, name) for p in range(len(base.precedents)) if bits >> p & 1}
        for a, b in base.conflicts():
            conflicts |= {(number, a, b), (number, b, a)}
        found = base.minimal_removals()
        assert found.at_least <= len(found.removed)
        if found.exact:
            removals += len(found.removed)
        else:  # a case decided issues for both sides: only bounds
            removals += exactly(base)
            assert found.at_least <= exactly(base) <= len(found.removed)
    return Said(frozenset(forces), frozenset(conflicts), removals)


def exactly(base: CaseBase) -> int:
    """The size of a smallest removal, by trying all."""
    pairs = [
        (base.precedents[a].authority, base.precedents[b].authority) for a, b in base.conflicts()
    ]
    cases = sorted({name for pair in pairs for name in pair})
    return min(
        bits.bit_count()
        for bits in range(1 << len(cases))
        if all(bits >> cases.index(a) & 1 or bits >> cases.index(b) & 1 for a, b in pairs)
    )


@pytest.fixture(scope="module")
def bases() -> list[Made]:
    pick = random.Random(1987)
    return [made(pick) for _ in range(BASES)]


def test_the_base_says_what_the_program_says(bases: list[Made]) -> None:
    """Forcing, conflict and the least removal agree on every base, in the reason model, the result
    model, issue by issue and with factors under a common parent."""
    turned: Counter[str] = Counter()
    for start in range(0, BASES, TOGETHER):
        some = bases[start : start + TOGETHER]
        program, base = by_program(some), by_base(some)
        assert base.forces ^ program.forces == frozenset()
        assert base.conflicts ^ program.conflicts == frozenset()
        assert base.removals == program.removals
        turned["forces"] += len(program.forces)
        turned["conflicts"] += len(program.conflicts)
        turned["removals"] += program.removals
    # The agreement is not empty.
    assert min(turned.values()) > 1000, turned


def test_every_model_is_among_the_bases(bases: list[Made]) -> None:
    assert {one.model for one in bases} == {"reason", "result"}
    assert any(one.base.issues for one in bases)
    assert any(word.parents for one in bases for word in one.base.factors.values())
    assert any(word.most > 1 for one in bases for word in one.base.factors.values())
