"""Prong two: was the right clearly established, under the law as of the incident?

A right is clearly established exactly when the law that counts in the forum forces the plaintiff's
side on the particulars: then no reasonable officer could decide otherwise. The forum's own sources
are tried in its own order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, replace
from typing import Literal

from prong.decide.constraint import Comparison, compare
from prong.decide.ladder import Ladder, ladder, rung
from prong.decide.precedents import Entry, counting, precedents, rulings, strongest
from prong.decide.situation import Situation
from prong.decide.violation import IssueDecision
from prong.law.authorities import Authority, Treatment
from prong.law.doctrines import Adoption, Doctrine
from prong.law.forums import Source
from prong.law.law import Law, Reason
from prong.values import frozen

Result = Literal[
    "binding",
    "consensus",
    "obvious",
    "not-established",
    "never-adopted",
    "conflict",
    "open",
    "not-reached",
]
ESTABLISHED: frozenset[Result] = frozenset({"binding", "consensus", "obvious"})

#: How many of the nearest holdings of each side an answer lists.
NEAREST = 3


@frozen
class Candidate:
    """A persuasive holding that might join a consensus: whether it forces, and what was said of it."""

    entry: Entry
    forces: bool
    level: int | None
    doubts: tuple[tuple[Authority, Treatment], ...]


@frozen
class Consensus:
    """Both lists: who would have to agree and does, and who says otherwise."""

    source: Source
    courts: tuple[str, ...]
    agreeing: tuple[Candidate, ...]
    near: tuple[Candidate, ...]
    contrary: tuple[Entry, ...]

    @property
    def doubted(self) -> bool:
        return any(c.doubts for c in self.agreeing)

    @property
    def found(self) -> bool:
        needs = self.source.needs or 1
        return len(self.courts) >= needs and not self.contrary and not self.doubted


@frozen
class Near:
    """A holding near the facts, binding here or not, laid beside them."""

    entry: Entry
    comparison: Comparison
    binding: bool
    level: int | None


@frozen
class Established:
    """Prong two for one situation.

    ``by``: what forces the plaintiff's side (or, in a conflict, both). ``contrary``: binding
    holdings and rulings that force the officer's. ``met``: issues met on the view where only the
    conduct issue was forced. ``left_out``: relevant precedents that do not count, and why.
    """

    result: Result
    by: tuple[Entry, ...] = ()
    contrary: tuple[Entry, ...] = ()
    met: tuple[IssueDecision, ...] = ()
    consensus: Consensus | None = None
    nearest: tuple[Near, ...] = ()
    ladder: Ladder = field(default_factory=lambda: Ladder(None))
    left_out: tuple[tuple[Entry, Reason], ...] = ()
    adoption: Adoption | None = None
    law: Law | None = None
    waived_by: str | None = None

    @property
    def holds(self) -> bool:
        return self.result in ESTABLISHED


NOT_REACHED = Established("not-reached")

#: Decides, under a law, the issues of a situation: prong one's judge, for issues that are not conduct.
IssuesUnder = Callable[[Law], tuple[IssueDecision, ...]]


@frozen
class _Forced:
    """What the law that counts forces, either way."""

    plaintiff: tuple[Entry, ...]
    officer: tuple[Entry, ...]
    met: tuple[IssueDecision, ...]


def established(
    law: Law, later: Law, doctrine: Doctrine, facts: Situation, issues: IssuesUnder
) -> Established:
    """Whether the right was clearly established: ``law`` as of the incident, ``later`` as of the
    decision (for rulings on prong two, and for doubts that defeat a consensus)."""
    adoption = law.adoption(doctrine)
    forced = _forced(law, later, doctrine, facts, issues)
    result, by, contrary, consensus = _resolve(law, later, doctrine, facts, forced, adoption)
    return Established(
        result=result,
        by=by,
        contrary=contrary,
        met=forced.met if result in ESTABLISHED else (),
        consensus=consensus and _near_consensus(law, later, doctrine, facts, consensus),
        nearest=_nearest(law, doctrine, facts),
        ladder=_ladder(law, doctrine, facts),
        left_out=_left_out(law, doctrine, facts),
        adoption=adoption,
        law=law,
    )


def result_and_cause(
    law: Law, later: Law, doctrine: Doctrine, facts: Situation, issues: IssuesUnder
) -> tuple[Result, tuple[Entry, ...]]:
    """The result and what it is by, without comparisons: for questions asked many times over."""
    forced = _forced(law, later, doctrine, facts, issues)
    return _resolve(law, later, doctrine, facts, forced, law.adoption(doctrine))[:2]


def could_force(law: Law, doctrine: Doctrine, facts: Situation) -> tuple[Entry, ...]:
    """The plaintiff-side precedents that force their side on the facts, in any forum at any time."""
    found = precedents(law.library, doctrine.doctrine)
    bits = found.base.forcing(facts.particulars, facts.scope)
    return tuple(e for e in found.of(bits) if e.precedent.side == "plaintiff")


def _forced(
    law: Law, later: Law, doctrine: Doctrine, facts: Situation, issues: IssuesUnder
) -> _Forced:
    """What binding holdings and rulings force on the facts.

    The plaintiff's side is forced by a holding on the whole claim, or by one on the conduct issue
    when the remaining issues are met on the view. A holding for the officer on any one issue
    defeats the claim.
    """
    count = counting(law, doctrine.doctrine)
    among = count.binding | rulings(later, doctrine.doctrine, law.incident or law.on)
    entries = count.all.of(count.all.base.forcing(facts.particulars, facts.scope, among))
    officer = tuple(e for e in entries if e.precedent.side == "officer")
    whole = tuple(
        e for e in entries if e.precedent.side == "plaintiff" and e.precedent.on == "claim"
    )
    conduct = tuple(
        e
        for e in entries
        if e.precedent.side == "plaintiff" and e.precedent.on == doctrine.conduct_issue
    )
    met: tuple[IssueDecision, ...] = ()
    if conduct:
        others = [d for d in issues(law) if d.issue != doctrine.conduct_issue]
        if not all(issue.notice for issue in doctrine.issues.values()):
            as_decided = {d.issue: d for d in issues(later)}
            others = [d if doctrine.issues[d.issue].notice else as_decided[d.issue] for d in others]
        if all(d.result == "accepted" for d in others):
            met = tuple(others)
        else:
            conduct = ()
    return _Forced((*whole, *conduct), officer, met)


_Resolution = tuple[Result, tuple[Entry, ...], tuple[Entry, ...], Consensus | None]


def _resolve(
    law: Law,
    later: Law,
    doctrine: Doctrine,
    facts: Situation,
    forced: _Forced,
    adoption: Adoption | None,
) -> _Resolution:
    """Try the forum's sources in its own order."""
    consensus: Consensus | None = None
    never = adoption is not None and adoption.status == "never-adopted"
    barred = never and adoption is not None and adoption.bars
    for source in law.sources.order:
        if source.kind == "consensus":
            consensus = _consensus(law, later, doctrine, facts, source)
            if consensus.found and not forced.officer and not barred:
                return "consensus", tuple(c.entry for c in consensus.agreeing), (), consensus
            continue
        obvious = source.kind == "obvious"
        plaintiff = tuple(e for e in forced.plaintiff if _obvious(e) == obvious)
        if not plaintiff:
            continue
        if not forced.officer:
            return source.kind, plaintiff, (), consensus
        top = strongest(law, (*plaintiff, *forced.officer))
        sides = {e.precedent.side for e in top}
        if sides == {"plaintiff"}:
            return source.kind, plaintiff, forced.officer, consensus
        if len(sides) == 2:
            return "conflict", plaintiff, forced.officer, consensus
    return ("never-adopted" if never else "not-established"), (), forced.officer, consensus


def _obvious(entry: Entry) -> bool:
    return entry.ruling is not None and entry.ruling.obvious


def _consensus(
    law: Law, later: Law, doctrine: Doctrine, facts: Situation, source: Source
) -> Consensus:
    """Who agrees and who does not: later doubt counts against, later agreement never for."""
    courts = law.library.courts.courts
    count = counting(law, doctrine.doctrine)
    after = counting(later, doctrine.doctrine)
    base = count.all.base

    def eligible(entry: Entry) -> bool:
        return courts[entry.authority.court].kind in source.of

    forcing = base.forcing(facts.particulars, facts.scope, count.persuasive)
    agreeing = tuple(
        Candidate(entry, True, 0, later.doubts(entry.precedent.authority))
        for entry in count.all.of(forcing)
        if entry.precedent.side == "plaintiff"
        and entry.precedent.on in ("claim", doctrine.conduct_issue)
        and eligible(entry)
    )
    # A ruling elsewhere that such a right was not yet clear speaks against a consensus that it was.
    elsewhere = rulings(later, doctrine.doctrine, law.incident or law.on, binding=False)
    against = base.forcing(facts.particulars, facts.scope, after.persuasive | elsewhere)
    contrary = tuple(
        e for e in count.all.of(against) if e.precedent.side == "officer" and eligible(e)
    )
    return Consensus(
        source=source,
        courts=tuple(sorted({c.entry.authority.court for c in agreeing})),
        agreeing=agreeing,
        near=(),
        contrary=contrary,
    )


def _near_consensus(
    law: Law, later: Law, doctrine: Doctrine, facts: Situation, consensus: Consensus
) -> Consensus:
    """The consensus with the persuasive holdings that come near the facts without reaching them."""
    count = counting(law, doctrine.doctrine)
    courts = law.library.courts.courts
    agreeing = {id(c.entry) for c in consensus.agreeing}
    near = []
    for entry in count.all.of(count.persuasive):
        if (
            entry.precedent.side != "plaintiff"
            or id(entry) in agreeing
            or courts[entry.authority.court].kind not in consensus.source.of
        ):
            continue
        reached = rung(entry, facts.particulars, facts.scope, law.library.factors)
        if reached:
            doubts = later.doubts(entry.precedent.authority)
            near.append(Candidate(entry, False, reached.level, doubts))
    near.sort(key=lambda c: (c.level or 0, c.entry.authority.decided.first))
    return replace(consensus, near=tuple(near))


def _ladder(law: Law, doctrine: Doctrine, facts: Situation) -> Ladder:
    """The ladder over the plaintiff-side holdings that bind here."""
    count = counting(law, doctrine.doctrine)
    bound = (e for e in count.all.of(count.binding) if e.precedent.side == "plaintiff")
    return ladder(bound, facts.particulars, facts.scope, law.library.factors)


def _nearest(law: Law, doctrine: Doctrine, facts: Situation) -> tuple[Near, ...]:
    """The nearest holdings of both sides among those that count: fewest differences, then binding."""
    count = counting(law, doctrine.doctrine)
    factors = law.library.factors
    found: list[Near] = []
    for number, entry in enumerate(count.all.entries):
        if not (count.binding | count.persuasive) >> number & 1:
            continue
        comparison = compare(entry.precedent, facts.particulars, facts.scope, factors)
        reached = rung(entry, facts.particulars, facts.scope, factors)
        found.append(
            Near(
                entry,
                comparison,
                bool(count.binding >> number & 1),
                reached.level if reached else None,
            )
        )
    found.sort(
        key=lambda n: (
            n.comparison.differences,
            n.level if n.level is not None else 99,
            not n.binding,
            n.entry.authority.decided.first,
            n.entry.precedent.authority,
            n.entry.precedent.holding,
        )
    )
    nearest: list[Near] = []
    for side in ("plaintiff", "officer"):
        mine = [n for n in found if n.entry.precedent.side == side]
        close = [n for n in mine if n.comparison.shared or n.level is not None]
        # Where nothing is near, the one that is least far says what there is.
        nearest.extend((close or [n for n in mine if not n.comparison.scope_missing][:1])[:NEAREST])
    return tuple(nearest)


def _left_out(law: Law, doctrine: Doctrine, facts: Situation) -> tuple[tuple[Entry, Reason], ...]:
    """Precedents that would bear on the facts but do not count, with the reason of each."""
    count = counting(law, doctrine.doctrine)
    base = count.all.base
    relevant = base.forcing(facts.particulars, facts.scope)
    forced = {id(e) for e in count.all.of(relevant)}
    return tuple(
        (entry, reason)
        for entry, reason in count.excluded
        if id(entry) in forced
        or (
            reason in ("unchecked", "left-for-factfinder")
            and any(f in facts.particulars for f in entry.precedent.reason)
        )
    )
