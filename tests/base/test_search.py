"""Search: words, phrases, filters; the same set from SQLite and PostgreSQL."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prong.base.search import excerpts, parse, search
from prong.base.store import Base
from prong.base.words import aligned, fold, vector, words
from prong.faults import FieldFault


def found(base: Base, asked: str) -> set[tuple[str, str]]:
    return {(h.opinion.caption, h.writing.kind) for h in search(base, asked).hits}


ALDER, DISSENT = ("Alder v. Birch", "majority"), ("Alder v. Birch", "dissent")
CEDAR, JUNIPER = ("Cedar v. Dogwood", "majority"), ("Juniper v. Kale", "majority")
NETTLE, PRIVET = ("Nettle v. Oak", "majority"), ("Privet v. Quince", "majority")


@pytest.mark.parametrize(
    ("asked", "expected", "why"),
    [
        ("orchid", {ALDER, JUNIPER}, "a word"),
        ("ORCHID still", {ALDER, JUNIPER}, "words in any case, all of them"),
        ('"orchid still"', {ALDER, JUNIPER}, "a phrase"),
        ('"orchid an"', set(), "the words stand, but not so"),
        ("“beyond debate”", {ALDER}, "curly marks"),
        ("orchid -malice", {JUNIPER}, "a word unwanted"),
        ("orchid -\"old orchid is worth\"", {ALDER}, "a phrase unwanted"),
        ("gate court:ca9", {ALDER, DISSENT, CEDAR}, "of one court"),
        ("gate court:ca9 court:ca1", {ALDER, DISSENT, CEDAR, PRIVET}, "of either court"),
        ("gate before:2021-05-03", {CEDAR}, "strictly before"),
        ("warden before:2021", {CEDAR, JUNIPER}, "before a year"),
        ("gate after:2021-05-03", {PRIVET}, "strictly after"),
        ('cites:"998 F.3d 412"', {NETTLE, PRIVET}, "a filter alone"),
        ('gate cites:"998 F. 3d 412"', {PRIVET}, "words and a filter"),
        ('cites:"801 F.3d 50"', {ALDER, PRIVET}, "what is not held can be cited"),
        ("status:published -orchid", {CEDAR, DISSENT, NETTLE}, "an unwanted word and a filter"),
        ("20-15777", {NETTLE}, "a docket of the heading"),
        ("Juniper", {ALDER, JUNIPER, PRIVET}, "a name of the heading or the text"),
        ("§ 1871", set(), "a sign is no word, and the number is not there"),
    ],
)  # fmt: skip
def test_what_is_found(filled: Base, asked: str, expected: set[object], why: str) -> None:
    assert found(filled, asked) == expected, why


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ("gate cuort:ca9", "no such filter"),
        ("gate before:May", "takes a date"),
        ("gate cites:Alder", "takes a citation"),
        ('""', "nothing to look for"),
    ],
)
def test_what_is_refused(asked: str, fault: str) -> None:
    with pytest.raises(FieldFault, match=fault):
        parse(asked)


def test_passages_mark_what_was_asked_for(filled: Base) -> None:
    hit = next(h for h in search(filled, '"old orchid" still').hits if h.opinion.caption == JUNIPER[0])
    (excerpt,) = hit.excerpts
    marked = {excerpt.text[a:b].lower() for a, b in excerpt.marks}
    assert marked == {"old orchid", "still"}
    assert excerpt.page is not None and excerpt.page.startswith("F.3d ")


def test_the_limit_leaves_the_count(filled: Base) -> None:
    made = search(filled, "warden", limit=1)
    assert (len(made.hits), made.texts) == (1, 5)


def test_the_heading_weighs_more(filled: Base) -> None:
    assert search(filled, "Juniper").hits[0].opinion.caption == JUNIPER[0]


def test_a_crowded_text_is_searched_to_its_end(empty: Base) -> None:
    """A vector of PostgreSQL does not hold every place of a word: the phrase at the end is found."""
    from prong.base.drawn import Identity, Writing
    from prong.base.keep import decision, write

    long = "the gate of the garden " * 5000 + "the heron of the lake at MARTÍNEZ’s mill"
    with empty.write() as connection:
        who = Identity("Long v. Short", None, None, None, ())
        number, _ = decision(connection, who)
        write(connection, number, who, Writing("opinion", None, long))
    assert search(empty, '"heron of the lake"').texts == 1
    assert search(empty, '"heron of the garden"').texts == 0
    assert search(empty, '"the heron"').texts == 1
    assert search(empty, '"at Martinez"').texts == 1


def test_the_last_place_of_an_uncrowded_vector_is_true() -> None:
    assert vector("", "a b").written == "'a':11 'b':12"
    assert vector("", "a " * 255).crowded is False
    assert vector("", "a " * 256).crowded is True


@given(st.text())
def test_folding_letter_by_letter_keeps_every_offset(text: str) -> None:
    assert len(aligned(text)) == len(text)


@given(st.text(alphabet=st.characters(codec="latin-1")))
def test_words_of_a_folded_text_are_those_of_the_text(text: str) -> None:
    assert words(fold(text)) == words(text)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["gate", "Gate", "flood", "—", "the", "old\norchid", "x"])))
def test_every_mark_of_an_excerpt_is_of_a_wanted_word(parts: list[str]) -> None:
    for excerpt in excerpts(" ".join(parts), [("gate",), ("old", "orchid")]):
        assert excerpt.marks
        for a, b in excerpt.marks:
            assert words(excerpt.text[a:b]) in (["gate"], ["old", "orchid"])


_LETTERS = st.text(
    alphabet=st.sampled_from("abÉéñÖßIiŁ19½²_'’.-§ \n"), min_size=1, max_size=40
)


@settings(max_examples=60, deadline=None)
@given(_LETTERS)
def test_both_databases_know_a_text_by_the_same_words(text: str) -> None:
    """What FTS5 makes of a text are the words that PostgreSQL is handed."""
    import sqlite3

    connection = sqlite3.connect(":memory:")
    connection.execute('CREATE VIRTUAL TABLE t USING fts5(x, tokenize="unicode61 remove_diacritics 2")')
    connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, row)")
    connection.execute("INSERT INTO t VALUES (?)", (text,))
    known = {row[0] for row in connection.execute("SELECT term FROM v")}
    connection.close()
    assert known == set(words(text))
