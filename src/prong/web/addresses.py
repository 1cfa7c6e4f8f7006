"""Where in the workbench an opinion, a passage of it and an authority are read."""

from __future__ import annotations

import hashlib
from urllib.parse import quote


def opinion(id: int) -> str:
    """The card of an opinion held."""
    return f"/base/opinions/{id}"


def passage(writing: int, start: int, end: int, words: str | None = None) -> str:
    """A passage of a writing in the base. ``words`` are what stands there now: should they not when
    the address is followed, the page says so."""
    known = f"&is={stamp(words)}" if words else ""
    return f"/base/texts/{writing}?at={start}-{end}{known}#words"


def authority(id: str) -> str:
    """An authority of the law library."""
    return f"/library/authorities/{quote(id, safe='')}"


def stamp(words: str) -> str:
    """By what an address knows words again."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:12]
