"""The life of a sandbox, the same for every provider: one turn at a time, and given back once, whoever closes it when.

Knows nothing of what is held. What a turn does with it and what its failures mean is each provider's own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from rill.protocol.errors import HostError

T = TypeVar("T")


class Life(Generic[T]):
    """Holds what one turn at a time may use.

    Args:
        held: what turns use.
        give_back: called with it once, when it was closed or has failed and no turn uses it any more, in whichever
            thread came last.
    """

    __slots__ = ("_failed", "_give_back", "_held", "_is_closing", "_lock")

    def __init__(self, held: T, give_back: Callable[[T], None]) -> None:
        self._held: T | None = held
        self._give_back = give_back
        self._lock = threading.Lock()
        self._is_closing = False
        self._failed = ""

    @property
    def is_usable(self) -> bool:
        """Whether turns are taken."""
        return self._held is not None and not self._is_closing

    def enter(self) -> T:
        """Begin a turn, which `leave` ends.

        Raises:
            HostError: another turn is under way, or there will be none any more.
        """
        if not self._lock.acquire(blocking=False):
            raise HostError("the sandbox is in a turn already; turns of one guest are serial", code="sandbox_busy")
        if self._held is None or self._is_closing:
            reason = f"has failed before: {self._failed}" if self._failed else "is closed"
            self.leave()
            raise HostError(f"the sandbox {reason}", code="sandbox_failed" if self._failed else "sandbox_closed")
        return self._held

    def leave(self) -> None:
        """End a turn, and give back what was closed meanwhile."""
        while True:
            given_back = None
            if self._is_closing:
                given_back, self._held = self._held, None
            self._lock.release()
            if given_back is not None:
                self._give_back(given_back)
            # Closed between the question and the release: then `close` found the lock taken and left the rest to us.
            if not self._is_closing or self._held is None or not self._lock.acquire(blocking=False):
                return

    def fail(self, error: BaseException) -> None:
        """Note in a turn that it failed: what is held may be in any state, and is never used again."""
        self._failed = str(error)
        self._is_closing = True

    def close(self) -> None:
        """Give back what is held, or leave that to the turn that uses it. Never waits; may be called twice and from any
        thread."""
        self._is_closing = True
        if self._lock.acquire(blocking=False):
            self.leave()
