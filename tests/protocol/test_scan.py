"""The look before decoding: what it suspects, counts and refuses."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rill.protocol.errors import GuestError, LimitError, RillError
from rill.protocol.limits import Limits
from rill.protocol.scan import NESTING_MAX, is_suspect, scan

from .test_codec import HOSTILE, VALID_OUTBOXES
from .wire import ARRAY_BUFFER, MAP, SET, UNDEFINED, Ext, array_of, batch, message_bytes, nested, pack

LIMITS = Limits()


def values_in(value: Any) -> int:
    """Count as a provider counts: containers, keys and items."""
    match value:
        case list():
            return 1 + sum(map(values_in, value))
        case dict():
            return 1 + sum(1 + values_in(item) for item in value.values())
        case Ext(code=code, data=data) if code in (3, 4, 5):
            return 1 + values_in(msgspec.msgpack.decode(data))
    return 1


def test_what_guests_send_is_not_suspect() -> None:
    assert not any(is_suspect(data, LIMITS) for data in VALID_OUTBOXES)


@pytest.mark.parametrize("data", VALID_OUTBOXES)
def test_what_guests_send_passes_the_scan(data: bytes) -> None:
    scan(data, LIMITS)


@pytest.mark.parametrize("data", VALID_OUTBOXES)
def test_values_are_counted_exactly(data: bytes) -> None:
    count = values_in(msgspec.msgpack.decode(data))
    scan(data, Limits(outbox_values=count))
    if count > 1:
        with pytest.raises(LimitError) as caught:
            scan(data, Limits(outbox_values=count - 1))
        assert (caught.value.code, caught.value.value) == ("outbox_values_exceeded", count)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text() | st.binary(),
        lambda inner: (
            st.lists(inner, max_size=20)
            | st.dictionaries(st.text(), inner, max_size=20)
            | st.builds(lambda items: nested(SET, items), st.lists(inner, max_size=5))
            | st.builds(lambda data: Ext(ARRAY_BUFFER, data), st.binary(max_size=20))
        ),
    )
)
def test_any_value_is_counted_exactly(value: Any) -> None:
    count = values_in(value)
    data = pack(value)
    scan(data, Limits(outbox_values=count))
    if count > 1:
        with pytest.raises(LimitError):
            scan(data, Limits(outbox_values=count - 1))


@pytest.mark.parametrize("size", [0, 1, 31, 32, 255, 256, 65_535, 65_536])
def test_every_width_of_length_is_stepped_over(size: int) -> None:
    for value in ("a" * size, b"a" * size, Ext(ARRAY_BUFFER, b"a" * size)):
        with pytest.raises(GuestError, match="unknown extension 99"):
            scan(pack([value, Ext(99, b"")]), LIMITS)
    for many in ([None] * size, {f"{key}": None for key in range(size)}):
        with pytest.raises(GuestError, match="unknown extension 99"):
            scan(pack([many, Ext(99, b"")]), LIMITS)


@pytest.mark.parametrize(
    ("data", "code"), [entry for entry in HOSTILE.values() if entry[1].startswith("outbox_values")]
)
def test_more_containers_than_values_are_allowed_make_an_outbox_suspect(data: bytes, code: str) -> None:
    assert is_suspect(data, LIMITS)
    with pytest.raises(LimitError) as caught:
        scan(data, LIMITS)
    assert caught.value.code == code


def test_batches_of_any_size_are_not_suspect() -> None:
    # Ids and floats hold every byte there is; none of them may cost a scan.
    rows = [[1, 60_000 + row, "Row", {"style": {"gap": row / 7}}] for row in range(20_000)]
    data = batch(*rows, *[[4, 1, 60_000 + row] for row in range(5_000)])
    assert len(data) > 500_000
    assert set(range(256)) <= set(data)
    assert not is_suspect(data, LIMITS)


@pytest.mark.parametrize("key", [1, 2**60, 0.5, None, True, b"a", Ext(UNDEFINED, b"\0"), nested(SET, [])])
def test_a_key_that_is_no_string_is_refused_wherever_its_map_lies(key: Any) -> None:
    bad_map = b"\x82\xa1a\x01" + pack(key) + b"\x01"
    for data in (bad_map, b"\x92\x01" + bad_map, b"\x81\xa1k" + bad_map, pack(Ext(MAP, b"\x92\x01" + bad_map))):
        with pytest.raises(GuestError, match="expected a string as key") as caught:
            scan(data, LIMITS)
        assert caught.value.code == "key_invalid"


@pytest.mark.parametrize(
    ("levels", "accepted"), [(NESTING_MAX - 1, True), (NESTING_MAX, True), (NESTING_MAX + 1, False)]
)
@pytest.mark.parametrize("level", [b"\x91", b"\x81\xa1a", b"\xdc\x00\x01"])
def test_nesting_is_bounded(levels: int, accepted: bool, level: bytes) -> None:
    data = level * levels + b"\xc0"
    if accepted:
        scan(data, LIMITS)
        return
    with pytest.raises(GuestError) as caught:
        scan(data, LIMITS)
    assert caught.value.code == "value_too_deep"


@pytest.mark.parametrize("count", [2, 3, 4])
def test_extensions_are_counted_inside_each_other_too(count: int) -> None:
    data = pack(nested(SET, [Ext(UNDEFINED, b"\0")] * (count - 1)))
    if count <= 3:
        scan(data, Limits(outbox_extensions=3))
        return
    with pytest.raises(LimitError) as caught:
        scan(data, Limits(outbox_extensions=3))
    assert (caught.value.code, caught.value.value) == ("outbox_extensions_exceeded", 4)


@given(st.binary(max_size=300))
def test_any_bytes_end_the_scan(data: bytes) -> None:
    is_suspect(data, LIMITS)
    try:
        scan(data, LIMITS)
    except RillError as error:
        known(error)


def known(error: RillError) -> None:
    assert error.code in {"value_too_deep", "key_invalid", "extension_unknown"}


def test_the_work_is_bounded_by_the_values_that_are_allowed() -> None:
    # Two megabytes of values, of which a hundred are looked at.
    with pytest.raises(LimitError) as caught:
        scan(message_bytes(array_of(2_000_000, b"\xc0")), Limits(outbox_values=100))
    assert caught.value.value == 101
