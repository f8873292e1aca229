"""The guest's `style` in Textual's words: classes for everything that the theme decides, inline rules for sizes.

Colours are classes and not inline colours, because a class keeps its theme token and follows when the application
switches its theme. Class names come from the tables here; nothing that a guest wrote becomes one.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final, Literal

from textual.widget import Widget

from rill.components.style import COLORS
from rill.host.textual.flex import Align, Justify
from rill.host.textual.flow import Flow, Flowing, FlowingInside, Place, set_place
from rill.protocol.values import Value

logger: Final = logging.getLogger("rill.textual")

# Terminals have a few hundred columns, and Textual makes strips as wide and as many as a widget is large: a guest
# must not say a million.
CELLS_MAX: Final = 1_000
# Room around things; more only pushes content off the screen.
ROOM_MAX: Final = 100

# The theme tokens behind the colours that a guest may name: as text, and as a background.
TEXT_TOKENS: Final[Mapping[str, str]] = {
    **{name: f"${name}" for name in COLORS if name != "transparent"},
    "muted": "$text-muted",
    "primary": "$text-primary",
    "secondary": "$text-secondary",
    "accent": "$text-accent",
    "success": "$text-success",
    "warning": "$text-warning",
    "error": "$text-error",
    "transparent": "transparent",
}
# The same for a stretch of text, whose style Textual reads in another way: of `$text-muted`, which is `auto 60%` in
# most themes, it would drop the percentage.
SPAN_TOKENS: Final[Mapping[str, str]] = {**TEXT_TOKENS, "muted": "auto 60%"}
BACKGROUND_TOKENS: Final[Mapping[str, str]] = {
    **{name: f"${name}" for name in COLORS if name != "transparent"},
    "muted": "$foreground 20%",
    "transparent": "transparent",
}
_BORDERS: Final = ("solid", "round", "heavy", "double", "dashed")
_BORDER_TOKEN_DEFAULT: Final = "$foreground 50%"

_TEXT_ALIGN: Final[Mapping[str, Literal["left", "center", "right"]]] = {
    "start": "left",
    "center": "center",
    "end": "right",
}
_TEXT_STYLES: Final = ("bold", "italic", "underline", "strike", "dim")


# Textual's controls have colours for each of their variants, in rules with up to two classes. What a guest says wins
# over them, and not over how the focus looks. One class as often as this is as specific as this many.
_WEIGHT_OF_COLORS: Final = 3


def style_css() -> str:
    """The rules behind the classes that `Styling` sets, for the default CSS of the widget around a guest."""
    rules = []
    for name, token in BACKGROUND_TOKENS.items():
        selector = f".rill-background-{name}" * _WEIGHT_OF_COLORS
        rules.append(f"{selector} {{ background: {token}; }}")
        # Text that names no colour stays readable on any of them.
        if name not in ("transparent", "muted"):
            rules.append(f"{selector} {{ color: auto 87%; }}")
        rules.append(f"Button{selector}:hover {{ background-tint: $foreground 10%; }}")
    rules += [
        f"{f'.rill-color-{name}' * _WEIGHT_OF_COLORS} {{ color: {token}; }}" for name, token in TEXT_TOKENS.items()
    ]
    # Important, because Textual's controls have borders of their own for each of their states.
    rules.append(".rill-border-none { border: none !important; }")
    for border in _BORDERS:
        rules.append(f".rill-border-{border} {{ border: {border} {_BORDER_TOKEN_DEFAULT} !important; }}")
        rules += [
            f".rill-border-{border}.rill-border-color-{name} {{ border: {border} {token} !important; }}"
            for name, token in BACKGROUND_TOKENS.items()
        ]
    return "\n".join(rules)


def text_style(style: Value) -> str:
    """A guest's style as the style of a stretch of text, made of theme tokens."""
    if not isinstance(style, dict):
        return ""
    words = [name for name in _TEXT_STYLES if style.get(name)]
    words += [f"not {name}" for name in _TEXT_STYLES if style.get(name) is False]
    color, background = style.get("color"), style.get("background")
    if isinstance(color, str) and color in SPAN_TOKENS:
        words.append(SPAN_TOKENS[color])
    if isinstance(background, str) and background in BACKGROUND_TOKENS and background != "transparent":
        words += ["on", BACKGROUND_TOKENS[background]]
    return " ".join(words)


_ALIGNMENTS: Final[Mapping[str, Align]] = {"start": "start", "center": "center", "end": "end", "stretch": "stretch"}
_JUSTIFICATIONS: Final[Mapping[str, Justify]] = {
    "start": "start",
    "center": "center",
    "end": "end",
    "space-between": "space-between",
    "space-around": "space-around",
    "space-evenly": "space-evenly",
}
# Weights beyond these make no difference that a screen could show, and sums of them lose whole cells.
_WEIGHT_MIN: Final = 0.001
_WEIGHT_MAX: Final = 1_000.0


def flow_of(style: Value, *, horizontal: bool) -> Flow:
    """Where a box with this style puts its children. `horizontal` is its direction, unless the style says another."""
    if not isinstance(style, dict):
        return Flow(horizontal)
    gap = style.get("gap")
    along, across = gap if isinstance(gap, list) else (gap, gap)
    return Flow(
        {"row": True, "column": False}.get(str(style.get("direction")), horizontal),
        gap=_room(along),
        line_gap=_room(across),
        align=_ALIGNMENTS.get(str(style.get("align")), "stretch"),
        justify=_JUSTIFICATIONS.get(str(style.get("justify")), "start"),
        wrap=style.get("wrap") == "wrap",
    )


def _room(value: Value) -> int:
    return min(value, ROOM_MAX) if isinstance(value, int) else 0


def _place_of(style: Mapping[str, Any]) -> Place:
    return Place(
        _weight(style.get("grow")),
        _weight(style.get("shrink")),
        _ALIGNMENTS.get(str(style.get("alignSelf"))),
        clips=style.get("overflow") in _OVERFLOWS,
    )


def _weight(value: Value) -> float | None:
    if not isinstance(value, int | float):
        return None
    return min(max(float(value), _WEIGHT_MIN), _WEIGHT_MAX) if value > 0 else 0.0


class Styling:
    """What a guest's style has put on one widget, so that it can be taken off again."""

    __slots__ = ("_classes", "_rules")

    def __init__(self) -> None:
        self._rules: dict[str, Any] = {}
        self._classes: frozenset[str] = frozenset()

    def apply(self, widget: Widget, style: Value) -> None:
        """Make a widget look as a guest's style says, breakpoints resolved. Sets only what is not as before."""
        given: Mapping[str, Any] = style if isinstance(style, dict) else {}
        classes = _classes(given)
        if classes != self._classes:
            # Before a widget is mounted Textual would look up its rules for nothing.
            attached = widget.is_attached
            widget.remove_class(*(self._classes - classes), update=False)
            widget.add_class(*(classes - self._classes), update=False)
            if attached:
                widget.update_node_styles()
            self._classes = classes
        set_place(widget, _place_of(given))
        rules = _rules(given)
        flowing = widget.flowing if isinstance(widget, FlowingInside) else widget
        if isinstance(flowing, Flowing):
            flowing.flow = flow_of(given, horizontal=flowing.flows_sideways)
            if given.get("overflow") in _OVERFLOWS:
                rules["overflow_x"] = rules["overflow_y"] = given["overflow"]
        before = self._rules
        if rules == before:
            return
        styles = widget.styles
        for name in before.keys() - rules.keys():
            setattr(styles, name, None)
        for name, value in rules.items():
            if name not in before or before[name] != value:
                setattr(styles, name, value)
        self._rules = rules


def _classes(style: Mapping[str, Any]) -> frozenset[str]:
    classes = set()
    if style.get("color") in TEXT_TOKENS:
        classes.add(f"rill-color-{style['color']}")
    if style.get("background") in BACKGROUND_TOKENS:
        classes.add(f"rill-background-{style['background']}")
    if style.get("border") in (*_BORDERS, "none"):
        classes.add(f"rill-border-{style['border']}")
    if style.get("borderColor") in BACKGROUND_TOKENS:
        classes.add(f"rill-border-color-{style['borderColor']}")
    return frozenset(classes)


_OVERFLOWS: Final = ("hidden", "auto", "scroll")
_LENGTHS: Final[Mapping[str, str]] = {
    "width": "width",
    "height": "height",
    "minWidth": "min_width",
    "maxWidth": "max_width",
    "minHeight": "min_height",
    "maxHeight": "max_height",
}


def _rules(style: Mapping[str, Any]) -> dict[str, Any]:
    """Inline rules by Textual's names, all from this table."""
    rules: dict[str, Any] = {}
    for name, rule in _LENGTHS.items():
        value = style.get(name)
        if isinstance(value, int):
            rules[rule] = min(value, CELLS_MAX)
        elif isinstance(value, str):
            rules[rule] = value
    for name in ("padding", "margin"):
        if style.get(name) is not None:
            rules[name] = _sides(style[name])
    words = [word if style[word] else f"not {word}" for word in _TEXT_STYLES if isinstance(style.get(word), bool)]
    if words:
        rules["text_style"] = " ".join(words)
    if style.get("textAlign") in _TEXT_ALIGN:
        rules["text_align"] = _TEXT_ALIGN[style["textAlign"]]
    if style.get("visibility") in ("visible", "hidden"):
        rules["visibility"] = style["visibility"]
    return rules


def _sides(value: Any) -> tuple[int, int, int, int]:
    sides = [min(side, ROOM_MAX) for side in (value if isinstance(value, list) else [value])]
    match sides:
        case [every]:
            return every, every, every, every
        case [vertical, horizontal]:
            return vertical, horizontal, vertical, horizontal
        case [top, right, bottom, left]:
            return top, right, bottom, left
    raise AssertionError("the component schema lets one, two or four sides pass")
