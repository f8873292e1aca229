"""Outboxes and messages by hand: what a guest writes and reads, without the codec that is under test."""

from __future__ import annotations

import re
import struct
from typing import Any

import msgspec

from rill.protocol.codec import Codec
from rill.protocol.limits import Limits
from rill.protocol.messages import AnyFrame, Batch, GuestMessage
from rill.protocol.operations import AnyOperation

UNDEFINED, FUNCTION, DATE, ERROR, MAP, SET, BIGINT, ARRAY_BUFFER, TYPED_ARRAY = range(9)

Ext = msgspec.msgpack.Ext


def pack(value: Any) -> bytes:
    """MessagePack as a guest writes it."""
    return msgspec.msgpack.encode(value)


def unpack(data: bytes) -> Any:
    """MessagePack as a guest reads it: extensions stay what they are."""
    return msgspec.msgpack.decode(data)


def nested(code: int, value: Any) -> Ext:
    """An extension that holds one value."""
    return Ext(code, pack(value))


def date(ms: float) -> Ext:
    """A guest's Date."""
    return Ext(DATE, struct.pack(">d", ms))


def outbox(*frames: Any) -> bytes:
    """An outbox of these frames."""
    return pack(list(frames))


def batch(*operations: Any) -> bytes:
    """An outbox of one batch."""
    return outbox([1, 1, 1, list(operations)])


def message(payload: Any) -> bytes:
    """An outbox of one MESSAGE."""
    return outbox([2, "name", payload])


def message_bytes(payload: bytes) -> bytes:
    """An outbox of one MESSAGE whose payload is these bytes, whatever they are."""
    return b"\x91\x93\x02\xa4name" + payload


def array_of(count: int, item: bytes) -> bytes:
    """An array of the same bytes again and again."""
    return b"\xdd" + count.to_bytes(4, "big") + item * count


def decode(data: bytes, **limits: float) -> list[AnyFrame]:
    """Decode under the default limits, or others."""
    return Codec(Limits(**limits)).decode_outbox(data)  # type: ignore[arg-type]


def decode_operation(*fields: Any) -> AnyOperation:
    """Send one operation through the codec."""
    (frame,) = decode(batch(list(fields)))
    assert type(frame) is Batch
    (operation,) = frame.operations
    return operation


def decode_payload(payload: Any) -> Any:
    """Send one value through the codec, as the payload of a MESSAGE."""
    (frame,) = decode(message(payload))
    assert type(frame) is GuestMessage
    return frame.payload


def stable_id(value: object) -> str:
    """A short name for a test's parameter: the same in every process, so that tests can be spread over several."""
    return re.sub(r" at 0x[0-9a-f]+", "", repr(value))[:40]
