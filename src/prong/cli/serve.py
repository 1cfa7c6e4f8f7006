"""``prong serve``: the workbench in a browser, on this machine alone or for a team."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from prong.cli import options
from prong.faults import FieldFault, FileFault

PORT = 8413
NEEDS = ("fastapi", "uvicorn", "jinja2", "python_multipart", "platformdirs")
NEEDS_TEAM = (*NEEDS, "sqlalchemy", "alembic", "psycopg", "argon2")


def command(given: argparse.Namespace) -> int:
    """Open the workbench: cases, checks of briefs, the library and the base in a browser.

    It answers on this machine alone, to the browser that opens the address printed, which holds a
    token of this start. Cases are kept in one folder, ending the command keeps them. It needs the
    extra prong[web].

    With --team it serves a team: accounts, and cases in matters, in the PostgreSQL database that
    PRONG_TEAM names (prong team init makes it). On an address that others reach it starts only with
    TLS or behind a proxy that is named. It needs the extra prong[team].

    example: prong serve --port 8500
    example: prong serve --team --proxy 127.0.0.1 --origin https://prong.example
    """
    team = given.team is not None
    needed(NEEDS_TEAM if team else NEEDS, "team" if team else "web")
    if not 1 <= given.port <= 65535:
        raise FieldFault("There is no such port.", found=str(given.port), expected="1 to 65535")
    if team:
        return _for_a_team(given)
    for option in ("host", "origin", "proxy", "tls_cert", "tls_key"):
        if getattr(given, option):
            raise FieldFault(
                "The workbench of one person is on this machine alone.",
                found=f"--{option.replace('_', '-')}",
                expected="--team with it",
            )
    from prong.web.serving import serve

    serve(given.port, given.cases, given.library or (), given.base, print_to=sys.stderr)
    return 0


def _for_a_team(given: argparse.Namespace) -> int:
    if given.cases:
        raise FieldFault("A team's cases are kept in its database.", found="--cases")
    from prong.web.team.serving import Settings, serve

    settings = Settings(
        given.host or "127.0.0.1", given.port, given.origin, tuple(given.proxy or ()),
        given.tls_cert, given.tls_key,
    )  # fmt: skip
    serve(given.team or None, settings, given.library or (), given.base, print_to=sys.stderr)
    return 0


def needed(packages: Sequence[str], extra: str) -> None:
    """The packages of an extra, or a sentence that says how to get them."""
    missing = [name for name in packages if _missing(name)]
    if missing:
        raise FileFault(
            "The workbench needs a part of Prong that is not installed.",
            found=f"no package {missing[0]}",
            expected=f"pip install 'prong[{extra}]'",
        )


def _missing(name: str) -> bool:
    try:
        return find_spec(name) is None
    except ModuleNotFoundError:
        return True


def arguments(one: argparse.ArgumentParser) -> None:
    one.add_argument("--port", metavar="N", type=int, default=PORT, help=f"the port ({PORT})")
    one.add_argument("--cases", metavar="DIR", type=Path, help="the folder your cases are kept in")
    options.base(one)
    group = one.add_argument_group("for a team")
    group.add_argument(
        "--team", metavar="URL", nargs="?", const="",
        help="serve the team of this PostgreSQL database; without URL, of PRONG_TEAM",
    )  # fmt: skip
    group.add_argument("--host", metavar="ADDRESS", help="the address to listen on (127.0.0.1)")
    group.add_argument(
        "--origin", metavar="ORIGIN",
        help="the public address, as a browser's begins: https://prong.example",
    )  # fmt: skip
    group.add_argument(
        "--proxy", metavar="ADDRESS", action="append",
        help="the address, or network, of the proxy that ends TLS and asks here; may be given again",
    )  # fmt: skip
    group.add_argument("--tls-cert", metavar="FILE", type=Path, help="the certificate, as PEM")
    group.add_argument("--tls-key", metavar="FILE", type=Path, help="its key, as PEM")
