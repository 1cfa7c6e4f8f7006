"""Sentences: where they begin and end, with the periods of abbreviations and citations passed over."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from prong.read.draft import Draft
from prong.read.words import abbreviates

_AFTER = r"(?:[”\"’')\]]+)? (?=[A-Z“\"‘\[(*]|[a-z]\w*-[A-Z]|\d{1,4} [A-Z])"
#: What may end a sentence; each pattern begins with one plain character, which is found fastest.
_ENDS = (
    re.compile(rf"\.{_AFTER}"),
    re.compile(rf"\?{_AFTER}"),
    re.compile(rf"!{_AFTER}"),
    re.compile("\n"),
)
#: The longest proposition that is kept, in characters.
LONGEST = 2000
_OPENING = '(“"[‘—'


class Sentences:
    """The sentences of a reading text, told by the offsets at which they begin."""

    def __init__(self, text: str, drafts: list[Draft]) -> None:
        self.text = text
        starts: list[int] = [0]
        spans = _covered(drafts)
        spans.append((len(text) + 1, len(text) + 1))
        k = 0
        first, last = spans[0]
        for at, end in sorted([match.span() for one in _ENDS for match in one.finditer(text)]):
            while last <= at:
                k += 1
                first, last = spans[k]
            if first <= at and at + 1 < last:
                continue
            if end - at == 2 and text[at] == ".":
                word = text[at - 20 if at > 20 else 0 : at + 1].rpartition(" ")[2]
                if word[0] in _OPENING:
                    word = word.lstrip(_OPENING)
                if abbreviates(word) and not (
                    len(word) > 3 and word[:-1].isupper() and "." not in word[:-1]
                ):
                    continue
            starts.append(end)
        self.starts = starts

    def start(self, at: int) -> int:
        """Where the sentence that holds an offset begins."""
        return self.starts[bisect_right(self.starts, at) - 1]

    def end(self, at: int) -> int:
        """Where the sentence that holds an offset ends, with the white space after it."""
        i = bisect_right(self.starts, at)
        return self.starts[i] if i < len(self.starts) else len(self.text)

    def breaks(self, start: int, end: int) -> int:
        """How many sentences begin after one offset and before another."""
        return bisect_left(self.starts, end) - bisect_right(self.starts, start)


def _covered(drafts: list[Draft]) -> list[tuple[int, int]]:
    """The spans of citations with all that follows them, without those inside another."""
    spans: list[tuple[int, int]] = []
    for draft in drafts:
        if not spans or draft.start >= spans[-1][1]:
            spans.append((draft.start, max(draft.end, draft.after)))
    return spans


def propositions(drafts: list[Draft], sentences: Sentences) -> list[tuple[int, int] | None]:
    """For each citation the span of the sentence or clause it supports: the sentence before a
    citation sentence, what leads up to a citation inside one, and what the citation outside
    supports for one in its parenthetical."""
    made: list[tuple[int, int] | None] = []
    of: dict[int, tuple[int, int] | None] = {}
    text = sentences.text
    ran: tuple[int, tuple[int, int] | None] = (-1, None)  # the end of a run of citation sentences
    for draft in drafts:
        span: tuple[int, int] | None
        if draft.inside is not None:
            span = of.get(id(draft.inside))
        elif draft.string is not draft and id(draft.string) in of:
            span = of[id(draft.string)]
        elif draft.sentence:
            if 0 <= draft.lead - ran[0] <= 2 and text.find("\n", ran[0], draft.lead) < 0:
                span = ran[1]
            else:
                before = draft.lead - 1
                while before > 0 and text[before - 1] == " ":
                    before -= 1
                span = _trim(text, sentences.start(before - 1), before) if before > 0 else None
                if span is not None and text.find("\n", span[0], draft.lead) >= 0:
                    span = None
        else:
            span = None
            if draft.signal or text[draft.lead - 2 : draft.lead] in (", ", "— ", "” ", "; "):
                span = _trim(text, sentences.start(draft.lead), draft.lead)
            if span is None:
                start = sentences.start(draft.lead)
                span = _trim(text, start, max(sentences.end(draft.lead), draft.end))
        if draft.inside is None and draft.sentence:
            after = draft.after
            while text[after : after + 1] in (".", ";"):
                after += 1
            ran = (after, span)
        of[id(draft)] = span
        made.append(span)
    return made


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    start = max(start, end - LONGEST)
    while start < end and text[start] in " \n":
        start += 1
    while end > start and text[end - 1] in " \n,;(":
        end -= 1
    return (start, end) if end - start > 2 else None
