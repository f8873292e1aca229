"""Pictures of every example, light and dark, wide and on a phone. RILL_SCREENSHOTS=FOLDER keeps them to be
looked at; the tests themselves find what a picture would show at once: content wider than the window, or nothing
at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from .examples import SOURCES
from .person import Come

WINDOWS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "phone": {
        "viewport": {"width": 390, "height": 844}, "color_scheme": "light", "device_scale_factor": 2, "has_touch": True,
        "is_mobile": True,
    },
}  # fmt: skip


async def fill(page: Page, name: str) -> None:
    """Make an example look as it does in use."""
    if name in ("table", "table_solid"):
        await page.get_by_role("button", name="Create 1,000").click()
        await expect(page.get_by_text("adorable").or_(page.get_by_text("pretty")).first).to_be_visible()
    if name.startswith("todomvc"):
        await page.get_by_placeholder("What needs to be done?").focus()
        await page.keyboard.type("Buy milk\nWalk the dog\n", delay=20)
        await expect(page.get_by_text("2 items left")).to_be_visible()
        await page.get_by_role("checkbox").nth(1).check()
    if name == "packages":
        await page.get_by_role("textbox", name="What for").fill("Train")
        await page.get_by_role("textbox", name="Amount").fill("30")
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_text("Total: 30.00")).to_be_visible()
    if name == "mail":
        await page.keyboard.press("ArrowDown")


@pytest.mark.slow
@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("name", SOURCES)
async def test_an_example_fits_its_window(come: Come, pictures: Path, name: str, window: str) -> None:
    person = await come(**WINDOWS[window])
    page = await person.go(f"/{name}")
    await fill(page, name)
    await page.screenshot(path=pictures / f"{name}-{window}.png")
    width, content = await page.evaluate("[innerWidth, document.documentElement.scrollWidth]")
    assert content <= width
    assert (await page.locator(".rill").inner_text()).strip() != ""
