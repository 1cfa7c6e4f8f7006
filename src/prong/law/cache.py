"""Parsed libraries kept between runs, by digest: reading hundreds of YAML files costs most of a start.

Only law is kept, never a case. The files lie in the user's cache folder (``XDG_CACHE_HOME``) as
JSON, so that reading one can run nothing; one that cannot be read or written is done without.
``PRONG_CACHE=off`` turns it off.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from prong import __version__
from prong.faults import FileFault

#: Libraries kept at most; the oldest go first.
KEPT = 8


def folder() -> Path | None:
    """Where parsed libraries are kept, or None where they are not."""
    if os.environ.get("PRONG_CACHE", "").lower() == "off":
        return None
    home = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:  # a relative XDG_CACHE_HOME is to be ignored, says its specification
        return (home if home.is_absolute() else Path.home() / ".cache") / "prong"
    except RuntimeError:  # no home folder
        return None


def _file(digest: str) -> Path | None:
    home = folder()
    return home / f"library-{_reader()}-{digest}.json" if home else None


def _reader() -> str:
    """Which code checked a library: one that newer code might refuse is read again."""
    here = Path(__file__).parent
    parts = [here.parent / "values.py", here.parent / "files.py", *sorted(here.glob("*.py"))]
    stated = [(part.name, part.stat().st_size, part.stat().st_mtime_ns) for part in parts]
    return hashlib.sha256(repr((__version__, stated)).encode()).hexdigest()[:12]


def read(digest: str) -> list[Any] | None:
    """The parsed files of a library, or None when they are not kept."""
    path = _file(digest)
    if path is None:
        return None
    try:
        seal, _, content = path.read_bytes().partition(b"\n")
        if hashlib.sha256(content).hexdigest().encode() != seal:
            return None  # changed or cut short since it was written
        kept = json.loads(content)
    except (OSError, ValueError, RecursionError):
        return None
    return kept if isinstance(kept, list) else None


def write(digest: str, parsed: list[Any]) -> None:
    """Keep the parsed files of a sound library, if that can be done."""
    from prong.files import write as put

    path = _file(digest)
    if path is None:
        return
    try:
        content = json.dumps(parsed, separators=(",", ":"), ensure_ascii=False)
        seal = hashlib.sha256(content.encode()).hexdigest()
        put(path, f"{seal}\n{content}")
        kept = sorted(path.parent.glob("library-*.json"), key=lambda p: p.stat().st_mtime)
        for old in kept[:-KEPT]:
            old.unlink(missing_ok=True)
    except (FileFault, OSError):
        return
