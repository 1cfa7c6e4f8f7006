"""The commands: what each takes, what it prints, and its help."""

from __future__ import annotations

import argparse
import datetime
import os
import sys
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prong.cli import options
from prong.dates import Day

if TYPE_CHECKING:
    from prong.decide.analysis import Analysis
    from prong.decide.determination import Determination
    from prong.law.coding import Basis
    from prong.law.library import Library
    from prong.record.case import Record
    from prong.report.redaction import Redaction

Command = Callable[[argparse.Namespace], int]

COMMANDS = (
    "analyze", "why", "compare", "map", "publish", "read", "code", "check", "casebase", "library",
    "base", "serve", "team",
)  # fmt: skip
#: Endings that promise a format no command writes.
ELSEWHERE = (".doc", ".rtf", ".yaml", ".yml")
FORMATS = {
    ".json": "json", ".md": "md", ".markdown": "md", ".html": "html", ".htm": "html",
    ".docx": "docx", ".pdf": "pdf",
}  # fmt: skip


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    given = parser(words[0] if words else None).parse_args(words)
    command: Command = given.command
    return command(given)


# The commands


def analyze(given: argparse.Namespace) -> int:
    """Decide a case: the chart, then each determination with its reasons.

    Prong one takes the law as of the decision, prong two the law as of each incident. Move the
    incidents or the forum to ask what would follow then and there: with --incident-date after the
    case's own decision and no --decided, the day after the library's latest decision is taken.

    The formats md, html, docx and pdf give the memorandum: caption, bottom line, facts, chart, both
    prongs for each defendant, and the tables; --for says for whom it is written. They need
    the extra prong[report]; md, and html without figures, do not.

    example: prong analyze CASE --incident-date 2019-12-05 --format json
    example: prong analyze CASE --for officers --redact -o memo.docx
    """
    kind = _format(given)
    if kind in ("text", "json") and given.audience:
        _wrong_for(kind)
    found, redaction = _perhaps_redacted(given)
    match kind:
        case "json":
            from prong.report.contract import dumps

            made: str | bytes = _hidden(redaction, dumps(found))
        case "text":
            from prong.report.text import text

            made = _hidden(redaction, text(found, width()))
        case _:
            made = _memo(given, found, kind, redaction)
    if redaction is not None:
        print("\n".join(redaction.report()), file=sys.stderr)
    return _put(made, given.output)


def _hidden(redaction: Redaction | None, made: str) -> str:
    return redaction.text(made) if redaction else made


def _memo(
    given: argparse.Namespace, found: Analysis, kind: str, redaction: Redaction | None
) -> str | bytes:
    """The memorandum, set in one format; a long one says on the terminal that it is being set."""
    from prong.cli.progress import Progress
    from prong.report.memo import memo
    from prong.report.render import setter

    _to_a_file(given, kind)
    render = setter(kind, figures=given.figures != "none")
    with Progress("setting the memorandum"):
        made = memo(found, given.audience or "court", given.figures)
        return render(redaction.value(made) if redaction else made)


def _to_a_file(given: argparse.Namespace, kind: str) -> None:
    """A format that no terminal shows is written to a file."""
    if kind in ("docx", "pdf") and given.output is None:
        from prong.faults import FieldFault

        raise FieldFault(
            "This format is written to a file.", found="no --output", expected=f"-o FILE.{kind}"
        )


def _wrong_for(kind: str) -> None:
    from prong.faults import FieldFault

    raise FieldFault(
        "--for chooses the reader of a memorandum, and this answer is not one.",
        found=f"--format {kind}",
        expected="md, html, docx or pdf",
    )


def _perhaps_redacted(given: argparse.Namespace) -> tuple[Analysis, Redaction | None]:
    """The analysis; where it is asked for, of a record whose protected names are replaced."""
    if not given.redact:
        return _analysis(given), None
    from prong.record.load import load
    from prong.report.redaction import redaction

    law = _library(given)
    record = load(given.case, law)
    hide = redaction(record, law)
    return _analysis(given, hide.value(record), law), hide


def why(given: argparse.Namespace) -> int:
    """The whole argument for one defendant: every step and what it stands on.

    Each conclusion opens into the rule with its authority, the finding with its record cites, or
    the comparison with a named holding; what is missing is stated as missing.
    """
    found = _analysis(given)
    mine = found.of(given.defendant)
    _draw(given, found, mine)
    if _format(given) == "json":
        from prong.decide.argument import argue
        from prong.report.contract import step
        from prong.report.phrases import Phrases

        say = Phrases(found)
        return _put(_json([step(argue(d, found.library), say) for d in mine]), given.output)
    from prong.report.text import why as told

    return _put(told(found, mine, width()), given.output)


def compare(given: argparse.Namespace) -> int:
    """Lay one authority beside a defendant's facts: shared, missing, distinguished.

    Every holding of the authority on the claim's doctrine is compared, whether or not it counts
    there and then; whether it counts is stated.
    """
    from prong.report.comparison import as_json, comparisons, told

    found = _analysis(given)
    mine = found.of(given.defendant)
    theories = {d.claim.theory for d in mine}
    among = {key for theory in theories for key, _, _ in found.library.holdings(theory)}
    laid = comparisons(found, mine, found.library.authority(given.authority, among))
    _draw(given, found, mine)
    if _format(given) == "json":
        return _put(_json(as_json(found, laid)), given.output)
    return _put(told(found, laid, width()), given.output)


def fair_warning(given: argparse.Namespace) -> int:
    """Where, and since when, conduct like this defendant's is clearly forbidden.

    One row for each forum: the law on the day of the incident, the law at the end of the library,
    the first day covered and by which decision, and whether the doctrine is adopted there.
    """
    from prong.report.reach import as_json, told

    found = _analysis(given)
    every = found.of(given.defendant)
    mine = [d for d in every if d.situation is not None]
    _draw(given, found, every)
    if _format(given) == "json":
        return _put(_json(as_json(found, mine)), given.output)
    return _put(told(found, mine, every, width()), given.output)


def publish(given: argparse.Namespace) -> int:
    """Make an authority of a decided case, with its holdings and rulings on prong two.

    The file goes to DIR/authorities/COURT/; lay it over the law with --library DIR, and from the
    day after the decision it constrains. A holding that contradicts the library is reported.
    """
    from prong.decide.publish import as_yaml
    from prong.decide.publish import publish as make
    from prong.faults import FileFault, Place
    from prong.files import write
    from prong.report.phrases import Phrases, plural

    found = _analysis(given)
    made = make(found, given.citation, given.decided, unpublished=given.unpublished)
    path = given.output / "authorities" / made.authority.court / f"{made.id}.yaml"
    if path.exists():
        raise FileFault(
            "An authority of this name is already published there.", place=Place(str(path))
        )
    write(path, as_yaml(made))
    holdings = plural(len(made.authority.holdings), "holding")
    rulings = plural(len(made.authority.prong_two), "ruling")
    print(f"{path}: {holdings}, {rulings} on prong two.")
    say = Phrases(found)
    for clash in made.clashes:
        against = say.full(clash.against.authority, clash.against.pin)
        print(
            f"Contradicts the library: {clash.holding.id} against "
            f"{clash.against.precedent.holding}, {against}.",
            file=sys.stderr,
        )
    return 0


def read(given: argparse.Namespace) -> int:
    """Read an opinion or a brief: what it cites, how and where; its footnotes and quotations.

    PDF with a text layer, DOCX, HTML, RTF and plain text; - reads standard input. The text answer
    is a table of authorities with the pages each is cited on, and what could not be resolved. JSON
    holds every citation with its structure, every footnote and every quotation with its source,
    with offsets into the file; HTML is the text with its citations and footnotes linked.

    example: prong read brief.docx -o brief.html
    """
    from prong.cli.progress import Progress
    from prong.read import read as open_and_read

    document = sys.stdin.buffer if given.document == "-" else given.document
    with Progress("reading"):
        reading = open_and_read(document, name="standard input" if given.document == "-" else None)
    match _format(given):
        case "json":
            from prong.read.contract import dumps

            made = dumps(reading)
        case "html":
            from prong.read.page import html

            made = html(reading)
        case _:
            from prong.read.text import text

            made = text(reading, width())
    return _put(made, given.output)


def check(given: argparse.Namespace) -> int:
    """Check every citation of a brief: is it real, rightly named, quoted truly, good law, usable here?

    Each citation gets separate findings, each verified, wrong (with the right value) or unverified; the
    answer opens with what to fix before filing, worst first. It is laid against the opinions of the
    authority base (prong base add) and the law library. With --forum and --incident-date it says of each
    authority whether it counts in this case. Exit status 1 if anything is wrong.

    example: prong check brief.docx --forum F --incident-date 2013-05-02 -o check.docx
    """
    from prong.base.store import needed
    from prong.cli.progress import Progress

    needed()
    kind = _format(given)
    if (given.forum is None) != (given.incident_date is None):
        from prong.faults import FieldFault

        raise FieldFault(
            "How an authority can be used depends on the forum and on the day of the acts.",
            found="--forum alone" if given.forum else "--incident-date alone",
            expected="both, or neither",
        )
    if kind == "docx":
        _to_a_file(given, kind)
        from prong.report.render import setter

        setter(kind, figures=False)
    from prong.base.store import open_base
    from prong.check import check as laid
    from prong.read import read as open_and_read

    law = _library(given)
    document = sys.stdin.buffer if given.document == "-" else given.document
    with open_base(given.base) as base, Progress("checking"):
        reading = open_and_read(document, name="standard input" if given.document == "-" else None)
        found = laid(reading, base, library=law, forum=given.forum, incident=given.incident_date)
    if kind == "json":
        from prong.report.check.contract import dumps

        made: str | bytes = dumps(found, law)
    else:
        from prong.report.check.memo import memo

        if kind == "text":
            from prong.report.render.plain import plain

            made = plain(memo(found, law), width())
        else:
            from prong.report.render import setter

            made = setter(kind, figures=False)(memo(found, law))
    _put(made, given.output)
    return 1 if found.wrong else 0


def code(given: argparse.Namespace) -> int:
    """Read an opinion and draw up the skeleton of its authority file.

    Identity, dates and pages are taken from the opinion; the sentences in which the court says what
    it holds or concludes become candidate holdings, each with its pin and an anchor. What each one
    decided, for whom and on which factors is for the coder to say.

    example: prong code opinion.pdf --citation "1 F.3d 2" -o name-v-name.yaml
    """
    from prong.cli.progress import Progress
    from prong.coding.skeleton import as_yaml, skeleton

    with Progress("reading"):
        made = skeleton(given.opinion, given.citation)
    return _put(as_yaml(made), given.output)


def list_(given: argparse.Namespace) -> int:
    """List what the library holds."""
    from prong.report.library import listing
    from prong.report.text import table

    head, *rows = listing(_library(given), given.what)
    if given.format == "json":
        return _put(_json([dict(zip(head, row, strict=True)) for row in rows]), None)
    return _put("".join(f"{line.rstrip()}\n" for line in table([head, *rows])), None)


def show(given: argparse.Namespace) -> int:
    """Show one entry whole: an authority with its holdings, a doctrine with its rules, a factor, a
    scope term, a forum or a court."""
    from prong.report.library import entry, told

    found = entry(_library(given), given.name)
    return _put(_json(found) if given.format == "json" else told(found, width()), None)


def lint(given: argparse.Namespace) -> int:
    """Check a library: faults end the command with status 2, remarks on it with status 1.

    Remarked: what rests on recollection, what has no pin or anchor, holdings of one court that
    contradict each other, factors that nothing uses or opposes, issues no authority speaks to,
    reporters and courts that are not known, and days of decision that the volume belies.
    """
    from prong.coding.review import review
    from prong.report.phrases import plural

    loaded = _library(given, documents=True)
    found = list(review(loaded))
    for remark in found:
        print(remark)
    print(
        f"{len(loaded.authorities)} authorities, {plural(len(found), 'remark')}.", file=sys.stderr
    )
    return 1 if found else 0


def verify(given: argparse.Namespace) -> int:
    """Check what was coded from a text against that text.

    Each folder of texts is read: by its index.jsonl where it has one, else file by file. Of every
    authority found there the court, date, docket, name and citation are compared; of every holding
    that constrains, and of every rule and statement, the anchor must stand, word for word, on the
    page that the pin names. Exit status 1 if anything is wrong.

    With --mark the day is written, as checked, into the coding of each that was verified and bears
    no mark since it was coded: into the files of --library, else of a checkout's own library.

    example: prong library verify --texts opinions
    """
    from prong.cli.progress import Progress
    from prong.coding.verification import verify as check
    from prong.report.coding import rows, verification

    law = _library(given, documents=given.mark is not None)
    with Progress("verifying") as progress:
        checks = check(law, given.texts, progress)
    as_json = given.format == "json"
    made = _json(rows(checks)) if as_json else verification(checks, law, width())
    status = _put(made, None)
    if given.mark is not None:
        from prong.coding.marking import mark
        from prong.report.phrases import plural

        done = mark(law, checks, given.mark, given.library or ())
        print(
            f"{plural(done.codings, 'coding')} marked as checked on {given.mark}, "
            f"in {plural(done.files, 'file')}.",
            file=sys.stderr,
        )
    return 1 if any(c.verdict == "wrong" for c in checks) else status


def validate(given: argparse.Namespace) -> int:
    """Decide real cases with the library as it stood, and compare with the courts.

    Each case file has the court's outcome beside it. Its own decision and everything later is left
    out. On each prong Prong agrees, disagrees, or finds debatable what the court decided; beside
    the figures stands how often the commoner outcome alone would have been right.

    example: prong library validate --trust source
    """
    from prong.cli.progress import Progress
    from prong.coding.validation import validate as compare_all
    from prong.report.coding import compared_rows, validation

    law = _library(given)
    with Progress("deciding") as progress:
        found = compare_all(
            law, given.cases, only=given.only or (), trust=_trusted(given), progress=progress
        )
    as_json = given.format == "json"
    return _put(_json(compared_rows(found)) if as_json else validation(found, width()), None)


def agreement(given: argparse.Namespace) -> int:
    """How far a second reader's coding of the same opinions agrees: Cohen's kappa for each factor.

    The folder holds second readings: of each opinion the holdings with their facts, coded from its
    text and the library's words without sight of the first coding.

    example: prong library agreement --second readings
    """
    from prong.coding.agreement import kappas, outcomes, second_readings
    from prong.report.coding import agreement as told

    law = _library(given)
    readings = second_readings(given.second, law)
    return _put(told(kappas(law, readings), outcomes(law, readings), len(readings)), None)


def schema(given: argparse.Namespace) -> int:
    """Print the JSON Schema of a kind of file, for editors, or of the JSON answer.

    With --words the schema lists the library's factors, scope terms, doctrines, authorities and
    courts where one is to be named, and an editor completes them.

    example: prong library schema authority --words -o authority.schema.json
    """
    from prong.report.schema import schema as made

    words = _library(given) if given.words else None
    return _put(_json(made(given.of, words)), given.output)


# What they share


def _library(given: argparse.Namespace, *, documents: bool = False) -> Library:
    from prong.law.library import Library

    return Library.load(given.library or (), documents=documents)


def _analysis(
    given: argparse.Namespace, record: Record | None = None, law: Library | None = None
) -> Analysis:
    """Load the law and the case, unless they are given, and decide it."""
    from prong.decide.analysis import analyze as decide
    from prong.record.load import load
    from prong.record.style import styled

    law = law or _library(given)
    return decide(
        styled(
            record or load(given.case, law), law.procedure, getattr(given, "record_cites", None)
        ),
        law,
        forum=getattr(given, "forum", None),
        incident_date=getattr(given, "incident_date", None),
        decided=given.decided,
        order=getattr(given, "order", "one-first"),
        trust=_trusted(given),
        consensus=getattr(given, "consensus", None),
    )


def _trusted(given: argparse.Namespace) -> tuple[Basis, ...]:
    """What a coder must have had before them for a holding to constrain."""
    from prong.law.coding import CONSTRAINING

    return (*CONSTRAINING, "source") if getattr(given, "trust", "") == "source" else CONSTRAINING


def _format(given: argparse.Namespace) -> str:
    """The format asked for, or the one that the file's ending names."""
    if given.format:
        return str(given.format)
    ending = given.output.suffix.lower() if given.output else ""
    named = FORMATS.get(ending, "text" if ending not in ELSEWHERE else "")
    if named not in given.formats:
        from prong.faults import FieldFault, Place

        raise FieldFault(
            "This answer cannot be written in the format that the file's ending names.",
            place=Place(str(given.output)),
            found=ending,
            expected=f"--format, one of {', '.join(given.formats)}",
        )
    return named


def _put(made: str | bytes, output: Path | None) -> int:
    """Print an answer, or write it to a file whole."""
    data = made if isinstance(made, bytes) else made.encode("utf-8")
    if output is not None:
        from prong.files import write_bytes

        write_bytes(output, data)
    elif isinstance(made, str):
        sys.stdout.write(made)
        sys.stdout.flush()
    return 0


def _draw(given: argparse.Namespace, found: Analysis, every: Sequence[Determination]) -> None:
    """Draw what was asked for beside the answer, and say where it lies."""
    if given.figure is None:
        return
    from prong.report.figures.asked import asked

    what = getattr(given, "figure_of", None) or (
        "map" if given.command is fair_warning else "comparison"
    )
    for path in asked(what, found, every, given.figure, getattr(given, "authority", None)):
        print(f"Figure: {path}", file=sys.stderr)


def answer(given: argparse.Namespace, found: object, text: Callable[[int], str]) -> int:
    """Give an answer in the format asked for; as text it is told within a width."""
    return _put(_json(found) if _format(given) == "json" else text(width()), given.output)


def _json(value: object) -> str:
    import json

    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def width() -> int:
    """The width to wrap at: the terminal's, within what reads well."""
    try:
        columns = os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):  # not a terminal
        columns = 100
    return max(60, min(100, columns))


# The parser


def _day(text: str) -> Day:
    try:
        return Day.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: {error}") from None


_day.__name__ = "date"


def _known_day(text: str) -> Day:
    day = _day(text)
    if not day.known:
        raise argparse.ArgumentTypeError(f"{text!r}: expected a whole day such as 2006-03-07")
    return day


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r}: expected a number from 1")
    return int(text)


def parser(only: str | None = None) -> argparse.ArgumentParser:
    """The command line as a parser; with the name of a command, with that command alone, since
    building them all costs more than most of them."""
    top = argparse.ArgumentParser(
        prog="prong",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description=textwrap.dedent(
            """\
            Decide qualified immunity under 42 U.S.C. § 1983: officer by officer, act by act, prong
            by prong, as of the right dates, in the right forum, each step with its authority and
            its record cite."""
        ),
        epilog=textwrap.dedent(
            """\
            Start with a shipped example (prong library list examples): decide it (prong analyze),
            read the reasons for one defendant (prong why), see where and since when the conduct is
            clearly forbidden (prong map).

            Exit status: 0 done; 1 the command found what it looks for to be wrong; 2 bad input."""
        ),
    )
    from prong import __version__

    top.add_argument("--version", action="version", version=f"prong {__version__}")
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    for command, defendant, authority in (
        (analyze, False, False),
        (why, True, False),
        (compare, True, True),
        (fair_warning, True, False),
    ):
        name = "map" if command is fair_warning else command.__name__
        if only in COMMANDS and name != only:
            continue
        one = _command(commands, name, command)
        one.add_argument(
            "case", metavar="CASE", help="a case file, or the name of a shipped example"
        )
        if defendant:
            one.add_argument(
                "defendant", metavar="DEFENDANT", help="a person of the case, by id or surname"
            )
        if authority:
            one.add_argument("authority", metavar="AUTHORITY", help="an id, short name or citation")
        if defendant:
            _figure(one, several=command is why)
        _variation(one)
        if command is analyze:
            _answer(one, ("text", "json", "md", "html", "docx", "pdf"))
            _memo_options(one)
        else:
            _answer(one, ("text", "json"))
        one.add_argument(
            "--record-cites",
            metavar="STYLE",
            help="cite the record in the style of a court: ecf, er, ja, page-id or roa; by default as the "
            "case file says",
        )
    if only not in COMMANDS or only == "publish":
        _publish_command(commands)
    if only not in COMMANDS or only == "read":
        one = _command(commands, "read", read)
        one.add_argument("document", metavar="DOCUMENT", help="a file, or - for standard input")
        _answer(one, ("text", "json", "html"))
    if only not in COMMANDS or only == "code":
        one = _command(commands, "code", code)
        one.add_argument("opinion", metavar="OPINION", type=Path, help="the file of an opinion")
        one.add_argument("--citation", metavar="C", help="what it is cited as, such as 1 F.3d 2")
        options.output(one)
    if only not in COMMANDS or only == "casebase":
        from prong.cli.casebase import commands as casebase_commands

        casebase_commands(commands, _command, _day)
    if only not in COMMANDS or only == "check":
        _check_command(commands)
    if only not in COMMANDS or only == "library":
        _library_commands(commands)
    if only not in COMMANDS or only == "base":
        from prong.cli import base

        held = commands.add_parser(
            "base",
            help="keep and search opinions: the authority base",
            description="The authority base: opinions with their citations, pages and treatment.",
        )
        base.commands(held.add_subparsers(metavar="COMMAND", required=True), _command)
    if only not in COMMANDS or only == "serve":
        from prong.cli import serve

        one = _command(commands, "serve", serve.command)
        serve.arguments(one)
        options.library(one)
    if only not in COMMANDS or only == "team":
        from prong.cli import team

        made = commands.add_parser(
            "team",
            help="make and mend the accounts of a team's workbench",
            description="A team's workbench (prong serve --team): its database and first accounts.",
        )
        team.commands(made.add_subparsers(metavar="COMMAND", required=True), _command)
    return top


def _publish_command(commands: Any) -> None:
    one = _command(commands, "publish", publish)
    one.add_argument("case", metavar="CASE", help="a case file, or the name of a shipped example")
    one.add_argument(
        "--citation", metavar="C", required=True, help="its citation, such as 1 F.3d 2"
    )
    one.add_argument(
        "--decided", metavar="D", type=_day, required=True, help="the day of the decision"
    )
    one.add_argument(
        "-o",
        "--output",
        metavar="DIR",
        type=Path,
        required=True,
        help="the library folder to write into",
    )
    one.add_argument("--unpublished", action="store_true", help="mark the decision unpublished")
    options.library(one)


def _check_command(commands: Any) -> None:
    one = _command(commands, "check", check)
    one.add_argument("document", metavar="BRIEF", help="a file, or - for standard input")
    group = one.add_argument_group("the case")
    group.add_argument("--forum", metavar="F", help="the court whose law governs, by id")
    group.add_argument(
        "--incident-date", metavar="D", type=_day, help="the day, month or year of the acts"
    )
    options.base(one)
    options.library(one)
    _answer(one, ("text", "json", "html", "docx", "md"))


def _library_commands(commands: Any) -> None:
    law = commands.add_parser(
        "library",
        help="look into the law library",
        description="Look into the law library: what it holds, what one entry says, whether it is sound.",
    )
    inner = law.add_subparsers(metavar="COMMAND", required=True)
    one = _command(inner, "list", list_)
    one.add_argument(
        "what",
        metavar="WHAT",
        nargs="?",
        default="authorities",
        help="authorities (the default), doctrines, factors, scopes, forums, courts or examples",
    )
    options.library(one)
    options.text_or_json(one)
    one = _command(inner, "show", show)
    one.add_argument(
        "name", metavar="ID", help="an id; of an authority also a short name or citation"
    )
    options.library(one)
    options.text_or_json(one)
    options.library(_command(inner, "lint", lint))
    one = _command(inner, "verify", verify)
    one.add_argument(
        "--texts",
        metavar="DIR",
        type=Path,
        action="append",
        required=True,
        help="a folder of opinions; may be given again",
    )
    one.add_argument(
        "--mark",
        metavar="DAY",
        type=_known_day,
        nargs="?",
        const=Day.of(datetime.date.today()),
        help="write DAY (today) into what was verified",
    )
    options.library(one)
    options.text_or_json(one)
    one = _command(inner, "validate", validate)
    one.add_argument("only", metavar="CASE", nargs="*", help="these cases alone, by name")
    one.add_argument(
        "--cases", metavar="DIR", type=Path, help="decided cases; the shipped ones by default"
    )
    _trust(one)
    options.library(one)
    options.text_or_json(one)
    one = _command(inner, "agreement", agreement)
    one.add_argument(
        "--second", metavar="DIR", type=Path, required=True, help="a folder of second readings"
    )
    options.library(one)
    one = _command(inner, "schema", schema)
    one.add_argument(
        "of",
        metavar="KIND",
        nargs="?",
        default="case",
        help="case (the default), authority, doctrine, adoption, factors, forum, courts, procedure, "
        "retractions, outcome, second-reading, factor-base, analysis, reading, casebase or check",
    )
    one.add_argument("--words", action="store_true", help="list the words of the library")
    options.library(one)
    options.output(one)


def _command(commands: Any, name: str, command: Command) -> argparse.ArgumentParser:
    doc = textwrap.dedent(f"    {command.__doc__}").strip()
    made: argparse.ArgumentParser = commands.add_parser(
        name,
        help=doc.split("\n")[0].rstrip(".").replace("\n", " "),
        description=doc,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.set_defaults(command=command)
    return made


def _variation(one: argparse.ArgumentParser) -> None:
    group = one.add_argument_group("what if")
    group.add_argument("--forum", metavar="F", help="decide under the law of another court, by id")
    group.add_argument(
        "--incident-date",
        metavar="D",
        type=_day,
        help="move every incident to this day, month or year",
    )
    group.add_argument("--decided", metavar="D", type=_day, help="take this as the day of decision")
    group.add_argument(
        "--order",
        choices=("one-first", "two-only"),
        default="one-first",
        help="take prong one first, or decide on prong two only where that suffices",
    )
    group.add_argument(
        "--consensus",
        metavar="N",
        type=_count,
        help="suppose that N courts make a consensus; what a forum's data suppose is a modelling "
        "assumption, explained there",
    )
    _trust(group)
    options.library(group)


def _trust(one: Any) -> None:
    one.add_argument(
        "--trust",
        choices=("text", "source"),
        default="text",
        help="what a coder must have had for a holding to constrain: its text (the default), or "
        "also a public source",
    )


def _answer(one: argparse.ArgumentParser, formats: Sequence[str]) -> None:
    one.set_defaults(formats=formats)
    group = one.add_argument_group("the answer")
    group.add_argument(
        "-f", "--format", choices=formats, help=f"{', '.join(formats)}; else as FILE's ending says"
    )
    options.output(group)


def _memo_options(one: argparse.ArgumentParser) -> None:
    group = one.add_argument_group("the memorandum")
    group.add_argument(
        "--for",
        dest="audience",
        choices=("court", "plaintiff", "officers", "training"),
        help="for whom it is written: the court (the default), one side's counsel, or training",
    )
    group.add_argument(
        "--figures",
        choices=("main", "all", "none"),
        default="main",
        help="timeline and fair-warning map (the default); all, with comparisons, argument trees and "
        "citation graphs in an appendix; or none",
    )
    group.add_argument(
        "--redact",
        action="store_true",
        help="give victims and minors (people marked protect; else the plaintiffs) by initials, and "
        "strip birth dates, social-security and account numbers and home addresses",
    )


def _figure(one: argparse.ArgumentParser, *, several: bool) -> None:
    group = one.add_argument_group("the figure")
    group.add_argument(
        "--figure",
        metavar="FILE",
        type=Path,
        help="draw it too, as FILE's ending says: .svg or .png; needs prong[report]",
    )
    if several:
        group.add_argument(
            "--figure-of",
            choices=("argument", "timeline", "comparison", "citations"),
            default="argument",
            help="what to draw: the argument (the default), the timeline, the comparison with the "
            "nearest authorities, or what the authorities say of each other",
        )
