"""Whether an authority can be used in this case, on the day of the acts and in this forum.

A decision made after the acts speaks to prong one and not to prong two. One made before binds, or
persuades and counts toward a consensus where the forum looks to one, or does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from prong.check.finding import Consensus, Finding, Known, Omitted
from prong.dates import Day, before
from prong.law.law import Law
from prong.read import pins
from prong.read.reading import Citation
from prong.values import frozen

#: Words by which a brief says that the law was already clear, and those that only state the test.
_CLAIMS = re.compile(
    r"\b(?:was|were|had been|has been|have been|already|became|made)\b[^.;]{0,40}\bclearly established\b"
    r"|\bclearly established\b[^.;]{0,40}\b(?:by|since|before|as of|at the time)\b"
    r"|\bclearly establish(?:es|ed)\b[^.;]{0,20}\b(?:that|the right|this)\b"
    r"|\b(?:gave|had|given|with|received)\b[^.;]{0,20}\bfair (?:warning|notice)\b|\b(?:was|were"
    r"|put) [^.;]{0,20}on notice\b"
    r"|\b(?:was|had been|placed?|puts?) [^.;]{0,30}\bbeyond debate\b"
    r"|\b(?:any|every|no) reasonable \w+ (?:would|could) have (?:known|understood|believed|thought)",
    re.I,
)
_TESTS = re.compile(
    r"\b(?:if|whether|must|unless|when|not|only|requires?d?|standard|inquiry|asks?|be clearly established"
    r"|test|burden|turns|depends|question|never|prong|second step|cannot|neither|nor|fails?|without)\b",
    re.I,
)
_CONDITION = re.compile(r"[^.;]{0,30}\b(?:if|when|unless|only)\b", re.I)
#: Words quoted: of so many or more, they are another's statement of the test.
_QUOTED = re.compile(r"“(?:[^”\s]+\s+){4,}[^”]*”")
#: So many omitted authorities are told.
_TOLD = 12


@frozen
class Case:
    """The forum's law on the day of the acts, and its law today."""

    law: Law
    incident: Day


def claims_clarity(proposition: str | None) -> bool:
    """Whether a sentence says that the law was clear, and does not only state when law is."""
    if not proposition:
        return False
    words = _QUOTED.sub(" ", proposition)
    return any(
        not _TESTS.search(words, 0, match.end()) and not _CONDITION.match(words, match.end())
        for match in _CLAIMS.finditer(words)
    )


def findings(
    citation: Citation, known: Known | None, case: Case, claimed: bool
) -> Iterator[Finding]:
    """Those on the use of a decision; ``claimed``: the brief cites it for the law's being clear then."""
    if citation.history_of is not None:
        return
    decided = known.decided if known is not None and known.decided is not None else None
    source = known.source if known is not None and decided is not None else "brief"
    if decided is None and citation.year is not None:
        decided = Day.parse(f"{citation.year:04d}")
    at = citation.at
    if decided is None:
        yield Finding("use", "unverified", "date-unknown", at)
        return
    order = before(decided, case.incident)
    when = decided.spoken()
    if order == "no":
        yield Finding(
            "use", "wrong" if claimed else "verified", "post-dated", at, case.incident.spoken(), when,
            source, caution=True,
        )  # fmt: skip
        return
    if order == "unknown":
        yield Finding(
            "use",
            "unverified",
            "order-unknown",
            at,
            case.incident.spoken(),
            when,
            source,
            caution=True,
        )
        return
    yield _weight(citation, known, case, decided)
    yield from _coded(citation, known, case, claimed)


def again(citation: Citation, of: Citation, known: Known | None, case: Case) -> Iterator[Finding]:
    """That a decision, of which use was spoken before, is cited here for law that was clear too early."""
    for finding in findings(of, known, case, True):
        if finding.kind == "post-dated":
            yield replace(finding, at=citation.at)


def _weight(citation: Citation, known: Known | None, case: Case, decided: Day) -> Finding:
    """What weight a decision made before the acts has in this forum."""
    at = citation.at
    court = known.court if known is not None and known.court else citation.court
    courts = case.law.library.courts
    if court is None or court not in courts.courts:
        return Finding("use", "unverified", "court-unknown", at, court, source="brief")
    unpublished = _unpublished(citation, known)
    sources = case.law.sources
    if unpublished and not sources.counts_unpublished:
        return Finding("use", "verified", "unpublished", at, court, source="library", caution=True)
    if binds(case, court, decided):
        return Finding("use", "verified", "binding", at, court, source="library")
    wanted = next((s for s in sources.order if s.kind == "consensus"), None)
    high = any(s.kind == "binding" and s.state_high for s in sources.order)
    if courts.courts[court].kind == "state-high" and high:
        return Finding("use", "verified", "state-high", at, court, source="library")
    if wanted is None:
        return Finding(
            "use", "verified", "does-not-count", at, court, source="library", caution=True
        )
    if courts.courts[court].kind not in wanted.of:
        return Finding(
            "use", "verified", "not-of-consensus", at, court, source="library", caution=True
        )
    return Finding(
        "use", "verified", "persuasive", at, court, source="library", number=wanted.needs
    )


def binds(case: Case, court: str, decided: Day) -> bool:
    """Whether a court's decision of a day bound the forum on the day of the acts."""
    courts = case.law.library.courts
    return any(
        courts.binds(court, forum, decided, case.incident)
        for forum in dict.fromkeys((case.law.court, case.law.forum.forum))
        if forum in courts.courts
    )


def _unpublished(citation: Citation, known: Known | None) -> bool:
    if known is not None and known.status in ("published", "unpublished"):
        return known.status == "unpublished"
    said = any("unpublished" in p.text.lower() for p in citation.parentheticals)
    return (
        said or "App’x" in citation.text or "App'x" in citation.text or citation.kind == "database"
    )


def _coded(citation: Citation, known: Known | None, case: Case, claimed: bool) -> Iterator[Finding]:
    """What the library has coded of the decision that keeps it from constraining anyone."""
    if known is None or known.authority is None:
        return
    authority = case.law.library.authorities[known.authority]
    pinned = {p for pin in citation.pins for p in pins.parse(pin, citation.cite or "").pages}
    for holding in authority.holdings:
        why = "dictum" if holding.dictum else None
        if holding.decided_on == "left-for-factfinder":
            why = "remand"
        if why is None:
            continue
        there = pins.parse(holding.pin, authority.citation).pages if holding.pin else frozenset()
        if pinned and there and not (pinned & there) and len(authority.holdings) > 1:
            continue
        yield Finding(
            "use", "verified", why, citation.at, holding.id, holding.pin, "library",
            caution=claimed or bool(pinned & there),
            detail=holding.says,
        )  # fmt: skip


# The whole brief


def consensus(case: Case, cited: Iterable[tuple[Citation, Known | None, bool]]) -> Consensus | None:
    """How far the decisions cited go: of those cited for the law's being clear, if any are."""
    every = list(cited)
    claimed = [one for one in every if one[2]]
    courts = case.law.library.courts
    wanted = next((s for s in case.law.sources.order if s.kind == "consensus"), None)
    persuasive: dict[str, Known] = {}
    binding: dict[str, Known] = {}
    for citation, known, _ in claimed or every:
        if known is None or known.decided is None or known.court not in courts.courts:
            continue
        if before(known.decided, case.incident) != "yes":
            continue
        if _unpublished(citation, known) and not case.law.sources.counts_unpublished:
            continue
        if binds(case, known.court, known.decided):
            binding.setdefault(known.name, known)
        elif wanted is not None and courts.courts[known.court].kind in wanted.of:
            persuasive.setdefault(known.name, known)
    if not persuasive and not binding:
        return None
    return Consensus(
        wanted.needs if wanted else None,
        tuple(sorted({k.court for k in persuasive.values() if k.court})),
        tuple(persuasive.values()),
        tuple(binding.values()),
        bool(claimed),
    )


def omitted(case: Case, often: Mapping[str, int]) -> tuple[tuple[Omitted, ...], int]:
    """What the library holds on the doctrines of the brief that stood on the day of the acts and that
    the brief does not cite: binding decisions first, then the later first. The doctrines are those
    whose authorities it cites most; ``often`` says how often it cites each."""
    law = case.law
    keys = often.keys()
    count: dict[str, float] = {}
    for key, times in often.items():
        doctrines = {h.doctrine for h in law.library.authorities[key].holdings}
        for doctrine in doctrines:
            count[doctrine] = count.get(doctrine, 0) + times / len(doctrines)
    most = max(count.values(), default=0)
    chosen = {d for d, n in count.items() if n >= max(1, most * 2 / 3)}
    found: list[tuple[bool, int, int, Omitted]] = []
    for key, authority in law.library.authorities.items():
        if key in keys:
            continue
        holding = next(
            (
                h
                for h in authority.holdings
                if h.doctrine in chosen and law.why_not(authority, h) is None
            ),
            None,
        )
        if holding is None:
            continue
        bound = law.binds(authority)
        rank = law.library.courts.rank(authority.court)
        later = -authority.decided.first.toordinal()
        one = Omitted(key, holding.doctrine, holding.id, bound, holding.for_)
        found.append((not bound, rank, later, one))
    found.sort(key=lambda entry: entry[:3])
    return tuple(entry[3] for entry in found[:_TOLD]), len(found)
