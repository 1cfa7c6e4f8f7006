"""The lines of a document, and the style they are set in."""

from __future__ import annotations

import re
from collections import Counter

from prong.values import frozen


class Line:
    """A line without its outer white space: ``indent`` is the white space before it, ``gap`` the
    number of blank lines before it. A blank line has ``start == end``."""

    __slots__ = ("end", "gap", "indent", "start")

    def __init__(self, start: int, end: int, indent: int, gap: int) -> None:
        self.start = start
        self.end = end
        self.indent = indent
        self.gap = gap


@frozen
class Style:
    """How a document is set.

    ``long``   each line is a paragraph
    ``double`` lines are double spaced, so that blank lines part no paragraphs
    ``gaps``   blank lines part paragraphs
    ``margin`` the indent of most lines; ``width`` the length of a full line
    """

    long: bool
    double: bool
    gaps: bool
    margin: int
    width: int


_SPACE = " \t\xa0\r\x0b\x1c\x1d\x1e\x1f\x85\u2028\u2029\f"


def lines_of(text: str) -> list[Line]:
    """The lines of a text; white space at their ends is no part of them."""
    made: list[Line] = []
    at = 0
    gap = 0
    for raw in text.split("\n"):
        kept = raw.strip(_SPACE)
        if kept:
            indent = raw.find(kept[0]) if raw[0] in _SPACE else 0
            start = at + indent
            made.append(Line(start, start + len(kept), indent, gap))
            gap = 0
        else:
            made.append(Line(at, at, 0, 0))
            gap += 1
        at += len(raw) + 1
    return made


def style_of(lines: list[Line]) -> Style:
    """What style most lines are set in."""
    full = [line for line in lines if line.end > line.start]
    if not full:
        return Style(True, False, False, 0, 80)
    lengths = sorted(line.end - line.start for line in full)
    wide = lengths[len(lengths) * 9 // 10]
    total = sum(lengths)
    in_long = sum(length for length in lengths if length > 140)
    long = in_long > total * 0.5
    body = [line for line in full if line.end - line.start > wide * 0.6]
    gapped = sum(1 for line in body if line.gap)
    double = not long and len(body) > 12 and gapped > len(body) * 0.5
    margins = Counter(line.indent for line in body)
    margin = margins.most_common(1)[0][0] if margins else 0
    gaps = not double and sum(1 for line in full[1:] if line.gap) > 0.04 * len(full)
    return Style(long, double, gaps, margin, wide)


_END = re.compile(r"[.?!:][”\"’')\]]*\d{0,3}$|[.?!][”\"’')\]]+\d{0,3}$")
_ABBREVIATED = re.compile(
    r"(?:\b(?:v|vs|Cir|Id|id|No|Nos|Inc|Co|Corp|Ltd|Dep[’']t|Cty|Bd|Sch|Dist|Mun|Gov[’']t|St"
    r"|Mr|Ms|Mrs|Dr"
    r"|Jr|Sr|Ass[’']n|Comm[’']n|Cf|cf|al|U\.? ?S|F|Supp|Ct|Ed|App|Rev|Stat|Ann|Const|art|amend|cl|Fed"
    r"|Cal|Civ|Crim|Evid|R|P|Op|seq|ex rel|e\.g|i\.e|n|nn|p|pp|ch|tit|Soc|Servs|Med|Univ|Hosp|Int[’']l"
    r"|Def|Pub|Nat[’']l|Fin|Ins|Am|Bros|Reg|Sgt|Lt|Capt|Det|Off|[A-Z]))\.$"
)


def ends_sentence(text: str) -> bool:
    """Whether words end as a sentence does, and not in an abbreviation."""
    tail = text[-24:].rstrip()
    if not _END.search(tail):
        return False
    return not (tail.endswith(".") and _ABBREVIATED.search(tail))
