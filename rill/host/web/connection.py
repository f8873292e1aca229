"""`Connection`: one WebSocket of one page: what its browser says is checked, counted and carried out; what the page's
guests have for it goes out, frame by frame.

Sessions outlive it. Nothing of ASGI but its messages is here.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

from rill.host.web.client_messages import Ack, Event, Hello, MetricsChange, Ping, Result, WireMetrics, decode_message
from rill.host.web.live_guest import NOT_TOLD, LiveGuest, goodbye, pong
from rill.host.web.options import GOODBYES, Identity, Receive, Send, WebOptions
from rill.host.web.page_context import Metrics
from rill.host.web.rates import Bucket
from rill.host.web.tokens import read_token
from rill.host.web.visits import Visit
from rill.protocol.errors import LimitError, RillError, TransportError
from rill.protocol.web import WEB_VERSION

if TYPE_CHECKING:
    from rill.host.clock import Wakeup
    from rill.host.web.sessions import Sessions
    from rill.host.web.web_statistics import WebStatistics
    from rill.protocol.limits import Limits

logger: Final = logging.getLogger("rill.web")

# Closing codes of WebSockets, as RFC 6455 has them.
GOING_AWAY: Final = 1001
# What the connector and browsers say when a page is left for good.
LEFT: Final = (1000, GOING_AWAY)
POLICY: Final = 1008
TOO_LARGE: Final = 1009
INTERNAL_ERROR: Final = 1011
RESTARTING: Final = 1012
TRY_LATER: Final = 1013

# Messages of all kinds for each event that a browser may send: one acknowledgement, and some for what it measures.
_MESSAGES_PER_EVENT: Final = 4

# Opens the guest of an address anew, for its place on the page; or says by a code of GOODBYE why not.
OpenAgain = Callable[[str, str, int], Awaitable["LiveGuest | str"]]


class Connection:
    """One WebSocket, from its opening handshake to its end. It is the `Line` of its guests.

    Args:
        sessions: where the guests are found.
        options, limits: of the application and of its engine.
        statistics: counted up here.
        visit: how the socket was opened. Host and origin were checked.
        identity, browser: whose it is.
        open_again: makes a session anew from the secret and the address of a token.
    """

    def __init__(
        self,
        sessions: Sessions,
        options: WebOptions,
        limits: Limits,
        statistics: WebStatistics,
        visit: Visit,
        identity: Identity,
        browser: str,
        open_again: OpenAgain,
    ) -> None:
        self._sessions = sessions
        self._limits = limits
        self._web_limits = options.limits
        self._words = {**GOODBYES, **options.words} if options.words else GOODBYES
        self._clock = options.clock
        self._statistics = statistics
        self._visit = visit
        self._identity = identity
        self._browser = browser
        self._open_again = open_again
        self._send: Send | None = None
        # By their place on the page. None: it could not be attached, or is over.
        self._guests: list[LiveGuest | None] = []
        # Frames that are ready, and guests that have something to say.
        self._ready: list[bytes] = []
        self._due: dict[LiveGuest, None] = {}
        # Guests that may say no more until the browser has acknowledged something.
        self._full: dict[LiveGuest, None] = {}
        # What the sender does last: code and reason.
        self._ending: tuple[int, str] | None = None
        self._sender: asyncio.Task[None] | None = None
        self._reader: asyncio.Task[None] | None = None
        self._is_over = False
        # When the last frame was sent, and when a browser last acknowledged one.
        self._sent_ms = 0.0
        self._heard_ms = 0.0
        self._frame_timer: Wakeup | None = None
        self._slow_timer: Wakeup | None = None
        self._acknowledge_timer: Wakeup | None = None
        now_ms = self._clock.now_ms()
        self._events = Bucket(limits.client_events_per_s, now_ms)
        self._messages = Bucket(limits.client_events_per_s * _MESSAGES_PER_EVENT, now_ms)

    # -- reading

    async def run(self, receive: Receive, send: Send) -> None:
        """Serve the socket, which has been accepted, until it is closed by either side."""
        self._send = send
        self._reader = asyncio.current_task()
        hello_timer: Wakeup | None = self._clock.call_at(
            self._clock.now_ms() + self._web_limits.hello_s * 1000, lambda: self.end(POLICY, "no hello")
        )
        code = GOING_AWAY
        try:
            while True:
                message = await receive()
                if message["type"] == "websocket.disconnect":
                    code = message.get("code", 1005)
                    break
                data = message.get("bytes")
                if hello_timer is not None:
                    hello_timer.cancel()
                    hello_timer = None
                    await self._take_hello(data)
                else:
                    await self._take(data)
        except asyncio.CancelledError:
            # Ours, when the browser does not read: there is nothing more to wait for.
            task = asyncio.current_task()
            if not self._is_over or task is None:
                raise
            task.uncancel()
        finally:
            if hello_timer is not None:
                hello_timer.cancel()
            self._reader = None
            self._let_go(is_left=code in LEFT and self._ending is None)

    def _let_go(self, *, is_left: bool) -> None:
        """The socket is gone: what waited is the guests' to keep."""
        self._is_over = True
        for timer in (self._frame_timer, self._slow_timer, self._acknowledge_timer):
            if timer is not None:
                timer.cancel()
        if self._sender is not None:
            self._sender.cancel()
        for guest in self._guests:
            if guest is not None and guest.line is self:
                self._sessions.detach(guest, is_left=is_left)
        self._guests.clear()

    async def _take(self, data: bytes | None) -> None:
        """Carry out one message. Whatever is wrong with it ends the socket and nothing else."""
        if self._ending is not None:
            return
        statistics = self._statistics
        statistics.messages += 1
        now_ms = self._clock.now_ms()
        wait_ms = self._messages.take(now_ms)
        try:
            if data is None:
                raise TransportError("expected a binary message", code="client_message_invalid")
            statistics.messages_bytes += len(data)
            message = decode_message(data, self._limits.client_frame_bytes)
            kind = type(message)
            if kind is Event:
                wait_ms = max(wait_ms, self._events.take(now_ms))
            if wait_ms > 0:
                # Reading slower is enough: nothing more is taken from the socket meanwhile.
                statistics.messages_delayed += 1
                await self._wait(wait_ms)
            if kind is Event:
                self._take_event(message)  # type: ignore[arg-type]
            elif kind is Ack:
                self._take_ack(message)  # type: ignore[arg-type]
            elif kind is Result:
                self._take_result(message)  # type: ignore[arg-type]
            elif kind is MetricsChange:
                self._take_metrics(message.metrics)  # type: ignore[union-attr]
            elif kind is Ping:
                self._ready.append(pong())
                self._wake()
            else:
                raise TransportError("a second HELLO", code="client_message_invalid")
        except (TransportError, LimitError) as error:
            self._broken(error)
        except RillError as error:
            # Not the browser's fault: its session has ended meanwhile, or an adapter's view has a bug.
            logger.warning("a browser's message could not be carried out: %s", error)
        except Exception:
            logger.exception("a browser's message could not be carried out")

    def _broken(self, error: RillError) -> None:
        self._statistics.sockets_broken += 1
        logger.info("socket of %s closed: %s", self._visit.client, error)
        self.end(TOO_LARGE if error.code == "client_frame_exceeded" else POLICY, error.code)

    async def _wait(self, milliseconds: float) -> None:
        done = asyncio.get_running_loop().create_future()
        wakeup = self._clock.call_at(
            self._clock.now_ms() + milliseconds, lambda: None if done.done() else done.set_result(None)
        )
        try:
            await done
        finally:
            wakeup.cancel()

    # -- HELLO

    async def _take_hello(self, data: bytes | None) -> None:
        try:
            if data is None:
                raise TransportError("expected a binary message", code="client_message_invalid")
            message = decode_message(data, self._limits.client_frame_bytes)
            if type(message) is not Hello:
                raise TransportError("expected HELLO first", code="client_message_invalid")
            if len(message.guests) > self._web_limits.guests_per_page:
                raise TransportError("too many guests on one page", code="client_message_invalid")
        except (TransportError, LimitError) as error:
            self._broken(error)
            return
        if message.version != WEB_VERSION:
            self._refuse(range(len(message.guests)), "version")
            return
        self._guests = [None] * len(message.guests)
        for index, entry in enumerate(message.guests):
            guest, is_reset = await self._find(entry.token, index)
            if self._is_over or self._ending is not None:
                # It was given up, or the application drains, while a guest was opened.
                if isinstance(guest, LiveGuest) and guest.line is None:
                    self._sessions.detach(guest, is_left=True)
                return
            if isinstance(guest, str):
                self._ready.append(goodbye(index, guest, self._words[guest]))
                continue
            self._attach(guest, index, message.metrics)
            if is_reset:
                # Events of the guest that is gone mean nothing to this one.
                guest.events = entry.event
                guest.is_resync_due = True
                self._statistics.resets += 1
            else:
                self._statistics.resumes += 1
            self._ready.append(guest.welcome(is_reset=is_reset))
            self._ready.extend(guest.resume(entry.sequence))
            self._due[guest] = None
        if not any(self._guests):
            self._ending = (POLICY, "no guest")
        self._wake()

    async def _find(self, token: str, index: int) -> tuple[LiveGuest | str, bool]:
        """The guest of a token, or one that was opened anew, or the code of the reason why there is none; and whether
        it is another one than the page was made of."""
        parts = read_token(token)
        if parts is None:
            return "gone", False
        secret, address = parts
        guest = self._sessions.claim(secret, self._identity, self._browser)
        if guest is None:
            opened = await self._open_again(secret, address, index)
            if isinstance(opened, LiveGuest):
                self._sessions.attach(opened, None)
            return opened, True
        if guest.line is not None:
            self._statistics.takeovers += 1
            guest.line.say_goodbye(guest, "taken")
        self._sessions.attach(guest, secret)
        return guest, False

    def _attach(self, guest: LiveGuest, index: int, metrics: WireMetrics) -> None:
        self._guests[index] = guest
        if guest.index != index:
            # Its frames say where they belong.
            guest.index = index
            guest.is_resync_due = True
        guest.line = self
        guest.statistics.sockets += 1
        guest.adapter.metrics = Metrics(*metrics)
        guest.adapter.has_browser = True

    def _refuse(self, indices: range, code: str) -> None:
        self._ready.extend(goodbye(index, code, self._words[code]) for index in indices)
        self.end(POLICY, code)

    # -- what a browser says

    def _guest(self, index: int) -> LiveGuest | None:
        """The guest of a message; None for one that is over."""
        if index >= len(self._guests):
            raise TransportError(f"guest {index} is not on this page", code="client_message_invalid")
        guest = self._guests[index]
        if guest is not None and guest.secret_before is not None:
            # Whoever speaks after WELCOME has the token that came with it.
            self._sessions.confirm(guest)
        return guest

    def _take_event(self, message: Event) -> None:
        guest = self._guest(message.guest)
        if guest is None:
            return
        if message.event <= guest.events:
            # It ran before the socket was cut. The browser is told so again.
            guest.statistics.events_repeated += 1
            guest.events_told = NOT_TOLD
            self._plan_acknowledgement()
            return
        # Before it runs: an event that breaks something is not to be sent again for ever.
        guest.events = message.event
        guest.active_ms = self._clock.now_ms()
        guest.statistics.events += 1
        self._statistics.events += 1
        guest.adapter.handle(message.node, message.kind, message.fields)
        health = guest.session.health()
        guest.answer_turn = health.turn + health.queue
        self._plan_acknowledgement()

    def _take_ack(self, message: Ack) -> None:
        guest = self._guest(message.guest)
        if guest is None or not guest.outbox.acknowledge(message.sequence):
            return
        if guest in self._full and not guest.is_window_full:
            del self._full[guest]
            self._due[guest] = None
            self._wake()
        self._heard_ms = self._clock.now_ms()

    def _take_result(self, message: Result) -> None:
        guest = self._guest(message.guest)
        if guest is not None:
            guest.adapter.answer(message.call, message.ok, message.value)

    def _take_metrics(self, metrics: WireMetrics) -> None:
        for guest in self._guests:
            if guest is not None:
                guest.adapter.metrics = Metrics(*metrics)

    # -- what a guest has to say

    def operations_wait(self, guest: LiveGuest) -> None:
        """Send what a batch changed: at once if it answers the person or nothing was sent in this frame, else with all
        that follows in this frame."""
        if guest in self._full:
            guest.bound_waiting()
            return
        self._due[guest] = None
        frame_ms = self._web_limits.frame_ms
        now_ms = self._clock.now_ms()
        if now_ms >= self._sent_ms + frame_ms or guest.session.health().turn <= guest.answer_turn:
            self._wake()
        elif self._frame_timer is None:
            self._frame_timer = self._clock.call_at(self._sent_ms + frame_ms, self._frame_ends)

    def _frame_ends(self) -> None:
        self._frame_timer = None
        self._wake()

    def say_goodbye(self, guest: LiveGuest, code: str) -> None:
        """Send what the guest has left, then GOODBYE. The socket ends with its last guest."""
        if guest.line is not self:
            return
        if not guest.is_resync_due and guest not in self._full:
            frame = guest.next_frame()
            if frame is not None:
                self._ready.append(frame)
        self._ready.append(goodbye(guest.index, code, self._words[code]))
        self._due.pop(guest, None)
        self._full.pop(guest, None)
        self._guests[guest.index] = None
        guest.line = None
        if not any(self._guests):
            self.end(RESTARTING if code == "draining" else 1000, code)
        self._wake()

    def _plan_acknowledgement(self) -> None:
        """Tell the browser which events ran, if no change does so first."""
        if self._acknowledge_timer is None:
            due_ms = self._clock.now_ms() + self._web_limits.acknowledge_ms
            self._acknowledge_timer = self._clock.call_at(due_ms, self._acknowledge)

    def _acknowledge(self) -> None:
        self._acknowledge_timer = None
        for guest in self._guests:
            frame = guest.acknowledgement() if guest is not None else None
            if frame is not None:
                self._ready.append(frame)
        if self._ready:
            self._wake()

    # -- sending

    def _wake(self) -> None:
        """Let the sender run, after what is going on has come to its end: so that calls go with the batch before
        them."""
        if self._sender is not None:
            self._watch()
        elif not self._is_over:
            self._sender = asyncio.get_running_loop().create_task(self._send_all())

    async def _send_all(self) -> None:
        send = self._send
        assert send is not None
        try:
            while (frame := self._next()) is not None:
                self._sent_ms = self._clock.now_ms()
                self._statistics.frames += 1
                self._statistics.frames_bytes += len(frame)
                await send({"type": "websocket.send", "bytes": frame})
            if self._ending is not None:
                code, reason = self._ending
                await send({"type": "websocket.close", "code": code, "reason": reason})
        except OSError:
            # The socket is gone; whoever reads hears of it, too.
            return
        except Exception:
            logger.exception("a frame could not be made or sent")
            self._ending = (INTERNAL_ERROR, "")
            with contextlib.suppress(Exception):
                await send({"type": "websocket.close", "code": INTERNAL_ERROR})
        finally:
            self._sender = None

    def _next(self) -> bytes | None:
        """The next frame to send, or None when there is none."""
        if self._ready:
            return self._ready.pop(0)
        while self._due and self._ending is None:
            guest = next(iter(self._due))
            del self._due[guest]
            if guest.is_window_full:
                if not self._full:
                    self._heard_ms = self._clock.now_ms()
                self._full[guest] = None
                self._watch()
                guest.bound_waiting()
                continue
            frame = guest.next_frame()
            if frame is not None:
                return frame
        return None

    def _watch(self) -> None:
        """Look in a while whether the browser reads."""
        if self._slow_timer is None:
            due_ms = self._clock.now_ms() + self._web_limits.slow_reader_s * 1000
            self._slow_timer = self._clock.call_at(due_ms, self._check_reader)

    def _check_reader(self) -> None:
        """Give up a browser that acknowledges nothing, and a network that takes nothing."""
        self._slow_timer = None
        long_ago_ms = self._clock.now_ms() - self._web_limits.slow_reader_s * 1000
        is_stuck = self._sender is not None and self._sent_ms <= long_ago_ms
        if not is_stuck and not (self._full and self._heard_ms <= long_ago_ms):
            if self._full or self._sender is not None:
                self._watch()
            return
        self._statistics.sockets_slow += 1
        if not is_stuck:
            self.end(TRY_LATER, "too slow")
        elif self._sender is not None and self._reader is not None:
            # It waits for room in the socket, and would for ever.
            self._is_over = True
            self._sender.cancel()
            self._reader.cancel()

    # -- the end

    def end(self, code: int, reason: str) -> None:
        """Close the socket after what is ready to go. The guests stay, for the time that they have."""
        if self._ending is None and not self._is_over:
            self._ending = (code, reason)
            self._wake()

    @property
    def sender(self) -> asyncio.Task[None] | None:
        """What ends when all that is ready has gone out, or None if there is nothing."""
        return self._sender

    def drain(self) -> None:
        """Say goodbye for all guests: this process ends, and another one is there."""
        for guest in self._guests:
            if guest is not None:
                self.say_goodbye(guest, "draining")
        self.end(RESTARTING, "draining")
