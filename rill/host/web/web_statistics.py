"""What a web application counts. Plain data: hosts, tests and benchmarks read the same objects."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class WebStatistics:
    """Counts of one application since it was made. Sizes are bytes."""

    pages: int = 0
    # Not answered with a guest: it failed, nobody may see it, there was no room.
    pages_failed: int = 0
    pages_refused: int = 0
    static_files: int = 0
    assets: int = 0
    sockets: int = 0
    # Turned away: a wrong origin or host, no identity, too many.
    sockets_refused: int = 0
    # Ended because their browser broke the rules, or did not read.
    sockets_broken: int = 0
    sockets_slow: int = 0
    sessions_opened: int = 0
    sessions_failed: int = 0
    # Dropped after the first paint for want of room; made anew when a socket asked.
    sessions_dropped: int = 0
    # Nobody claimed them or came back; nobody did anything.
    sessions_expired: int = 0
    sessions_idle: int = 0
    # A browser came back to its session; to another one, because it was gone; to one that another socket had.
    resumes: int = 0
    resets: int = 0
    takeovers: int = 0
    messages: int = 0
    messages_bytes: int = 0
    # Read later than they came, because there were too many.
    messages_delayed: int = 0
    events: int = 0
    frames: int = 0
    frames_bytes: int = 0
    # At present.
    sessions: int = 0
    sessions_unclaimed: int = 0
    connections: int = 0
