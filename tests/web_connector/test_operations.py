"""Every operation, as a browser shows it."""

from __future__ import annotations

from rill.protocol.web import WebOperation as Op

from .scene import Scene


async def test_a_page_is_adopted_as_it_was_served(scene: Scene) -> None:
    served = '<p data-r="1"><!--r2-->Count: 0</p><button data-r="3" data-on="click">Add</button>'
    await scene.open(served)
    assert await scene.markup() == served
    await scene.patch([Op.TEXT, 2, "Count: 1"])
    assert await scene.markup() == served.replace("<!--r2-->Count: 0", "Count: 1")


async def test_a_press_is_an_event_of_its_node(scene: Scene) -> None:
    page = await scene.open('<p data-r="1"></p><button data-r="3" data-on="click">Add</button>')
    await page.click("button")
    guest, event, node, type, fields = await scene.event()
    assert (guest, event, node, type) == (0, 1, 3, "click")
    assert fields["detail"] == 1
