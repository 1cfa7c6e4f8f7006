"""JSON Schema for the files people write, and for the JSON answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prong.faults import WordFault, nearest

if TYPE_CHECKING:
    from prong.law.library import Library


def schema(of: str, words: Library | None = None) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a kind of file or of the answer.

    With a library's ``words`` the schema lists its factors, scope terms, doctrines, authorities and
    courts wherever one is to be named, so that an editor completes them.
    """
    from pydantic import TypeAdapter

    from prong.coding.agreement import SecondReading
    from prong.coding.outcome import Outcome
    from prong.decide.factorfile import FactorBase
    from prong.law.library import ROOMS
    from prong.read.contract import schema as reading
    from prong.record.case import Record
    from prong.report.contract import AnalysisJson
    from prong.values import adapter

    names = {
        "authority": "authorities",
        "doctrine": "doctrines",
        "adoption": "doctrines/adoption",
        "factors": "factors",
        "forum": "forums",
        "courts": "courts",
        "procedure": "procedure",
        "retractions": "retractions",
    }
    others = {
        "case": Record,
        "outcome": Outcome,
        "second-reading": SecondReading,
        "factor-base": FactorBase,
    }
    kinds = [*others, *names, "analysis", "reading", "casebase", "check"]
    if of not in kinds:
        raise WordFault(
            "There is no schema of this name.",
            found=of,
            expected=f"one of {', '.join(kinds)}",
            nearest=nearest(of, kinds),
        )
    if of == "analysis":
        made = TypeAdapter(AnalysisJson).json_schema(mode="serialization")
    elif of == "reading":
        made = reading()
    elif of == "casebase":
        from prong.report.casebase import Answer

        made = TypeAdapter(Answer).json_schema(mode="serialization")
    elif of == "check":
        from prong.report.check.contract import schema as checking

        made = checking()
    else:
        model = others[of] if of in others else ROOMS[names[of]]
        made = adapter(model).json_schema(by_alias=True)
        made = _as_written(made)
        if words is not None:
            made = _with_words(made, _words(words))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


#: Which words of a library a field names.
_NAMES = {
    "factor": "factors",
    "reason": "factors",
    "despite": "factors",
    "facts": "factors",
    "circumstances": "factors",
    "findings": "factors",
    "parents": "factors",
    "accept": "factors",
    "reject": "factors",
    "scope": "scopes",
    "doctrine": "doctrines",
    "authority": "authorities",
    "court": "courts",
    "forum": "courts",
}


def _words(library: Library) -> dict[str, list[str]]:
    return {
        "factors": list(library.factors.factors),
        "scopes": list(library.factors.scopes),
        "doctrines": list(library.doctrines),
        "authorities": list(library.authorities),
        "courts": list(library.courts.courts),
    }


def _with_words(schema: dict[str, Any], words: dict[str, list[str]]) -> dict[str, Any]:
    """A schema in which every field of a part that names words of the library lists them. The head
    of a file names what it defines, so its own fields stay free, but for the court."""
    parts = schema.get("$defs", {})
    made = {key: _named(part, words, _NAMES) for key, part in parts.items()}
    head = _named(schema, words, {"court": "courts", "forum": "courts"})
    return {**head, "$defs": made} if made else head


def _named(part: Any, words: dict[str, list[str]], names: dict[str, str]) -> Any:
    if not isinstance(part, dict) or "properties" not in part:
        return part
    fields = {
        name: _listing(field, words[names[name]]) if name in names else field
        for name, field in part["properties"].items()
    }
    return {**part, "properties": fields}


def _listing(field: Any, words: list[str]) -> Any:
    """A field with its strings limited to some words, also as the items of a list."""
    if isinstance(field, list):
        return [_listing(one, words) for one in field]
    if not isinstance(field, dict):
        return field
    made = {k: _listing(v, words) if k in ("anyOf", "items") else v for k, v in field.items()}
    if made.get("type") == "string" and "enum" not in made:
        made["enum"] = words
    return made


def _as_written(schema: Any) -> Any:
    """A schema that also takes numbers and truths as the text they are written as: Prong reads
    every scalar of a file as text, an editor may not."""
    if isinstance(schema, list):
        return [_as_written(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _as_written(part) for key, part in schema.items()}
    match made.get("type"):
        case "boolean":
            made.pop("type")
            made["enum"] = [True, False, "true", "false"]
        case "integer":
            made["type"] = ["integer", "string"]
            made["pattern"] = "^[0-9]+$"
    return made
