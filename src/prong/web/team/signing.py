"""Signing in and out, and one's own page: the password, other sessions, tokens of the API."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection

from prong.faults import Fault, FieldFault
from prong.web.site import Site
from prong.web.team import accounts, attempts, log, matters, passwords, sessions
from prong.web.team.door import SIGN_IN, asker
from prong.web.team.log import By
from prong.web.team.reached import Reached
from prong.web.team.store import Team

#: A page of the workbench to go on to: nothing that a browser could take for another host.
_LOCAL = re.compile(r"/(?![/\\])[^\x00-\x1f\\]{0,500}")
_NOT = "The name or the password is not right, or the account is closed."
_TOO_OFTEN = "Too many attempts. Wait a quarter of an hour and try again."


def routes(site: Site, team: Team, reached: Reached) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    def known_by(answer: Response, secret: str) -> Response:
        """Lax and not strict, or a link in a message would open the page where one signs in."""
        answer.set_cookie(
            reached.cookie, secret, httponly=True, samesite="lax", secure=reached.secure, path="/"
        )
        return answer

    def signing(request: Request, status: int = 200, **values: Any) -> Response:
        given = {"next": "", "name": "", "said": None} | values
        answer = site.page(request, "sign-in.html", status, **given)
        return known_by(answer, request.state.secret) if request.state.unknown else answer

    @router.get(SIGN_IN)
    def page(request: Request, next: str = "") -> Response:
        if request.state.asker is not None:
            return RedirectResponse(_local(next), 303)
        return signing(request, next=next if _LOCAL.fullmatch(next) else "")

    @router.post(SIGN_IN)
    def sign_in(
        request: Request,
        name: Annotated[str, Form()] = "",
        password: Annotated[str, Form()] = "",
        next: Annotated[str, Form()] = "",
    ) -> Response:
        name, address = name.strip().lower()[:100].replace("\0", ""), request.state.address
        secret = None
        with team.begin() as connection:
            counted = attempts.admit(connection, name, address)
            if counted is None and attempts.first_refused(connection, name, address):
                _refused(connection, name, address, "too many attempts")
        if counted is not None:
            with team.begin() as connection:
                user = accounts.admits(connection, name, password)
                if user is None:
                    _refused(connection, name, address, None)
                else:
                    attempts.forgive(connection, name, address, counted)
                    if request.state.asker is not None:
                        sessions.end(connection, request.state.asker.session)
                    secret = sessions.begin(connection, user)
                    log.add(connection, By(user, address, "session"), "signed-in")
        if secret is None:
            status, said = (429, _TOO_OFTEN) if counted is None else (403, _NOT)
            return signing(request, status, next=next, name=name, said=said)
        return known_by(RedirectResponse(_local(next), 303), secret)

    @router.post("/sign-out")
    def sign_out(request: Request) -> Response:
        who = asker(request)
        with team.begin() as connection:
            if who.session is not None:
                sessions.end(connection, who.session)
            log.add(connection, who.by, "signed-out")
        answer = RedirectResponse(SIGN_IN, 303)
        answer.delete_cookie(reached.cookie, secure=reached.secure, httponly=True, samesite="lax")
        return answer

    def own(request: Request, status: int = 200, **values: Any) -> Response:
        who = asker(request)
        given = {"said": None, "made": None, "faults": ()} | values
        with team.begin() as connection:
            mine, tokens = (
                matters.of_user(connection, who.user),
                sessions.tokens(connection, who.user),
            )
        return site.page(
            request, "account.html", status, may=accounts.MAY[who.role], mine=mine, tokens=tokens,
            days=sessions.DAYS, least=passwords.LEAST, **given,
        )  # fmt: skip

    @router.get("/account")
    def account(request: Request, done: str = "") -> Response:
        said = {
            "password": "The password is changed. Your other sessions and your tokens have ended.",
            "sessions": "Your other sessions have ended.",
            "token": "The token has ended.",
        }
        return own(request, said=said.get(done))

    @router.post("/account/password")
    def password(
        request: Request,
        now: Annotated[str, Form()] = "",
        new: Annotated[str, Form()] = "",
        again: Annotated[str, Form()] = "",
    ) -> Response:
        who = asker(request)
        try:
            secret = changed(who, now, new, again)
        except Fault as fault:
            return own(request, 422, faults=(fault,))
        return known_by(RedirectResponse("/account?done=password", 303), secret)

    def changed(who: sessions.Asker, now: str, new: str, again: str) -> str:
        """Change one's own password; what the browser is known by from now on."""
        if new != again:
            raise FieldFault("The new password was not typed twice the same.")
        if new == now:
            raise FieldFault("The new password is the old one.")
        address = who.by.address or ""
        with team.begin() as connection:
            counted = attempts.admit(connection, who.name, address)
        if counted is None:
            raise FieldFault(_TOO_OFTEN)
        with team.begin() as connection:
            if accounts.admits(connection, who.name, now) != who.user:
                raise FieldFault("The present password is not right.")
            attempts.forgive(connection, who.name, address, counted)
            accounts.set_password(connection, who.by, who.user, new, given=False)
            return sessions.begin(connection, who.user)

    @router.post("/account/sessions")
    def end_others(request: Request) -> Response:
        who = asker(request)
        with team.begin() as connection:
            accounts.end_all(connection, who.user, but=who.session)
            log.add(connection, who.by, "sessions-ended")
        return RedirectResponse("/account?done=sessions", 303)

    @router.post("/account/tokens")
    def make_token(
        request: Request, label: Annotated[str, Form()] = "", days: Annotated[int, Form()] = 30
    ) -> Response:
        try:
            with team.begin() as connection:
                made = sessions.make_token(connection, asker(request), label, days)
        except FieldFault as fault:
            return own(request, 422, faults=(fault,))
        return own(request, made=made)

    @router.post("/account/tokens/{number}/end")
    def end_token(request: Request, number: int) -> Response:
        with team.begin() as connection:
            sessions.end_token(connection, asker(request), number)
        return RedirectResponse("/account?done=token", 303)

    return router


def _refused(connection: Connection, name: str, address: str, what: str | None) -> None:
    """Tell of a refused attempt. What was typed as a name is not kept: it may be a password."""
    user = accounts.of_name(connection, name)
    by = By(user.id if user else None, address, "session")
    log.add(connection, by, "sign-in-refused", what=what)


def _local(next: str) -> str:
    return next if _LOCAL.fullmatch(next) else "/"
