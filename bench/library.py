"""What loading the law costs as the library grows, against parsing one of its files with PyYAML.

Run: python bench/library.py [N ...]. For each N an overlay of copies makes the library hold N
authorities with their holdings. Each load is a new process, the least of several: *first* has no
kept parse and reads, checks and keeps every file; *kept* finds its parse in the cache. The named
peer, in the same run: PyYAML's safe loader over the same files, which checks nothing.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

LOAD = """
import sys, time
from prong.law.library import Library
begun = time.perf_counter()
library = Library.load(sys.argv[1:])
print(time.perf_counter() - begun, len(library.authorities))
"""
PEER = """
import sys, time, pathlib, yaml
begun = time.perf_counter()
count = 0
for folder in sys.argv[1:]:
    for path in sorted(pathlib.Path(folder).rglob("*.yaml")):
        yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader); count += 1
print(time.perf_counter() - begun, count)
"""
SHIPPED = Path(__file__).parents[1] / "src" / "prong" / "library"


def grow(folder: Path, wanted: int) -> None:
    """Copies of the shipped authorities that have holdings, under names and citations of their own."""
    files = sorted((SHIPPED / "authorities").rglob("*.yaml"))
    held = [path for path in files if "\nholdings:" in path.read_text(encoding="utf-8")]
    for number in range(max(0, wanted - len(files))):
        path = held[number % len(held)]
        text = path.read_text(encoding="utf-8")
        text = re.sub(
            r"(?m)^citation: .*$", f"citation: {number + 1} F. Supp. 3d {number + 1}", text
        )
        text = re.sub(r"(?m)^parallel: .*\n", "", text)
        text = re.sub(r"(?m)^docket: .*$", f"docket: 99-{number + 10000}", text)
        home = folder / "authorities" / path.parent.name
        home.mkdir(parents=True, exist_ok=True)
        (home / f"{path.stem}-copy-{number}.yaml").write_text(text, encoding="utf-8")


def least(code: str, arguments: list[str], env: dict[str, str], runs: int) -> tuple[float, int]:
    """The least time of several runs, and what was loaded."""
    best = (float("inf"), 0)
    for _ in range(runs):
        made = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            check=True,
            capture_output=True,
            text=True,
            env=env,
        ).stdout.split()
        best = min(best, (float(made[0]), int(made[1])))
    return best


def main() -> None:
    sizes = [int(n) for n in sys.argv[1:]] or [0, 300, 1000, 3000, 10000]
    print(
        f"{'authorities':>11} {'first ms':>10} {'each ms':>8} {'kept ms':>9} {'each ms':>8} {'PyYAML ms':>10}"
    )
    for wanted in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            overlay, cache = Path(scratch) / "law", Path(scratch) / "cache"
            grow(overlay, wanted)
            layers = [str(overlay)] if overlay.exists() else []
            runs = 3 if wanted <= 1000 else 1
            cold = {**os.environ, "PRONG_CACHE": "off"}
            warm = {**os.environ, "XDG_CACHE_HOME": str(cache)}
            first, count = least(LOAD, layers, cold, runs)
            least(LOAD, layers, warm, 1)
            kept, _ = least(LOAD, layers, warm, 2 * runs + 1)
            peer, _ = least(PEER, [str(SHIPPED), *layers], cold, runs)
            print(
                f"{count:>11} {1000 * first:>10.0f} {1000 * first / count:>8.2f} {1000 * kept:>9.0f} "
                f"{1000 * kept / count:>8.2f} {1000 * peer:>10.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
