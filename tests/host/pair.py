"""A host and a guest joined in memory: the guest is a script, so that sessions are tested without any engine.

A script is a list of steps, one for each turn. A step is the frames that the guest leaves behind, or its outbox as
bytes, or an error that the provider raises, or a function of the message that returns one of these. A guest whose
script is at its end answers with empty outboxes.
"""

from __future__ import annotations

import asyncio
import gc
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec

from rill import Bundle, Engine, Limits, Session
from rill.guest.bundle import CODE_PREFIX, CODE_SUFFIX, measure
from rill.guest.manifest import Manifest
from rill.host import ManualClock
from rill.host.recorder import Recorder
from rill.protocol.codec import to_wire
from rill.protocol.errors import HostError, RillError
from rill.protocol.messages import MESSAGES, Batch, CallFunction, ErrorFrame, ErrorShape, Frame, Message
from rill.protocol.operations import Append, Create, Operation
from rill.protocol.values import UNDEFINED, ErrorValue, FunctionRef
from rill.sandbox import Capabilities, Isolation, Program, SandboxLimits, Snapshot

Step = Any

CAPABILITIES = Capabilities(
    isolation=Isolation.WASM, snapshots=False, deterministic=True, hard_deadline=True, binary=True
)


# -- the wire


def outbox(*frames: Any) -> bytes:
    """The bytes of an outbox, as a guest would encode them. Lists cross as they are, hostile or not."""
    return msgspec.msgpack.encode([_plain(frame) for frame in frames])


def _plain(value: Any) -> Any:
    if isinstance(value, Frame | Operation):
        return [value.__struct_config__.tag, *(_plain(getattr(value, name)) for name in value.__struct_fields__)]
    if isinstance(value, msgspec.Raw):
        return value
    if isinstance(value, ErrorShape):
        return msgspec.structs.asdict(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, msgspec.Struct) and value.__struct_config__.array_like:
        return [_plain(getattr(value, name)) for name in value.__struct_fields__]
    return to_wire(value, "value", depth_max=100)


def _extension(code: int, data: memoryview) -> Any:
    if code == 0:
        return UNDEFINED
    if code == 1:
        return FunctionRef(int.from_bytes(data, "big"))
    if code == 3:
        return ErrorValue(**msgspec.msgpack.decode(bytes(data)))
    return msgspec.msgpack.Ext(code, bytes(data))


_KINDS = {kind.__struct_config__.tag: kind for kind in MESSAGES}


def _decode_message(message: bytes) -> Message:
    # Not by a typed decoder: msgspec 0.22 crashes in the collector over one for CALL_FUNCTION's target.
    kind, *fields = msgspec.msgpack.decode(message, ext_hook=_extension)
    if _KINDS[kind] is CallFunction and isinstance(fields[2], list):
        fields[2] = tuple(fields[2])
    return _KINDS[kind](*fields)


def batch(sequence: int, *operations: Any) -> Batch:
    """A BATCH frame."""
    return Batch(1, sequence, list(operations))


def text_tree(text: str = "hello", *, first: int = 1) -> list[Operation]:
    """CREATE and APPEND of <Text>text</Text> under the root: a screen to begin with."""
    return [
        Create(first, "Text", {}),
        Create(first + 1, "#text", text),
        Append(first, first + 1),
        Append(0, first),
    ]


def mounted(*operations: Any, text: str = "hello") -> list[Frame]:
    """The frames of a first turn: a batch with a text and these operations."""
    return [batch(1, *text_tree(text), *operations)]


def button(id: int, **props: Any) -> list[Operation]:
    """CREATE and APPEND of a Button that listens to presses, under the root."""
    return [Create(id, "Button", {"title": f"Button {id}", "onPress": True, **props}), Append(0, id)]


def fatal(message: str = "broken", **fields: str) -> ErrorFrame:
    """The frame by which a guest ends itself."""
    return ErrorFrame(ErrorShape(**{"name": "Error", "message": message, **fields}), True)


# -- the provider


class Gate:
    """A step during which the guest stays in its turn until it is let go on."""

    def __init__(self, step: Step = ()) -> None:
        self._step = step
        self._entered = threading.Event()
        self._open = threading.Event()

    def __call__(self, message: Message) -> Step:
        self._entered.set()
        assert self._open.wait(20), "nobody opened the gate"
        return self._step(message) if callable(self._step) else self._step

    async def entered(self) -> None:
        """Wait until the turn is under way."""
        assert await asyncio.to_thread(self._entered.wait, 20), "no turn came"

    def open(self) -> None:
        """Let the turn end."""
        self._open.set()


@dataclass(eq=False)
class ScriptedImage:
    program: Program
    limits: SandboxLimits
    content_hash: str = "scripted"
    size_bytes: int = 0


@dataclass(eq=False)
class ScriptedSandbox:
    """A guest that follows its script, and notes what it was told and by which thread."""

    provider: ScriptedProvider
    steps: deque[Step]
    messages: list[Any] = field(default_factory=list)
    deadlines: list[float] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)
    is_usable: bool = True
    is_rest_due: bool = False
    # What happens when it rests, if it ever is due.
    resting: Callable[[], object] = lambda: None
    rests: int = 0
    # What happens when it gives memory back.
    trimming: Callable[[], object] = lambda: None
    trims: int = 0
    closed: int = 0
    _busy: threading.Lock = field(default_factory=threading.Lock)

    def turn(self, message: bytes, deadline_ms: float) -> bytes:
        assert self._busy.acquire(blocking=False), "two turns of one guest at a time"
        try:
            if not self.is_usable:
                raise HostError("the sandbox has failed before", code="sandbox_failed")
            decoded = _decode_message(message)
            self.messages.append(decoded)
            self.deadlines.append(deadline_ms)
            self.threads.add(threading.current_thread().name)
            step: Step = self.steps.popleft() if self.steps else ()
            if callable(step):
                step = step(decoded)
            if isinstance(step, BaseException):
                raise step
            return step if isinstance(step, bytes) else outbox(*step)
        except BaseException:
            self.is_usable = False
            raise
        finally:
            self._busy.release()

    def rest(self, deadline_ms: float) -> None:
        assert self._busy.acquire(blocking=False), "a rest in a turn"
        try:
            self.rests += 1
            self.is_rest_due = False
            self.deadlines.append(deadline_ms)
            self.resting()
        finally:
            self._busy.release()

    def trim(self) -> int:
        assert self._busy.acquire(blocking=False), "trimmed in a turn"
        try:
            self.trims += 1
            self.trimming()
        finally:
            self._busy.release()
        return 4096

    def snapshot(self) -> Snapshot:
        raise NotImplementedError

    def statistics(self) -> dict[str, float]:
        self.provider.fail_if_told("statistics")
        return {"turns": len(self.messages), "heap_bytes": 1_000.0, "memory_bytes": 2_000.0}

    def close(self) -> None:
        self.is_usable = False
        self.closed += 1
        self.provider.fail_if_told("close")


class ScriptedProvider:
    """A provider in memory. Each sandbox follows the next of the scripts, those beyond them the last one.

    ``failures`` maps the names of calls (``build_image``, ``instantiate``, ``statistics``, ``close``,
    ``provider_statistics``) to the errors that they raise.
    """

    name = "scripted"

    def __init__(self, *scripts: Iterable[Step], capabilities: Capabilities = CAPABILITIES) -> None:
        self.capabilities = capabilities
        self._scripts = [list(script) for script in scripts]
        self.sandboxes: list[ScriptedSandbox] = []
        self.programs: list[Program] = []
        self.failures: dict[str, BaseException] = {}
        self.building: Gate | None = None
        self.is_closed = False

    def fail_if_told(self, call: str) -> None:
        if call in self.failures:
            raise self.failures[call]

    def build_image(self, program: Program, limits: SandboxLimits, deadline_ms: float) -> ScriptedImage:
        if self.building is not None:
            self.building(Message(0, 0.0))
        self.programs.append(program)
        self.fail_if_told("build_image")
        return ScriptedImage(program, limits)

    def instantiate(self, image: Any) -> ScriptedSandbox:
        self.fail_if_told("instantiate")
        script = self._scripts[min(len(self.sandboxes), len(self._scripts) - 1)] if self._scripts else []
        sandbox = ScriptedSandbox(self, deque(script))
        self.sandboxes.append(sandbox)
        return sandbox

    def restore(self, snapshot: Snapshot) -> ScriptedSandbox:
        raise NotImplementedError

    def statistics(self) -> dict[str, float]:
        self.fail_if_told("provider_statistics")
        live = [sandbox for sandbox in self.sandboxes if not sandbox.closed]
        return {"sandboxes_live": len(live), "sandboxes_started": len(self.sandboxes)}

    def close(self) -> None:
        self.is_closed = True


def bundle_of(code: str = "exports.default=()=>null;", **manifest: Any) -> Bundle:
    """A bundle; a ScriptedProvider never looks at its code."""
    body = CODE_PREFIX + code.encode() + CODE_SUFFIX
    fields: dict[str, Any] = {
        "id": "scripted",
        "version": "1.0.0",
        "language": "javascript",
        "protocol": 1,
        "runtime": "react",
        "components": (),
        "host_functions": (),
        "capabilities": (),
        "sizes": measure(body, None, {}),
        "build_time_ms": 946_684_800_000,
        "image": "bundle",
        **manifest,
    }
    return Bundle(Manifest(**fields), body)


# -- the pair


class Pair:
    """One session on a scripted guest, and all that the host heard of it."""

    def __init__(self, engine: Engine, provider: ScriptedProvider, session: Session, recorder: Recorder) -> None:
        self.engine = engine
        self.provider = provider
        self.session = session
        self.recorder = recorder
        # ("message", name, payload), ("error", error), ("batch", event), ... in the order in which they came.
        self.heard: list[tuple[Any, ...]] = []
        for name in ("message", "error", "fatal_error", "batch", "log", "destroy", "restart"):
            session.on(name, self._ear(name))

    def _ear(self, name: str) -> Callable[..., None]:
        return lambda *args: self.heard.append((name, *args))

    @property
    def clock(self) -> ManualClock:
        return self.recorder.clock

    @property
    def guest(self) -> ScriptedSandbox:
        """The sandbox of the present guest."""
        return self.provider.sandboxes[-1]

    @property
    def messages(self) -> list[Any]:
        """What the present guest was told, START first."""
        return self.guest.messages

    def told(self, kind: type[Message]) -> list[Any]:
        """The messages of one kind."""
        return [message for message in self.messages if type(message) is kind]

    def of(self, name: str) -> list[Any]:
        """What was heard under one name: the only argument, or a tuple of several."""
        found = [entry[1:] for entry in self.heard if entry[0] == name]
        return [args[0] if len(args) == 1 else args for args in found]

    @property
    def error_codes(self) -> list[str]:
        """Codes of the errors that the session survived."""
        return [error.code for error in self.of("error")]

    async def settled(self) -> None:
        """Wait until nothing is under way, neither a turn nor a task of a host function that can end."""
        for _ in range(5):
            await self.session.idle()
            await asyncio.sleep(0)

    def assert_failed(self, kind: type[RillError], code: str) -> None:
        """The session has failed with this error, was told so once, and its last good tree is still there."""
        session = self.session
        assert session.state == "failed"
        assert type(session.error) is kind, session.error
        assert session.error.code == code, (session.error.code, session.error)
        assert self.of("fatal_error") == [session.error]


@asynccontextmanager
async def pair(
    *steps: Step,
    scripts: Sequence[Sequence[Step]] | None = None,
    limits: Limits | None = None,
    start: bool = True,
    attach: bool = True,
    **options: Any,
) -> AsyncIterator[Pair]:
    """Open a session on a guest that follows ``steps``; after a restart it follows the next of ``scripts``.

    Without ``start`` it is for the test to call ``session.start()``.
    """
    provider = ScriptedProvider(*(scripts or [list(steps)]))
    engine = Engine(provider, limits=limits)
    recorder = Recorder()
    async with engine:
        opening = engine.open(bundle_of(), clock=recorder.clock, seed=7, **options)
        joined = Pair(engine, provider, opening.session, recorder)
        if attach:
            opening.session.attach(recorder)
        if start:
            await opening
        yield joined


# -- waiting


async def until(condition: Callable[[], bool]) -> None:
    """Let the loop turn until something is true; the naps give way to workers on a machine that is busy."""
    for turn in range(20_000):
        if condition():
            return
        await asyncio.sleep(0 if turn < 1_000 else 0.001)
    raise AssertionError("it never became true")


# -- what must not stay behind


class LoopWatch:
    """What was reported to the event loop because nobody else could hear it."""

    def __init__(self) -> None:
        self.reported: list[dict[str, Any]] = []

    def take(self) -> list[BaseException]:
        """The exceptions reported so far, which the test expected."""
        taken, self.reported = self.reported, []
        return [context["exception"] for context in taken]


@asynccontextmanager
async def watched_loop() -> AsyncIterator[LoopWatch]:
    """Assert that what runs inside reports nothing to the loop, and leaves no task and no thread behind."""
    loop = asyncio.get_running_loop()
    watch = LoopWatch()
    loop.set_exception_handler(lambda _, context: watch.reported.append(context))
    threads = set(threading.enumerate())
    tasks = asyncio.all_tasks()
    try:
        yield watch
        gc.collect()
        await asyncio.sleep(0)
        assert not watch.reported, watch.reported
        left = [task for task in asyncio.all_tasks() - tasks - {asyncio.current_task()} if not task.done()]
        assert not left, left
        # The loop's own executor keeps its threads until the loop ends, a provider its watchdog until it is closed, and
        # the binding `quickjs` makes one when it is imported.
        lasting = ("asyncio_", "rill-watchdog", "quickjs-worker")
        new = set(threading.enumerate()) - threads
        stay = [thread.name for thread in new if not thread.name.startswith(lasting)]
        assert not stay, stay
    finally:
        loop.set_exception_handler(None)
