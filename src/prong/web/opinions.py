"""The authority base in pages: searching it, a decision's card, its text with its pages, what is held."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import AfterValidator

from prong.cite import courts
from prong.dates import Day
from prong.faults import BaseFault, FieldFault, WordFault
from prong.values import frozen
from prong.web import addresses
from prong.web.shelf import NotHere
from prong.web.site import Site

if TYPE_CHECKING:
    from prong.base.held import Opinion, Writing
    from prong.base.search import Excerpt
    from prong.web.marked import Passage

#: The longest search, in characters; hits on a page; the last page that is turned to.
MOST_ASKED, HITS, LAST = 400, 10, 1000
#: Characters of a text on one page.
PART = 150_000

_AT = re.compile(r"(\d{1,9})-(\d{1,9})")


@frozen
class Part:
    """A stretch of a writing's text as a page shows it. ``notes`` says in which stretch each of its
    footnotes stands."""

    number: int
    of: int
    paragraphs: tuple[Passage, ...]
    notes: tuple[int, ...]
    found: bool


def plain(asked: str) -> str:
    """What was asked, without the characters that no text has and that a database may not take."""
    return "".join(c if c.isprintable() else " " for c in asked)


Wanted = Annotated[str, Query(max_length=MOST_ASKED), AfterValidator(plain)]


def routes(site: Site) -> APIRouter:
    router = APIRouter(include_in_schema=False, prefix="/base")

    def court(id: str) -> str:
        known = site.library.courts.courts.get(id)
        return known.name if known else courts.name_of(id)

    def named(opinion: Opinion) -> str:
        """A decision in one line, its court as a citation has it."""
        known = site.library.courts.courts.get(opinion.court or "")
        place = opinion.court and courts.name_of(opinion.court)
        if known is not None:
            place = "" if known.kind == "supreme" else known.cite
        year = str(opinion.decided.first.year) if opinion.decided else ""
        cite = opinion.cites[0] if opinion.cites else opinion.docket and f"No. {opinion.docket}"
        when = " ".join(filter(None, (place, year)))
        return ", ".join(filter(None, (opinion.caption, cite))) + (f" ({when})" if when else "")

    @router.get("")
    def start(request: Request) -> Response:
        with site.base() as base:
            from prong.base.many import extent

            texts, latest = extent(base)
        held = texts, Day.of(latest).spoken() if latest else ""
        return site.page(request, "base-start.html", held=held, q="")

    @router.get("/search")
    def search(
        request: Request,
        q: Wanted = "",
        page: Annotated[int, Query(ge=1, le=LAST)] = 1,
    ) -> Response:
        found = fault = None
        with site.base() as base:
            from prong.base.search import search as look

            try:
                found = look(base, q, limit=HITS, offset=(page - 1) * HITS) if q.strip() else None
            except (FieldFault, BaseFault) as error:
                fault = error
        status = 422 if isinstance(fault, FieldFault) else 503 if fault else 200
        return site.page(
            request, "base-search.html", status, q=q, number=page, found=found, fault=fault,
            named=named, pieces=_pieces, page_of=_page, first=(page - 1) * HITS + 1, addresses=addresses,
            more=found is not None and page * HITS < found.texts and page < LAST,
        )  # fmt: skip

    @router.get("/find")
    def find(request: Request, q: Wanted = "") -> Response:
        """By a citation, a docket number or a name: the card, or what is known where there is none."""
        with site.base() as base:
            from prong.base.card import Absent, cards

            try:
                found = cards(base, q, site.library.authorities)
            except WordFault as fault:
                raise NotHere(fault.sentence, found=fault.found, nearest=fault.nearest) from None
            if not isinstance(found, Absent) and len(found) == 1:
                return RedirectResponse(addresses.opinion(found[0].opinion.id), 303)
            return site.page(
                request, "base-found.html", q=q, found=found, absent=isinstance(found, Absent),
                named=named, addresses=addresses, **_treating(),
            )  # fmt: skip

    @router.get("/opinions/{id}")
    def opinion(request: Request, id: int) -> Response:
        with site.base() as base:
            from prong.base import lookup
            from prong.base.card import card
            from prong.report.base import reported, writing_line

            held = lookup.by_id(base, [id]).get(id) if 0 < id < 1 << 31 else None
            if held is None:
                raise _none(str(id))
            made = card(base, held, site.library.authorities)
        return site.page(
            request, "base-opinion.html", one=made, named=named,
            court=court(held.court) if held.court else None,
            reported=tuple(reported(held)), writing_line=writing_line, addresses=addresses,
            doctrines=site.library.doctrines, **_treating(),
        )  # fmt: skip

    @router.get("/texts/{id}")
    def text(
        request: Request,
        id: int,
        at: Annotated[str, Query(max_length=24)] = "",
        is_: Annotated[str, Query(alias="is", max_length=20)] = "",
        part: Annotated[int, Query(ge=1, le=1000)] = 1,
    ) -> Response:
        with site.base() as base:
            from prong.base import lookup
            from prong.report.base import writing_line

            of = lookup.by_writing(base, id) if 0 < id < 1 << 31 else None
            if of is None:
                raise _none(str(id))
            held, writing = of
            whole = lookup.text_of(base, writing)
        span = _span(at, whole)
        moved = span is not None and bool(is_) and addresses.stamp(whole[slice(*span)]) != is_
        if moved:
            span = None
        made = _part(whole, writing, part, span)
        return site.page(
            request, "base-text.html", held=held, writing=writing, made=made, named=named,
            line=writing_line(writing), moved=moved, where=_where(held, writing, span),
            addresses=addresses, id=id,
        )  # fmt: skip

    @router.get("/info")
    def info(request: Request, reporter: Wanted = "") -> Response:
        with site.base() as base:
            from prong.base import coverage
            from prong.report.base import pages_known, reporters

            if reporter:
                volumes = coverage.volumes(base, reporter)
                if not volumes:
                    raise NotHere("No volume of this reporter is held.", found=reporter)
                return site.page(
                    request, "base-volumes.html", reporter=reporter, volumes=volumes,
                    known=pages_known,
                )  # fmt: skip
            held = coverage.info(base)
        return site.page(
            request, "base-info.html", held=held, reporters=reporters(held.volumes),
            court=court,
        )  # fmt: skip

    return router


def _treating() -> dict[str, Any]:
    from prong.report.base import treated_how, treated_role

    return {"how": treated_how, "role": treated_role}


def _none(id: str) -> NotHere:
    return NotHere("The base holds nothing of this number.", found=id[:20])


def _pieces(excerpt: Excerpt) -> list[tuple[str, bool]]:
    """An excerpt cut where words in it were found."""
    made: list[tuple[str, bool]] = []
    at = 0
    for start, end in excerpt.marks:
        made += [(excerpt.text[at:start], False), (excerpt.text[start:end], True)]
        at = end
    return [*made, (excerpt.text[at:], False)]


def _page(opinion: Opinion, page: str) -> str:
    """The page of an excerpt as a pin has it."""
    reporter, _, label = page.rpartition(" ")
    place = opinion.at(reporter)
    return f"{place.volume} {reporter} at {label}" if place else page


def _span(at: str, whole: str) -> tuple[int, int] | None:
    given = _AT.fullmatch(at)
    if given is None:
        return None
    start, end = int(given[1]), int(given[2])
    return (start, end) if start < end <= len(whole) else None


def _where(held: Opinion, writing: Writing, span: tuple[int, int] | None) -> str:
    """On which pages a passage stands, in each reporter whose pages are marked."""
    if span is None:
        return ""
    told = []
    for reporter in sorted(writing.reporters()):
        place, page = held.at(reporter), writing.page(reporter, span[0])
        if page:
            told.append(f"{place.volume} {reporter} at {page}" if place else f"{reporter} {page}")
    note = writing.note(span[0])
    return ", ".join([*told, *([f"note {note}"] if note else [])])


def _part(whole: str, writing: Writing, number: int, span: tuple[int, int] | None) -> Part:
    """The stretch of a text that holds a passage, or the one asked for, cut where pages begin."""
    from prong.web.marked import Cutter, Passage, Piece

    bounds = _bounds(whole)
    if span is not None:
        number = _holding(bounds, span[0])
    number = min(number, len(bounds))
    begin, finish = bounds[number - 1]
    points = [(at, Piece("", page=f"{r} {label}".strip())) for r, label, at in writing.pages]
    notes = {start: k for k, (_, start, _, _) in enumerate(writing.notes)}
    points += [
        (called, Piece(name, call=k))
        for k, (name, _, _, called) in enumerate(writing.notes)
        if called is not None
    ]
    points = sorted((p for p in points if begin <= p[0] < finish), key=lambda p: p[0])
    cutter = Cutter(
        whole, list(span or ()), [0, None] if span else [], {0: span[1]} if span else {}, points
    )
    made = []
    at = begin
    for line in whole[begin:finish].split("\n"):
        note = notes.get(at)
        name = writing.notes[note][0] if note is not None else None
        if line:
            made.append(Passage(0, note, name, tuple(cutter.cut(at, at + len(line)))))
        at += len(line) + 1
    where = tuple(_holding(bounds, start) for _, start, _, _ in writing.notes)
    return Part(number, len(bounds), tuple(made), where, span is not None)


def _holding(bounds: list[tuple[int, int]], at: int) -> int:
    return next((k for k, (_, end) in enumerate(bounds, 1) if at < end), len(bounds))


def _bounds(whole: str) -> list[tuple[int, int]]:
    """Stretches of about the length of a page, ending with a paragraph where one ends near."""
    made: list[tuple[int, int]] = []
    start = 0
    while len(whole) - start > PART:
        near = whole.rfind("\n", start + PART // 2, start + PART)
        end = near + 1 if near >= 0 else start + PART
        made.append((start, end))
        start = end
    return [*made, (start, max(start, len(whole)))]
