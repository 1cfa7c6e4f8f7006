"""A new authority by form: validated as the library is, shown as YAML, kept in the user's own folder."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from typing import Any, get_args

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from prong.faults import Fault, FieldFault, Place, WordFault
from prong.files import check, parse_yaml
from prong.law.authorities import Authority
from prong.law.coding import Basis, Coded
from prong.law.library import Library
from prong.values import frozen
from prong.web import words
from prong.web.editing import as_json, first, several
from prong.web.forms import Input, Sent, inputs, read
from prong.web.ownlaw import OwnLaw, renamed
from prong.web.rewriting import rewritten, written
from prong.web.shape import MANY, fields
from prong.web.shelf import NotHere, digest, slug
from prong.web.site import Site, each

PREFIX = "f."


@frozen
class Proposal:
    """A form as it was sent: the authority it describes, its id and its text, and what it is based on."""

    id: str
    base: str
    value: dict[str, Any]
    text: str

    @property
    def court(self) -> str:
        found = self.value.get("court")
        return (
            found
            if isinstance(found, str) and re.fullmatch(r"[a-z0-9-]{1,40}", found)
            else "no-court"
        )


def routes(site: Site) -> APIRouter:
    router = APIRouter(include_in_schema=False, prefix="/library/own")

    def law() -> OwnLaw:
        return site.law

    @router.get("")
    def mine(request: Request, done: str = "") -> Response:
        found = [(id, site.library.authorities.get(id)) for id in law().ids()]
        said = {"saved": "Saved. Answers count it from now on.", "gone": "Taken out."}.get(done)
        fault = law().left_out
        left_out = each(fault) if fault else ()
        return site.page(
            request, "own.html", found=found, said=said, folder=law().folder, left_out=left_out,
        )  # fmt: skip

    @router.get("/new")
    def new(request: Request, like: str = "") -> Response:
        """An empty form; or, ``like`` an authority of the library, one that would replace it."""
        value: dict[str, Any] = {"holdings": [{}], "coded": {}}
        if like:
            if like not in site.library.authorities:
                raise NotHere("The library has no authority of this id.", found=like[:80])
            document = Library.load(law().overlays, documents=True).documents["authorities", like]
            value = copy.deepcopy(document.value)
        return shown(request, Proposal("", "", value, ""), replace=like)

    @router.get("/words")
    def offered(what: str = "", q: str = "", doctrine: str = "") -> Response:
        near = {"doctrine": doctrine[:200]}
        found = words.words(site.library, what[:40], near, Authority)
        return JSONResponse([as_json(w) for w in words.matching(found, q[:200])])

    @router.get("/{id}")
    def change(request: Request, id: str) -> Response:
        text = law().text(id)
        value = parse_yaml(text, f"{id}.yaml").value
        return shown(
            request, Proposal(id, digest(text), value if isinstance(value, dict) else {}, text)
        )

    @router.post("/form")
    async def form(request: Request) -> Response:
        return await run_in_threadpool(formed, request, await several(request))

    def formed(request: Request, sent: Sent) -> Response:
        old_id = first(sent, "id")
        old = law().text(old_id) if old_id else None
        document = parse_yaml(old, f"{old_id}.yaml").value if old is not None else {}
        value = read(Authority, sent, document, PREFIX, whole_file=True)
        if more := first(sent, "more").removeprefix(PREFIX):
            return shown(request, _with_one_more(_sent(sent, old_id, old, value), more),
                         replace=first(sent, "replace"), more=more)  # fmt: skip
        made = _sent(sent, old_id, old, value)
        try:
            _identified(made)
            if not old_id:
                _free(made.id, first(sent, "replace"))
            library = law().tried(made.id, made.court, made.text)
        except Fault as fault:
            return shown(
                request, made, status=422, found=each(fault), replace=first(sent, "replace")
            )
        if first(sent, "do") != "save":
            return shown(
                request, made, remarks=_remarks(library, made), checked=True,
                replace=first(sent, "replace"),
            )  # fmt: skip
        site.lay(law().put(made.id, made.court, made.text, made.base))
        return RedirectResponse("/library/own?done=saved", 303)

    @router.post("/{id}/remove")
    async def remove(request: Request, id: str) -> Response:
        return await run_in_threadpool(removed, request, id, await several(request))

    def removed(request: Request, id: str, sent: Sent) -> Response:
        text = law().text(id)
        court = _court_of(text)
        site.lay(law().put(id, court, None, first(sent, "base")))
        return RedirectResponse("/library/own?done=gone", 303)

    def _free(id: str, replace: str) -> None:
        """An id of the library is taken, unless it is meant to be replaced."""
        if id in law().ids():
            raise FieldFault(
                "You have proposed an authority of this id already.", found=id,
                expected="another caption, or a change of that proposal",
            )  # fmt: skip
        if id in law().shipped().authorities and replace != id:
            raise FieldFault(
                "The library holds an authority of this id.", found=id,
                place=Place(f"{id}.yaml", None, "authority"),
                expected="to replace the whole of it, begin from its own page: Propose a change",
            )  # fmt: skip

    def shown(
        request: Request, made: Proposal, status: int = 200, *, found: Sequence[Fault] = (),
        remarks: Sequence[Fault] = (), checked: bool = False, replace: str = "", more: str = "",
    ) -> Response:  # fmt: skip
        asked = inputs(
            site.library, Authority, made.value, (), Authority, made.value, found,
            prefix=PREFIX, whole_file=True,
        )  # fmt: skip
        beside = {id(f) for one in _all(asked) for f in one.faults}
        bases = [(b, Coded(from_=b)) for b in get_args(Basis)]
        return site.page(
            request, "propose.html", status, made=made, inputs=asked, remarks=remarks,
            faults=[f for f in found if id(f) not in beside], checked=checked, replace=replace,
            several=len(found), bases=bases, more=more, folder=law().folder,
        )  # fmt: skip

    return router


def _all(some: Sequence[Input]) -> list[Input]:
    return [one for i in some for one in (i, *(x for inner in i.inner for x in _all(inner)))]


def _sent(sent: Sent, old_id: str, old: str | None, value: dict[str, Any]) -> Proposal:
    """A form as it was sent. What was there keeps its comments; what is new is written as files are."""
    caption = value.get("authority")
    id = old_id or slug(caption if isinstance(caption, str) else "")
    text = rewritten(old, value) if old is not None and value else written(value)
    return Proposal(id, first(sent, "base"), value, text)


def _identified(made: Proposal) -> None:
    """Its form, told before the library is asked; and that it has a name."""
    if not made.value:
        raise FieldFault(
            "Nothing was filled in.", expected="a caption, a citation, a court and a day"
        )
    check(parse_yaml(made.text, f"{made.id}.yaml"), Authority)


def _with_one_more(made: Proposal, name: str) -> Proposal:
    """The form with room for one more of a field's parts."""
    field = fields(Authority).get(name)
    if field is None or field.kind not in MANY:
        raise WordFault("An authority has no such parts.", found=name[:80])
    value = {**made.value, name: [*(made.value.get(name) or []), {}]}
    return Proposal(made.id, made.base, value, made.text)


def _remarks(library: Library, made: Proposal) -> list[Fault]:
    """What a keeper of the library would look at in this authority."""
    from prong.coding.review import review

    mine = f"/authorities/{made.court}/{made.id}.yaml"
    found = [f for f in review(library) if (f.place.file or "").endswith(mine)]
    return [renamed(f, (f.place.file or "").removesuffix(f"{made.id}.yaml")) for f in found]


def _court_of(text: str) -> str:
    value = parse_yaml(text, "the file").value
    return str(value.get("court", "")) if isinstance(value, dict) else ""
