"""What is still worth asking: the questions whose answers could change a determination.

A question matters when some findings on which the record says nothing, this one among them, would
change an answer if they were so. They are the smallest such sets that count, as for what is
missing, but sought among everything a record could still say: what kind of case it is, what the
acts amount to, and every particular that a rule here tests or that a holding turns on or never
met. From an answer that favors the officer only facts for the plaintiff can lead away, and the
other way round; so each question is one that the present answer hangs on. Where none is left, no
further fact of these could change any answer.

Where several matter, a set of n findings counts as 2 to the -n for each of its members, the
chance that all are so if each is as likely as not: what may change most is asked first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from prong.decide.analysis import Analysis
from prong.decide.constraint import Precedent, cover, opposes
from prong.decide.determination import Determination, Question, supposing
from prong.decide.established import result_and_cause
from prong.decide.minimal import minimal_sets
from prong.decide.precedents import Entry, counting, precedents, rulings
from prong.decide.situation import Situation
from prong.law.authorities import Authority
from prong.law.conditions import polar
from prong.law.doctrines import Rule
from prong.law.factors import Factors, Side
from prong.law.library import Library
from prong.record.view import View
from prong.values import frozen

Kind = Literal["acts", "kind", "conduct", "finding"]
#: What is to be changed: the answer on immunity, or whether a violation is shown.
Target = Literal["immunity", "violation"]

#: How many sets of findings are sought for one determination.
MOST_SETS = 6
#: After so many trials no further determination is looked at while there is something to ask.
MOST_TRIALS = 3000


@frozen
class Inquiry:
    """One thing to ask of a case.

    ``acts``: what a defendant did, of whom the record has no act. ``kind``: which of the scope
    terms it ``offers`` an incident has. ``conduct``: which of the factors it ``offers`` an act
    amounts to. ``finding``: whether one factor is so, of a defendant where it is his conduct or
    mind, else of the whole incident. ``sets``: for determinations by their number, a smallest set
    of factors with this one that would change the answer.
    """

    id: str
    kind: Kind
    incident: str | None = None
    defendant: str | None = None
    act: str | None = None
    factor: str | None = None
    offers: tuple[str, ...] = ()
    weight: float = 0.0
    sets: tuple[tuple[int, tuple[str, ...]], ...] = ()


@frozen
class Ground:
    """A rule or a holding that makes a fact matter."""

    key: str
    authority: Authority
    part: str
    pin: str | None
    says: str


@frozen
class Effect:
    """What one determination (by its number) would become if a finding were so, ``along`` with
    others: ``then``, an immunity, or the result of prong one where there is none to claim.

    ``gained`` would then hold or reach the facts and does not without this finding; ``lost``
    would no longer. ``settles``: if it is not so, nothing else that can be asked would change the
    answer.
    """

    number: int
    now: str
    then: str
    along: tuple[str, ...]
    gained: tuple[Ground, ...]
    lost: tuple[Ground, ...]
    settles: bool


def inquiries(
    analysis: Analysis,
    known: Collection[str] = (),
    again: str | None = None,
    target: Target = "immunity",
) -> tuple[Inquiry, ...]:
    """What is worth asking, what may change most first; what has to be known first, alone.

    ``known``: ids of inquiries that are not to be made. ``again``: the id of a finding that is to
    be asked about as if the record had nothing of it. ``target``: the answer that must hang on it;
    of who has no immunity to claim, always whether a violation is shown.
    """
    waiting = _acts(analysis, known)
    if waiting:
        return waiting
    asked = [
        _Asked(analysis, number, again, target)
        for number, d in enumerate(analysis.determinations)
        if d.situation is not None
    ]
    return _kinds(asked, known) or _conduct(asked, known) or _findings(asked, known)


def inquiry(
    analysis: Analysis, id: str, known: Collection[str] = (), target: Target = "immunity"
) -> Inquiry | None:
    """One inquiry by its id, whether or not it still matters; None where the case has no such
    thing to ask about. Where a finding matters no more, it has no sets."""
    others = frozenset(known) - {id}
    found = inquiries(analysis, others, again=id, target=target)
    return next((one for one in found if one.id == id), None) or named(analysis, id)


def named(analysis: Analysis, id: str) -> Inquiry | None:
    """What an id asks about, without looking whether it matters; None where there is no such
    defendant, incident, act or factor."""
    kind, *rest = id.split("/")
    parts = tuple(map(_unescaped, rest))
    incidents, people = analysis.record.incidents, analysis.record.people
    factors = analysis.view.factors
    match kind, parts:
        case "acts", (whose,) if whose in people:
            return Inquiry(id, "acts", defendant=whose)
        case "kind", (incident,) if incident in incidents:
            return Inquiry(id, "kind", incident, offers=tuple(factors.scopes))
        case "conduct", (incident, act) if incident in incidents:
            if act in (acts := incidents[incident].acts):
                return Inquiry(id, "conduct", incident, acts[act].by.is_, act)
        case "finding", (incident, whose, factor) if incident in incidents:
            known = factors.factors.get(factor)
            if known is None or not factors.leaf(factor) or known.derived is not None:
                return None
            if whose in people if not _whole(factors, factor) else not whose:
                return Inquiry(id, "finding", incident, whose or None, factor=factor)
        case _:
            pass
    return None


def effects(analysis: Analysis, asked: Inquiry, target: Target = "immunity") -> tuple[Effect, ...]:
    """What would follow from the finding that an inquiry asks about."""
    return tuple(
        _effect(_Asked(analysis, number, asked.id, target), asked, chosen)
        for number, chosen in asked.sets
        if asked.factor
    )


def id_of(kind: Kind, *parts: str) -> str:
    """The id of an inquiry: its kind and what it is about, parted by strokes."""
    return "/".join((kind, *(p.replace("%", "%25").replace("/", "%2F") for p in parts)))


def _unescaped(part: str) -> str:
    return part.replace("%2F", "/").replace("%25", "%")


# One determination that is asked about


@dataclass(eq=False)
class _Asked:
    """A determination with what is worked out once while it is asked about."""

    analysis: Analysis
    number: int
    again: str | None = None
    target: Target = "immunity"
    seen: dict[tuple[frozenset[str], frozenset[str]], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.d: Determination = self.analysis.determinations[self.number]
        self.q = Question.of(self.d)
        self.supposing = supposing(self.d)
        self.factors: Factors = self.view.factors
        self.recorded = _recorded(self.view, self.q)
        if self.again is not None:
            self.recorded -= {f for f in self.recorded if self.id_of(f) == self.again}
        self.excluded = {
            f
            for one in self.facts.facts
            for f in (*self.factors[one].contradicts, *_contradicting(self.factors, one))
        }

    @property
    def view(self) -> View:
        assert self.d.view is not None
        return self.d.view

    @property
    def facts(self) -> Situation:
        assert self.d.situation is not None
        return self.d.situation

    @property
    def on_violation(self) -> bool:
        return self.target == "violation" or self.d.ground == "no-immunity"

    @property
    def now(self) -> str:
        return self.d.violation.result if self.on_violation else self.d.immunity

    @property
    def sides(self) -> tuple[Side, ...]:
        """Whose facts could change the answer."""
        if self.now in ("granted", "not-shown"):
            return ("plaintiff",)
        return ("officer",) if self.now in ("denied", "shown") else ("plaintiff", "officer")

    def then(self, chosen: Iterable[str], kind: Iterable[str] = ()) -> str:
        """The answer if some factors, each at its strongest, and scope terms were shown besides."""
        key = frozenset(chosen), frozenset(kind)
        if key not in self.seen:
            found = self.supposing(strongest(self.factors, key[0]), key[1])
            self.seen[key] = found.violation if self.on_violation else found.immunity
        return self.seen[key]

    def changes(self, chosen: Iterable[str], kind: Iterable[str] = ()) -> bool:
        return self.then(chosen, kind) != self.now

    def id_of(self, factor: str) -> str:
        """The id of the inquiry into a factor: of the defendant, or of the whole incident."""
        whose = "" if _whole(self.factors, factor) else self.q.defendant
        return id_of("finding", self.q.episode, whose, factor)

    def can_be(self, factor: str) -> bool:
        """Whether the record could still come to show a factor."""
        spec = self.factors[factor]
        return (
            self.factors.leaf(factor)
            and spec.derived is None
            and factor not in self.recorded
            and factor not in self.facts.facts
            and factor not in self.excluded
        )

    def standing(self) -> tuple[int, tuple[Entry, ...]]:
        """The precedents that count, on either prong: as bits, and one by one."""
        q, name = self.q, self.q.doctrine.doctrine
        bits = 0
        for law in (q.law, q.later):
            count = counting(law, name)
            bits |= count.binding | count.persuasive
        day = q.law.incident or q.law.on
        bits |= rulings(q.later, name, day) | rulings(q.later, name, day, binding=False)
        return bits, precedents(q.law.library, name).of(bits)

    def bearing(
        self, side: Side, kind: frozenset[str] = frozenset(), *, first: bool, conduct: bool
    ) -> tuple[str, ...]:
        """The factors of a side that the record could still come to show and that a rule here
        tests, a holding on that side turns on, or a holding that forces the other side now never
        met.

        ``first``: only those that the library marks as worth asking. ``conduct``: whatever the
        acts may amount to; without it, conduct for the plaintiff only where a holding is on
        conduct like that found.
        """
        found: dict[str, None] = {}

        def add(some: Iterable[str]) -> None:
            found.update(
                (f, None)
                for f in some
                if conduct or side == "officer" or not self.factors[f].conduct
            )

        add(f for f in self._tested() if f in self.factors.factors)
        for general in self._tested(general=True):
            add(sorted(self.factors.under(general)))
        bits, entries = self.standing()
        base = precedents(self.q.law.library, self.q.doctrine.doctrine).base
        forced = base.forcing(self.facts.particulars, self.facts.scope, bits)
        forcing = {
            id(e) for e in precedents(self.q.law.library, self.q.doctrine.doctrine).of(forced)
        }
        scope = self.factors.scope_closure((*self.facts.scope, *kind))
        for entry in entries:
            p = entry.precedent
            if p.side == side:
                if p.scope <= scope and (conduct or self._alike(p)) and self.possible(p):
                    found.update(dict.fromkeys(p.requires))
            elif id(entry) in forcing and p.breadth != "rule":
                add(_against(self.q.law.library, p))
        chosen = [
            f
            for f in found
            if self.factors[f].side == side
            and self.can_be(f)
            and (not first or self.factors[f].askable)
        ]
        often = _stated(self.q.law.library, self.q.doctrine.doctrine)
        # What is left out first when a set is made small: what few holdings state.
        return tuple(sorted(chosen, key=lambda f: (often[f], f)))

    def _tested(self, *, general: bool = False) -> Iterator[str]:
        """What the rules of the doctrine test, here, on the day of the incident or the decision."""
        doctrine = self.q.doctrine
        for law in (self.q.later, self.q.law):
            for issue in doctrine.issues:
                for rule in law.rules(doctrine, issue):
                    for atom, _ in polar(rule.condition):
                        word = atom.under if general else atom.factor
                        if word is not None:
                            yield word

    def _alike(self, p: Precedent) -> bool:
        """Whether a holding is on conduct like that found, or on no conduct."""
        conduct = {f for f in p.reason if self.factors[f].conduct}
        return not conduct or not conduct.isdisjoint(self.facts.particulars)

    def possible(self, p: Precedent) -> bool:
        """Whether a holding could still come to force its side, whatever kind of case it needs."""
        facts = self.facts.particulars
        return (
            not p.stated_at
            and all(
                facts.get(f, 0) >= least or self.can_be(f) or self.factors[f].derived is not None
                for f, least in p.requires.items()
            )
            and (
                p.breadth == "rule"
                or not any(
                    opposes(p, f, self.factors) and cover(p, f, self.factors) < much
                    for f, much in facts.items()
                    if self.factors[f].derived is None
                )
            )
        )


def _recorded(view: View, q: Question) -> set[str]:
    """The factors of which the record says something, of a defendant or of the whole incident."""
    mine = [item for item in view.items.values() if item.incident == q.episode]
    laid = {
        item.act
        for item in mine
        if item.kind in ("by", "ordered-by") and item.value == q.defendant and item.act
    }
    return {
        item.factor
        for item in mine
        if item.factor
        and item.person in (None, q.defendant)
        and (not (behind := view.acts_behind(item.id)) or not laid.isdisjoint(behind))
    }


def _whole(factors: Factors, factor: str) -> bool:
    """Whether a factor is of the whole incident, and not of what one defendant did or knew."""
    return factors[factor].kind in ("circumstance", "result")


def _contradicting(factors: Factors, word: str) -> Iterator[str]:
    return (f for f, spec in factors.factors.items() if word in spec.contradicts)


def strongest(factors: Factors, chosen: Iterable[str]) -> dict[str, int]:
    """Factors, each of the greatest magnitude that its scale has."""
    return {
        f: max(factors.scales[scale].steps) if (scale := factors[f].scale) else 1
        for f in sorted(chosen)
    }


@lru_cache(maxsize=64)
def _stated(library: Library, doctrine: str) -> Counter[str]:
    """In how many holdings on a doctrine each factor stands."""
    return Counter(
        f for _, _, h in library.holdings(doctrine) for f in {s.factor for s in h.stated}
    )


@lru_cache(maxsize=512)
def _opposing(
    library: Library, doctrine: str, issues: frozenset[str], side: Side
) -> tuple[str, ...]:
    factors = library.factors
    return tuple(
        f
        for f, spec in factors.factors.items()
        if spec.side == side
        and spec.particular
        and not factors.bears_on(f, doctrine).isdisjoint(issues)
    )


def _against(library: Library, p: Precedent) -> Iterator[str]:
    """The factors that would keep a holding from forcing its side, had the facts one of them."""
    side: Side = "officer" if p.side == "plaintiff" else "plaintiff"
    for f, much in strongest(
        library.factors, _opposing(library, p.doctrine, p.issues, side)
    ).items():
        if cover(p, f, library.factors) < much:
            yield f


# What has to be known first


def _acts(analysis: Analysis, known: Collection[str]) -> tuple[Inquiry, ...]:
    """Defendants of whom the record has no act: without one there is nothing to decide."""
    found = {
        id_of("acts", d.defendant): d.defendant
        for d in analysis.determinations
        if d.episode is None
        and d.doctrine is not None
        and d.status == "live"
        and d.ground in ("no-acts", "no-immunity")
    }
    return tuple(
        Inquiry(id, "acts", defendant=whose) for id, whose in found.items() if id not in known
    )


def _kinds(asked: list[_Asked], known: Collection[str]) -> tuple[Inquiry, ...]:
    """The scope terms of each incident that rules or holdings make matter."""
    offers: dict[tuple[str, str], dict[str, None]] = {}
    for one in asked:
        id = id_of("kind", one.q.episode)
        if id not in known:
            offers.setdefault((id, one.q.episode), {}).update(dict.fromkeys(_terms(one)))
    return tuple(
        Inquiry(id, "kind", incident, offers=tuple(terms))
        for (id, incident), terms in offers.items()
        if terms
    )


def _terms(one: _Asked) -> Iterator[str]:
    """The scope terms that could matter to one determination, the most often needed first."""
    wanted: Counter[frozenset[str]] = Counter()
    for entry in one.standing()[1]:
        lacking = entry.precedent.scope - one.facts.scope
        if lacking and one.possible(entry.precedent):
            wanted[lacking] += 1
    rules = {
        atom.scope
        for issue in one.q.doctrine.issues
        for rule in one.q.later.rules(one.q.doctrine, issue)
        for atom, _ in polar(rule.condition)
        if atom.scope and atom.scope not in one.facts.scope
    }
    together = frozenset(rules).union(*wanted)
    for side in one.sides:
        for kind in (frozenset[str](), *wanted, together):
            if one.changes(one.bearing(side, kind, first=False, conduct=True), kind):
                counted = Counter({t: n for lacking, n in wanted.items() for t in lacking})
                yield from sorted(together, key=lambda t: (-counted[t], t))
                return


def _conduct(asked: list[_Asked], known: Collection[str]) -> tuple[Inquiry, ...]:
    """The acts of which the record does not say what they amount to."""
    offers: dict[str, tuple[_Asked, str, dict[str, None]]] = {}
    for one in asked:
        acts = one.view.record.incidents[one.q.episode].acts
        bare = [a.id for a in one.facts.acts if a.id in acts and not acts[a.id].facts]
        ids = {id_of("conduct", one.q.episode, a): a for a in bare}
        if not ids.keys() - set(known):
            continue
        able = {s: one.bearing(s, first=False, conduct=True) for s in ("plaintiff", "officer")}
        if not any(one.changes(able[side]) for side in one.sides):
            continue
        everything = [*able["plaintiff"], *able["officer"], *_mitigating(one)]
        for id, act in ids.items():
            if id not in known:
                here = offers.setdefault(id, (one, act, {}))[2]
                here.update((f, None) for f in everything if one.factors[f].conduct)
    return tuple(
        Inquiry(id, "conduct", one.q.episode, one.q.defendant, act, offers=tuple(found))
        for id, (one, act, found) in offers.items()
        if found
    )


def _mitigating(one: _Asked) -> Iterator[str]:
    """What would keep a holding for the plaintiff that may yet force from doing so."""
    scope = one.facts.scope
    for entry in one.standing()[1]:
        p = entry.precedent
        if p.side == "plaintiff" and p.breadth != "rule" and p.scope <= scope and one.possible(p):
            yield from (f for f in _against(one.q.law.library, p) if one.can_be(f))


# Single findings


def _findings(asked: list[_Asked], known: Collection[str]) -> tuple[Inquiry, ...]:
    """The findings that matter: those the library marks as worth asking, else any other."""
    for first in (True, False):
        sets: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
        about: dict[str, tuple[_Asked, str]] = {}
        for one in asked:
            if sets and sum(len(o.seen) for o in asked) > MOST_TRIALS:
                break
            for found in _sets(one, first):
                for factor in found:
                    id = one.id_of(factor)
                    about.setdefault(id, (one, factor))
                    sets.setdefault(id, []).append((one.number, found))
        made = []
        for id, (one, factor) in about.items():
            if id in known:
                continue
            smallest: dict[int, tuple[str, ...]] = {}
            for number, found in sets[id]:
                if number not in smallest or len(found) < len(smallest[number]):
                    smallest[number] = found
            made.append(
                Inquiry(
                    id,
                    "finding",
                    one.q.episode,
                    None if _whole(one.factors, factor) else one.q.defendant,
                    factor=factor,
                    weight=sum(2.0 ** -len(found) for _, found in sets[id]),
                    sets=tuple(smallest.items()),
                )
            )
        if made:
            often = _stated(asked[0].q.law.library, asked[0].q.doctrine.doctrine)
            return tuple(sorted(made, key=lambda i: (-i.weight, -often[i.factor or ""], i.id)))
    return ()


def _sets(one: _Asked, first: bool) -> Iterator[tuple[str, ...]]:
    """The smallest sets of factors that would change one answer, and can all be so together."""
    for side in one.sides:
        able = one.bearing(side, first=first, conduct=False)
        for found in minimal_sets(able, one.changes, MOST_SETS).sets:
            if not any(b in one.factors[a].contradicts for a in found for b in found):
                yield found


# What would follow


def _effect(one: _Asked, asked: Inquiry, chosen: tuple[str, ...]) -> Effect:
    factor = asked.factor or ""
    side = one.factors[factor].side
    others = tuple(f for f in chosen if f != factor)
    before, after = _grounds(one, others), _grounds(one, chosen)
    rest = [f for f in one.bearing(side, first=False, conduct=False) if f != factor]
    return Effect(
        one.number,
        one.now,
        one.then(chosen),
        others,
        tuple(g for key, g in after.items() if key not in before),
        tuple(g for key, g in before.items() if key not in after),
        settles=not one.changes(rest),
    )


def _grounds(one: _Asked, chosen: Iterable[str]) -> Mapping[tuple[str, str], Ground]:
    """The rules and holdings that decide, if some factors were shown besides."""
    q = one.q
    facts = q.facts(one.view, (), strongest(one.factors, chosen))
    found: dict[tuple[str, str], Ground] = {}
    if not one.on_violation and q.gives_up_two is None:
        for entry in result_and_cause(q.law, q.later, q.doctrine, facts, q.issues_under(facts))[1]:
            _add(found, entry)
    for decision in q.judge()(facts):
        for entry in decision.holdings:
            _add(found, entry)
        if decision.rule is not None:
            _rule(found, q.law.library, decision.rule)
    return found


def _add(found: dict[tuple[str, str], Ground], entry: Entry) -> None:
    key, part = entry.precedent.authority, entry.holding.id
    says = entry.ruling.says if entry.ruling and entry.ruling.says else entry.holding.says
    found.setdefault((key, part), Ground(key, entry.authority, part, entry.pin, says))


def _rule(found: dict[tuple[str, str], Ground], library: Library, rule: Rule) -> None:
    authority = library.authorities[rule.authority]
    ground = Ground(rule.authority, authority, rule.id, rule.pin, rule.says)
    found.setdefault((rule.authority, rule.id), ground)
