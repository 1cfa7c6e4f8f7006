"""The audit of dependencies: a known vulnerability fails, and silence is not taken for a clean bill."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

AUDIT = Path(__file__).parents[1] / ".ci" / "audit.py"
SOUND = {"name": "sound", "version": "1.0", "vulns": []}
BAD = {
    "name": "bad", "version": "1.0",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"], "aliases": [], "description": ""}],
}  # fmt: skip
UNKNOWN = {"name": "unknown", "skip_reason": "Dependency not found on PyPI"}


@pytest.fixture(scope="module")
def audit() -> Any:
    if not AUDIT.is_file():
        pytest.skip("only a checkout holds what CI runs")
    spec = importlib.util.spec_from_file_location("audit", AUDIT)
    assert spec and spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_a_known_vulnerability_fails_and_says_what_mends_it(audit: Any) -> None:
    status, said = audit.verdict([SOUND, BAD])
    assert status == 1 and said[0] == "bad 1.0: PYSEC-1, mended in 1.1"


def test_sound_dependencies_pass(audit: Any) -> None:
    status, said = audit.verdict([SOUND, SOUND])
    assert status == 0 and said == ["2 dependencies audited, 0 with a known vulnerability."]


def test_what_was_not_asked_is_not_called_sound(audit: Any, monkeypatch: Any) -> None:
    """pip-audit ends well where an index knows of no dependency at all."""
    assert audit.verdict([SOUND, UNKNOWN])[1][0] == "Not audited: unknown."
    said = '{"dependencies": [{"name": "unknown", "skip_reason": "not found"}]}'
    ran = type("Ran", (), {"stdout": said})()
    monkeypatch.setattr(audit.subprocess, "run", lambda *given, **more: ran)
    assert audit.asked("pypi") is None
    status, told = audit.verdict(None)
    assert status == 0 and "not audited" in told[0]
