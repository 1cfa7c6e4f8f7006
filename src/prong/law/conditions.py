"""The small language in which rules and derived factors are stated.

A condition is one of::

    some-factor                        the factor is in the view
    {factor: some-factor, at-least: 2} ... at that magnitude or more
    {under: general-factor}            the factor or anything that states it more particularly
    {scope: term}                      the case is of this kind
    {all: [...]}  {any: [...]}         every one; at least one
    {not: ...}                         it is not shown (what the record leaves unknown is not shown)
    {some-act: ...}                    it holds of at least one act of the defendant
    {every-act: ...}                   it holds of every act of the defendant that favours the plaintiff
    {act-is: act | omission}           within some-act or every-act
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Literal, Protocol

from prong.values import Value, keyed, value

ActKind = Literal["act", "omission"]


@value
class ConditionModel(Value):
    factor: str | None = None
    at_least: int = 1
    under: str | None = None
    scope: str | None = None
    all: tuple[Condition, ...] | None = None
    any: tuple[Condition, ...] | None = None
    not_: Condition | None = None
    some_act: Condition | None = None
    every_act: Condition | None = None
    act_is: ActKind | None = None

    def __post_init__(self) -> None:
        stated = [name for name in _FORMS if getattr(self, name) is not None]
        if len(stated) != 1:
            words = ", ".join(name.rstrip("_").replace("_", "-") for name in _FORMS)
            raise ValueError(f"expected exactly one of {words}")


_FORMS = (
    "factor",
    "under",
    "scope",
    "all",
    "any",
    "not_",
    "some_act",
    "every_act",
    "act_is",
)

Condition = Annotated[ConditionModel, keyed("factor")]


class ActFacts(Protocol):
    """One act as a condition sees it."""

    @property
    def kind(self) -> ActKind: ...
    @property
    def facts(self) -> Mapping[str, int]: ...
    @property
    def for_plaintiff(self) -> bool: ...


class Facts(Protocol):
    """The facts a condition is tested on: factors with magnitudes, scope, and the acts."""

    @property
    def facts(self) -> Mapping[str, int]: ...
    @property
    def scope(self) -> frozenset[str]: ...
    @property
    def acts(self) -> tuple[ActFacts, ...]: ...


Under = Callable[[str], frozenset[str]]


def holds(condition: ConditionModel, facts: Facts, under: Under) -> bool:
    """Whether a condition holds of the facts; ``under`` gives what states a factor particularly."""
    return _holds(condition, facts.facts, facts, None, under)


def _holds(
    c: ConditionModel,
    present: Mapping[str, int],
    facts: Facts,
    act: ActFacts | None,
    under: Under,
) -> bool:
    if c.factor is not None:
        return present.get(c.factor, 0) >= c.at_least
    if c.under is not None:
        return not under(c.under).isdisjoint(present)
    if c.scope is not None:
        return c.scope in facts.scope
    if c.all is not None:
        return all(_holds(part, present, facts, act, under) for part in c.all)
    if c.any is not None:
        return any(_holds(part, present, facts, act, under) for part in c.any)
    if c.not_ is not None:
        return not _holds(c.not_, present, facts, act, under)
    if c.some_act is not None:
        return any(_holds(c.some_act, a.facts, facts, a, under) for a in facts.acts)
    if c.every_act is not None:
        return all(
            _holds(c.every_act, a.facts, facts, a, under) for a in facts.acts if a.for_plaintiff
        )
    return act is not None and act.kind == c.act_is


def supporting(condition: ConditionModel, facts: Facts, under: Under) -> frozenset[str]:
    """The factors a condition that holds rests on: of alternatives, the first that holds.

    Deciding again from these alone gives the same answer. What holds because something is *not*
    shown, or holds of every act, rests on no factor in particular.
    """
    return frozenset(_supporting(condition, facts.facts, facts, None, under) or ())


def _supporting(
    c: ConditionModel,
    present: Mapping[str, int],
    facts: Facts,
    act: ActFacts | None,
    under: Under,
) -> set[str] | None:
    """The factors a condition rests on, or None where it does not hold."""
    if not _holds(c, present, facts, act, under):
        return None
    if c.factor is not None:
        return {c.factor}
    if c.under is not None:
        return {f for f in under(c.under) if f in present}
    if c.all is not None or c.any is not None:
        found = [
            s
            for p in (c.all or c.any or ())
            if (s := _supporting(p, present, facts, act, under)) is not None
        ]
        return set().union(*found) if c.all is not None else found[0]
    if c.some_act is not None:
        for one in facts.acts:
            inner = _supporting(c.some_act, one.facts, facts, one, under)
            if inner is not None:
                return inner
    return set()


def polar(condition: ConditionModel, sign: int = 1) -> Iterator[tuple[ConditionModel, int]]:
    """Each test with the sign it stands under: +1 when its truth can only help, -1 under a not.

    ``every-act`` gives 0 to the tests inside it: adding an act can end it, adding a fact to an
    act can begin it.
    """
    c = condition
    parts = [*(c.all or ()), *(c.any or ())]
    for part in parts:
        yield from polar(part, sign)
    if c.not_ is not None:
        yield from polar(c.not_, -sign)
    if c.some_act is not None:
        yield from polar(c.some_act, sign)
    if c.every_act is not None:
        yield from ((atom, 0) for atom, _ in polar(c.every_act, sign))
    if c.factor is not None or c.under is not None or c.scope is not None:
        yield c, sign
