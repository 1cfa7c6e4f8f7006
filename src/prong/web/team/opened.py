"""Which cases someone has lately opened, so that the log says it once and not at every click."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

from prong.web.team.sessions import Asker

#: Seconds in which opening a case again is the same reading of it.
SAME = 600
_MOST = 10_000


class Opened:
    def __init__(self) -> None:
        self._when: OrderedDict[tuple[str, int, str], float] = OrderedDict()
        self._lock = threading.Lock()

    def lately(self, asker: Asker, case: str) -> bool:
        """Whether this browser or program has opened the case lately."""
        with self._lock:
            before = self._when.get(_which(asker, case))
        return before is not None and time.monotonic() - before < SAME

    def note(self, asker: Asker, case: str) -> None:
        """Note a reading that the log has told of."""
        with self._lock:
            self._when[_which(asker, case)] = time.monotonic()
            self._when.move_to_end(_which(asker, case))
            while len(self._when) > _MOST:
                self._when.popitem(last=False)


def _which(asker: Asker, case: str) -> tuple[str, int, str]:
    return asker.session or asker.by.via, asker.user, case
