"""Quotations: every passage between quotation marks or set off as a block, and whose words it is.

Words in a parenthetical are the authority's that the parenthetical is of. Others are the authority's
whose citation follows them at once, or follows the sentence they stand in, or, where that sentence
says that an authority says something, of that one. ``inner`` is the source that a parenthetical
says the authority quotes.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from prong.read.draft import Draft
from prong.read.prose import Sentences
from prong.read.resolve import OWN


class Quoted:
    """A quotation: its span with its marks, the citation it is attributed to and the inner one."""

    __slots__ = ("block", "end", "inner", "start", "to")

    def __init__(self, start: int, end: int, block: bool = False) -> None:
        self.start = start
        self.end = end
        self.block = block
        self.to: Draft | None = None
        self.inner: Draft | None = None


_MARKS = re.compile(r"[“”\"\n]")
_TYPED_MARKS = re.compile(r"[“”\"\n]|``|''(?!\w)")
_DEFINES = re.compile(
    r"\((?:(?:or|the|hereinafter|hereafter|collectively|together|a/k/a|referred to as"
    r"|“[^”]{1,40}” (?:or|and))[ ,:]*)*(?:the )?$"
)
_SAYS = re.compile(
    r"\b(?:h[eo]ld(?:s|ing)?|stat(?:es|ed|ing)|provid(?:es|ed|ing)|says?|said|expla[i]n(?:s|ed"
    r"|ing)|not(?:es|ed|ing)|observ\w+"
    r"|conclud\w+|describ\w+|reason(?:ed|s|ing)|recogni[sz]\w+|requir(?:es|ed|ing)|lays? out"
    r"|laid|defin\w+|reads?|includ\w+"
    r"|warn\w+|quot\w+|wrote|writes|declar\w+|emphasi[sz]\w+|reject\w+|reaffirm\w+|made|makes"
    r"|term(?:s|ed)|call(?:s|ed)"
    r"|identif\w+|articulat\w+|announc\w+|established|stress\w+|prohibit\w+|authoriz\w+"
    r"|permit\w*|mandat\w+|use[sd]?|refus\w+"
    r"|instruct\w+|found|finds?|asked|remark\w+|added|adds|suggest\w+|caution\w+|set forth"
    r"|sets forth|directs?|directed)\b"
)
_ADJOINS = re.compile(r"(?:[.,;:]|\.\.\.|…|—)*[’'”\"]*(?:\s?\(?(?:\[?sic\]?)?\)?)? ?(?:\()?$")
_TO_INNER = re.compile(
    r"[.,;’'”\"\s]*(?:\((?:[^()]*\b(?:omitted|added|original|altered|marks)\b[^()]*)\)[.,;’'\s]*)*"
    r"\((?:first |internal )?quoting (?:[^()]{0,60}, )?(?:see )?$"
)
#: Another opinion in the same case, cited at once: no citation has its words.
_OWN = re.compile(r"[.,;]? ?\(?(?:[Ss]ee )?(?:[Aa]nte|[Pp]ost)\b")
#: What stands before a term in marks that is used and not quoted, and after one a statute defines.
_NAMES_TERM = re.compile(
    r"(?:\b(?:the|[Aa]n?|this|that|these|those|any|no|such|of|from|on|upon|for|with|to|word|words|phrase"
    r"|terms?|called|labell?ed|element|prong|factor),? |—)$"
)
_OF_STATUTE = re.compile(
    r"[.,;]? (?:under|in|of|for|within|(?:with)?in the meaning of|for (?:the )?purposes? of|as used in) $"
)
#: Words between a bare section and a quotation that say the section has those words.
_SECTION_SAYS = re.compile(
    r"(?:[’']s)?,? (?:\w+ ){0,3}(?:words?|language|text|phrases?|terms?|requires?|provides?|says|speaks|uses"
    r"|imposes|refers|reads|states|defines)\b"
)
_STATUTES = frozenset(("statute", "regulation", "rule", "constitution"))
_NO_SOURCE = frozenset(("section", "name"))


def quotations(
    text: str,
    drafts: list[Draft],
    sentences: Sentences,
    blocks: tuple[tuple[int, int], ...],
    front: int,
) -> list[Quoted]:
    """Every quotation with what it is attributed to, in order."""
    found = [quoted for quoted in _marked(text) if quoted.start >= front]
    found += [Quoted(a, b, True) for a, b in blocks if not any(a <= q.start < b for q in found)]
    found.sort(key=lambda quoted: quoted.start)
    parens = sorted(
        ((start, end, draft) for draft in drafts for _, start, end in draft.parens),
        key=lambda paren: (paren[0], -paren[1]),
    )
    outer = [draft for draft in drafts if draft.inside is None]
    leads = [draft.lead for draft in outer]
    nested: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.inside is not None:
            nested.setdefault(id(draft.inside), []).append(draft)
    stack: list[tuple[int, int, Draft]] = []
    p = 0
    turns: dict[int, int] = {}
    for quoted in found:
        while p < len(parens) and parens[p][0] <= quoted.start:
            while stack and stack[-1][1] <= parens[p][0]:
                stack.pop()
            stack.append(parens[p])
            p += 1
        while stack and stack[-1][1] <= quoted.start:
            stack.pop()
        if stack:
            quoted.to = stack[-1][2]
            quoted.inner = _inner_after(text, quoted.end, nested.get(id(quoted.to), []))
            continue
        quoted.to = _source(text, quoted, outer, leads, sentences)
        if quoted.to is not None:
            quoted.inner = _inner(text, quoted.to, nested.get(id(quoted.to), []), turns)
    return found


def _marked(text: str) -> list[Quoted]:
    """Passages between double quotation marks, not those that define a term."""
    found: list[Quoted] = []
    opened: int | None = None
    straight = False
    depth = 0
    marks = _TYPED_MARKS if "``" in text else _MARKS
    for match in marks.finditer(text):
        at, mark = match.start(), match.group()
        if mark == "\n":
            if opened is not None:
                _add(text, found, opened, at)
            opened = None
            continue
        if mark in ("“", "``"):
            if opened is None:
                opened, straight = at, False
        elif mark == "”":
            if opened is not None and not straight:
                _add(text, found, opened, at + 1)
                opened = None
        elif mark == "''":
            if opened is not None and text.startswith("``", opened):
                _add(text, found, opened, at + 2)
                opened = None
        elif opened is None:
            before = text[at - 1 : at]
            if not before or not before.isalnum() or text[at + 1 : at + 2].isalnum():
                opened, straight, depth = at, True, 0
        elif straight:
            before, following = text[at - 1], text[at + 1 : at + 2]
            if before in " ([" and (following.isalnum() or following in ("[", "'")):
                depth += 1  # one within it opens
            elif depth:
                depth -= 1
            else:
                _add(text, found, opened, at + 1)
                opened = None
    if opened is not None:
        _add(text, found, opened, len(text))
    return found


def _add(text: str, found: list[Quoted], start: int, end: int) -> None:
    if end - start < 3:
        return
    if text[end : end + 1] in ")," and end - start < 60:
        before = text[max(0, start - 60) : start]
        if _DEFINES.search(before) and ")" in text[end : end + 40]:
            inside = text[start + 1 : end - 1]
            if inside.count(" ") < 6 and (inside[:1].isupper() or inside.isupper()):
                return
    found.append(Quoted(start, end))


def _inner_after(text: str, end: int, nested: list[Draft]) -> Draft | None:
    """The source that the parenthetical right after a quotation names."""
    for draft in nested[bisect_left(nested, end, key=lambda draft: draft.lead) :]:
        if draft.lead >= end:
            if draft.relation == "quoting" and _TO_INNER.fullmatch(text, end, draft.lead):
                return draft
            return None
    return None


def _inner(text: str, to: Draft, nested: list[Draft], turns: dict[int, int]) -> Draft | None:
    """The source that an authority quotes; the next of them, where it says ``first quoting``."""
    quoting = [draft for draft in nested if draft.relation == "quoting"]
    if not quoting:
        return None
    if len(quoting) > 1 and any(kind == "first-quoting" for kind, _, _ in to.parens):
        turn = turns.get(id(to), 0)
        turns[id(to)] = turn + 1
        return quoting[min(turn, len(quoting) - 1)]
    return quoting[0]


def _source(
    text: str, quoted: Quoted, outer: list[Draft], leads: list[int], sentences: Sentences
) -> Draft | None:
    """The citation whose words a quotation outside parentheticals is."""
    end = quoted.end
    if _OWN.match(text, end):
        return None
    first = bisect_left(leads, end)
    said = _said(text, quoted, outer[max(0, first - 6) : first], sentences)
    term = text.count(" ", quoted.start, end) < 2 and bool(
        _NAMES_TERM.search(text, max(0, quoted.start - 12), quoted.start)
    )
    clause: Draft | None = None
    for draft in outer[first : first + 6]:
        between = text[end : draft.lead]
        if "\n" in between and not (between.strip("\n") == "" and draft.sentence):
            break
        if between.endswith(("certiorari. ", "jurisdiction. ")):
            break  # it says what became of the case
        breaks = sentences.breaks(end, draft.lead + 1)
        if said is not None and draft.signal and draft.refers is not said:
            return said
        if draft.signal and not draft.carried and text.count(" ", quoted.start, end) < 2:
            break  # a word or two in marks before a ``see`` is a term, not its words
        if draft.kind not in _NO_SOURCE and _ADJOINS.fullmatch(between):
            return draft if draft.unresolved != OWN else None
        if term:
            if draft.kind in _STATUTES and _OF_STATUTE.fullmatch(between):
                return draft
            break
        if draft.sentence:
            if breaks <= 1 and draft.kind not in _NO_SOURCE:
                return draft
            break
        if breaks:
            break
        if clause is None and draft.kind not in _NO_SOURCE and len(between) < 220:
            clause = draft
    if said is None and clause is None and first and sentences.start(quoted.start) == quoted.start:
        earlier = outer[first - 1]  # a sentence quoted after the citation it is from
        gap = text[earlier.after : quoted.start]
        if (
            gap in (". ", " ")
            and earlier.kind not in _NO_SOURCE
            and len(text[quoted.start : end]) > 40
        ):
            return earlier
    return said or clause


def _said(text: str, quoted: Quoted, before: list[Draft], sentences: Sentences) -> Draft | None:
    """The authority that the sentence of a quotation, before it, says to have said something."""
    start = sentences.start(quoted.start)
    for draft in reversed(before):
        if draft.end > quoted.start:
            continue
        if draft.start < start - 2 or "\n" in text[draft.end : quoted.start]:
            break
        if draft.sentence:
            continue
        if draft.kind == "section":
            if _SECTION_SAYS.match(text, draft.end, quoted.start):
                return draft
        elif _SAYS.search(text, draft.end, quoted.start):
            return draft
    return None
