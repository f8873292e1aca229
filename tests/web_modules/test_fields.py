"""What fields do in a browser before the server hears of it."""

from __future__ import annotations

import pytest

from .stand import Stand


@pytest.mark.parametrize(
    ("mode", "typed", "kept"), [("numeric", "-1a2.5", "-125"), ("decimal", "1.2.3,x", "1.23"), ("text", "1a", "1a")]
)
async def test_a_number_field_lets_in_what_can_be_part_of_a_number(
    stand: Stand, mode: str, typed: str, kept: str
) -> None:
    page = await stand.show(("TextInput", {"inputMode": mode}), ("TextInput", {"inputMode": "numeric"}))
    await page.locator("input").first.press_sequentially(typed)
    assert await page.locator("input").first.input_value() == kept


async def test_what_is_no_number_can_be_taken_away(stand: Stand) -> None:
    page = await stand.show(("TextInput", {"inputMode": "numeric", "value": "12 apples"}))
    await page.locator("input").focus()
    await page.keyboard.press("End")
    await page.keyboard.press("Backspace")
    assert await page.locator("input").input_value() == "12 apple"


async def test_the_number_beside_a_slider_follows_it(stand: Stand) -> None:
    page = await stand.show(("Slider", {"value": 40.0, "showValue": True}))
    await page.locator("input").focus()
    await page.keyboard.press("ArrowRight")
    assert await page.locator("output").inner_text() == "41"


async def test_half_a_day_is_told_as_none(stand: Stand) -> None:
    page = await stand.show(("DateInput", {"value": "2025-12-31"}))
    await page.evaluate(
        """() => {
            self.inputs = [];
            document.querySelector(".rill").addEventListener("input", () => inputs.push(1), true);
        }"""
    )
    await page.locator("input").focus()
    await page.keyboard.press("Backspace")
    await stand.wait_said("unreadable")
    assert await page.evaluate("inputs.length") == 0


async def test_however_many_fields_are_missing_it_was_one_attempt(stand: Stand) -> None:
    required = [("TextInput", {"required": True}) for _ in range(3)]
    page = await stand.show(("Form", {"onInvalid": True}, *required, ("Button", {"submit": True, "title": "Go"})))
    await page.get_by_role("button", name="Go").click()
    await stand.wait_said("invalid")
    await page.get_by_role("button", name="Go").click()
    await page.wait_for_function("said.filter(([type]) => type === 'invalid').length === 1")
    # The first of them has the focus, and the person has been told.
    assert await page.evaluate("document.activeElement === document.querySelector('input')")
