"""The order in which a session's messages get their turns: what a person waits for first, then the host's own, then
what nobody waits for.

Decides by class and count alone, never by a clock: which message comes next is a function of the messages that came.
Knows nothing of what a message is or of how it is sent.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from enum import IntEnum
from typing import Final, Generic, TypeVar

T = TypeVar("T")


class Priority(IntEnum):
    """Classes of messages, in the order in which they are served."""

    # The beginning and the end of a guest: START comes before whatever the host said too early, DESTROY does not wait
    # behind what nobody will see.
    URGENT = 0
    # What a person did, and what a component answered to the guest about it.
    INPUT = 1
    # What the host has to say: events, config, results, calls, and timers.
    NORMAL = 2
    # What changes nothing that anybody looks at.
    IDLE = 3


# So many turns of higher classes may go before a message that waits in a lower one. A person who holds a key down makes
# some 30 events a second: a host's event then waits for a quarter of a second at most, and usually not at all. Idle
# messages are there to free memory, so they may wait longer, but not for ever.
PASSED_MAX: Final = {Priority.NORMAL: 8, Priority.IDLE: 64}

_LOWER: Final = (Priority.IDLE, Priority.NORMAL)


class TurnQueue(Generic[T]):
    """Messages that wait, first in first out within a class.

    A lower class waits while a higher one has messages, but no longer than `PASSED_MAX` says.
    """

    __slots__ = ("_length", "_passed", "_waiting")

    def __init__(self) -> None:
        # Made when something waits: most sessions wait for nothing most of the time.
        self._waiting: dict[Priority, deque[T]] = {}
        # How many messages of higher classes went first since a message of this class has been waiting.
        self._passed: dict[Priority, int] = {}
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def add(self, item: T, priority: Priority) -> None:
        """Put an item behind those of its class."""
        waiting = self._waiting.get(priority)
        if waiting is None:
            waiting = self._waiting[priority] = deque()
        waiting.append(item)
        self._length += 1

    def take(self) -> T:
        """The next item. There must be one."""
        waiting = self._waiting
        # Nearly always there is one class.
        priority = next(iter(waiting)) if len(waiting) == 1 else self._choose()
        items = waiting[priority]
        item = items.popleft()
        self._length -= 1
        if not items:
            del waiting[priority]
        return item

    def _choose(self) -> Priority:
        waiting, passed = self._waiting, self._passed
        chosen = min(waiting)
        if chosen is not Priority.URGENT:
            for lower in _LOWER:
                if lower in waiting and lower > chosen and passed.get(lower, 0) >= PASSED_MAX[lower]:
                    chosen = lower
                    break
        passed.pop(chosen, None)
        for lower in _LOWER:
            if lower in waiting and lower > chosen:
                passed[lower] = passed.get(lower, 0) + 1
        return chosen

    def __iter__(self) -> Iterator[T]:
        """All that wait, class by class."""
        for priority in sorted(self._waiting):
            yield from self._waiting[priority]
