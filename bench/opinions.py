"""What is read in a folder of opinions: counts by kind, and what is left unresolved and why.

    python -m bench.opinions FOLDER

prints the report that ``docs/reading.md`` gives. FOLDER holds text files, at any depth.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

from prong.faults import Fault
from prong.read import read

REFERRING = ("id", "short", "supra", "name")


def report(folder: Path) -> str:
    """Read every text file below a folder, and say what was found."""
    kinds: Counter[str] = Counter()
    left: Counter[tuple[str, str]] = Counter()
    doubts: Counter[tuple[str, str]] = Counter()
    refused: list[str] = []
    files = notes = called = quotations = attributed = 0
    size = 0
    began = time.process_time()
    for path in sorted(folder.rglob("*.txt")):
        try:
            reading = read(path)
        except Fault as fault:
            refused.append(f"{path.name}: {fault.sentence}")
            continue
        files += 1
        size += len(reading.source.text.encode("utf-8"))
        notes += len(reading.footnotes)
        called += sum(1 for note in reading.footnotes if note.marker is not None)
        quotations += len(reading.quotations)
        attributed += sum(1 for quotation in reading.quotations if quotation.attributed_to)
        for citation in reading.citations:
            kinds[citation.kind] += 1
            if citation.kind in REFERRING and citation.unresolved:
                left[citation.kind, citation.unresolved] += 1
            elif citation.doubt:
                doubts[citation.kind, citation.doubt] += 1
    spent = time.process_time() - began
    lines = [
        f"{files} files, {size / 1e6:.1f} MB in {spent:.0f} s; {len(refused)} refused",
        f"{sum(kinds.values()):,} citations: "
        + ", ".join(f"{kind} {number:,}" for kind, number in kinds.most_common()),
        f"{notes:,} footnotes, {called:,} of them called in the text; "
        f"{quotations:,} quotations, {attributed:,} of them attributed",
        "",
    ]
    for kind in REFERRING:
        lost = sum(number for (of, _), number in left.items() if of == kind)
        lines.append(
            f"{kind}: {lost} of {kinds[kind]:,} unresolved ({lost / max(1, kinds[kind]):.1%})"
        )
        for (of, why), number in left.most_common():
            if of == kind:
                lines.append(f"    {why}: {number} ({number / kinds[kind]:.1%})")
        for (of, why), number in doubts.most_common():
            if of == kind:
                lines.append(
                    f"    resolved with a doubt, {why}: {number} ({number / kinds[kind]:.1%})"
                )
    return "\n".join([*lines, *refused])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print(report(Path(sys.argv[1])))
