"""Lists of which only what is seen exists, in front of a guest that renders what it is asked for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.events import Key, MouseScrollDown
from textual.scrollbar import ScrollTo

from rill.host.textual.widgets.lists import ItemBox
from rill.protocol.operations import Append, Delete, Reorder, Update

from ..range_guest import RangeGuest, range_guest
from ..scene import Element, el, scene


def item(index: int) -> Element:
    return el("ListItem", {"index": index}, el("Text", {}, f"item {index}"))


@asynccontextmanager
async def flat_list(count: int = 1_000, **props: Any) -> AsyncIterator[RangeGuest]:
    given = {"itemHeight": 1, "cursor": "item", **props}
    async with range_guest("FlatList", {"count": count, **given}, item) as guest:
        yield guest


async def _until(event: asyncio.Event) -> None:
    await event.wait()


def highlighted(guest: RangeGuest) -> list[int]:
    return [box.index for box in guest.widget.query(ItemBox) if box.has_class("-cursor")]


# -- what exists -----------------------------------------------------------------------------------------------------


async def test_only_what_is_seen_and_a_screen_around_it_becomes_widgets() -> None:
    async with flat_list(100_000) as guest:
        assert guest.asked == [(0, 23)]
        assert len(guest.widget.query(ItemBox)) == 24
        assert guest.widget.virtual_size.height == 100_000
        assert guest.lines == [f"item {index}" for index in range(12)]
        assert guest.made.view.statistics().widgets == 2 * 24 + 1


async def test_hundred_thousand_items_scroll_to_their_end_and_back() -> None:
    async with flat_list(100_000) as guest:
        await guest.keys("end")
        assert guest.lines[-1] == "item 99999"
        assert len(guest.widget.query(ItemBox)) <= 36
        await guest.keys("home")
        assert guest.lines[0] == "item 0"
        # First what is in view, then what is around it.
        assert guest.asked == [(0, 23), (99_988, 99_999), (99_976, 99_999), (0, 11), (0, 23)]


async def test_a_scrollbar_dragged_to_anywhere_shows_what_is_there() -> None:
    async with flat_list(100_000) as guest:
        for y in (70_000, 12_345, 50_000):
            guest.widget.post_message(ScrollTo(y=y, animate=False))
            await guest.settle()
            assert [line.split()[1] for line in guest.lines] == [str(at) for at in range(y, y + 12)]
            assert len(guest.widget.query(ItemBox)) <= 36


async def test_the_thumb_can_be_dragged() -> None:
    async with flat_list(100_000) as guest:
        bar = guest.widget.vertical_scrollbar
        await guest.made.pilot.mouse_down(bar, offset=(0, 0))
        await guest.made.pilot.hover(bar, offset=(0, 6))
        await guest.made.pilot.mouse_up(bar, offset=(0, 6))
        await guest.settle()
        first = guest.widget.scroll_offset.y
        assert 30_000 < first < 70_000
        assert guest.lines[0] == f"item {first}"


async def test_the_wheel_asks_once_in_half_a_screen() -> None:
    async with flat_list() as guest:
        for _ in range(30):
            guest.widget.post_message(MouseScrollDown(guest.widget, 5, 5, 0, 0, 0, False, False, False))
            await guest.settle()
            first = guest.widget.scroll_offset.y
            assert guest.lines[0] == f"item {first}"
        assert first >= 30
        assert len(guest.asked) <= 2 + first // 5


async def test_a_guest_is_asked_one_thing_at_a_time_and_then_for_the_last_place() -> None:
    """Goal: whoever drags a scrollbar does not queue a turn for each place on the way. How: the session says that it is
    busy, as it does while a turn runs."""
    async with flat_list() as guest:
        busy = asyncio.Event()
        guest.made.session.tree._settle = lambda: _until(busy)
        guest.silent = True
        for y in range(100, 900, 50):
            guest.widget.scroll_to(y=y, animate=False, immediate=True)
        assert guest.asked[1:] == [(100, 111)]
        guest.silent = False
        busy.set()
        await guest.settle()
        assert guest.asked[2:] == [(850, 861), (838, 873)]
        assert guest.lines[0] == "item 850"


async def test_what_is_not_there_yet_shows_a_quiet_sign_and_nothing_jumps() -> None:
    async with flat_list() as guest:
        guest.silent = True
        await guest.keys("end")
        assert [line.strip()[:1] for line in guest.lines] == ["…"] * 12
        assert guest.widget.scroll_offset.y == 988
        guest.answer()
        await guest.settle()
        assert guest.lines[-1] == "item 999"
        assert guest.widget.scroll_offset.y == 988


async def test_a_resize_asks_for_what_came_into_view() -> None:
    async with flat_list() as guest:
        await guest.made.pilot.resize_terminal(40, 30)
        await guest.settle()
        assert guest.asked == [(0, 23), (0, 29), (0, 59)]
        assert guest.lines[29] == "item 29"
        assert guest.events("onLayout")[-1] == ("onLayout", {"width": 40, "height": 30})


async def test_more_items_are_asked_for_when_there_are_more() -> None:
    async with flat_list(3) as guest:
        assert guest.asked == [(0, 2)]
        await guest.update(count=500)
        assert guest.asked == [(0, 2), (0, 11), (0, 23)]
        assert guest.lines[11] == "item 11"


async def test_no_items_ask_nothing_and_show_what_stands_in_their_place() -> None:
    empty = el("Slot", {"name": "empty"}, el("Text", {}, "Nothing here"))
    async with range_guest("FlatList", {"count": 0, "cursor": "item"}, item, empty) as guest:
        assert guest.asked == []
        assert guest.made.text == "Nothing here"
        await guest.update(count=2)
        assert guest.made.text == "item 0\nitem 1"
        await guest.made.apply(*(Delete(id) for id in guest.rendered.values()))
        guest.rendered.clear()
        await guest.update(count=0)
        assert guest.made.text == "Nothing here"


async def test_header_and_footer_scroll_with_the_items() -> None:
    slots = [el("Slot", {"name": name}, el("Text", {}, f"{name} 1\n{name} 2")) for name in ("header", "footer")]
    async with range_guest("FlatList", {"count": 50, "itemHeight": 1, "cursor": "item"}, item, *slots) as guest:
        assert guest.lines[:3] == ["header 1", "header 2", "item 0"]
        await guest.keys("end")
        assert guest.lines[-3:] == ["item 49", "footer 1", "footer 2"]
        await guest.keys("home")
        assert guest.lines[:3] == ["header 1", "header 2", "item 0"]


# -- a guest that does as it likes -----------------------------------------------------------------------------------


async def test_order_of_children_does_not_matter() -> None:
    async with flat_list(20) as guest:
        await guest.made.apply(Reorder(guest.element.id, list(guest.rendered.values())[::-1]))
        assert guest.lines == [f"item {index}" for index in range(12)]


async def test_items_that_nobody_asked_for_and_second_ones_have_no_place() -> None:
    async with flat_list(1_000) as guest:
        session = guest.made.session
        for index in (0, 3, 500, 5_000, 10_000_000):
            made, (id,) = session.create(el("ListItem", {"index": index}, el("Text", {}, "intruder")))
            session.apply(*made, Append(guest.element.id, id))
        await guest.settle()
        assert guest.lines == [f"item {index}" for index in range(12)]
        # The second one is the first one now, since the guest made its own anew.
        await guest.keys("end", "home")
        assert guest.lines == ["intruder", "item 1", "item 2", "intruder", *(f"item {index}" for index in range(4, 12))]


async def test_a_guest_that_never_answers_leaves_a_list_that_scrolls() -> None:
    async with flat_list(10_000_000) as guest:
        guest.silent = True
        await guest.keys("end", "pageup", "up")
        assert guest.events("onCursor")[-1] == ("onCursor", {"index": 10_000_000 - 1 - 11 - 1})
        assert "item" not in guest.made.text


async def test_an_item_may_become_another_one() -> None:
    async with flat_list(20) as guest:
        await guest.made.apply(
            Update(guest.rendered[0], {"index": 1}, []),
            Update(guest.rendered[1], {"index": 0}, []),
        )
        assert guest.lines[:3] == ["item 1", "item 0", "item 2"]


async def test_a_guest_may_use_its_elements_again_for_other_items() -> None:
    async with flat_list() as guest:
        guest.silent = True
        await guest.keys("down")
        ids = list(guest.rendered.values())
        for first in (30, 600, 0):
            await guest.call("scrollTo", {"y": first})
            guest.made.count()
            await guest.made.apply(*(Update(id, {"index": first + at}, []) for at, id in enumerate(ids)))
            await guest.settle()
            assert guest.made.work() == (0, 0, 0)
            assert guest.lines == [f"item {index}" for index in range(12)]
            assert highlighted(guest) == ([1] if first == 0 else [])


# -- the cursor ------------------------------------------------------------------------------------------------------


async def test_keys_move_the_cursor_and_the_view_follows() -> None:
    async with flat_list() as guest:
        await guest.keys("down", "down", "up", "pagedown", "pagedown")
        assert guest.events("onCursor") == [("onCursor", {"index": index}) for index in (1, 2, 1, 12, 23)]
        assert guest.widget.cursor == 23
        assert guest.lines[-1] == "item 23"
        assert highlighted(guest) == [23]
        await guest.keys("end")
        assert highlighted(guest) == [999]
        await guest.keys("pageup", "home")
        assert guest.events("onCursor")[-3:] == [("onCursor", {"index": index}) for index in (999, 988, 0)]
        assert guest.widget.scroll_offset.y == 0


async def test_no_key_is_lost_while_the_guest_is_slow() -> None:
    async with flat_list() as guest:
        guest.silent = True
        for _ in range(200):
            guest.made.app.post_message(Key("down", None))
        await guest.settle()
        assert guest.widget.cursor == 200
        assert len(guest.events("onCursor")) == 200
        await guest.keys("enter")
        assert guest.events("onItemPress") == [("onItemPress", {"index": 200, "source": "key"})]


async def test_the_cursor_stays_on_its_item_whatever_is_rendered() -> None:
    async with flat_list() as guest:
        await guest.keys("down")
        await guest.call("scrollToIndex", 500, {"align": "start"})
        assert highlighted(guest) == []
        assert guest.lines[0] == "item 500"
        await guest.call("scrollToIndex", 0, {"align": "start"})
        assert highlighted(guest) == [1]
        await guest.call("scrollToIndex", 500, {"align": "start"})
        await guest.keys("down")
        assert guest.lines[0] == "item 2"
        assert highlighted(guest) == [2]


async def test_a_press_with_the_pointer_moves_the_cursor_and_presses() -> None:
    async with flat_list() as guest:
        await guest.made.pilot.click(guest.widget, offset=(2, 4))
        assert guest.events("onCursor", "onItemPress") == [
            ("onCursor", {"index": 4}),
            ("onItemPress", {"index": 4, "source": "pointer", "shift": False, "ctrl": False, "meta": False}),
        ]
        assert highlighted(guest) == [4]


async def test_fewer_items_take_the_cursor_along() -> None:
    async with flat_list(20) as guest:
        await guest.keys("end")
        guest.events()
        await guest.update(count=5)
        assert guest.events("onCursor") == [("onCursor", {"index": 4})]
        assert guest.widget.scroll_offset.y == 0


async def test_a_list_with_a_cursor_is_one_stop_of_the_tab_key_and_one_without_is_not() -> None:
    def with_button(index: int) -> Element:
        return el("ListItem", {"index": index}, el("Button", {"title": f"button {index}", "onPress": True}))

    for cursor, expected in (("item", 0), ("none", 4)):
        async with range_guest("FlatList", {"count": 100, "itemHeight": 3, "cursor": cursor}, with_button) as guest:
            stops = []
            for _ in range(4):
                await guest.keys("tab")
                focused = guest.made.app.focused
                stops.append(focused is not guest.widget and focused is not None)
            assert sum(stops) == expected


async def test_without_a_cursor_keys_scroll_and_a_press_still_counts() -> None:
    async with flat_list(cursor="none") as guest:
        await guest.keys("down", "pagedown")
        assert guest.widget.scroll_offset.y == 13
        assert guest.events("onCursor") == []
        await guest.made.pilot.click(guest.widget, offset=(2, 1))
        assert [payload["index"] for _, payload in guest.events("onItemPress")] == [14]
        await guest.keys("enter")
        assert guest.events("onItemPress") == []


async def test_keys_stay_in_the_list_when_the_focused_item_scrolls_away() -> None:
    def with_field(index: int) -> Element:
        return el("ListItem", {"index": index}, el("TextInput", {"style": {"border": "none", "height": 1}}))

    async with range_guest("FlatList", {"count": 1_000, "itemHeight": 1, "cursor": "none"}, with_field) as guest:
        await guest.keys("tab")
        assert guest.made.app.focused is not guest.widget
        await guest.call("scrollToIndex", 900, {"align": "start"})
        assert guest.made.app.focused is guest.widget


# -- heights ---------------------------------------------------------------------------------------------------------


def of_height(index: int) -> Element:
    lines = "\n".join(f"item {index} line {line}" for line in range(index % 3 + 1))
    return el("ListItem", {"index": index}, el("Text", {}, lines))


@asynccontextmanager
async def uneven_list(count: int = 1_000, **props: Any) -> AsyncIterator[RangeGuest]:
    async with range_guest("FlatList", {"count": count, "cursor": "item", **props}, of_height) as guest:
        yield guest


async def test_items_are_as_high_as_their_content() -> None:
    async with uneven_list() as guest:
        assert guest.lines[:6] == [
            "item 0 line 0",
            "item 1 line 0",
            "item 1 line 1",
            "item 2 line 0",
            "item 2 line 1",
            "item 2 line 2",
        ]


async def test_what_is_in_view_stays_where_it_is_while_heights_above_become_known() -> None:
    """Goal: nobody loses the line that they read. How: jump into the middle, then go up line by line through items that
    nobody has measured; each step moves what is seen by a line."""
    async with uneven_list(estimatedItemHeight=5) as guest:
        await guest.call("scrollToIndex", 500, {"align": "start"})
        assert guest.lines[0] == "item 500 line 0"
        for _ in range(60):
            before = guest.lines
            guest.widget.scroll_to(y=guest.widget.scroll_offset.y - 1, animate=False, immediate=True)
            await guest.settle()
            assert guest.lines[1:] == [line.split("  ")[0] for line in before[:-1]]


@pytest.mark.parametrize("estimate", [1, 2, 7])
async def test_the_ends_are_reached_whatever_was_estimated(estimate: int) -> None:
    async with uneven_list(500, estimatedItemHeight=estimate) as guest:
        await guest.keys("end")
        assert guest.lines[-1] == "item 499 line 1"
        await guest.keys("home")
        assert guest.lines[0] == "item 0 line 0"
        await guest.call("scrollToIndex", 250, {"align": "end"})
        assert guest.lines[-1] == "item 250 line 1"
        await guest.call("scrollToIndex", 100, {"align": "center"})
        assert any(line.startswith("item 100 line 0") for line in guest.lines[4:7])


async def test_an_item_that_grows_pushes_the_others_down() -> None:
    async with uneven_list() as guest:
        made, (id,) = guest.made.session.create(el("Text", {}, "more\nand more"))
        await guest.made.apply(*made, Append(guest.rendered[0], id))
        await guest.settle()
        assert guest.lines[:4] == [
            "item 0 line 0",
            "more",
            "and more",
            "item 1 line 0",
        ]


async def test_an_item_as_high_as_a_thousand_screens_is_cut_off() -> None:
    tall = el("ListItem", {"index": 0}, el("Text", {}, "x\n" * 5_000))
    async with range_guest("FlatList", {"count": 1}, lambda _: tall) as guest:
        assert guest.widget.virtual_size.height == 1_000


# -- sections --------------------------------------------------------------------------------------------------------


def of_section(index: int) -> Element:
    header = index % 10 == 0
    return el(
        "ListItem",
        {"index": index, "header": header},
        el("Text", {}, f"section {index // 10}" if header else f"item {index}"),
    )


@asynccontextmanager
async def section_list(**props: Any) -> AsyncIterator[RangeGuest]:
    given = {"count": 1_000, "itemHeight": 1, "cursor": "item", **props}
    async with range_guest("SectionList", given, of_section) as guest:
        yield guest


async def test_the_header_of_the_section_in_view_stays_at_the_top() -> None:
    async with section_list() as guest:
        await guest.call("scrollTo", {"y": 34})
        assert guest.lines[:3] == ["section 3", "item 35", "item 36"]
        await guest.call("scrollTo", {"y": 40})
        assert guest.lines[:2] == ["section 4", "item 41"]
        await guest.update(stickyHeaders=False)
        await guest.call("scrollTo", {"y": 34})
        assert guest.lines[0] == "item 34"


async def test_the_cursor_passes_headers_by_and_shows_them() -> None:
    async with section_list() as guest:
        assert guest.widget.cursor == 1
        await guest.keys(*["down"] * 9)
        assert guest.widget.cursor == 11
        await guest.keys("up")
        assert guest.widget.cursor == 9
        await guest.keys("end", "home")
        assert guest.widget.cursor == 1
        assert guest.lines[0] == "section 0"
        await guest.call("moveCursor", 50)
        assert guest.widget.cursor in (49, 51)
        await guest.made.pilot.click(guest.widget, offset=(1, 0))
        assert guest.events("onItemPress") == []


async def test_an_item_below_a_sticky_header_is_scrolled_into_view() -> None:
    async with section_list() as guest:
        await guest.call("scrollToIndex", 500, {"align": "start"})
        await guest.call("moveCursor", 507)
        await guest.call("scrollTo", {"y": 507})
        await guest.keys("up")
        assert guest.widget.cursor == 506
        assert guest.lines[:2] == ["section 50", "item 506"]


async def test_a_header_above_the_range_may_be_rendered_for_the_top() -> None:
    def one_section(index: int) -> Element:
        return el(
            "ListItem", {"index": index, "header": index == 0}, el("Text", {}, f"item {index}" if index else "all")
        )

    async with range_guest("SectionList", {"count": 1_000, "itemHeight": 1}, one_section) as guest:
        await guest.call("scrollTo", {"y": 600})
        assert guest.lines[0] == "item 600"
        made, (id,) = guest.made.session.create(one_section(0))
        await guest.made.apply(*made, Append(guest.element.id, id))
        assert guest.lines[:2] == ["all", "item 601"]


# -- the rest --------------------------------------------------------------------------------------------------------


async def test_the_end_is_told_once_for_each_count() -> None:
    async with flat_list(100, endReachedThreshold=5) as guest:
        await guest.call("scrollTo", {"y": 80})
        assert guest.events("onEndReached") == []
        await guest.call("scrollTo", {"y": 83})
        await guest.call("scrollTo", {"y": 88})
        await guest.call("scrollTo", {"y": 0})
        await guest.call("scrollToEnd", {})
        assert guest.events("onEndReached") == [("onEndReached", {"count": 100})]
        await guest.update(count=200)
        await guest.call("scrollToEnd", {})
        assert guest.events("onEndReached") == [("onEndReached", {"count": 200})]


async def test_scrolling_is_told_in_lines() -> None:
    async with range_guest("FlatList", {"count": 100, "itemHeight": 2}, item, listeners=("onScroll",)) as guest:
        await guest.call("scrollTo", {"y": 20.6})
        assert guest.events("onScroll")[-1] == (
            "onScroll",
            {"x": 0, "y": 21, "viewWidth": 38, "viewHeight": 12, "contentWidth": 38, "contentHeight": 200},
        )


async def test_scroll_to_index_goes_no_further_than_it_must() -> None:
    async with flat_list() as guest:
        await guest.call("scrollToIndex", 11, {})
        assert guest.widget.scroll_offset.y == 0
        await guest.call("scrollToIndex", 12, {})
        assert guest.widget.scroll_offset.y == 1
        await guest.call("scrollToIndex", 10_000, {})
        assert guest.widget.scroll_offset.y == 988
        await guest.call("scrollToIndex", 500, {"align": "center"})
        assert guest.widget.scroll_offset.y == 495


async def test_methods_work_in_the_turn_that_brings_the_items() -> None:
    async with flat_list(0) as guest:
        guest.made.session.update(guest.element.id, count=1_000)
        await guest.call("scrollToIndex", 700, {"align": "start"})
        assert guest.lines[0] == "item 700"


async def test_what_a_person_did_survives_a_new_widget() -> None:
    async with flat_list() as guest:
        await guest.keys("pagedown", "pagedown")
        state = guest.widget.view_state()
        assert state == {"cursor": 22, "scroll": {"x": 0, "y": 11}}
        async with scene(el("FlatList", {"count": 1_000, "itemHeight": 1, "cursor": "item"})) as other:
            node = other.session.tree.root.first_child
            assert node is not None
            widget = other.widget(node.id)
            widget.restore_view_state(state)
            await other.settle()
            assert widget.cursor == 22


async def test_strings_of_an_item_are_data() -> None:
    def hostile(index: int) -> Element:
        return el("ListItem", {"index": index, "label": "[red]x[/]"}, el("Text", {}, "[bold]\x1b[31m"))

    async with range_guest("FlatList", {"count": 3, "itemHeight": 1}, hostile) as guest:
        assert guest.lines[0] == "[bold]␛[31m"
