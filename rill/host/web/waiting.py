"""Waiting for what may never come, with a bound by a clock that tests can move."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from rill.host.clock import Clock


async def wait_at_most(clock: Clock, milliseconds: float, awaited: Iterable[asyncio.Future[Any]]) -> bool:
    """Wait for all of these, but not for longer. They go on, whatever becomes of them. Returns whether all are done."""
    waiting = {future for future in awaited if not future.done()}
    if not waiting:
        return True
    enough = asyncio.Event()
    timer = clock.call_at(clock.now_ms() + milliseconds, enough.set)

    def done(future: asyncio.Future[Any]) -> None:
        waiting.discard(future)
        if not waiting:
            enough.set()

    for future in tuple(waiting):
        future.add_done_callback(done)
    try:
        await enough.wait()
    finally:
        timer.cancel()
        for future in tuple(waiting):
            future.remove_done_callback(done)
    return not waiting
