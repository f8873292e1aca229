"""Keeps Python's garbage collector out of batches. It is global state of the process, so it is counted here and
nowhere else."""

from __future__ import annotations

import gc
import threading
from contextlib import AbstractContextManager
from typing import Final

# Pauses that may follow each other without a moment between them. With several workers there may always be one, and
# what is cyclic would never be found.
_PAUSES_MAX: Final = 256

_lock = threading.Lock()
_pauses = 0
_pauses_in_a_row = 0
_was_enabled = False


class _Pause:
    """Pauses the collector while it is entered. Keeps nothing of its own: all of them are the same.

    No generator, because a counter's whole turn takes 30 us and two of these.
    """

    __slots__ = ()

    def __enter__(self) -> None:
        global _pauses, _pauses_in_a_row, _was_enabled
        with _lock:
            if _pauses == 0:
                _was_enabled = gc.isenabled()
                gc.disable()
                _pauses_in_a_row = 0
            _pauses += 1
            _pauses_in_a_row += 1

    def __exit__(self, *_: object) -> None:
        global _pauses, _pauses_in_a_row
        with _lock:
            _pauses -= 1
            if _pauses == 0 and _was_enabled:
                gc.enable()
            is_overdue = _was_enabled and _pauses > 0 and _pauses_in_a_row >= _PAUSES_MAX
            if is_overdue:
                _pauses_in_a_row = 0
        if is_overdue:
            # Outside the lock: finalizers may pause it themselves.
            gc.collect(1)


_pause: Final = _Pause()


def collector_paused() -> AbstractContextManager[None]:
    """Pause the cyclic collector, from any thread, nested or at once.

    While thousands of operations are decoded, the collector would walk them again and again and find nothing (four
    times slower, measured). What is made in between is bounded by the outbox's limits. A host that has switched it off
    keeps it off.
    """
    return _pause
