"""What a case can be taken away as: the memorandum in each format, the JSON, the case file."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response

from prong.web.guard import PICTURE
from prong.web.shelf import NotHere
from prong.web.site import Held, Kind, Site, question

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "yaml": "application/yaml; charset=utf-8",
}


def routes(site: Site) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/{kind}/{id}/memo.{ending}")
    def memo(request: Request, kind: Kind, id: str, ending: str) -> Response:
        from prong.report.memo import AUDIENCES
        from prong.report.memo import memo as written
        from prong.report.render import setter

        audience = request.query_params.get("for") or "court"
        if ending not in site.sets or audience not in AUDIENCES:
            raise NotHere(
                "The memorandum cannot be had so here.", found=f"{ending[:20]}, for {audience[:20]}",
                expected=f"one of {', '.join(site.sets)}, for one of {', '.join(AUDIENCES)}",
            )  # fmt: skip
        held = site.held(request, kind, id)
        answered = site.answers.answered(held.kept.text, question(request))
        figures = "main" if site.draws and ending != "md" else "none"
        set_ = setter(ending, figures=figures != "none")
        with site.drawing:
            made = set_(written(answered.answer, audience, figures))
        return _away(held, ending, made)

    @router.get("/{kind}/{id}/answer.json")
    def answer(request: Request, kind: Kind, id: str) -> Response:
        from prong.report.contract import dumps

        held = site.held(request, kind, id)
        answered = site.answers.answered(held.kept.text, question(request))
        return _away(held, "json", dumps(answered.answer))

    @router.get("/{kind}/{id}/case.yaml")
    def case(request: Request, kind: Kind, id: str) -> Response:
        held = site.held(request, kind, id)
        return _away(held, "yaml", held.kept.text)

    return router


def _away(held: Held, ending: str, made: str | bytes) -> Response:
    name = quote(f"{held.kept.name or held.kept.id}.{ending}")
    return Response(
        made,
        headers={
            "content-type": TYPES[ending],
            "content-disposition": f'attachment; filename="{name}"',
            "content-security-policy": PICTURE,
        },
    )
