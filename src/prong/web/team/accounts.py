"""The accounts of a team: who there is, with which role, and how they show who they are."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any, Literal, NamedTuple, get_args

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from prong.faults import FieldFault, WordFault
from prong.web.shelf import NotHere
from prong.web.team import log, passwords
from prong.web.team.log import By
from prong.web.team.schema import SessionRow, TokenRow, UserRow

Role = Literal["reader", "editor", "admin"]
ROLES: tuple[str, ...] = get_args(Role)
#: What each role may do, in words.
MAY = {
    "reader": "opens cases, asks what if, takes away",
    "editor": "opens, adds and changes cases",
    "admin": "opens and changes cases, manages users and matters, reads the log",
}
#: How long a password that another gave can be used.
GIVEN_FOR = timedelta(days=7)
_NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,99}")


class User(NamedTuple):
    id: int
    name: str
    role: str
    must_change: bool
    closed: bool


def named(name: str) -> str:
    """A name as it is kept: small letters. Refuses what cannot be one."""
    found = name.strip().lower()
    if not _NAME.fullmatch(found):
        raise FieldFault(
            "This cannot be the name of an account.", found=found[:80] or "nothing",
            expected="letters, figures and . _ @ + -, such as an email address",
        )  # fmt: skip
    return found


def role(word: str) -> str:
    if word not in ROLES:
        raise WordFault("There is no such role.", found=word[:40], expected=", ".join(ROLES))
    return word


def add(
    connection: Connection, by: By, name: str, role_: str, password: str, *, given: bool
) -> int:
    """Add an account; its number. A password that was ``given`` by another must be changed soon."""
    name, role_ = named(name), role(role_)
    passwords.check(password, name)
    if of_name(connection, name) is not None:
        raise FieldFault("There is a user of this name already.", found=name)
    number: int = connection.execute(
        insert(UserRow)
        .values(name=name, role=role_, password=passwords.hashed(password), **_given(given))
        .returning(UserRow.id)
    ).scalar_one()
    log.add(connection, by, "user-added", what=f"user {number}, {role_}")
    return number


def _given(given: bool) -> dict[str, object]:
    return {"must_change": given, "until": func.now() + GIVEN_FOR if given else None}


def of_name(connection: Connection, name: str) -> User | None:
    found = connection.execute(_users().where(UserRow.name == name)).first()
    return User(*found) if found else None


def of_number(connection: Connection, number: int) -> User:
    found = connection.execute(_users().where(UserRow.id == number)).first()
    if found is None:
        raise NotHere("There is no such user.", found=str(number)[:20])
    return User(*found)


def every(connection: Connection) -> list[User]:
    """The accounts, those that are closed last."""
    rows = connection.execute(_users().order_by(UserRow.closed, UserRow.name))
    return [User(*row) for row in rows]


def _users() -> Select[*tuple[Any, ...]]:
    return select(UserRow.id, UserRow.name, UserRow.role, UserRow.must_change, UserRow.closed)


def admits(connection: Connection, name: str, password: str) -> int | None:
    """The number of the account that a name and a password open, or None. Whether there is such an
    account, whether it is closed, and whether a given password came too late is not told, nor to be
    seen from the time it takes."""
    row = connection.execute(
        select(
            UserRow.id, UserRow.password,
            (UserRow.closed | (func.coalesce(UserRow.until, func.now()) < func.now())).label("shut"),
        ).where(UserRow.name == name)
    ).first()  # fmt: skip
    fits = passwords.right(password, row.password if row else None)
    if row is None or not fits or row.shut:
        return None
    if passwords.outdated(row.password):
        _put(connection, row.id, password=passwords.hashed(password))
    return int(row.id)


def set_password(
    connection: Connection, by: By, number: int, password: str, *, given: bool
) -> None:
    """Set a password, by its owner or, ``given``, by another; every session and token of it ends."""
    passwords.check(password, of_number(connection, number).name)
    _put(connection, number, password=passwords.hashed(password), **_given(given))
    end_all(connection, number)
    log.add(
        connection, by, "password-given" if given else "password-changed", what=f"user {number}"
    )


def change(connection: Connection, by: By, number: int, role_: str, *, closed: bool) -> None:
    """Give an account another role, close it or open it again. The last admin stays one."""
    user = of_number(connection, number)
    role_ = role(role_)
    # One at a time, or two admins could each take the role from the other.
    admins = connection.execute(
        select(UserRow.id).where(UserRow.role == "admin", ~UserRow.closed).with_for_update()
    ).scalars().all()  # fmt: skip
    if list(admins) == [number] and (role_ != "admin" or closed):
        raise FieldFault("The last admin stays one.", expected="make another user an admin first")
    _put(connection, number, role=role_, closed=closed)
    if closed:
        end_all(connection, number)
    if (role_, closed) != (user.role, user.closed):
        what = f"user {number}: {role_}{', closed' if closed else ''}"
        log.add(connection, by, "user-changed", what=what)


def end_all(connection: Connection, number: int, but: str | None = None) -> None:
    """End the sessions of an account, all ``but`` one; and with all of them its tokens."""
    ended = delete(SessionRow).where(SessionRow.user_id == number)
    connection.execute(ended.where(SessionRow.key != but) if but else ended)
    if but is None:
        connection.execute(delete(TokenRow).where(TokenRow.user_id == number))


def _put(connection: Connection, number: int, **values: object) -> None:
    connection.execute(update(UserRow).where(UserRow.id == number).values(**values))
