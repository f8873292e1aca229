"""A Slider by keys and by dragging: the numbers it can be, what it tells, and ranges that make no sense."""

from __future__ import annotations

from typing import Any

import pytest
from textual.events import MouseScrollDown

from host.textual.scene import Scene, el, scene


def slider(**props: Any) -> Any:
    return el("Slider", {"onChange": True, "onComplete": True, **props})


def told(made: Scene) -> list[tuple[str, Any]]:
    return [(event, payload["value"]) for _, event, payload in made.events()]


async def test_keys_move_it_by_steps_by_pages_and_to_the_ends() -> None:
    field = slider(min=0, max=100, step=5, defaultValue=50)
    async with scene(field) as made:
        await made.pilot.press("tab", "right", "up", "left", "down", "pageup", "pagedown", "home", "end")
        await made.settle()
        assert [value for event, value in told(made) if event == "onChange"] == [55, 60, 55, 50, 60, 50, 0, 100]


async def test_key_is_told_as_a_change_and_as_done_and_an_end_is_told_once() -> None:
    field = slider(max=2, defaultValue=1)
    async with scene(field) as made:
        await made.pilot.press("tab", "right", "right", "end")
        await made.settle()
        assert made.events() == [
            (field.id, "onChange", {"value": 2, "version": 1}),
            (field.id, "onComplete", {"value": 2, "version": 1}),
        ]


async def test_steps_gather_no_dust() -> None:
    field = slider(max=1, step=0.1)
    async with scene(field) as made:
        await made.pilot.press("tab", *["right"] * 10)
        await made.settle()
        values = [value for event, value in told(made) if event == "onChange"]
        assert values == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]


async def test_dragging_is_told_on_the_way_and_once_at_the_end() -> None:
    field = slider(max=10, step=1)
    async with scene(field) as made:
        widget = made.widget(field.id)
        left, width = 3, widget.content_size.width
        await made.pilot.mouse_down(widget, offset=(left + width // 2, 1))
        await made.pilot.hover(widget, offset=(left + width - 1, 1))
        # The pointer may leave it while it drags.
        await made.pilot.hover(made.view, offset=(0, 10))
        await made.pilot.mouse_up(made.view, offset=(0, 10))
        await made.pilot.hover(widget, offset=(left + 20, 1))
        await made.settle()
        assert told(made) == [("onChange", 5), ("onChange", 10), ("onChange", 0), ("onComplete", 0)]


async def test_letting_go_elsewhere_than_it_began_is_told() -> None:
    field = slider(max=10, step=1)
    async with scene(field) as made:
        widget = made.widget(field.id)
        end = 3 + widget.content_size.width - 1
        await made.pilot.mouse_down(widget, offset=(end, 1))
        await made.pilot.mouse_up(widget, offset=(end, 1))
        await made.settle()
        assert told(made) == [("onChange", 10), ("onComplete", 10)]
        assert made.app.focused is widget


async def test_handle_stands_where_the_number_is_and_the_number_is_written() -> None:
    field = slider(max=10, step=0.5, value=0, showValue=True)
    async with scene(field, size=(40, 5)) as made:
        places = {}
        for value in (0, 5, 9.5, 10):
            await made.update(field.id, value=value)
            line = made.lines[1].strip("▊▎ ")
            places[line.split()[-1]] = line.index("●")
        assert places == {"0": 0, "5": 14, "9.5": 28, "10": 29}


@pytest.mark.parametrize(
    ("props", "value"),
    [
        ({"min": 5, "max": 1, "defaultValue": 3}, 5),
        ({"min": 0, "max": 10, "step": 50, "defaultValue": 7}, 0),
        ({"min": 0, "max": 10, "step": 3, "defaultValue": 10}, 9),
        ({"min": 0, "max": 10, "defaultValue": 1e300}, 10),
        ({"min": -1.7e308, "max": 1.7e308, "step": 1e300, "defaultValue": 0, "showValue": True}, 0),
        ({"min": 0, "max": 5e-324, "step": 5e-324, "defaultValue": 1, "showValue": True}, 5e-324),
    ],
)
async def test_ranges_that_make_no_sense_have_a_number_all_the_same(props: dict[str, Any], value: float) -> None:
    field = slider(**props)
    async with scene(field) as made:
        widget = made.widget(field.id)
        assert widget.value == value
        await made.pilot.press("tab", "end", "pageup", "home", "right", "left")
        await made.settle()
        assert all(widget.low <= told <= max(widget.low, widget.high) for _, told in told(made))
        assert "●" in made.lines[1]


async def test_range_that_changes_takes_the_number_along_and_tells_nobody() -> None:
    field = slider(max=100, value=80)
    async with scene(field) as made:
        await made.update(field.id, max=50)
        assert made.widget(field.id).value == 50
        await made.update(field.id, max=100)
        assert made.widget(field.id).value == 80
        assert told(made) == []


async def test_older_writes_are_ignored() -> None:
    field = slider(value=0, max=10)
    async with scene(field) as made:
        await made.pilot.press("tab", "right", "right")
        await made.update(field.id, value=1, valueVersion=1)
        assert made.widget(field.id).value == 2
        await made.update(field.id, value=7, valueVersion=2)
        assert made.widget(field.id).value == 7


async def test_narrow_one_still_has_its_handle() -> None:
    field = slider(showValue=True, max=1_000_000, defaultValue=123_456, compact=True, style={"width": 3, "minWidth": 1})
    async with scene(field, el("Text", {}, "below")) as made:
        assert "●" in made.lines[0]
        assert made.lines[1] == "below"


async def test_wheel_over_it_changes_nothing() -> None:
    field = slider(max=10, defaultValue=5)
    async with scene(field) as made:
        widget = made.widget(field.id)
        region = widget.region
        made.app.post_message(
            MouseScrollDown(None, region.x + 5, region.y + 1, 0, 1, 0, False, False, False, region.x + 5, region.y + 1)
        )
        await made.settle()
        assert told(made) == []


async def test_disabled_one_is_neither_dragged_nor_moved() -> None:
    field = slider(disabled=True)
    async with scene(field) as made:
        await made.pilot.click(made.widget(field.id), offset=(40, 1))
        await made.pilot.press("tab", "right")
        await made.settle()
        assert told(made) == []
