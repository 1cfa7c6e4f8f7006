"""The user's own law: a folder of authorities laid over the library, checked whole before it is kept.

A change is tried in a copy of the folder, by the loader and the lint that read every library; only
what is sound there is written, and the workbench then answers with it at once.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path

from prong.faults import Fault, Faults, Place
from prong.files import read_bytes, write
from prong.law.library import Library
from prong.web.shelf import NotHere, digest

_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class OwnLaw:
    """``folder`` may not be there yet. ``left_out`` says why the library answers without it."""

    def __init__(self, folder: Path, overlays: Iterable[str] = ()) -> None:
        self.folder = folder
        self.given = tuple(overlays)
        self.left_out: Fault | None = None
        self._lock = threading.RLock()

    @property
    def overlays(self) -> tuple[str, ...]:
        """The folders the library is laid under: those given at the start, and this one if it is sound."""
        own = (str(self.folder),) if self.left_out is None and self._files() else ()
        return (*self.given, *own)

    def load(self) -> Library:
        """The library with the user's own law; without it, where that is faulty."""
        self.left_out = None
        try:
            return Library.load(self.overlays)
        except Fault as fault:
            without = Library.load(self.given)  # what is at fault is not this folder, if this fails
            self.left_out = fault
            return without

    def shipped(self) -> Library:
        """The library without the user's own law."""
        return Library.load(self.given)

    def ids(self) -> list[str]:
        return sorted(self._files())

    def text(self, id: str) -> str:
        files = self._files()
        if id not in files:
            raise NotHere("You have proposed no authority of this id.", found=id[:80])
        return read_bytes(files[id]).decode("utf-8-sig").replace("\r\n", "\n")

    def _files(self) -> dict[str, Path]:
        return {
            path.stem: path for path in (self.folder / "authorities").glob("*/*.yaml")
            if _WORD.fullmatch(path.stem)
        }  # fmt: skip

    def tried(self, id: str, court: str, text: str | None) -> Library:
        """The library as it would be with an authority changed, or without it. What is wrong with it
        is raised; the places of its faults name ``ID.yaml``."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.folder.parent, prefix=".law-") as made:
            trial = Path(made) / "library"
            if self.folder.is_dir():
                shutil.copytree(self.folder, trial)
            for path in trial.glob(f"authorities/*/{id}.yaml"):
                path.unlink()
            if text is not None:
                write(trial / "authorities" / court / f"{id}.yaml", text)
            over = (*self.given, *([str(trial)] if any(trial.rglob("*.yaml")) else []))
            try:
                return Library.load(over, documents=True)
            except Fault as fault:
                raise renamed(fault, f"{trial}/") from None

    def put(self, id: str, court: str, text: str | None, base: str) -> Library:
        """Keep an authority, or with no text take it out, if nobody changed it since the text of
        digest ``base`` ("" where there was none); the library with it."""
        with self._lock:
            files = self._files()
            now = digest(self.text(id)) if id in files else ""
            if now != base:
                raise Fault("This authority was changed since the form was opened.",
                            expected="the form opened again")  # fmt: skip
            if not _WORD.fullmatch(id) or not _WORD.fullmatch(court):
                raise NotHere("A library has no such place.", found=f"{court[:40]}/{id[:80]}")
            self.tried(id, court, text)
            old = files.get(id)
            new = self.folder / "authorities" / court / f"{id}.yaml"
            if text is not None:
                write(new, text)
            elif old is not None:  # kept beside the library, where none is read
                write(self.folder.parent / "withdrawn-law" / f"{id}.yaml", self.text(id))
            if old is not None and (text is None or old != new):
                old.unlink()
            return self.load()


def renamed(fault: Fault, folder: str) -> Fault:
    """A fault whose place names its file without the folder it was tried in."""
    if isinstance(fault, Faults):
        return Faults([renamed(one, folder) for one in fault.faults])
    file = fault.place.file or ""
    if not file.startswith(folder):
        return fault
    place = Place(file.removeprefix(folder).rpartition("/")[2], fault.place.line, fault.place.field)
    return type(fault)(
        fault.sentence,
        place=place,
        found=fault.found,
        expected=fault.expected,
        nearest=fault.nearest,
    )
