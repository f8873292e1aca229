"""The to-do lists of the examples, in React and in Solid, as a person uses them."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from .person import Person

pytestmark = pytest.mark.parametrize("path", ["/todo", "/todo_solid"])


async def titles(page: Page) -> list[str]:
    """The items that are seen, in order."""
    found: list[str] = await page.get_by_role("checkbox").evaluate_all(
        "(boxes) => boxes.map((box) => box.getAttribute('aria-label') ?? box.labels?.[0]?.textContent.trim() ?? '')"
    )
    return [title for title in found if title != "All done"]


async def test_a_mouse_ticks_filters_and_clears(person: Person, path: str) -> None:
    page = await person.go(path)
    field = page.get_by_role("textbox", name="New todo")
    await field.click()
    await field.press_sequentially("Read a book")
    await field.press("Enter")
    await expect(page.get_by_role("listitem")).to_have_count(3)
    await expect(field).to_have_value("")
    await expect(page.get_by_text("3 items left")).to_be_visible()
    await page.get_by_role("checkbox", name="Walk the dog").click()
    await expect(page.get_by_text("2 items left")).to_be_visible()
    await page.get_by_role("button", name="Completed", exact=True).click()
    await expect(page.get_by_role("listitem")).to_have_count(1)
    assert await titles(page) == ["Walk the dog"]
    await page.get_by_role("button", name="Active", exact=True).click()
    await expect(page.get_by_role("listitem")).to_have_count(2)
    assert await titles(page) == ["Buy milk", "Read a book"]
    await page.get_by_role("button", name="All", exact=True).click()
    await page.get_by_role("button", name="Clear completed").click()
    await expect(page.get_by_role("listitem")).to_have_count(2)
    await page.get_by_role("button", name="Remove Buy milk").click()
    await expect(page.get_by_text("1 item left")).to_be_visible()


async def test_keys_do_everything(person: Person, path: str) -> None:
    page = await person.go(path)
    await expect(page.get_by_role("textbox", name="New todo")).to_be_focused()
    await page.keyboard.type("Read a book\n")
    await expect(page.get_by_role("listitem")).to_have_count(3)
    await page.keyboard.type("Sleep\n")
    await expect(page.get_by_role("listitem")).to_have_count(4)
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("checkbox", name="Buy milk")).to_be_focused()
    await page.keyboard.press("Space")
    await expect(page.get_by_role("checkbox", name="Buy milk")).to_be_checked()
    await expect(page.get_by_text("3 items left")).to_be_visible()
    await page.keyboard.press("F2")
    rename = page.get_by_role("textbox", name="Rename Buy milk")
    await expect(rename).to_be_focused()
    await expect(rename).to_have_value("Buy milk")
    await page.keyboard.press("End")
    await page.keyboard.type(" and bread\n")
    await expect(page.get_by_role("checkbox", name="Buy milk and bread")).to_be_checked()
    await page.get_by_role("checkbox", name="Sleep").focus()
    await page.keyboard.press("Delete")
    await expect(page.get_by_role("listitem")).to_have_count(3)
    assert await titles(page) == ["Buy milk and bread", "Walk the dog", "Read a book"]


@pytest.mark.slow
async def test_what_is_renamed_and_left_by_escape_stays(person: Person, path: str) -> None:
    page = await person.go(path)
    await page.get_by_role("checkbox", name="Walk the dog").focus()
    await page.keyboard.press("F2")
    await expect(page.get_by_role("textbox", name="Rename Walk the dog")).to_be_focused()
    await page.keyboard.type("Something else")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("checkbox", name="Walk the dog")).to_be_visible()


async def test_the_field_is_empty_for_the_next_however_fast_one_types(person: Person, path: str) -> None:
    """Fifty letters a second: nobody types as fast, and the field is empty before the next letter all the same."""
    page = await person.go(path)
    await page.get_by_role("textbox", name="New todo").focus()
    await page.keyboard.type("one\ntwo\nthree\nfour\n", delay=20)
    await expect(page.get_by_role("listitem")).to_have_count(6)
    assert await titles(page) == ["Buy milk", "Walk the dog", "one", "two", "three", "four"]
    await expect(page.get_by_role("textbox", name="New todo")).to_have_value("")
