"""A whole brief checked: every citation looked up at once, then each laid against what is known."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from prong.base import many
from prong.base.store import Base
from prong.check import authority, consistency, existence, pages, use
from prong.check.consistency import FULL
from prong.check.finding import Check, Consensus, Finding, Known, Omitted, Row
from prong.check.known import cites_of, look_up
from prong.check.names import likeness
from prong.check.use import Case
from prong.check.wording import Quoter, Texts
from prong.dates import Day
from prong.law.law import Law
from prong.law.library import Library
from prong.read.reading import Citation, Reading

CASES = (*FULL, "short", "id", "supra")


def check(
    reading: Reading,
    base: Base,
    *,
    library: Library | None = None,
    forum: str | None = None,
    incident: Day | None = None,
) -> Check:
    """Check a brief that was read against a base and the law library.

    With ``forum`` (a court's id) and ``incident`` (the day of the acts) it also says how each authority
    can be used in this case.
    """
    library = library or Library.load()
    collecting = gc.isenabled()
    gc.disable()  # what is built is kept, so looking for garbage meanwhile only costs time
    try:
        return _check(reading, base, library, forum, incident)
    finally:
        if collecting:
            gc.enable()


def _check(
    reading: Reading, base: Base, library: Library, forum: str | None, incident: Day | None
) -> Check:
    case = _case(library, forum, incident)
    span = consistency.table_span(reading)
    mine = [c for c in reading.citations if _checked(c, reading, span)]
    mine = [*_only_listed(reading, span, mine), *mine]
    full = [c for c in mine if c.kind in FULL]
    asked = look_up(base, library, full)
    several = {c.n: asked.known(c) for c in full}
    known: dict[int, Known | None] = {n: _taken(reading, n, ks) for n, ks in several.items()}
    said = authority.acknowledged(reading)
    told_of = authority.look_up(base, full, known)
    claimed = _claimed(mine, reading)
    rows: dict[int, list[Finding]] = {c.n: [] for c in mine}
    seen: dict[str, int] = {}
    befell: dict[tuple[str, ...], tuple[Finding, ...]] = {}
    volumes = pages.Volumes(base)
    for c in mine:
        of = reading.authority(c)
        if c.kind in FULL:
            rows[c.n] += existence.findings(c, several[c.n], asked)
        rows[c.n] += consistency.reference(c, reading, span, known)
        if of.kind in FULL:
            sure = consistency.certain(c, reading) and not consistency.glued(c, reading)
            rows[c.n] += pages.findings(c, of, known.get(of.n), volumes, sure=sure)
        if c.kind in FULL:
            key = cites_of(c)[:1]
            if key not in befell:
                befell[key] = tuple(
                    authority.findings(c, known[c.n], asked, told_of, _said(c, full, said))
                )
            rows[c.n] += (replace(f, at=c.at) for f in befell[key])
        if c.kind in FULL and not any(cite in seen for cite in cites_of(c)):
            if case is not None:
                rows[c.n] += use.findings(c, known[c.n], case, c.n in claimed)
        elif case is not None and c.n in claimed:
            rows[c.n] += use.again(c, of, known.get(of.n), case)
        if c.kind in FULL:
            seen |= dict.fromkeys(cites_of(c), c.n)
    for c, finding in consistency.unread(reading, span):
        rows.setdefault(c.n, []).append(finding)
    quoter = Quoter(reading, Texts(base), lambda c: known.get(reading.authority(c).n), _once(known))
    for quotation in reading.quotations:
        if span is not None and span[0] <= quotation.at[0] < span[1]:
            continue
        for citation, finding in quoter.findings(quotation):
            rows.setdefault(citation.n, []).append(finding)
    made = tuple(
        Row(c, reading.authority(c), known.get(reading.authority(c).n), tuple(rows[c.n]))
        for c in reading.citations
        if rows.get(c.n)
    )
    told = [r.citation.n for r in made if any(f.about in ("name", "year") for f in r.wrong)]
    whole = (*consistency.names(reading, told), *consistency.table(reading, span))
    held, latest = many.extent(base)
    consensus: Consensus | None = None
    omitted: tuple[Omitted, ...] = ()
    omitted_of = 0
    if case is not None:
        clear = {reading.authority(reading.by_number[n]).n for n in claimed}
        consensus = use.consensus(case, [(c, known[c.n], c.n in clear) for c in full])
        often = Counter(
            k.authority for c in mine if (k := known.get(reading.authority(c).n)) and k.authority
        )
        omitted, omitted_of = use.omitted(case, often)
    return Check(
        reading, forum, incident, held, Day.of(latest) if latest else None, made, whole, consensus,
        omitted, omitted_of, _unchecked(reading, span), library.version,
    )  # fmt: skip


def _case(library: Library, forum: str | None, incident: Day | None) -> Case | None:
    if forum is None or incident is None:
        return None
    return Case(Law(library, forum, incident), incident)


def _checked(citation: Citation, reading: Reading, span: tuple[int, int] | None) -> bool:
    if citation.kind not in CASES or consistency.in_span(citation, span):
        return False
    of = reading.authority(citation)
    return of.kind in FULL or citation.unresolved is not None


def _only_listed(
    reading: Reading, span: tuple[int, int] | None, mine: list[Citation]
) -> Iterator[Citation]:
    """Authorities that only the table of authorities cites in full."""
    seen = {cite for c in mine if c.kind in FULL for cite in cites_of(c)}
    for c in reading.citations:
        if consistency.in_span(c, span) and c.kind in FULL and seen.isdisjoint(cites_of(c)):
            seen |= set(cites_of(c))
            yield c


def _taken(reading: Reading, n: int, several: tuple[Known, ...]) -> Known | None:
    """The decision that a citation is taken for: none where another stands there."""
    if not several:
        return None
    citation, best = reading.by_number[n], several[0]
    if citation.name and likeness(citation.name, best.names or (best.name,)) == "other":
        return None
    return best


def _claimed(mine: list[Citation], reading: Reading) -> set[int]:
    """The citations by which the brief says that the law was clear at the time."""
    return {
        c.n for c in mine if c.inside is None and use.claims_clarity(c.proposition) and _supports(c)
    }


def _supports(citation: Citation) -> bool:
    """Whether the signal is one of support."""
    return citation.signal in (
        None,
        "",
        "see",
        "see also",
        "accord",
        "e.g.",
        "see, e.g.",
        "see e.g.",
    )


def _said(
    citation: Citation, full: list[Citation], said: dict[int, frozenset[str]]
) -> frozenset[str]:
    """What the brief says befell a decision, wherever it cites it in full."""
    mine = set(cites_of(citation))
    return frozenset(
        kind for c in full if mine & set(cites_of(c)) for kind in said.get(c.n, frozenset())
    )


def _once(known: dict[int, Known | None]) -> list[Known]:
    return list({k.cites or (k.name,): k for k in known.values() if k is not None}.values())


def _unchecked(reading: Reading, span: tuple[int, int] | None) -> tuple[tuple[str, int], ...]:
    """How many citations there are of kinds that are not checked."""

    def kinds() -> Iterator[str]:
        for c in reading.citations:
            if consistency.in_span(c, span) or c.kind == "name":
                continue
            kind = reading.authority(c).kind if c.kind in ("id", "short", "supra") else c.kind
            if kind not in CASES:
                yield kind

    return tuple(Counter(kinds()).most_common())
