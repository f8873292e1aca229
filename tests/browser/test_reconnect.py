"""Networks fail, and nothing is lost: no letter, no click, no answer, and nothing is done twice."""

from __future__ import annotations

import asyncio

import pytest
import pytest_asyncio
from playwright.async_api import expect

from .network import Link
from .person import Come, Person
from .serving import Served


@pytest_asyncio.fixture(loop_scope="session")
async def far(come: Come, link: Link) -> Person:
    """A person behind the network."""
    person = await come()
    person.origin = link.origin
    return person


async def test_a_cut_is_survived_with_the_session(far: Person, link: Link, served: Served) -> None:
    page = await far.go("/counter_solid")
    add = page.get_by_role("button", name="Add one")
    await add.click()
    await expect(page.get_by_text("Count: 1", exact=True)).to_be_visible()
    far.lose()
    link.cut()
    await far.wait_live()
    await add.click()
    await expect(page.get_by_text("Count: 2", exact=True)).to_be_visible()
    assert len(far.sockets) == 2


async def test_clicks_while_the_network_is_down_run_once(far: Person, link: Link) -> None:
    page = await far.go("/counter_solid")
    add = page.get_by_role("button", name="Add one")
    far.lose()
    link.go_down()
    for _ in range(5):
        await add.click()
    link.come_up()
    await expect(page.get_by_text("Count: 5", exact=True)).to_be_visible()
    await add.click()
    await expect(page.get_by_text("Count: 6", exact=True)).to_be_visible()


@pytest.mark.slow
async def test_a_cut_between_click_and_answer_runs_it_once(far: Person, link: Link) -> None:
    """The click arrives, its answer does not."""
    page = await far.go("/counter_solid")
    link.latency_s = 0.1
    far.lose()
    for number in range(1, 6):
        await page.get_by_role("button", name="Add one").click()
        # On its way, there, or coming back: whichever it is.
        await asyncio.sleep(0.04 * number)
        link.cut()
    await expect(page.get_by_text("Count: 5", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Add one").click()
    await expect(page.get_by_text("Count: 6", exact=True)).to_be_visible()


async def test_typing_through_a_cut_loses_no_key(far: Person, link: Link) -> None:
    page = await far.go("/todo")
    field = page.get_by_role("textbox", name="New todo")
    await field.focus()
    text = "the quick brown fox jumps over the lazy dog"
    far.lose()
    for at, letter in enumerate(text):
        if at in (8, 20, 33):
            link.cut()
        await page.keyboard.type(letter)
    await expect(field).to_have_value(text)
    await field.press("Enter")
    await expect(page.get_by_role("checkbox", name=text)).to_be_visible()
    await expect(field).to_have_value("")
    await expect(page.get_by_role("listitem")).to_have_count(3)


@pytest.mark.slow
async def test_a_dead_connection_is_noticed_and_left(far: Person, link: Link) -> None:
    page = await far.go("/counter_solid")
    far.lose()
    link.go_dead()
    await page.get_by_role("button", name="Add one").click()
    # Nobody says that the connection is dead. Waking, coming back to the tab and `online` make the page ask.
    await page.evaluate("window.dispatchEvent(new Event('online'))")
    await expect(page.get_by_text("Count: 1", exact=True)).to_be_visible(timeout=40_000)
    await page.get_by_role("button", name="Add one").click()
    await expect(page.get_by_text("Count: 2", exact=True)).to_be_visible()


async def test_the_server_of_sockets_is_restarted(person: Person, served: Served) -> None:
    """A new listener and the same application: sessions are where they were."""
    page = await person.go("/counter_solid")
    await page.get_by_role("button", name="Add one").click()
    await expect(page.get_by_text("Count: 1", exact=True)).to_be_visible()
    person.lose()
    await served.stop()
    await page.get_by_role("button", name="Add one").click()
    await served.start()
    await expect(page.get_by_text("Count: 2", exact=True)).to_be_visible()


@pytest.mark.slow
async def test_another_process_takes_over(person: Person, served: Served) -> None:
    """All sessions are gone: the guest starts anew, in place, and is live."""
    page = await person.go("/mail")
    await page.get_by_role("button", name="Write").click()
    await page.get_by_role("textbox", name="To").fill("ada@example.org")
    person.lose()
    await served.replace()
    await person.wait_anew()
    # The screen is that of the beginning, and live.
    await expect(page.get_by_role("button", name="Write")).to_be_visible()
    await page.get_by_role("button", name="Write").click()
    await expect(page.get_by_role("textbox", name="To")).to_be_visible()


async def test_a_field_that_is_half_filled_survives_another_process(person: Person, served: Served) -> None:
    page = await person.go("/packages")
    await page.get_by_role("textbox", name="What for").fill("Train to Basel")
    await page.get_by_role("textbox", name="Amount").fill("30")
    person.lose()
    await served.replace()
    await person.wait_anew()
    await expect(page.get_by_role("textbox", name="What for")).to_have_value("Train to Basel")
    await expect(page.get_by_role("textbox", name="Amount")).to_have_value("30")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("button", name="Remove Train to Basel")).to_be_visible()


@pytest.mark.slow
async def test_offline_and_online_again(person: Person) -> None:
    page = await person.go("/counter_solid")
    person.lose()
    await person.context.set_offline(True)
    await page.get_by_role("button", name="Add one").click()
    await page.get_by_role("button", name="Add one").click()
    await person.context.set_offline(False)
    await expect(page.get_by_text("Count: 2", exact=True)).to_be_visible()


@pytest.mark.slow
async def test_a_person_is_told_while_the_network_is_away(far: Person, link: Link) -> None:
    page = await far.go("/counter_solid")
    far.lose()
    link.go_down()
    await expect(page.locator(".rill")).to_have_attribute("data-rill-state", "offline", timeout=20_000)
    await expect(page.locator(".rill-status")).to_be_visible()
    link.come_up()
    await expect(page.locator(".rill")).not_to_have_attribute("data-rill-state", "offline", timeout=30_000)
    await expect(page.locator(".rill-status")).to_be_empty()


async def test_focus_caret_and_scroll_stay_through_a_cut(far: Person, link: Link) -> None:
    page = await far.go("/table_solid")
    await page.get_by_role("button", name="Create 1,000").click()
    await expect(page.get_by_text("1000 rows", exact=True)).to_be_visible()
    button = page.locator("[aria-label=Remove]").nth(400)
    await button.focus()
    place = await button.evaluate("(button) => button.getBoundingClientRect().top")
    far.lose()
    link.cut()
    await far.wait_live()
    update = page.get_by_role("toolbar", name="Rows").get_by_role("button", name="Update every 10th")
    await update.evaluate("(button) => button.click()")
    await expect(page.get_by_text("!!!").first).to_be_attached()
    await expect(button).to_be_focused()
    assert abs(await button.evaluate("(button) => button.getBoundingClientRect().top") - place) < 1


@pytest.mark.slow
async def test_going_back_finds_the_page_live(person: Person) -> None:
    page = await person.go("/counter_solid")
    await page.get_by_role("button", name="Add one").click()
    await expect(page.get_by_text("Count: 1", exact=True)).to_be_visible()
    person.lose()
    await page.goto(f"{person.origin}/counter")
    await page.go_back()
    await expect(page.get_by_role("button", name="Add one")).to_be_visible()
    before = int((await page.get_by_text("Count:").inner_text()).removeprefix("Count: "))
    await page.get_by_role("button", name="Add one").click()
    await expect(page.get_by_text(f"Count: {before + 1}", exact=True)).to_be_visible()
