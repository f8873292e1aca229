"""Every value that crosses: what a host sees of a guest's value, and a guest of a host's."""

from __future__ import annotations

import copy
import enum
import math
import pickle
import struct
from collections import OrderedDict, defaultdict, namedtuple
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rill.protocol.codec import Codec, check_value, to_wire
from rill.protocol.errors import GuestError, HostError, LimitError
from rill.protocol.limits import Limits
from rill.protocol.messages import HostEvent
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
)

from .wire import (
    ARRAY_BUFFER,
    BIGINT,
    ERROR,
    FUNCTION,
    MAP,
    SET,
    TYPED_ARRAY,
    Ext,
    decode_payload,
    message_bytes,
    nested,
    pack,
    stable_id,
    unpack,
)
from .wire import UNDEFINED as UNDEFINED_CODE
from .wire import date as wire_date
from .wire import decode as decode_outbox

CODEC = Codec(Limits())
LIMITS = Limits()

# A value as the host holds it, and as it lies on the wire, for both directions.
BOTH_WAYS: list[tuple[Any, Any]] = [
    (None, None),
    (True, True),
    (False, False),
    (0, 0),
    (-1, -1),
    (SAFE_INTEGER_MAX, SAFE_INTEGER_MAX),
    (-SAFE_INTEGER_MAX, -SAFE_INTEGER_MAX),
    (0.5, 0.5),
    (1e300, 1e300),
    (5e-324, 5e-324),
    (math.inf, math.inf),
    (-math.inf, -math.inf),
    ("", ""),
    ("text", "text"),
    ("\u0000\ufeff\u202e \U0001f600", "\u0000\ufeff\u202e \U0001f600"),
    (b"", b""),
    (b"\0\xff", b"\0\xff"),
    ([], []),
    ({}, {}),
    ([1, [2, [3]]], [1, [2, [3]]]),
    ({"a": {"b": None}, "": 1}, {"a": {"b": None}, "": 1}),
    (UNDEFINED, Ext(UNDEFINED_CODE, b"\0")),
    ([UNDEFINED, {"a": UNDEFINED}], [Ext(UNDEFINED_CODE, b"\0"), {"a": Ext(UNDEFINED_CODE, b"\0")}]),
    (FunctionRef(0), Ext(FUNCTION, b"\0\0\0\0")),
    (FunctionRef(2**32 - 1), Ext(FUNCTION, b"\xff\xff\xff\xff")),
    (datetime(1970, 1, 1, tzinfo=UTC), wire_date(0.0)),
    (datetime(2026, 2, 28, 12, 30, 1, 250_000, tzinfo=UTC), wire_date(1_772_281_801_250.0)),
    (datetime.min.replace(tzinfo=UTC), wire_date(float(DATE_MS_MIN))),
    (datetime.max.replace(microsecond=999_000, tzinfo=UTC), wire_date(float(DATE_MS_END - 1))),
    (ErrorValue(name="TypeError", message="m", stack="s"),
     nested(ERROR, {"name": "TypeError", "message": "m", "stack": "s"})),
    (ErrorValue(message="outer", cause=ErrorValue(message="inner", cause=None)),
     nested(ERROR, {"name": "Error", "message": "outer", "stack": "",
                    "cause": nested(ERROR, {"name": "Error", "message": "inner", "stack": "", "cause": None})})),
    (MapValue(()), nested(MAP, [])),
    (MapValue((("k", 1), (None, 2), (SetValue((1,)), {"a": 3}))),
     nested(MAP, ["k", 1, None, 2, nested(SET, [1]), {"a": 3}])),
    (SetValue((1, "a", MapValue(((0, 1),)))), nested(SET, [1, "a", nested(MAP, [0, 1])])),
    (BigInt(0), Ext(BIGINT, b"0")),
    (BigInt(255), Ext(BIGINT, b"ff")),
    (BigInt(-(2**64)), Ext(BIGINT, b"-10000000000000000")),
    (BigInt(16**BIGINT_DIGITS_MAX - 1), Ext(BIGINT, b"f" * BIGINT_DIGITS_MAX)),
    (BigInt(1 - 16**BIGINT_DIGITS_MAX), Ext(BIGINT, b"-" + b"f" * BIGINT_DIGITS_MAX)),
    (ArrayBuffer(b""), Ext(ARRAY_BUFFER, b"")),
    (ArrayBuffer(b"ab"), Ext(ARRAY_BUFFER, b"ab")),
    *[
        (TypedArray(element, bytes(range(16))), Ext(TYPED_ARRAY, bytes([element]) + bytes(range(16))))
        for element in ElementType
    ],
    (TypedArray(ElementType.FLOAT64, b""), Ext(TYPED_ARRAY, b"\x08")),
]  # fmt: skip


def send(value: Any) -> Any:
    """What a guest reads when the host sends this."""
    wire = unpack(CODEC.encode_message(HostEvent(0, 0.0, "E", value)))
    assert wire[:4] == [3, 0, 0.0, "E"]
    return wire[4]


@pytest.mark.parametrize(
    ("value", "wire"), BOTH_WAYS, ids=lambda value: "" if isinstance(value, Ext) else stable_id(value)
)
def test_a_value_crosses_both_ways_and_keeps_its_type(value: Any, wire: Any) -> None:
    assert pack(send(value)) == pack(wire)
    received = decode_payload(wire)
    assert received == value
    assert type(received) is type(value)
    check_value(received, "payload", LIMITS)


def test_there_is_an_example_of_every_extension_and_element_type() -> None:
    codes = {wire.code for _, wire in BOTH_WAYS if isinstance(wire, Ext)}
    assert codes == {int(entry) for entry in Extension}
    assert {value.element for value, _ in BOTH_WAYS if isinstance(value, TypedArray)} == set(ElementType)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-SAFE_INTEGER_MAX, SAFE_INTEGER_MAX)
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
    | st.just(UNDEFINED)
    | st.builds(FunctionRef, st.integers(0, 2**32 - 1))
    | st.builds(BigInt, st.integers())
    | st.builds(ArrayBuffer, st.binary())
    | st.builds(
        lambda ms: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms),
        st.integers(DATE_MS_MIN, DATE_MS_END - 1),
    ),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text().filter(lambda key: key not in FORBIDDEN_KEYS), inner, max_size=4)
        | st.builds(lambda items: SetValue(tuple(items)), st.lists(inner, max_size=3))
        | st.builds(lambda pairs: MapValue(tuple(pairs)), st.lists(st.tuples(inner, inner), max_size=3))
        | st.builds(lambda text, cause: ErrorValue(message=text, cause=cause), st.text(), inner)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_what_a_host_sends_and_a_guest_sends_back_is_the_same(value: Any) -> None:
    again = decode_payload(send(value))
    assert again == value
    assert repr(again) == repr(value)
    check_value(again, "payload", LIMITS)


# -- numbers -----------------------------------------------------------------------------------------------------------


def test_nan_is_canonical_on_the_wire() -> None:
    other_nan = struct.unpack(">d", bytes.fromhex("fff8000000000001"))[0]
    for value in (math.nan, -math.nan, other_nan):
        assert CODEC.encode_message(HostEvent(0, 0.0, "E", value)).endswith(bytes.fromhex("cb7ff8000000000000"))
    received = decode_payload(other_nan)
    assert math.isnan(received)


def test_minus_zero_stays_a_float_with_its_sign_and_a_whole_float_stays_a_float() -> None:
    assert CODEC.encode_message(HostEvent(0, 0.0, "E", -0.0)).endswith(bytes.fromhex("cb8000000000000000"))
    assert math.copysign(1, decode_payload(-0.0)) == -1
    assert CODEC.encode_message(HostEvent(0, 0.0, "E", 2.0)).endswith(bytes.fromhex("cb4000000000000000"))


@pytest.mark.parametrize("number", [2**53, -(2**53), 2**63, 2**64, 10**400])
def test_an_integer_beyond_javascripts_is_refused_from_the_host_and_points_to_bigint(number: int) -> None:
    with pytest.raises(
        HostError, match=r"expected an integer within 2\*\*53 - 1 at HostEvent.payload.a\[1\]"
    ) as caught:
        send({"a": [0, number]})
    assert (caught.value.code, caught.value.path) == ("value_unsendable", "HostEvent.payload.a[1]")
    assert "BigInt" in str(caught.value)
    assert send(BigInt(number)) == Ext(BIGINT, format(number, "x").encode())


@pytest.mark.parametrize("number", [2**53, -(2**53), 2**63 - 1, -(2**63), 2**64 - 1])
def test_an_integer_beyond_javascripts_is_refused_from_a_guest(number: int) -> None:
    received = decode_payload({"a": [number]})
    with pytest.raises(GuestError) as caught:
        check_value(received, "payload", LIMITS)
    assert (caught.value.code, caught.value.path) == ("number_invalid", "payload.a[0]")


def test_a_float_of_32_bits_is_a_number_too() -> None:
    (frame,) = decode_outbox(message_bytes(b"\xca\x3f\x00\x00\x00"))
    assert repr(frame) == "GuestMessage(name='name', payload=0.5)"


def test_a_large_bigint_prints_where_python_refuses_to() -> None:
    huge = decode_payload(Ext(BIGINT, b"f" * BIGINT_DIGITS_MAX))
    assert repr(huge).startswith("BigInt(0xffff")
    assert f"{huge}" == str(huge) == hex(16**BIGINT_DIGITS_MAX - 1)
    assert (repr(BigInt(-12)), str(BigInt(-12)), f"{BigInt(5)}") == ("BigInt(-12)", "-12", "5")
    assert str(BigInt(2**1024 - 1)).isdecimal()
    assert str(BigInt(2**1024)).startswith("0x1")


# -- dates -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ms", [DATE_MS_MIN - 1.0, float(DATE_MS_END), 8.64e15, math.nan, math.inf])
def test_a_date_outside_the_years_of_a_datetime_is_malformed(ms: float) -> None:
    with pytest.raises(GuestError, match=r"years 1 to 9999") as caught:
        decode_payload(wire_date(ms))
    assert caught.value.code == "extension_malformed"


class _Zoneless(tzinfo):
    def utcoffset(self, _: datetime | None) -> None:
        return None

    dst = tzname = utcoffset


@pytest.mark.parametrize("naive", [datetime(2026, 1, 1), datetime(2026, 1, 1, tzinfo=_Zoneless())])
def test_a_datetime_without_a_zone_is_refused(naive: datetime) -> None:
    with pytest.raises(HostError, match=r"expected a datetime with a time zone at HostEvent.payload"):
        send(naive)


def test_a_datetime_crosses_as_its_instant_in_whole_milliseconds() -> None:
    zone = timezone(timedelta(hours=5, minutes=45))
    assert send(datetime(1970, 1, 1, 5, 45, 0, 1999, tzinfo=zone)) == wire_date(1.0)
    assert send(datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)) == wire_date(-1.0)


@pytest.mark.parametrize(
    "beyond",
    [
        datetime.min.replace(tzinfo=timezone(timedelta(hours=1))),
        datetime.max.replace(tzinfo=timezone(-timedelta(hours=1))),
    ],
)
def test_a_datetime_that_leaves_the_range_in_utc_is_refused(beyond: datetime) -> None:
    with pytest.raises(HostError, match=r"years 1 to 9999"):
        send(beyond)


# -- strings and keys --------------------------------------------------------------------------------------------------


def test_a_lone_surrogate_of_a_host_is_refused_wherever_it_stands() -> None:
    for value in ("a\ud800", {"\udfff": 1}, ["ok", "\udc80"], ErrorValue(message="\ud800")):
        with pytest.raises(HostError, match=r"expected text at .*, got a lone surrogate at index") as caught:
            send(value)
        assert caught.value.code == "value_unsendable"


@pytest.mark.parametrize("payload", [b"\xa1\xff", b"\xa3\xed\xa0\x80", b"\xa2\xc0\x80", b"\x81\xa1\xff\xc0"])
def test_a_string_of_a_guest_that_is_no_utf8_is_refused(payload: bytes) -> None:
    with pytest.raises(GuestError, match=r"a string is no UTF-8") as caught:
        decode_outbox(message_bytes(payload))
    assert caught.value.code == "outbox_undecodable"


@pytest.mark.parametrize("key", sorted(FORBIDDEN_KEYS))
def test_a_key_that_reaches_a_prototype_never_crosses(key: str) -> None:
    with pytest.raises(HostError) as caught:
        send({"a": {key: 1}})
    assert (caught.value.code, caught.value.path) == ("value_unsendable", "HostEvent.payload.a")
    with pytest.raises(GuestError) as refused:
        check_value(decode_payload({"a": [{key: 1}]}), "payload", LIMITS)
    assert (refused.value.code, refused.value.path) == ("key_forbidden", "payload.a[0]")


@pytest.mark.parametrize("key", [1, 1.5, None, True, b"a", (1, 2)])
def test_keys_are_strings_in_both_directions(key: Any) -> None:
    with pytest.raises(HostError, match=r"expected string keys at HostEvent.payload"):
        send({key: 1})
    # As msgspec makes them of a hostile map.
    with pytest.raises(GuestError, match=r"expected string keys at payload.a") as caught:
        check_value({"a": {key: 1}}, "payload", LIMITS)
    assert caught.value.code == "key_invalid"


def test_an_odd_key_is_quoted_in_a_path() -> None:
    for key, step in (("a b", "['a b']"), ("", "['']"), ("\x1b[0m", "['\\x1b[0m']"), ("\u202e", "['\\u202e']")):
        with pytest.raises(HostError) as caught:
            send({key: [object()]})
        assert caught.value.path == f"HostEvent.payload{step}[0]"
        with pytest.raises(GuestError) as refused:
            check_value({key: [2**60]}, "payload", LIMITS)
        assert refused.value.path == f"payload{step}[0]"


# -- what a host may hand over -----------------------------------------------------------------------------------------


class _Colour(enum.StrEnum):
    RED = "red"


class _Level(enum.IntEnum):
    HIGH = 3


class _Text(str):
    __slots__ = ()

    def __str__(self) -> str:
        return "something else"

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return False


class _Real(float):
    pass


_Point = namedtuple("_Point", "x y")


@pytest.mark.parametrize(
    ("value", "wire"),
    [
        (_Colour.RED, "red"),
        ({_Colour.RED: _Colour.RED}, {"red": "red"}),
        (_Level.HIGH, 3),
        (_Text("x"), "x"),
        ({_Text("k"): 1}, {"k": 1}),
        (_Real(1.5), 1.5),
        (_Point(1, 2), [1, 2]),
        ((), []),
        (OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
        (defaultdict(list, a=[1]), {"a": [1]}),
        (bytearray(b"ab"), b"ab"),
        (memoryview(b"abcd")[::2], b"ac"),
        ({1}, nested(SET, [1])),
        (frozenset(["a"]), nested(SET, ["a"])),
        (set(), nested(SET, [])),
    ],
    ids=lambda value: f"{type(value).__name__}",
)
def test_subclasses_and_relatives_of_plain_types_cross_as_what_they_are(value: Any, wire: Any) -> None:
    assert send(value) == wire


def test_a_forbidden_key_in_the_shape_of_a_subclass_is_refused_too() -> None:
    with pytest.raises(HostError):
        send({_Text("__proto__"): 1})


def _released_view() -> memoryview:
    view = memoryview(b"abc")
    view.release()
    return view


@pytest.mark.parametrize(
    "value",
    [
        object(),
        object,
        len,
        lambda: None,
        1j,
        date(2026, 1, 1),
        timedelta(1),
        range(3),
        iter([1]),
        Exception("x"),
        LIMITS,
        Ext(99, b""),
        _released_view(),
        FunctionRef(-1),
        FunctionRef(2**32),
        FunctionRef("1"),  # type: ignore[arg-type]
        FunctionRef(True),
        BigInt(16**BIGINT_DIGITS_MAX),
        ErrorValue(name=1),  # type: ignore[arg-type]
        ErrorValue(stack=None),  # type: ignore[arg-type]
        MapValue(5),  # type: ignore[arg-type]
        MapValue(((1, 2, 3),)),  # type: ignore[arg-type]
        MapValue(("ab",)),  # type: ignore[arg-type]
        SetValue({1}),  # type: ignore[arg-type]
        TypedArray(ElementType.INT32, b"abc"),
        TypedArray(99, b""),  # type: ignore[arg-type]
        TypedArray(ElementType.INT8, "a"),  # type: ignore[arg-type]
    ],
    ids=lambda value: f"{type(value).__name__}",
)
@pytest.mark.parametrize("wrap", [lambda v: v, lambda v: {"a": [v]}, lambda v: SetValue((v,))])
def test_what_cannot_cross_is_a_host_error_that_says_where(value: Any, wrap: Any) -> None:
    with pytest.raises(HostError) as caught:
        send(wrap(value))
    assert caught.value.code == "value_unsendable"
    assert caught.value.path is not None
    assert caught.value.path.startswith("HostEvent.payload")
    assert f"at {caught.value.path}" in str(caught.value)


_JUNK = st.recursive(
    st.none() | st.floats() | st.integers() | st.text() | st.datetimes() | st.complex_numbers() | st.binary()
    | st.builds(FunctionRef, st.integers() | st.text())
    | st.builds(lambda data, element: TypedArray(element, data), st.binary() | st.text(), st.integers()),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner) | st.builds(SetValue, inner)
        | st.builds(MapValue, inner) | st.builds(lambda a, b: ErrorValue(name=a, cause=b), inner, inner)
        | st.tuples(inner, inner)
    ),
)  # fmt: skip


@given(_JUNK)
def test_any_host_value_is_encoded_or_refused_with_a_host_error(value: Any) -> None:
    with suppress(HostError):
        send(value)


def test_the_value_itself_is_left_alone() -> None:
    value: dict[str, Any] = {"a": [1, {"b": (2, {3})}]}
    before = copy.deepcopy(value)
    wire = to_wire(value, "v", depth_max=32)
    assert value == before
    wire["a"].append(5)
    assert value == before


# -- depth -------------------------------------------------------------------------------------------------------------


def _deep(levels: int, wrap: Any, leaf: Any = None) -> Any:
    value = leaf
    for _ in range(levels):
        value = wrap(value)
    return value


WRAPS = {
    "list": lambda inner: [inner],
    "dict": lambda inner: {"k": inner},
    "set": lambda inner: SetValue((inner,)),
    "map": lambda inner: MapValue(((0, inner),)),
    "map key": lambda inner: MapValue(((inner, 0),)),
    "cause": lambda inner: ErrorValue(cause=inner),
}


@pytest.mark.parametrize("wrap", WRAPS.values(), ids=WRAPS)
@pytest.mark.parametrize("leaf", [None, UNDEFINED, BigInt(1), datetime(2026, 1, 1, tzinfo=UTC), "text"], ids=repr)
def test_nesting_is_bounded_alike_in_both_directions(wrap: Any, leaf: Any) -> None:
    under, at, over = (_deep(levels, wrap, leaf) for levels in (31, 32, 33))
    for value in (under, at):
        received = decode_payload(send(value))
        assert received == value
        check_value(received, "payload", LIMITS)
    with pytest.raises(HostError, match=r"nests too deep") as caught:
        send(over)
    assert caught.value.code == "value_unsendable"
    with pytest.raises(GuestError, match=r"deeper than value_depth=32") as refused:
        check_value(over, "payload", LIMITS)
    assert refused.value.code == "value_too_deep"


def test_a_container_that_holds_itself_is_a_host_error() -> None:
    loop_list: list[Any] = []
    loop_list.append(loop_list)
    loop_dict: dict[str, Any] = {}
    loop_dict["again"] = [loop_dict, loop_dict]
    for value in (loop_list, loop_dict, {"a": loop_list}):
        with pytest.raises(HostError, match=r"nests too deep or holds itself"):
            send(value)


# -- check_value -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("x" * 17, "p"),
        (["ok", "x" * 17], "p[1]"),
        ({"a": {"b": ["x" * 17]}}, "p.a.b[0]"),
        ({"x" * 17: 1}, "p"),
        (SetValue((1, "x" * 17)), "p[1]"),
        (MapValue(((1, 2), ("k", ["x" * 17]))), "p[1][1][0]"),
        (MapValue((("x" * 17, 2),)), "p[0][0]"),
        (ErrorValue(message="x" * 17), "p.message"),
        (ErrorValue(cause={"a": "x" * 17}), "p.cause.a"),
        ("\u00e9" * 9, "p"),
        ("\U0001f600" * 5, "p"),
    ],
)
def test_a_string_over_its_bytes_is_found_wherever_it_lies(value: Any, path: str) -> None:
    with pytest.raises(LimitError) as caught:
        check_value(value, "p", Limits(string_bytes=16))
    assert caught.value.path == path
    assert (caught.value.code, caught.value.limit, caught.value.fault) == (
        "string_bytes_exceeded", "string_bytes", "guest",
    )  # fmt: skip
    assert (caught.value.maximum, caught.value.value) in [(16, 17), (16, 18), (16, 20)]
    check_value(value, "p", Limits(string_bytes=20))


def test_only_what_decoding_yields_is_checked() -> None:
    with pytest.raises(TypeError, match=r"no type that decoding yields"):
        check_value([object()], "p", LIMITS)


# -- the types ---------------------------------------------------------------------------------------------------------


def test_undefined_is_one_falsy_object_that_survives_copies() -> None:
    assert not UNDEFINED
    assert copy.deepcopy(UNDEFINED) is UNDEFINED
    assert pickle.loads(pickle.dumps(UNDEFINED)) is UNDEFINED
    assert Undefined.UNDEFINED is UNDEFINED
    assert repr(UNDEFINED) == "UNDEFINED"


def test_every_element_type_has_a_width() -> None:
    assert [element.width for element in ElementType] == [1, 1, 2, 2, 4, 4, 4, 8, 8, 8, 1]


def test_pack_helper_and_codec_agree_on_plain_values() -> None:
    plain = {"a": [1, "b", None, True, 1.5, b"c"]}
    assert CODEC.encode_message(HostEvent(0, 0.0, "E", plain)).endswith(pack(plain))
