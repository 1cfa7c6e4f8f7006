"""Documents made to harm: each is read or refused in bounded time and memory, at any depth.

Time is compared, not limited: eight times the text may take about eight times as long.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from prong.faults import Fault, FileFault
from prong.read import read, read_text
from tests.read.lawful import lawful

FOUND = Path(__file__).parent / "found"

Maker = Callable[[int], str]


def refused(document: bytes | Path) -> FileFault:
    with pytest.raises(FileFault) as caught:
        read(document)
    assert caught.value.sentence[0].isupper() and caught.value.sentence.endswith(".")
    return caught.value


# Files


@pytest.mark.parametrize("data", [b"", b"\n", b" \t\r\n\x0c" * 50, b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert "empty" in str(refused(data)) or "no text" in str(refused(data))


@pytest.mark.parametrize("seed", range(8))
def test_noise_is_refused(seed: int) -> None:
    refused(random.Random(seed).randbytes(20_000))


@pytest.mark.parametrize(
    "data",
    [
        b"\x00",
        b"text\x00text" * 90,
        b"\x7fELF" + bytes(300),
        b"\x89PNG\r\n\x1a\n" + bytes(90),
        b"\x1f\x8b\x08" + bytes(90),
        b"PK\x03\x04" + bytes(90),
        b"%PDF-1.7\n",
        b"{\\rtf1",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"\x07\x08\x01" * 40,
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    refused(data)


def test_a_file_of_any_size_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)  # a sparse file: it takes no room
    tracemalloc.start()
    try:
        before = time.process_time()
        assert "larger than Prong reads" in refused(path).sentence
        assert time.process_time() - before < 1
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_a_stream_without_end_is_refused() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            assert size > 0, "all of a stream is never asked for"
            self.given += min(size, 1 << 24)
            return bytes(min(size, 1 << 24))

    stream = Endless()
    with pytest.raises(FileFault, match="larger than Prong reads"):
        read(stream)  # type: ignore[arg-type]
    assert stream.given < 200_000_000


def test_folders_pipes_and_missing_files_are_refused(tmp_path: Path) -> None:
    assert "folder" in refused(tmp_path).sentence
    assert "no such file" in refused(tmp_path / "none.txt").sentence
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert "pipe" in refused(tmp_path / "pipe").sentence


SENTENCE = "It said “no” — see § 5; Núñez v. O’Brien, 401 F.3d 100, 105–06 (9th Cir. 2005)."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_an_encoding_is_known_or_guessed(encoding: str) -> None:
    (section, case) = read(SENTENCE.encode(encoding)).citations
    assert (section.cite, case.name, case.pins) == ("§ 5", "Núñez v. O’Brien", ("105-06",))


@pytest.mark.parametrize(
    "encoding", ["utf-16-le", "utf-16-be", "cp037", "cp1250", "koi8-r", "mac-roman", "shift-jis"]
)
def test_a_wrong_encoding_is_read_or_refused(encoding: str) -> None:
    try:
        lawful(read(SENTENCE.encode(encoding, "ignore") * 3))
    except FileFault as fault:
        assert fault.sentence.endswith(".")


def test_bytes_that_are_no_utf_8_are_said_to_be_guessed() -> None:
    reading = read(b"It is so held. See Roe v. Wade, 410 U.S. 113 (1973). \x93no\x94")
    assert reading.source.remarks
    assert [citation.cite for citation in reading.citations] == ["410 U.S. 113"]


def test_half_characters_are_replaced() -> None:
    reading = read_text("\ud800See Roe v. Wade, 410 U.S. 113 \udfff(1973).\ud8ff")
    assert reading.source.remarks
    assert [citation.cite for citation in reading.citations] == ["410 U.S. 113"]
    reading.text.encode()


# Depth


def nested(opening: str, closing: str, middle: str = "x") -> Maker:
    def make(n: int) -> str:
        return opening * n + middle + closing * n

    return make


DEEP = {
    "parentheses": nested("(", ")"),
    "open parentheses": nested("(", ""),
    "closing parentheses": nested("", ")"),
    "brackets": nested("[", "]"),
    "braces": nested("{", "}"),
    "quotation marks": nested("“", "”"),
    "marks within marks": nested("“‘", "’”"),
    "straight marks": nested('"a ', ' b"'),
    "quoting": nested("X v. Y, 1 U.S. 2 (quoting ", ")"),
    "quoting and citing": nested(
        "(quoting Xa v. Ya, 1 U.S. 2 (citing Za v. Wa, 3 F.3d 4 (2d Cir. 1999) ", "))"
    ),
    "quoting without end": nested("(quoting Xa v. Ya, 1 U.S. 2 ", ""),
    "words quoting": nested("Xa v. Ya, 1 U.S. 2 (holding “so” (quoting ", "))"),
    "tags": nested("<div>", "</div>"),
    "history": nested("1 U.S. 2 (1999), aff’d, ", ""),
}


@pytest.mark.parametrize("name", DEEP)
def test_no_depth_is_too_deep(name: str) -> None:
    lawful(read_text("It was so held. " + DEEP[name](10_000)))


# Time


def repeated(piece: str, head: str = "", tail: str = "") -> Maker:
    """A piece again and again."""

    def make(n: int) -> str:
        return head + (piece * (n // len(piece) + 1))[:n] + tail

    return make


def numbered(form: str, head: str = "") -> Maker:
    """A form with a running number ``i``, and one below a thousand ``j``."""

    def make(n: int) -> str:
        made, length, i = [head], 0, 1
        while length < n:
            made.append(form.format(i=i, j=i % 999 + 1))
            length += len(made[-1])
            i += 1
        return "".join(made)

    return make


def halves(first: Maker, second: Maker, between: str = "\n") -> Maker:
    return lambda n: first(n // 2) + between + second(n // 2)


OUTER = "Aa v. Ba, 1 U.S. 2 "
PROSE = "The officer was not entitled to immunity because the law was clear at that time. "
REPEATED = (
    PROSE, "abcdefghij", "1234567890", "1 ", "123 ", "1 U.S. ", "1 U.S. 2 ", "1 U.S. 2, ", "1 U.S. 2; ",
    "1 U.S. at 2; ", "1 F. ",
    "1 U.S. 2, 2 S. Ct. 3, ", "(", ")", "()", "( ", "[", "[]", "[1]", "[1] ", "[1] Word\n",
    "[FN1] ", "{", "§", "§ ", "§ 1 ", "§ 1(",
    "§ 1, ", "Id. ", "Id. at 5. ", "Id. at 5; ", "Id.; ", "Roe v. Wade, 1 U.S. 2; Id. at 5; ",
    "A. B. C. ", "v. ", "A v. ", "A v. B, ",
    "Alpha v. Beta ", "***1 ", "***1 ***2 ", "*", "* ", "*1 word ", "word* ", "†", "¹", "word¹ ",
    "“", "”", '"', '" ', "``", "''", "'",
    "“abc def” ", "“abc ", "“abc def” Id. at 5. ",
    "“It is so,” he said, “and more.” Roe v. Wade, 1 U.S. 2, 3 (1990). ", "See ", "See, ",
    "see, e.g., ", "See See See ", "Capital ", "CAPITAL ", "CAPITAL\n", "Capital. ", "Capital, ",
    " ", "\n", "\t", "\xa0", "\r\n", "\f",
    "a\f", "word\n\f", "\x0b", " \n", "1\n", "1\n\n", "-1-\n", "x\n-1-\n",
    "- 1 -\nword\n\n1 note\n", "_", "___ U.S. ___ ", "____ F.4th ____ ",
    "—— U.S. —— ", "—", "–", "-", "__ U", "--", "word-\n", "-\n", "—\n", "____\n", ".", ". ",
    "a. . . ", "... ", ". . . . . . .\n", "..... 5\n",
    ",", ", ", "; ", "! ", "?” ", ".”", "(quoting Xa v. Ya, 1 U.S. 2 ",
    "(citing Aa v. Ba, 1 U.S. 2) ", "See Roe v. Wade, 410 U.S. 113, 115 (1973). ",
    "See Roe v. Wade, 410 U.S. 113, 115 (1973); ", "Roe v. Wade, 1 U.S. 2, 3. Roe, 1 U.S. at 3. ",
    "Roe v. Wade, 1 U.S. 2, 3. We follow Roe here. ",
    "Roe v. Wade, 410 U.S. 113, aff’d, ", "1 U.S. 2, aff’d, 3 U.S. 4, cert. denied, ",
    "1 U.S. 2, 3, 4, 5-6 & n.7, 8; ", "supra ", "supra",
    "Roe, supra, at 5. ", "Xa supra ", "No. 12-345 ", "Nos. ",
    "Roe v. Wade, No. 12-345, slip op. at 3 (2d Cir. 2010). ", "Rule 56 ",
    "Fed. R. Civ. P. 56(a), ", "Local ", "Aa. ", "R. ", "R. 5 ", "Fed. ", "Pa Pb ", "Art. ",
    "Art. I ", "U.S. Const. amend. I, § 2, cl. 3, ",
    "Const. ", "Ex. ", "Ex. A ", "Ex. A 1, 2 ", "Doc. 1 ", "Dep. of ", "Dep. of Aa ", "Manual ",
    "Policy Manual § 5 ", "Aa of the ", "¶", "¶ ",
    "Compl. ¶ 5 ", " A-1", "Br. for ", "Brief for A ", "First ", "Am. Compl. ", "App. to Brief ",
    "General Order ",
    "Restatement (Second) of Torts § 5 ", "Cal. Penal Code § 5 ", "and ", "of the ",
    "Restatement of ", "Code, § 1 ", "Section 5 of the ",
    "HN1 ", "[***LEdHR1] ", "@@1@@", "@", "FOOTNOTES\n", "FOOTNOTES\n1 a\n",
    "FOOTNOTES\nword word\n", "word.1 Then ", "a1 ", "12.1 ", "1.",
    "I. Head\n", "A.\n", "THE OPINION OF\n", "Smith, J., ", "Smith, Circuit Judge. ",
    "JUSTICE SMITH ", "Justice Smith, with whom it is\n",
    "A\nv.\nB\n", "Plaintiff ", "Plaintiff, Defendant\n", "Plaintiff-", "Plaintiff  ", "No. 12-3-",
    "Before ", "Before A, Circuit ",
    "January 1, 1999 ", "Decided ", "Case 1 Document 2 Filed 3 Page 4\n", "Case: \n",
    "Case Document Document Document Filed\n", "Page 1 of 2\n",
    "xPage 1 of\n", "de la ", "A of ", "(“", "(a ", "x)", "(2d Cir. 2000) ", "a—b ", "A—", "é", "🙂",
    "\ufffd", "\ud800", "\u200b", "\u2028", "\x85",
    "a\u0301", "wo\u00adrd ", "wo-\nrd ", "word\n", "word\n\n", "word\n word\n",
    "     word words words\n\n  x\n", "(word\n", "(word\n-1-\n",
    "<p>", "<", "&amp;", "“abc def ghi jkl\n", "1 note\n", "1. ", "1) ", "a) ", "see id. ",
    "et seq. ", "ex rel. ", "In re ", "Ex parte ",
    "United States v. ", "with ", "Compare ", "quoting ", "(quoting “", "n.5 ", "at 5 ", ", 5",
    " & ", "–5", "aff’d ", ", cert. denied", "ed. ",
    "2d ", "F.2d 5 (", "(19", "19 ", "1999) ", "U.S.C. ", "42 U.S.C. ", "42 U.S.C. § ", "§§ 1-2, ",
    "F.3d ", "WL ", "2010 WL 5 ", "at *3 ",
    "A.B.C. v. D.E.F., ", "Aa, Bb, Cc, ", "Inc., ", "’s ", "O’", "Aa’s ", "Aa & ", "¶ 5, ",
    "No. 5, ", "J.A. 5, ", "Tr. 5:6-7:8, ",
)  # fmt: skip

#: What is not one piece again and again.
MADE: dict[str, Maker] = {
    "authorities of different names": numbered("See Roe{i} v. Wade, {j} U.S. {i}, 115 (1973). "),
    "authorities of one name": numbered("See Roe v. Wade, {j} U.S. {i}, 115 (1973). "),
    "supra among many of one name": numbered(
        "See Roe v. Wade, {j} U.S. {i}, 115. Roe, supra, at 5. "
    ),
    "names among many of one name": numbered(
        "See Roe v. Wade, {j} U.S. {i}, 115. We follow Roe v. Wade here. "
    ),
    "short forms in one volume": numbered(
        "See Roe v. Wade, 1 U.S. {i}, 115 (1973). Roe, 1 U.S. at {i}. "
    ),
    "short forms without a name": numbered(
        "See Roe{i} v. Wade, 1 U.S. {i}, 115 (1973). 1 U.S. at {i}. "
    ),
    "an Id. in a growing string": numbered("Roe v. Wade, {j} U.S. {i}, 115 (1973); Id. at {i}; "),
    "an Id. after a growing string": numbered("Roe v. Wade, {j} U.S. {i}, 115 (1973); see id.; "),
    "bare names": numbered("Alpha{i} v. Wade, {j} U.S. {i}. Alpha{i} held it. "),
    "names that begin alike": numbered("Al B{i} v. Wade, {j} U.S. {i}. Al held it. "),
    "statutes without their sign": numbered("42 U.S.C. {i}. under {i} "),
    "star pages": numbered("*{j} word "),
    "stars of every depth": numbered("***{i} "),
    "pins": repeated(", 3", "1 U.S. 2"),
    "pins joined by and": repeated(" and 3", "1 U.S. 2"),
    "pins with notes": repeated(", 3 n.4", "1 U.S. 2"),
    "pins that end in a letter": repeated(", 3", "1 U.S. 2", "x"),
    "notes of a pin": repeated(", 3", "1 U.S. 2, 3 nn.4"),
    "a page of commas": repeated("2,", "1 U.S. "),
    "a page of digits": repeated("2", "1 U.S. "),
    "a volume of digits": repeated("2", "", " U.S. 3"),
    "history of history": repeated(" in part", "1 U.S. 2, aff’d"),
    "sections": repeated(", 2", "42 U.S.C. § 1"),
    "subsections": repeated("(a)", "42 U.S.C. § 1"),
    "a section of dots": repeated(".1", "§ 1"),
    "a section of dashes": repeated("1-", "§ "),
    "a section of colons": repeated(":", "§ 1"),
    "a section of a long name": repeated("Aa ", "Section 5 of "),
    "a section of of": repeated("Aa of ", "Section 5 of "),
    "sections joined by and": repeated(" and 6", "Section 5"),
    "rules": repeated(", 57", "Rule 56"),
    "parts of a rule": repeated("(a)", "Rule 56"),
    "parts of a constitution": repeated(", § 8", "U.S. Const. art. I"),
    "a record of parts": repeated(":2", "Dkt. 1"),
    "a record of dashes": repeated("-2", "Dkt. 1"),
    "a record of commas": repeated(", 2", "Dkt. 1"),
    "a record of and": repeated(" and 2", "R. at 1"),
    "parentheticals side by side": repeated("(a) ", OUTER),
    "parentheticals that cite": repeated("(citing Ca v. Da, 2 U.S. 3) ", OUTER),
    "parentheticals in words": repeated("“x.” (a) ", OUTER + "(holding ", ")"),
    "emphasis in words": repeated("“x.” (emphasis added) ", OUTER + "(holding ", ")"),
    "a string in a parenthetical": repeated("Ca v. Da, 2 U.S. 3; ", OUTER + "(citing ", ")"),
    "words and cites in a parenthetical": repeated(
        "“it is” Ca v. Da, 2 U.S. 3; ", OUTER + "(citing ", ")"
    ),
    "words after cites in a parenthetical": lambda n: (
        OUTER + "(citing " + "Ca v. Da, 2 U.S. 3; " * (n // 40) + "“it is” " * (n // 16) + ")"
    ),
    "words before a string": lambda n: (
        "“it is so” " * (n // 22) + OUTER + "(quoting " + "Ca v. Da, 2 U.S. 3; " * (n // 40) + ")"
    ),
    "a court of commas": repeated("Aa, ", "1 F.3d 2 (", ")"),
    "quoting in quoting": lambda n: nested("(quoting Xa v. Ya, 1 U.S. 2 ", ")")(n // 30),
    "citing in quoting": lambda n: (
        OUTER + nested("(quoting Xa v. Ya, 1 U.S. 2 (citing Za v. Wa, 2 U.S. 3 ", "))")(n // 56)
    ),
    "parentheses in parentheses": lambda n: nested("(", ")")(n // 2),
    "brackets in brackets": lambda n: nested("[", "]")(n // 2),
    "marks in marks": lambda n: nested("“", "”")(n // 2),
    "one long quotation": repeated("abc def. ", "“", "”"),
    "notes": numbered("{i}. Note text here\n"),
    "numbers as lines": numbered("{i}\n"),
    "page numbers": numbered("word here\n-{j}-\n"),
    "page numbers beside numbers": numbered("{j}\n\n-{j}-\n"),
    "pages broken within a parenthesis": numbered("(word " * 12 + "\n-{j}-\n"),
    "pages with notes": numbered(
        "This is a line of the page that is a broken line.\n" * 3
        + "It was held.{i}\n\n{i} See it there and more.\n- {i} -\n"
    ),
    "notes that run on": numbered(
        "This is a line of the page that is a broken line\n" * 3
        + "it was held.{i}\n\n{i} See it there and\n- {i} -\n"
    ),
    "a page of paragraphs of one number": halves(
        repeated("1\n\n"), repeated("x\n"), "-1-\nx\n-2-\n"
    ),
    "a page of numbers far apart": lambda n: (
        "-1-\nx\n-2-\n1\n" + "\n" * (n // 2) + "\n1" * (n // 4)
    ),
    "a page of stars": halves(
        repeated("* words here\n\n"), repeated("* words here\n\n"), "- 1 -\n"
    ),
    "a page of numbered lines": halves(
        numbered("Words of a line {i}\n\n"), numbered("Words of a line {i}\n\n"), "- 1 -\n"
    ),
    "calls": numbered("word.{j} Then "),
    "calls apart": numbered("word. {j} Then "),
    "calls in brackets": numbered("word[FN{j}] "),
    "calls and notes": halves(
        numbered("It was so held.{i} And more. "),
        numbered("{i} Id. at {i}.\n"),
        "\n\nFOOTNOTES\n\n",
    ),
    "calls of any order": halves(
        numbered("It was said.{j} Then more words.\n"), numbered("{i} See Roe v. Wade.\n")
    ),
    "notes that nothing calls": halves(repeated("word 1 2 3 4 5 "), numbered("{i}. note of\n")),
    "notes of citations": halves(repeated("word. 1 1 U.S. 5 "), numbered("{i} note\n")),
    "notes in many zones": halves(repeated("word. 1 1 U.S. 5 "), numbered("FOOTNOTES\n{i} note\n")),
    "notes of stars": halves(repeated("word* and "), repeated("* note\n"), "\nFOOTNOTES\n"),
    "notes of one number": halves(repeated("The word of it.\n"), repeated("1 note\n")),
    "a caption of spaces": repeated(" ", "Aa v. Ba", "v. Ca\n\nIt was."),
    "words and a rule": halves(repeated(PROSE), repeated("_")),
    "headings": numbered("{j}. Heading of It\n\nIt was so held by the court.\n\n"),
    "blocks": repeated(
        "Word word word word word word word word word.\n\n          Block block block block block\n\n"
    ),
    "hyphens": numbered("word{i}-\nend "),
}
MAKERS = {**{repr(piece)[:40]: repeated(piece) for piece in REPEATED}, **MADE}


def spent(text: str) -> float:
    """The processor time that a text takes, read or refused."""
    before = time.process_time()
    with contextlib.suppress(Fault):
        read_text(text)
    return time.process_time() - before


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """What is loaded once is loaded."""
    read_text(f"{OUTER} (2d Cir. 1999). Id. at 5. Rule 56. R. at 5. Ex. A. ¶ 5.")


#: Characters of the least text, and the time below which nothing is said of it.
LEAST, NOISE = 5_000, 0.08


@pytest.mark.parametrize("name", MAKERS)
def test_time_grows_as_the_text_does(name: str) -> None:
    """Eight times the text takes about eight times as long; were it squared, sixty-four."""
    make = MAKERS[name]
    least = NOISE / 8
    for times in (1, 4, 8):
        text = make(times * LEAST)
        took = min(spent(text), spent(text)) if times == 1 else spent(text)
        if times == 1:
            least = max(least, took)
        for _ in range(2):  # again, where the machine may have been busy
            if took > NOISE and took > 2 * times * least:
                took = min(took, spent(text))
                least = max(least, spent(make(LEAST)))
        assert took < NOISE or took < 2 * times * least, (
            f"{times} times the text, {took / least:.1f} the time"
        )
    if took < NOISE:  # too little to say
        text = make(32 * LEAST)
        assert spent(text) < 8 * NOISE or spent(text) < 8 * NOISE, "32 times the text"


@pytest.mark.parametrize("name", MAKERS)
def test_no_text_takes_long(name: str) -> None:
    """A generous guard: five million characters of anything take two minutes at the most."""
    text = MAKERS[name](LEAST)
    assert min(spent(text), spent(text)) < 24e-6 * LEAST + NOISE


@pytest.mark.parametrize(
    "name",
    [
        "citing in quoting",
        "quoting in quoting",
        "a string in a parenthetical",
        "parentheticals side by side",
        "notes",
        repr(PROSE)[:40],
        repr("§ 1("),
    ],
)
def test_memory_grows_as_the_text_does(name: str) -> None:
    def peak(n: int) -> int:
        text = MAKERS[name](n)
        tracemalloc.start()
        try:
            read_text(text)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(8 * LEAST) < 14 * peak(LEAST)


# What fuzzing found


@pytest.mark.parametrize("path", sorted(FOUND.glob("*.txt")), ids=lambda path: path.stem)
def test_what_fuzzing_found_is_read_or_refused(path: Path) -> None:
    """Each file is an input that once broke the reader; ``README`` says how. Beside some is what
    is cited in them, a line for each citation."""
    expected = path.with_suffix(".expected")
    try:
        reading = read(path)
    except FileFault as fault:
        assert fault.sentence.endswith(".") and not expected.exists()
        return
    lawful(reading)
    if expected.exists():
        told = "".join(f"{citation.text}\n" for citation in reading.citations)
        assert told == expected.read_text(encoding="utf-8")


def test_every_input_found_is_explained() -> None:
    told = (FOUND / "README").read_text(encoding="utf-8")
    for path in FOUND.glob("*.txt"):
        assert f"{path.name}: " in told
