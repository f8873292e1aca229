"""A matrix of braille dots, two across and four down in each cell, that charts and drawings are made of.

Coordinates are dots from the upper left corner. Whatever lies outside of the matrix costs nothing. Colours are names of
the theme, which whoever paints resolves: a matrix knows no widget.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

DOTS_ACROSS: Final = 2
DOTS_DOWN: Final = 4

# Before the name of a dot's colour: the one that a background of that name has, which goes on in these dots.
FILL: Final = "fill "

# The bit of each dot in a braille sign: Unicode counts down the columns, and put the last row behind.
_BITS: Final = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_BRAILLE: Final = 0x2800
# The bits of the dots from one row of a cell to another, for the left and the right column.
_COLUMNS: Final = tuple(
    tuple(
        tuple(sum(_BITS[row][side] for row in range(first, last + 1)) for last in range(DOTS_DOWN))
        for first in range(DOTS_DOWN)
    )
    for side in range(DOTS_ACROSS)
)


class Look(NamedTuple):
    """The names of a cell's colours: of its dots or its sign, and of what is behind them."""

    color: str | None
    ground: str | None


class DotMatrix:
    """Cells with dots, signs and backgrounds. Later dots cover earlier signs, later signs earlier dots."""

    __slots__ = ("_bits", "_colors", "_grounds", "_signs", "height", "plotted", "width")

    def __init__(self, width: int, height: int) -> None:
        # In cells.
        self.width = width
        self.height = height
        # Dots set so far, as a measure of work.
        self.plotted = 0
        self._bits = [bytearray(width) for _ in range(height)]
        self._colors: list[list[str | None]] = [[None] * width for _ in range(height)]
        self._grounds: list[list[str | None]] = [[None] * width for _ in range(height)]
        self._signs: list[dict[int, str]] = [{} for _ in range(height)]

    def plot(self, x: int, y: int, color: str | None) -> None:
        """Set one dot."""
        column, row = x >> 1, y >> 2
        if 0 <= column < self.width and 0 <= row < self.height:
            self.plotted += 1
            self._bits[row][column] |= _BITS[y & 3][x & 1]
            self._colors[row][column] = color
            self._uncover(row, column)

    def span(self, x1: int, x2: int, y: int, color: str | None) -> None:
        """Set the dots from ``x1`` to ``x2``, both included."""
        if 0 <= y < self.height * DOTS_DOWN:
            for x in range(max(min(x1, x2), 0), min(max(x1, x2), self.width * DOTS_ACROSS - 1) + 1):
                self.plot(x, y, color)

    def column(self, x: int, y1: int, y2: int, color: str | None) -> None:
        """Set the dots from ``y1`` to ``y2``, both included."""
        first, last = max(min(y1, y2), 0), min(max(y1, y2), self.height * DOTS_DOWN - 1)
        if not 0 <= x < self.width * DOTS_ACROSS or first > last:
            return
        masks, at = _COLUMNS[x & 1], x >> 1
        self.plotted += last - first + 1
        # A cell at a time: charts of many numbers are made of columns.
        top, bottom = first >> 2, last >> 2
        bits, colors, signs = self._bits, self._colors, self._signs
        if top == bottom:
            bits[top][at] |= masks[first & 3][last & 3]
        else:
            bits[top][at] |= masks[first & 3][3]
            bits[bottom][at] |= masks[0][last & 3]
            whole = masks[0][3]
            for row in range(top + 1, bottom):
                bits[row][at] |= whole
        for row in range(top, bottom + 1):
            colors[row][at] = color
            if signs[row]:
                self._uncover(row, at)

    def line(self, x1: float, y1: float, x2: float, y2: float, color: str | None) -> None:
        """Set the dots of a straight line."""
        clipped = _clip(x1, y1, x2, y2, self.width * DOTS_ACROSS, self.height * DOTS_DOWN)
        if clipped is None:
            return
        x1, y1, x2, y2 = clipped
        steps = int(max(abs(x2 - x1), abs(y2 - y1))) + 1
        for step in range(steps + 1):
            share = step / steps
            self.plot(int(x1 + (x2 - x1) * share), int(y1 + (y2 - y1) * share), color)

    def ground(self, x: int, y: int, color: str | None) -> None:
        """Give a cell a background, which covers what was there."""
        if 0 <= x < self.width and 0 <= y < self.height:
            self.plotted += 1
            self._bits[y][x] = 0
            self._grounds[y][x] = color
            self._uncover(y, x)

    def write(self, x: int, y: int, text: str, color: str | None, ground: str | None = None) -> None:
        """Write a cleaned line of text into cells; what does not fit is left out."""
        if not 0 <= y < self.height:
            return
        signs, bits, colors, grounds = self._signs[y], self._bits[y], self._colors[y], self._grounds[y]
        for character in text:
            size = cell_len(character)
            if x + size > self.width:
                return
            if x >= 0 and size:
                self.plotted += size
                for at in range(x, x + size):
                    self._uncover(y, at)
                    bits[at] = 0
                    colors[at] = color
                    signs[at] = ""
                    if ground is not None:
                        grounds[at] = ground
                signs[x] = character
            elif x > 0 and (x - 1) in signs:
                # A mark on the character before.
                signs[x - 1] += character
            x += size

    def place(self, x: int, y: int, other: DotMatrix) -> None:
        """Put a matrix that fits inside this one at a cell, over what is there."""
        end = x + other.width
        for row in range(other.height):
            self._bits[y + row][x:end] = other._bits[row]
            self._colors[y + row][x:end] = other._colors[row]
            self._grounds[y + row][x:end] = other._grounds[row]
            signs = self._signs[y + row]
            for column in range(x, end):
                signs.pop(column, None)
            signs.update({x + column: sign for column, sign in other._signs[row].items()})
        self.plotted += other.plotted

    def strip(self, y: int, style_of: Callable[[Look], Style]) -> Strip:
        """One line of cells."""
        bits, colors, grounds, signs = self._bits[y], self._colors[y], self._grounds[y], self._signs[y]
        segments: list[Segment] = []
        run: list[str] = []
        look = Look(None, None)
        for x in range(self.width):
            sign = signs.get(x)
            if sign is None:
                sign = chr(_BRAILLE + bits[x]) if bits[x] else " "
            # Where nothing is drawn the colour does not matter, and fewer segments are painted faster.
            here = Look(look.color if sign == " " else colors[x], grounds[x])
            if here != look and run:
                segments.append(Segment("".join(run), style_of(look)))
                run = []
            look = here
            run.append(sign)
        if run:
            segments.append(Segment("".join(run), style_of(look)))
        return Strip(segments, self.width)

    def lines(self) -> list[str]:
        """What is drawn, without colours."""
        return [self.strip(y, lambda _look: Style.null()).text for y in range(self.height)]

    def _uncover(self, row: int, column: int) -> None:
        """Take off the sign in a cell, and the other half of a wide one."""
        signs = self._signs[row]
        if not signs:
            return
        sign = signs.pop(column, None)
        if sign == "":
            signs.pop(column - 1, None)
        elif sign is not None and signs.get(column + 1) == "":
            del signs[column + 1]


def _clip(
    x1: float, y1: float, x2: float, y2: float, width: float, height: float
) -> tuple[float, float, float, float] | None:
    """The part of a line inside of a rectangle at 0, 0 (Liang and Barsky), or None."""
    dx, dy = x2 - x1, y2 - y1
    enter, leave = 0.0, 1.0
    for step, room in ((-dx, x1), (dx, width - x1), (-dy, y1), (dy, height - y1)):
        if step == 0:
            if room < 0:
                return None
        elif step < 0:
            enter = max(enter, room / step)
        else:
            leave = min(leave, room / step)
    if enter > leave:
        return None
    return x1 + enter * dx, y1 + enter * dy, x1 + leave * dx, y1 + leave * dy
