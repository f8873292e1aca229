"""Work that takes longer than a frame, beside the event loop: laying out documents, colouring code, decoding pictures.

Only pure functions come here; what they return is shown by whoever asked, if it is still wanted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Final, TypeVar
from weakref import WeakKeyDictionary

from textual.app import App

from rill.host.collector import collector_paused

Result = TypeVar("Result")

# Threads share one interpreter: more of them at once would only slow the screen.
TASKS_AT_ONCE: Final = 2

_TURNS: Final[WeakKeyDictionary[App[Any], asyncio.Semaphore]] = WeakKeyDictionary()


async def in_background(app: App[Any], function: Callable[..., Result], *arguments: Any) -> Result:
    """Run a pure function in a thread, after those that wait already. Raises what it raises."""
    turns = _TURNS.setdefault(app, asyncio.Semaphore(TASKS_AT_ONCE))
    async with turns:
        return await asyncio.to_thread(_without_collector, function, *arguments)


def _without_collector(function: Callable[..., Result], *arguments: Any) -> Result:
    """What such a function makes in between is bounded and goes when it returns. The collector would hold every thread
    for as long as it takes to walk all that the application has, up to half a second, again and again (measured).
    """
    with collector_paused():
        return function(*arguments)
