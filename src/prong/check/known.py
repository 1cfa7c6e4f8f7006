"""What is known of each decision that a brief cites: from the base, else from the law library, else
from how held decisions cite it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from prong.base import lookup, many
from prong.base.citator import Attested
from prong.base.held import Opinion
from prong.base.store import Base
from prong.check.finding import Known
from prong.check.names import likeness, telling
from prong.cite import identity
from prong.cite.identity import Cite
from prong.dates import Day
from prong.law.library import Library
from prong.read.reading import Citation
from prong.values import frozen

#: So many held decisions must agree on what stands at a citation for it to count as known.
AGREE = 2
_DOCKET = re.compile(r"\bNos?\.?\s*([\w:.-]*\d[\w:-]*)")
#: Series that follow one another.
_SERIES = (("F.", "F.2d", "F.3d", "F.4th"), ("F. Supp.", "F. Supp. 2d", "F. Supp. 3d"))


@frozen
class Lookups:
    """Everything that was asked about the citations of a brief, answered in a few queries.

    ``beside`` are the citations that held decisions give as parallel to each, and in how many; a citation
    under which nothing is known is an alias of one of them, where enough agree.
    """

    base: Base
    held: dict[str, tuple[Opinion, ...]]
    attested: dict[str, tuple[Attested, ...]]
    coded: dict[str, str]
    superseded: dict[str, str]
    library: Library
    beside: dict[str, tuple[tuple[str, int], ...]]
    aliases: dict[str, tuple[str, int]]
    near: dict[str, tuple[Known, ...]]
    by_word: dict[str, tuple[str, ...]]

    def known(self, citation: Citation) -> tuple[Known, ...]:
        """The decisions that a full citation may be, the one whose name agrees first."""
        cites = cites_of(citation)
        found: dict[int, Known] = {}
        for cite in cites:
            for opinion in self.held.get(cite, ()):
                found.setdefault(opinion.id, self._of_base(opinion))
        if not found and citation.kind in ("docket", "database"):
            found |= {o.id: self._of_base(o) for o in self._by_docket(citation)}
        several = list(found.values())
        if not several:
            names = (*cites, *(self.aliases[c][0] for c in cites if c in self.aliases))
            coded = next((self.coded[c] for c in names if c in self.coded), None)
            if coded is not None:
                several = [self.of_library(coded)]
        if not several:
            several = _one_each(
                known for c in cites for known in as_attested(c, self.attested.get(c, ()))[:1]
            )
        if citation.name and len(several) > 1:
            name = citation.name
            rank = ("same", "misspelt", "other")
            several.sort(key=lambda k: rank.index(likeness(name, k.names or (k.name,))))
        return tuple(several)

    def _of_base(self, opinion: Opinion) -> Known:
        known = of_opinion(opinion)
        coded = next((self.coded[c] for c in opinion.cites if c in self.coded), None)
        cited = [a for c in opinion.cites for a in self.attested.get(c, ())]
        names = [a.name for a in cited if a.name and " v. " in a.name and a.decisions >= AGREE]
        if coded is not None:
            names.append(self.library.authorities[coded].authority)
        return Known(
            "base", known.name, known.cites, known.court, known.decided, known.status,
            tuple(dict.fromkeys((known.name, *names))), opinion, coded,
        )  # fmt: skip

    def of_library(self, key: str) -> Known:
        authority = self.library.authorities[key]
        cites = tuple(
            str(c)
            for written in (authority.citation, *authority.parallel)
            if (c := identity.parse(written))
        )
        return Known(
            "library", authority.authority, cites, authority.court, authority.decided,
            authority.status, (authority.authority,), None, key,
        )  # fmt: skip

    def _by_docket(self, citation: Citation) -> Sequence[Opinion]:
        match = _DOCKET.search(citation.text)
        if match is None:
            return ()
        found = lookup.by_docket(self.base, match.group(1), court=citation.court)
        year = citation.year
        return [o for o in found if year is None or o.decided is None or _in(o.decided, year)]


def _in(day: Day, year: int) -> bool:
    return day.first.year <= year <= day.last.year


def of_opinion(opinion: Opinion) -> Known:
    """A decision held."""
    return Known(
        "base", opinion.caption, opinion.cites, opinion.court, opinion.decided, opinion.status,
        (opinion.caption,), opinion,
    )  # fmt: skip


def surely_there(citation: Citation, known: Known) -> bool:
    """Whether a decision is known to stand at a citation by more than one slip of somebody's hand, or by
    a parallel citation alone."""
    if known.source != "attested":
        return True
    return known.decisions >= AGREE and cites_of(citation)[:1] == known.cites[:1]


def cites_of(citation: Citation) -> tuple[str, ...]:
    """The citations of a decision as they are looked up."""
    written = (citation.cite, *citation.parallel)
    return tuple(dict.fromkeys(identity.plain(c) for c in written if c))


def as_attested(cite: str, several: Sequence[Attested]) -> tuple[Known, ...]:
    """What a citation is, as held decisions cite it: those that name it alike are one."""
    groups: list[list[Attested]] = []
    for one in several:
        if one.name is None:
            continue
        mine = next((g for g in groups if likeness(one.name, [g[0].name or ""]) != "other"), None)
        if mine is None:
            groups.append([one])
        else:
            mine.append(one)
    made = []
    for group in groups:
        years = _common((a.year, a.decisions) for a in group if a.year)
        courts = _common((a.court, a.decisions) for a in group if a.court)
        names = tuple(dict.fromkeys(a.name for a in group if a.name))
        names = tuple(n for n in names if " v. " in n) or names  # a short name fits many
        full = names[0]
        made.append(
            Known(
                "attested", full, (cite,), courts,
                Day.parse(f"{years:04d}") if years else None, "unknown", names, None, None,
                sum(a.decisions for a in group),
            )
        )  # fmt: skip
    return tuple(sorted(made, key=lambda k: -k.decisions))


def _one_each(several: Iterable[Known]) -> list[Known]:
    """What parallel citations are attested as: those named alike are one decision."""
    made: list[Known] = []
    for known in several:
        like = (k for k, one in enumerate(made) if likeness(known.name, one.names) != "other")
        mine = next(like, None)
        if mine is None:
            made.append(known)
        else:
            names = dict.fromkeys((*made[mine].names, *known.names))
            made[mine] = replace(made[mine], names=tuple(names))
    return made


T = TypeVar("T")


def _common(weighed: Iterable[tuple[T, int]]) -> T | None:
    """What most say."""
    count: dict[T, int] = {}
    for value, weight in weighed:
        count[value] = count.get(value, 0) + weight
    return max(count, key=lambda value: count[value]) if count else None


def look_up(base: Base, library: Library, citations: Iterable[Citation]) -> Lookups:
    """Ask the base and the library about every citation at once."""
    full = list(citations)
    cites = list(dict.fromkeys(c for citation in full for c in cites_of(citation)))
    coded: dict[str, str] = {}
    superseded: dict[str, str] = {}
    for key, authority in library.authorities.items():
        for written in (authority.citation, *authority.parallel):
            coded.setdefault(identity.plain(written), key)
        for event in authority.history:
            if event.event == "supersedes" and event.cite:
                superseded[identity.plain(event.cite)] = key
    held, said = lookup.by_citations(base, cites), many.attested(base, cites)
    beside = many.parallels(base, cites)
    unknown = [c for c in cites if c not in held and c not in said and c not in coded]
    aliases = _aliased(base, unknown, held, said, beside)
    made = Lookups(
        base, held, said, coded, superseded, library, beside, aliases, {}, _by_word(library)
    )
    made.near.update(_near(made, full))
    return made


def _aliased(
    base: Base,
    unknown: Iterable[str],
    held: dict[str, tuple[Opinion, ...]],
    said: dict[str, tuple[Attested, ...]],
    beside: dict[str, tuple[tuple[str, int], ...]],
) -> dict[str, tuple[str, int]]:
    """Give citations under which nothing is known what is known under the one that held decisions give
    beside them: it, and how many do so."""
    found = {
        cite: best
        for cite in unknown
        if _paged([(cite, 0)])
        for best in _paged(beside.get(cite, ()))[:1]
        if best[1] >= AGREE
    }
    others = {of for of, _ in found.values()}
    more_held, more_said = lookup.by_citations(base, others), many.attested(base, others)
    for cite, (of, _) in found.items():
        if of in more_held:
            held[cite] = more_held[of]
        if of in more_said:
            said[cite] = more_said[of]
    return found


def _paged(several: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Those citations whose page is known: of a page left blank a volume has many."""
    return [pair for pair in several if (cite := identity.parse(pair[0])) and not cite.blank]


def _by_word(library: Library) -> dict[str, tuple[str, ...]]:
    """The authorities of the library by the telling words of their names."""
    found: dict[str, list[str]] = {}
    for key, authority in library.authorities.items():
        for word in telling(authority.authority):
            found.setdefault(word, []).append(key)
    return {word: tuple(keys) for word, keys in found.items()}


def _near(asked: Lookups, full: Iterable[Citation]) -> dict[str, tuple[Known, ...]]:
    """What is known one slip away from each citation at which nothing of its name surely is, and in the
    same volume."""
    wanted: dict[str, list[str]] = {}
    volumes: dict[tuple[str, str], list[str]] = {}
    for citation in full:
        cite = identity.parse(citation.cite or "")
        if cite is None or cite.blank or not citation.name or citation.cite in wanted:
            continue
        known = [k for k in asked.known(citation)[:1] if surely_there(citation, k)]
        if not any(likeness(citation.name, k.names or (k.name,)) == "same" for k in known):
            wanted[citation.cite or ""] = slips(cite)
            volumes.setdefault((cite.reporter, cite.volume), []).append(citation.cite or "")
    every = list(dict.fromkeys(c for several in wanted.values() for c in several))
    held, said = lookup.by_citations(asked.base, every), many.attested(asked.base, every)
    unknown = [c for c in every if c not in held and c not in said]
    _aliased(asked.base, unknown, held, said, many.parallels(asked.base, unknown))
    found: dict[str, tuple[Known, ...]] = {}
    for given, several in wanted.items():
        mine = [of_opinion(o) for c in several for o in held.get(c, ())]
        mine += [asked.of_library(asked.coded[c]) for c in several if c in asked.coded]
        mine += [known for c in several for known in as_attested(c, said.get(c, ()))[:1]]
        found[given] = tuple(mine)
    for (reporter, number), givens in volumes.items():
        beside = [
            known
            for cite, cited in many.volume(asked.base, reporter, number).items()
            for known in as_attested(cite, cited)[:1]
        ]
        for given in givens:
            found[given] += tuple(k for k in beside if given not in k.cites)
    return found


# Citations one slip away


def slips(cite: Cite) -> list[str]:
    """The citations that are one slip of the hand away: a figure changed, dropped, doubled or exchanged
    with the next, in the volume or the page, or the series before or after."""
    found: dict[str, None] = {}
    for volume in _slips(cite.volume):
        found[f"{volume} {cite.reporter} {cite.page}"] = None
    for page in _slips(cite.page):
        found[f"{cite.volume} {cite.reporter} {page}"] = None
    for series in _SERIES:
        if cite.reporter in series:
            for other in series:
                found[f"{cite.volume} {other} {cite.page}"] = None
    found.pop(str(cite), None)
    return list(found)


def _slips(number: str) -> set[str]:
    if not number.isdecimal() or len(number) > 5:
        return set()
    made: set[str] = set()
    for k, figure in enumerate(number):
        made |= {number[:k] + d + number[k + 1 :] for d in "0123456789"}
        made |= {number[:k] + d + number[k:] for d in "0123456789"}
        made.add(number[:k] + number[k + 1 :])
        if k + 1 < len(number):
            made.add(number[:k] + number[k + 1] + figure + number[k + 2 :])
    made |= {number + d for d in "0123456789"}
    return {n for n in made if n and n[0] != "0"}
