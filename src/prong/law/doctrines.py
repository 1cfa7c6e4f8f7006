"""Doctrines: a constitutional theory as its issues, with ordered, dated rules and adoption by circuit."""

from __future__ import annotations

from typing import Literal

from prong.dates import Day
from prong.law.coding import Coded, check_anchor
from prong.law.conditions import Condition
from prong.law.forums import Cited
from prong.values import Value, value

Status = Literal["adopted", "never-adopted", "abandoned", "not-addressed"]


@value
class Issue(Value):
    """An element of the doctrine. ``conduct`` marks the one that asks what the officer did.

    ``notice`` is false for an element that gives an officer no notice of wrong, since it comes after
    the act or lies with others (how a prosecution ended): on prong two it is met under the law as
    of the decision, not of the incident.
    """

    name: str
    asks: str
    conduct: bool = False
    notice: bool = True


@value
class Rule(Value):
    """When an issue is accepted or rejected. Rules are tried in order; the first that holds decides.

    A rule is law of the court that decided its authority, from the day after that decision; it
    applies in every forum which that court binds. ``anchor``: a phrase on the pinned page. ``also``:
    what else is said of it, each on its own authority.
    """

    id: str
    issue: str
    accept: Condition | None = None
    reject: Condition | None = None
    authority: str
    pin: str | None = None
    anchor: str | None = None
    since: Day | None = None
    says: str
    also: tuple[Cited, ...] = ()
    coded: Coded

    def __post_init__(self) -> None:
        if (self.accept is None) == (self.reject is None):
            raise ValueError("expected either accept or reject, and a condition")
        check_anchor(self.anchor)

    @property
    def condition(self) -> Condition:
        condition = self.accept or self.reject
        assert condition is not None
        return condition


@value
class Adoption(Value):
    """The status of a doctrine in one court from a day on, and the test as that court states it."""

    court: str
    status: Status
    since: Day | None = None
    test: str | None = None
    bars: bool = False
    authority: str | None = None
    cited_as: str | None = None
    pin: str | None = None
    anchor: str | None = None
    says: str | None = None
    coded: Coded
    test_coded: Coded | None = None

    def __post_init__(self) -> None:
        check_anchor(self.anchor)


@value
class AdoptionFile(Value):
    """A doctrine's adoption by circuit, in a file of its own."""

    doctrine: str
    adoption: tuple[Adoption, ...]


@value
class Doctrine(Value):
    """A constitutional theory: the right it protects, its issues and the rules that decide them."""

    doctrine: str
    name: str
    right: str
    issues: dict[str, Issue]
    rules: tuple[Rule, ...] = ()
    adoption: tuple[Adoption, ...] = ()
    note: str | None = None

    @property
    def conduct_issue(self) -> str | None:
        return next((key for key, issue in self.issues.items() if issue.conduct), None)
