"""The tables of a team's database. ``migrations`` makes them; a test compares the two.

No secret stands in them as it is: a password is hashed with argon2id, what a session or a token of
the API is known by with SHA-256, which suffices for what is random.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    String,
    Text,
    func,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

#: The revision of the migrations that this code reads and writes.
HEAD = "0001"
REVISIONS = ("0001",)
#: Where the revision is kept: an authority base may share the database.
VERSION_TABLE = "team_version"


class Table(DeclarativeBase):
    """The base of every table."""


def _moment() -> Mapped[datetime]:
    return mapped_column(DateTime(timezone=True), server_default=func.now())


class UserRow(Table):
    """An account. It is closed and never deleted: the log names it."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    role: Mapped[str] = mapped_column(String(10))
    password: Mapped[str] = mapped_column(String(200))
    must_change: Mapped[bool] = mapped_column(Boolean)
    #: When a password that another gave ends, if it was not changed by then.
    until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    closed: Mapped[bool] = mapped_column(Boolean, server_default="false")
    made: Mapped[datetime] = _moment()


class MatterRow(Table):
    """What a client's cases belong to; only its members see them."""

    __tablename__ = "matters"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    made: Mapped[datetime] = _moment()


class MemberRow(Table):
    __tablename__ = "members"

    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)


class SessionRow(Table):
    """A browser that signed in. ``matter_id`` is the matter its last new case went into."""

    __tablename__ = "sessions"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    begun: Mapped[datetime] = _moment()
    seen: Mapped[datetime] = _moment()
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matters.id"))


class TokenRow(Table):
    """What a program asks the API with, in the name of a user."""

    __tablename__ = "tokens"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    label: Mapped[str] = mapped_column(String(80))
    made: Mapped[datetime] = _moment()
    until: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class AttemptRow(Table):
    """An attempt to sign in, by the account it named or the address it came from, hashed."""

    __tablename__ = "attempts"
    __table_args__ = (Index("attempts_by_key", "key", "at"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = _moment()


class CaseRow(Table):
    """A case as it is saved. Its id says nothing of it. ``deleted`` is when it was put aside."""

    __tablename__ = "cases"

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    caption: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    changed: Mapped[datetime] = _moment()
    deleted: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class EarlierRow(Table):
    """What a save replaced (``side`` history), or what was undone (undone), the last numbered highest."""

    __tablename__ = "earlier"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    side: Mapped[str] = mapped_column(String(8), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class DraftRow(Table):
    """What one user has not yet saved of a case."""

    __tablename__ = "drafts"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    base: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)


class LogRow(Table):
    """Who did what, and when: ids and actions, nothing of what a case says. A trigger refuses any
    change of it."""

    __tablename__ = "audit"
    __table_args__ = (
        Index("audit_by_user", "user_id", "id"),
        Index("audit_by_case", "case_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    at: Mapped[datetime] = _moment()
    user_id: Mapped[int | None] = mapped_column(Integer)
    action: Mapped[str] = mapped_column(String(40))
    matter_id: Mapped[int | None] = mapped_column(Integer)
    case_id: Mapped[str | None] = mapped_column(String(80))
    what: Mapped[str | None] = mapped_column(String(200))
    address: Mapped[str | None] = mapped_column(String(60))
    via: Mapped[str] = mapped_column(String(20))
