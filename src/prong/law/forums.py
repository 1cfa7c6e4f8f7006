"""Forums: what clearly establishes the law in a court, who bears the burden, how conflicts resolve."""

from __future__ import annotations

import dataclasses
from typing import Annotated, Literal, TypeVar

from prong.dates import Day, before
from prong.law.coding import Coded, check_anchor
from prong.law.courts import CourtKind
from prong.values import Value, keyed, value

SourceKind = Literal["binding", "consensus", "obvious"]


@value
class Source(Value):
    """One kind of authority a forum looks to, in its own order.

    ``state_high``: the highest court of the state in which the case arose counts as binding.
    ``of`` and ``needs``: which kinds of court make a consensus, and how many courts.
    """

    kind: SourceKind
    state_high: bool = False
    of: tuple[CourtKind, ...] = ()
    needs: int | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        if self.kind == "consensus" and (self.needs is None or self.needs < 1 or not self.of):
            raise ValueError("expected, for a consensus, of (kinds of court) and needs (a number)")


@value
class Cited(Value):
    """A statement of method with its authority: a slug of the library, or a citation in full.

    ``anchor``: a phrase of what it was coded from, on the pinned page.
    """

    since: Day | None = None
    says: str
    authority: str | None = None
    cited_as: str | None = None
    pin: str | None = None
    anchor: str | None = None
    alternative: bool = False
    coded: Coded

    def __post_init__(self) -> None:
        check_anchor(self.anchor)


@value
class Sources(Cited):
    order: tuple[Annotated[Source, keyed("kind")], ...]
    counts_unpublished: bool = False


@value
class Burden(Cited):
    on: Literal["plaintiff", "officers", "split"]
    follows: str | None = None


@value
class Conflict(Cited):
    """How two decisions of one court that cannot both stand are resolved on prong one."""

    resolves: Literal["earlier-controls", "later-controls", "en-banc-only"]


@value
class NoticeLag(Cited):
    """Days after a decision before officers must know it."""

    days: int = 0


@value
class Forum(Value):
    """A court whose law governs, and how it says that law is clearly established.

    ``steps``: this court's own authority for a step of method, in place of the procedure's.
    """

    forum: str
    name: str
    sources: tuple[Sources, ...]
    burden: tuple[Burden, ...] = ()
    conflict: tuple[Conflict, ...] = ()
    notice_lag: NoticeLag | None = None
    steps: dict[str, Cited] = dataclasses.field(default_factory=dict)
    note: str | None = None


S = TypeVar("S", bound=Cited)


def current(statements: tuple[S, ...], on: Day) -> S | None:
    """The statement in force on a day: the latest made before it, else the earliest there is."""
    applied = [s for s in statements if not s.alternative]
    made = [s for s in applied if s.since is None or before(s.since, on) == "yes"]
    if made:
        return made[-1]
    return applied[0] if applied else None
