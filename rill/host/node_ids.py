"""Which node ids a session has used: they are never used twice. A set of ranges, because guests count upwards."""

from __future__ import annotations

from bisect import bisect_right


class UsedIds:
    """Disjoint ranges of integers, sorted. For a guest that counts upwards it stays one range.

    Claiming costs O(log ranges), and a copy O(ranges).
    """

    __slots__ = ("_ends", "_starts")

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    @property
    def ranges(self) -> int:
        """How many ranges there are. The receiver bounds them."""
        return len(self._starts)

    def copy(self) -> UsedIds:
        """An independent copy, to go back to when a batch fails."""
        twin = UsedIds()
        twin._starts = self._starts.copy()
        twin._ends = self._ends.copy()
        return twin

    def claim(self, first: int, count: int = 1) -> bool:
        """Mark ``count`` ids from ``first`` as used. False, and nothing changes, if one of them was used before."""
        starts, ends = self._starts, self._ends
        end = first + count
        if not ends or first > ends[-1]:
            starts.append(first)
            ends.append(end)
            return True
        if first == ends[-1]:
            ends[-1] = end
            return True
        at = bisect_right(starts, first)
        if at and ends[at - 1] > first:
            return False
        if at < len(starts) and starts[at] < end:
            return False
        joins_left = at > 0 and ends[at - 1] == first
        joins_right = at < len(starts) and starts[at] == end
        if joins_left and joins_right:
            ends[at - 1] = ends.pop(at)
            starts.pop(at)
        elif joins_left:
            ends[at - 1] = end
        elif joins_right:
            starts[at] = first
        else:
            starts.insert(at, first)
            ends.insert(at, end)
        return True
