"""`LiveGuest`: one guest as it is served to one browser: its session and adapter, the frames on their way, the events
that ran. It outlives sockets.

Makes frames and knows no socket; who may have it, and for how long, is decided in sessions.py.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

import msgspec

from rill.host.web.options import Guest, Identity, WebLimits
from rill.host.web.outbox import Outbox
from rill.host.web.tokens import make_secret, make_token
from rill.protocol.web import ServerMessage

if TYPE_CHECKING:
    from rill.host.clock import Wakeup
    from rill.host.session import Session
    from rill.host.web.adapter import WebAdapter

_encode: Final = msgspec.msgpack.Encoder().encode

# For `LiveGuest.events_told`: the browser is to be told again, whatever it knows.
NOT_TOLD: Final = -1


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a session is opened from, and whose it is: enough to open it again.

    Attributes:
        address: of the page that it was made for, below the application; empty if asking for that address does not
            lead to it.
        root: where the application is mounted, as browsers see it.
        browser: the secret in the browser's cookie.
        client: the address that asked, where nobody is known by name.
    """

    guest: Guest
    address: str
    root: str
    identity: Identity
    browser: str
    client: str


@dataclass(slots=True)
class GuestStatistics:
    """Counts of one guest as it is served. Sizes are bytes."""

    events: int = 0
    # Sent again after a cut, though they had run.
    events_repeated: int = 0
    frames: int = 0
    frames_bytes: int = 0
    frames_resent: int = 0
    snapshots: int = 0
    sockets: int = 0


class Line(Protocol):
    """What a guest asks of the socket that it is shown over."""

    def operations_wait(self, guest: LiveGuest) -> None:
        """The adapter has something for the browser."""
        ...

    def say_goodbye(self, guest: LiveGuest, code: str) -> None:
        """Tell the browser that nothing follows for this guest, and let go of it."""
        ...


@dataclass(slots=True, eq=False)
class LiveGuest:
    """One guest of one page. Made in sessions.py."""

    recipe: Recipe
    # Its place on its page.
    index: int
    limits: WebLimits
    # Those of its first paint and of the token that was used last, until the browser is known to have the new one.
    secret: str = field(default_factory=make_secret)
    secret_before: str | None = None
    # Set when the session is opened.
    session: Session = field(init=False)
    adapter: WebAdapter = field(init=False)
    line: Line | None = None
    outbox: Outbox = field(default_factory=Outbox)
    # Id of the last event that ran, and of the last that the browser was told of.
    events: int = 0
    events_told: int = 0
    # Whether the whole screen goes out next.
    is_resync_due: bool = False
    # The turn of the last event: batches up to it answer a person, and wait for no frame.
    answer_turn: int = 0
    active_ms: float = 0.0
    # Ends its life: while no socket is there, or when nobody has done anything for long.
    wakeup: Wakeup | None = None
    is_closed: bool = False
    statistics: GuestStatistics = field(default_factory=GuestStatistics)

    @property
    def token(self) -> str:
        """The token that its browser is to come with next."""
        return make_token(self.secret, self.recipe.address)

    def renew_secret(self) -> None:
        """Make the secret that its browser is to come with next."""
        self.secret = make_secret()

    def operations_wait(self) -> None:
        """Called by the adapter, once for each batch that left something to send."""
        if self.line is not None:
            self.line.operations_wait(self)
        else:
            self.bound_waiting()

    def bound_waiting(self) -> None:
        """While nobody reads: let what waits go when it is too much, for the whole screen later."""
        if self.adapter.pending_cost > self.limits.waiting_operations:
            self.adapter.take()
            self.is_resync_due = True

    @property
    def is_window_full(self) -> bool:
        """Whether the browser has enough that it has not acknowledged."""
        outbox, limits = self.outbox, self.limits
        return len(outbox) >= limits.window_frames or outbox.size_bytes >= limits.window_bytes

    def next_frame(self) -> bytes | None:
        """The next frame for the browser, or None if there is nothing to say. What is behind it builds on it."""
        outbox = self.outbox
        if self.is_resync_due or self.adapter.is_snapshot_due:
            self.is_resync_due = False
            outbox.clear()
            self.statistics.snapshots += 1
            begun = time.perf_counter()
            code, operations = ServerMessage.SNAPSHOT, self.adapter.snapshot()
            self.session.timings.add("lower", (time.perf_counter() - begun) * 1000)
        else:
            code, operations = ServerMessage.PATCH, self.adapter.take()
            if not operations:
                return None
        outbox.sequence += 1
        self.events_told = self.events
        begun = time.perf_counter()
        frame = _encode([code, self.index, outbox.sequence, self.events, operations])
        self.session.timings.add("encode", (time.perf_counter() - begun) * 1000)
        outbox.keep(frame)
        self._count(frame)
        return frame

    def acknowledgement(self) -> bytes | None:
        """A frame that says which events ran and nothing else, or None if the browser knows."""
        if self.events_told == self.events:
            return None
        self.events_told = self.events
        frame = _encode([ServerMessage.PATCH, self.index, self.outbox.sequence, self.events, ()])
        self._count(frame)
        return frame

    def welcome(self, *, is_reset: bool) -> bytes:
        """The frame that attaches a browser, with the token for its next time."""
        self.events_told = self.events
        return _encode([ServerMessage.WELCOME, self.index, self.token, self.events, is_reset])

    def resume(self, sequence: int) -> list[bytes]:
        """The frames that a browser lacks which has applied those up to ``sequence``. If they are not here any more,
        the whole screen is due."""
        lacking = None if self.is_resync_due else self.outbox.after(sequence)
        if lacking is None:
            self.is_resync_due = True
            return []
        self.statistics.frames_resent += len(lacking)
        return lacking

    def _count(self, frame: bytes) -> None:
        self.statistics.frames += 1
        self.statistics.frames_bytes += len(frame)


def pong() -> bytes:
    """The answer to PING."""
    return _encode([ServerMessage.PONG])


def goodbye(index: int, code: str, message: str) -> bytes:
    """The frame that ends a guest of a page."""
    return _encode([ServerMessage.GOODBYE, index, code, message])
