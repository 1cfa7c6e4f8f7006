"""The tutorial of docs/new-doctrine.md as it stands: a doctrine added by YAML alone."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "new-doctrine.md"
BLOCK = re.compile(r"```(?P<kind>\w*)\n(?:# (?P<file>\S+\.yaml)\n)?(?P<text>.*?)```", re.DOTALL)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """The files of the page, the law in ``access`` and the case beside it."""
    for block in BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        if block["file"]:
            law = "/" in block["file"]
            path = tmp_path / ("access" if law else ".") / block["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block["text"], encoding="utf-8")
    return tmp_path


def run(words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "prong", *words.split()]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_commands_run_and_the_chart_is_as_stated(written: Path) -> None:
    blocks = [b for b in BLOCK.finditer(PAGE.read_text(encoding="utf-8")) if not b["kind"]]
    commands, chart = blocks[0]["text"].splitlines(), blocks[1]["text"].strip()
    assert len(commands) == 2
    linted, analyzed = (run(line.removeprefix("prong "), written) for line in commands)
    assert not [line for line in linted.stdout.splitlines() if "access" in line]
    assert analyzed.returncode == 0, analyzed.stderr
    assert chart in analyzed.stdout


def test_no_line_of_python_knows_the_doctrine() -> None:
    sources = (Path(__file__).parents[2] / "src").rglob("*.py")
    assert not [path for path in sources if "access-to-courts" in path.read_text(encoding="utf-8")]
