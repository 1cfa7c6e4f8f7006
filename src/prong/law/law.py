"""The law of one forum on one day: which decisions stand, which bind, and why others do not count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, replace
from functools import lru_cache
from typing import Literal

from prong.dates import Answer, Day, before
from prong.law.authorities import (
    DOUBTING,
    ENDING_EVENTS,
    ENDING_TREATMENTS,
    Authority,
    Holding,
    Ruling,
    Treatment,
)
from prong.law.coding import Basis
from prong.law.doctrines import Adoption, Doctrine, Rule
from prong.law.forums import Forum, Sources, current
from prong.law.library import Library
from prong.values import frozen

Reason = Literal[
    "not-yet-decided",
    "date-unknown",
    "no-longer-law",
    "same-case",
    "unpublished",
    "dictum",
    "left-for-factfinder",
    "unchecked",
]


@frozen
class Law:
    """The law of a forum as of a day.

    ``on``: decisions count that were made strictly before it. ``docket``: the case being decided,
    whose own decisions never count unless made before ``incident``, the day of the acts.
    ``generous`` counts decisions whose order to the day is unknown: deciding both ways shows
    whether an answer depends on the day. ``trust`` is what a coder must have had before them.
    ``lag``: days after a decision before it counts. ``method``: the day whose statement of how law
    is clearly established is followed, when that is not ``on``: a court judges an earlier act by the
    method it follows when it decides. ``consensus``: how many courts make one, in place of what the
    forum's data suppose.
    """

    library: Library
    court: str
    on: Day
    docket: str | None = None
    incident: Day | None = None
    generous: bool = False
    trust: tuple[Basis, ...] = ("text", "seed")
    lag: int = 0
    state: str | None = None
    method: Day | None = None
    consensus: int | None = None
    forum: Forum = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "forum", self.library.forum(self.court, self.on))

    @property
    def sources(self) -> Sources:
        """What clearly establishes law here, as the forum states it on the day of decision."""
        statement = current(self.forum.sources, self.method or self.on)
        assert statement is not None
        if self.consensus is None:
            return statement
        order = tuple(
            replace(s, needs=self.consensus) if s.kind == "consensus" else s
            for s in statement.order
        )
        return replace(statement, order=order)

    # Which decisions stand

    def decided(self, authority: Authority) -> Answer:
        """Whether a decision was made (and its notice lag ran) strictly before the day."""
        return before(authority.decided.plus(self.lag) if self.lag else authority.decided, self.on)

    def ended(self, authority: Authority, holding: str | None = None) -> Answer:
        """Whether a decision, or one of its holdings, had stopped being law before the day."""
        key = self.library.id_of(authority)
        answers: list[Answer] = [
            before(event.on, self.on)
            for event in authority.history
            if event.event in ENDING_EVENTS and (not event.point or holding in event.point)
        ]
        for treating, treatment in self.library.treatments.get(key, ()):
            if treatment.how in ENDING_TREATMENTS and treatment.holding in (None, holding):
                answers.append(before(treating.decided, self.on))
        return "yes" if "yes" in answers else "unknown" if "unknown" in answers else "no"

    def own(self, authority: Authority) -> bool:
        """Whether this is a decision of the very case, made after the acts it judges."""
        if not self.docket or not authority.docket:
            return False
        if _dockets(self.docket).isdisjoint(_dockets(authority.docket)):
            return False
        if self.incident is None:
            return True
        earlier = before(authority.decided, self.incident)
        return earlier == "no" or (earlier == "unknown" and not self.generous)

    def why_not(self, authority: Authority, part: Holding | Ruling) -> Reason | None:
        """Why a holding or ruling does not constrain anyone on this day, or None when it does."""
        reason: Reason | None = None
        point = part.id if isinstance(part, Holding) else part.conduct
        decided = self.decided(authority)
        ended = self.ended(authority, point)
        if decided == "no":
            reason = "not-yet-decided"
        elif ended == "yes" or (ended == "unknown" and not self.generous):
            reason = "no-longer-law"
        elif self.own(authority):
            reason = "same-case"
        elif authority.status == "unpublished" and not self.sources.counts_unpublished:
            reason = "unpublished"
        elif isinstance(part, Holding) and part.dictum:
            reason = "dictum"
        elif isinstance(part, Holding) and part.decided_on == "left-for-factfinder":
            reason = "left-for-factfinder"
        elif authority.coding(part).from_ not in self.trust:
            reason = "unchecked"
        elif decided == "unknown" and not self.generous:
            reason = "date-unknown"
        return reason

    # Who is bound

    def binds(self, authority: Authority) -> bool:
        """Whether a decision binds this forum, by the hierarchy or as the forum's sources say."""
        courts = self.library.courts
        if courts.binds(authority.court, self.court, authority.decided, self.on):
            return True
        if self.forum.forum != self.court and courts.binds(
            authority.court, self.forum.forum, authority.decided, self.on
        ):
            return True
        court = courts.courts[authority.court]
        return (
            court.kind == "state-high"
            and self.state is not None
            and court.state == self.state
            and any(s.kind == "binding" and s.state_high for s in self.sources.order)
        )

    def weight(self, authority: Authority) -> tuple[int, int]:
        """How authoritative a decision is here: a higher court first, then a full court."""
        return (-self.library.courts.rank(authority.court), int(authority.en_banc))

    # Doctrines here

    def rules(self, doctrine: Doctrine, issue: str) -> Iterator[Rule]:
        """The rules on an issue that are law here on this day, in their order."""
        yield from _standing(self, doctrine.doctrine).get(issue, ())

    def rule_stands(self, rule: Rule) -> Reason | Literal["not-binding"] | None:
        """Why a rule is not law here on this day, or None when it is."""
        authority = self.library.authorities.get(rule.authority)
        if authority is None:
            return "no-longer-law"
        since = rule.since or authority.decided
        order = before(since, self.on)
        if order == "no":
            return "not-yet-decided"
        if order == "unknown" and not self.generous:
            return "date-unknown"
        if self.ended(authority) == "yes":
            return "no-longer-law"
        if self.own(authority):
            return "same-case"
        if rule.coded.from_ not in self.trust:
            return "unchecked"
        if not self.binds(authority):
            return "not-binding"
        return None

    def adoption(self, doctrine: Doctrine) -> Adoption | None:
        """The doctrine's status here on this day; None where nothing is stated."""
        here = [entry for entry in doctrine.adoption if entry.court == self.forum.forum]
        if here and all(entry.status == "never-adopted" for entry in here):
            # That a court had still not adopted a doctrine by a later day is true of earlier days.
            return here[-1]
        made = [e for e in here if e.since is None or before(e.since, self.on) == "yes"]
        return made[-1] if made else None

    def doubts(self, key: str) -> tuple[tuple[Authority, Treatment], ...]:
        """Decisions made before this day that speak against an authority without ending it."""
        return tuple(
            (authority, treatment)
            for authority, treatment in self.library.treatments.get(key, ())
            if treatment.how in DOUBTING
            and before(authority.decided, self.on) == "yes"
            and not self.own(authority)
        )


@lru_cache(maxsize=512)
def _standing(law: Law, doctrine: str) -> dict[str, tuple[Rule, ...]]:
    """The rules of a doctrine of the library that are law on the day, by issue, in their order."""
    found: dict[str, list[Rule]] = {}
    for rule in law.library.doctrines[doctrine].rules:
        if law.rule_stands(rule) is None:
            found.setdefault(rule.issue, []).append(rule)
    return {issue: tuple(rules) for issue, rules in found.items()}


@lru_cache(maxsize=4096)
def _dockets(text: str) -> frozenset[str]:
    """The docket numbers in a field such as ``97-2338, 97-4179``."""
    return frozenset(part.strip().removeprefix("No. ").lower() for part in text.split(","))
