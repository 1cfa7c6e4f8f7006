"""Whether each authority stands as coded: its anchors on their pages, its court, date and citation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

from prong.coding.texts import Texts
from prong.law.authorities import Authority
from prong.law.coding import Coded
from prong.law.doctrines import Rule
from prong.law.library import Library
from prong.law.statements import Statement, statements
from prong.read import Reading, pins, read
from prong.read.folder import Text, squeezed
from prong.values import frozen

Verdict = Literal["verified", "wrong", "not-held", "not-stated", "unanchored"]


@frozen
class Check:
    """One thing checked of an authority.

    ``what``: ``anchor``, ``text``, ``citation``, ``court``, ``date``, ``docket``; ``holding`` where
    it is of one, ``statement`` where it is of a rule, a step or a forum's statement on it.
    ``not-held``: no text of it in the folders; ``not-stated``: the text and the folder's index say
    nothing of it; ``unanchored``: the text is held, and the statement names no phrase of it.
    ``caution`` is what a reader should know of a verified one.
    """

    authority: str
    what: str
    verdict: Verdict
    holding: str | None = None
    found: str | None = None
    expected: str | None = None
    caution: str | None = None
    statement: str | None = None


@frozen
class Passage:
    """A holding or a statement as it is looked for in a text: its pin, its anchor, its coding."""

    authority: str
    citations: tuple[str, ...]
    pin: str | None
    anchor: str | None
    coded: Coded
    holding: str | None = None
    statement: str | None = None

    def check(
        self,
        what: str,
        verdict: Verdict,
        found: str | None = None,
        expected: str | None = None,
        caution: str | None = None,
    ) -> Check:
        return Check(
            self.authority, what, verdict, self.holding, found, expected, caution, self.statement
        )


#: How many readings are kept: one text may be what several authorities were coded from.
_READ_AT_ONCE = 8
#: Called after each authority with how many are done and how many there are.
Progress = Callable[[int, int], None]


def verify(
    library: Library, folders: Sequence[Path], progress: Progress | None = None
) -> tuple[Check, ...]:
    """Check every authority of a library, and every statement on one, against the texts of some
    folders."""
    texts = Texts(folders)
    stated = tuple(statements(library))
    authorities = library.authorities
    held = _Held(
        texts,
        lru_cache(maxsize=_READ_AT_ONCE)(read),
        {
            coded.file: coded.first_page
            for coded in (*_codings(authorities.values()), *(s.words.coded for s in stated))
            if coded.file and coded.first_page
        },
        {
            a.coded.file: (a.citation, *a.parallel)
            for a in authorities.values()
            if a.coded.file and not a.coded.at
        },
    )
    # What was coded from one text stands together, so that each is read once.
    stated = tuple(sorted(stated, key=lambda s: s.words.coded.file or ""))
    parts: list[Iterator[Check]] = [
        *(_authority(key, authority, held) for key, authority in authorities.items()),
        *(_statement(library, one, held) for one in stated),
    ]
    checks: list[Check] = []
    for done, part in enumerate(parts, 1):
        checks += part
        if progress:
            progress(done, len(parts))
    return tuple(checks)


@frozen
class _Held:
    """The texts at hand: how one is read, the page each begins on, and what each is cited as."""

    texts: Texts
    reading: Callable[[Path], Reading]
    begins: Mapping[str, int]
    cited: Mapping[str, tuple[str, ...]]


def _codings(authorities: Iterable[Authority]) -> Iterator[Coded]:
    for authority in authorities:
        yield authority.coded
        yield from (holding.coded for holding in authority.holdings if holding.coded)


def _authority(key: str, authority: Authority, held: _Held) -> Iterator[Check]:
    texts = held.texts
    own = texts.of(authority, authority.coded) if authority.coded.from_ == "text" else None
    if authority.coded.from_ == "text":
        if own is None:
            yield Check(key, "text", "not-held", expected=authority.coded.file)
        else:
            yield from _identity(key, authority, own, held.reading(own.path))
    summed: set[str] = set()
    for holding in authority.holdings:
        cites = (authority.citation, *authority.parallel)
        coded = authority.coding(holding)
        passage = Passage(key, cites, holding.pin, holding.anchor, coded, holding.id)
        if coded.constrains:
            yield from _passage(passage, texts.of(authority, coded), held, summed)


def _statement(library: Library, stated: Statement, held: _Held) -> Iterator[Check]:
    """Whether a rule, a step or a forum's statement stands where it was coded from."""
    words = stated.words
    if not words.coded.constrains:
        return
    authority = library.authorities.get(words.authority or "")
    in_full = None if isinstance(words, Rule) else words.cited_as
    cites = (authority.citation, *authority.parallel) if authority else _cited(in_full)
    passage = Passage(
        words.authority or in_full or stated.name, cites, words.pin, words.anchor,
        words.coded, statement=stated.name,
    )  # fmt: skip
    own = held.texts.of(authority, words.coded) if authority else None
    yield from _passage(passage, own, held, set())


def _cited(words: str | None) -> tuple[str, ...]:
    """The citation in a citation in full, without the name, the court and the year."""
    found = re.search(r"\d+ [A-Z][^,()]*? \d+(?=[ ,(]|$)", words or "")
    return (found.group(),) if found else ()


def _passage(passage: Passage, own: Text | None, held: _Held, summed: set[str]) -> Iterator[Check]:
    coded = passage.coded
    text = own if coded.from_ == "text" and own else _named(held.texts, coded)
    if text is None:
        yield passage.check("anchor", "not-held", expected=coded.file or coded.at)
        return
    if coded.sha256 and text.file not in summed:
        summed.add(text.file)
        if text.sha256 != coded.sha256:
            yield passage.check("text", "wrong", text.sha256, coded.sha256 + ", its digest")
    if passage.statement and not passage.anchor:
        yield passage.check("anchor", "unanchored")
        return
    yield _anchor(passage, text, held)


def _named(texts: Texts, coded: Coded) -> Text | None:
    """The text that a coding names, or the one this project began from."""
    if coded.file:
        return texts.of_file(coded.file)
    return texts.of_file(SEED) if coded.from_ == "seed" else None


#: Where the opinion this project began from lies, from the folder of texts.
SEED = "seed/opinion.txt"


def _anchor(passage: Passage, text: Text, held: _Held) -> Check:
    """Whether the anchor stands on the pinned page.

    What was coded from another opinion's account of it has its anchor there, on the page that
    ``at`` names; its own pin is then not to be checked in that text.
    """
    coded = passage.coded
    file = coded.file or SEED
    reading, first = held.reading(text.path), held.begins.get(file)
    pin_words = _page_of(coded.at) or (coded.at if coded.file is None else None) or passage.pin
    if not passage.anchor or not pin_words:
        lacks = "anchor" if not passage.anchor else "pin"
        return passage.check("anchor", "wrong", f"no {lacks}", "an anchor and a pin")
    spans = pins.places(reading, passage.anchor)
    if not spans:
        return passage.check("anchor", "wrong", "nowhere in the text", passage.anchor)
    pin = pins.parse(pin_words, passage.citations[0] if passage.citations else "")
    cites = text.citations or held.cited.get(file) or passage.citations
    level = pins.levels(reading, cites, text.one_star).get(pin.reporter)
    if level is None:
        return passage.check(
            "anchor", "not-stated",
            f"in a text that marks no pages of {pin.reporter or 'its own'}", pin_words,
        )  # fmt: skip
    caution = "the text's wording was typed anew" if text.retyped else None
    stood: list[str] = []
    for span in spans:
        at = pins.note_at(reading, span[0])
        note = at.number if at else None
        if note is not None and note.isdecimal() and int(note) in pin.notes:
            return passage.check("anchor", "verified", caution=caution)
        called = at.called_at if at else None
        place = span if called is None else (called, called + 1)
        pages = pins.pages_at(reading, level, *place)
        if level == 0 and first:
            pages = {page + first - 1 for page in pages}
        if note is None and pages & pin.pages:
            return passage.check("anchor", "verified", caution=caution)
        stood += [f"note {note}" if note else ", ".join(map(str, sorted(pages))) or "no page"]
    return passage.check("anchor", "wrong", f"on {'; '.join(stood[:4])}", f"on {pin_words}")


#: The pages of another opinion, by its volume and reporter or as it was slipped, in a note such as
#: ``as Roe v. Alder, 900 F.3d at 102-03, states it``.
_ELSEWHERE = re.compile(r"(?:slip op\.|\d+ [A-Z][A-Za-z0-9. ']*?,? at) \*?\d(?:[\d ,&n.-]*\d)?")


def _page_of(at: str | None) -> str | None:
    found = _ELSEWHERE.search(at or "")
    return found.group() if found else None


def _identity(key: str, authority: Authority, text: Text, reading: Reading) -> Iterator[Check]:
    front = reading.front

    def check(
        what: str, mine: str, stated: Sequence[str | None], same: bool | None = None
    ) -> Check:
        said = [value for value in stated if value]
        if not said:
            return Check(key, what, "not-stated", expected=mine)
        agrees = mine in said if same is None else same
        return Check(
            key, what, "verified" if agrees else "wrong", found="; ".join(said), expected=mine
        )

    cites = (authority.citation, *authority.parallel)
    known = {squeezed(cite) for cite in cites}
    yield check(
        "citation", authority.citation, text.citations,
        any(squeezed(cite) in known for cite in text.citations),
    )  # fmt: skip
    yield check("court", authority.court, (text.court, front.court))
    days = [str(text.date) if text.date else None, *(day for _, day in front.dates)]
    opening = " ".join(reading.text[:_OPENING].split())
    dated = authority.decided.known and authority.decided.spoken() in opening
    same = dated or any(_on(authority, day) for day in days if day)
    yield check("date", str(authority.decided), days, same)
    if authority.docket:
        dockets = (text.docket, *front.docket)
        mine = set(_dockets(authority.docket))
        theirs = {one for docket in dockets if docket for one in _dockets(docket)}
        yield check("docket", authority.docket, dockets, bool(mine & theirs))
    if text.name or front.caption:
        named = " ".join(filter(None, (text.name, front.caption)))
        yield check(
            "name", authority.authority, (text.name, front.caption), _is_named(authority, named)
        )


#: How far into a text its day may stand: past a sheet of errata, a list of counsel.
_OPENING = 6000


def _dockets(words: str) -> list[str]:
    return re.findall(r"\d+-\d+", words.replace("–", "-")) or [squeezed(words)]


def _on(authority: Authority, day: str) -> bool:
    return authority.decided.first.isoformat() <= day <= authority.decided.last.isoformat()


def _is_named(authority: Authority, words: str) -> bool:
    """Whether a name has a word of substance of each party's."""
    theirs = _words(words)
    for party in re.split(r" v\. ", authority.authority):
        mine = _words(party)
        if mine and not mine & theirs:
            return False
    return True


def _words(name: str) -> set[str]:
    """The words of a name in plain letters, the shortest left out."""
    plain = unicodedata.normalize("NFKD", pins.plainly(name).lower())
    return set(re.findall(r"[a-z]{3,}", re.sub(r"[\u0300-\u036f]", "", plain)))
