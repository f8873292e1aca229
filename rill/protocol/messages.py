"""The turn's two directions, as data: messages from host to guest, and the frames of an outbox.

A message is an array ``[kind, turn, now_ms, ...fields]``; a frame is ``[kind, ...fields]``. See docs/protocol.md.
"""

from __future__ import annotations

from typing import Annotated, Final

import msgspec

from rill.protocol.operations import AnyOperation, CallId, NodeId
from rill.protocol.values import FunctionId, Value

# Counts up when a message, frame, operation or value changes its meaning; see "Versions" in docs/protocol.md.
PROTOCOL_VERSION: Final = 1

# Rounds of a turn's immediate queue before it counts as endless. React itself stops a chain of updates at 50.
ROUNDS_MAX: Final = 1_000
# UTF-8 bytes of an ERROR's name, message, stack, cause and code together: a stack of about 50 frames.
ERROR_BYTES_MAX: Final = 8 * 1024
# How often zero-delay timers may set each other within one turn; what comes later is a host timer. Browsers use the
# same number.
TIMER_NESTING_MAX: Final = 5
# Shortest delay of a host timer, as in browsers, so that a timer that sets itself again cannot keep a host busy.
TIMER_DELAY_MS_MIN: Final = 4
# Longest delay of a timer, that of browsers: 2**31 - 1 ms, about 25 days.
TIMER_DELAY_MS_MAX: Final = 2_147_483_647

# Levels of a LOG; the rest of `console` maps onto them in the guest.
LOG_LEVELS: Final = ("debug", "info", "warn", "error")

TimerId = Annotated[int, msgspec.Meta(ge=1, le=0xFFFFFFFF)]


class Message(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True, gc=False):
    """What the host says to a guest in one turn. ``now_ms`` is the session's clock, still within the turn."""

    turn: int
    now_ms: float


class Start(Message, tag=1, frozen=True):
    """Mount the default export. ``seed`` feeds the guest's random generator; ``view`` holds restored view state, or
    nil.
    """

    props: Value
    config: Value
    seed: int
    view: Value


class CallFunction(Message, tag=2, frozen=True):
    """Call a guest function by its id, or the listener under ``[node, event]``. With ``call`` a CALL_RESULT answers."""

    target: FunctionId | tuple[NodeId, str]
    args: list[Value]
    call: CallId | None


class HostEvent(Message, tag=3, frozen=True):
    """Tell the guest's ``useHostEvent`` listeners of this name."""

    name: str
    payload: Value


class ConfigUpdate(Message, tag=4, frozen=True):
    """Replace the config that ``useConfig`` returns."""

    config: Value


class RefMethodResult(Message, tag=5, frozen=True):
    """Answer a REF_CALL: the value, or an Error when ``ok`` is false."""

    call: CallId
    ok: bool
    value: Value


class HostResult(Message, tag=6, frozen=True):
    """Answer a HOST_CALL: the value, or an Error when ``ok`` is false."""

    call: CallId
    ok: bool
    value: Value


class Timer(Message, tag=7, frozen=True):
    """Timers that are due, in order."""

    ids: list[TimerId]


class Release(Message, tag=8, frozen=True):
    """The host let go of functions that crossed in MESSAGE, HOST_CALL or REF_CALL arguments."""

    functions: list[FunctionId]


class Destroy(Message, tag=9, frozen=True):
    """Unmount. The guest is discarded afterwards, whatever it does."""

    reason: str


MESSAGES: Final[tuple[type[Message], ...]] = (
    Start,
    CallFunction,
    HostEvent,
    ConfigUpdate,
    RefMethodResult,
    HostResult,
    Timer,
    Release,
    Destroy,
)
AnyMessage = Start | CallFunction | HostEvent | ConfigUpdate | RefMethodResult | HostResult | Timer | Release | Destroy


class Frame(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True, gc=False):
    """One entry of an outbox. Its identity is (turn, index)."""


class Batch(Frame, tag=1, frozen=True):
    """All operations of the turn; at most one, and first. ``sequence`` counts a session's batches from 1."""

    version: int
    sequence: int
    operations: list[AnyOperation]


class GuestMessage(Frame, tag=2, frozen=True):
    """MESSAGE: what ``useSendToHost`` sends."""

    name: str
    payload: Value


class HostCall(Frame, tag=3, frozen=True):
    """HOST_CALL: call a capability that the host granted. Answered by HOST_RESULT."""

    call: CallId
    function: str
    args: list[Value]


class CallResult(Frame, tag=4, frozen=True):
    """CALL_RESULT: answer to a CALL_FUNCTION that carried ``call``."""

    call: CallId
    ok: bool
    value: Value


class TimerSet(Frame, tag=5, frozen=True):
    """TIMER_SET: the guest wants a TIMER message in ``delay_ms``, again and again if ``repeat``."""

    id: TimerId
    delay_ms: float
    repeat: bool


class TimerClear(Frame, tag=6, frozen=True):
    """TIMER_CLEAR: the timer is not wanted any more. An unknown id is no error: it may just have fired."""

    id: TimerId


class Log(Frame, tag=7, frozen=True):
    """LOG: one console line. ``source`` is where in the guest's code, or nil."""

    level: str
    args: list[Value]
    source: str | None


class ErrorFrame(Frame, tag=8, frozen=True):
    """ERROR: a guest's error, formatted inside the sandbox. ``fatal`` ends the session."""

    error: ErrorShape
    fatal: bool


class ErrorShape(msgspec.Struct, frozen=True, kw_only=True):
    """Name, message, stack and cause of a guest's error: at most 8 KB together. The strings may say anything."""

    name: str = "Error"
    message: str = ""
    stack: str = ""
    cause: str = ""
    code: str = "exception"


FRAMES: Final[tuple[type[Frame], ...]] = (
    Batch,
    GuestMessage,
    HostCall,
    CallResult,
    TimerSet,
    TimerClear,
    Log,
    ErrorFrame,
)
AnyFrame = Batch | GuestMessage | HostCall | CallResult | TimerSet | TimerClear | Log | ErrorFrame
