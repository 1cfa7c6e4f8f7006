"""The case file by forms: every part of it opened, changed, added and taken out, its comments kept."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from typing import Any
from urllib.parse import urlencode

from prong.faults import Fault, FieldFault, Place, WordFault
from prong.files import Document, check, parse_yaml
from prong.law.library import Library
from prong.record.case import Record
from prong.values import Value, frozen
from prong.web.forms import Input, Sent, inputs, placed, read
from prong.web.references import Reference, references, renamed
from prong.web.rewriting import rewritten
from prong.web.shape import MANY, Path, about, as_path, fields, part, spot
from prong.web.words import titled, words

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")
#: Before the name of each field of a part, so that none is taken for another of the form's.
PREFIX = "f."


@frozen
class Entry:
    """A part that lies in another, with its address in the forms and its line in the text."""

    title: str
    id: str
    query: str
    line: int | None


@frozen
class Section:
    label: str
    about: str
    entries: tuple[Entry, ...]
    add: str


@frozen
class Opened:
    """A part of the file, opened: its form, and the parts that lie in it."""

    at: Path
    new: bool
    title: str
    about: str
    key: str | None
    crumbs: tuple[tuple[str, str], ...]
    inputs: tuple[Input, ...]
    sections: tuple[Section, ...]
    line: int | None
    faults: tuple[Fault, ...]
    named: tuple[Entry, ...]

    @property
    def removable(self) -> bool:
        return bool(self.at) and not self.new


def query(at: Path, **more: str) -> str:
    """The address of a part within the forms of a case."""
    return "?" + urlencode([*(("at", str(step)) for step in at), *more.items()])


def label(step: str | int) -> str:
    return f"{step + 1}" if isinstance(step, int) else step


def opened(
    library: Library, document: Document, at: Path, *, new: bool = False, given: Any = None,
    key: str | None = None, found: Iterable[Fault] = (), named: Sequence[Reference] = (),
) -> Opened:  # fmt: skip
    """A part as the forms show it: as the file has it, or as it was ``given`` by a form."""
    root: type[Value] = Record
    value = document.value
    here = spot(root, at)
    if here.many and not new:
        raise WordFault("One part is opened at a time.", found=".".join(map(str, at))[:80])
    number = len(part(value, root, at)) if new else 0
    path: Path = (*at, number if here.field and here.field.kind == "entries" else "") if new else at
    if given is None:
        given = {} if new else part(value, root, at)
    tabled = here.field is not None and here.field.kind == "table"
    if key is None:
        key = "" if new and tabled else str(at[-1]) if tabled and at else None
    asked = inputs(library, root, value, path, here.cls, given, found, prefix=PREFIX)
    beside = {id(f) for one in _all(asked) for f in one.faults}
    name = here.field.label if here.field else "The case"
    title = (
        f"{name}: a new one" if new else f"{name}: {label(at[-1])}" if at else "The case as a whole"
    )
    return Opened(
        at, new, title, about(here.cls), key if tabled else None, _crumbs(root, at), asked,
        () if new else tuple(_sections(library, document, root, at, here.cls)),
        document.place(at).line if at else None,
        tuple(f for f in found if id(f) not in beside),
        tuple(_entry(document, r) for r in named),
    )  # fmt: skip


def _all(some: Iterable[Input]) -> Iterable[Input]:
    for one in some:
        yield one
        for inner in one.inner:
            yield from _all(inner)


def _crumbs(root: type[Value], at: Path) -> tuple[tuple[str, str], ...]:
    """The parts around a part, the outermost first."""
    found = [("The case", query(()))]
    for n in range(2, len(at), 2):
        found.append((f"{str(at[n - 2]).capitalize()}: {label(at[n - 1])}", query(at[:n])))
    return tuple(found) if at else ()


def _sections(
    library: Library, document: Document, root: type[Value], at: Path, cls: type[Value]
) -> Iterable[Section]:
    value = document.value
    for name, field in fields(cls).items():
        if field.kind not in MANY or field.of is None:
            continue
        where: Path = (*at, name)
        held = part(value, root, where)
        rows = held.items() if isinstance(held, dict) else enumerate(held)
        made = []
        of = cache(partial(words, library, value=value, root=root, at=where))
        for key, _ in rows:
            path = (*where, key)
            says = titled(field.of, part(value, root, path), of)
            made.append(Entry(says, label(key), query(path), document.lines.get(path)))
        yield Section(field.label, about(field.of), tuple(made), query(where, new="yes"))


def _entry(document: Document, one: Reference) -> Entry:
    where = ", ".join(label(step) for step in one.home) or "the case"
    field = [label(s) for s in one.field[len(one.home) :]]
    return Entry(" ".join(field), where, query(one.home), document.place(one.field).line)


@frozen
class Change:
    """What a sent form asks for: a part saved, added or taken out, and whether into a draft."""

    at: Path
    new: bool
    remove: bool
    key: str
    sent: Sent

    @classmethod
    def of(cls, sent: Sent) -> Change:
        at = as_path(Record, list(sent.get("at", ())))
        new = bool(next(iter(sent.get("new", ())), ""))
        remove = next(iter(sent.get("do", ())), "").startswith("remove")
        return cls(at, new, remove and not new, next(iter(sent.get("key", ())), "").strip(), sent)

    def given(self, value: Any) -> dict[str, Any]:
        """The part as the form describes it."""
        old = {} if self.new else part(value, Record, self.at)
        return read(spot(Record, self.at).cls, self.sent, old, PREFIX)


class Named(Exception):
    """What is to be taken out is named elsewhere."""

    def __init__(self, found: Sequence[Reference]) -> None:
        self.found = tuple(found)
        super().__init__()


def loaded(text: str) -> Document:
    """A text whose parts are of the form the contract wants, so that they can be shown; else its
    faults."""
    document = parse_yaml(text, "case.yaml")
    check(document, Record)
    return document


def applied(text: str, change: Change, *, anyway: bool = False) -> tuple[str, Path]:
    """The text with a change made in it and all else left, and where the changed part now stands.

    Raises Named where what is taken out is named elsewhere, unless it is done ``anyway``.
    """
    value = copy.deepcopy(loaded(text).value)
    at, moved = change.at, {}
    here = spot(Record, at)
    if change.remove:
        if not at:
            raise FieldFault("A form takes out a part of a case and not the whole.")
        found = references(Record, value, at)
        if found and not anyway:
            raise Named(found)
        part(value, Record, at)  # it is there
        placed(value, Record, at, None)
        return rewritten(text, value), at[: max(0, len(at) - 2)]
    given = change.given(value)
    tabled = here.field is not None and here.field.kind == "table"
    if change.new:
        held = part(value, Record, at)
        last: str | int = len(held)
        if tabled:
            last = _fresh(change.key, held)
        at = (*at, last)
    elif tabled and change.key and change.key != at[-1]:
        home = part(value, Record, at[:-1])
        key = _fresh(change.key, home)
        renamed(Record, value, at, key)
        given = change.given(value)  # the part may name itself
        moved[at] = key
        items = [(key if k == at[-1] else k, v) for k, v in home.items()]
        home.clear()
        home.update(items)
        at = (*at[:-1], key)
    if not given:
        raise FieldFault("Nothing was filled in.", place=Place("case.yaml"))
    if at and not change.new and here.field is not None and here.field.short:
        raw = _raw(value, at)
        if isinstance(raw, str) and list(given) == [here.field.short]:
            given = given[here.field.short]
    placed(value, Record, at, given)
    return rewritten(text, value, moved), at


def _raw(value: Any, at: Path) -> Any:
    here = value
    for step in at:
        if isinstance(step, int) and not isinstance(here, list):
            continue
        here = here[step]
    return here


def _fresh(name: str, known: Mapping[str, Any]) -> str:
    if not _NAME.fullmatch(name):
        raise FieldFault(
            "An id is a short word.", found=name[:80] or "nothing",
            expected="letters, figures and hyphens", place=Place("case.yaml"),
        )  # fmt: skip
    if name in known:
        raise FieldFault("This id is taken.", place=Place("case.yaml"), found=name)
    return name
