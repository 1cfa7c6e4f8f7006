"""The command line: a thin face over the package. Exit status: 0 done, 1 what was looked for is
wrong, 2 bad input."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys


def main() -> None:
    """Run the command line; a fault is a sentence on standard error and an exit status."""
    # A run is short and makes little that only the collector could free: looking for it as often
    # as a long-lived process should costs a tenth of the time.
    gc.set_threshold(100_000, 50, 50)
    from prong.cli.app import run
    from prong.faults import Fault

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # an answer may hold marks a terminal lacks
            stream.reconfigure(errors="replace")
    try:
        status = run()
        sys.stdout.flush()
    except Fault as fault:
        print(f"prong: {fault}", file=sys.stderr)
        status = fault.exit_status
    except KeyboardInterrupt:
        status = 130
    except BrokenPipeError:
        # The reader went away.
        _hush()
        status = 1
    except OSError as error:
        print(f"prong: The answer cannot be written: {error.strerror}.", file=sys.stderr)
        _hush()
        status = 2
    sys.exit(status)


def _hush() -> None:
    """Let nothing more be written to standard output, also not at the interpreter's end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
