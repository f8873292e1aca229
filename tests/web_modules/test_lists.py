"""Lists and trees in a browser: where items stand, which ones are asked for, and what the keyboard does.

A guest stands beside the list in some of them: it renders what is asked for, as the connector would.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from playwright.async_api import Page

from .stand import Stand

Item: TypeAlias = tuple[Any, ...]
ALL: Final = dict.fromkeys(("onRange", "onEndReached", "onCursor", "onItemPress", "onScroll"), True)

# Renders the items that are asked for, each as high as its index says.
_GUEST: Final = """
(heightOf) => {
  const list = document.querySelector(".rill-list");
  const height = new Function("index", "return " + heightOf);
  const render = ({ detail: { first, last } }) => {
    const items = [];
    for (let index = first; index <= last; index++) {
      const item = document.createElement("div");
      item.className = "rill-item";
      item.dataset.index = index;
      const inner = item.appendChild(document.createElement("div"));
      inner.textContent = "Item " + index;
      inner.style.height = height(index) + "px";
      items.push(item);
    }
    // In no order: a guest may give an element of an item that has gone to another.
    list.querySelector(".rill-track").replaceChildren(...items.reverse());
  };
  list.addEventListener("rill-range", render);
  render({ detail: { first: 0, last: 29 } });
}
"""
_FRAMES: Final = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def items(count: int, first: int = 0, **props: Any) -> list[Item]:
    return [("ListItem", {"index": index, **props}, ("Text", {}, f"Item {index}")) for index in range(first, count)]


def flat(count: int, *children: Item, lines: int = 10, **props: Any) -> Item:
    return ("FlatList", {"count": count, "style": {"height": lines}, **ALL, **props}, *children)


async def tops(page: Page) -> dict[int, float]:
    """Where the items that are seen begin in their list, in pixels, by index."""
    found = await page.evaluate(
        """() => {
            const list = document.querySelector(".rill-list,.rill-tree").getBoundingClientRect();
            return [...document.querySelectorAll(".rill-track > [data-index]")]
                .filter((item) => item.style.display !== "none")
                .map((item) => [Number(item.dataset.index), item.getBoundingClientRect().top - list.top]);
        }"""
    )
    return {int(index): float(top) for index, top in found}


async def scroll(page: Page, y: float) -> None:
    await page.evaluate("(y) => { document.querySelector('.rill-list').scrollTop = y }", y)
    await page.evaluate(_FRAMES)


async def test_what_is_in_view_and_as_much_around_it_is_asked_for_once(stand: Stand) -> None:
    await stand.show(flat(1_000, *items(30), itemHeight=1))
    assert await stand.wait_said("range") == {"first": 0, "last": 19}
    await scroll(stand.page, 24)
    assert await stand.said(of="range") == []


async def test_an_item_stands_where_its_index_says_and_one_that_makes_no_sense_nowhere(stand: Stand) -> None:
    strange: list[Item] = [("ListItem", {"index": index}, ("Text", {}, "strange")) for index in (3, 1_000, 5_000)]
    page = await stand.show(flat(1_000, *reversed(items(6)), *strange, itemHeight=2))
    await stand.wait_said("range")
    assert await tops(page) == {index: index * 48 for index in range(6)}


async def test_the_last_of_a_hundred_thousand_is_asked_for_and_found(stand: Stand) -> None:
    page = await stand.show(flat(100_000, itemHeight=1))
    await page.evaluate(_GUEST, "24")
    await stand.wait_said("range")
    await page.evaluate("document.querySelector('.rill-list').rill.end(false)")
    assert await stand.wait_said("end") == {"count": 100_000}
    await page.evaluate(_FRAMES)
    assert (await tops(page))[99_999] == 9 * 24


async def test_what_is_read_stays_where_it_is_while_heights_above_it_become_known(stand: Stand) -> None:
    page = await stand.show(flat(1_000))
    await page.evaluate(_GUEST, "20 + index % 7 * 10")
    await stand.wait_said("range")
    await page.evaluate("document.querySelector('.rill-list').rill.index(500, 'start', false)")
    await page.evaluate(_FRAMES)
    # It was asked for at a guess, and what came is higher.
    assert abs((await tops(page))[500]) <= 1
    before = (await tops(page))[502]
    await page.mouse.move(100, 100)
    await page.mouse.wheel(0, -30)
    await page.evaluate(_FRAMES)
    assert abs((await tops(page))[502] - before - 30) <= 1


async def test_ten_million_items_are_more_than_a_browser_can_hold_and_are_scrolled_all_the_same(stand: Stand) -> None:
    page = await stand.show(flat(10_000_000, itemHeight=1))
    await page.evaluate(_GUEST, "24")
    await stand.wait_said("range")
    await page.evaluate("document.querySelector('.rill-list').rill.index(5_000_000, 'start', false)")
    await page.evaluate(_FRAMES)
    assert abs((await tops(page))[5_000_000]) <= 1
    await stand.said()
    # A wheel goes on line by line, and not by a share of everything.
    await page.mouse.move(100, 100)
    await page.mouse.wheel(0, 48)
    await page.wait_for_function("said.some(([type]) => type === 'scroll')")
    await page.evaluate(_FRAMES)
    assert abs((await tops(page))[5_000_002]) <= 1
    await page.evaluate("document.querySelector('.rill-list').rill.end(false)")
    await page.evaluate(_FRAMES)
    assert abs((await tops(page))[9_999_999] - 9 * 24) <= 1


async def test_the_header_of_a_section_stays_until_the_next_one_pushes_it_out(stand: Stand) -> None:
    lines: list[Item] = [
        ("ListItem", {"index": index, "header": index % 6 == 0}, ("Text", {}, f"line {index}")) for index in range(60)
    ]
    sections: Item = ("SectionList", {"count": 60, "itemHeight": 1, "style": {"height": 10}, **ALL}, *lines)
    page = await stand.show(sections)
    await stand.wait_said("range")
    await scroll(page, 60)
    assert (await tops(page))[0] == 0
    await scroll(page, 6 * 24 - 10)
    found = await tops(page)
    assert (found[0], found[6]) == (-14, 10)


async def test_what_stands_before_the_items_scrolls_with_them(stand: Stand) -> None:
    header: Item = ("Slot", {"name": "header"}, ("Text", {}, "Before"))
    empty: Item = ("Slot", {"name": "empty"}, ("Text", {}, "Nothing"))
    page = await stand.show(flat(30, header, empty, *items(30), itemHeight=1))
    await stand.wait_said("range")
    assert (await tops(page))[0] == 24
    assert await page.get_by_text("Nothing").is_hidden()
    await page.evaluate("document.querySelector('.rill-list').rill.place(null, 2, false)")
    assert (await tops(page))[0] == -24


async def test_scrolling_is_told_in_cells(stand: Stand) -> None:
    await stand.show(flat(100, *items(30), itemHeight=1))
    await stand.wait_said("range")
    await scroll(stand.page, 36)
    x, y, _, height, _, total = await stand.wait_said("scroll")
    assert (x, y, height, total) == (0, 1.5, 10, 100)


# -- the cursor --------------------------------------------------------------------------------------------------------


async def test_a_cursor_goes_from_item_to_item_and_presses(stand: Stand) -> None:
    page = await stand.show(flat(30, *items(30), itemHeight=1, cursor="item"))
    await stand.wait_said("range")
    listbox = page.get_by_role("listbox")
    await listbox.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "PageDown", "End", "Home", "Enter", " "):
        await page.keyboard.press(key)
    assert await stand.said(of="cursor press") == [
        ["cursor", {"index": 1}],
        ["cursor", {"index": 2}],
        ["cursor", {"index": 1}],
        ["cursor", {"index": 10}],
        ["cursor", {"index": 29}],
        ["cursor", {"index": 0}],
        ["press", {"mods": 0, "key": True, "index": 0}],
        ["press", {"mods": 0, "key": True, "index": 0}],
    ]
    first = page.locator("[data-index='0']")
    assert await listbox.get_attribute("aria-activedescendant") == await first.get_attribute("id")
    assert [await first.get_attribute(name) for name in ("role", "aria-setsize", "aria-posinset")] == [
        "option",
        "30",
        "1",
    ]


async def test_a_pointer_puts_the_cursor_and_presses(stand: Stand) -> None:
    page = await stand.show(flat(30, *items(30), itemHeight=1, cursor="item"))
    await stand.wait_said("range")
    await page.locator("[data-index='3']").click(modifiers=["Shift"])
    assert await stand.said(of="cursor press") == [
        ["cursor", {"index": 3}],
        ["press", {"mods": 1, "key": False, "index": 3}],
    ]


async def test_a_button_in_an_item_takes_its_press_for_itself(stand: Stand) -> None:
    item = ("ListItem", {"index": 0}, ("Button", {"title": "Remove"}))
    page = await stand.show(flat(1, item))
    await stand.wait_said("range")
    await page.get_by_role("button").click()
    assert await stand.said(of="press") == []


async def test_the_cursor_passes_headers_by(stand: Stand) -> None:
    lines: list[Item] = [
        ("ListItem", {"index": index, "header": index in (0, 3)}, ("Text", {}, "x")) for index in range(6)
    ]
    page = await stand.show(("SectionList", {"count": 6, "cursor": "item", "style": {"height": 10}, **ALL}, *lines))
    await stand.wait_said("range")
    await page.get_by_role("listbox").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "Home"):
        await page.keyboard.press(key)
    assert [detail["index"] for _, detail in await stand.said(of="cursor")] == [1, 2, 4, 2, 1]


async def test_keys_go_to_the_list_when_the_item_that_had_them_goes(stand: Stand) -> None:
    children = [("ListItem", {"index": index}, ("Button", {"title": f"B{index}"})) for index in range(3)]
    page = await stand.show(flat(3, *children, cursor="item"))
    await stand.wait_said("range")
    await page.get_by_role("button", name="B1").focus()
    await page.locator("[data-index='1']").evaluate("(item) => item.remove()")
    await page.wait_for_function("document.activeElement.localName === 'rill-items'")


async def test_fewer_items_leave_the_cursor_on_the_last(stand: Stand) -> None:
    page = await stand.show(flat(30, *items(30), itemHeight=1, cursor="item"))
    await stand.wait_said("range")
    await page.get_by_role("listbox").focus()
    await page.keyboard.press("End")
    await stand.said()
    await page.evaluate("document.querySelector('.rill-list').dataset.count = '10'")
    assert await stand.wait_said("cursor") == {"index": 9}


# -- trees -------------------------------------------------------------------------------------------------------------

_LINES: Final = [(0, "src", True), (1, "core", False), (1, "a.py", None), (0, "docs", False)]


async def test_arrow_keys_open_close_and_go_in_and_out(stand: Stand) -> None:
    lines: list[Item] = [
        (
            "TreeItem",
            {"index": at, "depth": depth, "text": text, "expandable": is_open is not None, "expanded": bool(is_open)},
        )
        for at, (depth, text, is_open) in enumerate(_LINES)
    ]
    page = await stand.show(("Tree", {"count": 4, "style": {"height": 10}, "onToggle": True, **ALL}, *lines))
    await stand.wait_said("range")
    await page.get_by_role("tree").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowLeft", " ", "Enter"):
        await page.keyboard.press(key)
    assert await stand.said(of="cursor toggle press") == [
        ["cursor", {"index": 1}],
        ["toggle", {"index": 1, "open": True}],
        ["cursor", {"index": 2}],
        ["cursor", {"index": 0}],
        ["toggle", {"index": 0, "open": False}],
        ["toggle", {"index": 0, "open": False}],
        ["press", {"mods": 0, "key": True, "index": 0}],
    ]
    # The sign opens, the words press.
    await page.locator("[data-index='3'] [data-toggle]").click()
    await page.get_by_text("docs").click()
    assert [entry[0] for entry in await stand.said(of="toggle press")] == ["toggle", "press"]


async def test_room_around_the_items_hides_none_of_them(stand: Stand) -> None:
    padded = flat(100, *items(100), itemHeight=1, cursor="item")
    padded[1]["style"] = {"height": 10, "padding": 1, "border": "solid"}
    page = await stand.show(padded)
    await stand.wait_said("range")
    start = (await tops(page))[0]
    assert start > 24
    await page.get_by_role("listbox").focus()
    await page.keyboard.press("End")
    await page.evaluate(_FRAMES)
    bottom = await page.evaluate("document.querySelector('.rill-list').getBoundingClientRect().height")
    assert (await tops(page))[99] + 24 <= bottom
    await page.keyboard.press("Home")
    await page.evaluate(_FRAMES)
    assert (await tops(page))[0] == start
