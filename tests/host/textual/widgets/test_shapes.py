"""Drawings on the screen: what is painted, and what the pointer and the crosshair tell."""

from __future__ import annotations

from typing import Any

from host.textual.scene import Element, Scene, el, scene

ALL_EVENTS = ("onPress", "onContextMenu", "onPointerMove", "onDrag", "onDragEnd")
CIRCLE = {"kind": "circle", "x": 5, "y": 5, "radius": 3, "id": "c", "fill": "muted"}


def drawing(*shapes: dict[str, Any], events: tuple[str, ...] = ALL_EVENTS, **props: Any) -> Element:
    listeners = dict.fromkeys(events, True)
    return el("Shapes", {"shapes": list(shapes), "style": {"width": 20, "height": 5}, **listeners, **props})


def told(on: Scene) -> list[tuple[str, float, float, str | None]]:
    return [(name, payload["x"], payload["y"], payload.get("shape")) for _, name, payload in on.events()]


async def test_shapes_are_painted_and_follow_what_the_guest_says() -> None:
    tree = drawing({"kind": "rectangle", "x": 0, "y": 0, "width": 20, "height": 10})
    async with scene(tree) as on:
        assert on.lines[0].rstrip() == "⡏" + "⠉" * 18 + "⢹"
        assert on.lines[4].rstrip() == "⣇" + "⣀" * 18 + "⣸"
        await on.update(tree.id, shapes=[{"kind": "text", "x": 2, "y": 2, "text": "hello"}])
        assert [line.rstrip() for line in on.lines[:3]] == ["", "  hello", ""]


async def test_colours_are_those_of_the_theme_of_now() -> None:
    async with scene(drawing({"kind": "text", "x": 0, "y": 0, "text": "a", "color": "success"})) as on:
        before = on.app.screen.get_style_at(0, 0).color
        on.app.theme = "textual-light"
        await on.settle()
        assert on.app.screen.get_style_at(0, 0).color != before


async def test_the_edge_of_a_fill_has_its_colour() -> None:
    shape = {"kind": "rectangle", "x": 0.5, "y": 0, "width": 3, "height": 2, "fill": "success", "color": "transparent"}
    async with scene(drawing(shape)) as on:
        assert on.lines[0].startswith("⢸  ⡇")
        style_at = on.app.screen.get_style_at
        assert style_at(0, 0).color == style_at(1, 0).bgcolor != style_at(0, 0).bgcolor


async def test_a_press_tells_the_middle_of_the_cell_and_the_shape() -> None:
    tree = drawing(CIRCLE, events=("onPress",))
    async with scene(el("Column", {}, el("Text", {}, "above"), tree)) as on:
        await on.pilot.click(offset=(5, 3))
        payload = {"source": "pointer", "shift": False, "ctrl": False, "meta": False, "x": 5.5, "y": 5.0}
        assert on.events() == [(tree.id, "onPress", {**payload, "shape": "c", "screenX": 5, "screenY": 3})]
        await on.pilot.click(offset=(15, 3))
        assert told(on) == [("onPress", 15.5, 5.0, None)]


async def test_the_second_button_asks_for_a_menu() -> None:
    tree = drawing(CIRCLE)
    async with scene(tree) as on:
        await on.pilot.click(offset=(5, 2), button=3)
        assert ("onContextMenu", 5.5, 5.0, "c") in told(on)


async def test_a_drag_is_followed_outside_of_the_drawing_and_is_no_press() -> None:
    tree = drawing(CIRCLE, events=("onPress", "onDrag", "onDragEnd"))
    async with scene(el("Column", {}, tree)) as on:
        await on.pilot.mouse_down(offset=(5, 2))
        await on.pilot.hover(offset=(6, 2))
        await on.pilot.hover(offset=(30, 9))
        await on.pilot.mouse_up(offset=(30, 9))
        assert told(on) == [
            ("onDrag", 6.5, 5.0, "c"),
            ("onDrag", 30.5, 19.0, None),
            ("onDragEnd", 30.5, 19.0, None),
        ]


async def test_the_pointer_tells_each_cell_it_comes_to_once() -> None:
    tree = drawing(CIRCLE, events=("onPointerMove",))
    async with scene(tree) as on:
        await on.pilot.hover(offset=(1, 1))
        await on.pilot.hover(offset=(1, 1))
        await on.pilot.hover(offset=(2, 1))
        assert told(on) == [("onPointerMove", 1.5, 3.0, None), ("onPointerMove", 2.5, 3.0, "c")]


async def test_the_keyboard_moves_a_crosshair_and_presses_there() -> None:
    tree = drawing(CIRCLE)
    async with scene(tree) as on:
        await on.pilot.press("tab")
        assert on.lines[2][10] == "┼"
        await on.pilot.press("shift+left", "up", "enter", "shift+f10")
        assert on.app.screen.get_style_at(5, 1).reverse
        assert told(on) == [
            ("onPointerMove", 5.5, 5.0, "c"),
            ("onPointerMove", 5.5, 3.0, "c"),
            ("onPress", 5.5, 3.0, "c"),
            ("onContextMenu", 5.5, 3.0, "c"),
        ]
        # At the edge it stays, and tells nothing more.
        await on.pilot.press("shift+up", "up", "up")
        assert told(on) == [("onPointerMove", 5.5, 1.0, None)]
        assert on.lines[0][5] == "┼"


async def test_the_crosshair_does_not_hide_what_is_below_it() -> None:
    tree = drawing({"kind": "text", "x": 10, "y": 4, "text": "X"})
    async with scene(tree) as on:
        plain = on.app.screen.get_style_at(10, 2)
        await on.pilot.press("tab")
        assert on.lines[2][10] == "X"
        assert on.app.screen.get_style_at(10, 2) != plain


async def test_a_drawing_that_tells_nothing_is_no_tab_stop() -> None:
    silent, fixed = drawing(CIRCLE, events=()), drawing(CIRCLE, focusable=False)
    async with scene(el("Column", {}, silent, fixed)) as on:
        assert [on.widget(tree.id).can_focus for tree in (silent, fixed)] == [False, False]
        await on.pilot.click(offset=(5, 2))
        assert on.events() == []


async def test_its_size_is_told() -> None:
    tree = drawing(events=("onLayout",))
    async with scene(tree) as on:
        assert on.events() == [(tree.id, "onLayout", {"width": 20, "height": 5})]


async def test_too_many_dots_are_said_to_be_too_many() -> None:
    tree = drawing(*[{"kind": "rectangle", "x": 0, "y": 0, "width": 500, "height": 500, "fill": "error"}] * 5000)
    async with scene(tree) as on:
        await on.update(tree.id, style={"width": 80, "height": 20})
        assert "more not shown" in on.lines[19]


async def test_the_crosshair_goes_where_the_pointer_pressed() -> None:
    tree = drawing(CIRCLE, events=("onPress", "onContextMenu"))
    async with scene(tree) as on:
        await on.pilot.click(offset=(5, 2))
        await on.pilot.press("shift+f10")
        assert told(on) == [("onPress", 5.5, 5.0, "c"), ("onContextMenu", 5.5, 5.0, "c")]


async def test_the_crosshair_begins_in_the_middle_of_a_drawing_that_has_the_focus_from_its_start() -> None:
    async with scene(drawing(CIRCLE, autoFocus=True)) as on:
        assert on.lines[2][10] == "┼"
