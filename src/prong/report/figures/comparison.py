"""The comparison: the case and the nearest holdings, factor by factor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from prong.decide.analysis import Analysis
from prong.decide.argument import Step
from prong.decide.constraint import Comparison, compare
from prong.decide.determination import Determination
from prong.decide.ladder import Rung, rung
from prong.decide.precedents import Entry
from prong.decide.situation import Situation
from prong.faults import WordFault
from prong.law.factors import Side
from prong.law.law import Reason
from prong.report.figures.spec import Cell, CellState, Column, FactorRow, Matrix, Spec, Table
from prong.report.figures.words import (
    CELLS,
    HERE,
    KIND_OF_CASE,
    MATRIX_NOTE,
    MATRIX_TABLE,
    MATRIX_TITLE,
    MATRIX_VERDICT,
    REACHES,
    SIDES,
    WEIGHT,
    beside_one,
    compared,
    named,
)
from prong.report.phrases import LEFT_OUT, Phrases, capital
from prong.values import frozen

#: How many holdings a figure lays beside the case.
MOST = 6
#: How many of those that do not count it adds where fewer than these come near.
FEW = 3


@frozen
class Beside:
    """A holding laid beside the case, and why it does not count, if it does not."""

    entry: Entry
    comparison: Comparison
    rung: Rung | None
    binding: bool
    why_not: Reason | None


def comparison(analysis: Analysis, d: Determination, authority: str | None = None) -> Spec:
    """The case beside the nearest holdings of both sides, or beside those of one authority.

    WordFault where nothing in the library comes near, or prong two is not reached.
    """
    say = Phrases(analysis)
    assert d.situation is not None
    chosen = beside(analysis, d, authority)
    if not chosen:
        raise WordFault(
            "There is nothing to compare: no holding in the library comes near, or prong two is not "
            "reached.",
            found=say.person(d.defendant),
            expected="the name of an authority to compare",
        )
    columns = tuple(_column(b, n, say) for n, b in enumerate(chosen))
    groups = tuple(_groups(analysis, d, d.situation, chosen, say))
    states = {cell.state for _, rows in groups for row in rows for cell in row.cells}
    rows = tuple(
        (row.says, *(_in_words(cell) for cell in row.cells))
        for _, listed in groups
        for row in listed
    )
    return Spec(
        title=beside_one(columns[0].name) if authority else MATRIX_TITLE,
        subtitle=named(analysis, d, say),
        alt=compared([(b.entry.authority, b.comparison, b.why_not) for b in chosen]),
        table=Table((MATRIX_TABLE, HERE, *(c.cite for c in columns)), rows),
        body=Matrix(
            columns=columns,
            groups=groups,
            legend=tuple((s, says) for s, says in CELLS.items() if s in states),
            here=HERE,
            verdict=MATRIX_VERDICT,
        ),
        notes=(MATRIX_NOTE, say.sentence(Step("own-comparison"))),
        italics=tuple(dict.fromkeys(b.entry.authority.authority for b in chosen)),
    )


def beside(analysis: Analysis, d: Determination, authority: str | None) -> Sequence[Beside]:
    """What decides, then what is nearest, then, where that is little, what does not count."""
    facts, law = d.situation, d.law
    assert facts is not None and law is not None
    two = d.established
    entries: dict[int, Entry] = {}
    if authority is not None:
        from prong.report.comparison import comparisons

        among = {key for key, _, _ in analysis.library.holdings(d.claim.theory)}
        named_ = analysis.library.authority(authority, among)
        for laid in comparisons(analysis, [d], named_):
            entries[id(laid.entry)] = laid.entry
    else:
        for entry in (*two.by, *two.contrary, *(near.entry for near in two.nearest)):
            entries.setdefault(id(entry), entry)
        for entry, _ in two.left_out:
            if len(entries) < FEW:
                entries.setdefault(id(entry), entry)
    factors = analysis.library.factors
    deciding = {id(entry) for entry in (*two.by, *two.contrary)}
    return [
        Beside(
            entry,
            compare(entry.precedent, facts.particulars, facts.scope, factors),
            rung(entry, facts.particulars, facts.scope, factors),
            law.binds(entry.authority),
            None if id(entry) in deciding else law.why_not(entry.authority, entry.part),
        )
        for entry in list(entries.values())[:MOST]
    ]


def _column(b: Beside, number: int, say: Phrases) -> Column:
    authority = b.entry.authority
    year = str(authority.decided.first.year)
    court = say.library.courts.courts[authority.court].cite
    why = f" ({LEFT_OUT[b.why_not]})" if b.why_not else ""
    level = b.rung.level if b.rung else None
    return Column(
        letter=chr(ord("A") + number),
        name=authority.short or authority.authority,
        court=" ".join(part for part in (court, year) if part),
        side=SIDES[b.entry.precedent.side],
        weight=WEIGHT["not-counted" if b.why_not else "binding" if b.binding else "persuasive"],
        verdict=REACHES["yes" if b.comparison.forces else "level" if level else "no"].format(level),
        cite=f"{say.full(authority, b.entry.pin)}: {b.entry.holding.says}{why}",
    )


def _groups(
    analysis: Analysis, d: Determination, facts: Situation, chosen: Sequence[Beside], say: Phrases
) -> Iterable[tuple[str, tuple[FactorRow, ...]]]:
    """The factors by the side they favour, then what makes a holding one of another kind of case."""
    wanted: dict[str, None] = {}
    for b in chosen:
        wanted.update(dict.fromkeys(b.entry.precedent.reason))
    for b in chosen:
        wanted.update(dict.fromkeys(b.comparison.facts_missing))
        wanted.update(dict.fromkeys(x.factor for x in b.comparison.distinctions))
    sides: tuple[Side, ...] = ("plaintiff", "officer")
    for side in sides:
        rows = tuple(
            FactorRow(
                capital(say.factor(f)),
                (_here(d, facts, f), *(_cell(b, f) for b in chosen)),
            )
            for f in wanted
            if analysis.library.factors[f].side == side
        )
        if rows:
            yield capital(SIDES[side]), rows
    scopes = dict.fromkeys(t for b in chosen for t in b.comparison.scope_missing)
    if scopes:
        yield (
            KIND_OF_CASE,
            tuple(
                FactorRow(
                    capital(analysis.library.factors.scopes[term].says),
                    (
                        Cell("absent"),
                        *(
                            Cell("missing" if term in b.comparison.scope_missing else "none")
                            for b in chosen
                        ),
                    ),
                )
                for term in scopes
            ),
        )


def _here(d: Determination, facts: Situation, factor: str) -> Cell:
    """How a factor stands in this case: an absence is only one where the record speaks to it."""
    if factor in facts.particulars:
        return Cell("present")
    view = d.view
    assert view is not None
    if view.factors[factor].derived is not None:
        return Cell("absent")
    seen = [
        view.seen(item.id).status
        for item in view.items.values()
        if item.incident == d.episode
        and item.factor == factor
        and item.person in (None, d.defendant)
    ]
    return Cell("absent" if seen and "unknown" not in seen else "unknown")


def _cell(b: Beside, factor: str) -> Cell:
    p, c = b.entry.precedent, b.comparison
    if factor in p.reason:
        if factor in c.shared:
            return Cell("shared")
        met = next((s for s in b.rung.steps if s.factor == factor), None) if b.rung else None
        if met is not None and b.rung is not None and b.rung.level:
            return Cell("generally", str(b.rung.level))
        return Cell("weaker" if factor in c.weaker else "missing")
    if factor in c.facts_missing:
        return Cell("facts-missing")
    found = next((x for x in c.distinctions if x.factor == factor), None)
    if found is not None:
        state: CellState = found.grade
        return Cell("argued" if state == "untested" and not found.bars else state)
    return Cell("recited" if factor in p.own or factor in p.met else "none")


def _in_words(cell: Cell) -> str:
    return f"{CELLS[cell.state]}{f' ({cell.text})' if cell.text else ''}"
