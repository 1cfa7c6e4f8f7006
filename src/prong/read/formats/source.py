"""What every format is read into: one text in reading order, and where each part stood."""

from __future__ import annotations

from bisect import bisect_right

from prong.values import frozen


@frozen
class Note:
    """A footnote or endnote that the file itself marks as one (Word, RTF, linked HTML).

    ``marker`` is the offset in the text at which its number is called; the number itself is not in
    the text there. ``start`` and ``end`` bound the body, which stands at the end of the text.
    """

    number: str
    marker: int
    start: int
    end: int


@frozen
class Source:
    """A document as its format gives it, before its layout is understood.

    ``text``    the words in reading order: lines end in ``\\n``, pages of a PDF in ``\\f``
    ``kind``    text, html, rtf, docx or pdf
    ``pieces``  for formats whose offsets are not those of the text: ascending pairs of an offset
                in the text and the offset in the decoded file where that character came from;
                between two pairs both run on together. Empty where the text *is* the file, and
                for DOCX and PDF, whose offsets are those of the text drawn from them.
    ``notes``   the footnotes the file marks as such, in order
    ``headings`` spans of the text that the file marks as headings, with their level from 1
    ``blocks``  spans of the text that the file marks as block quotations
    ``remarks`` what had to be guessed in reading it: an encoding, a replaced character
    """

    text: str
    kind: str
    pieces: tuple[tuple[int, int], ...] = ()
    notes: tuple[Note, ...] = ()
    headings: tuple[tuple[int, int, int], ...] = ()
    blocks: tuple[tuple[int, int], ...] = ()
    remarks: tuple[str, ...] = ()

    def in_file(self, at: int) -> int:
        """The offset in the decoded file (or in the drawn text) of an offset in the text."""
        if not self.pieces:
            return at
        start, origin = self.pieces[max(0, bisect_right(self.pieces, (at, 1 << 60)) - 1)]
        return origin + (at - start)
