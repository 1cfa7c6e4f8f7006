"""Whether a pin lies within the pages of the decision cited.

How far a decision runs is known from the star pages of the writings held. Where a concurrence or a dissent
may not be held, it may run farther: a later page is then wrong only where another decision has begun
before it, or where it is farther off than opinions run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from prong.base import many
from prong.base.held import Reported
from prong.base.store import Base
from prong.check.finding import Finding, Known
from prong.check.known import AGREE, cites_of
from prong.cite import identity
from prong.read import pins
from prong.read.reading import Citation

#: No volume has so many pages.
_NO_PAGE = 10_000
#: No opinion runs so many pages past the last one held.
_FAR = 200
#: Kinds of text that hold a decision whole.
_WHOLE = ("combined", "unanimous", "unamimous", "opinion")
_SHORT = re.compile(r"(\d{1,4}(?:-\d{1,4})? [A-Z][^,]{0,50}?),? at ")


def reporter_of(citation: Citation, of: Citation) -> str | None:
    """The reporter in whose pages a citation's pins count."""
    written = _SHORT.search(citation.text) if citation.kind == "short" else None
    if written is not None:
        return pins.reporter_of(f"{written.group(1)} 1")
    cite = identity.parse(of.cite or "")
    return cite.reporter if cite else None


@dataclass
class Volumes:
    """The pages of each volume on which decisions are known to begin, asked once."""

    base: Base
    known: dict[tuple[str, str], tuple[tuple[int, int], ...]] = field(default_factory=dict)

    def between(self, place: Reported, until: int) -> list[tuple[int, int]]:
        key = (place.reporter, place.volume)
        if key not in self.known:
            self.known[key] = many.begins(self.base, *key)
        first = place.first or 0
        return [(page, n) for page, n in self.known[key] if first < page <= until]


def findings(
    citation: Citation, of: Citation, known: Known | None, volumes: Volumes, *, sure: bool = True
) -> Iterator[Finding]:
    """One on the pins of a citation, if it has any that name pages. Of an *Id.* that may mean another
    thing (not ``sure``) nothing is said to be wrong."""
    named = [p for p in citation.pins if re.match(r"\*{0,2}\d", p)]
    notes = [p for p in citation.pins if re.match(r"nn?\.", p)]
    if not named and not notes:
        return
    at = citation.at
    if notes and not named:
        yield from _notes(citation, known, notes)
        return
    first = reporter_of(citation, of)
    places = _places(citation, of, known, first)
    for written in named:
        parsed = pins.parse(written.replace("*", ""), of.cite or "")
        pages = sorted(parsed.pages)
        if not pages:
            continue
        found = _pin(written, pages, at, places, known, volumes)
        if found.verdict == "wrong" and not sure:
            found = replace(found, verdict="unverified", caution=True)
        yield found
        if parsed.notes and known is not None and known.opinion is not None:
            yield from _notes(citation, known, [written])


def _places(
    citation: Citation, of: Citation, known: Known | None, first: str | None
) -> list[Reported]:
    """Where the decision is reported, as far as the citation counts pages there: in the base, else
    from its citations alone."""
    cites = [c for written in cites_of(of) if (c := identity.parse(written))]
    wanted = {c.reporter for c in cites} if citation.kind != "short" else {first}
    if known is not None and known.opinion is not None:
        held = [p for p in known.opinion.reported if p.reporter in wanted]
        if held:
            names = {p.reporter for p in known.opinion.reported}
            others = [c for c in cites if c.reporter in wanted - names]
            return [*held, *(Reported(str(c), c.reporter, c.volume, c.first, None) for c in others)]
    written = list(known.cites) if known is not None and known.source != "base" else []
    every = [*cites, *(c for w in written if (c := identity.parse(w)))]
    return [
        Reported(str(c), c.reporter, c.volume, c.first, None)
        for c in dict.fromkeys(every)
        if c.reporter in wanted
    ]


def _pin(
    written: str,
    pages: list[int],
    at: tuple[int, int],
    places: list[Reported],
    known: Known | None,
    volumes: Volumes,
) -> Finding:
    low, high = pages[0], pages[-1]
    if high >= _NO_PAGE:
        return Finding("pin", "unverified", "no-page", at, written, caution=True)
    for place in places:
        if place.first is None or place.last is None:
            continue
        if place.first <= low and high <= place.last:
            return Finding(
                "pin", "verified", "within", at, written, _range(place), number=place.last
            )
    wrong: list[Finding] = []
    for place in places:
        if place.first is None or "*" in written or _electronic(place.reporter):
            continue
        if low < place.first:
            wrong.append(Finding("pin", "wrong", "before-first", at, written, _range(place)))
        elif place.last is not None and high > place.last:
            if _whole(known) and low > place.last:
                wrong.append(Finding("pin", "wrong", "past-last", at, written, _range(place)))
            elif high > place.last + _FAR:
                wrong.append(Finding("pin", "wrong", "far-past-last", at, written, _range(place)))
        begun = None
        if high > place.first and not (wrong and wrong[-1].right == _range(place)):
            begun = _begun(volumes, place, low)
        if begun is not None:
            wrong.append(
                Finding(
                    "pin", "wrong", "another-begins", at, written, _range(place),
                    number=begun, detail=f"{place.volume} {place.reporter} {begun}",
                )
            )  # fmt: skip
    if wrong and len(wrong) == len([p for p in places if p.first is not None]):
        return wrong[0]
    held = next((p for p in places if p.last is not None), None)
    if held is not None:
        return Finding("pin", "unverified", "past-held", at, written, _range(held), caution=True)
    kind = "no-pages" if known is not None and known.opinion is not None else "not-held"
    return Finding("pin", "unverified", kind, at, written)


def _electronic(reporter: str) -> bool:
    return "LEXIS" in reporter or reporter == "WL"


def _range(place: Reported) -> str:
    last = f"-{place.last}" if place.last is not None else ""
    return f"{place.volume} {place.reporter} {place.first}{last}"


def _whole(known: Known | None) -> bool:
    """Whether all of a decision is surely held: in one text that is said to be the whole."""
    if known is None or known.opinion is None:
        return False
    kinds = [w.kind for w in known.opinion.writings]
    return any(any(word in kind for word in _WHOLE) for kind in kinds)


def _begun(volumes: Volumes, place: Reported, page: int) -> int | None:
    """The page before this one on which another decision surely begins."""
    found = volumes.between(place, page - 1)
    sure = [p for p, decisions in found if decisions == 0 or decisions >= AGREE]
    return sure[0] if sure else None


def _notes(citation: Citation, known: Known | None, written: list[str]) -> Iterator[Finding]:
    """Whether the footnotes named stand in the decision."""
    if known is None or known.opinion is None:
        return
    notes = {n for pin in written for n in pins.parse(pin, "").notes}
    held = {number for w in known.opinion.writings for number, *_ in w.notes}
    if not held or not notes:
        return
    missing = [n for n in sorted(notes) if str(n) not in held]
    told = ", ".join(f"n.{n}" for n in sorted(notes))
    if missing:
        yield Finding("pin", "unverified", "note-not-found", citation.at, told, caution=True)
    else:
        yield Finding("pin", "verified", "note-there", citation.at, told)
