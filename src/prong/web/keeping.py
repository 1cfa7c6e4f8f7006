"""Deleting a case, so that it can be had back, and giving it another name."""

from __future__ import annotations

import copy
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from prong.faults import FieldFault
from prong.files import parse_yaml
from prong.web.asking import Question
from prong.web.rewriting import rewritten
from prong.web.shelf import Collision, caption
from prong.web.site import Site


def routes(site: Site) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/cases/{id}/delete")
    def sure(request: Request, id: str) -> Response:
        kept = site.shelf(request).read(id)
        return site.page(request, "delete.html", kept=kept, title=caption(kept.text) or id)

    @router.post("/cases/{id}/delete")
    def delete(request: Request, id: str, base: Annotated[str, Form()] = "") -> Response:
        site.shelf(request).delete(id, base)
        return RedirectResponse("/#deleted", 303)

    @router.post("/deleted/{id}/restore")
    def restore(request: Request, id: str) -> Response:
        return RedirectResponse(f"/cases/{site.shelf(request).restore(id)}", 303)

    @router.post("/cases/{id}/rename")
    def rename(
        request: Request,
        id: str,
        title: Annotated[str, Form(max_length=400)],
        base: Annotated[str, Form()] = "",
    ) -> Response:
        """Another caption, in the case file; the id stays."""
        kept = site.shelf(request).read(id)
        if kept.digest != base:
            raise Collision(kept, kept.text)
        if not title.strip():
            raise FieldFault("A case has a title.", expected="some words")
        value = copy.deepcopy(parse_yaml(kept.text, "case.yaml").value)
        value["case"] = " ".join(title.split())
        text = rewritten(kept.text, value)
        site.answers.decided(text, Question())
        site.shelf(request).save(id, text, base)
        return RedirectResponse(f"/cases/{id}", 303)

    return router
