"""Authorities: decisions with their dated history, holdings, rulings on prong two and treatments."""

from __future__ import annotations

from typing import Annotated, Literal

from prong.dates import Day
from prong.law.coding import Coded, check_anchor
from prong.law.factors import Side
from prong.values import Names, Value, Words, keyed, value

Breadth = Literal["rule", "reason", "facts-only"]
DecidedOn = Literal["pleaded-facts", "assumed-facts", "found-facts", "left-for-factfinder"]
Publication = Literal["published", "unpublished"]
EventKind = Literal[
    "supersedes",
    "amends",
    "amended",
    "affirmed",
    "cert-denied",
    "rehearing-denied",
    "withdrawn",
    "vacated",
    "reversed",
    "overruled",
    "superseded",
]
How = Literal[
    "follows",
    "supports",
    "explains",
    "distinguishes",
    "doubts",
    "declines",
    "criticizes",
    "limits",
    "overrules",
    "abrogates",
]

AuthorityId = Annotated[str, Names("authorities")]
HoldingId = Annotated[str, Names("holdings")]

#: What ends a decision as authority, on the whole or on the points named.
ENDING_EVENTS: frozenset[str] = frozenset(
    {"withdrawn", "vacated", "reversed", "overruled", "superseded"}
)
ENDING_TREATMENTS: frozenset[str] = frozenset({"overrules", "abrogates"})
#: Treatments that speak against an authority without ending it.
DOUBTING: frozenset[str] = frozenset({"doubts", "declines", "criticizes", "limits"})


@value
class Event(Value):
    """A dated event in a decision's history; ``point`` limits it to some of its holdings."""

    on: Day
    event: EventKind
    cite: str | None = None
    by: AuthorityId | None = None
    point: Annotated[Words, Names("holdings")] = ()
    note: str | None = None


@value
class Stated(Value):
    """A factor as a holding states it, with the magnitude it had or that the reason requires."""

    factor: Annotated[str, Names("factors")]
    magnitude: int = 1


StatedFactor = Annotated[Stated, keyed("factor")]


@value
class Holding(Value):
    """What an authority decided on one doctrine (``on: claim``) or one issue, for one side.

    ``reason``: the factors it turned on; ``despite``: opposing factors it met and found
    insufficient; ``facts``: the other facts, of either side. ``stated_at`` is the level of
    generality at which the reason is stated: above 0 it never decides.
    """

    id: str
    doctrine: Annotated[str, Names("doctrines")]
    for_: Side
    on: Annotated[str, Names("issues")] = "claim"
    breadth: Breadth = "reason"
    decided_on: DecidedOn = "assumed-facts"
    scope: Annotated[Words, Names("scopes")] = ()
    reason: tuple[StatedFactor, ...]
    despite: tuple[StatedFactor, ...] = ()
    facts: tuple[StatedFactor, ...] = ()
    stated_at: int = 0
    dictum: bool = False
    pin: str | None = None
    anchor: str | None = None
    says: str
    coded: Coded | None = None
    note: str | None = None

    @property
    def stated(self) -> tuple[Stated, ...]:
        """Every factor it states: its reason, what it met, and the other facts."""
        return (*self.reason, *self.despite, *self.facts)

    def __post_init__(self) -> None:
        check_anchor(self.anchor)


@value
class Ruling(Value):
    """A holding that conduct was, or was not, clearly forbidden as of a day.

    ``conduct`` names a holding of the same authority whose facts are the conduct; ``on`` the
    authorities it rests on; ``obvious`` marks a finding that no case was needed.
    """

    conduct: HoldingId
    established: bool
    as_of: Day
    on: Annotated[Words, Names("authorities")] = ()
    obvious: bool = False
    pin: str | None = None
    says: str | None = None
    coded: Coded | None = None


@value
class Treatment(Value):
    """What this authority says of another; ``holding`` limits it to one of its holdings."""

    authority: AuthorityId
    how: How
    holding: str | None = None
    pin: str | None = None
    says: str | None = None
    coded: Coded | None = None


@value
class Authority(Value):
    """A decision: its identity, its history and what it decided."""

    authority: str
    citation: str
    parallel: tuple[str, ...] = ()
    short: str | None = None
    court: Annotated[str, Names("courts")]
    docket: str | None = None
    decided: Day
    status: Publication = "published"
    en_banc: bool = False
    per_curiam: bool = False
    history: tuple[Event, ...] = ()
    coded: Coded
    holdings: tuple[Holding, ...] = ()
    prong_two: tuple[Ruling, ...] = ()
    treats: tuple[Treatment, ...] = ()
    note: str | None = None

    @property
    def weight(self) -> str | None:
        """What a citation says in a parenthesis of the weight of the decision."""
        return "en banc" if self.en_banc else "per curiam" if self.per_curiam else None

    def holding(self, id: str) -> Holding | None:
        return next((h for h in self.holdings if h.id == id), None)

    def coding(self, part: Holding | Ruling | Treatment) -> Coded:
        """What the coder of a part had before them: its own note, else the authority's."""
        return part.coded or self.coded


@value
class Retraction(Value):
    """An authority taken out of the library by an overlay."""

    authority: str
    why: str


@value
class Retractions(Value):
    retract: tuple[Retraction, ...]
