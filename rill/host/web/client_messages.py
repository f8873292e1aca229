"""What a browser sends, as typed values: one decoder that refuses everything else. See rill/protocol/web.py.

Nothing is looked up or carried out here.
"""

from __future__ import annotations

import math
from typing import Annotated, Any, Final, TypeAlias

import msgspec

from rill.host.web.tokens import TOKEN_CHARACTERS_MAX
from rill.host.web.view import DomEvent
from rill.protocol.errors import LimitError, TransportError
from rill.protocol.web import ClientMessage

# Guests on a page, ids of nodes, and what counts up: as wide as MessagePack's own numbers that JavaScript can hold.
_Index: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=1_000)]
_Node: TypeAlias = Annotated[int, msgspec.Meta(ge=0, lt=2**32)]
_Count: TypeAlias = Annotated[int, msgspec.Meta(ge=0, lt=2**53)]
_Token: TypeAlias = Annotated[str, msgspec.Meta(max_length=TOKEN_CHARACTERS_MAX)]
_Type: TypeAlias = Annotated[str, msgspec.Meta(max_length=64)]
_Pixels: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=100_000)]

# Cell width, line height, width and height of the page, in CSS pixels.
WireMetrics: TypeAlias = tuple[_Pixels, _Pixels, _Pixels, _Pixels]


class _Message(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    """A message is an array, its code first."""


class Attach(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    """One guest of a page in HELLO."""

    token: _Token
    # -1: the whole screen is wanted.
    sequence: Annotated[int, msgspec.Meta(ge=-1, lt=2**53)]
    event: _Count


class Hello(_Message, tag=int(ClientMessage.HELLO)):
    version: _Count
    metrics: WireMetrics
    guests: list[Attach]


class Event(_Message, tag=int(ClientMessage.EVENT)):
    guest: _Index
    event: _Count
    node: _Node
    kind: _Type
    fields: DomEvent


class Ack(_Message, tag=int(ClientMessage.ACK)):
    guest: _Index
    sequence: _Count


class Result(_Message, tag=int(ClientMessage.RESULT)):
    guest: _Index
    call: _Count
    ok: bool
    value: Any


class MetricsChange(_Message, tag=int(ClientMessage.METRICS)):
    metrics: WireMetrics


class Ping(_Message, tag=int(ClientMessage.PING)):
    """Whether the socket lives. Answered at once, and no activity."""


AnyMessage: TypeAlias = Hello | Event | Ack | Result | MetricsChange | Ping

_DECODER: Final = msgspec.msgpack.Decoder(AnyMessage)


def decode_message(data: bytes, bytes_max: int) -> AnyMessage:
    """Read one message of a browser.

    Raises:
        LimitError: it has more than ``bytes_max`` bytes.
        TransportError: it is no such message.
    """
    if len(data) > bytes_max:
        raise LimitError(
            f"a message of {len(data)} bytes exceeds client_frame_bytes={bytes_max} (Limits.client_frame_bytes)",
            code="client_frame_exceeded",
            limit="client_frame_bytes",
            value=len(data),
            maximum=bytes_max,
            fault="client",
        )
    try:
        message: AnyMessage = _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError, OverflowError) as error:
        raise TransportError(f"not a message of a browser: {error}", code="client_message_invalid") from None
    metrics = message.metrics if isinstance(message, Hello | MetricsChange) else ()
    if not all(map(math.isfinite, metrics)):
        raise TransportError("expected finite sizes in CSS pixels", code="client_message_invalid", path="metrics")
    return message
