"""The commands that ask a case base."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prong.cli import options
from prong.cli.progress import Progress

if TYPE_CHECKING:
    from prong.dates import Day
    from prong.decide.constraint import CaseBase
    from prong.report.casebase import BaseJson

#: So many cases are listed one by one in JSON, and so many pairs in conflict.
LISTED, PAIRS = 200_000, 1_000


def consistency(given: argparse.Namespace) -> int:
    """How consistent a case base is: conflicts, removals, landmarks.

    Consistency is the share of cases that conflict with no other. Removals is the size of a
    smallest set of cases without which nothing conflicts: exact where it says so.

    example: prong casebase consistency cases.csv --outcome Label --derive correlation
    """
    from itertools import islice

    from prong.cli.app import answer
    from prong.decide.asking import whole
    from prong.report.casebase import consistency as told
    from prong.report.casebase import consistency_text, name_of

    base, head, among = _opened(given)
    with Progress("comparing every case with every other") as progress:
        standing = base.standing(among=among, progress=progress)
    with Progress("looking for what to remove") as progress:
        removals = base.minimal_removals(among=among, progress=progress)
    found = told(base, head, standing, removals)
    found["pairs"] = [
        [name_of(base.precedents[a]), name_of(base.precedents[b])]
        for a, b in islice(base.conflicts(among=among), PAIRS)
    ]
    if not whole(base):
        found["cycles"] = [
            [name_of(base.precedents[n]) for n in part] for part in base.cycles(among=among)
        ]
    if given.plot:
        from prong.report.plots import conflicts

        conflicts(given.plot, Path(given.file).name, standing.conflicts)
    status = answer(given, found, lambda width: consistency_text(found, width))
    return 1 if given.check and not found["consistent"] else status


def forces(given: argparse.Namespace) -> int:
    """What a case base forces on some facts, by which cases, and which come nearest.

    A fact is the name of a factor, or a column with its value. Without facts, what the file itself
    asks is answered; --from takes a table of fact situations.

    example: prong casebase forces cases.csv --derive correlation --facts Age=30 Priors=2
    """
    from prong.cli.app import answer
    from prong.report.casebase import SCHEMA, ForcesJson, asked, forces_text

    base, head, among = _opened(given)
    found: ForcesJson = {
        "schema": SCHEMA,
        "base": head,
        "asked": [
            asked(base, name, facts, frozenset(given.scope or ()), among, given.nearest)
            for name, facts in _situations(given)
        ],
    }
    return answer(given, found, lambda width: forces_text(found, width))


def leave_one_out(given: argparse.Namespace) -> int:
    """Leave each case out and ask the others: right, wrong, conflicted or free.

    A case is left out with all its decisions; others that are the same fact for fact stay.
    """
    from prong.cli.app import answer
    from prong.report.casebase import leave_one_out as told
    from prong.report.casebase import leave_one_out_text

    base, head, among = _opened(given)
    with Progress("leaving each case out") as progress:
        standing = base.leave_one_out(among=among, progress=progress)
    found = told(base, head, standing, LISTED)
    if given.plot:
        from prong.report.plots import parts

        says = "What the other cases force on the facts of each case, by its outcome."
        name = f"{Path(given.file).name}: what the others force"
        parts(given.plot, name, found["by_outcome"], says)  # type: ignore[arg-type]
    return answer(given, found, lambda width: leave_one_out_text(found, width))


def landmarks(given: argparse.Namespace) -> int:
    """The cases that no other case of the same outcome forces."""
    from prong.cli.app import answer
    from prong.report.casebase import SCHEMA, LandmarksAnswerJson, landmarks_text
    from prong.report.casebase import landmarks as told

    base, head, among = _opened(given)
    with Progress("comparing every case with every other") as progress:
        standing = base.standing(among=among, progress=progress)
    found: LandmarksAnswerJson = {
        "schema": SCHEMA,
        "base": head,
        "landmarks": told(base, standing),
    }
    if given.plot:
        from prong.report.plots import parts

        marks, every = found["landmarks"]["by_outcome"], head["outcomes"]
        rows = {
            outcome: {"landmarks": n, "ordinary": every[outcome] - n}
            for outcome, n in marks.items()
        }
        says = "How many cases of each outcome are landmarks."
        parts(given.plot, f"{Path(given.file).name}: landmarks", rows, says)
    return answer(given, found, lambda width: landmarks_text(found, width))


def build(given: argparse.Namespace) -> int:
    """Build the case base of a table once, and keep it in a file that the other commands read."""
    base, head, _ = _opened(given)
    base.save(given.output)
    print(f"{given.output}: {head['cases']:,} cases, {len(head['columns'])} columns.")
    return 0


# What they share


def _opened(given: argparse.Namespace) -> tuple[CaseBase, BaseJson, int]:
    """The case base, what is told of it, and which of its cases count."""
    from prong.report.casebase import base_json

    base = _base(given)
    day: Day | None = getattr(given, "as_of", None)
    among = base.as_of(day) if day is not None else -1
    if day is None and given.command is forces:
        among = base.current
    return base, base_json(base, given.file, among, day), among


def _base(given: argparse.Namespace) -> CaseBase:
    from prong.decide.constraint import CaseBase
    from prong.decide.store import kept
    from prong.faults import FieldFault, Place

    path = _path(given)
    if given.file.startswith("library:"):
        from prong.law.library import Library

        library = Library.load(getattr(given, "library", None) or ())
        return CaseBase.from_library(library, given.file.removeprefix("library:"))
    if path.suffix.lower() in (".yaml", ".yml"):
        return CaseBase.from_factors(path, given.model or "reason")
    if given.model == "reason":
        raise FieldFault(
            "A table has no reasons, so its cases decide by their whole facts.",
            place=Place(given.file),
            found="--model reason",
            expected="--model result, or a YAML file of factors",
        )
    if kept(path):
        return CaseBase.load(path)
    with Progress("reading and building") as progress:
        return CaseBase.from_table(
            path,
            outcome=given.outcome,
            positive=given.positive,
            directions=_directions(given),
            derive=given.derive,
            name=given.name,
            decided=given.decided,
            overruled=given.overruled,
            ignore=given.ignore or (),
            drop_empty=given.drop_empty,
            progress=progress,
        )


def _path(given: argparse.Namespace) -> Path:
    """A file, or the shipped example of that name."""
    from prong.decide.factorfile import shipped

    return shipped().get(given.file) or Path(given.file)


def _directions(given: argparse.Namespace) -> dict[str, Any]:
    """The directions declared: those of a file, and then those of the command."""
    from prong.faults import FieldFault, Place

    found: dict[str, Any] = {}
    if given.directions is not None:
        from prong.files import read_yaml

        document = read_yaml(given.directions)
        if not isinstance(document.value, dict):
            raise FieldFault(
                "A file of directions is a mapping from column to direction.",
                place=document.place(),
            )
        found.update(document.value)
    for said in given.direction or ():
        column, equals, direction = said.partition("=")
        if not equals:
            raise FieldFault(
                "A direction is a column, = and the direction.",
                place=Place(field="--direction"),
                found=said,
                expected="such as Age=descending or Sex=Female<Male",
            )
        found[column] = direction
    return found


def _situations(given: argparse.Namespace) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The facts asked about, each with a name."""
    from prong.faults import FieldFault, Place

    if given.situations is not None:
        from prong.decide.tables import read

        table = read(given.situations)
        apart = {given.outcome or "Label", given.name, given.decided, given.overruled}
        words = [w for w in table.cells if w not in apart and w not in (given.ignore or ())]
        columns = [table.cells[word].column(str) for word in words]
        for number, row in enumerate(zip(*columns, strict=True), 1):
            yield f"row {number}", dict(zip(words, row, strict=True))
        return
    if given.facts:
        facts: dict[str, object] = {}
        for said in given.facts:
            word, equals, value = said.partition("=")
            facts[word] = value if equals else "1"
        yield "facts", facts
        return
    if _path(given).suffix.lower() in (".yaml", ".yml"):
        from prong.decide.factorfile import questions

        asked = questions(_path(given))
        if asked:
            yield from asked.items()
            return
    raise FieldFault(
        "No facts are given to ask about.",
        place=Place(given.file),
        expected="--facts such as Age=30, a table by --from, or `ask` in the file",
    )


def commands(top: Any, command: Callable[..., argparse.ArgumentParser], day: Any) -> None:
    """Add the commands to the parser of the command line."""
    law = top.add_parser(
        "casebase",
        help="ask a case base of your own: what it forces, whether it is consistent",
        description=textwrap.dedent(
            """\
            Precedential constraint over cases of your own: a table (CSV or Parquet), a YAML file of
            factors, or library:DOCTRINE. See docs/casebase.md for what each figure means."""
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    inner = law.add_subparsers(metavar="COMMAND", required=True)
    for name, asked in (
        ("consistency", consistency),
        ("forces", forces),
        ("leave-one-out", leave_one_out),
        ("landmarks", landmarks),
        ("build", build),
    ):
        one = command(inner, name, asked)
        one.add_argument(
            "file",
            metavar="FILE",
            help="a table, a YAML file of factors, a kept base, a shipped example, or library:D",
        )
        if asked is forces:
            one.add_argument(
                "--facts", metavar="FACT", nargs="+", action="extend",
                help="the facts: each a factor, or COLUMN=VALUE",
            )  # fmt: skip
            one.add_argument(
                "--from", dest="situations", metavar="TABLE", type=Path,
                help="ask about every row of a table with the same columns",
            )  # fmt: skip
            one.add_argument(
                "--scope", metavar="TERM", action="append",
                help="of a law library: what kind of case it is; may be given again",
            )  # fmt: skip
            one.add_argument(
                "--nearest", metavar="K", type=int, default=3, help="compare with the nearest K (3)"
            )
        if asked is consistency:
            one.add_argument(
                "--check", action="store_true", help="exit with status 1 where a conflict is found"
            )
        _table_options(one)
        if asked is build:
            one.set_defaults(model=None)
            one.add_argument(
                "-o", "--output", metavar="FILE", type=Path, required=True, help="keep it in FILE"
            )
            continue
        one.add_argument(
            "--model",
            choices=("reason", "result"),
            help="of a file of factors: cases bind by their reason (the default) or whole facts",
        )
        one.add_argument(
            "--as-of", metavar="D", type=day, help="only cases decided before D and not overruled"
        )
        if asked is not forces:
            one.add_argument(
                "--plot", metavar="FILE", type=Path, help="draw a plot: .svg, .png or .pdf"
            )
        else:
            one.set_defaults(plot=None)
        one.set_defaults(formats=("text", "json"))
        options.text_or_json(one)
        options.output(one)


def _table_options(one: argparse.ArgumentParser) -> None:
    group = one.add_argument_group("of a table")
    group.add_argument("--outcome", metavar="COLUMN", help="the column of outcomes (Label)")
    group.add_argument(
        "--positive",
        metavar="VALUE",
        help="the outcome that ascending columns favour (1, true ...)",
    )
    group.add_argument(
        "--derive",
        choices=("correlation", "logistic"),
        help="derive the directions not declared from the data",
    )
    group.add_argument(
        "--direction",
        metavar="C=D",
        action="append",
        help="what a column favours: ascending, descending, an outcome, ignore, or its values from "
        "worst to best as a<b<c; may be given again",
    )
    group.add_argument(
        "--directions", metavar="FILE", type=Path, help="directions as a YAML mapping"
    )
    group.add_argument("--name", metavar="COLUMN", help="the column of the cases' names")
    group.add_argument("--decided", metavar="COLUMN", help="the column of their days")
    group.add_argument(
        "--overruled", metavar="COLUMN", help="the column of the days they were overruled, or -"
    )
    group.add_argument(
        "--ignore", metavar="COLUMN", action="append", help="leave a column out; may be given again"
    )
    group.add_argument(
        "--drop-empty", action="store_true", help="leave out rows with an empty cell"
    )
