"""What a text gives the base: who decided it, where it is reported, its pages, what it cites.

The identity is that of the folder's index where there is one, checked against the text; else the
text's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from prong.base.treatment import treatments
from prong.base.words import fold
from prong.cite import courts, identity, reporters
from prong.cite.identity import Cite
from prong.dates import Day
from prong.read.folder import Text
from prong.read.pins import levels
from prong.read.reading import Citation, Reading
from prong.values import frozen

#: Pages of one row may rise by at most so many from one mark to the next, and an opinion span so many.
_STEP, _SPAN = 25, 500
_CASES = ("full", "short", "id", "supra", "name", "database", "docket")
_UNPUBLISHED = re.compile(
    r"\b(?:not\s+(?:for|to\s+be)\s+publi\w+|unpublished|nonprecedential)\b", re.I
)


@frozen
class Identity:
    """A decision as its caption, court, docket, day and citations tell it apart."""

    caption: str
    court: str | None
    docket: str | None
    decided: Day | None
    cites: tuple[Cite, ...]
    status: str = "unknown"
    origin: str | None = None

    @property
    def dockets(self) -> tuple[str, ...]:
        return docket_numbers(self.docket)


@frozen
class Writing:
    """One opinion's text: ``pages`` are (reporter, label, offset), with "" for its own pages;
    ``notes`` are (number, start, end, where called)."""

    kind: str
    author: str | None
    text: str
    pages: tuple[tuple[str, str, int], ...] = ()
    notes: tuple[tuple[str, int, int, int | None], ...] = ()
    retyped: bool = False
    origin: str | None = None


@frozen
class Drawn:
    """A text with its identity, its citings and treatments as rows, and what did not agree."""

    identity: Identity
    writing: Writing
    lasts: dict[str, int]
    citings: tuple[dict[str, Any], ...]
    treatments: tuple[dict[str, Any], ...]
    remarks: tuple[str, ...]


def docket_numbers(docket: str | None) -> tuple[str, ...]:
    """The numbers of a docket as they are looked for: ``Nos. 08-2319 & 08-2320`` are two."""
    if not docket:
        return ()
    parts = re.split(r"[,;&]|\band\b", docket.lower())
    bare = (re.sub(r"\b(?:nos?|case|docket|civ\.? action)\b\.?:?", "", part) for part in parts)
    made = (re.sub(r"[^a-z0-9:-]+", "", part)[:120] for part in bare)
    return tuple(dict.fromkeys(part for part in made if re.search(r"\d", part)))


def drawn(reading: Reading, said: Text | None = None) -> Drawn:
    """What the base keeps of a text that was read; ``said`` is the index's row for it."""
    who, remarks = _identity(reading, said)
    return drawn_as(
        reading,
        who,
        kind=kind_named(said.kind if said else "") or _kind(reading) or "opinion",
        author=said.author if said and said.author else _author(reading),
        one_star=said.one_star if said else None,
        retyped=bool(said and said.retyped),
        remarks=tuple(remarks),
    )


def drawn_as(
    reading: Reading,
    who: Identity,
    *,
    kind: str,
    author: str | None,
    origin: str | None = None,
    one_star: str | None = None,
    retyped: bool = False,
    remarks: tuple[str, ...] = (),
) -> Drawn:
    """What the base keeps of a text whose identity is known."""
    rows = levels(reading, map(str, who.cites), one_star)
    named = {stars: reporter or "" for reporter, stars in rows.items()}
    pages = [(named[p.stars], p.label, p.at) for p in reading.pages if p.stars in named]
    notes = tuple((n.number, n.at[0], n.at[1], n.called_at) for n in reading.footnotes)
    writing = Writing(kind, author, reading.text, tuple(pages), notes, retyped, origin)
    return Drawn(
        who,
        writing,
        last_pages(who.cites, pages),
        tuple(citings(reading)),
        tuple(treated(reading)),
        remarks,
    )


# Who and where


def _identity(reading: Reading, said: Text | None) -> tuple[Identity, list[str]]:
    front = reading.front
    head = reading.text[: max(front.end, 0)][:6000]
    cites = list(identity.found_in(head)) if front.end else []
    decided = [Day.parse(day) for _, day in front.dates]
    remarks: list[str] = []
    caption, court, docket = front.caption, front.court, ", ".join(front.docket) or None
    day = decided[-1] if decided else None
    if said is not None:
        given = [found for c in said.citations if (found := identity.parse(c))]
        of_its_own = {(c.reporter, c.volume): c for c in cites}
        for cite in given:
            own = of_its_own.get((cite.reporter, cite.volume))
            if own is not None and own != cite:
                remarks.append(f"The index cites {cite}; the text's head has {own}.")
        cites = [*given, *(c for c in cites if all(c.reporter != g.reporter for g in given))]
        if said.name and caption and not alike(said.name, caption):
            remarks.append(f"The index names {said.name}; the text's caption is {caption}.")
        caption = _named(said.name, caption)
        if said.court and court and court not in said.court.split("/"):
            remarks.append(f"The index gives the court as {said.court}; the text as {court}.")
        court = court if said.court and "/" in said.court else said.court or court
        mine = {number for d in front.docket for number in docket_numbers(d)}
        if mine and said.docket and mine.isdisjoint(docket_numbers(said.docket)):
            remarks.append(
                f"The index gives docket {said.docket}; the text {', '.join(front.docket)}."
            )
        docket = said.docket or docket
        if said.date is not None:
            if (
                decided
                and said.date not in decided
                and not any(_overlap(said.date, d) for d in decided)
            ):
                remarks.append(f"The index dates it {said.date}; the text {decided[-1]}.")
            day = said.date
    if court is None:
        court = _court_of(cites)
    unpublished = bool(_UNPUBLISHED.search(head)) or (
        bool(cites) and all("App'x" in c.reporter or _electronic(c) for c in cites)
    )
    status = "unpublished" if unpublished else "published" if cites else "unknown"
    return Identity(
        caption or reading.name, court, docket, day, tuple(dict.fromkeys(cites)), status
    ), remarks


def _named(given: str | None, own: str | None) -> str | None:
    """The index's name, unless it is written without capitals and the text has it better."""
    if not given:
        return own
    if given.islower():
        given = re.sub(r"(?<![\w'’.])(?!(?:of|the|and|for|in|v)\b)[a-z]", _upper, given)
    return re.sub(r"\bv\b\.?(?= )", "v.", given)


def _upper(match: re.Match[str]) -> str:
    return match.group().upper()


def _overlap(one: Day, other: Day) -> bool:
    return one.first <= other.last and other.first <= one.last


def _electronic(cite: Cite) -> bool:
    known = reporters.reporters().get(reporters.squeezed(cite.reporter))
    return known is not None and known.kind == "database"


def _court_of(cites: Iterable[Cite]) -> str | None:
    """The court whose own reports the decision stands in."""
    for cite in cites:
        known = reporters.reporters().get(reporters.squeezed(cite.reporter))
        if known is not None and known.court:
            return courts.named(known.court)
    return None


def alike(one: str, other: str) -> bool:
    """Whether two captions may name one case: some word of each side but the commonest is shared."""
    from rapidfuzz import fuzz

    return fuzz.token_set_ratio(plain_name(one), plain_name(other)) >= 60


def plain_name(caption: str) -> str:
    """A caption's words in lower case, abbreviated as citations abbreviate them."""
    short = reporters.shortened()
    found = re.findall(r"[^\W_]+(?:['’][^\W_]+)*", fold(caption))
    return " ".join(
        short.get(word, word).replace("'", "").replace("’", "") for word in found if word != "v"
    )


def kind_named(kind: str) -> str:
    """What kind of opinion a source calls it, without the number that CourtListener sorts by."""
    plain = re.sub(r"[\s_]+", "-", re.sub(r"^\d+", "", kind.strip().lower()))
    return {"concur": "concurrence", "majority": "majority"}.get(plain, plain)


def _kind(reading: Reading) -> str:
    kinds = {opinion.kind for opinion in reading.front.opinions}
    return kinds.pop() if len(kinds) == 1 else "combined" if kinds else ""


def _author(reading: Reading) -> str | None:
    return next((o.author for o in reading.front.opinions if o.author), None)


# Pages


def last_pages(cites: Iterable[Cite], pages: Iterable[tuple[str, str, int]]) -> dict[str, int]:
    """For each citation the last page that a writing's marks reach. A mark that leaps is a slip of
    the typist, and nothing after it counts."""
    found: dict[str, int] = {}
    marks: dict[str, list[int]] = {}
    for reporter, label, _ in pages:
        if label.isdecimal():
            marks.setdefault(reporter, []).append(int(label))
    for cite in cites:
        first = cite.first
        mine = marks.get(cite.reporter)
        if first is None or not mine or not first <= mine[0] <= first + _SPAN:
            continue
        last = mine[0]
        for page in mine[1:]:
            if not last <= page <= last + _STEP:
                break
            last = page
        found[str(cite)] = last
    return found


# What it cites


def citings(reading: Reading) -> Iterable[dict[str, Any]]:
    """A row for each decision cited, by its citation; those of a docket alone by their docket."""
    rows: dict[str, dict[str, Any]] = {}
    same: dict[str, str] = {}
    for citation in reading.citations:
        of = reading.authority(citation)
        if citation.kind not in _CASES or of.kind not in _CASES or not of.cite:
            continue
        key = _key(of)
        for other in of.parallel:
            key = same.get(identity.plain(other), key)
        row = rows.get(same.get(key, key))
        if row is None:
            row = rows[key] = {
                "cite": key, "name": _short(of.name), "court": of.court, "year": of.year, "depth": 0,
                "signal": citation.signal, "mentions": [], "also": [],
            }  # fmt: skip
        for other in of.parallel:
            written = identity.plain(other)[:120]
            place = identity.parse(other)
            blank = place is not None and place.blank
            if written not in row["also"] and written != row["cite"] and not blank:
                row["also"].append(written)
            same.setdefault(written, row["cite"])
        row["name"] = row["name"] or _short(of.name)
        row["court"] = row["court"] or of.court
        row["year"] = row["year"] or of.year
        row["depth"] += 1
        row["mentions"].append(
            [*citation.at, citation.signal, list(citation.pins), citation.relation]
        )
    yield from rows.values()


def _short(name: str | None) -> str | None:
    return name[:300] if name else None


def _key(of: Citation) -> str:
    """The citation; of a page not yet known, with the name, since a volume has many such."""
    found = identity.parse(of.cite or "")
    if found is not None and found.blank:
        return f"{found} {of.name or ''}".strip()[:120]
    return identity.plain(of.cite or "")[:120]


def treated(reading: Reading) -> Iterable[dict[str, Any]]:
    """A row for each thing the text says befell a decision it cites."""
    text = reading.text
    for t in treatments(reading):
        of = reading.authority(t.treated)
        other = reading.authority(t.other) if t.other is not None else None
        if not of.cite:
            continue
        yield {
            "cite": _key(of), "kind": t.kind, "weight": t.weight, "extent": t.extent,
            "form": t.form, "words": t.words, "by": t.by,
            "by_cite": _key(other) if other is not None and other.cite else None,
            "by_name": other.name if other is not None else None,
            "by_year": other.year if other is not None else None,
            "passage": " ".join(text[t.passage[0] : t.passage[1]].split()),
            "start": t.at[0], "end": t.at[1],
        }  # fmt: skip
