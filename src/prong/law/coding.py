"""What the coder of a piece of law had before them, and whether that lets it constrain."""

from __future__ import annotations

from typing import Literal

from prong.dates import Day
from prong.values import Value, value

Basis = Literal["text", "seed", "source", "recollection"]

CONSTRAINING: tuple[Basis, ...] = ("text", "seed")

#: The most words an anchor may have: enough to find a sentence by, too few to copy it.
ANCHOR_WORDS = 12


def check_anchor(anchor: str | None) -> None:
    """Refuse an anchor that is longer than one needs."""
    if anchor and len(anchor.split()) > ANCHOR_WORDS:
        raise ValueError("expected an anchor of at most twelve words")


@value
class Coded(Value):
    """What stood before the coder.

    ``text``: the opinion itself (``file`` and ``sha256``), or with ``at`` the text of another opinion
    that states what was decided, on the page ``at`` names (``550 U.S. at 382-83``, ``slip op. 9``).
    ``seed``: the opinion this project began from, which states or cites it (``at`` says where).
    ``source``: a public ``reference``. ``recollection``: memory, which never constrains.
    ``first_page``: the page a text begins on, where its pages bear no numbers. ``checked``: the day
    its anchor was last found on its page.
    """

    from_: Basis
    at: str | None = None
    reference: str | None = None
    file: str | None = None
    sha256: str | None = None
    first_page: int | None = None
    on: Day | None = None
    checked: Day | None = None
    date_from: str | None = None
    note: str | None = None

    @property
    def constrains(self) -> bool:
        return self.from_ in CONSTRAINING

    @property
    def verified(self) -> bool:
        """Whether anything but memory stands behind it."""
        return self.from_ != "recollection"
