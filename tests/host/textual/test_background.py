"""Work beside the event loop: what it returns and raises, and how much of it there is at once."""

from __future__ import annotations

import asyncio
import gc
import threading

import pytest
from textual.app import App

from rill.host.textual.background import TASKS_AT_ONCE, in_background


async def test_it_runs_in_another_thread_and_returns_or_raises() -> None:
    app: App[None] = App()
    assert await in_background(app, threading.get_ident) != threading.get_ident()
    with pytest.raises(ZeroDivisionError):
        await in_background(app, divmod, 1, 0)


async def test_the_collector_waits_meanwhile() -> None:
    assert gc.isenabled()
    assert await in_background(App[None](), gc.isenabled) is False
    assert gc.isenabled()


async def test_only_so_many_run_at_once() -> None:
    app: App[None] = App()
    running = 0
    most = 0
    lock = threading.Lock()
    together = threading.Barrier(TASKS_AT_ONCE)

    def work() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        # As many as may run do run: each waits for the others.
        together.wait()
        with lock:
            running -= 1

    await asyncio.gather(*(in_background(app, work) for _ in range(TASKS_AT_ONCE * 3)))
    assert most == TASKS_AT_ONCE
