"""A page of a host's own with two guests in it, by two authors."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from .applications import application
from .person import Come
from .serving import Server


@pytest_asyncio.fixture(loop_scope="session")
async def desk() -> AsyncIterator[Server]:
    async with Server(application("dashboard/web.py").WebDesk().app) as server:
        yield server
    # One plugin is told to crash, which the host is told.
    assert [line for line in server.errors if "was told to crash" not in line] == []


async def test_both_plugins_work_on_one_page_with_one_socket(desk: Server, come: Come) -> None:
    person = await come()
    person.origin = desk.origin
    page = await person.go("/customers/1")
    await expect(page.get_by_role("heading", name="Notes on Ada Quist")).to_be_visible()
    await expect(page.get_by_role("heading", name="Orders of Ada Quist")).to_be_visible()
    await page.get_by_role("textbox", name="New note").fill("Likes oak")
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_role("checkbox", name="Pin Likes oak")).to_be_visible()
    await page.get_by_role("tab", name="All").click()
    await expect(page.get_by_text("Saw blades").first).to_be_visible()
    await page.get_by_role("button", name="Raise").click()
    await expect(page.get_by_text("asked for more")).to_be_visible()
    assert len(person.sockets) == 1


@pytest.mark.slow
async def test_a_function_that_was_not_granted_is_refused(desk: Server, come: Come) -> None:
    person = await come()
    person.origin = desk.origin
    page = await person.go("/customers/1")
    await page.get_by_role("button", name="Mention orders").click()
    await expect(page.get_by_text("This desk does not let notes look at orders.")).to_be_visible()


async def test_a_plugin_that_crashes_ends_in_its_own_box(desk: Server, come: Come) -> None:
    person = await come()
    person.origin = desk.origin
    page = await person.go("/customers/2")
    await page.get_by_role("button", name="Crash this plugin").click()
    report = page.get_by_role("region", name="Orders, by Ole")
    await expect(report.get_by_role("alert")).to_be_visible()
    await page.get_by_role("textbox", name="New note").fill("The other one lives")
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_role("checkbox", name="Pin The other one lives")).to_be_visible()


@pytest.mark.slow
async def test_the_hosts_own_pages_and_forms_go_on_working(desk: Server, come: Come) -> None:
    person = await come()
    person.origin = desk.origin
    page = await person.go("/")
    await page.get_by_role("link", name="Boris Ek").click()
    await expect(page.get_by_role("heading", name="Notes on Boris Ek")).to_be_visible()
    await expect(page.get_by_text("4 orders.")).to_be_visible()
    await page.get_by_role("button", name="New order").click()
    await expect(page.get_by_text("5 orders.")).to_be_visible()
    await expect(page.get_by_role("tab", name="All 5")).to_be_visible()
