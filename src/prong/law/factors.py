"""Factors: the particular circumstances that favour a side; scales, scope terms, and generality."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Literal

from prong.law.conditions import Condition, ConditionModel
from prong.values import Value, Words, value

Side = Literal["plaintiff", "officer"]
Subject = Literal["officer", "person", "own"]
FactorKind = Literal["act", "omission", "circumstance", "mind", "inference", "conclusion", "result"]
When = Literal["before", "during", "after"]


def other(side: Side) -> Side:
    return "officer" if side == "plaintiff" else "plaintiff"


@value
class Factor(Value):
    """A circumstance that favours one side on the issues it bears on.

    ``kind``: ``act`` and ``omission`` are conduct; ``mind`` is a state of mind of one person;
    ``inference`` is drawn from other findings; ``conclusion`` states an element as found, and so
    decides prong one but is no particular on prong two; ``result`` is what followed.
    ``derived`` computes the factor from a defendant's acts instead of asking for a finding.
    ``subject``: of whom the clause ``says`` speaks, where its first word does not show it: the
    ``officer``, the ``person`` the acts were done to, or a subject of its ``own``.
    """

    says: str
    side: Side
    issues: tuple[str, ...] = ()
    kind: FactorKind = "circumstance"
    parents: Words = ()
    scale: str | None = None
    when: When = "during"
    askable: bool = False
    asks: str | None = None
    contradicts: Words = ()
    derived: Condition | None = None
    doctrine: str = ""
    subject: Subject | None = None
    note: str | None = None
    example: str | None = None

    @property
    def particular(self) -> bool:
        """Whether it is one of the facts compared on prong two: not a conclusion, not an aftermath."""
        return self.kind not in ("conclusion", "result") and self.when != "after"

    @property
    def conduct(self) -> bool:
        return self.kind in ("act", "omission")


@value
class ScopeTerm(Value):
    """A circumstance with no side that says what kind of case this is."""

    says: str
    parents: Words = ()


@value
class Scale(Value):
    """An ordered scale of magnitudes, from 1 upwards; every magnitude favours the same side."""

    says: str
    steps: dict[int, str]


@value
class FactorFile(Value):
    """A file of factors; ``doctrine`` is where an issue named without a doctrine belongs."""

    doctrine: str
    factors: dict[str, Factor] = dataclasses.field(default_factory=dict)
    scopes: dict[str, ScopeTerm] = dataclasses.field(default_factory=dict)
    scales: dict[str, Scale] = dataclasses.field(default_factory=dict)


class Factors:
    """Every factor, scope term and scale of a library, with the hierarchy of generality."""

    def __init__(
        self,
        factors: Mapping[str, Factor],
        scopes: Mapping[str, ScopeTerm],
        scales: Mapping[str, Scale],
    ) -> None:
        self.factors = dict(factors)
        self.scopes = dict(scopes)
        self.scales = dict(scales)
        self._within: dict[tuple[str, int], frozenset[str]] = {}

    def __getitem__(self, factor: str) -> Factor:
        return self.factors[factor]

    @cached_property
    def derived(self) -> dict[str, ConditionModel]:
        """What each factor is computed from that is not asked for as a finding."""
        return {key: f.derived for key, f in self.factors.items() if f.derived is not None}

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for key, factor in self.factors.items():
            for parent in factor.parents:
                found.setdefault(parent, []).append(key)
        return {key: tuple(value) for key, value in found.items()}

    def leaf(self, factor: str) -> bool:
        """Whether a factor is as particular as the library goes."""
        return factor not in self.children

    def within(self, factor: str, distance: int) -> frozenset[str]:
        """The factor and its ancestors at a distance of at most so many steps."""
        key = (factor, distance)
        if key not in self._within:
            reached = {factor}
            edge = {factor}
            for _ in range(distance):
                edge = {p for f in edge for p in self.factors[f].parents} - reached
                if not edge:
                    break
                reached |= edge
            self._within[key] = frozenset(reached)
        return self._within[key]

    @cached_property
    def height(self) -> int:
        """The greatest number of steps from a factor to its most general ancestor."""

        def steps(factor: str) -> int:
            return 1 + max((steps(p) for p in self.factors[factor].parents), default=-1)

        return max((steps(f) for f in self.factors), default=0)

    def under(self, general: str) -> frozenset[str]:
        """The factor and everything that states it more particularly."""
        return self._under[general]

    @cached_property
    def _under(self) -> dict[str, frozenset[str]]:
        found = {key: {key} for key in self.factors}
        for key in self.factors:
            for ancestor in self.within(key, len(self.factors)):
                found[ancestor].add(key)
        return {key: frozenset(value) for key, value in found.items()}

    def siblings(self, factor: str) -> frozenset[str]:
        """The factors that share a parent with this one, itself included."""
        return self._siblings[factor]

    @cached_property
    def _siblings(self) -> dict[str, frozenset[str]]:
        return {
            key: frozenset((key, *(c for p in factor.parents for c in self.children[p])))
            for key, factor in self.factors.items()
        }

    def bears_on(self, factor: str, doctrine: str) -> frozenset[str]:
        """The issues of a doctrine that a factor bears on."""
        found = self._bearing.get(factor)
        if found is None:
            spec = self.factors[factor]
            found = frozenset(qualified(issue, spec.doctrine) for issue in spec.issues)
            self._bearing[factor] = found
        return frozenset(issue for home, issue in found if home == doctrine)

    @cached_property
    def _bearing(self) -> dict[str, frozenset[tuple[str, str]]]:
        return {}

    def scope_closure(self, terms: Iterable[str]) -> frozenset[str]:
        """Scope terms with everything they imply."""
        reached = set(terms)
        edge = set(reached)
        while edge:
            edge = {p for term in edge for p in self.scopes[term].parents} - reached
            reached |= edge
        return frozenset(reached)


def qualified(issue: str, doctrine: str) -> tuple[str, str]:
    """An issue with its doctrine: ``x`` belongs to the file's doctrine, ``d.x`` to doctrine d."""
    home, dot, name = issue.partition(".")
    return (home, name) if dot else (doctrine, issue)
