"""Who may ask, and how much: the door that every request to the workbench comes through.

The single-user workbench answers only on this machine's own address, only to a browser that was
opened with this start's token, and only to pages it has made itself. Everything it sends carries
headers that let no script run but its own.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: No inline script or style, nothing from elsewhere, in no frame.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
#: What a figure or a memorandum may do, whose styles are its own: nothing else.
PICTURE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Not no-referrer: with it a browser sends "null" as the origin of a form.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
SAFE = ("GET", "HEAD", "OPTIONS")
#: The most bytes of one request: a case file of the greatest size, written out in a form.
MOST_BYTES = 4 * 1024 * 1024
#: What is asked by POST and changes nothing.
ASKS = "/analysis"
#: Seconds that the next piece of what is sent may take to come.
SLOWEST = 30.0
#: Beneath these nothing is kept from anyone who can reach this address.
OPEN = ("/assets/", "/open")


@dataclass(frozen=True)
class Keys:
    """What this start of the workbench is known by."""

    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    def _made(self, what: str) -> str:
        return hmac.new(self.token.encode(), what.encode(), hashlib.sha256).hexdigest()

    @property
    def session(self) -> str:
        return self._made("session")

    @property
    def form(self) -> str:
        """What every form carries, to show that this workbench made it."""
        return self._made("form")

    def opens(self, token: str) -> bool:
        return secrets.compare_digest(token.encode(), self.token.encode())

    def known(self, scope_headers: Headers, cookies: Mapping[str, str], name: str) -> bool:
        """Whether a request bears this start's cookie, or its token as a bearer."""
        cookie = cookies.get(name, "")
        if secrets.compare_digest(cookie.encode(), self.session.encode()):
            return True
        return self.bearer(scope_headers)

    def bearer(self, headers: Headers) -> bool:
        kind, _, token = headers.get("authorization", "").partition(" ")
        return kind.lower() == "bearer" and self.opens(token.strip())


class Limit(Protocol):
    def take(self) -> bool:
        """Take one, or learn that there is none left."""


class Bucket:
    """So many requests at once, and so many a minute after that."""

    def __init__(self, many: int, a_minute: float) -> None:
        self.many, self.rate = many, a_minute / 60
        self._left, self._when = float(many), time.monotonic()
        self._lock = threading.Lock()

    def take(self) -> bool:
        with self._lock:
            now = time.monotonic()
            self._left = min(self.many, self._left + (now - self._when) * self.rate)
            self._when = now
            if self._left < 1:
                return False
            self._left -= 1
            return True


class _TooLarge(Exception):
    pass


class _TooSlow(Exception):
    pass


class Guarded:
    """A layer around the application: ``refusal`` says who is not let in; every answer carries
    ``headers``; nobody sends more than is read."""

    headers = HEADERS

    def __init__(self, app: ASGIApp, larger: Mapping[str, int] | None = None) -> None:
        self.app, self.larger = app, larger or {}

    async def refusal(self, request: Request) -> Response | None:
        """Why a request is not let in, or None."""
        raise NotImplementedError

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        begun = whole = False
        seen = 0
        most = self.most(str(scope["path"]))

        async def sent(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                if seen > most:  # whoever read it took the end of it for a fault of form
                    message["status"] = 413
                headers = MutableHeaders(scope=message)
                headers.setdefault("content-security-policy", POLICY)
                headers.setdefault("cache-control", "no-store")
                for name, value in self.headers.items():
                    headers[name] = value
            await send(message)

        async def received() -> Message:
            nonlocal seen, whole
            try:  # once it is whole, what comes is only that whoever asked has gone
                message = await asyncio.wait_for(receive(), None if whole else SLOWEST)
            except TimeoutError:
                raise _TooSlow from None
            seen += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if seen > most:
                raise _TooLarge
            return message

        refusal = await self.refusal(Request(scope))
        if refusal is not None:
            await refusal(scope, receive, sent)
            return
        try:
            await self.app(scope, received, sent)
        except _TooLarge:
            if not begun:
                await _too_large(most)(scope, receive, sent)
        except _TooSlow:
            if not begun:
                await told("The rest of it did not come.", 408)(scope, receive, sent)

    def most(self, path: str) -> int:
        """The most bytes that a request to an address may have."""
        return self.larger.get(path, MOST_BYTES)

    def too_large(self, request: Request) -> Response | None:
        """Refuse what says itself that it is larger than is read."""
        length, most = request.headers.get("content-length", "0"), self.most(request.url.path)
        return None if length.isdecimal() and int(length) <= most else _too_large(most)


class Guard(Guarded):
    """The door of one person's workbench."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        keys: Keys,
        hosts: frozenset[str],
        cookie: str,
        writes: Bucket,
        larger: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__(app, larger)
        self.keys, self.hosts, self.cookie, self.writes = keys, hosts, cookie, writes
        self.origins = frozenset(f"http://{host}" for host in hosts)

    async def refusal(self, request: Request) -> Response | None:
        headers = request.headers
        if refused := misdirected(headers, self.hosts) or self.too_large(request):
            return refused
        path = request.url.path
        if not path.startswith(OPEN) and not self.keys.known(headers, request.cookies, self.cookie):
            return told(
                "This workbench is locked. Open the address that prong serve printed when it started.",
                403,
            )
        if request.method in SAFE:
            return None
        if refused := foreign(headers, self.origins):
            return refused
        if not path.endswith(ASKS) and not self.writes.take():
            return told(TOO_MUCH, 429)
        return None


def misdirected(headers: Headers, hosts: frozenset[str], name: str = "host") -> Response | None:
    """Refuse a request that is sent to another name: one that was pointed here by someone else."""
    if headers.get(name, "").lower() not in hosts:
        return told("This workbench does not answer to that name.", 421)
    return None


def foreign(headers: Headers, origins: frozenset[str]) -> Response | None:
    """Refuse what a page of another origin sends."""
    origin = headers.get("origin")
    own = origin is None or origin.lower() in origins
    if not own or headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return told("This was sent by a page that is not the workbench's.", 403)
    return None


TOO_MUCH = "Too much at once. Wait a moment and send it again."


def _too_large(most: int) -> Response:
    mebibytes = most // 1024**2
    return told(f"This is larger than the workbench reads: at most {mebibytes} MiB.", 413)


def told(sentence: str, status: int) -> Response:
    return PlainTextResponse(sentence + "\n", status)
