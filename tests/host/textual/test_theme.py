"""Every colour that a guest names follows the application's theme at once, whoever paints it."""

from __future__ import annotations

from typing import Any

import pytest
from rich.segment import Segment
from screens import screen_segments
from textual.color import Color
from textual.strip import Strip
from textual.widget import Widget

from rill.components.style import COLORS
from rill.host.textual.theme import background_color, painted_style, text_color

from .scene import el, scene

THEMES = ("textual-dark", "textual-light", "nord", "ansi-light")


class Painted(Widget):
    """Draws a line of its own, in a guest's colours."""

    DEFAULT_CSS = "Painted { height: 1; background: $surface; color: auto 87%; }"
    style: Any = None

    def render_line(self, y: int) -> Strip:
        return Strip([Segment("painted", painted_style(self, self.style))])


def look_of(app: Any, words: str) -> Any:
    """Foreground and background of the first segment with these words."""
    for line in screen_segments(app):
        for segment in line:
            if words in segment.text and segment.style is not None:
                return segment.style.color, segment.style.bgcolor
    raise AssertionError(f"{words!r} is not on the screen")


@pytest.mark.parametrize(
    "color",
    [
        color if color in ("foreground", "warning") else pytest.param(color, marks=pytest.mark.slow)
        for color in COLORS
        if color != "transparent"
    ],
)
async def test_painted_lines_look_as_texts_do_in_every_theme(color: str) -> None:
    painted = Painted()
    painted.style = {"color": color, "background": "panel"}
    text = el("Text", {"style": {"background": "surface"}}, el("Text", {"style": dict(painted.style)}, "a span"))
    async with scene(text, beside=[painted]) as made:
        seen = set()
        for theme in THEMES:
            made.app.theme = theme
            await made.pilot.pause()
            await made.pilot.pause()
            assert look_of(made.app, "painted") == look_of(made.app, "a span")
            seen.add(look_of(made.app, "painted"))
        assert len(seen) > 1


async def test_muted_text_is_dimmer_than_text_in_a_span_and_in_an_element() -> None:
    muted = {"style": {"color": "muted"}}
    async with scene(
        el(
            "Column",
            {},
            el("Text", muted, "element"),
            el("Text", {}, el("Text", muted, "span")),
            el("Text", {}, "plain"),
        )
    ) as made:
        assert look_of(made.app, "element") == look_of(made.app, "span") != look_of(made.app, "plain")


async def test_colours_are_solid_and_a_strange_name_is_the_widgets_own() -> None:
    painted = Painted()
    async with scene(el("Text", {}, "x"), beside=[painted]):
        for name in (*COLORS, "no colour", "$primary"):
            assert text_color(painted, name).a == 1
            assert background_color(painted, name).a == 1
        surface = Color.parse(painted.app.theme_variables["surface"])
        assert background_color(painted, "no colour") == background_color(painted, "transparent") == surface
        assert text_color(painted, "no colour") == text_color(painted, "transparent")
        assert text_color(painted, "error") != text_color(painted, "success")
