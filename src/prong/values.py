"""The values of law and record: frozen dataclasses, kebab-case in YAML, strict about fields.

Their form is defined by their annotations. pydantic reads those for checking a file, for the
sentence of a fault and for JSON Schema; ``build`` reads them for files that are right, at a tenth
of the cost of starting, and gives up on anything else, so that pydantic alone ever refuses a file.
"""

from __future__ import annotations

import dataclasses
import operator
import re
import typing
from collections.abc import Callable
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, get_args, get_origin

from prong.dates import Day

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, TypeAdapter
    from pydantic_core import CoreSchema

V = TypeVar("V", bound="Value")

Hook = Callable[[Any], Any]


def kebab(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


class Value:
    """The base of every value that a file holds."""

    __pydantic_config__: ClassVar[Any] = {
        "extra": "forbid",
        "alias_generator": kebab,
        "hide_input_in_errors": True,
    }


T = TypeVar("T")


@typing.dataclass_transform(frozen_default=True, kw_only_default=True)
def value(cls: type[V]) -> type[V]:
    """Makes a class of fields a frozen value, built by keywords."""
    return _frozen(cls, kw_only=True)


@typing.dataclass_transform(
    frozen_default=True, field_specifiers=(dataclasses.field, dataclasses.Field)
)
def frozen(cls: type[T]) -> type[T]:
    """A frozen dataclass that shares its comparison and its printed form with every other: making
    a hundred of them with functions of their own is a fifth of the time of a start."""
    return _frozen(cls)


def closed(shape: type[T]) -> type[T]:
    """A shape of JSON to which no field may be added unnoticed: its schema allows no other."""
    shape.__pydantic_config__ = {"extra": "forbid"}  # type: ignore[attr-defined]
    return shape


def _frozen(cls: type[T], **options: bool) -> type[T]:
    made = dataclasses.dataclass(frozen=True, eq=False, repr=False, **options)(cls)
    made.__eq__ = _equal  # type: ignore[method-assign]
    made.__hash__ = _hash  # type: ignore[method-assign, assignment]
    made.__repr__ = _shown  # type: ignore[method-assign]
    return made


@cache
def _compared(cls: type[Any]) -> Callable[[Any], Any]:
    """What a value of a class is compared by."""
    names = [f.name for f in dataclasses.fields(cls) if f.compare]
    return operator.attrgetter(*names) if names else lambda one: ()


def _equal(one: Any, other: object) -> Any:
    if one is other:
        return True
    if type(one) is not type(other):
        return NotImplemented
    by = _compared(type(one))  # type: ignore[arg-type]
    return by(one) == by(other)


def _hash(one: Any) -> int:
    return hash(_compared(type(one))(one))  # type: ignore[arg-type]


def _shown(one: Any) -> str:
    parts = [f"{f.name}={getattr(one, f.name)!r}" for f in dataclasses.fields(one) if f.repr]
    return f"{type(one).__name__}({', '.join(parts)})"


@dataclasses.dataclass(frozen=True)
class Before:
    """Marks a field that may be written in a shorter form, and how to read that."""

    read: Hook
    several: bool = False

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        full = handler(schema)
        short = full.get("items", {"type": "string"}) if self.several else {"type": "string"}
        return {"anyOf": [short, full]}


@dataclasses.dataclass(frozen=True)
class Names:
    """Marks a text, or a list of them, that names something defined elsewhere: the ``people``, the
    ``evidence``, the ``incidents`` or the ``findings`` of a case file, the ``holdings`` of an
    authority, or a word of the library (``factors``, ``scopes``, ``doctrines``, ``issues``,
    ``authorities``, ``courts``, ``forums``, ``record-cites``). It checks nothing: it is for whoever
    writes a file, who may be offered what there is to name."""

    of: str


def keyed(field: str) -> Before:
    """Lets a bare word stand for a mapping with one field: ``x`` for ``{factor: x}``."""
    return Before(lambda given: {field: given} if isinstance(given, str) else given)


def _several(given: Any) -> Any:
    return given if isinstance(given, list | tuple) or given is None else [given]


#: Lets one thing stand for a list of one.
SEVERAL = Before(_several, several=True)

Words = typing.Annotated[tuple[str, ...], SEVERAL]


@cache
def _adapter(cls: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(cls)


def adapter(cls: type[V]) -> TypeAdapter[V]:
    """pydantic's reading of a value: what checks files and makes their JSON Schema."""
    made: TypeAdapter[V] = _adapter(cls)  # type: ignore[arg-type]
    return made


def plain(one: Value) -> dict[str, Any]:
    """A value as a file would state it: without what is missing or at its default."""
    made = adapter(type(one)).dump_python(
        one, mode="json", by_alias=True, exclude_none=True, exclude_defaults=True
    )
    return dict(made)


class NotPlain(Exception):
    """``build`` met something it leaves to pydantic to accept or refuse."""


def build(cls: type[V], given: Any) -> V:
    """A value from plain data in the ordinary form; NotPlain for anything else.

    Whatever it accepts, pydantic accepts with the same result.
    """
    made = _reader(cls)(given)  # type: ignore[arg-type]
    assert isinstance(made, cls)
    return made


@cache
def _reader(annotation: Any) -> Hook:
    """The function that reads one annotation."""
    if isinstance(annotation, type) and issubclass(annotation, Value):
        return _value_reader(annotation)
    plain: dict[Any, Hook] = {str: _text, int: _number, bool: _truth, Day: _day}
    if annotation in plain:
        return plain[annotation]
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is typing.Annotated:
        inner = _reader(args[0])
        for mark in args[1:]:
            if isinstance(mark, Before):
                inner = _compose(inner, mark.read)
        return inner
    if origin is typing.Literal:
        return _literal(frozenset(args))
    if origin is tuple:
        return _list(_reader(args[0]))
    if origin is dict:
        return _mapping(_reader(args[0]), _reader(args[1]))
    if origin in (UnionType, typing.Union):
        (known,) = (arg for arg in args if arg is not NoneType)
        return _optional(_reader(known))
    raise TypeError(f"no reader for {annotation!r}")


def _value_reader(cls: type[Value]) -> Hook:
    fields: dict[str, tuple[str, Hook]] = {}
    ready = False

    def read(given: Any) -> Any:
        nonlocal ready
        if not ready:  # at the first use, since values may hold values of their own kind
            hints = typing.get_type_hints(cls, include_extras=True)
            for spec in dataclasses.fields(cls):  # type: ignore[arg-type]
                fields[kebab(spec.name)] = (spec.name, _reader(hints[spec.name]))
            ready = True
        if not isinstance(given, dict):
            raise NotPlain
        try:
            made = {fields[key][0]: fields[key][1](inner) for key, inner in given.items()}
            return cls(**made)
        except (KeyError, TypeError, ValueError):
            raise NotPlain from None

    return read


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise NotPlain
    return given


def _number(given: Any) -> int:
    if isinstance(given, str) and re.fullmatch(r"[0-9]{1,9}", given):
        return int(given)
    raise NotPlain


def _truth(given: Any) -> bool:
    if given not in ("true", "false"):
        raise NotPlain
    return bool(given == "true")


def _day(given: Any) -> Day:
    if not isinstance(given, str):
        raise NotPlain
    try:
        return Day.parse(given)
    except ValueError:
        raise NotPlain from None


def _literal(words: frozenset[Any]) -> Hook:
    def read(given: Any) -> Any:
        if not isinstance(given, str) or given not in words:
            raise NotPlain
        return given

    return read


def _list(inner: Hook) -> Hook:
    def read(given: Any) -> tuple[Any, ...]:
        if not isinstance(given, list):
            raise NotPlain
        return tuple([inner(one) for one in given])

    return read


def _mapping(key: Hook, inner: Hook) -> Hook:
    def read(given: Any) -> dict[Any, Any]:
        if not isinstance(given, dict):
            raise NotPlain
        return {key(k): inner(v) for k, v in given.items()}

    return read


def _optional(inner: Hook) -> Hook:
    return lambda given: None if given is None else inner(given)


def _compose(inner: Hook, first: Hook) -> Hook:
    return lambda given: inner(first(given))
