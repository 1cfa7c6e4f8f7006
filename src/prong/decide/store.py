"""A case base laid out from a table, kept in a file: what took a minute to build is read in a second.

The file is a line that names the format, a line of JSON, and the bytes it tells the lengths of.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from prong.dates import Day
from prong.decide.columns import Column, Terms
from prong.decide.constraint import CaseBase
from prong.decide.index import WIDTH, Block, Cells, Row, where
from prong.decide.laid import Cases, factors_of
from prong.faults import FileFault, Place
from prong.files import write_bytes

MAGIC = b"prong/casebase-bits/1\n"


def save(base: CaseBase, path: Path) -> None:
    """Write a case base that was laid out from a table."""
    cases = base.precedents
    if not isinstance(cases, Cases):
        raise FileFault(
            "Only a case base made from a table is kept in this form; a file of factors is as quick.",
            place=Place(str(path)),
        )
    blobs: list[bytes] = []

    def put(data: bytes) -> int:
        blobs.append(data)
        return len(data)

    def bits(number: int) -> int:
        return put(number.to_bytes(-(-number.bit_length() // 8), "little"))

    columns = []
    for word, column in base.terms.columns.items():
        values: Any = list(column.values)
        if column.numeric:
            values = put(array("d", map(float, column.values)).tobytes())
        data = cases.columns[word]
        columns.append(
            {
                "word": word,
                "side": column.side,
                "values": values,
                "descending": column.descending,
                "method": column.method,
                "coefficients": dict(column.coefficients),
                "wide": not isinstance(data, bytes),
                "data": put(data if isinstance(data, bytes) else data.tobytes()),
            }
        )
    blocks = []
    for block in base.blocks:
        rows = {
            word: [None if entry is None else bits(entry) for entry in row]
            for word, row in block.rows.items()
        }
        many = {
            word: [
                cells.shift,
                *(
                    [bits(entry) for entry in part]
                    for part in (cells.leaves, cells.inside, cells.slices)
                ),
            ]
            for word, cells in block.many.items()
        }
        requires = {word: bits(entry) for word, entry in block.requires.items()}
        blocks.append({"size": block.size, "rows": rows, "many": many, "requires": requires})
    head = {
        "cases": len(cases),
        "dropped": base.terms.dropped,
        "outcomes": base.terms.outcomes,
        "columns": columns,
        "won": put(cases.won),
        "names": list(cases.names) if cases.names is not None else None,
        "decided": [str(day) for day in base.terms.decided],
        "overruled": {str(n): str(day) for n, day in base.terms.overruled.items()},
        "blocks": blocks,
        "byte-order": sys.byteorder,
    }
    line = json.dumps(head, ensure_ascii=False).encode() + b"\n"
    write_bytes(path, [MAGIC, line, *blobs])


def kept(path: Path) -> bool:
    """Whether a file is a case base that was kept."""
    try:
        with path.open("rb") as stream:
            return stream.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def load(path: Path) -> CaseBase:
    """Read a case base that was kept."""
    try:
        with path.open("rb") as stream:
            if stream.read(len(MAGIC)) != MAGIC:
                raise FileFault("This is not a case base that Prong kept.", place=Place(str(path)))
            return _read(stream)
    except FileFault:
        raise
    except OSError as error:
        raise FileFault(
            f"The file cannot be read: {error.strerror}.", place=Place(str(path))
        ) from None
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        raise FileFault(
            "The kept case base is damaged, or of another machine; build it again.",
            place=Place(str(path)),
        ) from None


def _read(stream: Any) -> CaseBase:
    head = json.loads(stream.readline())
    if head["byte-order"] != sys.byteorder:
        raise ValueError

    def take(size: int) -> bytes:
        data: bytes = stream.read(size)
        if len(data) != size:
            raise ValueError
        return data

    def bits(size: int) -> int:
        return int.from_bytes(take(size), "little")

    columns: dict[str, Column] = {}
    magnitudes: dict[str, Any] = {}
    for spec in head["columns"]:
        values: Sequence[Any] = spec["values"]
        if isinstance(values, int):
            values = array("d", take(values))
        columns[spec["word"]] = Column(
            spec["word"],
            spec["side"],
            values=values if isinstance(values, array) else tuple(values),
            descending=spec["descending"],
            method=spec["method"],
            coefficients=spec["coefficients"],
        )
        data = take(spec["data"])
        magnitudes[spec["word"]] = array("I", data) if spec["wide"] else data
    blocks = [_block(spec, bits, magnitudes, n * WIDTH) for n, spec in enumerate(head["blocks"])]
    won = take(head["won"])
    if len(won) != head["cases"] or any(len(c) != len(won) for c in magnitudes.values()):
        raise ValueError
    terms = Terms(
        outcomes=head["outcomes"],
        columns=columns,
        decided=[Day.parse(text) for text in head["decided"]],
        overruled={int(n): Day.parse(text) for n, text in head["overruled"].items()},
        model="result",
        dropped=head["dropped"],
    )
    first = where(won, bool)
    for n, block in enumerate(blocks):
        half = first >> n * WIDTH & block.full
        block.counted((half, block.full ^ half))
    cases = Cases(magnitudes, [c.side for c in columns.values()], won, head["names"])
    return CaseBase.of(cases, factors_of(columns), blocks, terms)


def _block(spec: Any, bits: Any, magnitudes: Any, start: int) -> Block:
    block = Block(spec["size"])
    for word, row in spec["rows"].items():
        entries: Row = [None if size is None else bits(size) for size in row]
        block.rows[word] = entries
    for word, (shift, *parts) in spec["many"].items():
        cells = Cells.__new__(Cells)
        cells.shift = shift
        cells.leaves, cells.inside, cells.slices = ([bits(size) for size in part] for part in parts)
        cells.values = magnitudes[word][start : start + block.size]
        block.many[word] = cells
    for word, size in spec["requires"].items():
        block.requires[word] = bits(size)
        if word in block.many:
            block.many[word].requires = block.requires[word]
    return block
