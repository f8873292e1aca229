"""The view of a drawing: SVG whose unit is the width of a character. The script `shapes` fits it into its room and says
where it is pressed; which shape is there is found here, as for a terminal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from rill.host.shape_hits import UNITS_DOWN, shape_at
from rill.host.web.element import Attribute, Element
from rill.host.web.view import Described, DomEvent, Handler, Page, WebLink, WebView
from rill.host.web.views.drawn import Drawn
from rill.host.web.views.shared import (
    FOCUS_EVENTS,
    FOCUS_METHODS,
    classes,
    on_focusable,
    tab_stop,
    tell_layout,
)
from rill.protocol.values import Value

_POINTER: Final[Mapping[str, str]] = MappingProxyType(
    {
        "rill-press": "onPress",
        "rill-menu": "onContextMenu",
        "rill-move": "onPointerMove",
        "rill-drag": "onDrag",
        "rill-drag-end": "onDragEnd",
    }
)
# Whoever wants none of these has nothing that a keyboard could do in a drawing.
_USED: Final = ("onPress", "onContextMenu", "onPointerMove", "onKeyDown", "onFocus")
# Places in a drawing, in units: beyond them there is nothing.
_FAR: Final = 1_000_000


def _shapes(node: Described) -> list[Mapping[str, Any]]:
    shapes = node.get("shapes")
    return [shape for shape in shapes if isinstance(shape, dict)] if isinstance(shapes, list) else []


_drawn: Final = Drawn()


def _lower_shapes(node: Described, _page: Page) -> Element:
    shapes = _shapes(node)
    used = any(map(node.listens, _USED))
    width, height = _extent(shapes)
    return Element(
        "rill-shapes",
        {
            "class": "rill-shapes",
            "role": "application" if used else "img",
            "tabindex": tab_stop(node, native=False) if used else None,
            "data-on": on_focusable(node, **_POINTER, **{"rill-layout": "onLayout"}),
        },
        Element(
            "svg:svg",
            # Until the script says how large the room is, everything is in view.
            {
                "class": "rill-drawing",
                "viewBox": f"0 0 {width:.6g} {height:.6g}",
                "preserveAspectRatio": "xMinYMin",
                "data-own": "viewBox",
                "aria-hidden": "true",
            },
            *_drawn.of(node.get("shapes"), lambda: tuple(map(_draw, shapes))),
            # Where the keyboard is, for as long as the drawing has the focus; the script moves it.
            Element("svg:path", {"class": "rill-crosshair", "data-own": "d"}),
        ),
    )


def _extent(shapes: Sequence[Mapping[str, Any]]) -> tuple[float, float]:
    """How far shapes reach to the right and down."""
    right, bottom = 1.0, 1.0
    for shape in shapes:
        match shape["kind"]:
            case "circle":
                x, y = shape["x"] + shape["radius"], shape["y"] + shape["radius"]
            case "line":
                x, y = max(shape["x1"], shape["x2"]), max(shape["y1"], shape["y2"])
            case "rectangle":
                x, y = shape["x"] + shape["width"], shape["y"] + shape["height"]
            case _:
                x, y = shape["x"] + len(shape["text"]), shape["y"] + UNITS_DOWN
        right, bottom = max(right, x), max(bottom, y)
    return right, bottom


def _draw(shape: Mapping[str, Any]) -> Element:
    kind, color, fill = shape["kind"], shape.get("color"), shape.get("fill")
    if kind == "text":
        # Words begin in a whole cell, as in a terminal, and stand on their line.
        attributes: dict[str, Attribute] = {"x": round(shape["x"]), "y": round(shape["y"] / UNITS_DOWN) * UNITS_DOWN}
        return Element("svg:text", {"class": _look("rill-shape-words", color or fill), **attributes}, shape["text"])
    if kind == "circle":
        return _outlined("svg:circle", {"cx": shape["x"], "cy": shape["y"], "r": shape["radius"]}, color, fill)
    if kind == "line":
        ends = {name: shape[name] for name in ("x1", "y1", "x2", "y2")}
        return Element("svg:line", {"class": _look("rill-shape", color), **ends})
    sides = {name: shape[name] for name in ("x", "y", "width", "height")}
    return _outlined("svg:rect", sides, color, fill)


def _look(kind: str, color: Value, fill: str | None = None) -> str:
    return classes(kind, isinstance(color, str) and f"rill-c-{color}", fill)


def _outlined(tag: str, place: dict[str, Attribute], color: Value, fill: Value) -> Element:
    return Element(
        tag, {"class": _look("rill-shape", color, f"rill-fill-{fill}" if isinstance(fill, str) else None), **place}
    )


# -- what the browser says ---------------------------------------------------------------------------------------------


def _teller(type: str) -> Handler:
    """The handler of one kind of pointer event. The place may be outside of the drawing, as in a drag."""
    name = _POINTER[type]

    def tell(link: WebLink, event: DomEvent) -> None:
        node = link.node
        said = _read(event)
        # Looked for only if somebody listens: there may be thousands of shapes.
        if said is not None and node.listens(name):
            link.emit(name, {**said, "shape": shape_at(_shapes(node), said["x"], said["y"])})

    return tell


def _read(event: DomEvent) -> dict[str, Any] | None:
    """What the script said: a place in units, one on the guest's screen in cells, and how it was made."""
    said = event.data
    if not isinstance(said, list) or len(said) != 9:
        return None
    x, y, screen_x, screen_y, *keys = said
    if not (all(map(_is_place, (x, y, screen_x, screen_y))) and all(type(key) is bool for key in keys)):
        return None
    by_key, shift, ctrl, alt, meta = keys
    return {
        "x": float(x),
        "y": float(y),
        # A drag may go beyond the screen.
        "screenX": max(float(screen_x), 0.0),
        "screenY": max(float(screen_y), 0.0),
        "source": "key" if by_key else "pointer",
        "shift": shift,
        "ctrl": ctrl,
        "alt": alt,
        "meta": meta,
    }


def _is_place(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -_FAR <= value <= _FAR


VIEWS: Final[Mapping[str, WebView]] = MappingProxyType(
    {
        "Shapes": WebView(
            lower=_lower_shapes,
            events={**FOCUS_EVENTS, "rill-layout": tell_layout, **{type: _teller(type) for type in _POINTER}},
            methods=FOCUS_METHODS,
            module="shapes",
        )
    }
)
