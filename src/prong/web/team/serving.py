"""Starting a team's workbench: on which address, under which public one, and by what it is guarded.

It starts only where nobody between a browser and it can listen: on this machine alone, with TLS of its
own, or behind a proxy that is named.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from prong.base.database import shown
from prong.faults import FieldFault, FileFault, Place
from prong.web.serving import GRACE, WAITING
from prong.web.team import store
from prong.web.team.reached import Reached


@dataclass(frozen=True)
class Settings:
    """What the command line says of where and how to listen."""

    host: str
    port: int
    origin: str | None = None
    proxies: tuple[str, ...] = ()
    cert: Path | None = None
    key: Path | None = None


def reached(given: Settings) -> Reached:
    """How the workbench is reached under these settings, or a fault where it must not be."""
    address = _address(given.host)
    if (given.cert is None) != (given.key is None):
        raise FieldFault("A certificate and its key go together.",
                         expected="both --tls-cert and --tls-key")  # fmt: skip
    if given.cert is not None and given.proxies:
        raise FieldFault(
            "TLS ends here or at the proxy.", expected="--tls-cert with --tls-key, or --proxy"
        )
    guarded = given.cert is not None or bool(given.proxies)
    if not guarded and not address.is_loopback:
        raise FieldFault(
            "On an address that others reach, passwords and cases would travel in the clear.",
            found=f"--host {given.host}",
            expected="--tls-cert and --tls-key, or --proxy with the address of the proxy that ends TLS",
        )
    if given.origin is None:
        if guarded:
            raise FieldFault(
                "The public address is not given.",
                expected="--origin with what a browser's address begins with, such as"
                " https://prong.example",
            )
        return Reached.of(f"http://{_name(address)}:{given.port}")
    found = Reached.of(given.origin, given.proxies)
    if found.secure != guarded:
        raise FieldFault(
            "The public address and the guard do not agree.", found=f"--origin {found.origin}",
            expected="https with --tls-cert or --proxy, and http on this machine alone",
        )  # fmt: skip
    return found


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    try:
        return ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        raise FieldFault(
            "This is not an address to listen on.", found=host[:60],
            expected="one of this machine's addresses, such as 127.0.0.1 or 0.0.0.0",
        ) from None  # fmt: skip


def _name(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    return f"[{address}]" if address.version == 6 else str(address)


def serve(
    where: str | None,
    given: Settings,
    overlays: Sequence[Path],
    base: str | None,
    print_to: TextIO,
) -> None:
    """Answer until interrupted."""
    import uvicorn
    from platformdirs import user_data_path

    from prong.web.team.app import create_app

    how = reached(given)
    _check_tls(given)
    with store.open_team(where) as team, _listening(given) as listening:
        folder = user_data_path("prong", appauthor=False) / "team"
        app = create_app(team, how, folder=folder, overlays=overlays, base=base)
        print(f"Open {how.origin}/", file=print_to, flush=True)
        print(f"Cases are kept in {shown(team.where)}. Ctrl-C ends it.", file=print_to, flush=True)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, proxy_headers=False,
            timeout_keep_alive=10, timeout_graceful_shutdown=GRACE, backlog=WAITING,
            h11_max_incomplete_event_size=64 * 1024,
            ssl_certfile=given.cert, ssl_keyfile=given.key,
        )  # fmt: skip
        uvicorn.Server(config).run(sockets=[listening])


def _check_tls(given: Settings) -> None:
    """Read the certificate once before anything is promised."""
    if given.cert is None:
        return
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(given.cert, given.key)
    except OSError as error:
        raise FileFault(
            f"The certificate and its key cannot be used: {error.strerror or error}.",
            place=Place(str(given.cert)), expected="both as PEM, the key of this certificate",
        ) from None  # fmt: skip


def _listening(given: Settings) -> socket.socket:
    address = _address(given.host)
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((str(address), given.port))
        listening.listen(WAITING)  # who comes before it answers waits
    except OSError as error:
        listening.close()
        raise FileFault(
            f"The workbench cannot be opened there: {error.strerror}.",
            found=f"{given.host}, port {given.port}", expected="--port with one that is free",
        ) from None  # fmt: skip
    return listening
