"""What a session and an engine count. Plain data: devtools, tests and hosts read the same objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from rill.host.receiver import ReceiverStatistics
from rill.host.timings import StageTimes
from rill.protocol.errors import RillError

SessionState = Literal["starting", "running", "failed", "closed"]


@dataclass(slots=True)
class SessionStatistics:
    """Counts of one session since it was opened or restarted. Times are milliseconds, sizes bytes."""

    turns: int = 0
    turns_slow: int = 0
    turn_ms_total: float = 0.0
    turn_ms_max: float = 0.0
    turn_ms_last: float = 0.0
    bytes_in: int = 0
    bytes_out: int = 0
    outbox_bytes_max: int = 0
    events: int = 0
    # Events that were not sent: nobody listened any more, the session had ended, or its queue was full.
    events_dropped: int = 0
    # Events of nodes that the guest had deleted by then.
    events_gone: int = 0
    messages: int = 0
    host_calls: int = 0
    ref_calls: int = 0
    log_lines: int = 0
    log_lines_dropped: int = 0
    errors: int = 0
    timers: int = 0
    functions: int = 0
    queue: int = 0
    heap_bytes: int = 0
    # Given back while the session was idle, in all.
    trimmed_bytes: int = 0
    receiver: ReceiverStatistics = field(default_factory=ReceiverStatistics)
    # By stage, see `rill.host.timings`: since these statistics were first asked for, because most sessions' never are.
    stages: Mapping[str, StageTimes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Health:
    """How a session is, at one look."""

    state: SessionState
    error: RillError | None
    turn: int
    busy: bool
    queue: int
    age_ms: float
