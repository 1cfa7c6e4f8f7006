"""The commands of the authority base."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prong.base.store import needed
from prong.cli import options

if TYPE_CHECKING:
    from prong.base.store import Base

Command = Callable[[argparse.Namespace], int]


def init(given: argparse.Namespace) -> int:
    """Make the authority base, or bring one of an older version up to date.

    The base is one SQLite file in your data folder; --base or PRONG_BASE names another file, or the
    URL of a PostgreSQL database.

    example: prong base init --base postgresql://localhost/authorities
    """
    from prong.base import database, store

    needed()
    where, before = store.init(given.base)
    shown = database.shown(where)
    if before is None:
        print(f"{shown}: a new base. prong base add PATH... fills it.")
    else:
        print(f"{shown}: the base is up to date.")
    return 0


def add(given: argparse.Namespace) -> int:
    """Read opinions into the base: files, and folders with all the files in them.

    A folder with an index.jsonl gives identities from it, checked against each text. Every file is
    whole in the base or not in it at all: broken off, the command goes on where it stopped when it
    is run again, and what is held already is not read twice. Exit status 1 if a file could not be
    read.

    example: prong base add opinions
    """
    from prong.cli.progress import Progress
    from prong.report.phrases import plural

    needed()
    from prong.base.add import add as read_in

    with _open(given) as base, Progress("reading") as progress:
        made = read_in(base, given.paths, progress)
    for file, remark in made.remarks:
        print(f"{file}: {remark}", file=sys.stderr)
    for fault in made.faults:
        print(f"prong: {fault}", file=sys.stderr)
    changed = f", {made.changed} changed" if made.changed else ""
    print(
        f"{plural(made.new, 'text')} added{changed}, {made.held} held already,"
        f" {len(made.faults)} not readable, {plural(len(made.remarks), 'remark')}."
    )
    return 1 if made.faults else 0


def info(given: argparse.Namespace) -> int:
    """What the base holds: decisions, courts, dates, and of each reporter which volumes, how fully.

    A decision that runs from page 412 to page 430 proves that no other begins on the pages between:
    those are the pages known. With --volumes every volume is listed with them.
    """
    needed()
    from prong.base.coverage import info as counted
    from prong.report import base as told

    with _open(given) as base:
        found = counted(base)
    if given.format == "json":
        return _put(_json(told.info_json(found)))
    return _put(told.info(found, _width(), volumes=given.volumes))


def show(given: argparse.Namespace) -> int:
    """An opinion's card: what it is, what befell it, who cites it and how, its coded holdings.

    CITATION is a citation, a docket number or a name. Of a citation at which nothing held begins it
    says whether the base covers that page, and as what the decisions held cite it.

    example: prong base show "490 U.S. 386"
    """
    needed()
    from prong.base.card import cards
    from prong.law.library import Library
    from prong.report import base as told

    law = Library.load(given.library or ())
    with _open(given) as base:
        found = cards(base, given.citation, law.authorities)
    if given.format == "json":
        return _put(_json(told.card_json(found)))
    return _put(told.card(found, _width()))


def search(given: argparse.Namespace) -> int:
    """Search the texts: words, "phrases in quotation marks", -unwanted words, and filters.

    The filters are court:ID, before:DATE, after:DATE, cites:"CITATION" and status:published or
    unpublished. Passages are shown with what was found marked in them.

    example: prong base search 'orchid "beyond debate" court:scotus before:2013-05-02'
    """
    needed()
    from prong.base.search import search as find
    from prong.report import base as told

    with _open(given) as base:
        found = find(base, " ".join(given.query), limit=given.limit)
    if given.format == "json":
        return _put(_json(told.search_json(found)))
    return _put(told.search(found, _width(), colour=sys.stdout.isatty()))


def ingest(given: argparse.Namespace) -> int:
    """Take published collections into the base: courtlistener or cap, from a folder.

    courtlistener: the bulk CSV files of one day (opinion-clusters, and what there is of courts,
    dockets, citations, opinions, citation-map and parentheticals), plain or .bz2. cap: volumes of the
    Caselaw Access Project as static.case.law publishes them, unpacked or as zip files. Memory stays
    bounded whatever their size. Broken off, the command goes on where it stopped when it is run
    again. Exit status 1 if something could not be read.

    example: prong base ingest courtlistener bulk-data --jobs 2
    """
    from prong.cli.progress import Progress
    from prong.report.phrases import plural

    needed()
    from prong.base import cap, courtlistener

    with _open(given) as base, Progress("ingesting") as bar:

        def stage(what: str) -> Progress:
            bar.what, bar.done, bar.of = what, 0, 0
            return bar

        if given.source == "cap":
            made = cap.ingest(base, given.folder, progress=stage)
        else:
            made = courtlistener.ingest(base, given.folder, jobs=given.jobs, progress=stage)
    for fault in made.faults:
        print(f"prong: {fault}", file=sys.stderr)
    print(
        f"{plural(made.decisions, 'decision')} and {plural(made.texts, 'text')} added, "
        f"{plural(made.citings, 'citing')} and {plural(made.descriptions, 'description')} besides"
        f" what the texts say, {len(made.faults)} not readable."
    )
    return 1 if made.faults else 0


def fetch(given: argparse.Namespace) -> int:
    """Fetch decisions by citation from CourtListener's API, with your own token.

    The token is read from COURTLISTENER_API_TOKEN. Requests go one after another with a pause, and
    the service's limits are kept. Exit status 1 if a citation is not known there.

    example: prong base fetch "490 U.S. 386" "533 U.S. 194"
    """
    from prong.cli.progress import Progress

    needed()
    from prong.base.fetch import Service, connect
    from prong.base.fetch import fetch as fetched

    said = {
        "held": "held already",
        "fetched": "fetched",
        "several": "several decisions fetched",
        "unknown": "not known to CourtListener",
        "no-citation": "not taken for a citation by CourtListener",
    }
    missing = False
    with _open(given) as base, connect() as client, Progress("fetching") as progress:
        for one in fetched(base, given.citations, Service(client, pause=given.pause), progress):
            names = f": {'; '.join(one.captions)}" if one.captions else ""
            print(f"{one.cite}: {said[one.what]}{names}")
            missing |= one.what in ("unknown", "no-citation")
    return 1 if missing else 0


# What they share


def _open(given: argparse.Namespace) -> Base:
    from prong.base.store import open_base

    return open_base(given.base)


def _put(text: str) -> int:
    sys.stdout.write(text)
    sys.stdout.flush()
    return 0


def _json(value: object) -> str:
    import json

    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _width() -> int:
    from prong.cli.app import width

    return width()


def commands(inner: Any, command: Callable[[Any, str, Command], argparse.ArgumentParser]) -> None:
    """Their parsers, each made by ``command``."""
    options.base(command(inner, "init", init))
    one = command(inner, "add", add)
    one.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="a file or a folder")
    options.base(one)
    one = command(inner, "ingest", ingest)
    one.add_argument(
        "source", metavar="SOURCE", choices=("courtlistener", "cap"), help="courtlistener or cap"
    )
    one.add_argument("folder", metavar="DIR", type=Path, help="the folder of its files")
    one.add_argument(
        "--jobs", metavar="N", type=int, default=1, help="read texts in so many processes (1)"
    )
    options.base(one)
    one = command(inner, "fetch", fetch)
    one.add_argument("citations", metavar="CITATION", nargs="+", help="such as 1 F.3d 2")
    one.add_argument(
        "--pause", metavar="S", type=float, default=1.0, help="seconds between requests (1)"
    )
    options.base(one)
    one = command(inner, "info", info)
    one.add_argument("--volumes", action="store_true", help="list the pages of each volume")
    options.base(one)
    options.text_or_json(one)
    one = command(inner, "show", show)
    one.add_argument("citation", metavar="CITATION", help="a citation, a docket number or a name")
    options.library(one)
    options.base(one)
    options.text_or_json(one)
    one = command(inner, "search", search)
    one.add_argument("query", metavar="QUERY", nargs="+", help="what to look for")
    one.add_argument("--limit", metavar="N", type=int, default=10, help="show so many (10)")
    options.base(one)
    options.text_or_json(one)
