"""For one side's counsel: what the other side will say, to be met."""

from __future__ import annotations

from collections.abc import Iterator

from prong.decide.argument import Step
from prong.decide.determination import Determination
from prong.report.blocks import Block, Heading, Points, Sentence, Sentences, text
from prong.report.phrases import capital
from prong.report.prose import Teller, keys, series, support


def to_meet(tell: Teller, d: Determination, side: str) -> Iterator[Block]:
    """The weaknesses of a side: the decisions against it, what distinguishes its own, the facts in
    dispute on which it depends, and the evidence it lacks."""
    two = tell.part(d, "prong-two")
    comparisons = [p for p in two.parts if p.kind == "comparison"] if two else []
    own = "plaintiff" if side == "plaintiff" else "officer"
    points: list[Sentences] = [
        *((s,) for s in _standing(tell, d, side)),
        *((s,) for p in comparisons if p.values["side"] != own for s in _against(tell, p)),
        *((s,) for p in comparisons if p.values["side"] == own for s in _distinguished(tell, d, p)),
        *((s,) for s in _contested(tell, d)),
    ]
    if points:
        yield Heading(3, "What must be met")
        yield Points(tuple(points))


def _standing(tell: Teller, d: Determination, side: str) -> Iterator[Sentence]:
    """Where the determination itself is against this side."""
    lost = d.immunity == ("granted" if side == "plaintiff" else "denied")
    if lost:
        yield Sentence(
            text(tell.say.bottom_line(d)), "conclusion", stands="the determination above"
        )
    elif side == "officers" and d.violation.result == "shown":
        yield Sentence(
            text(
                f"{capital(d.words.shown)} a violation, so that only prong two stands between "
                f"{tell.say.person(d.defendant)} and liability."
            ),
            "conclusion",
            stands="the determination above",
        )


def _against(tell: Teller, part: Step) -> Iterator[Sentence]:
    v = part.values
    authority = tell.analysis.library.authorities[str(v["authority"])]
    shared = keys(v["shared"])
    how = "binds here" if v["binding"] else "is persuasive only"
    common = (
        f" and shares with this case that {tell.clauses(shared, 'the officer', 'the person')}"
        if shared else ""
    )  # fmt: skip
    yield Sentence(
        text("The other side will rely on ", tell.case(authority), f", which {how}{common}."),
        "conclusion", support(part, "see"), stands="comparison",
    )  # fmt: skip


def _distinguished(tell: Teller, d: Determination, part: Step) -> Iterator[Sentence]:
    """How the other side will distinguish a decision that this side relies on."""
    v = part.values
    authority = tell.analysis.library.authorities[str(v["authority"])]
    missing = [*keys(v["missing"]), *keys(v["facts-missing"])]
    fresh = [
        str(p.values["factor"]) for p in part.parts
        if p.kind == "distinction" and p.values["grade"] == "untested"
    ]  # fmt: skip
    said: list[str] = []
    if missing:
        there = tell.clauses(missing, "the officer", "the person")
        said.append(f"there {there}, which is not shown here")
    if fresh:
        here = tell.clauses(fresh, tell.say.person(d.defendant), tell.injured(d))
        said.append(f"here, and not there, {here}")
    if said:
        yield Sentence(
            text(tell.case(authority), f" will be distinguished: {series(said)}."),
            "conclusion", support(part, "see"), stands="comparison",
        )  # fmt: skip


def _contested(tell: Teller, d: Determination) -> Iterator[Sentence]:
    """The disputed findings that would change the outcome or a prong, by themselves."""
    view = d.view
    if view is None:
        return
    sets = (*d.material.outcome.sets, *d.material.prong_one.sets, *d.material.prong_two.sets)
    for id in dict.fromkeys(i for chosen in sets if len(chosen) == 1 for i in chosen):
        item = view.items.get(id)
        if item is not None:
            yield Sentence(
                text(f"It is disputed, and matters, whether {tell.statement(d, item)}."),
                "conclusion", record=tell.cites(item.for_, item.against),
                stands="deciding again on the other side's version",
            )  # fmt: skip
