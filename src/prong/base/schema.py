"""The tables of the base. ``migrations`` makes them; a test compares the two.

A decision is one row of ``opinions`` however many judges wrote in it: each writing is a row of
``writings``. What a writing cites is kept by the citation as written down in its plain form, and by
the row of the cited opinion once that is held.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import VARCHAR
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

#: The revision of the migrations that this code reads and writes.
HEAD = "0003"
#: Every revision that ``prong base init`` can start from.
REVISIONS = ("0001", "0002", "0003")


#: A name that is looked for by how it begins: so letters are ordered as they are coded.
_NAME = String(300).with_variant(VARCHAR(300, collation="C"), "postgresql")


class Table(DeclarativeBase):
    """The base of every table."""


class OpinionRow(Table):
    """A decision: who, which court, when. An unknown day is an interval, an unknown date nothing."""

    __tablename__ = "opinions"
    __table_args__ = (Index("opinions_by_day", "decided_last"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    caption: Mapped[str] = mapped_column(Text)
    court: Mapped[str | None] = mapped_column(String(40))
    docket: Mapped[str | None] = mapped_column(Text)
    decided_first: Mapped[date | None] = mapped_column(Date)
    decided_last: Mapped[date | None] = mapped_column(Date)
    status: Mapped[str] = mapped_column(String(20), default="unknown")
    origin: Mapped[str | None] = mapped_column(String(80), unique=True)


class DocketRow(Table):
    """A docket number of a decision, in the form it is looked for."""

    __tablename__ = "dockets"
    __table_args__ = (Index("dockets_by_number", "number"),)

    opinion_id: Mapped[int] = mapped_column(
        ForeignKey("opinions.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[str] = mapped_column(String(120), primary_key=True)


class CitationRow(Table):
    """A place where a decision is reported: its first page there, and its last where known."""

    __tablename__ = "citations"
    __table_args__ = (
        Index("citations_once", "opinion_id", "cite", unique=True),
        Index("citations_by_cite", "cite"),
        Index("citations_by_page", "reporter", "volume", "first"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinions.id", ondelete="CASCADE"))
    cite: Mapped[str] = mapped_column(String(120))
    reporter: Mapped[str] = mapped_column(String(60))
    volume: Mapped[str] = mapped_column(String(30))
    page: Mapped[str] = mapped_column(String(30))
    first: Mapped[int | None] = mapped_column(Integer)
    last: Mapped[int | None] = mapped_column(Integer)


class SourceRow(Table):
    """Where a writing came from, the digest of its bytes, and what did not agree in it."""

    __tablename__ = "sources"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    place: Mapped[str] = mapped_column(Text, index=True)
    said: Mapped[str] = mapped_column(String(64), default="")
    remarks: Mapped[list[str]] = mapped_column(JSON, default=list)


class WritingRow(Table):
    """An opinion's text. ``pages`` are [reporter, label, offset]; a reporter of no name is the
    document's own pages. ``notes`` are [number, start, end, where it is called]. ``crowded`` says
    that some word stands too often in it for the index of PostgreSQL to know every place."""

    __tablename__ = "writings"
    __table_args__ = (
        Index(
            "writings_crowded", "id", sqlite_where=sql("crowded"), postgresql_where=sql("crowded")
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    opinion_id: Mapped[int] = mapped_column(
        ForeignKey("opinions.id", ondelete="CASCADE"), index=True
    )
    source_id: Mapped[int | None] = mapped_column(
        ForeignKey("sources.id", ondelete="CASCADE"), index=True
    )
    origin: Mapped[str | None] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    author: Mapped[str | None] = mapped_column(Text)
    heading: Mapped[str] = mapped_column(Text)
    retyped: Mapped[bool] = mapped_column(Boolean, default=False)
    crowded: Mapped[bool] = mapped_column(Boolean, default=False)
    pages: Mapped[list[Any]] = mapped_column(JSON, default=list)
    notes: Mapped[list[Any]] = mapped_column(JSON, default=list)
    letters: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)


class CitingRow(Table):
    """That one decision cites another: how often, with which signal first, and where.
    ``mentions`` are [start, end, signal, pins, relation]."""

    __tablename__ = "citings"
    __table_args__ = (
        Index("citings_by_cite", "cite"),
        Index("citings_by_cited", "cited_id"),
        Index("citings_by_name", "name"),
        Index("citings_by_opinion", "opinion_id"),
        Index("citings_by_writing", "writing_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinions.id", ondelete="CASCADE"))
    writing_id: Mapped[int | None] = mapped_column(ForeignKey("writings.id", ondelete="CASCADE"))
    cite: Mapped[str | None] = mapped_column(String(120))
    cited_id: Mapped[int | None] = mapped_column(ForeignKey("opinions.id", ondelete="SET NULL"))
    name: Mapped[str | None] = mapped_column(_NAME)
    court: Mapped[str | None] = mapped_column(String(40))
    year: Mapped[int | None] = mapped_column(Integer)
    depth: Mapped[int] = mapped_column(Integer)
    signal: Mapped[str | None] = mapped_column(String(60))
    mentions: Mapped[list[Any]] = mapped_column(JSON, default=list)


class ParallelRow(Table):
    """A parallel citation that a text gives beside the one under which a citing is kept."""

    __tablename__ = "parallels"
    __table_args__ = (Index("parallels_by_cite", "cite"),)

    citing_id: Mapped[int] = mapped_column(
        ForeignKey("citings.id", ondelete="CASCADE"), primary_key=True
    )
    cite: Mapped[str] = mapped_column(String(120), primary_key=True)


class TreatmentRow(Table):
    """What a writing says befell a decision, or does to it: the words, and where they stand.

    ``by`` is self, another or unsaid: who does it; ``by_cite`` names another. ``weight`` is stated,
    or signal where it is a sign of doubt and no more. ``extent`` is whole, in-part or other-grounds.
    """

    __tablename__ = "treatments"
    __table_args__ = (
        Index("treatments_by_cite", "cite"),
        Index("treatments_by_treated", "treated_id"),
        Index("treatments_by_opinion", "opinion_id"),
        Index("treatments_by_writing", "writing_id"),
        Index("treatments_by_by", "by_cite"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinions.id", ondelete="CASCADE"))
    writing_id: Mapped[int | None] = mapped_column(ForeignKey("writings.id", ondelete="CASCADE"))
    cite: Mapped[str | None] = mapped_column(String(120))
    treated_id: Mapped[int | None] = mapped_column(ForeignKey("opinions.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(20))
    weight: Mapped[str] = mapped_column(String(10))
    extent: Mapped[str] = mapped_column(String(20))
    form: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(10))
    by_cite: Mapped[str | None] = mapped_column(String(120))
    by_name: Mapped[str | None] = mapped_column(Text)
    by_year: Mapped[int | None] = mapped_column(Integer)
    passage: Mapped[str] = mapped_column(Text)
    start: Mapped[int] = mapped_column(Integer)
    end: Mapped[int] = mapped_column(Integer)


class RunRow(Table):
    """Pages of a volume of which a source gives every decision that begins there."""

    __tablename__ = "runs"
    __table_args__ = (
        Index("runs_once", "reporter", "volume", "first", "last", "source", unique=True),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reporter: Mapped[str] = mapped_column(String(60))
    volume: Mapped[str] = mapped_column(String(30))
    first: Mapped[int] = mapped_column(Integer)
    last: Mapped[int] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(String(120))


class StageRow(Table):
    """How far the ingestion of a published file has come: the rows of it that are in the base."""

    __tablename__ = "stages"

    source: Mapped[str] = mapped_column(String(300), primary_key=True)
    done: Mapped[int] = mapped_column(Integer)
    whole: Mapped[bool] = mapped_column(Boolean, default=False)
