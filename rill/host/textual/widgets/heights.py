"""How high the items of a long list are, seen or not: where each begins, and which one lies at a line. Numbers only.

Of items that nobody has seen an estimate counts, of the others what was measured. Nothing is kept for the former, so
that a list of ten million costs no more than what was seen of it.
"""

from __future__ import annotations

from typing import Final

# An index fits into this many bits: ten million items, the most that a component may count.
_BITS: Final = 24
_TOP: Final = 1 << _BITS
# Estimates are fractions of a line. As thousandths they add up exactly, however many there are.
_SCALE: Final = 1_000


class Heights:
    """Heights of ``count`` items in lines, each at least one. Every question and every change is O(log n).

    The differences between measured and estimated heights are kept in a Fenwick tree whose nodes exist only where one
    was measured.
    """

    __slots__ = ("_count", "_differences", "_estimate", "_measured")

    def __init__(self, count: int = 0, estimate: float = 1) -> None:
        self._count = min(count, _TOP - 1)
        self._estimate = _in_thousandths(estimate)
        self._measured: dict[int, int] = {}
        # By Fenwick position, which is an index counted from 1.
        self._differences: dict[int, int] = {}

    @property
    def count(self) -> int:
        """How many items there are."""
        return self._count

    @count.setter
    def count(self, count: int) -> None:
        count = min(count, _TOP - 1)
        if count < self._count:
            for index in [index for index in self._measured if index >= count]:
                self.forget(index)
        self._count = count

    @property
    def total(self) -> int:
        """Lines of all items."""
        return self.top(self._count)

    def estimate_as(self, estimate: float) -> None:
        """Take another estimate, and forget what was measured."""
        self._estimate = _in_thousandths(estimate)
        self._measured.clear()
        self._differences.clear()

    def is_measured(self, index: int) -> bool:
        """Whether an item's height is known."""
        return index in self._measured

    def top(self, index: int) -> int:
        """Lines of all items before this one: where it begins."""
        return self._before(max(0, min(index, self._count))) // _SCALE

    def height(self, index: int) -> int:
        """Lines of one item."""
        measured = self._measured.get(index)
        return measured if measured is not None else self.top(index + 1) - self.top(index)

    def index_at(self, line: int) -> int:
        """The item that a line belongs to; the first one above all lines, the last one below them.

        Meaningless without items.
        """
        if self._count == 0 or line < 0:
            return 0
        # The last index that begins at this line or before it: descend as a Fenwick tree is searched.
        wanted = line * _SCALE + _SCALE - 1
        position, before = 0, 0
        step = _TOP
        while step:
            following = position + step
            if following < self._count:
                through = before + step * self._estimate + self._differences.get(following, 0)
                if through <= wanted:
                    position, before = following, through
            step >>= 1
        return position

    def measure(self, index: int, height: int) -> bool:
        """Note how high an item is. Returns whether that is news."""
        height = max(1, height)
        before = self._measured.get(index)
        if before == height or not 0 <= index < self._count:
            return False
        self._measured[index] = height
        self._add(index, height * _SCALE - (self._estimate if before is None else before * _SCALE))
        return True

    def forget(self, index: int) -> None:
        """Let the estimate count again."""
        height = self._measured.pop(index, None)
        if height is not None:
            self._add(index, self._estimate - height * _SCALE)

    def _add(self, index: int, difference: int) -> None:
        position = index + 1
        differences = self._differences
        while position <= _TOP:
            value = differences.get(position, 0) + difference
            if value:
                differences[position] = value
            else:
                differences.pop(position, None)
            position += position & -position

    def _before(self, index: int) -> int:
        """Thousandths of lines before an item."""
        total = index * self._estimate
        differences = self._differences
        if differences:
            while index:
                total += differences.get(index, 0)
                index &= index - 1
        return total


def _in_thousandths(estimate: float) -> int:
    return max(_SCALE, round(estimate * _SCALE))
