"""What stands on the page but is no part of the text: page numbers, running heads, star pages,
and the marks of editors."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from itertools import pairwise

from prong.read.lines import Line, Style
from prong.values import frozen


class Cut:
    """A span of the source left out of the reading text; a star page where ``page`` is given."""

    __slots__ = ("end", "page", "stars", "start")

    def __init__(self, start: int, end: int, page: str = "", stars: int = 0) -> None:
        self.start = start
        self.end = end
        self.page = page
        self.stars = stars


@frozen
class Furniture:
    """``dropped`` lines are no text; ``pages`` are the first line of each page and its label."""

    dropped: tuple[int, ...]
    pages: tuple[tuple[int, str], ...]


_STARS = re.compile(r"\*(\*{0,4})([0-9]{1,5})(?:(\])[ \t\xa0]*|(?![\w–-])[ \t\xa0]?)")
_BLANK = re.compile(r"\s+")
_AT = re.compile(r"@@(\d{1,5})@@[ \t\xa0]*")
_SLIP = re.compile(r"\[slip op\. (\d{1,4})\][ \t\xa0]*")
_EDITORS = (
    re.compile(r"\[\*\*\*LEdHR\w+\] ?"),
    re.compile(r"LEdHR\(\w+\)(?:\[\w+\])* ?"),
    re.compile(r"LEdHN\[\w+\](?:\[\w+\])* ?"),
    re.compile(r"HN\d+(?:\[\d+\])?(?:Go to this Headnote in the case\.)? ?"),
)
_HEADNOTE = re.compile(r"HN\d")
_HEADNOTES = re.compile(r"\[\d{1,2}[A-Z]?\](?:[ \t]*\[\d{1,2}[A-Z]?\])*[ \t]*(?=[A-Z*“\"(\[])")


def editorial(text: str, style: Style) -> list[Cut]:
    """Star pages, and the marks of editors, in order."""
    cuts: list[Cut] = []
    if "@@" in text:
        cuts += [Cut(*match.span(), match.group(1), 1) for match in _AT.finditer(text)]
    if "[slip op. " in text:
        cuts += [Cut(*match.span(), match.group(1), 0) for match in _SLIP.finditer(text)]
    if "*" in text:
        cuts += _stars(text)
    if "_x000" in text:
        cuts += [Cut(*match.span()) for match in _FEED.finditer(text)]
    if "LEdH" in text or _HEADNOTE.search(text):
        for pattern in _EDITORS:
            cuts += [
                Cut(*match.span())
                for match in pattern.finditer(text)
                if not text[match.start() - 1 : match.start()].isalpha()
            ]
    if style.long and "[1" in text:
        heads = []
        at_line = 0
        for match in _HEADNOTES.finditer(text):
            before = text[max(0, match.start() - 8) : match.start()].rstrip(" \t")
            if before[-1:] in ("", "\n", "]"):
                at_line += 1
                heads.append(match)
            elif before[-1] in '.”"' and text[match.start() - 1] == " ":
                heads.append(match)
        if at_line > 2 or (at_line and "[1]" in heads[0].group()):
            cuts += [Cut(*match.span()) for match in heads]
    cuts.sort(key=lambda cut: (cut.start, cut.end))
    kept: list[Cut] = []
    for cut in cuts:
        if not kept or cut.start >= kept[-1].end:
            kept.append(cut)
    return kept


def _with_missing(sure: list[Cut], doubtful: list[Cut]) -> list[Cut]:
    """The sure star pages with each doubtful one that is the only page missing between two."""
    starts = [cut.start for cut in sure]
    added = []
    for cut in doubtful:
        i = bisect_right(starts, cut.start)
        number = int(cut.page)
        if 0 < i < len(sure) and int(sure[i - 1].page) == number - 1 == int(sure[i].page) - 2:
            added.append(cut)
    return sorted([*sure, *added], key=lambda cut: cut.start) if added else sure


def _stars(text: str) -> list[Cut]:
    """Star pages. One without brackets is a page only beside another that it follows or leads to,
    since pins have stars too."""
    found: list[Cut] = []
    bare: dict[int, list[Cut]] = {}
    doubtful: dict[int, list[Cut]] = {}
    for match in _STARS.finditer(text):
        page = match.group(2)
        stars = 1 + len(match.group(1))
        start, end = match.span()
        if match.group(3):
            if text[start - 1 : start] != "[":
                continue
            start -= 1
            if start and text[start - 1] not in " \n\t\xa0":
                end = match.end(3)
            found.append(Cut(start, end, page, stars))
            continue
        before = _BLANK.sub(" ", text[max(0, start - 40) : start])
        electronic = text[max(0, start - 34) : start]
        if before[-2:] == ", " and (" WL " in electronic or "LEXIS" in electronic):
            continue  # a pin
        if before[-1:].isalnum() or before.endswith(("at ", "at\n", "*", "[")):
            doubtful.setdefault(stars, []).append(Cut(start, end, page, stars))
            continue
        if text[match.end(2) : match.end(2) + 1] in ",;).]":
            continue
        if text[end : end + 1] == "*":
            doubtful.setdefault(stars, []).append(Cut(start, end, page, stars))
            continue
        bare.setdefault(stars, []).append(Cut(start, end, page, stars))
    for stars, several in doubtful.items():
        bare[stars] = _with_missing(bare.get(stars, []), several)
    for cuts in bare.values():
        numbers = [int(cut.page) for cut in cuts]
        steps = [0 <= other - one <= 20 for one, other in pairwise(numbers)]
        for k, cut in enumerate(cuts):
            if len(cuts) == 1 or (k and steps[k - 1]) or (k < len(steps) and steps[k]):
                found.append(cut)
    return found


_NUMBERED = re.compile(
    r"-\s*(\d{1,4})\s*-|–\s*(\d{1,4})\s*–|Page (\d{1,4})(?: of \d+)?", re.IGNORECASE
)
_ALONE = re.compile(r"\d{1,4}|[ivxl]{1,6}")
_STAMP = re.compile(
    r"(?:USCA\d* )?(?:Case|Appeal)[: ].{0,60}(?:Document|Doc|Filed|Date).{0,80}(?:Page|Pg"
    r"|Filed|\d{2}/\d{2}).*"
    r"|.{0,40}Page ?(\d{1,4}) of \d{1,4}.{0,20}",
    re.IGNORECASE,
)
_STAMPED = re.compile(r"Page(?: ?ID)?:? ?(\d{1,5})", re.IGNORECASE)


def furnish(text: str, lines: list[Line], style: Style) -> Furniture:
    """Finds the pages of a document of broken lines, and the lines that are page furniture."""
    dropped: set[int] = set()
    pages: list[tuple[int, str]] = []
    feeds = _feeds(text, lines)
    ends: list[tuple[int, str]] = []  # the last line of each page, and the page's number
    if not style.long or feeds:
        for i, line in enumerate(lines):
            length = line.end - line.start
            if not 0 < length <= 160:
                continue
            content = text[line.start : line.end]
            numbered = _NUMBERED.fullmatch(content) if length < 24 else None
            if numbered:
                ends.append((i, next(filter(None, numbered.groups()))))
            elif (content[0] in "UuCcAa" or "age" in content) and _STAMP.fullmatch(content):
                stamped = _STAMPED.search(content)
                ends.append((i, stamped.group(1) if stamped else ""))
    if feeds:
        dropped |= _heads(text, lines, feeds, bool(ends))
        firsts = sorted(feeds)
        labels = {_page_of(firsts, i): label for i, label in ends if label}
        pages = [(0, labels.get(0, "1"))]
        pages += [(i, labels.get(k + 1, str(k + 2))) for k, i in enumerate(firsts)]
    if not feeds and len(ends) < 2 and not style.long:
        ends = _centred(text, lines) or ends
    if feeds:
        pass
    elif len(ends) > 1:
        alone = [
            i
            for i, line in enumerate(lines)
            if 0 < line.end - line.start <= 6 and _ALONE.fullmatch(text[line.start : line.end])
        ]
        stops = {i for i, _ in ends}
        beside = {i for i in alone if _beside(lines, i, stops)}
        dropped |= beside
        first = ends[0][1]
        if all(lines[i].start == lines[i].end for i in range(ends[0][0])):  # each heads its page
            pages = [(i, label or str(k + 1)) for k, (i, label) in enumerate(ends)]
        else:
            pages = [(0, str(int(first)) if first.isdecimal() else "1")]
            pages += [
                (i + 1, str(int(label) + 1) if label.isdecimal() else str(k + 2))
                for k, (i, label) in enumerate(ends[:-1])
            ]
    elif not style.long:
        pages = _drawn(text, lines)
    dropped |= {i for i, _ in ends}
    return Furniture(tuple(sorted(dropped)), tuple(pages))


def _centred(text: str, lines: list[Line]) -> list[tuple[int, str]]:
    """Page numbers that stand alone on their lines, each one more than that before."""
    best: list[tuple[int, str]] = []
    chain: list[tuple[int, str]] = []
    for i, line in enumerate(lines):
        if 0 < line.end - line.start <= 3 and text[line.start : line.end].isdecimal():
            number = int(text[line.start : line.end])
            if chain and number == int(chain[-1][1]) + 1 and i - chain[-1][0] > 12:
                chain.append((i, str(number)))
            elif not chain or len(chain) < 3:
                chain = [(i, str(number))]
            if len(chain) > len(best):
                best = list(chain)
    return best if len(best) >= 3 else []


_LINE_NUMBER = re.compile(r"(\d{1,2})(?:(?=$)| {2,}|\t)")


def unnumber(text: str, lines: list[Line]) -> None:
    """Takes the numbers from the lines of paper that numbers its lines (1 to 25 or so, page after
    page); a line that only holds its number is blank."""
    numbers: list[tuple[int, int, int]] = []
    for i, line in enumerate(lines):
        if line.start < line.end and line.indent < 8:
            match = _LINE_NUMBER.match(text, line.start, line.end)
            if match:
                numbers.append((i, int(match.group(1)), match.end()))
    in_order = sum(1 for one, other in pairwise(numbers) if other[1] == one[1] + 1)
    full = sum(1 for line in lines if line.start < line.end)
    if in_order < 15 or in_order < full * 0.4:
        return
    for i, _, end in numbers:
        line = lines[i]
        line.indent += end - line.start
        line.start = min(end, line.end)
    gap = 0
    for line in lines:
        line.gap = gap
        gap = 0 if line.start < line.end else gap + 1


#: A form feed, or one that a spreadsheet wrote out.
_FEED = re.compile(r"\f|_x000[cC]_")


def _feeds(text: str, lines: list[Line]) -> list[int]:
    """The lines that begin a page after a form feed."""
    found: list[int] = []
    if "\f" not in text and "_x000" not in text:
        return found
    i = 0
    for feed in _FEED.finditer(text):
        at = feed.start()
        while i < len(lines) and lines[i].start < at and lines[i].end <= at:
            i += 1
        if i < len(lines) and (not found or i > found[-1]):
            found.append(i)
    return found


def _page_of(firsts: list[int], i: int) -> int:
    return bisect_right(firsts, i)


def _heads(text: str, lines: list[Line], feeds: list[int], numbered: bool) -> set[int]:
    """Lone numbers and repeated lines at the head or foot of pages."""
    edges: list[tuple[int, str]] = []
    bounds = [0, *feeds, len(lines)]
    for a, b in pairwise(bounds):
        full = [i for i in range(a, b) if lines[i].end > lines[i].start]
        for i in dict.fromkeys([*full[:3], *full[-3:]]):
            content = text[lines[i].start : lines[i].end]
            if content.isdecimal() and (numbered or i not in (full[0], full[-1])):
                continue  # a footnote's, where pages have numbers of their own
            if len(content) < 120:
                edges.append((i, re.sub(r"\d+|\b[ivxl]+\b", "#", content)))
    count = Counter(shape for _, shape in edges)
    least = max(3, len(feeds) // 3)
    return {i for i, shape in edges if count[shape] >= least or (shape == "#" and count["#"] > 1)}


def _beside(lines: list[Line], i: int, stops: set[int]) -> bool:
    """Whether only blank lines stand between a line and the end of a page."""
    for step in (1, -1):
        k = i + step
        while 0 <= k < len(lines) and lines[k].start == lines[k].end:
            k += step
        if k in stops:
            return True
    return False


def _drawn(text: str, lines: list[Line]) -> list[tuple[int, str]]:
    """Pages of a text drawn from a PDF without page breaks: each page's first line is set in by
    one space and follows the last of the page before without a blank line."""
    full = [i for i, line in enumerate(lines) if line.end > line.start]
    inset = [
        i
        for i in full
        if lines[i].indent == 1 and not lines[i].gap and text[lines[i].start - 1] == " "
    ]
    plain = sum(1 for i in full if lines[i].indent == 0)
    if len(inset) < 2 or len(inset) > len(full) * 0.1 or plain + len(inset) < len(full) * 0.7:
        return []
    firsts = inset if inset[0] == full[0] else [full[0], *inset]
    return [(i, str(k + 1)) for k, i in enumerate(firsts)]
