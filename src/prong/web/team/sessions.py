"""How a browser or a program is known from one request to the next.

What it is known by is random, is handed out once and is kept hashed. A browser bears it in a cookie
from its first visit, so that even the page where one signs in has a form of its own; signing in and
changing the password give it another.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from prong.faults import FieldFault
from prong.web.shelf import NotHere
from prong.web.team import log
from prong.web.team.log import By
from prong.web.team.schema import SessionRow, TokenRow, UserRow

#: A session ends after so long without a request, and after so long whatever it does.
IDLE, WHOLE = timedelta(hours=1), timedelta(hours=12)
#: For how many days a token of the API may be made.
DAYS = (7, 30, 90, 365)
#: The most tokens of one user.
MOST = 20
_MARK = "prong_"


@dataclass(frozen=True)
class Asker:
    """Who asks: the account, how it is known, from where, and what its forms carry."""

    user: int
    name: str
    role: str
    must_change: bool
    by: By
    form: str
    session: str | None = None
    matter: int | None = None

    @property
    def may_change(self) -> bool:
        return self.role != "reader"


def fresh() -> str:
    """What a browser is to be known by."""
    return secrets.token_urlsafe(32)


def key(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def form(secret: str) -> str:
    """What the forms made for a browser carry."""
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()


def begin(connection: Connection, user: int) -> str:
    """A session begun; what the browser is known by from now on."""
    connection.execute(delete(SessionRow).where(~_lasts()))
    secret = fresh()
    connection.execute(insert(SessionRow).values(key=key(secret), user_id=user))
    return secret


def _lasts() -> ColumnElement[bool]:
    return (SessionRow.seen > func.now() - IDLE) & (SessionRow.begun > func.now() - WHOLE)


def of_cookie(connection: Connection, secret: str, address: str) -> Asker | None:
    """Whose session a browser has, if it has one that lasts."""
    row = connection.execute(
        select(
            UserRow.id, UserRow.name, UserRow.role, UserRow.must_change, SessionRow.matter_id,
            (SessionRow.seen < func.now() - timedelta(minutes=1)).label("while_ago"),
        )
        .join(UserRow, UserRow.id == SessionRow.user_id)
        .where(SessionRow.key == key(secret), ~UserRow.closed, _lasts())
    ).first()  # fmt: skip
    if row is None:
        return None
    if row.while_ago:
        connection.execute(
            update(SessionRow).where(SessionRow.key == key(secret)).values(seen=func.now())
        )
    by = By(row.id, address, "session")
    return Asker(
        row.id, row.name, row.role, row.must_change, by, form(secret), key(secret), row.matter_id
    )


def end(connection: Connection, session: str) -> None:
    connection.execute(delete(SessionRow).where(SessionRow.key == session))


def last_matter(connection: Connection, session: str, matter: int) -> None:
    """Remember into which matter a browser put its last new case."""
    connection.execute(update(SessionRow).where(SessionRow.key == session).values(matter_id=matter))


# Programs


class Token(NamedTuple):
    id: int
    label: str
    made: datetime
    until: datetime


def make_token(connection: Connection, asker: Asker, label: str, days: int) -> str:
    """A new token of the API for whoever asks: shown once, kept hashed."""
    if days not in DAYS:
        raise FieldFault(
            "A token is not made for so long.", found=str(days)[:20],
            expected=f"{', '.join(map(str, DAYS))} days",
        )  # fmt: skip
    label = label.strip()[:80].replace("\0", "")
    if len(tokens(connection, asker.user)) >= MOST:
        raise FieldFault("There are as many tokens as one user may have.", expected=f"{MOST}")
    secret = _MARK + secrets.token_urlsafe(32)
    number = connection.execute(
        insert(TokenRow)
        .values(
            key=key(secret), user_id=asker.user, label=label or "no name",
            until=func.now() + timedelta(days=days),
        )
        .returning(TokenRow.id)
    ).scalar_one()  # fmt: skip
    log.add(connection, asker.by, "token-made", what=f"token {number}, {days} days")
    return secret


def of_token(connection: Connection, secret: str, address: str) -> Asker | None:
    """Whose token a program bears, if it lasts."""
    if not secret.startswith(_MARK):
        return None
    row = connection.execute(
        select(TokenRow.id, UserRow.id.label("user"), UserRow.name, UserRow.role)
        .join(UserRow, UserRow.id == TokenRow.user_id)
        .where(
            TokenRow.key == key(secret), TokenRow.until > func.now(),
            ~UserRow.closed, ~UserRow.must_change,
        )
    ).first()  # fmt: skip
    if row is None:
        return None
    by = By(row.user, address, f"token {row.id}")
    return Asker(row.user, row.name, row.role, False, by, form(secret))


def tokens(connection: Connection, user: int) -> list[Token]:
    """The tokens of a user that last."""
    found = select(TokenRow.id, TokenRow.label, TokenRow.made, TokenRow.until)
    mine = found.where(TokenRow.user_id == user, TokenRow.until > func.now())
    return [Token(*row) for row in connection.execute(mine.order_by(TokenRow.id))]


def end_token(connection: Connection, asker: Asker, number: int) -> None:
    done = connection.execute(
        delete(TokenRow).where(TokenRow.id == number, TokenRow.user_id == asker.user)
    )
    if not done.rowcount:
        raise NotHere("There is no such token.", found=str(number)[:20])
    log.add(connection, asker.by, "token-ended", what=f"token {number}")
