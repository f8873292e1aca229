"""The street that all hostile tests share: one engine, on one event loop, so that images are made once."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from host.pair import watched_loop

from hostile.attacker import NEIGHBOUR, Street
from rill import Engine
from rill.host.recorder import Recorder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests of this folder on the loop of the engine that they share."""
    for item in items:
        if item.path.parent.name == "hostile" and inspect.iscoroutinefunction(getattr(item, "obj", None)):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def engine() -> AsyncIterator[Engine]:
    async with Engine() as engine:
        yield engine


@pytest_asyncio.fixture(loop_scope="session")
async def street(engine: Engine) -> AsyncIterator[Street]:
    """A well-behaved session on the engine; fails a test that leaves a task, a thread or an exception behind."""
    person = Recorder()
    async with watched_loop(), engine.open(NEIGHBOUR, adapter=person) as neighbour:
        street = Street(engine, neighbour, person)
        yield street
        await street.ask_neighbour()
