"""A team's workbench put together: the pages of any workbench behind a door of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fastapi import FastAPI

from prong.web.app import LARGER, put_together
from prong.web.site import Site
from prong.web.team import managing, moving, passwords, signing
from prong.web.team.door import EachUser, TeamDoor, TeamGuard
from prong.web.team.reached import Reached
from prong.web.team.store import Team


def create_app(
    team: Team,
    reached: Reached,
    *,
    folder: Path,
    overlays: Sequence[Path] = (),
    base: str | None = None,
    apart: bool = True,
    writes: EachUser | None = None,
) -> FastAPI:
    """The workbench of a team, as it is ``reached``.

    ``folder`` holds the law that its admins have proposed, and the checks of each user; ``base`` and
    ``apart`` are as for one person's.
    """
    door = TeamDoor(team)
    site = Site.at(folder, door, overlays, base, apart)
    site.uploads = EachUser(20, 30)
    passwords.prepare()
    app = put_together(
        site,
        signing.routes(site, team, reached),
        managing.routes(site, team),
        moving.routes(site, door),
    )

    app.add_middleware(
        TeamGuard,
        site=site,
        team=team,
        reached=reached,
        writes=writes or EachUser(120, 240),
        larger=LARGER,
    )
    return app
