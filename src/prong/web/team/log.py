"""Who did what, and when. Entries are added and read, and the database refuses any change of them.

An entry stands in the transaction of what it tells of: neither is kept without the other.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, insert, select

from prong.web.team.schema import LogRow, MatterRow, UserRow

#: Entries on one page.
PAGE = 50
#: What may be done, in words.
ACTIONS = {
    "signed-in": "signed in", "sign-in-refused": "was refused at signing in",
    "signed-out": "signed out", "password-changed": "changed the password",
    "sessions-ended": "ended other sessions",
    "token-made": "made a token of the API", "token-ended": "ended a token of the API",
    "user-added": "added a user", "user-changed": "changed a user",
    "password-given": "gave a new password to a user",
    "matter-made": "made a matter", "matter-renamed": "renamed a matter",
    "member-added": "added a member to a matter", "member-removed": "removed a member from a matter",
    "case-added": "added a case", "case-opened": "opened a case", "case-exported": "took a case away",
    "case-changed": "saved a case", "case-undone": "undid a save", "case-redone": "did a save again",
    "case-deleted": "deleted a case", "case-restored": "put a deleted case back",
    "case-moved": "moved a case to another matter",
    "brief-checked": "had a brief checked", "check-exported": "took the report on a brief away",
    "law-changed": "proposed or withdrew an authority",
    "request-refused": "was refused", "log-exported": "took the log away",
}  # fmt: skip


@dataclass(frozen=True)
class By:
    """Who does something: the user, from where, and through what (session, token, command)."""

    user: int | None
    address: str | None
    via: str


def add(
    connection: Connection, by: By, action: str, *, matter: int | None = None,
    case: str | None = None, what: str | None = None,
) -> None:  # fmt: skip
    """Add an entry. ``what`` holds an id, a format or an address, never what a case says."""
    assert action in ACTIONS
    connection.execute(
        insert(LogRow).values(
            user_id=by.user, action=action, matter_id=matter, case_id=case and case[:80],
            what=what and what[:200], address=by.address and by.address[:60], via=by.via,
        )
    )  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """Which entries are asked for; nothing, for all of them."""

    user: str = ""
    action: str = ""
    matter: str = ""
    case: str = ""
    since: datetime | None = None
    before: int | None = None


class Entry(NamedTuple):
    """An entry as it is read: the user and the matter by name."""

    id: int
    at: datetime
    user: str | None
    action: str
    matter: str | None
    case: str | None
    what: str | None
    address: str | None
    via: str


def page(connection: Connection, asked: Asked, size: int = PAGE) -> tuple[list[Entry], bool]:
    """The latest entries asked for, and whether there are earlier ones."""
    rows = connection.execute(_chosen(asked).order_by(LogRow.id.desc()).limit(size + 1)).all()
    return [Entry(*row) for row in rows[:size]], len(rows) > size


def as_csv(connection: Connection, asked: Asked) -> Iterator[str]:
    """Every entry asked for, the first first, as lines of CSV."""
    yield _line(["at", "user", "action", "matter", "case", "what", "address", "via"])
    found = connection.execution_options(yield_per=1000).execute(_chosen(asked).order_by(LogRow.id))
    for row in found:
        at, *rest = Entry(*row)[1:]
        yield _line([at.isoformat(), *map(_plain, rest)])


def _plain(value: str | None) -> str:
    """Text that no spreadsheet takes for a formula."""
    text = value or ""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _line(values: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(values)
    return out.getvalue()


def _chosen(asked: Asked) -> Select[*tuple[Any, ...]]:
    conditions: list[ColumnElement[bool]] = []
    if asked.user:
        conditions.append(UserRow.name == asked.user.lower())
    if asked.action:
        conditions.append(LogRow.action == asked.action)
    if asked.matter:
        conditions.append(func.lower(MatterRow.name) == asked.matter.lower())
    if asked.case:
        conditions.append(LogRow.case_id == asked.case)
    if asked.since:
        conditions.append(LogRow.at >= asked.since)
    if asked.before:
        conditions.append(LogRow.id < asked.before)
    return (
        select(
            LogRow.id, LogRow.at, UserRow.name, LogRow.action,
            MatterRow.name, LogRow.case_id, LogRow.what, LogRow.address, LogRow.via,
        )
        .select_from(LogRow)
        .outerjoin(UserRow, UserRow.id == LogRow.user_id)
        .outerjoin(MatterRow, MatterRow.id == LogRow.matter_id)
        .where(*conditions)
    )  # fmt: skip
