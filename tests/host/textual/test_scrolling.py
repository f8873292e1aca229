"""Standing elsewhere at once, and what a guest hears of places and sizes."""

from __future__ import annotations

from textual.geometry import Size
from textual.scrollbar import ScrollBar

from rill.host.textual.scrolling import layout_payload, scroll_payload, stand_at

from .scene import el, scene


async def test_it_stands_elsewhere_at_once_and_tells_nobody() -> None:
    box = el("ScrollView", {"onScroll": True}, *(el("Text", {}, f"row {at}") for at in range(40)))
    async with scene(box, size=(40, 12)) as made:
        widget = made.widget(box.id)
        widget.scroll_to(y=20, animate=False, immediate=True)
        assert [event for _, event, _ in made.events()] == ["onScroll"]
        stand_at(widget, 7)
        assert (widget.scroll_y, widget.scroll_target_y) == (7, 7)
        assert isinstance(widget.vertical_scrollbar, ScrollBar)
        assert widget.vertical_scrollbar.position == 7
        widget.refresh(layout=True)
        await made.settle()
        assert made.lines[0].startswith("row 7")
        assert made.events() == []


async def test_payloads_say_places_and_sizes_in_cells() -> None:
    box = el("ScrollView", {}, *(el("Text", {}, f"row {at}") for at in range(40)))
    async with scene(box, size=(40, 12)) as made:
        widget = made.widget(box.id)
        widget.scroll_to(y=3, animate=False, immediate=True)
        await made.settle()
        content = {"contentWidth": 9, "contentHeight": 90}
        assert scroll_payload(widget, Size(9, 90)) == {"x": 0, "y": 3, "viewWidth": 38, "viewHeight": 12, **content}
        assert layout_payload(widget) == {"width": 40, "height": 12}
