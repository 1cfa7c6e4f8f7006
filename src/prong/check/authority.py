"""What befell a decision that a brief cites, as the base and the law library know it up to today."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from prong.base import lookup
from prong.base.lookup import Treated
from prong.base.store import Base
from prong.base.treatment import FATAL, kind_of, treatments
from prong.check.finding import Finding, Known, Source, side_of_treated
from prong.check.known import Lookups, cites_of
from prong.cite import identity
from prong.law.authorities import ENDING_EVENTS, ENDING_TREATMENTS
from prong.law.library import Library
from prong.read.reading import Citation, Reading

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


def findings(
    citation: Citation, known: Known | None, asked: Lookups, said: frozenset[str]
) -> Iterator[Finding]:
    """One on the history and treatment of a decision cited in full."""
    cites = (*cites_of(citation), *(known.cites if known else ()))
    replaced = next((asked.superseded[c] for c in cites if c in asked.superseded), None)
    if replaced is not None and not said & {"superseded", "withdrawn", "modified", "vacated"}:
        yield _replaced(citation, asked.library, replaced)
        return
    coded = _coded(known, asked.library)
    told = [t for c in _asked_of(known, cites) for t in _against(asked.base, c)]
    told = list({(t.said_by.id, t.start, t.kind): t for t in told}.values())
    told.sort(key=lambda t: str(t.said_by.decided or ""), reverse=True)
    told = [t for t in told if not _own_words(t, known)]
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
    number = sum(lookup.citing_count(asked.base, c) for c in _asked_of(known, cites))
    if number:
        yield Finding("history", "verified", "nothing-against", at, given, number=number)
    else:
        yield Finding("history", "unverified", "nobody-cites", at, given)


def _asked_of(known: Known | None, cites: Iterable[str]) -> tuple[lookup.Opinion | str, ...]:
    if known is not None and known.opinion is not None:
        return (known.opinion,)
    return tuple(dict.fromkeys(c for c in cites if identity.parse(c)))


def _against(base: Base, of: lookup.Opinion | str) -> tuple[Treated, ...]:
    return lookup.treatments(base, of, negative=True, limit=_LOOKED)


def _own_words(treated: Treated, known: Known | None) -> bool:
    """Whether the passage stands in the decision itself: it does not end itself."""
    return (
        known is not None and known.opinion is not None and treated.said_by.id == known.opinion.id
    )


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
