"""All minimal sets for which a monotone test holds: one function for sufficient sets of acts,
material disputes and missing findings.

The method is dualize and advance (Gunopulos, Khardon, Mannila and Toivonen, 1997): each minimal
hitting set of the minimal sets found so far is left out in turn; where the test still holds, the
rest is shrunk to a new minimal set. It is exact, and its cost follows the number of sets found
and of their minimal hitting sets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from prong.values import frozen

#: The most sets to rule out before a search is called incomplete.
MOST = 2048


@frozen
class MinimalSets:
    """Minimal sets, smallest first; ``complete`` is false when the limit cut the search."""

    sets: tuple[tuple[str, ...], ...]
    complete: bool = True


def minimal_sets(
    items: Iterable[str], test: Callable[[frozenset[str]], bool], limit: int = 64
) -> MinimalSets:
    """The minimal subsets of ``items`` on which ``test`` holds.

    ``test`` must be monotone: what holds of a set holds of every larger one. At most ``limit``
    sets are sought, and the search ends when it would have to rule out too many.
    """
    order = tuple(dict.fromkeys(items))
    everything = frozenset(order)
    if not test(everything):
        return MinimalSets(())
    if test(frozenset()):
        return MinimalSets(((),))
    found: list[frozenset[str]] = []
    hitting: dict[frozenset[str], None] = {frozenset(): None}
    refuted: set[frozenset[str]] = set()
    complete = True
    while complete:
        candidate = next((h for h in hitting if h not in refuted), None)
        if candidate is None:
            break
        rest = everything - candidate
        if not test(rest):
            refuted.add(candidate)
        elif len(found) == limit:
            complete = False
        else:
            small = _shrink(rest, order, test)
            found.append(small)
            hitting = _hit(hitting, small, order)
            complete = len(hitting) <= MOST
    rank = {item: number for number, item in enumerate(order)}
    sets = sorted(
        (tuple(sorted(s, key=rank.__getitem__)) for s in found),
        key=lambda s: (len(s), [rank[i] for i in s]),
    )
    return MinimalSets(tuple(sets), complete)


def _shrink(
    large: frozenset[str], order: tuple[str, ...], test: Callable[[frozenset[str]], bool]
) -> frozenset[str]:
    small = large
    for item in order:
        if item in small and test(small - {item}):
            small -= {item}
    return small


def _hit(
    hitting: dict[frozenset[str], None], new: frozenset[str], order: tuple[str, ...]
) -> dict[frozenset[str], None]:
    """The minimal hitting sets once one more set must be hit (Berge), in a settled order."""
    already = {h: None for h in hitting if h & new}
    by_item: dict[str, list[frozenset[str]]] = {}
    for h in already:
        for item in h & new:
            by_item.setdefault(item, []).append(h)
    grown = dict(already)
    for h in hitting:
        if h in already:
            continue
        for item in order:
            # Only a set that already hit the new one can lie within a grown one.
            if item in new and not any(k <= h | {item} for k in by_item.get(item, ())):
                grown[h | {item}] = None
    return grown
