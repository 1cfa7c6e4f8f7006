"""Prong one for a defendant: element by element, then the omissions, then what carries the claim."""

from __future__ import annotations

from collections.abc import Iterator

from prong.decide.argument import Step, cited
from prong.decide.determination import Determination
from prong.law.doctrines import Issue
from prong.report.blocks import Block, Cite, Heading, Paragraph, Sentence, sentence, text
from prong.report.phrases import ISSUE, NUMBER, capital
from prong.report.prose import Teller, for_record, full_stop, rule, said_where, series, support


def prong_one(tell: Teller, d: Determination) -> Iterator[Block]:
    parts = tell.parts(d)
    yield Heading(3, "Whether a right was violated")
    for part in (*parts.get("prong-one", []), *parts.get("waived", [])):
        if part.kind == "waived":
            if part.values["prong"] == 1:
                yield Paragraph((tell.told(part),))
            continue
        yield from _elements(tell, d, part)
    for part in parts.get("prong-not-reached", []):
        if part.values["prong"] == 1:
            yield Paragraph((tell.told(part),))


def _elements(tell: Teller, d: Determination, one: Step) -> Iterator[Block]:
    doctrine = d.doctrine
    assert doctrine is not None
    issues = [p for p in one.parts if p.kind in ("issue", "issue-open", "issue-forfeited")]
    names = [doctrine.issues[str(p.values["issue"])].name for p in issues]
    yield Paragraph((_right(tell, d, names),))
    for part in issues:
        issue = doctrine.issues[str(part.values["issue"])]
        yield Paragraph(tuple(_element(tell, d, part, issue)), title=f"{issue.name}.")
    acts = [p for p in one.parts if p.kind == "act"]
    remainder = next((p for p in one.parts if p.kind == "remainder"), None)
    yield from _carrying(tell, d, acts)
    yield from _idle(tell, d, acts, remainder)


def _right(tell: Teller, d: Determination, names: list[str]) -> Sentence:
    assert d.doctrine is not None
    right = d.doctrine.right
    listing = series(name[:1].lower() + name[1:] for name in names)
    what = (
        "one element" if len(names) == 1 else f"{NUMBER.get(len(names), str(len(names)))} elements"
    )
    words = (
        f"The claim is one of {tell.say.theory(d)}, under {_to(right)}. It has {what}: {listing}."
    )
    adoption = d.later.adoption(d.doctrine) if d.later else d.established.adoption
    if adoption is None or adoption.status != "adopted" or adoption.authority is None:
        return sentence(words)
    cites = tuple(Cite(c, "see") for c in cited(tell.analysis.library, adoption))
    return Sentence(text(words), "rule", cites)


def _to(right: str) -> str:
    return f"the right to {right}" if not right.startswith("the right") else right


def _element(tell: Teller, d: Determination, part: Step, issue: Issue) -> Iterator[Sentence]:
    """One element: the rule, the facts, the conclusion in the verb that the posture allows."""
    result = str(part.values["result"])
    asks = issue.asks.removeprefix("whether ").removeprefix("whether, ")
    if part.kind == "issue-forfeited":
        yield Sentence(
            text(
                f"{tell.say.person(part.values['by'])} forfeited this point, so that it is "
                f"{ISSUE[result]}."
            ),
            "conclusion", record=part.record, stands=part.absent,
        )  # fmt: skip
        return
    if part.kind == "issue-open":
        failed = next((i for i in d.violation.issues if i.result == "rejected"), None)
        if failed is not None and d.doctrine is not None and not part.authorities:
            name = d.doctrine.issues[failed.issue].name
            yield Sentence(
                text(f"Whether {asks} need not be decided, because the first point that fails ends the "
                     f"claim: {name[:1].lower()}{name[1:]}."),
                "conclusion", stands="the element that fails",
            )  # fmt: skip
            return
        yield Sentence(
            text(
                f"Whether {asks} is not decided: "
                + ("binding decisions conflict." if part.authorities
                   else "no rule or holding in the law library reaches these facts.")
            ),
            "conclusion", support(part, "see"), stands=part.absent,
        )  # fmt: skip
        return
    law = [p for p in part.parts if p.kind in ("rule", "holding")]
    for step in law:
        yield rule(step)
    yield from tell.findings(
        d, [s for s in part.parts if s.kind in ("finding", "premise", "derived")]
    )
    verb = d.words.shown if result == "accepted" else d.words.not_shown
    yield Sentence(
        text(f"{capital(verb)} that {full_stop(asks)}"),
        "conclusion",
        support(law[0], "see") if law else (),
        stands="the element's rule and the facts above",
    )


def _carrying(tell: Teller, d: Determination, acts: list[Step]) -> Iterator[Block]:
    """The acts that carry the claim, alone or together, and those that only inform it."""
    basis = [a for a in acts if a.values["role"] == "basis"]
    informs = [a for a in acts if a.values["role"] == "informs"]
    if not basis:
        return
    who = tell.say.person(d.defendant)
    said: list[Sentence] = []
    alone = [a for a in basis if (a.values["act"],) in d.violation.sufficient_sets]
    for act in alone:
        said.append(
            _act(tell, f"What carries the claim by itself is that {who} {tell.done(d, act)}.", act)
        )
    joint = [s for s in d.violation.sufficient_sets if len(s) > 1]
    by_name = {str(a.values["act"]): a for a in acts}
    for chosen in joint:
        members = [by_name[name] for name in chosen if name in by_name]
        first = [a for a in members if a.values["role"] == "basis"]
        others = [a for a in members if a.values["role"] == "informs"]
        what = series(tell.done(d, a) for a in first)
        if others:
            words = f"What carries the claim is that {who} {what}."
        else:
            number = capital(NUMBER.get(len(first), str(len(first))))
            words = f"{number} acts carry the claim together: {who} {what}."
        said.append(
            Sentence(
                text(words),
                "conclusion",
                record=for_record(first),
                stands="the least sets of acts on which the violation is shown",
            )
        )
    undecided = [a for a in basis if a.values["alone"] == "open"]
    if joint and undecided:
        which = {1: "that", 2: "either"}.get(len(undecided), "any one of them")
        said.append(
            Sentence(
                text(f"Whether {which} would carry it alone is not decided."),
                "conclusion",
                stands="no rule or holding reaches the act alone",
            )
        )  # fmt: skip
    for act in informs:
        said.append(
            _act(
                tell,
                f"That {who} {tell.done(d, act)} would by itself be no violation; it informs the manner "
                "in which the rest was done.",
                act,
            )
        )
    yield Paragraph(tuple(said), title="What carries the claim.")


def _act(tell: Teller, words: str, act: Step) -> Sentence:
    return Sentence(
        text(words), "conclusion", record=for_record([act]),
        stands="the least sets of acts on which the violation is shown",
    )  # fmt: skip


def _idle(
    tell: Teller, d: Determination, acts: list[Step], remainder: Step | None
) -> Iterator[Block]:
    """What does nothing: omissions apart from acts, and what they come to together."""
    idle = [a for a in acts if a.values["role"] == "nothing"]
    if not idle:
        return
    who = tell.say.person(d.defendant)
    omissions = [a for a in idle if a.values["kind"] == "omission"]
    others = [a for a in idle if a.values["kind"] != "omission"]
    said: list[Sentence] = []
    for several in (omissions, others):
        if several:
            what = series(tell.done(d, a) for a in several)
            said.append(
                Sentence(
                    text(f"{who} also {what}." if d.violation.result == "shown" else f"{who} {what}."),
                    "fact", record=for_record(several),
                    stands="stated in the case file",
                )
            )  # fmt: skip
    if d.violation.result == "shown":
        number = len(idle)
        how = (
            "That adds nothing"
            if number == 1
            else f"These {NUMBER.get(number, str(number))}, even together, add nothing"
        )
        result = {
            "not-shown": "That by itself was no violation."
            if number == 1
            else "None of these, alone or together, was a violation.",
            "open": f"{how} on which the law library decides.",
            "shown": f"{how} that the claim needs.",
        }[d.violation.remainder or "open"]
        said.append(
            Sentence(
                text(result), "conclusion",
                support(remainder, "see") if remainder else (),
                stands=(remainder.absent if remainder else None) or "the remaining acts, judged together",
            )
        )  # fmt: skip
    said += said_where(d, tell.analysis, idle)
    title = (
        "The omissions."
        if not others
        else "What does nothing."
        if d.violation.result == "shown"
        else "The conduct."
    )
    yield Paragraph(tuple(said), title=title)
