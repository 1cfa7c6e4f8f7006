"""The command line, run inside the process of the tests as a shell would run it."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from prong.cli import main


@dataclass(frozen=True)
class Ran:
    """What a command left: its exit status, standard output and standard error."""

    status: int
    out: str
    err: str


def prong(*arguments: str | Path) -> Ran:
    """Run ``prong`` with some arguments; an exception that escapes it is a bug and is raised."""
    out, err = io.StringIO(), io.StringIO()
    status: object = 0
    with (
        patch.object(sys, "argv", ["prong", *map(str, arguments)]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            status = end.code or 0
    assert isinstance(status, int)
    return Ran(status, out.getvalue(), err.getvalue())


def prong_apart(*arguments: str | Path, cwd: Path | None = None, seconds: float = 60) -> Ran:
    """Run ``python -m prong`` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "prong", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        timeout=seconds,
        encoding="utf-8",
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
