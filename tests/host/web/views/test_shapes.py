"""Drawings: shapes as SVG in units, and which of them a press means."""

from __future__ import annotations

from typing import Any

import pytest

from host.web.views.lowered import LISTENS, NO_KEYS, element_of, lower, put, said
from rill.host.web.element import Element

SHAPES: list[dict[str, Any]] = [
    {"kind": "circle", "x": 10.0, "y": 10.0, "radius": 4.0, "id": "sun", "fill": "warning", "color": "error"},
    {"kind": "rectangle", "x": 20.0, "y": 2.0, "width": 6.0, "height": 4.0},
    {"kind": "line", "x1": 0.0, "y1": 0.0, "x2": 5.0, "y2": 5.0, "color": "muted"},
    {"kind": "text", "x": 2.4, "y": 4.9, "text": "Hello", "color": "primary"},
]


def drawing_of(element: Element) -> Element:
    [drawing] = element.children
    assert isinstance(drawing, Element)
    return drawing


def test_shapes_are_svg_in_units() -> None:
    *shapes, crosshair = drawing_of(lower("Shapes", shapes=SHAPES)).children
    assert shapes == [
        Element("svg:circle", {"class": "rill-shape rill-c-error rill-fill-warning", "cx": 10.0, "cy": 10.0, "r": 4.0}),
        Element("svg:rect", {"class": "rill-shape", "x": 20.0, "y": 2.0, "width": 6.0, "height": 4.0}),
        Element("svg:line", {"class": "rill-shape rill-c-muted", "x1": 0.0, "y1": 0.0, "x2": 5.0, "y2": 5.0}),
        # Words begin in a whole cell.
        Element("svg:text", {"class": "rill-shape-words rill-c-primary", "x": 2, "y": 4}, "Hello"),
    ]
    assert isinstance(crosshair, Element)
    assert crosshair.attributes["class"] == "rill-crosshair"


def test_shapes_are_drawn_once_however_often_a_pointer_moves() -> None:
    node = put("Shapes", {"shapes": SHAPES, "onPointerMove": LISTENS})
    first, second = (drawing_of(element_of(node)).children for _ in range(2))
    assert first[0] is second[0]


def test_all_of_a_drawing_is_in_view_until_the_script_knows_its_room() -> None:
    drawing = drawing_of(lower("Shapes", shapes=SHAPES))
    assert (drawing.attributes["viewBox"], drawing.attributes["data-own"]) == ("0 0 26 14", "viewBox")
    assert drawing_of(lower("Shapes", shapes=[])).attributes["viewBox"] == "0 0 1 1"


def test_a_drawing_that_does_nothing_is_a_picture() -> None:
    picture = lower("Shapes", shapes=SHAPES)
    assert (picture.attributes["role"], "tabindex" in picture.attributes) == ("img", False)
    used = lower("Shapes", shapes=SHAPES, onPress=LISTENS)
    assert (used.attributes["role"], used.attributes["tabindex"], used.attributes["data-on"]) == (
        "application",
        0,
        "rill-press",
    )


@pytest.mark.parametrize(
    ("type", "event"),
    [
        ("rill-press", "onPress"),
        ("rill-menu", "onContextMenu"),
        ("rill-move", "onPointerMove"),
        ("rill-drag", "onDrag"),
        ("rill-drag-end", "onDragEnd"),
    ],
)
def test_the_shape_at_a_place_is_found_here(type: str, event: str) -> None:
    node = put("Shapes", {"shapes": SHAPES, event: LISTENS})
    assert said(node, type, data=[10.5, 11, 30.25, 8, False, True, False, False, False]) == [
        (
            event,
            {
                **NO_KEYS,
                "shift": True,
                "source": "pointer",
                "x": 10.5,
                "y": 11.0,
                "shape": "sun",
                "screenX": 30.25,
                "screenY": 8.0,
            },
        )
    ]


def test_a_drag_may_leave_the_drawing_and_the_screen() -> None:
    node = put("Shapes", {"shapes": SHAPES, "onDrag": LISTENS})
    [(_, payload)] = said(node, "rill-drag", data=[-5, -3, -1, -2, True, False, False, False, False])
    assert (payload["x"], payload["shape"], payload["screenX"], payload["source"]) == (-5.0, None, 0.0, "key")


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        [],
        [1, 1, 1, 1],
        ["1", 1, 1, 1, False, False, False, False, False],
        [float("nan"), 1, 1, 1, False, False, False, False, False],
        [1e300, 1, 1, 1, False, False, False, False, False],
        [1, 1, 1, 1, 0, 0, 0, 0, 0],
        [True, 1, 1, 1, False, False, False, False, False],
    ],
)
def test_a_place_that_is_none_is_not_told(data: object) -> None:
    assert said(put("Shapes", {"shapes": SHAPES, "onPress": LISTENS}), "rill-press", data=data) == []
