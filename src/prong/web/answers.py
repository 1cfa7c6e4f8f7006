"""Cases decided for whoever asks, and the last answers kept.

Whoever asks what another is already asking waits for that answer. With ``Tracks`` nothing is decided in
the process that answers requests: quick questions and slow case files go apart, so that no case file,
however it was made, keeps anyone waiting but those who ask about it.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from prong.decide.analysis import Analysis, analyze, vary
from prong.faults import Fault
from prong.files import Document, parse_yaml
from prong.law.library import Library
from prong.record.case import Record
from prong.record.load import from_document
from prong.record.view import View
from prong.web.asking import Question, suppose
from prong.web.deciders import Busy, TakesLong, Tracks

#: Seconds for which a text that took long is asked about apart from all others.
SLOW = 600


class Decided(NamedTuple):
    """A case decided, with the view ``before`` single findings were supposed one way or the other."""

    analysis: Analysis
    before: View


#: How much of an answer: what a grid shows of it; also all of one determination, by its number; the
#: whole. What would change an answer, and where and since when the law is so, costs most of it.
Much = Literal["grid", "whole"] | int


class Asked(NamedTuple):
    """A question of the text of a case file."""

    text: str
    question: Question
    much: Much = "whole"


@dataclass(frozen=True)
class Answered:
    """A case as saved and as supposed, each decided."""

    question: Question
    saved: Analysis
    answer: Analysis
    before: View


@lru_cache(maxsize=16)
def read(text: str, library: Library) -> tuple[Document, Record]:
    """A case file read; its values are not to be changed."""
    document = parse_yaml(text, "case.yaml")
    return document, from_document(document, library)


@lru_cache(maxsize=64)
def supposed(text: str, changes: Question, library: Library) -> Record:
    """The record of a case file changed as a question supposes it to be."""
    document, record = read(text, library)
    if changes == Question():
        return record
    value = _copied(document.value)
    suppose(value, record, library, changes)
    return from_document(Document(document.file, value, document.lines), library)


def _copied(value: Any) -> Any:
    """What a file holds, to be changed: mappings, lists and texts."""
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value


def decide(asked: Asked, library: Library) -> Decided:
    """Decide a case as it is supposed to be."""
    q = asked.question
    # Another forum, day or order changes no record: of one record many are asked.
    changes = replace(q, forum=None, incident_date=None, decided=None, order="one-first")
    made = analyze(
        supposed(asked.text, changes, library),
        library,
        forum=q.forum,
        incident_date=q.incident_date,
        decided=q.decided,
        order=q.order,  # type: ignore[arg-type]
    )
    before = made.view
    if q.of_findings:
        record = supposed(asked.text, changes.plain, library)
        varied, _, _ = vary(record, library, q.forum, q.incident_date, q.decided)
        before = View.of(varied, library.factors)
    if asked.much == "whole":
        made.whole()
    elif asked.much != "grid" and 0 <= asked.much < len(made.determinations):
        made.determinations[asked.much].whole()
    return Decided(made, before)


class Answers:
    """Decides cases, in this process or in ``tracks`` apart, and keeps the last ``most`` answers."""

    def __init__(
        self, library: Library, tracks: Tracks[Asked] | None = None, most: int = 128
    ) -> None:
        self.library = library
        self.tracks = tracks
        self._most = most
        self._known: OrderedDict[tuple[str, Question], dict[Much, Decided]] = OrderedDict()
        self._asking: dict[tuple[Asked, bool], Future[Decided]] = {}
        self._overran: dict[str, float] = {}
        self._lock = threading.Lock()

    def answered(self, text: str, question: Question, much: Much = "whole") -> Answered:
        """A case as it is saved, as far as a grid shows it, and as it is supposed."""
        made = self._decided(Asked(text, question, much))
        saved = self.decided(text, Question(), "grid") if question.supposes else made.analysis
        return Answered(question, saved, made.analysis, made.before)

    def decided(self, text: str, question: Question, much: Much = "whole") -> Analysis:
        """One answer; raises the faults of the case file or the question, ``TakesLong`` or ``Busy``."""
        return self._decided(Asked(text, question, much)).analysis

    def tried(self, text: str) -> None:
        """Decide a text from elsewhere apart from all others before it is taken in. Its faults are not
        told here: it is safe to read again for them."""
        assert self.tracks is not None
        try:
            self._patiently(Asked(text, Question()), self.tracks)
        except (TakesLong, Busy):
            raise
        except Fault:
            return

    def close(self) -> None:
        if self.tracks is not None:
            self.tracks.close()

    def _kept(self, asked: Asked) -> Decided | None:
        """An answer that says as much as is asked, or more."""
        known = self._known.get(asked[:2])
        if known is None:
            return None
        self._known.move_to_end(asked[:2])
        if asked.much == "grid":
            return next(iter(known.values()))
        return known.get("whole") or known.get(asked.much)

    def _keep(self, asked: Asked, made: Decided) -> None:
        if asked.much == "whole":
            self._known.pop(asked[:2], None)
        self._known.setdefault(asked[:2], {})[asked.much] = made
        self._known.move_to_end(asked[:2])
        while len(self._known) > self._most:
            self._known.popitem(last=False)

    def _decided(self, asked: Asked) -> Decided:
        with self._lock:
            if kept := self._kept(asked):
                return kept
        if self.tracks is None:
            return self._once(asked, False, lambda asked: decide(asked, self.library))
        if not self._slow(asked.text):
            try:
                return self._once(asked, False, self.tracks.quick)
            except TakesLong:
                self._overran[asked.text] = time.monotonic()
        return self._patiently(asked, self.tracks)

    def _patiently(self, asked: Asked, tracks: Tracks[Asked]) -> Decided:
        with tracks.room:
            return self._once(asked, True, tracks.patient)

    def _slow(self, text: str) -> bool:
        """Whether a question of this text took long of late; no text is held slow for ever, since a
        busy machine may have made it so."""
        with self._lock:
            late = time.monotonic() - SLOW
            for one in [t for t, when in self._overran.items() if when < late]:
                del self._overran[one]
            return text in self._overran

    def _once(self, asked: Asked, patient: bool, work: Callable[[Asked], Decided]) -> Decided:
        """The answer kept, or the one being worked out, or else worked out here."""
        with self._lock:
            if kept := self._kept(asked):
                return kept
            key = (asked, patient)
            begun = self._asking.get(key)
            if begun is None:
                mine = self._asking[key] = Future[Decided]()
        if begun is not None:
            return begun.result()
        try:
            made = work(asked)
        except BaseException as error:
            mine.set_exception(error)
            raise
        else:
            with self._lock:
                self._keep(asked, made)
            mine.set_result(made)
            return made
        finally:
            with self._lock:
                del self._asking[key]
