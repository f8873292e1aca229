"""Keeps Python's garbage collector out of batches. It is global state of the process, so it is counted here and
nowhere else."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_pauses = 0
_was_enabled = False


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the cyclic collector, from any thread, nested or at once.

    While thousands of operations are decoded, the collector would walk them again and again and find nothing (four
    times slower, measured). What is made in between is bounded by the outbox's limits. A host that has switched it off
    keeps it off.
    """
    global _pauses, _was_enabled
    with _lock:
        if _pauses == 0:
            _was_enabled = gc.isenabled()
            gc.disable()
        _pauses += 1
    try:
        yield
    finally:
        with _lock:
            _pauses -= 1
            if _pauses == 0 and _was_enabled:
                gc.enable()
