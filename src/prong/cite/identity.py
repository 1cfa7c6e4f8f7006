"""The identity of a citation: the volume, the reporter in its plain form, and the first page."""

from __future__ import annotations

import re

from prong.cite import reporters
from prong.faults import FieldFault
from prong.values import frozen

_PAGE = r"\d[\d,]*[A-Z]?|[ivxlc]+|_+|[–—-]{2,}"
_FORM = re.compile(
    rf"(?P<volume>\d{{1,4}}(?:-\d{{1,4}})?) (?P<reporter>[A-Z].{{0,60}}?),? (?:at )?\*?(?P<page>{_PAGE})"
)
_VOLUME = re.compile(r"(?<![\w-])\d{1,4}(?:-\d{2,4})?\s+(?=[A-Z])")
_FIRST = re.compile(r"\d{1,7}(?!\w)")
#: A page that is not yet known, as it is written.
BLANK = "___"
#: The most words that a reporter's name has.
_WORDS = 7


@frozen
class Cite:
    """Where a decision is reported. ``first`` is None for a page that is not a plain number."""

    volume: str
    reporter: str
    page: str

    @property
    def blank(self) -> bool:
        """Whether the page is not yet known: ``600 U.S. ___``."""
        return self.page == BLANK

    @property
    def first(self) -> int | None:
        return int(self.page) if self.page.isdecimal() else None

    def __str__(self) -> str:
        return f"{self.volume} {self.reporter} {self.page}"


def parse(text: str) -> Cite | None:
    """A citation such as ``1 F. 3d 2`` in its plain form, or None where the text is none."""
    match = _FORM.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    known = reporters.reporters().get(reporters.squeezed(match["reporter"]))
    if known is not None and known.kind not in ("reporter", "database"):
        return None
    reporter = known.cite if known else match["reporter"].strip()
    page = match["page"].replace(",", "")
    return Cite(match["volume"], reporter, page if page[0].isalnum() else BLANK)


def required(text: str) -> Cite:
    """A citation in its plain form. A FieldFault says that the text is none."""
    found = parse(text)
    if found is None:
        raise FieldFault(
            "This is no citation to a volume and page.",
            found=text[:80],
            expected="such as 1 F.3d 2",
        )
    return found


def plain(text: str) -> str:
    """A citation in its plain form, or the text with its white space made single."""
    found = parse(text)
    return str(found) if found else " ".join(text.split())


def found_in(text: str) -> tuple[Cite, ...]:
    """The citations to known reporters that stand in a short text, in order, each once."""
    known = reporters.reporters()
    made: dict[Cite, None] = {}
    for volume in _VOLUME.finditer(text):
        words = list(re.finditer(r"\S+", text[volume.end() : volume.end() + 80]))
        for k in range(1, min(_WORDS, len(words) - 1) + 1):
            name = "".join(word.group() for word in words[:k]).rstrip(",")
            page = _FIRST.match(words[k].group())
            entry = known.get(reporters.squeezed(name)) if page else None
            if page and entry and entry.kind in ("reporter", "database"):
                made[Cite(volume.group().strip(), entry.cite, page.group())] = None
                break
    return tuple(made)
