"""YAML files into plain values with a line for each; models checked against them; safe writing.

A case file is untrusted. It is read from libyaml's events, never composed: tags, anchors,
aliases, duplicate keys, more than one document, depth over 32 and files over 4 MiB are refused,
and every scalar stays a string.
"""

from __future__ import annotations

import dataclasses
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from prong.faults import FieldFault, FileFault, Place, nearest, raise_all
from prong.values import NotPlain, Value, adapter, build, kebab

if TYPE_CHECKING:
    from pydantic import ValidationError

Model = TypeVar("Model", bound=Value)

#: What each kind of fault of form expected, in plain words.
EXPECTED = {
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "string_type": "plain text",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "dataclass_type": "a mapping",
}

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 32

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, eq=False)
class Document:
    """A parsed file: plain values (dict, list, str) and the line of each by its path."""

    file: str
    value: Any
    lines: Mapping[Path_, int] = field(default_factory=dict)

    def place(self, path: Iterable[str | int] = ()) -> Place:
        """The place of a path; of a path that is not in the file, of its nearest ancestor."""
        wanted = tuple(path)
        known = wanted
        while known and known not in self.lines:
            known = known[:-1]
        return Place(self.file, self.lines.get(known), ".".join(map(str, wanted)) or None)


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a file of at most ``limit`` bytes; its size is checked before it is read."""
    try:
        if path.is_dir():
            raise FileFault("This is a folder; a file was expected.", place=Place(str(path)))
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except FileNotFoundError:
        raise FileFault("There is no such file.", place=Place(str(path))) from None
    except OSError as error:
        raise FileFault(
            f"The file cannot be read: {error.strerror}.", place=Place(str(path))
        ) from None
    if len(data) > limit:
        raise FileFault(
            "The file is larger than Prong reads.",
            place=Place(str(path)),
            found=f"more than {limit:,} bytes",
            expected=f"at most {limit:,} bytes",
        )
    return data


def read_yaml(path: Path, *, name: str | None = None) -> Document:
    """Read one YAML file; ``name`` is what faults call it."""
    return parse_yaml(read_bytes(path), name or str(path))


def parse_yaml(data: bytes | str, name: str) -> Document:
    """Parse YAML text into plain values, or raise a FileFault that says where it goes wrong."""
    import yaml

    text = data if isinstance(data, str) else _decoded(data, name)
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return _Builder(name).build(yaml.parse(text, Loader=loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or "it cannot be parsed"
        raise FileFault(
            f"The file is not well-formed YAML: {problem}.",
            place=Place(name, mark.line + 1 if mark else None),
        ) from None
    except yaml.YAMLError as error:
        raise FileFault(
            f"The file is not well-formed YAML: {str(error).splitlines()[0]}.", place=Place(name)
        ) from None


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileFault(
            "The file is not UTF-8 text.", place=Place(name, line), expected="UTF-8"
        ) from None


class _Builder:
    """Builds plain values from parser events, with an explicit stack and a depth limit."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path_, int] = {}

    def refuse(self, event: Any, sentence: str, **detail: str) -> FileFault:
        return FileFault(sentence, place=Place(self.name, event.start_mark.line + 1), **detail)

    def build(self, events: Iterable[Any]) -> Document:
        root: list[Any] = []
        # Each frame: (container, path, pending key or None)
        stack: list[list[Any]] = []
        documents = 0
        for event in events:
            kind = type(event).__name__
            if kind in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
                continue
            if kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    raise self.refuse(event, "The file holds more than one YAML document.")
                continue
            if kind == "AliasEvent" or getattr(event, "anchor", None):
                raise self.refuse(event, "YAML anchors and aliases are not accepted.")
            if kind in ("MappingEndEvent", "SequenceEndEvent"):
                stack.pop()
                continue
            if event.tag is not None:
                tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")
                raise self.refuse(
                    event,
                    "YAML tags are not accepted.",
                    found=tag,
                    expected="a value without a tag",
                )
            value: Any
            if kind == "ScalarEvent":
                # A key with nothing after it is a missing value, not an empty text.
                value = None if event.value == "" and not event.style else event.value
            else:
                value = {} if kind == "MappingStartEvent" else []
            line = event.start_mark.line + 1
            if not stack:
                if value is None or (isinstance(value, str) and not value.strip()):
                    break
                root.append(value)
                path: Path_ = ()
                self.lines[path] = line
            else:
                frame = stack[-1]
                if isinstance(frame[0], dict) and frame[2] is None:
                    if not isinstance(value, str):
                        raise self.refuse(event, "A mapping's key must be plain text.")
                    if value in frame[0]:
                        raise self.refuse(
                            event, "This key stands twice in one mapping.", found=value
                        )
                    frame[2] = value
                    self.lines[(*frame[1], value)] = line
                    continue
                if isinstance(frame[0], dict):
                    path = (*frame[1], frame[2])
                    frame[0][frame[2]] = value
                    frame[2] = None
                else:
                    path = (*frame[1], len(frame[0]))
                    frame[0].append(value)
                    self.lines[path] = line
            if isinstance(value, dict | list):
                if len(stack) >= MAX_DEPTH:
                    raise self.refuse(event, f"The file is nested deeper than {MAX_DEPTH} levels.")
                stack.append([value, path, None])
        if not root:
            raise FileFault("The file is empty.", place=Place(self.name))
        return Document(self.name, root[0], self.lines)


def check(document: Document, model: type[Model]) -> Model:
    """The value of a document; every field at fault is reported with its line."""
    if not isinstance(document.value, dict):
        raise FieldFault(
            "The file must be a mapping of fields to values.",
            place=document.place(),
            found="a list" if isinstance(document.value, list) else "plain text",
            expected=f"the fields {', '.join(_words(model))}",
        )
    try:
        return build(model, document.value)
    except NotPlain:
        pass
    from pydantic import ValidationError

    try:
        return adapter(model).validate_python(document.value)
    except ValidationError as error:
        raise_all(list(_field_faults(error, document, model)))
        raise


def _field_faults(
    error: ValidationError, document: Document, model: type[Value]
) -> Iterable[FieldFault]:
    for detail in error.errors(include_url=False, include_context=True):
        path = tuple(detail["loc"])
        place = document.place(path)
        found = _show(detail.get("input"))
        match detail["type"]:
            case "missing":
                yield FieldFault("A field is missing.", place=place, expected=str(path[-1]))
            case "extra_forbidden" | "unexpected_keyword_argument":
                words = _words(_model_at(model, path[:-1]) or model)
                yield FieldFault(
                    "There is no such field here.",
                    place=place,
                    found=str(path[-1]),
                    expected=f"one of {', '.join(words)}",
                    nearest=nearest(str(path[-1]), words),
                )
            case "literal_error":
                expected = str(detail["ctx"]["expected"])
                words = expected.split("'")[1::2]
                yield FieldFault(
                    "The word is not one of those allowed here.",
                    place=place,
                    found=found,
                    expected=f"one of {', '.join(words)}",
                    nearest=nearest(str(detail.get("input")), words),
                )
            case _:
                message = EXPECTED.get(detail["type"]) or str(detail["msg"])
                message = message.removeprefix("Value error, ").removeprefix("expected ")
                yield FieldFault(
                    "The value has the wrong form.", place=place, found=found, expected=message
                )


def _show(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = "" if value is None else str(value)
    return "nothing" if text == "" else text if len(text) <= 60 else text[:57] + "..."


def _words(model: type[Value]) -> list[str]:
    return [kebab(spec.name) for spec in dataclasses.fields(model)]  # type: ignore[arg-type]


def _model_at(model: type[Value], path: Path_) -> type[Value] | None:
    """The kind of value that stands at a path of fields, lists and mappings."""
    here: Any = model
    for step in path:
        if _is_value(here):
            hints = get_type_hints(here)
            here = {kebab(name): hint for name, hint in hints.items()}.get(str(step))
        else:
            inner = [part for part in get_args(here) if part not in (type(None), Ellipsis)]
            here = inner[-1] if inner else None
        while get_origin(here) in (Union, UnionType):
            here = next(part for part in get_args(here) if part is not type(None))
    return here if _is_value(here) else None


def _is_value(thing: Any) -> bool:
    return isinstance(thing, type) and issubclass(thing, Value)


def write(path: Path, text: str) -> None:
    """Write a whole file or nothing: to a temporary file beside it, then renamed over it."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write a whole file or nothing. A link is written through; a pipe or device is written to."""
    parts = [data] if isinstance(data, bytes) else data
    temporary: str | None = None
    try:
        path = path.resolve()
        if path.exists() and not path.is_file():
            with path.open("wb") as stream:
                stream.writelines(parts)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(parts)
            stream.flush()
            os.fsync(stream.fileno())
        # mkstemp makes files private; a written file has the usual mode.
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(0o666 & ~mask)
        Path(temporary).replace(path)
        temporary = None
    except OSError as error:
        raise FileFault(
            f"The file cannot be written: {error.strerror}.", place=Place(str(path))
        ) from None
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
