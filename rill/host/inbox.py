"""How results of worker threads get back to the event loop: all that come together with one wake-up.

Waking an event loop means writing to a socket that it listens to, which costs more than what is handed over. Knows no
session and no worker.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any


class Inbox:
    """Calls that other threads ask an event loop to make, in the order in which they came."""

    def __init__(self) -> None:
        self._calls: deque[tuple[Callable[..., None], tuple[Any, ...]]] = deque()
        # Which loop was woken and has not looked yet.
        self._woken: asyncio.AbstractEventLoop | None = None

    def put(self, loop: asyncio.AbstractEventLoop, callback: Callable[..., None], *args: Any) -> None:
        """Let the loop call back. From any thread.

        Raises:
            RuntimeError: the loop is closed. The call is not made then.
        """
        call = (callback, args)
        self._calls.append(call)
        # Nothing is missed: this thread put its call there before it asks, and the loop says that it looks before it
        # does. Of two threads that come at once both may wake it, and the second time it finds nothing.
        if self._woken is not loop:
            self._woken = loop
            try:
                loop.call_soon_threadsafe(self._look)
            except RuntimeError:
                self._woken = None
                with suppress(ValueError):
                    self._calls.remove(call)
                raise

    def _look(self) -> None:
        self._woken = None
        calls = self._calls
        # What is put meanwhile is for the next time round: sockets and timers have their turn in between.
        for _ in range(len(calls)):
            if not calls:
                return
            callback, args = calls.popleft()
            try:
                callback(*args)
            except Exception as error:  # noqa: BLE001 - as the loop does with the calls of others
                asyncio.get_running_loop().call_exception_handler(
                    {"message": "a result of a worker could not be taken", "exception": error}
                )
