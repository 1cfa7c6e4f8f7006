"""Prong one: was a right violated, under the law as of the decision?

Each issue is decided by binding holdings that force it, else by the forum's ordered rules, else it
is open. The totality of the defendant's conduct in the episode is judged; the minimal sufficient
sets of acts then say which conduct carries the claim.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from prong.decide.minimal import minimal_sets
from prong.decide.precedents import Entry, counting, strongest
from prong.decide.situation import Situation, acts_for_plaintiff
from prong.law.conditions import holds, supporting
from prong.law.doctrines import Doctrine, Rule
from prong.law.forums import current
from prong.law.law import Law
from prong.values import frozen

IssueOutcome = Literal["accepted", "rejected", "open"]
Shown = Literal["shown", "not-shown", "open", "not-reached"]
Role = Literal["basis", "informs", "nothing"]


@frozen
class IssueDecision:
    """How one issue came out, by which rule or holdings, resting on which facts."""

    issue: str
    result: IssueOutcome
    rule: Rule | None = None
    holdings: tuple[Entry, ...] = ()
    against: tuple[Entry, ...] = ()
    support: tuple[str, ...] = ()
    forfeited_by: str | None = None


@frozen
class ActRole:
    """The part one act plays: ``basis`` carries the claim, ``informs`` is in a sufficient set but
    would by itself be no wrong, ``nothing`` is in none."""

    act: str
    role: Role


@frozen
class Violation:
    """Prong one for one defendant and episode.

    ``sufficient_sets``: minimal sets of acts on which the violation is shown. ``remainder``: what
    the acts that do nothing amount to, taken together.
    """

    result: Shown
    issues: tuple[IssueDecision, ...] = ()
    acts: tuple[ActRole, ...] = ()
    sufficient_sets: tuple[tuple[str, ...], ...] = ()
    alone: tuple[tuple[str, Shown], ...] = ()
    remainder: Shown | None = None
    remainder_issues: tuple[IssueDecision, ...] = ()
    waived_by: str | None = None

    def issue(self, name: str) -> IssueDecision | None:
        return next((i for i in self.issues if i.issue == name), None)


NOT_REACHED = Violation("not-reached")


def decide_issues(law: Law, doctrine: Doctrine, facts: Situation) -> tuple[IssueDecision, ...]:
    """Every issue of a doctrine on the facts, under the law of a forum on a day."""
    count = counting(law, doctrine.doctrine)
    forced = count.all.of(count.all.base.forcing(facts.particulars, facts.scope, count.binding))
    return tuple(_issue(law, doctrine, issue, facts, forced) for issue in doctrine.issues)


def _issue(
    law: Law, doctrine: Doctrine, issue: str, facts: Situation, forced: tuple[Entry, ...]
) -> IssueDecision:
    conduct = doctrine.conduct_issue or next(iter(doctrine.issues))
    # A holding for the officer on the whole claim says that the conduct was no violation.
    on_point = [
        e
        for e in forced
        if e.precedent.on == issue
        or (e.precedent.on == "claim" and (e.precedent.side == "plaintiff" or issue == conduct))
    ]
    by_holding = _by_holding(law, on_point)
    if by_holding is not None:
        result, winners, losers = by_holding
        reason = {f for e in winners for f in e.precedent.reason}
        return IssueDecision(
            issue,
            result,
            holdings=winners,
            against=losers,
            support=tuple(f for f in facts.facts if f in reason),
        )
    under = law.library.factors.under
    for rule in law.rules(doctrine, issue):
        if holds(rule.condition, facts, under):
            looked = supporting(rule.condition, facts, under)
            return IssueDecision(
                issue,
                "accepted" if rule.accept else "rejected",
                rule=rule,
                support=tuple(f for f in facts.facts if f in looked),
            )
    return IssueDecision(issue, "open")


def _by_holding(
    law: Law, on_point: list[Entry]
) -> tuple[IssueOutcome, tuple[Entry, ...], tuple[Entry, ...]] | None:
    """What binding holdings decide, a conflict resolved as the forum resolves it."""
    if not on_point:
        return None
    top = strongest(law, on_point)
    if len({e.precedent.side for e in top}) == 2:
        how = current(law.forum.conflict, law.on)
        resolves = how.resolves if how else "en-banc-only"
        if resolves == "en-banc-only":
            return "open", (), top
        pick = min if resolves == "earlier-controls" else max
        first = pick(top, key=lambda e: e.authority.decided.last)
        same_day = [e for e in top if e.authority.decided == first.authority.decided]
        if len({e.precedent.side for e in same_day}) == 2:
            return "open", (), top
        side = first.precedent.side
    else:
        side = top[0].precedent.side
    winners = tuple(e for e in on_point if e.precedent.side == side)
    losers = tuple(e for e in on_point if e.precedent.side != side)
    return ("accepted" if side == "plaintiff" else "rejected"), winners, losers


def overall(issues: tuple[IssueDecision, ...]) -> Shown:
    """The claim is shown when every issue is accepted, and not shown when any is rejected."""
    results = {decision.result for decision in issues}
    if "rejected" in results:
        return "not-shown"
    return "open" if "open" in results or not results else "shown"


Judge = Callable[[Situation], tuple[IssueDecision, ...]]


def judge(law: Law, doctrine: Doctrine, conceded: dict[str, tuple[str, bool]]) -> Judge:
    """Decides the issues of a situation; a forfeited issue goes against whoever gave it up.

    ``conceded``: issue to (who forfeited it, whether that was the plaintiff).
    """

    def decide(facts: Situation) -> tuple[IssueDecision, ...]:
        decided = decide_issues(law, doctrine, facts)
        return tuple(
            IssueDecision(
                d.issue,
                "rejected" if conceded[d.issue][1] else "accepted",
                forfeited_by=conceded[d.issue][0],
            )
            if d.issue in conceded
            else d
            for d in decided
        )

    return decide


def violation(
    decide: Judge, facts: Situation, leaving: Callable[[frozenset[str]], Situation]
) -> Violation:
    """Prong one with the roles of acts; ``leaving`` gives the situation without some acts."""
    issues = decide(facts)
    result = overall(issues)
    acts = acts_for_plaintiff(facts)

    def only(kept: frozenset[str]) -> Shown:
        return overall(decide(leaving(frozenset(acts) - kept)))

    sets: tuple[tuple[str, ...], ...] = ()
    if result == "shown" and acts:
        sets = minimal_sets(acts, lambda kept: only(kept) == "shown").sets
    if sets == ((),):
        # The circumstances alone show it: no act carries it, and none does nothing either.
        return Violation(result=result, issues=issues)
    carrying = [a for a in acts if any(a in s for s in sets)]
    alone = tuple((a, only(frozenset((a,)))) for a in carrying)
    refused = {a for a, shown in alone if shown == "not-shown"}
    roles = tuple(
        ActRole(a, "nothing" if a not in carrying else "informs" if a in refused else "basis")
        for a in acts
    )
    idle = frozenset(a for a in acts if a not in carrying)
    rest = decide(leaving(frozenset(acts) - idle)) if carrying and idle else ()
    return Violation(
        result=result,
        issues=issues,
        acts=roles,
        sufficient_sets=sets,
        alone=alone,
        remainder=overall(rest) if rest else None,
        remainder_issues=rest,
    )
