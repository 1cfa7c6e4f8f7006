"""The laws of precedential constraint, on made-up law: kernel, comparison and ladder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from prong.dates import Day
from prong.decide.constraint import CaseBase, compare
from prong.decide.ladder import ladder, rung
from prong.decide.precedents import Entry
from prong.law.authorities import Authority, Breadth, Holding
from prong.law.coding import Coded
from prong.law.factors import Factor, Side, other
from tests.decide.definition import (
    Decided,
    all_facts,
    covered,
    forces,
    grade,
    height,
    lowest_level,
    opposing,
    particulars,
    reached,
)
from tests.decide.strategies import (
    ISSUES,
    MOST,
    Facing,
    SmallLaw,
    facing,
    laws,
    make_holding,
    precedent_of,
)

laws_hold = settings(deadline=None, max_examples=100)


def forcing(case: Facing) -> int:
    return case.law.base.forcing(case.facts, case.scope)


def for_side(law: SmallLaw, side: Side) -> int:
    return law.base.select(lambda p: p.side == side)


def strengthened(case: Facing, side: Side) -> Iterator[dict[str, int]]:
    """The facts with one factor for a side added, or made one step stronger."""
    for word, factor in case.law.spec.items():
        most = MOST if factor.scale else 1
        magnitude = case.facts.get(word, 0) + 1
        if factor.side == side and magnitude <= most:
            yield {**case.facts, word: magnitude}


# --- what forces --------------------------------------------------------------------------------


@given(facing())
@laws_hold
def test_the_kernel_is_the_definition(case: Facing) -> None:
    """A holding's bit is set exactly when it forces its side by the words of the design."""
    law = case.law
    expected = [forces(h, case.facts, case.scope, law.spec) for h in law.holdings]
    assert [bool(forcing(case) >> n & 1) for n in range(len(law.holdings))] == expected


@given(facing())
@laws_hold
def test_the_comparison_decides_as_the_kernel_does(case: Facing) -> None:
    """Laid side by side with the facts one by one, the same holdings force as in one query."""
    law = case.law
    alone = [compare(p, case.facts, case.scope, law.factors).forces for p in law.precedents]
    assert alone == [bool(forcing(case) >> n & 1) for n in range(len(law.precedents))]


@given(facing())
@laws_hold
def test_nothing_differs_exactly_when_a_holding_forces(case: Facing) -> None:
    """A holding on particulars forces if and only if the comparison counts no difference."""
    for p in case.law.precedents:
        comparison = case.law.base.compare(p, case.facts, case.scope)
        assert comparison.forces == (comparison.differences == 0 and p.stated_at == 0)


@given(laws())
@laws_hold
def test_a_holding_on_particulars_decides_its_own_case_again(law: SmallLaw) -> None:
    """On exactly its own facts and scope a holding forces, whatever its breadth."""
    for h, p in zip(law.holdings, law.precedents, strict=True):
        if h.stated_at == 0:
            again = CaseBase([p], law.factors).forcing(all_facts(h), h.scope)
            assert again == 1


@given(facing())
@laws_hold
def test_a_narrower_breadth_forces_less(case: Facing) -> None:
    """What a holding limited to its facts forces, its reason forces; and what that, a rule."""
    law = case.law
    breadths: tuple[Breadth, ...] = ("facts-only", "reason", "rule")
    for h in law.holdings:
        as_broad = (precedent_of(replace(h, breadth=breadth), law.factors) for breadth in breadths)
        narrow, middle, broad = (
            bool(CaseBase([p], law.factors).forcing(case.facts, case.scope)) for p in as_broad
        )
        assert narrow <= middle <= broad


@given(facing())
@laws_hold
def test_facts_for_a_side_help_that_side_only(case: Facing) -> None:
    """Adding or strengthening a fact keeps what is forced for its side and adds nothing for the
    other: the argument a fortiori."""
    law, before = case.law, forcing(case)
    sides: tuple[Side, ...] = ("plaintiff", "officer")
    for side in sides:
        for stronger in strengthened(case, side):
            after = law.base.forcing(stronger, case.scope)
            assert before & ~after & for_side(law, side) == 0, "lost for the side it favours"
            assert after & ~before & for_side(law, other(side)) == 0, "gained for the other"


@given(facing())
@laws_hold
def test_fewer_scope_terms_never_force_more(case: Facing) -> None:
    """A holding that does not force in a kind of case does not force where less is known of it."""
    for term in case.scope:
        narrower = case.law.base.forcing(case.facts, case.scope - {term})
        assert narrower & ~forcing(case) == 0


@given(facing())
@laws_hold
def test_conclusions_and_what_came_after_change_nothing(case: Facing) -> None:
    """Facts that are not particulars neither force nor distinguish."""
    only = particulars(case.facts, case.law.spec)
    assert case.law.base.forcing(only, case.scope) == forcing(case)


# --- the holdings together ----------------------------------------------------------------------


@given(facing(), st.data())
@laws_hold
def test_the_order_of_the_holdings_does_not_matter(case: Facing, data: st.DataObject) -> None:
    """Holdings decide alike in any order, and as often as they are repeated."""
    law = case.law
    order = data.draw(st.permutations(range(len(law.precedents))))
    order += data.draw(st.lists(st.sampled_from(range(len(law.precedents))), max_size=3))
    shuffled = CaseBase((law.precedents[n] for n in order), law.factors)
    bits = shuffled.forcing(case.facts, case.scope)
    assert [bits >> at & 1 for at in range(len(order))] == [forcing(case) >> n & 1 for n in order]


@given(facing(), st.data())
@laws_hold
def test_one_more_holding_leaves_the_others_as_they_were(case: Facing, data: st.DataObject) -> None:
    """A new holding sets or clears its own bit and no other."""
    law = case.law
    new = make_holding(lambda bound: data.draw(st.integers(0, bound - 1)), law.spec)
    more = CaseBase([*law.precedents, precedent_of(new, law.factors)], law.factors)
    bits = more.forcing(case.facts, case.scope)
    assert bits & law.base.all == forcing(case)
    assert bool(bits >> len(law.precedents)) == forces(new, case.facts, case.scope, law.spec)


@given(facing(), st.integers(min_value=0, max_value=31))
@laws_hold
def test_only_the_holdings_that_count_are_asked(case: Facing, among: int) -> None:
    """Law as of a day, or of a forum, is a mask: it picks from the same answer."""
    assert case.law.base.forcing(case.facts, case.scope, among) == forcing(case) & among
    chosen = case.law.base.chosen(among)
    assert [*chosen] == [p for n, p in enumerate(case.law.precedents) if among >> n & 1]


# --- distinctions -------------------------------------------------------------------------------


@given(facing())
@laws_hold
def test_every_opposing_factor_is_a_distinction_and_bars_unless_met(case: Facing) -> None:
    """A distinction is an opposing particular on the holding's issues; it keeps the holding from
    forcing unless the decided case met it, or the holding announced a rule."""
    law = case.law
    for h, p in zip(law.holdings, law.precedents, strict=True):
        found = {d.factor: d for d in compare(p, case.facts, case.scope, law.factors).distinctions}
        against = opposing(h, case.facts, law.spec)
        assert found.keys() == against.keys()
        for word, magnitude in against.items():
            met = covered(h, word, magnitude, law.spec)
            assert found[word].bars == (not met and h.breadth != "rule")
            assert (found[word].grade == "untested") == (not met)


REJECTED_A_WEAKER_ONE = Facing(
    SmallLaw(
        {
            "begged": Factor(says="", side="plaintiff", issues=("danger",), doctrine="d"),
            "provoked": Factor(says="", side="officer", doctrine="d"),
            "insulted": Factor(
                says="",
                side="officer",
                issues=("danger",),
                parents=("provoked",),
                scale="provocation",
                doctrine="d",
            ),
            "threatened": Factor(
                says="",
                side="officer",
                issues=("danger",),
                parents=("provoked",),
                scale="provocation",
                doctrine="d",
            ),
        },
        (
            Decided(
                side="plaintiff",
                doctrine="d",
                issues=frozenset(ISSUES),
                breadth="reason",
                scope=frozenset(),
                reason={"begged": 1},
                despite={"insulted": 1},
                facts={"threatened": 3},
            ),
        ),
    ),
    {"begged": 1, "threatened": 3},
    frozenset(),
)


@given(facing())
@example(REJECTED_A_WEAKER_ONE)
@laws_hold
def test_a_distinction_is_graded_by_what_covers_it(case: Facing) -> None:
    """Despite: the decided case met it, or a sibling as strong, and rejected it; recited: it was
    present and not discussed; untested: it is new."""
    law = case.law
    for h, p in zip(law.holdings, law.precedents, strict=True):
        for found in compare(p, case.facts, case.scope, law.factors).distinctions:
            expected = grade(h, found.factor, case.facts[found.factor], law.spec)
            assert found.grade == expected


@given(facing())
@laws_hold
def test_what_the_reason_asks_is_shared_or_missing(case: Facing) -> None:
    """Each factor of the reason is shared, or missing, and then weaker if it is there at all."""
    for h, p in zip(case.law.holdings, case.law.precedents, strict=True):
        found = compare(p, case.facts, case.scope, case.law.factors)
        enough = {f for f, least in h.reason.items() if case.facts.get(f, 0) >= least}
        assert {*found.shared} == enough
        assert {*found.missing} == h.reason.keys() - enough
        assert {*found.weaker} == {*found.missing} & case.facts.keys()
        assert {*found.scope_missing} == h.scope - case.scope


# --- the ladder of generality -------------------------------------------------------------------

SOMEONE = Authority(
    authority="Doe v. Roe",
    citation="1 F.4th 1",
    court="ca9",
    decided=Day.parse("2000-01-01"),
    coded=Coded(from_="text"),
)


def entries(law: SmallLaw) -> list[Entry]:
    """The holdings as the ladder takes them, all of one authority."""
    part = Holding(id="holding", doctrine="d", for_="plaintiff", reason=(), says="")
    return [Entry(p, SOMEONE, part) for p in law.precedents]


@given(facing())
@laws_hold
def test_the_ladder_is_the_definition(case: Facing) -> None:
    """A holding's rung is the lowest level at which its reason, stated more generally, is met."""
    law, ours = case.law, particulars(case.facts, case.law.spec)
    assert law.factors.height == height(law.spec)
    expected = [lowest_level(h, ours, case.scope, law.spec) for h in law.holdings]
    rungs = [rung(e, ours, case.scope, law.factors) for e in entries(law)]
    assert [r and r.level for r in rungs] == expected
    lowest = ladder(entries(law), ours, case.scope, law.factors)
    assert lowest.level == min((n for n in expected if n is not None), default=None)
    assert len(lowest.by) == sum(n is not None and n == lowest.level for n in expected)


@given(facing())
@laws_hold
def test_what_is_reached_is_reached_more_generally(case: Facing) -> None:
    """Once a holding reaches the facts at a level, it reaches them at every level above."""
    law = case.law
    for h in law.holdings:
        levels = range(height(law.spec) + 2)
        climb = [reached(h, case.facts, case.scope, n, law.spec) for n in levels]
        assert climb == sorted(climb)


@given(facing())
@laws_hold
def test_what_forces_is_reached_at_level_0(case: Facing) -> None:
    """The particulars come first: a holding that forces needs no generality."""
    law, ours = case.law, particulars(case.facts, case.law.spec)
    for n, entry in enumerate(entries(law)):
        found = rung(entry, ours, case.scope, law.factors)
        if forcing(case) >> n & 1:
            assert found is not None
            assert found.level == 0
        if found is not None and found.level == 0 and entry.precedent.breadth == "rule":
            assert forcing(case) >> n & 1, "for a rule condition (1) is all there is"


@given(facing())
@laws_hold
def test_each_step_of_a_rung_goes_through_a_common_ancestor(case: Facing) -> None:
    """A step names a fact for the holding's side and the general factor that both state."""
    law, ours = case.law, particulars(case.facts, case.law.spec)
    for entry in entries(law):
        found = rung(entry, ours, case.scope, law.factors)
        for step in found.steps if found else ():
            assert step.by in ours
            assert law.spec[step.by].side == entry.precedent.side
            for end in (step.factor, step.by):
                assert step.through in law.factors.within(end, found.level if found else 0)
        if found:
            assert [s.factor for s in found.steps] == [*entry.precedent.reason]
