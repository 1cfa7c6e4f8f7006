"""Whether a quotation stands in the authority it is attributed to, and on the page that is pinned."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from prong.base import lookup, many
from prong.base.held import Opinion, Passage, Writing, passage
from prong.base.store import Base
from prong.base.words import aligned
from prong.check import words
from prong.check.finding import Change, Finding, Known, Verdict, side_of
from prong.check.known import cites_of
from prong.check.pages import reporter_of
from prong.check.words import NEGATIONS, Body, Match, Near, Quote
from prong.read import pins
from prong.read.reading import Citation, Quotation, Reading

#: Quotations of fewer words are terms: that one is not found says little.
_TERM = 5
#: So many words must stand in another opinion for it to be named as the source.
_ELSEWHERE = 5
#: What a parenthetical says when citations or marks are left out of a quotation.
_LEFT_OUT = ("omitted", "cleaned up", "original")


_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
#: The last word of a sentence not yet ended, whatever page mark follows it.
_RIGHT_BEFORE = re.compile(rf"({_WORD.pattern})\s*(?:\[?\*+\d+\]?\s*)?[“\"‘']*$")


def _negates(word: str) -> bool:
    return word.lower() in NEGATIONS or word.lower().replace("’", "'").endswith("n't")


@dataclass
class Texts:
    """The texts of the decisions of a brief, each read and split once."""

    base: Base
    raw: dict[int, str] = field(default_factory=dict)
    split: dict[int, Body] = field(default_factory=dict)

    def text(self, writing: Writing) -> str:
        if writing.id not in self.raw:
            self.raw[writing.id] = lookup.text_of(self.base, writing)
        return self.raw[writing.id]

    def body(self, writing: Writing) -> Body:
        if writing.id not in self.split:
            self.split[writing.id] = Body(self.text(writing))
        return self.split[writing.id]

    def places(self, opinion: Opinion, quoted: Quote) -> Iterator[Passage]:
        """Where words stand in a decision, as the brief marks them."""
        for writing in opinion.writings:
            body = self.body(writing)
            for match in words.found(body, quoted):
                yield self.passage(opinion, writing, body, match)

    def passage(
        self, opinion: Opinion, writing: Writing, body: Body, match: Match | Near
    ) -> Passage:
        start, end = body.span(match.first)[0], body.span(max(match.first, match.last - 1))[1]
        return passage(opinion, writing, body.text, start, end)


@dataclass
class Quoter:
    """What the quotations of one brief are laid against: its texts, and every decision it cites."""

    reading: Reading
    texts: Texts
    known: Callable[[Citation], Known | None]
    cited: Sequence[Known]

    def findings(self, quotation: Quotation) -> Iterator[tuple[Citation, Finding]]:
        """The findings on one quotation, each with the citation in whose row it belongs."""
        if quotation.attributed_to is None:
            return
        citation = self.reading.by_number[quotation.attributed_to]
        known = self.known(citation)
        if self._of(citation).kind not in _CASES:
            return  # a statute's words, the record's, or of what nothing says
        quoted = words.quote(quotation.text)
        if not quoted.words:
            return
        if known is None or known.opinion is None:
            inner = self._of_inner(quotation)
            if inner is not None:
                yield inner
                return
        for finding in self._laid(quotation, quoted, citation, known):
            yield citation, finding

    def _of_inner(self, quotation: Quotation) -> tuple[Citation, Finding] | None:
        """Words of a decision whose text is not held, found in the one it is said to quote. What stands
        within inner marks is the quoted decision's; the rest is its own and cannot be laid beside."""
        if quotation.inner is None:
            return None
        citation = self.reading.by_number[quotation.inner]
        known = self.known(citation)
        if known is None or known.opinion is None:
            return None
        inner = _INNER.findall(quotation.text.strip('“”"'))
        parts = [q for part in inner if len((q := words.quote(part)).words) > 1]
        whole = words.quote(quotation.text)
        reporter = reporter_of(citation, self._of(citation))
        pages = self._pinned(citation)
        for among, kind in ((([whole]), "of-inner"), (parts, "parts-of-inner")):
            places = [list(self.texts.places(known.opinion, q)) for q in among]
            if not among or not all(places):
                continue
            on = [[p for p in some if _on(p, reporter, pages)] or some for some in places]
            best = tuple(side_of(some[0], reporter) for some in on)
            return citation, Finding(
                "quotation", "verified", kind, quotation.at, quotation.text, known.name, sides=best
            )
        return None

    def _of(self, citation: Citation) -> Citation:
        return self.reading.authority(citation)

    def _laid(
        self, quotation: Quotation, quoted: Quote, citation: Citation, known: Known | None
    ) -> Iterator[Finding]:
        at, given = quotation.at, quotation.text
        opinion = known.opinion if known is not None else None
        if opinion is None or not opinion.writings:
            yield Finding("quotation", "unverified", "text-not-held", at, given)
            return
        reporter = reporter_of(citation, self._of(citation))
        places = list(self.texts.places(opinion, quoted))
        if places:
            yield from self._found(quotation, quoted, citation, places, reporter)
            return
        near = self._nearest(opinion, quoted, citation)
        if near is not None and not near[2].changes and not near[2].merged:
            passage = self.texts.passage(opinion, near[0], near[1], near[2])
            yield from self._found(quotation, quoted, citation, [passage], reporter)
            return
        other = (
            self._elsewhere(quotation, quoted, opinion)
            if near is None or near[2].like < 0.9
            else ()
        )
        if other:
            yield self._other(quotation, citation, opinion, other)
        elif near is not None:
            yield self._differs(quotation, opinion, near, reporter, citation)
        else:
            yield self._absent(quotation, quoted, citation, opinion, reporter)

    # Found in the decision cited

    def _found(
        self, quotation: Quotation, quoted: Quote, citation: Citation, places: list[Passage],
        reporter: str | None,
    ) -> Iterator[Finding]:  # fmt: skip
        at, given = quotation.at, quotation.text
        pages = self._pinned(citation)
        reporters = self._reporters(citation, reporter)
        on = [p for p in places if any(_on(p, r, pages) for r in reporters)]
        own = [p for p in (on or places) if not _separate(p.writing)]
        best = (own or on or places)[0]
        plain = _marked(quoted)
        kind = "as-marked" if plain else "verbatim"
        separate = all(_separate(p.writing) for p in places)
        side = side_of(best, reporter)
        if separate and not self._says_separate(citation):
            verdict: Verdict = "wrong" if self._court_held(best.opinion) else "unverified"
            if len(quoted.words) < _TERM:
                verdict = "unverified"
            yield Finding(
                "quotation", verdict, "separate-writing", at, given, best.writing.kind,
                caution=True, sides=(side,), detail=best.writing.author,
            )  # fmt: skip
        elif cut := self._cut_from(quotation, own[0]) if own else None:
            yield Finding(
                "quotation", "verified", "cut-from-not", at, given, caution=True, sides=(side,),
                detail=cut,
            )  # fmt: skip
        else:
            yield Finding("quotation", "verified", kind, at, given, sides=(side,))
        yield from self._placed(quotation, citation, places, on, reporter, pages)

    def _cut_from(self, quotation: Quotation, passage: Passage) -> str | None:
        """The *not* that stands right before the words in the opinion, where the brief's sentence has
        none: begun a word later, they say the contrary."""
        text = self.texts.text(passage.writing)
        before = _RIGHT_BEFORE.search(text[max(0, passage.start - 40) : passage.start])
        lead = self.reading.text[max(0, quotation.at[0] - 120) : quotation.at[0]]
        if (
            before is None
            or not _negates(before[1])
            or any(map(_negates, _WORD.findall(lead)[-10:]))
        ):
            return None
        return before[1]

    def _placed(
        self, quotation: Quotation, citation: Citation, places: list[Passage],
        on: list[Passage], reporter: str | None, pages: frozenset[int],
    ) -> Iterator[Finding]:  # fmt: skip
        at = quotation.at
        pinned = ", ".join(citation.pins)
        if not pages:
            sides = (side_of(places[0], reporter),)
            if citation.kind in ("full", "short", "supra", "database"):
                yield Finding("place", "unverified", "no-pin", at, sides=sides)
            return
        if on:
            yield Finding(
                "place", "verified", "at-pin", at, pinned, sides=(side_of(on[0], reporter),)
            )
            return
        paged = [p for p in places if reporter in p.pages]
        if not paged:
            yield Finding(
                "place", "unverified", "no-star-pages", at, pinned, detail=reporter,
                sides=(side_of(places[0], reporter),),
            )  # fmt: skip
            return
        side = side_of(paged[0], reporter)
        stands = paged[0].pages[reporter or ""][0]
        if not self._page_held(citation, paged[0].opinion) or self._elsewhere_pinned(
            citation, paged[0].opinion, reporter
        ):
            yield Finding(
                "place",
                "unverified",
                "page-not-held",
                at,
                pinned,
                stands,
                caution=True,
                sides=(side,),
            )
            return
        short = len(words.quote(quotation.text).words) < _TERM
        yield Finding(
            "place", "unverified" if short else "wrong", "elsewhere", at, pinned, stands,
            caution=True, sides=(side,),
        )  # fmt: skip

    def _reporters(self, citation: Citation, reporter: str | None) -> tuple[str | None, ...]:
        """The reporters in whose pages the pins of a citation may count."""
        if citation.kind != "full":
            return (reporter,)
        cites = (pins.reporter_of(c) for c in cites_of(citation))
        return tuple(dict.fromkeys((reporter, *cites)))

    def _elsewhere_pinned(self, citation: Citation, opinion: Opinion, reporter: str | None) -> bool:
        """Whether the pins may all count in a parallel reporter, or the page is left blank."""
        place = opinion.at(reporter or "")
        pages = self._pinned(citation)
        if "_" in citation.text or place is None or place.first is None:
            return True
        last = place.last or place.first + 500
        return len(citation.parallel) > 0 and not any(place.first <= p <= last for p in pages)

    def _pinned(self, citation: Citation) -> frozenset[int]:
        of = self._of(citation)
        found: set[int] = set()
        for pin in citation.pins:
            if pin[:1].isdigit() or pin[:1] == "*":
                found |= pins.parse(pin.replace("*", ""), of.cite or "").pages
        return frozenset(found)

    # Not found as it is written

    def _nearest(
        self, opinion: Opinion, quoted: Quote, citation: Citation
    ) -> tuple[Writing, Body, Near] | None:
        out = any(
            word in p.text.lower() for p in citation.parentheticals for word in _LEFT_OUT
        ) or self._outer_leaves_out(citation)
        best: tuple[Writing, Body, Near] | None = None
        for writing in opinion.writings:
            body = self.texts.body(writing)
            near = words.nearest(body, quoted, citations_out=out)
            if near is None:
                continue
            if best is None or _rank(near) > _rank(best[2]):
                best = (writing, body, near)
        return best

    def _outer_leaves_out(self, citation: Citation) -> bool:
        """Whether the citation in whose parenthetical this one stands says that marks are left out."""
        if citation.inside is None:
            return False
        outer = self.reading.by_number[citation.inside]
        return any(word in p.text.lower() for p in outer.parentheticals for word in _LEFT_OUT)

    def _differs(
        self, quotation: Quotation, opinion: Opinion, near: tuple[Writing, Body, Near],
        reporter: str | None, citation: Citation,
    ) -> Finding:  # fmt: skip
        writing, body, how = near
        side = side_of(self.texts.passage(opinion, writing, body, how), reporter)
        kind = "merged" if how.merged else "differs"
        if not how.merged and _turned(how.changes):
            kind = "sense-turned"
        elif not how.merged and all(_citation_only(c) for c in how.changes):
            kind = "citation-dropped"
        sure = not writing.retyped and kind != "citation-dropped"
        short = len(words.quote(quotation.text).words) < _TERM
        return Finding(
            "quotation", "wrong" if sure and not short else "unverified",
            "retyped" if writing.retyped else kind,
            quotation.at, quotation.text, side.words, caution=True, sides=(side,), changes=how.changes,
        )  # fmt: skip

    def _elsewhere(
        self, quotation: Quotation, quoted: Quote, opinion: Opinion
    ) -> tuple[Passage, ...]:
        """Where the words stand in another decision: one that the brief cites, else any held."""
        if len(quoted.words) < _ELSEWHERE:
            return ()
        for known in self.cited:
            if known.opinion is None or known.opinion.id == opinion.id:
                continue
            found = next(self.texts.places(known.opinion, quoted), None)
            if found is not None:
                return (found,)
        sought = words.longest(quotation.text)
        if sought.count(" ") + 1 < _ELSEWHERE:
            return ()
        for other, _ in many.holding(self.texts.base, sought, 4):
            if other.id != opinion.id:
                whole = next(self.texts.places(other, quoted), None)
                if whole is not None:
                    return (whole,)
        return ()

    def _other(
        self, quotation: Quotation, citation: Citation, opinion: Opinion,
        other: tuple[Passage, ...],
    ) -> Finding:  # fmt: skip
        found = other[0]
        at, given = quotation.at, quotation.text
        side = side_of(found)
        if self._cited_beside(quotation, citation, found.opinion):
            return Finding("quotation", "verified", "of-citation-beside", at, given, sides=(side,))
        loose = self._loosely(quotation, citation)
        if loose or not self._page_held(citation, opinion) or self._gives_it_to(found, opinion):
            return Finding("quotation", "unverified", "quoted-as-its", at, given, sides=(side,))
        quoted_there = self._quotes(opinion, found.opinion)
        kind = "of-one-it-cites" if quoted_there else "of-another"
        if citation.kind == "id":
            kind = "id-of-another"
        return Finding(
            "quotation",
            "wrong",
            kind,
            at,
            given,
            found.opinion.caption,
            caution=True,
            sides=(side,),
        )

    def _page_held(self, citation: Citation, opinion: Opinion) -> bool:
        """Whether what would stand there is held: the pinned page, or the opinion of the court."""
        pages = self._pinned(citation)
        reporter = reporter_of(citation, self._of(citation))
        if pages and reporter is not None:
            shown = {
                int(label) for w in opinion.writings for r, label, _ in w.pages
                if r == reporter and label.isdecimal()
            }  # fmt: skip
            if shown:
                return any(p in shown or p + 1 in shown for p in pages)
        return self._court_held(opinion) and not all(w.retyped for w in opinion.writings)

    def _gives_it_to(self, found: Passage, opinion: Opinion) -> bool:
        """Whether the decision in which the words stand cites the other for them."""
        if found.writing is None:
            return False
        after = self.texts.text(found.writing)[found.end : found.end + 250]
        squeezed = re.sub(r"[\s.,]+", "", after).lower()
        stems = [re.sub(r"[\s.]+", "", f"{p.volume}{p.reporter}").lower() for p in opinion.reported]
        return any(stem in squeezed for stem in stems)

    def _cited_beside(self, quotation: Quotation, citation: Citation, other: Opinion) -> bool:
        """Whether the decision whose words they are is cited within the same sentence: then the
        attribution, and not the quotation, is in doubt."""
        for c in self.reading.citations:
            if citation.n in (c.n, c.inside) or citation.inside == c.n:
                near = c.inside == citation.n or citation.inside == c.n
            else:
                near = c.proposition_at is not None and c.proposition_at == citation.proposition_at
            if not near:
                continue
            known = self.known(c)
            if known is not None and known.opinion is not None and known.opinion.id == other.id:
                return True
        return False

    def _quotes(self, opinion: Opinion, other: Opinion) -> bool:
        return any(
            c in aligned(self.texts.text(w)) for w in opinion.writings
            for c in (aligned(cite) for cite in other.cites)
        )  # fmt: skip

    def _absent(
        self, quotation: Quotation, quoted: Quote, citation: Citation, opinion: Opinion,
        reporter: str | None,
    ) -> Finding:  # fmt: skip
        at, given = quotation.at, quotation.text
        pinned = ", ".join(citation.pins) or None
        if len(quoted.words) < _TERM:
            return Finding("quotation", "unverified", "term-not-found", at, given)
        if all(w.retyped for w in opinion.writings):
            return Finding("quotation", "unverified", "retyped-only", at, given)
        if self._loosely(quotation, citation):
            return Finding("quotation", "unverified", "loosely-attributed", at, given, caution=True)
        if not self._page_held(citation, opinion):
            kinds = ", ".join(dict.fromkeys(w.kind for w in opinion.writings))
            return Finding("quotation", "unverified", "writing-not-held", at, given, detail=kinds)
        if self._says_separate(citation) and not any(_separate(w) for w in opinion.writings):
            return Finding(
                "quotation", "unverified", "writing-not-held", at, given, detail="majority"
            )
        for w in opinion.writings:
            if words.out_of_order(self.texts.body(w), quoted):
                return Finding("quotation", "wrong", "out-of-order", at, given, caution=True)
        sides = tuple(
            side_of(p, reporter)
            for page in sorted(self._pinned(citation))[:1]
            for p in lookup.page(self.texts.base, opinion, reporter or "", str(page))
        )[:1]
        return Finding(
            "quotation", "wrong", "not-found", at, given, pinned, caution=True, sides=sides
        )

    def _loosely(self, quotation: Quotation, citation: Citation) -> bool:
        """Whether the citation follows at a distance and under a signal, so that the words may be
        somebody else's: a witness's, or a pleading's."""
        if citation.signal is None or any(
            p.at[0] <= quotation.at[0] < p.at[1] for p in citation.parentheticals
        ):
            return False
        between = self.reading.text[quotation.at[1] : citation.at[0]]
        return len(re.findall(r"[^\W\d_]{2,}", between)) > 2

    def _court_held(self, opinion: Opinion) -> bool:
        """Whether the opinion of the court is among the writings held."""
        return any(not _separate(w) for w in opinion.writings)

    def _says_separate(self, citation: Citation) -> bool:
        """Whether the citation says that a dissent or a concurrence is meant."""
        every = [citation, self._of(citation)]
        if citation.inside is not None:
            every.append(self.reading.by_number[citation.inside])
        return any(
            word in p.text.lower() for c in every for p in c.parentheticals
            for word in ("dissent", "concur", "opinion of", ", j.", "plurality")
        )  # fmt: skip


_INNER = re.compile(r"[‘'](?=[^\s])([^‘”“]*?)[’'](?![^\W_])")
_CASES = ("full", "database", "docket")


def _separate(writing: Writing) -> bool:
    return "dissent" in writing.kind or "concur" in writing.kind


def _on(passage: Passage, reporter: str | None, pages: frozenset[int]) -> bool:
    """Whether a passage touches a pinned page; one in a footnote may run on to the next."""
    if reporter not in passage.pages or not pages:
        return False
    first, last = passage.pages[reporter or ""]
    if not (first.isdecimal() and last.isdecimal()):
        return False
    stretch = 1 if passage.note is not None else 0
    return any(int(first) - stretch <= page <= int(last) + stretch for page in pages)


def _marked(quoted: Quote) -> bool:
    """Whether a quotation has brackets or ellipses."""
    return len(quoted.runs) > 1 or any(
        u.free or u.pattern != re.escape(u.text) for run in quoted.runs for u in run
    )


def _rank(near: Near) -> tuple[float, int]:
    return near.like, -len(near.changes)


def _turned(changes: tuple[Change, ...]) -> bool:
    """Whether a change adds or drops a negation."""
    for change in changes:
        ours, theirs = (
            set(re.findall(r"[a-z]+", aligned(said))) for said in (change.brief, change.opinion)
        )
        if ours & NEGATIONS != theirs & NEGATIONS:
            return True
    return False


def _citation_only(change: Change) -> bool:
    return not change.brief and words.cited(change.opinion)
