"""The command line: a thin face over the package. Exit status: 0 done, 1 what was looked for is
wrong, 2 bad input."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line; a fault is a sentence on standard error and an exit status."""
    from prong.cli.app import app
    from prong.faults import Fault

    try:
        app()
    except Fault as fault:
        print(f"prong: {fault}", file=sys.stderr)
        sys.exit(fault.exit_status)
    except BrokenPipeError:
        # The reader went away; say nothing more, also not at interpreter exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except RecursionError:
        print("prong: The input is nested too deeply to be read.", file=sys.stderr)
        sys.exit(2)
