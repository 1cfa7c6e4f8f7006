"""What admins do: users, matters and their members, the log. The guard lets nobody else come here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse

from prong.dates import Day
from prong.faults import DateFault, Fault
from prong.web.site import Site
from prong.web.team import accounts, log, matters, passwords
from prong.web.team.door import asker
from prong.web.team.store import Team

_USER = re.compile(r"\buser (\d+)")
_DIGEST = re.compile(r"[0-9a-f]{64}")
#: The greatest number of a row that is asked for.
MOST = 2**31 - 1


def routes(site: Site, team: Team) -> APIRouter:
    router = APIRouter(include_in_schema=False, prefix="/team")

    @router.get("")
    def start() -> Response:
        return RedirectResponse("/team/users", 303)

    # Users

    def users(request: Request, status: int = 200, **values: Any) -> Response:
        with team.begin() as connection:
            found = accounts.every(connection)
        given = {"faults": (), "given": None, "typed": ""} | values
        return site.page(request, "team-users.html", status, users=found, may=accounts.MAY, **given)

    @router.get("/users")
    def all_users(request: Request) -> Response:
        return users(request)

    @router.post("/users")
    def add_user(
        request: Request, name: Annotated[str, Form()] = "", role: Annotated[str, Form()] = ""
    ) -> Response:
        given = passwords.given()
        try:
            with team.begin() as connection:
                accounts.add(connection, asker(request).by, name, role, given, given=True)
        except Fault as fault:
            return users(request, 422, faults=(fault,), typed=name[:100])
        return users(request, given=(accounts.named(name), given))

    def user(request: Request, number: int, status: int = 200, **values: Any) -> Response:
        with team.begin() as connection:
            one = accounts.of_number(connection, _number(number))
            theirs = matters.of_user(connection, number)
        given = {"faults": (), "given": None, "said": None} | values
        return site.page(
            request, "team-user.html", status, one=one, theirs=theirs, may=accounts.MAY, **given
        )

    @router.get("/users/{number}")
    def one_user(request: Request, number: int, done: str = "") -> Response:
        return user(request, number, said="Saved." if done else None)

    @router.post("/users/{number}")
    def change_user(
        request: Request,
        number: int,
        role: Annotated[str, Form()] = "",
        closed: Annotated[str, Form()] = "",
    ) -> Response:
        try:
            with team.begin() as connection:
                by = asker(request).by
                accounts.change(connection, by, _number(number), role, closed=bool(closed))
        except Fault as fault:
            return user(request, number, 422, faults=(fault,))
        return RedirectResponse(f"/team/users/{number}?done=yes", 303)

    @router.post("/users/{number}/password")
    def give_password(request: Request, number: int) -> Response:
        given = passwords.given()
        with team.begin() as connection:
            by = asker(request).by
            accounts.set_password(connection, by, _number(number), given, given=True)
        return user(request, number, given=given)

    # Matters

    def every_matter(request: Request, status: int = 200, **values: Any) -> Response:
        with team.begin() as connection:
            found = matters.every(connection)
        given = {"faults": (), "typed": ""} | values
        return site.page(request, "team-matters.html", status, found=found, **given)

    @router.get("/matters")
    def all_matters(request: Request) -> Response:
        return every_matter(request)

    @router.post("/matters")
    def add_matter(request: Request, name: Annotated[str, Form()] = "") -> Response:
        try:
            with team.begin() as connection:
                number = matters.add(connection, asker(request).by, name)
        except Fault as fault:
            return every_matter(request, 422, faults=(fault,), typed=name[:200])
        return RedirectResponse(f"/team/matters/{number}", 303)

    def matter(request: Request, number: int, status: int = 200, **values: Any) -> Response:
        with team.begin() as connection:
            one = matters.of_number(connection, _number(number))
            members = matters.members(connection, number)
            inside = {m.id for m in members}
            others = [u for u in accounts.every(connection) if u.id not in inside and not u.closed]
        given = {"faults": ()} | values
        return site.page(
            request, "team-matter.html", status, one=one, members=members, others=others, **given
        )

    @router.get("/matters/{number}")
    def one_matter(request: Request, number: int) -> Response:
        return matter(request, number)

    @router.post("/matters/{number}/name")
    def rename(request: Request, number: int, name: Annotated[str, Form()] = "") -> Response:
        try:
            with team.begin() as connection:
                matters.rename(connection, asker(request).by, _number(number), name)
        except Fault as fault:
            return matter(request, number, 422, faults=(fault,))
        return RedirectResponse(f"/team/matters/{number}", 303)

    @router.post("/matters/{number}/members")
    def add_member(request: Request, number: int, name: Annotated[str, Form()] = "") -> Response:
        try:
            with team.begin() as connection:
                matters.add_member(connection, asker(request).by, _number(number), name)
        except Fault as fault:
            return matter(request, number, 422, faults=(fault,))
        return RedirectResponse(f"/team/matters/{number}", 303)

    @router.post("/matters/{number}/members/{user}/remove")
    def remove_member(request: Request, number: int, user: int) -> Response:
        with team.begin() as connection:
            by = asker(request).by
            matters.remove_member(connection, by, _number(number), _number(user))
        return RedirectResponse(f"/team/matters/{number}", 303)

    # The log

    @router.get("/log")
    def read_log(request: Request) -> Response:
        fields = _fields(request)
        faults: tuple[Fault, ...] = ()
        try:
            asked = _asked(fields)
        except Fault as fault:
            asked, faults = log.Asked(), (fault,)
        with team.begin() as connection:
            rows, more = log.page(connection, asked)
            names = {user.id: user.name for user in accounts.every(connection)}

        def named(what: str | None) -> str:
            """Of what an entry tells: users by name, and of a digest as much as tells it apart."""
            by_name = _USER.sub(lambda m: names.get(int(m[1]), m[0]), what or "")
            return f"{by_name[:12]}…" if _DIGEST.fullmatch(by_name) else by_name

        kept = {k: v for k, v in fields.items() if v and k != "before"}
        older = urlencode(kept | {"before": str(rows[-1].id)}) if more else None
        return site.page(
            request, "team-log.html", 422 if faults else 200, rows=rows, actions=log.ACTIONS, named=named,
            fields=fields, faults=faults, older=older, query=urlencode(kept),
        )  # fmt: skip

    @router.get("/log.csv")
    def take_log(request: Request) -> Response:
        asked = _asked(_fields(request))
        with team.begin() as connection:
            log.add(connection, asker(request).by, "log-exported")

        def lines() -> Iterator[str]:
            with team.begin() as connection:
                yield from log.as_csv(connection, asked)

        return StreamingResponse(
            lines(), media_type="text/csv; charset=utf-8",
            headers={"content-disposition": 'attachment; filename="log.csv"'},
        )  # fmt: skip

    return router


def _number(number: int) -> int:
    """A number as a row may have it; any other is that of no row."""
    return number if 0 < number <= MOST else 0


def _fields(request: Request) -> dict[str, str]:
    query = request.query_params
    names = ("user", "action", "matter", "case", "since", "before")
    return {name: query.get(name, "").strip()[:200].replace("\0", "") for name in names}


def _asked(fields: dict[str, str]) -> log.Asked:
    since = None
    if fields["since"]:
        try:
            first = Day.parse(fields["since"]).first
        except ValueError as error:
            raise DateFault("This is not a date.", found=fields["since"][:40],
                            expected=str(error)) from None  # fmt: skip
        since = datetime(first.year, first.month, first.day, tzinfo=UTC)
    before = fields["before"]
    return log.Asked(
        fields["user"], fields["action"], fields["matter"], fields["case"], since,
        min(int(before), 2**63 - 1) if before.isdecimal() and len(before) < 20 else None,
    )  # fmt: skip
