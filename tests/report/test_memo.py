"""The memorandum: recorded for cases of different doctrine and posture, and what must hold of any."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import pytest

from prong.decide.analysis import Analysis, analyze
from prong.law.library import Library
from prong.record.load import decided, examples, load
from prong.report.blocks import (
    Heading,
    Memo,
    Paragraph,
    Picture,
    Points,
    Sentence,
    Sentences,
    Table,
    plain,
)
from prong.report.memo import AUDIENCES, memo

HERE = Path(__file__).parent / "memos"


@cache
def law() -> Library:
    return Library.load()


@cache
def analysis(name: str) -> Analysis:
    path = {**examples(), **decided()}[name]
    return analyze(load(path, law()), law())


@cache
def made(name: str, audience: str = "court") -> Memo:
    return memo(analysis(name), audience)


def said(sentence: Sentence) -> str:
    """A sentence as it is written, with how a fact stands."""
    words = "".join(f"*{r.text}*" if r.italic else r.text for r in sentence.written)
    return words + (f" [{sentence.mark}]" if sentence.mark else "")


def line(sentences: Sentences) -> str:
    return " ".join(map(said, sentences))


def written(of: Memo) -> str:
    """A memorandum as text, one line for each sentence: what it does, and the sentence."""
    lines = [of.caption.court, of.caption.case, of.caption.number or "", of.caption.title]
    lines += [f"{name}: {value}" for name, value in of.caption.lines]
    for block in of.blocks:
        lines.append("")
        match block:
            case Heading():
                lines.append(f"{'#' * block.level} {block.words}")
            case Paragraph():
                lines += [block.title] if block.title else []
                lines += [f"{s.does}: {said(s)}" for s in block.sentences]
            case Points():
                lines += [f"- {line(item)}" for item in block.items]
            case Table():
                lines.append(f"table: {block.title}")
                lines.append(" | ".join(block.head))
                lines += [" | ".join(line(cell) for cell in row) for row in block.rows]
            case Picture():
                lines += [f"figure: {block.alt}", line(block.caption)]
    # The digest changes with every file of the library.
    return re.sub(r"digest [0-9a-f]{12}", "digest ............", "\n".join(lines)) + "\n"


@pytest.mark.parametrize(
    ("name", "audience"),
    [
        ("martinez", "court"),  # summary judgment on appeal, three officers, two incidents
        ("martinez", "training"),
        ("shooting-a-fleeing-suspect", "plaintiff"),  # summary judgment, the right clear
        ("starr-v-baca", "officers"),  # a motion to dismiss, a supervisor
    ],
)
def test_the_memorandum_is_as_recorded(name: str, audience: str) -> None:
    path = HERE / f"{name}.{audience}.txt"
    found = written(made(name, audience))
    if os.environ.get("PRONG_RECORD"):
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


CASES = [*examples(), *sorted(decided())[::9]]


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("name", CASES)
def test_no_conclusion_stands_without_its_support(name: str, audience: str) -> None:
    for sentence in made(name, audience).sentences():
        if sentence.does in ("conclusion", "rule", "fact"):
            assert sentence.supported(), said(sentence)


#: Words that a sentence cannot use without concluding something.
CONCLUDING = re.compile(
    r"\b(?:is|are|was|were) (?:not )?(?:entitled|granted|denied|clearly established|satisfied|violated)\b"
)


@pytest.mark.parametrize("name", CASES)
def test_a_sentence_that_only_leads_on_concludes_nothing(name: str) -> None:
    for sentence in made(name).sentences():
        if sentence.does == "lead" and not plain(sentence.text).startswith(
            "The question is whether"
        ):
            assert not CONCLUDING.search(plain(sentence.text)), said(sentence)


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("name", CASES)
def test_the_prose_is_whole(name: str, audience: str) -> None:
    """No gap, no doubled word or stop, no fragment: each sentence begins and ends as one does."""
    for block in made(name, audience).blocks:
        sentences = (
            block.sentences if isinstance(block, Paragraph)
            else [s for item in block.items for s in item] if isinstance(block, Points) else []
        )  # fmt: skip
        for sentence in sentences:
            words = plain(sentence.written)
            assert re.match(r"[A-Z“‘*\d§]", words), words
            assert re.search(r"[.?:”)\]]$", words), words
            for wrong in ("  ", " ,", " .", "..", ",,", "the the ", "None ", "()", "to to "):
                assert wrong not in re.sub("None (?:changes|of these)", "", words), (wrong, words)


def test_every_authority_of_the_discussion_is_in_the_table() -> None:
    of = made("martinez")
    table = next(b for b in of.blocks if isinstance(b, Table) and b.head[0] == "Authority")
    listed = " ".join(line(row[0]) for row in table.rows)
    for sentence in of.sentences():
        for cite in sentence.cites:
            if cite.citation.authority:
                authority = law().authorities[cite.citation.authority]
                assert authority.citation in listed


def test_a_decision_is_no_authority_for_its_own_case() -> None:
    """It stands only where the memorandum says that it does not count, and in what follows from it."""
    own = next(
        a for a in law().authorities.values() if a.docket == analysis("martinez").record.docket
    )
    key = law().id_of(own)
    for block in made("martinez").blocks:
        for sentence in block.sentences if isinstance(block, Paragraph) else ():
            if any(c.citation.authority == key for c in sentence.cites):
                words = plain(sentence.text)
                assert re.search("not count|clearly forbidden since|left out of what counts", words)


SEED = (HERE / "seed.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("wanted", [s for s in SEED if s and not s.startswith("#")])
def test_every_conclusion_of_the_opinion_stands_with_its_pin(wanted: str) -> None:
    """``seed.txt`` lists what the opinion concludes, in the memorandum's words, with its support."""
    head, _, cite = wanted.partition(" || ")
    text = written(made("martinez"))
    lines = [found for found in text.splitlines() if head in found]
    assert lines, head
    assert any(cite in found for found in lines), (cite, lines)
