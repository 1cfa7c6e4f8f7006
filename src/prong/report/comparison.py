"""One authority laid beside a defendant's facts, whether or not it counts there and then."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from prong.decide.analysis import Analysis
from prong.decide.constraint import Comparison, compare
from prong.decide.determination import Determination
from prong.decide.ladder import Rung, rung
from prong.decide.precedents import Entry, precedents
from prong.faults import WordFault
from prong.law.authorities import Authority
from prong.law.law import Reason
from prong.report.phrases import BREADTH, GRADE, LEFT_OUT, Phrases, capital
from prong.report.text import shown, table, wrapped
from prong.values import frozen


@frozen
class Laid:
    """A holding beside one determination's facts, and why it does not count, if it does not."""

    determination: Determination
    entry: Entry
    comparison: Comparison
    rung: Rung | None
    binding: bool
    why_not: Reason | None


def comparisons(
    analysis: Analysis, found: Iterable[Determination], authority: Authority
) -> list[Laid]:
    """Every holding of an authority beside every determination on its doctrine."""
    laid = []
    factors = analysis.library.factors
    for d in found:
        facts, law = d.situation, d.law
        if facts is None or law is None or d.doctrine is None:
            continue
        for entry in precedents(analysis.library, d.doctrine.doctrine).entries:
            if entry.authority is not authority or entry.ruling:
                continue
            laid.append(
                Laid(
                    d,
                    entry,
                    compare(entry.precedent, facts.particulars, facts.scope, factors),
                    rung(entry, facts.particulars, facts.scope, factors),
                    law.binds(authority),
                    law.why_not(authority, entry.part),
                )
            )
    if not laid:
        raise WordFault(
            "There is nothing to compare: the library codes no holding of this authority on a doctrine "
            "that is decided for this defendant.",
            found=authority.authority,
        )
    return laid


def told(analysis: Analysis, laid: list[Laid], width: int) -> str:
    """The comparisons as tables."""
    say = Phrases(analysis)
    lines: list[str] = []
    for one in laid:
        p = one.entry.precedent
        incident = analysis.record.incidents[one.determination.episode or ""]
        side = "plaintiff" if p.side == "plaintiff" else "officer"
        lines += wrapped(
            f"{say.person(one.determination.defendant)}, {incident.date.spoken()}, beside "
            f"{say.full(one.entry.authority, one.entry.pin)}: {p.holding}, for the {side}, "
            f"{BREADTH[p.breadth]}.",
            width,
        )
        lines += wrapped(one.entry.holding.says, width, 2)
        weight = "binding here" if one.binding else "persuasive here"
        counts = f"does not count ({LEFT_OUT[one.why_not]})" if one.why_not else "counts"
        lines += wrapped(
            f"It {counts} as of {incident.date.spoken()}; {weight}. "
            + ("It forces its side on these facts." if one.comparison.forces
               else "It does not force its side on these facts."),
            width, 2,
        )  # fmt: skip
        if one.comparison.scope_missing:
            scopes = analysis.library.factors.scopes
            kinds = "; ".join(scopes[t].says for t in one.comparison.scope_missing)
            lines += wrapped(f"It is of another kind of case: {kinds}.", width, 2)
        rows = [("There", "Here")]
        facts = one.determination.situation.particulars if one.determination.situation else {}
        for factor, least in p.reason.items():
            much = say.much(factor, facts.get(factor))
            here = "the same" if factor in one.comparison.shared else "missing"
            if facts.get(factor, 0) > least:
                here = f"more: {much}"
            if factor in one.comparison.weaker:
                here = f"weaker: {much}"
            if one.rung and here == "missing":
                met = next((s for s in one.rung.steps if s.factor == factor), None)
                if met:
                    here = f"{say.factor(met.by)} (at level {one.rung.level})"
            rows.append((capital(say.factor(factor, least)), here))
        rows += [(f"Limited to: {say.factor(f)}", "missing") for f in one.comparison.facts_missing]
        rows += [
            (
                f"({GRADE[x.grade]})",
                capital(say.factor(x.factor, facts.get(x.factor)))
                + ("; bars it" if x.bars else ""),
            )
            for x in one.comparison.distinctions
        ]
        lines += ["", *(f"  {line}" for line in table(rows, width - 2)), ""]
        if one.rung is None:
            told = "Its reason does not reach these facts at any level of generality."
            lines += wrapped(told, width, 2)
        elif one.rung.level:
            lines += wrapped(f"Its reason reaches these facts at level {one.rung.level}.", width, 2)
        lines.append("")
    lines += wrapped(
        "The comparison is Prong's, made from the coded factors; it is not a court's.", width
    )
    return shown(lines)


def as_json(analysis: Analysis, laid: list[Laid]) -> list[dict[str, Any]]:
    say = Phrases(analysis)
    return [
        {
            "defendant": one.determination.defendant,
            "episode": one.determination.episode,
            "authority": one.entry.precedent.authority,
            "holding": one.entry.precedent.holding,
            "citation": say.full(one.entry.authority, one.entry.pin),
            "side": one.entry.precedent.side,
            "breadth": one.entry.precedent.breadth,
            "binding": one.binding,
            "counts": one.why_not is None,
            "why_not": one.why_not,
            "forces": one.comparison.forces,
            "shared": list(one.comparison.shared),
            "missing": list(one.comparison.missing),
            "weaker": list(one.comparison.weaker),
            "facts_missing": list(one.comparison.facts_missing),
            "scope_missing": list(one.comparison.scope_missing),
            "distinctions": [
                {"factor": x.factor, "grade": x.grade, "bars": x.bars}
                for x in one.comparison.distinctions
            ],
            "level": one.rung.level if one.rung else None,
        }
        for one in laid
    ]
