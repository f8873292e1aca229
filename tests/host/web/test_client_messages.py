"""What a browser sends: typed, or refused."""

from __future__ import annotations

import math
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rill.host.web.client_messages import Ack, Attach, Event, Hello, MetricsChange, Ping, Result, decode_message
from rill.host.web.view import DomEvent
from rill.protocol.errors import LimitError, TransportError

METRICS = [8.0, 24.0, 800.0, 600.0]


def decode(*message: Any) -> Any:
    return decode_message(msgspec.msgpack.encode(list(message)), 64 * 1024)


def test_each_message() -> None:
    assert decode(1, 1, METRICS, [["t", -1, 5]]) == Hello(1, (8.0, 24.0, 800.0, 600.0), [Attach("t", -1, 5)])
    assert decode(2, 0, 7, 12, "click", {"mods": 1}) == Event(0, 7, 12, "click", DomEvent(mods=1))
    assert decode(3, 0, 9) == Ack(0, 9)
    assert decode(4, 0, 3, True, {"x": [1]}) == Result(0, 3, True, {"x": [1]})
    assert decode(5, METRICS) == MetricsChange((8.0, 24.0, 800.0, 600.0))
    assert decode(6) == Ping()


@pytest.mark.parametrize(
    "message",
    [
        [],
        [0],
        [7],
        ["1"],
        [6, 1],
        [1],
        [1, 1, [8, 24, 800], []],
        [1, 1, [8, 24, 800, -1], []],
        [1, 1, [8, 24, 800, math.nan], []],
        [1, 1, [8, 24, 800, math.inf], []],
        [1, 1, METRICS, [["t", -2, 0]]],
        [1, 1, METRICS, [["t" * 3_000, 0, 0]]],
        [1, 1, METRICS, [["t", 0, 0, 0]]],
        [2, 0, 7, 12, "click"],
        [2, 0, 7, 12, "click", {}, 1],
        [2, 0, 7, 12, "click", {"unknown": 1}],
        [2, 0, 7, 12, "click", {"mods": "1"}],
        [2, 0, 7, 2**32, "click", {}],
        [2, 0, 7, -1, "click", {}],
        [2, -1, 7, 1, "click", {}],
        [2, 0, 2**53, 1, "click", {}],
        [2, 0, 7, 1, "x" * 65, {}],
        [3, 0, 1.5],
        [3, True, 1],
        [4, 0, 3, 1, None],
        {"1": 2},
        None,
    ],
)
def test_everything_else_is_refused(message: Any) -> None:
    with pytest.raises(TransportError) as caught:
        decode_message(msgspec.msgpack.encode(message), 64 * 1024)
    assert caught.value.code == "client_message_invalid"


def test_a_message_at_its_bound_is_read_and_one_over_it_is_not() -> None:
    data = msgspec.msgpack.encode([4, 0, 1, True, "x" * 100])
    assert decode_message(data, len(data))
    with pytest.raises(LimitError) as caught:
        decode_message(data, len(data) - 1)
    assert (caught.value.limit, caught.value.fault) == ("client_frame_bytes", "client")


def test_nesting_does_not_overflow_anything() -> None:
    with pytest.raises(TransportError):
        decode_message(b"\x95\x04\x00\x01\xc3" + b"\x91" * 60_000 + b"\xc0", 64 * 1024)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_message_or_refused(data: bytes) -> None:
    try:
        decode_message(data, 100)
    except (TransportError, LimitError):
        return
