"""The bits of the kernel: for each word and each magnitude, the holdings it makes a difference to.

Bits lie along the holdings. A word stops a holding that requires it stronger than it is, and a
holding of the other side that met it only weaker: so its *row* is a step function from a magnitude
to the holdings that are left at that magnitude. A query is the intersection of one entry of each
row, and whatever is left forces. Where there are many holdings the index is laid in blocks, so that
a block's rows stay in the processor's cache and a query leaves it once every holding is stopped.

A word of few magnitudes has its row written out, one entry for each. A dimension of many values is
cut into cells: the entry of a cell says who is certainly stopped there, and within the cell the
magnitudes are compared bit by bit, for all holdings at once. So the space is bounded whatever the
values are, and the answer is exact.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

Facts = Mapping[str, int]
#: A row of few magnitudes: entry m has the holdings that magnitude m leaves, or None where it stops
#: nobody; the last entry is for all magnitudes above.
Row = Sequence[int | None]

#: How many holdings a block of a long index holds.
WIDTH = 1 << 16
#: How many of its high bits say which cell a magnitude of many lies in.
CELL_BITS = 5
#: The greatest magnitude of a row that is written out.
MOST = 127

#: So few bits are quicker looked at one by one.
_LITTLE = 16
_FEW = 4
#: With how many words a half begins, from rows of at most so many entries.
_BEGIN, _SHORT = 20, 8


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
    some = [n for n, bits in enumerate(found) if bits]
    if len(some) <= _FEW:  # shifting a few costs less than writing out all
        together = 0
        for n in some:
            together |= found[n] << n * WIDTH
        return together
    return int.from_bytes(b"".join(bits.to_bytes(WIDTH // 8, "little") for bits in found), "little")


def forcing(blocks: Sequence[Block], facts: Facts, scope: frozenset[str]) -> int:
    """The holdings of an index between which and the facts no difference stands."""
    if len(blocks) == 1:
        return blocks[0].forcing(facts, scope)
    order = blocks[0].order(facts)
    return joined(block.forcing_by_half(facts, order) for block in blocks)


def where(column: bytes, wanted: Callable[[int], object]) -> int:
    """The bits at which a column of bytes has a wanted value."""
    table = bytes(49 if wanted(value) else 48 for value in range(256))
    return int(column.translate(table)[::-1], 2) if column else 0


def steps(least: Mapping[int, int], full: int, *, met: bool = False) -> Row:
    """A row from the holdings of each threshold.

    Of what is required: magnitude m leaves those that require no more than m. With ``met``, of what
    opposing factors were met: magnitude m leaves those that met at least m.
    """
    top = max(least, default=0)
    stopped = [0] * (top + 2 if met else top + 1)
    if met:
        for m in range(1, top + 2):
            stopped[m] = stopped[m - 1] | least.get(m - 1, 0)
    else:
        for m in range(top - 1, -1, -1):
            stopped[m] = stopped[m + 1] | least.get(m + 1, 0)
    return [full & ~bits if bits else None for bits in stopped]


class Cells:
    """The row of a dimension of many values over one block.

    ``values`` are the magnitudes of the block's holdings; those in ``requires`` need at least as
    much, the others met so much and no more. The high bits of a magnitude are its cell, and for
    each cell it is known who is stopped whatever their place in it; the low bits lie in slices, one
    for each, and within the cell the magnitudes are compared bit by bit, for all holdings at once.
    """

    __slots__ = ("inside", "leaves", "requires", "shift", "slices", "values")

    def __init__(self, values: array[int], requires: int) -> None:
        full = (1 << len(values)) - 1
        self.values = values
        self.requires = requires
        self.shift = max(0, max(values, default=0).bit_length() - CELL_BITS)
        cell = bytes([value >> self.shift for value in values])
        self.inside = [where(cell, k.__eq__) for k in range(max(cell, default=0) + 1)]
        met = full & ~requires
        self.leaves = []
        below, above = 0, full
        for bits in self.inside:
            above &= ~bits
            self.leaves.append(full ^ (above & requires | below & met))
            below |= bits
        self.leaves.append(full ^ (below & met))
        self.inside.append(0)
        raw, size = array(values.typecode, values), values.itemsize
        if sys.byteorder == "big":
            raw.byteswap()
        bytes_ = raw.tobytes()
        # The lowest bit of a value that a case has is always set.
        self.slices = [
            where(bytes_[k // 8 :: size], (1 << k % 8).__and__) for k in range(1, self.shift)
        ]

    def possible(self, magnitude: int) -> int:
        """The holdings that are not stopped, whatever the places in the magnitude's own cell."""
        leaves = self.leaves
        at = magnitude >> self.shift
        return leaves[at] if at < len(leaves) else leaves[-1]

    def settle(self, magnitude: int, alive: int) -> int:
        """Of some possible holdings, those that are not stopped."""
        at = magnitude >> self.shift
        near = alive & self.inside[at] if at < len(self.inside) else 0
        if not near:
            return alive
        requires = self.requires
        if near.bit_count() <= _LITTLE:
            values = self.values
            stopped = 0
            for p in positions(near):
                if values[p] > magnitude:
                    stopped |= 1 << p & requires
                elif values[p] < magnitude:
                    stopped |= 1 << p & ~requires
            return alive ^ stopped
        more = less = 0
        for k in range(self.shift - 1, 0, -1):
            ones = near & self.slices[k - 1]
            if magnitude >> k & 1:
                less |= near ^ ones
                near = ones
            else:
                more |= ones
                near ^= ones
            if not near:
                break
        if not magnitude & 1:
            more |= near
        stopped = more & requires
        return alive ^ stopped ^ (less ^ less & requires)


class Block:
    """The rows of some consecutive holdings.

    ``rows``: of what holdings require; ``many``: the same for dimensions of many values. Where a row
    also says whom the word opposes, ``requires`` names by word those that require it. ``opposing``
    gives the row of whom a word opposes, where that is not in ``rows``.
    """

    __slots__ = (
        "first",
        "full",
        "general",
        "halves",
        "many",
        "opposing",
        "requires",
        "rows",
        "scope",
        "size",
    )

    def __init__(self, size: int, opposing: Callable[[str], Row] | None = None) -> None:
        self.size = size
        self.full = (1 << size) - 1
        self.general = 0
        self.scope: dict[str, int] = {}
        self.rows: dict[str, Row] = {}
        self.many: dict[str, Cells] = {}
        self.requires: dict[str, int] = {}
        self.halves: tuple[int, ...] = (self.full,)
        self.first: list[list[tuple[str, int]]] = []
        self.opposing = opposing

    def counted(self, halves: Sequence[int]) -> None:
        """Put the rows that stop most first, and for each half (the holdings of a side) the words
        and magnitudes that leave least of it."""
        self.halves = tuple(halves)

        def left(bits: int | None, half: int) -> int:
            return (half if bits is None else half & bits).bit_count()

        mean = {
            word: sum(left(bits, self.full) for bits in row) / len(row)
            for word, row in self.rows.items()
        }
        self.rows = {word: self.rows[word] for word in sorted(self.rows, key=mean.__getitem__)}
        self.first = []
        for half in self.halves:
            entries = [
                (left(bits, half), word, magnitude)
                for word, row in self.rows.items()
                if len(row) <= _SHORT
                for magnitude, bits in enumerate(row)
            ]
            self.first.append([(word, magnitude) for _, word, magnitude in sorted(entries)])

    def order(self, facts: Facts) -> list[list[str]]:
        """For each half the words with which to begin: those that leave least of it. The sooner
        every holding of a half is stopped, the less of it is read."""
        get = facts.get
        return [
            list(islice((word for word, m in entries if get(word, 0) == m), _BEGIN))
            for entries in self.first
        ]

    def forcing(
        self,
        facts: Facts,
        scope: frozenset[str],
        among: int | None = None,
    ) -> int:
        """The holdings, of some, between which and the facts no difference stands."""
        alive = self.full if among is None else among
        if self.general:
            alive &= ~self.general
        for term, bits in self.scope.items():
            if term not in scope:
                alive &= ~bits
        get, rows = facts.get, self.rows
        for word, row in rows.items():
            magnitude = get(word, 0)
            left = row[magnitude] if magnitude < len(row) else row[-1]
            if left is not None:
                alive &= left
                if not alive:
                    return 0
        return self._rest(facts, alive)

    def forcing_by_half(
        self, facts: Facts, order: Sequence[Sequence[str]], among: int | None = None
    ) -> int:
        """The same of a table, half by half, each beginning with its own words."""
        get, rows = facts.get, self.rows
        alive = 0
        for half, words in zip(self.halves, order, strict=True):
            mine = half if among is None else half & among
            for word in chain(words, rows):
                row, magnitude = rows[word], get(word, 0)
                left = row[magnitude] if magnitude < len(row) else row[-1]
                if left is not None:
                    mine &= left
                    if not mine:
                        break
            alive |= mine
        return self._rest(facts, alive) if alive else 0

    def _rest(self, facts: Facts, alive: int) -> int:
        """Of the holdings that the rows leave, those that nothing else stops."""
        get = facts.get
        for word, cells in self.many.items():
            alive &= cells.possible(get(word, 0))
        if self.opposing is not None:
            for word, magnitude in facts.items():
                row = self.opposing(word)
                left = row[magnitude] if magnitude < len(row) else row[-1]
                if left is not None:
                    alive &= left
        for word, cells in self.many.items():
            if not alive:
                break
            alive = cells.settle(get(word, 0), alive)
        return alive

    def differences(self, facts: Facts, scope: frozenset[str]) -> Iterator[int]:
        """For each thing that may stand between a holding and the facts, where it does."""
        yield self.general
        for term, bits in self.scope.items():
            if term not in scope:
                yield bits
        for word, row in self.rows.items():
            yield self._stopped(row, facts.get(word, 0))
        for word, cells in self.many.items():
            magnitude = facts.get(word, 0)
            yield self.full ^ cells.settle(magnitude, cells.possible(magnitude))
        if self.opposing is not None:
            for word, magnitude in facts.items():
                yield self._stopped(self.opposing(word), magnitude)

    def _stopped(self, row: Row, magnitude: int) -> int:
        left = row[magnitude] if magnitude < len(row) else row[-1]
        return 0 if left is None else self.full ^ left

    def reaching(self, facts: Facts) -> int:
        """The holdings all of whose required words the facts hold, as strong as required."""
        alive = self.full
        for word, row in self.rows.items():
            stopped = self._stopped(row, facts.get(word, 0))
            alive &= ~(stopped & self.requires.get(word, self.full))
        for word, cells in self.many.items():
            requires, magnitude = self.requires[word], facts.get(word, 0)
            near = alive & requires & cells.possible(magnitude)
            alive = alive & ~requires | cells.settle(magnitude, near)
        return alive


def laid(
    columns: Mapping[str, bytes | array[int]],
    requires: Mapping[str, int],
    won: int,
    start: int,
    stop: int,
) -> Block:
    """The block of the holdings from ``start`` to ``stop`` of a table.

    A column has a magnitude for every holding: bytes where none is above ``MOST``. A holding in
    the word's ``requires`` needs as much of it as it had itself, and every other met as much; ``won``
    are those of the first outcome.
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
    block.counted((won >> start & block.full, block.full & ~(won >> start)))
    return block


def _row(part: bytes, need: int, full: int) -> Row:
    met = full & ~need
    found: list[int | None] = []
    here = {n: where(part, n.__eq__) for n in range(MOST + 1) if part.find(n) >= 0}
    below, above = 0, full
    for magnitude in range(max(here, default=0) + 2):
        bits = here.get(magnitude, 0)
        above &= ~bits
        if bits or not found or here.get(magnitude - 1, 0):
            stopped = above & need | below & met
            found.append(full ^ stopped if stopped else None)
        else:
            found.append(found[-1])
        below |= bits
    return found
