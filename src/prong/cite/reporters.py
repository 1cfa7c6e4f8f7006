"""Reporters, journals and codes: every way of writing one, and the form it is cited in.

The lists are those of reporters-db. A name is looked up without its white space, so that ``F. 3d``,
``F.3d`` and a name broken over two lines are one.
"""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from prong.values import frozen

#: A jurisdiction, as reporters-db writes it, that comes first only for reports that name the court.
_ONE_COURT = {"us;supreme.court": "Supreme Court of the United States"}


@frozen
class Reporter:
    """A series that citations name.

    ``cite``   its form in a citation: ``F.3d``
    ``kind``   reporter, database (an electronic one), journal, statute or regulation
    ``court``  the name of the court whose reports it is, where a citation need not name it
    """

    cite: str
    kind: str
    court: str | None = None


def squeezed(name: str) -> str:
    """A reporter's name as it is looked up: without white space, with straight apostrophes."""
    return name.replace(" ", "").replace("\n", "").replace("’", "'")


#: Codes that are cited by title, which reporters-db describes by patterns rather than by names.
_CODES = {
    "U.S.C.": ("statute", ("USC", "U.S.Code")),
    "U.S.C.A.": ("statute", ("USCA",)),
    "U.S.C.S.": ("statute", ("USCS", "U.S.C.SUPP.")),
    "C.F.R.": ("regulation", ("CFR",)),
    "Fed. Reg.": ("regulation", ("FR", "F.R.")),
    "Stat.": ("statute", ()),
}


@cache
def reporters() -> dict[str, Reporter]:
    """Every reporter by every squeezed way of writing it. Editions come before variations, and
    reporters before journals, where two are written alike."""
    found: dict[str, Reporter] = {}
    for cite, (kind, others) in _CODES.items():
        for written in (cite, *others):
            found[squeezed(written)] = Reporter(cite, kind)
    entries = [entry for several in _data("reporters.json").values() for entry in several]
    for entry in entries:
        for edition in entry["editions"]:
            found.setdefault(squeezed(edition), _reporter(entry, edition))
    for entry in entries:
        for written, edition in entry["variations"].items():
            found.setdefault(squeezed(written), _reporter(entry, edition))
    for cite, several in _data("journals.json").items():
        for entry in several:
            for written in (cite, *entry["variations"]):
                found.setdefault(squeezed(written), Reporter(cite, "journal"))
    return found


@cache
def first_words() -> frozenset[str]:
    """The first words of all these names, as far as a space may end them."""
    found: set[str] = set()
    for key in reporters():
        for match in re.finditer(r"[.\w](?=[A-Z0-9(&])|$", key):
            found.add(key[: match.end()] or key)
    return frozenset(word[:15].replace("'", mark) for word in found for mark in "'’")


def _reporter(entry: dict[str, Any], edition: str) -> Reporter:
    courts = entry["mlz_jurisdiction"]
    electronic = "LEXIS" in edition or edition == "WL"
    return Reporter(
        edition,
        "database" if electronic else "reporter",
        _ONE_COURT.get(courts[0]) if courts else None,
    )


@cache
def printed() -> dict[str, tuple[date, date]]:
    """The days between which each reporter was printed, the last far off for those still printed."""
    found: dict[str, tuple[date, date]] = {}
    for several in _data("reporters.json").values():
        for entry in several:
            for edition, spec in entry["editions"].items():
                start, end = (
                    spec[name] and date.fromisoformat(spec[name][:10]) for name in ("start", "end")
                )
                found.setdefault(edition, (start or date.min, end or date.max))
    return found


@cache
def abbreviations() -> frozenset[str]:
    """Words of case names that end in a period without ending a sentence."""
    return frozenset(word for word in _data("case_name_abbreviations.json") if word.endswith("."))


@cache
def shortened() -> dict[str, str]:
    """The abbreviation of each word of case names that has one, both in lower case and bare."""
    return {
        word.lower(): short.lower().strip(".")
        for short, words in _data("case_name_abbreviations.json").items()
        for word in words
    }


@cache
def case_words() -> dict[str, str]:
    """How a citation writes each word of case names that it abbreviates (Table 6), by the word in
    lower case; where there are two forms, the first."""
    found: dict[str, str] = {}
    for short, words in _data("case_name_abbreviations.json").items():
        for word in words:
            found.setdefault(word.lower(), short)
    return found


@cache
def states() -> dict[str, str]:
    """The abbreviation of each state by its name."""
    return {name: short for short, name in _data("state_abbreviations.json").items()}


def _data(name: str) -> dict[str, Any]:
    """One of reporters-db's files, without importing the package, which compiles its patterns."""
    spec = find_spec("reporters_db")
    assert spec is not None and spec.origin is not None
    text = (Path(spec.origin).parent / "data" / name).read_text(encoding="utf-8")
    made: dict[str, Any] = json.loads(text)
    return made
