"""The interview: a case begun from a form, then one question after another, each saved as answered.

Whatever has been answered is in the case file and nowhere else, so it can be stopped and taken up
again at any time, changed by hand between, and undone save by save.
"""

from __future__ import annotations

import copy
import datetime
from collections.abc import Mapping
from typing import Any, get_args

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from prong.decide.analysis import Analysis
from prong.decide.inquiry import Inquiry, Target, id_of, inquiries, inquiry, named
from prong.faults import Fault, FieldFault, WordFault
from prong.files import parse_yaml
from prong.record.case import EvidenceKind
from prong.web import shown
from prong.web.asking import Question
from prong.web.intake import SAID, Answer, Evidence, answered, begun, claimed, lines, settled
from prong.web.questions import Asker
from prong.web.rewriting import rewritten
from prong.web.shelf import Collision, Kept, NotHere, caption
from prong.web.site import Site, each

#: The stages, as a newcomer would choose among them.
STAGES = {
    "motion-to-dismiss": "Only a complaint: the defendants move to dismiss it",
    "summary-judgment-officers": "There is evidence: the defendants move for summary judgment",
    "summary-judgment-plaintiff": "There is evidence: the plaintiff moves for summary judgment",
    "verdict-officers": "A jury has found for the defendants",
    "verdict-plaintiff": "A jury has found for the plaintiff",
}
KINDS = tuple(
    kind for kind in get_args(EvidenceKind) if kind not in ("assumed-below", "supposition")
)
#: How many questions one page takes answers to.
TOGETHER = 12
#: How many questions one address may skip.
SKIPPED = 100


def routes(site: Site) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    # Beginning

    @router.get("/interview")
    def begin(request: Request) -> Response:
        return beginning(request, {"decided": datetime.date.today().isoformat()}, ())

    def beginning(request: Request, form: Mapping[str, str], faults: tuple[Fault, ...]) -> Response:
        return site.page(
            request, "interview_begin.html", 422 if faults else 200, form=form, faults=faults,
            forums=site.forums, stages=STAGES,
            doctrines=sorted(site.library.doctrines.items(), key=lambda kv: kv[1].name),
        )  # fmt: skip

    @router.post("/interview")
    async def start(request: Request) -> Response:
        return await run_in_threadpool(started, request, _plain(await request.form()))

    def started(request: Request, form: dict[str, str]) -> Response:
        if not site.uploads.take():
            raise FieldFault("Too many cases at once. Wait a moment and send it again.")
        try:
            text = begun(form)
            site.taken(text)
        except Fault as fault:
            return beginning(request, form, each(fault))
        id = site.shelf(request).new(caption(text) or "case", text)
        return RedirectResponse(f"/cases/{id}/interview", 303)

    # Asking

    @router.get("/cases/{id}/interview")
    def ask(request: Request, id: str) -> Response:
        query = request.query_params
        return asked(
            request, site.shelf(request).read(id), query.get("about"),
            tuple(query.getlist("skip")[-SKIPPED:]), query.get("on", ""), "together" in query,
        )  # fmt: skip

    def asked(
        request: Request,
        kept: Kept,
        about: str | None,
        skip: tuple[str, ...],
        on: str,
        together: bool = False,
        status: int = 200,
        faults: tuple[Fault, ...] = (),
    ) -> Response:
        analysis = decided(kept.text)
        target: Target = "violation" if on == "violation" else "immunity"
        asker = Asker(analysis, target)
        known = _settled(kept.text)
        left = inquiries(analysis, {*known, *skip}, target=target)
        first = inquiry(analysis, about, known, target) if about else next(iter(left), None)
        if about and first is None:
            raise NotHere("The case has nothing of this kind to ask about.", found=about[:80])
        several = [one for one in left if one.kind == "finding"][:TOGETHER] if together else []
        undo, _ = site.shelf(request).can(kept.id)
        return site.page(
            request, "interview.html", status, kept=kept, analysis=analysis, faults=faults,
            one=asker.asking(first) if first and not several else None,
            several=[asker.asking(one, briefly=True) for one in several],
            others=[asker.asking(one, briefly=True) for one in left if one != first][:40],
            left=len(left), skip=skip, on=target if on else "", about=about, undo=undo,
            grid=shown.grid(site.answers.answered(kept.text, Question())),
            said=asker.said(), acts=_acts(analysis, asker), kinds=KINDS,
            people=[(key, p.name) for key, p in analysis.record.people.items()],
            defendants=[
                (key, p.name, id_of("acts", key))
                for key, p in analysis.record.people.items()
                if p.is_ != "plaintiff"
            ],
            doctrines=sorted(site.library.doctrines.items(), key=lambda kv: kv[1].name),
            drafted=site.shelf(request).draft(kept.id) is not None,
            skipped=bool(skip) and not left and bool(inquiries(analysis, known, target=target)),
            more=not left and not skip and target == "immunity"
            and bool(inquiries(analysis, known, target="violation")),
        )  # fmt: skip

    # Answering

    @router.post("/cases/{id}/interview")
    async def answer(request: Request, id: str) -> Response:
        return await run_in_threadpool(answering, request, id, await request.form())

    def answering(request: Request, id: str, form: FormData) -> Response:
        plain = _plain(form)
        skip = tuple(v for v in form.getlist("skip") if isinstance(v, str))[-SKIPPED:]
        on = plain.get("on", "")
        numbers = [n for n in range(TOGETHER) if plain.get(f"q{n}")]
        about = plain.get("q0") if len(numbers) == 1 else None

        def write(root: Any, analysis: Analysis) -> None:
            wrote = 0
            for n in numbers:
                one = named(analysis, plain[f"q{n}"])
                if one is None:
                    raise WordFault(
                        "The case has no such thing to ask about.", found=plain[f"q{n}"][:80]
                    )
                if one.kind == "finding" and f"said{n}" not in plain and len(numbers) > 1:
                    continue
                answered(
                    root, analysis.record, site.library.factors.factors, one, _answer(form, n, one)
                )
                wrote += 1
            if not wrote:
                raise FieldFault(
                    "Nothing was answered.", expected="an answer to one question or more"
                )

        def again(kept: Kept, status: int, faults: tuple[Fault, ...]) -> Response:
            return asked(request, kept, about, skip, on, about is None, status, faults)

        return written(request, id, plain.get("base", ""), write, again) or RedirectResponse(
            _address(id, skip, on), 303
        )

    def written(request: Request, id: str, base: str, write: Any, again: Any) -> Response | None:
        """Save a case as ``write`` changes it; what ``again`` answers where that cannot be."""
        shelf = site.shelf(request)
        kept = shelf.read(id)
        moved = Fault("The case was saved by someone else since this was asked. Nothing was written.",
                      expected="the answer once more, if it is still asked")  # fmt: skip
        if kept.digest != base:
            return again(kept, 409, (moved,))  # type: ignore[no-any-return]
        if shelf.draft(id) is not None:
            draft = FieldFault(
                "There is a draft that is not saved.", expected="save or discard it first"
            )
            return again(kept, 422, (draft,))  # type: ignore[no-any-return]
        try:
            root = copy.deepcopy(parse_yaml(kept.text, "case.yaml").value)
            write(root, decided(kept.text))
            text = rewritten(kept.text, root)
            site.taken(text)
        except Fault as fault:
            return again(kept, 422, each(fault))  # type: ignore[no-any-return]
        try:
            shelf.save(id, text, base)
        except Collision as collision:
            return again(collision.kept, 409, (moved,))  # type: ignore[no-any-return]
        return None

    @router.post("/cases/{id}/interview/claim")
    async def claim(request: Request, id: str) -> Response:
        return await run_in_threadpool(claiming, request, id, await request.form())

    def claiming(request: Request, id: str, form: FormData) -> Response:
        plain = _plain(form)
        against = [v for v in form.getlist("against") if isinstance(v, str)]

        def write(root: Any, analysis: Analysis) -> None:
            claimed(root, analysis.record, plain.get("doctrine", ""), against)

        def again(kept: Kept, status: int, faults: tuple[Fault, ...]) -> Response:
            return asked(request, kept, None, (), "", False, status, faults)

        return written(request, id, plain.get("base", ""), write, again) or RedirectResponse(
            f"/cases/{id}/interview", 303
        )

    @router.post("/cases/{id}/interview/undo")
    async def undo(request: Request, id: str) -> Response:
        form = _plain(await request.form())
        await run_in_threadpool(site.shelf(request).undo, id, form.get("base", ""))
        return RedirectResponse(f"/cases/{id}/interview", 303)

    def decided(text: str) -> Analysis:
        return site.answers.decided(text, Question())

    return router


def _plain(form: FormData) -> dict[str, str]:
    return {k: v for k, v in form.items() if isinstance(v, str)}


def _settled(text: str) -> frozenset[str]:
    return settled(parse_yaml(text, "case.yaml").value)


def _address(id: str, skip: tuple[str, ...], on: str) -> str:
    from urllib.parse import urlencode

    query = urlencode([*(("skip", s) for s in skip), *([("on", on)] if on else [])])
    return f"/cases/{id}/interview{'?' + query if query else ''}"


def _answer(form: FormData, n: int, one: Inquiry) -> Answer:
    """The answer to one question from the fields of a form that bear its number."""
    plain = _plain(form)

    def many(name: str) -> tuple[str, ...]:
        return tuple(v for v in form.getlist(f"{name}{n}") if isinstance(v, str) and v)

    def text(name: str) -> str:
        return " ".join(lines(plain.get(f"{name}{n}", "")))

    said = plain.get(f"said{n}", "yes" if one.kind != "finding" else "")
    if said not in SAID:
        raise FieldFault("The question was not answered.", expected="one of the answers below it")
    evidence = [
        Evidence(text(side), text(f"{side}-cite"), text(f"{side}-kind"), text(f"{side}-of"))
        for side in ("for", "against")
    ]
    return Answer(
        said, text("magnitude"), many("chosen"), many("act"), lines(plain.get(f"did{n}", "")),
        lines(plain.get(f"failed{n}", "")), text("incident"), *evidence,
    )  # fmt: skip


def _acts(analysis: Analysis, asker: Asker) -> list[tuple[str, str, tuple[str, ...]]]:
    """Every act of the file in words, with what it amounts to."""
    return [
        (
            asker.say.person(act.by.is_),
            act.what,
            tuple(asker.say.factor(f.factor) for f in act.facts if f.for_ or not f.against),
        )
        for incident in analysis.record.incidents.values()
        for act in incident.acts.values()
    ]
