"""Documents read, each beside what is read in it: the folder ``examples``, one test.

``PRONG_RECORD=1 pytest tests/read/test_examples.py`` writes the expectations anew; read them
before they are kept.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from prong.read import Citation, Reading, read

EXAMPLES = Path(__file__).parent / "examples"


def told(reading: Reading) -> str:
    """What was read, a line for each thing."""
    front = reading.front
    lines = [
        f"caption: {front.caption}",
        f"court: {front.court}; docket: {', '.join(front.docket)}; "
        f"dates: {', '.join(' '.join(date) for date in front.dates)}; panel: {', '.join(front.panel)}",
        f"opinions: {', '.join(f'{o.kind} {o.author}' for o in front.opinions)}",
        f"sections: {'; '.join(f'{s.path} {s.title}'.strip() for s in reading.sections)}",
        f"pages: {', '.join('*' * p.stars + p.label for p in reading.pages)}",
        "",
    ]
    lines += [cited(reading, citation) for citation in reading.citations]
    lines.append("")
    for quotation in reading.quotations:
        inner = f", quoting {quotation.inner}" if quotation.inner else ""
        lines.append(f"{quotation.text} <- {quotation.attributed_to}{inner}")
    lines.append("")
    for note in reading.footnotes:
        before = reading.text[max(0, (note.called_at or 0) - 12) : note.called_at or 0]
        lines.append(f"note {note.number} after {before!r}: {note.text}")
    return "\n".join(lines) + "\n"


def cited(reading: Reading, c: Citation) -> str:
    parts = [f"{c.n} {c.kind}: {c.text}"]
    facts = {
        "cite": c.cite if c.kind not in ("id", "short", "supra", "name") else None,
        "also": ", ".join(c.parallel),
        "court": c.court,
        "year": c.year,
        "pins": ", ".join(c.pins),
        "signal": f"{c.signal}{' (carried)' if c.carried else ''}" if c.signal else None,
        "in": f"{c.inside} {c.relation or ''}".strip() if c.inside else None,
        "history": ", ".join(f"{h.how} {h.citation}" for h in c.history),
        "note": c.footnote,
        "section": c.section,
        "page": c.page,
    }
    parts += [f"{name} {value}" for name, value in facts.items() if value]
    parts += [f"({p.kind}: {p.text})" for p in c.parentheticals]
    if c.refers_to:
        parts.append(f"-> {c.refers_to} {reading.authority(c).cite}")
    parts += [f"UNRESOLVED {c.unresolved}"] if c.unresolved else []
    parts += [f"DOUBT {c.doubt}"] if c.doubt else []
    line = " | ".join(parts)
    return f"{line}\n    for: {c.proposition}" if c.proposition else line


def documents() -> list[Path]:
    return sorted(path for path in EXAMPLES.iterdir() if not path.name.endswith(".expected"))


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_what_is_read_is_what_is_expected(path: Path) -> None:
    found = told(read(path, name=path.name))
    expected = path.with_name(path.name + ".expected")
    if os.environ.get("PRONG_RECORD"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")
