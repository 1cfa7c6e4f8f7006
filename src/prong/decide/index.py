"""The bits of the kernel: for each word and each magnitude, the holdings it makes a difference to.

Bits lie along the holdings. A word stops a holding that requires it stronger than it is, and a
holding of the other side that met it only weaker: so its *row* is a step function from a magnitude
to the holdings stopped at that magnitude. A query is the union of one entry of each row, and what
is left forces. Long indexes are laid in blocks, so that a block's rows stay in the processor's
cache and a query leaves it as soon as every holding of it is stopped.

A word of few magnitudes has its row written out, one entry for each. A dimension of many values is
cut into cells: the entry of a cell holds those that are certainly stopped there, and of the few
that are left the magnitudes themselves are compared. So the space is bounded whatever the values
are, and the answer is exact.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

Facts = Mapping[str, int]
#: A row of few magnitudes: entry m is for magnitude m, and the last for all above.
Row = Sequence[int]

#: How many holdings a block of a long index holds.
WIDTH = 1 << 16
#: Into how many cells a dimension of many values is cut.
CELLS = 32
#: The greatest magnitude of a row that is written out.
MOST = 127

_LITTLE = 40


def positions(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set, lowest first."""
    if bits.bit_count() <= _LITTLE:
        while bits:
            low = bits & -bits
            yield low.bit_length() - 1
            bits ^= low
        return
    digits = f"{bits:b}"[::-1]
    at = digits.find("1")
    while at >= 0:
        yield at
        at = digits.find("1", at + 1)


def gathered(numbers: Iterable[int], size: int) -> int:
    """The bits of these numbers, each below ``size``."""
    found = bytearray(size // 8 + 1)
    for n in numbers:
        found[n >> 3] |= 1 << (n & 7)
    return int.from_bytes(found, "little")


def joined(parts: Iterable[int]) -> int:
    """The bits of a long index from those of its blocks, in their order."""
    found = list(parts)
    if len(found) == 1:
        return found[0]
    if not any(found):
        return 0
    return int.from_bytes(b"".join(bits.to_bytes(WIDTH // 8, "little") for bits in found), "little")


def where(column: bytes, wanted: Callable[[int], bool]) -> int:
    """The bits at which a column of bytes has a wanted value."""
    table = bytes(49 if wanted(value) else 48 for value in range(256))
    return int(column.translate(table)[::-1], 2) if column else 0


def steps(least: Mapping[int, int], *, most: bool = False) -> Row:
    """A row from the holdings of each threshold.

    Of what is required: at magnitude m those that require more than m. With ``most``, of what was
    met: at magnitude m those that met less than m.
    """
    top = max(least, default=0)
    row = [0] * (top + 2 if most else top + 1)
    if most:
        for m in range(1, top + 2):
            row[m] = row[m - 1] | least.get(m - 1, 0)
    else:
        for m in range(top - 1, -1, -1):
            row[m] = row[m + 1] | least.get(m + 1, 0)
    return row


class Cells:
    """The row of a dimension of many values over one block.

    ``values`` are the magnitudes of the block's holdings; those in ``requires`` need at least as
    much, the others met so much and no more.
    """

    __slots__ = ("bounds", "inside", "single", "stops", "values")

    def __init__(self, values: array[int], requires: int) -> None:
        self.values = values
        full = (1 << len(values)) - 1
        self.bounds = _bounds(values)
        cut = self.bounds
        cell = bytes(bisect_right(cut, value) for value in values)
        self.inside = [where(cell, k.__eq__) for k in range(len(cut) + 1)]
        met = full & ~requires
        self.stops = []
        below, above = 0, full
        for bits in self.inside:
            above &= ~bits
            self.stops.append(above & requires | below & met)
            below |= bits
        lows: list[int | None] = [None] * len(self.inside)
        highs = list(lows)
        for at, value in zip(cell, values, strict=True):
            low, high = lows[at], highs[at]
            lows[at] = value if low is None else min(low, value)
            highs[at] = value if high is None else max(high, value)
        self.single = [low if low == high else None for low, high in zip(lows, highs, strict=True)]

    def certain(self, magnitude: int) -> int:
        """The holdings that are stopped whatever their place in the magnitude's own cell."""
        return self.stops[bisect_right(self.bounds, magnitude)]

    def settle(self, magnitude: int, alive: int, requires: int) -> int:
        """Of the holdings not certainly stopped, those not stopped."""
        at = bisect_right(self.bounds, magnitude)
        near = alive & self.inside[at]
        if not near:
            return alive
        value = self.single[at]
        if value is not None:
            if value > magnitude:
                return alive & ~(near & requires)
            return alive & ~(near & ~requires) if value < magnitude else alive
        values = self.values
        need, met = near & requires, near & ~requires
        stopped = [p for p in positions(need) if values[p] > magnitude]
        stopped += [p for p in positions(met) if values[p] < magnitude]
        return alive & ~gathered(stopped, len(values)) if stopped else alive


def _bounds(values: array[int]) -> list[int]:
    """Where to cut: at the quantiles, and right after a value that fills more than one."""
    ordered = sorted(values)
    cuts = [ordered[len(ordered) * k // CELLS] for k in range(1, CELLS)]
    found = set(cuts)
    found.update(b + 1 for a, b in pairwise(cuts) if a == b)
    return sorted(found)


class Block:
    """The rows of some consecutive holdings.

    ``rows``: of what holdings require; ``many``: the same for dimensions of many values. Where a row
    also says whom the word opposes, ``requires`` names by word those that require it. ``opposing``
    gives the row of whom a word opposes, where that is not in ``rows``.
    """

    __slots__ = ("full", "general", "many", "opposing", "requires", "rows", "scope", "size")

    def __init__(self, size: int, opposing: Callable[[str], Row] | None = None) -> None:
        self.size = size
        self.full = (1 << size) - 1
        self.general = 0
        self.scope: dict[str, int] = {}
        self.rows: dict[str, Row] = {}
        self.many: dict[str, Cells] = {}
        self.requires: dict[str, int] = {}
        self.opposing = opposing

    def forcing(self, facts: Facts, scope: frozenset[str]) -> int:
        """The holdings between which and the facts no difference stands."""
        full = self.full
        stopped = self.general
        for term, bits in self.scope.items():
            if term not in scope:
                stopped |= bits
        get = facts.get
        for word, row in self.rows.items():
            magnitude = get(word, 0)
            stopped |= row[magnitude] if magnitude < len(row) else row[-1]
            if stopped == full:
                return 0
        for word, cells in self.many.items():
            stopped |= cells.certain(get(word, 0))
        if self.opposing is not None:
            for word, magnitude in facts.items():
                row = self.opposing(word)
                stopped |= row[magnitude] if magnitude < len(row) else row[-1]
        alive = full & ~stopped
        for word, cells in self.many.items():
            if not alive:
                break
            alive = cells.settle(get(word, 0), alive, self.requires[word])
        return alive

    def differences(self, facts: Facts, scope: frozenset[str]) -> Iterator[int]:
        """For each thing that may stand between a holding and the facts, where it does."""
        yield self.general
        for term, bits in self.scope.items():
            if term not in scope:
                yield bits
        for word, row in self.rows.items():
            magnitude = facts.get(word, 0)
            yield row[magnitude] if magnitude < len(row) else row[-1]
        for word, cells in self.many.items():
            magnitude = facts.get(word, 0)
            left = self.full & ~cells.certain(magnitude)
            yield self.full & ~cells.settle(magnitude, left, self.requires[word])
        if self.opposing is not None:
            for word, magnitude in facts.items():
                row = self.opposing(word)
                yield row[magnitude] if magnitude < len(row) else row[-1]

    def reaching(self, facts: Facts) -> int:
        """The holdings all of whose required words the facts hold, as strong as required."""
        stopped = 0
        for word, row in self.rows.items():
            magnitude = facts.get(word, 0)
            bits = row[magnitude] if magnitude < len(row) else row[-1]
            stopped |= bits & self.requires.get(word, self.full)
        alive = self.full & ~stopped
        for word, cells in self.many.items():
            requires, magnitude = self.requires[word], facts.get(word, 0)
            near = alive & requires & ~cells.certain(magnitude)
            alive = alive & ~requires | cells.settle(magnitude, near, requires)
        return alive


def laid(
    columns: Mapping[str, bytes | array[int]], requires: Mapping[str, int], start: int, stop: int
) -> Block:
    """The block of the holdings from ``start`` to ``stop`` of a table.

    A column has a magnitude for every holding: bytes where none is above ``MOST``. A holding in
    the word's ``requires`` needs as much of it as it had itself, and every other met as much.
    """
    block = Block(stop - start)
    for word, column in columns.items():
        part = column[start:stop]
        need = requires[word] >> start & block.full
        block.requires[word] = need
        if isinstance(part, bytes):
            block.rows[word] = _row(part, need, block.full)
        else:
            block.many[word] = Cells(part, need)
    # The rows that stop most come first: the sooner every holding is stopped, the less is read.
    weight = {
        word: sum(bits.bit_count() for bits in row) / len(row) for word, row in block.rows.items()
    }
    block.rows = dict(sorted(block.rows.items(), key=lambda item: -weight[item[0]]))
    return block


def _row(part: bytes, need: int, full: int) -> Row:
    met = full & ~need
    found: list[int] = []
    below = 0
    above = full
    here: dict[int, int] = {value: where(part, value.__eq__) for value in set(part)}
    for magnitude in range(max(part, default=0) + 2):
        bits = here.get(magnitude, 0)
        above &= ~bits
        if bits or not found or here.get(magnitude - 1, 0):
            found.append(above & need | below & met)
        else:
            found.append(found[-1])
        below |= bits
    return found
