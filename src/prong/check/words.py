"""A quotation laid against a text, word by word.

Words are compared without capitals and punctuation. What the brief marks is honoured: brackets may
stand for other words or letters, an ellipsis for words left out, and citations may go where the brief
says so. What is changed without a mark is a difference.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from prong.base.words import aligned
from prong.check.finding import Change
from prong.values import frozen

_ELLIPSIS = r"(?:\.[ \u00a0]?){3,4}|…\.?|\*[ \u00a0]?\*[ \u00a0]?\*"
_UNIT = re.compile(
    rf"(?P<gap>{_ELLIPSIS})|(?P<word>(?:\[[\w'’]*\]|[^\W_]|['’](?=[^\W_\[]))+)|(?P<alt>\[[^\[\]]{{0,400}}\])"
)
_TOKEN = re.compile(r"[^\W_](?:[^\W_]|['’\[\]](?=[^\W_]))*")
_WITHIN = "'’[]"
#: The call of a footnote in brackets.
_CALL = re.compile(r"\[\d{1,3}\]")
#: At most so many words stand behind one bracket, and behind an ellipsis.
_REPLACED = 15
#: Brackets in one run of words beyond which it is aligned rather than searched.
_BRACKETS = 8
#: Two passages joined come as near to the text, where no more words than these part them.
_FEW = 3
_CITED = re.compile(
    r"\d+ [A-Z][\w.' ]{0,20} (?:at )?\d|\b[Ii]d\.|§|\b(?:[Ss]ee|[Qq]uoting|[Cc]iting|supra)\b|, at \d|_{2,}"
)
#: A difference in such a word turns the sense round.
NEGATIONS = frozenset("not no never nor neither none cannot nothing without unless hardly".split())
_WORDS_ABOUT = 6


@frozen
class Unit:
    """A word of a quotation, or what its brackets leave open: ``pattern`` is what of the text's own
    words it may stand for. ``free`` units stand for some words or none."""

    text: str
    pattern: str
    free: bool = False
    shown: str = ""


@frozen
class Quote:
    """A quotation as runs of words between its ellipses."""

    runs: tuple[tuple[Unit, ...], ...]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(u.text for run in self.runs for u in run if not u.free)


def longest(text: str) -> str:
    """The longest stretch of a quotation that no bracket and no ellipsis interrupts."""
    pieces = re.split(rf"\S*\[[^\[\]]*\]\S*|{_ELLIPSIS}", text.strip(" “”\"‘’'`"))
    return max((piece.strip() for piece in pieces), key=len)


def quote(text: str) -> Quote:
    """A quotation, with or without its marks, in its units."""
    runs: list[list[Unit]] = [[]]
    text = text.strip(" “”\"‘’'`")
    for match in _UNIT.finditer(text):
        if match["gap"]:
            runs.append([])
        elif match["alt"] or (match["word"] and re.fullmatch(r"(?:\[[^\]]*\])+", match["word"])):
            if not (runs[-1] and runs[-1][-1].free):
                runs[-1].append(Unit(match.group(), rf"(?:\S+ ){{0,{_REPLACED}}}?", True))
        else:
            word = match["word"]
            bare = _fold(re.sub(r"[\[\]]", "", word))
            pattern = "".join(
                r"\S{0,8}?" if part.startswith("[") else re.escape(_fold(part))
                for part in re.split(r"(\[[^\[\]]*\])", word)
                if part
            )
            if word.endswith("]") and re.match(r"[^\W_]{5,}\[", word):
                # an ending changed may take the last letter with it: discourage[s] for discouraging
                stem = _fold(word[: word.index("[")])
                pattern = rf"{re.escape(stem[:-1])}{re.escape(stem[-1])}?\S{{0,8}}?"
            runs[-1].append(Unit(bare, pattern, shown=_shown(word, match.end(), text)))
    return Quote(tuple(tuple(run) for run in runs if any(not u.free for u in run)))


def _shown(word: str, end: int, text: str) -> str:
    """A word with the punctuation that follows it."""
    after = re.match(r"[,;:.!?]", text[end : end + 1])
    return word + after.group() if after else word


def _fold(word: str) -> str:
    return aligned(word).replace("’", "").replace("'", "")


def _lowered(text: str) -> str:
    """A text folded character for character; most have few letters with marks, if any."""
    low = text.lower()
    if len(low) != len(text):
        return aligned(text)
    for letter in {c for c in set(low) if not c.isascii() and c.isalpha()}:
        low = low.replace(letter, aligned(letter))
    return low


class Body:
    """A text as its words. Where each stands is worked out only where one was found."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._low = _CALL.sub(lambda call: " " * len(call.group()), _lowered(text))
        words = " ".join(_TOKEN.findall(self._low))
        for mark in _WITHIN:
            words = words.replace(mark, "")
        self.words = words.split(" ")
        self.joined = f" {words} "
        self._tokens = _TOKEN.finditer(self._low)
        self._spans: list[tuple[int, int]] = []

    def span(self, word: int) -> tuple[int, int]:
        """Where a word stands in the text."""
        while len(self._spans) <= word:
            self._spans.append(next(self._tokens).span())
        return self._spans[word]

    def word(self, offset: int) -> int:
        """The word at an offset of the joined words."""
        return self.joined.count(" ", 0, offset) - 1

    def raw(self, first: int, last: int) -> str:
        """The text from one word to before another."""
        if first >= last:
            return ""
        return self.text[self.span(first)[0] : self.span(last - 1)[1]]

    @cached_property
    def grams(self) -> dict[tuple[str, ...], list[int]]:
        found: dict[tuple[str, ...], list[int]] = {}
        words = self.words
        for k in range(len(words) - 1):
            found.setdefault((words[k], words[k + 1]), []).append(k)
        return found


def cited(text: str) -> bool:
    """Whether words are, or hold, a citation."""
    return bool(_CITED.search(text))


Range = tuple[int, int]


@frozen
class Match:
    """Where the words stand: the first word and the one after the last."""

    first: int
    last: int


def found(body: Body, quoted: Quote) -> list[Match]:
    """Every place where the words stand, with only what the brief marks between them."""
    if not quoted.runs:
        return []
    places = [_run(body, run) for run in quoted.runs]
    if not all(places):
        return []
    made: list[Match] = []
    for first, last in places[0]:
        end = last
        for later in places[1:]:
            after = next(((a, b) for a, b in later if a >= end), None)
            if after is None:
                break
            end = after[1]
        else:
            made.append(Match(first, end))
    return made


def out_of_order(body: Body, quoted: Quote) -> bool:
    """Whether the runs between ellipses all stand in the text, only not in that order."""
    return len(quoted.runs) > 1 and all(_run(body, run) for run in quoted.runs)


def _run(body: Body, run: Sequence[Unit]) -> list[Range]:
    units = list(run)
    while units and units[0].free:
        units.pop(0)
    while units and units[-1].free:
        units.pop()
    if not units or sum(u.free for u in units) > _BRACKETS:
        return []
    if all(u.pattern == re.escape(u.text) for u in units):
        return _plainly(body, [u.text for u in units])
    pattern = " " + "".join(u.pattern if u.free else u.pattern + " " for u in units)
    made: list[Range] = []
    for match in re.finditer(pattern, body.joined):
        made.append((body.word(match.start() + 1), body.word(match.end() - 2) + 1))
        if len(made) >= 20:
            break
    return made


def _plainly(body: Body, words: list[str]) -> list[Range]:
    sought = f" {' '.join(words)} "
    made: list[Range] = []
    at = body.joined.find(sought)
    while at >= 0 and len(made) < 20:
        first = body.word(at + 1)
        made.append((first, first + len(words)))
        at = body.joined.find(sought, at + 1)
    return made


@frozen
class Near:
    """The place in a text that comes nearest: how the words part there. ``like`` is the share of the
    quotation's words that stand there; ``merged`` says that it joins two passages without a mark."""

    first: int
    last: int
    like: float
    changes: tuple[Change, ...]
    merged: bool = False


def nearest(body: Body, quoted: Quote, *, citations_out: bool) -> Near | None:
    """The nearest place, or None where nothing like it stands."""
    words: list[str] = []
    shown: list[str] = []
    open_at: set[int] = set()
    patterns: dict[int, str] = {}
    for run in quoted.runs:
        open_at.add(len(words))
        for unit in run:
            if unit.free:
                open_at.add(len(words))
            else:
                if unit.pattern != re.escape(unit.text):
                    patterns[len(words)] = unit.pattern
                words.append(unit.text)
                shown.append(unit.shown)
    if len(words) < 3:
        return None
    clusters = _clusters(body, words)
    if not clusters:
        return None
    best: Near | None = None
    for low, high in clusters[:4]:
        made = _aligned(body, words, shown, low, high, open_at, patterns, citations_out)
        if made is not None and (best is None or made.like > best.like):
            best = made
    merged = _merged(body, words, shown)
    if merged is not None and (best is None or _parted(best) > _FEW):
        return merged
    return best if best is not None and best.like >= 0.6 else None


def _parted(near: Near) -> int:
    """How many words part a quotation from the text there."""
    return sum(len(c.brief.split()) + len(c.opinion.split()) for c in near.changes)


def _clusters(body: Body, words: list[str]) -> list[Range]:
    """The stretches of the text in which most pairs of the words stand at their distances."""
    votes: dict[int, int] = {}
    reach = max(12, len(words) // 3)
    for k in range(len(words) - 1):
        places = body.grams.get((words[k], words[k + 1]), ())
        if len(places) > 60:
            continue
        for place in places:
            votes[(place - k) // reach] = votes.get((place - k) // reach, 0) + 1
    both = {d: n + votes.get(d + 1, 0) for d, n in votes.items()}
    ranked = sorted(both, key=lambda d: (-both[d], d))
    made: list[Range] = []
    for d in ranked[:4]:
        low = max(0, d * reach - 8)
        made.append((low, min(len(body.words), (d + 2) * reach + 2 * len(words) + 40)))
    return made


def _aligned(
    body: Body, words: list[str], shown: list[str], low: int, high: int, open_at: set[int],
    patterns: dict[int, str], citations_out: bool,
) -> Near | None:  # fmt: skip
    window = body.words[low:high]
    mine = list(words)
    for k, pattern in patterns.items():
        mine[k] = _meant(mine, window, k, re.compile(pattern))
    matcher = SequenceMatcher(None, mine, window, autojunk=False)
    blocks = [b for b in matcher.get_matching_blocks() if b.size]
    if not blocks:
        return None
    blocks = _without_strays(blocks, len(mine))
    same = sum(b.size for b in blocks)
    first, last = blocks[0].b, blocks[-1].b + blocks[-1].size
    # words before the first and after the last that match are differences too
    lead, tail = blocks[0].a, len(mine) - blocks[-1].a - blocks[-1].size
    first, last = max(0, first - lead), min(len(window), last + tail)
    changes: list[Change] = []
    a, b = 0, first
    for block in [*blocks, None]:
        to_a = block.a if block else len(mine)
        to_b = block.b if block else last
        if a < to_a or b < to_b:
            change = _change(body, shown, a, to_a, low + b, low + to_b)
            if not _honoured(change, a, to_a, open_at, citations_out):
                changes.append(change)
        if block:
            a, b = block.a + block.size, block.b + block.size
    return Near(low + first, low + last, same / len(mine), tuple(changes))


def _meant(mine: list[str], window: list[str], k: int, pattern: re.Pattern[str]) -> str:
    """The word of the text that an altered word stands for: one beside the same neighbour, if any."""
    fitting = [j for j, word in enumerate(window) if pattern.fullmatch(word)]
    beside = [
        j
        for j in fitting
        if (k and j and window[j - 1] == mine[k - 1])
        or (k + 1 < len(mine) and j + 1 < len(window) and window[j + 1] == mine[k + 1])
    ]
    chosen = beside or fitting
    return window[chosen[0]] if chosen else mine[k]


def _without_strays(blocks: list[Any], length: int) -> list[Any]:
    """The matching blocks without single words matched far from the rest."""
    if len(blocks) < 2:
        return blocks
    made = list(blocks)
    while len(made) > 1 and _stray(made[0].size, made[1], made[0]):
        made.pop(0)
    while len(made) > 1 and _stray(made[-1].size, made[-1], made[-2]):
        made.pop()
    return made


def _stray(size: int, later: Any, earlier: Any) -> bool:
    """Whether a short block lies farther from the next in the text than in the quotation."""
    in_text = later.b - earlier.b - earlier.size
    return size <= 2 and in_text > later.a - earlier.a - earlier.size + 6 * size * size


def _change(body: Body, words: list[str], a: int, to_a: int, b: int, to_b: int) -> Change:
    return Change(
        " ".join(words[max(0, a - _WORDS_ABOUT) : a]),
        " ".join(words[a:to_a]),
        body.raw(b, to_b),
        " ".join(words[to_a : to_a + _WORDS_ABOUT]),
    )


def _honoured(change: Change, a: int, to_a: int, open_at: set[int], citations_out: bool) -> bool:
    """Whether a difference is marked, or is of the print and not of the words."""
    ours = re.findall(r"\w+", aligned(change.brief))
    theirs = re.findall(r"\w+", aligned(change.opinion))
    if "".join(ours) == "".join(theirs):
        return True  # a hyphen or a broken word
    if not ours:
        if a in open_at and a > 0:
            return True
        if len(theirs) == 1 and theirs[0].isdecimal():
            return True  # the call of a footnote
        if citations_out and cited(change.opinion):
            return True
    return not theirs and len(ours) == 1 and ours[0].isdecimal()


def _merged(body: Body, words: list[str], shown: list[str]) -> Near | None:
    """The quotation as two passages of the text joined without a mark, if it is that."""
    length = len(words)
    if length < 8:
        return None
    head = _longest_prefix(body, words)
    if head is None or head[1] < 4 or length - head[1] < 4:
        return None
    first, size = head
    rest = _plainly(body, words[size:])
    if not rest:
        return None
    begins = rest[0][0]
    between = begins - (first + size)
    if 0 <= between < 8:
        return None  # some words were dropped, no more
    change = Change(
        " ".join(shown[max(0, size - _WORDS_ABOUT) : size]),
        "",
        "",
        " ".join(shown[size : size + _WORDS_ABOUT]),
    )
    return Near(first, first + size, 1.0, (change,), True)


def _longest_prefix(body: Body, words: list[str]) -> tuple[int, int] | None:
    low, high, best = 1, len(words) - 1, None
    while low <= high:
        middle = (low + high) // 2
        places = _plainly(body, words[:middle])
        if places:
            best = (places[0][0], middle)
            low = middle + 1
        else:
            high = middle - 1
    return best
