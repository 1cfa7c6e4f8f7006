"""The determination: prong one, prong two and immunity for one defendant, claim and episode."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from functools import cached_property
from typing import Literal

from prong.decide.established import (
    ESTABLISHED,
    NOT_REACHED,
    Established,
    IssuesUnder,
    Result,
    established,
    result_and_cause,
)
from prong.decide.minimal import MinimalSets, minimal_sets
from prong.decide.precedents import counting
from prong.decide.reach import First, State, everywhere, first_forced
from prong.decide.situation import Situation, situation
from prong.decide.violation import (
    NOT_REACHED as PRONG_ONE_NOT_REACHED,
)
from prong.decide.violation import (
    IssueDecision,
    Judge,
    Shown,
    Violation,
    judge,
    overall,
    violation,
)
from prong.law.authorities import Authority
from prong.law.conditions import polar
from prong.law.doctrines import Doctrine
from prong.law.factors import Side
from prong.law.law import Law
from prong.law.library import Coverage
from prong.law.procedure import Defendant, PostureWords
from prong.record.case import Claim, Forfeiture, Person
from prong.record.view import View
from prong.values import frozen

Immunity = Literal["granted", "denied", "unavailable", "not-applicable", "not-addressed", "open"]
Ground = Literal[
    "no-violation",
    "not-clearly-established",
    "either-prong-open",
    "clearly-established-violation",
    "no-immunity",
    "no-defence",
    "status",
    "forfeited",
    "waived",
    "disputed-on-this-motion",
    "no-acts",
]
Order = Literal["one-first", "two-only"]


@frozen
class Changes:
    """The smallest sets of findings that would change an answer: per prong, and for immunity."""

    prong_one: MinimalSets = field(default_factory=lambda: MinimalSets(()))
    prong_two: MinimalSets = field(default_factory=lambda: MinimalSets(()))
    outcome: MinimalSets = field(default_factory=lambda: MinimalSets(()))


@frozen
class Outcome:
    """The bare results, as compared when asking what would change."""

    violation: Shown
    established: Result
    immunity: Immunity


@frozen
class DateDependence:
    """That the answer depends on a day nobody has stated.

    ``counted``: the outcome if the decisions whose order is unknown came before. ``undated``:
    those decisions.
    """

    counted: Outcome
    undated: tuple[Authority, ...]


@frozen
class Determination:
    """The answer for one plaintiff, defendant, claim and episode, with everything it rests on.

    ``both``: each prong decided whatever the other says, of which the answer reaches what it needs.
    ``asked``: what was decided, where it was on the merits. What would change the answer, and since
    when and where else it would be so, is worked out from that when it is first asked for.
    """

    plaintiff: str
    defendant: str
    claim: Claim
    episode: str | None
    person: Person
    defence: Defendant
    immunity: Immunity
    ground: Ground
    words: PostureWords
    violation: Violation = PRONG_ONE_NOT_REACHED
    established: Established = NOT_REACHED
    both: Outcome | None = None
    situation: Situation | None = None
    view: View | None = None
    dates: DateDependence | None = None
    forfeited: tuple[Forfeiture, ...] = ()
    doctrine: Doctrine | None = None
    law: Law | None = None
    later: Law | None = None
    coverage: Coverage | None = None
    plaintiffs_version: Determination | None = None
    order: Order = "one-first"
    asked: Asked | None = field(default=None, repr=False)

    @cached_property
    def material(self) -> Changes:
        """Genuinely disputed findings that would change the answer on the other side's version."""
        return _material(self.asked) if self.asked else Changes()

    @cached_property
    def missing(self) -> Changes:
        """Findings on which there is no evidence and which would change the answer."""
        return _missing(self.asked) if self.asked else Changes()

    @cached_property
    def first(self) -> First | None:
        """Since when acts like these are clearly forbidden in this forum."""
        return first_forced(*self.asked.law_on_facts) if self.asked else None

    @cached_property
    def forums(self) -> tuple[State, ...]:
        """The state of the law on these acts in every forum."""
        return everywhere(*self.asked.law_on_facts) if self.asked else ()

    def whole(self) -> None:
        """Work out now what is otherwise worked out when it is asked for."""
        _ = self.material, self.missing, self.first, self.forums
        if self.plaintiffs_version:
            self.plaintiffs_version.whole()

    @property
    def status(self) -> str:
        if any(f.what == "theory" for f in self.forfeited):
            return "forfeited"
        return self.claim.status

    @property
    def outcome(self) -> Outcome:
        return Outcome(self.violation.result, self.established.result, self.immunity)


@frozen
class Question:
    """Everything fixed while one determination is worked out: who, which claim, which law."""

    claim: Claim
    doctrine: Doctrine
    defendant: str
    episode: str
    law: Law
    later: Law
    order: Order
    conceded: dict[str, tuple[str, bool]]
    gives_up_one: str | None
    gives_up_two: str | None
    plaintiff: str

    @property
    def waived(self) -> bool:
        """Whether the officer gave up prong two."""
        return self.gives_up_two is not None and self.gives_up_two != self.plaintiff

    @classmethod
    def of(cls, d: Determination) -> Question:
        """What is fixed of a determination that has an episode."""
        assert d.doctrine and d.episode is not None and d.law and d.later
        return cls(
            claim=d.claim,
            doctrine=d.doctrine,
            defendant=d.defendant,
            episode=d.episode,
            law=d.law,
            later=d.later,
            order=d.order,
            conceded={
                f.issue: (f.by, f.by == d.plaintiff) for f in d.forfeited if f.issue is not None
            },
            gives_up_one=_given_up(d.forfeited, "prong-one"),
            gives_up_two=_given_up(d.forfeited, "prong-two"),
            plaintiff=d.plaintiff,
        )

    def facts(
        self,
        view: View,
        without: Iterable[str] = (),
        supposing: Iterable[str] = (),
        kind: Iterable[str] = (),
    ) -> Situation:
        return situation(
            view,
            self.defendant,
            self.episode,
            without=without,
            supposing=supposing,
            kind=kind,
            generous=self.law.generous,
        )

    def judge(self, law: Law | None = None) -> Judge:
        return judge(law or self.later, self.doctrine, self.conceded)

    def issues_under(self, facts: Situation) -> Callable[[Law], tuple[IssueDecision, ...]]:
        return lambda law: self.judge(law)(facts)


@frozen
class Asked:
    """A question with the view and the facts it was decided on, and what came out: ``best`` on the
    plaintiff's own version, where the motion took the officers'."""

    q: Question
    view: View
    facts: Situation
    bare: Outcome
    best: Outcome | None

    @property
    def law_on_facts(self) -> tuple[Law, Doctrine, Situation, IssuesUnder]:
        q = self.q
        return q.law, q.doctrine, self.facts, q.issues_under(self.facts)


def _given_up(forfeited: tuple[Forfeiture, ...], what: str) -> str | None:
    """Who gave something up."""
    return next((f.by for f in forfeited if f.what == what), None)


def _shown(q: Question, facts: Situation) -> Shown:
    if q.gives_up_one is not None:
        return "not-shown" if q.gives_up_one == q.plaintiff else "shown"
    return overall(q.judge()(facts))


def _result(q: Question, facts: Situation) -> Result:
    if q.gives_up_two is not None:
        return "not-established" if q.gives_up_two == q.plaintiff else "not-reached"
    return result_and_cause(q.law, q.later, q.doctrine, facts, q.issues_under(facts))[0]


def immunity_of(shown: Shown, result: Result, waived: bool = False) -> tuple[Immunity, Ground]:
    """Immunity from the two prongs: either one failing is enough."""
    if shown == "not-shown":
        return "granted", "no-violation"
    if waived:
        return ("denied", "waived") if shown == "shown" else ("open", "either-prong-open")
    if result not in ESTABLISHED:
        return "granted", "not-clearly-established"
    if shown == "shown":
        return "denied", "clearly-established-violation"
    return "open", "either-prong-open"


def both_prongs(
    q: Question, view: View, supposing: Iterable[str] = (), kind: Iterable[str] = ()
) -> Outcome:
    """Both prongs on a view, each decided whatever the other says, and the immunity that follows:
    so each result grows with the plaintiff's facts."""
    facts = q.facts(view, supposing=supposing, kind=kind)
    shown, result = _shown(q, facts), _result(q, facts)
    if q.order == "two-only" and result not in ESTABLISHED and not q.waived:
        return Outcome(shown, result, "granted")
    return Outcome(shown, result, immunity_of(shown, result, q.waived)[0])


def outcome(q: Question, view: View) -> Outcome:
    """The bare results on a view: what the full determination would say, without its reasons.

    The prong that the order makes needless is not reached.
    """
    return _reached(q, both_prongs(q, view))


def _reached(q: Question, both: Outcome) -> Outcome:
    """What of both prongs the order has a court reach."""
    if q.order == "two-only":
        reached = both.established in ESTABLISHED or q.waived
        return both if reached else replace(both, violation="not-reached")
    return replace(both, established="not-reached") if both.violation == "not-shown" else both


def determine(q: Question, view: View, base: Determination) -> Determination:
    """The full determination of a live claim against someone who may claim immunity.

    ``base`` carries what does not depend on the merits.
    """
    facts = q.facts(view)
    hers = plaintiffs_version(view)
    best = outcome(q, hers) if hers else None
    both = both_prongs(q, view)
    bare = _on_motion(_reached(q, both), best)
    one = PRONG_ONE_NOT_REACHED
    if bare.violation != "not-reached":
        one = _prong_one(q, view, facts)
    two = NOT_REACHED
    if q.gives_up_two is not None:
        two = Established(bare.established, waived_by=q.gives_up_two, law=q.law)
    elif bare.established != "not-reached":
        two = established(q.law, q.later, q.doctrine, facts, q.issues_under(facts))
    own = None
    if hers and bare.immunity != "denied":
        words = q.law.library.procedure.posture(view.posture.stage, "officers")
        own = determine(q, hers, replace(base, words=words))
        if bare.violation == "not-shown" and bare.established != "not-reached":
            two = own.established
    ground: Ground = (
        "not-clearly-established"
        if one.result == "not-reached"
        or (one.result == "not-shown" and bare.established != "not-reached")
        else immunity_of(one.result, bare.established, q.waived)[1]
    )
    if bare.immunity == "open" and ground != "either-prong-open":
        ground = "disputed-on-this-motion"
    return replace(
        base,
        immunity=bare.immunity,
        ground=ground,
        violation=one,
        established=two,
        plaintiffs_version=own,
        both=both,
        situation=facts,
        view=view,
        dates=_date_dependence(q, view, bare, hers),
        asked=Asked(q, view, facts, bare, best),
        coverage=q.law.library.coverage(q.law.forum.forum, q.doctrine.doctrine),
    )


#: Bare results if some factors, each so strong, and scope terms were shown besides.
Supposing = Callable[[Mapping[str, int], Iterable[str]], Outcome]


def supposing(d: Determination) -> Supposing:
    """The bare results of a determination that was made on a view, as ``analyze`` would give them
    if more were shown than its record shows."""
    view = d.view
    assert view is not None
    q, hers = Question.of(d), plaintiffs_version(view)

    def alone(factors: Mapping[str, int], kind: Iterable[str]) -> Outcome:
        return Outcome(_shown(q, q.facts(view, (), factors, kind)), "not-reached", d.immunity)

    def both(factors: Mapping[str, int], kind: Iterable[str]) -> Outcome:
        best = _reached(q, both_prongs(q, hers, factors, kind)) if hers else None
        return _on_motion(_reached(q, both_prongs(q, view, factors, kind)), best)

    return alone if d.ground == "no-immunity" else both


def _prong_one(q: Question, view: View, facts: Situation) -> Violation:
    """Prong one with the roles of acts, or as whoever gave it up leaves it."""
    if q.gives_up_one is not None:
        return Violation(_shown(q, facts), waived_by=q.gives_up_one)
    return violation(q.judge(), facts, lambda without: q.facts(view, without))


def liability(q: Question, view: View, base: Determination) -> Determination:
    """The elements of a live claim against someone who has no immunity to claim (a municipality):
    prong one alone, under the law as of the decision."""
    facts = q.facts(view)
    return replace(
        base,
        violation=_prong_one(q, view, facts),
        situation=facts,
        view=view,
        coverage=q.law.library.coverage(q.law.forum.forum, q.doctrine.doctrine),
    )


def _on_motion(bare: Outcome, best: Outcome | None) -> Outcome:
    """On a plaintiff's motion, the officers' version is taken: a motion that fails on it decides
    immunity only if the plaintiff's own version (``best``) would not defeat immunity either."""
    if best is None or bare.immunity != "granted":
        return bare
    if best.immunity != "granted":
        return replace(bare, immunity="open")
    if bare.established == "not-reached":
        # Her motion failing does not decide immunity; what her own version would not defeat does.
        return replace(bare, established=best.established)
    return bare


def plaintiffs_version(view: View) -> View | None:
    """On a plaintiff's motion, the record as the officers' motion would take it: her version."""
    posture = view.posture
    if posture.stage != "summary-judgment" or posture.movant != "plaintiff":
        return None
    record = replace(view.record, posture=replace(posture, movant="officers"))
    return View.of(record, view.factors)


#: How many sets of findings an answer lists for each result; it says where there may be more.
MOST_SETS = 24


def _changes(
    candidates: Iterable[str],
    test: Callable[[frozenset[str]], Outcome],
    bare: Outcome,
    wanted: Shown | None = None,
) -> Changes:
    """Minimal sets of candidates that change each result; prong one perhaps only to ``wanted``."""
    names = tuple(candidates)
    known: dict[frozenset[str], Outcome] = {}

    def at(chosen: frozenset[str]) -> Outcome:
        if chosen not in known:
            known[chosen] = test(chosen)
        return known[chosen]

    def one(chosen: frozenset[str]) -> bool:
        if bare.violation == "not-reached":
            return False
        found = at(chosen).violation
        return found == wanted if wanted and bare.violation != wanted else found != bare.violation

    def two(chosen: frozenset[str]) -> bool:
        if bare.established == "not-reached":
            return False
        return (at(chosen).established in ESTABLISHED) != (bare.established in ESTABLISHED)

    def end(chosen: frozenset[str]) -> bool:
        return at(chosen).immunity != bare.immunity

    return Changes(*(minimal_sets(names, test_, MOST_SETS) for test_ in (one, two, end)))


def _material(asked: Asked) -> Changes:
    q, view = asked.q, asked.view

    def test(moved: frozenset[str]) -> Outcome:
        return _on_motion(both_prongs(q, view.differently(moved=moved)), asked.best)

    return _changes(view.contested(q.episode), test, asked.bare)


def _missing(asked: Asked) -> Changes:
    q, view, bare = asked.q, asked.view, asked.bare
    helps: Side = "officer" if bare.immunity == "denied" else "plaintiff"
    listed = [
        id
        for id in view.unknown(q.episode)
        if view.items[id].favours == helps and view.items[id].person in (None, q.defendant)
    ]
    askable = [f for f in _askable(q, view, asked.facts, helps) if f not in listed]
    factors = frozenset(askable)

    def test(chosen: frozenset[str]) -> Outcome:
        supposed = view.differently(view.moved, supposed=chosen - factors)
        return _on_motion(both_prongs(q, supposed, supposing=chosen & factors), asked.best)

    return _changes([*listed, *askable], test, bare, "shown" if helps == "plaintiff" else None)


def _askable(q: Question, view: View, facts: Situation, helps: Side) -> list[str]:
    """Factors worth asking about: askable, on which the record is silent, and either tested by a
    rule or lacking from a holding of matching scope that shares conduct with the facts."""
    factors = view.factors
    mentioned = {
        item.factor for item in view.items.values() if item.incident == q.episode and item.factor
    }
    wanted: dict[str, None] = {}
    for issue in q.doctrine.issues:
        for rule in q.later.rules(q.doctrine, issue):
            if (rule.accept is not None) == (helps == "plaintiff"):
                for atom, sign in polar(rule.condition):
                    if sign > 0 and atom.factor:
                        wanted[atom.factor] = None
    count = counting(q.law, q.doctrine.doctrine)
    for entry in count.all.of(count.binding | count.persuasive):
        p = entry.precedent
        conduct = {f for f in p.reason if factors[f].conduct}
        if p.scope <= facts.scope and (helps == "officer" or conduct & facts.particulars.keys()):
            if p.side == helps:
                wanted.update(dict.fromkeys(f for f in p.reason if f not in facts.facts))
            elif p.breadth != "rule" and conduct & facts.particulars.keys():
                wanted.update(
                    dict.fromkeys(
                        f
                        for f, spec in factors.factors.items()
                        if spec.side == helps
                        and not factors.bears_on(f, q.doctrine.doctrine).isdisjoint(p.issues)
                    )
                )
    return [
        f
        for f in wanted
        if factors[f].askable
        and factors[f].side == helps
        and factors.leaf(f)
        and factors[f].derived is None
        and f not in facts.facts
        and f not in mentioned
    ]


def _date_dependence(
    q: Question, view: View, bare: Outcome, hers: View | None
) -> DateDependence | None:
    """Decide both ways where an order of dates is unknown; report when the outcome moves."""
    generous = replace(q, law=replace(q.law, generous=True), later=replace(q.later, generous=True))
    counted = _on_motion(outcome(generous, view), outcome(generous, hers) if hers else None)
    if (counted.violation, counted.established in ESTABLISHED, counted.immunity) == (
        bare.violation,
        bare.established in ESTABLISHED,
        bare.immunity,
    ):
        return None
    undated: dict[str, Authority] = {}
    for strict, both in ((q.law, generous.law), (q.later, generous.later)):
        now, then = counting(strict, q.doctrine.doctrine), counting(both, q.doctrine.doctrine)
        added = (then.binding | then.persuasive) & ~(now.binding | now.persuasive)
        for entry in then.all.of(added):
            undated[entry.precedent.authority] = entry.authority
    return DateDependence(counted, tuple(undated.values()))
