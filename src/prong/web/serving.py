"""Starting the single-user workbench."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from prong.faults import FieldFault, FileFault, Place
from prong.web.guard import Keys

#: The address of this machine to itself; there is no option to choose another.
HERE = "127.0.0.1"
#: How many connections wait to be answered.
WAITING = 2048
#: A token that whoever starts it again and again may set, so that open pages stay open.
TOKEN = "PRONG_TOKEN"
#: Seconds that what is being answered has left when it is told to end.
GRACE = 40


def _keys() -> Keys:
    given = os.environ.get(TOKEN)
    if given is None:
        return Keys()
    if not re.fullmatch(r"[A-Za-z0-9_-]{32,200}", given):
        raise FieldFault(
            "The token that the environment gives is not safe.",
            place=Place(field=TOKEN), expected="32 to 200 letters and figures, drawn by lot",
        )  # fmt: skip
    return Keys(given)


def serve(
    port: int,
    folder: Path | None,
    overlays: Sequence[Path],
    base: str | None,
    print_to: TextIO,
) -> None:
    """Answer until interrupted."""
    import uvicorn
    from platformdirs import user_data_path

    from prong.web.app import create_app

    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HERE, port))
            listening.listen(WAITING)  # who comes before it answers waits
        except OSError as error:
            raise FileFault(
                f"The workbench cannot be opened there: {error.strerror}.",
                found=f"port {port}", expected="--port with one that is free",
            ) from None  # fmt: skip
        keys = _keys()
        home = folder or user_data_path("prong", appauthor=False)
        app = create_app(home, port=port, keys=keys, overlays=overlays, base=base)
        print(f"Open http://{HERE}:{port}/open?token={keys.token}", file=print_to, flush=True)
        print(f"Cases are kept in {home / 'cases'}. Ctrl-C ends it.", file=print_to, flush=True)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, proxy_headers=False,
            timeout_keep_alive=10, timeout_graceful_shutdown=GRACE, backlog=WAITING,
            h11_max_incomplete_event_size=64 * 1024,
        )  # fmt: skip
        uvicorn.Server(config).run(sockets=[listening])
