"""One live guest: its turns, its tree, its timers and what it says to the host.

A session's turns are serial. Each is one hop: the sandbox runs, and its outbox is decoded and checked, in a worker
thread (turns.py); the batch is applied and the frames are carried out on the event loop. Knows no widget, no file and
no way to make a sandbox.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from rill.guest.manifest import CHANNELS
from rill.host.adapter import Adapter
from rill.host.answers import Outstanding
from rill.host.assets import Assets
from rill.host.channels import DELIVERY_EVENT, RESERVED_PREFIX, Channels, Seat
from rill.host.clock import Clock, Wakeup
from rill.host.collector import collector_paused
from rill.host.functions import HeldFunctions
from rill.host.inbox import Inbox
from rill.host.listeners import Handler, Listeners
from rill.host.names import did_you_mean, shown
from rill.host.policies import ListenerPolicies
from rill.host.priorities import Priority, TurnQueue
from rill.host.receiver import Receiver
from rill.host.statistics import Health, SessionState, SessionStatistics
from rill.host.timers import GuestTimers
from rill.host.timings import Timings
from rill.host.tree import Changes, Node, Tree
from rill.host.turn_events import BatchBegin, TurnBegin, TurnEnd
from rill.host.turns import Outcome, PlaceStack, as_fault, guest_error, rejection, run_turn
from rill.protocol.codec import Codec, MessageBody
from rill.protocol.errors import CapabilityError, GuestError, HostError, LimitError, RillError
from rill.protocol.limits import Limits
from rill.protocol.messages import (
    AnyFrame,
    Batch,
    CallFunction,
    CallResult,
    ConfigUpdate,
    Destroy,
    ErrorFrame,
    Frame,
    GuestMessage,
    HostCall,
    HostEvent,
    HostResult,
    Log,
    Message,
    RefMethodResult,
    Release,
    Start,
    Timer,
    TimerClear,
    TimerSet,
)
from rill.protocol.operations import RefCall
from rill.protocol.values import ErrorValue, Value

if TYPE_CHECKING:
    from rill.components import ComponentSchema, MethodSchema
    from rill.sandbox import Sandbox, Workers

# What `session.on` knows.
EVENTS: Final = (
    "message", "error", "fatal_error", "batch", "log", "destroy", "restart", "turn_begin", "batch_begin", "turn_end",
)  # fmt: skip

HostFunction = Callable[..., Any]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BatchEvent:
    """What ``session.on("batch", ...)`` hears, after adapters have shown the batch. Sizes in bytes, times in
    milliseconds."""

    turn: int
    sequence: int
    changes: Changes
    outbox_bytes: int
    turn_ms: float


@dataclass(frozen=True, slots=True)
class LogEvent:
    """What ``session.on("log", ...)`` hears: one console line. ``args`` and ``source`` are the guest's words,
    unescaped."""

    level: str
    args: tuple[Value, ...]
    source: str | None

    @property
    def text(self) -> str:
        """The arguments as one line. Strings as they are, everything else as Python shows it."""
        return " ".join(arg if isinstance(arg, str) else repr(arg) for arg in self.args)


@dataclass(frozen=True, slots=True)
class SessionOptions:
    """What a session was opened with; a restart uses it again."""

    props: Mapping[str, Value]
    config: Mapping[str, Value]
    functions: Mapping[str, HostFunction]
    components: Mapping[str, ComponentSchema]
    limits: Limits
    clock: Clock
    seed: int
    # Leads stacks back to the guest's source, where its bundle has a source map.
    place_stack: PlaceStack | None = None
    # Where adapters get the guest's pictures from.
    assets: Assets = field(default_factory=Assets)
    # Who is at the other end, in the host's words; whatever they are.
    identity: Any = None
    # None where the host has no channels, or the guest did not ask for any.
    channels: Channels | None = None


@dataclass(slots=True)
class _Pending:
    """A message that waits for its turn."""

    message: Message
    body: MessageBody
    done: asyncio.Future[None] | None
    # Called when its turn begins.
    delivered: Callable[[], None] | None
    # Whether whoever queues it sees to it that there are not too many.
    is_bounded: bool = False
    # When it was queued, and when its turn began, as `time.perf_counter` tells it.
    queued_s: float = 0.0
    begun_s: float = 0.0

    @property
    def kind(self) -> type[Message]:
        return type(self.message)

    @property
    def priority(self) -> Priority:
        message = self.message
        # A call that is answered is one of the host's own, see `GuestFunction`.
        if type(message) is CallFunction and message.call is not None:
            return Priority.NORMAL
        return _PRIORITIES[type(message)]


@dataclass(slots=True)
class _Steps:
    """How far the host came with a turn, and how long that took."""

    changes: Changes | None = None
    apply_ms: float = 0.0
    show_ms: float = 0.0


# Messages that a host or a person sends as often as they like: these are bounded by Limits.queue. All others have their
# own bound: one START, DESTROY, TIMER and RELEASE at a time, and one answer for each outstanding call.
_UNBOUNDED: Final = frozenset({CallFunction, HostEvent, ConfigUpdate})
_PRIORITIES: Final[Mapping[type[Message], Priority]] = {
    Start: Priority.URGENT,
    Destroy: Priority.URGENT,
    CallFunction: Priority.INPUT,
    RefMethodResult: Priority.INPUT,
    HostEvent: Priority.NORMAL,
    ConfigUpdate: Priority.NORMAL,
    HostResult: Priority.NORMAL,
    Timer: Priority.NORMAL,
    Release: Priority.IDLE,
}


class SessionTimings:
    """Where a session's time goes. Adapters that do more than show, such as those that encode and send, add their
    stages here; they count for the engine, too."""

    __slots__ = ("_all", "own")

    def __init__(self, all_sessions: Timings) -> None:
        self._all = all_sessions
        # Made when somebody asks for it.
        self.own: Timings | None = None

    def add(self, stage: str, ms: float) -> None:
        """Count one time of a stage, such as ``encode``. Raises as `Timings.add`."""
        self._all.add(stage, ms)
        if self.own is not None:
            self.own.add(stage, ms)

    def add_turn(self, times_ms: tuple[float, ...]) -> None:
        """Count a turn. The session does so itself."""
        self._all.add_turn(times_ms)
        if self.own is not None:
            self.own.add_turn(times_ms)


@lru_cache(maxsize=16)
def _codec_of(limits: Limits) -> Codec:
    """One codec for all sessions of the same limits: its decoders, one for each worker, are 4 KB."""
    return Codec(limits)


class _Guest:
    """The sandbox of one START, and whether a worker is in it. Only the worker of the present turn touches
    ``sandbox``."""

    __slots__ = ("busy", "ended_by", "instantiate", "is_rest_due", "sandbox")

    def __init__(self) -> None:
        self.instantiate: Callable[[], Sandbox] | None = None
        self.sandbox: Sandbox | None = None
        self.busy = False
        # Whether its engine has something to do that nobody waits for.
        self.is_rest_due = False
        # Why it takes no further turn, or None.
        self.ended_by: RillError | None = None


class Session:
    """One live guest. Made by ``engine.open``; used on one event loop.

    Closing it discards the guest. All methods that send raise HostError when the guest is not running: `error` says
    why.

    Raises:
        HostError: props or config cannot cross to a guest.
    """

    def __init__(
        self,
        id: str,
        options: SessionOptions,
        workers: Workers,
        make_sandbox: Callable[[], Awaitable[Callable[[], Sandbox]]],
        on_closed: Callable[[Session], None],
        timings: Timings | None = None,
        inbox: Inbox | None = None,
    ) -> None:
        self.id = id
        self._options = options
        self._workers = workers
        self._make_sandbox = make_sandbox
        self._on_closed = on_closed
        self.timings = SessionTimings(timings or Timings())
        self._inbox = inbox or Inbox()
        self._limits = options.limits
        self._clock = options.clock
        self._codec = _codec_of(options.limits)
        self._listeners = Listeners(EVENTS)
        self._adapters: list[Adapter] = []
        self._config: Mapping[str, Value] = options.config
        # Encoded now, so that whoever opens the session hears of what cannot cross.
        self._start_body: MessageBody | None = self._encode_start()
        self._state: SessionState = "starting"
        self._error: RillError | None = None
        self._idle = asyncio.Event()
        # Turns under way in workers, those of guests that a restart has left behind too.
        self._running = 0
        self._none_running = asyncio.Event()
        self._none_running.set()
        self._closing: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._reset()

    def _reset(self) -> None:
        """Everything that belongs to one guest and is new after a restart."""
        limits = self._limits
        guest = self._guest = _Guest()
        # What adapters still do to the tree of a guest that ended must not reach the next one.
        self._receiver = Receiver(self._options.components, limits, partial(self._emit, guest), self.idle)
        self._receiver.tree.assets = self._options.assets
        self._statistics = SessionStatistics()
        self._policies = ListenerPolicies(self._clock, self._send_listener)
        self._timers = GuestTimers()
        self._wakeup: Wakeup | None = None
        self._wakeup_ms = 0.0
        self._timer_waits = False
        self._release_waits = False
        self._queue: TurnQueue[_Pending] = TurnQueue()
        self._turn = 0
        # The turn at which `trim_if_idle` looked last, and the one after which memory was given back.
        self._turn_before = 0
        self._turn_trimmed = 0
        self._now_ms = self._clock.now_ms()
        self._opened_ms = self._now_ms
        self._call_id = 0
        self._calls: dict[int, asyncio.Future[Value]] = {}
        self._ref_calls = Outstanding("REF_CALL", "ref_calls", limits.ref_calls, self._answer_ref_call)
        self._host_calls = Outstanding("HOST_CALL", "host_calls", limits.host_calls, self._answer_host_call)
        self._functions = HeldFunctions(
            limits.functions, limits.value_depth, self._call_function, partial(self._wake_for_released, guest)
        )
        self._seat: Seat | None = None
        self._log_window_ms = self._now_ms
        self._log_lines = 0
        self._idle.set()

    # -- what it is

    def __repr__(self) -> str:
        return f"<Session {self.id} {self._state}>"

    @property
    def state(self) -> SessionState:
        """``starting``, ``running``, ``failed`` (inert, may be restarted) or ``closed``."""
        return self._state

    @property
    def error(self) -> RillError | None:
        """Why the session failed, or None."""
        return self._error

    @property
    def tree(self) -> Tree:
        """The tree as after the last accepted batch. Read it; never change it."""
        return self._receiver.tree

    @property
    def clock(self) -> Clock:
        return self._clock

    @property
    def identity(self) -> Any:
        """What it was opened with: who is at the other end, as the host says it. No guest sees it."""
        return self._options.identity

    def health(self) -> Health:
        """State, error and load at one look."""
        return Health(
            state=self._state,
            error=self._error,
            turn=self._turn,
            busy=self._guest.busy,
            queue=len(self._queue),
            age_ms=self._clock.now_ms() - self._opened_ms,
        )

    def statistics(self) -> SessionStatistics:
        """Counters since the session was opened or restarted, as a copy.

        Raises:
            ProviderError: the provider cannot tell its own.
        """
        statistics = self._statistics
        statistics.timers = len(self._timers)
        statistics.functions = len(self._functions)
        statistics.queue = len(self._queue)
        statistics.events_gone = self.tree.events_gone
        guest = self._guest
        if guest.sandbox is not None and not guest.busy:
            try:
                statistics.heap_bytes = int(guest.sandbox.statistics()["heap_bytes"])
            except Exception as error:
                raise as_fault(error) from error
        timings = self.timings
        if timings.own is None:
            timings.own = Timings()
        return replace(statistics, receiver=replace(self._receiver.statistics()), stages=timings.own.stages())

    # -- listening

    def on(self, name: str, handler: Handler) -> Callable[[], None]:
        """Hear of an event; returns a function that ends it.

        ``message`` (name, payload), ``error`` (RillError, the session goes on), ``fatal_error`` (RillError, the session
        has failed), ``batch`` (BatchEvent), ``log`` (LogEvent), ``destroy`` (reason), ``restart`` (). Handlers run on
        the event loop and may be async.

        Raises:
            HostError: there is no such event.
        """
        return self._listeners.add(name, handler)

    # -- sending

    async def send_event(self, name: str, payload: Value = None) -> None:
        """Tell the guest's ``useHostEvent(name)`` listeners, and wait until the turn is on screen.

        Whoever gives up waiting does not take the event back.

        Raises:
            HostError: the payload cannot cross, or the guest is not running.
            LimitError: too many messages wait for this session.
            RillError: the guest failed in this turn.
        """
        if not isinstance(name, str):
            raise HostError(f"expected str as the name of an event, got {type(name).__name__}", code="event_invalid")
        await self._send(HostEvent(0, 0.0, name, self._functions.give_back(payload)))

    async def update_config(self, config: Mapping[str, Value]) -> None:
        """Replace the config that ``useConfig`` returns, and wait until the turn is on screen. Raises as
        `send_event`."""
        if not isinstance(config, Mapping):
            raise HostError(f"expected a mapping as config, got {type(config).__name__}", code="config_invalid")
        config = dict(config)
        await self._send(ConfigUpdate(0, 0.0, self._functions.give_back(config)))
        self._config = config
        self._start_body = None

    @property
    def is_idle(self) -> bool:
        """Whether no turn runs and none is queued."""
        return self._idle.is_set()

    @property
    def host_calls_open(self) -> int:
        """How many calls of the guest's into the host have no answer yet."""
        return len(self._host_calls)

    async def idle(self) -> None:
        """Wait until no turn runs and none is queued. Timers that are not due do not count."""
        while not self._idle.is_set():
            await self._idle.wait()

    def attach(self, adapter: Adapter) -> None:
        """Show the session on one more adapter, from now on. Attaching one twice is the host's error.

        What the adapter raises is raised here, and it is not attached then.
        """
        if adapter in self._adapters:
            raise HostError("this adapter is attached already", code="adapter_attached")
        if self._state == "closed":
            raise HostError(f"session {self.id} is closed", code="session_closed")
        adapter.attach(self.tree)
        self._adapters.append(adapter)

    def detach(self, adapter: Adapter) -> None:
        """Stop showing the session on an adapter. One that is not attached is no error."""
        if adapter in self._adapters:
            self._adapters.remove(adapter)
            adapter.detach()

    # -- life

    async def start(self) -> None:
        """Run START: mount the guest. Called by ``engine.open`` and `restart`.

        Raises:
            RillError: the guest failed to load or to mount; `state` is ``failed`` then.
        """
        guest = self._guest
        if self._state != "starting" or guest.ended_by is not None:
            raise guest.ended_by or self._not_running()
        self._loop = asyncio.get_running_loop()
        self._idle.clear()
        try:
            instantiate = await self._make_sandbox()
            if guest.ended_by is not None:
                raise guest.ended_by
            guest.instantiate = instantiate
            body = self._start_body = self._start_body or self._encode_start()
        except asyncio.CancelledError:
            self._fail(guest, HostError(f"the start of session {self.id} was cancelled", code="start_cancelled"))
            raise
        except Exception as error:  # noqa: BLE001 - a provider may be anybody's
            fault = as_fault(error)
            self._fail(guest, fault)
            raise fault from fault.__cause__
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        start = Start(0, 0.0, dict(self._options.props), dict(self._config), self._options.seed, None)
        self._enqueue(_Pending(start, body, done, None))
        await done

    async def restart(self) -> None:
        """Discard the guest and start a new one from the same image; adapters are attached to the new tree.

        Raises:
            HostError: the session is closed.
            RillError: the new guest failed to start.
        """
        if self._state == "closed" or self._closing is not None:
            raise HostError(f"session {self.id} is closed; open a new one", code="session_closed")
        self._end(HostError(f"session {self.id} was restarted", code="session_restarted"))
        adapters, self._adapters = self._adapters, []
        for adapter in adapters:
            self._detach_for_good(adapter)
        self._error = None
        self._state = "starting"
        self._reset()
        for adapter in adapters:
            try:
                self.attach(adapter)
            except Exception as error:  # noqa: BLE001 - an adapter's bug must not keep the guest from starting
                self._tell_adapter_failed(adapter, "could not show the new tree, and is detached", error)
        self._listeners.tell("restart")
        await self.start()

    async def close(self, reason: str = "closed") -> None:
        """End the session: DESTROY within its own deadline, then discard the guest. May be called twice, and at any
        time.

        A turn that is under way is waited for; messages that wait behind it are refused.
        """
        if not isinstance(reason, str):
            raise HostError(f"expected str as a reason, got {type(reason).__name__}", code="reason_invalid")
        if self._closing is None:
            self._closing = asyncio.ensure_future(self._close(reason))
        await asyncio.shield(self._closing)

    async def _close(self, reason: str) -> None:
        if self._state == "running":
            done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            try:
                destroy = Destroy(0, 0.0, reason)
                self._enqueue(_Pending(destroy, self._codec.encode_body(destroy), done, None))
                await done
            except RillError as error:
                # A guest that fails while it is destroyed has failed for nobody; whoever listens hears of it.
                if error is not self._error:
                    self._tell_error(error)
        self._state = "closed"
        self._end(HostError(f"session {self.id} is closed", code="session_closed"))
        self._listeners.tell("destroy", reason)
        adapters, self._adapters = self._adapters, []
        for adapter in adapters:
            self._detach_for_good(adapter)
        self._on_closed(self)
        # So that workers and provider can be closed next.
        await self._none_running.wait()

    def _detach_for_good(self, adapter: Adapter) -> None:
        try:
            adapter.detach()
        except Exception as error:  # noqa: BLE001 - an adapter's bug must not keep a session alive
            self._tell_adapter_failed(adapter, "could not be detached", error)

    def _end(self, error: RillError) -> None:
        """Stop everything that belongs to the present guest: who waits gets the error, the sandbox is discarded."""
        guest = self._guest
        if guest.ended_by is not None:
            return
        guest.ended_by = error
        self._policies.clear()
        self._timers.clear_all()
        if self._wakeup is not None:
            self._wakeup.cancel()
            self._wakeup = None
        self._functions.close()
        self._ref_calls.close()
        self._host_calls.close()
        if self._seat is not None:
            self._seat.close()
        pending, self._queue = self._queue, TurnQueue()
        for item in pending:
            _reject(item.done, error)
        calls, self._calls = self._calls, {}
        for call in calls.values():
            _reject(call, error)
        if not guest.busy:
            self._discard(guest)
            self._idle.set()

    def _discard(self, guest: _Guest) -> None:
        """Give a guest's memory back, in a worker because that takes a while."""
        sandbox, guest.sandbox = guest.sandbox, None
        if sandbox is None:
            return
        try:
            self._workers.submit(sandbox.close, _ignore_outcome)
        except HostError:
            # The workers are closed already: `Sandbox.close` may be called anywhere.
            sandbox.close()

    def _fail(self, guest: _Guest, error: RillError) -> None:
        """End the guest, keep its last good tree on screen."""
        if guest.ended_by is not None:
            return
        self._state = "failed"
        self._error = error
        self._statistics.errors += 1
        self._end(error)
        self._listeners.tell("fatal_error", error)

    # -- turns

    def _encode_start(self) -> MessageBody:
        options = self._options
        return self._codec.encode_body(Start(0, 0.0, dict(options.props), dict(self._config), options.seed, None))

    async def _send(self, message: Message) -> None:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._enqueue_message(message, done)
        await done

    def _enqueue_message(
        self,
        message: Message,
        done: asyncio.Future[None] | None = None,
        delivered: Callable[[], None] | None = None,
    ) -> None:
        if not self._takes_messages:
            raise self._not_running()
        self._enqueue(_Pending(message, self._codec.encode_body(message), done, delivered))

    def _enqueue(self, pending: _Pending) -> None:
        queue, maximum = self._queue, self._limits.queue
        if len(queue) >= maximum and pending.kind in _UNBOUNDED and not pending.is_bounded:
            raise LimitError(
                f"{len(queue)} messages wait for session {self.id}, more than queue={maximum} "
                "(Limits.queue); await what you send",
                code="queue_exceeded",
                limit="queue",
                value=len(queue),
                maximum=maximum,
                fault="host",
            )
        pending.queued_s = time.perf_counter()
        queue.add(pending, pending.priority)
        self._idle.clear()
        self._run_next()

    @property
    def _takes_messages(self) -> bool:
        return self._closing is None and self._state in ("starting", "running")

    def _not_running(self) -> RillError:
        if self._state == "failed" and self._closing is None:
            return HostError(f"session {self.id} has failed ({self._error}); restart it", code="session_failed")
        return HostError(f"session {self.id} is closed", code="session_closed")

    def _run_next(self) -> None:
        guest = self._guest
        if guest.busy or guest.ended_by is not None or guest.instantiate is None:
            return
        if not self._queue:
            self._idle.set()
            self._rest(guest)
            return
        pending = self._queue.take()
        pending.begun_s = time.perf_counter()
        self._turn += 1
        # A clock that was set back would let a guest's timers and animations run backwards.
        self._now_ms = max(self._now_ms, self._clock.now_ms())
        message = pending.body.stamp(self._turn, self._now_ms)
        self._statistics.bytes_in += len(message)
        deadline_ms = self._limits.destroy_ms if pending.kind is Destroy else self._limits.turn_ms
        receiver, codec, limits, place = self._receiver, self._codec, self._limits, self._options.place_stack

        def work() -> Outcome:
            if guest.ended_by is not None:
                # It ended while this turn waited for a worker.
                raise guest.ended_by
            sandbox = guest.sandbox
            if sandbox is None:
                assert guest.instantiate is not None
                sandbox = guest.sandbox = guest.instantiate()
            return run_turn(sandbox, message, deadline_ms, codec, receiver, limits, place)

        self._submit(guest, work, partial(self._turn_done, guest, pending))
        if pending.delivered is not None:
            # Now that the guest is busy, so that what this leads to waits for the next turn.
            pending.delivered()
        if self._listeners.has("turn_begin"):
            begin = TurnBegin(self._turn, self._now_ms, pending.message, len(message), len(self._queue))
            self._listeners.tell("turn_begin", begin)

    def _submit(
        self, guest: _Guest, work: Callable[[], T], done: Callable[[T | None, BaseException | None], None]
    ) -> None:
        """Let a worker do something with a guest, and hear of it on the loop."""
        loop, inbox = asyncio.get_running_loop(), self._inbox

        def deliver(result: T | None, error: BaseException | None) -> None:
            try:
                inbox.put(loop, done, result, error)
            except RuntimeError:
                # The loop was closed around a running turn. Nobody is there to hear of it.
                if guest.sandbox is not None:
                    guest.sandbox.close()

        # A guest that was slow is taken at its word, so that guests that use up their time keep others no worker from.
        is_slow = self._statistics.turn_ms_last > self._limits.turn_warn_ms
        self._workers.submit(work, deliver, is_slow=is_slow)
        guest.busy = True
        self._running += 1
        self._none_running.clear()

    def _rest(self, guest: _Guest) -> None:
        """Let the guest's engine collect its garbage now, while nobody waits. A message that comes meanwhile has its
        turn afterwards, as it would have if the turn began with it."""
        sandbox = guest.sandbox
        if guest.is_rest_due and sandbox is not None:
            guest.is_rest_due = False
            self._submit(guest, partial(sandbox.rest, self._limits.turn_ms), partial(self._rested, guest))

    def _rested(self, guest: _Guest, _: None, error: BaseException | None) -> None:
        self._worker_left()
        guest.busy = False
        if error is not None:
            self._fail(guest, as_fault(error))
        if guest.ended_by is None:
            self._run_next()
            return
        # It was ended meanwhile, too busy to be discarded.
        self._discard(guest)
        if guest is self._guest:
            self._idle.set()

    def trim_if_idle(self) -> bool:
        """Give memory back that a guest does not need while it waits, if no turn began since this was called last.
        Called by the engine, now and then. Returns whether a worker has to do with it now."""
        guest, turn = self._guest, self._turn
        if turn != self._turn_before:
            self._turn_before = turn
        elif turn != self._turn_trimmed and not guest.busy and guest.ended_by is None and guest.sandbox is not None:
            self._turn_trimmed = turn
            self._submit(guest, guest.sandbox.trim, partial(self._trimmed, guest))
            return True
        return False

    def _trimmed(self, guest: _Guest, given_back: int | None, error: BaseException | None) -> None:
        self._statistics.trimmed_bytes += given_back or 0
        self._rested(guest, None, error)

    def _worker_left(self) -> None:
        self._running -= 1
        if not self._running:
            self._none_running.set()

    def _turn_done(
        self, guest: _Guest, pending: _Pending, outcome: Outcome | None, error: BaseException | None
    ) -> None:
        back_s = time.perf_counter()
        self._worker_left()
        guest.is_rest_due = outcome is not None and outcome.is_rest_due
        fault = None
        if guest.ended_by is None:
            self._statistics.turns += 1
            steps = _Steps()
            try:
                if outcome is None:
                    assert error is not None
                    raise as_fault(error)
                self._take_outcome(guest, outcome, steps)
                self._time_turn(pending, outcome, steps, back_s)
            except (Exception, asyncio.CancelledError) as caught:  # noqa: BLE001 - nothing of it may reach the loop
                fault = as_fault(caught)
            if guest is self._guest and self._listeners.has("turn_end"):
                self._tell_turn_end(outcome, steps, fault or guest.ended_by)
        # Only now, so that no message that its frames led to began a turn before the last of them was carried out.
        guest.busy = False
        if fault is not None and pending.kind is not Destroy:
            self._fail(guest, fault)
        if guest.ended_by is not None:
            # It ended in this turn, or while it ran: then its outbox is nobody's.
            _reject(pending.done, guest.ended_by)
            self._discard(guest)
            if guest is self._guest:
                self._idle.set()
            return
        if fault is not None:
            _reject(pending.done, fault)
        elif pending.done is not None and not pending.done.done():
            pending.done.set_result(None)
        if pending.kind is Destroy:
            # `_close` goes on from here.
            return
        self._state = "running"
        if pending.kind is Timer:
            self._timer_waits = False
        elif pending.kind is Release:
            self._release_waits = False
        self._plan_timers()
        self._flush_released(guest)
        self._run_next()

    def _take_outcome(self, guest: _Guest, outcome: Outcome, steps: _Steps) -> None:
        """Carry out a turn: the batch, then the frames in their order, then the REF_CALLs, which may look at the
        screen. Stops when a handler ends the guest."""
        self._count_turn(outcome)
        batch = outcome.batch
        if batch is not None:
            if self._listeners.has("batch_begin"):
                self._listeners.tell("batch_begin", BatchBegin(self._turn, batch.sequence, batch.operations))
            begun = time.perf_counter()
            with collector_paused():
                changes = self._receiver.apply(batch)
            applied = time.perf_counter()
            self._show(changes)
            steps.changes = changes
            steps.apply_ms = (applied - begun) * 1000
            steps.show_ms = (time.perf_counter() - applied) * 1000
            event = BatchEvent(self._turn, changes.sequence, changes, outcome.outbox_bytes, outcome.turn_ms)
            self._listeners.tell("batch", event)
        for frame in outcome.frames:
            if guest.ended_by is not None:
                return
            # A guest that failed for good is heard to the end, but nothing more is done for it.
            if outcome.fatal is None or type(frame) is Log or (type(frame) is ErrorFrame and not frame.fatal):
                carry_out = _FRAMES.get(type(frame))
                if carry_out is not None:
                    carry_out(self, frame)
        if outcome.fatal is not None:
            raise outcome.fatal
        self._check_handlers()
        if batch is not None:
            for call in batch.ref_calls:
                self._take_ref_call(call)

    def _tell_turn_end(self, outcome: Outcome | None, steps: _Steps, error: RillError | None) -> None:
        frames: Sequence[AnyFrame] = outcome.frames if outcome is not None else ()
        end = TurnEnd(
            turn=self._turn,
            changes=steps.changes,
            frames=[frame for frame in frames if type(frame) is not Batch],
            outbox_bytes=outcome.outbox_bytes if outcome is not None else 0,
            guest_ms=outcome.turn_ms if outcome is not None else 0.0,
            decode_ms=outcome.decode_ms if outcome is not None else 0.0,
            check_ms=outcome.check_ms if outcome is not None else 0.0,
            apply_ms=steps.apply_ms,
            show_ms=steps.show_ms,
            nodes=self.tree.count,
            error=error,
        )
        self._listeners.tell("turn_end", end)

    def _count_turn(self, outcome: Outcome) -> None:
        statistics = self._statistics
        statistics.turn_ms_last = outcome.turn_ms
        statistics.turn_ms_total += outcome.turn_ms
        statistics.turn_ms_max = max(statistics.turn_ms_max, outcome.turn_ms)
        if outcome.turn_ms > self._limits.turn_warn_ms:
            statistics.turns_slow += 1
        statistics.bytes_out += outcome.outbox_bytes
        statistics.outbox_bytes_max = max(statistics.outbox_bytes_max, outcome.outbox_bytes)

    def _time_turn(self, pending: _Pending, outcome: Outcome, steps: _Steps, back_s: float) -> None:
        """Count where the time went. Only turns that came to their end, so that a guest's last one spoils nothing."""
        begun_s = pending.begun_s
        queue_ms = (begun_s - pending.queued_s) * 1000
        # What passed between the loop's giving the work away and its having it back, but for the work.
        hop_ms = (back_s - begun_s - (outcome.ended_s - outcome.began_s)) * 1000
        turn_ms = queue_ms + (back_s - begun_s) * 1000 + steps.apply_ms + steps.show_ms
        self.timings.add_turn(
            (
                queue_ms,
                hop_ms,
                outcome.turn_ms,
                outcome.decode_ms,
                outcome.check_ms,
                steps.apply_ms,
                steps.show_ms,
                turn_ms,
            )
        )

    def _show(self, changes: Changes) -> None:
        for adapter in tuple(self._adapters):
            try:
                adapter.apply(changes)
            except Exception as error:  # noqa: BLE001 - an adapter's bug must not end the guest
                self._tell_adapter_failed(adapter, "could not show a batch", error)

    def _tell_adapter_failed(self, adapter: Adapter, what: str, error: BaseException) -> None:
        failed = HostError(
            f"adapter {type(adapter).__name__} {what}: {type(error).__name__}: {error}", code="adapter_failed"
        )
        failed.__cause__ = error
        self._tell_error(failed)

    def _tell_error(self, error: RillError) -> None:
        """Report an error that the session survives: to its listeners, or where nobody can overlook it."""
        self._statistics.errors += 1
        if self._listeners.has("error"):
            self._listeners.tell("error", error)
        elif isinstance(error, HostError):
            asyncio.get_running_loop().call_exception_handler(
                {"message": f"session {self.id}: {error}", "exception": error}
            )

    def _check_handlers(self) -> None:
        """A guest that talks faster than async handlers listen would pile up tasks in the host."""
        unfinished, maximum = self._listeners.unfinished, self._limits.frames
        if unfinished > maximum:
            raise LimitError(
                f"{unfinished} async handlers of what the guest sent have not finished, more than frames={maximum} "
                "(Limits.frames)",
                code="frames_exceeded",
                limit="frames",
                value=unfinished,
                maximum=maximum,
                fault="guest",
            )

    # -- frames

    def _take_message(self, frame: GuestMessage) -> None:
        self._statistics.messages += 1
        self._listeners.tell("message", frame.name, self._functions.adopt(frame.payload))

    def _take_call_result(self, frame: CallResult) -> None:
        future = self._calls.pop(frame.call, None)
        if future is None:
            raise GuestError(
                f"CALL_RESULT for call {frame.call}, which waits for none, at outbox",
                code="call_unknown",
                path="outbox",
            )
        # Adopted even when nobody waits any more, so that functions in it are let go.
        value = self._functions.adopt(frame.value)
        if future.done():
            return
        if frame.ok:
            future.set_result(value)
        else:
            future.set_exception(rejection(value))

    def _take_timer_set(self, frame: TimerSet) -> None:
        self._timers.set(frame.id, frame.delay_ms, frame.repeat, self._now_ms)
        count, maximum = len(self._timers), self._limits.timers
        if count > maximum:
            raise LimitError(
                f"{count} timers exceed timers={maximum} (Limits.timers)",
                code="timers_exceeded",
                limit="timers",
                value=count,
                maximum=maximum,
                fault="guest",
            )

    def _take_timer_clear(self, frame: TimerClear) -> None:
        self._timers.clear(frame.id)

    def _take_log(self, frame: Log) -> None:
        if self._now_ms - self._log_window_ms >= 1000:
            self._log_window_ms = self._now_ms
            self._log_lines = 0
        self._log_lines += 1
        if self._log_lines > self._limits.console_lines_per_s:
            self._statistics.log_lines_dropped += 1
            return
        self._statistics.log_lines += 1
        self._listeners.tell("log", LogEvent(frame.level, tuple(frame.args), frame.source))

    def _take_error(self, frame: ErrorFrame) -> None:
        self._tell_error(guest_error(frame.error))

    def _take_host_call(self, frame: HostCall) -> None:
        self._statistics.host_calls += 1
        self._host_calls.begin(frame.call)
        args = [self._functions.adopt(arg) for arg in frame.args]
        function = self._options.functions.get(frame.function)
        if function is None and frame.function.startswith(RESERVED_PREFIX):
            function = self._channel_function(frame.function)
        if function is None:
            granted = did_you_mean(frame.function, self._options.functions)
            why = f"the host granted no function {shown(frame.function)}{granted}"
            if frame.function.startswith(RESERVED_PREFIX):
                why += f"; channels need Engine(channels=...), and a manifest that asks for the capability {CHANNELS!r}"
            refused = CapabilityError(why, code="function_not_granted")
            self._tell_error(refused)
            self._answer_host_call(frame.call, False, _error_value(refused))
            return
        self._host_calls.carry_out(
            frame.call,
            lambda: function(*args),
            lambda error: self._host_function_failed(frame.function, error),
        )

    def _channel_function(self, name: str) -> HostFunction | None:
        """What a guest calls of its channels; None when it has none."""
        channels = self._options.channels
        if channels is None:
            return None
        if self._seat is None:
            self._seat = channels.seat(
                self.id, self._options.identity, self._codec, self._limits, self._clock, self._deliver
            )
        return self._seat.function(name)

    def _deliver(self, deliveries: Value, delivered: Callable[[], None]) -> None:
        """Tell the guest what happened in its channels. There is one such message at a time, so that it needs no bound
        of the queue."""
        if not self._takes_messages:
            return
        body = self._codec.encode_body(HostEvent(0, 0.0, DELIVERY_EVENT, deliveries))
        if self._listeners.has("turn_begin"):
            # Whoever watches turns gets values, not the bytes of others that went into the message as they came.
            deliveries = self._codec.decode_value(self._codec.encode_value(deliveries, "deliveries"), "deliveries")
        self._enqueue(_Pending(HostEvent(0, 0.0, DELIVERY_EVENT, deliveries), body, None, delivered, is_bounded=True))

    def _host_function_failed(self, function: str, error: BaseException) -> ErrorValue:
        """What a guest hears of an exception in a host function: Rill's own errors, and otherwise no word of the
        host's insides."""
        if isinstance(error, RillError):
            return _error_value(error)
        failed = HostError(
            f"host function {function!r} failed: {type(error).__name__}: {error}", code="function_failed"
        )
        failed.__cause__ = error
        self._tell_error(failed)
        return ErrorValue(name="HostError", message=f"host function {function!r} failed")

    def _answer_host_call(self, call: int, ok: bool, value: Value) -> None:
        delivered = partial(self._host_calls.delivered, call)
        self._answer(lambda ok, value: HostResult(0, 0.0, call, ok, value), ok, value, delivered)

    def _answer(
        self, make: Callable[[bool, Value], Message], ok: bool, value: Value, delivered: Callable[[], None]
    ) -> None:
        """Queue an answer; a value that cannot cross becomes a rejection, and the host hears of it. An answer to a
        guest that is ending is dropped."""
        if not self._takes_messages:
            return
        try:
            message = make(ok, self._functions.give_back(value))
            body = self._codec.encode_body(message)
        except Exception as error:  # noqa: BLE001 - a host's own class may raise anything while it is read
            if not isinstance(error, HostError):
                failed = HostError(
                    f"the host's answer cannot be read: {type(error).__name__}: {error}", code="value_unsendable"
                )
                failed.__cause__ = error
                error = failed
            self._tell_error(error)
            message = make(False, ErrorValue(name="HostError", message="the host's answer cannot cross"))
            body = self._codec.encode_body(message)
        self._enqueue(_Pending(message, body, None, delivered))

    # -- REF_CALL

    def _take_ref_call(self, operation: RefCall) -> None:
        self._statistics.ref_calls += 1
        self._ref_calls.begin(operation.call)
        args = [self._functions.adopt(arg) for arg in operation.args]
        try:
            node, method = self._method_of(operation)
            args = method.check_args(args, f"{node.type}.{method.name}", self._limits)
        except RillError as refused:
            self._answer_ref_call(operation.call, False, _error_value(refused))
            return
        # The first adapter: it was there first, and one answer is enough.
        adapter = self._adapters[0]
        self._ref_calls.carry_out(
            operation.call,
            lambda: adapter.call(node, method.name, args),
            lambda error: self._method_failed(adapter, method, error),
            lambda value: self._check_result(adapter, method, value),
        )

    def _method_of(self, operation: RefCall) -> tuple[Node, MethodSchema]:
        node = self.tree.find(operation.id)
        if node is None or node.schema is None:
            raise GuestError(f"node {operation.id} is gone or has no methods", code="node_unknown")
        methods = node.schema.methods
        method = methods.get(operation.method)
        if method is None:
            hint = did_you_mean(operation.method, methods)
            raise GuestError(f"{node.type} has no method {shown(operation.method)}{hint}", code="method_unknown")
        if not self._adapters:
            raise GuestError("no screen is attached to carry out the call", code="detached")
        return node, method

    def _check_result(self, adapter: Adapter, method: MethodSchema, value: Value) -> Value:
        try:
            return method.check_result(value)
        except HostError as error:
            self._tell_adapter_failed(adapter, f"returned something else than {method.name!r} should", error)
            raise

    def _method_failed(self, adapter: Adapter, method: MethodSchema, error: BaseException) -> ErrorValue:
        if isinstance(error, RillError):
            return _error_value(error)
        self._tell_adapter_failed(adapter, f"failed in {method.name!r}", error)
        return ErrorValue(name="HostError", message="the call failed on the host")

    def _answer_ref_call(self, call: int, ok: bool, value: Value) -> None:
        delivered = partial(self._ref_calls.delivered, call)
        self._answer(lambda ok, value: RefMethodResult(0, 0.0, call, ok, value), ok, value, delivered)

    # -- calls into the guest

    def _emit(self, guest: _Guest, node: Node, event: str, payload: Value, is_due: bool) -> None:
        """An adapter's event, on its way through the listener's policy, or past it when that was carried out."""
        assert node.schema is not None
        payload = node.schema.events[event].dump(payload)
        if guest.ended_by is not None or not self._takes_messages:
            self._statistics.events_dropped += 1
            return
        if is_due:
            self._send_listener(node, event, payload)
        else:
            self._policies.take(node, event, payload)

    def _send_listener(self, node: Node, event: str, payload: Value) -> None:
        if not self._takes_messages:
            self._statistics.events_dropped += 1
            return
        args = [] if payload is None else [payload]
        try:
            self._enqueue_message(CallFunction(0, 0.0, (node.id, event), args, None))
            self._statistics.events += 1
        except LimitError as error:
            self._statistics.events_dropped += 1
            self._tell_error(error)

    async def _call_function(self, function: int, args: tuple[Value, ...]) -> Value:
        if len(self._calls) >= self._limits.calls:
            raise LimitError(
                f"{len(self._calls)} calls wait for an answer, more than calls={self._limits.calls} (Limits.calls)",
                code="calls_exceeded",
                limit="calls",
                value=len(self._calls),
                maximum=self._limits.calls,
                fault="host",
            )
        self._call_id += 1
        call = self._call_id
        future: asyncio.Future[Value] = asyncio.get_running_loop().create_future()
        sent = [self._functions.give_back(arg) for arg in args]
        self._enqueue_message(CallFunction(0, 0.0, function, sent, call))
        self._calls[call] = future
        return await future

    def _wake_for_released(self, guest: _Guest) -> None:
        """Python let go of a function, in whatever thread."""
        assert self._loop is not None
        try:
            self._loop.call_soon_threadsafe(self._flush_released, guest)
        except RuntimeError:
            # The loop has ended, and with it the guest.
            return

    def _flush_released(self, guest: _Guest) -> None:
        """Tell the guest of functions that nobody in the host holds any more, all in one message at a time."""
        if guest is not self._guest or self._release_waits or not self._takes_messages:
            return
        released = self._functions.take_released()
        if released:
            self._release_waits = True
            self._enqueue_message(Release(0, 0.0, released))

    # -- timers

    def _plan_timers(self) -> None:
        """Wake up when the next timer is due; while a TIMER message is under way, after it."""
        due_ms = None if self._timer_waits else self._timers.next_due_ms
        if self._wakeup is not None:
            if due_ms == self._wakeup_ms:
                return
            self._wakeup.cancel()
            self._wakeup = None
        if due_ms is not None:
            self._wakeup_ms = due_ms
            self._wakeup = self._clock.call_at(due_ms, self._timers_due)

    def _timers_due(self) -> None:
        self._wakeup = None
        if not self._takes_messages:
            return
        ids = self._timers.take_due(self._clock.now_ms())
        if ids:
            self._timer_waits = True
            self._enqueue_message(Timer(0, 0.0, ids))
        else:
            self._plan_timers()


_FRAMES: Final[dict[type[Frame], Callable[[Session, Any], None]]] = {
    GuestMessage: Session._take_message,
    HostCall: Session._take_host_call,
    CallResult: Session._take_call_result,
    TimerSet: Session._take_timer_set,
    TimerClear: Session._take_timer_clear,
    Log: Session._take_log,
    ErrorFrame: Session._take_error,
}


def _error_value(error: RillError) -> ErrorValue:
    return ErrorValue(name=type(error).__name__, message=str(error))


def _reject(future: asyncio.Future[Any] | None, error: RillError) -> None:
    if future is not None and not future.done():
        future.set_exception(error)


def _ignore_outcome(_outcome: object, _error: BaseException | None) -> None:
    """A discarded sandbox has nothing more to say."""
