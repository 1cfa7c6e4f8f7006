"""A line on the terminal while a command works for longer than a moment."""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType

#: How long a command works before it says so, and how often it says more, in seconds.
_PATIENCE = 1.0
_EVERY = 0.2
_WIDTH = 30


class Progress:
    """Draws on standard error, where that is a terminal, and leaves nothing behind.

    Call it with how many are done and how many there are; uncalled, it says how long it has been.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self.done = self.of = 0
        self.drawn = False
        self._began = time.monotonic()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def __call__(self, done: int, of: int) -> None:
        self.done, self.of = done, of

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            self._thread = threading.Thread(target=self._draw, daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        if self.drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def _draw(self) -> None:
        wait = _PATIENCE
        while not self._stop.wait(wait):
            wait = _EVERY
            self.drawn = True
            sys.stderr.write(f"\r\x1b[K{self.line()}")
            sys.stderr.flush()

    def line(self) -> str:
        """What stands on the terminal now."""
        seconds = f"{time.monotonic() - self._began:.0f} s"
        if not self.of:
            return f"{self.what} ... {seconds}"
        full = _WIDTH * self.done // self.of
        bar = "#" * full + "-" * (_WIDTH - full)
        return f"{self.what} [{bar}] {self.done} of {self.of}, {seconds}"
