"""Which children must move to bring a list into a new order, and no more of them. Pure functions over lists."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def children_to_move(old: Sequence[T], new: Sequence[T]) -> set[T]:
    """The fewest items of ``new`` that must be taken out of ``old`` and put elsewhere, so that both orders are equal.

    Both hold the same items, each once. What stays is a longest increasing subsequence of the old positions: of
    ``[0, 3, 2, 1, 4]`` two of the three in the middle move. Cost is O(n log n), O(n) when nothing moves.
    """
    if list(old) == list(new):
        return set()
    position = {item: index for index, item in enumerate(old)}
    # tails[k] is the item with the smallest old position that ends an increasing subsequence of length k + 1.
    tails: list[int] = []
    ends: list[T] = []
    before: dict[T, T | None] = {}
    for item in new:
        at = bisect_left(tails, position[item])
        before[item] = ends[at - 1] if at else None
        if at == len(tails):
            tails.append(position[item])
            ends.append(item)
        else:
            tails[at] = position[item]
            ends[at] = item
    staying: set[T] = set()
    last: T | None = ends[-1] if ends else None
    while last is not None:
        staying.add(last)
        last = before[last]
    return {item for item in new if item not in staying}
