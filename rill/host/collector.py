"""Keeps Python's garbage collector out of batches. It is global state of the process, so it is counted here and
nowhere else."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

# Pauses that may follow each other without a moment between them. With several workers there may always be one, and
# what is cyclic would never be found.
_PAUSES_MAX: Final = 256

_lock = threading.Lock()
_pauses = 0
_pauses_in_a_row = 0
_was_enabled = False


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the cyclic collector, from any thread, nested or at once.

    While thousands of operations are decoded, the collector would walk them again and again and find nothing (four
    times slower, measured). What is made in between is bounded by the outbox's limits. A host that has switched it off
    keeps it off.
    """
    global _pauses, _pauses_in_a_row, _was_enabled
    with _lock:
        if _pauses == 0:
            _was_enabled = gc.isenabled()
            gc.disable()
            _pauses_in_a_row = 0
        _pauses += 1
        _pauses_in_a_row += 1
    try:
        yield
    finally:
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
