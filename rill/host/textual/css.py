"""CSS in the words of Rill's `Style`: lengths in cells, colours of the theme. Reads values that were checked at the
door, and says what of them a terminal cannot show. Knows no widget.

A cell is half as wide as it is high: ``1em`` is two cells across and one line down, a cell is 8 pixels by 16.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Literal

from rill.components.style import COLORS
from rill.protocol.values import Value

Axis = Literal["across", "down"]

_NUMBER: Final = re.compile(r"([-+]?[0-9]*\.?[0-9]+)([a-z%]*)")
_FUNCTION: Final = re.compile(r"(rgba?|hsla?|var)\(([^()]*)\)")

# Cells of one unit, across and down.
_UNITS: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {
        "px": (1 / 8, 1 / 16),
        "pt": (1 / 6, 1 / 12),
        "em": (2, 1),
        "rem": (2, 1),
        "ch": (1, 0.5),
        "ex": (1, 0.5),
        "lh": (2, 1),
        "rlh": (2, 1),
    }
)

# The colours that people write, by the hue that they have; others are computed.
_NAMED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "currentcolor": "foreground",
        "inherit": "",
        "initial": "",
        "unset": "",
        "revert": "",
        "black": "foreground",
        "white": "foreground",
        "silver": "muted",
        "gray": "muted",
        "grey": "muted",
        "darkgray": "muted",
        "darkgrey": "muted",
        "lightgray": "muted",
        "lightgrey": "muted",
        "dimgray": "muted",
        "dimgrey": "muted",
        "slategray": "muted",
        "red": "error",
        "crimson": "error",
        "firebrick": "error",
        "darkred": "error",
        "tomato": "error",
        "maroon": "error",
        "salmon": "error",
        "orange": "warning",
        "darkorange": "warning",
        "gold": "warning",
        "goldenrod": "warning",
        "yellow": "warning",
        "brown": "warning",
        "olive": "warning",
        "green": "success",
        "darkgreen": "success",
        "forestgreen": "success",
        "seagreen": "success",
        "lime": "success",
        "limegreen": "success",
        "teal": "success",
        "blue": "primary",
        "navy": "primary",
        "dodgerblue": "primary",
        "royalblue": "primary",
        "steelblue": "primary",
        "darkblue": "primary",
        "lightblue": "primary",
        "skyblue": "primary",
        "cyan": "accent",
        "aqua": "accent",
        "purple": "secondary",
        "indigo": "secondary",
        "violet": "secondary",
        "rebeccapurple": "secondary",
        "magenta": "secondary",
        "fuchsia": "secondary",
        "pink": "secondary",
        "hotpink": "secondary",
        "transparent": "transparent",
        "none": "transparent",
    }
)
# Where a hue ends, in turns, and what the theme calls it.
_HUES: Final = (
    (0.04, "error"),
    (0.19, "warning"),
    (0.46, "success"),
    (0.53, "accent"),
    (0.71, "primary"),
    (0.92, "secondary"),
    (1.01, "error"),
)

_ALIGNMENTS: Final[Mapping[str, str]] = {
    "start": "start",
    "flex-start": "start",
    "left": "start",
    "end": "end",
    "flex-end": "end",
    "right": "end",
    "center": "center",
    "stretch": "stretch",
    "normal": "stretch",
    "baseline": "start",
    "space-between": "space-between",
    "space-around": "space-around",
    "space-evenly": "space-evenly",
}
_BORDERS: Final[Mapping[str, str]] = {
    "none": "none",
    "hidden": "none",
    "solid": "solid",
    "dashed": "dashed",
    "dotted": "dashed",
    "double": "double",
    "groove": "heavy",
    "ridge": "heavy",
    "inset": "heavy",
    "outset": "heavy",
}
_OVERFLOWS: Final[Mapping[str, str]] = {"hidden": "hidden", "clip": "hidden", "auto": "auto", "scroll": "scroll"}
_DISPLAYS: Final = frozenset(
    ("none", "block", "inline", "inline-block", "flex", "inline-flex", "list-item", "contents", "flow-root")
)
_SIDES: Final = ("top", "right", "bottom", "left")

# What a browser shows and a terminal has no way to, without a word to the guest's author: nobody misses it.
_FOR_BROWSERS: Final = frozenset(
    (
        "border-collapse",
        "border-spacing",
        "box-sizing",
        "cursor",
        "font-family",
        "font-size",
        "letter-spacing",
        "line-height",
        "overflow-wrap",
        "text-overflow",
        "user-select",
        "vertical-align",
        "word-break",
    )
)


class CssReading:
    """One `style` attribute, read."""

    __slots__ = ("problems", "style")

    def __init__(self, style: dict[str, Value], problems: tuple[str, ...]) -> None:
        # As a guest of the catalogue would have written it.
        self.style = style
        self.problems = problems


def read_css(css: Mapping[str, Value]) -> CssReading:
    """Read a map of CSS properties. Properties that say more win over those that say all sides at once."""
    style: dict[str, Value] = {}
    problems: list[str] = []
    # Shorthands are the shorter names: `margin` before `margin-left`.
    for name in sorted(css, key=len):
        value = css[name]
        text = value.strip().lower().removesuffix("!important").strip() if isinstance(value, str) else ""
        if not text or text in ("inherit", "initial", "unset", "revert"):
            continue
        reader = _READERS.get(name)
        if reader is None:
            if name not in _FOR_BROWSERS:
                problems.append(f"style.{name} means nothing in a terminal")
        elif not reader(style, text):
            problems.append(f"style.{name}: a terminal cannot show {text!r}")
    return CssReading(style, tuple(problems))


def css_color(text: str) -> str | None:
    """The colour of the theme that is nearest to one of CSS: by its hue, and for grey by none. None for what is no
    colour."""
    if text in COLORS:
        return text
    if text in _NAMED:
        return _NAMED[text] or None
    rgb = _rgb(text)
    if rgb is None:
        return None
    hue, lightness, saturation = colorsys.rgb_to_hls(*rgb)
    if saturation < 0.15 or not 0.05 < lightness < 0.95:
        return "muted" if 0.25 < lightness < 0.85 else "foreground"
    return next(name for end, name in _HUES if hue < end)


def _rgb(text: str) -> tuple[float, float, float] | None:
    """Red, green and blue from 0 to 1."""
    if text.startswith("#"):
        digits = text[1:]
        if len(digits) in (3, 4):
            digits = "".join(digit * 2 for digit in digits)
        if len(digits) not in (6, 8) or any(digit not in "0123456789abcdef" for digit in digits):
            return None
        red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
        return red, green, blue
    match = _FUNCTION.fullmatch(text)
    if match is None or match[1] == "var":
        return None
    parts = [part for part in re.split(r"[ ,/]+", match[2].strip()) if part]
    numbers = [_NUMBER.fullmatch(part) for part in parts[:3]]
    if len(numbers) < 3 or not all(numbers):
        return None
    values = [(float(number[1]), number[2]) for number in numbers if number is not None]
    if match[1].startswith("hsl"):
        hue, saturation, lightness = (value for value, _ in values)
        return colorsys.hls_to_rgb(hue / 360 % 1, _share(lightness / 100), _share(saturation / 100))
    red, green, blue = (_share(value / (100 if unit == "%" else 255)) for value, unit in values)
    return red, green, blue


def _share(value: float) -> float:
    return min(max(value, 0.0), 1.0)


# -- lengths ---------------------------------------------------------------------------------------------------------


def css_cells(text: str, axis: Axis) -> int | None:
    """A length in whole cells; one that is there at all is at least one cell. None for what is no length."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    number, unit = float(match[1]), match[2]
    if unit == "":
        return 0 if number == 0 else None
    scale = _UNITS.get(unit)
    if scale is None or number < 0:
        return None
    cells = number * scale[0 if axis == "across" else 1]
    # Rounded as people do, and hair lines are lines.
    return max(int(cells + 0.5), 1 if cells >= 0.25 else 0)


def _length(name: str, axis: Axis) -> Callable[[dict[str, Value], str], bool]:
    def read(style: dict[str, Value], text: str) -> bool:
        if text in ("auto", "none", "fit-content", "max-content", "min-content"):
            if text != "none":
                style[name] = "auto" if name in ("width", "height") else style.get(name)
            return True
        match = _NUMBER.fullmatch(text)
        if match is not None and match[2] in ("%", "vw", "vh") and 0 <= float(match[1]) <= 999:
            style[name] = f"{float(match[1]):g}%"
            return True
        cells = css_cells(text, axis)
        if cells is None:
            return False
        style[name] = cells
        return True

    return read


def _sides_of(style: dict[str, Value], name: str) -> list[Value]:
    sides = style.get(name)
    return list(sides) if isinstance(sides, list) else [0, 0, 0, 0]


def _sides(name: str) -> Callable[[dict[str, Value], str], bool]:
    def read(style: dict[str, Value], text: str) -> bool:
        parts = text.split()
        if not 1 <= len(parts) <= 4:
            return False
        # What is left out is as the side across from it, and the right one as the top.
        for other in (0, 0, 1)[len(parts) - 1 :]:
            parts.append(parts[other])
        cells = [_room(side, "down" if at % 2 == 0 else "across") for at, side in enumerate(parts)]
        if any(side is None for side in cells):
            return False
        style[name] = [side if side is not None else 0 for side in cells]
        return True

    return read


def _side(name: str, at: int) -> Callable[[dict[str, Value], str], bool]:
    def read(style: dict[str, Value], text: str) -> bool:
        cells = _room(text, "down" if at % 2 == 0 else "across")
        if cells is None:
            return False
        sides = _sides_of(style, name)
        sides[at] = cells
        style[name] = sides
        return True

    return read


def _room(text: str, axis: Axis) -> int | None:
    # What stands in the middle by `auto` has no room to stand in: lines of a terminal are short.
    return 0 if text == "auto" else css_cells(text, axis)


# -- the other properties --------------------------------------------------------------------------------------------


def _word(name: str, words: Mapping[str, Value]) -> Callable[[dict[str, Value], str], bool]:
    def read(style: dict[str, Value], text: str) -> bool:
        if text not in words:
            return False
        style[name] = words[text]
        return True

    return read


def _color(name: str) -> Callable[[dict[str, Value], str], bool]:
    def read(style: dict[str, Value], text: str) -> bool:
        color = css_color(text)
        if color is None:
            return False
        # Behind text, what is no colour is the page.
        style[name] = "surface" if name == "background" and color == "foreground" else color
        return True

    return read


def _border(style: dict[str, Value], text: str) -> bool:
    kind, known = "", True
    for part in re.split(r" (?![^(]*\))", text):
        cells = css_cells(part, "down")
        if cells is not None or part in ("thin", "medium", "thick"):
            kind = kind or ("none" if part.strip("0.px") == "" else "")
        elif part in _BORDERS:
            kind = kind if kind == "none" else _BORDERS[part]
        elif (color := css_color(part)) is not None:
            style["borderColor"] = color
        else:
            known = False
    if kind:
        style["border"] = kind
    return known


def _border_width(style: dict[str, Value], text: str) -> bool:
    if text.strip("0.px ") == "":
        style["border"] = "none"
    return True


def _border_radius(style: dict[str, Value], text: str) -> bool:
    if style.get("border") == "solid" and text.strip("0.px ") != "":
        style["border"] = "round"
    return True


def _one_side_of_border(_style: dict[str, Value], text: str) -> bool:
    return text in ("none", "0")


def _decoration(style: dict[str, Value], text: str) -> bool:
    words = text.split()
    if "none" in words:
        style["underline"] = style["strike"] = False
    if "underline" in words:
        style["underline"] = True
    if "line-through" in words:
        style["strike"] = True
    return bool({"none", "underline", "line-through"} & set(words))


def _weight(style: dict[str, Value], text: str) -> bool:
    if text in ("bold", "bolder"):
        style["bold"] = True
    elif text in ("normal", "lighter"):
        style["bold"] = False
    elif text.isdecimal():
        style["bold"] = int(text) >= 600
    else:
        return False
    return True


def _opacity(style: dict[str, Value], text: str) -> bool:
    match = _NUMBER.fullmatch(text)
    if match is None or match[2] not in ("", "%"):
        return False
    share = float(match[1]) / (100 if match[2] else 1)
    if share == 0:
        style["visibility"] = "hidden"
    elif share < 0.85:
        style["dim"] = True
    return True


def _display(style: dict[str, Value], text: str) -> bool:
    # Whether a box is flexible, in a line or hidden is asked of the node: see `html_boxes`.
    if text == "none":
        style["display"] = "none"
    return text in _DISPLAYS


def _flex(style: dict[str, Value], text: str) -> bool:
    words = {"none": (0.0, 0.0), "auto": (1.0, 1.0), "initial": (0.0, 1.0)}
    if text in words:
        style["grow"], style["shrink"] = words[text]
        return True
    numbers = [part for part in text.split() if re.fullmatch(r"[0-9]*\.?[0-9]+", part)]
    if not numbers:
        return False
    style["grow"] = float(numbers[0])
    style["shrink"] = float(numbers[1]) if len(numbers) > 1 else 1.0
    return True


def _number(name: str) -> Callable[[dict[str, Value], str], bool]:
    def read(style: dict[str, Value], text: str) -> bool:
        match = _NUMBER.fullmatch(text)
        if match is None or match[2] or float(match[1]) < 0:
            return False
        style[name] = float(match[1])
        return True

    return read


def _flow(style: dict[str, Value], text: str) -> bool:
    return all(_DIRECTION(style, part) or _WRAP(style, part) for part in text.split())


def _gap(style: dict[str, Value], text: str) -> bool:
    parts = text.split()
    rows, columns = css_cells(parts[0], "down"), css_cells(parts[-1], "across")
    if rows is None or columns is None or len(parts) > 2:
        return False
    style["gap"] = [columns, rows]
    return True


def _gap_of(at: int) -> Callable[[dict[str, Value], str], bool]:
    def read(style: dict[str, Value], text: str) -> bool:
        cells = css_cells(text, "across" if at == 0 else "down")
        if cells is None:
            return False
        gap = style.get("gap")
        both: list[Value] = list(gap) if isinstance(gap, list) else [0, 0]
        both[at] = cells
        style["gap"] = both
        return True

    return read


def _kept(_style: dict[str, Value], _text: str) -> bool:
    """Read where text is put together: see `html_text`."""
    return True


_DIRECTION: Final = _word(
    "direction", {"row": "row", "row-reverse": "row", "column": "column", "column-reverse": "column"}
)
_WRAP: Final = _word("wrap", {"wrap": "wrap", "wrap-reverse": "wrap", "nowrap": "nowrap"})

_READERS: Final[Mapping[str, Callable[[dict[str, Value], str], bool]]] = MappingProxyType(
    {
        "align-items": _word("align", _ALIGNMENTS),
        "align-self": _word("alignSelf", {**_ALIGNMENTS, "auto": None}),
        "background": _color("background"),
        "background-color": _color("background"),
        "border": _border,
        "border-bottom": _one_side_of_border,
        "border-color": _color("borderColor"),
        "border-left": _one_side_of_border,
        "border-radius": _border_radius,
        "border-right": _one_side_of_border,
        "border-style": _word("border", _BORDERS),
        "border-top": _one_side_of_border,
        "border-width": _border_width,
        "color": _color("color"),
        "column-gap": _gap_of(0),
        "display": _display,
        "flex": _flex,
        "flex-direction": _DIRECTION,
        "flex-flow": _flow,
        "flex-grow": _number("grow"),
        "flex-shrink": _number("shrink"),
        "flex-wrap": _WRAP,
        "font-style": _word("italic", {"italic": True, "oblique": True, "normal": False}),
        "font-weight": _weight,
        "gap": _gap,
        "height": _length("height", "down"),
        "justify-content": _word("justify", _ALIGNMENTS),
        "list-style-type": _kept,
        "margin": _sides("margin"),
        "max-height": _length("maxHeight", "down"),
        "max-width": _length("maxWidth", "across"),
        "min-height": _length("minHeight", "down"),
        "min-width": _length("minWidth", "across"),
        "opacity": _opacity,
        "overflow": _word("overflow", {**_OVERFLOWS, "visible": None}),
        "overflow-x": _word("overflow", {**_OVERFLOWS, "visible": None}),
        "overflow-y": _word("overflow", {**_OVERFLOWS, "visible": None}),
        "padding": _sides("padding"),
        "row-gap": _gap_of(1),
        "text-align": _word(
            "textAlign", {"start": "start", "left": "start", "center": "center", "end": "end", "right": "end"}
        ),
        "text-decoration": _decoration,
        "text-decoration-line": _decoration,
        "text-transform": _kept,
        "visibility": _word("visibility", {"visible": "visible", "hidden": "hidden", "collapse": "hidden"}),
        "white-space": _kept,
        "width": _length("width", "across"),
        **{f"padding-{side}": _side("padding", at) for at, side in enumerate(_SIDES)},
        **{f"margin-{side}": _side("margin", at) for at, side in enumerate(_SIDES)},
    }
)
