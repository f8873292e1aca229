"""The tables of the examples: ten thousand rows of which only those in view cross, and a thousand that are all
there."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from .person import Person


async def test_rows_of_the_solid_table_are_created_changed_and_removed(person: Person) -> None:
    page = await person.go("/table_solid")
    # Names of a thousand buttons are much to ask a browser for: rows are found by their places.
    bar = page.get_by_role("toolbar", name="Rows")
    labels = page.locator(".rill-link")
    await bar.get_by_role("button", name="Create 1,000").click()
    await expect(page.get_by_text("1000 rows", exact=True)).to_be_visible()
    await expect(labels).to_have_count(1_000)
    before = await labels.all_inner_texts()
    await bar.get_by_role("button", name="Update every 10th").click()
    await expect(labels.first).to_have_text(f"{before[0]} !!!")
    changed = [f"{label} !!!" if at % 10 == 0 else label for at, label in enumerate(before)]
    assert await labels.all_inner_texts() == changed
    await bar.get_by_role("button", name="Swap rows").click()
    await expect(labels.nth(1)).to_have_text(changed[998])
    changed[1], changed[998] = changed[998], changed[1]
    assert await labels.all_inner_texts() == changed
    await labels.nth(4).click()
    await expect(page.get_by_text("1000 rows, 5 selected")).to_be_visible()
    await page.locator("[aria-label=Remove]").nth(4).click()
    await expect(labels).to_have_count(999)
    await bar.get_by_role("button", name="Append 1,000").click()
    await expect(labels).to_have_count(1_999)
    await bar.get_by_role("button", name="Clear").click()
    await expect(labels).to_have_count(0)


@pytest.mark.slow
async def test_a_thousand_rows_are_one_frame(person: Person) -> None:
    page = await person.go("/table_solid")
    before = len(person.received)
    await page.get_by_role("button", name="Create 1,000").click()
    await expect(page.get_by_text("1000 rows", exact=True)).to_be_visible()
    frames = [frame for frame in person.received[before:] if isinstance(frame, bytes) and len(frame) > 1_000]
    assert len(frames) == 1
    # A row has an id and a label of some twenty letters; its elements have crossed once.
    assert len(frames[0]) < 60_000


async def test_ten_thousand_rows_cross_as_they_come_into_view(person: Person) -> None:
    page = await person.go("/table")
    await page.get_by_role("button", name="Create 10,000").click()
    await expect(page.get_by_text("10,000 rows", exact=True)).to_be_visible()
    table = page.get_by_role("table", name="Rows").or_(page.get_by_role("grid", name="Rows"))
    await expect(table).to_have_attribute("aria-rowcount", "10001")
    await expect(table.get_by_role("row").nth(2)).to_be_visible()
    assert await table.get_by_role("row").count() < 300
    await table.focus()
    await page.keyboard.press("Control+End")
    await expect(table.get_by_text("10000", exact=True)).to_be_visible()
    assert await table.get_by_role("row").count() < 300
    assert sum(len(frame) for frame in person.received) < 400_000


@pytest.mark.slow
async def test_keys_and_mouse_choose_and_remove_rows(person: Person) -> None:
    page = await person.go("/table")
    await page.get_by_role("button", name="Create 1,000").click()
    await expect(page.get_by_text("1,000 rows", exact=True)).to_be_visible()
    table = page.get_by_role("table", name="Rows").or_(page.get_by_role("grid", name="Rows"))
    await table.get_by_role("row").nth(3).get_by_role("gridcell").nth(1).click()
    await expect(page.get_by_text("1,000 rows, 3 selected")).to_be_visible()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("1,000 rows, 4 selected")).to_be_visible()
    await page.keyboard.press("Delete")
    await expect(page.get_by_text("999 rows", exact=True)).to_be_visible()
