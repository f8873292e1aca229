"""The counters of the examples, as a person uses them."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from .person import Person


async def test_a_mouse_counts(person: Person) -> None:
    page = await person.go("/counter")
    reset = page.get_by_role("button", name="Reset")
    await expect(reset).to_be_disabled()
    for _ in range(3):
        await page.get_by_role("button", name="Increase").click()
    await expect(page.get_by_text("Count: 3", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Decrease").click()
    await expect(page.get_by_text("Count: 2", exact=True)).to_be_visible()
    await reset.click()
    await expect(page.get_by_text("Count: 0", exact=True)).to_be_visible()
    await expect(reset).to_be_disabled()


async def test_keys_count(person: Person) -> None:
    page = await person.go("/counter")
    await expect(page.get_by_role("button", name="Decrease")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowUp")
    await expect(page.get_by_text("Count: 2", exact=True)).to_be_visible()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_text("Count: 1", exact=True)).to_be_visible()


async def test_one_press_is_one_frame_that_changes_one_text(person: Person) -> None:
    page = await person.go("/counter_solid")
    await page.get_by_role("button", name="Add one").click()
    await expect(page.get_by_text("Count: 1", exact=True)).to_be_visible()
    assert await person.mutations() == ["characterData #text"]


async def test_a_thousand_presses_are_counted(person: Person) -> None:
    """Faster than any person: from one task of the page, so that they pile up."""
    page = await person.go("/counter_solid")
    await page.get_by_role("button", name="Add one").evaluate(
        "(button) => { for (let i = 0; i < 200; i++) button.click(); }"
    )
    await expect(page.get_by_text("Count: 200", exact=True)).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/counter", "/counter_solid", "/sevenguis-counter"])
async def test_two_tabs_of_one_person_are_two_sessions(person: Person, path: str) -> None:
    page = await person.go(path)
    other = await person.another()
    there = await other.go(path)
    name = {"/counter": "Increase", "/counter_solid": "Add one", "/sevenguis-counter": "Count"}[path]
    await page.get_by_role("button", name=name).click()
    await there.get_by_role("button", name=name).click()
    await there.get_by_role("button", name=name).click()
    shown = {"/sevenguis-counter": "{}"}.get(path, "Count: {}")
    await expect(page.get_by_text(shown.format(1), exact=True)).to_be_visible()
    await expect(there.get_by_text(shown.format(2), exact=True)).to_be_visible()
