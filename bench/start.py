"""How long a cold `prong analyze martinez` takes, against importing pydantic and bare Python.

Run: python bench/start.py [RUNS]. Each command is a new process; the three are interleaved so that
whatever else the machine does falls on all alike, and the least time of each is compared. The first run
of a new library, which parses every file, is measured apart.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

MAIN = "import sys; sys.argv = ['prong', 'analyze', 'martinez']; from prong.cli import main; main()"
COMMANDS = {
    "bare Python": "pass",
    "import pydantic": "import pydantic",
    "prong analyze martinez": MAIN,
}
STAGES = """
import time
marks = [("start", time.perf_counter())]
def mark(name): marks.append((name, time.perf_counter()))
import argparse, prong.cli.app; mark("import the command line")
from prong.law.library import Library; mark("import the law")
library = Library.load(); mark("load the library")
import yaml; mark("import yaml")
from prong.record.load import load; mark("import the record")
record = load("martinez", library); mark("read the case")
from prong.decide.analysis import analyze; mark("import deciding")
analysis = analyze(record, library); mark("decide")
from prong.report.text import text; mark("import the report")
text(analysis); mark("write the answer")
for (_, a), (name, b) in zip(marks, marks[1:]):
    print(f"{name}\\t{1000 * (b - a):.1f}")
"""


def once(code: str, env: dict[str, str]) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL, env=env)
    return time.perf_counter() - begun


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    with tempfile.TemporaryDirectory() as cache:
        env = {**os.environ, "XDG_CACHE_HOME": cache}
        first = once(MAIN, env)
        least = dict.fromkeys(COMMANDS, float("inf"))
        for _ in range(runs):
            for name, code in COMMANDS.items():
                least[name] = min(least[name], once(code, env))
        stages: dict[str, float] = {}
        for _ in range(max(5, runs // 3)):
            told = subprocess.run(
                [sys.executable, "-c", STAGES], check=True, capture_output=True, text=True, env=env
            )
            for line in told.stdout.splitlines():
                name, took = line.split("\t")
                stages[name] = min(stages.get(name, float("inf")), float(took))
    for name, took in least.items():
        print(f"{name:26}{1000 * took:8.0f} ms")
    print(f"{'first run of a library':26}{1000 * first:8.0f} ms")
    main_ = least["prong analyze martinez"]
    print(f"\n{main_ / least['import pydantic']:.1f} times import pydantic (goal 3), "
          f"{main_ / least['bare Python']:.1f} times bare Python (goal 20)\n")  # fmt: skip
    for name, took in stages.items():
        print(f"  {name:26}{took:6.1f} ms")


if __name__ == "__main__":
    main()
