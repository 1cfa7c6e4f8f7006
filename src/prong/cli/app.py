"""The commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from prong.cli import options
from prong.cli.options import (
    Case,
    Decided,
    Defendant,
    Format,
    Formats,
    Forum,
    IncidentDate,
    Libraries,
    OrderOption,
    Orders,
    Output,
    Trust,
    Trusts,
)

app = typer.Typer(
    name="prong",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="""Decide qualified immunity under 42 U.S.C. § 1983: officer by officer, act by act,
    prong by prong, as of the right dates, in the right forum, each step with its authority and
    its record cite.

    Start with a shipped example (prong library list examples), then read the reasons for one
    defendant (prong why) and where and since when the conduct is clearly forbidden (prong map).

    Exit status: 0 done; 1 the command found what it looks for to be wrong; 2 bad input.""",
)
law = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Look into the law library: what it holds, what one entry says, whether it is sound.",
)
app.add_typer(law, name="library")


@app.command()
def analyze(
    case: Case,
    forum: Forum = None,
    incident_date: IncidentDate = None,
    decided: Decided = None,
    order: Orders = OrderOption.one_first,
    format: Formats = None,
    output: Output = None,
    library: Libraries = None,
    trust: Trusts = Trust.text,
) -> None:
    """Decide a case: the chart, then each determination with its reasons.

    Prong one takes the law as of the decision, prong two the law as of each incident. Move the
    incidents or the forum to ask what would follow then and there: with --incident-date after the
    case's own decision and no --decided, the day after the library's latest decision is taken.
    """
    found = options.analysis(case, library, forum, incident_date, decided, order, trust)
    match options.chosen(format, output):
        case Format.json:
            from prong.report.contract import dumps

            made = dumps(found)
        case Format.md:
            from prong.report.markdown import markdown

            made = markdown(found)
        case _:
            from prong.report.text import text

            made = text(found, options.width())
    options.put(made, output)


@app.command()
def why(
    case: Case,
    defendant: Defendant,
    forum: Forum = None,
    incident_date: IncidentDate = None,
    decided: Decided = None,
    order: Orders = OrderOption.one_first,
    format: Formats = None,
    output: Output = None,
    library: Libraries = None,
    trust: Trusts = Trust.text,
) -> None:
    """The whole argument for one defendant: every step and what it stands on.

    Each conclusion opens into the rule with its authority, the finding with its record cites, or
    the comparison with a named holding; what is missing is stated as missing.
    """
    found = options.analysis(case, library, forum, incident_date, decided, order, trust)
    mine = found.of(defendant)
    if options.chosen(format, output) is Format.json:
        from prong.decide.argument import argue
        from prong.report.contract import step
        from prong.report.phrases import Phrases

        say = Phrases(found)
        made = _json([step(argue(d, found.library), say) for d in mine])
    else:
        from prong.report.text import why as told

        made = told(found, mine, options.width())
    options.put(made, output)


@app.command()
def compare(
    case: Case,
    defendant: Defendant,
    authority: Annotated[
        str, typer.Argument(metavar="AUTHORITY", help="An id, short name or citation.")
    ],
    forum: Forum = None,
    incident_date: IncidentDate = None,
    decided: Decided = None,
    format: Formats = None,
    output: Output = None,
    library: Libraries = None,
) -> None:
    """Lay one authority beside a defendant's facts: shared, missing, distinguished.

    Every holding of the authority on the claim's doctrine is compared, whether or not it counts
    there and then; whether it counts is stated.
    """
    from prong.report.comparison import as_json, comparisons, told

    found = options.analysis(case, library, forum, incident_date, decided)
    laid = comparisons(found, found.of(defendant), found.library.authority(authority))
    if options.chosen(format, output) is Format.json:
        made = _json(as_json(found, laid))
    else:
        made = told(found, laid, options.width())
    options.put(made, output)


@app.command(name="map")
def fair_warning(
    case: Case,
    defendant: Defendant,
    forum: Forum = None,
    incident_date: IncidentDate = None,
    decided: Decided = None,
    format: Formats = None,
    output: Output = None,
    library: Libraries = None,
    trust: Trusts = Trust.text,
) -> None:
    """Where, and since when, conduct like this defendant's is clearly forbidden.

    One row for each forum: the law on the day of the incident, the law at the end of the library,
    the first day covered and by which decision, and whether the doctrine is adopted there.
    """
    from prong.report.reach import as_json, told

    found = options.analysis(case, library, forum, incident_date, decided, trust=trust)
    mine = [d for d in found.of(defendant) if d.situation is not None]
    if options.chosen(format, output) is Format.json:
        made = _json(as_json(found, mine))
    else:
        made = told(found, mine, found.of(defendant), options.width())
    options.put(made, output)


@app.command()
def publish(
    case: Case,
    citation: Annotated[str, typer.Option(metavar="C", help="The citation: 943 F.3d 1260.")],
    decided: Annotated[str, typer.Option(metavar="D", help="The day of the decision.")],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="DIR", help="The library folder to write into."),
    ],
    library: Libraries = None,
    unpublished: Annotated[bool, typer.Option(help="Mark the decision unpublished.")] = False,
) -> None:
    """Make an authority of a decided case, with its holdings and rulings on prong two.

    The file goes to DIR/authorities/COURT/; lay it over the law with --library DIR, and from the
    day after the decision it constrains. A holding that contradicts the library is reported.
    """
    from prong.decide.publish import as_yaml
    from prong.decide.publish import publish as make
    from prong.faults import FileFault, Place
    from prong.files import write
    from prong.report.phrases import Phrases

    day = options.day(decided)
    assert day is not None
    found = options.analysis(case, library, decided=decided)
    made = make(found, citation, day, status="unpublished" if unpublished else "published")
    path = output / "authorities" / made.authority.court / f"{made.id}.yaml"
    if path.exists():
        raise FileFault(
            "An authority of this name is already published there.", place=Place(str(path))
        )
    write(path, as_yaml(made))
    say = Phrases(found)
    typer.echo(f"{path}: {len(made.authority.holdings)} holdings, "
               f"{len(made.authority.prong_two)} rulings on prong two.")  # fmt: skip
    for clash in made.clashes:
        typer.echo(
            f"Contradicts the library: {clash.holding.id} against "
            f"{clash.against.precedent.holding}, {say.full(clash.against.authority, clash.against.pin)}.",
            err=True,
        )


@law.command("list")
def list_(
    what: Annotated[
        str,
        typer.Argument(
            help="authorities, doctrines, factors, scopes, forums, courts or examples.",
            show_default=True,
        ),
    ] = "authorities",
    library: Libraries = None,
    format: Formats = None,
) -> None:
    """List what the library holds."""
    from prong.report.library import listing

    rows = listing(options.library(library), what)
    if format is Format.json:
        typer.echo(_json([dict(zip(rows[0], row, strict=True)) for row in rows[1:]]), nl=False)
        return
    from prong.report.text import table

    for line in table(rows):
        typer.echo(line.rstrip())


@law.command()
def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="An authority, doctrine, factor, scope term, forum or court."
        ),
    ],
    library: Libraries = None,
    format: Formats = None,
) -> None:
    """Show one entry whole: an authority with its holdings, a doctrine with its rules, a factor."""
    from prong.report.library import entry, told

    found = entry(options.library(library), name)
    typer.echo(_json(found) if format is Format.json else told(found, options.width()), nl=False)


@law.command()
def lint(library: Libraries = None) -> None:
    """Check a library: faults end the command with status 2, remarks on it with status 1."""
    from prong.law.lint import remarks

    loaded = options.library(library)
    found = list(remarks(loaded))
    for remark in found:
        typer.echo(str(remark))
    typer.echo(f"{len(loaded.authorities)} authorities, {len(found)} remarks.", err=True)
    raise typer.Exit(1 if found else 0)


@law.command()
def schema(
    of: Annotated[
        str,
        typer.Argument(
            help="case, authority, doctrine, adoption, factors, forum, courts, procedure, retractions or analysis."
        ),
    ] = "case",
    output: Output = None,
) -> None:
    """Print the JSON Schema of a kind of file, for editors, or of the JSON answer."""
    from prong.report.schema import schema as made

    options.put(_json(made(of)), output)


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
