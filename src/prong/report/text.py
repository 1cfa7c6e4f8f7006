"""The answer for a terminal: the grid first, then each determination with its reasons."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from prong.decide.analysis import Analysis
from prong.decide.argument import Step, argue
from prong.decide.determination import Determination
from prong.faults import printable
from prong.report.phrases import (
    ESTABLISHED,
    IMMUNITY,
    STAGE,
    STATUS,
    VIOLATION,
    Phrases,
    coverage,
    library_line,
)

WIDTH = 100


def text(analysis: Analysis, width: int = WIDTH) -> str:
    """The whole answer."""
    say = Phrases(analysis)
    lines = [
        *(p for line in heading(analysis, say) for p in wrapped(line, width)),
        "",
        *grid(analysis, say, width),
        "",
    ]
    for d in analysis.determinations:
        if d.situation is not None:
            lines += [*determination(analysis, d, say, width), ""]
    rest = [d for d in analysis.determinations if d.situation is None]
    if rest:
        lines += ["NOT DECIDED HERE", ""]
        for d in rest:
            lines += [*unaddressed(analysis, d, say, width)]
        lines.append("")
    lines += wrapped(library_line(analysis.library), width)
    lines += wrapped(NOTICE, width)
    return shown(lines)


def shown(lines: Iterable[str]) -> str:
    """Lines as text; what would steer a terminal is written out."""
    return "\n".join(printable(line).rstrip() for line in lines) + "\n"


NOTICE = "Prong decides no fact: it applies law to facts that a person has coded. It is not legal advice."


def heading(analysis: Analysis, say: Phrases) -> list[str]:
    """Caption, forum, posture and the as-of dates."""
    record = analysis.record
    posture = record.posture
    stage = STAGE[posture.stage]
    if posture.stage == "summary-judgment":
        stage += (
            f" for the {posture.movant}" if posture.movant == "officers" else " for the plaintiff"
        )
    if posture.verdict_for and posture.stage == "verdict":
        stage += f" for the {posture.verdict_for}"
    if posture.on_appeal:
        stage += ", on interlocutory appeal" if posture.interlocutory else ", on appeal"
    docket = f", No. {record.docket}" if record.docket else ""
    lines = [
        f"{record.case}{docket} ({say.forum(record.forum)})",
        f"{stage}. Prong one takes the law as of {posture.decided.spoken()}; "
        "prong two, as of each incident.",
    ]
    if analysis.varied:
        lines.append(f"Varied from the case file: {'; '.join(analysis.varied)}.")
    if analysis.supposed_decided:
        lines.append(
            "No day of decision was given for the moved incidents; the end of the library is taken."
        )
    return lines


def grid(analysis: Analysis, say: Phrases, width: int) -> list[str]:
    """The chart: defendant, claim, incident, both prongs, immunity."""
    head = ("Defendant", "Claim", "Incident", "Prong one", "Prong two", "Immunity")
    rows = [row(analysis, d, say) for d in analysis.determinations]
    lines = _chart([head, *rows])
    if max(map(len, lines)) > width:
        lines = table([head, *rows], width)
    if any(d.dates for d in analysis.determinations):
        lines += ["", "* depends on the day, as stated below"]
    return lines


def _chart(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows in columns; the status of a claim that is not decided is set across both prongs."""
    widths = [max(len(r[i]) for r in rows if i != 3 or r[4]) for i in range(len(rows[0]))]
    both = max([widths[3] + 2 + widths[4], *(len(r[3]) for r in rows if not r[4])])
    widths[4] = both - 2 - widths[3]
    lines = []
    for r in rows:
        prongs = f"{r[3].ljust(widths[3])}  {r[4].ljust(widths[4])}" if r[4] else r[3].ljust(both)
        cells = [c.ljust(w) for c, w in zip(r[:3], widths, strict=False)]
        lines.append("  ".join([*cells, prongs, r[5]]))
    lines.insert(1, "  ".join("─" * w for w in widths))
    return lines


def row(analysis: Analysis, d: Determination, say: Phrases) -> tuple[str, ...]:
    """One row of the chart."""
    incident = analysis.record.incidents[d.episode].date if d.episode else None
    if d.situation is None:
        status = STATUS[d.status]
        return (say.short(d.defendant), say.doctrine(d), "", status, "", IMMUNITY[d.immunity])
    return (
        say.short(d.defendant),
        say.doctrine(d),
        incident.spoken() if incident else "",
        VIOLATION[d.violation.result],
        ESTABLISHED[d.established.result],
        IMMUNITY[d.immunity] + (" *" if d.dates else ""),
    )


def table(rows: Sequence[Sequence[str]], width: int | None = None) -> list[str]:
    """Rows in columns with a rule under the first; within a width, the widest columns wrap."""
    widths = [max(len(r[i]) for r in rows) for i in range(len(rows[0]))]
    if width is not None:
        while sum(widths) + 2 * (len(widths) - 1) > width and max(widths) > 12:
            widths[widths.index(max(widths))] -= 1
    made: list[str] = []
    for row in rows:
        cells = [
            textwrap.wrap(c, w, break_long_words=False) or [""]
            for c, w in zip(row, widths, strict=True)
        ]
        made += [
            "  ".join(part.ljust(w) for part, w in zip(parts, widths, strict=True)).rstrip()
            for parts in itertools.zip_longest(*cells, fillvalue="")
        ]
        if row is rows[0]:
            made.append("  ".join("─" * w for w in widths))
    return made


def wrapped(text: str, width: int, indent: int = 0, hang: int = 0) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hang),
        break_long_words=False,
        break_on_hyphens=False,
    )


def determination(analysis: Analysis, d: Determination, say: Phrases, width: int) -> list[str]:
    """One determination: bottom line, prong one, acts, prong two, when and where, and the rest."""
    tree = argue(d, analysis.library)
    assert d.episode is not None
    date = analysis.record.incidents[d.episode].date
    title = f"{say.person(d.defendant)} · {say.doctrine(d)} · {date.spoken()}"
    lines = [title.upper(), "", *wrapped(say.bottom_line(d), width), ""]
    sections: dict[str, list[Step]] = {}
    for part in tree.parts:
        sections.setdefault(part.kind, []).append(part)
    for part in tree.parts:
        if part.kind in ("prong-one", "prong-two"):
            lines += [*_prong(part, say, width), ""]
        elif part.kind in ("prong-not-reached", "waived", "motion", "dates", "defence"):
            lines += [*stated(part, say, width, 0), ""]
    if d.ground == "no-immunity":
        return [*lines, *wrapped(f"Coverage: {coverage(analysis, d)}", width, 0, 2)]
    lines += ["When and where"]
    for part in (*sections.get("first", []), *sections.get("never-first", [])):
        lines += stated(part, say, width, 2)
    lines += [*wrapped(elsewhere(d, say), width, 2, 2), ""]
    for title_, kinds in (
        ("Disputes that matter", ("material", "not-material")),
        ("What is missing", ("missing", "nothing-missing")),
    ):
        lines += [title_]
        for kind in kinds:
            for part in sections.get(kind, []):
                lines += _changes(part, say, width)
        lines += [""]
    lines += wrapped(f"Coverage: {coverage(analysis, d)}", width, 0, 2)
    return lines


def _prong(step: Step, say: Phrases, width: int) -> Iterator[str]:
    yield from stated(step, say, width, 0)
    acts = [p for p in step.parts if p.kind in ("act", "remainder")]
    for part in step.parts:
        if part not in acts:
            yield from tree(part, say, width, 2, depth=1)
    if acts:
        yield ""
        yield "  The acts"
        for part in acts:
            yield from tree(part, say, width, 4, depth=1)


def stated(step: Step, say: Phrases, width: int, indent: int) -> list[str]:
    """A step's sentence with its support in brackets."""
    text = say.sentence(step)
    support = say.support(step)
    if support:
        text = f"{text} [{support}]"
    return wrapped(text, width, indent, 2)


def tree(step: Step, say: Phrases, width: int, indent: int, depth: int = 3) -> Iterator[str]:
    """A step and the steps it stands on, indented."""
    yield from stated(step, say, width, indent)
    if depth:
        for part in step.parts:
            yield from tree(part, say, width, indent + 2, depth - 1)


def _changes(step: Step, say: Phrases, width: int) -> Iterator[str]:
    if not step.parts:
        yield from stated(step, say, width, 2)
        return
    singles: dict[str, list[Step]] = {}
    for part in step.parts:
        key = say.sentence(part)
        singles.setdefault(key, []).append(part)
    for sentence, parts in singles.items():
        yield from wrapped(sentence, width, 2, 2)
        for part in parts:
            together = len(part.parts) > 1
            for number, found in enumerate(part.parts):
                lead = "- " if number == 0 else "  with "
                text = say.sentence(found)
                support = say.support(found)
                yield from wrapped(
                    f"{lead if together or number == 0 else ''}{text}"
                    + (f" [{support}]" if support else ""),
                    width, 4, 2,
                )  # fmt: skip


def elsewhere(d: Determination, say: Phrases) -> str:
    """The state in the other forums in one sentence."""
    groups: dict[str, list[str]] = {}
    for state in d.forums:
        if d.law and state.forum == d.law.forum.forum:
            continue
        groups.setdefault(ESTABLISHED[state.now], []).append(say.forum(state.forum))
    parts = [f"{name}: {', '.join(courts)}" for name, courts in groups.items()]
    return f"Elsewhere at the end of the library: {'; '.join(parts)}."


def unaddressed(analysis: Analysis, d: Determination, say: Phrases, width: int) -> list[str]:
    """One line on a claim that is not decided here, with why."""
    tree_ = argue(d, analysis.library)
    lines = wrapped(
        f"{say.short(d.defendant)} · {say.doctrine(d)}. {say.bottom_line(d)}", width, 2, 2
    )
    for part in tree_.parts:
        for step in (part, *part.parts):
            lines += stated(step, say, width, 4)
    return lines


def why(analysis: Analysis, found: Iterable[Determination], width: int = WIDTH) -> str:
    """The argument tree of some determinations, whole."""
    say = Phrases(analysis)
    lines: list[str] = []
    for d in found:
        lines += wrapped(
            f"{say.person(d.defendant)} · {say.doctrine(d)}. {say.bottom_line(d)}", width
        )
        for part in argue(d, analysis.library).parts:
            lines += tree(part, say, width, 2, depth=12)
        lines.append("")
    lines += wrapped(library_line(analysis.library), width)
    return shown(lines)
