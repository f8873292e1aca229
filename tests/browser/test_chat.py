"""The chat: two people in two browsers, by what each of them sees."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from .applications import application
from .network import Link
from .person import Come, Person
from .serving import Server


@pytest_asyncio.fixture(loop_scope="session")
async def chat() -> AsyncIterator[Server]:
    async with Server(application("chat/app.py").Chat().app) as server:
        yield server
    assert server.errors == []


async def sign_in(person: Person, origin: str, name: str) -> Page:
    """Come in by the front page, and wait until the room is there."""
    person.origin = origin
    page = await person.go("/", live=False)
    await page.get_by_label("Your name").fill(name)
    await page.get_by_role("button", name="Come in").press("Enter")
    await expect(page.get_by_role("heading", name="# lobby")).to_be_visible()
    await expect(page.get_by_role("textbox", name="Message to lobby")).to_be_focused()
    return page


async def test_two_people_talk(chat: Server, come: Come) -> None:
    ada = await sign_in(await come(), chat.origin, "Ada")
    grace = await sign_in(await come(), chat.origin, "Grace")
    await expect(ada.get_by_role("status", name="People")).to_have_text("2 people")
    await ada.keyboard.type("Hello, Grace!")
    await expect(grace.get_by_text("Ada is writing…")).to_be_visible()
    await ada.keyboard.press("Enter")
    await expect(grace.get_by_role("list", name="Conversation").get_by_text("Hello, Grace!")).to_be_visible()
    await expect(grace.get_by_text("Ada is writing…")).to_have_count(0)
    await expect(ada.get_by_role("textbox", name="Message to lobby")).to_have_value("")
    await grace.get_by_role("textbox", name="Message to lobby").fill("Hello, Ada!")
    await grace.get_by_role("button", name="Send").click()
    for page in (ada, grace):
        said = page.get_by_role("list", name="Conversation").get_by_role("listitem")
        await expect(said).to_have_count(2)
        assert [text.split("\n")[-1] for text in await said.all_inner_texts()] == ["Hello, Grace!", "Hello, Ada!"]


async def test_who_comes_later_reads_what_was_said(chat: Server, come: Come) -> None:
    ada = await sign_in(await come(), chat.origin, "Ada")
    for line in ("one", "two", "three"):
        await ada.keyboard.type(f"{line}\n", delay=20)
    await expect(ada.get_by_role("list", name="Conversation").get_by_text("three")).to_be_visible()
    late = await sign_in(await come(), chat.origin, "Linus")
    for line in ("one", "two", "three"):
        await expect(late.get_by_role("list", name="Conversation").get_by_text(line, exact=True)).to_have_count(1)


@pytest.mark.slow
async def test_rooms_are_apart(chat: Server, come: Come) -> None:
    ada = await sign_in(await come(), chat.origin, "Ada")
    grace = await sign_in(await come(), chat.origin, "Grace")
    await ada.get_by_role("button", name="garden").locator("visible=true").click()
    await expect(ada.get_by_role("heading", name="# garden")).to_be_visible()
    await expect(grace.get_by_role("status", name="People")).to_have_text("Only you")
    await ada.keyboard.type("Anybody here?\n")
    await expect(ada.get_by_role("list", name="Conversation").get_by_text("Anybody here?")).to_be_visible()
    await expect(grace.get_by_text("Anybody here?")).to_have_count(0)


@pytest.mark.slow
async def test_a_tab_that_is_closed_leaves_and_one_that_is_cut_stays(chat: Server, come: Come) -> None:
    ada = await sign_in(await come(), chat.origin, "Ada")
    async with Link(chat.port) as link:
        person = await come()
        grace = await sign_in(person, link.origin, "Grace")
        await expect(ada.get_by_role("status", name="People")).to_have_text("2 people")
        person.lose()
        link.cut()
        await grace.keyboard.type("Still here\n")
        await expect(ada.get_by_role("list", name="Conversation").get_by_text("Still here")).to_have_count(1)
        await expect(ada.get_by_role("status", name="People")).to_have_text("2 people")
        await grace.close()
        await expect(ada.get_by_role("status", name="People")).to_have_text("Only you", timeout=30_000)


async def test_nobody_comes_in_without_a_name(chat: Server, come: Come) -> None:
    person = await come()
    person.origin = chat.origin
    page = await person.go("/room/lobby", live=False)
    await expect(page.get_by_label("Your name")).to_be_visible()
    await page.context.add_cookies([{"name": "chat-name", "value": "f00.Ada", "url": chat.origin}])
    await person.go("/room/lobby", live=False)
    await expect(page.get_by_label("Your name")).to_be_visible()
