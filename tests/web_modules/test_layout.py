"""Where the default sheet and a guest's styles put things in a browser, as docs/decisions/065 and 159 have it."""

from __future__ import annotations

from typing import Any

import pytest

from .stand import Stand

pytestmark = pytest.mark.asyncio

LINES: Any = tuple(("Text", {}, f"line {number}") for number in range(100))


async def boxes(stand: Stand, selector: str) -> list[dict[str, float]]:
    """Places and sizes of elements, in pixels."""
    found: list[dict[str, float]] = await stand.page.evaluate(
        "(selector) => [...document.querySelectorAll(selector)].map((e) => e.getBoundingClientRect().toJSON())",
        selector,
    )
    return found


async def cell(stand: Stand) -> tuple[float, float]:
    """Width and height of a cell, in pixels."""
    width, height = await stand.page.evaluate(
        "['ch', 'lh'].map((unit) => parseFloat("
        "getComputedStyle(document.querySelector('.rill')).getPropertyValue('--rill-' + unit)))"
    )
    return width, height


async def test_a_guest_alone_fills_the_window_and_keeps_off_its_edges(stand: Stand) -> None:
    await stand.show(("Text", {}, "Words"), size=(800, 600))
    (root,) = await boxes(stand, ".rill")
    (words,) = await boxes(stand, ".rill-text")
    width, height = await cell(stand)
    assert (root["width"], root["height"]) == (800, 600)
    assert words["x"] == pytest.approx(2 * width, abs=1)
    assert words["y"] == pytest.approx(height, abs=1)


async def test_what_scrolls_takes_what_is_left_however_deep_it_stands(stand: Stand) -> None:
    await stand.show(
        (
            "Column",
            {},
            ("Text", {}, "Above"),
            ("Column", {}, ("View", {}, ("ScrollView", {}, *LINES))),
            ("Button", {}, "Below"),
        ),
        size=(800, 600),
    )
    (view,) = await boxes(stand, ".rill-scroll")
    (button,) = await boxes(stand, "button")
    assert view["bottom"] <= button["y"]
    assert 560 < button["bottom"] < 600
    assert await stand.page.evaluate("document.querySelector('.rill').scrollHeight") == 600


# Of a window of 800 by 600: what a box that takes what is left has across and down.
ALL = None


@pytest.mark.parametrize("around", ["Column", "Row"])
@pytest.mark.parametrize(("width", "height"), [(20, 6), (20, ALL), (ALL, 6), (ALL, ALL)])
async def test_what_scrolls_is_as_large_as_its_guest_says(
    stand: Stand, around: str, width: int | None, height: int | None
) -> None:
    style = {name: size for name, size in (("width", width), ("height", height)) if size is not None}
    await stand.show(
        (around, {"style": {"height": 20}}, ("ScrollView", {"style": style}, *LINES), ("Text", {}, "End")),
        size=(800, 600),
    )
    (view,) = await boxes(stand, ".rill-scroll")
    (end,) = (await boxes(stand, ".rill-text"))[-1:]
    across, down = await cell(stand)
    room = 800 - 4 * across - (0 if around == "Column" else end["width"])
    assert view["width"] == pytest.approx(room if width is ALL else width * across, abs=1)
    rows = 20 if around == "Row" else 19
    assert view["height"] == pytest.approx((rows if height is ALL else height) * down, abs=1)
    assert await stand.page.evaluate("getComputedStyle(document.querySelector('.rill-scroll')).overflowY") == "auto"


async def test_two_that_grow_alike_are_alike(stand: Stand) -> None:
    await stand.show(
        (
            "Row",
            {"style": {"gap": 2}},
            ("View", {"style": {"grow": 1}}, ("Text", {}, "a")),
            ("View", {"style": {"grow": 1}}, ("Text", {}, "much more than that")),
        )
    )
    first, second = await boxes(stand, ".rill-box .rill-box")
    width, _ = await cell(stand)
    assert first["width"] == pytest.approx(second["width"], abs=1)
    assert second["x"] - first["right"] == pytest.approx(2 * width, abs=1)


async def test_text_beside_a_control_stands_on_its_middle_line(stand: Stand) -> None:
    await stand.show(("Row", {}, ("Text", {}, "Saved"), ("Button", {}, "Save")))
    middle = await stand.page.evaluate(
        "[document.querySelector('.rill-text').firstChild, document.querySelector('button').firstChild].map((text) => {"
        "  const range = document.createRange(); range.selectNodeContents(text);"
        "  const { top, bottom } = range.getBoundingClientRect(); return (top + bottom) / 2; })"
    )
    assert middle[0] == pytest.approx(middle[1], abs=1.5)


async def test_a_text_never_shrinks_below_its_longest_word(stand: Stand) -> None:
    await stand.show(
        (
            "Row",
            {"style": {"width": 20}},
            ("Text", {"style": {"width": 9}}, "Surname:"),
            ("TextInput", {"label": "Surname"}),
        )
    )
    (words,) = await boxes(stand, ".rill-text")
    _, height = await cell(stand)
    assert words["height"] < 2 * height


async def test_children_of_a_card_flow_as_its_style_says_below_its_title(stand: Stand) -> None:
    await stand.show(
        ("Card", {"title": "Title", "style": {"direction": "row", "gap": 3}},
         ("Slot", {"name": "header"}, ("Text", {}, "Header")), ("Text", {}, "one"), ("Text", {}, "two"))
    )  # fmt: skip
    (title,) = await boxes(stand, ".rill-card-title")
    header, one, two = await boxes(stand, ".rill-text")
    width, _ = await cell(stand)
    assert title["bottom"] <= header["y"] < header["bottom"] <= one["y"] == two["y"]
    assert two["x"] - one["right"] == pytest.approx(3 * width, abs=1)


async def test_a_guest_in_a_hosts_page_paints_in_its_own_box_only(stand: Stand) -> None:
    page = await stand.show(
        ("View", {"style": {"margin": [0, 0, 0, 0], "width": 500, "height": 90, "background": "error"}}),
        host="<p>Host</p>",
    )
    # Whatever is at a place beside the guest is the host's.
    await page.evaluate("document.querySelector('.rill').style.cssText = 'width: 100px; height: 100px'")
    assert await page.evaluate("document.elementFromPoint(300, 50).closest('.rill')") is None
    assert await page.evaluate("document.elementFromPoint(50, 50).closest('.rill') !== null")
