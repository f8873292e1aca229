"""Shapes of a guest on a matrix of dots. Knows no widget; which shape is at a place says `shape_hits`.

Units are those of the catalogue: one is a cell across, two are a line.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

from rill.host.shape_hits import UNITS_DOWN, Shape
from rill.host.terminal_text import clean_line
from rill.host.textual.dots import DOTS_ACROSS, DOTS_DOWN, FILL, DotMatrix

# Both ways: two dots are a cell across, four are a line.
DOTS_A_UNIT: Final = 2
# Dots that one drawing may set, about 50 ms of work. A screen of 200x60 has 96,000: only a drawing that covers itself
# again and again gets there, and what it would draw after that is left out.
DOTS_MAX: Final = 150_000


def draw(shapes: Sequence[Shape], width: int, height: int) -> tuple[DotMatrix, int]:
    """Draw shapes in order into so many cells. Returns them, and how many were left out because it were too many dots.

    Shapes outside of the cells cost next to nothing.
    """
    matrix = DotMatrix(width, height)
    for index, shape in enumerate(shapes):
        if matrix.plotted > DOTS_MAX:
            return matrix, len(shapes) - index
        _DRAW[shape["kind"]](matrix, shape)
    return matrix, 0


def _line_color(shape: Shape) -> str | None:
    """The colour of a shape's line; None for a line that is not drawn."""
    color = shape.get("color") or "foreground"
    return None if color == "transparent" else color


def _edge_color(shape: Shape) -> str | None:
    """The colour of the line around a shape; None where there is none to be told from its inside."""
    color = _line_color(shape)
    return None if color == shape.get("fill") else color


def _fill_color(shape: Shape) -> str | None:
    fill = shape.get("fill")
    return None if fill is None or fill == "transparent" else fill


# -- circles ---------------------------------------------------------------------------------------------------------


def _draw_circle(matrix: DotMatrix, shape: Shape) -> None:
    x, y, radius = (shape[name] * DOTS_A_UNIT for name in ("x", "y", "radius"))
    across, down = matrix.width * DOTS_ACROSS, matrix.height * DOTS_DOWN
    if x + radius < 0 or y + radius < 0 or x - radius > across or y - radius > down:
        return
    fill, color = _fill_color(shape), _edge_color(shape)

    def half_width(row: int) -> float | None:
        """How far the circle reaches to both sides in a row of dots."""
        rise = row + 0.5 - y
        return math.sqrt(radius * radius - rise * rise) if abs(rise) <= radius else None

    def inside(row: int) -> tuple[int, int] | None:
        half = half_width(row)
        return None if half is None else (math.ceil(x - half - 0.5), math.floor(x + half - 0.5))

    first, last = max(0, math.floor(y - radius)), min(down - 1, math.ceil(y + radius))
    if fill is not None:
        _fill_rows(matrix, inside, first, last, fill, edges=color is None)
    if color is None:
        return
    if radius < 1:
        matrix.plot(math.floor(x), math.floor(y), color)
        return
    # By rows where it is steep and by columns where it is flat, so that the line has no holes.
    steep = radius * math.sqrt(0.5)
    for row in range(max(first, math.floor(y - steep)), min(last, math.ceil(y + steep)) + 1):
        half = half_width(row)
        if half is not None:
            matrix.plot(math.floor(x - half), row, color)
            matrix.plot(math.ceil(x + half) - 1, row, color)
    for column in range(max(0, math.floor(x - steep)), min(across - 1, math.ceil(x + steep)) + 1):
        run = column + 0.5 - x
        if abs(run) <= radius:
            half = math.sqrt(radius * radius - run * run)
            matrix.plot(column, math.floor(y - half), color)
            matrix.plot(column, math.ceil(y + half) - 1, color)


# -- rectangles ------------------------------------------------------------------------------------------------------


def _draw_rectangle(matrix: DotMatrix, shape: Shape) -> None:
    left, top = math.floor(shape["x"] * DOTS_A_UNIT), math.floor(shape["y"] * DOTS_A_UNIT)
    # The last dots inside, so that a rectangle as wide as the drawing has a right side.
    right = max(left, math.ceil((shape["x"] + shape["width"]) * DOTS_A_UNIT) - 1)
    bottom = max(top, math.ceil((shape["y"] + shape["height"]) * DOTS_A_UNIT) - 1)
    across, down = matrix.width * DOTS_ACROSS, matrix.height * DOTS_DOWN
    if right < 0 or bottom < 0 or left >= across or top >= down:
        return
    fill, color = _fill_color(shape), _edge_color(shape)
    if fill is not None:
        _fill_rows(matrix, lambda _row: (left, right), max(top, 0), min(bottom, down - 1), fill, edges=color is None)
    if color is not None:
        matrix.span(left, right, top, color)
        matrix.span(left, right, bottom, color)
        matrix.column(left, top, bottom, color)
        matrix.column(right, top, bottom, color)


def _fill_rows(
    matrix: DotMatrix,
    inside: Callable[[int], tuple[int, int] | None],
    first: int,
    last: int,
    color: str,
    *,
    edges: bool,
) -> None:
    """Fill what lies between two rows of dots. Cells wholly inside get a background; in others, where no line will
    show the edge, dots.

    Args:
        inside: the first and last dot that are inside of the shape in a row, or None.
    """
    for row in range(first // DOTS_DOWN, last // DOTS_DOWN + 1):
        rows = range(row * DOTS_DOWN, (row + 1) * DOTS_DOWN)
        reach = [inside(at) if first <= at <= last else None for at in rows]
        whole = range(0)
        ends_of_all = [ends for ends in reach if ends is not None]
        if len(ends_of_all) == DOTS_DOWN:
            whole = range(
                max(0, -(-max(start for start, _ in ends_of_all) // DOTS_ACROSS)),
                min(matrix.width, (min(end for _, end in ends_of_all) + 1) // DOTS_ACROSS),
            )
        if edges:
            for at, ends in zip(rows, reach, strict=True):
                if ends is not None:
                    _span_around(matrix, ends, at, whole, FILL + color)
        for column in whole:
            matrix.ground(column, row, color)


def _span_around(matrix: DotMatrix, ends: tuple[int, int], row: int, whole: range, color: str) -> None:
    """Set the dots of a row from end to end, but for those in cells that get a background."""
    start, end = ends
    if not whole:
        if start <= end:
            matrix.span(start, end, row, color)
        return
    for first, last in ((start, whole.start * DOTS_ACROSS - 1), (whole.stop * DOTS_ACROSS, end)):
        if first <= last:
            matrix.span(first, last, row, color)


# -- lines and words -------------------------------------------------------------------------------------------------


def _draw_line(matrix: DotMatrix, shape: Shape) -> None:
    color = _line_color(shape)
    if color is not None:
        x1, y1, x2, y2 = (shape[name] * DOTS_A_UNIT for name in ("x1", "y1", "x2", "y2"))
        matrix.line(x1, y1, x2, y2, color)


def _draw_words(matrix: DotMatrix, shape: Shape) -> None:
    x, y = _cell_of(shape["x"], shape["y"])
    if x < matrix.width and 0 <= y < matrix.height:
        matrix.write(x, y, clean_line(shape["text"]), _line_color(shape) or "foreground", _fill_color(shape))


def _cell_of(x: float, y: float) -> tuple[int, int]:
    """The cell in which words begin: the nearest one, as terminals write in whole cells only."""
    return math.floor(x + 0.5), math.floor(y / UNITS_DOWN + 0.5)


_DRAW: Final = {"circle": _draw_circle, "line": _draw_line, "rectangle": _draw_rectangle, "text": _draw_words}
