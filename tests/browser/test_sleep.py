"""Laptops sleep and tabs freeze: a page that wakes is live again, with everything that happened meanwhile."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from .network import Link
from .person import Come


async def test_a_frozen_tab_wakes_with_its_session(come: Come, link: Link) -> None:
    person = await come()
    person.origin = link.origin
    page = await person.go("/counter_solid")
    await page.get_by_role("button", name="Add one").click()
    await expect(page.get_by_text("Count: 1", exact=True)).to_be_visible()
    session = await person.context.new_cdp_session(page)
    await session.send("Page.setWebLifecycleState", {"state": "frozen"})
    # While it sleeps its connection goes, and it cannot know.
    person.lose()
    link.cut()
    await session.send("Page.setWebLifecycleState", {"state": "active"})
    await page.get_by_role("button", name="Add one").click()
    await expect(page.get_by_text("Count: 2", exact=True)).to_be_visible()


@pytest.mark.slow
async def test_a_laptop_that_slept_asks_whether_its_socket_lives(come: Come, link: Link) -> None:
    """The socket looks open, and nothing comes through any more: noticed on waking, not after minutes."""
    person = await come()
    person.origin = link.origin
    page = await person.go("/counter_solid")
    person.lose()
    session = await person.context.new_cdp_session(page)
    await session.send("Page.setWebLifecycleState", {"state": "frozen"})
    link.go_dead()
    await session.send("Page.setWebLifecycleState", {"state": "active"})
    await page.get_by_role("button", name="Add one").click()
    await expect(page.get_by_text("Count: 1", exact=True)).to_be_visible(timeout=30_000)


@pytest.mark.slow
async def test_a_timer_that_ran_while_the_tab_slept_is_shown_as_it_is(come: Come, link: Link) -> None:
    person = await come()
    person.origin = link.origin
    page = await person.go("/sevenguis-timer")
    session = await person.context.new_cdp_session(page)
    await session.send("Page.setWebLifecycleState", {"state": "frozen"})
    person.lose()
    link.cut()
    await page.context.new_page()
    await session.send("Page.setWebLifecycleState", {"state": "active"})
    await expect(page.get_by_role("timer")).to_have_text("15.0 s", timeout=30_000)
