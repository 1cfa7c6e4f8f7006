"""The answer in Markdown: the chart as a table, then each determination."""

from __future__ import annotations

from collections.abc import Iterator

from prong.decide.analysis import Analysis
from prong.decide.argument import Step, argue
from prong.report.phrases import Phrases, coverage, library_line
from prong.report.text import NOTICE, elsewhere, heading, row

HEAD = ("Defendant", "Claim", "Incident", "Prong one", "Prong two", "Immunity")


def markdown(analysis: Analysis) -> str:
    """The whole answer."""
    say = Phrases(analysis)
    title, *about = heading(analysis, say)
    lines = [f"# {escape(title)}", "", *(escape(line) for line in about), ""]
    lines += [_cells(HEAD), _cells(["---"] * len(HEAD))]
    lines += [_cells(row(analysis, d, say)) for d in analysis.determinations]
    lines.append("")
    for d in analysis.determinations:
        when = analysis.record.incidents[d.episode].date.spoken() if d.episode else ""
        parts = [say.person(d.defendant), say.doctrine(d), when]
        lines += [f"## {escape(' · '.join(p for p in parts if p))}", ""]
        lines += [escape(say.bottom_line(d)), ""]
        for part in argue(d, analysis.library).parts:
            lines += _tree(part, say, 0)
        if d.forums:
            lines += [f"- {escape(elsewhere(d, say))}"]
        if d.coverage:
            lines += ["", f"*Coverage: {escape(coverage(analysis, d))}*"]
        lines.append("")
    lines += [escape(library_line(analysis.library)), "", f"*{NOTICE}*"]
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """Text that Markdown and HTML would otherwise read as markup."""
    for mark in "\\`*_[]<>|#":
        text = text.replace(mark, f"\\{mark}")
    return text


def _cells(cells: tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(c if set(c) == {'-'} else escape(c) for c in cells)} |"


def _tree(step: Step, say: Phrases, depth: int) -> Iterator[str]:
    support = say.support(step)
    text = escape(say.sentence(step)) + (f" ({escape(support)})" if support else "")
    yield f"{'  ' * depth}- {text}"
    for part in step.parts:
        yield from _tree(part, say, depth + 1)
