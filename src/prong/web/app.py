"""The workbench put together: the door, the pages, the API."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.staticfiles import StaticFiles

from prong import __version__
from prong.faults import BaseFault, Fault, NoBaseFault, TeamFault, WordFault
from prong.web import (
    api,
    api_base,
    briefs,
    downloads,
    editing,
    interview,
    keeping,
    lawbooks,
    opinions,
    pages,
    proposals,
)
from prong.web.checks import DOCUMENT, TooMany
from prong.web.deciders import Busy
from prong.web.guard import SAFE, Bucket, Guard, Keys
from prong.web.shelf import Collision, NotHere, Refused, Shelf
from prong.web.site import HERE, OwnDoor, Site, each

#: Where a brief is sent: more bytes than elsewhere, streamed to a file and never held in memory.
LARGER = dict.fromkeys(("/check", "/api/v1/check"), DOCUMENT + 64 * 1024)
#: Requests that are answered or wait for their answer at one time; more wait at the door.
THREADS = 160


def create_app(
    folder: Path,
    *,
    port: int,
    keys: Keys | None = None,
    overlays: Sequence[Path] = (),
    base: str | None = None,
    apart: bool = True,
    writes: Bucket | None = None,
) -> FastAPI:
    """The single-user workbench on this machine's own address at ``port``.

    ``folder`` holds the user's cases and checks; no request can name another. ``base`` is the
    authority base, a file or a URL; else PRONG_BASE, else a file of the user's data folder.
    ``apart``: cases are decided in processes apart, which start with it and end with it.
    """
    keys = keys or Keys()
    cookie = f"prong-{port}"
    site = Site.at(folder, OwnDoor(Shelf(folder / "cases"), keys), overlays, base, apart)
    app = put_together(site)

    @app.get("/open", include_in_schema=False)
    def open_(token: str = "") -> Response:
        if not keys.opens(token):
            return PlainTextResponse("This is not the address that prong serve printed.\n", 403)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(cookie, keys.session, httponly=True, samesite="strict", path="/")
        return answer

    hosts = frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]"))
    app.add_middleware(
        Guard,
        keys=keys,
        hosts=hosts,
        cookie=cookie,
        writes=writes or Bucket(120, 240),
        larger=LARGER,
    )
    return app


def put_together(site: Site, *first: APIRouter) -> FastAPI:
    """Every page and the API of a workbench, behind no guard yet; routes that are looked at
    ``first`` are of another address than any of these could be."""

    @contextlib.asynccontextmanager
    async def living(app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = THREADS
        yield
        site.checks.close()
        site.answers.close()

    app = FastAPI(
        title="Prong",
        version=__version__,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # its pages fetch their script from elsewhere
        redoc_url=None,
        lifespan=living,
    )
    app.state.site = site

    for router in first:
        app.include_router(router)
    app.mount("/assets", StaticFiles(directory=HERE / "assets"), name="assets")
    app.include_router(api.routes(site))
    app.include_router(api_base.routes(site))
    app.include_router(editing.routes(site))
    app.include_router(keeping.routes(site))
    app.include_router(interview.routes(site))
    app.include_router(downloads.routes(site))
    app.include_router(proposals.routes(site))
    app.include_router(lawbooks.routes(site))
    app.include_router(briefs.routes(site))
    app.include_router(opinions.routes(site))
    app.include_router(pages.routes(site))
    _tell_faults(app, site)

    @app.middleware("http")
    async def made_here(request: Request, go_on: Any) -> Response:
        """Every form carries what shows that this workbench made it; a bearer has shown it is no page."""
        if request.method not in SAFE and not site.door.bearer(request):
            sent = request.headers.get("x-csrf") or ""
            path = request.url.path
            in_form = "form" in request.headers.get("content-type", "")
            if in_form and not path.startswith("/api/"):
                try:
                    if path in LARGER:  # streamed, read here once and handed on
                        form = await request.form(max_files=1, max_fields=20)
                    else:
                        await request.body()  # read here once, and kept for whoever answers
                        form = await request.form()
                except (HTTPException, ClientDisconnect):
                    return PlainTextResponse("This form cannot be read.\n", 400)
                request.state.form = form
                given = form.get("csrf")
                sent = sent or (given if isinstance(given, str) else "")
            if not secrets.compare_digest(sent.encode(), site.door.form(request).encode()):
                return PlainTextResponse(
                    "This form is from an earlier start of the workbench. Load the page again.\n",
                    403,
                )
        return await go_on(request)  # type: ignore[no-any-return]

    return app


def _tell_faults(app: FastAPI, site: Site) -> None:
    """What goes wrong is told as a page, or under the API as JSON."""

    def told(request: Request, status: int, faults: Sequence[Fault]) -> Response:
        if request.url.path.startswith("/api/"):
            both = {"faults": [one for f in faults for one in api.as_faults(f)["faults"]]}
            return JSONResponse(both, status)
        if any(isinstance(f, NoBaseFault) for f in faults):
            return site.page(request, "no-base.html", status, fault=faults[0])
        return site.page(request, "fault.html", status, faults=faults)

    @app.exception_handler(Fault)
    def fault(request: Request, error: Fault) -> Response:
        statuses = (
            (NotHere, 404), (NoBaseFault, 404), (Refused, 403), (BaseFault, 503), (TeamFault, 503),
            (TooMany, 429),
        )  # fmt: skip
        status = next((n for kind, n in statuses if isinstance(error, kind)), 422)
        return told(request, status, each(error))

    @app.exception_handler(Busy)
    def busy(request: Request, error: Busy) -> Response:
        made = told(request, 503, [error])
        made.headers["retry-after"] = "1"
        return made

    @app.exception_handler(Collision)
    def collision(request: Request, error: Collision) -> Response:
        return told(request, 409, [Fault("The case was saved by someone else since.")])

    @app.exception_handler(RequestValidationError)
    def form(request: Request, error: RequestValidationError) -> Response:
        if not request.url.path.startswith("/api/") and any(
            e["loc"][0] == "path" for e in error.errors()
        ):
            return told(request, 404, [NotHere("There is no such page.")])
        where = [
            Fault(f"{str(e['msg'])[:200]}.", expected=".".join(map(str, e["loc"])))
            for e in error.errors()[:10]
        ]
        return told(request, 422, where)

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        sentence = "There is no such page." if error.status_code == 404 else str(error.detail)
        made = told(request, error.status_code, [WordFault(sentence)])
        for name, value in (error.headers or {}).items():
            made.headers[name] = value
        return made
