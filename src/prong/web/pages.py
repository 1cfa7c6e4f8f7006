"""The pages that read: the start, a case with its grid and reasons, the evidence, the figures."""

from __future__ import annotations

import copy
from typing import Annotated, Any

from fastapi import APIRouter, File, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from prong.decide.analysis import Analysis
from prong.decide.determination import Determination
from prong.faults import FileFault
from prong.files import parse_yaml
from prong.record.load import examples
from prong.record.view import View
from prong.report.phrases import Phrases
from prong.report.text import heading
from prong.web import additions, shown
from prong.web.answers import Answered, Much
from prong.web.asking import POSTURES, Question, as_variant
from prong.web.guard import PICTURE
from prong.web.rewriting import rewritten
from prong.web.shelf import NotHere, caption
from prong.web.site import Held, Kind, Site, question

FIGURES = ("map", "timeline", "comparison", "argument", "citations")


def routes(site: Site) -> APIRouter:
    """The reading pages, and what puts a case on the shelf."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def start(request: Request) -> Response:
        shipped = []
        for id, path in examples().items():
            text = path.read_text(encoding="utf-8")
            shipped.append((id, caption(text) or id, "docket:" in text))
        shipped.sort(key=lambda one: (not one[2], one[1]))
        shelf = site.shelf(request)
        aside = [(kept.id, caption(kept.text) or kept.id) for kept in shelf.deleted()]
        return site.page(request, "start.html", examples=shipped, own=shelf.listed(), deleted=aside)

    @router.post("/open-file")
    def open_file(request: Request, file: Annotated[UploadFile, File()]) -> Response:
        if not site.uploads.take():
            raise FileFault("Too many files at once. Wait a moment and send it again.")
        data = file.file.read()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise FileFault("The file is not UTF-8 text.", expected="a case file in YAML") from None
        return taken(request, text.replace("\r\n", "\n"))

    @router.post("/examples/{id}/copy")
    def copied(request: Request, id: str) -> Response:
        return taken(request, site.held(request, "examples", id).kept.text)

    def taken(request: Request, text: str) -> Response:
        """A text put on the shelf, once it was decided where it could do no harm."""
        site.taken(text)
        return RedirectResponse(
            f"/cases/{site.shelf(request).new(caption(text) or 'case', text)}", 303
        )

    @router.get("/{kind}/{id}")
    def case(request: Request, kind: Kind, id: str) -> Response:
        return asked(request, site.held(request, kind, id), None)

    @router.get("/{kind}/{id}/of/{number}")
    def of(request: Request, kind: Kind, id: str, number: int) -> Response:
        return asked(request, site.held(request, kind, id), number)

    def asked(request: Request, held: Held, number: int | None) -> Response:
        much: Much = "grid" if number is None else number
        answered = site.answers.answered(held.kept.text, question(request), much)
        if number is not None:
            _one(answered.answer, number)
        values = told(held, answered, number)
        page = site.page(request, "case.html", **values, **form())
        page.headers["hx-push-url"] = values["here"] + values["query"]  # whatever a form has sent
        return page

    def told(held: Held, answered: Answered, number: int | None) -> dict[str, Any]:
        analysis = answered.answer
        say = Phrases(analysis)
        first, *rest = heading(analysis, say)
        one = shown.opened(analysis, number) if number is not None else None
        q = answered.question
        query = q.query()
        here = held.address + (f"/of/{number}" if number is not None else "")
        pictures = []
        if one is not None and one.d.situation is not None:
            from prong.report.figures import fair_warning

            pictures = [fair_warning(analysis, one.d)]
        return {
            "held": held,
            "analysis": analysis,
            "saved": answered.saved.record,
            "q": q,
            "query": query,
            "here": here,
            "caption": first,
            "posture": rest,
            "grid": shown.grid(answered),
            "changes": shown.changes(answered),
            "toggles": shown.toggles(answered),
            "added": additions.told(answered.saved.record, site.library, q.acts, q.factors),
            "more": additions.choices(answered.saved.record, site.library, q.acts),
            "opened": one,
            "warning": pictures,
            "evidence": _numbers(analysis),
            "formats": site.sets,
        }

    def form() -> dict[str, Any]:
        return {"forums": site.forums, "postures": POSTURES}

    @router.get("/{kind}/{id}/record")
    def record(request: Request, kind: Kind, id: str) -> Response:
        held = site.held(request, kind, id)
        answered = site.answers.answered(held.kept.text, question(request), "grid")
        analysis = answered.answer
        return site.page(
            request, "record.html", held=held, analysis=analysis, say=Phrases(analysis),
            evidence=_numbers(analysis), rests=_rests(analysis.view, analysis),
            query=answered.question.query(),
        )  # fmt: skip

    @router.get("/{kind}/{id}/of/{number}/{figure}.svg")
    def picture(request: Request, kind: Kind, id: str, number: int, figure: str) -> Response:
        from prong.report.figures import draw
        from prong.report.figures.asked import specs_of

        if figure not in FIGURES or not site.draws:
            raise NotHere(
                "There is no such figure.", found=figure[:40], expected=", ".join(FIGURES)
            )
        text = site.held(request, kind, id).kept.text
        answered = site.answers.answered(text, question(request), number)
        d = _one(answered.answer, number)
        if d.situation is None:
            raise NotHere("There is nothing to draw: this claim is not decided here.")
        with site.drawing:  # the drawing library is not made for two threads at once
            data = draw(specs_of(figure, answered.answer, d)[0], "svg")
        return Response(
            data, media_type="image/svg+xml", headers={"content-security-policy": PICTURE}
        )

    @router.post("/{kind}/{id}/variant")
    async def variant(request: Request, kind: Kind, id: str) -> Response:
        sent = await request.form()
        plain = {k: v for k, v in sent.items() if isinstance(v, str)}
        names = ("so", "not", "act", "add")
        several = [[v for v in sent.getlist(n) if isinstance(v, str)] for n in names]
        q = Question.of(plain, *several)
        from starlette.concurrency import run_in_threadpool

        title = plain.get("title", "")
        return await run_in_threadpool(
            save_variant, request, site.held(request, kind, id), q, title
        )

    def save_variant(request: Request, held: Held, q: Question, title: str) -> Response:
        answered = site.answers.answered(held.kept.text, q, "grid")
        value = copy.deepcopy(parse_yaml(held.kept.text, "case.yaml").value)
        as_variant(value, answered)
        text = rewritten(held.kept.text, value)
        if q.order != "one-first":
            text = f"# Asked with --order {q.order}, which a case file does not hold.\n{text}"
        site.answers.decided(text, Question())
        name = title.strip()[:80] or f"{answered.saved.record.case} variant"
        return RedirectResponse(f"/cases/{site.shelf(request).new(name, text)}", 303)

    return router


def _one(analysis: Analysis, number: int) -> Determination:
    if not 0 <= number < len(analysis.determinations):
        raise NotHere("The case has no such claim.", found=str(number))
    return analysis.determinations[number]


def _numbers(analysis: Analysis) -> dict[str, int]:
    """A number for each piece of evidence, by which an address names it."""
    return {name: number for number, name in enumerate(analysis.record.evidence, 1)}


def _rests(view: View, analysis: Analysis) -> dict[str, list[tuple[str, bool]]]:
    """What each piece of evidence is for and against, in words."""
    from prong.report.phrases import capital
    from prong.report.prose import Teller

    tell = Teller.of(analysis)
    found: dict[str, list[tuple[str, bool]]] = {}
    for item in view.items.values():
        for names, pro in ((item.for_, True), (item.against, False)):
            for name in names:
                line = (capital(tell.statement(None, item)), pro)
                if line not in found.setdefault(name, []):
                    found[name].append(line)
    return found
