"""A browser, a server with every example, and a person with a page. One browser serves all tests of a run, each with a
context of its own; so all of them run on one event loop."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import wraps
from pathlib import Path
from typing import Any, Final

import pytest
import pytest_asyncio
from chromium import browser as browser  # a fixture
from playwright.async_api import Browser

from .examples import Examples
from .network import Link
from .person import Come, Person
from .serving import Served

HERE: Final = Path(__file__).parent
# No test takes as long, on a machine that is busy with all others. Not every question to a browser has a bound of its
# own, and the bound of pytest ends the whole run.
TEST_S_MAX: Final = 150.0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    one_loop = pytest.mark.asyncio(loop_scope="session")
    for item in items:
        if (
            HERE in item.path.parents
            and isinstance(item, pytest.Function)
            and item.get_closest_marker("asyncio") is not None
        ):
            item.add_marker(one_loop, append=False)
            item.obj = bounded(item.obj)


def bounded(test: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """A test that ends."""

    @wraps(test)
    async def run(*arguments: Any, **named: Any) -> None:
        async with asyncio.timeout(TEST_S_MAX):
            await test(*arguments, **named)

    return run


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def examples(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Examples]:
    """The bundles of all examples and an engine that runs them."""
    async with Examples(tmp_path_factory.mktemp("examples")) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def served(examples: Examples) -> AsyncIterator[Served]:
    """The web application with every example, on a port of its own."""
    async with Served(examples) as made:
        yield made
    assert made.reports == [], "a page broke its own policy"
    # What somebody else's application logged meanwhile is looked at where it is served.
    assert [line for line in made.errors if "at a page of the host" not in line] == []


@pytest_asyncio.fixture(loop_scope="session")
async def link(served: Served) -> AsyncIterator[Link]:
    """A network between the browser and the server."""
    async with Link(served.port) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def come(browser: Browser, served: Served) -> AsyncIterator[Come]:
    """How a person comes: ``person = await come()``, with options of a browser's context. Nothing may have gone wrong
    in any page that was seen, up to the end of the test."""
    people: list[Person] = []

    async def arrive(**options: Any) -> Person:
        person = await Person.arrive(browser, served.origin, **options)
        people.append(person)
        return person

    yield arrive
    for person in people:
        await person.leave()
    wrong = [line for person in people for line in person.wrong]
    assert wrong == []


@pytest_asyncio.fixture(loop_scope="session")
async def person(come: Come) -> Person:
    """One person with an ordinary window."""
    return await come()


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go: to the folder that RILL_SCREENSHOTS names, to be looked at."""
    named = os.environ.get("RILL_SCREENSHOTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
