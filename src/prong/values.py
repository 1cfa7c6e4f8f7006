"""The base of every value that a file holds: frozen, strict about fields, kebab-case in YAML."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict


def kebab(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


class Value(BaseModel):
    """A frozen value. Its fields are the words of the YAML file, with hyphens for underscores."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=kebab,
        populate_by_name=True,
        hide_input_in_errors=True,
        defer_build=True,
    )


def keyed(field: str) -> BeforeValidator:
    """Lets a bare word stand for a mapping with one field: ``x`` for ``{factor: x}``."""

    def read(value: Any) -> Any:
        return {field: value} if isinstance(value, str) else value

    return BeforeValidator(read)


def listed() -> BeforeValidator:
    """Lets one thing stand for a list of one."""

    def read(value: Any) -> Any:
        return value if isinstance(value, list | tuple) or value is None else [value]

    return BeforeValidator(read)


Words = Annotated[tuple[str, ...], listed()]
