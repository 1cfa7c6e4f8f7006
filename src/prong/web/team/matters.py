"""Matters and their members. Whoever is no member of a matter sees nothing of it, an admin neither;
an admin may become a member, and the log says so."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from prong.faults import FieldFault
from prong.web.shelf import NotHere
from prong.web.team import accounts, log
from prong.web.team.log import By
from prong.web.team.schema import CaseRow, DraftRow, MatterRow, MemberRow, SessionRow, UserRow

MOST = 200


class Matter(NamedTuple):
    id: int
    name: str


class Counted(NamedTuple):
    """A matter with how many members and cases it has."""

    id: int
    name: str
    members: int
    cases: int


class Member(NamedTuple):
    id: int
    name: str
    role: str
    closed: bool


def add(connection: Connection, by: By, name: str) -> int:
    """Make a matter that has no members yet; its number."""
    number = connection.execute(
        insert(MatterRow).values(name=_free(connection, name)).on_conflict_do_nothing()
        .returning(MatterRow.id)
    ).scalar()  # fmt: skip
    if number is None:
        raise _taken(name)
    log.add(connection, by, "matter-made", matter=number)
    return int(number)


def rename(connection: Connection, by: By, number: int, name: str) -> None:
    matter = of_number(connection, number)
    if matter.name == " ".join(name.split()):
        return
    connection.execute(
        update(MatterRow).where(MatterRow.id == number).values(name=_free(connection, name))
    )
    log.add(connection, by, "matter-renamed", matter=number)


def _free(connection: Connection, name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= MOST or "\0" in name:
        raise FieldFault("A matter has a name.", found=name[:80] or "nothing",
                         expected=f"at most {MOST} characters")  # fmt: skip
    same = select(MatterRow.id).where(func.lower(MatterRow.name) == name.lower())
    if connection.execute(same).first():
        raise _taken(name)
    return name


def _taken(name: str) -> FieldFault:
    return FieldFault("There is a matter of this name already.", found=name[:80])


def of_number(connection: Connection, number: int) -> Matter:
    found = connection.execute(
        select(MatterRow.id, MatterRow.name).where(MatterRow.id == number)
    ).first()
    if found is None:
        raise NotHere("There is no such matter.", found=str(number)[:20])
    return Matter(*found)


def every(connection: Connection) -> list[Counted]:
    members = select(func.count()).where(MemberRow.matter_id == MatterRow.id).scalar_subquery()
    cases = (
        select(func.count())
        .where(CaseRow.matter_id == MatterRow.id, CaseRow.deleted.is_(None))
        .scalar_subquery()
    )
    counted = select(MatterRow.id, MatterRow.name, members, cases)
    rows = connection.execute(counted.order_by(func.lower(MatterRow.name)))
    return [Counted(*row) for row in rows]


def of_user(connection: Connection, user: int) -> list[Matter]:
    """The matters someone is a member of."""
    mine = select(MatterRow.id, MatterRow.name).join(MemberRow, MemberRow.matter_id == MatterRow.id)
    found = mine.where(MemberRow.user_id == user).order_by(func.lower(MatterRow.name))
    return [Matter(*row) for row in connection.execute(found)]


def members(connection: Connection, number: int) -> list[Member]:
    them = select(UserRow.id, UserRow.name, UserRow.role, UserRow.closed)
    found = them.join(MemberRow, MemberRow.user_id == UserRow.id).order_by(UserRow.name)
    return [Member(*row) for row in connection.execute(found.where(MemberRow.matter_id == number))]


def add_member(connection: Connection, by: By, number: int, name: str) -> None:
    of_number(connection, number)
    user = accounts.of_name(connection, accounts.named(name))
    if user is None or user.closed:
        raise NotHere("There is no user of this name.", found=name.strip()[:80])
    done = connection.execute(
        insert(MemberRow).values(matter_id=number, user_id=user.id).on_conflict_do_nothing()
    )
    if done.rowcount:
        log.add(connection, by, "member-added", matter=number, what=f"user {user.id}")


def remove_member(connection: Connection, by: By, number: int, user: int) -> None:
    """End a membership; the unsaved drafts of that member in the matter go with it."""
    done = connection.execute(
        delete(MemberRow).where(MemberRow.matter_id == number, MemberRow.user_id == user)
    )
    if not done.rowcount:
        raise NotHere("There is no such member.", found=str(user)[:20])
    cases = select(CaseRow.id).where(CaseRow.matter_id == number)
    connection.execute(
        delete(DraftRow).where(DraftRow.user_id == user, DraftRow.case_id.in_(cases))
    )
    last = (SessionRow.user_id == user) & (SessionRow.matter_id == number)
    connection.execute(update(SessionRow).where(last).values(matter_id=None))
    log.add(connection, by, "member-removed", matter=number, what=f"user {user}")
