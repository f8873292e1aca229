"""The expense tracker, made of unmodified npm packages."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from .person import Person


async def test_keys_enter_an_expense(person: Person) -> None:
    page = await person.go("/packages")
    what = page.get_by_role("textbox", name="What for")
    await expect(what).to_be_focused()
    await page.keyboard.type("Lunch")
    await page.keyboard.press("Tab")
    await page.keyboard.type("12.50\n")
    await expect(page.get_by_text("Total: 12.50")).to_be_visible()
    await expect(what).to_have_value("")
    await expect(what).to_be_focused()


@pytest.mark.slow
async def test_what_is_wrong_is_said_beside_the_field(person: Person) -> None:
    page = await person.go("/packages")
    await page.get_by_role("textbox", name="Amount").fill("a lot")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("alert").first).to_be_visible()
    await expect(page.get_by_role("textbox", name="Amount")).to_have_attribute("aria-invalid", "true")


@pytest.mark.slow
async def test_a_mouse_removes_an_expense(person: Person) -> None:
    page = await person.go("/packages")
    await page.get_by_role("textbox", name="What for").fill("Train")
    await page.get_by_role("textbox", name="Amount").fill("30")
    await page.get_by_role("button", name="Travel").or_(page.get_by_role("button", name="travel")).first.click()
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Total: 30.00")).to_be_visible()
    await page.get_by_role("button", name="Remove Train").click()
    await expect(page.get_by_text("Total: 0.00")).to_be_visible()
