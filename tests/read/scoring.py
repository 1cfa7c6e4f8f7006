"""What a reading gets right of the labels made by hand: the figures that the issue of reading asks for.

    python -m tests.read.scoring [NAME ...]     (--table for the figures alone)

prints them for each labelled document, with what is wrong. The documents themselves are not part
of the project: their folder is named by the environment variable PRONG_SHARED.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from prong.read import Citation, Reading, read

LABELS = Path(__file__).parent / "labels"
REFERRING = ("short", "id", "supra", "name")
#: What is compared of each citation, and for which kinds.
FIELDS = (
    "name",
    "cite",
    "court",
    "year",
    "pins",
    "signal",
    "nesting",
    "parentheticals",
    "refers",
    "history",
)


def shared() -> Path | None:
    """The folder of real documents, or None."""
    named = os.environ.get("PRONG_SHARED")
    return Path(named) if named and Path(named).is_dir() else None


def plain(text: str | None) -> str:
    return " ".join((text or "").replace("’", "'").replace("–", "-").split()).rstrip(",")


@dataclass
class Score:
    """Figures for one document: counts of right and of all, by what is counted."""

    right: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    labelled: Counter[str] = field(default_factory=Counter)
    matched: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def count(self, what: str, got: Any, expected: Any, where: str) -> None:
        self.of[what] += 1
        if got == expected:
            self.right[what] += 1
        else:
            self.wrong[what].append(f"{where}: {got!r}, labelled {expected!r}")

    def share(self, what: str) -> float:
        return self.right[what] / self.of[what] if self.of[what] else 1.0

    @property
    def recall(self) -> float:
        return sum(self.matched.values()) / max(1, sum(self.labelled.values()))

    @property
    def precision(self) -> float:
        return sum(self.matched.values()) / max(1, sum(self.found.values()))


def score(name: str, folder: Path) -> tuple[Score, Reading]:
    """Read one labelled document and compare."""
    labels = yaml.safe_load((LABELS / f"{name}.yaml").read_text(encoding="utf-8"))
    path = folder / labels["document"]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == labels["sha256"], f"{path} has changed"
    reading = read(path)
    made = Score()
    left_out = [row["at"] for row in labels.get("left_out") or []]
    pairs = _citations(made, labels["citations"], reading, left_out)
    _quotations(made, labels.get("quotations") or [], reading, pairs)
    _footnotes(made, labels.get("footnotes") or [], reading)
    return made, reading


def _overlap(one: tuple[int, int], other: list[int]) -> int:
    return min(one[1], other[1]) - max(one[0], other[0])


def _citations(
    made: Score, rows: list[dict[str, Any]], reading: Reading, left_out: list[list[int]]
) -> dict[int, Citation]:
    """Pairs each label with a citation; what overlaps words the labels leave out counts for nothing."""
    by_label: dict[int, Citation] = {}
    used: set[int] = set()
    for row in rows:
        made.labelled[row["kind"]] += 1
        near = [c for c in reading.citations if c.n not in used and _overlap(c.span, row["at"]) > 0]
        near.sort(key=lambda c: (c.kind != row["kind"], -_overlap(c.span, row["at"])))
        if near:
            used.add(near[0].n)
            by_label[row["n"]] = near[0]
            if near[0].kind == row["kind"]:
                made.matched[row["kind"]] += 1
            else:
                made.wrong["kind"].append(f"{near[0].text}: {near[0].kind}, labelled {row['kind']}")
        else:
            made.wrong["missed"].append(f"{row['n']} {row['kind']} at {row['at']}")
    for citation in reading.citations:
        if citation.n not in used and any(_overlap(citation.span, at) > 0 for at in left_out):
            continue
        made.found[citation.kind] += 1
        if citation.n not in used:
            made.wrong["extra"].append(f"{citation.kind} {citation.text!r}")
    labels = {citation.n: n for n, citation in by_label.items()}
    rows_by_n = {row["n"]: row for row in rows}
    for row in rows:
        citation = by_label.get(row["n"])
        if citation is not None:
            _one(made, row, citation, reading, labels, rows_by_n)
    return by_label


def _one(
    made: Score,
    row: dict[str, Any],
    citation: Citation,
    reading: Reading,
    labels: dict[int, int],
    rows: dict[int, dict[str, Any]],
) -> None:
    kind, where = row["kind"], f"{row['n']} {citation.text[:60]}"
    made.count("span", tuple(citation.span), tuple(row["at"]), where)
    if kind in ("full", "short", "supra", "name", "database", "docket"):
        made.count("name", plain(citation.name), plain(row.get("name")), where)
    if kind in ("full", "database", "docket"):
        made.count("court", citation.court, row.get("court"), where)
        made.count("year", citation.year, row.get("year"), where)
    if kind in ("full", "statute", "database"):
        made.count("cite", plain(citation.cite), plain(row.get("cite")), where)
    if kind in ("full", "short", "id", "supra", "database"):
        pins = [pin.replace(" and ", " ").replace(" & ", " ") for pin in row.get("pins") or []]
        made.count("pins", list(citation.pins), pins, where)
    made.count("signal", citation.signal or "", plain(row.get("signal")), where)
    inside = labels.get(citation.inside, -1) if citation.inside else None
    made.count("nesting", inside, row.get("inside"), where)
    kinds = [paren["kind"] for paren in row.get("parentheticals") or []]
    made.count("parentheticals", [p.kind for p in citation.parentheticals], kinds, where)
    history = [labels.get(h.citation) for h in citation.history]
    made.count("history", history, [h["n"] for h in row.get("history") or []], where)
    if kind in REFERRING:
        target = rows.get(row.get("refers_to") or 0)
        expected = plain(target["cite"]) if target else None
        got = plain(reading.authority(citation).cite) if citation.refers_to else None
        made.count("refers", got, expected, where)


def _quotations(
    made: Score, rows: list[dict[str, Any]], reading: Reading, pairs: dict[int, Citation]
) -> None:
    labels = {citation.n: n for n, citation in pairs.items()}
    used: set[int] = set()
    for row in rows:
        made.of["quotations found"] += 1
        near = [
            k for k, q in enumerate(reading.quotations)
            if k not in used and _overlap(q.span, row["at"]) > 0.8 * (row["at"][1] - row["at"][0])
        ]  # fmt: skip
        if not near:
            made.wrong["quotations found"].append(f"missed {row['text']!r}")
            continue
        used.add(near[0])
        made.right["quotations found"] += 1
        quoted = reading.quotations[near[0]]
        to = labels.get(quoted.attributed_to, -1) if quoted.attributed_to else None
        made.count("attribution", to, row["attributed_to"], row["text"])
        inner = labels.get(quoted.inner, -1) if quoted.inner else None
        made.count("inner", inner, row.get("inner"), row["text"])


def _footnotes(made: Score, rows: list[dict[str, Any]], reading: Reading) -> None:
    by_number = {note.number: note for note in reading.footnotes}
    for row in rows:
        note = by_number.get(str(row["number"]))
        if note is None:
            made.count("footnotes", None, row["number"], "footnote")
            continue
        made.count("footnotes called", note.marker, row.get("marker"), f"footnote {note.number}")
        if row.get("begins"):
            text = plain(note.text)
            begins = text.startswith(plain(row["begins"])[:40])
            ends = text.endswith(plain(row["ends"])[-30:])
            made.count(
                "footnotes",
                (begins, ends),
                (True, True),
                f"{note.number} {text[:40]}...{text[-40:]}",
            )


def names() -> list[str]:
    return sorted(path.stem for path in LABELS.glob("*.yaml"))


def report(chosen: list[str], folder: Path) -> str:
    lines = []
    for name in chosen or names():
        made, reading = score(name, folder)
        lines.append(
            f"{name}: {sum(made.labelled.values())} labelled, {len(reading.citations)} found, "
            f"recall {made.recall:.1%}, precision {made.precision:.1%}"
        )
        for what in made.of:
            lines.append(
                f"  {what}: {made.right[what]} of {made.of[what]} ({made.share(what):.1%})"
            )
        for what, wrong in made.wrong.items():
            lines += [f"  {what}: {one}" for one in wrong]
    return "\n".join(lines)


def table(folder: Path) -> str:
    """The figures of every labelled document, as a table in Markdown."""
    columns = ("name", "court", "year", "pins", "signal", "nesting", "parentheticals", "refers", "footnotes",
               "attribution")  # fmt: skip
    rows = [
        "| document | citations | recall | precision | " + " | ".join(columns) + " |",
        "|---" * (len(columns) + 4) + "|",
    ]
    for name in names():
        made, _ = score(name, folder)
        shares = [f"{made.share(what):.1%}" if made.of[what] else "" for what in columns]
        rows.append(
            f"| {name} | {sum(made.labelled.values())} | {made.recall:.1%} | {made.precision:.1%} | "
            + " | ".join(shares)
            + " |"
        )
    return "\n".join(rows)


if __name__ == "__main__":
    where = shared()
    if where is None:
        sys.exit("PRONG_SHARED names no folder.")
    print(table(where) if sys.argv[1:] == ["--table"] else report(sys.argv[1:], where))
