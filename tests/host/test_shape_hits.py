"""Which shape a press means: the uppermost one whose line, or filled inside, is there."""

from __future__ import annotations

from typing import Any

import pytest

from rill.host.shape_hits import shape_at

CIRCLE = {"kind": "circle", "id": "circle", "x": 10, "y": 10, "radius": 4}
DISC = {**CIRCLE, "id": "disc", "fill": "accent"}
BOX = {"kind": "rectangle", "id": "box", "x": 2, "y": 2, "width": 10, "height": 6}
LINE = {"kind": "line", "id": "line", "x1": 0, "y1": 0, "x2": 10, "y2": 10}
WORDS = {"kind": "text", "id": "words", "x": 3, "y": 4, "text": "日本"}


@pytest.mark.parametrize(
    ("shape", "x", "y", "hit"),
    [
        (CIRCLE, 14, 10, True),
        (CIRCLE, 14.5, 10, True),
        (CIRCLE, 14.6, 10, False),
        (CIRCLE, 10, 10, False),
        (DISC, 10, 10, True),
        ({**DISC, "fill": "transparent"}, 10, 10, False),
        (BOX, 2, 5, True),
        (BOX, 7, 5, False),
        ({**BOX, "fill": "panel"}, 7, 5, True),
        (BOX, 12.5, 8.5, True),
        (BOX, 12.6, 5, False),
        (LINE, 5, 5.5, True),
        (LINE, 5, 7, False),
        (LINE, 11, 11, False),
        ({**LINE, "x2": 0, "y2": 0}, 0.3, 0.3, True),
        (WORDS, 3, 4, True),
        (WORDS, 6.9, 5.9, True),
        (WORDS, 7, 4, False),
        (WORDS, 3, 6, False),
    ],
)
def test_a_shape_is_hit_on_its_line_and_inside_if_it_is_filled(shape: Any, x: float, y: float, hit: bool) -> None:
    assert shape_at([shape], x, y) == (shape["id"] if hit else None)


def test_later_shapes_cover_earlier_ones_with_and_without_a_name() -> None:
    assert shape_at([DISC, {**DISC, "id": "upper"}], 10, 10) == "upper"
    assert shape_at([DISC, {key: value for key, value in DISC.items() if key != "id"}], 10, 10) is None
    assert shape_at([DISC, CIRCLE], 10, 10) == "disc"
    assert shape_at([], 10, 10) is None
