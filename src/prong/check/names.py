"""Whether the name in a citation and a caption name one case.

Citations abbreviate, shorten, reorder and leave out: ``Bd. of Cty. Comm'rs v. Roe`` and ``Roe v. Board of
County Commissioners of Coe County``, a state *ex rel.* a person, ``In re Roe``, ``ABC`` for its words.
None of that is a difference. Another party is, and so is a party spelt otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from prong.base.words import fold
from prong.cite.reporters import shortened, states
from prong.values import frozen

Likeness = Literal["same", "misspelt", "other"]

_VERSUS = re.compile(r"\s+(?:vs?\.?|versus)\s+", re.I)
_EX_REL = re.compile(
    r"\b(?:ex rel\.?|on (?:the )?relation of|by and through|for the use of)\b", re.I
)
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.\s?){2,}")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*[.]?")
#: Words that tell no case from another.
_COMMON = frozenset(
    """a an the of and for in on at to by from re matter ex parte rel et al ux vir etc no nos nka aka
    dba fka sub nom his her its their as is estate guardian petitioner respondent appellant appellee
    plaintiff plaintiffs defendant defendants
    petitioners respondents appellants appellees jr sr ii iii iv esq mr mrs ms dr hon
    inc co corp llc ltd lp llp pc company corporation incorporated limited
    city county cty town township twp village vill borough parish municipality state states united
    us usa people commonwealth commw government govt republic
    department dept board bd bureau commission commn office off agency division div
    district dist warden sheriff superintendent director secretary secy commissioner comr commr mayor
    governor officer officers officials president chief police
    national natl american am international intl federal fed association assn""".split()
)
_SMALL = frozenset("of an the and in re no co st to on at by al is".split())
#: Of shorter words one letter makes another name.
_LONG = 5
_SOVEREIGN = frozenset("state states people commonwealth commw united us usa".split())


@frozen
class _Word:
    text: str
    cut: bool  # written as an abbreviation


_Side = tuple[_Word, ...]


def likeness(given: str, known: Iterable[str]) -> Likeness:
    """The best that a name given has with any of the names a decision is known by."""
    found: set[Likeness] = {_likeness(given, name) for name in known if name}
    return "same" if "same" in found else "misspelt" if "misspelt" in found else "other"


@lru_cache(maxsize=4096)
def _likeness(given: str, caption: str) -> Likeness:
    mine, theirs = _sides(given), _sides(caption)
    if not mine or not theirs:
        return "other"
    if len(mine) == 1 or len(theirs) == 1:
        # In re, ex parte, or a short caption: the words of the one within the words of the other
        one: _Side = tuple(w for side in mine for w in side)
        other: _Side = tuple(w for side in theirs for w in side)
        return _spelt(_alike(one, other), mine, theirs)
    best: Likeness = "other"
    for k, first in enumerate(theirs):
        for j, second in enumerate(theirs):
            if j == k:
                continue
            pair = {_alike(mine[0], first), _alike(mine[-1], second)}
            if pair == {"same"}:
                return _spelt("same", mine, theirs)
            if "other" not in pair:
                best = "misspelt"
    return best


def _spelt(found: Likeness, mine: tuple[_Side, ...], theirs: tuple[_Side, ...]) -> Likeness:
    """A name that is the same but for a word with a letter wrong, be it one that tells nothing."""
    known = [w for side in theirs for w in side]
    for word in (w for side in mine for w in side):
        if found != "same" or len(word.text) < _LONG or any(_same(word, w) for w in known):
            continue
        if any(not w.cut and len(w.text) >= _LONG and _one_off(word.text, w.text) for w in known):
            return "misspelt"
    return found


def _one_off(one: str, other: str) -> bool:
    """Whether one word is another with a letter changed, left out or put in, or two exchanged."""
    from rapidfuzz.distance import OSA

    return OSA.distance(one, other, score_cutoff=1) == 1


def twins(given: str, known: Iterable[str]) -> bool:
    """Whether a decision surely bears a name: the same, with as many parties, both ways."""
    return any(
        len(_sides(given)) == len(_sides(name))
        and _likeness(given, name) == "same"
        and _likeness(name, given) == "same"
        for name in known
        if name
    )


def telling(name: str) -> frozenset[str]:
    """The words that tell a name from others."""
    return frozenset(
        w.text for side in _sides(name) for w in side if w.text not in _COMMON and len(w.text) > 1
    )


@lru_cache(maxsize=8192)
def _sides(name: str) -> tuple[_Side, ...]:
    plain = _DOTTED.sub(lambda m: m.group().replace(".", "").replace(" ", "") + " ", name)
    parties = []
    for part in _VERSUS.split(plain):
        # what stands for the relator: either party may be left out of a citation
        words = tuple(w for piece in _EX_REL.split(part) for w in _words(piece))
        if words:
            parties.append(words)
    return tuple(parties)


def _words(text: str) -> _Side:
    found = []
    short = _abbreviations()
    for match in _WORD.finditer(fold(text.replace("’", "'"))):
        word = match.group()
        bare = word.rstrip(".").replace("'", "")
        if bare == "s":
            continue
        cut = word.endswith(".") or ("'" in word and not word.endswith("'s")) or bare in short
        if word.endswith("'s"):
            bare = bare[:-1]
        found.append(_Word(bare, cut))
    return tuple(found)


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    return frozenset(short.replace("'", "") for short in shortened().values())


@lru_cache(maxsize=1)
def _of_states() -> frozenset[str]:
    return frozenset(fold(name) for name in states())


def _telling(side: _Side) -> _Side:
    return tuple(w for w in side if w.text not in _COMMON and len(w.text) > 1) or tuple(
        w for w in side if w.text not in _COMMON
    )


def _alike(one: _Side, other: _Side) -> Likeness:
    """Whether two parties may be one: the telling words of either within the other, or nearly."""
    mine, theirs = _telling(one), _telling(other)
    if not mine or not theirs:
        if not mine and not theirs:
            return "same" if _shared(one, other) else "other"
        bare, full = (one, other) if not mine else (other, one)
        if _initials(bare, full) or _initials(full, bare):
            return "same"
        said = {w.text for w in bare}
        place = " ".join(w.text for w in full)
        sovereign = said & _SOVEREIGN and (
            any(w.text in _SOVEREIGN for w in full) or any(s in place for s in _of_states())
        )
        return "same" if sovereign or _shared(bare, full) else "other"
    same = sum(any(_same(w, v) for v in other) for w in mine)
    back = sum(any(_same(w, v) for v in one) for w in theirs)
    if same == len(mine) or back == len(theirs) or same * 3 >= 2 * len(mine) > 2:
        return "same"
    if _initials(one, other) or _initials(other, one):
        return "same"
    near = sum(any(_same(w, v) or _near(w.text, v.text) for v in theirs) for w in mine)
    return "misspelt" if near == len(mine) else "other"


def _shared(one: _Side, other: _Side) -> bool:
    return any(_same(w, v) for w in one for v in other if w.text not in ("of", "the", "and"))


def _same(one: _Word, other: _Word) -> bool:
    a, b = one.text, other.text
    if a == b:
        return True
    short = shortened()
    if short.get(a, a).replace("'", "") == short.get(b, b).replace("'", ""):
        return True
    if _plural(a) == _plural(b) and len(a) > 3:
        return True
    if a[:1] != b[:1]:
        return False
    if one.cut and len(a) < len(b):
        return _within(a, b)
    if other.cut and len(b) < len(a):
        return _within(b, a)
    return False


def _plural(word: str) -> str:
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")


def _within(short: str, word: str) -> bool:
    """Whether the letters of an abbreviation stand in a word, in order."""
    letters = iter(word)
    return len(short) > 1 and all(letter in letters for letter in short)


def _near(one: str, other: str) -> bool:
    if min(len(one), len(other)) < 4 or (one[:1] != other[:1] and one[1:] != other[1:]):
        return False
    return SequenceMatcher(None, one, other).ratio() >= 0.8


def _initials(one: _Side, other: _Side) -> bool:
    """Whether a word of the one is the first letters of words of the other: ``ABC``."""
    for leave in (("of", "the", "and", "for", "in", "on", "to"), ()):
        firsts = "".join(w.text[:1] for w in other if w.text not in leave)
        for word in one:
            if 2 <= len(word.text) <= 6 and word.text in firsts and word.text not in _SMALL:
                return True
    return False
