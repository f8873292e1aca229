"""One browser and one fake server for all tests of the connector; each test has a page of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
from chromium import browser as browser  # a fixture
from playwright.async_api import Browser

from .scene import FakeServer, Scene

HERE: Final = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    one_loop = pytest.mark.asyncio(loop_scope="session")
    for item in items:
        if HERE in item.path.parents and item.get_closest_marker("asyncio") is not None:
            item.add_marker(one_loop, append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server() -> AsyncIterator[FakeServer]:
    async with FakeServer() as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def scene(browser: Browser, server: FakeServer) -> AsyncIterator[Scene]:
    """A page that is still to be opened. Nothing may go wrong in it, and it may not break its policy."""
    made = Scene(server, browser)
    yield made
    await made.close()
    assert made.wrong == []
    assert server.reports == []
