"""For training: in plain words, what is forbidden, since when, where, and what was no violation."""

from __future__ import annotations

from collections.abc import Iterator

from prong.decide.determination import Determination
from prong.decide.reach import State
from prong.report.blocks import (
    Block,
    Cite,
    Heading,
    Paragraph,
    Points,
    Sentence,
    Sentences,
    Table,
    sentence,
    text,
)
from prong.report.memo import front
from prong.report.memo.prong_two import conduct
from prong.report.memo.rest import elsewhere, why
from prong.report.phrases import ESTABLISHED, capital, listed
from prong.report.prose import Teller, for_record, said_where, series, support


def training(tell: Teller) -> Iterator[Block]:
    """The body of a memorandum for training."""
    on = [d for d in front.live(tell) if d.ground != "no-immunity"]
    yield Heading(1, "In short")
    yield Points(tuple(_short(tell, d) for d in on))
    yield Heading(1, "What is forbidden, and since when")
    yield _since(tell, on)
    yield from _no_violation(tell, on)
    yield from _why(tell, on)
    yield from elsewhere(tell)


def _done(tell: Teller, d: Determination) -> str:
    """What was done, in the words of the factors."""
    found = conduct(tell, d)
    if found:
        return tell.clauses(found, "an officer", "a person")
    return f"an officer did what {tell.say.person(d.defendant)} did"


def _own(d: Determination) -> State | None:
    law = d.law
    return next((s for s in d.forums if law and s.forum == law.forum.forum), None)


def _short(tell: Teller, d: Determination) -> Sentences:
    done, forum = _done(tell, d), d.law.forum.name if d.law else ""
    if d.first is not None:
        step = tell.parts(d)["first"][0]
        return (
            Sentence(
                text(
                    f"In the {forum}, this has been clearly forbidden since "
                    f"{d.first.begins.spoken()}: {done}."
                ),
                "conclusion",
                support(step, "see"),
            ),
        )
    if d.violation.result == "not-shown":
        return (
            Sentence(
                text(f"In the {forum}, this was found to be no violation: {done}."),
                "conclusion", front.grounds(tell, d), stands="the determination",
            ),
        )  # fmt: skip
    return (
        Sentence(
            text(f"In the {forum}, no decision yet forbids this clearly: {done}."),
            "conclusion", stands="no decision in the law library forces the plaintiff's side",
        ),
    )  # fmt: skip


def _since(tell: Teller, on: list[Determination]) -> Table:
    rows: list[tuple[Sentences, ...]] = []
    for d in on:
        state = _own(d)
        if state is None:
            continue
        begins = state.first.begins.spoken() if state.first else "—"
        others = [s for s in d.forums if s is not state and s.first is not None]
        courts = tell.analysis.library.courts.courts
        too = listed(courts[s.forum].cite for s in others) or "—"
        rows.append((
            (sentence(capital(_done(tell, d))),),
            (sentence(capital(ESTABLISHED[state.then])),), (sentence(begins),),
            (why(tell, state),), (sentence(too),),
        ))  # fmt: skip
    return Table(
        "Conduct, and from when it is clearly forbidden",
        ("Conduct", "On the day", "Forbidden since", "By what, or why not", "Also in"),
        tuple(rows), widths=(36, 14, 15, 23, 12),
    )  # fmt: skip


def _no_violation(tell: Teller, on: list[Determination]) -> Iterator[Block]:
    """Acts and omissions that did nothing for the claim."""
    points: list[Sentences] = []
    law: dict[Sentence, None] = {}
    for d in on:
        one = tell.part(d, "prong-one")
        acts = [p for p in one.parts if p.kind == "act"] if one else []
        if d.violation.result not in ("shown", "not-shown"):
            continue
        idle = acts if d.violation.result == "not-shown" else [
            a for a in acts if a.values["role"] == "nothing"
        ]  # fmt: skip
        if not idle or (d.violation.result == "shown" and d.violation.remainder != "not-shown"):
            continue
        rest = next((p for p in one.parts if p.kind == "remainder"), None) if one else None
        cites: tuple[Cite, ...] = support(rest, "see") if rest else front.grounds(tell, d)
        law |= dict.fromkeys(said_where(d, tell.analysis, idle))
        points.append((
            Sentence(
                text(
                    f"{tell.say.person(d.defendant)} {series(str(a.values['what']) for a in idle)}. "
                    "That was no violation of this right, though it may have broken a policy or a statute."
                ),
                "conclusion", cites,
                for_record(idle),
                stands="the acts judged together",
            ),
        ))  # fmt: skip
    if points:
        yield Heading(1, "What was no violation")
        yield Points(tuple(points))
        if law:
            yield Paragraph(tuple(law))


def _why(tell: Teller, on: list[Determination]) -> Iterator[Block]:
    """The answer in the case itself."""
    yield Heading(1, "How the case came out")
    yield Points(
        tuple(
            (Sentence(text(tell.say.bottom_line(d)), "conclusion", front.grounds(tell, d),
                      stands="the determination"),)
            for d in on
        )
    )  # fmt: skip
