"""Words compared whatever their marks, dashes and white space."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prong.base.wording import Plain, places, plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the “gate”", 'the "gate"'),
        ("the ``gate''", 'the "gate"'),
        ("the warden’s", "the warden's"),
        ("two interests—the need", "two interests–– the need"),
        ("two interests -- the need", "two interests — the need"),
        ("two interests - the need", "two interests—the need"),
        ("pages 10–12", "pages 10-12"),
        ("a\n  gate\u00a0shut", "a gate shut"),
        ("the gar\u00adden", "the garden"),
        ("wait … there", "wait ... there"),
    ],
)
def test_forms_that_are_the_same(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a gate", "the gate"),
        ("a gate", "A gate"),
        ("re-sign", "resign"),
        ("gate shut", "gateshut"),
        ("10-12", "10--12"),
    ],
)
def test_forms_that_are_not(one: str, other: str) -> None:
    assert plain(one) != plain(other)


_TEXT = st.text(alphabet=st.sampled_from("ab'“”’‘—–- \n…\u00ad."), max_size=40)


@given(_TEXT, _TEXT, _TEXT)
def test_what_is_found_stands_there(before: str, words: str, after: str) -> None:
    """Every place found reads, in its plain form, as what was sought."""
    for start, end in places(before + words + after, words):
        assert 0 <= start < end <= len(before + words + after)
        assert plain(words).strip("-") in plain((before + words + after)[start:end])


@given(st.text(alphabet=st.sampled_from("abc “”\n"), max_size=30), st.integers(0, 20), st.integers(1, 9))
def test_every_stretch_of_words_is_found(text: str, start: int, length: int) -> None:
    words = text[start : start + length].strip()
    if words:
        assert any(text[a:b].split() == words.split() for a, b in places(text, words))


@given(_TEXT)
def test_offsets_never_go_back(text: str) -> None:
    made = Plain(text)
    offsets = [made.at(k) for k in range(len(made.text))]
    assert offsets == sorted(offsets)
