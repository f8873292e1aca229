"""Which items a list asks its guest to render, given those in view. Numbers only."""

from __future__ import annotations

from typing import Final, NamedTuple

# Items may be of one line each, and screens of some hundred lines; more than this no screen shows.
RANGE_MAX: Final = 1_000


class Range(NamedTuple):
    """Items from the first to the last, both included."""

    first: int
    last: int

    def holds(self, other: Range) -> bool:
        """Whether all of another range is in this one."""
        return self.first <= other.first and other.last <= self.last


def range_around(visible: Range, count: int, asked: Range | None) -> Range:
    """The items to render: those in view, and about as many before and behind them.

    What was asked for last is good enough while half of that margin is left, so that a line of scrolling asks nothing.

    Args:
        visible: the items in view, of which there is at least one.
        count: how many items there are in all.
        asked: what was asked for last, if anything was.
    """
    visible = _clip(visible, count)
    seen = visible.last - visible.first + 1
    if asked is not None and asked.last < count:
        margin = seen // 2
        near = _clip(Range(visible.first - margin, visible.last + margin), count)
        # A range that was asked for on a larger screen, or at lower items, holds too much.
        if asked.holds(near) and asked.last - asked.first < 6 * seen:
            return asked
    spare = min(seen, max(0, (RANGE_MAX - seen) // 2))
    return _clip(Range(visible.first - spare, visible.last + spare), count)


def _clip(wanted: Range, count: int) -> Range:
    last = min(wanted.last, count - 1)
    first = max(0, min(wanted.first, last))
    return Range(first, min(last, first + RANGE_MAX - 1))
