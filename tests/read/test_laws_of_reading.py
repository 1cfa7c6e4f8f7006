"""What holds of every reading, whatever the text; and citation sentences read back as written.

Real opinions are no part of the project. ``PRONG_SHARED`` names their folder; without it the test
that spoils them is skipped, unless ``PRONG_REQUIRE`` names ``shared``.
"""

from __future__ import annotations

import os
import random
import textwrap
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from prong.faults import Fault, FileFault
from prong.read import Reading, read, read_text
from tests.read import scoring
from tests.read.generated import OPENING, Document, documents, row, rows
from tests.read.lawful import lawful

#: The same examples each time; ``PRONG_FUZZ=1`` looks for new ones.
slow = settings(deadline=None, max_examples=120, derandomize=not os.environ.get("PRONG_FUZZ"))

#: What texts of the law are made of, and what breaks the reading of them.
FRAGMENTS = (
    "See Roe v. Wade, 410 U.S. 113, 115 (1973). ", "Roe", "Roe, supra, at 5", " v. ", "Id.",
    "Id. at 5. ", "id.", "§ ",
    "§§ 1983, 1985", "42 U.S.C. § 1983", " (quoting ", " (citing ", "(", ")", "“", "”", '"', "'",
    "‘", "’", "``", "''", "[", "]",
    "; ", ", ", ". ", "—", "–", "-", "-\n", "\n", "\n\n", "\f", "\t", "   ", "\xa0", "\r\n", "1",
    "12", "1 ", "1.", " 1 U.S. ",
    "410 U.S. at 120", "401 F.3d 100", " F.3d ", "2010 WL 12345, at *3", "*733 ", "[**12]", "@@3@@",
    "***", "*", "†", "¹",
    "word.1 ", "word.2 ", "\n1 See Roe.\n", "\n2 Id. at 3.\n", "\n- 5 -\n", "FOOTNOTES\n",
    "Page 2 of 3\n", "____", "___ U.S. ___",
    "In re Larkin, ", "Ex parte ", "United States v. Larkin, ", "(9th Cir. 2005)", " (en banc)",
    ", cert. denied, ", ", aff’d, ",
    "No. 12-345", "slip op. at 3", "Ex. A", "Dkt. 5 ", "¶ 5", "Compl. ", "R. at 5", "Rule 56",
    "Fed. R. Civ. P. 56", "U.S. Const. amend. XIV",
    "Art. I", "Cal. Penal Code § 187", "Manual", "See", "see, e.g., ", "cf. ", "Compare ", "with ",
    "also", "nn.", "n.5",
    "The officers came to the door at night. ", "I. BACKGROUND\n", "A.", "II", "PER CURIAM",
    "Smith, Circuit Judge.\n",
    "Justice Smith delivered the opinion.\n", "v.\n", "Plaintiff,", "\ufeff", "\ufffd", "\u2028",
    "é", "ﬁ", "🙂", "\ud800", "\x85", "\u200b",
)  # fmt: skip
legal = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=60).map("".join)


def refused_or_lawful(text: str) -> Reading | None:
    try:
        reading = read_text(text)
    except Fault as fault:
        assert fault.sentence[0].isupper() and fault.sentence.endswith(".")
        return None
    lawful(reading)
    return reading


@given(st.text(max_size=300))
@slow
def test_any_text_is_read_or_refused_and_the_laws_hold(text: str) -> None:
    refused_or_lawful(text)


@given(legal)
@settings(slow, max_examples=300)
def test_any_text_of_the_law_is_read_and_the_laws_hold(text: str) -> None:
    refused_or_lawful(text)


@given(st.binary(max_size=300))
@slow
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        lawful(read(data))
    except FileFault as fault:
        assert fault.sentence[0].isupper() and fault.sentence.endswith(".")


@given(legal)
@slow
def test_a_text_read_twice_is_read_the_same(text: str) -> None:
    def told() -> Any:
        try:
            reading = read_text(text)
        except Fault as fault:
            return fault.sentence
        return (
            reading.text,
            reading.citations,
            reading.quotations,
            reading.footnotes,
            reading.front,
        )

    assert told() == told()


# Citation sentences


@given(documents())
@settings(slow, max_examples=250)
def test_a_citation_is_read_back_as_it_was_written(document: Document) -> None:
    reading = read_text(document.text)
    assert rows(reading) == document.rows
    source = document.text
    for citation in reading.citations:
        assert source[citation.span[0] : citation.span[1]] == citation.text
    said = [(one.text, one.attributed_to) for one in reading.quotations]
    assert [one for one in said if "license" not in one[0]] == document.quotations


@given(documents(opening=False, sentences=2))
@slow
def test_a_short_document_is_read_as_a_long_one_is(document: Document) -> None:
    """A sentence alone is no front matter."""
    if document.text:
        assert rows(read_text(document.text)) == document.rows


@given(documents(), st.integers(56, 90), st.data())
@slow
def test_a_line_break_changes_nothing(document: Document, width: int, data: Any) -> None:
    """Paragraphs wrapped, and one more break at any space of one that is; but a ``v.`` alone on a
    line is a caption's."""
    paragraphs = [wrapped(one, width) for one in f"{document.text}\n\n{OPENING}".split("\n\n")]
    k = data.draw(st.integers(0, len(paragraphs) - 1))
    spaces = [at for at, character in enumerate(paragraphs[k]) if character == " "]
    if spaces:
        at = data.draw(st.sampled_from(spaces))
        paragraphs[k] = f"{paragraphs[k][:at]}\n{paragraphs[k][at + 1 :]}"
    assume("\nv.\n" not in paragraphs[k])
    reading = read_text("\n\n".join(paragraphs))
    assert rows(reading) == document.rows
    lawful(reading)


@given(documents(), st.data())
@slow
def test_white_space_changes_nothing(document: Document, data: Any) -> None:
    """Spaces doubled, hard, or tabs."""
    kinds = st.sampled_from((" ", " ", " ", "  ", "\xa0", "\t", " \xa0"))
    text = "".join(
        data.draw(kinds) if character == " " else character for character in document.text
    )
    reading = read_text(text)
    assert rows(reading) == document.rows
    lawful(reading)


@given(documents())
@slow
def test_straight_marks_change_nothing(document: Document) -> None:
    """A document typed with straight quotation marks and apostrophes."""
    straight = str.maketrans("“”’‘", "\"\"''")
    reading = read_text(document.text.translate(straight))
    expected = [plain(one.__dict__, straight) for one in document.rows]
    assert [plain(one.__dict__, straight) for one in rows(reading)] == expected


def plain(fields: dict[str, Any], table: dict[int, int]) -> dict[str, Any]:
    return {
        key: value.translate(table) if isinstance(value, str) else value
        for key, value in fields.items()
    }


@given(documents(), documents(opening=False))
@slow
def test_a_document_joined_to_another_keeps_its_citations(one: Document, other: Document) -> None:
    joined = read_text(f"{one.text}\n\n{OPENING}\n\n{other.text}".strip())
    core = [
        (row_.kind, row_.text) for row_ in one.rows + other.rows if row_.kind not in ("name", "id")
    ]
    found = [(row_.kind, row_.text) for row_ in map(row, joined.citations)]
    assert [each for each in found if each[0] not in ("name", "id")] == core


@given(documents(), st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "utf-32")))
@settings(slow, max_examples=40)
def test_an_encoding_changes_nothing(document: Document, encoding: str) -> None:
    reading = read(document.text.encode(encoding))
    assert rows(reading) == document.rows
    file = document.text.encode(encoding).decode(encoding.removesuffix("-sig"))
    for citation in reading.citations:
        if encoding in ("utf-8", "utf-8-sig"):
            assert file[citation.span[0] : citation.span[1]] == citation.text


def wrapped(paragraph: str, width: int) -> str:
    return textwrap.fill(paragraph, width, break_long_words=False, break_on_hyphens=False)


@pytest.mark.parametrize("width", [40, 60, 75, 100])
def test_a_wrapped_document_is_one_of_paragraphs(width: int) -> None:
    text = "\n\n".join(
        [OPENING, f"{OPENING} See Roe v. Wade, 410 U.S. 113, 115 (1973). {OPENING}", OPENING]
    )
    whole = read_text(text)
    reading = read_text("\n\n".join(wrapped(one, width) for one in text.split("\n\n")))
    assert reading.text == whole.text
    assert rows(reading) == rows(whole)


# Real opinions, spoiled


@pytest.mark.parametrize("seed", range(4))
def test_a_real_opinion_spoiled_is_read_or_refused(seed: int) -> None:
    folder = scoring.shared()
    if folder is None:
        if "shared" in os.environ.get("PRONG_REQUIRE", "").split(","):
            pytest.fail("PRONG_REQUIRE asks for the shared documents, and PRONG_SHARED names none.")
        pytest.skip("PRONG_SHARED names no folder of real documents.")
    chance = random.Random(seed)
    paths = sorted(folder.rglob("opinions/*/*.txt"))
    assert paths, "there are no opinions in the folder that PRONG_SHARED names"
    for _ in range(80):
        data = spoiled(chance, chance.choice(paths).read_bytes())
        try:
            reading = read(data)
        except FileFault:
            continue
        try:
            lawful(reading)
        except AssertionError:
            pytest.fail(f"A law is broken by {data!r}.")


def spoiled(chance: random.Random, data: bytes) -> bytes:
    """A piece of a file with bytes changed, lost, doubled, turned round or brought in."""
    start = chance.randrange(len(data))
    made = bytearray(data[start : start + chance.choice((300, 1500, 6000))])
    for _ in range(chance.choice((1, 3, 10, 40))):
        if not made:
            break
        i = chance.randrange(len(made))
        j = min(len(made), i + chance.choice((1, 2, 5, 40, 400)))
        match chance.randrange(7):
            case 0:
                made[i] = chance.randrange(256)
            case 1:
                del made[i:j]
            case 2:
                made[i:i] = made[i:j] * chance.choice((1, 2, 8))
            case 3:
                made[i:j] = made[i:j][::-1]
            case 4:
                made[i:j] = made[i:j].replace(b" ", b"\n")
            case 5:
                made[i:j] = made[i:j].upper()
            case _:
                made[i:i] = chance.choice(FRAGMENTS).encode("utf-8", "replace")
    return bytes(made)
