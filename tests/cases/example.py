"""One example of the folder: a case with its edits, the law it is decided under, and its answer.

``NAME.expected.yaml`` states how the case beside it (or the one it names) is decided::

    case: martinez               another case: of this folder, or a shipped example
    edits:                       changes to the case, each naming a place by its path
      - {set: posture.movant, to: plaintiff}
      - {add: incidents.may-2.circumstances, item: {factor: visible-injuries, for: [photo]}}
      - {remove: incidents.june-4.acts.praise.facts.praised-abuser.for.martinez-good-people}
    library: [overlays/one]      folders laid over the shipped library
    forum, incident-date, decided, order, trust, consensus: as on the command line
    coverage: {...}              what the answer says it was made under
    determinations: [...]        what must be found, by the words of the JSON contract
    disagrees: why               where the program does not yet decide so, and should

In a path, a step into a list is a number, a word of the list, or the factor, id or person of an
entry (``factor/person`` where two people share a factor).
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from prong import Analysis, Day, Library, analyze, as_json
from prong.files import Document, read_yaml
from prong.record.load import find, from_document

HERE = Path(__file__).parent
ENDING = ".expected.yaml"
FIELDS = frozenset(
    ("case", "edits", "library", "forum", "incident-date", "decided", "order", "trust", "consensus")
)
STATED = frozenset(("coverage", "determinations", "disagrees"))


@cache
def library(*overlays: str) -> Library:
    """The shipped library with folders of this one laid over it."""
    return Library.load([HERE / overlay for overlay in overlays])


@cache
def document(case: str) -> Document:
    """A case file of this folder, or a shipped example."""
    path = HERE / f"{case}.yaml"
    return read_yaml(path if path.exists() else find(case), name=f"{case}.yaml")


@dataclass(frozen=True)
class Example:
    """A case decided in one way, and what the file says of the answer."""

    name: str
    stated: dict[str, Any]

    @classmethod
    @cache
    def of(cls, name: str) -> Example:
        stated = read_yaml(HERE / f"{name}{ENDING}").value
        unknown = stated.keys() - FIELDS - STATED
        assert not unknown, f"{name}{ENDING}: no such field: {', '.join(sorted(unknown))}"
        return cls(name, stated)

    @cached_property
    def library(self) -> Library:
        return library(*self.stated.get("library", ()))

    @cached_property
    def value(self) -> dict[str, Any]:
        """The parsed case, edited."""
        value: dict[str, Any] = copy.deepcopy(document(self.stated.get("case", self.name)).value)
        for edit in self.stated.get("edits", ()):
            change(value, edit)
        return value

    @cached_property
    def analysis(self) -> Analysis:
        return self.decide(self.value)

    def decide(self, value: dict[str, Any], law: Library | None = None) -> Analysis:
        """Decide a case, this or one like it, as the file says this one is decided."""
        stated, law = self.stated, law or self.library

        def day(field: str) -> Day | None:
            return Day.parse(stated[field]) if field in stated else None

        trusts_sources = stated.get("trust") == "source"
        return analyze(
            from_document(Document(self.name, value), law),
            law,
            forum=stated.get("forum"),
            incident_date=day("incident-date"),
            decided=day("decided"),
            order="two-only" if stated.get("order") == "two-only" else "one-first",
            trust=("text", "seed", "source") if trusts_sources else ("text", "seed"),
            consensus=int(stated["consensus"]) if "consensus" in stated else None,
        )

    @cached_property
    def answer(self) -> dict[str, Any]:
        return dict(as_json(self.analysis))


def names() -> list[str]:
    return sorted(path.name.removesuffix(ENDING) for path in HERE.glob(f"*{ENDING}"))


def change(value: Any, edit: dict[str, Any]) -> None:
    """Make one edit to a parsed case."""
    (verb,) = edit.keys() & {"set", "add", "remove"}
    *way, last = edit[verb].split(".")
    home = value
    for step in way:
        home = home[_key(home, step)]
    if verb == "remove":
        del home[_key(home, last)]
    elif verb == "add":
        home.setdefault(last, []).append(edit["item"])
    else:
        home[last if isinstance(home, dict) else _key(home, last)] = edit["to"]


def _key(home: Any, step: str) -> Any:
    """Where a step leads: a key of a mapping; in a list the entry of that number, word or name."""
    if isinstance(home, dict):
        if step not in home:
            raise KeyError(f"{step!r} is not among {', '.join(home)}")
        return step
    if step.isdigit():
        return int(step)
    found = [n for n, entry in enumerate(home) if step in _names(entry)]
    if len(found) != 1:
        raise KeyError(f"{len(found)} entries are named {step!r}")
    return found[0]


def _names(entry: Any) -> set[str]:
    if not isinstance(entry, dict):
        return {entry}
    factor, person = entry.get("factor"), entry.get("person")
    return {str(n) for n in (factor, entry.get("id"), entry.get("is"), f"{factor}/{person}") if n}
