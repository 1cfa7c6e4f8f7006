"""A decision and its opinions as CourtListener's rows give them, in the bulk files as in the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from prong.base.drawn import Drawn, Identity, drawn_as, kind_named
from prong.cite.identity import Cite
from prong.dates import Day
from prong.read.reading import read, read_text

#: The columns of text, the preferred first: CourtListener makes the first of the best of the others.
PREFERENCE = (
    "html_with_citations", "html_columbia", "html_lawbox", "xml_harvard", "html_anon_2020", "html",
    "plain_text",
)  # fmt: skip
_STATUS = {"Published": "published", "Unpublished": "unpublished"}
#: CourtListener's kinds of opinion that are words run together or misspelt.
_WORDS = {
    "unamimous": "unanimous",
    "concurrenceinpart": "concurrence-in-part",
    "onthemerits": "on-the-merits",
    "onmotiontostrike": "on-motion-to-strike",
    "trialcourt": "trial-court",
}


def identity_of(
    row: Mapping[str, Any],
    court: str | None,
    docket: str | None,
    cites: Iterable[Cite],
    origin: str,
) -> Identity:
    """A decision as a row of clusters tells it; the API's fields have the same names."""
    caption = row["case_name"] or row.get("case_name_full") or row.get("case_name_short")
    filed = str(row["date_filed"] or "")
    if str(row.get("date_filed_is_approximate")).lower() in ("t", "true"):
        filed = filed[:4]
    try:
        decided = Day.parse(filed) if filed else None
    except ValueError:
        decided = None
    return Identity(
        str(caption or "[no name]").strip(),
        court or None,
        docket or None,
        decided,
        tuple(dict.fromkeys(cites)),
        _STATUS.get(str(row.get("precedential_status")), "unknown"),
        origin,
    )


def text_column(row: Mapping[str, Any]) -> tuple[str, str] | None:
    """The text of an opinion by order of preference, and the column it stands in."""
    return next(((c, str(row[c])) for c in PREFERENCE if str(row.get(c) or "").strip()), None)


def text_drawn(row: Mapping[str, Any], who: Identity, origin: str) -> Drawn | None:
    """What the base keeps of an opinion's row, or nothing where it has no text."""
    found = text_column(row)
    if found is None:
        return None
    column, words = found
    name = f"opinion {row['id']}"
    if column == "plain_text":
        reading = read_text(words, name=name)
    else:
        reading = read(words.encode("utf-8"), name=f"{name}.html")
    by = str(row.get("author_str") or "").strip()
    if str(row.get("per_curiam")).lower() in ("t", "true"):
        by = by or "per curiam"
    return drawn_as(
        reading, who, kind=_WORDS.get(kind_named(str(row["type"])), kind_named(str(row["type"]))),
        author=by or None, origin=origin,
    )  # fmt: skip
