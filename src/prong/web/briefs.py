"""Checking a brief: sending it, waiting for it, the report beside its text, taking the report away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from prong.dates import Day
from prong.faults import BaseFault, FileFault, NoBaseFault
from prong.web.checks import DOCUMENT, Asked, Check, TooMany
from prong.web.downloads import TYPES
from prong.web.guard import PICTURE
from prong.web.site import Site

#: What a document may be called so that a browser offers it.
ACCEPTED = ".docx,.pdf,.rtf,.html,.htm,.txt,.md"


def routes(site: Site) -> APIRouter:
    router = APIRouter(include_in_schema=False, prefix="/check")
    checks = site.checks

    @router.get("")
    def start(request: Request) -> Response:
        held = fault = None
        try:
            with site.base() as base:
                from prong.base.many import extent

                texts, latest = extent(base)
                held = texts, Day.of(latest).spoken() if latest else ""
        except BaseFault as error:
            fault = error
        return site.page(
            request, "check.html", held=held, fault=fault, none=isinstance(fault, NoBaseFault),
            kept=checks.all(site.who(request)),
            forums=site.forums, accepted=ACCEPTED,
            most=DOCUMENT // 1024**2,
        )  # fmt: skip

    @router.post("")
    async def send(request: Request) -> Response:
        form = getattr(request.state, "form", None) or await request.form(max_files=1, max_fields=9)
        try:
            id = await run_in_threadpool(begin, request, form)
        finally:
            await form.close()
        return RedirectResponse(f"/check/{id}", 303)

    def begin(request: Request, form: Mapping[str, Any]) -> str:
        document = form.get("document")
        if not isinstance(document, UploadFile) or not document.filename:
            raise FileFault("No document was chosen.", expected="a brief in one file")
        if not site.uploads.take():
            raise TooMany("Too many files at once. Wait a moment and send it again.")
        forum, incident = (
            value.strip() if isinstance(value := form.get(name), str) else ""
            for name in ("forum", "incident-date")
        )
        asked = Asked.of(document.filename, forum, incident, site.library)
        with site.base():  # which says where there is none
            return checks.begin(site.who(request), document.file, asked)

    @router.get("/{id}")
    def one(request: Request, id: str) -> Response:
        check = checks.read(site.who(request), id)
        if check.state != "done":
            return site.page(request, "check-wait.html", check=check)
        who = site.who(request)
        return site.page(
            request, "check-report.html", check=check, made=checks.page(who, id),
            endings=checks.endings(who, id),
        )  # fmt: skip

    @router.get("/{id}/progress")
    def progress(request: Request, id: str, seen: str = "") -> Response:
        """What is being done, where that is not what the page has seen."""
        check = checks.read(site.who(request), id)
        if check.ended:
            return Response(headers={"HX-Redirect": f"/check/{id}"})
        if check.stage == seen:
            return Response(status_code=204)
        return site.page(request, "check-wait.html", check=check)

    @router.post("/{id}/delete")
    def delete(request: Request, id: str) -> Response:
        checks.delete(site.who(request), id)
        return RedirectResponse("/check", 303)

    @router.get("/{id}/report.{ending}")
    def report(request: Request, id: str, ending: str) -> Response:
        who = site.who(request)
        made, name = checks.report(who, id, ending), _called(checks.read(who, id))
        return Response(
            made,
            headers={
                "content-type": TYPES[ending],
                "content-disposition": f'attachment; filename="{name}.{ending}"',
                "content-security-policy": PICTURE,
            },
        )

    return router


def _called(check: Check) -> str:
    """A name for the file of a report that says whose it is."""
    from prong.web.shelf import slug

    return f"check-of-{slug(check.asked.name.rsplit('.', 1)[0])}"
