"""The mail reader: thousands of messages, panes, menus, forms and settings."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from .person import Come


def messages(page: Page) -> object:
    return page.get_by_role("grid", name="Messages").or_(page.get_by_role("table", name="Messages"))


async def test_a_message_is_read_starred_and_archived_by_keys(come: Come) -> None:
    person = await come(viewport={"width": 1600, "height": 900})
    page = await person.go("/mail")
    status = page.get_by_role("status").filter(has_text="Inbox:")
    before = await status.inner_text()
    await page.keyboard.press("ArrowDown")
    reading = page.get_by_role("region", name="Reading")
    await expect(reading.get_by_role("heading").first).to_be_visible()
    await page.keyboard.press("e")
    await expect(page.get_by_text("Moved to Archive")).to_be_visible()
    await expect(status).not_to_have_text(before)


@pytest.mark.slow
async def test_a_search_finds_and_escape_clears_it(come: Come) -> None:
    person = await come(viewport={"width": 1600, "height": 900})
    page = await person.go("/mail")
    status = page.get_by_role("status").filter(has_text="Inbox:")
    all_of_them = await status.inner_text()
    await page.keyboard.press("/")
    search = page.get_by_label("Search")
    await expect(search).to_be_focused()
    await page.keyboard.type("invoice", delay=0)
    await expect(search).to_have_value("invoice")
    await expect(status).not_to_have_text(all_of_them)
    await page.keyboard.press("Escape")
    await expect(search).to_have_value("")
    await expect(status).to_have_text(all_of_them)


async def test_a_message_is_written_and_sent(come: Come) -> None:
    person = await come(viewport={"width": 1600, "height": 900})
    page = await person.go("/mail")
    await page.get_by_role("button", name="Write").click()
    to = page.get_by_role("textbox", name="To")
    await expect(to).to_be_focused()
    await page.get_by_role("button", name="Send").click()
    await expect(to).to_have_attribute("aria-invalid", "true")
    await page.keyboard.type("ada@example.org")
    await page.get_by_role("textbox", name="Subject").fill("Engines")
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_text("Sent to ada@example.org")).to_be_visible()


@pytest.mark.slow
async def test_what_is_begun_is_not_thrown_away_without_a_question(come: Come) -> None:
    person = await come(viewport={"width": 1600, "height": 900})
    page = await person.go("/mail")
    await page.get_by_role("button", name="Write").click()
    await page.get_by_role("textbox", name="Subject").fill("Half an idea")
    await page.keyboard.press("Escape")
    dialog = page.get_by_role("dialog", name="Leave this message?")
    await expect(dialog).to_be_visible()
    await expect(dialog.get_by_role("button", name="Write on")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_role("textbox", name="Subject")).to_have_value("Half an idea")
    await page.keyboard.press("Escape")
    await dialog.get_by_role("button", name="Keep as draft").click()
    await expect(page.get_by_text("Kept in Drafts")).to_be_visible()


@pytest.mark.slow
async def test_one_pane_at_a_time_on_a_phone(come: Come) -> None:
    person = await come(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = await person.go("/mail")
    await expect(page.get_by_role("tree", name="Folders")).to_be_hidden()
    await page.get_by_role("button", name="Folders").tap()
    await expect(page.get_by_role("tree", name="Folders")).to_be_visible()
    await page.get_by_role("treeitem", name="Sent").tap()
    await expect(page.get_by_role("status").filter(has_text="Sent:")).to_be_visible()


@pytest.mark.slow
async def test_a_menu_opens_by_keys_and_settings_are_kept(come: Come) -> None:
    person = await come(viewport={"width": 1600, "height": 900})
    page = await person.go("/mail")
    await page.keyboard.press("ArrowDown")
    more = page.get_by_role("button", name="More")
    await expect(more).to_be_enabled()
    await more.press("Enter")
    await expect(page.get_by_role("menuitem", name="Reply")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("menu")).to_be_hidden()
    await expect(more).to_be_focused()
    await page.get_by_role("button", name="Settings").click()
    await expect(page.get_by_role("tab").first).to_be_visible()
