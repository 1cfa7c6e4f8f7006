"""The front of a memorandum: caption, bottom line, posture and standard, the facts."""

from __future__ import annotations

from collections.abc import Iterator

from prong.cite import bluebook
from prong.decide.argument import Citation, RecordCite, Step, cited, citing
from prong.decide.determination import Determination
from prong.law.forums import Cited, current
from prong.record.findings import Item, ItemKind
from prong.record.view import View
from prong.report.blocks import (
    Block,
    Caption,
    Cite,
    Heading,
    Paragraph,
    Points,
    Sentence,
    Sentences,
    sentence,
    text,
)
from prong.report.phrases import STAGE, STATUS, capital, listed
from prong.report.prose import Teller, full_stop, on_prong_two, set_names, stated, support

PREPARED = {
    "court": "Chambers",
    "plaintiff": "Counsel for the plaintiff",
    "officers": "Counsel for the officers",
    "training": "Training",
}


def caption(tell: Teller, audience: str) -> Caption:
    """The head: the court, the case, the number, for whom, and the days that the law is taken as of."""
    record, library = tell.analysis.record, tell.analysis.library
    court = library.courts.courts[record.forum]
    name = (
        court.name
        if record.posture.on_appeal
        else f"{library.courts.kinds['district'].name.title()}, {tell.say.forum(record.forum)}"
    )
    lines = [
        ("Prepared for", PREPARED[audience]),
        (
            "Law as of",
            f"{record.posture.decided.spoken()} (prong one); the day of each incident (prong two)",
        ),
    ]
    if tell.analysis.varied:
        lines.append(("Varied from the case file", "; ".join(tell.analysis.varied)))
    return Caption(
        court=name,
        case=bluebook.abbreviated(record.case) if len(record.case) > 80 else record.case,
        number=f"No. {record.docket}" if record.docket else None,
        title="Conduct and Clear Law" if audience == "training" else "Memorandum on Qualified Immunity",
        lines=tuple(lines),
    )  # fmt: skip


def live(tell: Teller) -> list[Determination]:
    """What is decided here."""
    return [d for d in tell.analysis.determinations if d.situation is not None]


def bottom_line(tell: Teller) -> Iterator[Block]:
    """The answer in about three sentences: who has immunity and why, and who is not decided."""
    groups: dict[tuple[object, ...], list[Determination]] = {}
    for d in live(tell):
        key = (d.ground, d.immunity, d.claim.theory, d.violation.result, d.established.result)
        groups.setdefault(key, []).append(d)
    said = [_grouped(tell, several) for several in groups.values()]
    rest = [d for d in tell.analysis.determinations if d.situation is None]
    own = _own_decision(tell)
    if own is not None:
        said.append(own)
    if rest:
        said.append(_not_decided(tell, rest))
    yield Heading(1, "Bottom line")
    yield Paragraph(tuple(said))


def _own_decision(tell: Teller) -> Sentence | None:
    """That the decision of this very case is at hand and counts for nothing here."""
    docket, library = tell.analysis.record.docket, tell.analysis.library
    own = next((a for a in library.authorities.values() if docket and a.docket == docket), None)
    if own is None:
        return None
    return Sentence(
        text("The decision of this very case is no authority for itself, and is left out of what counts."),
        "rule", (Cite(citing(library, own, None), "see"),),
    )  # fmt: skip


def _grouped(tell: Teller, several: list[Determination]) -> Sentence:
    first = several[0]
    who = listed(dict.fromkeys(tell.say.person(d.defendant) for d in several))
    one = len({d.defendant for d in several}) == 1
    every = list(dict.fromkeys(tell.during(d) for d in several))
    days = every[0] if len(every) == 1 else "at the time"
    return Sentence(
        text(tell.say.immunity(first, who, one, days)), "conclusion", grounds(tell, first)
    )


def grounds(tell: Teller, d: Determination) -> tuple[Cite, ...]:
    """What the bottom line of a determination stands on: the step that ends it."""
    found: list[Citation] = []
    for part in tell.argument(d).parts:
        if part.kind == "prong-one":
            found += list(_deciding(d, part))[:1]
        if part.kind == "prong-two":
            found += on_prong_two(part)[:1]
        if part.kind == "defence":
            found += part.authorities
    return tuple(Cite(c, "see") for c in dict.fromkeys(found))


def _deciding(d: Determination, part: Step) -> Iterator[Citation]:
    """The authority for the issue that ends prong one, or for what the officer did."""
    for issue in part.parts:
        if issue.kind == "issue" and (
            issue.values["result"] == "rejected" or d.violation.result != "not-shown"
        ):
            yield from (c for step in issue.parts for c in step.authorities)


def _not_decided(tell: Teller, rest: list[Determination]) -> Sentence:
    """Who is not decided here, in a sentence, by where each claim stands."""
    groups: dict[str, list[str]] = {}
    record: list[RecordCite] = []
    cites: list[Cite] = []
    for d in rest:
        why = {
            "unavailable": "no immunity to claim",
            "not-applicable": "outside the defense",
        }.get(d.immunity, STATUS[d.status])
        if d.status == "forfeited":
            why = f"{tell.say.doctrine(d).lower()}, {why}"
        groups.setdefault(why, []).append(tell.say.short(d.defendant))
        for step in tell.argument(d).walk():
            record += step.record
            cites += support(step, "see")
    parts = [f"{listed(dict.fromkeys(names))} ({why})" for why, names in groups.items()]
    return Sentence(
        text(f"Immunity is not decided as to the other claims: {'; '.join(parts)}."),
        "conclusion",
        tuple(dict.fromkeys(cites)),
        tuple(dict.fromkeys(record)),
        stands="stated in the case file",
    )


def standard(tell: Teller) -> Iterator[Block]:
    """Posture, standard of review, how the facts are taken, and the test."""
    record = tell.analysis.record
    posture = record.posture
    on = live(tell)
    yield Heading(1, "Posture and standard")
    said: list[Sentence] = [_posture(tell)]
    if on:
        first = on[0]
        if posture.on_appeal:
            said += stated(first, tell.analysis, "review")
        if posture.interlocutory:
            said += stated(first, tell.analysis, "interlocutory-law-only")
        said.append(_as_rule(tell, first.words))
        if any(e.conclusive for e in record.evidence.values()):
            said += stated(first, tell.analysis, "video")
        yield Paragraph(tuple(said))
        yield Paragraph(tuple(_test(tell, on)))
    else:
        yield Paragraph(tuple(said))


def _posture(tell: Teller) -> Sentence:
    posture = tell.analysis.record.posture
    stage = STAGE[posture.stage].lower()
    if posture.stage == "summary-judgment":
        on = "the officers'" if posture.movant == "officers" else "the plaintiff's"
        words = f"The case stands on {on} motion for summary judgment"
    elif posture.stage == "verdict":
        words = f"The case stands after a verdict for the {posture.verdict_for or 'plaintiff'}"
    else:
        words = f"The case stands on a {stage}"
    if posture.on_appeal:
        words += ", on interlocutory appeal" if posture.interlocutory else ", on appeal"
    below = dict.fromkeys(d.claim.below for d in live(tell) if d.claim.below)
    if below:
        words += f"; below, {listed(str(b) for b in below)}"
    decided = posture.decided.spoken()
    if tell.analysis.supposed_decided:
        words += (
            f", and is taken to be decided on {decided}, the day after the latest decision in the "
            "law library"
        )
    elif posture.decided.known:
        words += f", and is judged as of {decided}"
    return sentence(f"{words}.")


def _as_rule(tell: Teller, statement: Cited) -> Sentence:
    """A statement of method with its authority."""
    cites = tuple(map(Cite, cited(tell.analysis.library, statement)))
    return Sentence(
        set_names(full_stop(statement.says)), "rule", cites,
        stands=None if cites else "recollection, not checked",
    )  # fmt: skip


def _test(tell: Teller, on: list[Determination]) -> Iterator[Sentence]:
    first = on[0]
    keys = ["two-prongs", "officer-by-officer"]
    if first.order == "two-only" or any(d.violation.result == "not-reached" for d in on):
        keys.append("either-prong-first")
    keys += ["time-of-conduct", "particularized", "beyond-debate"]
    for key in keys:
        yield from stated(first, tell.analysis, key)
    told: set[str] = set()
    for d in on:
        if d.law is None:
            continue
        burden = current(d.law.forum.burden, d.law.method or d.law.on)
        for statement in (d.law.sources, burden):
            if statement is not None and statement.says not in told:
                told.add(statement.says)
                yield _as_rule(tell, statement)


def facts(tell: Teller) -> Iterator[Block]:
    """The facts of each incident, numbered, each with its record cites and how it stands."""
    record, view = tell.analysis.record, tell.analysis.view
    yield Heading(1, "Facts")
    yield Paragraph((
        sentence(
            "Each fact is followed by where the record shows it and by how it stands: undisputed, "
            "disputed, or inferred."
        ),
    ))  # fmt: skip
    for key, incident in record.incidents.items():
        place = f", {incident.place}" if incident.place else ""
        yield Heading(2, f"{capital(incident.date.spoken())}{place}")
        items = [i for i in view.items.values() if i.incident == key]
        points = [p for item in _in_order(tell, key, items) if (p := _fact(tell, view, item))]
        yield Points(tuple(points), numbered=True)


def _in_order(tell: Teller, incident: str, items: list[Item]) -> Iterator[Item]:
    """Circumstances from before, the acts in the order of the file, minds, what was inferred, and
    what came after. Of an act, only what is itself disputed is told besides."""
    factors = tell.analysis.library.factors
    acts = tell.analysis.record.incidents[incident].acts
    loose = [i for i in items if i.kind == "fact" and i.act is None and i.factor]

    def of(*kinds: str) -> Iterator[Item]:
        return (i for i in loose if factors[i.factor or ""].kind in kinds)

    yield from of("circumstance", "act", "omission")
    for name in acts:
        mine = [i for i in items if i.act == name]
        yield from (i for i in mine if i.kind == "occurred")
        view = tell.analysis.view
        for i in mine:
            # A fact of an act in no words of its own is told with the act.
            told = i.kind == "occurred" or (i.kind == "fact" and not i.says)
            seen = view.seen(i.id)
            if not told and (seen.contested or seen.basis == "supposed"):
                yield i
    yield from of("mind")
    yield from of("inference", "conclusion")
    yield from of("result")


def _fact(tell: Teller, view: View, item: Item) -> Sentences:
    seen = view.seen(item.id)
    record = tell.cites(item.for_, item.against)
    basis, status = _weakest(view, item)
    if item.kind == "occurred" and not record:
        facts = _of_act(view, item, "fact")
        agreed = [i for i in facts if not view.seen(i.id).contested]
        record = tuple(dict.fromkeys(c for i in agreed or facts for c in tell.cites(i.for_, ())))
        if not agreed and facts:
            basis, status = view.seen(facts[0].id).basis, view.seen(facts[0].id).status
            record = tuple(dict.fromkeys(c for i in facts for c in tell.cites(i.for_, i.against)))
    if not record and item.premises:
        record = tuple(dict.fromkeys(c for p in item.premises for c in _behind(tell, view, p)))
    said = tell.statement(None, item)
    words = f"{capital(said)}."
    told = (
        Sentence(
            text(words), "fact", record=record, mark=tell.mark(basis, status),
            stands=None if record else "stated in the case file without evidence",
        ),
    )  # fmt: skip
    if item.kind == "occurred":
        disputed = [
            i for i in _of_act(view, item, "fact") if not i.says and view.seen(i.id).contested
        ]  # fmt: skip
        return (
            *told,
            *_particulars(tell, view, item),
            *(s for i in disputed for s in _versions(tell, i)),
        )
    return (*told, *_versions(tell, item)) if seen.contested else told


def _of_act(view: View, act: Item, kind: ItemKind) -> list[Item]:
    """The findings of a kind about the act that an item is of."""
    return [
        i for i in view.items.values()
        if i.kind == kind and i.act == act.act and i.incident == act.incident
    ]  # fmt: skip


def _particulars(tell: Teller, view: View, act: Item) -> Iterator[Sentence]:
    """Where an act amounts to several things, each of them, in the words of its factors."""
    facts = [
        i for i in _of_act(view, act, "fact") if not i.says and i.factor and view.taken(i.id)
    ]  # fmt: skip
    if len(facts) < 2:
        return
    doer = tell.analysis.record.incidents[act.incident].acts[act.act or ""].by.is_
    claims = tell.analysis.record.claims
    person = tell.say.person(claims[0].plaintiff) if claims else "the person"
    said = tell.clauses([i.factor or "" for i in facts], tell.say.person(doer), person)
    yield Sentence(
        text(f"That is, {said}."), "fact",
        record=tuple(dict.fromkeys(c for i in facts for c in tell.cites(i.for_, ()))),
        stands="stated in the case file",
    )  # fmt: skip


def _weakest(view: View, item: Item) -> tuple[str, str]:
    """How a finding stands; an act, no better than the finding of who did it."""
    seen = view.seen(item.id)
    if item.kind == "occurred":
        for by in (view.seen(i.id) for i in _of_act(view, item, "by")):
            if by.contested and not seen.contested:
                return by.basis, by.status
    return seen.basis, seen.status


def _behind(tell: Teller, view: View, id: str) -> Iterator[RecordCite]:
    item = view.items[id]
    yield from tell.cites(item.for_, ())
    if not item.for_:
        if item.kind == "occurred":
            for fact in _of_act(view, item, "fact"):
                yield from tell.cites(fact.for_, ())
        for premise in item.premises:
            yield from _behind(tell, view, premise)


_SAID = {"deposition": "testified", "declaration": "declared", "admission": "admitted"}


def _versions(tell: Teller, item: Item) -> Iterator[Sentence]:
    """What each side's witnesses say of a disputed fact."""
    evidence = tell.analysis.record.evidence
    for name in (*item.for_, *item.against):
        one = evidence.get(name)
        if one is None or not one.of or not one.says or one.kind not in _SAID:
            continue
        says = one.says.removeprefix("that ").rstrip(".")
        yield Sentence(
            text(f"{tell.say.person(one.of)} {_SAID[one.kind]} that {says}."),
            "fact",
            record=(RecordCite(name, one.cite),),
        )
