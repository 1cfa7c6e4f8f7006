"""The commands of a team's workbench: making its database, and the accounts one cannot sign in to make."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Any

from prong.cli.serve import NEEDS_TEAM, needed
from prong.faults import FieldFault

Command = Callable[[argparse.Namespace], int]


def init(given: argparse.Namespace) -> int:
    """Make the tables of a team in a PostgreSQL database, or bring them up to date.

    The database is the one that PRONG_TEAM names, or --team. Then add the first admin.

    example: PRONG_TEAM=postgresql://localhost/prong prong team init
    """
    needed(NEEDS_TEAM, "team")
    from prong.base.database import shown
    from prong.web.team import accounts, store

    team, new = store.init(given.team)
    with team, team.begin() as connection:
        admins = [u for u in accounts.every(connection) if u.role == "admin" and not u.closed]
    print(f"{shown(team.where)}: {'a new team' if new else 'the team is up to date'}.")
    if not admins:
        print("It has no admin yet: prong team add-user NAME --role admin")
    return 0


def add_user(given: argparse.Namespace) -> int:
    """Add a user; the password is asked for, or is a line of standard input, never an argument.

    Whoever adds another than themselves lets --change ask for a new password at the first sign-in.

    example: prong team add-user ann@firm.example --role admin
    """
    needed(NEEDS_TEAM, "team")
    from prong.web.team import accounts, passwords, store
    from prong.web.team.log import By

    name, role = accounts.named(given.name), accounts.role(given.role)
    with store.open_team(given.team) as team:
        password = _password()
        passwords.check(password, name)
        with team.begin() as connection:
            accounts.add(connection, By(None, None, "command"), name, role, password,
                         given=given.change)  # fmt: skip
    print(f"{name}: added as {role}.")
    return 0


def set_password(given: argparse.Namespace) -> int:
    """Give a user a new password: for an admin who has forgotten theirs.

    It is asked for, or is a line of standard input. Every session and token of the user ends.

    example: prong team set-password ann@firm.example
    """
    needed(NEEDS_TEAM, "team")
    from prong.faults import WordFault
    from prong.web.team import accounts, store
    from prong.web.team.log import By

    name = accounts.named(given.name)
    with store.open_team(given.team) as team:
        with team.begin() as connection:
            user = accounts.of_name(connection, name)
        if user is None:
            raise WordFault("There is no user of this name.", found=name)
        password = _password()
        with team.begin() as connection:
            accounts.set_password(connection, By(None, None, "command"), user.id, password,
                                  given=given.change)  # fmt: skip
    print(f"{name}: has a new password.")
    return 0


def _password() -> str:
    """A password typed twice and not shown, or a line of standard input."""
    if not sys.stdin.isatty():
        line = sys.stdin.readline().rstrip("\r\n")
        if not line:
            raise FieldFault("No password was given.", expected="a line of standard input")
        return line
    from getpass import getpass

    first = getpass("Password: ")
    if getpass("The same again: ") != first:
        raise FieldFault("The password was not typed twice the same.")
    return first


def commands(inner: Any, command: Callable[[Any, str, Command], argparse.ArgumentParser]) -> None:
    """Their parsers, each made by ``command``."""
    made = [command(inner, "init", init)]
    for name, run in (("add-user", add_user), ("set-password", set_password)):
        one = command(inner, name, run)
        one.add_argument("name", metavar="NAME", help="the account, such as an email address")
        if run is add_user:
            one.add_argument(
                "--role",
                metavar="ROLE",
                default="reader",
                help="reader (the default), editor, admin",
            )
        one.add_argument(
            "--change", action="store_true", help="it must be changed at the first sign-in"
        )
        made.append(one)
    for one in made:
        one.add_argument(
            "--team", metavar="URL", help="the database: postgresql://...; else PRONG_TEAM"
        )
