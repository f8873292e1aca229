"""TodoMVC, written in HTML tags with Solid and with Preact, as guests in a browser: what runs as a page by itself runs
here, and looks the same to a person."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from .person import Person

pytestmark = pytest.mark.parametrize("path", ["/todomvc-solid", "/todomvc-preact"])


async def titles(page: Page) -> list[str]:
    return [text.strip() for text in await page.get_by_role("listitem").locator("label").all_inner_texts()]


async def test_a_person_works_through_a_list(person: Person, path: str) -> None:
    page = await person.go(path)
    field = page.get_by_placeholder("What needs to be done?")
    await field.click()
    for title in ("Buy milk", "Walk the dog", "Write"):
        await field.press_sequentially(title)
        await field.press("Enter")
        await expect(field).to_have_value("")
    await expect(page.get_by_text("3 items left")).to_be_visible()
    assert await titles(page) == ["Buy milk", "Walk the dog", "Write"]
    await page.get_by_role("listitem").filter(has_text="Walk the dog").get_by_role("checkbox").check()
    await expect(page.get_by_text("2 items left")).to_be_visible()
    await page.get_by_role("link", name="Active").click()
    await expect(page.get_by_text("Walk the dog")).to_have_count(0)
    await page.get_by_role("link", name="Completed").click()
    await expect(page.get_by_text("Buy milk")).to_have_count(0)
    await page.get_by_role("link", name="All").click()
    await page.get_by_text("Write", exact=True).dblclick()
    edit = page.locator("input:focus")
    await expect(edit).to_have_value("Write")
    await edit.fill("Write a letter")
    await edit.press("Enter")
    await expect(page.get_by_text("Write a letter")).to_be_visible()
    await page.get_by_role("listitem").filter(has_text="Buy milk").hover()
    await page.get_by_role("listitem").filter(has_text="Buy milk").get_by_role("button", name="Delete").click()
    await page.get_by_role("button", name="Clear completed").click()
    await expect(page.get_by_text("Walk the dog")).to_have_count(0)
    await expect(page.get_by_text("1 item left")).to_be_visible()
    assert await titles(page) == ["Write a letter"]


@pytest.mark.slow
async def test_keys_alone_are_enough(person: Person, path: str) -> None:
    page = await person.go(path)
    await expect(page.get_by_placeholder("What needs to be done?")).to_be_focused()
    await page.keyboard.type("one\ntwo\n", delay=20)
    await expect(page.get_by_text("2 items left")).to_be_visible()
    await page.get_by_role("checkbox", name="Mark all as complete").press("Space")
    await expect(page.get_by_text("0 items left")).to_be_visible()
    await page.get_by_role("button", name="Clear completed").press("Enter")
    await expect(page.get_by_role("listitem")).to_have_count(0)
    await expect(page.get_by_placeholder("What needs to be done?")).to_be_visible()
