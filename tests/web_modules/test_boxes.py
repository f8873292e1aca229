"""Boxes that are pressed or measured, and tabs, in a browser."""

from __future__ import annotations

from typing import Any

import pytest

from .stand import Stand

pytestmark = pytest.mark.asyncio


def pressed(source: str, mods: int = 0) -> dict[str, Any]:
    return {"mods": mods, "source": source}


async def test_a_box_is_pressed_by_pointer_and_by_key(stand: Stand) -> None:
    page = await stand.show(("Pressable", {"onPress": True}, ("Text", {}, "Notes")))
    await page.click("text=Notes", modifiers=["Shift"])
    assert await stand.said() == [
        ["press-in", pressed("pointer", 1)],
        ["press-out", pressed("pointer", 1)],
        ["press", pressed("pointer", 1)],
    ]
    for key in ("Enter", " "):
        await page.keyboard.press(key)
        assert await stand.said() == [
            ["key", key],
            ["press-in", pressed("key")],
            ["press-out", pressed("key")],
            ["press", pressed("key")],
        ]


async def test_the_inner_of_two_boxes_takes_the_press_and_so_does_a_button(stand: Stand) -> None:
    page = await stand.show(
        (
            "Pressable",
            {"label": "outer"},
            ("Pressable", {"label": "inner"}, ("Text", {}, "Inner")),
            ("Button", {}, "Button"),
        )
    )
    await page.evaluate(
        "document.querySelector('.rill')"
        ".addEventListener('rill-press', (event) => said.push(['of', event.target.ariaLabel]), true)"
    )
    await page.click("text=Inner")
    assert await stand.said(of="of") == [["of", "inner"]]
    await page.click("text=Button")
    assert await stand.said() == []


async def test_a_long_press_is_no_press(stand: Stand) -> None:
    page = await stand.show(
        ("Pressable", {"onPress": True, "onLongPress": True, "delayLongPress": 1}, ("Text", {}, "Notes"))
    )
    await page.hover("text=Notes")
    await page.mouse.down()
    await stand.until("said.length === 2")
    await page.mouse.up()
    assert [type for type, _ in await stand.said()] == ["press-in", "long-press", "press-out"]


async def test_a_disabled_box_is_not_pressed(stand: Stand) -> None:
    page = await stand.show(("Pressable", {"disabled": True}, ("Text", {}, "Notes")))
    await page.click("text=Notes", force=True)
    assert await stand.said() == []


async def test_a_press_may_end_elsewhere(stand: Stand) -> None:
    page = await stand.show(("Pressable", {}, ("Text", {}, "Notes")))
    await page.hover("text=Notes")
    await page.mouse.down()
    await page.mouse.move(700, 500)
    await page.mouse.up()
    assert [type for type, _ in await stand.said()] == ["press-in", "press-out"]


async def test_a_box_says_how_large_it_is_in_cells_whenever_that_changes(stand: Stand) -> None:
    page = await stand.show(("View", {"onLayout": True}, ("Text", {}, "Notes")), size=(800, 600))
    first = await stand.wait_said("layout")
    cell = await page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.rill')).getPropertyValue('--rill-ch'))"
    )
    width = await page.evaluate("document.querySelector('rill-layout').offsetWidth")
    assert first == {"width": pytest.approx(width / cell, abs=0.01), "height": 1}
    await page.set_viewport_size({"width": 500, "height": 600})
    assert (await stand.wait_said("layout"))["width"] < first["width"]


# -- tabs ------------------------------------------------------------------------------------------------------------

TABS: Any = (
    "Tabs",
    {"value": "a"},
    ("Tab", {"name": "a", "title": "First"}, ("Text", {}, "one")),
    ("Tab", {"name": "b", "title": "Second", "disabled": True}, ("Text", {}, "two")),
    ("Tab", {"name": "c", "title": "Third"}, ("Text", {}, "three")),
)


async def test_tabs_are_gone_through_by_pointer_and_by_key_at_once(stand: Stand) -> None:
    page = await stand.show(TABS)
    await page.click("text=Third")
    assert (await stand.said(), await page.is_visible("text=three"), await page.is_visible("text=one")) == (
        [["change", {"value": "c", "version": 1}]],
        True,
        False,
    )
    for key, version, value in (("ArrowRight", 2, "a"), ("ArrowLeft", 3, "c"), ("Home", 4, "a"), ("End", 5, "c")):
        await page.keyboard.press(key)
        assert await stand.said(of="change") == [["change", {"value": value, "version": version}]]
    assert await page.evaluate(
        "[...document.querySelectorAll('[role=tab]')].map((t) => [t.ariaSelected, t.tabIndex])"
    ) == [["false", -1], ["false", -1], ["true", 0]]


async def test_a_page_that_knew_less_than_the_person_did_is_not_shown(stand: Stand) -> None:
    page = await stand.show(TABS)
    await page.click("text=Third")
    write = "([value, version]) => Object.assign(document.querySelector('rill-tabs').dataset, { value, version })"
    await page.evaluate(write, ["a", "0"])
    assert await page.is_visible("text=three")
    await page.evaluate(write, ["a", "1"])
    await page.wait_for_selector("text=one")
    await page.click("text=Third")
    await page.evaluate(write, ["a", "-1"])
    await page.wait_for_selector("text=one")


async def test_titles_that_come_and_go_are_followed(stand: Stand) -> None:
    page = await stand.show(TABS)
    await page.evaluate("document.querySelector('[role=tab]').remove()")
    await page.wait_for_selector("text=three")
