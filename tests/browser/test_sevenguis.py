"""The seven tasks of 7GUIs, each to its rules, by mouse and by keyboard."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from .person import Person


@pytest.mark.slow
async def test_counter(person: Person) -> None:
    page = await person.go("/sevenguis-counter")
    await page.get_by_role("button", name="Count").click()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status", name="Count: 2")).to_have_text("2")


async def test_temperatures_follow_each_other(person: Person) -> None:
    page = await person.go("/sevenguis-temperature")
    celsius = page.get_by_role("textbox", name="Celsius")
    fahrenheit = page.get_by_role("textbox", name="Fahrenheit")
    await expect(celsius).to_be_focused()
    await page.keyboard.type("100")
    await expect(fahrenheit).to_have_value("212")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Control+a")
    await page.keyboard.type("32")
    await expect(celsius).to_have_value("0")
    await page.keyboard.type("x")
    await expect(fahrenheit).to_have_attribute("aria-invalid", "true")
    await expect(celsius).to_have_value("0")


async def test_a_flight_is_booked(person: Person) -> None:
    page = await person.go("/sevenguis-flights")
    kind = page.get_by_role("combobox", name="Flight")
    start = page.get_by_role("textbox", name="Start")
    back = page.get_by_role("textbox", name="Return")
    await expect(back).to_be_disabled()
    await kind.select_option("return flight")
    await expect(back).to_be_enabled()
    await start.fill("24.12.2025")
    await back.fill("23.12.2025")
    await expect(page.get_by_role("button", name="Book")).to_be_disabled()
    await expect(page.get_by_text("That is before the start")).to_be_visible()
    await back.fill("31.12.2025")
    await back.press("Enter")
    dialog = page.get_by_role("dialog", name="Booked")
    await expect(dialog).to_contain_text("a return flight from 24.12.2025 to 31.12.2025")
    await expect(dialog.get_by_role("button", name="OK")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)


@pytest.mark.slow
async def test_a_timer_runs_and_its_duration_moves(person: Person) -> None:
    page = await person.go("/sevenguis-timer")
    slider = page.get_by_role("slider", name="Duration")
    await expect(slider).to_be_focused()
    await page.keyboard.press("Home")
    await expect(page.get_by_text("1.0 s")).to_have_count(2)
    progress = page.get_by_role("progressbar", name="Elapsed time")
    await expect(progress).to_be_visible()
    await page.get_by_role("button", name="Reset").click()
    await expect(page.get_by_role("timer")).to_have_text("1.0 s")


@pytest.mark.slow
async def test_names_are_made_changed_and_deleted(person: Person) -> None:
    page = await person.go("/sevenguis-crud")
    await page.get_by_role("option", name="Emil, Hans").click()
    name = page.get_by_role("textbox", name="Name", exact=True)
    await expect(name).to_have_value("Hans")
    await name.fill("Johannes")
    await page.get_by_role("button", name="Update").click()
    await expect(page.get_by_role("option", name="Emil, Johannes")).to_be_visible()
    await page.get_by_role("textbox", name="Surname").fill("Adler")
    await page.get_by_role("button", name="Create").click()
    await expect(page.get_by_role("option")).to_have_count(4)
    await page.get_by_role("textbox", name="Filter prefix").fill("Mu")
    await expect(page.get_by_role("option")).to_have_count(1)
    await page.get_by_role("option", name="Mustermann, Max").click()
    await page.get_by_role("button", name="Delete").click()
    await expect(page.get_by_role("option")).to_have_count(0)
    await page.get_by_role("textbox", name="Filter prefix").fill("")
    await expect(page.get_by_role("option")).to_have_count(3)


@pytest.mark.slow
async def test_circles_are_drawn_resized_and_undone(person: Person) -> None:
    page = await person.go("/sevenguis-circles")
    canvas = page.get_by_label("Canvas")
    box = await canvas.bounding_box()
    assert box is not None
    await page.mouse.click(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.4)
    await expect(canvas.locator("circle")).to_have_count(1)
    await page.mouse.click(box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.6)
    await expect(canvas.locator("circle")).to_have_count(2)
    await page.get_by_role("button", name="Undo").click()
    await expect(canvas.locator("circle")).to_have_count(1)
    await page.keyboard.press("Control+y")
    await expect(canvas.locator("circle")).to_have_count(2)
    before = await canvas.locator("circle").first.get_attribute("r")
    await page.mouse.click(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.4, button="right")
    await page.get_by_role("menuitem", name="Adjust diameter").click()
    slider = page.get_by_role("slider", name="Diameter")
    await expect(slider).to_be_focused()
    # The script of dialogs was asked for with this one; Escape is its business.
    await expect(page.locator("dialog:modal")).to_have_count(1)
    await page.keyboard.press("PageUp")
    await page.keyboard.press("ArrowRight")
    await expect(canvas.locator("circle").first).not_to_have_attribute("r", before or "")
    await page.keyboard.press("Escape")
    await expect(slider).to_have_count(0)


@pytest.mark.slow
async def test_a_spreadsheet_computes(person: Person) -> None:
    page = await person.go("/sevenguis-cells")
    sheet = page.get_by_role("grid", name="Cells")
    await expect(sheet.get_by_role("gridcell", name="5.75", exact=True).first).to_be_visible()
    await sheet.focus()
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_text("B0", exact=True)).to_be_visible()
    await page.keyboard.type("10")
    await page.keyboard.press("Enter")
    await expect(sheet.get_by_role("gridcell", name="8.55", exact=True).first).to_be_visible()


async def test_all_seven_are_tabs(person: Person) -> None:
    page = await person.go("/sevenguis-sevenguis")
    await expect(page.get_by_role("tab")).to_have_count(7)
    await expect(page.get_by_role("tab", name="Counter")).to_have_attribute("aria-selected", "true")
    await page.get_by_role("tab", name="Temperature").click()
    await page.get_by_role("textbox", name="Celsius").fill("5")
    await expect(page.get_by_role("textbox", name="Fahrenheit")).to_have_value("41")
    await page.get_by_role("tab", name="Temperature").focus()
    await page.keyboard.press("ArrowLeft")
    await expect(page.get_by_role("tab", name="Counter")).to_have_attribute("aria-selected", "true")
    await expect(page.get_by_role("button", name="Count")).to_be_visible()
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("textbox", name="Celsius")).to_have_value("5")
