"""Whether a citation is real, and whether its name, court and year are those of what stands there.

A decision is at a citation; or the base covers that page and none begins there; or nothing is known of
the page. Where nothing stands, what does stand there is said, and which citations of the same name are
near: one slip of the hand away, or anywhere in the base and the library.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from prong.base import coverage, lookup
from prong.base.citator import Attested
from prong.check.finding import Finding, Known, Verdict
from prong.check.known import AGREE, Lookups, cites_of, of_opinion, surely_there
from prong.check.names import likeness, telling, twins
from prong.cite import identity
from prong.dates import Day
from prong.faults import FieldFault
from prong.read.reading import Citation

#: What is surely the name of a case.
_NAMED = re.compile(r"\bvs?\. |^(?:In re|Ex parte|Matter of|In the Matter of|Estate of)\b", re.I)
#: How near a held name must be, of 100, to be told.
_NEAR = 78
#: How many near decisions are told.
_TOLD = 3


def findings(citation: Citation, known: tuple[Known, ...], asked: Lookups) -> Iterator[Finding]:
    """Those on a full citation: it exists, and its name, court and year."""
    if not known:
        yield _absent(citation, asked)
        return
    best = known[0]
    if not surely_there(citation, best):
        sure = [k for k in _mates(citation, asked) if _certain(k, citation)]
        if sure:  # one decision cites it so, others cite it otherwise
            yield _slipped(citation, sure)
            return
    other = _other_place(citation, best, asked)
    yield other or _there(citation, best, known, asked)
    yield from _name(citation, best, known, asked)
    if citation.name and likeness(citation.name, best.names or (best.name,)) == "other":
        return  # it is another decision: its court and year say nothing of the one cited
    yield from _court(citation, best, asked)
    yield from _year(citation, best, asked)


def _there(citation: Citation, best: Known, known: tuple[Known, ...], asked: Lookups) -> Finding:
    if best.source == "attested":
        return Finding(
            "exists", "unverified", "attested", citation.at, citation.cite, best.name,
            "attested", near=known[:1], number=best.decisions,
        )  # fmt: skip
    kind = "held" if best.source == "base" else "in-library"
    alias = None
    if set(best.cites).isdisjoint(cites_of(citation)):
        alias = next((asked.aliases[c][1] for c in cites_of(citation) if c in asked.aliases), None)
    return Finding(
        "exists", "verified", kind, citation.at, citation.cite, None, best.source, near=known[:1],
        number=alias,
    )  # fmt: skip


def _other_place(citation: Citation, best: Known, asked: Lookups) -> Finding | None:
    """Where one of several parallel citations is not where the decision stands in that reporter, by its
    own citations or by those that held decisions give beside them."""
    if citation.name and likeness(citation.name, best.names or (best.name,)) == "other":
        return None
    for written in cites_of(citation):
        cite = identity.parse(written)
        if cite is None or cite.blank or str(cite) in best.cites:
            continue
        places = [c for c in best.cites if (p := identity.parse(c)) and p.reporter == cite.reporter]
        if places:
            return Finding(
                "exists", "wrong", "other-place", citation.at, str(cite), places[0], best.source,
                caution=True, near=(best,),
            )  # fmt: skip
        given = _beside(citation, best, asked, cite.reporter)
        if given and given[0][1] >= AGREE and str(cite) not in dict(given):
            right, decisions = given[0]
            return Finding(
                "exists", "wrong", "other-place", citation.at, str(cite), right, "attested",
                caution=True, near=(best,), number=decisions,
            )  # fmt: skip
    return None


def _beside(
    citation: Citation, best: Known, asked: Lookups, reporter: str
) -> list[tuple[str, int]]:
    """The citations in a reporter that held decisions give beside those a decision surely has."""
    sure = [c for c in cites_of(citation) if c in best.cites]
    return [
        pair
        for cite in sure
        for pair in asked.beside.get(cite, ())
        if (parsed := identity.parse(pair[0])) and parsed.reporter == reporter
    ]


# Where nothing is known to stand


def _absent(citation: Citation, asked: Lookups) -> Finding:
    at, given = citation.at, citation.cite
    parsed = [c for written in cites_of(citation) if (c := identity.parse(written))]
    if not parsed:
        return Finding(
            "exists", "unverified", "docket-only", at, given, near=_named(citation, asked),
            caution=True,
        )  # fmt: skip
    if all(c.blank for c in parsed):
        return Finding(
            "exists", "unverified", "page-blank", at, given, near=_named(citation, asked)
        )
    withdrawn = next((asked.superseded[str(c)] for c in parsed if str(c) in asked.superseded), None)
    if withdrawn is not None:
        by = asked.library.authorities[withdrawn]
        return Finding(
            "exists", "unverified", "superseded-known", at, given, by.citation, "library",
            near=(asked.of_library(withdrawn),),
        )  # fmt: skip
    places = []
    for cite in parsed:
        try:
            places.append(coverage.at(asked.base, str(cite)))
        except FieldFault:  # a reporter that is none
            continue
    nothing = next((p for p in places if p.state == "nothing-begins-there"), None)
    slip = _mates(citation, asked)
    if nothing is not None:
        return Finding(
            "exists", "wrong", "nothing-there", at, nothing.cite, _cite_of(slip, citation),
            near=_once([*slip, *_named(citation, asked)]),
            detail=nothing.whole,
            number=len(nothing.stands),
            stands=tuple(of_opinion(o) for o in nothing.stands),
        )  # fmt: skip
    sure = [k for k in slip if _certain(k, citation)]
    if sure and citation.history_of is None:
        return _slipped(citation, sure)
    near = _once([*slip, *_named(citation, asked)])
    return Finding("exists", "unverified", "not-covered", at, given, near=near, caution=True)


def _cite_of(known: list[Known], citation: Citation) -> str | None:
    """The citation of a decision in the reporter that the brief cites, else its first."""
    if not known:
        return None
    reporter = _reporter(citation)
    mine = [c for c in known[0].cites if (p := identity.parse(c)) and p.reporter == reporter]
    return next(iter([*mine, *known[0].cites]), None)


def _reporter(citation: Citation) -> str | None:
    cite = identity.parse(citation.cite or "")
    return cite.reporter if cite else None


def _slipped(citation: Citation, sure: list[Known]) -> Finding:
    """That the decision named stands elsewhere: one slip away, or on another page of the volume."""
    return Finding(
        "exists", "wrong", "slip", citation.at, citation.cite, _cite_of(sure, citation),
        sure[0].source, near=_once(sure),
    )  # fmt: skip


def _mates(citation: Citation, asked: Lookups) -> list[Known]:
    """Decisions of the very name one slip away or in the same volume."""
    cite = identity.parse(citation.cite or "")
    if cite is None:
        return []
    stem = f"{cite.volume} {cite.reporter} "
    beside = [k for k in _named(citation, asked) if any(c.startswith(stem) for c in k.cites)]
    same = [k for k in beside if twins(citation.name or "", [k.name])]
    return [*_slip(citation, asked), *same]


def _slip(citation: Citation, asked: Lookups) -> list[Known]:
    """Decisions of the very name at a citation one slip away."""
    name = citation.name
    if not name:
        return []
    near = asked.near.get(citation.cite or "", ())
    return [k for k in near if twins(name, k.names or (k.name,))]


def _certain(known: Known, citation: Citation) -> bool:
    """Whether a decision one slip away is surely the one meant: its year and court too."""
    if citation.year is None:
        return known.source != "attested" or known.decisions > AGREE
    if known.decided is None or not _within(known.decided, citation.year):
        return False
    if citation.court and known.court and not _one_court(citation.court, known.court):
        return False
    return known.source != "attested" or known.decisions >= AGREE


def _named(citation: Citation, asked: Lookups) -> tuple[Known, ...]:
    """Decisions of the name anywhere in the base and the library, those of the year first."""
    if not citation.name or len(citation.name) < 5:
        return ()
    near = lookup.by_name(asked.base, citation.name, limit=_TOLD, least=_NEAR)
    found = [of_opinion(n.opinion) for n in near]
    found += [
        asked.of_library(key)
        for key in dict.fromkeys(
            k for word in telling(citation.name) for k in asked.by_word.get(word, ())
        )
        if likeness(citation.name, [asked.library.authorities[key].authority]) == "same"
    ][:_TOLD]
    found = [k for k in found if likeness(citation.name, [k.name]) != "other"]
    found.sort(key=lambda k: k.year != citation.year)
    return _once(found)


def _once(found: Iterable[Known]) -> tuple[Known, ...]:
    """Each decision once, by its citations."""
    made: list[Known] = []
    for known in found:
        if not any(set(known.cites) & set(other.cites) for other in made):
            made.append(known)
    return tuple(made[:_TOLD])


# Name, court, year


def _name(
    citation: Citation, best: Known, known: tuple[Known, ...], asked: Lookups
) -> Iterator[Finding]:
    if not citation.name:
        return
    how = likeness(citation.name, best.names or (best.name,))
    at, given = citation.at, citation.name
    if how == "same":
        yield Finding("name", "verified", "same", at, given, best.name, best.source)
    elif how == "misspelt":
        sure = best.source != "attested" or best.decisions >= AGREE
        verdict: Verdict = "wrong" if sure else "unverified"
        yield Finding("name", verdict, "misspelt", at, given, best.name, best.source, caution=True)
    else:
        near = _once([*_slip(citation, asked), *_named(citation, asked)])
        named = _NAMED.search(given) is not None
        sure = named and (
            best.source != "attested"
            or (best.decisions >= AGREE and len(known) == 1 and not _contested(citation, asked))
        )
        yield Finding(
            "name", "wrong" if sure else "unverified", "other-decision", at, given, best.name,
            best.source, caution=named, near=near, stands=known[:_TOLD], number=best.decisions,
        )  # fmt: skip


def _contested(citation: Citation, asked: Lookups) -> bool:
    """Whether some held decision cites the citation by the brief's own name. A name of one party fits
    many cases, and speaks for none with two."""
    given = citation.name or ""
    return any(
        likeness(given, [a.name]) != "other"
        for c in cites_of(citation)
        for a in asked.attested.get(c, ())
        if a.name and (" v. " in a.name or " v. " not in given)
    )


def _court(citation: Citation, best: Known, asked: Lookups) -> Iterator[Finding]:
    if citation.court is None:
        return
    at, given = citation.at, citation.court
    if best.court is None:
        yield Finding("court", "unverified", "not-stated", at, given, None, best.source)
    elif _one_court(given, best.court):
        yield Finding("court", "verified", "same", at, given, best.court, best.source)
    else:
        says_so = _attesting(citation, best, asked, lambda a: a.court == given)
        sure = best.source != "attested" or (best.decisions >= AGREE and not says_so)
        wrong = sure and says_so < AGREE
        yield Finding(
            "court", "wrong" if wrong else "unverified", "differs", at, given, best.court,
            best.source, caution=True, number=says_so,
        )  # fmt: skip


#: A court's number is part of its id: the first of them is not the eleventh.
_NUMBERED = re.compile(r"ca\d+")


def _one_court(one: str, other: str) -> bool:
    """Whether two ids are of one court; a division of a state's court is that court."""
    if _NUMBERED.fullmatch(one) or _NUMBERED.fullmatch(other):
        return one == other
    return one.startswith(other) or other.startswith(one)


def _year(citation: Citation, best: Known, asked: Lookups) -> Iterator[Finding]:
    if citation.year is None:
        return
    at, given = citation.at, str(citation.year)
    if best.decided is None:
        yield Finding("year", "unverified", "not-stated", at, given, None, best.source)
    elif _within(best.decided, citation.year):
        yield Finding("year", "verified", "same", at, given, _years(best.decided), best.source)
    else:
        says_so = _attesting(citation, best, asked, lambda a: a.year == citation.year)
        otherwise = bool(best.opinion) and _remarked(asked, best, citation.year)
        sure = best.source != "attested" or (best.decisions >= AGREE and not says_so)
        wrong = sure and says_so < AGREE and not otherwise
        yield Finding(
            "year", "wrong" if wrong else "unverified", "differs", at, given,
            _years(best.decided), best.source, caution=True, number=says_so,
        )  # fmt: skip


def _within(day: Day, year: int) -> bool:
    return day.first.year <= year <= day.last.year


def _years(day: Day) -> str:
    first, last = day.first.year, day.last.year
    return str(first) if first == last else f"{first}-{last}"


def _attesting(
    citation: Citation, best: Known, asked: Lookups, agrees: Callable[[Attested], bool]
) -> int:
    """How many held decisions that cite it say of its court or year what the brief says."""
    cites = dict.fromkeys((*cites_of(citation), *best.cites))
    return sum(a.decisions for c in cites for a in asked.attested.get(c, ()) if agrees(a))


def _remarked(asked: Lookups, best: Known, year: int) -> bool:
    """Whether the sources of a decision held disagree, one of them with the brief's year."""
    assert best.opinion is not None
    return any(str(year) in remark for remark in lookup.remarks(asked.base, best.opinion))
