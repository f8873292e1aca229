"""Boxes that scroll: what is cut off is reached by wheel and by keyboard alone."""

from __future__ import annotations

import pytest

from host.textual.scene import Element, el, scene


def lines(count: int) -> list[Element]:
    return [el("Text", {}, f"line {index}") for index in range(count)]


@pytest.mark.parametrize("overflow", ["hidden", "auto", "scroll"])
async def test_overflow_cuts_off_or_scrolls(overflow: str) -> None:
    box = el("View", {"style": {"height": 5, "width": 20, "overflow": overflow}}, *lines(20))
    short = el("View", {"style": {"height": 5, "width": 20, "overflow": overflow}}, *lines(2))
    async with scene(el("Column", {}, box, short)) as made:
        widget = made.widget(box.id)
        assert widget.show_vertical_scrollbar is (overflow != "hidden")
        # Bars that are always there are there without need, too.
        assert made.widget(short.id).show_vertical_scrollbar is (overflow == "scroll")
        await made.pilot.press("tab", "down", "down")
        assert widget.has_focus is (overflow != "hidden")
        assert widget.scroll_offset.y == (0 if overflow == "hidden" else 2)
        await made.pilot.press("end")
        await made.pilot.pause()
        assert made.lines[4 if overflow == "auto" else 0].startswith("line 19" if overflow == "auto" else "line")
        # Another style gives the bars up again.
        await made.update(box.id, style={"height": 5})
        assert not widget.show_vertical_scrollbar


async def test_a_box_that_scrolls_leaves_the_focus_to_what_is_in_it() -> None:
    box = el("View", {"style": {"height": 5, "overflow": "auto"}}, el("Button", {"title": "in"}), *lines(20))
    async with scene(el("Column", {}, box, el("Button", {"title": "after"}))) as made:
        await made.pilot.press("tab")
        assert str(made.app.focused.label) == "in"  # type: ignore[union-attr]
        # Keys that the button has no use for scroll the box around it.
        await made.pilot.press("down")
        assert made.widget(box.id).scroll_offset.y == 1
        await made.pilot.press("tab")
        assert str(made.app.focused.label) == "after"  # type: ignore[union-attr]


async def test_a_screen_of_text_alone_scrolls_by_keyboard() -> None:
    async with scene(*lines(60), size=(40, 10)) as made:
        await made.pilot.press("tab", "pagedown")
        await made.pilot.pause()
        assert made.lines[0] == "line 10"
        await made.pilot.press("end")
        await made.pilot.pause()
        assert made.lines[9] == "line 59"


async def test_a_screen_that_fits_takes_no_focus() -> None:
    async with scene(*lines(3)) as made:
        await made.pilot.press("tab")
        assert made.app.focused is None
