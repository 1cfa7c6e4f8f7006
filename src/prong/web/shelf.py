"""The cases of whoever asks: what every shelf of them offers, and the shelf that is a folder.

The folder holds a folder for each case, found by id and never by path. A case is saved whole or not
at all. Whoever saves says which text they began from, by its digest: what someone else has written
since is never overwritten. What a save replaces is kept for undo.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import threading
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from prong.faults import FileFault, WordFault
from prong.files import parse_yaml, read_bytes, write

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
#: The folder of the cases that were deleted: no id of a case is a name with a full stop.
DELETED = ".deleted"
#: How many earlier texts of a case are kept.
KEPT = 200


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True)
class Listed:
    """A case in a list: its title, and what stands beside it (its id, or the matter it is of)."""

    id: str
    title: str
    beside: str


@dataclass(frozen=True)
class Kept:
    """The text of a case as it was read. ``name`` is what a file taken away is called, where that
    is not the id."""

    id: str
    text: str
    name: str | None = None

    @property
    def digest(self) -> str:
        return digest(self.text)


class NotHere(WordFault):
    """There is nothing of the name that an address has."""


class Refused(WordFault):
    """Whoever asks may not do this."""


class Collision(Exception):
    """Someone saved the case after this text was begun. ``kept`` is what they saved."""

    def __init__(self, kept: Kept, mine: str) -> None:
        self.kept, self.mine = kept, mine
        super().__init__(kept.id)


def slug(title: str) -> str:
    """An id from a title: plain letters, figures and hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-") or "case"


def begun_from(base: str) -> None:
    """Refuse a draft that does not say from which text it was begun."""
    if not re.fullmatch(r"[0-9a-f]{64}", base):
        raise WordFault("A draft is begun from some text.", found=base[:80])


class Cases(Protocol):
    """The cases that someone may see. To any other, and for any other id, there is NotHere."""

    def ids(self) -> list[str]:
        """The cases, the last changed first."""

    def listed(self) -> list[Listed]:
        """The same, each with what a list says of it."""

    def read(self, id: str) -> Kept: ...

    def new(self, title: str, text: str) -> str:
        """Put a new case on the shelf; its id."""

    def save(self, id: str, text: str, base: str) -> Kept:
        """Save a text that was begun from the text of digest ``base``, or raise Collision."""

    def undo(self, id: str, base: str, *, again: bool = False) -> Kept:
        """Go back to the text before the last save, or, ``again``, forward to what was undone."""

    def delete(self, id: str, base: str) -> str:
        """Put a case of the text of digest ``base`` aside; the id it lies under there."""

    def deleted(self) -> list[Kept]:
        """The cases put aside that whoever asks may put back, the last first."""

    def restore(self, id: str) -> str:
        """Put a case back on the shelf; its id."""

    def can(self, id: str) -> tuple[bool, bool]:
        """Whether there is something to undo, and something undone to do again."""

    def draft(self, id: str) -> tuple[str, str] | None:
        """An unsaved text with the digest of what it was begun from."""

    def keep_draft(self, id: str, text: str, base: str) -> None: ...

    def drop_draft(self, id: str) -> None: ...


class Shelf:
    """The cases of one person, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.RLock()

    def _home(self, id: str) -> Path:
        """The folder of a case. An id that could be anything but a name of one is refused."""
        home = self.folder / id
        if len(id) > 80 or not _ID.fullmatch(id) or not (home / "case.yaml").is_file():
            raise NotHere("There is no case of this id.", found=id[:80])
        return home

    def ids(self) -> list[str]:
        """The cases, the last changed first."""
        if not self.folder.is_dir():
            return []
        found = [
            (path.stat().st_mtime, path.parent.name)
            for path in self.folder.glob("*/case.yaml")
            if _ID.fullmatch(path.parent.name)
        ]
        return [id for _, id in sorted(found, reverse=True)]

    def listed(self) -> list[Listed]:
        return [Listed(id, caption(self.read(id).text) or id, id) for id in self.ids()]

    def read(self, id: str) -> Kept:
        return Kept(id, _text(self._home(id) / "case.yaml"))

    def new(self, title: str, text: str) -> str:
        """Put a new case on the shelf; its id."""
        with self._lock:
            wanted = slug(title)
            id, number = wanted, 2
            while (self.folder / id).exists():
                id, number = f"{wanted}-{number}", number + 1
            write(self.folder / id / "case.yaml", text)
        return id

    def save(self, id: str, text: str, base: str) -> Kept:
        """Save a text that was begun from the text of digest ``base``, or raise Collision.

        Sent again, because its answer was lost, it is saved once, also where someone has saved upon
        it meanwhile.
        """
        with self._lock:
            home, kept = self._home(id), self.read(id)
            if kept.digest != base and kept.text != text:
                if self._saved_before(home, text, base):
                    return Kept(id, text)
                raise Collision(kept, text)
            if kept.text != text:
                self._push(home / "history", kept.text)
                shutil.rmtree(home / "undone", ignore_errors=True)
                write(home / "case.yaml", text)
            (home / "draft.yaml").unlink(missing_ok=True)
        return Kept(id, text)

    def undo(self, id: str, base: str, *, again: bool = False) -> Kept:
        """Go back to the text before the last save, or, ``again``, forward to what was undone."""
        with self._lock:
            home, kept = self._home(id), self.read(id)
            if kept.digest != base:
                raise Collision(kept, kept.text)
            there, back = ("undone", "history") if again else ("history", "undone")
            earlier = _numbered(home / there)
            if not earlier:
                raise FileFault(f"There is nothing to {'do again' if again else 'undo'}.")
            text = _text(earlier[-1])
            self._push(home / back, kept.text)
            write(home / "case.yaml", text)
            earlier[-1].unlink()
        return Kept(id, text)

    def delete(self, id: str, base: str) -> str:
        """Put a case aside with its drafts and what undo goes back to; the id it lies under there."""
        with self._lock:
            home, kept = self._home(id), self.read(id)
            if kept.digest != base:
                raise Collision(kept, kept.text)
            aside, number = id, 2
            while (self.folder / DELETED / aside).exists():
                aside, number = f"{id}-{number}", number + 1
            (self.folder / DELETED).mkdir(exist_ok=True)
            home.replace(self.folder / DELETED / aside)
        return aside

    def deleted(self) -> list[Kept]:
        """The cases put aside, the last first."""
        found = [
            (path.parent.stat().st_ctime, path)
            for path in (self.folder / DELETED).glob("*/case.yaml")
            if _ID.fullmatch(path.parent.name)
        ]
        return [Kept(p.parent.name, _text(p)) for _, p in sorted(found, reverse=True)]

    def restore(self, id: str) -> str:
        """Put a case back on the shelf, under its old id where that is free."""
        with self._lock:
            home = self.folder / DELETED / id
            if len(id) > 90 or not _ID.fullmatch(id) or not (home / "case.yaml").is_file():
                raise NotHere("There is no deleted case of this id.", found=id[:80])
            back, number = id, 2
            while (self.folder / back).exists():
                back, number = f"{id}-{number}", number + 1
            home.replace(self.folder / back)
        return back

    def can(self, id: str) -> tuple[bool, bool]:
        """Whether there is something to undo, and something undone to do again."""
        home = self._home(id)
        return bool(_numbered(home / "history")), bool(_numbered(home / "undone"))

    def draft(self, id: str) -> tuple[str, str] | None:
        """An unsaved text with the digest of what it was begun from."""
        path = self._home(id) / "draft.yaml"
        if not path.is_file():
            return None
        base, _, text = _text(path).partition("\n")
        return text, base

    def keep_draft(self, id: str, text: str, base: str) -> None:
        begun_from(base)
        write(self._home(id) / "draft.yaml", f"{base}\n{text}")

    def drop_draft(self, id: str) -> None:
        (self._home(id) / "draft.yaml").unlink(missing_ok=True)

    @staticmethod
    def _saved_before(home: Path, text: str, base: str) -> bool:
        """Whether a text was once saved upon the one of digest ``base``, and another upon it."""
        earlier = [_text(path) for path in _numbered(home / "history")]
        return any(digest(a) == base and b == text for a, b in pairwise(earlier))

    @staticmethod
    def _push(folder: Path, text: str) -> None:
        earlier = _numbered(folder)
        if earlier and _text(earlier[-1]) == text:
            return  # whoever put it there was stopped before the save itself
        number = int(earlier[-1].stem) + 1 if earlier else 1
        write(folder / f"{number:08}.yaml", text)
        for path in earlier[: max(0, len(earlier) + 1 - KEPT)]:
            path.unlink()


def _numbered(folder: Path) -> list[Path]:
    return sorted(p for p in folder.glob("*.yaml") if p.stem.isdecimal())


def _text(path: Path) -> str:
    # Room for the digest that a draft begins with.
    data = read_bytes(path, 4 * 1024 * 1024 + 100)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        parse_yaml(data, path.name)  # which says where it goes wrong
        raise


def caption(text: str) -> str | None:
    """What a case file calls the case, if it can be read at all."""
    from prong.faults import Fault

    try:
        value = parse_yaml(text, "case.yaml").value
    except Fault:
        return None
    name = value.get("case") if isinstance(value, dict) else None
    return name if isinstance(name, str) else None
