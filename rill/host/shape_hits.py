"""Which shape of a drawing is at a place: what a press there means, whoever draws it.

Plain functions of the records of `Shapes`; knows no screen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final
from unicodedata import combining, east_asian_width

from rill.host.terminal_text import clean_line

Shape = Mapping[str, Any]

# A line of text is as high as two units are.
UNITS_DOWN: Final = 2
# How far from a line a press still means it: half the width of a character, as nobody points more exactly.
NEAR: Final = 0.5


def shape_at(shapes: Iterable[Shape], x: float, y: float) -> str | None:
    """The name of the uppermost shape whose line, or filled inside, is at a place in units.

    None where there is none, and where it has no name: what is covered is not hit.
    """
    found = None
    for shape in shapes:
        if _HITS[shape["kind"]](shape, x, y):
            found = shape
    name = found.get("id") if found is not None else None
    return name if isinstance(name, str) else None


def _is_filled(shape: Shape) -> bool:
    return shape.get("fill") not in (None, "transparent")


def _hits_circle(shape: Shape, x: float, y: float) -> bool:
    distance = math.hypot(x - shape["x"], y - shape["y"])
    if distance <= shape["radius"] and _is_filled(shape):
        return True
    return abs(distance - float(shape["radius"])) <= NEAR


def _hits_rectangle(shape: Shape, x: float, y: float) -> bool:
    # How far inside: less than 0 outside.
    left, top = float(shape["x"]), float(shape["y"])
    depth = min(x - left, left + float(shape["width"]) - x, y - top, top + float(shape["height"]) - y)
    return depth >= -NEAR and (depth <= NEAR or _is_filled(shape))


def _hits_line(shape: Shape, x: float, y: float) -> bool:
    x1, y1 = shape["x1"], shape["y1"]
    run, rise = shape["x2"] - x1, shape["y2"] - y1
    length = run * run + rise * rise
    share = min(max(((x - x1) * run + (y - y1) * rise) / length, 0.0), 1.0) if length else 0.0
    return math.hypot(x - x1 - share * run, y - y1 - share * rise) <= NEAR


def _hits_words(shape: Shape, x: float, y: float) -> bool:
    # Words begin in a whole cell, the nearest one.
    left, line = math.floor(float(shape["x"]) + 0.5), math.floor(float(shape["y"]) / UNITS_DOWN + 0.5)
    return line * UNITS_DOWN <= y < (line + 1) * UNITS_DOWN and left <= x < left + _cells(clean_line(shape["text"]))


def _cells(text: str) -> int:
    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text)


_HITS: Final[Mapping[str, Callable[[Shape, float, float], bool]]] = {
    "circle": _hits_circle,
    "line": _hits_line,
    "rectangle": _hits_rectangle,
    "text": _hits_words,
}
