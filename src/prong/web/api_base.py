"""The check of a brief and the authority base as JSON: the contracts of the command line."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from fastapi.responses import JSONResponse, Response

from prong.faults import WordFault
from prong.web.api import BAD, FaultsJson
from prong.web.checks import Asked, TooMany
from prong.web.opinions import Wanted
from prong.web.shelf import NotHere
from prong.web.site import Site

#: The most hits of one answer, and the farthest they may begin.
HITS, FAR = 50, 10_000
ABSENT: dict[int | str, dict[str, Any]] = {
    404: {"model": FaultsJson, "description": "There is no such thing, or no authority base."}
}


def routes(site: Site) -> APIRouter:
    router = APIRouter(prefix="/api/v1", responses=BAD | ABSENT)

    @router.post("/check", summary="Check every citation of a brief", response_model=None,
                 responses={200: {"description": "prong/check/1"}})  # fmt: skip
    def check(
        request: Request,
        document: Annotated[UploadFile, File(description="docx, pdf, rtf, html, txt or md")],
        forum: Annotated[str, Form(max_length=40, description="whose law governs, by id")] = "",
        incident_date: Annotated[
            str, Form(max_length=40, description="the day of the acts; with forum, or neither")
        ] = "",
    ) -> Response:
        if not site.uploads.take():
            raise TooMany("Too many files at once. Wait a moment and send it again.")
        asked = Asked.of(document.filename, forum, incident_date, site.library)
        who = site.who(request)
        with site.base():  # which says where there is none
            id = site.checks.begin(who, document.file, asked)
        try:
            made = site.checks.wait(who, id)
            if made.fault is not None:
                raise made.fault
            return Response(site.checks.report(who, id, "json"), media_type="application/json")
        finally:
            site.checks.delete(who, id)

    @router.get("/base/info", summary="What the base holds", response_model=None,
                responses={200: {"description": "prong/base-info/1"}})  # fmt: skip
    def info() -> Response:
        with site.base() as base:
            from prong.base.coverage import info
            from prong.report.base import info_json

            return JSONResponse(info_json(info(base)))

    @router.get("/base/search", summary="Search the opinions held", response_model=None,
                responses={200: {"description": "prong/base-search/1"}})  # fmt: skip
    def search(
        q: Annotated[Wanted, Query(description="words, phrases and filters")],
        limit: Annotated[int, Query(ge=1, le=HITS)] = 10,
        offset: Annotated[int, Query(ge=0, le=FAR)] = 0,
    ) -> Response:
        with site.base() as base:
            from prong.base.search import search
            from prong.report.base import search_json

            return JSONResponse(search_json(search(base, q, limit=limit, offset=offset)))

    @router.get("/base/show", summary="An opinion's card", response_model=None,
                responses={200: {"description": "prong/base-card/1"}})  # fmt: skip
    def show(
        citation: Annotated[Wanted, Query(description="a citation, a docket number or a name")],
    ) -> Response:
        with site.base() as base:
            from prong.base.card import cards
            from prong.report.base import card_json

            try:
                found = cards(base, citation, site.library.authorities)
            except WordFault as fault:
                raise NotHere(fault.sentence, found=fault.found, nearest=fault.nearest) from None
            return JSONResponse(card_json(found))

    return router
