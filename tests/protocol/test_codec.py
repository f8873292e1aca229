"""The codec against everything that could lie in an outbox.

Oracle of the fuzz tests, in one line: any bytes are decoded or raise a RillError; nothing else.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rill.protocol.codec import Codec, MessageBody, check_string, check_text, check_value
from rill.protocol.errors import GuestError, HostError, LimitError, RillError
from rill.protocol.limits import Limits
from rill.protocol.messages import FRAMES, MESSAGES, Batch, GuestMessage, HostEvent
from rill.protocol.operations import OPERATIONS, Slot
from rill.protocol.values import BigInt, FunctionRef

from .test_messages import FRAME_EXAMPLES, MESSAGE_EXAMPLES
from .test_operations import EXAMPLES as OPERATION_EXAMPLES
from .test_values import BOTH_WAYS
from .wire import (
    ARRAY_BUFFER,
    BIGINT,
    DATE,
    ERROR,
    FUNCTION,
    MAP,
    SET,
    TYPED_ARRAY,
    UNDEFINED,
    Ext,
    array_of,
    batch,
    decode,
    message,
    message_bytes,
    nested,
    outbox,
    pack,
    stable_id,
)

CODEC = Codec(Limits())


def accept_or_refuse(data: bytes, codec: Codec = CODEC) -> bool:
    """The oracle. Tells whether the bytes were accepted."""
    try:
        for frame in codec.decode_outbox(data):
            if isinstance(frame, GuestMessage):
                check_value(frame.payload, "payload", Limits())
    except RillError as error:
        documented(error)
        return False
    return True


def documented(error: RillError) -> None:
    """Assert that an error is one of those that the codec names."""
    assert error.code in _CODES
    assert error.path is not None


_CODES = {
    "batch_misplaced",
    "extension_malformed",
    "extension_unknown",
    "frames_exceeded",
    "key_forbidden",
    "key_invalid",
    "number_invalid",
    "operations_exceeded",
    "outbox_bytes_exceeded",
    "outbox_extensions_exceeded",
    "outbox_undecodable",
    "outbox_values_exceeded",
    "string_bytes_exceeded",
    "value_too_deep",
}


# -- malformed extensions ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("extension", "reason"),
    [
        (Ext(UNDEFINED, b""), "one zero byte"),
        (Ext(UNDEFINED, b"\1"), "one zero byte"),
        (Ext(UNDEFINED, b"\0\0"), "one zero byte"),
        (Ext(FUNCTION, b""), "expected 4 bytes, got 0"),
        (Ext(FUNCTION, b"\0\0\0"), "expected 4 bytes, got 3"),
        (Ext(FUNCTION, b"\0" * 5), "expected 4 bytes, got 5"),
        (Ext(DATE, b"\0" * 7), "expected 8 bytes, got 7"),
        (Ext(DATE, b"\xff" * 8), "years 1 to 9999"),
        (Ext(ERROR, b""), "truncated"),
        (nested(ERROR, []), "a map of name, message, stack and cause"),
        (nested(ERROR, {"name": 1}), "strings for name, message and stack"),
        (nested(ERROR, {"message": None}), "strings for name, message and stack"),
        (nested(ERROR, {"other": ""}), "a map of name, message, stack and cause"),
        (Ext(ERROR, pack({}) + b"\0"), "trailing"),
        (Ext(MAP, b""), "truncated"),
        (nested(MAP, {}), "an array of keys and values"),
        (nested(MAP, [1]), "an array of keys and values"),
        (nested(SET, {}), "expected an array"),
        (nested(SET, None), "expected an array"),
        (Ext(SET, b"\x92\x01"), "truncated"),
        (Ext(SET, b"\x91\xc1"), "invalid opcode"),
        (Ext(SET, b"\x91\xa1\xff"), "utf-8"),
        (Ext(BIGINT, b""), "hexadecimal digits"),
        (Ext(BIGINT, b"-"), "hexadecimal digits"),
        (Ext(BIGINT, b"--1"), "hexadecimal digits"),
        (Ext(BIGINT, b"0x1"), "hexadecimal digits"),
        (Ext(BIGINT, b"FF"), "hexadecimal digits"),
        (Ext(BIGINT, b"1_0"), "hexadecimal digits"),
        (Ext(BIGINT, b" 1"), "hexadecimal digits"),
        (Ext(BIGINT, b"1\n"), "hexadecimal digits"),
        (Ext(BIGINT, b"1" * 4097), "hexadecimal digits"),
        (Ext(BIGINT, b"-" + b"1" * 4097), "hexadecimal digits"),
        (Ext(BIGINT, b"1" * 100_000), "hexadecimal digits"),
        (Ext(TYPED_ARRAY, b""), "an element type"),
        (Ext(TYPED_ARRAY, b"\x00"), "not a valid ElementType"),
        (Ext(TYPED_ARRAY, b"\x0c"), "not a valid ElementType"),
        (Ext(TYPED_ARRAY, b"\x03a"), "whole elements of 2 bytes"),
        (Ext(TYPED_ARRAY, b"\x08" + b"\0" * 9), "whole elements of 8 bytes"),
    ],
    ids=stable_id,
)
@pytest.mark.parametrize("wrap", [lambda inner: inner, lambda inner: nested(SET, [nested(MAP, [1, inner])])])
def test_a_malformed_extension_is_refused_also_inside_others(extension: Ext, reason: str, wrap: Any) -> None:
    with pytest.raises(GuestError, match=reason) as caught:
        decode(batch([3, 1], [1, 7, "View", {"ok": [], "x": [None, wrap(extension)]}]))
    assert caught.value.code == "extension_malformed"
    if extension.code != BIGINT:
        assert caught.value.path == "batch[1].props.x[1]"
        assert "at batch[1].props.x[1]" in str(caught.value)


@pytest.mark.parametrize("code", [9, 42, 127, -1, -2, -128])
def test_an_unknown_extension_is_refused_and_named(code: int) -> None:
    for value in (Ext(code, b"\0" * 4), nested(SET, [Ext(code, b"\0" * 4)])):
        with pytest.raises(GuestError, match=rf"unknown extension {code} at .*; known are 0 undefined") as caught:
            decode(message([1, {"a": value}]))
        assert caught.value.code == "extension_unknown"


@pytest.mark.parametrize("size", [4, 8, 12])
def test_the_timestamps_of_messagepack_are_refused_although_msgspec_knows_them(size: int) -> None:
    # msgspec makes a datetime of extension -1 by itself. There is one Date on the wire, ours, and it is counted.
    stamp = pack(Ext(-1, b"\0" * size))
    assert msgspec.msgpack.decode(stamp).year == 1970
    for data in (message_bytes(stamp), message_bytes(b"\x91" + stamp), message(nested(SET, [Ext(-1, b"\0" * size)]))):
        with pytest.raises(GuestError, match=r"unknown extension -1") as caught:
            decode(data)
        assert caught.value.code == "extension_unknown"


def test_bytes_that_only_look_like_a_timestamp_are_let_through() -> None:
    for data in (b"\xd6\xff\0\0\0\0", b"\xd7\xff", b"\xc7\x0c\xff"):
        for value in (data, Ext(ARRAY_BUFFER, data), [1, {"a": Ext(TYPED_ARRAY, b"\1" + data)}]):
            (frame,) = decode(message(value))
            assert type(frame) is GuestMessage


def test_the_place_of_a_bad_extension_is_found_among_many() -> None:
    good = Ext(UNDEFINED, b"\0")
    with pytest.raises(GuestError) as caught:
        decode(
            outbox(
                [1, 1, 1, [[1, 1, "View", {"a": good, "b": [good, good]}]]],
                [2, "m", [good]],
                [3, 1, "f", [good, {"deep": [good, nested(MAP, [good, Ext(FUNCTION, b"")]), good]}]],
            )
        )
    assert caught.value.path == "outbox[2].args[1].deep[1]"


# -- nesting -----------------------------------------------------------------------------------------------------------


def nested_sets(levels: int, arrays: int = 1) -> bytes:
    data = b"\xc0"
    for _ in range(levels):
        data = pack(Ext(SET, b"\x91" * arrays + data))
    return data


@pytest.mark.parametrize("levels", [31, 32])
def test_extensions_nest_as_deep_as_values_may(levels: int) -> None:
    assert accept_or_refuse(message_bytes(nested_sets(levels)))


@pytest.mark.parametrize("levels", [33, 500, 3_000])
def test_extensions_that_nest_deeper_are_refused_by_the_decoder_itself(levels: int) -> None:
    # Each level is a call of Python from C from Python.
    with pytest.raises(GuestError, match="deeper than value_depth=32") as caught:
        decode(message_bytes(nested_sets(levels)))
    assert caught.value.code == "value_too_deep"


BOMBS = {
    "arrays": message_bytes(b"\x91" * 100_000 + b"\xc0"),
    "arrays without an end": message_bytes(b"\x91" * 500_000),
    "maps": message_bytes(b"\x81\xa1a" * 100_000 + b"\xc0"),
    "maps as keys": message_bytes(b"\x81" * 100_000 + b"\xc0" * 100_001),
    "arrays as keys": message_bytes(b"\x81\x91" * 100_000 + b"\xc0" * 100_001),
    "extensions of arrays": message_bytes(nested_sets(30, arrays=900)),
    "arrays at the top": b"\x91" * 100_000 + b"\xc0",
    "a template": b"\x91\x94\x01\x01\x01\x91\x94\x0a\x01" + b"\x91" * 100_000 + b"\x90\x90",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_nesting_bomb_is_refused(bomb: bytes) -> None:
    with pytest.raises(RillError) as caught:
        decode(bomb)
    assert caught.value.code in ("value_too_deep", "outbox_undecodable", "key_invalid")


# A process of its own: if the guard is missing, the stack overflows and the process dies.
_IN_A_THREAD = """
import sys, threading
from rill.protocol import Codec, Limits, RillError
sys.setrecursionlimit({limit})
codes = []
def run():
    # Fewer containers than values are allowed, so that only their nesting gives them away.
    for bomb in (b"\\x91" * 150_000, b"\\x81\\xa1a" * 150_000):
        try:
            Codec(Limits()).decode_outbox(b"\\x91\\x93\\x02\\xa1a" + bomb + b"\\xc0")
        except RillError as error:
            codes.append(error.code)
threading.stack_size({stack})
thread = threading.Thread(target=run)
thread.start()
thread.join()
print(codes)
"""


@pytest.mark.parametrize(("limit", "stack_kb"), [(1_000, 512), (10_000, 16_384), (100_000, 512), (1_000_000, 8_192)])
def test_a_nesting_bomb_is_refused_in_a_thread_whatever_the_recursion_limit(limit: int, stack_kb: int) -> None:
    program = _IN_A_THREAD.format(limit=limit, stack=stack_kb * 1024)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "['value_too_deep', 'value_too_deep']"), done.stderr


# -- a hostile megabyte ------------------------------------------------------------------------------------------------


HOSTILE: dict[str, tuple[bytes, str]] = {
    "empty arrays": (message_bytes(array_of(1_000_000, b"\x90")), "outbox_values_exceeded"),
    "empty maps": (message_bytes(array_of(1_000_000, b"\x80")), "outbox_values_exceeded"),
    "arrays of arrays": (message_bytes(array_of(500_000, b"\x91\x90")), "outbox_values_exceeded"),
    "maps of maps": (message_bytes(array_of(300_000, b"\x81\xa0\x80")), "outbox_values_exceeded"),
    "undefined": (message_bytes(array_of(300_000, b"\xd4\x00\x00")), "outbox_extensions_exceeded"),
    "sets": (message_bytes(array_of(250_000, b"\xd4\x05\x90")), "outbox_extensions_exceeded"),
    "errors": (message_bytes(array_of(300_000, b"\xd4\x03\x80")), "outbox_extensions_exceeded"),
    "empty extensions": (message_bytes(array_of(250_000, b"\xc7\x00\x07")), "outbox_extensions_exceeded"),
    "unknown extensions": (message_bytes(array_of(300_000, b"\xd4\x63\x00")), "extension_unknown"),
    "frames": (array_of(300_000, b"\x92\x06\x01"), "frames_exceeded"),
    "empty frames": (array_of(1_000_000, b"\x90"), "frames_exceeded"),
    "operations": (b"\x91\x94\x01\x01\x01" + array_of(300_000, b"\x92\x03\x01"), "outbox_values_exceeded"),
    "empty operations": (b"\x91\x94\x01\x01\x01" + array_of(1_000_000, b"\x90"), "outbox_values_exceeded"),
    "small maps of numbers": (message_bytes(array_of(200_000, b"\x81\x01\x01")), "key_invalid"),
    "declared array": (message_bytes(b"\xdd\xff\xff\xff\xff"), "outbox_undecodable"),
    "declared map": (message_bytes(b"\xdf\xff\xff\xff\xff"), "outbox_undecodable"),
    "declared string": (message_bytes(b"\xdb\xff\xff\xff\xff"), "outbox_undecodable"),
    "declared bytes": (message_bytes(b"\xc6\xff\xff\xff\xff"), "outbox_undecodable"),
    "declared extension": (message_bytes(b"\xc9\xff\xff\xff\xff\x05"), "outbox_undecodable"),
    "declared frames": (b"\xdd\xff\xff\xff\xff", "frames_exceeded"),
    "declared operations": (b"\x91\x94\x01\x01\x01\xdd\xff\xff\xff\xff", "outbox_undecodable"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_megabyte_is_refused_before_it_becomes_many_objects(data: bytes, code: str) -> None:
    codec = Codec(Limits(outbox_bytes=2**20 + 100))
    data = data[: 2**20 + 100]
    tracemalloc.start()
    try:
        with pytest.raises(RillError) as caught:
            codec.decode_outbox(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.code == code
    # A megabyte of empty containers would be 60 to 70 MB.
    assert peak < 24 * 2**20


ACCEPTED_MEGABYTES = {
    "nils": array_of(1_000_000, b"\xc0"),
    "small numbers": array_of(1_000_000, b"\x01"),
    "numbers": array_of(340_000, b"\xcd\x01\x01"),
    "floats": array_of(110_000, b"\xcb" + b"\x40" * 8),
    "characters": array_of(500_000, b"\xa1a"),
    "strings": array_of(250_000, b"\xa3\xc3\xa9a"),
    "one string": b"\xdb" + (1_000_000).to_bytes(4, "big") + b"a" * 1_000_000,
    "bytes that look like arrays": b"\xc6" + (1_000_000).to_bytes(4, "big") + b"\x90" * 1_000_000,
    "bytes that look like large maps": b"\xc6" + (1_000_000).to_bytes(4, "big") + b"\xdf" * 1_000_000,
    "bytes that look like timestamps": b"\xc6" + (1_000_000).to_bytes(4, "big") + b"\xd6\xff" * 500_000,
    "a map of strings": b"\xdf"
    + (60_000).to_bytes(4, "big")
    + b"".join(b"\xa5%05d\xc0" % key for key in range(60_000)),
    "maps of strings": array_of(90_000, b"\x81\xa1a\x01"),
}


@pytest.mark.parametrize("payload", ACCEPTED_MEGABYTES.values(), ids=ACCEPTED_MEGABYTES)
def test_a_megabyte_of_what_is_cheap_is_decoded_within_bounded_objects(payload: bytes) -> None:
    codec = Codec(Limits(outbox_bytes=2**20 + 100))
    gc.collect()
    before = len(gc.get_objects())
    (frame,) = codec.decode_outbox(message_bytes(payload))
    containers = len(gc.get_objects()) - before
    assert type(frame) is GuestMessage
    assert containers <= 200_000


def test_large_data_under_large_limits_is_not_taken_for_an_attack() -> None:
    rows = [[1, index, "Row", {"label": f"row {index}", "ok": True}] for index in range(20_000)]
    (frame,) = Codec(Limits()).decode_outbox(batch(*rows))
    assert type(frame) is Batch
    assert len(frame.operations) == 20_000
    many = [[1, index, "Row", {"label": f"row {index}"}] for index in range(120_000)]
    (frame,) = Codec(Limits.large()).decode_outbox(batch(*many))
    assert type(frame) is Batch
    assert len(frame.operations) == 120_000


# -- fuzz --------------------------------------------------------------------------------------------------------------

VALID_OUTBOXES = [
    *[batch(wire) for wire, _ in OPERATION_EXAMPLES],
    batch(*[wire for wire, _ in OPERATION_EXAMPLES]),
    *[outbox(wire) for wire, _ in FRAME_EXAMPLES],
    outbox(*[wire for wire, _ in FRAME_EXAMPLES]),
    *[message(wire) for _, wire in BOTH_WAYS],
    outbox(),
]


def test_the_seeds_of_the_fuzz_tests_are_accepted() -> None:
    assert all(accept_or_refuse(data) for data in VALID_OUTBOXES)


@given(st.binary(max_size=400))
@example(b"")
@example(b"\xc1")
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    accept_or_refuse(data)


@given(st.binary(max_size=200))
def test_any_bytes_as_a_payload_are_decoded_or_refused(data: bytes) -> None:
    accept_or_refuse(message_bytes(data))


@given(st.integers(-128, 127), st.binary(max_size=60), st.booleans())
def test_any_extension_is_decoded_or_refused(code: int, payload: bytes, inside: bool) -> None:
    accept_or_refuse(message([nested(SET, [Ext(code, payload)])] if inside else Ext(code, payload)))


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A valid outbox with some bytes replaced, removed, repeated or put in."""
    data = bytearray(draw(st.sampled_from(VALID_OUTBOXES)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        match draw(st.sampled_from("rdic")):
            case "r" if at < len(data):
                data[at] = draw(st.integers(0, 255))
            case "d":
                del data[at : at + draw(st.integers(1, 4))]
            case "i":
                data[at:at] = draw(st.binary(min_size=1, max_size=4))
            case _:
                data[at:at] = data[at : at + draw(st.integers(1, 40))]
    return bytes(data)


@given(mutated())
def test_any_mutation_of_a_valid_outbox_is_decoded_or_refused(data: bytes) -> None:
    accept_or_refuse(data)


@given(st.sampled_from(VALID_OUTBOXES), st.integers(0, 10_000))
def test_a_cut_outbox_is_refused(data: bytes, at: int) -> None:
    if at < len(data):
        assert not accept_or_refuse(data[:at])


_ANY_VALUE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats()
    | st.text(max_size=8)
    | st.binary(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=4) | st.integers(0, 9), inner, max_size=4)
    ),
)


@given(st.lists(st.lists(st.integers(-1, 16) | _ANY_VALUE, max_size=7), max_size=4))
def test_any_arrays_in_the_place_of_frames_are_decoded_or_refused(frames: list[Any]) -> None:
    accept_or_refuse(outbox(*frames))


@given(st.lists(st.lists(st.integers(-1, 16) | _ANY_VALUE, max_size=7), max_size=4))
def test_any_arrays_in_the_place_of_operations_are_decoded_or_refused(operations: list[Any]) -> None:
    accept_or_refuse(batch(*operations))


def test_canary_the_oracle_of_the_fuzz_tests_can_fail() -> None:
    class Broken(Codec):
        def decode_outbox(self, data: bytes | bytearray | memoryview) -> Any:
            raise KeyError(data)

    with pytest.raises(KeyError):
        accept_or_refuse(outbox(), Broken(Limits()))


# -- input kinds, threads, memory --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_outboxes_come_as_any_kind_of_bytes(kind: Callable[[bytes], Any]) -> None:
    for data in VALID_OUTBOXES:
        assert repr(CODEC.decode_outbox(kind(data))) == repr(CODEC.decode_outbox(data))
    for data, code in (HOSTILE["empty arrays"], HOSTILE["unknown extensions"]):
        with pytest.raises(RillError) as caught:
            CODEC.decode_outbox(kind(data[: 2**20]))
        assert caught.value.code == code


def test_a_decoded_value_does_not_hold_the_outbox() -> None:
    data = bytearray(message([b"abc", Ext(ARRAY_BUFFER, b"def"), Ext(TYPED_ARRAY, b"\1ghi"), nested(SET, ["jkl"])]))
    (frame,) = CODEC.decode_outbox(data)
    shown = repr(frame)
    # Raises a BufferError if something still looks into it.
    data.clear()
    assert repr(frame) == shown


def test_one_codec_serves_several_threads_at_once() -> None:
    codec = Codec(Limits(outbox_extensions=50))
    good = [message([nested(SET, [nested(MAP, [n, Ext(FUNCTION, n.to_bytes(4, "big"))])] * 10)]) for n in range(8)]
    bad = message([Ext(UNDEFINED, b"\0")] * 51)
    expected = [repr(Codec(Limits()).decode_outbox(data)) for data in good]
    body = codec.encode_message(MESSAGE_EXAMPLES[0][0])
    failures: list[object] = []
    start = threading.Barrier(8)

    def run(number: int) -> None:
        start.wait()
        for turn in range(200):
            if repr(codec.decode_outbox(good[number])) != expected[number]:
                failures.append(number)
            if codec.encode_message(MESSAGE_EXAMPLES[0][0]) != body:
                failures.append("encode")
            try:
                codec.decode_outbox(bad)
                failures.append("accepted")
            except LimitError as error:
                if error.value != 51:
                    failures.append((turn, error.value))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_refused_outbox_leaves_nothing_behind_for_the_next() -> None:
    codec = Codec(Limits(outbox_extensions=3))
    for _ in range(5):
        with pytest.raises(LimitError):
            codec.decode_outbox(message([Ext(UNDEFINED, b"\0")] * 4))
        with pytest.raises(GuestError):
            codec.decode_outbox(message_bytes(nested_sets(2)[:-1] + b"\xc1"))
        with pytest.raises(GuestError, match=r"truncated"):
            codec.decode_outbox(b"\x91")
        assert len(codec.decode_outbox(message([Ext(UNDEFINED, b"\0")] * 3))) == 1


UNTRACKED = (*OPERATIONS, *FRAMES, *MESSAGES, Slot, FunctionRef, MessageBody)


@pytest.mark.parametrize("kind", UNTRACKED, ids=lambda kind: kind.__name__)
def test_what_the_collector_does_not_see_is_frozen_so_that_it_cannot_become_part_of_a_cycle(kind: Any) -> None:
    # gc=False is sound as long as nothing reachable from such an object leads back to it. They are made after their
    # fields' values, and cannot be changed later.
    assert not kind.__struct_config__.gc
    assert kind.__struct_config__.frozen


def test_what_was_decoded_is_freed_without_the_collector() -> None:
    gc.collect()
    gc.disable()
    try:
        before = len(gc.get_objects())
        for _ in range(3):
            frames = CODEC.decode_outbox(batch(*[wire for wire, _ in OPERATION_EXAMPLES]))
            assert not any(gc.is_tracked(operation) for operation in frames[0].operations)  # type: ignore[union-attr]
            del frames
        assert len(gc.get_objects()) - before < 50
    finally:
        gc.enable()


def test_a_cycle_that_a_host_makes_of_a_decoded_payload_is_still_collected() -> None:
    (frame,) = CODEC.decode_outbox(message([[]]))
    assert type(frame) is GuestMessage
    # The list is tracked, so its own cycle is found; only one through the frame itself would not be.
    frame.payload[0].append(frame.payload)
    del frame
    assert gc.collect() >= 1


# -- strings and texts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("check", [check_string, check_text])
@pytest.mark.parametrize(
    ("text", "accepted"),
    [("x" * 15, True), ("x" * 16, True), ("x" * 17, False), ("é" * 8, True), ("é" * 9, False), ("", True)],
)
def test_strings_are_measured_in_utf8_bytes(check: Any, text: str, accepted: bool) -> None:
    limits = Limits(string_bytes=16, text_bytes=16)
    if accepted:
        check(text, "p", limits)
        return
    with pytest.raises(LimitError) as caught:
        check(text, "p", limits)
    assert (caught.value.path, caught.value.maximum, caught.value.fault) == ("p", 16, "guest")
    assert caught.value.limit in ("string_bytes", "text_bytes")


@pytest.mark.parametrize("value", [None, 5, b"a", ["a"], {"a": 1}])
def test_a_text_is_a_string(value: Any) -> None:
    with pytest.raises(GuestError, match=rf"expected str, got {type(value).__name__} at batch") as caught:
        check_text(value, "batch[0].text", Limits())
    assert (caught.value.code, caught.value.path) == ("text_invalid", "batch[0].text")


# -- the message body --------------------------------------------------------------------------------------------------


def test_a_body_is_encoded_once_and_stamped_for_its_turn() -> None:
    message_ = HostEvent(0, 0.0, "E", {"a": 1})
    body = CODEC.encode_body(message_)
    assert body.stamp(7, 1.5) == CODEC.encode_message(HostEvent(7, 1.5, "E", {"a": 1}))
    assert body == CODEC.encode_body(HostEvent(99, 5.0, "E", {"a": 1}))


# -- single values


def test_a_value_by_itself_survives_the_way_and_goes_into_a_message_as_it_is() -> None:
    codec = Codec(Limits())
    value = {"text": "hi", "list": [1, None, 2.5], "when": datetime(2020, 1, 1, tzinfo=UTC), "big": BigInt(2**70)}
    data = codec.encode_value(value, "value")
    assert codec.decode_value(data, "value") == value
    whole = codec.encode_message(HostEvent(1, 0.0, "e", [value]))
    assert codec.encode_message(HostEvent(1, 0.0, "e", [msgspec.Raw(data)])) == whole


def test_a_value_says_how_much_room_is_left_around_it() -> None:
    codec = Codec(Limits(value_depth=3))
    codec.encode_value([[[]]], "value")
    with pytest.raises(HostError, match="nests too deep"):
        codec.encode_value([[[]]], "value", around=1)


@pytest.mark.parametrize("data", [b"", b"\xc1", b"\x91", b"\xc0\xc0", b"\xc7\x01\x63\0", b"\x91" * 5_000])
def test_what_is_no_value_is_refused_with_its_place(data: bytes) -> None:
    with pytest.raises(GuestError) as caught:
        Codec(Limits()).decode_value(data, "there")
    assert "there" in str(caught.value)
