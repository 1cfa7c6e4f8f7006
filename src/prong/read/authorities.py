"""The table of authorities: what a document cites, grouped as in a brief, and on which pages."""

from __future__ import annotations

import re
from collections.abc import Iterable

from prong.cite import courts
from prong.read.reading import Citation, Reading
from prong.values import frozen

#: An authority cited on more pages than this is cited ``passim``.
PASSIM = 5
_GROUPS = {
    "statute": "Statutes",
    "section": "Statutes",
    "constitution": "Constitutions",
    "rule": "Rules",
    "regulation": "Regulations",
    "journal": "Other authorities",
    "treatise": "Other authorities",
    "manual": "Other authorities",
}
_CASES = ("full", "database", "docket", "short", "supra", "id", "name")


@frozen
class Authority:
    """One authority that a document cites.

    ``name`` is None for what goes by its citation alone; ``pages`` are those it is cited on, in
    order, once each; ``citations`` the numbers of the citations; ``resolved`` is False for a short
    form that no full citation explains.
    """

    name: str | None
    cite: str
    parallel: tuple[str, ...]
    year: int | None
    pages: tuple[str, ...]
    citations: tuple[int, ...]
    resolved: bool

    @property
    def passim(self) -> bool:
        return len(self.pages) > PASSIM


@frozen
class Group:
    """Authorities under one heading, in order."""

    title: str
    authorities: tuple[Authority, ...]


def table(reading: Reading) -> tuple[Group, ...]:
    """The authorities a document cites: cases by court, then constitutions, statutes, rules,
    regulations and others; last the short forms that nothing explains. Citations of the record are
    no authorities."""
    rows: dict[tuple[str, str], list[Citation]] = {}
    same: dict[str, tuple[str, str]] = {}
    for citation in reading.citations:
        key = _key(reading, citation)
        if key is None:
            continue
        group, cite = key
        for written in (cite, *citation.parallel):
            if (group, written) in rows or written in same:
                key = same.get(written, (group, written))
        rows.setdefault(key, []).append(citation)
        if citation.kind in ("full", "database"):
            for written in (cite, *citation.parallel):
                same.setdefault(written, key)
    groups: dict[str, list[Authority]] = {}
    for (group, cite), cited in rows.items():
        groups.setdefault(group, []).append(_authority(cite, cited))
    return tuple(
        Group(title, tuple(sorted(groups[title], key=_alphabetical)))
        for title in sorted(groups, key=_rank)
    )


UNRESOLVED = "Cases cited only in short"
UNSTATED = "Cases whose court is not stated"


def _key(reading: Reading, citation: Citation) -> tuple[str, str] | None:
    of = reading.authority(citation)
    if of.kind == "record":
        return None
    if of.kind in _CASES:
        if of.kind in ("id", "name", "supra"):
            return None  # it names nothing that a table could list
        if of.kind == "short":
            volume = re.sub(r",? at .*", "", of.text.rpartition(", ")[2] if of.name else of.text)
            return UNRESOLVED, f"{of.name}, {volume}" if of.name else volume
        title = courts.name_of(of.court) if of.court else UNSTATED
        return title, of.cite or of.text
    return _GROUPS[of.kind], of.cite or of.text


def _authority(cite: str, cited: list[Citation]) -> Authority:
    full = [c for c in cited if c.kind in ("full", "database", "docket")]
    first = next((c for c in full if c.name), full[0] if full else cited[0])
    return Authority(
        first.name if full else None,
        cite,
        tuple(dict.fromkeys(p for c in full for p in c.parallel if p != cite)),
        next((c.year for c in full if c.year), None),
        tuple(dict.fromkeys(c.page for c in cited if c.page)),
        tuple(c.n for c in cited),
        bool(full) or first.kind not in _CASES,
    )


def _alphabetical(authority: Authority) -> tuple[str, list[int | str]]:
    digits: list[int | str] = [int(d) for d in re.findall(r"\d{1,9}", authority.cite)]
    if authority.name:
        return authority.name.lower(), digits
    return re.sub(r"[\d§.]+", "", authority.cite).lower(), digits


_LAST = ("Constitutions", "Statutes", "Rules", "Regulations", "Other authorities", UNRESOLVED)


def _rank(title: str) -> tuple[int, int, str]:
    if title in _LAST:
        return 3, _LAST.index(title), title
    if title == UNSTATED:
        return 2, 0, title
    if title.startswith("Supreme Court of the United"):
        return 0, 0, title
    return (
        1,
        0 if "Court of Appeals for the" in title else 1 if "District Court" in title else 2,
        title,
    )


def unresolved(reading: Reading) -> Iterable[Citation]:
    """The citations that refer to something not found."""
    return (citation for citation in reading.citations if citation.unresolved)
