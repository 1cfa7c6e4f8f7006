"""What constraint costs as a case base grows: the kernel, the plain definition in sets, and clingo.

Run: python -m bench.constraint [N ...] [--pairs N] [--plot FILE]. For each N a made-up table of N
cases with 128 factors and 16 dimensions (eight of a million different values, eight of twenty) is
written as CSV, built, kept, loaded again and asked, each size in a process of its own so that its
memory is its own. Asked are facts of three kinds, a third each: those of a case, those of a case
with a tenth changed, and random ones. The times are the processor's, the medians over the queries.

The peers, in the same process: the definition in plain sets (``tests/decide/plain.py``, over at most
100,000 cases, and beyond that scaled up, which is marked), and a logic program in clingo (up to
10,000 cases; grounding and solving, without reading its facts). With --pairs every case of a table
of N is compared with every other, exactly, with progress.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.decide.plain import Factored, forces_in_sets

from prong.decide.constraint import CaseBase

FACTORS, FINE, COARSE = 128, 8, 8
PRO = [f"f{n}" for n in range(0, FACTORS, 2)]
CON = [f"f{n}" for n in range(1, FACTORS, 2)]
DIMENSIONS = [f"d{n}" for n in range(FINE + COARSE)]
DIRECTIONS = (
    dict.fromkeys(PRO, "for")
    | dict.fromkeys(CON, "against")
    | {word: "ascending" if n % 2 else "descending" for n, word in enumerate(DIMENSIONS)}
)
#: How many cases the peers are given at most, and how often each is asked.
PLAIN, LOGIC, TIMES = 100_000, 10_000, 3

PROGRAM = """
stopped(C) :- won(C), pro(C, F), not has(F).
stopped(C) :- won(C), con(F), has(F), not con(C, F).
stopped(C) :- won(C), at(C, D, V), asked(D, W), W < V.
stopped(C) :- lost(C), con(C, F), not has(F).
stopped(C) :- lost(C), pro(F), has(F), not pro(C, F).
stopped(C) :- lost(C), at(C, D, V), asked(D, W), W > V.
forces(C) :- won(C), not stopped(C).
forces(C) :- lost(C), not stopped(C).
#show forces/1.
"""


def rows(size: int) -> Iterator[tuple[str, list[float], int]]:
    """Made-up cases: a digit for each factor, the dimensions, the outcome."""
    pick = random.Random(7)
    for _ in range(size):
        word = pick.getrandbits(FACTORS) & pick.getrandbits(FACTORS)
        digits = f"{word:0{FACTORS}b}"
        at = [
            round(pick.random(), 6) if n < FINE else pick.randrange(20)
            for n in range(FINE + COARSE)
        ]
        score = digits[0::2].count("1") - digits[1::2].count("1") + pick.gauss(0, 3)
        yield digits, at, int(score > 0)


def write(path: Path, size: int) -> None:
    with path.open("w", encoding="utf-8") as stream:
        names = [f"f{n}" for n in range(FACTORS)]
        stream.write(",".join([*names, *DIMENSIONS, "Label"]) + "\n")
        for digits, at, won in rows(size):
            stream.write(f"{','.join(digits)},{','.join(map(str, at))},{won}\n")


def questions(size: int, count: int) -> list[dict[str, float]]:
    """Facts to ask: of a case, of a case with a tenth changed, and random, in turn."""
    pick = random.Random(11)
    wanted = {pick.randrange(size) for _ in range(count)}
    like = [(d, a) for n, (d, a, _) in enumerate(rows(size)) if n in wanted]
    found = []
    for n in range(count):
        digits, at = like[n % len(like)]
        facts: dict[str, float] = {f"f{k}": int(d) for k, d in enumerate(digits)}
        facts |= dict(zip(DIMENSIONS, at, strict=True))
        for word in facts if n % 3 else ():
            if n % 3 == 2 or pick.random() < 0.1:
                fine = word in DIMENSIONS[:FINE]
                facts[word] = pick.random() if fine else pick.randrange(20 if word[0] == "d" else 2)
        found.append(facts)
    return found


def median(calls: Sequence[Callable[[], object]]) -> float:
    """The median time of some calls, in milliseconds."""
    taken = []
    for call in calls:
        begun = time.process_time()
        call()
        taken.append(1000 * (time.process_time() - begun))
    return statistics.median(taken)


def measured(size: int) -> dict[str, Any]:
    """Everything about one size."""
    with tempfile.TemporaryDirectory() as folder:
        table, kept = Path(folder) / "table.csv", Path(folder) / "kept"
        write(table, size)
        before, wall = time.process_time(), time.perf_counter()
        base = CaseBase.from_table(table, directions=DIRECTIONS, progress=progress("building"))
        built, waited = time.process_time() - before, time.perf_counter() - wall
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        base.save(kept)
        begun = time.process_time()
        base = CaseBase.load(kept)
        found: dict[str, Any] = {
            "cases": size,
            "memory MB": memory,
            "build": built,
            "build wall": waited,
            "load": time.process_time() - begun,
            "kept MB": kept.stat().st_size / 1e6,
        }
    asked = questions(size, 300)
    facts = [base.facts(one) for one in asked]
    nothing: frozenset[str] = frozenset()
    answers = [base.forcing(one, nothing) for one in facts]
    found["query"] = median([lambda one=one: base.forcing(one, nothing) for one in facts])
    begun = time.process_time()
    for n in range(1000):
        base.forces(asked[n % len(asked)])
    found["thousand"] = time.process_time() - begun
    # The hardest facts: as strong as can be, so that every case of the first outcome forces.
    hardest = dict.fromkeys(PRO, 1.0) | dict.fromkeys(CON, 0.0)
    hardest |= {word: 99.0 * (n % 2) for n, word in enumerate(DIMENSIONS)}
    strongest = base.facts(hardest)
    found["hardest"] = median([lambda: base.forcing(strongest, nothing)])
    found |= against_sets(size, asked, answers)
    if size <= LOGIC:
        found |= against_clingo(size, asked, answers)
    if size <= LOGIC:
        begun = time.process_time()
        base.standing()
        found["pairs"] = time.process_time() - begun
    return found


def against_sets(
    size: int, asked: Sequence[dict[str, float]], answers: Sequence[int]
) -> dict[str, float]:
    some = min(size, PLAIN)
    cases = [one for one, _ in zip(factored(size), range(some), strict=False)]
    chosen = [
        (as_sets(one), answer) for one, answer in zip(asked[: 3 * TIMES], answers, strict=False)
    ]
    for facts, answer in chosen:
        expected = sum(1 << n for n, case in enumerate(cases) if forces_in_sets(case, facts))
        assert answer & ((1 << some) - 1) == expected, "the plain definition answers otherwise"
    taken = median(
        [
            lambda f=f: [n for n, case in enumerate(cases) if forces_in_sets(case, f)]
            for f, _ in chosen
        ]
    )
    return {"sets": taken * size / some, "sets over": some}


def factored(size: int) -> Iterator[Factored]:
    for digits, at, won in rows(size):
        facts: dict[str, float] = {f"f{k}": int(d) for k, d in enumerate(digits)}
        yield as_sets(facts | dict(zip(DIMENSIONS, at, strict=True)), bool(won))


def as_sets(facts: dict[str, float], won: bool = True) -> Factored:
    return Factored(
        frozenset(word for word in PRO if facts[word]),
        frozenset(word for word in CON if facts[word]),
        {word: facts[word] * (1 if n % 2 else -1) for n, word in enumerate(DIMENSIONS)},
        won,
    )


def against_clingo(
    size: int, asked: Sequence[dict[str, float]], answers: Sequence[int]
) -> dict[str, float]:
    import clingo

    def scaled(value: float) -> int:
        return round(value * 1_000_000)

    lines = [PROGRAM, *(f"pro({w})." for w in PRO), *(f"con({w})." for w in CON)]
    for n, case in enumerate(factored(size)):
        lines.append(f"{'won' if case.won else 'lost'}({n}).")
        lines += [f"pro({n},{w})." for w in case.pro]
        lines += [f"con({n},{w})." for w in case.con]
        lines += [f"at({n},{w},{scaled(v)})." for w, v in case.dimensions.items()]
    taken = []
    for one, answer in zip(asked[:TIMES], answers, strict=False):
        facts = as_sets(one)
        control = clingo.Control(["--warn=none"])
        dims = [f"asked({w},{scaled(v)})." for w, v in facts.dimensions.items()]
        present = [f"has({w})." for w in (*facts.pro, *facts.con)]
        control.add("base", [], "\n".join([*lines, *dims, *present]))
        begun = time.process_time()
        control.ground([("base", [])])
        derived = 0
        with control.solve(yield_=True) as models:
            for model in models:
                for atom in model.symbols(shown=True):
                    derived |= 1 << atom.arguments[0].number
        taken.append(1000 * (time.process_time() - begun))
        assert derived == answer, "the logic program answers otherwise"
    return {"clingo": statistics.median(taken)}


def every_pair(size: int) -> None:
    """Every case of a table with every other, with progress."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "table.csv"
        write(table, size)
        base = CaseBase.from_table(table, directions=DIRECTIONS, progress=progress("building"))
    begun, wall = time.process_time(), time.perf_counter()
    standing = base.standing(progress=progress("comparing"))
    took, waited = time.process_time() - begun, time.perf_counter() - wall
    print(
        f"{size:,} cases, every pair: {took:.0f} s of the processor, {waited:.0f} s waited, "
        f"{standing.consistent:,} consistent, {len(standing.landmarks):,} landmarks, "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )


def progress(what: str) -> Callable[[int, int], None]:
    last = [time.monotonic()]

    def told(done: int, of: int) -> None:
        if time.monotonic() - last[0] > 10:
            last[0] = time.monotonic()
            print(f"{what}: {done:,} of {of:,}", file=sys.stderr, flush=True)

    return told


def plot(found: Sequence[dict[str, Any]], path: Path) -> None:
    """The growth of a query's time, each on its own line, told apart by mark and dash."""
    import matplotlib

    matplotlib.use("Agg")
    matplotlib.rcParams.update({"svg.hashsalt": "prong", "font.size": 9})
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.5, 3.6), layout="constrained")
    axes = figure.subplots()
    for key, name, mark, dash in (
        ("clingo", "clingo", "s", ":"),
        ("sets", "plain sets", "^", "--"),
        ("query", "kernel", "o", "-"),
    ):
        some = [(one["cases"], one[key]) for one in found if key in one]
        axes.plot(*zip(*some, strict=True), marker=mark, linestyle=dash, label=name)
    axes.set(xscale="log", yscale="log", xlabel="cases", ylabel="one query, ms")
    axes.grid(alpha=0.3)
    axes.legend(frameon=False)
    figure.savefig(
        path, metadata={"Date": None, "Description": "The time of a query as a base grows."}
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("sizes", nargs="*", type=int, metavar="N")
    parser.add_argument(
        "--pairs", type=int, metavar="N", help="compare every pair of N cases, only"
    )
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw the growth")
    parser.add_argument("--one", type=int, metavar="N", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.pairs:
        every_pair(given.pairs)
        return
    if given.one:
        print(json.dumps(measured(given.one)))
        return
    found = []
    head = (f"{'cases':>9} {'build s':>8} {'load s':>7} {'kept MB':>8} {'MB':>6} {'query ms':>9} "
            f"{'sets ms':>9} {'times':>6} {'clingo ms':>10} {'1,000 s':>8} {'hardest ms':>11} "
            f"{'pairs s':>8}")  # fmt: skip
    print(head)
    for size in given.sizes or [1_000, 10_000, 100_000, 1_000_000]:
        ran = subprocess.run(
            [sys.executable, "-m", "bench.constraint", "--one", str(size)],
            check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        one = json.loads(ran.stdout)
        found.append(one)
        mark = "*" if one["sets over"] < size else ""
        clingo = f"{one['clingo']:,.0f}" if "clingo" in one else ""
        pairs = f"{one['pairs']:.2f}" if "pairs" in one else ""
        print(
            f"{size:>9,} {one['build']:>8.2f} {one['load']:>7.2f} {one['kept MB']:>8.1f} "
            f"{one['memory MB']:>6.0f} {one['query']:>9.3f} {one['sets']:>8,.1f}{mark or ' '} "
            f"{one['sets'] / one['query']:>6.0f} {clingo:>10} {one['thousand']:>8.2f} "
            f"{one['hardest']:>11.2f} {pairs:>8}",
            flush=True,
        )
    if given.plot:
        plot(found, given.plot)


if __name__ == "__main__":
    main()
