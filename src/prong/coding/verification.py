"""Whether each authority stands as coded: its anchors on their pages, its court, date and citation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

from prong.coding.texts import Texts
from prong.law.authorities import Authority, Holding
from prong.law.coding import Coded
from prong.law.library import Library
from prong.read import Reading, pins, read
from prong.read.folder import Text, squeezed
from prong.values import frozen

Verdict = Literal["verified", "wrong", "not-held", "not-stated"]


@frozen
class Check:
    """One thing checked of an authority.

    ``what``: ``anchor``, ``text``, ``citation``, ``court``, ``date``, ``docket``; ``holding`` where
    it is of one. ``not-held``: no text of it in the folders; ``not-stated``: the text and the
    folder's index say nothing of it. ``caution`` is what a reader should know of a verified one.
    """

    authority: str
    what: str
    verdict: Verdict
    holding: str | None = None
    found: str | None = None
    expected: str | None = None
    caution: str | None = None


#: How many readings are kept: one text may be what several authorities were coded from.
_READ_AT_ONCE = 8
#: Called after each authority with how many are done and how many there are.
Progress = Callable[[int, int], None]


def verify(
    library: Library, folders: Sequence[Path], progress: Progress | None = None
) -> tuple[Check, ...]:
    """Check every authority of a library against the texts of some folders."""
    texts = Texts(folders)
    begins = {
        coded.file: coded.first_page
        for authority in library.authorities.values()
        for coded in (authority.coded, *(h.coded for h in authority.holdings if h.coded))
        if coded.file and coded.first_page
    }
    reading = lru_cache(maxsize=_READ_AT_ONCE)(read)
    checks: list[Check] = []
    for done, (key, authority) in enumerate(library.authorities.items(), 1):
        checks += _authority(key, authority, texts, reading, begins)
        if progress:
            progress(done, len(library.authorities))
    return tuple(checks)


def _authority(
    key: str,
    authority: Authority,
    texts: Texts,
    reading: Callable[[Path], Reading],
    begins: Mapping[str, int],
) -> Iterator[Check]:
    own = texts.of(authority, authority.coded) if authority.coded.from_ == "text" else None
    if authority.coded.from_ == "text":
        if own is None:
            yield Check(key, "text", "not-held", expected=authority.coded.file)
        else:
            yield from _identity(key, authority, own, reading(own.path))
    summed: set[str] = set()
    for holding in authority.holdings:
        coded = authority.coding(holding)
        if not coded.constrains:
            continue
        text = texts.of(authority, coded) if coded.from_ == "text" else _seed(texts, coded)
        if text is None:
            yield Check(key, "anchor", "not-held", holding.id, expected=coded.file or coded.at)
            continue
        if coded.sha256 and text.file not in summed:
            summed.add(text.file)
            if text.sha256 != coded.sha256:
                yield Check(
                    key, "text", "wrong", holding.id, text.sha256, coded.sha256 + ", its digest"
                )
        first = begins.get(coded.file or SEED)
        yield _anchor(key, authority, holding, coded, text, reading(text.path), first)


def _seed(texts: Texts, coded: Coded) -> Text | None:
    return texts.of_file(coded.file or SEED)


#: Where the opinion this project began from lies, from the folder of texts.
SEED = "seed/opinion.txt"


def _anchor(
    key: str,
    authority: Authority,
    holding: Holding,
    coded: Coded,
    text: Text,
    reading: Reading,
    first: int | None,
) -> Check:
    """Whether the anchor stands on the pinned page.

    What was coded from another opinion's account of it has its anchor there, on the page that
    ``at`` names; its own pin is then not to be checked in that text.
    """
    elsewhere = coded.at if coded.file is None or _IN_REPORTER.match(coded.at or "") else None
    cited = elsewhere or holding.pin
    pin_words = _slip(cited) if coded.from_ == "seed" else cited
    if not holding.anchor or not pin_words:
        lacks = "anchor" if not holding.anchor else "pin"
        return Check(key, "anchor", "wrong", holding.id, f"no {lacks}", "an anchor and a pin")
    spans = pins.places(reading, holding.anchor)
    if not spans:
        return Check(key, "anchor", "wrong", holding.id, "nowhere in the text", holding.anchor)
    pin = pins.parse(pin_words, authority.citation)
    cites = text.citations or (authority.citation, *authority.parallel)
    level = pins.levels(reading, cites, text.one_star).get(pin.reporter)
    if level is None:
        return Check(
            key, "anchor", "not-stated", holding.id,
            f"in a text that marks no pages of {pin.reporter or 'its own'}", pin_words,
        )  # fmt: skip
    caution = "the text's wording was typed anew" if text.retyped else None
    stood: list[str] = []
    for span in spans:
        at = pins.note_at(reading, span[0])
        note = at.number if at else None
        if note is not None and note.isdecimal() and int(note) in pin.notes:
            return Check(key, "anchor", "verified", holding.id, caution=caution)
        called = at.called_at if at else None
        place = span if called is None else (called, called + 1)
        pages = pins.pages_at(reading, level, *place)
        if level == 0 and first:
            pages = {page + first - 1 for page in pages}
        if note is None and pages & pin.pages:
            return Check(key, "anchor", "verified", holding.id, caution=caution)
        stood += [f"note {note}" if note else ", ".join(map(str, sorted(pages))) or "no page"]
    return Check(
        key, "anchor", "wrong", holding.id, f"on {'; '.join(stood[:4])}", f"on {pin_words}"
    )


#: A page of another opinion, by its volume and reporter.
_IN_REPORTER = re.compile(r"\d+ [A-Z].* at \d")


def _slip(cited: str | None) -> str | None:
    """The slip-opinion pages of a note such as ``cited at slip op. 12; see also n.5``."""
    match = re.search(r"slip op\. [\d ,&n.-]*\d", cited or "")
    return match.group() if match else cited


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
            "name", authority.authority, (text.name, front.caption), _named(authority, named)
        )


#: How far into a text its day may stand: past a sheet of errata, a list of counsel.
_OPENING = 6000


def _dockets(words: str) -> list[str]:
    return re.findall(r"\d+-\d+", words.replace("–", "-")) or [squeezed(words)]


def _on(authority: Authority, day: str) -> bool:
    return authority.decided.first.isoformat() <= day <= authority.decided.last.isoformat()


def _named(authority: Authority, words: str) -> bool:
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
