"""Parsed libraries kept between runs, by digest: reading hundreds of YAML files costs most of a start.

Only law is kept, never a case. The files lie in the user's cache folder (``XDG_CACHE_HOME``) as
JSON, so that reading one can run nothing; one that cannot be read or written is done without.
``PRONG_CACHE=off`` turns it off.
"""

from __future__ import annotations

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
    home = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(home) if home else Path.home() / ".cache") / "prong"
    except RuntimeError:  # no home folder
        return None


def _file(digest: str) -> Path | None:
    home = folder()
    return home / f"library-{__version__}-{digest}.json" if home else None


def read(digest: str) -> list[Any] | None:
    """The parsed files of a library, or None when they are not kept."""
    path = _file(digest)
    if path is None:
        return None
    try:
        kept = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    sound = isinstance(kept, list) and all(isinstance(k, list) and len(k) == 3 for k in kept)
    return kept if sound else None


def write(digest: str, parsed: list[Any]) -> None:
    """Keep the parsed files of a sound library, if that can be done."""
    from prong.files import write as put

    path = _file(digest)
    if path is None:
        return
    try:
        put(path, json.dumps(parsed, separators=(",", ":"), ensure_ascii=False))
        kept = sorted(path.parent.glob("library-*.json"), key=lambda p: p.stat().st_mtime)
        for old in kept[:-KEPT]:
            old.unlink(missing_ok=True)
    except (FileFault, OSError):
        return
