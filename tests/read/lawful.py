"""The laws that every reading keeps, whatever was read."""

from __future__ import annotations

import itertools

from prong.read import Reading

REFERRING = ("short", "id", "supra")


def bare(text: str) -> str:
    """A text without white space and the marks that a line's end may take or leave."""
    return "".join(text.replace("-", "").split())


def within(text: str, whole: str) -> bool:
    """Whether the characters of one text are in another, in order."""
    rest = iter(whole)
    return all(character in rest for character in text)


def lawful(reading: Reading) -> None:
    """Everything that must be so in any reading."""
    text, source = reading.text, reading.source.text
    citations = reading.citations
    assert [citation.n for citation in citations] == list(range(1, len(citations) + 1))
    for citation in citations:
        where(text, citation.text, citation.at)
        stands(reading, citation.text, citation.span)
        if citation.refers_to is not None:
            assert citation.unresolved is None
            meant = reading.by_number[citation.refers_to]
            lent = citation.kind == "name" and citation.name == meant.name
            assert meant.n < citation.n or (lent and meant.n > citation.n)
        elif citation.kind in REFERRING:
            assert citation.unresolved
        else:
            assert citation.doubt is None
        if citation.inside is not None:
            outer = reading.by_number[citation.inside]
            assert any(one.at[0] <= citation.at[0] < one.at[1] for one in outer.parentheticals)
            assert outer.at[1] <= citation.at[0]
        for one in citation.parentheticals:
            where(text, one.text, one.at)
            assert citation.at[0] < one.at[0]
            assert text[one.at[0] - 1] == "(" and text[one.at[1]] == ")"
        for history in citation.history:
            assert reading.by_number[history.citation].history_of == citation.n
        if citation.history_of is not None:
            assert citation.n in [
                one.citation for one in reading.by_number[citation.history_of].history
            ]
        if citation.proposition_at is not None:
            assert citation.proposition is not None
            where(text, citation.proposition, citation.proposition_at)
        assert not citation.carried or citation.signal
    spans = sorted(citation.at for citation in citations)
    for before, following in itertools.pairwise(spans):
        assert before[1] <= following[0], "two citations overlap"
    for quotation in reading.quotations:
        where(text, quotation.text, quotation.at)
        stands(reading, quotation.text, quotation.span)
        for number in (quotation.attributed_to, quotation.inner):
            assert number is None or number in reading.by_number
    for note in reading.footnotes:
        where(text, note.text, note.at, empty=True)
        assert note.called_at is None or 0 <= note.called_at <= len(text)
        assert note.marker is None or 0 <= note.marker <= len(source) or reading.source.pieces
        for start, end in note.spans:
            assert 0 <= start < end and (end <= len(source) or reading.source.pieces)
    starts = [page.at for page in reading.pages]
    assert starts == sorted(starts)
    last = 0
    for start, end in reading.paragraphs:
        assert last <= start < end <= len(text)
        assert "\n" not in text[start:end]
        last = end
    assert 0 <= reading.front.end <= len(text)


def where(text: str, words: str, at: tuple[int, int], *, empty: bool = False) -> None:
    """Words stand in the reading text where it says."""
    start, end = at
    assert 0 <= start <= end <= len(text)
    assert empty or start < end
    assert text[start:end] == words


def stands(reading: Reading, words: str, span: tuple[int, int]) -> None:
    """The source has the same characters in a span, apart from white space, hyphens and cuts."""
    if reading.source.pieces:
        return  # the file's own characters are not kept
    start, end = span
    source = reading.source.text
    assert 0 <= start < end <= len(source)
    assert source[start] == words[0]
    assert source[end - 1] == words[-1]
    assert within(bare(words), bare(source[start:end]))
