"""One turn, as a worker thread runs it: the sandbox, then decoding and checking what it left behind.

Everything here is a function of its arguments. It reads the receiver's tree and changes nothing, so that it may run
beside the event loop. What the frames lead to is the session's business.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from rill.host.collector import collector_paused
from rill.host.names import shown
from rill.host.receiver import CheckedBatch, Receiver
from rill.protocol.codec import Codec, check_string, check_value
from rill.protocol.errors import GuestError, LimitError, ProviderError, RillError
from rill.protocol.limits import Limits
from rill.protocol.messages import (
    ERROR_BYTES_MAX,
    LOG_LEVELS,
    AnyFrame,
    Batch,
    CallResult,
    ErrorFrame,
    ErrorShape,
    GuestMessage,
    HostCall,
    Log,
    TimerSet,
)
from rill.protocol.values import ErrorValue, Value
from rill.sandbox import Sandbox

# A guest says itself what its error is; whatever it claims is cut to ERROR_BYTES_MAX, and its name to this.
_ERROR_NAME_MAX: Final = 256
# Replaces the places in a stack by those in the guest's source.
PlaceStack = Callable[[str], str]

_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")
# Codes by which a guest says that it met a bound of its sandbox, and the field of Limits that moves it.
_BOUNDS: Final = {
    "memory": "memory_bytes",
    "stack": "stack_bytes",
    "outbox": "outbox_bytes",
    "values": "outbox_values",
    "extensions": "outbox_extensions",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a turn left behind, checked as far as that is possible without carrying it out.

    ``fatal`` is the error that the guest reported as the end of itself; there is no batch then, because such a guest
    may have unmounted itself on the way, and the last good tree stays. ``is_rest_due`` is that of the sandbox.
    """

    frames: Sequence[AnyFrame]
    batch: CheckedBatch | None
    fatal: RillError | None
    outbox_bytes: int
    turn_ms: float
    decode_ms: float
    check_ms: float
    is_rest_due: bool
    # When the worker began and when it was done, as `time.perf_counter` tells it: what lies around them is the hop.
    began_s: float
    ended_s: float


def run_turn(
    sandbox: Sandbox,
    message: bytes,
    deadline_ms: float,
    codec: Codec,
    receiver: Receiver,
    limits: Limits,
    place: PlaceStack | None = None,
) -> Outcome:
    """Run one turn to its end, and decode and check its outbox. ``place`` leads stacks back to the guest's source.

    Raises:
        RillError: as `Sandbox.turn`, `Codec.decode_outbox` and `Receiver.check`. The guest has ended then.
    """
    started = time.perf_counter()
    try:
        outbox = sandbox.turn(message, deadline_ms)
    except (GuestError, LimitError) as error:
        if place is not None:
            error.stack = place(error.stack)
        raise
    ended = time.perf_counter()
    with collector_paused():
        frames: Sequence[AnyFrame] = codec.decode_outbox(outbox)
        if place is not None:
            frames = [_placed(frame, place) if type(frame) is ErrorFrame else frame for frame in frames]
        decoded = time.perf_counter()
        fatal = check_frames(frames, limits)
        batch = None
        if fatal is None and frames and type(frames[0]) is Batch:
            batch = receiver.check(frames[0])
    checked = time.perf_counter()
    return Outcome(
        frames=frames,
        batch=batch,
        fatal=fatal,
        outbox_bytes=len(outbox),
        turn_ms=(ended - started) * 1000,
        decode_ms=(decoded - ended) * 1000,
        check_ms=(checked - decoded) * 1000,
        is_rest_due=sandbox.is_rest_due,
        began_s=started,
        ended_s=checked,
    )


def check_frames(frames: Sequence[AnyFrame], limits: Limits) -> RillError | None:
    """Check all frames but the batch, whose operations the receiver checks. Returns the first fatal error among them.

    Raises:
        GuestError, LimitError: a value, name, level or delay is not as docs/protocol.md says.
    """
    fatal: RillError | None = None
    for index, frame in enumerate(frames):
        path = f"outbox[{index}]"
        match frame:
            case Batch():
                pass
            case GuestMessage():
                check_string(frame.name, f"{path}.name", limits)
                check_value(frame.payload, f"{path}.payload", limits)
            case HostCall():
                check_string(frame.function, f"{path}.function", limits)
                check_value(frame.args, f"{path}.args", limits)
            case CallResult():
                check_value(frame.value, f"{path}.value", limits)
            case TimerSet():
                # NaN compares as false with everything.
                if not frame.delay_ms >= 0:
                    raise GuestError(
                        f"expected a delay of 0 ms or more, got {frame.delay_ms} at {path}.delay_ms",
                        code="timer_invalid",
                        path=f"{path}.delay_ms",
                    )
            case Log():
                if frame.level not in LOG_LEVELS:
                    raise GuestError(
                        f"expected a log level of {', '.join(LOG_LEVELS)}, got {shown(frame.level)} at {path}.level",
                        code="log_level_unknown",
                        path=f"{path}.level",
                    )
                check_value(frame.args, f"{path}.args", limits)
                if frame.source is not None:
                    check_string(frame.source, f"{path}.source", limits)
            case ErrorFrame() if frame.fatal and fatal is None:
                fatal = _fatal_error(frame.error, limits)
    return fatal


def _fatal_error(shape: ErrorShape, limits: Limits) -> RillError:
    """The error by which a guest ends. One that met a bound of its sandbox and could still say so gets the same kind
    of error as one that could not."""
    error = guest_error(shape)
    bound = _BOUNDS.get(error.code)
    if bound is None:
        return error
    maximum = getattr(limits, bound)
    return LimitError(
        f"{error.message}; the guest needs more than {bound}={maximum} (Limits.{bound})",
        code=error.code,
        limit=bound,
        maximum=maximum,
        fault="guest",
        stack=error.stack,
    )


def _placed(frame: ErrorFrame, place: PlaceStack) -> ErrorFrame:
    stack = place(frame.error.stack[:ERROR_BYTES_MAX])
    return ErrorFrame(msgspec.structs.replace(frame.error, stack=stack), frame.fatal)


def guest_error(shape: ErrorShape) -> GuestError:
    """The error that a guest reported, its texts cut and its code made one."""
    name, message = shape.name[:_ERROR_NAME_MAX], shape.message[:ERROR_BYTES_MAX]
    stack = shape.stack[:ERROR_BYTES_MAX]
    if shape.cause:
        stack = f"{stack}\ncaused by {shape.cause[:ERROR_BYTES_MAX]}"
    code = shape.code if _CODE.fullmatch(shape.code) else "exception"
    return GuestError(f"{name}: {message}" if name else message, code=code, name=name, stack=stack)


def rejection(value: Value) -> GuestError:
    """What a host's call into the guest raises when the guest's function threw."""
    if isinstance(value, ErrorValue):
        shape = ErrorShape(name=value.name, message=value.message, stack=value.stack, code="call_failed")
        return guest_error(shape)
    return GuestError(f"the guest's function threw {value!r:.200}", code="call_failed")


def as_fault(error: BaseException) -> RillError:
    """An error of a guest's run as one of Rill's tree. Any other is a bug of Rill or of a provider: the session cannot
    go on, and whoever hears of it finds the original as the cause."""
    if isinstance(error, RillError):
        return error
    fault = ProviderError(
        f"the guest was ended by a bug of Rill or of its provider: {type(error).__name__}: {error}", code="internal"
    )
    fault.__cause__ = error
    return fault
