"""The matter of a case: which it is, and putting the case into another of one's own."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from prong.web.shelf import NotHere, caption
from prong.web.site import Site
from prong.web.team.door import TeamDoor


def routes(site: Site, door: TeamDoor) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/cases/{id}/matter")
    def page(request: Request, id: str) -> Response:
        kept = door.shelf(request).read(id)
        number, name = door.cases(request).matter(id)
        return site.page(
            request, "matter.html", id=id, title=caption(kept.text) or id, number=number, name=name
        )

    @router.post("/cases/{id}/matter")
    def move(request: Request, id: str, matter: Annotated[str, Form()]) -> Response:
        if not matter.isdecimal() or len(matter) > 9:
            raise NotHere("There is no such matter.", found=matter[:20])
        door.cases(request).move(id, int(matter))
        return RedirectResponse(f"/cases/{id}/matter", 303)

    return router
