"""How often one may try to sign in: so often for one account, and so often from one address.

Attempts are counted in the database, so that neither another process nor a new start forgets them.
An account that there is not is counted like any other.
"""

from __future__ import annotations

import hashlib
import ipaddress
from datetime import timedelta

from sqlalchemy import Connection, delete, func, insert, select

from prong.web.team.schema import AttemptRow

WITHIN = timedelta(minutes=15)
OF_ACCOUNT, FROM_ADDRESS = 10, 40


def _keys(name: str, address: str) -> tuple[str, str]:
    try:
        found = ipaddress.ip_address(address)
        if found.version == 6:  # one line is given a whole network of these
            address = str(ipaddress.ip_network((found, 64), strict=False))
    except ValueError:
        pass
    return _hashed(f"account {name}"), _hashed(f"address {address}")


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def admit(connection: Connection, name: str, address: str) -> list[int] | None:
    """Count an attempt before it is looked into; None where there were too many already. They take
    turns, so that of many at once no more are let through."""
    keys = _keys(name, address)
    for key in sorted(keys):
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(key))))
    connection.execute(delete(AttemptRow).where(AttemptRow.at < func.now() - WITHIN))
    for key, most in zip(keys, (OF_ACCOUNT, FROM_ADDRESS), strict=True):
        lately = select(func.count()).where(AttemptRow.key == key)
        if connection.execute(lately).scalar_one() >= most:
            return None
    made = insert(AttemptRow).returning(AttemptRow.id)
    return [connection.execute(made.values(key=key)).scalar_one() for key in keys]


def first_refused(connection: Connection, name: str, address: str) -> bool:
    """Whether no attempt at this account from there was refused unseen lately: so that whoever goes
    on trying fills no log."""
    key = _hashed(f"refused {' '.join(_keys(name, address))}")
    lately = AttemptRow.at > func.now() - WITHIN
    if connection.execute(select(AttemptRow.id).where(AttemptRow.key == key, lately)).first():
        return False
    connection.execute(insert(AttemptRow).values(key=key))
    return True


def forgive(connection: Connection, name: str, address: str, counted: list[int]) -> None:
    """Once an owner has signed in: forget the attempts at the account, and this one from there."""
    account, _ = _keys(name, address)
    connection.execute(
        delete(AttemptRow).where((AttemptRow.key == account) | AttemptRow.id.in_(counted))
    )
