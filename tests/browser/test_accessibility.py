"""What assistive technology is told of each example, light and dark."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.async_api import expect

from .accessibility import faults
from .examples import SOURCES
from .person import Come, Person


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", SOURCES)
async def test_an_example_is_accessible(come: Come, name: str, scheme: Literal["light", "dark"]) -> None:
    # Colours that are on their way from one to another are neither.
    person = await come(color_scheme=scheme, reduced_motion="reduce")
    page = await person.go(f"/{name}")
    if name in ("table", "table_solid"):
        await page.get_by_role("button", name="Create 1,000").click()
        await expect(page.get_by_text("rows", exact=False).first).to_be_visible()
    if name.startswith("todomvc"):
        await page.keyboard.type("Buy milk\nWalk the dog\n", delay=20)
        await expect(page.get_by_text("2 items left")).to_be_visible()
    found = await faults(page)
    if name.startswith("todomvc"):
        # The programs are as the world knows them, and their ticks have no names.
        found = [fault for fault in found if not fault.startswith("checkbox without a name")]
    assert found == []


async def test_the_checker_finds_what_is_wrong(person: Person) -> None:
    page = person.page
    await page.set_content(
        """<title>x</title><h1>One</h1><h3>Three</h3><button></button><input><img src="data:,">
        <p id=a>x</p><p id=a>y</p><span aria-labelledby=nothing>z</span><i tabindex=3>i</i>
        <p style="color: #aaa; background: #fff">faint</p>"""
    )
    found = " | ".join(await faults(page))
    for words in (
        "button without a name", "textbox without a name", "a heading of level 3 after one of 1",
        "two elements with one id", "aria-labelledby leads to nothing", "order of the Tab key", "contrast of 2.3",
        "does not say its language",
    ):  # fmt: skip
        assert words in found, words
