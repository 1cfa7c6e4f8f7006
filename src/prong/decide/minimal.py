"""All minimal sets for which a monotone test holds: one function for sufficient sets of acts,
material disputes and missing findings.

The method is dualize and advance (Gunopulos, Khardon, Mannila and Toivonen, 1997): each minimal
hitting set of the minimal sets found so far is left out in turn; where the test still holds, the
rest is shrunk to a new minimal set. It is exact, and its cost follows the number of sets found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from prong.values import frozen


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
    sets are sought.
    """
    order = tuple(dict.fromkeys(items))
    everything = frozenset(order)
    if not test(everything):
        return MinimalSets(())
    if test(frozenset()):
        return MinimalSets(((),))
    found: list[frozenset[str]] = []
    hitting: set[frozenset[str]] = {frozenset()}
    refuted: set[frozenset[str]] = set()
    complete = True
    while True:
        candidate = next((h for h in sorted(hitting, key=sorted) if h not in refuted), None)
        if candidate is None:
            break
        if len(found) >= limit or len(refuted) > 64 * limit:
            complete = False
            break
        rest = everything - candidate
        if not test(rest):
            refuted.add(candidate)
            continue
        small = _shrink(rest, order, test)
        found.append(small)
        hitting = _hit(hitting, small)
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


def _hit(hitting: set[frozenset[str]], new: frozenset[str]) -> set[frozenset[str]]:
    """The minimal hitting sets once one more set must be hit (Berge)."""
    already = {h for h in hitting if h & new}
    grown = {h | {item} for h in hitting - already for item in new}
    return already | {g for g in grown if not any(h < g for h in already | grown)}
