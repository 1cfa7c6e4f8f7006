"""How far two coders of the same opinions agree: Cohen's kappa, factor by factor and over all.

Jacob Cohen, *A Coefficient of Agreement for Nominal Scales*, 20 Educational and Psychological
Measurement 37 (1960): agreement beyond what the two coders' own frequencies would give by chance.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from prong.faults import FileFault, Place, WordFault, nearest
from prong.files import check, read_yaml
from prong.law.authorities import Authority, Holding
from prong.law.factors import Side
from prong.law.library import Library
from prong.values import Value, Words, frozen, value


@value
class SecondHolding(Value):
    """A holding as a second reader saw it: the facts of either side the opinion recites."""

    doctrine: str
    for_: Side
    on: str = "claim"
    facts: Words
    says: str | None = None


@value
class SecondReading(Value):
    """An opinion coded again by someone who saw its text and the words of the library, and not the
    first coding. ``settled`` says in a line how each disagreement was settled, and why."""

    authority: str
    by: str
    holdings: tuple[SecondHolding, ...]
    settled: tuple[str, ...] = ()
    note: str | None = None


@frozen
class Kappa:
    """Agreement on one factor, or on all of them together (``factor`` None), over the opinions.

    ``both``, ``first``, ``second``, ``neither``: how many units both coders gave it, one alone, none.
    """

    factor: str | None
    both: int
    first: int
    second: int
    neither: int

    @property
    def units(self) -> int:
        return self.both + self.first + self.second + self.neither

    @property
    def agreement(self) -> float:
        """The share of units on which the coders agree."""
        return (self.both + self.neither) / self.units

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa; None where chance alone would give full agreement."""
        n = self.units
        one = (self.both + self.first) / n
        other = (self.both + self.second) / n
        chance = one * other + (1 - one) * (1 - other)
        return None if chance == 1 else (self.agreement - chance) / (1 - chance)


def second_readings(folder: Path, library: Library) -> dict[str, SecondReading]:
    """The second readings of a folder, each word of them checked against the library."""
    if not folder.is_dir():
        raise FileFault("There is no such folder of second readings.", place=Place(str(folder)))
    found: dict[str, SecondReading] = {}
    for path in sorted(folder.glob("*.yaml")):
        document = read_yaml(path)
        reading = check(document, SecondReading)
        if reading.authority not in library.authorities:
            raise WordFault(
                "The library holds no such authority.",
                place=document.place(("authority",)),
                found=reading.authority,
                nearest=nearest(reading.authority, library.authorities),
            )
        for n, holding in enumerate(reading.holdings):
            for k, factor in enumerate(holding.facts):
                if factor not in library.factors.factors:
                    raise WordFault(
                        "The library has no factor of this name.",
                        place=document.place(("holdings", n, "facts", k)),
                        found=factor,
                        nearest=nearest(factor, library.factors.factors),
                    )
        found[reading.authority] = reading
    return found


#: One opinion on one doctrine: what the first coder had, the second, and the words there were.
Unit = tuple[set[str], set[str], set[str]]


def _factors(holdings: Iterable[Holding], doctrine: str) -> set[str]:
    return {
        stated.factor
        for holding in holdings
        if holding.doctrine == doctrine
        for stated in holding.stated
    }


def kappas(library: Library, readings: dict[str, SecondReading]) -> tuple[Kappa, ...]:
    """Agreement on each factor either coder used, and on all together (last).

    A unit is one opinion on one doctrine that both coded; a factor is in it when any holding there
    has it. The factors counted are the leaves that bear on the doctrine.
    """
    units: list[Unit] = []
    for key, reading in readings.items():
        authority: Authority = library.authorities[key]
        for doctrine in dict.fromkeys(h.doctrine for h in reading.holdings):
            mine = _factors(authority.holdings, doctrine)
            if not mine:
                continue
            theirs = {f for h in reading.holdings if h.doctrine == doctrine for f in h.facts}
            words = {
                word
                for word in library.factors.factors
                if library.factors.leaf(word)
                and library.factors[word].kind != "conclusion"
                and library.factors.bears_on(word, doctrine)
            }
            units.append((mine & words, theirs & words, words))
    used = sorted({f for mine, theirs, _ in units for f in mine | theirs})
    made = [_kappa(factor, units) for factor in used]
    total = Kappa(
        None,
        *(
            sum(getattr(one, part) for one in made)
            for part in ("both", "first", "second", "neither")
        ),
    )
    return (*made, total)


def _kappa(factor: str, units: list[Unit]) -> Kappa:
    mine = [(factor in a, factor in b) for a, b, words in units if factor in words]
    return Kappa(
        factor,
        sum(a and b for a, b in mine),
        sum(a and not b for a, b in mine),
        sum(b and not a for a, b in mine),
        sum(not a and not b for a, b in mine),
    )


def outcomes(library: Library, readings: dict[str, SecondReading]) -> tuple[int, int]:
    """On how many of the second readers' holdings the first coder has one for the same side on the
    same doctrine, and of how many."""
    agreed = total = 0
    for key, reading in readings.items():
        for holding in reading.holdings:
            total += 1
            agreed += any(
                h.doctrine == holding.doctrine and h.for_ == holding.for_
                for h in library.authorities[key].holdings
            )
    return agreed, total
