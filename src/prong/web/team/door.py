"""The door of a team's workbench: who is let in, as whom, and to what.

Nothing is answered to whoever has not signed in, but the page where one does. A reader may send only
what ``READING`` lists, so that a way to change something that is made tomorrow is closed to readers
from the first day.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp

from prong.faults import TeamFault, printable
from prong.web import guard
from prong.web.api import as_faults
from prong.web.guard import SAFE, Bucket, Guarded, Limit, told
from prong.web.shelf import Cases, Refused
from prong.web.site import Site
from prong.web.team import log, matters, sessions
from prong.web.team.cases import Asking, TeamCases
from prong.web.team.log import By
from prong.web.team.opened import Opened
from prong.web.team.reached import Reached
from prong.web.team.sessions import Asker
from prong.web.team.store import Team

#: What is sent otherwise than by GET and changes no case: all that a reader may send.
READING = re.compile(
    r"/api/v1/analyze"
    r"|/api/v1/(?:cases|examples)/[^/]+/analysis"
    r"|(?:/api/v1)?/check|/check/[^/]+/delete"
    r"|/account/(?:password|sessions|tokens|tokens/\d+/end)"
    r"|/sign-(?:in|out)"
)
#: Pages that are there to change a case and for nothing else.
EDITING = re.compile(r"(?:/cases/[^/]+/(?:edit|matter|interview)|/interview)(?:/.*)?")
#: What only admins come to: the team itself, and the law that they lay over the library for all.
MANAGING = re.compile(r"/team(?:[/.].*)?|/library/own(?:/.*)?")
#: What is open to someone who must first change the password they were given.
CHANGING = re.compile(r"/account(?:/password)?|/sign-out")
#: What is told in the log of whoever asks for it, besides what is told of cases.
TOLD = (
    ("POST", re.compile(r"(?:/api/v1)?/check"), "brief-checked"),
    ("GET", re.compile(r"/check/[^/]+/report\.(\w+)"), "check-exported"),
    ("POST", re.compile(r"/library/own/(.+)"), "law-changed"),
)
SIGN_IN = "/sign-in"
_CASE = re.compile(r"(/api/v1)?/cases/([^/]+)(?:/(.+))?")
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")

_ASKING: ContextVar[int] = ContextVar("asking", default=0)


class EachUser(Limit):
    """A limit of its own for each user, of whoever asks now."""

    def __init__(self, many: int, a_minute: float) -> None:
        self._many, self._rate = many, a_minute
        self._of: dict[int, Bucket] = {}
        self._lock = threading.Lock()

    def take(self) -> bool:
        with self._lock:
            mine = self._of.setdefault(_ASKING.get(), Bucket(self._many, self._rate))
        return mine.take()


@dataclass
class TeamDoor:
    """What is known of whoever was let in."""

    team: Team
    opened: Opened = field(default_factory=Opened)

    def shelf(self, request: Request) -> Cases:
        return self.cases(request)

    def cases(self, request: Request) -> TeamCases:
        form = getattr(request.state, "form", None) or {}
        given = form.get("matter")
        if isinstance(given, str):
            request.state.asking.matter = given
        return TeamCases(self.team, asker(request), request.state.asking, self.opened)

    def who(self, request: Request) -> str:
        return str(asker(request).user)

    def form(self, request: Request) -> str:
        return sessions.form(request.state.secret)

    def bearer(self, request: Request) -> bool:
        found: Asker | None = request.state.asker
        return found is not None and found.session is None

    def given(self, request: Request) -> dict[str, Any]:
        who: Asker | None = request.state.asker

        def mine() -> list[tuple[int, str]]:
            if who is None:
                return []
            with self.team.begin() as connection:
                return [(m.id, m.name) for m in matters.of_user(connection, who.user)]

        return {
            "who": who, "may_change": who is not None and who.may_change, "matters": mine,
            "matter": who and who.matter,
        }  # fmt: skip


def asker(request: Request) -> Asker:
    """Whoever asks; the guard has seen to it that there is someone."""
    found: Asker = request.state.asker
    return found


def asking(method: str, path: str) -> Asking:
    """Which case an address is about, and what reading it is: an address that ends in a name of a
    file takes the case away (but for a picture, which stands in a page)."""
    match = _CASE.fullmatch(path)
    if match is None:
        return Asking()
    api, case, rest = match.groups()
    last = (rest or "").rpartition("/")[2]
    if method not in SAFE:
        return Asking(case, ("case-opened", "API") if api and last == "analysis" else None)
    if api:
        return Asking(case, ("case-exported", "API"))
    if "." in last and not last.endswith(".svg"):
        return Asking(case, ("case-exported", printable(last)[:40]))
    return Asking(case, ("case-opened", None))


class TeamGuard(Guarded):
    def __init__(
        self,
        app: ASGIApp,
        *,
        site: Site,
        team: Team,
        reached: Reached,
        writes: Limit,
        larger: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__(app, larger)
        self.site, self.team, self.reached, self.writes = site, team, reached, writes
        if reached.secure:
            self.headers = guard.HEADERS | {"strict-transport-security": "max-age=31536000"}

    async def refusal(self, request: Request) -> Response | None:
        headers, scope = request.headers, request.scope
        peer = scope["client"][0] if scope.get("client") else ""
        address = self.reached.client(peer, headers)
        if address is None:
            return told("This workbench is asked through its proxy, and by nobody else.", 403)
        host = "host"
        if self.reached.proxies:
            said = headers.get("x-forwarded-proto", "").rpartition(",")[2].strip()
            if self.reached.secure and said != "https":
                return told(
                    "The proxy must be asked over TLS, and say so in X-Forwarded-Proto.", 400
                )
            if "x-forwarded-host" in headers:
                host = "x-forwarded-host"
        if refused := guard.misdirected(headers, self.reached.hosts, host) or self.too_large(
            request
        ):
            return refused
        # What the application makes of its own address is the public one.
        scheme, _, name = self.reached.origin.partition("://")
        scope["scheme"] = scheme
        if self.reached.secure:
            others = [(k, v) for k, v in scope["headers"] if k != b"host"]
            scope["headers"] = [(b"host", name.encode()), *others]
        return await self._refusal(Request(scope), address)

    async def _refusal(self, request: Request, address: str) -> Response | None:
        path, method = request.url.path, request.method
        cookie = request.cookies.get(self.reached.cookie, "")
        known = _SECRET.fullmatch(cookie) is not None
        state = request.scope.setdefault("state", {})
        state |= {
            "asker": None, "address": address, "asking": asking(method, path),
            "secret": cookie if known else sessions.fresh(), "unknown": not known,
        }  # fmt: skip
        if path.startswith("/assets/"):
            return None
        try:
            return await self._let_in(request, cookie if known else "", address)
        except TeamFault as fault:
            return told(fault.sentence, 503)

    async def _let_in(self, request: Request, cookie: str, address: str) -> Response | None:
        path, method, state = request.url.path, request.method, request.scope["state"]
        found = await run_in_threadpool(self._asker, request, cookie, address)
        state["asker"] = found
        if method not in SAFE and (refused := guard.foreign(request.headers, self.reached.origins)):
            return refused
        if path == SIGN_IN:
            return None
        if found is None:
            return _sign_in_first(request)
        if found.must_change and not CHANGING.fullmatch(path):
            return _elsewhere(request, "/account")
        sentence = self._not_for(found, method, path)
        if sentence is not None:
            await run_in_threadpool(self._tell, found.by, state["asking"], f"{method} {path}")
            return self._refused(request, Refused(sentence))
        _ASKING.set(found.user)
        if method not in SAFE and not path.endswith(guard.ASKS) and not self.writes.take():
            return told(guard.TOO_MUCH, 429)
        for way, where, action in TOLD:
            if method == way and (match := where.fullmatch(path)):
                what = "".join(match.groups())
                await run_in_threadpool(self._log, found.by, action, None, what or None)
        return None

    def _asker(self, request: Request, cookie: str, address: str) -> Asker | None:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        by_token = request.url.path.startswith("/api/") and kind.lower() == "bearer"
        if not by_token and not cookie:
            return None
        with self.team.begin() as connection:
            if by_token:
                return sessions.of_token(connection, token.strip(), address)
            return sessions.of_cookie(connection, cookie, address)

    @staticmethod
    def _not_for(who: Asker, method: str, path: str) -> str | None:
        """Why what is asked is not for someone of this role, or None."""
        if MANAGING.fullmatch(path) and who.role != "admin":
            return "This is for the admins of the team."
        changes = not READING.fullmatch(path) if method not in SAFE else EDITING.fullmatch(path)
        if changes and not who.may_change:
            return "A reader opens cases, asks what if and takes away, and changes nothing."
        return None

    def _tell(self, by: By, about: Asking, what: str) -> None:
        case = about.case if about.case and about.case.isalnum() else None
        self._log(by, "request-refused", case, what)

    def _log(self, by: By, action: str, case: str | None, what: str | None) -> None:
        with self.team.begin() as connection:
            log.add(connection, by, action, case=case, what=what and printable(what))

    def _refused(self, request: Request, fault: Refused) -> Response:
        if request.url.path.startswith("/api/"):
            return JSONResponse(as_faults(fault), 403)
        return self.site.page(request, "fault.html", 403, faults=[fault])


def _sign_in_first(request: Request) -> Response:
    if request.url.path.startswith("/api/"):
        fault = Refused("Sign in, or send a token of the API that lasts.")
        return JSONResponse(as_faults(fault), 401, {"www-authenticate": "Bearer"})
    where = SIGN_IN
    if request.method == "GET" and request.url.path != "/":
        whole = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        where += f"?next={quote(whole, safe='/')}"
    return _elsewhere(request, where)


def _elsewhere(request: Request, where: str) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse(as_faults(Refused("The password must first be changed.")), 403)
    if request.headers.get("hx-request") == "true":
        return Response(headers={"hx-redirect": where})
    return RedirectResponse(where, 303)
