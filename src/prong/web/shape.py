"""What a file's contract asks for: the fields of its parts, read from the frozen classes themselves.

A field that the contract gains is here by itself, and with it in every form and every completion.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
import typing
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin

from prong.dates import Day
from prong.faults import WordFault
from prong.values import Before, Names, Value, frozen, kebab

Kind = Literal[
    "text", "number", "truth", "day", "choice", "words", "lines", "group", "entries", "table", "other"
]  # fmt: skip
Path = tuple[str | int, ...]
MANY: tuple[Kind, ...] = ("entries", "table")


@frozen
class Field:
    """A field of a part of a file, as the file writes it.

    ``of`` is what stands in it where it holds parts of its own; ``short`` the field that a bare word
    there stands for; ``names`` what its words name. ``lines`` are entries of a word and a number.
    """

    name: str
    kind: Kind
    required: bool
    default: str
    choices: tuple[str, ...]
    names: str | None
    of: type[Value] | None
    short: str | None
    hint: str

    @property
    def label(self) -> str:
        plain = self.name.replace("-", " ").capitalize()
        return _LABELS.get((self.name, self.names), plain)

    @property
    def number(self) -> Field:
        """Of ``lines``: the number that may stand behind the word."""
        assert self.of is not None
        return next(f for f in fields(self.of).values() if f.kind == "number")


#: Where a field's own name says too little beside a form: by its name and what it names.
_LABELS: dict[tuple[str, str | None], str] = {
    ("for", "evidence"): "Evidence for",
    ("against", "evidence"): "Evidence against",
    ("from", "findings"): "Inferred from",
    ("is", "people"): "Who",
    ("in", "incidents"): "Limited to the incidents",
}


def fields(cls: type[Value]) -> Mapping[str, Field]:
    """The fields of a part, in the contract's order."""
    return _fields(cls)  # type: ignore[arg-type]


@cache
def _fields(cls: Any) -> Mapping[str, Field]:
    hints = typing.get_type_hints(cls, include_extras=True)
    says = _said_of_fields(cls)
    made = {}
    for spec in dataclasses.fields(cls):
        name = kebab(spec.name)
        bare = spec.default is dataclasses.MISSING and spec.default_factory is dataclasses.MISSING
        default = "" if spec.default in (dataclasses.MISSING, None, ()) else spec.default
        made[name] = _field(name, hints[spec.name], bare, default, says.get(spec.name, ""))
    return made


def about(cls: type[Value]) -> str:
    """What the contract says of a part, without what it says of single fields."""
    text = inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0]
    whole = " ".join(s for s in _sentences(text) if "``" not in s)
    return whole or _sentences(text)[0].replace("``", "")


def said(cls: type[Value], word: str) -> str:
    """What the contract says of one of the words that a part's fields may hold."""
    return next(iter(_said_of_fields(cls).get(word, "").split(f"{word}: ", 1)[1:]), "")


def _said_of_fields(cls: type[Value]) -> dict[str, str]:
    """What the contract's own words say of each field they mention."""
    found: dict[str, list[str]] = {}
    for sentence in _sentences(inspect.cleandoc(cls.__doc__ or "")):
        for name in re.findall(r"``(\w+)``", sentence):
            found.setdefault(name, []).append(sentence)
    return {
        name: re.sub(r"``(\w+)``", lambda m: kebab(m[1]), " ".join(dict.fromkeys(some))).replace(
            "``", ""
        )
        for name, some in found.items()
    }


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=\.)\s+(?=[A-Z`])", " ".join(text.split()))


def _field(name: str, annotation: Any, required: bool, default: Any, hint: str) -> Field:
    marks, base = _bared(annotation)
    names = next((m.of for m in marks if isinstance(m, Names)), None)
    of: type[Value] | None = None
    short = None
    choices: tuple[str, ...] = ()
    kind: Kind = "other"
    plain: dict[Any, Kind] = {str: "text", int: "number", bool: "truth", Day: "day"}
    origin = get_origin(base)
    if base in plain:
        kind = plain[base]
    elif origin is Literal:
        kind, choices = "choice", get_args(base)
    elif _is_value(base):
        kind, of, short = "group", base, _short(marks)
    elif origin is tuple:
        inner, one = _bared(get_args(base)[0])
        if one is str:
            kind = "words"
            names = names or next((m.of for m in inner if isinstance(m, Names)), None)
        elif _is_value(one):
            kind, of, short = "entries", one, _short(inner)
            names = names or (fields(one)[short].names if short else None)
            if short and sorted(f.kind for f in fields(one).values()) == ["number", "text"]:
                kind = "lines"
    elif origin is dict and _is_value(get_args(base)[1]):
        kind, of = "table", get_args(base)[1]
    told = str(default).lower() if isinstance(default, bool) else str(default)
    if callable(default) or kind in MANY:
        told = ""
    return Field(name, kind, required, told, choices, names, of, short, hint)


def _bared(annotation: Any) -> tuple[list[Any], Any]:
    """An annotation without its marks and without None."""
    marks: list[Any] = []
    while True:
        origin, args = get_origin(annotation), get_args(annotation)
        if origin is typing.Annotated:
            annotation, marks = args[0], [*marks, *args[1:]]
        elif origin in (UnionType, typing.Union):
            annotation = next(arg for arg in args if arg is not NoneType)
        else:
            return marks, annotation


def _short(marks: list[Any]) -> str | None:
    for mark in marks:
        if isinstance(mark, Before) and not mark.several:
            return str(next(iter(mark.read(""))))
    return None


def _is_value(thing: Any) -> bool:
    return isinstance(thing, type) and issubclass(thing, Value)


@frozen
class Spot:
    """What the contract says stands at a path: one part, or (``many``) several in one field."""

    cls: type[Value]
    field: Field | None
    many: bool


def spot(root: type[Value], path: Path) -> Spot:
    """Raise a WordFault where the contract has no such place."""
    here = Spot(root, None, False)
    for step in path:
        if here.many:
            assert here.field is not None
            if here.field.kind == "entries" and not isinstance(step, int):
                raise _nowhere(path)
            here = Spot(here.cls, here.field, False)
            continue
        known = fields(here.cls).get(str(step))
        if known is None or known.of is None or known.kind not in (*MANY, "group"):
            raise _nowhere(path)
        here = Spot(known.of, known, known.kind in MANY)
    return here


def _nowhere(path: Path) -> WordFault:
    return WordFault("A file has no such part.", found=".".join(map(str, path))[:80])


def as_path(root: type[Value], steps: Sequence[str]) -> Path:
    """A path from the words of an address: where the contract has a list, a number."""
    path: Path = ()
    for step in steps[:32]:
        here = spot(root, path)
        listed = here.many and here.field is not None and here.field.kind == "entries"
        if listed and not re.fullmatch(r"[0-9]{1,6}", step):
            raise _nowhere((*path, step))
        path = (*path, int(step) if listed else step)
    return path


def part(value: Any, root: type[Value], path: Path) -> Any:
    """What stands at a path: a mapping for a part, a list or a mapping for several. What is written
    shortly is given whole; a WordFault where nothing stands."""
    here: Any = value
    for n, step in enumerate(path):
        at = spot(root, path[: n + 1])
        try:
            inner = here[step] if not isinstance(here, dict) or step in here else None
        except (IndexError, KeyError, TypeError):
            raise _nowhere(path) from None
        if at.many:
            assert at.field is not None
            if at.field.kind == "entries":
                here = inner if isinstance(inner, list) else [] if inner is None else [inner]
            else:
                here = inner if isinstance(inner, dict) else {}
            continue
        if inner is None and not (at.field and at.field.kind == "group"):
            raise _nowhere(path)
        here = whole(inner, at.field)
    return here


def whole(given: Any, field: Field | None) -> dict[str, Any]:
    """A part written as a bare word, as the mapping it stands for."""
    if isinstance(given, str) and field is not None and field.short:
        return {field.short: given}
    return given if isinstance(given, dict) else {}


def named(cls: type[Value], value: Any, what: str, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Each word by which a file names something of a kind, with the path of the field it stands in."""
    if not isinstance(value, dict):
        return
    for name, field in fields(cls).items():
        given = value.get(name)
        if given is None:
            continue
        where = (*path, name)
        several = given if isinstance(given, list) else [given]
        if field.names == what and field.kind in ("text", "words", "lines"):
            for word in several:
                said = whole(word, field).get(field.short or "") if field.kind == "lines" else word
                if isinstance(said, str):
                    yield where, said
        elif field.of is not None and field.kind == "group":
            yield from named(field.of, whole(given, field), what, where)
        elif field.of is not None and field.kind == "entries":
            for n, one in enumerate(several):
                yield from named(field.of, whole(one, field), what, (*where, n))
        elif field.of is not None and field.kind == "table" and isinstance(given, dict):
            for key, one in given.items():
                yield from named(field.of, one, what, (*where, key))
