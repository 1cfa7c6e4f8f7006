"""The wheel, built and installed in an empty environment: only that proves what is shipped.

Slow (half a minute): pip builds, makes an environment and installs what the package needs. Where
pip reaches no packages the test is skipped, unless ``PRONG_REQUIRE`` names ``wheel``.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PRONG = ROOT / "src" / "prong"
REQUIRED = "wheel" in os.environ.get("PRONG_REQUIRE", "").split(",")


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A command in a folder from which nothing of the source tree can be imported."""
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))
    }
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**environment, "PYTHONNOUSERSITE": "1", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )


def succeeded(ran: subprocess.CompletedProcess[str]) -> str:
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the source tree."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip")
    if not REQUIRED:
        reached = run(
            *pip, "download", "--no-deps", "-d", folder / "probe", "hatchling", cwd=folder
        )
        if reached.returncode != 0:
            pytest.skip(f"pip reaches no packages: {reached.stderr.strip().splitlines()[-1:]}")
    succeeded(run(*pip, "wheel", "--no-deps", "-w", folder, ROOT, cwd=folder))
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an environment that holds the wheel and what it needs, no more."""
    home = tmp_path_factory.mktemp("environment")
    succeeded(run(sys.executable, "-m", "venv", home, cwd=home))
    commands = home / ("Scripts" if os.name == "nt" else "bin")
    succeeded(run(commands / "python", "-m", "pip", "install", "--quiet", wheel, cwd=home))
    return commands


def test_the_wheel_holds_the_package_whole(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if not name.endswith("/")}
    package = {name for name in held if name.startswith("prong/")}
    source = {
        path.relative_to(PRONG.parent).as_posix()
        for path in PRONG.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert package == source
    assert "prong/py.typed" in package
    assert "prong/examples/martinez.yaml" in package
    library = {name for name in package if name.startswith("prong/library/")}
    assert len(library) > 50
    assert {Path(name).suffix for name in library} == {".yaml"}
    others = {name.split("/")[0] for name in held - package}
    assert len(others) == 1
    assert others.pop().endswith(".dist-info")
    assert any(name.endswith("/licenses/LICENSE") for name in held)


def test_the_wheel_is_pure_and_needs_only_what_is_declared(wheel: Path) -> None:
    assert wheel.name.endswith("-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        (path,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = archive.read(path).decode("utf-8")
    needed = re.findall(r"^Requires-Dist: ([\w-]+)(?!.*extra ==)", metadata, re.MULTILINE)
    assert sorted(needed) == [
        "courts-db",
        "pydantic",
        "pyyaml",
        "reporters-db",
        "typing-extensions",
    ]


def test_the_installed_command_decides_the_shipped_example(installed: Path, tmp_path: Path) -> None:
    told = succeeded(run(installed / "prong", "analyze", "martinez", cwd=tmp_path))
    lines = told.splitlines()
    assert lines[0].startswith("Martinez v. City of Clovis, No. 17-17492")
    chart = {line.split()[0]: line for line in reversed(lines[:24]) if line.strip()}
    assert "not established" in chart["Hershberger"]
    assert chart["Hershberger"].endswith("granted")
    assert "no violation" in chart["Yambupah"]
    assert list(tmp_path.iterdir()) == []


def test_the_installed_package_is_the_one_that_was_built(installed: Path, tmp_path: Path) -> None:
    script = "import prong; from prong import Library; print(prong.__file__); Library.load()"
    told = succeeded(run(installed / "python", "-c", script, cwd=tmp_path))
    assert not Path(told.strip()).is_relative_to(ROOT)
    assert Path(told.strip()).is_relative_to(installed.parent)
    again = succeeded(run(installed / "python", "-m", "prong", "--version", cwd=tmp_path))
    assert again == succeeded(run(installed / "prong", "--version", cwd=tmp_path))
