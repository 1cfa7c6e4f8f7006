"""The laws of a case base: on tables against the plain definition, and on factors by properties."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from prong.dates import Day
from prong.decide import index, removals
from prong.decide.columns import Model
from prong.decide.constraint import CaseBase, compare
from prong.decide.factorfile import FactorBase, parts
from prong.decide.tables import of_rows
from tests.decide import plain
from tests.decide.test_casebase_against_clingo import Made, case, made

laws_hold = settings(deadline=None, max_examples=60)

#: The columns of a made-up table: each with its values from the worst for the first outcome.
ORDERS: dict[str, tuple[plain.Value, ...]] = {
    "priors": (0, 1, 2, 3, 4, 5),
    "age": (70, 50, 40.5, 40, 30, 18),
    "charge": ("minor", "mixed", "grave"),
    "armed": (0, 1),
    "helped": (1, 0),
}
DIRECTIONS = {
    "priors": "ascending",
    "age": "descending",
    "charge": "minor<mixed<grave",
    "armed": "for",
    "helped": "against",
}

Row = dict[str, plain.Value]


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    """A few rows, both outcomes among them."""
    row = st.fixed_dictionaries(
        {word: st.sampled_from(order) for word, order in ORDERS.items()}
        | {"Label": st.sampled_from((0, 1))}
    )
    found = draw(st.lists(row, min_size=2, max_size=14))
    found[0] = {**found[0], "Label": 1}
    found[1] = {**found[1], "Label": 0}
    return found


def base_of(found: list[Row]) -> CaseBase:
    return CaseBase.from_table(of_rows(found), directions=DIRECTIONS)


def without(row: Mapping[str, plain.Value]) -> dict[str, plain.Value]:
    return {word: value for word, value in row.items() if word != "Label"}


# --- tables -------------------------------------------------------------------------------------


@given(rows())
@laws_hold
def test_the_figures_of_a_table_are_the_definitions(found: list[Row]) -> None:
    """Consistency, conflicts, landmarks, leave-one-out and removals, exact and greedy."""
    expected = plain.figures(plain.measured(found, ORDERS, "Label"))
    base = base_of(found)
    standing = base.standing()
    assert {n for n, c in enumerate(standing.conflicts) if not c} == expected.consistent
    assert {*base.conflicts()} == expected.conflicts
    assert base.consistent() == (not expected.conflicts)
    assert {*base.landmarks()} == expected.landmarks
    assert [standing.verdict(n) for n in range(len(found))] == expected.verdicts
    gone = base.minimal_removals()
    assert gone.exact
    assert gone.method == "matching"
    assert len(gone.removed) == gone.at_least == plain.smallest(expected.conflicts)
    assert gone.greedy == expected.greedy


@given(rows())
@laws_hold
def test_what_is_left_after_the_removal_is_consistent(found: list[Row]) -> None:
    base = base_of(found)
    gone = sum(1 << n for n in base.minimal_removals().removed)
    assert base.consistent(among=base.all & ~gone)


@given(rows())
@laws_hold
def test_where_conflicts_are_too_many_to_hold_there_are_bounds(found: list[Row]) -> None:
    """What is removed leaves nothing in conflict, and no smaller set than ``at_least`` does."""
    base = base_of(found)
    exact = base.minimal_removals()
    with patch.object(removals, "ROOM", 0), patch.object(removals, "PATIENCE", -1):
        bounds = base.minimal_removals()
    if base.consistent():
        assert (bounds.removed, bounds.exact) == ((), True)
        return
    assert (bounds.method, bounds.exact, bounds.greedy) == ("bounds", False, None)
    assert bounds.at_least <= len(exact.removed) <= len(bounds.removed) == 2 * bounds.at_least
    gone = sum(1 << n for n in bounds.removed)
    assert base.consistent(among=base.all & ~gone)


@given(rows())
@laws_hold
def test_distinct_landmarks_are_those_of_the_table_without_repetition(found: list[Row]) -> None:
    """Cases that are the same fact for fact count as one, the first of them."""
    once = [dict(row) for row in dict.fromkeys(tuple(sorted(row.items())) for row in found)]
    twice = base_of([*found, *found])
    marks = {tuple(sorted(found[n].items())) for n in twice.standing().distinct_landmarks}
    expected = {tuple(sorted(once[n].items())) for n in base_of(once).landmarks()}
    assert marks == expected
    assert twice.landmarks() == ()


VALUES = {
    "priors": st.sampled_from((-1, 0, 2, 2.5, 5, 9)),
    "age": st.sampled_from((90, 70, 45, 40.5, 30, 2)),
    "charge": st.sampled_from(ORDERS["charge"]),
    "armed": st.sampled_from((0, 1, "true", "False")),
    "helped": st.sampled_from((0, 1)),
}


@given(rows(), st.fixed_dictionaries(VALUES))
@laws_hold
def test_values_that_no_case_has_lie_between_those_that_some_have(
    found: list[Row], asked: Mapping[str, plain.Value]
) -> None:
    """Facts are compared as numbers, also beyond and between the values of the table."""
    base = base_of(found)
    order = {"minor": 0, "mixed": 1, "grave": 2, "true": 1, "False": 0}

    def number(word: str, value: plain.Value) -> float:
        plainly = order[value] if isinstance(value, str) else value
        return -plainly if word in ("age", "helped") else plainly

    situation = {word: number(word, value) for word, value in asked.items()}
    forcing = base.forcing(base.facts(asked), frozenset())
    for n, row in enumerate(found):
        one = plain.Case({w: number(w, v) for w, v in without(row).items()}, row["Label"] == 1)
        assert bool(forcing >> n & 1) == plain.forces(one, situation)


@given(rows(), st.integers(0, 10))
@laws_hold
def test_the_nearest_have_the_fewest_differences(found: list[Row], count: int) -> None:
    """The counts over all cases at once are those of the comparisons one by one."""
    base = base_of(found)
    asked = without(found[-1])
    magnitudes = base.facts(asked)
    every = sorted(
        (compare(p, magnitudes, frozenset(), base.factors).differences, n)
        for n, p in enumerate(base.precedents)
    )
    near = base.comparisons(asked, nearest=count)
    assert [c.differences for c in near] == [d for d, _ in every[:count]]
    assert [c.precedent.authority for c in near] == [str(n + 1) for _, n in every[:count]]


@given(rows())
@laws_hold
def test_the_cases_of_a_table_are_precedents_like_any_other(found: list[Row]) -> None:
    """Laid out in columns or listed one by one, they force and reach the same facts."""
    base = base_of(found)
    listed = CaseBase(base.precedents, base.factors, base.terms)
    for row in found:
        situation = base.facts(without(row))
        assert base.forcing(situation, frozenset()) == listed.forcing(situation, frozenset())
        assert base.reaching(situation) == listed.reaching(situation)
    assert {*base.conflicts()} == {*listed.conflicts()}
    assert base.standing().verdicts == listed.standing().verdicts


@given(rows())
@laws_hold
def test_a_kept_base_is_the_same_base(found: list[Row]) -> None:
    base = base_of(found)
    with TemporaryDirectory() as folder:
        base.save(Path(folder) / "kept")
        again = CaseBase.load(Path(folder) / "kept")
    assert [*again.precedents] == [*base.precedents]
    assert again.terms.columns.keys() == base.terms.columns.keys()
    for row in found:
        assert again.forces(without(row)) == base.forces(without(row))


def test_blocks_and_cells_change_nothing() -> None:
    """Many cases of many values, in blocks and cells, decide as a few do in one row each."""
    pick = random.Random(4)
    found: list[Row] = [
        {
            "x": pick.random(),
            "y": pick.randrange(1, 900),
            "z": pick.choice((0, 0, 0, 0.5, pick.random())),
            "f": pick.randrange(2),
            "Label": pick.randrange(2),
        }
        for _ in range(700)
    ]
    said = {"x": "ascending", "y": "descending", "z": "ascending", "f": "against"}
    base = CaseBase.from_table(of_rows(found), directions=said)
    orders = {
        word: sorted({row[word] for row in found}, reverse=way in ("descending", "against"))
        for word, way in said.items()
    }
    cases = plain.measured(found, orders, "Label")
    for width in (64, 512, index.WIDTH):
        blocked = in_blocks(base, width)
        for n in range(0, 700, 7):
            situation = base.precedents[n].own | base.precedents[n].met
            expected = {m for m, one in enumerate(cases) if plain.forces(one, cases[n].facts)}
            for between in (0, 1):  # a value that a case has, and one just below it
                near = {w: max(0, m - between * (w == "x")) for w, m in situation.items()}
                bits = blocked(near)
                if between:
                    lower = {w: v - 0.5 * (w == "x") for w, v in cases[n].facts.items()}
                    expected = {m for m, one in enumerate(cases) if plain.forces(one, lower)}
                assert {*index.positions(bits)} == expected


def in_blocks(base: CaseBase, width: int):  # type: ignore[no-untyped-def]
    """The forcing of a table laid in blocks of so many cases."""
    cases = base.precedents
    won = index.where(cases.won, bool)
    lost = ((1 << len(cases)) - 1) & ~won
    need = {word: won if side == "plaintiff" else lost for word, side in cases.sides.items()}
    starts = range(0, len(cases), width)
    blocks = [index.laid(cases.columns, need, won, s, min(s + width, len(cases))) for s in starts]

    def forcing(facts: Mapping[str, int]) -> int:
        order = blocks[0].order(facts)
        found = 0
        for block, start in zip(blocks, starts, strict=True):
            bits = block.forcing_by_half(facts, order)
            assert bits == block.forcing(facts, frozenset())
            found |= bits << start
        return found

    return forcing


# --- factors ------------------------------------------------------------------------------------


@st.composite
def bases(draw: st.DrawFn) -> tuple[Made, random.Random]:
    pick = random.Random(draw(st.integers(0, 2**32)))
    return made(pick), pick


def read(base: FactorBase, model: Model) -> CaseBase:
    return CaseBase(*parts(base, model))


def for_side(base: CaseBase, outcome: str) -> int:
    side = base.terms.side(outcome)
    return base.select(lambda p: p.side == side)


def strengthened(one: Made, asked: Mapping[str, int], side: str) -> Iterator[dict[str, int]]:
    for word, spec in one.base.factors.items():
        if spec.for_ == side and asked.get(word, 0) < spec.most:
            yield {**asked, word: asked.get(word, 0) + 1}


@given(bases())
@laws_hold
def test_forcing_is_monotone_in_support_and_antitone_in_opposition(
    drawn: tuple[Made, random.Random],
) -> None:
    """One more supporting factor, or a stronger one, loses nothing for its outcome and gains the
    other nothing."""
    one, _ = drawn
    base = read(one.base, one.model)
    for asked in one.asked:
        before = base.forcing(base.facts(asked), frozenset())
        for outcome, rival in (("pi", "delta"), ("delta", "pi")):
            for stronger in strengthened(one, asked, outcome):
                after = base.forcing(base.facts(stronger), frozenset())
                assert before & ~after & for_side(base, outcome) == 0
                assert after & ~before & for_side(base, rival) == 0


@given(bases())
@laws_hold
def test_one_more_case_unforces_nothing_while_the_base_stays_consistent(
    drawn: tuple[Made, random.Random],
) -> None:
    """What was forced stays forced; only a case in conflict turns it into forced both ways."""
    one, pick = drawn
    new = case(pick, one.base.factors, one.base.issues)
    larger = replace(one.base, cases={**one.base.cases, "new": new})
    few, more = read(one.base, one.model), read(larger, one.model)
    for asked in one.asked:
        before, after = few.outcomes(asked), more.outcomes(asked)
        for issue, outcome in before.items():
            if outcome.result == "forced":
                assert after[issue].result in ("forced", "conflicted")
                if after[issue].result == "forced":
                    assert after[issue].outcome == outcome.outcome
            assert {*outcome.by} <= {*after[issue].by}


@given(bases())
@laws_hold
def test_facts_of_a_case_forced_both_ways_mean_conflict(drawn: tuple[Made, random.Random]) -> None:
    """In a consistent base no case is forced the other way by another."""
    one, _ = drawn
    base = read(one.base, one.model)
    standing = base.standing()
    for at, conflicts in enumerate(standing.conflicts):
        if not conflicts:
            assert standing.against[at] == 0 or _same_case(base, standing.numbers[at])


def _same_case(base: CaseBase, n: int) -> bool:
    name = base.precedents[n].authority
    return sum(p.authority == name for p in base.precedents) > 1


@given(bases())
@laws_hold
def test_what_the_result_model_forces_the_reason_model_forces(
    drawn: tuple[Made, random.Random],
) -> None:
    """A case's whole facts are more than its reason asks."""
    one, _ = drawn
    plainly = replace(
        one.base,
        cases={
            name: replace(
                decided,
                decisions=tuple(
                    replace(
                        d,
                        breadth="reason",
                        # A reason that bears on the issue, as every stated reason should.
                        reason=tuple(
                            s
                            for s in d.reason
                            if d.on == "claim"
                            or d.on in (one.base.factors[s.factor].issues or one.base.issues)
                        ),
                    )
                    for d in decided.decisions
                ),
            )
            for name, decided in one.base.cases.items()
        },
    )
    result, reason = read(plainly, "result"), read(plainly, "reason")
    for asked in one.asked:
        situation = result.facts(asked)
        assert result.forcing(situation, frozenset()) & ~reason.forcing(situation, frozenset()) == 0
    assert {*result.conflicts()} <= {*reason.conflicts()}


@given(bases())
@laws_hold
def test_order_and_repetition_do_not_matter(drawn: tuple[Made, random.Random]) -> None:
    one, pick = drawn
    items = list(one.base.cases.items())
    pick.shuffle(items)
    again = {f"again-{name}": decided for name, decided in items[:2]}
    shuffled = replace(one.base, cases={**dict(items), **again})
    first, second = read(one.base, one.model), read(shuffled, one.model)

    def plainly(base: CaseBase, asked: Mapping[str, int]) -> dict[str, set[tuple[str, str]]]:
        return {
            issue: {
                (base.precedents[n].authority.removeprefix("again-"), label)
                for label, bits in outcome.by.items()
                for n in index.positions(bits)
            }
            for issue, outcome in base.outcomes(asked).items()
        }

    for asked in one.asked:
        assert plainly(first, asked) == plainly(second, asked)
    assert first.consistent() == second.consistent()


@given(bases(), st.lists(st.integers(1900, 1909), min_size=8, max_size=8))
@laws_hold
def test_restricting_dates_is_monotone(drawn: tuple[Made, random.Random], years: list[int]) -> None:
    """What counts on an earlier day counts later, where nothing is overruled; and the timeline says
    on each day what the law as of that day says."""
    one, _ = drawn
    dated = replace(
        one.base,
        cases={
            name: replace(decided, decided=Day.parse(f"{year}-06-01"))
            for (name, decided), year in zip(one.base.cases.items(), years, strict=False)
        },
    )
    base = read(dated, one.model)
    days = [Day.parse(f"{year}-06-0{d}") for year in range(1899, 1911) for d in (1, 2)]
    counting = [base.as_of(day) for day in days]
    assert all(a & ~b == 0 for a, b in pairwise(counting))
    for asked in one.asked:
        periods = base.timeline(asked)
        for day, among in zip(days, counting, strict=True):
            for issue, outcome in base.outcomes(asked, among=among).items():
                started = [
                    p.outcome
                    for p in periods
                    if p.outcome.issue == issue and (p.start is None or p.start.first <= day.first)
                ]
                assert started[-1] == outcome


@given(bases(), st.data())
@laws_hold
def test_an_overruled_case_counts_until_it_is_overruled(
    drawn: tuple[Made, random.Random], data: st.DataObject
) -> None:
    one, _ = drawn
    names = list(one.base.cases)
    gone = data.draw(st.sampled_from(names))
    dated = replace(
        one.base,
        cases={
            name: replace(
                decided,
                decided=Day.parse("1950-01-01"),
                overruled=Day.parse("1960-01-01") if name == gone else None,
            )
            for name, decided in one.base.cases.items()
        },
    )
    base = read(dated, one.model)
    own = base.select(lambda p: p.authority == gone)
    assert base.as_of(Day.parse("1950-01-01")) == 0
    assert base.as_of(Day.parse("1960-01-01")) == base.all
    assert base.as_of(Day.parse("1960-01-02")) == base.all & ~own == base.current


def test_a_made_up_situation_is_not_always_free() -> None:
    """The properties above are not empty."""
    pick = random.Random(2)
    results = {
        outcome.result
        for one in (made(pick) for _ in range(200))
        for asked in one.asked
        for outcome in read(one.base, one.model).outcomes(asked).values()
    }
    assert results == {"forced", "free", "conflicted"}
