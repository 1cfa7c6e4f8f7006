"""A first sheet for coding an opinion: its identity, its pages, and the sentences that may hold.

What an opinion holds is for a reader to say. The skeleton only saves copying: every candidate is a
sentence in which the court speaks of what it holds or concludes, with its pin and an anchor.
"""

from __future__ import annotations

import datetime
import re
from itertools import pairwise
from pathlib import Path

from prong.cite import courts
from prong.read import Reading, pins, read
from prong.read.folder import Text
from prong.read.prose import Sentences
from prong.values import frozen

#: How a court announces what it decides.
_HOLDS = re.compile(
    r"\b[Ww]e (?:\w+ly |also |thus |now |can )?(?:hold|conclude|find|agree|disagree|affirm|reverse|vacate"
    r"|reject|decline|remand)\b|\b[Tt]he Court (?:holds|concludes)\b"
    r"|^(?:Accordingly|Thus|Therefore|Hence|For (?:these|the foregoing) reasons|In (?:sum|short)),? .*"
    r"(?:entitled to|(?:clearly|beyond debate) established|violated?\b|could (?:find|conclude))"
    r"|\bno reasonable (?:\w+ ){1,3}(?:could|would)\b"
)
#: The most candidates given, and the words of an anchor.
_MOST = 40
_WORDS = 10
_MARK = re.compile(r"[“”\"‘’'()\[\]]")


@frozen
class Candidate:
    """A sentence that may state a holding: its pin, an anchor in it, and its words cut short."""

    pin: str | None
    anchor: str
    sentence: str
    at: int


@frozen
class Skeleton:
    """What a document states of itself, for the head of an authority file."""

    caption: str | None
    citation: str | None
    court: str | None
    docket: str | None
    decided: str | None
    file: str
    sha256: str
    pages: tuple[str, str] | None
    candidates: tuple[Candidate, ...]


def skeleton(path: Path, citation: str | None = None) -> Skeleton:
    """Read an opinion and draw up its skeleton; ``citation`` says what it is cited as."""
    reading = read(path)
    front = reading.front
    stars = _stars(reading, citation)
    labels = [page.label for page in reading.pages if page.stars == stars]
    decided = dict(reversed(front.dates))
    return Skeleton(
        front.caption,
        citation,
        front.court,
        ", ".join(front.docket) or None,
        decided.get("decided") or decided.get("filed") or next(iter(decided.values()), None),
        path.name,
        Text(path, path.name).sha256,
        (labels[0], labels[-1]) if labels else None,
        tuple(_candidates(reading, stars))[:_MOST],
    )


def _stars(reading: Reading, citation: str | None) -> int:
    """Which pages pins count in: those of the citation's reporter, else those fewest stars mark."""
    if citation is not None:
        found = pins.levels(reading, (citation,)).get(pins.reporter_of(citation))
        if found is not None:
            return found
    return min((page.stars for page in reading.pages), default=0)


def _candidates(reading: Reading, stars: int) -> list[Candidate]:
    text = reading.text
    bounds = [*Sentences(text, []).starts, len(text)]
    found: list[Candidate] = []
    for start, end in pairwise(bounds):
        match = _HOLDS.search(text[start:end]) if start >= reading.front.end else None
        if match is None:
            continue
        at = start + match.start()
        pages = sorted(pins.pages_at(reading, stars, at, at + 1))
        pin = str(pages[0]) if pages else None
        if pin and stars == 0:
            pin = f"slip op. {pin}"
        sentence = " ".join(text[start:end].split())
        found.append(Candidate(pin, _anchor(text, at, end), sentence, start))
    return found


def _anchor(text: str, start: int, end: int) -> str:
    """Some words from a place on, up to the end of the sentence, without marks of quotation."""
    words: list[str] = []
    for word in text[start:end].split():
        if _MARK.search(word) or len(words) == _WORDS:
            break
        words.append(word)
    return " ".join(words).rstrip(".,;:") if len(words) > 3 else ""


def as_yaml(made: Skeleton) -> str:
    """The skeleton as an authority file to complete; what must be filled in says so."""
    court = courts.name_of(made.court) if made.court else None
    lines = [
        "# A skeleton: complete what is marked, keep the holdings the court made, and delete the rest.",
        f"# {court or 'The court is not stated.'}",
        f"authority: {_quoted(_caption(made.caption))}",
        f"citation: {_quoted(made.citation or 'TO COMPLETE')}",
        f"court: {made.court or 'TO COMPLETE'}",
    ]
    if made.docket:
        lines.append(f"docket: {_quoted(made.docket)}")
    lines += [
        f"decided: {made.decided or 'TO COMPLETE'}",
        "status: published",
        "coded:",
        "  from: text",
        f"  file: {_quoted(made.file)}",
        f"  sha256: {made.sha256}",
        f"  on: {datetime.date.today().isoformat()}",
    ]
    if made.pages:
        lines.append(f"# pages {made.pages[0]} to {made.pages[1]}")
    lines.append("holdings:")
    for number, one in enumerate(made.candidates, 1):
        words = one.sentence if len(one.sentence) < 300 else one.sentence[:297] + "..."
        lines += [
            f"  # {words}",
            f"  - id: holding-{number}",
            "    doctrine: TO COMPLETE",
            "    for: TO COMPLETE          # plaintiff or officer",
            "    on: claim                 # or one issue of the doctrine",
            "    decided-on: assumed-facts",
            "    reason: []                # the factors it turned on",
            "    facts: []                 # every other fact of either side",
        ]
        if one.pin:
            lines.append(f'    pin: "{one.pin}"')
        if one.anchor:
            lines.append(f"    anchor: {_quoted(one.anchor)}")
        lines.append("    says: TO COMPLETE")
    if not made.candidates:
        lines.append("  []  # no sentence that announces a holding was found")
    return "\n".join(lines) + "\n"


def _caption(caption: str | None) -> str:
    """A caption in the letters of a citation, where the document prints it in capitals."""
    if caption is None:
        return "TO COMPLETE"
    words = caption.split()
    if not any(len(word) > 3 and word.isupper() for word in words):
        return caption
    small = {"V.": "v.", "OF": "of", "THE": "the", "AND": "and", "RE": "re", "PARTE": "parte"}
    return " ".join(small.get(w, w.title() if w.isupper() and len(w) > 2 else w) for w in words)


def _quoted(words: str) -> str:
    """A YAML scalar, quoted as it needs."""
    import yaml

    return str(yaml.safe_dump(words, allow_unicode=True, width=10_000, default_style=None)).split(
        "\n"
    )[0]
