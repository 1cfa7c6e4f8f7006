"""Passwords: what may be one, how it is kept, and how long it takes to say no.

Argon2id with the parameters of RFC 9106's second recommendation, as argon2-cffi sets them. A name
that nobody has is checked against a password that nobody has, so the time tells nothing.
"""

from __future__ import annotations

import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from prong.faults import FieldFault

LEAST, MOST = 12, 200
#: Each takes 64 MiB while it is made: so many at once.
_AT_ONCE = threading.BoundedSemaphore(4)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    return hashed(secrets.token_urlsafe(32))


def prepare() -> None:
    """Make now what the first unknown name would else wait for."""
    _nobody()


def hashed(password: str) -> str:
    with _AT_ONCE:
        return _hasher().hash(password)


def right(password: str, kept: str | None) -> bool:
    """Whether a password is the one whose hash was kept; None, for an account there is not."""
    with _AT_ONCE:
        try:
            _hasher().verify(kept or _nobody(), password[:MOST])
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def outdated(kept: str) -> bool:
    """Whether a hash was made with weaker parameters than are used now."""
    return _hasher().check_needs_rehash(kept)


def given() -> str:
    """A password for someone else, who must change it."""
    return "-".join(secrets.token_hex(3) for _ in range(4))


def check(password: str, name: str) -> None:
    """Refuse what is no password for an account of this name, in a sentence."""
    if not LEAST <= len(password) <= MOST:
        raise FieldFault(
            "A password is longer or shorter than it may be.",
            found=f"{len(password)} characters",
            expected=f"{LEAST} to {MOST} characters; several words are well",
        )
    if "\0" in password or len(set(password)) < 5:
        raise FieldFault("A password of so few different characters is soon guessed.")
    own = name.split("@", maxsplit=1)[0]
    if len(own) > 3 and own in password.lower():
        raise FieldFault("A password does not hold the name of its account.")
