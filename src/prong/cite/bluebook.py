"""Citations written out in the forms of the Bluebook: full and short, with pins.

A pin is written as its library file states it: ``12``, ``12 n.5``, ``26-27``; one that begins
with ``slip op.`` cites the slip opinion, and one that is itself a short citation stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from prong.cite.reporters import case_words, states
from prong.dates import Day

_DOCKET = re.compile(r"No\. ")
_WHOLE = "United States"
#: A federal district that is no state, and as the whole of a party is written out like one.
_DISTRICTS = ("District of Columbia",)


def pages(pin: str) -> str:
    """A pin with en dashes between pages."""
    return re.sub(r"(?<=\d)-(?=\d)", "–", pin)


def full(
    caption: str,
    citation: str,
    court: str,
    decided: Day,
    *,
    pin: str | None = None,
    weight: str | None = None,
) -> str:
    """A full citation: ``Caption, 1 F.3d 2, 3 (1st Cir. 2006)``."""
    return f"{caption}, {after_caption(citation, court, decided, pin=pin, weight=weight)}"


def after_caption(
    citation: str,
    court: str,
    decided: Day,
    *,
    pin: str | None = None,
    weight: str | None = None,
) -> str:
    """A full citation from its reporter on: ``1 F.3d 2, 3 (1st Cir. 2006)``.

    ``court`` is empty for the Supreme Court of the United States, whose reporter names it.
    """
    docket = bool(_DOCKET.match(citation))
    when = _abbreviated(decided) if docket else str(decided.first.year)
    place = f"({' '.join(part for part in (court, when) if part)})"
    text = citation
    slip = ""
    if pin:
        if pin.startswith("slip op."):
            slip = f", slip op. at {_slip_page(pin)}"
            text += slip if docket else ""
        elif " at " in pin:
            place += f", {pages(pin)}"
        else:
            text += f", {pages(pin)}"
    text = f"{text} {place}"
    if weight:
        text += f" ({weight})"
    return text if docket else text + slip


def _slip_page(pin: str) -> str:
    return pages(pin.removeprefix("slip op.").removeprefix(" at").strip())


def placed(citation: str, parallel: Iterable[str], pin: str | None) -> tuple[str, str | None]:
    """The citation of a decision that a pin is of, and the page: a pin may name another reporter."""
    return (in_reporter(pin, parallel) if pin else None) or (citation, pin)


def in_reporter(pin: str, citations: Iterable[str]) -> tuple[str, str] | None:
    """For a pin that names its reporter (``1 S. Ct. at 3``): that citation and the page alone."""
    start, at, page = pin.partition(" at ")
    if not at:
        return None
    found = next((c for c in citations if c.startswith(f"{start} ")), None)
    return (found, page) if found else None


def short(name: str, citation: str, pin: str | None) -> str:
    """A short citation: ``Name, 1 F.3d at 3``."""
    return f"{name}, {after_name(citation, pin)}"


def after_name(citation: str, pin: str | None) -> str:
    """A short citation from its reporter on: ``1 F.3d at 3``."""
    if pin is None:
        return citation
    if pin.startswith("slip op."):
        return f"slip op. at {_slip_page(pin)}"
    if " at " in pin:
        return pages(pin)
    volume = re.match(r"(.+?) \d+$", citation)
    return f"{volume.group(1) if volume else citation} at {pages(pin)}"


def id_pin(pin: str | None) -> str:
    """What follows *Id.* where it cites another page than the citation before: `` at 3``."""
    if pin is None:
        return ""
    if pin.startswith("slip op."):
        return f" at {_slip_page(pin)}"
    return f" at {pages(pin.rpartition(' at ')[2])}"


#: Parties of so many cases that a short name is taken from the other side (Rule 10.9).
_COMMON = re.compile(
    r"(?:United States|People|State|Commonwealth|City|County|Town|Township|Village|Borough|District"
    r"|Board|Department)(?: of\b.*)?$|.* County$"
)


def short_name(caption: str) -> str:
    """The name of a case after it has been cited in full: one party, not one who is always there."""
    first, versus, second = caption.partition(" v. ")
    chosen = second if versus and _COMMON.match(first) else first
    return chosen.partition(" ex rel. ")[0]


def abbreviated(caption: str) -> str:
    """A caption as a citation writes it, its words abbreviated (Table 6), but for a state or the
    United States where it is the whole of a party (Rule 10.2.2)."""
    return " v. ".join(_party(party) for party in caption.split(" v. "))


def _party(party: str) -> str:
    if " " not in party or party in (_WHOLE, *_DISTRICTS) or party in states():
        return party  # a surname, or a sovereign
    words = party.replace(_WHOLE, "U.S.").split(" ")
    return " ".join(_word(word, last=word is words[-1]) for word in words)


def _word(word: str, last: bool) -> str:
    """One word of a party; a plural takes an s, and a point of the compass that ends it stays."""
    if word == "and":
        return "&"
    if word[:1].islower():
        return word
    bare = word.rstrip(",")
    known = case_words()
    short = known.get(bare.lower())
    if short is None and bare.endswith("s"):
        one = known.get(bare.lower()[:-1])
        short = one and (f"{one[:-1]}s." if one.endswith(".") else f"{one}s")
    if short is None or len(short) >= len(bare) or (last and len(short) == 2):
        return word
    return short + word[len(bare) :]


_MONTHS = (
    "Jan.", "Feb.", "Mar.", "Apr.", "May", "June",
    "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip


def _abbreviated(day: Day) -> str:
    if not day.known:
        return str(day.first.year)
    return f"{_MONTHS[day.first.month - 1]} {day.first.day}, {day.first.year}"
