"""The tables of the examples: ten thousand rows of which only those in view cross, and a thousand that are all
there."""

from __future__ import annotations

from playwright.async_api import expect

from .person import Person


async def test_rows_of_the_solid_table_are_created_changed_and_removed(person: Person) -> None:
    page = await person.go("/table_solid")
    await page.get_by_role("button", name="Create 1,000").click()
    await expect(page.get_by_text("1000 rows", exact=True)).to_be_visible()
    rows = page.locator("[data-t]:has(> * > [aria-label=Remove])")
    await expect(rows).to_have_count(1_000)
    label = await rows.nth(0).get_by_role("link").inner_text()
    await page.get_by_role("button", name="Update every 10th").click()
    await expect(rows.nth(0).get_by_role("link")).to_have_text(f"{label} !!!")
    assert await page.get_by_text("!!!").count() == 100
    second = await rows.nth(1).get_by_role("link").inner_text()
    last_but_one = await rows.nth(998).get_by_role("link").inner_text()
    await page.get_by_role("button", name="Swap rows").click()
    await expect(rows.nth(1).get_by_role("link")).to_have_text(last_but_one)
    await expect(rows.nth(998).get_by_role("link")).to_have_text(second)
    await rows.nth(4).get_by_role("link").click()
    await expect(page.get_by_text("1000 rows, 5 selected")).to_be_visible()
    await rows.nth(4).get_by_role("button", name="Remove").click()
    await expect(rows).to_have_count(999)
    await page.get_by_role("button", name="Append 1,000").click()
    await expect(rows).to_have_count(1_999)
    await page.get_by_role("button", name="Clear").click()
    await expect(rows).to_have_count(0)


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
