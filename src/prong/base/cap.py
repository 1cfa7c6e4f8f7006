"""The Caselaw Access Project's static volumes, as static.case.law publishes them.

A folder for each volume holds ``VolumeMetadata.json``, ``CasesMetadata.json`` and, in ``cases``, one
JSON file for each case; ``html`` beside it holds the same with page marks. The volumes may lie at any
depth below the folder given, or as the zip files that are published for each. A volume of which
every case listed is taken in is held whole, and that is written: no other case begins on its pages.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import Connection, insert, select

from prong.base import keep
from prong.base.drawn import Drawn, Identity, drawn_as, kind_named
from prong.base.schema import RunRow
from prong.base.stages import Ingested, Progress, reach, reached
from prong.base.store import Base
from prong.cite import courts, identity
from prong.cite.identity import Cite
from prong.dates import Day
from prong.faults import Fault, FileFault, Place
from prong.files import read_bytes
from prong.read.reading import Reading, read, read_text
from prong.values import frozen

#: The largest single file read, in bytes.
_MOST = 64_000_000
_ARTICLE = re.compile(r"<article\b[^>]*>", re.IGNORECASE)


@frozen
class Volume:
    """A published volume: a name to know it by, and how to read a file of it."""

    name: str
    read: Callable[[str], bytes | None]

    def json(self, file: str) -> Any:
        data = self.read(file)
        if data is None:
            return None
        try:
            return json.loads(data)
        except (ValueError, RecursionError):
            raise FileFault(
                "The file is not well-formed JSON.", place=Place(f"{self.name}/{file}")
            ) from None


def ingest(
    base: Base,
    folder: Path,
    *,
    progress: Callable[[str], Progress] = lambda what: lambda done, of: None,
) -> Ingested:
    """Take the volumes of a folder into the base. Run again, it goes on where it stopped."""
    volumes = list(_volumes(folder))
    if not volumes:
        raise FileFault(
            "The folder holds no volume of the Caselaw Access Project.",
            place=Place(str(folder)),
            expected="CasesMetadata.json and a folder cases, or zip files of volumes",
        )
    decisions = texts = 0
    faults: list[str] = []
    told = progress("volumes")
    for n, volume in enumerate(volumes):
        told(n, len(volumes))
        try:
            one, two, wrong = _volume(base, volume)
        except FileFault as fault:
            faults.append(str(fault))
            continue
        decisions, texts = decisions + one, texts + two
        faults += wrong
    told(len(volumes), len(volumes))
    if decisions or texts:
        base.settle()
    return Ingested(decisions, texts, faults=tuple(faults))


def _volumes(folder: Path) -> Iterator[Volume]:
    if not folder.is_dir():
        raise FileFault("There is no such folder.", place=Place(str(folder)))
    for path in sorted(folder.rglob("CasesMetadata.json")):
        home = path.parent.parent if path.parent.name == "metadata" else path.parent
        yield Volume(home.relative_to(folder.parent).as_posix(), _in_folder(home))
    for path in sorted(folder.rglob("*.zip")):
        yield Volume(path.relative_to(folder.parent).as_posix(), _in_zip(path))


def _in_folder(home: Path) -> Callable[[str], bytes | None]:
    def read_one(file: str) -> bytes | None:
        for place in _places(file):
            if (home / place).is_file():
                return read_bytes(home / place, _MOST)
        return None

    return read_one


def _in_zip(path: Path) -> Callable[[str], bytes | None]:
    def read_one(file: str) -> bytes | None:
        try:
            with zipfile.ZipFile(path) as archive:
                names = {
                    PurePosixPath(info.filename).as_posix(): info for info in archive.infolist()
                }
                for place in _places(file):
                    info = names.get(place)
                    if info is None:
                        continue
                    if info.file_size > _MOST:
                        raise FileFault(
                            "A file of the volume is larger than Prong reads.",
                            place=Place(f"{path}/{place}"),
                        )
                    return archive.read(info)
        except (zipfile.BadZipFile, OSError, EOFError) as error:
            raise FileFault(
                f"The volume cannot be read: {error}.", place=Place(str(path))
            ) from None
        return None

    return read_one


def _places(file: str) -> tuple[str, ...]:
    """Where a file of a volume may lie: the site and its zip files name the folders otherwise."""
    if file.startswith("cases/"):
        return file, f"json/{file.removeprefix('cases/')}"
    return (file,) if "/" in file else (file, f"metadata/{file}")


def _volume(base: Base, volume: Volume) -> tuple[int, int, list[str]]:
    mark = f"cap {volume.name}"
    done, whole = reached(base, mark)
    if whole:
        return 0, 0, []
    listed = volume.json("CasesMetadata.json")
    if not isinstance(listed, list):
        raise FileFault("The volume does not list its cases.", place=Place(volume.name))
    decisions = texts = 0
    faults: list[str] = []
    for k, case in enumerate(listed):
        if k < done:
            continue
        try:
            body = volume.json(f"cases/{case['file_name']}.json")
            if body is None:
                raise FileFault(
                    "The volume lists a case whose file is not there.",
                    place=Place(f"{volume.name}/cases/{case['file_name']}.json"),
                )
            markup = volume.read(f"html/{case['file_name']}.html")
            found = list(_drawn(body, markup, f"{volume.name}/{case['file_name']}"))
            new, written = _write(base, mark, k + 1 if not faults else done, body, found)
        except (KeyError, TypeError, AttributeError):
            faults.append(f"{volume.name}: case {k + 1} has not the fields that are published.")
            continue
        except FileFault as fault:
            faults.append(str(fault))
            continue
        if not faults:  # past a case that could not be read, nothing counts as done
            done = k + 1
        decisions, texts = decisions + new, texts + written
    if not faults:
        with base.write() as connection:
            for run in _runs(listed):
                _run(connection, *run, mark)
            reach(connection, mark, len(listed), True)
    return decisions, texts, faults


def _write(
    base: Base, mark: str, done: int, body: Mapping[str, Any], found: list[Drawn]
) -> tuple[int, int]:
    who = identity_of(body)
    texts = 0
    with base.write() as connection:
        before = keep.known(connection, who)
        number, _ = keep.decision(connection, who)
        keep.spans(connection, number, _lasts(body, who))
        for one in found:
            if not keep.held(connection, one.writing):
                keep.add(connection, number, one)
                texts += 1
        reach(connection, mark, done)
    return (0 if before else 1), texts


def identity_of(body: Mapping[str, Any]) -> Identity:
    """A case's identity, as its file states it."""
    cites: list[Cite] = []
    for given in body.get("citations") or ():
        cite = identity.parse(str(given.get("cite") or ""))
        if cite is not None and given.get("type") != "vendor":
            cites.append(cite)
    court = body.get("court") or {}
    named = courts.named(str(court.get("name") or "")) or courts.cited(
        str(court.get("name_abbreviation") or "")
    )
    try:
        decided = Day.parse(str(body.get("decision_date") or ""))
    except ValueError:
        decided = None
    return Identity(
        str(body.get("name_abbreviation") or body["name"]),
        named,
        str(body.get("docket_number") or "") or None,
        decided,
        tuple(dict.fromkeys(cites)),
        "published",
        f"cap:{body['id']}",
    )


def _lasts(body: Mapping[str, Any], who: Identity) -> dict[str, int]:
    """The last page, which the volume states, in the reporter of the volume."""
    first, last = str(body.get("first_page") or ""), str(body.get("last_page") or "")
    if not (first.isdecimal() and last.isdecimal()):
        return {}
    return {str(c): int(last) for c in who.cites if c.page == first and int(first) <= int(last)}


def _drawn(body: Mapping[str, Any], markup: bytes | None, place: str) -> Iterator[Drawn]:
    who = identity_of(body)
    casebody = body.get("casebody") or {}
    opinions = casebody.get("opinions") or ()
    articles = _articles(markup, len(opinions))
    for n, opinion in enumerate(opinions):
        words = str(opinion.get("text") or "")
        if not words.strip():
            continue
        try:
            reading: Reading = (
                read(articles[n], name=f"{place}.html")
                if articles
                else read_text(words, name=place)
            )
        except Fault as fault:
            raise FileFault(fault.sentence, place=Place(place)) from None
        yield drawn_as(
            reading,
            who,
            kind=kind_named(str(opinion.get("type") or "opinion")),
            author=str(opinion.get("author") or "").strip(" :,") or None,
            origin=f"cap:{body['id']}:{n}",
        )


def _articles(markup: bytes | None, count: int) -> list[bytes]:
    """The parts of a case's page that are its opinions, where they are as many as the file says."""
    if not markup or not count:
        return []
    text = markup.decode("utf-8", "replace")
    starts = [
        match.start()
        for match in _ARTICLE.finditer(text)
        if re.search(r"class=\"[^\"]*\bopinion\b", match.group())
    ]
    if len(starts) != count:
        return []
    # The page on which an opinion begins is marked before it: the last mark is laid to it.
    made: list[bytes] = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        marks = re.findall(r"<a\b[^>]*class=\"page-label\"[^>]*>.*?</a>", text[:start], re.DOTALL)
        made.append(((marks[-1] if marks else "") + text[start:end]).encode())
    return made


def _runs(listed: list[Mapping[str, Any]]) -> Iterator[tuple[str, str, int, int]]:
    """Of each reporter that a volume's cases are officially cited to, the pages they run over."""
    spans: dict[tuple[str, str], list[int]] = {}
    for case in listed:
        cites = [identity.parse(str(c.get("cite") or "")) for c in case.get("citations") or ()]
        first, last = str(case.get("first_page") or ""), str(case.get("last_page") or "")
        for cite in cites:
            if cite is not None and cite.page == first and first.isdecimal() and last.isdecimal():
                spans.setdefault((cite.reporter, cite.volume), []).extend((int(first), int(last)))
    for (reporter, volume), pages in spans.items():
        # On the last page of the last case, another may begin that the volume does not give.
        if max(pages) > min(pages):
            yield reporter, volume, min(pages), max(pages) - 1


def _run(
    connection: Connection, reporter: str, volume: str, first: int, last: int, source: str
) -> None:
    where = {"reporter": reporter, "volume": volume, "first": first, "last": last}
    source = source[:120]
    if connection.execute(select(RunRow.id).filter_by(**where, source=source)).first() is None:
        connection.execute(insert(RunRow).values(**where, source=source))
