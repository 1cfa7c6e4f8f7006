"""Courts as citations name them: ``9th Cir.``, ``C.A.9``, ``E.D. Cal.``; with their ids.

The names and ids are those of courts-db, which are CourtListener's.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

#: ``CA9`` and ``C.A.9``, as the Supreme Court cites the courts of appeals.
_APPEALS = re.compile(
    r"C\.?A\.?(\d{1,2})(?:st|nd|rd|th|d)?(?:Cir\.?)?|CA(DC|Fed)|C\.A\.(D\.?C|Fed)\.?"
)
#: A department or district of a state's court of appeal, which precedes or follows its name.
_DIVISION = re.compile(
    r"(?:,?(?:\d+(?:st|nd|rd|d|th)|First|Second|Third|Fourth|Fifth)(?:Dept|Dist|Div))"
)
#: Forms in use that courts-db lacks or gives to another court, beside the form it has.
_ALSO = {
    "CAFed": "Fed. Cir.",
    "Dept": "N.Y. App. Div.",
    "CalApp": "Cal. Ct. App.",
    "NY": "N.Y.",
    "Ore": "Or.",
    "DOre": "D. Or.",
    "USAppDC": "D.C. Cir.",
    "OhioSt": "Ohio",
}
_MONTH = re.compile(r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\d{0,2},?$")


@cache
def _courts() -> tuple[dict[str, str], dict[str, str]]:
    """The ids of courts by their squeezed form in a citation, and by their whole name."""
    spec = find_spec("courts_db")
    assert spec is not None and spec.origin is not None
    path = Path(spec.origin).parent / "data" / "courts.json"
    cited: dict[str, str] = {}
    named: dict[str, str] = {}
    cited[_squeezed("D.C.")] = "dc"  # courts-db gives the form to a court that is not cited
    cited[_squeezed("M.D. Pa.")] = "pamd"  # and has none for this one
    courts = json.loads(path.read_text(encoding="utf-8"))
    courts.sort(key=lambda court: court["level"] != "colr")  # of two, the court of last resort
    for court in courts:
        if court["citation_string"]:
            cited.setdefault(_squeezed(court["citation_string"]), court["id"])
        named.setdefault(court["name"], court["id"])
    return cited, named


def _squeezed(text: str) -> str:
    return re.sub(r"(?<=\d)(?:nd|rd)", "d", re.sub(r"[\s.’']", "", text).lower())


def named(name: str) -> str | None:
    """The id of the court of this whole name."""
    return _courts()[1].get(name)


@lru_cache(maxsize=4096)
def cited(words: str) -> str | None:
    """The id of the court that a citation's parenthetical names (without the year), or None.

    ``words`` may end in a month and day, as in ``S.D.N.Y. May 5, ``.
    """
    text = _MONTH.sub("", re.sub(r"\s+", "", words)).rstrip(",")
    if not text:
        return None
    cited_, _named = _courts()
    appeals = _APPEALS.fullmatch(text)
    if appeals:
        number, *letters = appeals.groups()
        tail = number or next(filter(None, letters)).replace(".", "")
        return cited_.get(_squeezed(_ordinal(tail) if number else f"{tail}Cir"))
    text = re.sub(r"[.’']", "", text)
    whole = _DIVISION.sub("", text) or re.sub(r"^\d*(?:st|nd|rd|th|d)?", "", text)
    appeal = whole if "Ct" in whole else whole.replace("App", "CtApp")
    ordinal = re.sub(r"^(\d{1,2})Cir$", lambda match: _ordinal(match.group(1)), text)
    for form in (text, whole, appeal, ordinal):
        found = cited_.get(_squeezed(_ALSO.get(form, form)))
        if found is not None:
            return found
    return None


def _ordinal(number: str) -> str:
    tail = {"1": "st", "2": "d", "3": "d"}.get(number, "th")
    return f"{number}{tail}Cir"


def name_of(court: str) -> str:
    """The whole name of a court by its id, or the id where courts-db has none."""
    return _names().get(court, court)


@cache
def _names() -> dict[str, str]:
    return {court: name for name, court in reversed(_courts()[1].items())}
