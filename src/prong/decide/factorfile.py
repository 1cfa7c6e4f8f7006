"""A case base written by hand: factors, the cases decided on them, and facts to ask about, in YAML.

The two outcomes are named by the file; as constraint sees them, the first is the plaintiff's side.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from prong.dates import Day, before
from prong.decide.columns import Column, Model, Terms
from prong.decide.constraint import Precedent, precedent
from prong.decide.laid import BASE, CLAIM
from prong.faults import (
    CycleFault,
    DateFault,
    Fault,
    FieldFault,
    LawFault,
    WordFault,
    nearest,
    raise_all,
)
from prong.files import Document, check, read_yaml
from prong.law.authorities import Breadth, Stated, StatedFactor
from prong.law.factors import Factor, Factors, Side
from prong.values import Value, Words, value

_SIDES: tuple[Side, Side] = ("plaintiff", "officer")


@value
class Word(Value):
    """A factor of a case base: the outcome it favours, where it is present.

    ``most`` is its greatest magnitude; ``parents`` state it more generally; ``issues`` are what it
    bears on, all of them by default.
    """

    for_: str
    says: str | None = None
    parents: Words = ()
    issues: Words = ()
    most: int = 1


@value
class Decision(Value):
    """What a case decided on the claim or on one issue.

    Without a ``reason`` it is taken to have turned on all its factors for the winning side.
    """

    for_: str
    on: str = CLAIM
    reason: tuple[StatedFactor, ...] = ()
    breadth: Breadth = "reason"


@value
class Decided(Value):
    """A decided case: its facts, and its decision, or several on different issues."""

    facts: tuple[StatedFactor, ...]
    for_: str | None = None
    on: str = CLAIM
    reason: tuple[StatedFactor, ...] = ()
    breadth: Breadth = "reason"
    decisions: tuple[Decision, ...] = ()
    decided: Day | None = None
    overruled: Day | None = None
    says: str | None = None


@value
class Question(Value):
    """Facts to ask a case base about."""

    facts: tuple[StatedFactor, ...]
    says: str | None = None


@value
class FactorBase(Value):
    """A file of factors and cases."""

    casebase: str
    outcomes: tuple[str, ...]
    source: str | None = None
    issues: Words = ()
    factors: dict[str, Word]
    cases: dict[str, Decided]
    ask: dict[str, Question] = dataclasses.field(default_factory=dict)


def shipped() -> dict[str, Path]:
    """The example case bases of the package, by name."""
    folder = Path(__file__).parents[1] / "casebases"
    return {
        path.stem: path
        for path in sorted(folder.iterdir())
        if path.suffix in (".yaml", ".csv") and not path.stem.endswith((".expected", ".directions"))
    }


def load(path: Path) -> tuple[FactorBase, Document]:
    """A file of factors as it stands; every fault in it is told with its line."""
    document = read_yaml(path)
    base = check(document, FactorBase)
    raise_all(list(_faults(base, document)))
    return base, document


def read(path: Path, model: Model = "reason") -> tuple[list[Precedent], Factors, Terms]:
    """The precedents, factors and terms of a file; oldest first where every case has a date."""
    return parts(load(path)[0], model)


def parts(base: FactorBase, model: Model = "reason") -> tuple[list[Precedent], Factors, Terms]:
    """The same of a case base that is in order."""
    factors = Factors({w: _factor(base, w) for w in base.factors}, {}, {})
    cases = list(base.cases.items())
    if dated := all(case.decided for _, case in cases):
        cases.sort(key=lambda item: item[1].decided.first)  # type: ignore[union-attr]
    made: list[Precedent] = []
    decided: list[Day] = []
    overruled: dict[int, Day] = {}
    for name, case in cases:
        for decision in _decisions(case):
            if dated and case.decided:
                decided.append(case.decided)
            if case.overruled:
                overruled[len(made)] = case.overruled
            made.append(_precedent(base, factors, name, case, decision, model))
    columns = {
        word: Column(word, _side(base, spec.for_), most=spec.most)
        for word, spec in base.factors.items()
    }
    terms = Terms(
        outcomes=dict(zip(_SIDES, base.outcomes, strict=True)),
        columns=columns,
        decided=decided,
        overruled=overruled,
        model=model,
    )
    return made, factors, terms


def questions(path: Path) -> dict[str, dict[str, int]]:
    """The facts that a file asks about, by name."""
    base, _ = load(path)
    return {
        name: {s.factor: s.magnitude for s in question.facts} for name, question in base.ask.items()
    }


def _side(base: FactorBase, outcome: str) -> Side:
    return _SIDES[base.outcomes.index(outcome)]


def _factor(base: FactorBase, word: str) -> Factor:
    spec = base.factors[word]
    return Factor(
        says=spec.says or word,
        side=_side(base, spec.for_),
        issues=(*(spec.issues or base.issues), CLAIM),
        parents=spec.parents,
        scale=word if spec.most > 1 else None,
        doctrine=BASE,
    )


def _decisions(case: Decided) -> tuple[Decision, ...]:
    if case.for_ is None:
        return case.decisions
    one = Decision(for_=case.for_, on=case.on, reason=case.reason, breadth=case.breadth)
    return (one, *case.decisions)


def _precedent(
    base: FactorBase, factors: Factors, name: str, case: Decided, decision: Decision, model: Model
) -> Precedent:
    side = _side(base, decision.for_)
    whole = tuple(
        stated
        for stated in case.facts
        if factors[stated.factor].side == side and decision.on in factors[stated.factor].issues
    )
    # By its whole facts a case binds as by a reason that has every factor for the winning side.
    by_facts = model == "result" or not decision.reason
    return precedent(
        name,
        decision.on,
        side=side,
        doctrine=BASE,
        on=decision.on,
        issues=(*base.issues, CLAIM) if decision.on == CLAIM else (decision.on,),
        breadth="reason" if model == "result" else decision.breadth,
        scope=(),
        reason=whole if by_facts else decision.reason,
        despite=(),
        facts=case.facts,
        factors=factors,
    )


# What can be wrong with a file


def _faults(base: FactorBase, document: Document) -> Iterator[Fault]:
    if len(base.outcomes) != 2 or len(set(base.outcomes)) != 2:
        yield FieldFault(
            "A case base has two outcomes.",
            place=document.place(("outcomes",)),
            found=", ".join(base.outcomes) or "nothing",
            expected="two different words",
        )
        return
    yield from _factor_faults(base, document)
    for name, case in base.cases.items():
        yield from _case_faults(base, document, name, case)
    for name, question in base.ask.items():
        yield from _stated_faults(base, document, ("ask", name, "facts"), question.facts)


def _factor_faults(base: FactorBase, document: Document) -> Iterator[Fault]:
    for word, spec in base.factors.items():
        at = ("factors", word)
        yield from _unknown(document, (*at, "for"), [spec.for_], base.outcomes, "outcome")
        yield from _unknown(document, (*at, "issues"), spec.issues, base.issues, "issue")
        yield from _unknown(document, (*at, "parents"), spec.parents, base.factors, "factor")
        if spec.most < 1:
            yield FieldFault(
                "The greatest magnitude of a factor is at least 1.",
                place=document.place((*at, "most")),
                found=str(spec.most),
            )
        for parent in spec.parents:
            if parent in base.factors and base.factors[parent].for_ != spec.for_:
                yield LawFault(
                    "A factor and its parent favour different outcomes.",
                    place=document.place((*at, "parents")),
                    found=parent,
                )
        if word in _ancestors(base.factors, word):
            yield CycleFault(
                "A factor is among its own ancestors.", place=document.place(at), found=word
            )


def _ancestors(factors: Mapping[str, Word], word: str) -> set[str]:
    found: set[str] = set()
    edge = [word]
    while edge:
        for parent in factors[edge.pop()].parents:
            if parent in factors and parent not in found:
                found.add(parent)
                edge.append(parent)
    return found


def _case_faults(base: FactorBase, document: Document, name: str, case: Decided) -> Iterator[Fault]:
    at = ("cases", name)
    yield from _stated_faults(base, document, (*at, "facts"), case.facts)
    decisions = _decisions(case)
    if not decisions:
        yield FieldFault(
            "A field is missing.", place=document.place(at), expected="for, or decisions"
        )
    for decision in decisions:
        yield from _unknown(document, (*at, "for"), [decision.for_], base.outcomes, "outcome")
        yield from _unknown(document, (*at, "on"), [decision.on], (CLAIM, *base.issues), "issue")
        yield from _stated_faults(base, document, (*at, "reason"), decision.reason)
        for stated in decision.reason:
            spec = base.factors.get(stated.factor)
            if spec is not None and spec.for_ != decision.for_:
                yield LawFault(
                    "A factor of the reason favours the other outcome.",
                    place=document.place((*at, "reason")),
                    found=stated.factor,
                )
    if case.overruled and case.decided and before(case.decided, case.overruled) != "yes":
        yield DateFault(
            "A case is overruled after it was decided.",
            place=document.place((*at, "overruled")),
            found=str(case.overruled),
            expected=f"a day after {case.decided}",
        )
    if case.overruled and not case.decided:
        yield DateFault(
            "A case that was overruled needs the day on which it was decided.",
            place=document.place((*at, "overruled")),
        )


def _stated_faults(
    base: FactorBase, document: Document, at: tuple[str, ...], stated: Iterable[Stated]
) -> Iterator[Fault]:
    for part in stated:
        yield from _unknown(document, at, [part.factor], base.factors, "factor")
        spec = base.factors.get(part.factor)
        if spec is not None and not 1 <= part.magnitude <= spec.most:
            yield FieldFault(
                "A magnitude is not on the factor's scale.",
                place=document.place(at),
                found=f"{part.factor} {part.magnitude}",
                expected=f"from 1 to {spec.most}",
            )


def _unknown(
    document: Document,
    at: tuple[str, ...],
    words: Iterable[str],
    known: Iterable[str],
    what: Literal["outcome", "issue", "factor"],
) -> Iterator[Fault]:
    listed = list(known)
    for word in words:
        if word not in listed:
            yield WordFault(
                f"Nothing defines this {what}.",
                place=document.place(at),
                found=word,
                expected=f"one of {', '.join(listed)}"[:300] if listed else None,
                nearest=nearest(word, listed),
            )
