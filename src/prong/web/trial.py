"""A case file tried in a process apart, with little time and memory, before it is taken in.

A file from elsewhere may be made to stall whoever decides it. It is decided once where that hurts
nobody; only what was decided there, within the limits, is decided in the workbench.
"""

from __future__ import annotations

import subprocess
import sys

from prong.faults import Fault, FileFault, Place
from prong.web import apart

#: Seconds, of the clock and of the processor.
SECONDS = 30


def tried(text: str, overlays: tuple[str, ...] = (), seconds: int = SECONDS) -> None:
    """Decide a text in a process apart; raise where it takes too long. Its own faults are not
    told here: the text is safe to read again for them."""
    process = apart.begun("prong.web.trial", str(seconds), *overlays, given=subprocess.PIPE)
    if apart.ended(process, seconds + 10, text.encode("utf-8")) not in (0, apart.REFUSED):
        raise FileFault(
            "This case file takes more time or memory to decide than the workbench gives it.",
            place=Place("case.yaml"),
            expected="fewer findings in dispute, or prong analyze on the command line",
        )


def main(arguments: list[str]) -> int:
    """Decide what stands on standard input: 0 decided, 2 faults were found in it."""
    seconds, *overlays = arguments
    apart.limit(int(seconds))
    from prong.decide.analysis import analyze
    from prong.files import parse_yaml
    from prong.law.library import Library
    from prong.record.load import from_document

    try:
        library = Library.load(overlays)
        record = from_document(parse_yaml(sys.stdin.buffer.read(), "case.yaml"), library)
        analyze(record, library)
    except Fault:
        return apart.REFUSED
    except (MemoryError, RecursionError):
        return apart.STALLED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
