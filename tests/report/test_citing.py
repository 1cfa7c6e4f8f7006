"""Citations written out: each file in ``citing`` is a run of sentences and how they must read."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from prong.cite import bluebook
from prong.decide.argument import Citation, RecordCite
from prong.law.library import Library
from prong.report.blocks import (
    Block,
    Caption,
    Cite,
    Heading,
    Memo,
    Paragraph,
    Sentence,
    Table,
    plain,
    text,
)
from prong.report.citing import Names, cited, record, written

HERE = Path(__file__).parent / "citing"
EXAMPLES = sorted(HERE.glob("*.yaml"))


@cache
def law() -> Library:
    return Library.load()


def sentence(spec: dict[str, object]) -> Sentence:
    cites = []
    for one in spec.get("cites", []):  # type: ignore[attr-defined]
        words = str(one)
        signal, _, rest = words.rpartition(": ")
        key, _, pin = rest.partition(" @ ")
        authority = law().authorities[key]
        citation = Citation(key, None, pin or None, authority.coded, authority.decided)
        cites.append(Cite(citation, signal))  # type: ignore[arg-type]
    found = [str(c) for c in spec.get("record", [])]  # type: ignore[attr-defined]
    cites_of_record = tuple(
        RecordCite(c, c.removeprefix("contra "), c.startswith("contra ")) for c in found
    )
    return Sentence(text(str(spec["says"])), "rule", tuple(cites), cites_of_record)


def block(spec: dict[str, object]) -> Block:
    if "heading" in spec:
        return Heading(1, str(spec["heading"]))
    if "cell" in spec:
        cell = (sentence(spec["cell"]),)  # type: ignore[arg-type]
        return Table("A table", ("One",), ((cell,),), brief=bool(spec.get("brief")))
    return Paragraph(tuple(map(sentence, spec["paragraph"])))  # type: ignore[call-overload]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_citations_are_written_as_the_file_says(path: Path) -> None:
    example = yaml.safe_load(path.read_text(encoding="utf-8"))
    memo = Memo(Caption("", "", None, ""), tuple(map(block, example["blocks"])), "", "")
    names = Names.among(c.authority for c in cited(memo, law()))
    found = [
        "".join(f"*{r.text}*" if r.italic else r.text for r in s.written)
        for s in written(memo, law(), names).sentences()
    ]
    assert found == example["reads"]


KEYS = sorted(law().authorities)[::17]


@given(
    st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from([None, "1", "2 n.3"])), max_size=12)
)
def test_the_first_citation_is_full_and_none_after_it(run: list[tuple[str, str | None]]) -> None:
    """However they follow each other, each authority is cited in full once, at its first place."""
    sentences = []
    for key, pin in run:
        a = law().authorities[key]
        sentences.append(
            Sentence(
                text("It is so."), "rule", (Cite(Citation(key, None, pin, a.coded, a.decided)),)
            )
        )
    memo = Memo(Caption("", "", None, ""), (Paragraph(tuple(sentences)),), "", "")
    names = Names.among(law().authorities[key] for key, _ in run)
    seen: set[str] = set()
    for (key, _), s in zip(run, written(memo, law(), names).sentences(), strict=True):
        words = plain(s.written)
        full = (
            f"({law().courts.courts[law().authorities[key].court].cite} " in words
            or " v. " in words
        )
        if key not in seen:
            assert full or "In re" in words or "(" in words
        elif "Id." in words:
            assert words.startswith("It is so. Id.")
        seen.add(key)


@pytest.mark.parametrize(
    ("caption", "wanted", "reason"),
    [
        ("Doe v. Purdue University", "Doe v. Purdue Univ.", "a word of Table 6"),
        ("West v. Atkins", "West v. Atkins", "a surname that is a point of the compass"),
        ("Elder v. Department of Social Services", "Elder v. Dep't of Soc. Servs.", "a plural"),
        ("United States v. Doe", "United States v. Doe", "the United States as a party"),
        ("Doe v. United States Department of Justice", "Doe v. U.S. Dep't of Just.", "within a name"),
        ("Doe v. District of Columbia", "Doe v. District of Columbia", "a sovereign whole"),
        ("Roe v. City of Marine City", "Roe v. City of Marine City", "a city is not abbreviated"),
    ],
)  # fmt: skip
def test_a_caption_is_abbreviated_as_citations_are(caption: str, wanted: str, reason: str) -> None:
    if "Just." in wanted and "justice" not in bluebook.case_words():
        wanted = wanted.replace("Just.", "Justice")
    assert bluebook.abbreviated(caption) == wanted, reason


@pytest.mark.parametrize(
    ("cites", "wanted"),
    [
        (["Doe Dep. 12", "Doe Dep. 7", "Doe Dep. 12"], "Doe Dep. 7, 12"),
        (["Doe Dep. 12-13", "Roe Decl. 4"], "Doe Dep. 12–13; Roe Decl. 4"),
        (["2-ER-45", "2-ER-50"], "2-ER-45; 2-ER-50"),
        (["Doe Dep. 12", "contra Roe Dep. 9"], "Doe Dep. 12; but see Roe Dep. 9"),
        (["contra Roe Dep. 9"], "contra Roe Dep. 9"),
    ],
)
def test_record_cites_of_one_document_are_joined(cites: list[str], wanted: str) -> None:
    found = [RecordCite(c, c.removeprefix("contra "), c.startswith("contra ")) for c in cites]
    assert record(found) == wanted
