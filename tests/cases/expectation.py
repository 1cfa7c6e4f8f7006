"""What a file states of an answer, compared with the answer: only what is stated is compared.

A mapping is compared field by field; a list entry by entry, in any order. Instead of a list may
stand ``{has: [...]}`` (these are among it), ``{lacks: [...]}`` (these are not) or ``{count: 3}``,
and for a list of pairs a mapping: ``acts: {praise: basis, order: informs}``. ``{contains: words}``
looks for words in a text, and ``says`` at a determination for sentences of its argument.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

#: What picks out one determination of an answer.
WHOSE = ("plaintiff", "defendant", "claim", "episode")


def differences(stated: dict[str, Any], answer: dict[str, Any]) -> Iterator[str]:
    """Where an answer is not as stated, one line for each place."""
    yield from _compare(stated.get("coverage", {}), answer["coverage"], "coverage")
    wanted = stated["determinations"]
    if isinstance(wanted, dict):
        yield from _compare({"count": wanted["count"]}, answer["determinations"], "determinations")
        wanted = wanted["are"]
    for one in wanted:
        whose = {key: one[key] for key in WHOSE if key in one}
        label = "/".join(str(v) for v in whose.values())
        found = [d for d in answer["determinations"] if not any(_compare(whose, d, ""))]
        if len(found) != 1:
            yield f"{label}: expected one such determination, found {len(found)}"
            continue
        yield from _compare({k: v for k, v in one.items() if k != "says"}, found[0], label)
        said = " ".join(_said(found[0]["because"]))
        yield from (f"{label}: nowhere says {s!r}" for s in one.get("says", ()) if s not in said)


def _said(step: dict[str, Any]) -> Iterator[str]:
    yield step["says"]
    for part in step.get("because", ()):
        yield from _said(part)


def _compare(stated: Any, found: Any, at: str) -> Iterator[str]:
    if isinstance(stated, dict) and isinstance(found, list):
        yield from _compare_list(stated, found, at)
    elif isinstance(stated, dict):
        if "contains" in stated:
            if stated["contains"] not in str(found):
                yield f"{at}: expected {stated['contains']!r} within {found!r}"
        elif not isinstance(found, dict):
            yield f"{at}: expected {_text(stated)}, found {_text(found)}"
        else:
            for key, value in stated.items():
                if key in found:
                    yield from _compare(value, found[key], f"{at} {key}".strip())
                else:
                    yield f"{at} {key}: expected {_text(value)}, found no such field"
    elif isinstance(stated, list):
        if not isinstance(found, list) or not _same(stated, found):
            yield f"{at}: expected {_text(stated)}, found {_text(found)}"
    elif _text(stated) != _text(found):
        yield f"{at}: expected {_text(stated)}, found {_text(found)}"


def _compare_list(stated: dict[str, Any], found: list[Any], at: str) -> Iterator[str]:
    if not stated.keys() & {"has", "lacks", "count"}:
        pairs = {_text(first): second for first, second in (entry.values() for entry in found)}
        if stated.keys() != pairs.keys():
            yield f"{at}: expected {_text(stated)}, found {_text(pairs)}"
        else:
            yield from _compare(stated, pairs, at)
        return
    for one in stated.get("has", ()):
        if not any(_alike(one, entry) for entry in found):
            yield f"{at}: expected {_text(one)} among {_text(found)}"
    for one in stated.get("lacks", ()):
        if any(_alike(one, entry) for entry in found):
            yield f"{at}: did not expect {_text(one)} among {_text(found)}"
    if "count" in stated and _text(stated["count"]) != str(len(found)):
        yield f"{at}: expected {stated['count']}, found {len(found)}: {_text(found)}"


def _same(stated: list[Any], found: list[Any]) -> bool:
    """Whether each entry stated has one of its own among those found, and none is left over."""
    left = list(found)
    for one in stated:
        match = next((n for n, entry in enumerate(left) if _alike(one, entry)), None)
        if match is None:
            return False
        del left[match]
    return not left


def _alike(stated: Any, found: Any) -> bool:
    return not any(_compare(stated, found, ""))


def _text(value: Any) -> str:
    """A value as YAML would write it, so that 1 and 'true' in a file are 1 and True in an answer."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(map(_text, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{k}: {_text(v)}' for k, v in value.items())}}}"
    return str(value)
