"""The authority base shown: in figures, one opinion's card, and what a search found."""

from __future__ import annotations

import dataclasses
import textwrap
from collections.abc import Iterable
from typing import Any

from prong.base.card import Absent, Card, Coded
from prong.base.citator import Treated
from prong.base.coverage import Info, Volume
from prong.base.held import Opinion, Writing
from prong.base.search import Excerpt, Found
from prong.cite import courts
from prong.dates import Day
from prong.faults import printable
from prong.report.phrases import plural
from prong.values import frozen

#: A volume's runs are listed up to so many.
_RUNS = 4
#: A card shows so many descriptions.
_DESCRIBED = 4


def info_json(found: Info) -> Any:
    """The JSON of ``prong base info``."""
    return {"schema": "prong/base-info/1", **as_json(found)}


def card_json(found: tuple[Card, ...] | Absent) -> Any:
    """The JSON of ``prong base show``: the cards, or what is known of a citation not held."""
    if isinstance(found, Absent):
        return {"schema": "prong/base-card/1", "cards": [], "absent": as_json(found)}
    return {"schema": "prong/base-card/1", "cards": as_json(found), "absent": None}


def search_json(found: Found) -> Any:
    """The JSON of ``prong base search``."""
    return {"schema": "prong/base-search/1", **as_json(found)}


def as_json(value: Any) -> Any:
    """A frozen value as plain data: fields by their names, days as they are written."""
    if isinstance(value, Day):
        return str(value)
    if isinstance(value, Coded):
        return {"id": value.id, "holdings": [holding.id for holding in value.holdings]}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: as_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(key): as_json(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [as_json(inner) for inner in value]
    return value


# In figures


def info(found: Info, width: int, *, volumes: bool = False) -> str:
    """The text of ``prong base info``."""
    lines = [
        f"Base: {found.where}",
        f"{plural(found.opinions, 'decision')} in {plural(found.writings, 'text')}"
        f" ({found.characters:,} characters), reported at {plural(found.citations, 'citation')}.",
    ]
    if found.earliest:
        lines.append(f"Decided from {found.earliest} to {found.latest}.")
    if found.citings:
        share = round(100 * found.resolved / found.citings)
        lines.append(
            f"{found.citings:,} citings of other decisions, {share}% of them to decisions held."
        )
    if found.remarks:
        lines.append(f"{plural(found.remarks, 'remark')} on sources that do not agree.")
    if found.courts:
        told = ", ".join(f"{court} {number:,}" for court, number in found.courts)
        lines += textwrap.wrap(f"Courts: {told}", width, subsequent_indent="  ")
    lines.append("")
    if not found.volumes:
        return "\n".join([*lines, "No volume of any reporter is held."]) + "\n"
    lines.append("COVERAGE")
    lines += ["", *(_reporters(found.volumes) if not volumes else _volumes(found.volumes, width))]
    if not volumes:
        lines += ["", "prong base info --volumes lists the pages of each volume."]
    return "\n".join(lines) + "\n"


@frozen
class Reporter:
    """What is held of a reporter: which volumes, how many of them whole, how many decisions, and how
    many pages are known of those between the first and the last held of each volume."""

    name: str
    volumes: str
    whole: int
    decisions: int
    pages: int
    span: int


def reporters(volumes: Iterable[Volume]) -> list[Reporter]:
    """The volumes held, reporter by reporter."""
    by: dict[str, list[Volume]] = {}
    for volume in volumes:
        by.setdefault(volume.reporter, []).append(volume)
    made: list[Reporter] = []
    for name, mine in by.items():
        first, last = mine[0].volume, mine[-1].volume
        where = f"volume {first}" if first == last else f"{len(mine)} volumes, {first} to {last}"
        made.append(
            Reporter(
                name,
                where,
                sum(v.whole for v in mine),
                sum(v.decisions for v in mine),
                sum(v.pages for v in mine),
                sum(v.last - v.first + 1 for v in mine),
            )
        )
    return made


def _reporters(volumes: Iterable[Volume]) -> list[str]:
    return [
        f"  {r.name}: {r.volumes}{f', {r.whole} whole' if r.whole else ''};"
        f" {plural(r.decisions, 'decision')};"
        f" {r.pages:,} pages known of the {r.span:,} between the first and the last held"
        for r in reporters(volumes)
    ]


def _volumes(volumes: Iterable[Volume], width: int) -> list[str]:
    lines: list[str] = []
    for v in volumes:
        line = f"{v.volume} {v.reporter}: {plural(v.decisions, 'decision')}; {pages_known(v)}"
        lines += textwrap.wrap(line, width, initial_indent="  ", subsequent_indent="      ")
    return lines


def pages_known(volume: Volume) -> str:
    """The pages of a volume on which nothing unknown begins."""
    if volume.whole:
        return "whole"
    runs = ", ".join(f"{a}-{b}" if a != b else str(a) for a, b in volume.runs[:_RUNS])
    more = f" and {len(volume.runs) - _RUNS} more" if len(volume.runs) > _RUNS else ""
    return f"pages {runs}{more}"


# A card


def card(found: tuple[Card, ...] | Absent, width: int) -> str:
    """The text of ``prong base show``."""
    if isinstance(found, Absent):
        lines = _absent(found, width)
    else:
        lines = []
        for one in found:
            lines += [*_card(one, width), ""]
    return "\n".join(printable(line) if line else line for line in lines).rstrip() + "\n"


def named(opinion: Opinion) -> str:
    """A decision in one line: its caption, its first citation, its court and year."""
    year = opinion.decided.first.year if opinion.decided else None
    place = " ".join(str(part) for part in (opinion.court, year) if part)
    cite = opinion.cites[0] if opinion.cites else opinion.docket and f"No. {opinion.docket}"
    return ", ".join(filter(None, (opinion.caption, cite))) + (f" ({place})" if place else "")


def _card(one: Card, width: int) -> list[str]:
    opinion = one.opinion
    lines = textwrap.wrap(opinion.caption, width)
    decided = opinion.decided.spoken() if opinion.decided else None
    court = courts.name_of(opinion.court) if opinion.court else None
    for label, what in (
        ("Reported", "; ".join(reported(opinion))),
        ("Court", court),
        ("Docket", opinion.docket),
        ("Decided", decided),
        ("Status", opinion.status),
        ("Texts", "; ".join(map(writing_line, opinion.writings))),
    ):
        if what:
            lines += textwrap.wrap(f"{label}: {what}", width, subsequent_indent="  ")
    for remark in one.remarks:
        lines += textwrap.wrap(f"Remark: {remark}", width, subsequent_indent="  ")
    worst = one.worst
    if worst:
        lines += ["", "AGAINST IT, THE LATEST FIRST"]
        lines += [line for t in worst[:5] for line in _treated(t, width)]
        if len(worst) > 5:
            lines.append(f"  ... and {len(worst) - 5} more.")
    for head, some in (
        ("HISTORY", [t for t in one.history if not t.negative]),
        ("OTHERWISE", [t for t in one.treatments if not t.negative and t.form != "history clause"]),
    ):
        if some:
            lines += ["", head, *(line for t in some[:5] for line in _treated(t, width))]
    if one.descriptions:
        lines += ["", "DESCRIBED"]
    for t in one.descriptions[:_DESCRIBED]:
        lines += textwrap.wrap(
            f"{t.passage} ({named(t.said_by)})",
            width,
            initial_indent="  ",
            subsequent_indent="    ",
        )
    lines += ["", "CITED BY"]
    if not one.cited_by:
        lines.append("  No decision held cites it.")
    for citing in one.cited_by:
        how = f", {citing.signal}" if citing.signal else ""
        lines += textwrap.wrap(
            f"{named(citing.opinion)}: {plural(citing.depth, 'time')}{how}",
            width,
            initial_indent="  ",
            subsequent_indent="    ",
        )
    if one.others:
        lines.append(f"  ... and {one.others} more.")
    return [*lines, *_holdings(one.coded, width)]


def reported(opinion: Opinion) -> Iterable[str]:
    """Each citation of a decision, with the page it runs to where that is known."""
    for place in opinion.reported:
        yield place.cite + (f" to {place.last}" if place.last else "")


def writing_line(writing: Writing) -> str:
    """A writing in a line: its kind, its author, whose pages are marked in it."""
    by = f" by {writing.author}" if writing.author else ""
    marked = sorted(writing.reporters())
    pages = f", pages of {', '.join(marked)}" if marked else ""
    return f"{writing.kind}{by}{pages}{', retyped' if writing.retyped else ''}"


def treated_how(t: Treated) -> str:
    """What is said to have befallen a decision, how far, and by which."""
    how = t.kind.replace("-", " ") if t.weight == "stated" else f"signal of doubt ({t.words})"
    part = {"in-part": " in part", "other-grounds": " on other grounds"}.get(t.extent, "")
    by = {"self": "", "unsaid": ""}.get(t.by)
    if by is None:
        who = ", ".join(filter(None, (t.by_name, t.by_cite)))
        by = f" by {who}" if who else ""
    return f"{how}{part}{by}"


def treated_role(t: Treated) -> str:
    """The kind of the writing that says so, where it does not speak for the court."""
    return t.writing.kind if t.writing and "dissent" in t.writing.kind else ""


def _treated(t: Treated, width: int) -> list[str]:
    role = f", {treated_role(t)}" if treated_role(t) else ""
    says = f"{treated_how(t)}; so {named(t.said_by)}{role}:"
    lines = textwrap.wrap(says, width, initial_indent="  ", subsequent_indent="    ")
    return lines + textwrap.wrap(
        f"“{t.passage}”", width, initial_indent="    ", subsequent_indent="    "
    )


def _holdings(coded: Coded | None, width: int) -> list[str]:
    if coded is None:
        return ["", "Not coded in the law library."]
    lines = ["", f"IN THE LAW LIBRARY: {coded.id}"]
    for h in coded.holdings:
        pin = f" ({h.pin})" if h.pin else ""
        lines += textwrap.wrap(
            f"{h.doctrine}, for the {h.for_}: {h.says}{pin}",
            width,
            initial_indent="  ",
            subsequent_indent="    ",
        )
    return lines


def _absent(found: Absent, width: int) -> list[str]:
    at = found.at
    if at.state == "not-covered":
        lines = [f"{at.cite} is not held, and the base does not cover that page."]
    else:
        lines = [f"No decision begins at {at.cite}."]
        for opinion in at.stands:
            lines += textwrap.wrap(
                f"That page lies within {named(opinion)}.", width, subsequent_indent="  "
            )
        if at.whole:
            lines.append(f"The volume is held whole, from {at.whole}.")
    for a in found.attested:
        what = ", ".join(str(part) for part in (a.name, a.court, a.year) if part)
        lines += textwrap.wrap(
            f"{plural(a.decisions, 'decision')} held {'cites' if a.decisions == 1 else 'cite'} it as"
            f" {what or 'a citation alone'}.",
            width,
            subsequent_indent="  ",
        )
    if found.treatments:
        lines += ["", "WHAT IS SAID OF IT"]
        lines += [line for t in found.treatments[:8] for line in _treated(t, width)]
    return [*lines, *_holdings(found.coded, width)]


# A search


def search(found: Found, width: int, *, colour: bool = False) -> str:
    """The text of ``prong base search``; what was found is marked in it."""
    lines: list[str] = []
    for n, hit in enumerate(found.hits, 1):
        lines += textwrap.wrap(
            printable(f"{n}. {named(hit.opinion)}"), width, subsequent_indent="   "
        )
        kind = hit.writing.kind + (f" by {hit.writing.author}" if hit.writing.author else "")
        lines.append(printable(f"   {kind}"))
        for excerpt in hit.excerpts:
            where = f"{excerpt.page}: " if excerpt.page else ""
            lines += _marked(where, excerpt, width, colour)
        lines.append("")
    shown = len(found.hits)
    lines.append(
        f"{plural(found.texts, 'text')} found"
        + (f", {shown} shown." if shown < found.texts else ".")
    )
    return "\n".join(lines) + "\n"


def _marked(where: str, excerpt: Excerpt, width: int, colour: bool) -> list[str]:
    opening, closing = ("\x1b[1m", "\x1b[0m") if colour else ("[", "]")
    words, at = [], 0
    for start, end in excerpt.marks:
        words += [
            printable(excerpt.text[at:start]),
            opening,
            printable(excerpt.text[start:end]),
            closing,
        ]
        at = end
    words.append(printable(excerpt.text[at:]))
    return textwrap.wrap(
        f"{where}… {''.join(words).strip()} …",
        width,
        initial_indent="   ",
        subsequent_indent="   ",
    )
