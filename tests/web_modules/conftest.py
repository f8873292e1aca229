"""One browser for all tests of the scripts of components; each test has a page of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
from chromium import browser as browser  # a fixture
from playwright.async_api import Browser

from .stand import Stand

HERE: Final = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    one_loop = pytest.mark.asyncio(loop_scope="session")
    for item in items:
        if HERE in item.path.parents and item.get_closest_marker("asyncio") is not None:
            item.add_marker(one_loop, append=False)


@pytest_asyncio.fixture(loop_scope="session")
async def stand(browser: Browser) -> AsyncIterator[Stand]:
    """A page that is still to be shown. Nothing may go wrong in it, and it may not break its policy."""
    made = Stand(browser)
    yield made
    await made.close()
    assert made.wrong == []
