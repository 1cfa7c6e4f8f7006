"""How many cases must go before the others can all stand.

The cases to remove are a cover of the conflicts: of each pair at least one. Conflicts run between
the two outcomes, so where every case has one outcome their graph has two halves, and a smallest
cover is as large as a largest matching (König). It is found exactly, by augmenting paths over bits.
Where that is too large, or where one case has holdings for both outcomes, there are bounds: no
fewer than a matching has pairs, and no more than a cover that was found.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from prong.decide.asking import grouping, whole
from prong.decide.columns import Progress
from prong.decide.constraint import CaseBase
from prong.decide.index import gathered, positions
from prong.decide.standing import conflict_bits, opposed
from prong.values import frozen

#: The most bits of conflict that are held at once: a quarter of a gigabyte.
ROOM = 1 << 31
#: The most conflicts among which the one with most is looked for again and again.
PATIENCE = 20_000_000


@frozen
class Removals:
    """A set of cases whose removal leaves no conflict.

    ``removed`` are the numbers of the precedents; ``exact`` says that no smaller set does, and
    ``at_least`` how large any such set is. ``greedy`` is the size of what the literature's procedure
    removes: again and again the case with the most conflicts left, the earlier of equals; it is
    None where the conflicts are too many for that.
    """

    removed: tuple[int, ...]
    exact: bool
    at_least: int
    greedy: int | None
    method: Literal["matching", "bounds"]


def removals(base: CaseBase, among: int = -1, progress: Progress | None = None) -> Removals:
    """The smallest removal of cases, or its bounds."""
    graph = _graph(base, among, progress)
    if graph is None:
        return _streamed(base, among, progress)
    first = grouping(base).side["plaintiff"]
    lefts = {n: bits for n, bits in graph.items() if first >> n & 1}
    halves = all(not bits & first for bits in lefts.values())
    if halves and all(bits & ~first == 0 for n, bits in graph.items() if not first >> n & 1):
        cover, size = smallest_cover(lefts)
        many = sum(bits.bit_count() for bits in lefts.values()) > PATIENCE
        counted = None if many else len(greedy_cover(graph))
        return Removals(cover, True, size, counted, "matching")
    greedy = greedy_cover(graph)
    least = _matched(graph)
    return Removals(tuple(sorted(greedy)), least == len(greedy), least, len(greedy), "bounds")


def _graph(base: CaseBase, among: int, progress: Progress | None) -> dict[int, int] | None:
    """Which case conflicts with which, or None where that is too much to hold."""
    if not whole(base):
        return _by_case(base, conflict_bits(base, among, progress))
    found: dict[int, int] = {}
    held = 0
    for n, bits in opposed(base, among, progress):
        found[n] = bits
        held += bits.bit_length()
        if held > ROOM:
            return None
    return found


def _streamed(base: CaseBase, among: int, progress: Progress | None) -> Removals:
    """Bounds that need no room: pairs in conflict that share no case, one after the other. Any
    removal takes one case of each, and taking both leaves no conflict."""
    pairs = 0
    removed: list[int] = []
    taken = 0
    for n, bits in opposed(base, among, progress, grouping(base).side["plaintiff"]):
        near = bits & ~taken
        if near:
            low = near & -near
            taken |= low
            removed += (n, low.bit_length() - 1)
            pairs += 1
    return Removals(tuple(sorted(removed)), False, pairs, None, "bounds")


def _by_case(base: CaseBase, graph: dict[int, int]) -> dict[int, int]:
    """The conflicts of cases: those of a case's several holdings are its own, under the first."""
    several = grouping(base).case.values()
    for bits in several:
        mine = [n for n in positions(bits) if n in graph]
        if len(mine) < 2:
            continue
        keep, *rest = mine
        for n in rest:
            moved = graph.pop(n)
            graph[keep] |= moved
            for other in positions(moved):
                graph[other] = graph[other] & ~(1 << n) | 1 << keep
    return graph


def smallest_cover(lefts: Mapping[int, int]) -> tuple[tuple[int, ...], int]:
    """A smallest cover of a graph of two halves, and the size of a largest matching.

    ``lefts`` gives for each number on the left its neighbours on the right, as bits.
    """
    taken: dict[int, int] = {}
    mate: dict[int, int] = {}
    everyone = 0
    for bits in lefts.values():
        everyone |= bits
    free = everyone
    grown = True
    while grown:
        grown, unseen = False, everyone
        for root in lefts:
            if root in mate:
                continue
            stack, used = [root], list[int]()
            while stack:
                here = lefts[stack[-1]] & unseen
                open_ = here & free
                if not here:
                    stack.pop()
                    if used:
                        used.pop()
                    continue
                chosen = open_ or here
                low = chosen & -chosen
                unseen ^= low
                right = low.bit_length() - 1
                used.append(right)
                if open_:
                    free ^= low
                    for left, right in zip(stack, used, strict=True):
                        mate[left], taken[right] = right, left
                    grown = True
                    break
                stack.append(taken[right])
    # König: what an unmatched left reaches by alternating paths is left alone on the left, and
    # covered on the right.
    edge = [n for n in lefts if n not in mate]
    reached, rights = set(edge), 0
    while edge:
        new = lefts[edge.pop()] & ~rights
        rights |= new
        for right in positions(new):
            left = taken[right]
            if left not in reached:
                reached.add(left)
                edge.append(left)
    cover = [n for n in lefts if n not in reached]
    return tuple(sorted([*cover, *positions(rights)])), len(mate)


def greedy_cover(graph: Mapping[int, int]) -> list[int]:
    """The cases removed when the one with the most conflicts left goes first."""
    numbers = sorted(graph)
    degree = [graph[n].bit_count() for n in numbers]
    place = {n: at for at, n in enumerate(numbers)}
    left = gathered(numbers, max(numbers, default=0) + 1)
    removed: list[int] = []
    while degree and (most := max(degree)) > 0:
        at = degree.index(most)
        chosen = numbers[at]
        left &= ~(1 << chosen)
        for other in positions(graph[chosen] & left):
            degree[place[other]] -= 1
        degree[at] = 0
        removed.append(chosen)
    return removed


def _matched(graph: Mapping[int, int]) -> int:
    """How many pairs of a graph can be chosen one after the other that share no case."""
    left = gathered(graph, max(graph, default=0) + 1)
    count = 0
    for n in sorted(graph, key=lambda n: graph[n].bit_count()):
        if left >> n & 1 and (near := graph[n] & left):
            left &= ~(1 << n | near & -near)
            count += 1
    return count
