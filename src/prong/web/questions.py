"""An inquiry laid out for a page: what is asked in plain words, why, and what would follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from urllib.parse import quote

from prong.cite import bluebook
from prong.decide.analysis import Analysis
from prong.decide.inquiry import Effect, Ground, Inquiry, Target, effects, id_of
from prong.law.authorities import Authority, Holding
from prong.record.findings import Item
from prong.report.phrases import IMMUNITY, VIOLATION, Phrases, capital
from prong.report.prose import Teller
from prong.values import frozen

#: How many decisions are named as examples.
NAMED = 3


@frozen
class Decision:
    """A decision that makes something matter, or an example of it."""

    text: str
    link: str
    says: str


@frozen
class Choice:
    """One thing that may be ticked."""

    id: str
    says: str
    note: str = ""
    on: bool = False


@frozen
class Group:
    """Choices that are particular forms of one thing."""

    name: str
    choices: tuple[Choice, ...]


@frozen
class Why:
    """What would follow from either answer, for one determination, and by which decisions."""

    if_so: str
    along: tuple[str, ...]
    if_not: str
    gained: tuple[Decision, ...]
    lost: tuple[Decision, ...]


@frozen
class Asking:
    """One question as a page puts it.

    ``acts``: the acts that a finding may belong to. ``places``: whether it is a fact of an
    ``act``, is ``inferred`` from acts, or neither. ``steps``: how strong it may be.
    """

    inquiry: Inquiry
    title: str
    about: str
    more: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    whys: tuple[Why, ...] = ()
    examples: tuple[Decision, ...] = ()
    acts: tuple[Choice, ...] = ()
    places: str = ""
    doing: str = ""
    steps: tuple[tuple[int, str], ...] = ()
    incidents: tuple[tuple[str, str], ...] = ()
    side: str = ""


@frozen
class Told:
    """Something that an earlier answer said, with the id under which it can be asked again."""

    id: str
    says: str
    how: str


class Asker:
    """Puts the inquiries of one analysis into words."""

    def __init__(self, analysis: Analysis, target: Target = "immunity") -> None:
        self.analysis, self.target = analysis, target
        self.library = analysis.library
        self.factors = analysis.library.factors
        self.say = Phrases(analysis)
        self.tell = Teller(analysis, self.say)

    def asking(self, one: Inquiry, *, briefly: bool = False) -> Asking:
        """An inquiry in words; ``briefly``, without why and without examples."""
        match one.kind:
            case "acts":
                return self._acts(one)
            case "kind":
                return self._kind(one)
            case "conduct":
                return self._conduct(one)
            case "finding":
                return self._finding(one, briefly)

    # The kinds of question

    def _acts(self, one: Inquiry) -> Asking:
        who = self.say.person(one.defendant)
        days = tuple(
            (k, f"{i.date.spoken()} ({k})") for k, i in self.analysis.record.incidents.items()
        )
        return Asking(one, f"What did {who} do?", who, incidents=days)

    def _kind(self, one: Inquiry) -> Asking:
        incident = self.analysis.record.incidents[one.incident or ""]
        words = dict.fromkeys((*incident.scope, *one.offers))
        choices = tuple(
            Choice(
                term,
                capital(self.factors.scopes[term].says),
                self._needing(h for h in self._holdings if term in h[1].scope),
                term in incident.scope,
            )
            for term in words
            if term in self.factors.scopes
        )
        return Asking(
            one, "What kind of case is this?", incident.date.spoken(), groups=(Group("", choices),)
        )

    def _conduct(self, one: Inquiry) -> Asking:
        incident = self.analysis.record.incidents[one.incident or ""]
        act = incident.acts[one.act or ""]
        who = self.say.person(one.defendant)
        stated = {f.factor for f in act.facts}
        groups: dict[str, list[Choice]] = {}
        for key in dict.fromkeys((*stated, *one.offers)):
            spec = self.factors.factors.get(key)
            if spec is None:
                continue
            note = self._needing(
                h for h in self._holdings if any(s.factor == key for s in h[1].reason)
            )
            general = self._most_general(key)
            name = capital(self.factors[general].says) if general != key else "Anything else"
            if spec.side == "officer":
                name = "What speaks for the officer"
            choice = Choice(key, capital(spec.says), note, key in stated)
            groups.setdefault(name, []).append(choice)
        last = ("Anything else", "What speaks for the officer")
        ordered = sorted(groups.items(), key=lambda kv: last.index(kv[0]) if kv[0] in last else -1)
        return Asking(
            one,
            f"{capital(who)} {act.what}. What does this amount to?",
            f"{who}, {incident.date.spoken()}",
            groups=tuple(Group(name, tuple(found)) for name, found in ordered),
        )

    def _finding(self, one: Inquiry, briefly: bool) -> Asking:
        key = one.factor or ""
        spec = self.factors[key]
        incident = self.analysis.record.incidents[one.incident or ""]
        who = self.say.person(one.defendant) if one.defendant else self._officers()
        clause = self._clause(key, who)
        places = "act" if spec.conduct else "inferred" if spec.kind == "inference" else ""
        mine = [(k, a) for k, a in incident.acts.items() if a.by.is_ == one.defendant]
        scale = self.factors.scales.get(spec.scale or "")
        whys = () if briefly else tuple(map(self._why, effects(self.analysis, one, self.target)))
        return Asking(
            one,
            f"Is it so that {clause}?",
            ", ".join(filter(None, (who if one.defendant else "", incident.date.spoken()))),
            more=() if briefly else tuple(self._more(key)),
            whys=whys,
            examples=() if briefly else self._examples(key),
            acts=tuple(Choice(k, a.what, on=places == "inferred") for k, a in mine),
            places=places,
            doing=spec.says,
            steps=tuple(scale.steps.items()) if scale else (),
            side=spec.side,
        )

    # Why

    def _why(self, effect: Effect) -> Why:
        d = self.analysis.determinations[effect.number]
        who, theory = self.say.person(d.defendant), self.say.theory(d)
        if effect.now in IMMUNITY and self.target == "immunity" and d.ground != "no-immunity":
            subject, words = f"immunity of {who} from the claim of {theory}", IMMUNITY
        else:
            subject, words = f"prong one of the claim of {theory} against {who}", VIOLATION
        if_so = f"{subject} would be {words[effect.then]}; as it stands it is {words[effect.now]}"
        if effect.settles:
            if_not = "no fact that is still unanswered could change this"
        else:
            if_not = "it stays so unless something else is found that changes it"
        whose = self.say.person(d.defendant)
        return Why(
            if_so,
            tuple(self._clause(f, whose) for f in effect.along),
            if_not,
            tuple(self.decision(g) for g in effect.gained[:NAMED]),
            tuple(self.decision(g) for g in effect.lost[:NAMED]),
        )

    def decision(self, ground: Ground) -> Decision:
        return Decision(self.say.full(ground.authority, ground.pin), _link(ground.key), ground.says)

    def _more(self, key: str) -> Iterator[str]:
        """What else the library says of a factor: what it asks, its general forms, an example."""
        spec = self.factors[key]
        if spec.asks:
            yield f"To be found out: {spec.asks}."
        for parent in spec.parents:
            yield f"It is a particular form of this: {self.factors[parent].says}."
        if spec.note:
            yield f"Note: {spec.note}."
        if spec.example:
            yield f"For example: {spec.example}."

    def _examples(self, key: str) -> tuple[Decision, ...]:
        """Holdings that state a factor: those that turned on it first, and those that bind here."""
        found = []
        for name, h, a in self._all():
            where = [any(s.factor == key for s in part) for part in (h.reason, h.despite, h.facts)]
            if any(where):
                found.append(((where.index(True), not self._binds(a)), name, h, a))
        found.sort(key=lambda one: (one[0], one[3].decided.first, one[1]))
        return tuple(
            Decision(self.say.full(a, h.pin), f"{_link(name)}#{quote(h.id, safe='')}", h.says)
            for _, name, h, a in found[:NAMED]
        )

    # Words

    def _clause(self, key: str, officer: str) -> str:
        hers = self.say.person(self.analysis.record.claims[0].plaintiff)
        return self.tell.clause(key, officer, hers)

    def _officers(self) -> str:
        """The defendants, where a finding is of no one of them."""
        found = dict.fromkeys(d.defendant for d in self.analysis.determinations)
        return self.say.person(next(iter(found))) if len(found) == 1 else "the officer"

    def _most_general(self, key: str) -> str:
        while parents := self.factors[key].parents:
            key = parents[0]
        return key

    def _doctrines(self) -> set[str]:
        return {d.claim.theory for d in self.analysis.determinations if d.doctrine}

    def _all(self) -> Iterator[tuple[str, Holding, Authority]]:
        for doctrine in sorted(self._doctrines()):
            for name, authority, holding in self.library.holdings(doctrine):
                yield name, holding, authority

    @cached_property
    def _holdings(self) -> tuple[tuple[Authority, Holding], ...]:
        """The holdings on the claims of the case, those that bind here first."""
        found = [(a, h) for _, h, a in self._all()]
        return tuple(sorted(found, key=lambda ah: not self._binds(ah[0])))

    def _binds(self, authority: Authority) -> bool:
        law = next((d.later for d in self.analysis.determinations if d.later), None)
        return law is not None and law.binds(authority)

    def _needing(self, holdings: Iterable[tuple[Authority, Holding]]) -> str:
        """The decisions that turn on something, the first of them by name."""
        found = list({id(a): a for a, _ in holdings}.values())
        if not found:
            return ""
        name = bluebook.abbreviated(found[0].short or found[0].authority)
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        return f"{name} ({found[0].decided.first.year}){more}"

    # What has been said

    def said(self) -> tuple[Told, ...]:
        """The findings that belong to no act, each as it was answered."""
        view = self.analysis.view
        return tuple(
            Told(id_of("finding", item.incident, item.person or "", item.factor or ""),
                 capital(self._clause(item.factor or "", self._whose(item))), _how(item))
            for item in view.items.values()
            if item.kind == "fact" and item.act is None and (item.person or not item.refers)
        )  # fmt: skip

    def _whose(self, item: Item) -> str:
        return self.say.person(item.person) if item.person else self._officers()


def _how(item: Item) -> str:
    if item.for_ and item.against:
        return "disputed"
    return "yes" if item.for_ else "no" if item.against else "not known"


def _link(key: str) -> str:
    return f"/library/authorities/{quote(key, safe='')}"
