"""Processes apart in which cases are decided, so that every core is used and no case stalls another.

``quick`` is where every question is asked first, with little time. What takes longer goes to
``patient``: one process, after all others in turn, with the time and memory that the workbench gives a
case file at most. A process that overruns, or dies of what it was given, is ended and another started.

An answer comes back without the law it stands on: both sides hold the same library, and what lies in
it is sent by its number.
"""

from __future__ import annotations

import gc
import io
import os
import pickle
import queue
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from prong.faults import Fault, FileFault, Place
from prong.law.library import Library

#: Seconds of the clock for one answer, where others wait behind it and where few do; and bytes.
QUICK, PATIENT = 3, 30
MEMORY = 2 * 1024**3
#: Seconds a question waits for its turn before it is told to come again.
TURN = 25
#: Seconds a process may take to start.
START = 60
#: How many may wait for what takes long.
ROOM = 24

Asked = TypeVar("Asked")
_spawn = get_context("spawn")


class TakesLong(FileFault):
    """A case file that takes more time or memory than it is given."""

    def __init__(self) -> None:
        super().__init__(
            "This case file takes more time or memory to decide than the workbench gives it.",
            place=Place("case.yaml"),
            expected="fewer findings in dispute, or prong analyze on the command line",
        )


class Busy(Fault):
    """Others are being answered; the same question may be asked again."""

    def __init__(self) -> None:
        super().__init__("The workbench is busy with other cases. Ask again in a moment.")


class Track(Generic[Asked]):
    """So many processes, each answering one question at a time within ``seconds``."""

    def __init__(self, start: Callable[[], _Decider], many: int, seconds: float) -> None:
        self._start, self.seconds = start, seconds
        self._idle: queue.LifoQueue[_Decider] = queue.LifoQueue()
        self._all = [start() for _ in range(many)]
        for decider in self._all:
            self._idle.put(decider)
        self._closed = False

    def __call__(self, question: Asked) -> Any:
        try:
            decider = self._idle.get(timeout=TURN)
        except queue.Empty:
            raise Busy from None
        try:
            return decider.ask(question, self.seconds)
        except (EOFError, OSError):
            decider.end()
            if self._closed:
                raise Busy from None
            self._all.remove(decider)
            decider = self._start()
            self._all.append(decider)
            raise TakesLong from None
        finally:
            self._idle.put(decider)

    def close(self) -> None:
        self._closed = True
        for decider in self._all:
            decider.end()


class Tracks(Generic[Asked]):
    """Where ``work`` is done on what is asked, under a library."""

    def __init__(
        self,
        library: Library,
        work: Callable[[Asked, Library], Any],
        *,
        many: int | None = None,
        quick: float = QUICK,
        patient: float = PATIENT,
    ) -> None:
        data, parts = pickle.dumps(library), _parts(library)
        many = many or min(8, max(2, os.cpu_count() or 2))

        def starting(nice: int) -> Callable[[], _Decider]:
            return lambda: _Decider(data, parts, work, nice)

        self.quick = Track[Asked](starting(0), many, quick)
        self.patient = Track[Asked](starting(10), 1, patient)
        self._room = threading.BoundedSemaphore(ROOM)

    @property
    @contextmanager
    def room(self) -> Iterator[None]:
        """A place among those who wait for what takes long; ``Busy`` where there is none."""
        if not self._room.acquire(blocking=False):
            raise Busy
        try:
            yield
        finally:
            self._room.release()

    def close(self) -> None:
        self.quick.close()
        self.patient.close()


class _Decider:
    """One process apart, as it is seen from here."""

    def __init__(self, library: bytes, parts: list[Any], work: Any, nice: int) -> None:
        self._here, self._there = _spawn.Pipe()
        self._parts = parts
        self._process = _spawn.Process(
            target=_decide, args=(self._there, library, work, nice), daemon=True
        )
        self._ready = Future[None]()
        threading.Thread(target=self._begin, daemon=True).start()  # the first is not waited for

    def _begin(self) -> None:
        try:
            self._process.start()
            self._there.close()
            self._hear(START)
            self._ready.set_result(None)
        except (EOFError, OSError) as error:
            self._ready.set_exception(error)

    def ask(self, question: Any, seconds: float) -> Any:
        """What came out, or the fault it came to; EOFError or OSError where there is no answer."""
        self._ready.result()
        self._here.send((question, seconds))
        made = _In(io.BytesIO(self._hear(seconds)), self._parts).load()
        if isinstance(made, BaseException):
            raise made
        return made

    def _hear(self, seconds: float) -> bytes:
        if not self._here.poll(seconds):
            raise TimeoutError
        return self._here.recv_bytes()

    def end(self) -> None:
        if self._process.pid is not None:
            self._process.kill()
            self._process.join(5)
        self._here.close()


def _decide(asked: Connection, data: bytes, work: Any, nice: int) -> None:
    """What such a process does until nobody is left to ask it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that asks
    if hasattr(os, "nice"):
        os.nice(nice)
    _limit_memory()
    library = pickle.loads(data)
    numbers = {id(part): number for number, part in enumerate(_parts(library))}
    gc.freeze()
    try:
        asked.send_bytes(b"ready")
        while True:
            question, seconds = asked.recv()
            with _at_most(seconds + 5):
                try:
                    made = work(question, library)
                except Fault as fault:
                    made = fault
                except (MemoryError, RecursionError):
                    made = TakesLong()
                out = io.BytesIO()
                _Out(out, numbers).dump(made)
            asked.send_bytes(out.getvalue())
    except (EOFError, OSError):
        return


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not a Unix; the clock alone limits
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Ends this process after so long, should nobody be left to end it."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


# An answer on its way


def _parts(library: Library) -> list[Any]:
    """Everything a library is made of, in an order that is the same for one sent as data."""
    found: list[Any] = [library]
    seen = {id(library)}
    todo: list[Any] = list(library.__getstate__().values())
    while todo:
        one = todo.pop()
        if isinstance(one, str | bytes | int | float | frozenset | type(None)) or id(one) in seen:
            continue
        seen.add(id(one))
        found.append(one)
        if isinstance(one, dict):
            todo += one.values()
        elif isinstance(one, tuple | list):
            todo += one
        else:
            todo += getattr(one, "__dict__", {}).values()
    return found


class _Out(pickle.Pickler):
    def __init__(self, file: io.BytesIO, numbers: dict[int, int]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._numbers = numbers

    def persistent_id(self, one: Any) -> int | None:
        return self._numbers.get(id(one))


class _In(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, parts: list[Any]) -> None:
        super().__init__(file)
        self._parts = parts

    def persistent_load(self, number: int) -> Any:
        return self._parts[number]
