"""Where a file speaks of one of its own parts, and how that changes with the part's id."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from prong.values import Value, frozen
from prong.web.shape import MANY, Path, named, part, spot

#: The parts of a file that others name, by the field they stand in.
KINDS = {"people": "people", "evidence": "evidence", "incidents": "incidents", "acts": "findings"}
_FINDINGS = ("circumstances", "findings", "facts")


@frozen
class Reference:
    """A field that names a part: the part it stands in, and the name as it is written."""

    home: Path
    field: Path
    word: str


def home(root: type[Value], path: Path) -> Path:
    """The innermost part around a field that has a form of its own."""
    for n in range(len(path), 0, -1):
        try:
            at = spot(root, path[:n])
        except Exception:
            continue
        if not at.many and at.field is not None and at.field.kind in MANY:
            return path[:n]
    return ()


def references(root: type[Value], value: Any, at: Path) -> list[Reference]:
    """What elsewhere in a file names the part at a path, so that without it nothing would be named."""
    if len(at) < 2:
        return []
    kind, last = at[-2], at[-1]
    found = []
    for name, means in _means(root, value, at, str(kind), str(last)):
        for path, word in named(root, value, name):
            if path[: len(at)] != at and means(path, word):
                found.append(Reference(home(root, path), path, word))
    return found


Means = Callable[[Path, str], bool]


def _means(
    root: type[Value], value: Any, at: Path, kind: str, last: str
) -> list[tuple[str, Means]]:
    if kind == "acts" or kind in _FINDINGS:
        gone = _words_of(root, value, at)
        if (
            kind in _FINDINGS
        ):  # a word that another finding still answers to is not left without one
            gone -= _others(value, at)
        return [("findings", lambda path, word: path[:2] == at[:2] and word in gone)]
    if kind in KINDS and len(at) == 2:
        found: list[tuple[str, Means]] = [(KINDS[kind], lambda path, word: word == last)]
        return found
    if kind == "holdings":
        own = part(value, root, at).get("id")
        return [("holdings", lambda path, word: word == own)]
    return []


def _words_of(root: type[Value], value: Any, at: Path) -> set[str]:
    """What ``from`` may call an act or a finding."""
    incident = str(at[1])
    if at[-2] == "acts":
        act = str(at[-1])
        gone = {act, f"{incident}/{act}"}
        held = part(value, root, at)
        for kind in ("by", "kind"):
            gone |= {f"{act}/{kind}", f"{incident}/{act}/{kind}"}
            inner = held.get(kind)
            if isinstance(inner, dict) and inner.get("id"):
                gone.add(inner["id"])
        for name in ("facts", "ordered-by", "heard-by"):
            listed = held.get(name)
            for one in listed if isinstance(listed, list) else [listed] if listed else []:
                gone |= _called(one, f"{act}/" if name == "facts" else f"{act}/{name}/", incident)
        return gone
    one = part(value, root, at)
    middle = f"{at[3]}/" if at[-2] == "facts" else ""
    return _called(one, middle, incident)


def _called(one: Any, middle: str, incident: str) -> set[str]:
    held = {"factor": one, "is": one} if isinstance(one, str) else one
    if not isinstance(held, dict):
        return set()
    if held.get("id"):
        return {held["id"], *([held["factor"]] if held.get("factor") else [])}
    word = held.get("factor") or held.get("is") or ""
    whose = f"/{held['person']}" if held.get("person") else ""
    return {
        word,
        *(f"{start}{middle}{word}{end}" for start in ("", f"{incident}/") for end in ("", whose)),
    }


def _others(value: Any, at: Path) -> set[str]:
    """What the other findings of the incident are called by their factors."""
    incident = value["incidents"][at[1]]
    own = value
    for step in at:
        own = own[step]
    homes = [incident, *((incident.get("acts") or {}).values())]
    found: set[str] = set()
    for place in homes:
        for name in _FINDINGS:
            listed = place.get(name) if isinstance(place, dict) else None
            for one in listed if isinstance(listed, list) else []:
                if one is not own:
                    factor = one if isinstance(one, str) else one.get("factor")
                    found.add(str(factor))
    return found


def renamed(root: type[Value], value: Any, at: Path, new: str) -> int:
    """Let what names the part at a path name it by its new id, in place; how many fields do.

    The part itself is still under its old id.
    """
    kind, old = str(at[-2]), str(at[-1])
    changed = 0
    if kind in KINDS and kind != "acts":
        for path, word in list(named(root, value, KINDS[kind])):
            if word == old:
                changed += _put(value, path, word, new)
    if kind in ("acts", "incidents"):
        incident = str(at[1])
        heads = [f"{incident}/{old}", old] if kind == "acts" else [incident]
        for path, word in list(named(root, value, "findings")):
            if path[1] != incident:
                continue
            for head in heads:
                whole = word == head and kind == "acts"
                if whole or word.startswith(f"{head}/"):
                    start = head[: len(head) - len(old)]
                    changed += _put(value, path, word, f"{start}{new}{word[len(head) :]}")
                    break
    return changed


def _put(value: Any, path: Path, old: str, new: str) -> int:
    holder: Any = None
    key: Any = None
    here = value
    for step in path:
        if isinstance(here, str):
            break
        if isinstance(step, int) and not isinstance(here, list):
            continue  # one, written without its list
        holder, key, here = here, step, here[step]
    if isinstance(here, list):
        here[:] = [new if one == old else one for one in here]
    elif here == old:
        holder[key] = new
    return 1
