"""How the cases of a case base stand to each other: which conflict, and which are landmarks.

The definitions are those of precedential constraint (Horty 2011; van Woerkom, Grossi, Prakken and
Verheij 2022). Two cases with different outcomes on a common issue *conflict* when either forces its
outcome on the facts of the other, or each one's reason lies in the other's facts (then each has
preferred its reason to the other's: Horty's inconsistency). A case that was overruled no later than
another was decided does not conflict with it.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Literal

from prong.dates import before
from prong.decide.asking import grouping, whole
from prong.decide.columns import Progress
from prong.decide.constraint import CaseBase, Precedent
from prong.decide.index import WIDTH, Row, forcing, gathered, joined, positions, steps
from prong.decide.laid import CLAIM, Cases

Verdict = Literal["right", "wrong", "conflicted", "free"]


# Every case against the others


@dataclass(frozen=True)
class Standing:
    """How each of some cases stands to the others.

    ``alike``: how many others force its own outcome on its facts; ``against``: how many force the
    other outcome on them; ``conflicts``: with how many it conflicts; ``twins``: how many others
    are the same case, fact for fact, with the same outcome.
    """

    numbers: Sequence[int]
    alike: Sequence[int]
    against: Sequence[int]
    conflicts: Sequence[int]
    twins: Sequence[int]

    def __len__(self) -> int:
        return len(self.numbers)

    def verdict(self, at: int) -> Verdict:
        """What the others make of a case: they force its outcome (right), the other (wrong), both
        (conflicted), or neither (free)."""
        if self.alike[at]:
            return "conflicted" if self.against[at] else "right"
        return "wrong" if self.against[at] else "free"

    @cached_property
    def verdicts(self) -> Mapping[Verdict, int]:
        """How many cases have each verdict."""
        counted = Counter(map(self.verdict, range(len(self))))
        order: tuple[Verdict, ...] = ("right", "wrong", "conflicted", "free")
        return {verdict: counted[verdict] for verdict in order}

    @property
    def consistent(self) -> int:
        """How many cases are in no conflict."""
        return sum(not n for n in self.conflicts)

    @property
    def conflicting_pairs(self) -> int:
        return sum(self.conflicts) // 2

    @property
    def landmarks(self) -> tuple[int, ...]:
        """The cases that no other of the same outcome forces. Two cases that are alike fact for
        fact force each other, so neither is one."""
        return tuple(n for n, alike in zip(self.numbers, self.alike, strict=True) if not alike)

    @property
    def distinct_landmarks(self) -> tuple[int, ...]:
        """The same where cases that are alike fact for fact count as one: the first of them."""
        return tuple(
            n
            for n, alike, twins in zip(self.numbers, self.alike, self.twins, strict=True)
            if twins >= 0 and alike == twins
        )


def standing(base: CaseBase, among: int = -1, progress: Progress | None = None) -> Standing:
    """Every case against every other: exact, block by block, with progress."""
    if whole(base) and isinstance(base.precedents, Cases):
        return _of_table(base, base.precedents, among, progress)
    return _of_listed(base, among, progress)


def _of_table(base: CaseBase, cases: Cases, among: int, progress: Progress | None) -> Standing:
    """Where cases decide by their whole facts, forcing the other way and conflict are one."""
    sides = grouping(base).side
    parts = [(block, number * WIDTH) for number, block in enumerate(base.blocks)]
    wins = [(sides["plaintiff"] & among) >> start & block.full for block, start in parts]
    losses = [(sides["officer"] & among) >> start & block.full for block, start in parts]
    numbers = array("Q", positions(base.all & among))
    alike, against = array("Q"), array("Q")
    twins = array("q")
    first: dict[bytes, int] = {}
    seen: list[bytes] = []
    nothing: frozenset[str] = frozenset()
    keep = among & base.all == base.all
    wanted = None if keep else set(numbers)
    at = 0
    for own, (mine, start) in enumerate(parts):
        for n, facts in enumerate(cases.every(start, start + mine.size), start):
            if wanted is not None and n not in wanted:
                continue
            won = cases.won[n]
            same, other = (wins, losses) if won else (losses, wins)
            ours = theirs = 0
            # A case forces its own outcome on its own facts; without it a block is left sooner.
            apart = mine.full ^ 1 << n - start
            order = mine.order(facts) if len(parts) > 1 else None
            for k, (block, _) in enumerate(parts):
                some = apart if k == own else None
                if order is None:
                    alive = block.forcing(facts, nothing, some)
                else:
                    alive = block.forcing_by_half(facts, order, some)
                if alive:
                    ours += (alive & same[k]).bit_count()
                    theirs += (alive & other[k]).bit_count()
            alike.append(ours)
            against.append(theirs)
            key = _key(won, facts.values())
            seen.append(key)
            first[key] = first.get(key, 0) + 1
            at += 1
            if progress is not None and not at & 255:
                progress(at, len(numbers))
    for key in seen:
        left = first[key]
        twins.append(left - 1 if left > 0 else -1)
        first[key] = -abs(left)
    return Standing(numbers, alike, against, against, twins)


def _key(won: int, magnitudes: Iterable[int]) -> bytes:
    """A short name for a fact situation and its outcome."""
    return blake2b(array("I", (won, *magnitudes)).tobytes(), digest_size=16).digest()


def _of_listed(base: CaseBase, among: int, progress: Progress | None) -> Standing:
    numbers = list(positions(base.all & among))
    conflicts = conflict_bits(base, among, progress)
    groups = grouping(base)
    alike, against, keys = [], [], []
    for n in numbers:
        p = base.precedents[n]
        others = groups.issues[p.issues] & ~groups.case.get(p.authority, 1 << n)
        forced = base.forcing(facts_of(p), p.scope, among & others)
        alike.append((forced & groups.side[p.side]).bit_count())
        against.append((forced & ~groups.side[p.side]).bit_count())
        keys.append(
            (
                p.side,
                p.on,
                p.breadth,
                p.scope,
                *(frozenset(x.items()) for x in (p.own, p.met, p.reason)),
            )
        )
    count = Counter(keys)
    twins, met = [], set()
    for key in keys:
        twins.append(-1 if key in met else count[key] - 1)
        met.add(key)
    degree = [conflicts.get(n, 0).bit_count() for n in numbers]
    return Standing(numbers, alike, against, degree, twins)


def facts_of(p: Precedent) -> dict[str, int]:
    """Everything that was present in a decided case."""
    return {**p.own, **p.met}


# Conflict


def conflict_bits(
    base: CaseBase, among: int = -1, progress: Progress | None = None
) -> dict[int, int]:
    """For each case in a conflict, the cases it conflicts with, as bits."""
    groups = grouping(base)
    laid = isinstance(base.precedents, Cases)
    holding = {} if laid else _holding(base)
    wants = {} if laid else _wanting(base)
    found: dict[int, int] = {}
    wanted = base.all & among
    numbers = list(positions(wanted))
    for done, n in enumerate(numbers):
        if progress is not None and not done & 255:
            progress(done, len(numbers))
        p = base.precedents[n]
        if p.stated_at:
            continue
        others = wanted & ~groups.side[p.side]
        others &= groups.issues[frozenset((CLAIM,))] if laid else groups.issues[p.issues]
        facts = facts_of(p)
        forced = base.forcing(facts, p.scope, others)
        if not laid:
            mutual = others & ~_general(base)
            for word, wanting in wants.items():
                left = wanting[min(facts.get(word, 0), len(wanting) - 1)]
                mutual = mutual if left is None else mutual & left
            for word, least in p.reason.items():
                row = holding.get(word, (0,))
                mutual &= row[min(least, len(row) - 1)]
            for other in positions(forced & ~mutual):
                found[other] = found.get(other, 0) | 1 << n
            forced |= mutual
        if forced:
            found[n] = found.get(n, 0) | forced
    return _in_time(base, found)


def _general(base: CaseBase) -> int:
    return joined(block.general for block in base.blocks)


def _wanting(base: CaseBase) -> dict[str, Row]:
    """For each word of a reason the precedents whose reason a magnitude of it satisfies."""
    wanted: dict[str, dict[int, int]] = {}
    for n, p in enumerate(base.precedents):
        for word, least in p.reason.items():
            row = wanted.setdefault(word, {})
            row[least] = row.get(least, 0) | 1 << n
    return {word: steps(row, base.all) for word, row in wanted.items()}


def _holding(base: CaseBase) -> dict[str, Sequence[int]]:
    """For each word and magnitude the precedents whose facts have it at least as strong."""
    held: dict[str, dict[int, int]] = {}
    for n, p in enumerate(base.precedents):
        for word, magnitude in facts_of(p).items():
            row = held.setdefault(word, {})
            row[magnitude] = row.get(magnitude, 0) | 1 << n
    found: dict[str, Sequence[int]] = {}
    for word, row in held.items():
        top = max(row)
        entries = [0] * (top + 2)
        for m in range(top, -1, -1):
            entries[m] = entries[m + 1] | row.get(m, 0)
        found[word] = entries
    return found


def _in_time(base: CaseBase, found: dict[int, int]) -> dict[int, int]:
    """Without the pairs of which one was overruled before or when the other was decided."""
    decided, overruled = base.terms.decided, base.terms.overruled
    if decided:
        for n, day in overruled.items():
            for other in positions(found.get(n, 0)):
                if before(decided[other], day) != "yes":
                    found[n] &= ~(1 << other)
                    found[other] &= ~(1 << n)
    return {n: bits for n, bits in found.items() if bits}


def opposed(
    base: CaseBase, among: int = -1, progress: Progress | None = None, cases: int = -1
) -> Iterator[tuple[int, int]]:
    """Of a table whose cases decide by their whole facts: each case in a conflict, with the cases
    that force the other outcome on its facts, as bits."""
    table, sides = base.precedents, grouping(base).side
    assert isinstance(table, Cases)
    wanted = base.all & among & cases
    chosen = bytes(_flags(wanted, len(table)))
    others = [among & sides["plaintiff"], among & sides["officer"]]
    for start in range(0, len(table), WIDTH):
        stop = min(start + WIDTH, len(table))
        for n, facts in enumerate(table.every(start, stop), start):
            if progress is not None and not n & 255:
                progress(n, len(table))
            if chosen[n]:
                bits = forcing(base.blocks, facts, frozenset())
                bits &= others[table.won[n]]
                if bits:
                    yield n, bits


def _flags(bits: int, size: int) -> bytes:
    return f"{bits:0{size}b}"[::-1].encode().translate(bytes(n & 1 for n in range(256)))


def pairs(base: CaseBase, among: int = -1) -> Iterator[tuple[int, int]]:
    """The pairs of cases in conflict, a case of the first outcome before one of the other."""
    first = grouping(base).side["plaintiff"]
    if whole(base):
        for n, bits in opposed(base, among, cases=first):
            for other in positions(bits):
                yield n, other
        return
    found = conflict_bits(base, among)
    for n in sorted(found):
        if first >> n & 1:
            for other in positions(found[n]):
                yield n, other


def cycles(base: CaseBase, among: int = -1) -> tuple[tuple[int, ...], ...]:
    """Cases whose preferences run in a circle: each one's reason was outweighed in the next.

    A circle of two is a conflict. A longer one is no inconsistency in Horty's model, where the
    preferences of cases are not chained, but it is one for who chains them.
    """
    found = [n for n in positions(base.all & among) if not base.precedents[n].stated_at]
    groups, holding = grouping(base), _holding(base)
    after: dict[int, int] = {}
    wanted = gathered(found, len(base.precedents))
    for n in found:
        p = base.precedents[n]
        bits = wanted & ~groups.side[p.side] & groups.issues[p.issues]
        for word, least in p.reason.items():
            row = holding.get(word, (0,))
            bits &= row[min(least, len(row) - 1)]
        after[n] = bits
    return tuple(part for part in _components(after) if len(part) > 1)


def _components(after: Mapping[int, int]) -> Iterator[tuple[int, ...]]:
    """The strongly connected parts of a graph given as bits (Kosaraju, without recursion)."""
    before_: dict[int, int] = dict.fromkeys(after, 0)
    for n, bits in after.items():
        for other in positions(bits):
            before_[other] |= 1 << n
    order: list[int] = []
    left = gathered(after, max(after, default=0) + 1)
    for root in after:
        stack = [root] if left >> root & 1 else []
        left &= ~(1 << root)
        while stack:
            onward = after[stack[-1]] & left
            if onward:
                low = onward & -onward
                left ^= low
                stack.append(low.bit_length() - 1)
            else:
                order.append(stack.pop())
    left = gathered(after, max(after, default=0) + 1)
    for root in reversed(order):
        if left >> root & 1:
            part, edge = 0, 1 << root
            while edge:
                left &= ~edge
                part |= edge
                reached = 0
                for n in positions(edge):
                    reached |= before_[n]
                edge = reached & left
            yield tuple(positions(part))
