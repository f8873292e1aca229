"""One live guest: its turns, its tree, its timers and what it says to the host.

A session's turns are serial. Each is one hop: the sandbox runs, and its outbox is decoded and checked, in a worker
thread; the
batch is applied and the frames are carried out on the event loop. Knows no widget, no file and no way to make a
sandbox.
"""

from __future__ import annotations

import asyncio
import inspect
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from rill.host.adapter import Adapter
from rill.host.clock import Clock, Wakeup
from rill.host.collector import collector_paused
from rill.host.functions import GuestFunction, adopt_functions, return_functions
from rill.host.listeners import Handler, Listeners
from rill.host.names import did_you_mean, shown
from rill.host.policies import ListenerPolicies
from rill.host.receiver import CheckedBatch, Receiver
from rill.host.statistics import Health, SessionState, SessionStatistics
from rill.host.timers import GuestTimers
from rill.host.tree import Changes, Node, Tree
from rill.protocol.codec import Codec, MessageBody, check_string, check_value
from rill.protocol.errors import CapabilityError, GuestError, HostError, LimitError, ProviderError, RillError
from rill.protocol.limits import Limits
from rill.protocol.messages import (
    LOG_LEVELS,
    AnyFrame,
    Batch,
    CallFunction,
    CallResult,
    ConfigUpdate,
    Destroy,
    ErrorFrame,
    ErrorShape,
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
from rill.protocol.printable import escape_lines
from rill.protocol.values import ErrorValue, FunctionRef, Value

if TYPE_CHECKING:
    from rill.components import ComponentSchema, MethodSchema
    from rill.sandbox import Sandbox, Workers

# What `session.on` knows.
EVENTS: Final = ("message", "error", "fatal_error", "batch", "log", "destroy", "restart")

HostFunction = Callable[..., Any]


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
        """The arguments as text that is safe to print: strings escaped where needed, the rest as Python shows it."""
        return escape_lines(" ".join(arg if isinstance(arg, str) else repr(arg) for arg in self.args))


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


@dataclass(slots=True)
class _Pending:
    """A message that waits for its turn."""

    body: MessageBody
    deadline_ms: float
    done: asyncio.Future[None] | None


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a worker brings back from a turn."""

    frames: Sequence[AnyFrame]
    batch: CheckedBatch | None
    outbox_bytes: int
    turn_ms: float


class _Guest:
    """The sandbox of one START, and whether a worker is in it. Only the worker of the present turn touches
    ``sandbox``."""

    __slots__ = ("busy", "ended", "instantiate", "sandbox")

    def __init__(self) -> None:
        self.instantiate: Callable[[], Sandbox] | None = None
        self.sandbox: Sandbox | None = None
        self.busy = False
        self.ended = False


class Session:
    """One live guest. Made by ``engine.open``; used on one event loop.

    Closing it discards the guest. All methods that send raise HostError when the guest is not running: `error` says
    why.
    """

    def __init__(
        self,
        id: str,
        options: SessionOptions,
        workers: Workers,
        make_sandbox: Callable[[], Awaitable[Callable[[], Sandbox]]],
        on_closed: Callable[[Session], None],
    ) -> None:
        self.id = id
        self._options = options
        self._workers = workers
        self._make_sandbox = make_sandbox
        self._on_closed = on_closed
        self._limits = options.limits
        self._clock = options.clock
        self._codec = Codec(options.limits)
        self._listeners = Listeners(EVENTS)
        self._adapters: list[Adapter] = []
        self._config: Mapping[str, Value] = options.config
        self._state: SessionState = "starting"
        self._error: RillError | None = None
        self._idle = asyncio.Event()
        self._closing: asyncio.Task[None] | None = None
        self._reset()

    def _reset(self) -> None:
        """Everything that belongs to one guest and is new after a restart."""
        self._guest = _Guest()
        self._receiver = Receiver(self._options.components, self._limits, self._emit, self.idle)
        self._statistics = SessionStatistics()
        self._policies = ListenerPolicies(self._clock, self._send_listener)
        self._timers = GuestTimers()
        self._timer_wakeup: Wakeup | None = None
        self._timer_turn = False
        self._queue: deque[_Pending] = deque()
        self._turn = 0
        self._now_ms = self._clock.now_ms()
        self._opened_ms = self._now_ms
        self._call_id = 0
        self._calls: dict[int, asyncio.Future[Value]] = {}
        self._ref_calls: set[int] = set()
        self._host_calls: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._functions: dict[int, int] = {}
        self._released: deque[int] = deque()
        self._log_window_ms = self._now_ms
        self._log_lines = 0
        self._idle.set()

    # -- what it is
    # -------------------------------------------------------------------------------------------------------

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
        """Counters since the session was opened or restarted, as a copy."""
        statistics = self._statistics
        statistics.timers = len(self._timers)
        statistics.functions = len(self._functions)
        statistics.queue = len(self._queue)
        guest = self._guest
        if guest.sandbox is not None and not guest.busy:
            statistics.heap_bytes = int(guest.sandbox.statistics()["heap_bytes"])
        return replace(statistics, receiver=replace(self._receiver.statistics()))

    # -- listening
    # --------------------------------------------------------------------------------------------------------

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
    # ----------------------------------------------------------------------------------------------------------

    async def send_event(self, name: str, payload: Value = None) -> None:
        """Tell the guest's ``useHostEvent(name)`` listeners, and wait until the turn is on screen.

        Raises:
            HostError: the payload cannot cross, or the guest is not running.
            RillError: the guest failed in this turn.
        """
        await self._send(HostEvent(0, 0.0, name, self._outgoing(payload)))

    async def update_config(self, config: Mapping[str, Value]) -> None:
        """Replace the config that ``useConfig`` returns, and wait until the turn is on screen. Raises as
        `send_event`."""
        await self._send(ConfigUpdate(0, 0.0, self._outgoing(dict(config))))
        self._config = dict(config)

    async def idle(self) -> None:
        """Wait until no turn runs and none is queued. Timers that are not due do not count."""
        while not self._idle.is_set():
            await self._idle.wait()

    def attach(self, adapter: Adapter) -> None:
        """Show the session on one more adapter, from now on. Attaching one twice is the host's error."""
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
    # -------------------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Run START: mount the guest. Called by ``engine.open`` and `restart`.

        Raises:
            RillError: the guest failed to load or to mount; `state` is ``failed`` then.
        """
        guest = self._guest
        self._idle.clear()
        try:
            guest.instantiate = await self._make_sandbox()
        except RillError as error:
            if guest is self._guest:
                self._fail(error)
            raise
        if guest.ended:
            raise self._not_running()
        options = self._options
        start = Start(0, 0.0, dict(options.props), dict(self._config), options.seed, None)
        await self._send(start)

    async def restart(self) -> None:
        """Discard the guest and start a new one from the same image; adapters are attached to the new tree.

        Raises:
            HostError: the session is closed.
            RillError: the new guest failed to start.
        """
        if self._state == "closed":
            raise HostError(f"session {self.id} is closed; open a new one", code="session_closed")
        self._end(HostError(f"session {self.id} was restarted", code="session_restarted"))
        for adapter in self._adapters:
            adapter.detach()
        self._error = None
        self._state = "starting"
        self._reset()
        for adapter in self._adapters:
            adapter.attach(self.tree)
        self._listeners.tell("restart")
        await self.start()

    async def close(self, reason: str = "closed") -> None:
        """End the session: DESTROY within its own deadline, then discard the guest. May be called twice, and at any
        time."""
        if self._closing is None:
            self._closing = asyncio.ensure_future(self._close(reason))
        await asyncio.shield(self._closing)

    async def _close(self, reason: str) -> None:
        if self._state == "running":
            try:
                await self._send(Destroy(0, 0.0, reason))
            except RillError as error:
                # A guest that fails while it is destroyed has failed for nobody; whoever listens hears of it.
                self._tell_error(error)
        self._state = "closed"
        self._end(HostError(f"session {self.id} is closed", code="session_closed"))
        self._listeners.tell("destroy", reason)
        for adapter in self._adapters:
            adapter.detach()
        self._adapters.clear()
        self._on_closed(self)

    def _end(self, error: RillError) -> None:
        """Stop everything that belongs to the present guest: who waits gets the error, the sandbox is discarded."""
        guest = self._guest
        if guest.ended:
            return
        guest.ended = True
        self._policies.clear()
        self._timers.clear_all()
        if self._timer_wakeup is not None:
            self._timer_wakeup.cancel()
            self._timer_wakeup = None
        pending, self._queue = self._queue, deque()
        for item in pending:
            _reject(item.done, error)
        calls, self._calls = self._calls, {}
        for call in calls.values():
            _reject(call, error)
        for task in tuple(self._tasks):
            task.cancel()
        if not guest.busy:
            self._discard(guest)
            self._idle.set()

    def _discard(self, guest: _Guest) -> None:
        """Give a guest's memory back, in a worker: the pool is the only place that touches a sandbox."""
        sandbox, guest.sandbox = guest.sandbox, None
        if sandbox is not None:
            self._workers.submit(sandbox.close, _ignore_outcome)

    def _fail(self, error: RillError) -> None:
        """End the guest, keep its last good tree on screen."""
        if self._state in ("failed", "closed"):
            return
        self._state = "failed"
        self._error = error
        self._statistics.errors += 1
        self._end(error)
        self._listeners.tell("fatal_error", error)

    # -- turns
    # ------------------------------------------------------------------------------------------------------------

    async def _send(self, message: Message) -> None:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._enqueue(message, done)
        await done

    def _enqueue(self, message: Message, done: asyncio.Future[None] | None = None) -> None:
        if self._state not in ("starting", "running"):
            raise self._not_running()
        if len(self._queue) >= self._limits.queue:
            raise LimitError(
                f"{len(self._queue)} messages wait for session {self.id}, more than queue={self._limits.queue} "
                "(Limits.queue); await what you send",
                code="queue_exceeded",
                limit="queue",
                value=len(self._queue),
                maximum=self._limits.queue,
                fault="host",
            )
        deadline_ms = self._limits.destroy_ms if type(message) is Destroy else self._limits.turn_ms
        self._queue.append(_Pending(self._codec.encode_body(message), deadline_ms, done))
        self._idle.clear()
        self._run_next()

    def _not_running(self) -> RillError:
        if self._state == "failed":
            return HostError(f"session {self.id} has failed ({self._error}); restart it", code="session_failed")
        return HostError(f"session {self.id} is closed", code="session_closed")

    def _run_next(self) -> None:
        guest = self._guest
        if guest.busy or guest.ended or guest.instantiate is None:
            return
        if not self._queue:
            self._idle.set()
            return
        pending = self._queue.popleft()
        guest.busy = True
        self._turn += 1
        # A clock that was set back would let a guest's timers and animations run backwards.
        self._now_ms = max(self._now_ms, self._clock.now_ms())
        message = pending.body.stamp(self._turn, self._now_ms)
        self._statistics.bytes_in += len(message)
        loop = asyncio.get_running_loop()
        receiver = self._receiver

        def work() -> _Outcome:
            return self._run_turn(guest, message, pending.deadline_ms, receiver)

        def done(outcome: _Outcome | None, error: BaseException | None) -> None:
            loop.call_soon_threadsafe(self._turn_done, guest, pending, outcome, error)

        self._workers.submit(work, done)

    def _run_turn(self, guest: _Guest, message: bytes, deadline_ms: float, receiver: Receiver) -> _Outcome:
        """One turn, in a worker thread: run, decode, check. Touches nothing of the session but the guest's sandbox."""
        sandbox = guest.sandbox
        if sandbox is None:
            assert guest.instantiate is not None
            sandbox = guest.sandbox = guest.instantiate()
        started = time.perf_counter()
        outbox = sandbox.turn(message, deadline_ms)
        turn_ms = (time.perf_counter() - started) * 1000
        with collector_paused():
            frames = self._codec.decode_outbox(outbox)
            _check_frames(frames, self._limits)
            batch = None
            # A guest that failed for good may have unmounted itself on the way: the last good tree stays.
            if frames and isinstance(frames[0], Batch) and _fatal(frames) is None:
                batch = receiver.check(frames[0])
        return _Outcome(frames, batch, len(outbox), turn_ms)

    def _turn_done(
        self, guest: _Guest, pending: _Pending, outcome: _Outcome | None, error: BaseException | None
    ) -> None:
        if guest.ended:
            guest.busy = False
            # The guest was ended while its turn ran: its outbox is nobody's.
            _reject(pending.done, self._error or self._not_running())
            self._discard(guest)
            if guest is self._guest:
                self._idle.set()
            return
        try:
            if error is not None:
                raise error
            assert outcome is not None
            self._take_outcome(outcome)
        except RillError as fault:
            guest.busy = False
            self._fail(fault)
            _reject(pending.done, fault)
            return
        except Exception as bug:  # noqa: BLE001 - nothing of a guest's turn may reach the loop
            # Not of Rill's tree, so a bug of Rill or of a provider. The session cannot go on, and the host hears of it.
            unforeseen = ProviderError(f"a turn failed by a bug of Rill: {type(bug).__name__}: {bug}", code="internal")
            unforeseen.__cause__ = bug
            guest.busy = False
            self._fail(unforeseen)
            _reject(pending.done, unforeseen)
            return
        # Only now, so that no message that its frames led to began a turn before the last of them was carried out.
        guest.busy = False
        if self._state == "starting":
            self._state = "running"
        if pending.done is not None and not pending.done.done():
            pending.done.set_result(None)
        self._timer_turn = False
        self._plan_timers()
        self._flush_released()
        self._run_next()

    def _take_outcome(self, outcome: _Outcome) -> None:
        """Carry out a turn: the batch, then the frames in their order, then the REF_CALLs, which may look at the
        screen."""
        self._count_turn(outcome)
        fatal = _fatal(outcome.frames)
        changes = None
        if outcome.batch is not None:
            with collector_paused():
                changes = self._receiver.apply(outcome.batch)
            self._show(changes)
            event = BatchEvent(self._turn, changes.sequence, changes, outcome.outbox_bytes, outcome.turn_ms)
            self._listeners.tell("batch", event)
        for frame in outcome.frames:
            # A guest that failed for good is heard to the end, but nothing more is done for it.
            if fatal is None or type(frame) is Log:
                carry_out = _FRAMES.get(type(frame))
                if carry_out is not None:
                    carry_out(self, frame)
        if fatal is not None:
            raise _error_of(fatal.error)
        if outcome.batch is not None:
            for call in outcome.batch.ref_calls:
                self._take_ref_call(call)

    def _count_turn(self, outcome: _Outcome) -> None:
        statistics = self._statistics
        statistics.turns += 1
        statistics.turn_ms_last = outcome.turn_ms
        statistics.turn_ms_total += outcome.turn_ms
        statistics.turn_ms_max = max(statistics.turn_ms_max, outcome.turn_ms)
        if outcome.turn_ms > self._limits.turn_warn_ms:
            statistics.turns_slow += 1
        statistics.bytes_out += outcome.outbox_bytes
        statistics.outbox_bytes_max = max(statistics.outbox_bytes_max, outcome.outbox_bytes)

    def _show(self, changes: Changes) -> None:
        for adapter in tuple(self._adapters):
            try:
                adapter.apply(changes)
            except Exception as error:  # noqa: BLE001 - an adapter's bug must not end the guest
                self._tell_adapter_failed(adapter, "could not show a batch", error)

    def _tell_adapter_failed(self, adapter: Adapter, what: str, error: Exception) -> None:
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

    # -- frames
    # -----------------------------------------------------------------------------------------------------------

    def _take_message(self, frame: GuestMessage) -> None:
        self._statistics.messages += 1
        self._listeners.tell("message", frame.name, self._incoming(frame.payload))

    def _take_call_result(self, frame: CallResult) -> None:
        future = self._calls.pop(frame.call, None)
        if future is None:
            raise GuestError(
                f"CALL_RESULT for call {frame.call}, which waits for none, at outbox",
                code="call_unknown",
                path="outbox",
            )
        if future.done():
            return
        value = self._incoming(frame.value)
        if frame.ok:
            future.set_result(value)
        else:
            future.set_exception(_rejection(value))

    def _take_timer_set(self, frame: TimerSet) -> None:
        # NaN compares as false with everything.
        if not frame.delay_ms >= 0:
            raise GuestError(
                f"expected a delay of 0 ms or more, got {frame.delay_ms} at outbox", code="timer_invalid", path="outbox"
            )
        self._timers.set(frame.id, frame.delay_ms, frame.repeat, self._now_ms)
        if len(self._timers) > self._limits.timers:
            raise _limit_error("timers", len(self._timers), self._limits.timers, "timers")

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
        self._tell_error(_error_of(frame.error))

    def _take_host_call(self, frame: HostCall) -> None:
        self._statistics.host_calls += 1
        if frame.call in self._host_calls:
            raise GuestError(f"HOST_CALL {frame.call} is used twice, at outbox", code="call_reused", path="outbox")
        self._host_calls.add(frame.call)
        if len(self._host_calls) > self._limits.host_calls:
            raise _limit_error(
                "host_calls", len(self._host_calls), self._limits.host_calls, "HOST_CALLs without an answer"
            )
        function = self._options.functions.get(frame.function)
        if function is None:
            granted = did_you_mean(frame.function, self._options.functions)
            refused = CapabilityError(
                f"the host granted no function {shown(frame.function)}{granted}", code="function_not_granted"
            )
            self._tell_error(refused)
            self._answer_host_call(frame.call, False, _error_value(refused))
            return
        args = [self._incoming(arg) for arg in frame.args]
        self._carry_out(
            lambda: function(*args),
            lambda ok, value: self._answer_host_call(frame.call, ok, value),
            lambda error: self._host_function_failed(frame.function, error),
        )

    def _carry_out(
        self,
        run: Callable[[], Value | Awaitable[Value]],
        answer: Callable[[bool, Value], None],
        failed: Callable[[Exception], ErrorValue],
    ) -> None:
        """Run what the guest asked for and answer it, now or later. An answer to a guest that ended is dropped."""
        try:
            result = run()
        except Exception as error:  # noqa: BLE001 - whatever the host's code raises, the guest is answered
            answer(False, failed(error))
            return
        if inspect.isawaitable(result):
            task = asyncio.ensure_future(self._await_answer(result, answer, failed))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        else:
            answer(True, result)

    async def _await_answer(
        self,
        result: Awaitable[Value],
        answer: Callable[[bool, Value], None],
        failed: Callable[[Exception], ErrorValue],
    ) -> None:
        guest = self._guest
        try:
            value = await result
        except Exception as error:  # noqa: BLE001 - as above
            if not guest.ended:
                answer(False, failed(error))
            return
        if not guest.ended:
            answer(True, value)

    def _host_function_failed(self, function: str, error: Exception) -> ErrorValue:
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
        self._host_calls.discard(call)
        self._answer(lambda ok, value: HostResult(0, 0.0, call, ok, value), ok, value)

    def _answer(self, make: Callable[[bool, Value], Message], ok: bool, value: Value) -> None:
        """Queue an answer; a value that cannot cross becomes a rejection, and the host hears of it."""
        try:
            self._enqueue(make(ok, self._outgoing(value)))
        except HostError as error:
            if self._state not in ("starting", "running"):
                return
            self._tell_error(error)
            self._enqueue(make(False, ErrorValue(name="HostError", message="the host's answer cannot cross")))

    # -- REF_CALL
    # ---------------------------------------------------------------------------------------------------------

    def _take_ref_call(self, operation: RefCall) -> None:
        self._statistics.ref_calls += 1
        call = operation.call
        if call in self._ref_calls:
            raise GuestError(f"REF_CALL {call} is used twice, at batch", code="call_reused", path="batch")
        self._ref_calls.add(call)
        if len(self._ref_calls) > self._limits.ref_calls:
            raise _limit_error("ref_calls", len(self._ref_calls), self._limits.ref_calls, "REF_CALLs without an answer")
        self._carry_out(
            lambda: self._call_adapter(operation),
            lambda ok, value: self._answer_ref_call(call, ok, value),
            lambda error: self._method_failed(operation, error),
        )

    def _call_adapter(self, operation: RefCall) -> Value | Awaitable[Value]:
        """Ask the first adapter: it was there first, and one answer is enough."""
        node = self.tree.find(operation.id)
        if node is None or node.schema is None:
            raise GuestError(f"node {operation.id} is gone or has no methods", code="node_unknown")
        methods = node.schema.methods
        method = methods.get(operation.method)
        if method is None:
            hint = did_you_mean(operation.method, methods)
            raise GuestError(f"{node.type} has no method {shown(operation.method)}{hint}", code="method_unknown")
        args = method.check_args(operation.args, f"{node.type}.{method.name}", self._limits)
        if not self._adapters:
            raise GuestError("no screen is attached to carry out the call", code="detached")
        result = self._adapters[0].call(node, method.name, args)
        if inspect.isawaitable(result):
            return _checked(result, method)
        return method.check_result(result)

    def _method_failed(self, operation: RefCall, error: Exception) -> ErrorValue:
        if isinstance(error, RillError):
            return _error_value(error)
        if self._adapters:
            self._tell_adapter_failed(self._adapters[0], f"failed in {operation.method!r}", error)
        return ErrorValue(name="HostError", message="the call failed on the host")

    def _answer_ref_call(self, call: int, ok: bool, value: Value) -> None:
        self._ref_calls.discard(call)
        self._answer(lambda ok, value: RefMethodResult(0, 0.0, call, ok, value), ok, value)

    # -- calls into the guest
    # ---------------------------------------------------------------------------------------------

    def _emit(self, node: Node, event: str, payload: Value) -> None:
        """An adapter's event, on its way through the listener's policy."""
        assert node.schema is not None
        payload = node.schema.events[event].dump(payload)
        if self._state != "running":
            self._statistics.events_dropped += 1
            return
        self._policies.take(node, event, payload)

    def _send_listener(self, node: Node, event: str, payload: Value) -> None:
        args = [] if payload is None else [payload]
        try:
            self._enqueue(CallFunction(0, 0.0, (node.id, event), args, None))
            self._statistics.events += 1
        except LimitError as error:
            self._statistics.events_dropped += 1
            self._tell_error(error)

    async def _call_function(self, function: int, args: tuple[Value, ...]) -> Value:
        if function not in self._functions:
            raise HostError(f"function {function} was released, or its guest has ended", code="function_released")
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
        message = CallFunction(0, 0.0, function, [self._outgoing(arg) for arg in args], call)
        self._enqueue(message)
        self._calls[call] = future
        return await future

    def _incoming(self, value: Value) -> Value:
        return adopt_functions(value, self._adopt)

    def _adopt(self, ref: FunctionRef) -> GuestFunction:
        self._functions[ref.id] = self._functions.get(ref.id, 0) + 1
        if len(self._functions) > self._limits.functions:
            raise _limit_error("functions", len(self._functions), self._limits.functions, "functions held by the host")
        loop = asyncio.get_running_loop()
        guest = self._guest

        def let_go(function: int) -> None:
            # Python may collect the function in any thread, and after the loop has ended.
            if not guest.ended and not loop.is_closed():
                self._released.append(function)
                loop.call_soon_threadsafe(self._flush_released)

        async def call(function: int, args: tuple[Value, ...]) -> Value:
            if guest.ended:
                raise HostError(f"the guest of function {function} has ended", code="function_released")
            return await self._call_function(function, args)

        return GuestFunction(ref.id, call, let_go)

    def _outgoing(self, value: Value) -> Value:
        return return_functions(value, lambda function: function.id in self._functions)

    def _flush_released(self) -> None:
        """Tell the guest of functions that nobody in the host holds any more, all in one message."""
        gone: list[int] = []
        while self._released:
            function = self._released.popleft()
            held = self._functions.get(function, 0)
            if held == 1:
                del self._functions[function]
            elif held:
                self._functions[function] = held - 1
            gone.append(function)
        if gone and self._state == "running":
            self._enqueue(Release(0, 0.0, gone))

    # -- timers and tasks
    # -------------------------------------------------------------------------------------------------

    def _plan_timers(self) -> None:
        """Wake up when the next timer is due; while a TIMER turn is under way, after it."""
        due_ms = self._timers.next_due_ms
        if self._timer_wakeup is not None:
            self._timer_wakeup.cancel()
            self._timer_wakeup = None
        if due_ms is not None and not self._timer_turn:
            self._timer_wakeup = self._clock.call_at(due_ms, self._timers_due)

    def _timers_due(self) -> None:
        self._timer_wakeup = None
        ids = self._timers.take_due(self._clock.now_ms())
        if ids:
            self._timer_turn = True
            self._enqueue(Timer(0, 0.0, ids))
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


async def _checked(result: Awaitable[Value], method: MethodSchema) -> Value:
    return method.check_result(await result)


def _check_frames(frames: Sequence[AnyFrame], limits: Limits) -> None:
    """Check the values of all frames but the batch, whose operations the receiver checks."""
    for index, frame in enumerate(frames):
        path = f"outbox[{index}]"
        match frame:
            case GuestMessage():
                check_string(frame.name, f"{path}.name", limits)
                check_value(frame.payload, f"{path}.payload", limits)
            case HostCall():
                check_string(frame.function, f"{path}.function", limits)
                check_value(frame.args, f"{path}.args", limits)
            case CallResult():
                check_value(frame.value, f"{path}.value", limits)
            case Log():
                if frame.level not in LOG_LEVELS:
                    raise GuestError(
                        f"expected a log level of {', '.join(LOG_LEVELS)}, got {shown(frame.level)} at {path}",
                        code="log_level_unknown",
                        path=path,
                    )
                check_value(frame.args, f"{path}.args", limits)
            case _:
                pass


def _fatal(frames: Sequence[AnyFrame]) -> ErrorFrame | None:
    for frame in frames:
        if type(frame) is ErrorFrame and frame.fatal:
            return frame
    return None


# A guest says itself what its error is; whatever it claims is cut to this.
_ERROR_TEXT_MAX: Final = 8 * 1024


def _error_of(shape: ErrorShape) -> GuestError:
    name, message = shape.name[:256], shape.message[:_ERROR_TEXT_MAX]
    text = f"{name}: {message}" if name else message
    stack = shape.stack[:_ERROR_TEXT_MAX]
    if shape.cause:
        stack = f"{stack}\ncaused by {shape.cause[:_ERROR_TEXT_MAX]}"
    return GuestError(text, code=shape.code[:64] or "exception", name=name, stack=stack)


def _error_value(error: RillError) -> ErrorValue:
    return ErrorValue(name=type(error).__name__, message=str(error))


def _rejection(value: Value) -> GuestError:
    """What a host's call into the guest raises when the guest's function threw."""
    if isinstance(value, ErrorValue):
        return GuestError(f"{value.name}: {value.message}", code="call_failed", name=value.name, stack=value.stack)
    return GuestError(f"the guest's function threw {value!r:.200}", code="call_failed")


def _limit_error(limit: str, value: int, maximum: int, what: str) -> LimitError:
    return LimitError(
        f"{value} {what} exceed {limit}={maximum} (Limits.{limit})",
        code=f"{limit}_exceeded",
        limit=limit,
        value=value,
        maximum=maximum,
        fault="guest",
    )


def _reject(future: asyncio.Future[Any] | None, error: RillError) -> None:
    if future is not None and not future.done():
        future.set_exception(error)


def _ignore_outcome(_outcome: object, _error: BaseException | None) -> None:
    """A discarded sandbox has nothing more to say."""
