"""What the base answers, on six invented opinions; the same from SQLite and PostgreSQL."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prong.base import citator, coverage, lookup
from prong.base.add import add
from prong.base.held import Opinion
from prong.base.store import Base
from prong.faults import FieldFault
from tests.base.conftest import OPINIONS

VOLUMES = itertools.count(1)


def one(base: Base, cite: str) -> Opinion:
    (found,) = lookup.by_citation(base, cite)
    return found


# Which decision


def test_two_writings_are_one_decision(filled: Base) -> None:
    alder = one(filled, "998 F. 3d 412")
    assert alder.caption == "Alder v. Birch"
    assert [(w.kind, w.author) for w in alder.writings] == [
        ("majority", "Larch"),
        ("dissent", "Medlar"),
    ]


def test_identity_comes_from_the_index_and_what_the_text_says_otherwise_is_remarked(
    filled: Base,
) -> None:
    juniper = one(filled, "611 F.3d 20")
    assert (juniper.court, juniper.docket, str(juniper.decided)) == (
        "ca9",
        "09-35002",
        "2010-07-07",
    )
    assert lookup.remarks(filled, juniper) == (
        "The index dates it 2010-07-07; the text 2010-07-06.",
    )


def test_a_slip_opinion_is_found_by_its_docket(filled: Base) -> None:
    (privet,) = lookup.by_docket(filled, "No. 22-1001", court="ca1")
    assert privet.caption == "Privet v. Quince"
    assert lookup.by_docket(filled, "22-1001", court="ca9") == ()


def test_many_citations_are_looked_up_at_once(filled: Base) -> None:
    found = lookup.by_citations(filled, ["998 F.3d 412", "611 F. 3d 20", "1 F.3d 2"])
    assert sorted(found) == ["611 F.3d 20", "998 F.3d 412"]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("Birch v. Alder", "the parties are reordered"),
        ("Alder vs. Birch", "written with vs."),
        ("Aldr v. Birch", "one party is misspelt"),
        ("ALDER, v. BIRCH, Warden", "in capitals, with a title"),
    ],
)
def test_the_nearest_name_is_found(filled: Base, asked: str, why: str) -> None:
    assert lookup.by_name(filled, asked)[0].opinion.caption == "Alder v. Birch", why


def test_a_name_is_sought_within_a_court_and_a_year(filled: Base) -> None:
    assert lookup.by_name(filled, "Alder v. Birch", year=2020) == ()
    assert lookup.by_name(filled, "Alder v. Birch", court="ca9", year=2021)[0].score == 100


def test_what_is_not_held_is_attested_by_those_that_cite_it(filled: Base) -> None:
    (elm,) = citator.attested(filled, "801 F.3d 50")
    assert (elm.name, elm.court, elm.year, elm.decisions) == ("Elm v. Fir", "ca7", 2015, 2)
    assert citator.attested(filled, "802 F.3d 50") == ()


def test_what_is_not_held_is_attested_under_a_near_name(filled: Base) -> None:
    (elm,) = citator.attested_by_name(filled, "Elm v. Firr")
    assert (elm.cite, elm.decisions) == ("801 F.3d 50", 2)
    assert citator.attested_by_name(filled, "Elmo v. Fir") == ()


# Which pages


@pytest.mark.parametrize(
    ("cite", "state", "why"),
    [
        ("998 F.3d 412", "held", "Alder begins there"),
        ("998 F.3d 415", "nothing-begins-there", "Alder's opinion fills it"),
        ("998 F.3d 418", "nothing-begins-there", "between Alder's opinion and its dissent"),
        ("998 F.3d 420", "held", "the page on which the dissent ends, and Nettle begins"),
        ("998 F.3d 421", "nothing-begins-there", "Nettle fills it"),
        ("998 F.3d 422", "not-covered", "Nettle's last page: another may begin on it"),
        ("998 F.3d 411", "not-covered", "before the first held"),
        ("999 F.3d 415", "not-covered", "another volume"),
        ("998 F.2d 415", "not-covered", "another series"),
    ],
)
def test_coverage(filled: Base, cite: str, state: str, why: str) -> None:
    assert coverage.at(filled, cite).state == state, why


def test_coverage_says_what_stands_there(filled: Base) -> None:
    (stands,) = coverage.at(filled, "998 F.3d 415").stands
    assert stands.caption == "Alder v. Birch"


def test_what_is_no_citation_is_refused(filled: Base) -> None:
    with pytest.raises(FieldFault, match="no citation"):
        coverage.at(filled, "Alder v. Birch")


def test_volumes_tell_the_runs_of_pages_known(filled: Base) -> None:
    volume = next(v for v in coverage.volumes(filled, "F.3d") if v.volume == "998")
    assert (volume.decisions, volume.runs, volume.first, volume.last) == (
        2,
        ((412, 421),),
        412,
        422,
    )


# Which words


def test_a_page_is_read(filled: Base) -> None:
    alder = one(filled, "998 F.3d 412")
    (passage,) = lookup.page(filled, alder, "F.3d", "414")
    assert passage.text.strip().startswith("We decline to follow Elm")
    (first,) = lookup.page(filled, alder, "F.3d", "412")
    assert "the water took her orchids" in first.text


@pytest.mark.parametrize(
    "words",
    [
        "An old orchid is an orchid still.",
        "An  old\norchid is an orchid still.",
        'The rule is "beyond debate," and has been',
    ],
)
def test_a_quotation_is_found_whatever_its_marks_and_white_space(filled: Base, words: str) -> None:
    assert lookup.quotation(filled, words, one(filled, "998 F.3d 412"))


def test_a_quotation_is_found_anywhere_with_its_page(filled: Base) -> None:
    found = lookup.quotation(filled, "An old orchid is an orchid still.")
    assert sorted((p.opinion.caption, p.pages["F.3d"]) for p in found) == [
        ("Alder v. Birch", ("415", "415")),
        ("Juniper v. Kale", ("22", "22")),
    ]


def test_a_changed_word_is_not_found(filled: Base) -> None:
    assert lookup.quotation(filled, "An old orchid was an orchid still.") == ()


# What befell it


def treated(base: Base, cite: str) -> set[tuple[str, str, str, str]]:
    return {(t.kind, t.weight, t.extent, t.by) for t in citator.treatments(base, cite)}


@pytest.mark.parametrize(
    ("cite", "expected", "why"),
    [
        (
            "700 F.2d 100",
            {
                ("overruled", "stated", "in-part", "self"),
                ("abrogated", "stated", "whole", "another"),
            },
            "Alder overrules it to an extent, and Privet says that Alder abrogated it",
        ),
        (
            "801 F.3d 50",
            {
                ("not-followed", "stated", "whole", "self"),
                ("reversed", "stated", "other-grounds", "another"),
            },
            "a sentence of Alder, and a history clause of Privet",
        ),
        (
            "500 F.3d 1",
            {("doubted", "signal", "whole", "self"), ("overruled", "stated", "whole", "another")},
            "not by Alder's court, which was not asked to; tension is only a signal",
        ),
        (
            "640 F.3d 9",
            {("distinguished", "stated", "whole", "self"), ("doubted", "signal", "whole", "self")},
            "Alder says that it does not overrule it; Privet cites it with but see",
        ),
        (
            "611 F.3d 20",
            {("doubted", "signal", "whole", "another")},
            "never overruled, says Privet; but see Gorse",
        ),
        ("998 F.3d 412", {("followed", "stated", "whole", "self")}, "it controls in Nettle"),
    ],
)
def test_treatment(filled: Base, cite: str, expected: set[object], why: str) -> None:
    assert treated(filled, cite) == expected, why


@pytest.mark.parametrize(
    ("says", "expected", "why"),
    [
        ("We overrule Rue v. Sage, 601 F.3d 7.", {("overruled", "self")}, "the court does it"),
        ("We decline to overrule Rue v. Sage, 601 F.3d 7.", set(), "denied"),
        ("If the premise held, Rue v. Sage, 601 F.3d 7, was wrongly decided.", set(), "supposed"),
        ("Plaintiff asks us to overrule Rue v. Sage, 601 F.3d 7.", set(), "asked for"),
        ("Overruling Rue v. Sage, 601 F.3d 7, would unsettle much.", set(), "supposed"),
        ("The statute overruled Rue v. Sage, 601 F.3d 7.", {("superseded", "unsaid")}, "a statute"),
        ("In Teasel v. Vetch, 602 F.3d 1, the court overruled Rue v. Sage, 601 F.3d 7.",
         {("overruled", "another")}, "the decision named before"),
        ("Rue v. Sage, 601 F.3d 7, overruled by Teasel v. Vetch, 602 F.3d 1.",
         {("overruled", "another")}, "the decision named after"),
        ("See Teasel v. Vetch, 602 F.3d 1 (declining to follow Rue v. Sage, 601 F.3d 7).",
         {("not-followed", "another")}, "the decision whose parenthetical it is"),
        ("We decline to extend Rue v. Sage, 601 F.3d 7.", {("not-extended", "self")}, "no wider"),
        ("That does not follow from Rue v. Sage, 601 F.3d 7.", set(), "logic, not precedent"),
        ("That is hard to square with Rue v. Sage, 601 F.3d 7.", {("doubted", "self")}, "a signal"),
        ("Nothing here casts doubt on Rue v. Sage, 601 F.3d 7.", set(), "denied"),
        ("We adhere to Rue v. Sage, 601 F.3d 7.", {("followed", "self")}, "followed"),
        ("Rue v. Sage, 601 F.3d 7, is inapposite.", {("distinguished", "self")}, "set apart"),
    ],
)  # fmt: skip
def test_what_a_sentence_says(says: str, expected: set[tuple[str, str]], why: str) -> None:
    from prong.base.treatment import treatments
    from prong.read.reading import read_text

    reading = read_text(f"The gate was shut. {says} The judgment is affirmed.")
    found = {
        (t.kind, t.by)
        for t in treatments(reading)
        if reading.authority(t.treated).cite == "601 F.3d 7" and t.kind != "described"
    }
    assert found == expected, why


def test_treatment_keeps_who_says_it_and_the_passage(filled: Base) -> None:
    overruled = next(t for t in citator.treatments(filled, "700 F.2d 100") if t.kind == "overruled")
    assert overruled.said_by.caption == "Alder v. Birch"
    assert overruled.writing is not None and overruled.writing.kind == "majority"
    assert overruled.passage == "To that extent we overrule Cedar v. Dogwood, 700 F.2d 100."
    tension = next(t for t in citator.treatments(filled, "500 F.3d 1") if t.kind == "doubted")
    assert tension.writing is not None and tension.writing.kind == "dissent"


def test_history_is_what_history_clauses_state(filled: Base) -> None:
    (reversed_,) = citator.history(filled, "801 F.3d 50")
    assert (reversed_.kind, reversed_.by_cite, reversed_.by_year) == (
        "reversed",
        "580 U.S. 1",
        2017,
    )


def test_who_cites_it_and_how_often(filled: Base) -> None:
    juniper = one(filled, "611 F.3d 20")
    assert {(c.opinion.caption, c.signal) for c in citator.cited_by(filled, juniper)} == {
        ("Alder v. Birch", None),
        ("Privet v. Quince", None),
    }
    citing = citator.cited_by(filled, one(filled, "998 F.3d 412"))
    assert {c.opinion.caption: c.depth for c in citing}["Nettle v. Oak"] == 2


def test_the_order_of_adding_makes_no_difference(empty: Base, filled: Base) -> None:
    for path in sorted(OPINIONS.glob("*.txt"), reverse=True):
        add(empty, [path])
    for cite in ("998 F.3d 412", "700 F.2d 100", "611 F.3d 20"):
        mine = {(c.opinion.caption, c.depth) for c in citator.cited_by(empty, one(empty, cite))}
        theirs = {(c.opinion.caption, c.depth) for c in citator.cited_by(filled, one(filled, cite))}
        assert {depth for _, depth in mine} == {depth for _, depth in theirs}
        assert treated(empty, cite) == treated(filled, cite)


# Identity


def held(base: Base, *cites: str, docket: str = "Nos. 08-2319 & 08-2320") -> int:
    from prong.base.drawn import Identity
    from prong.base.keep import decision
    from prong.cite.identity import parse
    from prong.dates import Day

    made = tuple(c for text in cites if (c := parse(text)))
    who = Identity("Rue v. Sage", "ca1", docket, Day.parse("2010-06-21"), made)
    with base.write() as connection:
        return decision(connection, who)[0]


def test_each_number_of_a_docket_finds_the_decision(empty: Base) -> None:
    held(empty)
    for number in ("08-2319", "No. 08-2320"):
        assert [o.caption for o in lookup.by_docket(empty, number)] == ["Rue v. Sage"]
    assert lookup.by_docket(empty, "08-23") == ()


def test_one_docket_may_have_two_dispositions_of_one_day(empty: Base) -> None:
    first = held(empty, "610 F.3d 756")
    assert held(empty) == first, "a source that gives no citation"
    assert held(empty, "610 F.3d 756", "2010 WL 1") == first
    assert held(empty, "610 F.3d 900") != first


def test_a_page_not_yet_known_is_no_citation(empty: Base) -> None:
    number = held(empty, "600 U.S. ___")
    assert lookup.by_id(empty, [number])[number].cites == ()
    assert lookup.by_citation(empty, "600 U.S. ––––") == ()


# The law of coverage


_DECISIONS = st.lists(
    st.tuples(st.integers(1, 40), st.one_of(st.none(), st.integers(0, 12))), min_size=1, max_size=6
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(decisions=_DECISIONS)
def test_nothing_begins_only_strictly_within_a_decision(
    any_base: Base, decisions: list[tuple[int, int | None]]
) -> None:
    """Against the definition: a page is proved empty exactly if some decision begins before it and
    ends after it, and none begins on it."""
    from prong.base.drawn import Identity
    from prong.base.keep import decision, spans
    from prong.cite.identity import Cite

    volume = str(next(VOLUMES))
    with any_base.write() as connection:
        for n, (first, more) in enumerate(decisions):
            who = Identity(
                f"{'abcdef'[n] * 9} v. {'ghijkl'[n] * 9}", None, None, None,
                (Cite(volume, "F.3d", str(first)),),
            )  # fmt: skip
            number, _ = decision(connection, who)
            if more is not None:
                spans(connection, number, {str(who.cites[0]): first + more})
    begins = {first for first, _ in decisions}
    for page in range(1, 55):
        within = any(more is not None and first < page < first + more for first, more in decisions)
        expected = "held" if page in begins else "nothing-begins-there" if within else "not-covered"
        assert coverage.at(any_base, f"{volume} F.3d {page}").state == expected, page
    (held_,) = [v for v in coverage.volumes(any_base, "F.3d") if v.volume == volume]
    known = {page for a, b in held_.runs for page in range(a, b + 1)}
    assert known == begins | {
        page for first, more in decisions if more is not None for page in range(first, first + more)
    }
    assert held_.pages == len(known)
