"""What a library states on an authority outside its authorities: rules, adoption, forums, procedure."""

from __future__ import annotations

from collections.abc import Iterator

from prong.law.doctrines import Adoption, Rule
from prong.law.forums import Cited
from prong.law.library import Library
from prong.values import frozen


@frozen
class Statement:
    """A statement of law or method with its authority: the file it stands in, and where there."""

    room: str
    file: str
    path: tuple[str | int, ...]
    words: Rule | Adoption | Cited

    @property
    def name(self) -> str:
        """What it is called: its file, and its id or its place there."""
        match self.words:
            case Rule(id=id):
                inner = f"rule {id}"
            case Adoption(court=court):
                inner = f"adoption {court} {self.path[-1]}"
            case _:
                inner = " ".join(str(n + 1 if isinstance(n, int) else n) for n in self.path)
        return f"{self.room}/{self.file}, {inner}"


def statements(library: Library) -> Iterator[Statement]:
    """Every statement of a library, in the order of its files."""
    for word, doctrine in library.doctrines.items():
        home = home_of(library, "doctrines", "doctrine", word)
        for n, rule in enumerate(doctrine.rules):
            yield Statement("doctrines", home, ("rules", n), rule)
            for m, also in enumerate(rule.also):
                yield Statement("doctrines", home, ("rules", n, "also", m), also)
        added = home_of(library, "doctrines/adoption", "doctrine", word)
        here = _inline(library, home)
        for n, entry in enumerate(doctrine.adoption):
            if n < here:
                yield Statement("doctrines", home, ("adoption", n), entry)
            else:
                yield Statement("doctrines/adoption", added, ("adoption", n - here), entry)
    for word, forum in library.forums.items():
        home = home_of(library, "forums", "forum", word)
        listed: dict[str, tuple[Cited, ...]] = {
            "sources": forum.sources,
            "burden": forum.burden,
            "conflict": forum.conflict,
        }
        for name, several in listed.items():
            for n, cited in enumerate(several):
                yield Statement("forums", home, (name, n), cited)
        if forum.notice_lag:
            yield Statement("forums", home, ("notice-lag",), forum.notice_lag)
        for key, step in forum.steps.items():
            yield Statement("forums", home, ("steps", key), step)
    procedure = library.procedure
    home = home_of(library, "procedure", "procedure", procedure.procedure)
    groups: dict[str, dict[str, Cited]] = {
        "steps": dict(procedure.steps),
        "defendants": dict(procedure.defendants),
        "postures": dict(procedure.postures),
    }
    for name, keyed in groups.items():
        for key, cited in keyed.items():
            yield Statement("procedure", home, (name, key), cited)


def home_of(library: Library, room: str, field: str, word: str) -> str:
    """The file of a room whose ``field`` is a word; where files are not at hand, the word itself."""
    return next(
        (k for (r, k), d in library.documents.items() if r == room and d.value.get(field) == word),
        word,
    )


def _inline(library: Library, home: str) -> int:
    """How many entries of adoption a doctrine's own file has."""
    document = library.documents.get(("doctrines", home))
    return len(document.value.get("adoption") or ()) if document else 0
