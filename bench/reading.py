"""How fast opinions are read, against eyecite finding and resolving their citations.

Run: python -m bench.reading [FOLDER] [--sample N] [--rounds N] [--json]

FOLDER holds the opinions as text, in ``circuit`` and ``scotus``; without it, the folder of real
documents that PRONG_SHARED names is used. Both sides read the same texts: every N-th opinion of each
court (--sample 1 reads all, which takes eyecite minutes).

Prong does all it does to a text: footnotes, citations with their structure and what each refers to,
quotations, propositions, sections and pages. eyecite does ``get_citations`` and
``resolve_citations``, with each of its two fast tokenizers, which are built beforehand and warmed
up. The three are interleaved, each is timed by the processor's time it takes in one process and one
thread, and the least time of each is compared.

Growth is measured on the same characters: opinions joined to 4 MB, read in pieces of 40 kB, in
pieces of 400 kB and whole. What is linear takes as long each way. eyecite reads the first 400 kB.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from eyecite import get_citations, resolve_citations
from eyecite.tokenizers import AhocorasickTokenizer, HyperscanTokenizer, Tokenizer

from prong.read import read_text

#: Reads a text and says how many citations it found.
Reader = Callable[[str], int]

GOAL = 20
SIZES = {"40 kB": 40_000, "400 kB": 400_000, "4 MB": 4_000_000}


def prong(text: str) -> int:
    return len(read_text(text).citations)


def peer(tokenizer: Tokenizer) -> Reader:
    """eyecite with one tokenizer, warmed up; its warnings of citations it cannot part are dropped."""
    logging.getLogger("eyecite").setLevel(logging.ERROR)

    def reader(text: str) -> int:
        found = get_citations(text, tokenizer=tokenizer)
        resolve_citations(found)
        return len(found)

    reader("See Monroe v. Pape, 365 U.S. 167 (1961). Id. at 170.")
    return reader


def opinions(folder: Path, every: int) -> list[str]:
    """Every N-th opinion of each court, by name: the share of each is that of the whole folder."""
    paths = (
        sorted(folder.glob("circuit/*.txt"))[::every] + sorted(folder.glob("scotus/*.txt"))[::every]
    )
    if not paths:
        sys.exit(f"{folder} holds no circuit/*.txt and no scotus/*.txt.")
    return [path.read_text(encoding="utf-8") for path in paths]


def joined(texts: list[str], size: int) -> str:
    """The texts one after another, of both kinds in turn, as often as it takes, up to a size."""
    texts = [text for k in range(16) for text in texts[k::16]]
    parts: list[str] = []
    length = 0
    while length < size:
        for text in texts:
            parts.append(text)
            length += len(text) + 2
            if length >= size:
                break
    return "\n\n".join(parts)[:size]


def pieces(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def megabytes(texts: list[str]) -> float:
    return sum(len(text.encode()) for text in texts) / 1e6


def once(reader: Reader, texts: list[str]) -> tuple[float, int]:
    """The processor's seconds that reading the texts takes, and the citations found."""
    begun = time.process_time()
    found = sum([reader(text) for text in texts])
    return time.process_time() - begun, found


def compared(
    readers: dict[str, Reader], texts: list[str], rounds: int
) -> dict[str, dict[str, float]]:
    """The speed of each reader on the same texts: Prong before and after each of the others."""
    least = dict.fromkeys(readers, float("inf"))
    found: dict[str, int] = {}
    for _ in range(rounds):
        for name in readers:
            for turn in dict.fromkeys(("Prong", name)):
                took, found[turn] = once(readers[turn], texts)
                least[turn] = min(least[turn], took)
    size = megabytes(texts)
    return {
        name: {"seconds": least[name], "MB/s": size / least[name], "citations": found[name]}
        for name in readers
    }


def growth(readers: dict[str, Reader], text: str, rounds: int) -> dict[str, dict[str, float]]:
    """MB/s of each reader by the length of the pieces it is given."""
    made: dict[str, dict[str, float]] = {name: {} for name in readers}
    for name, reader in readers.items():
        for label, size in SIZES.items():
            if name != "Prong" and label == "4 MB":
                continue
            parts = pieces(text if name == "Prong" else text[: SIZES["400 kB"]], size)
            times = [once(reader, parts)[0] for _ in range(rounds if name == "Prong" else 1)]
            made[name][label] = megabytes(parts) / min(times)
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folder", nargs="?", type=Path, help="holds circuit/*.txt and scotus/*.txt")
    add = parser.add_argument
    add("--sample", type=int, default=6, metavar="N", help="read every N-th opinion")
    add("--rounds", type=int, default=2, metavar="N", help="how often each reads all")
    add("--json", action="store_true", help="print the figures as JSON")
    given = parser.parse_args()
    folder = given.folder
    if folder is None:
        named = os.environ.get("PRONG_SHARED")
        if not named:
            parser.error("name a folder, or name the folder of real documents in PRONG_SHARED")
        folder = Path(named) / "data" / "opinions"
    texts = opinions(folder, given.sample)
    with tempfile.TemporaryDirectory() as cache:
        readers: dict[str, Reader] = {
            "Prong": prong,
            "eyecite, Aho-Corasick": peer(AhocorasickTokenizer()),
            "eyecite, Hyperscan": peer(HyperscanTokenizer(cache_dir=cache)),
        }
        prong(texts[0])
        speeds = compared(readers, texts, given.rounds)
        grown = growth(readers, joined(texts, SIZES["4 MB"]), given.rounds + 1)
    fastest = max(
        (name for name in readers if name != "Prong"), key=lambda name: speeds[name]["MB/s"]
    )
    ratio = speeds["Prong"]["MB/s"] / speeds[fastest]["MB/s"]
    kept = grown["Prong"]["4 MB"] / grown["Prong"]["40 kB"]
    if given.json:
        told = {
            "texts": len(texts), "MB": megabytes(texts), "speeds": speeds, "peer": fastest,
            "ratio": ratio, "growth": grown, "kept": kept,
        }  # fmt: skip
        print(json.dumps(told, indent=2))
        return
    print(f"{len(texts)} opinions, {megabytes(texts):.1f} MB\n")
    print(f"{'':26}{'seconds':>10}{'MB/s':>10}{'citations':>11}")
    for name, row in speeds.items():
        print(f"{name:26}{row['seconds']:10.2f}{row['MB/s']:10.3f}{row['citations']:11.0f}")
    print(f"\n{ratio:.1f} times {fastest} (goal {GOAL})\n")
    print(f"{'MB/s in pieces of':26}" + "".join(f"{label:>10}" for label in SIZES))
    for name, by_size in grown.items():
        row_ = [f"{by_size[label]:.3f}" if label in by_size else "-" for label in SIZES]
        print(f"{name:26}" + "".join(f"{cell:>10}" for cell in row_))
    print(f"\nProng at 4 MB keeps {kept:.0%} of its speed at 40 kB (goal 80%)")


if __name__ == "__main__":
    main()
