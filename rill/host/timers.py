"""The timers that a guest asked its host for. Holds due times; who wakes up when is the session's business."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

from rill.protocol.messages import TIMER_DELAY_MS_MAX, TIMER_DELAY_MS_MIN


@dataclass(slots=True)
class _Timer:
    # Milliseconds between two calls, or None for once.
    interval_ms: float | None
    # Number of its heap entry: timers that are due at the same time fire in the order in which they were set.
    order: int


class GuestTimers:
    """Due times by timer id. Every method is O(log timers) on average, for each timer that it concerns."""

    def __init__(self) -> None:
        self._timers: dict[int, _Timer] = {}
        self._heap: list[tuple[float, int, int]] = []
        self._order = 0

    def __len__(self) -> int:
        return len(self._timers)

    def set(self, timer: int, delay_ms: float, repeat: bool, now_ms: float) -> None:
        """Set a timer; one with the same id is replaced. Delays are clamped to 4 ms .. 2**31 - 1 ms, so
        that one that sets itself again cannot keep a host busy."""
        delay_ms = float(min(max(delay_ms, TIMER_DELAY_MS_MIN), TIMER_DELAY_MS_MAX))
        self._push(timer, now_ms + delay_ms, delay_ms if repeat else None)

    def clear(self, timer: int) -> None:
        """Forget a timer. An unknown one is no error: it may just have fired."""
        self._timers.pop(timer, None)

    def clear_all(self) -> None:
        """Forget all timers."""
        self._timers.clear()
        self._heap.clear()

    @property
    def next_due_ms(self) -> float | None:
        """When the next timer is due, or None."""
        while self._heap:
            if self._is_current(self._heap[0]):
                return self._heap[0][0]
            heapq.heappop(self._heap)
        return None

    def take_due(self, now_ms: float) -> list[int]:
        """Timers that are due, in order of their due times. Repeating ones are set again, counted from now."""
        due: list[int] = []
        again: list[tuple[int, float]] = []
        while (next_ms := self.next_due_ms) is not None and next_ms <= now_ms:
            _, _, timer = heapq.heappop(self._heap)
            entry = self._timers.pop(timer)
            due.append(timer)
            if entry.interval_ms is not None:
                again.append((timer, entry.interval_ms))
        for timer, interval_ms in again:
            self._push(timer, now_ms + interval_ms, interval_ms)
        return due

    def _push(self, timer: int, due_ms: float, interval_ms: float | None) -> None:
        self._order += 1
        self._timers[timer] = _Timer(interval_ms, self._order)
        heapq.heappush(self._heap, (due_ms, self._order, timer))
        # Timers that are cleared and set in a loop would leave their heap entries behind.
        if len(self._heap) > 64 and len(self._heap) > 2 * len(self._timers):
            self._heap = [item for item in self._heap if self._is_current(item)]
            heapq.heapify(self._heap)

    def _is_current(self, item: tuple[float, int, int]) -> bool:
        entry = self._timers.get(item[2])
        return entry is not None and entry.order == item[1]
