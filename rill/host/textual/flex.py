"""The arithmetic of flexible boxes: how long things are along a line, which stand in which line, and where.

Whole cells in, whole cells out, and none lost to rounding. Knows no widget and no style.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, Literal

Align = Literal["start", "center", "end", "stretch"]
Justify = Literal["start", "center", "end", "space-between", "space-around", "space-evenly"]

# Each round settles at least one piece, nearly always all that are bounded. A guest that bounds thousands of pieces so
# that every round settles one would hold the event loop; after these, the others are cut off where their bounds are.
_ROUNDS_MAX: Final = 32
# Sums of fractions such as 1/3 come out a little below the whole number that is meant.
_ROUNDING: Final = 1e-6


@dataclass(slots=True)
class Piece:
    """Something that stands in a line: what it asks for along it, and how far it gives way.

    Attributes:
        base: cells that it has before room is shared out.
        grow: its share of room that is left.
        shrink: its share, times its base, of room that is missing.
        minimum, maximum: bounds; the minimum wins.
        fixed: cells around it, its margins, that never give way.
    """

    base: float
    grow: float = 0.0
    shrink: float = 1.0
    minimum: int = 0
    maximum: int | None = None
    fixed: int = 0

    def bounded(self, length: float) -> float:
        """A length, within the bounds."""
        if self.maximum is not None and length > self.maximum:
            length = self.maximum
        return length if length > self.minimum else self.minimum


def lengths(pieces: Sequence[Piece], room: int) -> list[int]:
    """Share out the room of one line, gaps already taken off, and return the length of each piece without its margins.

    The lengths and margins add up to the room exactly, if any piece grows or all that is missing can be given up. This
    is how CSS resolves flexible lengths.
    """
    room -= sum(piece.fixed for piece in pieces)
    wished = [piece.bounded(piece.base) for piece in pieces]
    missing = sum(wished) - room
    growing = missing < 0
    flexible = [
        index
        for index, piece in enumerate(pieces)
        if (piece.grow > 0 and wished[index] >= piece.base if growing else piece.shrink > 0 and piece.base > 0)
        and missing
    ]
    if not flexible:
        return whole(wished)
    weights = {
        index: pieces[index].grow if growing else pieces[index].shrink * pieces[index].base for index in flexible
    }
    settled: list[float] = wished
    left = room - sum(length for index, length in enumerate(wished) if index not in weights)
    for _ in range(_ROUNDS_MAX):
        free = left - sum(pieces[index].base for index in flexible)
        # Room that is there is not taken away again, nor the other way round.
        free = max(free, 0.0) if growing else min(free, 0.0)
        total = sum(weights[index] for index in flexible)
        over: list[int] = []
        under: list[int] = []
        excess = 0.0
        for index in flexible:
            piece = pieces[index]
            length = piece.base + free * weights[index] / total
            bounded = piece.bounded(length)
            settled[index] = bounded
            excess += bounded - length
            if bounded > length:
                under.append(index)
            elif bounded < length:
                over.append(index)
        violated = under + over if abs(excess) < _ROUNDING else under if excess > 0 else over
        if not violated:
            break
        left -= sum(settled[index] for index in violated)
        gone = set(violated)
        flexible = [index for index in flexible if index not in gone]
        if not flexible:
            break
    return whole(settled)


def whole(exact: Sequence[float]) -> list[int]:
    """Exact lengths as whole cells: each ends at the cell in which its exact end is, so that the sum is kept."""
    ends = [int(end + _ROUNDING) for end in accumulate(exact)]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def lines(outer: Sequence[int], room: int, gap: int) -> list[range]:
    """Break pieces of these lengths, margins included, into lines that fit into the room; each has one piece at
    least.
    """
    found: list[range] = []
    first, used = 0, 0
    for index, length in enumerate(outer):
        if index > first and used + gap + length > room:
            found.append(range(first, index))
            first, used = index, length
        else:
            used += length + (gap if index > first else 0)
    if outer:
        found.append(range(first, len(outer)))
    return found


def starts(outer: Sequence[int], room: int, gap: int, justify: Justify) -> list[int]:
    """Where pieces of these lengths, margins included, begin in a line. What is too long begins at its start."""
    count = len(outer)
    free = max(0, room - sum(outer) - gap * (count - 1))
    found = []
    at = 0
    for index, length in enumerate(outer):
        found.append(at + (_before(index, count, free, justify) if free else 0))
        at += length + gap
    return found


def _before(index: int, count: int, free: int, justify: Justify) -> int:
    """How much of the free room is before a piece."""
    match justify:
        case "center":
            return free // 2
        case "end":
            return free
        case "space-between":
            return free * index // (count - 1) if count > 1 else 0
        case "space-around":
            return free * (2 * index + 1) // (2 * count)
        case "space-evenly":
            return free * (index + 1) // (count + 1)
        case _:
            return 0


def across(length: int, room: int, align: Align) -> int:
    """Where a piece begins across the line. What is too long begins at its start."""
    free = max(0, room - length)
    return free // 2 if align == "center" else free if align == "end" else 0
