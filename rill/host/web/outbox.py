"""`Outbox`: the frames that one browser has not acknowledged, numbered, so that a new socket goes on where the old one
was cut. Knows no socket and no adapter.
"""

from __future__ import annotations

from collections import deque


class Outbox:
    """Frames of one guest on their way to one browser."""

    __slots__ = ("_bytes", "_frames", "sequence")

    def __init__(self) -> None:
        # Of the last frame that was made.
        self.sequence = 0
        # Those without an acknowledgement, the oldest first. None while there are none: most of the time.
        self._frames: deque[bytes] | None = None
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._frames) if self._frames else 0

    @property
    def size_bytes(self) -> int:
        """Bytes that are kept."""
        return self._bytes

    def keep(self, frame: bytes) -> None:
        """Keep the frame that was made as number ``sequence``."""
        if self._frames is None:
            self._frames = deque()
        self._frames.append(frame)
        self._bytes += len(frame)

    def acknowledge(self, sequence: int) -> bool:
        """The browser has applied all up to here. Returns whether that is news; what was never sent is none."""
        frames = self._frames
        first = self.sequence - len(self) + 1
        if frames is None or not first <= sequence <= self.sequence:
            return False
        for _ in range(sequence - first + 1):
            self._bytes -= len(frames.popleft())
        if not frames:
            self._frames = None
        return True

    def after(self, sequence: int) -> list[bytes] | None:
        """The frames behind the last one that a browser says it has, or None if they are not all here."""
        missing = self.sequence - sequence
        if not 0 <= missing <= len(self):
            return None
        self.acknowledge(sequence)
        return list(self._frames or ())

    def clear(self) -> None:
        """Forget what was kept: the whole screen will be sent instead."""
        self._frames = None
        self._bytes = 0
