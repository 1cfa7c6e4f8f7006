"""JSON Schema for the files people write, and for the JSON answer."""

from __future__ import annotations

from typing import Any

from prong.faults import WordFault, nearest


def schema(of: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a kind of file or of the answer."""
    from pydantic import TypeAdapter

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
    kinds = ["case", *names, "analysis", "reading"]
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
    else:
        model = Record if of == "case" else ROOMS[names[of]]
        made = adapter(model).json_schema(by_alias=True)
        made = _as_written(made)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


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
