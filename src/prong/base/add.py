"""Files and folders into the base: each text in a transaction of its own, none twice.

A text is known by the digest of its bytes. Broken off at any moment, a second run goes on with what
is not yet held. A file whose text or index row has changed takes the place of what it gave before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from sqlalchemy import Connection, select

from prong.base.drawn import drawn
from prong.base.keep import keep, remove
from prong.base.schema import SourceRow
from prong.base.store import Base
from prong.faults import BaseFault, Fault
from prong.files import read_bytes
from prong.read.folder import Text, texts
from prong.read.reading import read
from prong.values import frozen

#: The largest text read, in bytes.
_MOST = 64_000_000


@frozen
class Added:
    """What a run added: texts new, changed, and held already; what could not be read; and what did
    not agree, each with the file it was found in."""

    new: int
    changed: int
    held: int
    faults: tuple[str, ...]
    remarks: tuple[tuple[str, str], ...]


def add(
    base: Base,
    paths: Sequence[Path],
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Added:
    """Read files and folders into the base."""
    found = list(_texts(paths))
    counts = {"new": 0, "changed": 0, "held": 0}
    faults: list[str] = []
    remarks: list[tuple[str, str]] = []
    for done, text in enumerate(found):
        progress(done, len(found))
        try:
            how, said = _one(base, text)
        except BaseFault:
            raise
        except Fault as fault:
            faults.append(str(fault))
            continue
        counts[how] += 1
        remarks += [(text.file, remark) for remark in said]
    progress(len(found), len(found))
    if counts["new"] or counts["changed"]:
        base.settle()
    return Added(**counts, faults=tuple(faults), remarks=tuple(remarks))


def _texts(paths: Iterable[Path]) -> Iterable[Text]:
    for path in paths:
        if path.is_dir():
            yield from texts(path)
        else:
            yield Text(path, path.name)


def _one(base: Base, text: Text) -> tuple[str, tuple[str, ...]]:
    data = read_bytes(text.path, _MOST)
    digest = hashlib.sha256(data).hexdigest()
    place, said = str(text.path.resolve()), _said(text)
    with base.read() as connection:
        if _held(connection, digest, place, said)[0]:
            return "held", ()
    made = drawn(read(data, name=text.path.name), text if said else None)
    with base.write() as connection:
        held, before = _held(connection, digest, place, said)
        if held:  # another writer was quicker
            return "held", ()
        for source in before:
            remove(connection, source)
        keep(connection, made, {"sha256": digest, "kind": "file", "place": place, "said": said})
    return ("changed" if before else "new"), made.remarks


def _held(
    connection: Connection, digest: str, place: str, said: str
) -> tuple[bool, tuple[int, ...]]:
    """Whether a text is held as it is; and the sources it takes the place of."""
    rows = connection.execute(
        select(SourceRow.id, SourceRow.sha256, SourceRow.place, SourceRow.said).where(
            (SourceRow.sha256 == digest) | (SourceRow.place == place)
        )
    ).all()
    for row in rows:
        same = row.sha256 == digest
        if same and (row.said == said or row.place != place):
            return True, ()
    return False, tuple(row.id for row in rows if row.place == place)


def _said(text: Text) -> str:
    """The digest of what an index says of a text; empty where no index names it."""
    told = [
        text.court, text.name, text.kind, text.citations, text.docket, str(text.date or ""),
        text.one_star, text.retyped, text.author,
    ]  # fmt: skip
    if not any(told):
        return ""
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
