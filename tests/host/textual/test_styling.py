"""Where things stand and how large they are, as snapshots of screens; and that no style of a guest can do harm."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import pytest
from screens import SnapshotFile, screen_segments

from rill.components import CATALOGUE
from rill.components.style import COLORS
from rill.protocol.operations import Update

from .samples import sample
from .scene import Element, el, scene

snapshots = SnapshotFile(__file__)


def text(words: str, **style: Any) -> Element:
    return el("Text", {"style": style} if style else {}, words)


SCREENS: dict[str, list[Element]] = {
    "every component without a style": [
        el(
            "Column",
            {},
            text("Text"),
            el("Row", {}, text("Row of text and "), el("Button", {"title": "Button"}), el("Checkbox", {}, "Checkbox")),
            el("TextInput", {"placeholder": "TextInput"}),
            el("Row", {}, el("TextInput", {"value": "in a Row"}), el("Switch", {})),
            el("ProgressBar", {"progress": 0.5}),
            el("ActivityIndicator", {}),
            el("Pressable", {}, text("Pressable")),
            el("ScrollView", {}, *(text(f"line {index}") for index in range(20))),
        )
    ],
    "gap, padding, margin and borders": [
        el(
            "Column",
            {"style": {"gap": 1, "padding": [1, 2]}},
            el("View", {"style": {"border": "round", "padding": [0, 1]}}, text("round")),
            el("View", {"style": {"border": "heavy", "borderColor": "error", "width": 20}}, text("heavy")),
            el("Row", {"style": {"gap": 3}}, text("a"), text("b"), text("c", margin=[0, 2]), text("d")),
            el("Button", {"title": "no border", "style": {"border": "none", "height": 1}}),
        )
    ],
    "shares of the room": [
        el(
            "Column",
            {},
            el("Row", {}, text("grown", grow=1), text("end")),
            el("Row", {}, text("1/3", grow=1), text("2/3", grow=2)),
            el("Row", {}, text("half", width="50%"), text("ten", width=10), text("rest")),
            el("View", {"style": {"grow": 1, "border": "solid"}}, text("all that is left")),
            text("last line"),
        )
    ],
    "along and across": [
        *(
            el(
                "Row",
                {"style": {"justify": justify, "align": align, "height": 3}},
                text(f"{justify} {align}"),
                text("b\nb"),
                text("c"),
            )
            for justify, align in [
                ("start", "start"),
                ("center", "center"),
                ("end", "end"),
                ("space-between", "stretch"),
            ]
        ),
        *(
            el("Column", {"style": {"align": align}}, text(f"{align} of a column"), el("Button", {"title": "B"}))
            for align in ("center", "end")
        ),
    ],
    "a whole screen centred": [
        el("View", {"style": {"align": "center", "justify": "center"}}, text("in the middle"), text("of it all"))
    ],
    "texts": [
        el(
            "Column",
            {"style": {"width": 30}},
            text("This is a text that is longer than thirty cells and wraps."),
            el("Text", {"numberOfLines": 2}, "This is a text that is much longer than two lines of thirty cells each."),
            el("Text", {"numberOfLines": 1}, "One line of text that is cut off early."),
            text("centred", textAlign="center"),
            text("at the end", textAlign="end"),
            text("line\nbreaks\n\tand tabs"),
            el("Text", {}, "one ", text("two ", bold=True), el("Text", {"hidden": True}, "unseen "), "three"),
        )
    ],
    "a sideways scroll view": [
        el(
            "Column",
            {},
            el("ScrollView", {"horizontal": True}, *(el("Button", {"title": f"Button {i}"}) for i in range(8))),
            text("below"),
        )
    ],
    "hidden and invisible": [
        el(
            "Column",
            {},
            text("first"),
            text("unseen", visibility="hidden"),
            el("Text", {"hidden": True}, "x"),
            text("last"),
        )
    ],
}


@pytest.mark.parametrize("name", SCREENS)
async def test_screen_is_as_in_the_snapshot(name: str) -> None:
    async with scene(*SCREENS[name]) as made:
        snapshots.check_screen(name, made.app)


async def test_style_that_goes_leaves_no_trace() -> None:
    plain, styled = text("words"), text("words")
    async with scene(el("Column", {}, plain, styled)) as made:
        everything = {
            "color": "error",
            "background": "primary",
            "border": "double",
            "borderColor": "success",
            "width": 20,
            "height": "50%",
            "minHeight": 2,
            "padding": [1, 2, 3, 4],
            "margin": 1,
            "bold": True,
            "textAlign": "end",
            "visibility": "visible",
            "grow": 1,
        }
        await made.update(styled.id, style=everything)
        assert made.lines[0] == "words"
        assert made.lines[1] != "words"
        await made.update(styled.id, style=None)
        assert made.lines[:3] == ["words", "words", ""]
        first, second = screen_segments(made.app)[:2]
        assert [segment.style for segment in first if "words" in segment.text] != []
        assert {segment.text: _look(segment.style) for segment in first} == {
            segment.text: _look(segment.style) for segment in second
        }
        assert made.widget(styled.id).classes == made.widget(plain.id).classes


def _look(style: Any) -> Any:
    return (style.color, style.bgcolor, style.bold, style.underline) if style is not None else None


async def _apply_to_all(styles: Iterable[dict[str, Any]]) -> None:
    """One app with every component of the catalogue; each style goes to all of them, and stands on the screen."""
    samples = [sample(component) for component in CATALOGUE]
    shelf = el("View", {"style": {"direction": "row", "wrap": "wrap"}}, *(shown for _, shown in samples))
    async with scene(shelf, text("after"), size=(200, 100)) as made:
        for style in styles:
            made.session.apply(*(Update(element.id, {"style": style}, []) for element, _ in samples))
            await made.settle()
            screen_segments(made.app)
            assert made.app.is_running
            assert made.session.error is None
        assert made.view.statistics().problems == 0


@pytest.mark.slow
async def test_every_colour_and_every_border_is_drawn() -> None:
    borders = ("none", "solid", "round", "heavy", "double", "dashed")
    await _apply_to_all(
        {
            "color": color,
            "background": COLORS[-index],
            "border": borders[index % len(borders)],
            "borderColor": color,
            "bold": True,
        }
        for index, color in enumerate(COLORS)
    )


async def test_extreme_sizes_do_not_disturb_the_app() -> None:
    big = 2**53 - 1
    await _apply_to_all(
        (
            {"width": big, "height": big, "padding": big, "margin": big},
            {"width": 0, "height": 0},
            {"minWidth": big, "maxWidth": 0, "minHeight": big, "maxHeight": 0},
            {"width": "999.9%", "height": "999%", "grow": 1e300},
            {"grow": 1e-300, "gap": big},
            {"width": "0%", "padding": 1, "border": "solid"},
        )
    )


# A window on the way to another size, too: hardly any room at all, one line, and more than anything needs.
SIZES: Final = ((200, 60), (1, 1), (5, 3), (20, 2), (80, 24))


async def test_every_component_takes_every_size_of_the_terminal() -> None:
    samples = [sample(component) for component in CATALOGUE]
    # In boxes of a few, so that all of them have widgets, in view or not.
    boxes = [el("Column", {}, *(shown for _, shown in samples[at : at + 10])) for at in range(0, len(samples), 10)]
    async with scene(el("ScrollView", {}, *boxes)) as made:
        before = made.lines
        for width, height in SIZES:
            await made.pilot.resize_terminal(width, height)
            await made.settle()
            assert len(made.lines) == height
            assert all(sum(segment.cell_length for segment in line) == width for line in screen_segments(made.app)), (
                f"{width}x{height}"
            )
            assert made.session.error is None
        assert made.lines == before, "back at its first size the screen is as it was"
        assert made.view.statistics().problems == 0


async def test_focus_is_visible_without_a_border() -> None:
    plain = {"border": "none", "height": 1}
    elements = [
        el("Button", {"title": "button", "style": plain}),
        el("TextInput", {"value": "field", "style": plain}),
        el("Checkbox", {"style": plain}, "box"),
        el("Pressable", {}, text("press")),
    ]
    async with scene(el("Column", {}, *elements)) as made:
        for line, element in enumerate(elements):
            made.app.set_focus(None)
            await made.pilot.pause()
            before = [(segment.text, segment.style) for segment in screen_segments(made.app)[line]]
            made.widget(element.id).focus()
            await made.pilot.pause()
            after = [(segment.text, segment.style) for segment in screen_segments(made.app)[line]]
            assert before != after, element.type
            assert made.lines[line].strip().endswith(("button", "field", "box", "press"))
