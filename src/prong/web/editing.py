"""Changing a case file and keeping its comments; faults shown beside the lines they lie on."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from prong.faults import Fault, FieldFault, Place, WordFault
from prong.files import parse_yaml
from prong.values import frozen
from prong.web.asking import Question
from prong.web.shelf import Kept
from prong.web.site import Site, each

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
#: Lines shown on either side of a line at fault.
AROUND = 2


def loaded(text: str) -> Any:
    """A case file as values that keep its comments and its layout. Read strictly first: this
    reader takes more than Prong does."""
    parse_yaml(text, "case.yaml")
    return _yaml().load(text)


def dumped(root: Any) -> str:
    _emptied(root)
    out = io.StringIO()
    _yaml().dump(root, out)
    return out.getvalue()


def _emptied(root: Any) -> None:
    """Leave out what is nothing on one line, where it would be written as the text null."""
    todo = [root]
    while todo:
        one = todo.pop()
        if isinstance(one, dict):
            flow = getattr(one, "fa", None) is not None and one.fa.flow_style()  # type: ignore[attr-defined]
            for key in [k for k, v in one.items() if v is None and flow]:
                del one[key]
            todo += one.values()
        elif isinstance(one, list):
            todo += one


def _yaml() -> Any:
    """A reader and writer to which, as to Prong, every value is text or nothing."""
    from ruamel.yaml import YAML
    from ruamel.yaml.resolver import VersionedResolver

    class Plain(VersionedResolver):
        @property
        def versioned_resolver(self) -> Any:
            return {"": [("tag:yaml.org,2002:null", re.compile("^$"))]}

    made = YAML(typ="rt", pure=True)
    made.Resolver = Plain
    made.indent(mapping=2, sequence=4, offset=2)  # as the shipped files are laid out
    made.width = 10_000
    made.preserve_quotes = True
    return made


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
        values = {"found": faults(site, text), "theirs": None, "said": None} | more
        return site.page(
            request, "edit.html", status, kept=kept, text=text, base=base, undo=undo, redo=redo,
            words=_words(site, text), **values,
        )  # fmt: skip

    @router.get("/cases/{id}/edit")
    def edit(request: Request, id: str) -> Response:
        kept = site.shelf(request).read(id)
        draft = site.shelf(request).draft(id)
        if draft is not None and draft[0] != kept.text:
            said = "This is a draft that was not saved."
            if draft[1] != kept.digest:
                said += " The case has been saved by someone else since it was begun."
            return shown(request, kept, draft[0], draft[1], said=said)
        return shown(request, kept, kept.text, kept.digest)

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
                site.trial(text)
                site.answers.decided(text, Question())
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

    @router.post("/cases/{id}/add/{what}")
    async def add(request: Request, id: str, what: str) -> Response:
        from starlette.concurrency import run_in_threadpool

        sent = await request.form()
        plain = {k: v.strip() for k, v in sent.items() if isinstance(v, str)}
        return await run_in_threadpool(added, request, id, what, plain)

    def added(request: Request, id: str, what: str, sent: dict[str, str]) -> Response:
        kept, base = site.shelf(request).read(id), sent.get("base", "")
        if kept.digest != base:
            return collided(request, kept, kept.text, base)
        if site.shelf(request).draft(id) is not None:
            raise FieldFault(
                "There is a draft that is not saved.", expected="save or discard it first"
            )
        text = kept.text
        try:
            root = loaded(text)
            _add(root, what, sent)
            text = dumped(root)
            site.trial(text)
            site.answers.decided(text, Question())
        except Fault as fault:
            return shown(request, kept, kept.text, base, 422, found=told(fault, text))
        site.shelf(request).save(id, text, base)
        return RedirectResponse(f"/cases/{id}/edit", 303)

    return router


def _plain(text: str) -> str:
    """A form sends its lines as a typewriter ends them."""
    return text.replace("\r\n", "\n")


def _words(site: Site, text: str) -> dict[str, Any]:
    """What the forms complete from: the words of the library and of the case itself."""
    try:
        value = parse_yaml(text, "case.yaml").value
    except Fault:
        value = {}
    value = value if isinstance(value, dict) else {}

    def under(name: str) -> dict[str, Any]:
        found = value.get(name)
        return found if isinstance(found, dict) else {}

    incidents = under("incidents")
    factors = site.library.factors
    return {
        "people": list(under("people")),
        "evidence": list(under("evidence")),
        "incidents": list(incidents),
        "acts": [
            (key, name)
            for key, incident in incidents.items()
            if isinstance(incident, dict) and isinstance(incident.get("acts"), dict)
            for name in incident["acts"]
        ],
        "factors": [
            (key, f"{f.says} ({f.side}; {f.doctrine})")
            for key, f in factors.factors.items()
            if factors.leaf(key) and f.derived is None
        ],
    }


def _add(root: Any, what: str, sent: dict[str, str]) -> None:
    """Add to a case file what a form describes."""
    match what:
        case "person":
            fields = ("name", "is", "rank", "agency")
            _mapping(root, "people")[_name(sent)] = _flow(
                {k: sent[k] for k in fields if sent.get(k)}
            )
        case "evidence":
            fields = ("kind", "of", "cite", "says")
            made = _flow({k: sent[k] for k in fields if sent.get(k)})
            _mapping(root, "evidence")[_name(sent)] = made
        case "act":
            acts = _mapping(_incident(root, sent), "acts")
            entry: dict[str, Any] = {k: sent[k] for k in ("by", "kind", "what") if sent.get(k)}
            if cited := _listed(sent, "for"):
                entry["for"] = cited
            acts[_name(sent)] = entry
        case "finding":
            _finding(root, sent)
        case _:
            raise WordFault("There is no such form.", found=what[:40])


def _finding(root: Any, sent: dict[str, str]) -> None:
    incident = _incident(root, sent)
    act = sent.get("act")
    entry: dict[str, Any] = {"factor": sent.get("factor", "")}
    for name in ("for", "against"):
        if cited := _listed(sent, name):
            entry[name] = cited
    if sent.get("person"):
        entry["person"] = sent["person"]
    if sent.get("says"):
        entry["says"] = sent["says"]
    if act:
        acts = incident.get("acts") or {}
        if act not in acts:
            raise WordFault("No act of this incident has this id.", found=act[:80])
        home, name = acts[act], "facts"
    else:
        home, name = incident, "findings" if sent.get("person") else "circumstances"
    if not isinstance(home.get(name), list):
        home[name] = []
    home[name].append(_flow(entry))


def _name(sent: dict[str, str]) -> str:
    name = sent.get("id", "")
    if not _NAME.fullmatch(name):
        raise FieldFault(
            "An id is a short word.", found=name[:80] or "nothing",
            expected="letters, figures and hyphens",
        )  # fmt: skip
    return name


def _mapping(root: Any, name: str) -> Any:
    if not isinstance(root.get(name), dict):
        root[name] = {}
    return _Fresh(root[name])


class _Fresh:
    """A mapping in which nothing is replaced: an id that is taken is a fault."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __setitem__(self, name: str, value: Any) -> None:
        if name in self.inner:
            raise FieldFault("This id is taken.", place=Place("case.yaml"), found=name)
        self.inner[name] = value


def _incident(root: Any, sent: dict[str, str]) -> Any:
    incidents = root.get("incidents") or {}
    name = sent.get("incident", "")
    if name not in incidents:
        raise WordFault("The case has no such incident.", found=name[:80] or "nothing")
    return incidents[name]


def _listed(sent: dict[str, str], name: str) -> Any:
    words = re.split(r"[\s,]+", sent.get(name, "").strip())
    return [w for w in words if w]


def _flow(values: dict[str, Any]) -> Any:
    """A mapping on one line, as the shipped files write them."""
    from ruamel.yaml.comments import CommentedMap

    made = CommentedMap(values)
    made.fa.set_flow_style()
    return made
