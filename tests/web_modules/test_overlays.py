"""Modals, menus, toasts and tooltips in a browser: keys, focus, presses, and that they stay over their guest."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from .stand import Stand

pytestmark = pytest.mark.asyncio

MENU: Any = (
    "Menu",
    {"title": "File"},
    ("MenuItem", {"onPress": True}, "New"),
    ("MenuItem", {"onPress": True}, "Open"),
    ("Divider",),
    ("MenuItem", {"disabled": True}, "Print"),
    ("MenuItem", {"onPress": True}, "Options"),
)


def menu(**props: Any) -> Any:
    return (MENU[0], {**MENU[1], **props}, *MENU[2:])


# -- menus -----------------------------------------------------------------------------------------------------------


async def test_a_menu_is_used_by_keys_and_nobody_around_hears_of_them(stand: Stand) -> None:
    page = await stand.show(("View", {"onKeyDown": True}, MENU))
    await page.focus("rill-menu > button")
    await page.keyboard.press("ArrowDown")
    assert await stand.focused() == "New"
    assert await page.get_attribute("text=File >> xpath=..", "aria-expanded") == "true"
    await stand.said()
    for key, at in (("ArrowUp", "Options"), ("ArrowDown", "New"), ("End", "Options"), ("Home", "New")):
        await page.keyboard.press(key)
        assert await stand.focused() == at
    for letter, at in (("o", "Open"), ("p", "Open")):
        await page.keyboard.press(letter)
        assert await stand.focused() == at
    await page.keyboard.press("Escape")
    assert (await stand.said(), await stand.focused()) == ([["close", {"reason": "escape"}]], "File")


async def test_letters_go_round_the_items_that_begin_with_them(stand: Stand) -> None:
    page = await stand.show(MENU)
    await page.click("text=File")
    seen = []
    for _ in range(3):
        await page.keyboard.press("o")
        seen.append(await stand.focused())
    assert seen == ["Open", "Options", "Open"]


async def test_choosing_closes_the_menu_and_brings_the_focus_back(stand: Stand) -> None:
    page = await stand.show(MENU)
    await page.click("text=File")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    assert await stand.said(of="open close") == [["open", None], ["close", {"reason": "choice"}]]
    assert await stand.focused() == "File"
    assert not await page.is_visible("text=Options")


async def test_a_press_elsewhere_or_the_tab_key_closes_the_menu(stand: Stand) -> None:
    page = await stand.show(MENU, ("Button", {}, "Other"))
    acts: list[Callable[[], Awaitable[None]]] = [
        lambda: page.mouse.click(700, 500),
        lambda: page.keyboard.press("Tab"),
        lambda: page.click("text=File"),
    ]
    for act in acts:
        await page.click("text=File")
        await act()
        assert await stand.said(of="open close") == [["open", None], ["close", {"reason": "outside"}]]
        assert not await page.is_visible("text=Options")


async def test_a_menu_that_the_guest_holds_only_asks(stand: Stand) -> None:
    page = await stand.show(menu(open=False))
    await page.click("text=File")
    assert (await stand.said(of="open"), await page.is_visible("text=Options")) == ([["open", None]], False)
    await page.evaluate("document.querySelector('rill-menu').dataset.open = 'true'")
    await page.wait_for_selector("text=Options")
    await page.keyboard.press("Escape")
    assert (await stand.said(of="close"), await page.is_visible("text=Options")) == (
        [["close", {"reason": "escape"}]],
        True,
    )


async def test_a_menu_stands_where_its_guest_says_and_within_the_page(stand: Stand) -> None:
    page = await stand.show(menu(title=None, anchor={"x": 4, "y": 2}), size=(800, 600))
    # It may still be on its way into sight: what the script wrote counts.
    list_box = "document.querySelector('[role=menu]')"
    style = "getComputedStyle(document.querySelector('.rill'))"
    width, height = await page.evaluate(
        f"['ch', 'lh'].map((unit) => parseFloat({style}.getPropertyValue('--rill-' + unit)))"
    )
    await page.evaluate("document.querySelector('rill-menu').rill.open()")
    left, top = await page.evaluate(f"[parseFloat({list_box}.style.left), parseFloat({list_box}.style.top)]")
    assert (left, top) == (pytest.approx(4 * width, abs=1), pytest.approx(2 * height + 4, abs=1))
    await page.evaluate("document.querySelector('rill-menu').dataset.left = '900'")
    await stand.until(f"{list_box}.offsetLeft > 200")
    assert await page.evaluate(f"{list_box}.offsetLeft + {list_box}.offsetWidth") <= 800


# -- modals ----------------------------------------------------------------------------------------------------------

MODAL: Any = (
    "Modal",
    {"title": "Delete?", "onClose": True},
    ("Slot", {"name": "footer"}, ("Button", {}, "Yes")),
    ("Button", {}, "Keep"),
)


async def test_a_modal_takes_the_focus_asks_to_close_and_gives_the_focus_back(stand: Stand) -> None:
    page = await stand.show(("Button", {}, "Before"), ("Modal", {"open": False}, ("Button", {}, "Keep")))
    await page.focus("text=Before")
    await page.evaluate("document.querySelector('rill-dialog').setAttribute('data-open', '')")
    await page.wait_for_selector("text=Keep")
    assert await page.evaluate("document.querySelector('dialog').matches(':modal')")
    assert await stand.focused() == "Keep"
    for _ in range(2):
        await page.keyboard.press("Escape")
        assert await stand.said(of="close") == [["close", {"reason": "escape"}]]
    await page.mouse.click(4, 4)
    assert await stand.said(of="close") == [["close", {"reason": "outside"}]]
    await page.click("text=Keep")
    assert (await stand.said(of="close"), await page.is_visible("text=Keep")) == ([], True)
    await page.evaluate("document.querySelector('rill-dialog').removeAttribute('data-open')")
    await page.wait_for_selector("text=Keep", state="hidden")
    assert await stand.focused() == "Before"


async def test_a_modal_that_goes_gives_the_focus_back_too(stand: Stand) -> None:
    page = await stand.show(("Button", {"autoFocus": True}, "Before"), MODAL)
    assert await stand.focused() == "Keep"
    await page.evaluate("document.querySelector('dialog').remove()")
    assert await stand.focused() == "Before"


async def test_a_modal_that_must_be_answered_stays(stand: Stand) -> None:
    page = await stand.show(("Modal", {"dismissible": False}, ("Button", {}, "Keep")))
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await page.mouse.click(4, 4)
    assert (await stand.said(of="close"), await page.is_visible("text=Keep")) == ([], True)


async def test_in_a_hosts_page_a_modal_is_over_its_guest_and_leaves_the_host_alone(stand: Stand) -> None:
    page = await stand.show(("Button", {}, "Other"), MODAL, host="<button id=host>Host</button>")
    assert not await page.evaluate("document.querySelector('dialog').matches(':modal')")
    assert await page.evaluate("document.querySelector('dialog').open")
    inert = "[...document.querySelectorAll('button')].map((b) => [b.textContent, b.closest('[inert]') !== null])"
    assert dict(await page.evaluate(inert)) == {"Host": False, "Other": True, "Yes": False, "Keep": False}
    # It is as large as its guest at most, and cut off there.
    await page.click("#host")
    await page.keyboard.press("Escape")
    assert await stand.said(of="close") == []
    await page.focus("text=Keep")
    await page.keyboard.press("Escape")
    assert await stand.said(of="close") == [["close", {"reason": "escape"}]]
    await page.evaluate("document.querySelector('rill-dialog').removeAttribute('data-open')")
    await stand.until("document.querySelector('[inert]') === null")


async def test_a_guest_in_a_hosts_page_takes_no_focus_from_the_host(stand: Stand) -> None:
    page = await stand.show(("Modal", {"open": False}, ("Button", {}, "Keep")), host="<button id=host>Host</button>")
    await page.focus("#host")
    await page.evaluate("document.querySelector('rill-dialog').setAttribute('data-open', '')")
    await stand.until("document.querySelector('dialog').open")
    assert await stand.focused() == "Host"


async def test_a_modal_that_nobody_sees_holds_nobody_up(stand: Stand) -> None:
    page = await stand.show(
        ("Button", {}, "Before"),
        ("View", {"label": "around"}, ("Text", {}, "Words"), ("Modal", {}, ("Button", {}, "Keep"))),
    )
    assert await stand.focused() == "Keep"
    await page.evaluate("document.querySelector('[aria-label=around]').hidden = true")
    await stand.until("!document.querySelector('dialog').matches(':modal')")
    await page.click("text=Before")
    await page.evaluate("document.querySelector('[aria-label=around]').hidden = false")
    await page.wait_for_selector("text=Keep")


# -- toasts and tooltips ---------------------------------------------------------------------------------------------


async def test_toasts_stand_above_each_other_and_go_when_they_are_pressed(stand: Stand) -> None:
    page = await stand.show(("Toast", {"durationMs": 0}, "One"), ("Toast", {"durationMs": 0}, "Two"))
    await stand.until("document.querySelectorAll('rill-toast')[0].style.bottom !== '16px'")
    tops = "[...document.querySelectorAll('rill-toast')].map((t) => t.getBoundingClientRect().top)"
    first, second = await page.evaluate(tops)
    assert first < second
    await page.click("text=Two")
    assert (await stand.said(), await page.is_visible("text=Two")) == ([["close", {"reason": "press"}]], False)
    assert await page.evaluate("document.querySelector('rill-toast').style.bottom") == "16px"


async def test_a_toast_goes_when_its_time_is_over(stand: Stand) -> None:
    page = await stand.show(("Toast", {"durationMs": 1}, "One"))
    # Before anybody can listen, here: another one is made of it.
    await page.wait_for_selector("text=One", state="hidden")
    await page.evaluate("document.querySelector('.rill').append(document.querySelector('rill-toast').cloneNode(true))")
    assert await stand.wait_said("close") == {"reason": "timeout"}


async def test_a_tooltip_is_seen_with_the_focus_and_belongs_to_what_it_is_about(stand: Stand) -> None:
    page = await stand.show(("Tooltip", {"text": "Everybody can read it"}, ("Button", {}, "Publish")))
    await page.keyboard.press("Tab")
    await page.wait_for_selector("text=Everybody can read it")
    described = "document.getElementById(document.activeElement.getAttribute('aria-describedby')).textContent"
    assert await page.evaluate(described) == "Everybody can read it"
    await stand.said()
    await page.keyboard.press("Escape")
    assert (await stand.said(), await page.is_visible("text=Everybody can read it")) == ([], False)
    await page.hover("text=Publish")
    await page.wait_for_selector("text=Everybody can read it")


async def test_a_tooltip_of_elements_shows_them(stand: Stand) -> None:
    page = await stand.show(
        ("Tooltip", {}, ("Slot", {"name": "content"}, ("Text", {}, "Words")), ("Button", {}, "Publish"))
    )
    assert not await page.is_visible("text=Words")
    await page.hover("text=Publish")
    await page.wait_for_selector("text=Words")
