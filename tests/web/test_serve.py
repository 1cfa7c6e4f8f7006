"""``prong serve`` from the command line: it prints an address that opens, and only on this machine."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx2 as httpx
import pytest

from tests.command import prong


def test_it_prints_an_address_that_opens_and_ends_when_interrupted(
    tmp_path: Path, opinions: str
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = subprocess.Popen(
        [sys.executable, "-m", "prong", "serve", "--port", str(port), "--cases", str(tmp_path),
         "--base", opinions],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert running.stderr is not None
        said = running.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/open\?token=\S+", said)
        assert found, said
        for _ in range(100):
            try:
                answer = httpx.get(found.group(), follow_redirects=False)
                break
            except httpx.ConnectError:
                time.sleep(0.1)
        assert answer.status_code == 303 and answer.headers["location"] == "/"
        assert "server" not in answer.headers
        bearer = {"Authorization": f"Bearer {found.group().rsplit('=', 1)[1]}"}
        where = f"http://127.0.0.1:{port}"
        info = httpx.get(f"{where}/api/v1/base/info", headers=bearer, timeout=30)
        assert info.json()["where"] == opinions
        long = b"See Roe v. Wade, 1 U.S. 2, 115 (1973); Id. at 3. " * 100_000
        sent = httpx.post(f"{where}/check", headers=bearer, files={"document": ("a.txt", long)})
        assert sent.status_code == 303
    finally:
        running.send_signal(signal.SIGINT)
        assert running.wait(20) in (0, 130, -signal.SIGINT)
    # What was still being checked ended with it, and the document is gone.
    (home,) = tmp_path.glob("checks/*/*")
    assert not _running(str(home)) and not (home / "document").exists()


def _running(words: str) -> bool:
    """Whether a process of this machine was begun with these words; where that cannot be seen, no."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if words.encode() in path.read_bytes():
                return True
        except OSError:  # it has ended since
            continue
    return False


def test_a_port_that_is_taken_is_a_fault(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = prong("serve", "--port", str(taken.getsockname()[1]), "--cases", tmp_path)
    assert ran.status == 2 and "cannot be opened there" in ran.err


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from prong.cli import serve

    monkeypatch.setattr(serve, "find_spec", lambda name: None)
    ran = prong("serve")
    assert ran.status == 2 and "pip install 'prong[web]'" in ran.err
