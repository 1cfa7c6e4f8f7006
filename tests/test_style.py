"""The source is as clean as the project says: ruff's rules and strict mypy."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "command",
    [["ruff", "check", "."], ["ruff", "format", "--check", "src"], ["mypy", "src"]],
    ids=["ruff check", "ruff format", "mypy"],
)
def test_the_source_is_clean(command: list[str]) -> None:
    """What CONTRIBUTING.md asks of a change is asked of the whole."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
