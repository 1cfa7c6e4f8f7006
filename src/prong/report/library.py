"""The law library shown: its lists, and one entry whole."""

from __future__ import annotations

import textwrap
from typing import Any

from prong.decide.reach import in_order
from prong.faults import SeveralFault, WordFault, nearest
from prong.law.library import Library
from prong.values import plain

KINDS = ("authorities", "doctrines", "factors", "scopes", "forums", "courts", "examples")

Row = tuple[str, ...]


def listing(library: Library, what: str) -> list[Row]:
    """A list as rows, the head first."""
    match what:
        case "authorities":
            rows: list[Row] = [("id", "citation", "court", "decided", "holdings", "coded")]
            for key, a in sorted(library.authorities.items(), key=lambda kv: (kv[1].court, kv[0])):
                constrain = sum(a.coding(h).constrains for h in a.holdings)
                held = f"{len(a.holdings)} ({constrain} constrain)" if a.holdings else ""
                rows.append((key, a.citation, a.court, str(a.decided), held, a.coded.from_))
        case "doctrines":
            rows = [("id", "name", "issues", "rules")]
            for key, d in library.doctrines.items():
                rows.append((key, d.name, ", ".join(d.issues), str(len(d.rules))))
        case "factors":
            rows = [("id", "side", "kind", "bears on", "says")]
            for key, f in library.factors.factors.items():
                rows.append((key, f.side, f.kind, f"{f.doctrine}: {', '.join(f.issues)}", f.says))
        case "scopes":
            rows = [("id", "under", "says")]
            for key, s in library.factors.scopes.items():
                rows.append((key, ", ".join(s.parents), s.says))
        case "forums":
            rows = [("id", "name", "burden on prong two", "coded")]
            for key, forum in sorted(library.forums.items(), key=lambda kv: in_order(kv[0])):
                burden = forum.burden[-1] if forum.burden else None
                rows.append(
                    (
                        key,
                        library.courts.courts[key].name,
                        burden.on if burden else "",
                        forum.sources[-1].coded.from_,
                    )
                )
        case "courts":
            rows = [("id", "cite", "under", "name")]
            for key, c in library.courts.courts.items():
                rows.append((key, c.cite, c.under[-1].court if c.under else "", c.name))
        case "examples":
            from prong.record.load import examples

            rows = [("name", "file"), *((k, p.name) for k, p in examples().items())]
        case _:
            raise WordFault(
                "There is no such list.",
                found=what,
                expected=f"one of {', '.join(KINDS)}",
                nearest=nearest(what, KINDS),
            )
    return rows


def entry(library: Library, name: str) -> dict[str, Any]:
    """One entry of the library as plain values; an authority also by short name or citation."""
    rooms: dict[str, dict[str, Any]] = {
        "doctrine": dict(library.doctrines),
        "factor": library.factors.factors,
        "scope": dict(library.factors.scopes),
        "court": dict(library.courts.courts),
    }
    if name not in library.authorities:
        for kind, words in rooms.items():
            if name in words:
                shown = {kind: name} | plain(words[name])
                if kind == "court" and name in library.forums:
                    shown["forum"] = plain(library.forums[name])
                return shown
        known = [*library.authorities, *(w for words in rooms.values() for w in words)]
        try:
            authority = library.authority(name)
        except SeveralFault:
            raise
        except WordFault as fault:
            raise WordFault(
                "The library holds nothing of this name.",
                found=name,
                expected="an id (see prong library list)",
                nearest=fault.nearest or nearest(name, known),
            ) from None
        name = library.id_of(authority)
    found = library.authorities[name]
    treated = [
        {"by": library.id_of(a), "how": t.how, "pin": t.pin, "says": t.says}
        for a in library.authorities.values()
        for t in a.treats
        if t.authority == name
    ]
    return {"id": name} | plain(found) | ({"treated": treated} if treated else {})


def told(value: dict[str, Any], width: int) -> str:
    """Plain values as indented text."""
    return "\n".join(_lines(value, width, 0)) + "\n"


def _lines(value: Any, width: int, indent: int) -> list[str]:
    lines: list[str] = []
    pad = " " * indent
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, dict | list) and inner:
                lines += [f"{pad}{key}:", *_lines(inner, width, indent + 2)]
            else:
                lines += textwrap.wrap(
                    f"{key}: {inner}", max(40, width - indent), initial_indent=pad,
                    subsequent_indent=pad + "  ",
                )  # fmt: skip
    else:
        for inner in value:
            if isinstance(inner, dict):
                made = _lines(inner, width, indent + 2)
                made[0] = f"{pad}- {made[0].lstrip()}"
                lines += made
            else:
                lines.append(f"{pad}- {inner}")
    return lines
