"""Reading opinions and briefs: text, footnotes, citations with their structure, quotations.

It stands alone: it needs no law and no case. ::

    from prong.read import read
    reading = read("opinion.pdf")
"""

from prong.read.reading import (
    Citation,
    Footnote,
    History,
    Parenthetical,
    Quotation,
    Reading,
    read,
    read_text,
)

__all__ = [
    "Citation",
    "Footnote",
    "History",
    "Parenthetical",
    "Quotation",
    "Reading",
    "read",
    "read_text",
]
