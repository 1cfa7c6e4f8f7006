"""A team's workbench put together: the pages of any workbench behind a door of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from fastapi import FastAPI

from prong.law.library import Library
from prong.web import trial
from prong.web.app import put_together
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

    app.add_middleware(
        TeamGuard, site=site, team=team, reached=reached, writes=writes or EachUser(120, 240)
    )
    return app
