"""Single decisions from CourtListener's API, through its own client and with the user's token.

The token is read from COURTLISTENER_API_TOKEN by the client. Requests are made one after another
with a pause between; where the service says to wait, that is done within reason. Each decision is
whole in the base before the next is asked for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from prong.base import keep, lookup
from prong.base.courtlistener_rows import identity_of, text_drawn
from prong.base.store import Base
from prong.cite import identity
from prong.cite.identity import Cite
from prong.faults import BaseFault
from prong.values import frozen

#: The pause between two requests, and the longest wait that a refusal may ask for, in seconds.
PAUSE, LONGEST = 1.0, 120.0
_TRIES = 3
_THROTTLED = 429


@frozen
class Fetched:
    """What became of each citation asked for: ``held`` already, ``fetched``, ``several`` decisions
    fetched for it, ``unknown`` to CourtListener, or ``no-citation`` in its eyes."""

    cite: str
    what: str
    captions: tuple[str, ...] = ()


class Service:
    """CourtListener's client with a pause between requests, and patience when it is refused."""

    def __init__(
        self, client: Any, *, pause: float = PAUSE, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.client = client
        self.pause = pause
        self.sleep = sleep
        self._last = 0.0

    def ask(self, what: Callable[[], Any]) -> Any:
        from courtlistener.exceptions import (  # type: ignore[import-untyped,unused-ignore]
            CourtListenerAPIError,
        )
        from httpx import HTTPError

        for attempt in range(_TRIES):
            wait = self._last + self.pause - time.monotonic()
            if wait > 0:
                self.sleep(wait)
            self._last = time.monotonic()
            try:
                return what()
            except CourtListenerAPIError as error:
                if error.status_code == _THROTTLED and attempt + 1 < _TRIES:
                    asked = _asked(error)
                    if asked <= LONGEST:
                        self.sleep(asked)
                        continue
                raise BaseFault(
                    _refused(error.status_code), found=str(error.detail)[:120]
                ) from None
            except HTTPError as error:
                if attempt + 1 < _TRIES:
                    self.sleep(2.0**attempt)
                    continue
                raise BaseFault(
                    "CourtListener does not answer: what was fetched is kept. Look to the network and"
                    " run the command again.",
                    found=str(error)[:120],
                ) from None
        raise AssertionError


def connect() -> Any:
    """The client, with the user's token."""
    try:
        from courtlistener import CourtListener  # type: ignore[import-untyped,unused-ignore]
    except ImportError:
        raise BaseFault(
            "Fetching needs CourtListener's client, which is not installed: pip install 'prong[base]'."
        ) from None
    try:
        return CourtListener()
    except ValueError:
        raise BaseFault(
            "Fetching needs your token for CourtListener's API: set COURTLISTENER_API_TOKEN to the one"
            " that your profile there shows."
        ) from None


def _asked(error: Any) -> float:
    """How long the service asks to wait, in seconds."""
    after = error.response.headers.get("Retry-After", "")
    if after.isdecimal():
        return float(after)
    until = error.detail.get("wait_until") if isinstance(error.detail, Mapping) else None
    try:
        moment = datetime.fromisoformat(str(until))
    except ValueError:
        return 5.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _refused(status: int) -> str:
    match status:
        case 401 | 403:
            return "CourtListener does not accept the token: see to COURTLISTENER_API_TOKEN."
        case 429:
            return (
                "CourtListener asks for a longer pause than this command makes: what was fetched is"
                " kept. Run it again later."
            )
        case _:
            return f"CourtListener answered with an error ({status}): what was fetched is kept."


def fetch(
    base: Base,
    cites: Sequence[str],
    service: Service,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Iterator[Fetched]:
    """Fetch the decisions at some citations; those held with a text are not asked for."""
    for n, given in enumerate(cites):
        progress(n, len(cites))
        cite = identity.required(given)
        held = [o for o in lookup.by_citation(base, str(cite)) if o.writings]
        if held:
            yield Fetched(str(cite), "held", tuple(o.caption for o in held))
            continue
        yield _one(base, cite, service)
    progress(len(cites), len(cites))


def _one(base: Base, cite: Cite, service: Service) -> Fetched:
    client = service.client
    ask = client.citation_lookup.lookup_citation
    found = service.ask(partial(ask, cite.volume, cite.reporter, cite.page))
    clusters: list[Mapping[str, Any]] = []
    for result in found:
        status = result.get("status")
        if status == _THROTTLED:
            raise BaseFault(_refused(_THROTTLED))
        if status == 400:
            return Fetched(str(cite), "no-citation")
        clusters += result.get("clusters") or ()
    if not clusters:
        return Fetched(str(cite), "unknown")
    captions = [_cluster(base, cluster, service) for cluster in clusters]
    return Fetched(str(cite), "fetched" if len(captions) == 1 else "several", tuple(captions))


def _cluster(base: Base, cluster: Mapping[str, Any], service: Service) -> str:
    """Fetch one decision with its docket and its opinions, and write it at one stroke."""
    client = service.client
    docket: Mapping[str, Any] = {}
    number = cluster.get("docket_id") or _number(cluster.get("docket"))
    if number:
        docket = _plain(service.ask(partial(client.dockets.get, number)))
    who = identity_of(
        cluster,
        str(docket.get("court_id") or _name(docket.get("court")) or "") or None,
        str(docket.get("docket_number") or "") or None,
        [
            identity.parse(f"{c['volume']} {c['reporter']} {c['page']}")
            or Cite(str(c["volume"]), str(c["reporter"]), str(c["page"]))
            for c in cluster.get("citations") or ()
        ],
        f"courtlistener:{cluster['id']}",
    )
    texts = []
    for address in cluster.get("sub_opinions") or ():
        row = _plain(service.ask(partial(client.opinions.get, _number(address))))
        made = text_drawn(row, who, f"courtlistener:{row['id']}")
        if made is not None:
            texts.append(made)
    with base.write() as connection:
        at, _ = keep.decision(connection, who)
        for made in texts:
            if not keep.held(connection, made.writing):
                keep.add(connection, at, made)
                keep.spans(connection, at, made.lasts)
    return who.caption


def _plain(answer: Any) -> Mapping[str, Any]:
    made: Mapping[str, Any] = answer if isinstance(answer, Mapping) else answer.model_dump()
    return made


def _number(address: Any) -> int:
    """The number at the end of an address of the API, or the number itself."""
    return int(str(address or 0).rstrip("/").rpartition("/")[2])


def _name(address: Any) -> str:
    return str(address or "").rstrip("/").rpartition("/")[2]
