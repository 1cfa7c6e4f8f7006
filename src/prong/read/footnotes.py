"""Footnotes found in plain text: where each is called, and which lines are its body.

A body begins with its number at the head of a line: at the foot of a page, after a line that says
so, or at the end of the document. It counts only in sequence, and where the body can be confused
with a numbered paragraph, only where the text before it calls that number.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from prong.read.calls import Body, Calls, Found
from prong.read.formats.source import Source
from prong.read.furniture import Furniture
from prong.read.lines import Line, Style, ends_sentence

_START = re.compile(
    r"(?:\[?(?:FN|fn|Fn)?\.?(?P<n>\d{1,3}|\*{1,3}|†{1,2})\]?[.)]?)(?:(?=$)|[ \t\xa0]+(?=\S)"
    r"|(?=[A-Z“\"]))"
)
_OPENS = re.compile(r"[-–—_ ]*(?:FOOTNOTES?|Footnotes?|NOTES|ENDNOTES|Endnotes)[-–—_: ]*")
_CLOSES = re.compile(r"[-–—_ ]*End (?:of )?(?:Footnotes|Notes)[-–—_ ]*", re.IGNORECASE)


def marked(source: Source) -> list[Found]:
    """The footnotes that the file itself marks; their bodies stand at the end of the text."""
    from prong.read.lines import lines_of

    lines = lines_of(source.text)
    starts = [line.start for line in lines]
    found = []
    for note in source.notes:
        first = bisect_left(starts, note.start)
        if first and lines[first - 1].end > note.start:
            first -= 1
        inside = [
            i
            for i in range(first, len(lines))
            if lines[i].start < note.end and lines[i].end > note.start
        ]
        found.append(Found(note.number, (note.marker, note.marker), tuple(inside), note.start))
    return found


def find(text: str, lines: list[Line], pages: Furniture, style: Style) -> list[Found]:
    """The footnotes of a plain text."""
    linked = _linked(text, lines)
    if linked:
        return linked
    starts = _Starts(text, lines, pages)
    calls = Calls(text)
    found = _zones(text, lines, starts)
    if not found and pages.pages:
        found = _feet(text, lines, pages, starts, style)
    if not found and (style.long or len(pages.pages) < 2):
        found = _tail(text, lines, starts, style, calls)
    if not found:
        return calls.without_bodies()
    return calls.join(lines, found)


_LINK_TO = re.compile(r"Link to the text of the note ?|\[\^(\w{1,8})\](?!:)")
_LINKED_NUMBER = re.compile(r"(\d{1,3}|\*{1,3}|\+) ?$")
_ORDERED = re.compile(
    r"(?:It is )?[Ss]o ordered\.?|(?:Affirmed|Reversed|Vacated|Remanded|Dismissed)[\w ,]*\.?"
    r"|.{0,400}\b(?:judgments?|case|order)\b.{0,160}\b(?:affirmed|reversed|remanded|vacated)\b.{0,80}\."
)
_LINK_FROM = re.compile(
    r"(?P<n>\d{1,3}|\*{1,3}) ?Link to the location of the note in the document ?|\[\^(?P<m>\w{1,8})\]: ?"
)


def _linked(text: str, lines: list[Line]) -> list[Found]:
    """Footnotes whose calls and bodies say that they are linked: the words of one publisher's
    pages, or Markdown."""
    if "Link to the" not in text and "[^" not in text:
        return []
    calls: dict[str, list[tuple[int, int]]] = {}
    for match in _LINK_TO.finditer(text):
        if match.group(1):
            calls.setdefault(match.group(1), []).append(match.span())
            continue
        number_ = _LINKED_NUMBER.search(text, max(0, match.start() - 4), match.start())
        if number_:
            span = (number_.start(), match.end())
            calls.setdefault(number_.group(1), []).append(span)
    found: list[Found] = []
    number, text_from = "", 0
    mine: list[int] = []

    def close() -> None:
        if number:
            called = calls.get(number)
            marker = called.pop(0) if called else None
            found.append(Found(number, marker, tuple(mine), text_from))

    for i, line in enumerate(lines):
        if line.start == line.end or (not number and text[line.start] not in _HEADS):
            continue
        head = text[line.start] in _HEADS and _LINK_FROM.match(text, line.start, line.end)
        if head:
            close()
            number, text_from, mine = head["n"] or head["m"], head.end(), [i]
        elif number:
            mine.append(i)
    close()
    known = {note.number for note in found}
    if "1" in calls and "1" not in known and found and found[0].number == "2":
        first = _after_the_order(text, lines, found[0].lines[0])
        if first:
            found.insert(0, Found("1", calls["1"].pop(0), first, lines[first[0]].start))
            known.add("1")
    lost = [Found(n, spans[0], (), 0) for n, spans in calls.items() if spans and n not in known]
    return sorted([*found, *lost], key=lambda note: note.marker or (len(text), 0))


def _after_the_order(text: str, lines: list[Line], end: int) -> tuple[int, ...]:
    """The lines between the words that end an opinion and the second footnote: the first, which
    no link announces."""
    k = end - 1
    while k >= 0 and end - k < 80:
        if lines[k].start < lines[k].end and _ORDERED.fullmatch(text, lines[k].start, lines[k].end):
            return tuple(i for i in range(k + 1, end) if lines[i].start < lines[i].end)
        k -= 1
    return ()


class _Starts:
    """The lines that may begin a footnote, by line number."""

    def __init__(self, text: str, lines: list[Line], pages: Furniture) -> None:
        dropped = set(pages.dropped)
        self.at: dict[int, tuple[str, int]] = {}
        for i, line in enumerate(lines):
            if line.start < line.end and i not in dropped and text[line.start] in _HEADS:
                match = _START.match(text, line.start, line.end)
                if match:
                    self.at[i] = (match["n"], match.end())


_HEADS = frozenset("0123456789*†[Ff")


def _zones(text: str, lines: list[Line], starts: _Starts) -> list[Body]:
    """Bodies between lines that announce footnotes and lines that close them (or the end)."""
    opens = [
        i
        for i, line in enumerate(lines)
        if 4 < line.end - line.start < 90 and _OPENS.fullmatch(text, line.start, line.end)
    ]
    opening_lines = frozenset(opens)
    found: list[Body] = []
    expected = 1
    closed = -1
    for opening in opens:
        if opening < closed:
            continue
        closed = len(lines)
        has_end = False
        for i in range(opening + 1, len(lines)):
            line = lines[i]
            if 8 < line.end - line.start < 90 and _CLOSES.fullmatch(text, line.start, line.end):
                closed, has_end = i, True
                break
            if i in opening_lines:
                closed = i
                break
        zone = [i for i in range(opening + 1, closed) if lines[i].start < lines[i].end]
        bodies, following = _sequence(text, lines, zone, starts, expected, lines[opening].start)
        if not bodies:
            continue
        expected = following
        hidden = (opening, closed) if has_end else (opening,)
        first = bodies[0]
        bodies[0] = Body(first.number, first.lines, first.text_from, first.above, hidden=hidden)
        found += bodies
    return found


_SITTING = re.compile(r"\bdesignation\.?$")


def _sequence(
    text: str, lines: list[Line], zone: list[int], starts: _Starts, expected: int, above: int
) -> tuple[list[Body], int]:
    """The bodies in a run of lines, numbered from ``expected`` on, and the next number."""
    found: list[Body] = []
    number = ""
    text_from = 0
    mine: list[int] = []
    for i in zone:
        start = starts.at.get(i)
        begins = start is not None and (
            start[0] == str(expected) or (not number and not start[0].isdecimal())
        )
        if begins and start is not None:
            if number:
                found.append(Body(number, tuple(mine), text_from, above))
            number, text_from = start
            mine = [i]
            if number.isdecimal():
                expected += 1
        elif number:
            mine.append(i)
        starred = bool(number) and mine[-1] == i and not number.isdecimal()
        if starred and _SITTING.search(text, lines[i].start, lines[i].end):
            found.append(Body(number, tuple(mine), text_from, above))
            number = ""
    if number:
        found.append(Body(number, tuple(mine), text_from, above))
    return found, expected


def _feet(
    text: str, lines: list[Line], pages: Furniture, starts: _Starts, style: Style
) -> list[Body]:
    """Bodies at the foot of pages. A note that does not end where its page does goes on at the
    foot of the next."""
    found: list[Body] = []
    expected = 1
    dropped = set(pages.dropped)
    firsts = [i for i, _ in pages.pages]
    unfinished: Body | None = None
    for page, a in enumerate(firsts):
        b = firsts[page + 1] if page + 1 < len(firsts) else len(lines)
        mine = [i for i in range(a, b) if lines[i].start < lines[i].end and i not in dropped]
        if not mine:
            continue
        head = _head(text, lines, mine, starts, expected, style)
        rest = mine if head is None else mine[: mine.index(head)]
        if unfinished is not None:
            more = _continued(text, lines, rest)
            if more:
                i = found.index(unfinished)
                found[i] = Body(
                    unfinished.number,
                    (*unfinished.lines, *more),
                    unfinished.text_from,
                    unfinished.above,
                    unfinished.below,
                )
        unfinished = None
        if head is None:
            continue
        zone = mine[mine.index(head) :]
        if starts.at[head][0].isdecimal():
            expected = int(starts.at[head][0])  # one before it may be lost
        bodies, expected = _sequence(text, lines, zone, starts, expected, lines[head].start)
        page_start = lines[a].start
        bodies = [Body(b.number, b.lines, b.text_from, b.above, page_start) for b in bodies]
        found += bodies
        if bodies:
            last = lines[bodies[-1].lines[-1]]
            if not ends_sentence(text[last.start : last.end]):
                unfinished = bodies[-1]
    return found


def _head(
    text: str, lines: list[Line], mine: list[int], starts: _Starts, expected: int, style: Style
) -> int | None:
    """The line with which the notes of a page begin."""
    above = _Above(text, lines[mine[0]].start)
    for k, i in enumerate(mine):
        start = starts.at.get(i)
        if start is None or not k:
            continue
        number, _ = start
        parted = lines[i].gap > 0 or re.fullmatch(
            r"[_-]{3,}", text[lines[mine[k - 1]].start : lines[mine[k - 1]].end]
        )
        later = number.isdecimal() and 0 < int(number) - expected < 3
        if number == str(expected) or not number.isdecimal() or later:
            called = above.calls(number, lines[i].start)
            if later and called < 2:
                continue
            low = not style.gaps and not style.double and k > len(mine) * 0.6
            low = low and text[
                lines[i].start + len(number) : lines[i].start + len(number) + 1
            ] not in (".", ")")
            if called and (parted or called > 1 or low):
                return i
    return None


class _Above:
    """Whether the text of a page, down to a line, calls a number. What was searched is remembered,
    so that many lines of one number cost no more than one."""

    def __init__(self, text: str, low: int) -> None:
        self.text = text
        self.low = low
        self.searched: dict[str, tuple[int, int]] = {}

    def calls(self, number: str, high: int) -> int:
        """2 where a call can be nothing else, 1 where it can, 0 where there is none."""
        low, best = self.searched.get(number, (self.low, 0))
        if best < 2:
            best = max(best, _called(number, self.text, max(self.low, low - 8), high))
        self.searched[number] = (high, best)
        return best


@lru_cache(maxsize=512)
def _call_patterns(number: str) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    if not number.isdecimal():
        return re.compile(r"[^\s*†]" + re.escape(number) + r"(?![*†\w])"), None
    return (
        re.compile(rf"{number}(?![\w.]|, \d)"),
        re.compile(rf" {number}(?=\s)|\[(?:FN|fn)?{number}\]"),
    )


def _called(number: str, text: str, low: int, high: int) -> int:
    glued, apart = _call_patterns(number)
    if apart is None:
        return 2 if glued.search(text, low, high) else 0
    for match in glued.finditer(text, low, high):
        if match.start() > low and _BEFORE_CALL.match(text, match.start() - 1):
            return 2
    for match in apart.finditer(text, low, high):
        before = text[match.start() - 1 : match.start()]
        if match.group()[0] == "[" or before.islower() or before in ".,;:”\"’')]":
            return 1
    return 0


_BEFORE_CALL = re.compile(r"[A-Za-z.,;:”\"’')\]?!]")


def _continued(text: str, lines: list[Line], rest: list[int]) -> tuple[int, ...]:
    """The lines at a page's foot that carry on a note of the page before: the last block of lines
    set closer together than those above, or parted from them, that begins in mid-sentence."""
    if len(rest) < 3:
        return ()
    k = len(rest) - 1
    while k > 0 and lines[rest[k]].gap == 0:
        k -= 1
    block = rest[k:]
    if k == 0 or len(block) < 2:
        return ()
    first = text[lines[block[0]].start]
    above = lines[rest[k - 1]]
    closer = all(lines[i].gap > 0 for i in rest[1:k][-3:])
    if closer or first.islower() or not ends_sentence(text[above.start : above.end]):
        return tuple(block)
    return ()


def _tail(text: str, lines: list[Line], starts: _Starts, style: Style, calls: Calls) -> list[Body]:
    """Bodies that stand together at the end of the document."""
    full = [i for i in range(len(lines)) if lines[i].start < lines[i].end]
    ones = [i for i in full if starts.at.get(i, ("",))[0] == "1"]
    best: list[Body] = []
    for one in reversed(ones[-8:]):
        k = bisect_left(full, one)
        zone = full[k:]
        bodies, _ = _sequence(text, lines, zone, starts, 1, lines[one].start)
        if _is_tail(text, lines, bodies, full[:k], style, calls):
            if len(bodies) > len(best):
                best = bodies
            else:
                break
    return best


def _is_tail(
    text: str, lines: list[Line], bodies: list[Body], above: list[int], style: Style, calls: Calls
) -> bool:
    """Whether numbered lines at the end are footnotes and no list: the text calls most of their
    numbers, or they follow the end of the opinion."""
    if not bodies or not above:
        return False
    if not style.long and not all(lines[body.lines[0]].gap for body in bodies):
        return False
    start = lines[bodies[0].lines[0]].start
    last = text[lines[above[-1]].start : lines[above[-1]].end]
    if _DIVIDES.fullmatch(last) or any(_runs_on(text, lines, body) for body in bodies):
        return False
    alone = [body for body in bodies if lines[body.lines[0]].end - lines[body.lines[0]].start <= 4]
    at = called = 0
    for body in bodies:
        call = calls.next(body.number, at, start, spaced=body not in alone)
        if call is not None:
            called += 1
            at = call[1]
    if called * 2 >= len(bodies):
        return True
    dotted = all(body in alone or text[body.text_from - 2] == "." for body in bodies)
    return style.long and dotted and start > len(text) * 0.3 and ends_sentence(last)


#: A heading, or a line that parts sections: what no footnote holds.
_DIVIDES = re.compile(
    r"(?:[IVX]{1,5}|[A-H])\.?|(?:\* ?){3,}|(?:[IVX]{1,5}|[A-H])\. [A-Z][^.]{2,60}|[A-Z]{3,}(?:ED|ION|ND)\.?"
)
_CONCLUDES = re.compile(
    r"It is so ordered|(?:judgment|order)\b.{0,120}\b(?:affirmed|reversed|vacated)\b.{0,80}$"
)


def _runs_on(text: str, lines: list[Line], body: Body) -> bool:
    """Whether lines taken for a footnote are the text of the opinion."""
    size = sum(lines[i].end - lines[i].start for i in body.lines)
    if size > 6000 and len(body.lines) > 8:
        return True
    for i in body.lines[1:]:
        words = text[lines[i].start : min(lines[i].end, lines[i].start + 260)]
        if _DIVIDES.fullmatch(words) or (_CONCLUDES.match(words) and len(words) < 250):
            return True
    return False
