"""Whether a brief agrees with itself: short forms and *Id.* that refer to one thing, one name for one
citation, and a table of authorities that lists what is cited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from prong.check.finding import Finding, Known, Span, Verdict
from prong.check.known import cites_of
from prong.check.names import likeness
from prong.read.reading import Citation, Reading
from prong.read.resolve import FAR

FULL = ("full", "database", "docket")
_TABLE = re.compile(
    r"\b(?:table of (?:authorities|cases)|authorities cited|index of authorities)\b", re.I
)
_HEADS = re.compile(
    r"(?:(?:federal|state|other|supreme court) )*(?:cases|statutes|rules|regulations"
    r"|constitutional provisions"
    r"|constitution|codes|treatises|other authorities|secondary sources|miscellaneous"
    r"|authorities|page\(?s?\)?)"
    r"(?: cited)?[:. ]*(?:page\(?s?\)?)?",
    re.I,
)
_LEADERS = re.compile(r"(?:\.[ \u00a0]?){4,}[ivxlc\d, ]*|\bpassim\b")
_LISTED = re.compile(
    r"^[^\w\n]*(?:\([^()]*\))?[^\w\n]*(?P<pages>passim|\d{1,4}(?:(?:, | & |-|–)\d{1,4})*)"
)
#: What may stand between a case and an *Id.* and be cited by it, though it is not read as a citation.
_OTHER_SOURCE = re.compile(
    r"\d+ [A-Z]|\b(?:Rep\.|Cong\.|Hearing|Report|Brief|Br\.|Tr\.|App\.|Decl\.|Dep\.|Ex\.|Doc\."
    r"|ECF|Dkt\.|No\.|Compl\."
    r"|ante|post|supra|Letter|Policy|Guidance|Manual|Memo\w*|Order|Opinion|Stat\.|Comm\.|Restatement|Wright)\b|¶|§"
)
#: An *Id.* farther from the case cited last may mean something between that is not read.
_NEAR = 400
_VOLUME = re.compile(r"\s[A-Z][\w.]*(?:\s[A-Z\d][\w.]*){0,3},?\s(?:at\s)?\d")
#: Nor is one wrong whose page is so near to a page of the case before it.
_SAME = 200


# The table of authorities


def table_span(reading: Reading) -> Span | None:
    """Where the table of authorities stands, or None where there is none."""
    heads = list(reading.sections)
    for k, head in enumerate(heads):
        if _TABLE.search(head.title):
            end = next(
                (h.start for h in heads[k + 1 :] if not _HEADS.fullmatch(h.title.strip())),
                len(reading.text),
            )
            return _to_last_leader(reading.text, head.start, end)
    match = re.search(rf"(?m)^\W*{_TABLE.pattern}", reading.text, re.I)
    if match is None or match.start() > len(reading.text) // 2:
        return None
    return _to_last_leader(reading.text, match.start(), len(reading.text))


def _to_last_leader(text: str, start: int, end: int) -> Span | None:
    leaders = [m.end() for m in _LEADERS.finditer(text, start, end)]
    return (start, leaders[-1]) if leaders else None


def in_span(citation: Citation, span: Span | None) -> bool:
    return span is not None and span[0] <= citation.at[0] < span[1]


def table(reading: Reading, span: Span | None) -> Iterator[Finding]:
    """What the table lists and the text does not cite, and the other way about."""
    if span is None:
        return
    listed: dict[str, Citation] = {}
    cited: dict[str, Citation] = {}
    pages: dict[str, dict[str, None]] = {}
    for c in reading.citations:
        if in_span(c, span):
            if c.kind in FULL:
                listed |= dict.fromkeys(cites_of(c), c)
            continue
        of = reading.authority(c)
        if of.kind not in FULL:
            continue
        for cite in cites_of(of):
            if c.kind in FULL and c.inside is None and c.history_of is None:
                cited.setdefault(cite, c)
            if c.page:
                pages.setdefault(cite, {})[c.page] = None
    any_cited = {
        cite
        for c in reading.citations
        if not in_span(c, span)
        for cite in cites_of(reading.authority(c))
    }
    seen: set[int] = set()
    for c in listed.values():
        if c.n in seen:
            continue
        seen.add(c.n)
        if not any(cite in any_cited for cite in cites_of(c)):
            yield Finding("table", "wrong", "listed-not-cited", c.at, c.text, source="brief")
            continue
        yield from _pages(reading, c, pages)
    seen = set()
    for c in cited.values():
        if c.n in seen:
            continue
        seen.add(c.n)
        if not any(cite in listed for cite in cites_of(c)):
            yield Finding("table", "wrong", "cited-not-listed", c.at, c.text, source="brief")


def _pages(
    reading: Reading, citation: Citation, pages: dict[str, dict[str, None]]
) -> Iterator[Finding]:
    """The pages that the table gives, where the document has pages to compare them with."""
    following = reading.text[citation.at[1] : citation.at[1] + 300].split("\n")[0]
    match = _LISTED.match(
        _LEADERS.sub(lambda m: " " + m.group().lstrip(". \u00a0"), following, count=1)
    )
    mine = [p for cite in cites_of(citation) for p in pages.get(cite, ())]
    if (
        match is None
        or match["pages"] == "passim"
        or not mine
        or any(not p.isdecimal() for p in mine)
    ):
        return
    given = _numbers(match["pages"])
    right = sorted({int(p) for p in mine})
    if given != set(right):
        yield Finding(
            "table", "unverified", "pages-differ", citation.at, match["pages"],
            ", ".join(map(str, right)), "brief", caution=True, detail=citation.text,
        )  # fmt: skip


def _numbers(words: str) -> set[int]:
    found: set[int] = set()
    for first, last in re.findall(r"(\d+)(?:[-–](\d+))?", words):
        found |= set(range(int(first), min(int(last or first), int(first) + 200) + 1))
    return found


# Names and years


def names(reading: Reading, told: Iterable[int]) -> Iterator[Finding]:
    """One citation under two names or of two years, and one name at two citations; of those in
    ``told`` something is said already, and it is not said twice."""
    by_cite: dict[str, list[Citation]] = {}
    by_name: dict[tuple[str, int | None, str | None], Citation] = {}
    known = set(told)
    for c in reading.citations:
        if c.kind not in FULL or c.history_of is not None:
            continue
        for cite in cites_of(c)[:1]:
            by_cite.setdefault(cite, []).append(c)
    for cite, several in by_cite.items():
        first = next((c for c in several if c.name), None)
        for other in several:
            if first is None or other is first or {first.n, other.n} & known:
                continue
            if not (" v. " in (first.name or "") and " v. " in (other.name or "")):
                continue
            if other.name and likeness(other.name, [first.name or ""]) == "other":
                yield Finding(
                    "consistency", "wrong", "two-names", other.at, other.name, first.name, "brief",
                    detail=cite,
                )  # fmt: skip
            elif other.name and likeness(other.name, [first.name or ""]) == "misspelt":
                yield Finding(
                    "consistency", "wrong", "two-spellings", other.at, other.name, first.name, "brief",
                    detail=cite,
                )  # fmt: skip
            elif other.year and first.year and other.year != first.year:
                yield Finding(
                    "consistency", "wrong", "two-years", other.at, str(other.year), str(first.year),
                    "brief", detail=cite,
                )  # fmt: skip
    for several in by_cite.values():
        c = several[0]
        if not c.name or " v. " not in c.name or {o.n for o in several} & known:
            continue
        key = (c.name.lower(), c.year, c.court)
        other = by_name.setdefault(key, c)
        same_reporter = (other.cite or "").split(" ")[1:-1] == (c.cite or "").split(" ")[1:-1]
        if other is not c and same_reporter:
            yield Finding(
                "consistency", "unverified", "two-places", c.at, c.cite, other.cite, "brief",
                caution=True, detail=c.name,
            )  # fmt: skip


def unread(reading: Reading, span: Span | None) -> Iterator[tuple[Citation, Finding]]:
    """Whole names of cases of which no citation was read: it may stand there in a form that is not known,
    or may be missing. The brief's own case is none."""
    cited = [c for c in reading.citations if c.kind in FULL and c.name]
    own = reading.front.caption or ""
    told: list[str] = []
    for c in reading.citations:
        name = c.name or ""
        if c.kind != "name" or c.unresolved is None or " v. " not in name or in_span(c, span):
            continue
        if own and likeness(name, [own]) != "other":
            continue
        if any(q.at[0] <= c.at[0] < q.at[1] for q in reading.quotations):
            continue  # the opinion quoted names it
        if any(
            likeness(name, [known]) != "other" for known in (*told, *(o.name or "" for o in cited))
        ):
            continue
        told.append(name)
        yield (
            c,
            Finding(
                "exists",
                "unverified",
                "no-citation-read",
                c.at,
                c.text,
                source="brief",
                caution=True,
            ),
        )


# What a short form refers to


def reference(
    citation: Citation, reading: Reading, span: Span | None, known: dict[int, Known | None]
) -> Iterator[Finding]:
    """Whether a short form, *supra* or *Id.* refers to one authority."""
    if citation.kind not in ("short", "id", "supra"):
        return
    at, words = citation.at, citation.text
    of = reading.authority(citation)
    if citation.unresolved is None:
        if citation.doubt:
            yield Finding(
                "reference", "unverified", "ambiguous", at, words, of.text, "brief", caution=True,
                detail=citation.doubt,
            )  # fmt: skip
        elif in_span(of, span) and (of.cite or "") not in words:
            yield Finding(
                "reference",
                "unverified",
                "only-in-table",
                at,
                words,
                of.text,
                "brief",
                caution=True,
            )
        else:
            yield Finding("reference", "verified", "one", at, words, of.text, "brief")
        return
    if citation.kind == "id":
        yield _id(citation, reading)
        return
    why = citation.unresolved
    same = [
        c for c in _by_name(citation, reading) if _stem(citation.text) in map(_stem, cites_of(c))
    ]
    if len(same) == 1 and same[0].n < citation.n:
        yield Finding("reference", "verified", "one", at, words, same[0].text, "brief")
        return
    if _cited_unread(citation, reading):
        yield Finding(
            "reference", "unverified", "unread", at, words, None, "brief", caution=True, detail=why
        )
        return
    later = _later(citation, reading, span)
    if later is not None:
        yield Finding(
            "reference", "wrong", "before-full", at, words, later.text, "brief", caution=True
        )
        return
    named = _by_name(citation, reading)
    right = named[0].text if len(named) == 1 else None
    if why.startswith("several"):
        several = "; ".join(c.text for c in named[:3]) or None
        verdict: Verdict = "wrong" if citation.kind == "short" else "unverified"
        yield Finding(
            "reference",
            verdict,
            "two-things",
            at,
            words,
            None,
            "brief",
            caution=True,
            detail=several,
        )
    elif citation.kind == "supra" and " v. " not in (citation.name or ""):
        yield Finding(
            "reference", "unverified", "supra-nothing", at, words, right, "brief", caution=True
        )
    else:
        yield Finding(
            "reference", "wrong", "nothing", at, words, right, "brief", caution=True, detail=why
        )


def _stem(words: str) -> str:
    """The volume and reporter of a citation, full or short."""
    match = re.search(r"(\d{1,4}) ([A-Z][^,]{0,50}?),? (?:at )?\d", words)
    return "".join(match.group(1, 2)).replace(" ", "") if match else words


def _cited_unread(citation: Citation, reading: Reading) -> bool:
    """Whether the volume of a short form stands before it with a page, in a form that was not read."""
    match = re.search(r"(\d{1,4}) ([A-Z][^,]{0,50}?),? at ", citation.text)
    if match is None:
        return False
    reporter = r"\s?".join(re.escape(c) for c in match.group(2) if not c.isspace())
    pattern = rf"(?<!\d){match.group(1)}\s{reporter},?\s\d"
    return re.search(pattern, reading.text[: citation.at[0]]) is not None


def certain(citation: Citation, reading: Reading) -> bool:
    """Whether an *Id.* surely means the case cited last: nothing else stands between that it could."""
    if citation.kind != "id":
        return True
    before = _last_case(citation, reading)
    if before is None:
        return False
    near = citation.at[0] - before.at[1] < _NEAR
    return near and not _OTHER_SOURCE.search(reading.text, before.at[1], citation.at[0])


def glued(citation: Citation, reading: Reading) -> bool:
    """Whether what was read as a citation's last pin is the volume of another citation."""
    return _VOLUME.match(reading.text, citation.at[1]) is not None


def _id(citation: Citation, reading: Reading) -> Finding:
    at, words = citation.at, citation.text
    before = _last_case(citation, reading)
    right = before.text if before is not None else None
    if citation.unresolved == FAR:
        sure = certain(citation, reading) and not _about(citation, before)
        return Finding(
            "reference", "wrong" if sure else "unverified", "id-page", at, words, right, "brief",
            caution=True, detail=", ".join(citation.pins),
        )  # fmt: skip
    first = before is None and not any(c.n < citation.n for c in reading.citations)
    return Finding(
        "reference", "wrong" if first else "unverified", "id-nothing", at, words, right, "brief",
        caution=True, detail=citation.unresolved,
    )  # fmt: skip


def _about(citation: Citation, before: Citation | None) -> bool:
    """Whether a page is near to a pin of the case before, so that it may stand there after all."""
    mine = re.match(r"\D*(\d+)", citation.pins[0]) if citation.pins else None
    theirs = [m for p in (before.pins if before else ()) if (m := re.match(r"\D*(\d+)", p))]
    return mine is not None and any(abs(int(mine[1]) - int(m[1])) < _SAME for m in theirs)


def _last_case(citation: Citation, reading: Reading) -> Citation | None:
    """The case cited last before a citation at its level."""
    found = None
    for c in reading.citations:
        if c.n >= citation.n:
            break
        of = reading.authority(c)
        if c.inside == citation.inside and of.kind in FULL and c.kind != "name":
            found = of if c.kind == "id" else c
    return found


def _later(citation: Citation, reading: Reading, span: Span | None) -> Citation | None:
    """The full citation, after it, of what a short form means."""
    match = re.search(r"(\d{1,4} [A-Z][^,]{0,50}?),? at ", citation.text)
    if match is None:
        return None
    stem = match.group(1).replace(" ", "")
    for c in reading.citations:
        later = c.n > citation.n and c.kind == "full" and not in_span(c, span)
        if later and any(w.replace(" ", "").startswith(stem) for w in cites_of(c)):
            return c
    return None


def _by_name(citation: Citation, reading: Reading) -> Sequence[Citation]:
    """The authorities cited in full that bear the name of a short form."""
    if not citation.name:
        return ()
    found: dict[str, Citation] = {}
    for c in reading.citations:
        if c.kind in FULL and c.name and likeness(citation.name, [c.name]) == "same":
            found.setdefault(c.cite or c.text, c)
    return tuple(found.values())
