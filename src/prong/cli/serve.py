"""``prong serve``: the workbench in a browser, on this machine alone."""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path

from prong.cli import options
from prong.faults import FieldFault, FileFault

PORT = 8413


def command(given: argparse.Namespace) -> int:
    """Open the workbench: cases, checks of briefs, the library and the base in a browser.

    It answers on this machine alone, to the browser that opens the address printed, which holds a
    token of this start. Cases are kept in one folder, ending the command keeps them. It needs the
    extra prong[web].

    example: prong serve --port 8500
    """
    needs = ("fastapi", "uvicorn", "jinja2", "python_multipart", "platformdirs")
    missing = [name for name in needs if _missing(name)]
    if missing:
        raise FileFault(
            "The workbench needs a part of Prong that is not installed.",
            found=f"no package {missing[0]}",
            expected="pip install 'prong[web]'",
        )
    if not 1 <= given.port <= 65535:
        raise FieldFault("There is no such port.", found=str(given.port), expected="1 to 65535")
    from prong.web.serving import serve

    serve(given.port, given.cases, given.library or (), given.base, print_to=sys.stderr)
    return 0


def _missing(name: str) -> bool:
    try:
        return find_spec(name) is None
    except ModuleNotFoundError:
        return True


def arguments(one: argparse.ArgumentParser) -> None:
    one.add_argument("--port", metavar="N", type=int, default=PORT, help=f"the port ({PORT})")
    one.add_argument("--cases", metavar="DIR", type=Path, help="the folder your cases are kept in")
    options.base(one)
