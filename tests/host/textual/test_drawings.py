"""Shapes as dots, and the bound on what one drawing may cost."""

from __future__ import annotations

from typing import Any

import pytest
from rich.style import Style

from rill.host.textual.dots import Look
from rill.host.textual.drawings import DOTS_MAX, draw


def circle(x: float, y: float, radius: float, **more: Any) -> dict[str, Any]:
    return {"kind": "circle", "x": x, "y": y, "radius": radius, **more}


def rectangle(x: float, y: float, width: float, height: float, **more: Any) -> dict[str, Any]:
    return {"kind": "rectangle", "x": x, "y": y, "width": width, "height": height, **more}


def line(x1: float, y1: float, x2: float, y2: float, **more: Any) -> dict[str, Any]:
    return {"kind": "line", "x1": x1, "y1": y1, "x2": x2, "y2": y2, **more}


def words(x: float, y: float, text: str, **more: Any) -> dict[str, Any]:
    return {"kind": "text", "x": x, "y": y, "text": text, **more}


def drawn(*shapes: dict[str, Any], width: int = 10, height: int = 5) -> list[str]:
    matrix, omitted = draw(shapes, width, height)
    assert omitted == 0
    return [row.rstrip() for row in matrix.lines()]


def test_a_circle_is_as_high_as_it_is_wide() -> None:
    assert drawn(circle(5, 5, 5)) == [" ⡠⠒⠉⠉⠉⠉⠒⢄", "⡜        ⢣", "⡇        ⢸", "⢣        ⡜", " ⠑⠤⣀⣀⣀⣀⠤⠊"]


def test_a_rectangle_as_large_as_the_drawing_has_four_sides() -> None:
    assert drawn(rectangle(0, 0, 4, 4), width=4, height=2) == ["⡏⠉⠉⢹", "⣇⣀⣀⣸"]


def test_lines_and_words_stand_where_they_are_said_to() -> None:
    assert drawn(line(0, 1, 10, 1), words(3, 2, "over"), width=10, height=2) == ["⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤", "   over"]


def test_small_shapes_are_seen() -> None:
    assert drawn(circle(1, 1, 0), rectangle(3, 1, 0, 0), line(5, 1, 5, 1), width=6, height=1) == [" ⠄ ⠄ ⠄"]


def test_fills_are_backgrounds_with_dots_where_no_line_shows_the_edge() -> None:
    matrix, _ = draw([rectangle(0.5, 0, 3, 2, fill="primary", color="transparent")], 4, 1)
    assert matrix.lines() == ["⢸  ⡇"]
    grounds: list[str | None] = []

    def style_of(look: Look) -> Style:
        grounds.append(look.ground)
        return Style.null()

    matrix.strip(0, style_of)
    assert grounds == [None, "primary", None]


def test_a_shape_in_one_colour_is_filled_to_its_edge() -> None:
    alike, bare = (circle(5, 5, 4, fill="accent", color=color) for color in ("accent", "transparent"))
    assert drawn(alike) == drawn(bare)
    assert drawn(line(0, 0, 4, 0, color="accent", fill="accent"), height=1) == ["⠉⠉⠉⠉⠁"]


def test_later_shapes_cover_earlier_ones() -> None:
    assert drawn(words(0, 0, "secret"), rectangle(0, 0, 6, 2, fill="panel", color="transparent"), height=1) == [""]


def test_words_are_one_line_of_clean_text() -> None:
    assert drawn(words(0, 0, "a\x1b[31m\nb[bold]"), width=20, height=1) == ["a␛[31m b[bold]"]


@pytest.mark.parametrize(
    "shape",
    [
        circle(-100_000, -100_000, 10),
        circle(0, 0, 100_000),
        rectangle(50_000, 0, 100_000, 100_000, fill="error"),
        line(-100_000, 90_000, 100_000, 90_000),
        words(-100_000, 0, "x" * 1000),
        words(0, 100_000, "x" * 1000),
    ],
)
def test_what_is_outside_costs_next_to_nothing(shape: dict[str, Any]) -> None:
    matrix, omitted = draw([shape] * 5000, 200, 60)
    assert (matrix.plotted, omitted) == (0, 0)


@pytest.mark.parametrize(
    "shape",
    [
        circle(100, 60, 55, fill="error"),
        rectangle(0, 0, 100_000, 100_000, fill="error", color="transparent"),
        line(-100_000, -60_000, 100_000, 60_000),
        words(0, 0, "x" * 1000),
    ],
)
def test_a_drawing_that_covers_itself_again_and_again_ends_at_its_bound(shape: dict[str, Any]) -> None:
    matrix, omitted = draw([shape] * 5000, 200, 60)
    assert omitted > 0
    # One shape more than the bound is all there may be.
    assert matrix.plotted <= DOTS_MAX + 50_000


def test_five_thousand_small_shapes_are_all_drawn() -> None:
    _, omitted = draw([circle(index % 200, index % 120, 2) for index in range(5000)], 200, 60)
    assert omitted == 0
