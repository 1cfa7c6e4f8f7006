"""A process apart, with little time and memory: where a file from elsewhere may do no harm.

What such a file does to whoever reads it, it does there: the workbench goes on.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO

#: Bytes of memory, and of any file that is written there.
MEMORY = 2 * 1024**3
WRITTEN = 64 * 1024**2
#: How such a process ends, besides 0: it told a fault, or met a limit.
REFUSED, STALLED = 2, 3

#: The folder the package lies in: from there it is found, and nothing of the user's is.
_ROOT = Path(__file__).parents[2]
#: What is taken along of the surroundings: where things are, and no secret.
_TAKEN = (
    "PATH", "PYTHONPATH", "VIRTUAL_ENV", "HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TMPDIR",
    "TEMP", "TMP", "LANG", "LC_ALL", "LC_CTYPE", "SYSTEMROOT", "XDG_CACHE_HOME", "XDG_DATA_HOME",
)  # fmt: skip


def begun(
    module: str,
    *arguments: str,
    given: int | IO[bytes] = subprocess.DEVNULL,
    surroundings: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a module of the package as a process of its own; it calls ``limit`` first."""
    taken = {name: os.environ[name] for name in _TAKEN if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdin=given,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env=taken | dict(surroundings or {}),
        start_new_session=True,  # what interrupts the workbench is not for it
    )


def ended(
    process: subprocess.Popen[bytes], seconds: float, given: bytes | None = None
) -> int | None:
    """How a process ended, or None where it did not within so many seconds and was ended."""
    try:
        process.communicate(given, timeout=seconds)
    except subprocess.TimeoutExpired:
        end(process)
        return None
    return process.returncode


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process and whatever it began."""
    if process.poll() is not None:
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (AttributeError, ProcessLookupError, PermissionError):
        process.kill()
    process.wait()


def limit(seconds: int) -> None:
    """Within the process: so many seconds of the processor, and no more memory than is given."""
    try:
        import resource
    except ImportError:  # not a Unix; the clock alone limits
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump would keep what was read
