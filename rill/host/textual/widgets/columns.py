"""How wide the columns of a table are, and where each begins. Numbers only."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Final, NamedTuple

# A cell free on either side of what stands in a column.
PADDING: Final = 1


class ColumnWidth(NamedTuple):
    """What a column asks for, in cells of its content."""

    width: int | None = None
    min_width: int = 4
    grow: float = 1


class Columns:
    """Columns fitted to a view: ``lefts`` has the left edge of each, and the right edge of the last."""

    __slots__ = ("fixed", "lefts")

    def __init__(self, wanted: Sequence[ColumnWidth], room: int, fixed: int = 0) -> None:
        self.lefts: list[int] = [0, *accumulate(width + 2 * PADDING for width in _shares(wanted, room))]
        fixed = min(fixed, len(wanted))
        # Where the columns that stay would fill the view, nothing would be left to be scrolled.
        while fixed and self.lefts[fixed] > max(0, room - 8):
            fixed -= 1
        self.fixed: int = fixed

    @property
    def total(self) -> int:
        """Cells of all columns."""
        return self.lefts[-1]

    @property
    def fixed_width(self) -> int:
        """Cells of the columns that stay."""
        return self.lefts[self.fixed]

    def at(self, x: int, scroll_x: int) -> int | None:
        """The column at a place in the view, if there is one."""
        if x < 0:
            return None
        if x >= self.fixed_width:
            x += scroll_x
        return bisect_right(self.lefts, x) - 1 if x < self.total else None

    def left_of(self, column: int, scroll_x: int) -> int:
        """Where in the view a column begins; it need not be in view."""
        return self.lefts[column] - (0 if column < self.fixed else scroll_x)

    def width_of(self, column: int) -> int:
        """Cells of a column, those left free included."""
        return self.lefts[column + 1] - self.lefts[column]

    def in_view(self, scroll_x: int, width: int) -> range:
        """The columns that scroll and are in view, in whole or in part."""
        first = max(self.fixed, bisect_right(self.lefts, self.fixed_width + scroll_x) - 1)
        last = bisect_right(self.lefts, max(0, scroll_x + width - 1)) - 1
        return range(first, max(first, min(last + 1, len(self.lefts) - 1)))


def least_width(wanted: Sequence[ColumnWidth]) -> int:
    """Cells that columns take at least. In a view of fewer they scroll sideways."""
    return sum((column.min_width if column.width is None else column.width) + 2 * PADDING for column in wanted)


def _shares(wanted: Sequence[ColumnWidth], room: int) -> list[int]:
    """Cells of the content of each: what it says, or its share of what is left, but never less than its least."""
    widths = [column.width or 0 for column in wanted]
    flexible = [index for index, column in enumerate(wanted) if column.width is None]
    left = room - sum(widths) - 2 * PADDING * len(wanted)
    # Those that would get less than their least take that; the neediest are found first, so that one pass is enough.
    flexible.sort(key=lambda index: wanted[index].min_width / wanted[index].grow, reverse=True)
    growing = sum(wanted[index].grow for index in flexible)
    for at, index in enumerate(flexible):
        column = wanted[index]
        if left * column.grow / max(growing, column.grow) >= column.min_width:
            _share_out(widths, flexible[at:], wanted, left)
            break
        widths[index] = column.min_width
        left -= column.min_width
        growing -= column.grow
    return widths


def _share_out(widths: list[int], indexes: list[int], wanted: Sequence[ColumnWidth], left: int) -> None:
    """Share out all cells that are left. From left to right, so that what rounding leaves over goes to the last."""
    growing = sum(wanted[index].grow for index in indexes)
    for index in sorted(indexes):
        # A sum that others were taken from may be less than what is left in it.
        grow = wanted[index].grow
        widths[index] = max(1, round(left * grow / max(growing, grow)))
        left -= widths[index]
        growing -= grow
