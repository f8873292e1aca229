"""Fixtures of the tests of rill.host."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from host.pair import LoopWatch, watched_loop


@pytest.fixture
async def loop_watch() -> AsyncIterator[LoopWatch]:
    """Fails a test that leaves a task, a thread or an unheard exception behind."""
    async with watched_loop() as watch:
        yield watch
