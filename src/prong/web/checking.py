"""The check of one brief, in a process apart: it reads the document in its folder, lays it against
the base and the library, and writes the report beside it in every format that can be had here.

What it writes: ``stage`` while it works; at the end ``fault.json``, or the reports and, last of all,
``page.json``. The document itself is gone once it has been read.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from prong.faults import Fault
from prong.files import write, write_bytes
from prong.web import apart


def main(arguments: Sequence[str]) -> int:
    """Check the brief in a folder: 0 done, 2 a fault was found, 3 a limit met."""
    seconds, folder, *overlays = arguments
    apart.limit(int(seconds))
    try:
        _checked(Path(folder), overlays, int(seconds))
    except Fault as fault:
        write(Path(folder) / "fault.json", json.dumps(told(fault)))
        return apart.REFUSED
    except (MemoryError, RecursionError):
        return apart.STALLED
    return 0


def told(fault: Fault) -> dict[str, str | None]:
    """A fault as it is kept, without the places of this machine."""
    return {"sentence": fault.sentence, "found": fault.found, "expected": fault.expected}


def _checked(folder: Path, overlays: Sequence[str], seconds: int) -> None:
    def stage(words: str) -> None:
        write(folder / "stage", words)

    stage("Reading the document")
    from prong.base.store import open_base
    from prong.check import check
    from prong.dates import Day
    from prong.law.library import Library
    from prong.read import read
    from prong.report.phrases import plural
    from prong.web.findings import shown

    asked = json.loads((folder / "asked.json").read_text(encoding="utf-8"))
    document = folder / "document"
    with document.open("rb") as stream:
        reading = read(stream, name=asked["name"])
    document.unlink()
    stage(f"Looking up {plural(len(reading.citations), 'citation')}")
    library = Library.load(overlays)
    day = Day.parse(asked["incident"]) if asked["incident"] else None
    with open_base(read_only=True, seconds=seconds) as base:
        found = check(reading, base, library=library, forum=asked["forum"], incident=day)
        stage("Writing the report")
        page = shown(found, library, base)
    from prong.report.check.contract import dumps
    from prong.report.check.memo import memo
    from prong.report.render import setter

    write(folder / "check.json", dumps(found, library))
    made = memo(found, library)
    for ending in formats():
        words = setter(ending, figures=False)(made)
        write_bytes(
            folder / f"check.{ending}", words.encode("utf-8") if isinstance(words, str) else words
        )
    write(folder / "page.json", json.dumps(dataclasses.asdict(page), ensure_ascii=False))


def formats() -> Iterator[str]:
    """The formats a report can be had in here, besides JSON."""
    if find_spec("docx"):
        yield "docx"
    yield from ("html", "md")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
