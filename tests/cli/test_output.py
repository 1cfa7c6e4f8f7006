"""Where an answer goes: through links and pipes, to readers that leave, and to disks that are full."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.command import prong

CASE = "martinez"


def test_an_output_that_is_a_link_is_written_through(tmp_path: Path) -> None:
    """A link stays a link; what it leads to holds the answer."""
    (tmp_path / "shared").mkdir()
    path = tmp_path / "answer.json"
    path.symlink_to(tmp_path / "shared" / "answer.json")
    assert prong("analyze", CASE, "-o", path).status == 0
    assert path.is_symlink()
    assert json.loads(path.read_text(encoding="utf-8"))["schema"] == "prong/analysis/1"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_an_output_that_is_no_file_is_not_replaced_by_one(tmp_path: Path) -> None:
    """A pipe or a device is written to; to rename over it would take it from everyone else."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        ran = prong("analyze", CASE, "-o", path)
        assert stat.S_ISFIFO(path.stat().st_mode)
        assert ran.status == 2 or os.read(reader, 1 << 16)
    finally:
        os.close(reader)


def run_into(target: Any) -> tuple[int, str]:
    """Run the command with its standard output going somewhere; its status and its words."""
    done = subprocess.run(
        [sys.executable, "-m", "prong", "analyze", CASE, "--format", "json"],
        stdout=target,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr


def test_a_reader_that_goes_away_is_no_error_to_speak_of() -> None:
    """As with ``| head -1``: silence."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        status, said = run_into(writer)
    finally:
        os.close(writer)
    assert status != 0
    assert said == ""


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no device that is always full")
def test_a_full_disk_is_told_in_a_sentence() -> None:
    with Path("/dev/full").open("w") as full:
        status, said = run_into(full)
    assert status != 0
    assert "Traceback" not in said
    assert "Exception ignored" not in said
