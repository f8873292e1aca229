"""The Chromium that tests run: where it is, how it is started, and what becomes of tests where there is none.

Holds no test.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# For CI, where tests that are left out would not be missed.
IS_REQUIRED: Final = os.environ.get("RILL_REQUIRE_CHROMIUM") == "1"
MISSING: Final = "there is no Chromium on this machine"
ARGUMENTS: Final = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
)  # fmt: skip

# Where it is required, a test without it fails.
needs_chromium: Final = pytest.mark.skipif(CHROMIUM is None and not IS_REQUIRED, reason=MISSING)


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """A browser of one's own."""
    if CHROMIUM is None:
        if IS_REQUIRED:
            pytest.fail(f"RILL_REQUIRE_CHROMIUM=1, and {MISSING}")
        pytest.skip(MISSING)
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        try:
            yield started
        finally:
            await started.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all tests of a folder, whose conftest imports this fixture."""
    async with launched() as started:
        yield started
