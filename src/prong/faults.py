"""The kinds of fault: each a full sentence with its place, and the exit status it leads to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: The most faults of one reading that are told.
MOST = 40


def printable(text: str) -> str:
    """Text as it may be shown: what would steer a terminal is written out."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fault lies: the file, the line (from 1) and the field, as far as known."""

    file: str | None = None
    line: int | None = None
    field: str | None = None

    def __str__(self) -> str:
        parts = [self.file or ""]
        if self.line is not None:
            parts.append(str(self.line))
        where = ":".join(part for part in parts if part)
        if self.field:
            return f"{where}: {self.field}" if where else self.field
        return where


class Fault(Exception):
    """Something a person can put right. ``sentence`` says what, ``place`` says where."""

    exit_status = 2

    def __init__(
        self,
        sentence: str,
        *,
        place: Place | None = None,
        found: str | None = None,
        expected: str | None = None,
        nearest: str | None = None,
    ) -> None:
        self.sentence = sentence
        self.place = place or Place()
        self.found = found
        self.expected = expected
        self.nearest = nearest
        super().__init__(sentence)

    def __str__(self) -> str:
        where = str(self.place)
        lines = [f"{where}: {self.sentence}" if where else self.sentence]
        for name, value in (
            ("found", self.found),
            ("expected", self.expected),
            ("nearest", self.nearest),
        ):
            if value is not None:
                lines.append(f"  {name}: {value}")
        return "\n".join(map(printable, lines))


class FileFault(Fault):
    """A file that cannot be read or written, or that is not the YAML Prong accepts."""


class FieldFault(Fault):
    """A field that is missing, unknown, or holds a value of the wrong form."""


class WordFault(Fault):
    """A name that nothing defines: a factor, a person, a piece of evidence, an authority."""


class SeveralFault(WordFault):
    """A name that several things go by."""


class DateFault(Fault):
    """Dates that cannot stand together, or a day that has not come."""


class CycleFault(Fault):
    """Things defined through themselves: parents, inferences, courts."""


class ContradictionFault(Fault):
    """Findings that cannot all be undisputed."""


class LawFault(Fault):
    """A law library that breaks a rule the reasoning relies on."""


class BaseFault(Fault):
    """An authority base that cannot be opened, read or written to."""


class NoBaseFault(BaseFault):
    """There is no authority base yet, or no part of Prong to read one with."""


class TeamFault(Fault):
    """A team's database that cannot be opened, read or written to."""


class Faults(Fault):
    """Several faults found in one reading, so that a file is mended in one go."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        told = [str(fault) for fault in self.faults[:MOST]]
        if len(self.faults) > MOST:
            told.append(f"... and {len(self.faults) - MOST:,} more faults.")
        super().__init__("\n".join(told))

    def __str__(self) -> str:
        return self.sentence


def raise_all(faults: Sequence[Fault]) -> None:
    """Raise what was found: nothing, the one fault, or all of them together."""
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise Faults(faults)


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The nearest valid word to a misspelt one, or None when nothing is near."""
    import difflib

    known = {w.lower(): w for w in words}
    close = difflib.get_close_matches(word.lower()[:100], list(known), n=1, cutoff=0.6)
    return known[close[0]] if close else None
