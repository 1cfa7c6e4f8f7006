"""The figures of a memorandum, each with its caption and its words for whoever cannot see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from prong.decide.determination import Determination
from prong.faults import WordFault
from prong.report.blocks import Block, Heading, Picture, sentence
from prong.report.figures import argument_tree, citations, comparison, fair_warning, timeline
from prong.report.figures.spec import Spec
from prong.report.prose import Teller

Made = Callable[[Determination], Sequence[Spec]]


def of_facts(tell: Teller, on: Iterable[Determination]) -> Iterator[Block]:
    """The timeline, of the first determination that reaches prong two."""
    reached = [d for d in on if d.law is not None and d.established.result != "not-reached"]
    for d in reached[:1]:
        yield from _pictures(tell, d, lambda d: (timeline(tell.analysis, d),))


def of_forums(tell: Teller, on: Iterable[Determination]) -> Iterator[Block]:
    """The fair-warning map, once for determinations whose states are the same everywhere."""
    told: set[object] = set()
    for d in on:
        states = tuple((s.forum, s.now, s.first.begins if s.first else None) for s in d.forums)
        if d.forums and states not in told and d.violation.result != "not-shown":
            told.add(states)
            yield from _pictures(tell, d, lambda d: (fair_warning(tell.analysis, d),))


def appendix(tell: Teller, on: Iterable[Determination]) -> Iterator[Block]:
    """Each determination beside the nearest authorities, factor by factor; its argument as a tree;
    and what its authorities say of each other."""
    yield Heading(1, "Appendix: figures")
    for d in on:
        yield Heading(2, f"{tell.say.person(d.defendant)}: conduct of {tell.day(d)}")
        yield from _pictures(tell, d, lambda d: (comparison(tell.analysis, d),))
        yield from _pictures(tell, d, lambda d: argument_tree(tell.analysis, d))
        yield from _pictures(tell, d, lambda d: (citations(tell.analysis, d),))


def _pictures(tell: Teller, d: Determination, make: Made) -> Iterator[Block]:
    try:
        specs = make(d)
    except WordFault:  # there is nothing to draw
        return
    for spec in specs:
        whose = f"{tell.say.person(d.defendant)}, conduct of {tell.day(d)}"
        yield Picture(spec.title, spec.alt, (sentence(f"{spec.title}: {whose}."),), spec)
