"""Messages and frames: their kinds and fields, both ways."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from rill.protocol.codec import Codec
from rill.protocol.errors import GuestError
from rill.protocol.limits import Limits
from rill.protocol.messages import (
    FRAMES,
    MESSAGES,
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
from rill.protocol.operations import Clear
from rill.protocol.values import UNDEFINED, BigInt, FunctionRef

from .wire import Ext, decode, outbox, unpack

CODEC = Codec(Limits())

# As the host makes them, and as a guest reads them.
MESSAGE_EXAMPLES: list[tuple[Message, list[Any]]] = [
    (Start(1, 2.5, {"a": 1}, None, 42, None), [1, 1, 2.5, {"a": 1}, None, 42, None]),
    (CallFunction(2, 0.0, 7, ["x"], None), [2, 2, 0.0, 7, ["x"], None]),
    (CallFunction(2, 0.0, (3, "onPress"), [], 9), [2, 2, 0.0, [3, "onPress"], [], 9]),
    (HostEvent(3, 0.0, "REFRESH", UNDEFINED), [3, 3, 0.0, "REFRESH", Ext(0, b"\0")]),
    (ConfigUpdate(4, 0.0, {"theme": "dark"}), [4, 4, 0.0, {"theme": "dark"}]),
    (RefMethodResult(5, 0.0, 1, True, FunctionRef(5)), [5, 5, 0.0, 1, True, Ext(1, b"\0\0\0\5")]),
    (HostResult(6, 0.0, 1, False, "no"), [6, 6, 0.0, 1, False, "no"]),
    (Timer(7, 0.0, [1, 2]), [7, 7, 0.0, [1, 2]]),
    (Release(8, 0.0, [5, 5]), [8, 8, 0.0, [5, 5]]),
    (Destroy(9, 0.0, "closed"), [9, 9, 0.0, "closed"]),
]

FRAME_EXAMPLES: list[tuple[list[Any], Frame]] = [
    ([1, 1, 3, [[14, 0]]], Batch(1, 3, [Clear(0)])),
    ([2, "saved", {"id": 1}], GuestMessage("saved", {"id": 1})),
    ([3, 1, "fetch", ["u"]], HostCall(1, "fetch", ["u"])),
    ([4, 1, True, Ext(6, b"ff")], CallResult(1, True, BigInt(255))),
    ([5, 1, 4.0, False], TimerSet(1, 4.0, False)),
    ([5, 1, 16, True], TimerSet(1, 16.0, True)),
    ([6, 1], TimerClear(1)),
    ([7, "warn", ["a"], None], Log("warn", ["a"], None)),
    ([7, "info", [], "app:1:2"], Log("info", [], "app:1:2")),
    ([8, {"name": "E", "message": "m", "stack": "s", "cause": "c", "code": "k"}, True],
     ErrorFrame(ErrorShape(name="E", message="m", stack="s", cause="c", code="k"), True)),
]  # fmt: skip


@pytest.mark.parametrize(("message", "wire"), MESSAGE_EXAMPLES, ids=lambda value: type(value).__name__)
def test_every_message_is_an_array_of_kind_turn_time_and_fields(message: Message, wire: list[Any]) -> None:
    assert unpack(CODEC.encode_message(message)) == wire


@pytest.mark.parametrize(("wire", "frame"), FRAME_EXAMPLES, ids=lambda value: type(value).__name__)
def test_every_frame_decodes_from_its_array(wire: list[Any], frame: Frame) -> None:
    assert decode(outbox(wire)) == [frame]


def test_there_is_an_example_of_every_message_and_frame() -> None:
    assert {type(message) for message, _ in MESSAGE_EXAMPLES} == set(MESSAGES)
    assert {type(frame) for _, frame in FRAME_EXAMPLES} == set(FRAMES)


def test_kinds_count_from_one_in_both_directions() -> None:
    assert [kind.__struct_config__.tag for kind in MESSAGES] == list(range(1, 10))
    assert [kind.__struct_config__.tag for kind in FRAMES] == list(range(1, 9))


@pytest.mark.parametrize(("message", "wire"), MESSAGE_EXAMPLES, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("turn", [0, 1, 127, 128, 65_536, 2**40])
def test_a_stamped_body_is_the_message_of_that_turn(message: Message, wire: list[Any], turn: int) -> None:
    body = CODEC.encode_body(message)
    for now_ms in (0.0, -1.5, 1.7e12):
        assert unpack(body.stamp(turn, now_ms)) == [wire[0], turn, now_ms, *wire[3:]]


@pytest.mark.parametrize(
    ("frame", "path"),
    [
        ([2, 1, None], "outbox[1].name"),
        ([3, 2**32, "f", []], "outbox[1].call"),
        ([3, 1, "f", {}], "outbox[1].args"),
        ([4, 1, 1, None], "outbox[1].ok"),
        ([5, 0, 4, False], "outbox[1].id"),
        ([5, 1, "4", False], "outbox[1].delay_ms"),
        ([6, 1.5], "outbox[1].id"),
        ([7, "warn", [], 5], "outbox[1].source"),
        ([8, {"name": 5}, False], "outbox[1].error.name"),
        ([8, "text", False], "outbox[1].error"),
        ([9], "outbox[1][0]"),
        ([2, "a"], "outbox[1]"),
        ([2, "a", 1, 2], "outbox[1]"),
        ([], "outbox[1]"),
        ("frame", "outbox[1]"),
    ],
)
def test_a_wrong_field_of_a_frame_is_named(frame: Any, path: str) -> None:
    with pytest.raises(GuestError) as caught:
        decode(outbox([6, 1], frame))
    assert (caught.value.code, caught.value.path) == ("outbox_undecodable", path)


@pytest.mark.parametrize("where", [1, 2])
def test_a_batch_that_is_not_the_first_frame_is_refused(where: int) -> None:
    frames: list[Any] = [[6, 1], [6, 1]]
    frames.insert(where, [1, 1, 1, []])
    with pytest.raises(GuestError) as caught:
        decode(outbox(*frames))
    assert (caught.value.code, caught.value.path) == ("batch_misplaced", f"outbox[{where}]")


def test_a_second_batch_is_refused() -> None:
    with pytest.raises(GuestError) as caught:
        decode(outbox([1, 1, 1, []], [1, 1, 2, []]))
    assert caught.value.code == "batch_misplaced"


def test_an_error_of_an_older_or_newer_guest_may_lack_or_add_keys() -> None:
    (frame,) = decode(outbox([8, {"message": "m", "new": [1]}, False]))
    assert frame == ErrorFrame(ErrorShape(message="m"), False)


def test_a_decoder_for_messages_does_not_upset_the_collector() -> None:
    # msgspec 0.22 crashes the process on some unions; recordings and other hosts decode messages. A process of its own.
    program = (
        "import gc, msgspec; from rill.protocol.messages import AnyMessage; gc.disable(); "
        "decoder = msgspec.msgpack.Decoder(AnyMessage); gc.collect(); "
        "print(decoder.decode(msgspec.msgpack.encode([2, 1, 0.5, [3, 'onPress'], [], None])).target)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "(3, 'onPress')"), done.stderr
