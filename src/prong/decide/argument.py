"""The argument: a determination as steps, each with what it stands on.

Nothing else turns a determination into reasons. A step has a ``kind``, the values a phrase needs,
and its support: authorities with pins, record cites, comparisons, or a stated absence. Every leaf
has some support; every inner step stands on its parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Literal

from prong.dates import Day
from prong.decide.constraint import Comparison
from prong.decide.determination import Changes, Determination
from prong.decide.established import Candidate, Near
from prong.decide.ladder import Rung
from prong.decide.precedents import Entry
from prong.decide.situation import SUPPOSED
from prong.decide.violation import IssueDecision
from prong.law.authorities import Authority
from prong.law.coding import Coded
from prong.law.doctrines import Adoption, Rule
from prong.law.forums import Cited, current
from prong.law.library import Library
from prong.record.view import Seen, View
from prong.values import frozen

Kind = Literal[
    "determination",
    "status",
    "defence",
    "forfeiture",
    "no-acts",
    "prong-one",
    "issue",
    "issue-forfeited",
    "issue-open",
    "rule",
    "holding",
    "finding",
    "premise",
    "derived",
    "act",
    "remainder",
    "prong-two",
    "method",
    "burden",
    "particulars",
    "forced",
    "contrary",
    "met-issue",
    "comparison",
    "distinction",
    "own-comparison",
    "ladder",
    "ladder-none",
    "consensus",
    "candidate",
    "adoption",
    "left-out",
    "nothing-binding",
    "first",
    "never-first",
    "material",
    "not-material",
    "missing",
    "nothing-missing",
    "incomplete",
    "dates",
    "prong-not-reached",
    "waived",
    "motion",
]


@frozen
class Citation:
    """An authority cited for a step. ``coded`` says what its coder had before them."""

    authority: str | None
    cited_as: str | None
    pin: str | None
    coded: Coded | None
    decided: Day | None


@frozen
class RecordCite:
    """A piece of evidence cited for a step, for or against the finding."""

    evidence: str
    cite: str
    against: bool = False


@frozen
class Step:
    """One step of an argument. ``absent`` states what is missing where that is its support."""

    kind: Kind
    values: Mapping[str, object] = field(default_factory=dict)
    authorities: tuple[Citation, ...] = ()
    record: tuple[RecordCite, ...] = ()
    compared: Comparison | None = None
    absent: str | None = None
    parts: tuple[Step, ...] = ()

    def supported(self) -> bool:
        return bool(self.authorities or self.record or self.compared or self.absent)

    def walk(self) -> Iterator[Step]:
        yield self
        for part in self.parts:
            yield from part.walk()


def citing(
    library: Library, authority: Authority, pin: str | None, coded: Coded | None = None
) -> Citation:
    """A decision of the library cited; ``coded`` where what is cited of it has a coding of its own."""
    return Citation(
        library.id_of(authority), None, pin, coded or authority.coded, authority.decided
    )


def entered(library: Library, entry: Entry) -> Citation:
    """A holding or a ruling cited."""
    return citing(library, entry.authority, entry.pin, entry.authority.coding(entry.part))


def cited(library: Library, statement: Cited | Adoption | Rule) -> tuple[Citation, ...]:
    """The citation of a statement; a recollection without one is still named so."""
    if statement.authority:
        authority = library.authorities[statement.authority]
        return (citing(library, authority, statement.pin, statement.coded),)
    if not isinstance(statement, Rule) and statement.cited_as:
        return (Citation(None, statement.cited_as, statement.pin, statement.coded, None),)
    return ()


def _method(d: Determination, library: Library, key: str) -> Cited | None:
    """A step of method: as the determination's forum states it, else the procedure."""
    own = d.law.forum.steps.get(key) if d.law else None
    return own or library.procedure.steps.get(key)


@frozen
class _Maker:
    """Makes the steps of one determination."""

    d: Determination
    library: Library

    # Citations

    def cite(self, authority: Authority, pin: str | None, coded: Coded | None = None) -> Citation:
        return citing(self.library, authority, pin, coded)

    def entry(self, entry: Entry) -> Citation:
        return entered(self.library, entry)

    def cited(self, statement: Cited | Adoption | Rule) -> tuple[Citation, ...]:
        return cited(self.library, statement)

    def method(self, key: str) -> tuple[Citation, ...]:
        """The authority for a step of method."""
        step = _method(self.d, self.library, key)
        return self.cited(step) if step else ()

    def evidence(self, names: Iterable[str], against: bool = False) -> tuple[RecordCite, ...]:
        listed = self.d.view.record.evidence if self.d.view else {}
        return tuple(RecordCite(n, listed[n].cite, against) for n in names if n in listed)

    def evidence_behind(self, id: str) -> tuple[RecordCite, ...]:
        """The evidence for a finding, or else for what it is inferred from."""
        view = self.d.view
        assert view is not None
        item = view.items[id]
        own = self.evidence(item.for_)
        return own or tuple(c for p in item.premises for c in self.evidence_behind(p))

    # Findings

    def factor(self, factor: str) -> Step:
        """A factor of the situation, with the findings that show it."""
        spec = self.library.factors[factor]
        situation, view = self.d.situation, self.d.view
        assert situation is not None and view is not None
        ids = situation.sources.get(factor, ())
        if not ids:
            acts = [act for act in situation.acts if act.for_plaintiff and act.id != SUPPOSED]
            parts = tuple(self.finding(view, id) for act in acts for id in act.findings[:1])
            absent = None if parts else "no act against the plaintiff is in the record"
            return Step(
                "derived", {"factor": factor, "says": spec.says}, parts=parts, absent=absent
            )
        if len(ids) == 1:
            return self.finding(view, ids[0])
        parts = tuple(self.finding(view, id) for id in ids)
        return Step("finding", {"factor": factor, "says": spec.says, "several": True}, parts=parts)

    def finding(self, view: View, id: str) -> Step:
        """One finding, with its evidence for and against and what it is inferred from."""
        item = view.items[id]
        seen: Seen = view.seen(id)
        says = item.says
        if item.factor and not says:
            says = self.library.factors[item.factor].says
        record = (*self.evidence(item.for_), *self.evidence(item.against, against=True))
        parts = tuple(self.finding(view, premise) for premise in item.premises)
        if item.kind == "occurred" and not record:
            facts = [
                i.id for i in view.items.values()
                if i.act == item.act and i.incident == item.incident
                and i.kind == "fact" and view.taken(i.id) and not i.premises
            ]  # fmt: skip
            parts = tuple(self.finding(view, f) for f in facts)
        absent = None
        if not record and not parts:
            absent = "stated in the case file as not disputed" if item.stated else "no evidence"
        return Step(
            "finding" if item.factor else "premise",
            {
                "id": id,
                "factor": item.factor,
                "says": says,
                "kind": item.kind,
                "person": item.person or item.value,
                "status": seen.status,
                "basis": seen.basis,
                "contested": seen.contested,
                "magnitude": item.magnitude if item.factor else None,
            },
            record=record,
            absent=absent,
            parts=parts,
        )

    # Prong one

    def prong_one(self) -> Step:
        d = self.d
        one = d.violation
        if one.result == "not-reached":
            return Step("prong-not-reached", {"prong": 1}, self.method("either-prong-first"))
        if one.waived_by:
            return self.waived(1, one.waived_by)
        law = d.later
        return Step(
            "prong-one",
            {"result": one.result, "on": law.on if law else None},
            (*self.cited(d.words), *self.method("two-prongs")),
            parts=(*(self.issue(i) for i in one.issues), *self.acts()),
        )

    def waived(self, prong: int, by: str) -> Step:
        found = [f for f in self.d.forfeited if f.what == f"prong-{'one' if prong == 1 else 'two'}"]
        record = self.evidence(n for f in found for n in f.for_)
        return Step(
            "waived", {"prong": prong, "by": by}, record=record,
            absent=None if record else "stated in the case file",
        )  # fmt: skip

    def issue(self, decision: IssueDecision) -> Step:
        doctrine = self.d.doctrine
        assert doctrine is not None
        issue = doctrine.issues[decision.issue]
        values = {"issue": decision.issue, "name": issue.name, "result": decision.result}
        if decision.forfeited_by:
            found = [f for f in self.d.forfeited if f.issue == decision.issue]
            record = self.evidence(n for f in found for n in f.for_)
            return Step(
                "issue-forfeited", {**values, "by": decision.forfeited_by}, record=record,
                absent=None if record else "stated in the case file",
            )  # fmt: skip
        if decision.rule is None and not decision.holdings:
            against = tuple(self.entry(e) for e in decision.against)
            absent = (
                "binding decisions conflict" if against
                else "no rule or holding in the library reaches it"
            )  # fmt: skip
            return Step("issue-open", values, against, absent=absent)
        parts: list[Step] = []
        if decision.rule is not None:
            rule = decision.rule
            stated: tuple[Rule | Cited, ...] = (rule, *rule.also)
            for said in stated:
                parts.append(Step("rule", {"says": said.says, "rule": rule.id}, self.cited(said)))
        for entry in decision.holdings:
            parts.append(self.holding(entry))
        parts.extend(self.factor(f) for f in decision.support)
        return Step("issue", values, parts=tuple(parts))

    def holding(self, entry: Entry, kind: Kind = "holding") -> Step:
        ruling = entry.ruling
        return Step(
            kind,
            {
                "authority": entry.precedent.authority,
                "holding": entry.precedent.holding,
                "says": ruling.says if ruling and ruling.says else entry.holding.says,
                "side": entry.precedent.side,
                "breadth": entry.precedent.breadth,
                "ruling": ruling is not None,
                "established": ruling.established if ruling else None,
                "as-of": ruling.as_of if ruling else None,
                "decided-on": entry.holding.decided_on,
                "decided": entry.authority.decided,
                "court": entry.authority.court,
            },
            (self.entry(entry),),
        )

    def acts(self) -> Iterator[Step]:
        d = self.d
        situation, view = d.situation, d.view
        assert situation is not None and view is not None
        incident = view.record.incidents[situation.incident]
        alone = dict(d.violation.alone)
        for role in d.violation.acts:
            act = situation.act(role.act)
            if act is None:
                continue
            spec = incident.acts[role.act]
            partners = tuple(
                dict.fromkeys(
                    other
                    for chosen in d.violation.sufficient_sets
                    if role.act in chosen
                    for other in chosen
                    if other != role.act
                )
            )
            found = [
                id for id in act.findings
                if view.items[id].act == role.act and view.items[id].factor
            ]  # fmt: skip
            yield Step(
                "act",
                {
                    "act": role.act,
                    "what": spec.what,
                    "role": role.role,
                    "kind": act.kind,
                    "ordered": act.ordered,
                    "with": partners,
                    "alone": alone.get(role.act),
                },
                parts=tuple(self.finding(view, id) for id in found),
            )
        if d.violation.remainder is not None:
            idle = tuple(r.act for r in d.violation.acts if r.role == "nothing")
            decided = [i for i in d.violation.remainder_issues if i.result == "rejected"]
            cites = tuple(
                c
                for i in decided
                for c in (
                    *(self.entry(e) for e in i.holdings),
                    *(self.cited(i.rule) if i.rule else ()),
                )
            )
            yield Step(
                "remainder",
                {"acts": idle, "result": d.violation.remainder},
                cites,
                absent=None if cites else "no rule or holding reaches them",
            )

    # Prong two

    def prong_two(self) -> Step:
        d = self.d
        two = d.established
        if two.waived_by:
            return self.waived(2, two.waived_by)
        if two.result == "not-reached":
            return Step("prong-not-reached", {"prong": 2}, self.method("either-prong-suffices"))
        law = two.law
        assert law is not None
        parts: list[Step] = [
            Step("method", {"says": law.sources.says}, self.cited(law.sources)),
        ]
        burden = current(law.forum.burden, law.method or law.on)
        if burden:
            parts.append(
                Step("burden", {"on": burden.on, "says": burden.says}, self.cited(burden),
                     absent=None if burden.authority or burden.cited_as else "recollection")
            )  # fmt: skip
        if two.adoption is not None and two.adoption.status != "adopted":
            parts.append(self.adoption())
        for entry in two.by:
            parts.append(self.holding(entry, "forced"))
            parts.append(self.comparison(entry))
        parts.extend(
            Step("met-issue", {"issue": i.issue, "name": d.doctrine.issues[i.issue].name},
                 parts=(self.issue(i),))
            for i in two.met if d.doctrine
        )  # fmt: skip
        parts.extend(self.holding(entry, "contrary") for entry in two.contrary)
        if not two.by:
            parts.append(
                Step(
                    "nothing-binding",
                    {"forum": law.forum.name, "on": law.on},
                    absent="no decision in the library that counts here forces the plaintiff's side",
                )
            )
        parts.extend(self.near(near) for near in two.nearest if near.entry not in two.by)
        if two.nearest:
            parts.append(
                Step("own-comparison", absent="no court has made these comparisons on these facts")
            )
        parts.append(self.ladder())
        if two.consensus is not None:
            parts.append(self.consensus())
        parts.extend(
            Step("left-out", {**self.holding(e).values, "reason": r}, (self.entry(e),))
            for e, r in two.left_out
        )
        return Step(
            "prong-two",
            {"result": two.result, "on": law.on, "forum": law.forum.name},
            (
                *self.method("time-of-conduct"),
                *self.method("particularized"),
                *self.method("beyond-debate"),
            ),
            parts=tuple(parts),
        )

    def adoption(self) -> Step:
        entry = self.d.established.adoption
        assert entry is not None
        cites = self.cited(entry)
        return Step(
            "adoption", {"status": entry.status, "test": entry.test, "court": entry.court}, cites,
            absent=None if cites else "the library states no authority for this",
        )  # fmt: skip

    def comparison(self, entry: Entry) -> Step:
        near = next((n for n in self.d.established.nearest if n.entry is entry), None)
        if near is None:
            from prong.decide.constraint import compare

            situation = self.d.situation
            assert situation is not None
            made = compare(
                entry.precedent, situation.particulars, situation.scope, self.library.factors
            )
            near = Near(entry, made, True, 0)
        return self.near(near)

    def near(self, near: Near) -> Step:
        entry = near.entry
        return Step(
            "comparison",
            {
                **self.holding(entry).values,
                "binding": near.binding,
                "level": near.level,
                "forces": near.comparison.forces,
                "shared": near.comparison.shared,
                "missing": near.comparison.missing,
                "weaker": near.comparison.weaker,
                "requires": entry.precedent.reason,
                "facts-missing": near.comparison.facts_missing,
                "scope-missing": near.comparison.scope_missing,
            },
            (self.entry(entry),),
            compared=near.comparison,
            parts=(*self.required(near), *self.distinctions(near.comparison))
            if near.comparison.shared or near.level is not None
            else (),
        )

    def required(self, near: Near) -> tuple[Step, ...]:
        """Of a holding that forces: what it requires, with the findings that show it here."""
        p, situation = near.entry.precedent, self.d.situation
        assert situation is not None
        if not near.comparison.forces:
            return ()
        return tuple(self.factor(f) for f in p.requires)

    def distinctions(self, comparison: Comparison) -> tuple[Step, ...]:
        situation = self.d.situation
        assert situation is not None
        return tuple(
            Step(
                "distinction",
                {
                    "factor": x.factor,
                    "says": self.library.factors[x.factor].says,
                    "magnitude": situation.particulars.get(x.factor),
                    "grade": x.grade,
                    "bars": x.bars,
                },
                record=tuple(
                    c
                    for id in situation.sources.get(x.factor, ())
                    for c in self.evidence_behind(id)
                ),
                compared=comparison,
            )
            for x in comparison.distinctions
        )

    def ladder(self) -> Step:
        found = self.d.established.ladder
        if found.level is None:
            return Step(
                "ladder-none", {}, absent="no binding holding reaches these facts at any level"
            )
        rungs = tuple(self.rung(r) for r in found.by)
        return Step("ladder", {"level": found.level}, parts=rungs)

    def rung(self, rung: Rung) -> Step:
        steps = tuple((s.factor, s.by, s.through) for s in rung.steps)
        return Step(
            "ladder",
            {**self.holding(rung.entry).values, "level": rung.level, "steps": steps,
             "untested": tuple(x.factor for x in rung.comparison.distinctions if x.grade == "untested")},
            (self.entry(rung.entry),),
            compared=rung.comparison,
        )  # fmt: skip

    def consensus(self) -> Step:
        consensus = self.d.established.consensus
        assert consensus is not None
        parts = (
            *(self.candidate(c) for c in (*consensus.agreeing, *consensus.near)),
            *(self.holding(e, "contrary") for e in consensus.contrary),
        )
        return Step(
            "consensus",
            {
                "found": consensus.found,
                "needs": consensus.source.needs,
                "of": consensus.source.of,
                "courts": consensus.courts,
                "agreeing": len(consensus.agreeing),
                "near": len(consensus.near),
                "contrary": len(consensus.contrary),
                "doubted": any(c.doubts for c in (*consensus.agreeing, *consensus.near)),
            },
            absent=None
            if parts
            else "no persuasive decision in the library comes near these facts",
            parts=parts,
        )

    def candidate(self, candidate: Candidate) -> Step:
        doubts = tuple(
            self.cite(authority, treatment.pin, authority.coding(treatment))
            for authority, treatment in candidate.doubts
        )
        return Step(
            "candidate",
            {
                **self.holding(candidate.entry).values,
                "forces": candidate.forces,
                "level": candidate.level,
                "doubts": tuple(
                    (self.library.id_of(a), t.how, t.says) for a, t in candidate.doubts
                ),
            },
            (self.entry(candidate.entry), *doubts),
        )

    # When and where, what would change it

    def first(self) -> Step:
        first = self.d.first
        law = self.d.law
        forum = law.forum.name if law else ""
        if first is None:
            return Step(
                "never-first", {"forum": forum},
                absent="no decision in the library forbids this conduct clearly in this forum",
            )  # fmt: skip
        return Step(
            "first",
            {**self.holding(first.entry).values, "begins": first.begins, "source": first.source,
             "forum": forum, "courts": tuple(dict.fromkeys(
                 self.library.courts.courts[e.authority.court].cite for e in first.by))},
            tuple(map(self.entry, first.by)),
        )  # fmt: skip

    def changes(self, changes: Changes, kind: Kind, none: Kind) -> Step:
        view = self.d.view
        assert view is not None
        groups = (
            ("prong-one", changes.prong_one),
            ("prong-two", changes.prong_two),
            ("outcome", changes.outcome),
        )
        parts = tuple(
            Step(
                kind,
                {"of": name, "set": chosen},
                parts=tuple(self.changing(view, id) for id in chosen),
            )
            for name, found in groups
            for chosen in found.sets
            if chosen
        )
        cut = [name for name, found in groups if not found.complete]
        if cut:
            parts = (*parts, Step("incomplete", {"of": tuple(cut)}, absent="the search was cut"))
        cites = self.method("material-facts") if kind == "material" else ()
        if parts:
            return Step(kind, {"of": "all"}, cites, parts=parts)
        absent = (
            "no genuinely disputed finding changes the result" if kind == "material"
            else "no finding on which the record is silent changes the result"
        )  # fmt: skip
        return Step(none, {}, cites, absent=absent)

    def changing(self, view: View, id: str) -> Step:
        if id in view.items:
            return self.finding(view, id)
        spec = self.library.factors[id]
        return Step(
            "finding",
            {"id": id, "factor": id, "says": spec.says, "asks": spec.asks, "status": "unknown",
             "basis": "no-evidence", "contested": False},
            absent="no evidence",
        )  # fmt: skip

    def dates(self) -> Iterator[Step]:
        found = self.d.dates
        if found is not None:
            yield Step(
                "dates",
                {
                    "immunity": found.counted.immunity,
                    "violation": found.counted.violation,
                    "established": found.counted.established,
                },
                tuple(self.cite(a, None) for a in found.undated),
                absent=None if found.undated else "the order of dates is not known",
            )

    def status(self) -> Step:
        d = self.d
        cites = self.cited(d.defence)
        if d.ground == "forfeited":
            found = [f for f in d.forfeited if f.what == "theory"]
            return Step(
                "forfeiture",
                {"by": tuple(f.by for f in found), "says": next((f.says for f in found), None)},
                record=self._listed(n for f in found for n in f.for_),
                absent="stated in the case file",
            )
        if d.ground == "no-acts":
            return Step("no-acts", {}, absent="no act of this defendant is in the record")
        parts: list[Step] = []
        if d.claim.status != "live":
            parts.append(
                Step(
                    "status",
                    {"status": d.claim.status, "below": d.claim.below},
                    record=self._listed(d.claim.for_),
                    absent="stated in the case file",
                )
            )
        if d.ground == "status":
            return parts[0]
        return Step(
            "defence",
            {"defence": d.defence.defence, "says": d.defence.says},
            cites,
            absent=None if cites else "recollection",
            parts=tuple(parts),
        )

    def _listed(self, names: Iterable[str]) -> tuple[RecordCite, ...]:
        return self.evidence(names)


def method(d: Determination, library: Library, key: str) -> Step | None:
    """A step of method as a step of an argument, where the library states it."""
    step = _method(d, library, key)
    return Step("method", {"says": step.says}, cited(library, step)) if step else None


def argue(d: Determination, library: Library) -> Step:
    """The argument tree of a determination."""
    make = _Maker(d, library)
    values = {
        "immunity": d.immunity,
        "ground": d.ground,
        "defendant": d.defendant,
        "violation": d.violation.result,
        "established": d.established.result,
    }
    if d.situation is None:
        return Step("determination", values, parts=(make.status(),))
    if d.ground == "no-immunity":
        return Step("determination", values, parts=(make.status(), make.prong_one()))
    parts: list[Step] = [make.prong_one(), make.prong_two()]
    if d.order == "two-only":
        parts.reverse()
    if d.plaintiffs_version is not None:
        hers = argue(d.plaintiffs_version, library)
        prongs = tuple(p for p in hers.parts if p.kind in ("prong-one", "prong-two"))
        parts.append(Step("motion", {}, make.cited(d.words), parts=prongs))
    parts.extend(make.dates())
    parts.append(make.first())
    parts.append(make.changes(d.material, "material", "not-material"))
    parts.append(make.changes(d.missing, "missing", "nothing-missing"))
    return Step("determination", values, make.method("either-prong-suffices"), parts=tuple(parts))
