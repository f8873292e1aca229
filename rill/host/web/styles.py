"""A guest's `style` as one class and one rule of CSS. Every word of a rule comes from the tables here, every number and
percentage is read as one; no string of a guest becomes CSS.

Lengths are cells: see docs/decisions/030. `--rill-ch` and `--rill-lh` are a cell of the guest's own body text, so that
a heading's cells are those of everything around it.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

import msgspec

from rill.components.style import COLORS
from rill.protocol.errors import HostError
from rill.protocol.values import Value

# As many cells as any screen has, and more: a guest must not make a page that a browser cannot lay out.
CELLS_MAX: Final = 100_000
_WEIGHT_MAX: Final = 1_000_000.0

# Styles that were compiled, for all sessions of the process; the ones that were not used for longest go.
_CACHED_MAX: Final = 4_096


@dataclass(frozen=True, slots=True)
class StyleRule:
    """A class, and the rule that says what it means. Equal names have equal rules."""

    name: str
    text: str


_cache: OrderedDict[bytes, StyleRule] = OrderedDict()
_encode: Final = msgspec.msgpack.Encoder(order="deterministic").encode


def style_rule(style: Mapping[str, Value]) -> StyleRule:
    """The class for a style that was checked by its component's schema."""
    key = _encode(style)
    rule = _cache.get(key)
    if rule is None:
        rule = _cache[key] = _compile(style, key)
        if len(_cache) > _CACHED_MAX:
            _cache.popitem(last=False)
    else:
        _cache.move_to_end(key)
    return rule


def _compile(style: Mapping[str, Value], key: bytes) -> StyleRule:
    name = "s" + _hash(key)
    return StyleRule(name, f".{name}{{{_body(style)}}}")


def order_rule(order: int) -> StyleRule:
    """The class for a place in the order of the Tab key. Siblings without one come behind."""
    # What has no order has 0.
    place = min(max(order, -1_000_000), 1_000_000) - 2_000_000
    name = f"o{_hash(str(place).encode())}"
    return StyleRule(name, f".{name}{{reading-order:{place}}}")


# What a box needs so that places in the order of the Tab key count among its children.
ORDERED_RULE: Final = StyleRule("rill-ordered", ":has(>.rill-ordered){reading-flow:source-order}")

_FETCHES: Final = re.compile(r"url\s*\(", re.IGNORECASE)
_DECLARATIONS: Final = re.compile(r"[A-Za-z0-9 .,#%+*/()_!:;-]*")


def declarations_rule(declarations: str) -> StyleRule:
    """The class for declarations that a view wrote.

    Raises:
        HostError: they have characters that could end a rule, or fetch something.
    """
    if not _DECLARATIONS.fullmatch(declarations) or _FETCHES.search(declarations):
        raise HostError(
            f"expected declarations of CSS without braces, quotation marks and url(), got {declarations!r}",
            code="declarations_refused",
        )
    name = "d" + _hash(declarations.encode())
    return StyleRule(name, f".{name}{{{declarations}}}")


def _hash(data: bytes) -> str:
    return blake2b(data, digest_size=4).hexdigest()


# -- widths at which it changes ---------------------------------------------------------------------------------------


def _body(style: Mapping[str, Value]) -> str:
    breakpoints = [point for point in _list(style.get("breakpoints")) if isinstance(point, dict)]
    if not breakpoints:
        return _text(_declarations(style))
    # Between two widths everything stands still: what is the same everywhere is said once, the rest where it holds.
    starts = sorted({0, *(_cells(point.get("at")) or 0 for point in breakpoints)})
    found = [_declarations(_style_at(style, breakpoints, start)) for start in starts]
    common = {name: value for name, value in found[0].items() if all(each.get(name) == value for each in found)}
    parts = [_text(common)]
    for at, (start, own) in enumerate(zip(starts, found, strict=True)):
        rest = {name: value for name, value in own.items() if name not in common}
        if not rest:
            continue
        above = f"(width >= {start}ch)" if start else ""
        # Without a "<", which has no place in a style element.
        below = f"(not (width >= {starts[at + 1]}ch))" if at + 1 < len(starts) else ""
        condition = " and ".join(filter(None, (above, below)))
        parts.append(f"@container rill {condition}{{{_text(rest)}}}")
    return "".join(parts)


def _style_at(style: Mapping[str, Value], breakpoints: list[dict[str, Value]], width: int) -> dict[str, Value]:
    merged = dict(style)
    for point in breakpoints:
        fields = point.get("style")
        if (_cells(point.get("at")) or 0) <= width and isinstance(fields, dict):
            merged.update((name, value) for name, value in fields.items() if value is not None)
    return merged


def _text(declarations: Mapping[str, str]) -> str:
    own = "".join(f"{name}:{value};" for name, value in declarations.items() if name[0] != "&")
    return own + "".join(name + value for name, value in declarations.items() if name[0] == "&")


# -- fields -----------------------------------------------------------------------------------------------------------

_PERCENTAGE: Final = re.compile(r"[0-9]{1,3}(\.[0-9]{1,4})?%")
_FRACTION: Final = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,4})?)fr")

_Declarations = dict[str, str]


def _declarations(style: Mapping[str, Value]) -> _Declarations:
    """What a style without breakpoints says, by names of CSS."""
    found: _Declarations = {}
    for name, write in _WRITERS.items():
        value = style.get(name)
        if value is not None:
            write(found, value)
    _write_sizes(found, style)
    _write_border(found, style)
    _write_colors(found, style)
    return found


def _list(value: Value) -> list[Any]:
    return value if isinstance(value, list) else []


def _cells(value: Value) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return min(max(value, 0), CELLS_MAX)


def across(cells: float) -> str:
    """Cells across as a length of CSS."""
    return f"calc({cells:g}*var(--rill-ch,1ch))" if cells else "0"


def down(cells: float) -> str:
    """Lines as a length of CSS."""
    return f"calc({cells:g}*var(--rill-lh,1lh))" if cells else "0"


def _length(value: Value, length: Callable[[float], str]) -> str | None:
    if isinstance(value, str):
        return value if value == "auto" or _PERCENTAGE.fullmatch(value) else None
    cells = _cells(value)
    return None if cells is None else length(cells)


def _bound(property: str, length: Callable[[float], str]) -> Callable[[_Declarations, Value], None]:
    def write(found: _Declarations, value: Value) -> None:
        words = _length(value, length)
        if words is not None and words != "auto":
            found[property] = words

    return write


def _word(property: str, words: Mapping[str, str]) -> Callable[[_Declarations, Value], None]:
    def write(found: _Declarations, value: Value) -> None:
        if isinstance(value, str) and value in words:
            found[property] = words[value]

    return write


def _switch(property: str, on: str, off: str) -> Callable[[_Declarations, Value], None]:
    def write(found: _Declarations, value: Value) -> None:
        if isinstance(value, bool):
            found[property] = on if value else off

    return write


def _line(word: str) -> Callable[[_Declarations, Value], None]:
    def write(found: _Declarations, value: Value) -> None:
        before = found.get("text-decoration-line", "none")
        if value is True:
            found["text-decoration-line"] = word if before == "none" else f"{before} {word}"
        elif value is False:
            found.setdefault("text-decoration-line", "none")

    return write


def _write_direction(found: _Declarations, value: Value) -> None:
    if value in ("row", "column"):
        found["flex-direction"] = str(value)
        # For `_write_gap`; and for `_write_sizes` of the children, since no rule of theirs can ask.
        number = "1" if value == "row" else "0"
        found["--rill-direction"] = number
        found["&>*"] = f"{{--rill-row:{number}}}"


def _write_gap(found: _Declarations, value: Value) -> None:
    along, over = value if isinstance(value, list) and len(value) == 2 else (value, value)
    first, second = _cells(along), _cells(over)
    if first is None or second is None:
        return
    # Along a row is across; which one it is, the direction says.
    row, column = f"var(--rill-direction,0)*{first}", f"var(--rill-direction,0)*{second}"
    if first == second:
        found["gap"] = f"{down(first)} {across(first)}"
    else:
        found["row-gap"] = f"calc(({first} - {row} + {column})*var(--rill-lh,1lh))"
        found["column-gap"] = f"calc(({row} + {second} - {column})*var(--rill-ch,1ch))"


def _weight(property: str) -> Callable[[_Declarations, Value], None]:
    def write(found: _Declarations, value: Value) -> None:
        if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
            found[property] = f"{min(float(value), _WEIGHT_MAX):g}"

    return write


def _write_margin(found: _Declarations, value: Value) -> None:
    sides = _sides(value)
    if sides is not None:
        top, right, bottom, left = sides
        found["margin-block"] = _pair(down(top), down(bottom))
        found["margin-inline"] = _pair(across(left), across(right))


def _pair(first: str, second: str) -> str:
    return first if first == second else f"{first} {second}"


def _sides(value: Value) -> tuple[int, int, int, int] | None:
    sides = [_cells(side) for side in (value if isinstance(value, list) else [value])]
    match sides:
        case [int(every)]:
            return every, every, every, every
        case [int(vertical), int(horizontal)]:
            return vertical, horizontal, vertical, horizontal
        case [int(top), int(right), int(bottom), int(left)]:
            return top, right, bottom, left
    return None


def _write_sizes(found: _Declarations, style: Mapping[str, Value]) -> None:
    """Width and height. A share (`1fr`) is one of what is left along the direction of the box around, and all of it
    across; `--rill-row` is 1 in what stands side by side."""
    growth: list[str] = []
    width, height = style.get("width"), style.get("height")
    if (share := _share(width)) is not None:
        found["width"] = "calc((1 - var(--rill-row,0))*100%)"
        found["min-width"] = found.get("min-width", "0")
        growth.append(f"{share}*var(--rill-row,0)")
    elif (words := _length(width, across)) is not None:
        found["width"] = words
    if (share := _share(height)) is not None:
        found["height"] = "calc(var(--rill-row,0)*100%)"
        found["min-height"] = found.get("min-height", "0")
        growth.append(f"{share}*(1 - var(--rill-row,0))")
    elif (words := _length(height, down)) is not None:
        found["height"] = words
    if growth and "flex-grow" not in found:
        found["flex-grow"] = f"calc({' + '.join(growth)})"
    elif "flex-grow" in found and not growth and "auto" not in (width, height):
        # What grows begins with its own size along the direction, and without one with nothing (docs/decisions/065).
        found["flex-basis"] = _basis(_length(width, across), _length(height, down))
    elif "auto" not in (width, height):
        _write_share(found, _length(width, across), _length(height, down))
    if "overflow" not in style and any(name in style for name in _BOUNDS):
        # Content stays in its box, or scrolls in what is there for that; rings around what has the focus have room.
        found["overflow"] = "var(--rill-overflow,clip)"
        found["overflow-clip-margin"] = ".25rem"


_BOUNDS: Final = ("width", "height", "maxWidth", "maxHeight")


def _write_share(found: _Declarations, width: str | None, height: str | None) -> None:
    """For what takes what is left where its style has no size: how long it is along the direction before that, and
    whether it takes any. See ``.rill-fills`` in boxes.css."""
    if width is None and height is None:
        return
    found["--rill-basis"] = _basis(width, height)
    if width is not None and height is not None:
        found["--rill-share"] = "0"
    else:
        found["--rill-share"] = "var(--rill-row,0)" if width is None else "calc(1 - var(--rill-row,0))"


def _basis(width: str | None, height: str | None) -> str:
    parts = []
    if width is not None:
        parts.append(f"{width}*var(--rill-row,0)")
    if height is not None:
        parts.append(f"{height}*(1 - var(--rill-row,0))")
    return f"calc({' + '.join(parts)})" if parts else "0px"


def _share(value: Value) -> str | None:
    match = _FRACTION.fullmatch(value) if isinstance(value, str) else None
    return match[1] if match else None


_BORDERS: Final[Mapping[str, tuple[str, str]]] = {
    "solid": ("1px", "solid"),
    "round": ("1px", "solid"),
    "heavy": ("2px", "solid"),
    "double": ("3px", "double"),
    "dashed": ("1px", "dashed"),
}


def _write_border(found: _Declarations, style: Mapping[str, Value]) -> None:
    """The border and the padding: a border takes a cell across and half a line down on each side, and what the line
    itself does not need of that is padding."""
    border, color = style.get("border"), style.get("borderColor")
    sides = _sides(style.get("padding"))
    lines = _BORDERS.get(border) if isinstance(border, str) else None
    if border == "none":
        found["border"] = "none"
    if isinstance(color, str) and color in COLORS:
        found["border-color"] = _color(color)
    if lines is not None:
        width, kind = lines
        found["border"] = f"{width} {kind} {found.pop('border-color', 'var(--rill-border,currentColor)')}"
        if border == "round":
            found["border-radius"] = "var(--rill-radius,.5em)"
        top, right, bottom, left = sides or (0, 0, 0, 0)
        found["padding-block"] = _pair(_room(top, 0.5, width, "lh"), _room(bottom, 0.5, width, "lh"))
        found["padding-inline"] = _pair(_room(left, 1, width, "ch"), _room(right, 1, width, "ch"))
    elif sides is not None:
        top, right, bottom, left = sides
        found["padding-block"] = _pair(down(top), down(bottom))
        found["padding-inline"] = _pair(across(left), across(right))


def _room(cells: int, border: float, width: str, unit: str) -> str:
    return f"calc({cells + border:g}*var(--rill-{unit},1{unit}) - {width})"


def _color(name: str) -> str:
    return "transparent" if name == "transparent" else f"var(--rill-{name})"


def _write_colors(found: _Declarations, style: Mapping[str, Value]) -> None:
    """Colours of the theme. Text that names none stays readable on whatever is behind it."""
    color, background = style.get("color"), style.get("background")
    if isinstance(background, str) and background in COLORS:
        if background == "muted":
            found["background"] = "var(--rill-muted-fill)"
        else:
            found["background"] = _color(background)
            if background != "transparent":
                found["color"] = f"var(--rill-on-{background})"
    if isinstance(color, str) and color in COLORS:
        found["color"] = _color(color)


_ALIGNMENTS: Final[Mapping[str, str]] = {
    "start": "flex-start",
    "center": "center",
    "end": "flex-end",
    "stretch": "stretch",
}
_JUSTIFICATIONS: Final[Mapping[str, str]] = {
    "start": "flex-start",
    "center": "center",
    "end": "flex-end",
    "space-between": "space-between",
    "space-around": "space-around",
    "space-evenly": "space-evenly",
}

# By field; what depends on several fields is written behind these.
_WRITERS: Final[Mapping[str, Callable[[_Declarations, Value], None]]] = {
    "direction": _write_direction,
    "wrap": _word("flex-wrap", {"wrap": "wrap", "nowrap": "nowrap"}),
    "gap": _write_gap,
    "align": _word("align-items", _ALIGNMENTS),
    "alignSelf": _word("align-self", _ALIGNMENTS),
    "justify": _word("justify-content", _JUSTIFICATIONS),
    "grow": _weight("flex-grow"),
    "shrink": _weight("flex-shrink"),
    "minWidth": _bound("min-width", across),
    "maxWidth": _bound("max-width", across),
    "minHeight": _bound("min-height", down),
    "maxHeight": _bound("max-height", down),
    "margin": _write_margin,
    "bold": _switch("font-weight", "bold", "normal"),
    "italic": _switch("font-style", "italic", "normal"),
    "underline": _line("underline"),
    "strike": _line("line-through"),
    "dim": _switch("opacity", ".65", "1"),
    "textAlign": _word("text-align", {"start": "start", "center": "center", "end": "end"}),
    "overflow": _word("overflow", {"hidden": "hidden", "auto": "auto", "scroll": "scroll"}),
    "visibility": _word("visibility", {"visible": "visible", "hidden": "hidden"}),
    "display": _word("display", {"none": "none!important"}),
}
