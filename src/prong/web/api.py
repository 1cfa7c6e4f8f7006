"""The same functions as JSON under ``/api/v1``: the contract of the command line, with OpenAPI."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from prong.faults import Fault, WordFault
from prong.report.contract import as_json
from prong.report.library import KINDS, entry, listing
from prong.web.asking import POSTURES, Question
from prong.web.shelf import Collision, NotHere
from prong.web.site import Kind, Site, each

Id = Annotated[str, Path(max_length=80)]


class Supposing(BaseModel):
    """Under what a case is decided; nothing, as it stands."""

    model_config = ConfigDict(extra="forbid")
    forum: str | None = Field(
        None, max_length=80, description="decide under the law of another court"
    )
    incident_date: str | None = Field(
        None, max_length=40, description="move every incident to this day"
    )
    decided: str | None = Field(None, max_length=40, description="take this as the day of decision")
    posture: str | None = Field(None, description=f"one of {', '.join(POSTURES)}")
    order: str = Field("one-first", description="one-first or two-only")
    so: list[str] = Field([], max_length=200, description="ids of findings to suppose so")
    not_so: list[str] = Field([], max_length=200, description="ids of findings to suppose not so")
    acts: list[str] = Field(
        [],
        max_length=200,
        description="acts to suppose, as incident/person/act or omission/what was done, each part URL-quoted",
    )
    factors: list[str] = Field(
        [],
        max_length=200,
        description="factors to suppose, as incident/act or nothing/factor/person/step, each part URL-quoted",
    )

    def question(self) -> Question:
        given = {
            "forum": self.forum or "", "incident-date": self.incident_date or "",
            "decided": self.decided or "", "posture": self.posture or "", "order": self.order,
        }  # fmt: skip
        return Question.of(given, self.so, self.not_so, self.acts, self.factors)


class Asked(Supposing):
    """A case file's text to decide, with what is supposed of it."""

    case: str = Field(max_length=4 * 1024 * 1024, description="a case file, as YAML")


class Written(BaseModel):
    model_config = ConfigDict(extra="forbid")
    case: str = Field(max_length=4 * 1024 * 1024, description="a case file, as YAML")


class FaultJson(BaseModel):
    """Something a person can put right."""

    sentence: str
    line: int | None
    field: str | None
    found: str | None
    expected: str | None
    nearest: str | None


class FaultsJson(BaseModel):
    faults: list[FaultJson]


class CaseJson(BaseModel):
    id: str
    digest: str
    case: str


def as_faults(fault: Fault) -> dict[str, Any]:
    return {
        "faults": [
            {
                "sentence": f.sentence, "line": f.place.line, "field": f.place.field,
                "found": f.found, "expected": f.expected, "nearest": f.nearest,
            }
            for f in each(fault)[:40]
        ]
    }  # fmt: skip


BAD: dict[int | str, dict[str, Any]] = {
    400: {"description": "The body is not JSON."},
    404: {"model": FaultsJson, "description": "There is nothing of this name."},
    413: {"description": "Larger than the workbench reads."},
    422: {"description": "Faults in what was sent, each with its line and field."},
    429: {"description": "Too much at once."},
}


def routes(site: Site) -> APIRouter:
    router = APIRouter(prefix="/api/v1", responses=BAD)

    def decided(text: str, q: Question) -> Response:
        return JSONResponse(as_json(site.answers.decided(text, q)))

    def held(request: Request, kind: Kind, id: str) -> str:
        return site.held(request, kind, id).kept.text

    @router.post("/analyze", summary="Decide a case file", response_model=None,
                 responses={200: {"description": "prong/analysis/1"}})  # fmt: skip
    def analyze(asked: Asked) -> Response:
        if not site.uploads.take():
            return JSONResponse({"detail": "Too much at once."}, 429)
        q = asked.question()
        site.tried(asked.case)
        return decided(asked.case, q)

    @router.get("/cases", summary="The ids of the cases on the shelf")
    def cases(request: Request) -> list[str]:
        return site.shelf(request).ids()

    @router.get("/cases/{id}", summary="A case file, with the digest a change must name")
    def case(request: Request, id: Id) -> CaseJson:
        kept = site.shelf(request).read(id)
        return CaseJson(id=kept.id, digest=kept.digest, case=kept.text)

    @router.put("/cases/{id}", summary="Save a case file begun from the digest in If-Match",
                responses={409: {"description": "It was saved by someone else since."},
                           428: {"description": "If-Match is missing."}},
                response_model=CaseJson)  # fmt: skip
    def put(
        request: Request, id: Id, sent: Written, if_match: Annotated[str | None, Header()] = None
    ) -> Any:
        if if_match is None:
            return JSONResponse({"detail": "If-Match must name the digest of the text."}, 428)
        case(request, id)
        site.taken(sent.case)
        try:
            kept = site.shelf(request).save(id, sent.case, if_match.strip('"'))
        except Collision as collision:
            theirs = collision.kept.digest
            return JSONResponse({"detail": "Saved by someone else since.", "digest": theirs}, 409)
        return CaseJson(id=kept.id, digest=kept.digest, case=kept.text)

    @router.post("/{kind}/{id}/analysis", summary="Decide a case of the shelf or an example",
                 response_model=None, responses={200: {"description": "prong/analysis/1"}})  # fmt: skip
    def analysis(request: Request, kind: Kind, id: Id, supposing: Supposing) -> Response:
        return decided(held(request, kind, id), supposing.question())

    @router.get("/library/{what}", summary="A list of the law library")
    def list_(
        what: Annotated[str, Path(description=f"one of {', '.join(KINDS)}")],
    ) -> list[dict[str, str]]:
        try:
            head, *rows = listing(site.library, what)
        except WordFault as fault:
            raise _not_here(fault) from None
        return [dict(zip(head, row, strict=True)) for row in rows]

    @router.get("/library/entries/{id}", summary="One entry of the law library, whole")
    def entry_(id: Annotated[str, Path(max_length=200)]) -> dict[str, Any]:
        try:
            return entry(site.library, id)
        except WordFault as fault:
            raise _not_here(fault) from None

    return router


def _not_here(fault: Fault) -> NotHere:
    return NotHere(
        fault.sentence, found=fault.found, expected=fault.expected, nearest=fault.nearest
    )
