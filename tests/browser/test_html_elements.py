"""Guests written in HTML tags, in a browser: what elements do by themselves, what a program hears of it, and that
nothing of it touches the page around the guest."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from .person import Come, Person


async def heard(page: Page) -> list[str]:
    """What the guest heard since the last time it was asked."""
    return await page.locator("#g0-heard > li").all_inner_texts()


async def expect_heard(page: Page, *lines: str) -> None:
    await expect(page.locator("#g0-heard > li")).to_have_text(list(lines))


async def test_a_form_is_filled_in_and_sent_nowhere(person: Person) -> None:
    page = await person.go("/guest-elements")
    address = page.url
    await page.get_by_label("Name").click()
    await page.keyboard.type("Ada")
    await page.keyboard.press("Tab")
    await page.keyboard.type("a@b.example")
    await page.get_by_label("Send me news").check()
    await page.get_by_label("Colour").select_option("Blue")
    await page.get_by_label("Words").fill("one\nthree")
    await page.get_by_label("How much").fill("7")
    await page.get_by_role("button", name="Send").click()
    sent = "name=Ada&email=a@b.example&news=yes&size=b&colour=Blue&words=one three&much=7&with=send"
    await expect(page.locator("#g0-heard > li").last).to_have_text(f"submit form {sent}")
    assert [line for line in await heard(page) if "mail" not in line] == [
        "change name Ada",
        "click news true",
        "change news true",
        "change colour Blue",
        "change words one three",
        "change much 7",
    ]
    assert page.url == address


async def test_enter_submits_by_the_first_button_and_a_field_that_is_wrong_does_not(person: Person) -> None:
    page = await person.go("/guest-elements")
    await page.get_by_label("Mail").press("Enter")
    await expect_heard(page, "keydown mail Enter", "invalid name")
    await expect(page.get_by_label("Name")).to_be_focused()
    await page.get_by_label("Name").fill("Ada")
    await page.get_by_label("Name").press("Enter")
    sent = "name=Ada&email=&size=b&colour=b&words=one two&much=5&with=send"
    await expect(page.locator("#g0-heard > li").last).to_have_text(f"submit form {sent}")


async def test_a_form_is_put_back(person: Person) -> None:
    page = await person.go("/guest-elements")
    await page.get_by_label("Name").fill("Ada")
    await page.get_by_label("Send me news").check()
    await page.get_by_label("Words").fill("other")
    await page.get_by_role("button", name="Put back").click()
    await expect(page.locator("#g0-heard > li").last).to_have_text("reset form")
    await expect(page.get_by_label("Name")).to_have_value("")
    await expect(page.get_by_label("Send me news")).not_to_be_checked()
    await expect(page.get_by_label("Words")).to_have_value("one\ntwo")
    # What is written next is new, whatever was written before.
    await page.get_by_label("Name").fill("Bob")
    await page.get_by_label("Name").press("Enter")
    await expect(page.locator("#g0-heard > li").last).to_contain_text("submit form name=Bob&email=&size=b")


async def test_a_choice_that_the_program_keeps_is_kept(person: Person) -> None:
    page = await person.go("/guest-elements")
    await page.get_by_label("c", exact=True).click()
    await expect_heard(page, "change size-c true")
    await expect(page.get_by_label("b", exact=True)).to_be_checked()
    await page.get_by_label("b", exact=True).press("ArrowUp")
    await expect_heard(page, "change size-c true", "change size-a true")
    await expect(page.get_by_label("b", exact=True)).to_be_checked()


async def test_what_is_written_is_what_the_program_makes_of_it(person: Person) -> None:
    page = await person.go("/guest-elements")
    field = page.get_by_label("Upper case")
    await field.press_sequentially("quick", delay=20)
    await expect(field).to_have_value("QUICK")


async def test_details_open_and_close_by_the_person_and_by_the_program(person: Person) -> None:
    page = await person.go("/guest-elements")
    words = page.get_by_text("What there is to say.")
    await expect(words).to_be_visible()
    await page.get_by_text("More", exact=True).click()
    await expect(words).to_be_hidden()
    await page.get_by_text("More", exact=True).press("Enter")
    await expect(words).to_be_visible()
    await expect_heard(page, "toggle more", "toggle more")
    await page.get_by_role("button", name="Fold").click()
    await expect(words).to_be_hidden()


async def test_a_dialog_is_answered_before_all_else(person: Person) -> None:
    page = await person.go("/guest-elements")
    await page.get_by_role("button", name="Ask").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_be_visible()
    assert await page.evaluate("document.querySelector('dialog').matches(':modal')")
    # Pressing beside it is no answer, and Escape asks the program.
    await page.mouse.click(5, 5)
    await expect(dialog).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect_heard(page, "cancel question")
    await expect(page.get_by_role("button", name="Ask")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Yes").press("Enter")
    await expect(dialog).to_be_hidden()
    await expect_heard(page, "cancel question")


async def test_one_act_is_one_event_that_rises_in_the_guest(person: Person) -> None:
    page = await person.go("/guest-elements")
    await page.get_by_text("Bold").dblclick()
    await expect_heard(page, "click bold", "click bold", "dblclick bold")


async def test_links_leave_the_page_where_it_is(person: Person) -> None:
    page = await person.go("/guest-elements")
    address = page.url
    await page.set_viewport_size({"width": 600, "height": 300})
    await page.get_by_role("link", name="To the end").click()
    await expect(page.get_by_role("heading", name="The end")).to_be_in_viewport()
    await page.get_by_role("link", name="Mine").press("Enter")
    await expect_heard(page, "click inside", "click mine")
    assert page.url == address
    outside = page.get_by_role("link", name="Outside")
    assert await outside.get_attribute("href") == "https://example.com/"
    assert await outside.get_attribute("target") == "_blank"
    assert await outside.get_attribute("rel") == "noopener noreferrer"


async def test_names_of_a_guest_are_none_of_the_pages(person: Person) -> None:
    page = await person.go("/guest-elements")
    names = await page.evaluate(
        "[...document.querySelectorAll('.rill [id], .rill [name]')].flatMap((e) => [e.id, e.getAttribute('name')])"
    )
    assert len(names) > 20
    assert all(name.startswith("g0-") for name in names if name)
    assert await page.evaluate("typeof form + typeof window.form + typeof document.form") == "undefined" * 3
    assert await page.evaluate("document.querySelector('form').elements.length") > 8


async def test_a_page_without_scripts_can_be_read(come: Come) -> None:
    person = await come(java_script_enabled=False)
    page = await person.go("/guest-elements", live=False)
    await expect(page.get_by_role("heading", name="Elements")).to_be_visible()
    await expect(page.get_by_label("Colour")).to_have_value("b")
    await expect(page.get_by_label("b", exact=True)).to_be_checked()
    await expect(page.get_by_label("Words")).to_have_value("one\ntwo")
    assert await page.locator("pre").inner_text() == "\nfirst line empty\n  indented"
    address = page.url
    await page.get_by_label("Name").fill("Ada")
    await page.get_by_role("button", name="Send").click()
    await page.get_by_text("More", exact=True).click()
    await expect(page.get_by_text("What there is to say.")).to_be_hidden()
    assert page.url == address


async def test_a_program_of_vue_runs_in_the_page(person: Person) -> None:
    page = await person.go("/guest-vue_list")
    field, add = page.get_by_label("New"), page.get_by_role("button", name="Add")
    await expect(add).to_be_disabled()
    for title in ("Milk", "Bread"):
        await field.press_sequentially(title)
        # A form is not submitted by a button that is disabled.
        await expect(add).to_be_enabled()
        await field.press("Enter")
        await expect(field).to_have_value("")
    await field.fill("Salt")
    await add.click()
    await expect(page.locator("main").get_by_role("status")).to_have_text("3 left")
    await page.get_by_label("Bread").check()
    await expect(page.locator("main").get_by_role("status")).to_have_text("2 left")
    await page.get_by_role("button", name="Clear").press("Space")
    await expect(page.get_by_role("listitem")).to_have_text(["Milk", "Salt"])


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_the_page_is_looked_at(come: Come, pictures: object, theme: str) -> None:
    person = await come(color_scheme=theme, viewport={"width": 800, "height": 1250})
    page = await person.go("/guest-elements")
    await page.screenshot(path=f"{pictures}/html-elements-{theme}.png")
