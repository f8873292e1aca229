"""Drawings and charts in a browser: places in units, a crosshair for the keyboard, and bars as one stop."""

from __future__ import annotations

from typing import Final

from playwright.async_api import Page

from .stand import Stand

ALL: Final = dict.fromkeys(("onPress", "onContextMenu", "onPointerMove", "onDrag", "onDragEnd"), True)
BARS: Final = [{"label": name, "value": float(at + 1)} for at, name in enumerate("abc")]


async def show(stand: Stand) -> tuple[Page, dict[str, float], float]:
    """A drawing, its box, and a unit in pixels."""
    circle = {"kind": "circle", "x": 10.0, "y": 10.0, "radius": 5.0}
    page = await stand.show(("Shapes", {"shapes": [circle], "style": {"width": 40, "height": 12}, **ALL}))
    layout = await stand.wait_said("layout")
    box: dict[str, float] = await page.evaluate("document.querySelector('svg').getBoundingClientRect().toJSON()")
    # Twelve lines are twenty-four units.
    assert abs(layout["height"] - 12) < 0.01
    return page, box, box["height"] / 24


async def test_a_circle_is_round_and_where_it_should_be(stand: Stand) -> None:
    page, box, unit = await show(stand)
    circle = await page.evaluate("document.querySelector('circle').getBoundingClientRect().toJSON()")
    assert abs(circle["width"] - circle["height"]) < 0.1
    assert abs(circle["x"] - box["x"] - 5 * unit) < 1


async def test_a_press_is_told_in_units_and_a_drag_while_it_goes(stand: Stand) -> None:
    page, box, unit = await show(stand)

    async def to(x: float, y: float) -> None:
        await page.mouse.move(box["x"] + x * unit, box["y"] + y * unit)

    await to(10, 10)
    await page.mouse.down()
    await page.mouse.up()
    await page.mouse.down()
    await to(20, 12)
    await page.mouse.up()
    found = [
        (type, round(detail[0]), round(detail[1])) for type, detail in await stand.said(of="press move drag drag-end")
    ]
    assert found == [("move", 10, 10), ("press", 10, 10), ("drag", 20, 12), ("drag-end", 20, 12)]


async def test_a_pointer_that_stays_in_its_cell_is_told_once(stand: Stand) -> None:
    page, box, unit = await show(stand)
    for x in (10.1, 10.3, 10.6, 11.2):
        await page.mouse.move(box["x"] + x * unit, box["y"] + 10.5 * unit)
    assert len(await stand.said(of="move")) == 2


async def test_the_second_button_and_the_menu_key_ask_for_a_menu(stand: Stand) -> None:
    page, box, unit = await show(stand)
    await page.mouse.click(box["x"] + 10 * unit, box["y"] + 10 * unit, button="right")
    [(_, detail)] = await stand.said(of="menu")
    assert (round(detail[0]), detail[4]) == (10, False)
    await page.locator("rill-shapes").focus()
    await page.evaluate(
        "document.activeElement.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }))"
    )
    [(_, detail)] = await stand.said(of="menu")
    assert detail[4] is True


async def test_arrow_keys_move_a_crosshair_which_stops_at_the_edge(stand: Stand) -> None:
    page, _, _ = await show(stand)
    await page.locator("rill-shapes").focus()
    for key in ("ArrowRight", "ArrowDown", "Shift+ArrowLeft", "Enter", *["Shift+ArrowUp"] * 5):
        await page.keyboard.press(key)
    found = [(type, detail[0], detail[1]) for type, detail in await stand.said(of="press move")]
    # From about the middle.
    _, x, y = found[0]
    assert 15 < x < 25
    assert 9 < y < 15
    assert found == [
        ("move", x, y),
        ("move", x, y + 2),
        ("move", x - 5, y + 2),
        ("press", x - 5, y + 2),
        # As far as it goes.
        *[("move", x - 5, max(1, y + 2 - 10 * step)) for step in (1, 2)],
    ]


async def test_arrow_keys_go_from_bar_to_bar(stand: Stand) -> None:
    page = await stand.show(("BarChart", {"bars": BARS, "onItemPress": True}), ("Button", {"title": "After"}))
    await page.keyboard.press("Tab")
    assert await stand.focused() == "a"
    for key, bar in (("ArrowRight", "b"), ("End", "c"), ("ArrowRight", "c"), ("Home", "a"), ("ArrowDown", "b")):
        await page.keyboard.press(key)
        assert await stand.focused() == bar
    await page.keyboard.press("Tab")
    assert await stand.focused() == "After"
    await page.keyboard.press("Shift+Tab")
    assert await stand.focused() == "b"
