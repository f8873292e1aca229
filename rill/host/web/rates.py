"""`Bucket`: how often somebody may do something. Knows no clock: the time is given to it."""

from __future__ import annotations


class Bucket:
    """Lets ``per_s`` things happen in a second, and as many at once after a second of quiet."""

    __slots__ = ("_full", "_level", "_per_ms", "_seen_ms")

    def __init__(self, per_s: float, now_ms: float) -> None:
        self._per_ms = per_s / 1000
        self._full = float(max(1.0, per_s))
        self._level = self._full
        self._seen_ms = now_ms

    def take(self, now_ms: float) -> float:
        """Take one, and return for how many milliseconds the one who takes it has to wait; usually none."""
        level = min(self._full, self._level + max(0.0, now_ms - self._seen_ms) * self._per_ms) - 1
        self._seen_ms = now_ms
        self._level = level
        return -level / self._per_ms if level < 0 else 0.0
