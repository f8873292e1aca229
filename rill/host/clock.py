"""Where a session's time comes from. Nothing else in Rill asks the machine for the time of day.

A guest sees ``now_ms`` of its messages and nothing else, so a test, a recording or a snapshot decides what time it is.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable
from typing import Protocol


class Wakeup(Protocol):
    """A call that was asked for and can be called off."""

    def cancel(self) -> None:
        """Call it off. May be called twice, and after it happened."""


class Clock(Protocol):
    """Tells the time in milliseconds since 1970 and wakes whoever asks."""

    def now_ms(self) -> float:
        """The time now."""

    def call_at(self, due_ms: float, callback: Callable[[], None]) -> Wakeup:
        """Call back on the event loop once it is ``due_ms`` or later."""


class SystemClock:
    """The machine's clock. It never goes backwards, whatever happens to the time of day."""

    def __init__(self) -> None:
        self._offset_ms = time.time() * 1000 - time.monotonic() * 1000

    def now_ms(self) -> float:
        return self._offset_ms + time.monotonic() * 1000

    def call_at(self, due_ms: float, callback: Callable[[], None]) -> Wakeup:
        delay_s = max(0.0, (due_ms - self.now_ms()) / 1000)
        return asyncio.get_running_loop().call_later(delay_s, callback)


class ManualClock:
    """A clock that stands still until it is told to move. For tests and replays."""

    def __init__(self, now_ms: float = 0.0) -> None:
        self._now_ms = now_ms
        self._order = itertools.count()
        self._due: list[tuple[float, int, _ManualWakeup]] = []

    def now_ms(self) -> float:
        return self._now_ms

    def call_at(self, due_ms: float, callback: Callable[[], None]) -> Wakeup:
        wakeup = _ManualWakeup(callback)
        heapq.heappush(self._due, (due_ms, next(self._order), wakeup))
        return wakeup

    @property
    def next_due_ms(self) -> float | None:
        """When the next call is due, or None."""
        while self._due and self._due[0][2].callback is None:
            heapq.heappop(self._due)
        return self._due[0][0] if self._due else None

    def set_now(self, now_ms: float) -> None:
        """Move to a time, and make the calls that are due by then, in order."""
        while (due_ms := self.next_due_ms) is not None and due_ms <= now_ms:
            _, _, wakeup = heapq.heappop(self._due)
            self._now_ms = max(self._now_ms, due_ms)
            if wakeup.callback is not None:
                wakeup.callback()
        self._now_ms = max(self._now_ms, now_ms)


class _ManualWakeup:
    def __init__(self, callback: Callable[[], None]) -> None:
        self.callback: Callable[[], None] | None = callback

    def cancel(self) -> None:
        self.callback = None
