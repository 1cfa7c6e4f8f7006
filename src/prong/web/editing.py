"""Changing a case file and keeping its comments; faults shown beside the lines they lie on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from prong.faults import Fault, WordFault
from prong.files import parse_yaml
from prong.record.case import Record
from prong.values import frozen
from prong.web import parts, words
from prong.web.completion import completed
from prong.web.forms import Sent
from prong.web.shape import as_path
from prong.web.shelf import Kept, NotHere, caption
from prong.web.site import Site, each

#: Lines shown on either side of a line at fault.
AROUND = 2


@frozen
class Told:
    """A fault with the lines around it: number, text, and whether it is the line at fault."""

    fault: Fault
    lines: tuple[tuple[int, str, bool], ...]


def faults(site: Site, text: str) -> tuple[Told, ...]:
    """What is wrong with a text, without deciding it."""
    from prong.record.load import from_document

    try:
        from_document(parse_yaml(text, "case.yaml"), site.library)
    except Fault as fault:
        return told(fault, text)
    return ()


def told(fault: Fault, text: str) -> tuple[Told, ...]:
    lines = text.split("\n")

    def around(line: int | None) -> Iterable[tuple[int, str, bool]]:
        if line is None:
            return
        for number in range(max(1, line - AROUND), min(len(lines), line + AROUND) + 1):
            yield number, lines[number - 1][:300], number == line

    return tuple(Told(f, tuple(around(f.place.line))) for f in each(fault)[:40])


def routes(site: Site) -> APIRouter:
    """The pages that change a case of one's own."""
    router = APIRouter(include_in_schema=False)

    def shown(
        request: Request, kept: Kept, text: str, base: str, status: int = 200, **more: Any
    ) -> Response:
        undo, redo = site.shelf(request).can(kept.id)
        values = {"theirs": None, "said": None, "done": None, "failed": False} | more
        if "found" not in values:
            values["found"] = faults(site, text)
        if "part" not in values:
            values["part"] = part_of(request, text)
        return site.page(
            request, "edit.html", status, kept=kept, text=text, base=base, undo=undo, redo=redo,
            title=caption(kept.text) or kept.id,
            **values,
        )  # fmt: skip

    def part_of(request: Request, text: str) -> parts.Opened | None:
        """The part that an address opens; None where the text has not the form of a case file."""
        try:
            document = parts.loaded(text)
        except Fault:
            return None
        query = request.query_params
        try:
            at = as_path(Record, query.getlist("at"))
            return parts.opened(site.library, document, at, new=bool(query.get("new")))
        except WordFault as fault:
            raise NotHere(fault.sentence, found=fault.found) from None

    @router.get("/cases/{id}/edit")
    def edit(request: Request, id: str, done: str = "") -> Response:
        kept = site.shelf(request).read(id)
        draft = site.shelf(request).draft(id)
        if draft is not None and draft[0] != kept.text:
            said = "This is a draft that was not saved."
            if draft[1] != kept.digest:
                said += " The case has been saved by someone else since it was begun."
            return shown(request, kept, draft[0], draft[1], said=said)
        how = "Saved. The comments and the order of the file are as they were." if done else None
        return shown(request, kept, kept.text, kept.digest, done=how)

    @router.post("/cases/{id}/edit")
    def save(
        request: Request,
        id: str,
        text: Annotated[str, Form()],
        base: Annotated[str, Form()],
    ) -> Response:
        kept, text = site.shelf(request).read(id), _plain(text)
        if kept.digest != base and kept.text != text:
            return collided(request, kept, text, base)
        site.shelf(request).keep_draft(id, text, base)
        try:
            if text != kept.text:
                site.taken(text)
        except Fault as fault:
            return shown(request, kept, text, base, 422, found=told(fault, text))
        site.shelf(request).save(id, text, base)
        return RedirectResponse(f"/cases/{id}", 303)

    def collided(request: Request, kept: Kept, text: str, base: str) -> Response:
        return shown(request, kept, text, base, 409, theirs=kept)

    @router.post("/cases/{id}/check")
    def check(
        request: Request,
        id: str,
        text: Annotated[str, Form()],
        base: Annotated[str, Form()],
    ) -> Response:
        """While one types: keep the draft, and say what is wrong with it."""
        text, kept = _plain(text), site.shelf(request).read(id)
        if text == kept.text:
            site.shelf(request).drop_draft(id)
        else:
            site.shelf(request).keep_draft(id, text, base)
        return site.page(
            request, "_faults.html", found=faults(site, text), drafted=text != kept.text,
            stale=kept.digest != base,
        )  # fmt: skip

    @router.post("/cases/{id}/discard")
    def discard(request: Request, id: str) -> Response:
        site.shelf(request).drop_draft(id)
        return RedirectResponse(f"/cases/{id}/edit", 303)

    @router.post("/cases/{id}/undo")
    def undo(
        request: Request, id: str, base: Annotated[str, Form()], again: Annotated[str, Form()] = ""
    ) -> Response:
        site.shelf(request).undo(id, base, again=bool(again))
        site.shelf(request).drop_draft(id)
        return RedirectResponse(f"/cases/{id}/edit", 303)

    @router.post("/cases/{id}/part")
    async def part(request: Request, id: str) -> Response:
        from starlette.concurrency import run_in_threadpool

        return await run_in_threadpool(changed, request, id, await several(request))

    def changed(request: Request, id: str, sent: Sent) -> Response:
        """A part changed, added or taken out by a form, in the draft where there is one."""
        shelf = site.shelf(request)
        kept, draft = shelf.read(id), shelf.draft(id)
        base, do = first(sent, "base"), first(sent, "do")
        typed = _plain(first(sent, "text")) if "text" in sent else None
        start = typed if typed is not None else draft[0] if draft else kept.text
        change = parts.Change.of(sent)
        try:
            document = parts.loaded(start)
        except Fault as fault:  # the text beside the form cannot be read: it is kept, as a draft
            shelf.keep_draft(id, start, base)
            return shown(request, kept, start, base, 422, part=None, found=told(fault, start))

        def again(status: int, **more: Any) -> Response:
            values = {"failed": True, "theirs": kept if status == 409 else None}
            given = None if change.remove else change.given(document.value)
            key = change.key or None
            opened = parts.opened(
                site.library, document, change.at, new=change.new, given=given, key=key,
                **more,
            )  # fmt: skip
            return shown(request, kept, start, base, status, part=opened, **values)

        if kept.digest != base:
            return again(409)
        try:
            text, at = parts.applied(start, change, anyway=do == "remove-draft")
            if do.endswith("draft") or start != kept.text:
                shelf.keep_draft(id, text, base)
                return RedirectResponse(f"/cases/{id}/edit{parts.query(at)}#forms", 303)
            site.taken(text)
        except parts.Named as named:
            return again(422, named=named.found)
        except Fault as fault:
            return again(422, found=each(fault)[:40])
        shelf.save(id, text, base)
        return RedirectResponse(f"/cases/{id}/edit{parts.query(at, done='saved')}#forms", 303)

    @router.get("/cases/{id}/words")
    def offered(request: Request, id: str, what: str = "", q: str = "") -> Response:
        """What may be named in a form, by what is typed."""
        kept, draft = site.shelf(request).read(id), site.shelf(request).draft(id)
        try:
            value = parse_yaml(draft[0] if draft else kept.text, "case.yaml").value
        except Fault:
            value = {}
        at = tuple(request.query_params.getlist("at"))[:32]
        found = words.words(site.library, what[:40], value, Record, at)
        return JSONResponse([as_json(w) for w in words.matching(found, q[:200])])

    @router.post("/cases/{id}/complete")
    def complete(
        request: Request,
        id: str,
        before: Annotated[str, Form()] = "",
        after: Annotated[str, Form()] = "",
    ) -> Response:
        """What may be written in the text at the cursor."""
        site.shelf(request).read(id)
        made = completed(site.library, Record, _plain(before), _plain(after))
        return JSONResponse({"typed": made.typed, "options": [as_json(w) for w in made.offered]})

    return router


def _plain(text: str) -> str:
    """A form sends its lines as a typewriter ends them."""
    return text.replace("\r\n", "\n")


def as_json(word: words.Word) -> dict[str, str]:
    return {"word": word.word, "says": word.says, "more": word.more}


async def several(request: Request) -> dict[str, list[str]]:
    """All that a form sent, a list for each field."""
    sent = await request.form()
    return {k: [v for v in sent.getlist(k) if isinstance(v, str)] for k in sent}


def first(sent: Sent, name: str) -> str:
    return next(iter(sent.get(name, ())), "")
