"""The order of the Tab key: by `focusOrder` among siblings, else line by line; across guest and application."""

from __future__ import annotations

from typing import Any

from textual.widgets import Input

from .scene import Element, Scene, el, scene


def button(title: str, order: int | None = None, **style: Any) -> Element:
    return el("Button", {"title": title, "style": style} | ({} if order is None else {"focusOrder": order}))


async def tabbed(made: Scene, *, key: str = "tab", times: int) -> list[str]:
    """What has the focus after each of some presses of the key."""
    names = []
    for _ in range(times):
        await made.pilot.press(key)
        focused = made.app.focused
        names.append(str(getattr(focused, "label", None) or type(focused).__name__))
    return names


async def test_numbers_ascend_and_come_before_siblings_without() -> None:
    elements = [button("none"), button("ten", 10), button("minus", -1), button("two", 2), button("again", 2)]
    async with scene(el("Column", {}, *elements)) as made:
        assert await tabbed(made, times=5) == ["minus", "two", "again", "ten", "none"]
        assert await tabbed(made, key="shift+tab", times=4) == ["ten", "again", "two", "minus"]
        # Another number counts at once; no number is the place on the screen.
        await made.update(elements[0].id, focusOrder=-5)
        await made.update(elements[2].id, focusOrder=None)
        made.app.set_focus(None)
        assert await tabbed(made, times=5) == ["none", "two", "again", "ten", "minus"]


async def test_a_number_counts_for_everything_inside() -> None:
    left = el("View", {"focusOrder": 2}, button("left one"), button("left two", 1))
    right = el("View", {"focusOrder": 1}, button("right one", 100), button("right two"))
    async with scene(el("Row", {}, left, right)) as made:
        assert await tabbed(made, times=4) == ["right one", "right two", "left two", "left one"]


async def test_the_order_goes_on_in_the_application_and_comes_back() -> None:
    async with scene(el("Column", {}, button("b", 2), button("a", 1)), beside=[Input()]) as made:
        assert await tabbed(made, times=4) == ["a", "b", "Input", "a"]
        assert await tabbed(made, key="shift+tab", times=3) == ["Input", "b", "a"]


async def test_no_number_of_a_guest_reaches_before_the_application() -> None:
    async with scene(el("Column", {"focusOrder": 1 - 2**53}, button("guest", 1 - 2**53))) as made:
        first = Input()
        await made.app.mount(first, before=made.view)
        await made.pilot.pause()
        first.styles.height = 3
        await made.pilot.pause()
        made.app.set_focus(None)
        assert await tabbed(made, times=2) == ["Input", "guest"]


async def test_what_stands_in_one_line_of_a_row_is_visited_from_left_to_right() -> None:
    """In the middle of its line a low button begins further down than a high box; its place is still the first."""
    tall = el("View", {"style": {"height": 9}}, button("second"))
    parts = [button("first"), tall, button("third", height=1, border="none")]
    for align in ("center", "end", "start"):
        async with scene(el("Row", {"style": {"align": align}}, *parts), button("last")) as made:
            assert await tabbed(made, times=4) == ["first", "second", "third", "last"]


async def test_hidden_and_disabled_elements_are_passed_over() -> None:
    parts = [
        el("View", {"hidden": True, "focusOrder": 1}, button("hidden")),
        el("View", {"style": {"display": "none"}, "focusOrder": 2}, button("out")),
        el("View", {"style": {"visibility": "hidden"}, "focusOrder": 3}, button("invisible")),
        el("Button", {"title": "disabled", "disabled": True, "focusOrder": 4}),
        button("seen", 5),
        button("last"),
    ]
    async with scene(el("Column", {}, *parts)) as made:
        assert await tabbed(made, times=3) == ["seen", "last", "seen"]
