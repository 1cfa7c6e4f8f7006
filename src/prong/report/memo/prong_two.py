"""Prong two for a defendant: the right on these facts, what counts, the nearest, the conclusion."""

from __future__ import annotations

from collections.abc import Iterator

from prong.dates import Day
from prong.decide.argument import Step, method
from prong.decide.determination import Determination
from prong.decide.established import Near
from prong.decide.ladder import rung
from prong.decide.situation import Situation
from prong.report.blocks import (
    Block,
    Cite,
    Heading,
    Paragraph,
    Sentence,
    Sentences,
    Table,
    cell,
    sentence,
    text,
)
from prong.report.phrases import NUMBER, WHY_NOT, capital, listed, plural
from prong.report.prose import Teller, evidence, full_stop, keys, on_prong_two, set_names, support

#: How many holdings the comparison table lays beside the case.
BESIDE = 4


def prong_two(tell: Teller, d: Determination, first: str = "plaintiff") -> Iterator[Block]:
    """``first``: whose nearest decisions are told first."""
    parts = tell.parts(d)
    two = tell.part(d, "prong-two")
    yield Heading(3, f"Whether the right was clearly established {tell.during(d)}")
    for step in (*parts.get("waived", []), *parts.get("prong-not-reached", [])):
        if step.values["prong"] == 2:
            yield Paragraph((tell.told(step),))
    if two is None:
        return
    yield Paragraph(tuple(_question(tell, d)))
    yield from _adoption(tell, two)
    yield from _deciding(tell, d, two)
    yield from _near(tell, d, two, first)
    yield from _general(tell, d, two)
    yield from _consensus(tell, d, two)
    yield from _left_out(tell, d, two)
    yield from _table(tell, d)
    yield Paragraph((_conclusion(tell, d, two),))


def conduct(tell: Teller, d: Determination) -> list[str]:
    """The factors that say what was done, of the acts that carry the claim or of all, and what else
    the holding that first forbids it turned on."""
    assert d.situation is not None
    factors = tell.analysis.library.factors
    carrying = {r.act for r in d.violation.acts if r.role != "nothing"}
    acts = [a for a in d.situation.acts if not carrying or a.id in carrying]
    reasons = {
        f for e in (*d.established.by, *(d.first.by if d.first else ())) for f in e.precedent.reason
    }  # fmt: skip
    done = [
        f for a in acts for f in a.facts
        if factors[f].side == "plaintiff" and factors[f].particular and factors[f].conduct
    ]  # fmt: skip
    return list(dict.fromkeys([*done, *(f for f in d.situation.particulars if f in reasons)]))


def _question(tell: Teller, d: Determination) -> Iterator[Sentence]:
    """The right, stated at the level of the facts."""
    found = conduct(tell, d)
    right = tell.say.right(d)
    if found:
        where = tell.clauses(found, "an officer", "a person")
        yield sentence(
            f"The question is whether, {tell.during(d)}, it was beyond debate that the right to "
            f"{right} is violated where {where}."
        )
    else:
        yield sentence(
            f"The question is whether, {tell.during(d)}, it was beyond debate that this conduct "
            f"violates the right to {right}."
        )


def _adoption(tell: Teller, two: Step) -> Iterator[Block]:
    for part in two.parts:
        if part.kind == "adoption":
            yield Paragraph((tell.told(part),))


def _deciding(tell: Teller, d: Determination, two: Step) -> Iterator[Block]:
    """What forces a side, for and against; or that nothing does."""
    law = d.established.law
    assert law is not None
    said: list[Sentence] = []
    for part in two.parts:
        if part.kind in ("forced", "contrary"):
            said += _holding(tell, d, part)
            if part.kind == "forced":
                said += _met_here(tell, d, two, part)
        if part.kind == "met-issue":
            said.append(
                Sentence(
                    text(f"{part.values['name']} is met on the record as it is taken."),
                    "conclusion", _law_of(part), evidence(part),
                    stands="the element as decided under prong one",
                )
            )  # fmt: skip
        if part.kind == "nothing-binding":
            said.append(
                Sentence(
                    text(
                        f"No decision that binds in the {law.forum.name} and was given before "
                        f"{law.on.spoken()} reaches these facts."
                    ),
                    "conclusion",
                    stands=part.absent,
                )
            )  # fmt: skip
    if said:
        yield Paragraph(tuple(said))


def _law_of(part: Step) -> tuple[Cite, ...]:
    return tuple(
        Cite(c, "see") for step in part.walk() for c in step.authorities if step is not part
    )


def _holding(tell: Teller, d: Determination, part: Step) -> Iterator[Sentence]:
    """A holding or ruling that decides, with its date against the day of the conduct."""
    v = part.values
    authority = tell.analysis.library.authorities[str(v["authority"])]
    who = "the plaintiff" if v["side"] == "plaintiff" else "the officer"
    decided = authority.decided.spoken()
    as_of = v["as-of"]
    if v["ruling"] and isinstance(as_of, Day):
        clear = "was" if v["established"] else "was not yet"
        lead = (f", decided {decided}, rules for {who} that the law on such conduct {clear} clear "
                f"{as_of.during()}. ")  # fmt: skip
    else:
        verb = "decides for" if part.kind == "forced" else "is contrary, for"
        lead = f", decided {decided}, {verb} {who}. "
    yield Sentence(
        text(tell.case(authority), lead, set_names(full_stop(str(v["says"])))),
        "conclusion",
        support(part),
    )


def _met_here(tell: Teller, d: Determination, two: Step, forced: Step) -> Iterator[Sentence]:
    """That everything the deciding holding requires is shown here."""
    for part in two.parts:
        if part.kind != "comparison" or part.values["authority"] != forced.values["authority"]:
            continue
        if part.values["holding"] != forced.values["holding"]:
            continue
        shown = [p for p in part.parts if p.kind in ("finding", "premise", "derived")]
        factors = [str(p.values["factor"]) for p in shown if p.values.get("factor")]
        if factors:
            officer = tell.say.person(d.defendant)
            yield Sentence(
                text(f"So here: {tell.clauses(factors, officer, tell.injured(d))}."),
                "conclusion",
                record=tuple(dict.fromkeys(c for p in shown for c in evidence(p))),
                stands="comparison",
            )
        met = [p for p in part.parts if p.kind == "distinction"]
        if met:
            factors = [str(p.values["factor"]) for p in met]
            yield Sentence(
                text(
                    f"That {tell.clauses(factors, 'the officer', tell.injured(d))} does not distinguish it."
                ),
                "conclusion", record=tuple(c for p in met for c in p.record), stands="comparison",
            )  # fmt: skip


def _near(tell: Teller, d: Determination, two: Step, first: str) -> Iterator[Block]:
    """The nearest decisions of each side, each laid beside the facts."""
    comparisons = [p for p in two.parts if p.kind == "comparison"]
    if not comparisons:
        return
    order = ("plaintiff", "officer") if first == "plaintiff" else ("officer", "plaintiff")
    deciding = {(e.precedent.authority, e.precedent.holding) for e in d.established.by}
    for side in order:
        mine = [
            p for p in comparisons if p.values["side"] == side
            and (p.values["authority"], p.values["holding"]) not in deciding
        ]  # fmt: skip
        if not mine:
            continue
        whose = "the plaintiff" if side == "plaintiff" else "the officer"
        said: list[Sentence] = []
        for part in mine:
            said += _beside(tell, d, part)
        if side == order[-1]:
            said.append(
                Sentence(
                    text("These comparisons are made from the coded facts; no court has made them."),
                    "conclusion", stands="no court has made these comparisons on these facts",
                )
            )  # fmt: skip
        yield Paragraph(tuple(said), title=f"The nearest decisions for {whose}.")


def _beside(tell: Teller, d: Determination, part: Step) -> Iterator[Sentence]:
    """One decision: what it held, what is common, what was there and is not here, what is here and
    was not there."""
    v = part.values
    authority = tell.analysis.library.authorities[str(v["authority"])]
    name = tell.case(authority)
    binds = "binds here" if v["binding"] else "is persuasive only"
    unpublished = ", being unpublished," if authority.status == "unpublished" else ""
    yield Sentence(
        text(name, f", decided {authority.decided.spoken()},{unpublished} {binds}. ",
             set_names(full_stop(str(v["says"])))),
        "rule",
        support(part),
    )  # fmt: skip
    scope = keys(v["scope-missing"])
    if scope:
        scopes = tell.analysis.library.factors.scopes
        kinds = listed(scopes[t].says for t in scope)
        yield _compared(f"It is of another kind of case, one where {kinds}.")
    there, here = ("the officer", "the person"), (tell.say.person(d.defendant), tell.injured(d))
    shared = keys(v["shared"])
    if shared and not v["forces"]:
        yield _compared(f"In both, {tell.clauses(shared, *there)}.")
    weaker, other, missing = _kinds_of_missing(tell, d, part)
    if weaker:
        yield Sentence(
            text("In ", name, f" more plainly than here, {tell.clauses(weaker, *there)}."),
            "conclusion", stands="comparison",
        )  # fmt: skip
    if other:
        was = tell.clauses([f for f, _ in other], *there)
        is_ = tell.clauses(list(dict.fromkeys(by for _, by in other)), *here)
        yield Sentence(
            text("What is here in another form: in ", name, f", {was}; here, {is_}."),
            "conclusion", stands="comparison",
        )  # fmt: skip
    if missing:
        yield Sentence(
            text("But in ", name, f" {tell.clauses(missing, *there)}; that is not shown here."),
            "conclusion", stands="comparison",
        )  # fmt: skip
    limited = keys(v["facts-missing"])
    if limited:
        yield _compared(
            "It was limited to its facts, of which these are not shown here: "
            f"{tell.clauses(limited, *there)}."
        )
    for grade in ("untested", "recited", "despite"):
        found = [p for p in part.parts if p.kind == "distinction" and p.values["grade"] == grade]
        if not found:
            continue
        factors = [str(p.values["factor"]) for p in found]
        record = tuple(dict.fromkeys(c for p in found for c in p.record))
        said = tell.clauses(factors, *here)
        words = {
            "untested": text("Here, unlike in ", name, f", {said}."),
            "recited": text(
                name, f" also recites, without discussing it, that {tell.clauses(factors, *there)}."
            ),
            "despite": text(
                name, f" also met, and found not enough, that {tell.clauses(factors, *there)}."
            ),
        }[grade]
        yield Sentence(words, "conclusion", record=record, stands="comparison")


def _kinds_of_missing(
    tell: Teller, d: Determination, part: Step
) -> tuple[list[str], list[tuple[str, str]], list[str]]:
    """What a decision turned on and is not here as it was there: what is here but weaker, what is
    here in another form under the same parent, with that form, and what is not here at all."""
    situation = d.situation
    assert situation is not None
    near = next(
        (n for n in d.established.nearest
         if (n.entry.precedent.authority, n.entry.precedent.holding)
         == (part.values["authority"], part.values["holding"])), None,
    )  # fmt: skip
    forms = _forms(tell, situation, near) if near else {}
    every = keys(part.values["missing"])
    weaker = [f for f in every if f in situation.particulars]
    other = [(f, forms[f]) for f in every if f in forms and f not in weaker]
    known = {f for f, _ in other} | set(weaker)
    return weaker, other, [f for f in every if f not in known]


def _forms(tell: Teller, situation: Situation, near: Near) -> dict[str, str]:
    """What a decision turned on and is here in another form under the same parent: that form."""
    factors = tell.analysis.library.factors
    reached = rung(near.entry, situation.particulars, situation.scope, factors)
    return {s.factor: s.by for s in reached.steps if s.factor != s.by} if reached else {}


def _compared(words: str) -> Sentence:
    return Sentence(text(words), "conclusion", stands="comparison")


def _general(tell: Teller, d: Determination, two: Step) -> Iterator[Block]:
    """At what level of generality binding authority reaches the facts, which is not enough."""
    if d.established.holds:
        return
    for part in two.parts:
        if part.kind != "ladder" or not part.parts:
            continue
        said: list[Sentence] = []
        for step in part.parts:
            v = step.values
            authority = tell.analysis.library.authorities[str(v["authority"])]
            steps = [s for s in _steps(v["steps"]) if s[0] != s[1]]
            if not steps:
                continue
            general = list(dict.fromkeys(s[2] for s in steps))
            said.append(
                Sentence(
                    text(
                        tell.case(authority), " reaches these facts only where both are stated more "
                        f"generally, as that {tell.clauses(general, 'an officer', 'the person')}.",
                    ),
                    "conclusion", support(step, "see"), stands="comparison",
                )
            )  # fmt: skip
        against = method(d, tell.analysis.library, "level-of-generality")
        if said and against is not None:
            said.append(
                Sentence(
                    text("At that level the right does not decide the case. ",
                         set_names(full_stop(str(against.values["says"])))),
                    "conclusion", support(against),
                )
            )  # fmt: skip
        if said:
            yield Paragraph(tuple(said))


def _steps(value: object) -> list[tuple[str, str, str]]:
    return [tuple(s) for s in value] if isinstance(value, tuple) else []


def _consensus(tell: Teller, d: Determination, two: Step) -> Iterator[Block]:
    """The count of persuasive decisions, with what was said of each and who says otherwise."""
    library = tell.analysis.library
    for part in two.parts:
        if part.kind != "consensus" or d.established.result in ("binding", "obvious"):
            continue
        v = part.values
        candidates = tuple(
            Cite(one.authorities[0], "see") for one in part.parts
            if one.kind == "candidate" and one.authorities
        )  # fmt: skip
        said = [Sentence(text(_counted(part)), "conclusion", candidates, stands=part.absent)]
        for one in part.parts:
            for key, how, says in one.values.get("doubts", ()):  # type: ignore[attr-defined]
                doubter = library.authorities[str(key)]
                doubted = library.authorities[str(one.values["authority"])]
                why = f", saying that it {says}" if says else ""
                cites = tuple(Cite(c, "see") for c in one.authorities if c.authority == str(key))
                said.append(
                    Sentence(
                        text(tell.case(doubter), f" {how} ", tell.case(doubted), f"{why}."),
                        "rule", cites,
                    )
                )  # fmt: skip
            if one.kind == "contrary":
                said += _holding(tell, d, one)
        needs = method(d, library, "consensus")
        number = int(str(v["needs"]))
        said.append(
            Sentence(
                text(
                    f"That it takes {NUMBER.get(number, str(number))} to make a consensus is an "
                    "assumption of this memorandum; no court has fixed a number."
                ),
                "conclusion", support(needs, "see") if needs else (), stands="a modelling assumption",
            )
        )  # fmt: skip
        yield Paragraph(tuple(said), title="Other courts.")


def _counted(part: Step) -> str:
    v = part.values
    agreeing, near = int(str(v["agreeing"])), int(str(v["near"]))
    courts = plural(len(keys(v["courts"])), "court")
    if v["found"]:
        return (
            f"There is a consensus of persuasive authority: {courts} would so hold, and none says "
            "otherwise."
        )
    if agreeing:
        why = (
            "and the decision is doubted" if v["doubted"]
            else "against contrary authority" if v["contrary"]
            else "which is too few"
        )  # fmt: skip
        return f"There is no consensus of persuasive authority: {courts} would so hold, {why}."
    if near:
        how = (
            "one decision comes near, and stands alone"
            if near == 1
            else f"{plural(near, 'decision')} come near"
        )
        doubt = ", doubted elsewhere" if v["doubted"] else ""
        return (
            f"There is no consensus of persuasive authority: {how}{doubt}, without reaching these "
            "facts in their particulars."
        )
    return (
        "There is no consensus of persuasive authority: no decision in the law library comes near."
    )


def _left_out(tell: Teller, d: Determination, two: Step) -> Iterator[Block]:
    """Decisions that would bear on the facts but do not count, each with why."""
    near = (n.entry for n in d.established.nearest)
    told = (*d.established.by, *d.established.contrary, *near)
    deciding = {entry.precedent.authority for entry in told}
    groups: dict[str, list[Step]] = {}
    for part in two.parts:
        if part.kind == "left-out" and part.values["authority"] not in deciding:
            groups.setdefault(str(part.values["reason"]), []).append(part)
    said: list[Sentence] = []
    for reason, several in groups.items():
        authorities = dict.fromkeys(str(p.values["authority"]) for p in several)
        names = [tell.case(tell.analysis.library.authorities[k]) for k in authorities]
        cites = tuple(Cite(c) for p in several for c in p.authorities)
        one = len(names) == 1
        is_, why = ("does", WHY_NOT[reason][0]) if one else ("do", WHY_NOT[reason][1])
        words = text(*(w for n, name in enumerate(names) for w in (_between(n, len(names)), name)))
        said.append(Sentence(text(words, f" {is_} not count, because {why}."), "conclusion", cites))
    if said:
        yield Paragraph(tuple(said), title="Not counted.")


def _between(number: int, of: int) -> str:
    if number == 0:
        return ""
    if number == of - 1:
        return " and " if of == 2 else ", and "
    return ", "


def nearest(d: Determination, number: int = BESIDE) -> list[Near]:
    """The nearest decisions to lay beside the case: what decides, then the nearest of each side."""
    found = list(d.established.nearest)
    by = [n for n in found if n.entry in d.established.by]
    hers = [n for n in found if n.entry.precedent.side == "plaintiff" and n not in by]
    his = [n for n in found if n.entry.precedent.side == "officer"]
    chosen = [*by, *hers[: max(1, number - 1 - len(by))], *his[:1]]
    return chosen[:number]


def _table(tell: Teller, d: Determination) -> Iterator[Block]:
    """The comparison table: fact by fact, the case beside the nearest decisions."""
    near = nearest(d)
    if not near or d.situation is None:
        return
    factors = tell.analysis.library.factors
    facts: dict[str, None] = dict.fromkeys(conduct(tell, d))
    for n in near:
        p = n.entry.precedent
        theirs = (x.factor for x in n.comparison.distinctions) if p.side == "plaintiff" else ()
        for f in (*p.reason, *theirs, *sorted(p.despite)):
            if factors[f].particular:
                facts[f] = None
    forms = {factor for n in near for factor in _forms(tell, d.situation, n)}
    rows: list[tuple[Sentences, ...]] = []
    for key in facts:
        here = (
            "Yes"
            if key in d.situation.facts
            else "In another form"
            if key in forms
            else "Not shown"
        )
        cells: list[Sentences] = [cell(capital(factors[key].says)), cell(here)]
        for n in near:
            p = n.entry.precedent
            word = (
                "Relied on" if key in p.reason
                else "Met; not enough" if key in p.despite
                else "Recited" if key in p.met or key in p.own
                else "—"
            )  # fmt: skip
            cells.append(cell(word))
        rows.append(tuple(cells))
    head = ("Fact", "Here", *(
        f"{tell.case(n.entry.authority).text} ({n.entry.authority.decided.first.year}), for the "
        f"{n.entry.precedent.side}" for n in near
    ))  # fmt: skip
    yield Table(
        f"{tell.say.person(d.defendant)} beside the nearest decisions", head, tuple(rows),
        widths=(40, 12, *(48 // len(near) for _ in near)),
    )  # fmt: skip


def _conclusion(tell: Teller, d: Determination, two: Step) -> Sentence:
    """The conclusion on prong two, with what it does to immunity."""
    return Sentence(
        text(tell.say.prong_two(d, tell.during(d))),
        "conclusion",
        tuple(Cite(c, "see") for c in on_prong_two(two)),
    )
