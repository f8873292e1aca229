"""The one codec: outbox bytes to frames, messages to bytes, and the rules for the values inside both.

Knows MessagePack and the extensions of docs/guest-abi.md. Does not know what operations mean, and performs no I/O.
"""

from __future__ import annotations

import math
import re
import struct
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec

from rill.protocol.errors import GuestError, HostError, LimitError, RillError
from rill.protocol.limits import Limits
from rill.protocol.messages import AnyFrame, Batch, Message
from rill.protocol.operations import OPERATIONS
from rill.protocol.values import (
    BIGINT_DIGITS_MAX,
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
# Years 1 to 9999, the range of both datetime and the guest's encoder.
_DATE_MS_MIN: Final = (datetime.min.replace(tzinfo=UTC) - _EPOCH) / timedelta(milliseconds=1)
_DATE_MS_MAX: Final = (datetime.max.replace(tzinfo=UTC) - _EPOCH) / timedelta(milliseconds=1)
_HEX: Final = re.compile(rb"-?[0-9a-f]+")
_ITEM: Final = re.compile(r"\[(\d+)\]")


class MessageBody(msgspec.Struct, frozen=True, gc=False):
    """An encoded message without its turn and time."""

    head: bytes
    fields: bytes

    def stamp(self, turn: int, now_ms: float) -> bytes:
        """The message's bytes for this turn."""
        return self.head + msgspec.msgpack.encode(turn) + struct.pack(">Bd", 0xCB, now_ms) + self.fields


class Codec:
    """Decodes outboxes and encodes messages under one set of limits.

    Safe to share between threads. Decoding is linear in the bytes; a hostile outbox is refused before it becomes more
    than ``limits.outbox_extensions`` extension objects. The number of plain values is counted by the provider (see
    ``rill_scan`` in docs/guest-abi.md), because counting them here would mean making them first.
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
        decoder = self._decoder()
        frames: list[AnyFrame] = decoder.decode(data)
        if len(frames) > limits.frames:
            raise _limit("frames", len(frames), limits.frames, "frames in one outbox", "outbox")
        for index, frame in enumerate(frames):
            if type(frame) is Batch:
                if index:
                    raise GuestError(
                        f"BATCH must be the first frame and the only one, found another at outbox[{index}]",
                        code="batch_misplaced",
                        path=f"outbox[{index}]",
                    )
                if len(frame.operations) > limits.operations:
                    raise _limit(
                        "operations", len(frame.operations), limits.operations, "operations in one batch", "batch"
                    )
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
        self._depth = 0
        # Set when a limit or rule was met inside the call-back; msgspec would wrap it.
        self._error: RillError | None = None
        self._frames = msgspec.msgpack.Decoder(list[AnyFrame], ext_hook=self._extension)
        self._nested = msgspec.msgpack.Decoder(ext_hook=self._extension)

    def decode(self, data: bytes | bytearray | memoryview) -> list[AnyFrame]:
        self._extensions = 0
        self._depth = 0
        self._error = None
        try:
            return self._frames.decode(data)
        except RecursionError:
            raise GuestError(
                f"outbox nests deeper than value_depth={self._limits.value_depth} (Limits.value_depth)",
                code="value_too_deep",
                path="outbox",
            ) from None
        except (msgspec.DecodeError, ValueError) as error:
            if self._error is not None:
                raise self._error from None
            raise _undecodable(data, error) from None
        except RillError:
            raise

    def _extension(self, code: int, payload: memoryview) -> Any:
        self._extensions += 1
        limits = self._limits
        if self._extensions > limits.outbox_extensions:
            raise self._refuse(
                _limit(
                    "outbox_extensions",
                    self._extensions,
                    limits.outbox_extensions,
                    "extensions in one outbox",
                    "outbox",
                )
            )
        decode = _EXTENSIONS.get(code)
        if decode is None:
            known = ", ".join(f"{entry.value} {entry.name.lower()}" for entry in Extension)
            raise self._refuse(
                GuestError(
                    f"unknown extension {code} in the outbox; known are {known}",
                    code="extension_unknown",
                    path="outbox",
                )
            )
        if self._depth >= limits.value_depth:
            raise self._refuse(
                GuestError(
                    f"outbox nests deeper than value_depth={limits.value_depth} (Limits.value_depth)",
                    code="value_too_deep",
                    path="outbox",
                )
            )
        self._depth += 1
        try:
            return decode(bytes(payload), self._nested.decode)
        except (ValueError, TypeError, OverflowError, msgspec.DecodeError) as error:
            if self._error is not None:
                raise
            name = Extension(code).name.lower()
            raise self._refuse(
                GuestError(
                    f"malformed {name} extension in the outbox: {error}", code="extension_malformed", path="outbox"
                )
            ) from None
        finally:
            self._depth -= 1

    def _refuse(self, error: RillError) -> ValueError:
        """Remember the error and give msgspec one that it lets through."""
        self._error = error
        return ValueError(str(error))


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


def _undecodable(data: bytes | bytearray | memoryview, error: Exception) -> GuestError:
    """Translate msgspec's path into the names of the protocol."""
    text = str(error)
    reason, _, where = text.partition(" - at `")
    items = [int(item) for item in _ITEM.findall(where)]
    path = "outbox"
    if items:
        path = f"outbox[{items[0]}]"
        if items[0] == 0 and len(items) >= 3 and items[1] == 3:
            path = f"batch[{items[2]}]"
            if len(items) >= 4:
                path += _operation_field(data, items[2], items[3])
            path += "".join(f"[{item}]" for item in items[4:])
        else:
            path += "".join(f"[{item}]" for item in items[1:])
    reason = reason.replace("`", "")
    if reason.startswith("Expected"):
        reason = "e" + reason[1:]
    elif reason.startswith("Invalid value"):
        reason = f"unknown kind of frame or operation ({reason[0].lower()}{reason[1:]})"
    return GuestError(f"{reason} at {path}", code="outbox_undecodable", path=path)


def _operation_field(data: bytes | bytearray | memoryview, operation: int, field: int) -> str:
    """Name a field of an operation that did not decode, looking at no more than the headers on the way."""
    raws = msgspec.msgpack.Decoder(list[msgspec.Raw])
    try:
        raw: Any = raws.decode(data)[0]
        code = msgspec.msgpack.decode(raws.decode(raws.decode(raws.decode(raw)[3])[operation])[0])
        return f".{OPERATIONS[code - 1].__struct_fields__[field - 1]}"
    except (msgspec.MsgspecError, IndexError, TypeError):
        return f"[{field}]"


# -- extensions, decoding ----------------------------------------------------------------------------------------------

_Decode = Callable[[bytes], Any]


def _decode_undefined(payload: bytes, _: _Decode) -> Undefined:
    if payload != b"\0":
        raise ValueError("expected one zero byte")
    return UNDEFINED


def _decode_function(payload: bytes, _: _Decode) -> FunctionRef:
    if len(payload) != 4:
        raise ValueError(f"expected 4 bytes, got {len(payload)}")
    return FunctionRef(int.from_bytes(payload, "big"))


def _decode_date(payload: bytes, _: _Decode) -> datetime:
    if len(payload) != 8:
        raise ValueError(f"expected 8 bytes, got {len(payload)}")
    (ms,) = struct.unpack(">d", payload)
    if not _DATE_MS_MIN <= ms <= _DATE_MS_MAX:
        raise ValueError("expected a time in the years 1 to 9999")
    return _EPOCH + timedelta(milliseconds=ms)


def _decode_error(payload: bytes, decode: _Decode) -> ErrorValue:
    shape = decode(payload)
    if not isinstance(shape, dict):
        raise ValueError("expected a map")
    fields = {key: shape.get(key, "") for key in ("name", "message", "stack")}
    if not all(isinstance(value, str) for value in fields.values()):
        raise ValueError("expected strings for name, message and stack")
    return ErrorValue(**fields, cause=shape.get("cause", UNDEFINED))


def _decode_map(payload: bytes, decode: _Decode) -> MapValue:
    flat = decode(payload)
    if not isinstance(flat, list) or len(flat) % 2:
        raise ValueError("expected an array of keys and values")
    return MapValue(tuple(zip(flat[::2], flat[1::2], strict=True)))


def _decode_set(payload: bytes, decode: _Decode) -> SetValue:
    items = decode(payload)
    if not isinstance(items, list):
        raise ValueError("expected an array")
    return SetValue(tuple(items))


def _decode_bigint(payload: bytes, _: _Decode) -> BigInt:
    if len(payload) > BIGINT_DIGITS_MAX + 1 or not _HEX.fullmatch(payload):
        raise ValueError(f"expected at most {BIGINT_DIGITS_MAX} hexadecimal digits")
    return BigInt(int(payload, 16))


def _decode_array_buffer(payload: bytes, _: _Decode) -> ArrayBuffer:
    return ArrayBuffer(payload)


def _decode_typed_array(payload: bytes, _: _Decode) -> TypedArray:
    if not payload:
        raise ValueError("expected an element type")
    element = ElementType(payload[0])
    if (len(payload) - 1) % element.width:
        raise ValueError(f"expected whole elements of {element.width} bytes")
    return TypedArray(element, payload[1:])


_EXTENSIONS: Final[dict[int, Callable[[bytes, _Decode], Any]]] = {
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
    """Turn a host value into what MessagePack can carry, or say what cannot cross.

    Raises:
        HostError: a type, key, number or depth that no guest can receive, or a container that holds itself.
    """
    kind = type(value)
    if value is None or kind is bool or kind is str or kind is float or kind is bytes:
        if kind is str and not value.isascii():
            _check_encodable(value, path)
        return value
    if kind is int:
        if not -SAFE_INTEGER_MAX <= value <= SAFE_INTEGER_MAX:
            raise HostError(
                f"expected an integer within 2**53 - 1 at {path}, got one of {value.bit_length()} bits; "
                "wrap it in rill.protocol.BigInt",
                code="value_unsendable",
                path=path,
            )
        return value
    if depth_max <= 0:
        raise HostError(
            f"value at {path} nests too deep or holds itself (Limits.value_depth)", code="value_unsendable", path=path
        )
    if isinstance(value, dict):
        wire: dict[str, Any] = {}
        for key, item in value.items():
            if not isinstance(key, str):
                raise HostError(
                    f"expected string keys at {path}, got {type(key).__name__}", code="value_unsendable", path=path
                )
            if key in FORBIDDEN_KEYS:
                raise HostError(f"key {key!r} at {path} never crosses to a guest", code="value_unsendable", path=path)
            _check_encodable(key, path)
            wire[key] = to_wire(item, f"{path}.{key}", depth_max=depth_max - 1)
        return wire
    if isinstance(value, list | tuple):
        return [to_wire(item, f"{path}[{index}]", depth_max=depth_max - 1) for index, item in enumerate(value)]
    return _extension_to_wire(value, path, depth_max)


def _check_encodable(text: str, path: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise HostError(
            f"string at {path} has a lone surrogate at index {error.start}", code="value_unsendable", path=path
        ) from None


def _extension_to_wire(value: Value, path: str, depth_max: int) -> Any:
    ext = msgspec.msgpack.Ext
    encode = msgspec.msgpack.encode
    depth = depth_max - 1
    match value:
        case Undefined():
            return ext(Extension.UNDEFINED, b"\0")
        case FunctionRef(id=number):
            return ext(Extension.FUNCTION, number.to_bytes(4, "big"))
        case BigInt():
            digits = format(int(value), "x").encode()
            if len(digits) > BIGINT_DIGITS_MAX:
                raise HostError(
                    f"BigInt at {path} has more than {BIGINT_DIGITS_MAX} hexadecimal digits",
                    code="value_unsendable",
                    path=path,
                )
            return ext(Extension.BIGINT, digits)
        case datetime():
            if value.tzinfo is None:
                raise HostError(
                    f"expected a datetime with a time zone at {path}, got a naive one",
                    code="value_unsendable",
                    path=path,
                )
            ms = (value - _EPOCH) / timedelta(milliseconds=1)
            return ext(Extension.DATE, struct.pack(">d", math.floor(ms)))
        case ErrorValue():
            shape = {"name": value.name, "message": value.message, "stack": value.stack}
            if value.cause is not UNDEFINED:
                shape["cause"] = value.cause
            return ext(Extension.ERROR, encode(to_wire(shape, path, depth_max=depth)))
        case MapValue():
            flat = [item for pair in value.pairs for item in pair]
            return ext(Extension.MAP, encode(to_wire(flat, path, depth_max=depth)))
        case SetValue():
            return ext(Extension.SET, encode(to_wire(list(value.items), path, depth_max=depth)))
        case set() | frozenset():
            return ext(Extension.SET, encode(to_wire(list(value), path, depth_max=depth)))
        case ArrayBuffer():
            return ext(Extension.ARRAY_BUFFER, bytes(value))
        case TypedArray():
            return ext(Extension.TYPED_ARRAY, bytes([value.element]) + value.data)
        case bytes() | bytearray() | memoryview():
            return bytes(value)
        # Subclasses of the plain types, such as StrEnum members and numpy-like floats, cross as what they are.
        case bool() | int():
            return to_wire(int(value), path, depth_max=depth_max)
        case float():
            return float(value)
        case str():
            return to_wire(str.__str__(value), path, depth_max=depth_max)
    raise HostError(
        f"a value of type {type(value).__name__} at {path} cannot cross to a guest; "
        "expected None, bool, int, float, str, bytes, datetime, list, dict, set or a type of rill.protocol.values",
        code="value_unsendable",
        path=path,
    )


# -- checking decoded values -------------------------------------------------------------------------------------------


def check_value(value: Value, path: str, limits: Limits) -> None:
    """Check a value that a guest sent: depth, string sizes, keys. Linear in its size.

    Raises:
        GuestError: a key is no string or is forbidden, or the value nests deeper than ``limits.value_depth``.
        LimitError: a string is longer than ``limits.string_bytes``.
    """
    stack: list[tuple[Value, str, int]] = [(value, path, 0)]
    while stack:
        item, where, depth = stack.pop()
        if isinstance(item, str):
            check_string(item, where, limits)
            continue
        children: Iterable[tuple[Value, str]]
        if isinstance(item, dict):
            for key in item:
                if not isinstance(key, str):
                    raise GuestError(
                        f"expected string keys at {where}, got {type(key).__name__}", code="key_invalid", path=where
                    )
                if key in FORBIDDEN_KEYS:
                    raise GuestError(f"key '{key}' never crosses, found at {where}", code="key_forbidden", path=where)
                check_string(key, where, limits)
            children = ((child, f"{where}.{key}") for key, child in item.items())
        elif isinstance(item, list):
            children = ((child, f"{where}[{index}]") for index, child in enumerate(item) if child is not None)
        elif isinstance(item, MapValue):
            children = ((child, where) for pair in item.pairs for child in pair)
        elif isinstance(item, SetValue):
            children = ((child, where) for child in item.items)
        elif isinstance(item, ErrorValue):
            children = ((item.name, where), (item.message, where), (item.stack, where), (item.cause, f"{where}.cause"))
        else:
            continue
        if depth >= limits.value_depth:
            raise GuestError(
                f"value at {where} nests deeper than value_depth={limits.value_depth} (Limits.value_depth)",
                code="value_too_deep",
                path=where,
            )
        stack.extend((child, child_path, depth + 1) for child, child_path in children)


def check_string(text: str, path: str, limits: Limits) -> None:
    """Check one string against ``limits.string_bytes``, encoding it only where its length leaves doubt."""
    maximum = limits.string_bytes
    if len(text) * 4 <= maximum:
        return
    size = len(text) if text.isascii() else len(text.encode())
    if size > maximum:
        raise LimitError(
            f"string of {size} bytes at {path} exceeds string_bytes={maximum} (Limits.string_bytes)",
            code="string_bytes_exceeded",
            path=path,
            limit="string_bytes",
            value=size,
            maximum=maximum,
            fault="guest",
        )


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
    size = len(text) if text.isascii() else len(text.encode())
    if size > maximum:
        raise _limit("text_bytes", size, maximum, "bytes of text", path)
