"""A quotation against a text: what is honoured, what is a difference, and how it is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prong.check.words import Body, found, nearest, out_of_order, quote

TEXT = (
    "The gate was locked at dusk. “[N]o reasonable warden,” 1 F.3d at 2, would think that a gate may be"
    " locked on a person whom the water is reaching.5 She did not know of the flood; the keeper’s log,"
    " which was kept in the tool-shed, said nothing. The orchids were old. An old orchid is an orchid still,"
    " and its owner may be heard on what it was worth."
)


def stands(words: str) -> bool:
    return bool(found(Body(TEXT), quote(words)))


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("“An old orchid is an orchid still”", "word for word"),
        ("“an old orchid is an orchid still.”", "a capital and a period"),
        ("“[a]n old orchid is an orchid still”", "a letter in brackets"),
        ("“[She] did not know of the flood”", "a word in brackets"),
        ("“the [keeper’s record], which was kept in the tool shed”", "other words, and a hyphen"),
        ("“An old orchid . . . may be heard”", "an ellipsis"),
        ("“The orchids were old. . . . [I]ts owner may be heard”", "an ellipsis after a sentence"),
        ("“No reasonable warden,” 1 F.3d at 2, “would think”", "brackets of the text itself"),
        ("“She [sic] did not know”", "a sic"),
        ("“own[s] . . . what it was worth”", "an ending changed"),
        ("“whom the water is reaching. She did not know”", "the call of a footnote passed over"),
    ],
)  # fmt: skip
def test_what_is_marked_is_honoured(words: str, why: str) -> None:
    near = nearest(Body(TEXT), quote(words), citations_out=False)
    assert stands(words) or (near is not None and not near.changes), why


@pytest.mark.parametrize(
    ("words", "brief", "opinion"),
    [
        ("“An old orchid is a flower still, and its owner may be heard”", "a flower", "an orchid"),
        ("“She did know of the flood”", "", "not"),
        ("“An old and fine orchid is an orchid still”", "and fine", ""),
        ("“the keeper’s log said nothing”", "", "which was kept in the tool-shed"),
    ],
)
def test_what_is_not_marked_is_shown_word_by_word(words: str, brief: str, opinion: str) -> None:
    assert not stands(words)
    near = nearest(Body(TEXT), quote(words), citations_out=False)
    assert near is not None and not near.merged
    assert [(c.brief, c.opinion.strip(",; ")) for c in near.changes] == [(brief, opinion)]


def test_a_citation_may_go_where_the_brief_says_so() -> None:
    words = quote("“No reasonable warden would think that a gate may be locked”")
    kept = nearest(Body(TEXT), words, citations_out=False)
    left = nearest(Body(TEXT), words, citations_out=True)
    assert kept is not None and kept.changes
    assert left is not None and not left.changes


def test_two_passages_joined_are_called_that() -> None:
    near = nearest(
        Body(TEXT),
        quote("“The gate was locked at dusk and its owner may be heard on what it was worth”"),
        citations_out=False,
    )
    assert near is not None and near.merged


def test_parts_out_of_order_are_seen() -> None:
    words = quote("“An old orchid is an orchid still . . . The gate was locked”")
    assert not found(Body(TEXT), words)
    assert out_of_order(Body(TEXT), words)


def test_what_is_not_there_is_not_near() -> None:
    words = quote("“Every steward owned the barrels in that vault by ancient custom”")
    assert nearest(Body(TEXT), words, citations_out=False) is None


@given(
    st.integers(0, 40),
    st.integers(4, 20),
    st.sampled_from(["“{}”", '"{}"', "‘{}’", "{}", "“{} . . . .”"]),
)
def test_any_stretch_of_a_text_stands_in_it(first: int, length: int, marks: str) -> None:
    words = TEXT.replace("[N]o", "No").split()[first : first + length]
    if len(words) >= 4:
        assert stands(marks.format(" ".join(words)))


@given(st.text(alphabet="ab [].…“”*'", max_size=80))
def test_any_text_can_be_a_quotation(words: str) -> None:
    body = Body(TEXT)
    quoted = quote(words)
    found(body, quoted)
    nearest(body, quoted, citations_out=True)
