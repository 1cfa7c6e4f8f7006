"""Case names found beside what they name: backwards from a comma or a ``v.``, word by word."""

from __future__ import annotations

import re

from prong.read.words import AFTER_COMMA, JOINING, LEADING, abbreviates

#: The farthest a name reaches back.
FAR = 160
_STOPS = ';:”"“)]—?!'
#: A name of this form begins small: ``al-Hassan``, ``d’Arc``.
_SMALL = re.compile(r"[a-z]{1,3}[-–’'][A-Z]")
_PARTICLES = frozenset("de la las los von van der den del di da du el al bin".split())
_DIGITS = re.compile(r"[\d$#][\w,.$-]*$")


def before(text: str, low: int, end: int, *, party: bool = False) -> int:
    """Where a run of name words that ends at ``end`` begins, or ``end`` if there is none. The word
    before a ``v.`` is of a ``party``'s name, whatever it is."""
    base = max(low, end - FAR)
    words = text[base:end].split(" ")
    if base > low and len(words) > 1:  # the first may be cut
        base += len(words[0]) + 1
        words = words[1:]
    start = end
    at = end + 1
    right = ""
    small = -1  # where particles directly before the name begin
    for k in range(len(words) - 1, -1, -1):
        word = words[k]
        at -= len(word) + 1
        if not word:
            break
        last = word[-1]
        if right:
            if last == ",":
                if right not in AFTER_COMMA:
                    break
            elif last in _STOPS or (last == "." and not abbreviates(word.lstrip('([“"‘—'))):
                break
        first = word[0]
        if word in LEADING and not (word == "In" and right == "re") and not (party and not right):
            break
        if first in "([“\"‘'`—":
            bare = word.lstrip("([“\"‘'`—")
            if (bare[:1].isupper() and bare not in LEADING and not _possessed(word)) or (
                bare in LEADING and bare == "In" and right == "re"
            ):
                start = at + len(word) - len(bare)
            break
        if ("—" in word or ";" in word) and right:
            bare = re.split("[—;]", word)[-1]
            if bare[:1].isupper() and bare not in LEADING:
                start = at + len(word) - len(bare)
            break
        if first.isupper() or _SMALL.match(word):
            start = at
        elif word in JOINING or word in ("re", "parte"):
            if not right:
                break
            if word in _PARTICLES and at + len(word) + 1 in (start, small):
                small = at
        elif party and not right and _DIGITS.match(word):
            start = at
        elif _DIGITS.match(word):
            if k and words[k - 1][:1].isupper() and words[k - 1] not in LEADING and right:
                start = at
            elif not right or k == 0 or words[k - 1] not in JOINING:
                break
        else:
            break
        right = word
    if 0 <= small < start and text[small:start].count(" ") < 4:
        return small
    return start


def _possessed(word: str) -> bool:
    return word[:1] == "'" and word[1:2].islower()


def after(text: str, start: int, high: int) -> int:
    """Where a run of name words that begins at ``start`` ends."""
    high = min(high, start + FAR)
    end = start
    words = text[start:high].split(" ")
    at = start
    for k, word in enumerate(words):
        bare = word.rstrip(",;:”\"’)]—.?!'")
        stop = at + len(word)
        following = words[k + 1] if k + 1 < len(words) else ""
        if not word:
            break
        if word in JOINING:
            at = stop + 1
            continue
        if not (word[0].isupper() or _SMALL.match(word) or (_DIGITS.match(word) and k)):
            break
        if "—" in word:
            end = at + word.index("—")
            break
        if bare.endswith(("’s", "'s")):
            end = at + len(bare) - 2
            break
        last = word[-1]
        if last == ".":
            if abbreviates(word) and (
                following[:1].isupper() or following in JOINING or following in ("",)
            ):
                end = stop
            elif abbreviates(word):
                end = stop
                break
            else:
                end = at + len(bare)
                break
        elif last == ",":
            end = at + len(bare)
            if following.rstrip(",") not in AFTER_COMMA:
                break
        elif last in ";:”\"’)]—?!'":
            end = at + len(bare)
            break
        else:
            end = stop
        at = stop + 1
    return end


_WORD = (
    r"(?:[A-Z0-9$#’‘'\"“&(][^\s;:?!]*|[a-z]{1,3}[-–’'][A-Z][^\s;:?!]*|of|the|and|for|ex|rel\."
    r"|de|la|del|los|las|le|von|van|der|den|d/b/a|a/k/a|et|al\.|du|des|da|di|in|on|a|to|at|by"
    r"|n/k/a|f/k/a|el)"
)
_DEFENDANT = re.compile(rf"{_WORD}(?: {_WORD})*")
_BROKEN = re.compile(r"(?:^|\s)([^\s.]{3,}\.) (?=[A-Z])")
_COMMA = re.compile(r", ([^\s]+)")


def is_party(words: str) -> bool:
    """Whether words can be the name of a party: capitalised throughout, and no sentence between."""
    if not _DEFENDANT.fullmatch(words):
        return False
    for match in _BROKEN.finditer(words):
        following = words[match.end() :].split(" ", 1)[0].rstrip(",")
        if not abbreviates(match.group(1)) and (len(match.group(1)) > 10 or following in LEADING):
            return False
    return all(
        match.group(1).rstrip(",") in AFTER_COMMA or match.group(1)[0].isupper()
        for match in _COMMA.finditer(words)
    )
