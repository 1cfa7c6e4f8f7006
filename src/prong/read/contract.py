"""The JSON contract ``prong/reading/1``: what a document says, the same from the command line and
from Python. ``prong library schema reading`` publishes its schema.

Every ``span`` counts characters of the source: of the file, decoded, for text, HTML and RTF; of the
text drawn from it for DOCX and PDF (``document.offsets`` says which). Every ``at`` counts
characters of ``text``, the reading text.
"""

from __future__ import annotations

import json
from typing import Any

from typing_extensions import TypedDict

from prong.read import authorities
from prong.read.reading import Citation, Reading
from prong.values import closed

SCHEMA = "prong/reading/1"
Span = list[int]


@closed
class DateJson(TypedDict):
    """A date the front matter states, and what it says happened then."""

    what: str
    date: str


@closed
class OpinionJson(TypedDict):
    author: str | None
    kind: str
    at: int


@closed
class DocumentJson(TypedDict):
    """What the document says of itself; what it does not say is null or empty."""

    name: str
    format: str
    offsets: str
    characters: int
    caption: str | None
    court: str | None
    court_name: str | None
    docket: list[str]
    dates: list[DateJson]
    panel: list[str]
    opinions: list[OpinionJson]
    remarks: list[str]


@closed
class PageJson(TypedDict):
    """A page that begins at an offset; ``stars`` is 0 for a page of the document itself."""

    label: str
    stars: int
    at: int


@closed
class SectionJson(TypedDict):
    number: str
    title: str
    level: int
    path: str
    at: int


@closed
class ParentheticalJson(TypedDict):
    kind: str
    text: str
    at: Span


@closed
class HistoryJson(TypedDict):
    how: str
    citation: int


@closed
class CitationJson(TypedDict):
    """One citation; the fields are those of ``prong.read.Citation``."""

    n: int
    kind: str
    span: Span
    at: Span
    text: str
    name: str | None
    cite: str | None
    parallel: list[str]
    court: str | None
    year: int | None
    pins: list[str]
    signal: str | None
    carried: bool
    parentheticals: list[ParentheticalJson]
    inside: int | None
    relation: str | None
    history: list[HistoryJson]
    history_of: int | None
    refers_to: int | None
    unresolved: str | None
    doubt: str | None
    section: str | None
    footnote: str | None
    page: str | None
    proposition: str | None
    proposition_at: Span | None


@closed
class QuotationJson(TypedDict):
    """A quotation, the citation whose words it is, and the one that citation quotes."""

    span: Span
    at: Span
    text: str
    attributed_to: int | None
    inner: int | None
    block: bool
    footnote: str | None


@closed
class FootnoteJson(TypedDict):
    """A footnote; ``marker`` is where the source calls it, ``called_at`` the same in the text."""

    number: str
    marker: int | None
    text: str
    spans: list[Span]
    at: Span
    called_at: int | None


@closed
class AuthorityJson(TypedDict):
    """A row of the table of authorities."""

    group: str
    name: str | None
    cite: str
    parallel: list[str]
    year: int | None
    pages: list[str]
    passim: bool
    citations: list[int]
    resolved: bool


@closed
class ReadingJson(TypedDict):
    schema: str
    document: DocumentJson
    pages: list[PageJson]
    paragraphs: list[Span]
    sections: list[SectionJson]
    citations: list[CitationJson]
    quotations: list[QuotationJson]
    footnotes: list[FootnoteJson]
    authorities: list[AuthorityJson]
    text: str


def as_json(reading: Reading) -> ReadingJson:
    """A reading as plain data."""
    front = reading.front
    drawn = reading.source.kind in ("docx", "pdf")
    return {
        "schema": SCHEMA,
        "document": {
            "name": reading.name,
            "format": reading.source.kind,
            "offsets": "characters of the text drawn from the file"
            if drawn
            else "characters of the file",
            "characters": len(reading.source.text),
            "caption": front.caption,
            "court": front.court,
            "court_name": front.court_name,
            "docket": list(front.docket),
            "dates": [{"what": what, "date": day} for what, day in front.dates],
            "panel": list(front.panel),
            "opinions": [
                {"author": o.author, "kind": o.kind, "at": o.start} for o in front.opinions
            ],
            "remarks": list(reading.source.remarks),
        },
        "pages": [{"label": p.label, "stars": p.stars, "at": p.at} for p in reading.pages],
        "paragraphs": [list(span) for span in reading.paragraphs],
        "sections": [
            {"number": s.number, "title": s.title, "level": s.level, "path": s.path, "at": s.start}
            for s in reading.sections
        ],
        "citations": [_citation(citation) for citation in reading.citations],
        "quotations": [
            {
                "span": list(q.span),
                "at": list(q.at),
                "text": q.text,
                "attributed_to": q.attributed_to,
                "inner": q.inner,
                "block": q.block,
                "footnote": q.footnote,
            }
            for q in reading.quotations
        ],
        "footnotes": [
            {
                "number": note.number,
                "marker": note.marker,
                "text": note.text,
                "spans": [list(span) for span in note.spans],
                "at": list(note.at),
                "called_at": note.called_at,
            }
            for note in reading.footnotes
        ],
        "authorities": [
            {
                "group": group.title,
                "name": a.name,
                "cite": a.cite,
                "parallel": list(a.parallel),
                "year": a.year,
                "pages": list(a.pages),
                "passim": a.passim,
                "citations": list(a.citations),
                "resolved": a.resolved,
            }
            for group in authorities.table(reading)
            for a in group.authorities
        ],
        "text": reading.text,
    }


def _citation(c: Citation) -> CitationJson:
    return {
        "n": c.n,
        "kind": c.kind,
        "span": list(c.span),
        "at": list(c.at),
        "text": c.text,
        "name": c.name,
        "cite": c.cite,
        "parallel": list(c.parallel),
        "court": c.court,
        "year": c.year,
        "pins": list(c.pins),
        "signal": c.signal,
        "carried": c.carried,
        "parentheticals": [
            {"kind": p.kind, "text": p.text, "at": list(p.at)} for p in c.parentheticals
        ],
        "inside": c.inside,
        "relation": c.relation,
        "history": [{"how": h.how, "citation": h.citation} for h in c.history],
        "history_of": c.history_of,
        "refers_to": c.refers_to,
        "unresolved": c.unresolved,
        "doubt": c.doubt,
        "section": c.section,
        "footnote": c.footnote,
        "page": c.page,
        "proposition": c.proposition,
        "proposition_at": list(c.proposition_at) if c.proposition_at else None,
    }


def dumps(reading: Reading) -> str:
    """A reading as JSON text."""
    return json.dumps(as_json(reading), indent=1, ensure_ascii=False) + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema of the contract."""
    from pydantic import TypeAdapter

    return TypeAdapter(ReadingJson).json_schema(mode="serialization")
