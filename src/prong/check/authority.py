"""What befell a decision that a brief cites, as the base and the law library know it up to today."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from prong.base import many
from prong.base.citator import Treated
from prong.base.store import Base
from prong.base.treatment import FATAL, kind_of, treatments
from prong.check.finding import Finding, Known, Source, side_of_treated
from prong.check.known import Lookups, cites_of
from prong.law.authorities import ENDING_EVENTS, ENDING_TREATMENTS
from prong.law.library import Library
from prong.read.reading import Citation, Reading
from prong.values import frozen

_PARTLY = re.compile(
    r"\b(?:insofar as|in so far as|to the extent|in part|portion of|on other grounds)\b", re.I
)
#: So many passages against a decision are looked through, and told.
_LOOKED, _TOLD = 30, 3
#: The library's words for what ends a decision, as treatments are named.
_NAMED = {"overrules": "overruled", "abrogates": "abrogated"}


def acknowledged(reading: Reading) -> dict[int, frozenset[str]]:
    """What the brief itself says befell the authorities it cites, by the number of the citation."""
    found: dict[int, set[str]] = {}
    for citation in reading.citations:
        for clause in citation.history:
            found.setdefault(reading.authority(citation).n, set()).add(kind_of(clause.how))
    for treated in treatments(reading):
        if treated.kind != "described":
            found.setdefault(reading.authority(treated.treated).n, set()).add(treated.kind)
    return {n: frozenset(kinds) for n, kinds in found.items()}


@frozen
class Said:
    """What held decisions say against the authorities of a brief, and how many cite each: by the number
    of those held, and by citation."""

    against: dict[int, tuple[Treated, ...]]
    against_cite: dict[str, tuple[Treated, ...]]
    citing: dict[int, int]
    citing_cite: dict[str, int]

    def told(self, known: Known | None, cites: Iterable[str]) -> list[Treated]:
        own = known.opinion.id if known is not None and known.opinion is not None else -1
        found = [
            *self.against.get(own, ()),
            *(t for c in cites for t in self.against_cite.get(c, ())),
        ]
        return [t for t in found if t.said_by.id != own]  # it does not end itself

    def number(self, known: Known | None, cites: Iterable[str]) -> int:
        own = known.opinion.id if known is not None and known.opinion is not None else -1
        return self.citing.get(own, 0) + sum(self.citing_cite.get(c, 0) for c in cites)


def look_up(base: Base, full: Iterable[Citation], known: Mapping[int, Known | None]) -> Said:
    """Ask the base of every authority at once."""
    ids: set[int] = set()
    cites: set[str] = set()
    for c in full:
        one = known.get(c.n)
        cites |= {*cites_of(c), *(one.cites if one is not None else ())}
        if one is not None and one.opinion is not None:
            ids.add(one.opinion.id)
    return Said(*many.against(base, ids, cites, _LOOKED), *many.citing(base, ids, cites))


def findings(
    citation: Citation,
    known: Known | None,
    asked: Lookups,
    told_of: Said,
    said: frozenset[str],
) -> Iterator[Finding]:
    """One on the history and treatment of a decision cited in full."""
    cites = tuple(dict.fromkeys((*cites_of(citation), *(known.cites if known else ()))))
    replaced = next((asked.superseded[c] for c in cites if c in asked.superseded), None)
    if replaced is not None and not said & {"superseded", "withdrawn", "modified", "vacated"}:
        yield _replaced(citation, asked.library, replaced)
        return
    coded = _coded(known, asked.library)
    told = told_of.told(known, cites)
    told = list({(t.said_by.id, t.start, t.kind): t for t in told}.values())
    told.sort(key=lambda t: str(t.said_by.decided or ""), reverse=True)
    fatal = [t for t in told if _fatal(t)]
    ends = next((kind for kind, whole, _ in coded if whole), None)
    if any(
        t.fatal and _partly(t) for t in told
    ):  # what one says of the whole, another says of a part
        fatal, ends = [], None
    parts = next((kind for kind, whole, _ in coded if not whole), None)
    at, given = citation.at, citation.name or citation.cite
    sides = tuple(
        side_of_treated(t) for t in [*fatal, *(t for t in told if t not in fatal)][:_TOLD]
    )
    worst = fatal[0].kind if fatal else ends
    source: Source = "base" if fatal or not coded else "library"
    detail = next((words for _, _, words in coded), None)
    if worst is not None:
        if said & set(FATAL):
            yield Finding(
                "history", "verified", "acknowledged", at, given, worst, source, sides=sides,
                detail=detail,
            )  # fmt: skip
        else:
            yield Finding(
                "history", "wrong", "ended", at, given, worst, source, caution=True, sides=sides,
                detail=detail,
            )  # fmt: skip
        return
    if told or parts:
        kinds = tuple(dict.fromkeys(t.kind for t in told))
        kind = (
            "in-part"
            if parts or coded or any(t.fatal and _court(t) for t in told)
            else "spoken-against"
        )
        yield Finding(
            "history", "verified", kind, at, given, kinds[0] if kinds else parts,
            "base" if told else "library", sides=sides,
            caution=(kind == "in-part" or _weighty(told)) and not said & set(FATAL),
            number=len(told), detail=detail,
        )  # fmt: skip
        return
    number = told_of.number(known, cites)
    if number:
        yield Finding("history", "verified", "nothing-against", at, given, number=number)
    else:
        yield Finding("history", "unverified", "nobody-cites", at, given)


def _court(treated: Treated) -> bool:
    """Whether the court speaks, not a dissent or a concurrence."""
    kind = treated.writing.kind if treated.writing else ""
    return "dissent" not in kind and "concur" not in kind


def _partly(treated: Treated) -> bool:
    """Whether a passage says that a decision lost its force on some point only."""
    return treated.extent != "whole" or bool(_PARTLY.search(treated.passage))


def _fatal(treated: Treated) -> bool:
    """Whether the passage says that the decision, as a whole, has lost its force."""
    return (
        treated.fatal
        and treated.weight == "stated"
        and treated.extent == "whole"
        and _court(treated)
    )


def _weighty(told: list[Treated]) -> bool:
    return any(t.weight == "stated" and _court(t) for t in told)


def _coded(known: Known | None, library: Library) -> list[tuple[str, bool, str]]:
    """What the library knows against a decision: the kind, whether of the whole, by what and when."""
    if known is None or known.authority is None:
        return []
    authority = library.authorities[known.authority]
    found = []
    for event in authority.history:
        if event.event in ENDING_EVENTS:
            by = library.authorities.get(event.by or "")
            name = f"{by.authority}, {by.citation}" if by else event.cite or ""
            found.append((str(event.event), not event.point, f"{name} ({event.on.first.year})"))
    for treating, treatment in library.treatments.get(known.authority, ()):
        if treatment.how in ENDING_TREATMENTS:
            words = f"{treating.authority}, {treating.citation} ({treating.decided.first.year})"
            found.append((_NAMED[treatment.how], treatment.holding is None, words))
    return found


def _replaced(citation: Citation, library: Library, key: str) -> Finding:
    by = library.authorities[key]
    return Finding(
        "history", "wrong", "replaced", citation.at, citation.cite, by.citation, "library",
        caution=True, detail=f"{by.authority}, {by.citation} ({by.decided.first.year})",
    )  # fmt: skip
