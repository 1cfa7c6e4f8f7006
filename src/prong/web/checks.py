"""The checks of briefs: each begun in a process apart, waited for, kept for whoever asked for it.

A check is a folder under an id that nobody can guess, in a folder of its owner's. Of the brief its
text is kept, with the report that shows it; the document itself is gone once it has been read.
Deleting a check deletes all of it, and ends it where it still works.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from subprocess import Popen
from typing import IO, Any

from prong.base import store
from prong.dates import Day
from prong.faults import Fault, FieldFault, FileFault, Place, WordFault, nearest
from prong.files import write
from prong.law.library import Library
from prong.values import frozen
from prong.web import apart
from prong.web.shelf import NotHere

#: The most bytes of a document, and seconds of the processor and of the clock for one.
DOCUMENT = 32 * 1024**2
SECONDS, CLOCK = 90, 180
#: So many work at once; so many may wait besides, of one person and of all; so many are kept for one.
AT_ONCE, WAITING, IN_ALL, KEPT = 2, 4, 12, 100
#: A document that nobody reads after so many seconds was left by a workbench that was ended.
LEFT = 3600

_ID = re.compile(r"[0-9a-f]{32}")
ENDINGS = ("docx", "html", "md", "json")


@frozen
class Asked:
    """What is to be checked: what the document is called, and the case it is to be used in."""

    name: str
    forum: str | None = None
    incident: str | None = None

    @classmethod
    def of(cls, name: str | None, forum: str, incident: str, library: Library) -> Asked:
        """From the fields of a form; a fault says which cannot be."""
        if bool(forum) != bool(incident):
            raise FieldFault(
                "How an authority can be used depends on the forum and on the day of the acts.",
                found="the forum alone" if forum else "the day alone",
                expected="both, or neither",
            )
        if forum and forum not in library.forums:
            raise WordFault(
                "The library has no forum of this id.",
                found=forum[:40],
                nearest=nearest(forum[:40], library.forums),
            )
        if incident:
            try:
                Day.parse(incident)
            except ValueError as error:
                raise FieldFault(
                    "This is not a date.", found=incident[:40], expected=str(error)
                ) from None
        plain = re.split(r"[/\\]", name or "")[-1].strip()
        plain = "".join(c for c in plain if c.isprintable())[-120:]
        return cls(plain or "brief", forum or None, incident or None)


class TooMany(Fault):
    """So many checks are under way that no other is begun."""


@frozen
class Check:
    """A check as it stands. ``state`` is waiting, working, done, failed or broken-off; ``stage`` says
    what is being done; ``fault`` why it failed."""

    id: str
    asked: Asked
    when: datetime
    state: str
    stage: str = ""
    fault: Fault | None = None

    @property
    def ended(self) -> bool:
        return self.state not in ("waiting", "working")

    @property
    def said(self) -> str:
        """When it was begun, by the clock of this machine."""
        here = self.when.astimezone()
        return f"{Day.of(here.date()).spoken()}, {here:%H:%M}"


@dataclass
class _Job:
    """A check that is not done."""

    who: str
    home: Path
    process: Popen[bytes] | None = None
    stopped: bool = False
    over: threading.Event = field(default_factory=threading.Event)


class Checks:
    """The checks of everyone. ``who`` is whoever asks; "" where only one person can."""

    def __init__(
        self,
        folder: Path,
        base: str | None = None,
        overlays: Callable[[], tuple[str, ...]] = tuple,
        *,
        at_once: int = AT_ONCE,
        seconds: int = SECONDS,
    ) -> None:
        self.folder, self.overlays, self.seconds = folder, overlays, seconds
        self.base = base
        self._jobs: dict[str, _Job] = {}
        self._lock = threading.Lock()
        self._turns = threading.Semaphore(at_once)
        self._sweep()

    def begin(self, who: str, document: IO[bytes], asked: Asked) -> str:
        """Start a check; its id. ``document`` is read to its end and written to a file."""
        id = secrets.token_hex(16)
        home = self._owner(who) / id
        with self._lock:
            mine = sum(job.who == who for job in self._jobs.values())
            if mine >= WAITING or len(self._jobs) >= IN_ALL:
                raise TooMany("Too many briefs are being checked. Wait until one is done.")
            if len(self._ids(who)) >= KEPT:
                raise TooMany(
                    "Too many checks are kept. Delete some that you no longer need.",
                    found=str(KEPT),
                )
            job = self._jobs[id] = _Job(who, home)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            home.parent.mkdir(mode=0o700, exist_ok=True)
            home.mkdir(mode=0o700)
            self._take(document, home / "document")
            when = datetime.now(UTC).isoformat(timespec="seconds")
            write(
                home / "asked.json",
                json.dumps(
                    {
                        "name": asked.name,
                        "forum": asked.forum,
                        "incident": asked.incident,
                        "when": when,
                    }
                ),
            )
        except BaseException:
            self._jobs.pop(id)
            shutil.rmtree(home, ignore_errors=True)
            raise
        threading.Thread(target=self._run, args=(id, job), daemon=True).start()
        return id

    def all(self, who: str) -> list[Check]:
        """The checks of one person, the latest first."""
        found = []
        for id in self._ids(who):
            try:
                found.append(self.read(who, id))
            except NotHere:  # deleted since
                continue
        return sorted(found, key=lambda check: check.when, reverse=True)

    def read(self, who: str, id: str) -> Check:
        """How a check stands. Someone else's is not there."""
        home = self._home(who, id)
        job = self._jobs.get(id)  # before its folder is looked into: it may end meanwhile
        try:
            given = json.loads((home / "asked.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise _none(id) from None
        asked = Asked(given["name"], given["forum"], given["incident"])
        when = datetime.fromisoformat(given["when"])
        if (home / "page.json").is_file():
            return Check(id, asked, when, "done")
        if (home / "fault.json").is_file():
            told = json.loads((home / "fault.json").read_text(encoding="utf-8"))
            fault = FileFault(
                told["sentence"], place=Place(asked.name), found=told["found"],
                expected=told["expected"],
            )  # fmt: skip
            return Check(id, asked, when, "failed", fault=fault)
        if job is None:
            return Check(id, asked, when, "broken-off")
        if job.process is None:
            return Check(id, asked, when, "waiting", "Waiting for its turn")
        try:
            stage = (home / "stage").read_text(encoding="utf-8")
        except FileNotFoundError:
            stage = "Beginning"
        return Check(id, asked, when, "working", stage)

    def page(self, who: str, id: str) -> dict[str, Any]:
        """What the page of a check that is done says: ``prong.web.findings.Shown`` as plain values."""
        return json.loads(self.file(who, id, "page.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]

    def report(self, who: str, id: str, ending: str) -> bytes:
        """The report of a check in a format."""
        if ending not in ENDINGS:
            raise NotHere(
                "There is no such format.", found=ending[:20], expected=", ".join(ENDINGS)
            )
        return self.file(who, id, f"check.{ending}").read_bytes()

    def endings(self, who: str, id: str) -> tuple[str, ...]:
        """The formats the report of a check is there in."""
        home = self._home(who, id)
        return tuple(e for e in ENDINGS if (home / f"check.{e}").is_file())

    def file(self, who: str, id: str, name: str) -> Path:
        path = self._home(who, id) / name
        if not path.is_file():
            raise NotHere("There is no such report.", found=id[:40])
        return path

    def wait(self, who: str, id: str, seconds: float = CLOCK * 3) -> Check:
        """A check when it has ended, or as it stands after so many seconds."""
        job = self._jobs.get(id)
        if job is not None:
            job.over.wait(seconds)
        return self.read(who, id)

    def delete(self, who: str, id: str) -> None:
        """End a check that still works, and delete all that is kept of it."""
        home = self._home(who, id)
        with self._lock:
            job = self._jobs.get(id)
            if job is not None:
                job.stopped = True
                if job.process is not None:
                    apart.end(job.process)
                else:  # its turn has not come, and it need not be waited for
                    self._jobs.pop(id)
        if job is not None and job.process is not None:
            job.over.wait(10)
        shutil.rmtree(home, ignore_errors=True)

    def close(self) -> None:
        """End every check that still works; they are broken off."""
        with self._lock:
            for job in self._jobs.values():
                job.stopped = True
                if job.process is not None:
                    apart.end(job.process)
                (job.home / "document").unlink(missing_ok=True)

    # The work

    def _run(self, id: str, job: _Job) -> None:
        try:
            with self._turns:
                with self._lock:
                    if not job.stopped:
                        job.process = apart.begun(
                            "prong.web.checking", str(self.seconds), str(job.home), *self.overlays(),
                            surroundings=self._surroundings(),
                        )  # fmt: skip
                if job.process is not None:
                    code = apart.ended(job.process, CLOCK)
                    if not job.stopped and not (job.home / "page.json").is_file():
                        self._failed(job.home, code)
        finally:
            (job.home / "document").unlink(missing_ok=True)
            with self._lock:
                self._jobs.pop(id, None)
            job.over.set()

    def _failed(self, home: Path, code: int | None) -> None:
        """Say why, where the process could not."""
        if (home / "fault.json").is_file():
            return
        sentence = (
            "Prong met a fault of its own in this document. prong check on the command line shows it."
            if code == 1
            else "This document takes more time or memory than the workbench gives it: prong check on"
            " the command line has no such limit."
        )
        kept = {"sentence": sentence, "found": None, "expected": None}
        write(home / "fault.json", json.dumps(kept))

    def _surroundings(self) -> dict[str, str]:
        """Where the base is, not on a command line that others can read, and what PostgreSQL's own
        client asks of its surroundings."""
        own = {name: value for name, value in os.environ.items() if name.startswith("PG")}
        return own | {"PRONG_BASE": place_of(self.base)}

    @staticmethod
    def _take(document: IO[bytes], to: Path) -> None:
        left = DOCUMENT
        with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            while part := document.read(1024 * 1024):
                left -= len(part)
                if left < 0:
                    raise FileFault(
                        "The document is larger than the workbench checks.",
                        expected=f"at most {DOCUMENT // 1024**2} MiB",
                    )
                out.write(part)
        if left == DOCUMENT:
            raise FileFault("The file is empty.")

    # Where they are

    def _owner(self, who: str) -> Path:
        """The folder of one person, whatever characters they go by."""
        return self.folder / hashlib.sha256(who.encode("utf-8")).hexdigest()[:32]

    def _home(self, who: str, id: str) -> Path:
        home = self._owner(who) / id
        if not _ID.fullmatch(id) or not home.is_dir():
            raise _none(id)
        return home

    def _ids(self, who: str) -> list[str]:
        owner = self._owner(who)
        if not owner.is_dir():
            return []
        return [path.name for path in owner.iterdir() if _ID.fullmatch(path.name)]

    def _sweep(self) -> None:
        """Delete the documents that a workbench left when it was ended before they were read."""
        for path in self.folder.glob("*/*/document"):
            if time.time() - path.stat().st_mtime > LEFT:
                path.unlink(missing_ok=True)


def _none(id: str) -> NotHere:
    return NotHere("There is no check of this id.", found=id[:40])


def place_of(base: str | None) -> str:
    """Where the base is, for a process that begins in another folder."""
    found = store.place(base)
    return found if "://" in found else str(Path(found).absolute())
