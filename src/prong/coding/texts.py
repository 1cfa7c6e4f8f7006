"""The text of an authority in folders of opinions, found by file, citation or docket."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from prong.law.authorities import Authority
from prong.law.coding import Coded
from prong.read.folder import Text, squeezed, texts, within


class Texts:
    """The texts of one or more folders."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folders)
        self.texts: tuple[Text, ...] = tuple(t for folder in folders for t in texts(folder))

    def of(self, authority: Authority, coded: Coded) -> Text | None:
        """The text that a coder had: the file named, else the court's opinion by its citation, else
        by its docket."""
        if coded.file:
            return self.of_file(coded.file)
        for citation in (authority.citation, *authority.parallel):
            found = [t for t in self._by_citation.get(squeezed(citation), ()) if t.controlling]
            if found:
                return found[0]
        if authority.docket:
            for text in self.texts:
                if (
                    text.docket
                    and text.court == authority.court
                    and text.controlling
                    and squeezed(text.docket) == squeezed(authority.docket)
                ):
                    return text
        return None

    def of_file(self, file: str) -> Text | None:
        """The text at a path that a coder named, from a folder above or below the one given."""
        wanted = file.strip("/")
        known = self._files
        parts = wanted.split("/")
        for k in range(len(parts)):
            found = known.get("/".join(parts[k:]))
            if found is not None:
                return found
        for folder in self.folders:
            path = folder / wanted
            if within(path, folder) and path.is_file():
                return Text(path, wanted)
        return None

    @cached_property
    def _files(self) -> dict[str, Text]:
        found: dict[str, Text] = {}
        for text in self.texts:
            parts = text.file.split("/")
            for k in range(len(parts)):
                found.setdefault("/".join(parts[k:]), text)
        return found

    @cached_property
    def _by_citation(self) -> dict[str, tuple[Text, ...]]:
        found: dict[str, tuple[Text, ...]] = {}
        for text in self.texts:
            for citation in text.citations:
                key = squeezed(citation)
                found[key] = (*found.get(key, ()), text)
        return found
