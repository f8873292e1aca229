"""Links of 300 ms and links that lose: what a person types stays what was typed, and the caret where it was put."""

from __future__ import annotations

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from .network import Link
from .person import Come, Person

TEXT = "Pack my box with five dozen liquor jugs, quickly."


@pytest_asyncio.fixture(loop_scope="session")
async def far(come: Come, link: Link) -> Person:
    """A person 300 ms away."""
    link.latency_s = 0.15
    person = await come()
    person.origin = link.origin
    return person


async def caret(page: Page) -> tuple[int, int]:
    start, end = await page.evaluate("[document.activeElement.selectionStart, document.activeElement.selectionEnd]")
    return start, end


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/todo", "/todo_solid"])
async def test_fast_typing_is_exact(far: Person, path: str) -> None:
    page = await far.go(path)
    field = page.get_by_role("textbox", name="New todo")
    await field.focus()
    await page.keyboard.type(TEXT, delay=15)
    assert await field.input_value() == TEXT
    assert await caret(page) == (len(TEXT), len(TEXT))
    # And once all answers are there.
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("checkbox", name=TEXT)).to_be_visible()
    await expect(field).to_have_value("")


async def test_typing_in_the_middle_moves_no_caret(far: Person) -> None:
    page = await far.go("/todo")
    field = page.get_by_role("textbox", name="New todo")
    await field.focus()
    await page.keyboard.type("Buy bread", delay=10)
    for _ in range(6):
        await page.keyboard.press("ArrowLeft")
    await page.keyboard.type(" some good", delay=40)
    expected = "Buy some good bread"
    assert await field.input_value() == expected
    assert await caret(page) == (13, 13)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("checkbox", name=expected)).to_be_visible()


async def test_a_field_that_is_emptied_takes_the_next_words_at_once(far: Person) -> None:
    """Enter empties the field 300 ms later, when the next word is half written: what was written since stays, and what
    was sent goes."""
    page = await far.go("/todo")
    field = page.get_by_role("textbox", name="New todo")
    await field.focus()
    await page.keyboard.type("first\nsecond\nthird\n", delay=90)
    await expect(page.get_by_role("listitem")).to_have_count(5)
    await expect(field).to_have_value("")
    for name in ("first", "second", "third"):
        await expect(page.get_by_role("checkbox", name=name, exact=True)).to_have_count(1)


@pytest.mark.slow
async def test_fields_that_set_each_other_agree_at_the_end(far: Person) -> None:
    page = await far.go("/sevenguis-temperature")
    celsius = page.get_by_role("textbox", name="Celsius")
    await celsius.focus()
    await page.keyboard.type("36.6", delay=60)
    assert await celsius.input_value() == "36.6"
    await expect(page.get_by_role("textbox", name="Fahrenheit")).to_have_value("97.88")
    assert await celsius.input_value() == "36.6"


@pytest.mark.slow
async def test_a_slider_follows_the_hand_and_not_the_answers(far: Person) -> None:
    page = await far.go("/sevenguis-timer")
    slider = page.get_by_role("slider", name="Duration")
    await slider.focus()
    for _ in range(10):
        await page.keyboard.press("ArrowRight")
    value = await slider.input_value()
    assert float(value) == 20.0
    await expect(page.get_by_text("20.0 s")).to_be_visible()
    assert await slider.input_value() == value


@pytest.mark.slow
async def test_ticks_are_seen_at_once_and_stay(far: Person) -> None:
    page = await far.go("/todo")
    box = page.get_by_role("checkbox", name="Buy milk")
    for _ in range(3):
        await box.click()
    assert await box.is_checked()
    await expect(page.get_by_text("1 item left")).to_be_visible()
    assert await box.is_checked()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
async def test_a_lossy_link_loses_nothing(come: Come, link: Link, seed: int) -> None:
    link._chance.seed(seed)
    link.latency_s = 0.05
    link.jitter_s = 0.1
    link.stalls = 0.1
    link.stall_s = 0.6
    person = await come()
    person.origin = link.origin
    page = await person.go("/todo")
    field = page.get_by_role("textbox", name="New todo")
    await field.focus()
    for number in range(4):
        line = f"{number}: {TEXT}"
        await page.keyboard.type(line, delay=12)
        assert await field.input_value() == line
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("listitem")).to_have_count(3 + number)
        await expect(field).to_have_value("")


@pytest.mark.slow
async def test_composed_text_is_left_alone_until_it_is_done(far: Person) -> None:
    """An input method writes and rewrites its own text; answers that come meanwhile must not touch the field."""
    page = await far.go("/todo")
    field = page.get_by_role("textbox", name="New todo")
    await field.focus()
    await page.keyboard.type("A")
    session = await far.context.new_cdp_session(page)
    for text in ("n", "ni", "nih", "niho", "nihon"):
        await session.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        )
        await page.wait_for_timeout(120)
        assert await field.input_value() == f"A{text}"
    await session.send("Input.insertText", {"text": "日本"})
    await expect(field).to_have_value("A日本")
    await field.press("Enter")
    await expect(page.get_by_role("checkbox", name="A日本")).to_be_visible()
