"""A reading told to a person: what the document is, what it cites and where, what is unclear."""

from __future__ import annotations

import textwrap
from collections import Counter

from prong.faults import printable
from prong.read.authorities import Authority, table, unresolved
from prong.read.reading import Reading

_KINDS = {
    "full": "full case citation",
    "short": "short form",
    "id": "Id.",
    "supra": "supra",
    "name": "case named alone",
    "statute": "statute",
    "section": "bare section",
    "constitution": "constitution",
    "rule": "rule",
    "regulation": "regulation",
    "manual": "policy manual",
    "record": "record cite",
    "docket": "docket number",
    "database": "WL or LEXIS",
    "journal": "journal",
    "treatise": "treatise",
}


def text(reading: Reading, width: int = 92) -> str:
    """The text output of ``prong read``."""
    lines = [*_about(reading, width), "", *_counted(reading, width), ""]
    groups = table(reading)
    if groups:
        lines += ["TABLE OF AUTHORITIES", ""]
    for group in groups:
        lines.append(group.title)
        for authority in group.authorities:
            lines += _row(authority, width)
        lines.append("")
    lines += _unclear(reading, width)
    return "\n".join(printable(line) if line else line for line in lines).rstrip() + "\n"


def _about(reading: Reading, width: int) -> list[str]:
    front = reading.front
    said = [
        ("", front.caption or reading.name),
        ("Court", front.court_name),
        ("Docket", ", ".join(front.docket)),
        ("Dates", "; ".join(f"{what} {day}" for what, day in front.dates)),
        ("Panel", ", ".join(front.panel)),
        (
            "Opinions",
            "; ".join(
                f"{o.kind.replace('-', ' ')}{f' by {o.author}' if o.author else ''}"
                for o in front.opinions
            ),
        ),
        ("Remark", " ".join(reading.source.remarks)),
    ]
    return [
        line
        for label, what in said
        if what
        for line in textwrap.wrap(
            f"{label}: {what}" if label else what, width, subsequent_indent="  "
        )
    ]


def _counted(reading: Reading, width: int) -> list[str]:
    kinds = Counter(citation.kind for citation in reading.citations)
    told = ", ".join(
        f"{kinds[kind]} {_plural(name, kinds[kind])}"
        for kind, name in _KINDS.items()
        if kinds[kind]
    )
    attributed = sum(1 for q in reading.quotations if q.attributed_to)
    nested = sum(1 for citation in reading.citations if citation.inside)
    total = len(reading.citations)
    if not total:
        return ["No citations."]
    quoted, notes = len(reading.quotations), len(reading.footnotes)
    sentence = (
        f"{total} {_plural('citation', total)} ({told}; {nested} nested); {quoted} "
        f"{_plural('quotation', quoted)}, {attributed} of them attributed to an authority; "
        f"{notes} {_plural('footnote', notes)}."
    )
    return textwrap.wrap(sentence, width)


def _plural(name: str, number: int) -> str:
    if number == 1 or name in ("Id.", "supra", "WL or LEXIS"):
        return name
    if name == "case named alone":
        return "cases named alone"
    return name + "s"


def _row(authority: Authority, width: int) -> list[str]:
    name = f"{authority.name}, " if authority.name else ""
    year = f" ({authority.year})" if authority.year else ""
    what = f"{name}{', '.join((authority.cite, *authority.parallel))}{year}"
    count = len(authority.citations)
    if authority.passim:
        where = "passim"
    elif authority.pages:
        where = ", ".join(authority.pages)
    else:
        where = f"{count} {_plural('time', count)}"
    wrapped = textwrap.wrap(
        what, max(24, width - len(where) - 8), initial_indent="  ", subsequent_indent="    "
    )
    last = wrapped[-1]
    dots = width - len(last) - len(where) - 2
    wrapped[-1] = f"{last} {'.' * max(3, dots)} {where}"
    return wrapped


def _unclear(reading: Reading, width: int) -> list[str]:
    found = list(unresolved(reading))
    doubted = [citation for citation in reading.citations if citation.doubt]
    if not found and not doubted:
        return []
    lines = ["NOT CLEAR WHAT IS CITED", ""]
    for citation in [*found, *doubted]:
        where = f"page {citation.page}" if citation.page else f"character {citation.span[0]}"
        note = f", note {citation.footnote}" if citation.footnote else ""
        words = citation.text if len(citation.text) < 60 else citation.text[:57] + "..."
        lines += textwrap.wrap(
            f"{words} ({where}{note}): {citation.unresolved or citation.doubt}",
            width,
            initial_indent="  ",
            subsequent_indent="    ",
        )
    return [*lines, ""]
