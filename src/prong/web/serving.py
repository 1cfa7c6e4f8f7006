"""Starting the single-user workbench."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from prong.faults import FileFault
from prong.web.guard import Keys

#: The address of this machine to itself; there is no option to choose another.
HERE = "127.0.0.1"


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
        except OSError as error:
            raise FileFault(
                f"The workbench cannot be opened there: {error.strerror}.",
                found=f"port {port}", expected="--port with one that is free",
            ) from None  # fmt: skip
        keys = Keys()
        home = folder or user_data_path("prong", appauthor=False)
        app = create_app(home, port=port, keys=keys, overlays=overlays, base=base)
        print(f"Open http://{HERE}:{port}/open?token={keys.token}", file=print_to, flush=True)
        print(f"Cases are kept in {home / 'cases'}. Ctrl-C ends it.", file=print_to, flush=True)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, proxy_headers=False,
            timeout_keep_alive=10, h11_max_incomplete_event_size=64 * 1024,
        )  # fmt: skip
        uvicorn.Server(config).run(sockets=[listening])
