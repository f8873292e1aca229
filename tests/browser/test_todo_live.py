"""The list that several people have open at once."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from .applications import application
from .network import Link
from .person import Come
from .serving import Server


@pytest_asyncio.fixture(loop_scope="session")
async def live() -> AsyncIterator[Server]:
    async with Server(application("todo_live/app.py").LiveTodos().app) as server:
        yield server
    assert server.errors == []


async def test_two_browsers_show_one_list(live: Server, come: Come) -> None:
    one, other = await come(), await come()
    one.origin = other.origin = live.origin
    here, there = await one.go("/"), await other.go("/")
    await expect(here.get_by_role("status", name="People")).to_have_text("● 2 people")
    await here.keyboard.type("Read a book\n")
    await expect(there.get_by_role("checkbox", name="Read a book")).to_be_visible()
    await there.get_by_role("checkbox", name="Buy milk").click()
    await expect(here.get_by_role("checkbox", name="Buy milk")).to_be_checked()
    await expect(here.get_by_text("2 items left")).to_be_visible()
    await here.get_by_role("checkbox", name="Walk the dog").focus()
    await here.keyboard.press("F2")
    await expect(here.get_by_role("textbox", name="Rename Walk the dog")).to_be_focused()
    await here.keyboard.press("End")
    await here.keyboard.type(" twice\n")
    await expect(there.get_by_role("checkbox", name="Walk the dog twice")).to_be_visible()
    await there.get_by_role("button", name="Clear completed").click()
    await expect(here.get_by_role("checkbox")).to_have_count(2)
    await there.get_by_role("button", name="Remove Read a book").click()
    await expect(here.get_by_role("checkbox")).to_have_count(1)


async def test_the_list_comes_with_the_page(live: Server, come: Come) -> None:
    one = await come()
    one.origin = live.origin
    page = await one.go("/")
    await page.keyboard.type("Before you came\n")
    await expect(page.get_by_role("checkbox", name="Before you came")).to_be_visible()
    reader = await come(java_script_enabled=False)
    reader.origin = live.origin
    read = await reader.go("/", live=False)
    await expect(read.get_by_text("Before you came")).to_be_visible()


@pytest.mark.slow
async def test_what_others_did_during_a_cut_is_there_afterwards(live: Server, come: Come) -> None:
    async with Link(live.port) as link:
        away, here = await come(), await come()
        away.origin, here.origin = link.origin, live.origin
        page, other = await away.go("/"), await here.go("/")
        away.lose()
        link.go_down()
        await other.keyboard.type("While you were away\n")
        await expect(other.get_by_role("checkbox", name="While you were away")).to_be_visible()
        await page.get_by_role("checkbox", name="Buy milk").click()
        link.come_up()
        await expect(page.get_by_role("checkbox", name="While you were away")).to_be_visible(timeout=30_000)
        await expect(other.get_by_role("checkbox", name="Buy milk")).to_be_checked()


@pytest.mark.slow
async def test_somebody_elses_change_leaves_my_draft_alone(live: Server, come: Come) -> None:
    one, other = await come(), await come()
    one.origin = other.origin = live.origin
    here, there = await one.go("/"), await other.go("/")
    await here.keyboard.type("half of what I want to wr")
    await there.keyboard.type("Mine\n")
    await expect(here.get_by_role("checkbox", name="Mine")).to_be_visible()
    await here.keyboard.type("ite\n")
    await expect(there.get_by_role("checkbox", name="half of what I want to write")).to_be_visible()
