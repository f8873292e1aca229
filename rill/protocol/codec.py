"""The one codec: outbox bytes to frames, messages to bytes, and the rules for the values inside both.

Knows MessagePack and the extensions of docs/guest-abi.md. Does not know what operations mean, and performs no I/O.
"""

from __future__ import annotations

import math
import re
import struct
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec

from rill.protocol.errors import GuestError, HostError, LimitError, RillError
from rill.protocol.limits import Limits
from rill.protocol.messages import FRAMES, AnyFrame, Batch, Message
from rill.protocol.operations import ID_MAX, OPERATIONS
from rill.protocol.scan import is_suspect, scan, unknown_extension
from rill.protocol.values import (
    BIGINT_DIGITS_MAX,
    DATE_MS_END,
    DATE_MS_MIN,
    FORBIDDEN_KEYS,
    SAFE_INTEGER_MAX,
    UNDEFINED,
    ArrayBuffer,
    BigInt,
    ElementType,
    ErrorValue,
    Extension,
    FunctionRef,
    MapValue,
    SetValue,
    TypedArray,
    Undefined,
    Value,
)

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_HEX: Final = re.compile(rb"-?[0-9a-f]+")
_STEP: Final = re.compile(r"\[(\d+|\.\.\.)\]|\.(\w+)")
# Above this size an error keeps the numbers of fields: finding their names would cost as much as decoding.
_NAMED_BYTES_MAX: Final = 64 * 1024


class MessageBody(msgspec.Struct, frozen=True, gc=False):
    """An encoded message without its turn and time."""

    head: bytes
    fields: bytes

    def stamp(self, turn: int, now_ms: float) -> bytes:
        """The message's bytes for this turn."""
        return self.head + msgspec.msgpack.encode(turn) + struct.pack(">Bd", 0xCB, now_ms) + self.fields


class Codec:
    """Decodes outboxes and encodes messages under one set of limits.

    Safe to share between threads. Decoding is linear in the bytes, and what a hostile outbox can make of them is
    bounded by ``outbox_values`` containers and ``outbox_extensions`` extensions. It needs half a megabyte of the
    calling thread's stack.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._encoder = msgspec.msgpack.Encoder()
        self._threads = threading.local()

    def decode_outbox(self, data: bytes | bytearray | memoryview) -> list[AnyFrame]:
        """Decode what a turn left behind.

        Raises:
            GuestError: the bytes are no list of frames; the path names the operation and field.
            LimitError: the outbox is larger than ``outbox_bytes``, or holds too many extensions or frames.
        """
        limits = self._limits
        if len(data) > limits.outbox_bytes:
            raise _limit("outbox_bytes", len(data), limits.outbox_bytes, "bytes in one outbox", "outbox")
        declared = _declared_length(data)
        if declared > limits.frames:
            raise _limit("frames", declared, limits.frames, "frames in one outbox", "outbox")
        if is_suspect(data, limits):
            scan(data, limits)
        frames = self._decoder().decode(data)
        for index, frame in enumerate(frames):
            if type(frame) is Batch:
                if index:
                    raise GuestError(
                        f"BATCH must be the first frame and the only one, found another at outbox[{index}]",
                        code="batch_misplaced",
                        path=f"outbox[{index}]",
                    )
                count = len(frame.operations)
                if count > limits.operations:
                    raise _limit("operations", count, limits.operations, "operations in one batch", "batch")
        return frames

    def encode_message(self, message: Message) -> bytes:
        """Encode a message for the guest.

        Raises:
            HostError: a value in it cannot cross; the path says which.
        """
        return self.encode_body(message).stamp(message.turn, message.now_ms)

    def encode_body(self, message: Message) -> MessageBody:
        """Encode all of a message but its turn and time, which are known only when the turn begins.

        So a host hears at once, where it asked, that a value cannot cross; and a queue holds bytes.

        Raises:
            HostError: a value in it cannot cross; the path says which.
        """
        depth_max = self._limits.value_depth
        kind = type(message)
        name = kind.__name__
        wire = [_message_tag(kind), 0, 0.0]
        for field in message.__struct_fields__[2:]:
            wire.append(to_wire(getattr(message, field), f"{name}.{field}", depth_max=depth_max))
        encoded = self._encoder.encode(wire)
        # Array header and kind are one byte each (fewer than 16 fields, kinds below 128), turn 0 is one and 0.0 nine.
        return MessageBody(encoded[:2], encoded[12:])

    def encode_value(self, value: Value, path: str, *, around: int = 0) -> bytes:
        """Encode one value for whoever decodes it with `decode_value`, or for a message that takes it as `msgspec.Raw`.

        Args:
            around: in how many containers it is going to be put.

        Raises:
            HostError: the value cannot cross; the path says where in it.
        """
        return self._encoder.encode(to_wire(value, path, depth_max=self._limits.value_depth - around))

    def decode_value(self, data: bytes, path: str) -> Value:
        """Decode one value. What another process says is checked with `check_value` next.

        Raises:
            GuestError, LimitError: it is no MessagePack, or has extensions that no guest may send.
        """
        return self._decoder().decode_value(data, path)

    def _decoder(self) -> _OutboxDecoder:
        try:
            decoder: _OutboxDecoder = self._threads.decoder
        except AttributeError:
            decoder = self._threads.decoder = _OutboxDecoder(self._limits)
        return decoder


class _OutboxDecoder:
    """One thread's decoder: it counts extensions and their nesting while msgspec calls it back."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._extensions = 0
        # How many extensions lie around the one that is decoded, and the number of the outermost of them.
        self._depth = 0
        self._outermost = 0
        # Makes the error that was met inside the call-back, once its path is known. Of our own errors msgspec knows
        # nothing: it lets a ValueError pass, and everything around it is dropped on the way.
        self._refusal: Callable[[str], RillError] | None = None
        self._frames = msgspec.msgpack.Decoder(list[AnyFrame], ext_hook=self._extension)
        self._nested = msgspec.msgpack.Decoder(ext_hook=self._extension)

    def decode(self, data: bytes | bytearray | memoryview) -> list[AnyFrame]:
        self._extensions = self._depth = self._outermost = 0
        self._refusal = None
        try:
            return self._frames.decode(data)
        except RecursionError:
            raise _too_deep(self._limits, "outbox") from None
        except (msgspec.DecodeError, ValueError) as error:
            if self._refusal is not None:
                raise self._refusal(_path(data, _steps_to_extension(data, self._outermost))) from None
            reason, path = _locate(data, error)
            raise GuestError(f"{reason} at {path}", code="outbox_undecodable", path=path) from None

    def decode_value(self, data: bytes, path: str) -> Value:
        self._extensions = self._depth = self._outermost = 0
        self._refusal = None
        try:
            value: Value = self._nested.decode(data)
        except RecursionError:
            raise _too_deep(self._limits, path) from None
        except (msgspec.DecodeError, ValueError) as error:
            if self._refusal is not None:
                raise self._refusal(path) from None
            raise GuestError(f"no MessagePack value at {path}: {error}", code="value_undecodable", path=path) from None
        return value

    def _extension(self, code: int, payload: memoryview) -> Any:
        limits = self._limits
        self._extensions += 1
        if self._depth == 0:
            self._outermost += 1
        if self._extensions > limits.outbox_extensions:
            count, maximum = self._extensions, limits.outbox_extensions
            raise self._refuse(
                lambda _: _limit("outbox_extensions", count, maximum, "extensions in one outbox", "outbox")
            )
        decode = _EXTENSIONS.get(code)
        if decode is None:
            raise self._refuse(lambda path: unknown_extension(code, path))
        if self._depth >= limits.value_depth and code in _HOLDING_A_VALUE:
            raise self._refuse(lambda path: _too_deep(limits, path))
        self._depth += 1
        try:
            return decode(payload, self._nested.decode)
        except (ValueError, TypeError, OverflowError, msgspec.DecodeError) as error:
            if self._refusal is not None:
                raise
            name, reason = Extension(code).name.lower(), str(error).partition(" - at `")[0]
            raise self._refuse(
                lambda path: GuestError(
                    f"malformed {name} extension at {path}: {reason}", code="extension_malformed", path=path
                )
            ) from None
        finally:
            self._depth -= 1

    def _refuse(self, refusal: Callable[[str], RillError]) -> ValueError:
        """Remember the error and give msgspec one that it lets through."""
        self._refusal = refusal
        return ValueError("refused")


def _limit(field: str, value: int, maximum: int, what: str, path: str) -> LimitError:
    return LimitError(
        f"{value} {what} exceed {field}={maximum} (Limits.{field})",
        code=f"{field}_exceeded",
        path=path,
        limit=field,
        value=value,
        maximum=maximum,
        fault="guest",
    )


def _too_deep(limits: Limits, path: str) -> GuestError:
    return GuestError(
        f"value at {path} nests deeper than value_depth={limits.value_depth} (Limits.value_depth)",
        code="value_too_deep",
        path=path,
    )


def _declared_length(data: bytes | bytearray | memoryview) -> int:
    """How many frames the outbox's own header announces, so that too many are refused before one is made."""
    if not data:
        return 0
    if data[0] & 0xF0 == 0x90:
        return data[0] & 0x0F
    width = {0xDC: 2, 0xDD: 4}.get(data[0], 0)
    return int.from_bytes(data[1 : 1 + width], "big")


def _locate(data: bytes | bytearray | memoryview, error: Exception) -> tuple[str, str]:
    """Split an error of msgspec into its reason and a path in the names of the protocol."""
    if isinstance(error, UnicodeDecodeError):
        return f"a string is no UTF-8 ({error.reason})", "outbox"
    reason, _, where = str(error).partition(" - at `")
    reason = reason.replace("`", "")
    if not reason.startswith("MessagePack"):
        reason = reason[:1].lower() + reason[1:]
    if reason.startswith("invalid value"):
        reason = f"unknown kind of frame or operation ({reason})"
    steps = [index or f".{name}" for index, name in _STEP.findall(where)]
    return reason, _path(data, steps)


def _path(data: bytes | bytearray | memoryview, steps: list[str]) -> str:
    """Name a place in an outbox: indexes, ``...`` for a value of a map whose key is not known, and ``.key``."""
    if not steps:
        return "outbox"
    if steps[0] == "0" and len(steps) >= 3 and steps[1] == "3":
        path, rest = f"batch[{steps[2]}]", steps[3:]
        names = _operation_fields(data, int(steps[2])) if rest else ()
    else:
        path, rest = f"outbox[{steps[0]}]", steps[1:]
        names = _frame_fields(data, int(steps[0])) if rest else ()
    if rest and rest[0].isdigit() and 1 <= int(rest[0]) <= len(names):
        path += f".{names[int(rest[0]) - 1]}"
        rest = rest[1:]
    return path + "".join(f"[{step}]" if step.isdigit() or step == "..." else step for step in rest)


def _steps_to_extension(data: bytes | bytearray | memoryview, number: int) -> list[str]:
    """Find the extension at which decoding stopped, by its place in the order of decoding: msgspec does not tell.

    Decodes again, without types, and looks for a mark that the extension leaves behind.
    """
    mark = object()
    seen = 0

    def leave_mark(_code: int, _payload: memoryview) -> object:
        nonlocal seen
        seen += 1
        return mark if seen == number else None

    if len(data) > _NAMED_BYTES_MAX:
        return []
    try:
        places: list[tuple[Any, list[str]]] = [(msgspec.msgpack.Decoder(ext_hook=leave_mark).decode(data), [])]
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return []
    while places:
        value, steps = places.pop()
        if value is mark:
            return steps
        if isinstance(value, list):
            places.extend((item, [*steps, str(index)]) for index, item in enumerate(value) if item is not None)
        elif isinstance(value, dict):
            places.extend((item, [*steps, _key_step(str(key))]) for key, item in value.items() if item is not None)
    return []


def _frame_fields(data: bytes | bytearray | memoryview, frame: int) -> tuple[str, ...]:
    """Field names of a frame that did not decode."""
    if len(data) > _NAMED_BYTES_MAX:
        return ()
    try:
        code = msgspec.msgpack.decode(_RAWS.decode(_RAWS.decode(data)[frame])[0], type=int)
        return FRAMES[code - 1].__struct_fields__ if code > 0 else ()
    except (msgspec.MsgspecError, IndexError, ValueError, RecursionError):
        return ()


def _operation_fields(data: bytes | bytearray | memoryview, operation: int) -> tuple[str, ...]:
    """Field names of an operation that did not decode."""
    if len(data) > _NAMED_BYTES_MAX:
        return ()
    try:
        operations = _RAWS.decode(_RAWS.decode(_RAWS.decode(data)[0])[3])
        code = msgspec.msgpack.decode(_RAWS.decode(operations[operation])[0], type=int)
        return OPERATIONS[code - 1].__struct_fields__ if code > 0 else ()
    except (msgspec.MsgspecError, IndexError, ValueError, RecursionError):
        return ()


_RAWS: Final = msgspec.msgpack.Decoder(list[msgspec.Raw])


class _Fault(Exception):
    """A value that breaks a rule. The path grows from the inside out while this travels up, so that good values pay
    nothing.

    ``make`` builds the error when the whole path is known.
    """

    def __init__(self, make: Callable[[str], RillError]) -> None:
        super().__init__()
        self.make = make
        self.steps: list[str] = []

    def at(self, path: str) -> RillError:
        """The error, for a value that is at this path."""
        return self.make(path + "".join(reversed(self.steps)))


def _key_step(key: str) -> str:
    """A map's key as a step of a path. Guests choose keys: what is no plain name is quoted, control characters too."""
    return f".{key}" if key.isascii() and key.isidentifier() and len(key) <= 64 else f"[{key[:64]!r}]"


# -- extensions, decoding ----------------------------------------------------------------------------------------------

_Decode = Callable[[memoryview], Any]


def _decode_undefined(payload: memoryview, _: _Decode) -> Undefined:
    if len(payload) != 1 or payload[0] != 0:
        raise ValueError("expected one zero byte")
    return UNDEFINED


def _decode_function(payload: memoryview, _: _Decode) -> FunctionRef:
    if len(payload) != 4:
        raise ValueError(f"expected 4 bytes, got {len(payload)}")
    return FunctionRef(int.from_bytes(payload, "big"))


def _decode_date(payload: memoryview, _: _Decode) -> datetime:
    if len(payload) != 8:
        raise ValueError(f"expected 8 bytes, got {len(payload)}")
    (ms,) = struct.unpack(">d", payload)
    if not DATE_MS_MIN <= ms < DATE_MS_END:
        raise ValueError("expected a time in the years 1 to 9999")
    return _EPOCH + timedelta(milliseconds=ms)


def _decode_error(payload: memoryview, decode: _Decode) -> ErrorValue:
    shape = decode(payload)
    if not isinstance(shape, dict) or not _ERROR_KEYS.issuperset(shape):
        raise ValueError("expected a map of name, message, stack and cause")
    fields = {key: shape.get(key, "") for key in ("name", "message", "stack")}
    if not all(isinstance(value, str) for value in fields.values()):
        raise ValueError("expected strings for name, message and stack")
    return ErrorValue(**fields, cause=shape.get("cause", UNDEFINED))


def _decode_map(payload: memoryview, decode: _Decode) -> MapValue:
    flat = decode(payload)
    if not isinstance(flat, list) or len(flat) % 2:
        raise ValueError("expected an array of keys and values")
    return MapValue(tuple(zip(flat[::2], flat[1::2], strict=True)))


def _decode_set(payload: memoryview, decode: _Decode) -> SetValue:
    items = decode(payload)
    if not isinstance(items, list):
        raise ValueError("expected an array")
    return SetValue(tuple(items))


def _decode_bigint(payload: memoryview, _: _Decode) -> BigInt:
    # At most one byte more than it may have digits, so that nothing long is copied or parsed.
    digits = bytes(payload[: BIGINT_DIGITS_MAX + 2])
    if not _HEX.fullmatch(digits) or len(digits.removeprefix(b"-")) > BIGINT_DIGITS_MAX:
        raise ValueError(f"expected at most {BIGINT_DIGITS_MAX} hexadecimal digits")
    return BigInt(int(digits, 16))


def _decode_array_buffer(payload: memoryview, _: _Decode) -> ArrayBuffer:
    return ArrayBuffer(payload)


def _decode_typed_array(payload: memoryview, _: _Decode) -> TypedArray:
    if not payload:
        raise ValueError("expected an element type")
    element = ElementType(payload[0])
    if (len(payload) - 1) % element.width:
        raise ValueError(f"expected whole elements of {element.width} bytes")
    return TypedArray(element, bytes(payload[1:]))


_ERROR_KEYS: Final = frozenset({"name", "message", "stack", "cause"})
# The extensions that count as a level of nesting.
_HOLDING_A_VALUE: Final = frozenset({Extension.ERROR, Extension.MAP, Extension.SET})

_EXTENSIONS: Final[dict[int, Callable[[memoryview, _Decode], Any]]] = {
    Extension.UNDEFINED: _decode_undefined,
    Extension.FUNCTION: _decode_function,
    Extension.DATE: _decode_date,
    Extension.ERROR: _decode_error,
    Extension.MAP: _decode_map,
    Extension.SET: _decode_set,
    Extension.BIGINT: _decode_bigint,
    Extension.ARRAY_BUFFER: _decode_array_buffer,
    Extension.TYPED_ARRAY: _decode_typed_array,
}


# -- encoding ----------------------------------------------------------------------------------------------------------


def _message_tag(kind: type[Message]) -> int:
    tag = kind.__struct_config__.tag
    assert isinstance(tag, int)
    return tag


def to_wire(value: Value, path: str, *, depth_max: int) -> Any:
    """Turn a host value into what MessagePack can carry, or say what cannot cross. The value itself is left alone.

    Subclasses cross as what they are: a StrEnum's member as its string, an OrderedDict as a map. Sets cross in the
    order in which they are iterated.

    Raises:
        HostError: a type, key, number or depth that no guest can receive, or a container that holds itself.
    """
    try:
        return _wire(value, depth_max)
    except _Fault as fault:
        raise fault.at(path) from None


def _unsendable(expected: str, got: str) -> _Fault:
    def make(path: str) -> HostError:
        return HostError(f"expected {expected} at {path}, got {got}", code="value_unsendable", path=path)

    return _Fault(make)


def _wire(value: Value, depth: int) -> Any:
    kind = type(value)
    if kind is str:
        return value if value.isascii() else _wire_text(value)
    if value is None or kind is bool or kind is bytes:
        return value
    if kind is int:
        return _wire_integer(value)
    if kind is float:
        return value if value == value else _NAN
    if isinstance(value, dict):
        return _wire_map(value, depth)
    if isinstance(value, list | tuple):
        return _wire_items(value, depth)
    return _wire_extension(value, depth)


# The one NaN on the wire. Others carry 51 bits that nobody asked for.
_NAN: Final = struct.unpack(">d", bytes.fromhex("7ff8000000000000"))[0]


def _wire_text(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise _unsendable("text", f"a lone surrogate at index {error.start}") from None
    return text


def _wire_integer(value: int) -> int:
    if -SAFE_INTEGER_MAX <= value <= SAFE_INTEGER_MAX:
        return value
    raise _unsendable(
        "an integer within 2**53 - 1", f"one of {value.bit_length()} bits; wrap it in rill.protocol.BigInt"
    )


def _wire_map(value: dict[Any, Value], depth: int) -> dict[str, Any]:
    _spend_level(depth)
    wire: dict[str, Any] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise _unsendable("string keys", f"one of type {type(key).__name__}")
        # An exact str: a subclass may hash, compare or print itself otherwise.
        key = key if type(key) is str else str.__str__(key)
        if key in FORBIDDEN_KEYS:
            raise _unsendable("keys other than __proto__, constructor and prototype", repr(key))
        if not key.isascii():
            _wire_text(key)
        try:
            wire[key] = _wire(item, depth - 1)
        except _Fault as fault:
            fault.steps.append(_key_step(key))
            raise
    return wire


def _wire_items(items: list[Value] | tuple[Value, ...], depth: int) -> list[Any]:
    _spend_level(depth)
    wire: list[Any] = []
    try:
        for item in items:
            wire.append(_wire(item, depth - 1))
    except _Fault as fault:
        fault.steps.append(f"[{len(wire)}]")
        raise
    return wire


def _spend_level(depth: int) -> None:
    if depth <= 0:
        raise _Fault(
            lambda path: HostError(
                f"value at {path} nests too deep or holds itself (Limits.value_depth)",
                code="value_unsendable",
                path=path,
            )
        )


def _wire_extension(value: Value, depth: int) -> Any:
    encode = msgspec.msgpack.encode
    match value:
        case Undefined():
            return _ext(Extension.UNDEFINED, b"\0")
        case msgspec.Raw():
            # What `encode_value` made before: checked, and the same for all who get it.
            return value
        case FunctionRef(id=number):
            if type(number) is not int or not 0 <= number <= ID_MAX:
                raise _unsendable("a function id of 32 bits", f"{number!r:.40}")
            return _ext(Extension.FUNCTION, number.to_bytes(4, "big"))
        case BigInt():
            digits = format(int(value), "x").encode()
            if len(digits.removeprefix(b"-")) > BIGINT_DIGITS_MAX:
                raise _unsendable(f"at most {BIGINT_DIGITS_MAX} hexadecimal digits of a BigInt", str(len(digits)))
            return _ext(Extension.BIGINT, digits)
        case datetime():
            return _ext(Extension.DATE, struct.pack(">d", _date_ms(value)))
        case ErrorValue():
            return _ext(Extension.ERROR, encode(_wire_error(value, depth)))
        case MapValue(pairs=pairs):
            return _ext(Extension.MAP, encode(_wire_pairs(pairs, depth)))
        case SetValue(items=items):
            if not isinstance(items, tuple | list):
                raise _unsendable("a tuple of items in a SetValue", type(items).__name__)
            return _ext(Extension.SET, encode(_wire_items(items, depth)))
        case set() | frozenset():
            return _ext(Extension.SET, encode(_wire_items(tuple(value), depth)))
        case TypedArray(element=element, data=data):
            if not isinstance(element, ElementType) or not isinstance(data, bytes) or len(data) % element.width:
                raise _unsendable("a TypedArray of an ElementType and bytes of whole elements", f"{value!r:.60}")
            return _ext(Extension.TYPED_ARRAY, bytes([element]) + data)
        case ArrayBuffer():
            return _ext(Extension.ARRAY_BUFFER, bytes(value))
        case bytes() | bytearray() | memoryview():
            try:
                return bytes(value)
            except ValueError as error:
                raise _unsendable("readable bytes", f"a {type(value).__name__} that is not ({error})") from None
        # Subclasses of the plain types, such as members of a StrEnum or an IntEnum.
        case int():
            return _wire_integer(int(value))
        case float():
            return _wire(float(value), depth)
        case str():
            return _wire_text(str.__str__(value))
    raise _unsendable(
        "None, bool, int, float, str, bytes, datetime, list, dict, set or a type of rill.protocol.values",
        f"a value of type {type(value).__name__}",
    )


def _ext(code: Extension, payload: bytes) -> msgspec.msgpack.Ext:
    return msgspec.msgpack.Ext(int(code), payload)


def _date_ms(value: datetime) -> float:
    """Milliseconds since 1970, whole as in JavaScript: what is finer is cut off."""
    if value.utcoffset() is None:
        raise _unsendable("a datetime with a time zone", "a naive one")
    ms = math.floor((value - _EPOCH) / timedelta(milliseconds=1))
    if not DATE_MS_MIN <= ms < DATE_MS_END:
        raise _unsendable("a time in the years 1 to 9999 of UTC", value.isoformat())
    return float(ms)


def _wire_error(error: ErrorValue, depth: int) -> dict[str, Any]:
    shape: dict[str, Any] = {"name": error.name, "message": error.message, "stack": error.stack}
    for key, text in shape.items():
        if not isinstance(text, str):
            raise _unsendable(f"a string as an error's {key}", type(text).__name__)
    if error.cause is not UNDEFINED:
        shape["cause"] = error.cause
    return _wire_map(shape, depth)


def _wire_pairs(pairs: Any, depth: int) -> list[Any]:
    _spend_level(depth)
    if not isinstance(pairs, tuple | list):
        raise _unsendable("a tuple of pairs in a MapValue", type(pairs).__name__)
    flat: list[Any] = []
    for index, pair in enumerate(pairs):
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise _unsendable("pairs of key and value in a MapValue", f"{pair!r:.40} as number {index}")
        for item in pair:
            try:
                flat.append(_wire(item, depth - 1))
            except _Fault as fault:
                fault.steps.append(f"[{index}][{len(flat) % 2}]")
                raise
    return flat


# -- checking decoded values -------------------------------------------------------------------------------------------


def check_value(value: Value, path: str, limits: Limits) -> None:
    """Check a value that a guest sent: depth, string sizes, numbers, keys. Linear in its size.

    Raises:
        GuestError: a key is no string or is forbidden, an integer is none of JavaScript's, or the value nests deeper
        than
            ``limits.value_depth``.
        LimitError: a string is longer than ``limits.string_bytes``.
    """
    try:
        _check(value, limits.value_depth, limits)
    except _Fault as fault:
        raise fault.at(path) from None


# Types of values that are checked by having been decoded: they hold no other values, and the outbox bounds their size.
_CHECKED_BY_DECODER: Final = frozenset(
    {type(None), bool, float, bytes, datetime, Undefined, FunctionRef, BigInt, ArrayBuffer, TypedArray}
)


def _check(value: Value, depth: int, limits: Limits) -> None:
    kind = type(value)
    if kind is str:
        if len(value) * 4 > limits.string_bytes:
            _check_size(value, limits)
        return
    if kind is int:
        if not -SAFE_INTEGER_MAX <= value <= SAFE_INTEGER_MAX:
            raise _Fault(
                lambda path: GuestError(
                    f"expected an integer within 2**53 - 1 at {path}, got {value}", code="number_invalid", path=path
                )
            )
        return
    if kind in _CHECKED_BY_DECODER:
        return
    if depth <= 0:
        raise _Fault(lambda path: _too_deep(limits, path))
    if kind is dict:
        _check_map(value, depth, limits)
    elif kind is list:
        _check_items(value, depth, limits)
    elif kind is SetValue:
        _check_items(value.items, depth, limits)
    elif kind is MapValue:
        for index, pair in enumerate(value.pairs):
            try:
                _check_items(pair, depth, limits)
            except _Fault as fault:
                fault.steps.append(f"[{index}]")
                raise
    elif kind is ErrorValue:
        shape = {"name": value.name, "message": value.message, "stack": value.stack, "cause": value.cause}
        _check_map(shape, depth, limits)
    else:
        # Only the decoder makes what is checked here. A host's own value in a guest's place would be a bug of Rill.
        raise TypeError(f"{kind.__name__} is no type that decoding yields")


def _check_map(value: dict[Any, Value], depth: int, limits: Limits) -> None:
    for key in value:
        if type(key) is not str:
            raise _refused_key("key_invalid", f"a {type(key).__name__}")
        if key in FORBIDDEN_KEYS:
            raise _refused_key("key_forbidden", f"'{key}', which never crosses")
        if len(key) * 4 > limits.string_bytes:
            _check_size(key, limits)
    key = ""
    try:
        for key, item in value.items():  # noqa: B007 -- the key is for the path of a fault
            # Looked up here too, because most values are these and a call costs more.
            if type(item) not in _CHECKED_BY_DECODER:
                _check(item, depth - 1, limits)
    except _Fault as fault:
        fault.steps.append(_key_step(key))
        raise


def _refused_key(code: str, got: str) -> _Fault:
    return _Fault(lambda path: GuestError(f"expected string keys at {path}, got {got}", code=code, path=path))


def _check_items(items: list[Value] | tuple[Value, ...], depth: int, limits: Limits) -> None:
    index = 0
    try:
        for index, item in enumerate(items):  # noqa: B007 -- the index is for the path of a fault
            if type(item) not in _CHECKED_BY_DECODER:
                _check(item, depth - 1, limits)
    except _Fault as fault:
        fault.steps.append(f"[{index}]")
        raise


def _check_size(text: str, limits: Limits) -> None:
    size = _utf8_size(text)
    maximum = limits.string_bytes
    if size > maximum:
        raise _Fault(
            lambda path: LimitError(
                f"string of {size} bytes at {path} exceeds string_bytes={maximum} (Limits.string_bytes)",
                code="string_bytes_exceeded",
                path=path,
                limit="string_bytes",
                value=size,
                maximum=maximum,
                fault="guest",
            )
        )


def _utf8_size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())


def check_string(text: str, path: str, limits: Limits) -> None:
    """Check one string against ``limits.string_bytes``, encoding it only where its length leaves doubt.

    Raises:
        LimitError: it is too long.
    """
    if len(text) * 4 > limits.string_bytes:
        try:
            _check_size(text, limits)
        except _Fault as fault:
            raise fault.at(path) from None


def check_text(text: Value, path: str, limits: Limits) -> None:
    """Check the text of a ``#text`` node against ``limits.text_bytes``.

    Raises:
        GuestError: it is no string.
        LimitError: it is too long.
    """
    if not isinstance(text, str):
        raise GuestError(f"expected str, got {type(text).__name__} at {path}", code="text_invalid", path=path)
    maximum = limits.text_bytes
    if len(text) * 4 <= maximum:
        return
    size = _utf8_size(text)
    if size > maximum:
        raise LimitError(
            f"text of {size} bytes at {path} exceeds text_bytes={maximum} (Limits.text_bytes)",
            code="text_bytes_exceeded",
            path=path,
            limit="text_bytes",
            value=size,
            maximum=maximum,
            fault="guest",
        )
