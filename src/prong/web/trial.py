"""A case file tried in a process apart, with little time and memory, before it is taken in.

A file from elsewhere may be made to stall whoever decides it. It is decided once where that hurts
nobody; only what was decided there, within the limits, is decided in the workbench.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from prong.faults import Fault, FileFault, Place

#: Seconds, of the clock and of the processor, and bytes.
SECONDS = 30
MEMORY = 2 * 1024**3
_STALLED = 3
_REFUSED = 2


def tried(text: str, overlays: tuple[str, ...] = (), seconds: int = SECONDS) -> None:
    """Decide a text in a process apart; raise where it takes too long. Its own faults are not
    told here: the text is safe to read again for them."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "prong.web.trial", str(seconds), *overlays],
            input=text.encode("utf-8"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=seconds + 10,
            check=False,
            cwd=_ROOT,
        )
    except subprocess.TimeoutExpired:
        raise _stalled() from None
    if done.returncode not in (0, _REFUSED):
        raise _stalled()


#: The folder the package lies in: from there it is found, and nothing of the user's is.
_ROOT = Path(__file__).parents[2]


def _stalled() -> Fault:
    return FileFault(
        "This case file takes more time or memory to decide than the workbench gives it.",
        place=Place("case.yaml"),
        expected="fewer findings in dispute, or prong analyze on the command line",
    )


def main(arguments: list[str]) -> int:
    """Decide what stands on standard input: 0 decided, 2 faults were found in it."""
    seconds, *overlays = arguments
    _limit(int(seconds))
    from prong.decide.analysis import analyze
    from prong.files import parse_yaml
    from prong.law.library import Library
    from prong.record.load import from_document

    try:
        library = Library.load(overlays)
        record = from_document(parse_yaml(sys.stdin.buffer.read(), "case.yaml"), library)
        analyze(record, library)
    except Fault:
        return _REFUSED
    except (MemoryError, RecursionError):
        return _STALLED
    return 0


def _limit(seconds: int) -> None:
    try:
        import resource
    except ImportError:  # not a Unix; the clock alone limits
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024**2, 64 * 1024**2))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
