"""The court hierarchy, dated, and the binding relation derived from it."""

from __future__ import annotations

from typing import Literal

from prong.dates import Day, before
from prong.law.coding import Coded
from prong.values import Value, value

CourtKind = Literal["supreme", "appeals", "district", "state-high"]


@value
class Kind(Value):
    """A kind of court, and whether its decisions bind the same court afterwards."""

    name: str
    binds_own: bool


@value
class Above(Value):
    """The court above, and the days between which it stood there (both included)."""

    court: str
    since: Day | None = None
    until: Day | None = None

    def stands(self, on: Day) -> bool:
        return not (
            (self.since and before(on, self.since) == "yes")
            or (self.until and before(self.until, on) == "yes")
        )


@value
class Court(Value):
    """A court: ``cite`` is its Bluebook abbreviation, ``state`` a postal code."""

    name: str
    cite: str
    kind: CourtKind
    state: str | None = None
    under: tuple[Above, ...] = ()
    since: Day | None = None


@value
class Inherited(Value):
    """Decisions of one court that bind another, which succeeded to its territory."""

    court: str
    from_: str
    decided_before: Day
    authority: str | None = None
    citation: str | None = None
    pin: str | None = None
    coded: Coded


@value
class Courts(Value):
    """All courts. Binding follows from who stands above whom on a day, never from a flag."""

    kinds: dict[CourtKind, Kind]
    courts: dict[str, Court]
    inherits: tuple[Inherited, ...] = ()

    def above(self, court: str, on: Day) -> tuple[str, ...]:
        """The courts over this one on a day, nearest first."""
        found: list[str] = []
        here: str | None = court
        while here is not None:
            over = next((a.court for a in self.courts[here].under if a.stands(on)), None)
            if over is None or over in found or over == court:
                break
            found.append(over)
            here = over
        return tuple(found)

    def binds(self, court: str, forum: str, decided: Day, on: Day) -> bool:
        """Whether a decision of ``court`` of a given day binds ``forum`` on a day."""
        over = self.above(forum, on)
        if court in over:
            return True
        if court == forum:
            return self.kinds[self.courts[court].kind].binds_own
        return any(
            i.from_ == court
            and i.court in (forum, *over)
            and before(decided, i.decided_before) == "yes"
            for i in self.inherits
        )

    def rank(self, court: str) -> int:
        """How high a court stands: 0 has none above it."""
        depth, here, seen = 0, court, {court}
        while self.courts[here].under:
            here = self.courts[here].under[-1].court
            if here in seen:
                break
            seen.add(here)
            depth += 1
        return depth

    def appeals_over(self, court: str, on: Day) -> str:
        """The court whose law governs: the court of appeals over a district court, else itself."""
        for candidate in (court, *self.above(court, on)):
            if self.courts[candidate].kind == "appeals":
                return candidate
        return court
