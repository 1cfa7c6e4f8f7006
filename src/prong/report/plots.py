"""Plots of a case base: how many cases conflict, and what the others make of each.

Drawn with matplotlib, from the extra ``casebase``. Hatching tells the parts apart without colour.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from prong.faults import FieldFault, FileFault, Place
from prong.files import write_bytes

_KINDS = {".svg": "svg", ".png": "png", ".pdf": "pdf"}
_LOOKS = (("#4477aa", ""), ("#cc6677", "///"), ("#ddcc77", "..."), ("#bbbbbb", "xx"))


def kind(path: Path) -> str:
    """The kind of picture a file's ending names."""
    found = _KINDS.get(path.suffix.lower())
    if found is None:
        raise FieldFault(
            "A plot cannot be written in the format that the file's ending names.",
            place=Place(str(path)),
            found=path.suffix or "no ending",
            expected=f"one of {', '.join(_KINDS)}",
        )
    return found


def conflicts(path: Path, name: str, counts: Sequence[int]) -> None:
    """How many cases conflict with how many others, on a scale that shows the few and the many."""
    figure, axes = _figure(path)
    found = Counter(counts)
    axes.plot(sorted(found), _reaching(found), drawstyle="steps-post", color=_LOOKS[0][0])
    axes.set_xscale("symlog", linthresh=1)
    axes.set_xlim(left=0)
    axes.set_ylim(0, 100)
    axes.set_xlabel("conflicts of a case, at most")
    axes.set_ylabel("share of the cases, %")
    consistent = 100 * found[0] / max(1, len(counts))
    axes.set_title(f"{name}: {consistent:.1f} % of {len(counts):,} cases conflict with none")
    axes.grid(alpha=0.3)
    _write(figure, path, "How many cases conflict with at most so many others.")


def _reaching(found: Mapping[int, int]) -> list[float]:
    total, sum_, made = sum(found.values()), 0, []
    for value in sorted(found):
        sum_ += found[value]
        made.append(100 * sum_ / total)
    return made


def parts(path: Path, name: str, rows: Mapping[str, Mapping[str, int]], says: str) -> None:
    """A bar for each row, cut into its parts."""
    figure, axes = _figure(path)
    words = list(next(iter(rows.values())))
    left = [0.0] * len(rows)
    sizes = [max(1, sum(row.values())) for row in rows.values()]
    labels = [f"{row} ({size:,})" for row, size in zip(rows, sizes, strict=True)]
    for word, (colour, hatch) in zip(words, _LOOKS, strict=False):
        share = [100 * row[word] / size for row, size in zip(rows.values(), sizes, strict=True)]
        axes.barh(
            labels, share, left=left, color=colour, hatch=hatch, edgecolor="white", label=word
        )
        left = [a + b for a, b in zip(left, share, strict=True)]
    axes.set_xlim(0, 100)
    axes.set_xlabel("share of the cases, %")
    axes.invert_yaxis()
    axes.set_title(name)
    axes.legend(ncols=4, loc="upper center", bbox_to_anchor=(0.5, -0.28), frameon=False)
    _write(figure, path, says)


def _figure(path: Path) -> tuple[Any, Any]:
    kind(path)
    try:
        import matplotlib
    except ImportError:
        raise FileFault(
            "A plot needs matplotlib, which is not installed.",
            place=Place(str(path)),
            expected="pip install 'prong[casebase]'",
        ) from None
    matplotlib.use("Agg")
    matplotlib.rcParams.update({"svg.hashsalt": "prong", "font.size": 9, "hatch.linewidth": 0.6})
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.5, 3), layout="constrained")
    return figure, figure.subplots()


def _write(figure: Any, path: Path, says: str) -> None:
    made = io.BytesIO()
    of = kind(path)
    dated = {"svg": "Date", "pdf": "CreationDate"}.get(of)
    metadata: dict[str, str | None] = {"Description" if of != "pdf" else "Subject": says}
    if dated:
        metadata[dated] = None
    figure.savefig(made, format=of, dpi=200, metadata=metadata)
    write_bytes(path, made.getvalue())
