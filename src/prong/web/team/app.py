"""A team's workbench put together: the pages of any workbench behind a door of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from prong.law.library import Library
from prong.web import trial
from prong.web.app import put_together
from prong.web.guard import SAFE
from prong.web.site import Site
from prong.web.team import managing, moving, passwords, signing
from prong.web.team.door import EachUser, TeamDoor, TeamGuard
from prong.web.team.reached import Reached
from prong.web.team.store import Team


def create_app(
    team: Team,
    reached: Reached,
    *,
    overlays: Sequence[Path] = (),
    tried: Callable[[str], None] | None = None,
    writes: EachUser | None = None,
) -> FastAPI:
    """The workbench of a team, as it is ``reached``."""
    over = tuple(str(Path(o).resolve()) for o in overlays)
    door = TeamDoor(team)
    site = Site(
        Library.load(over),
        door,
        tried or (lambda text: trial.tried(text, over)),
        uploads=EachUser(20, 30),
    )
    passwords.prepare()
    app = put_together(
        site,
        signing.routes(site, team, reached),
        managing.routes(site, team),
        moving.routes(site, door),
    )

    @app.middleware("http")
    async def chosen(request: Request, go_on: Any) -> Response:
        """The matter that a form names for a new case."""
        asking = request.state.asking
        if request.method not in SAFE and asking.case is None and request.state.asker is not None:
            await _matter_of_form(request)
        return await go_on(request)  # type: ignore[no-any-return]

    app.add_middleware(
        TeamGuard, site=site, team=team, reached=reached, writes=writes or EachUser(120, 240)
    )
    return app


async def _matter_of_form(request: Request) -> None:
    if "form" not in request.headers.get("content-type", ""):
        return
    await request.body()  # read here once, and kept for whoever answers
    try:
        given = (await request.form()).get("matter")
    except HTTPException:  # whoever answers says what is wrong with the form
        return
    if isinstance(given, str) and given.isdecimal() and len(given) < 10:
        request.state.asking.matter = given
