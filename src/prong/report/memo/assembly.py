"""A memorandum put together for its reader, its citations written out in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from prong.decide.analysis import Analysis
from prong.decide.determination import Determination
from prong.report.blocks import Block, Heading, Memo, Paragraph, sentence
from prong.report.citing import cited, cited_elsewhere, written
from prong.report.memo import chart, front, pictures, rest
from prong.report.memo.advocate import to_meet
from prong.report.memo.prong_one import prong_one
from prong.report.memo.prong_two import prong_two
from prong.report.memo.training import training
from prong.report.prose import Teller

AUDIENCES = ("court", "plaintiff", "officers", "training")


def memo(analysis: Analysis, audience: str = "court", figures: str = "main") -> Memo:
    """The memorandum on an analysis for an audience: ``court``, ``plaintiff``, ``officers`` or
    ``training``. Every conclusion stands on a rule, a record cite, a comparison or a stated absence.

    ``figures``: the ``main`` ones (timeline, fair-warning map), ``all`` (comparisons, argument trees
    and citation graphs too, in an appendix), or ``none``.
    """
    tell = Teller.of(analysis)
    caption = front.caption(tell, audience)
    made = Memo(
        caption=caption,
        blocks=tuple(_body(tell, audience, figures)),
        title=f"{caption.title}: {caption.case}",
        subject="Qualified immunity under 42 U.S.C. § 1983",
        foot=f"{caption.case}, {caption.number}" if caption.number else caption.case,
    )
    found = cited(made, analysis.library)
    tail = (
        *rest.authorities(tell, found, cited_elsewhere(made)),
        *rest.verification(tell, found, made),
    )
    return written(replace(made, blocks=(*made.blocks, *tail)), analysis.library, tell.names)


def _body(tell: Teller, audience: str, figures: str) -> Iterator[Block]:
    if audience == "training":
        yield from training(tell)
        if figures != "none":
            yield from pictures.of_forums(tell, front.live(tell))
        return
    yield from front.bottom_line(tell)
    yield from front.standard(tell)
    yield from front.facts(tell)
    on = front.live(tell)
    if figures != "none":
        yield from pictures.of_facts(tell, on)
    yield from chart.chart(tell)
    yield from chart.note(tell)
    if on:
        yield Heading(1, "Discussion")
    for number, d in enumerate(on):
        yield Heading(2, f"{_letter(number)}. {_title(tell, d, on)}")
        yield from _discussion(tell, d, audience)
    yield from rest.not_reached(tell)
    yield from rest.elsewhere(tell)
    if figures != "none":
        yield from pictures.of_forums(tell, on)
    if figures == "all":
        yield from pictures.appendix(tell, on)


def _letter(number: int) -> str:
    return chr(ord("A") + number) if number < 26 else f"A{_letter(number - 26)}"


def _title(tell: Teller, d: Determination, on: list[Determination]) -> str:
    several = len({x.claim.theory for x in on}) > 1
    theory = f", {tell.say.doctrine(d).lower()}" if several else ""
    return f"{tell.say.person(d.defendant)}: conduct of {tell.day(d)}{theory}"


def _discussion(tell: Teller, d: Determination, audience: str) -> Iterator[Block]:
    side = "officer" if audience == "officers" else "plaintiff"
    one, two = prong_one(tell, d), prong_two(tell, d, side)
    if d.ground == "no-immunity":
        yield from _no_immunity(tell, d)
        yield from one
        return
    yield from (*two, *one) if d.order == "two-only" else (*one, *two)
    yield from _motion(tell, d, side)
    yield from _dates(tell, d)
    if audience in ("plaintiff", "officers"):
        yield from to_meet(tell, d, audience)
    yield from rest.changes(tell, d)
    yield from rest.going_forward(tell, d)


def _no_immunity(tell: Teller, d: Determination) -> Iterator[Block]:
    for step in tell.parts(d).get("defence", []):
        yield Paragraph((tell.told(step),))


def _motion(tell: Teller, d: Determination, side: str) -> Iterator[Block]:
    """On a plaintiff's motion, the plaintiff's own version, on which immunity turns."""
    hers = d.plaintiffs_version
    if hers is None:
        return
    yield Heading(3, "On the plaintiff's own version")
    yield Paragraph((
        sentence(
            "On the plaintiff's motion the officers' version is taken; whether immunity is granted "
            "turns on the plaintiff's own version, as follows."
        ),
    ))  # fmt: skip
    yield from (replace(b, level=4) if isinstance(b, Heading) else b for b in prong_one(tell, hers))
    yield from (
        replace(b, level=4) if isinstance(b, Heading) else b for b in prong_two(tell, hers, side)
    )


def _dates(tell: Teller, d: Determination) -> Iterator[Block]:
    for step in tell.parts(d).get("dates", []):
        yield Paragraph((tell.told(step, "see"),))
