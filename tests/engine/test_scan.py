"""`rill_scan` of the engine against a scanner of a few lines that shares nothing with it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rill.sandbox import SandboxLimits
from rill.sandbox.wasm import WasmProvider
from rill.sandbox.wasm.provider import _OUTBOX_DEPTH, _Scanner

OK, MALFORMED, VALUES, EXTENSIONS, DEPTH = 0, 3, 4, 5, 6
NESTED = (3, 4, 5)


class Malformed(Exception):
    pass


class Counts:
    def __init__(self) -> None:
        self.values = self.extensions = self.depth = 0


def reference(data: bytes) -> Counts:
    """Count recursively, with Python's integers and slices."""
    counts = Counts()
    if count_one(data, counts, 0) != len(data):
        raise Malformed
    return counts


def count_one(data: bytes, counts: Counts, depth: int, at: int = 0) -> int:
    def take(size: int) -> bytes:
        nonlocal at
        if at + size > len(data):
            raise Malformed
        at += size
        return data[at - size : at]

    def number(size: int) -> int:
        return int.from_bytes(take(size), "big")

    counts.values += 1
    head = take(1)[0]
    length: int | None = None
    if head <= 0x7F or head >= 0xE0 or head in (0xC0, 0xC2, 0xC3):
        return at
    is_map = head <= 0x8F or head in (0xDE, 0xDF)
    if is_map:
        length = 2 * (head & 15 if head <= 0x8F else number(2 if head == 0xDE else 4))
    elif head <= 0x9F or head in (0xDC, 0xDD):
        length = head & 15 if head <= 0x9F else number(2 if head == 0xDC else 4)
    if length is not None:
        if length > len(data) - at:
            raise Malformed
        counts.depth = max(counts.depth, depth + 1)
        for index in range(length):
            key = data[at] if is_map and index % 2 == 0 and at < len(data) else None
            if key is not None and not (0xA0 <= key <= 0xBF or 0xD9 <= key <= 0xDB):
                raise Malformed
            at = count_one(data, counts, depth + 1, at)
        return at
    if head <= 0xBF:
        take(head & 31)
    elif head in (0xC4, 0xC5, 0xC6):
        take(number(1 << head - 0xC4))
    elif head in (0xD9, 0xDA, 0xDB):
        take(number(1 << head - 0xD9))
    elif head in (0xCA, 0xCE, 0xD2):
        take(4)
    elif head in (0xCB, 0xCF, 0xD3):
        take(8)
    elif head in (0xCC, 0xD0):
        take(1)
    elif head in (0xCD, 0xD1):
        take(2)
    elif 0xC7 <= head <= 0xC9 or 0xD4 <= head <= 0xD8:
        size = number(1 << head - 0xC7) if head <= 0xC9 else 1 << head - 0xD4
        counts.extensions += 1
        kind = take(1)[0]
        payload = take(size)
        if kind in NESTED and count_one(payload, counts, depth) != size:
            raise Malformed
    else:
        raise Malformed
    return at


@pytest.fixture(scope="module")
def scanner() -> Iterator[_Scanner]:
    provider = WasmProvider()
    yield _Scanner(provider, 1 << 20)
    provider.close()


def limits(values: int = 1 << 30, extensions: int = 1 << 30, depth: int = 900) -> SandboxLimits:
    return SandboxLimits(values=values, extensions=extensions, depth=depth)


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats()
    | st.text(max_size=40)
    | st.binary(max_size=300)
    | st.builds(msgspec.msgpack.Ext, st.sampled_from([0, 1, 2, 6, 7, 8]), st.binary(max_size=20)),
    lambda inner: (
        st.lists(inner, max_size=20)
        | st.dictionaries(st.text(max_size=5), inner, max_size=20)
        | st.builds(
            lambda kind, value: msgspec.msgpack.Ext(kind, msgspec.msgpack.encode(value)), st.sampled_from(NESTED), inner
        )
    ),
    max_leaves=40,
)


@given(values)
def test_well_formed_value_is_counted_to_the_value(scanner: _Scanner, value: object) -> None:
    data = msgspec.msgpack.encode(value)
    expected = reference(data)
    exact = limits(expected.values, max(expected.extensions, 1), max(expected.depth - _OUTBOX_DEPTH, 1))
    assert scanner.scan(data, exact) == OK
    if expected.values > 1:
        assert scanner.scan(data, limits(values=expected.values - 1)) == VALUES
    if expected.extensions > 1:
        assert scanner.scan(data, limits(extensions=expected.extensions - 1)) == EXTENSIONS
    if expected.depth > _OUTBOX_DEPTH + 1:
        assert scanner.scan(data, limits(depth=expected.depth - _OUTBOX_DEPTH - 1)) == DEPTH


@settings(max_examples=400)
@given(st.binary(min_size=1, max_size=60) | st.lists(st.integers(0x80, 0xDF), min_size=1, max_size=40).map(bytes))
def test_any_bytes_are_counted_or_malformed_as_the_reference_says(scanner: _Scanner, data: bytes) -> None:
    try:
        reference(data)
    except (Malformed, RecursionError):
        assert scanner.scan(data, limits()) == MALFORMED
    else:
        assert scanner.scan(data, limits()) == OK


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", MALFORMED),
        (b"\x90" * 2, MALFORMED),
        (b"\xdd\xff\xff\xff\xff", MALFORMED),
        (b"\xdf\xff\xff\xff\xff\xc0", MALFORMED),
        (b"\xdb\xff\xff\xff\xff", MALFORMED),
        (b"\xc9\xff\xff\xff\xff\x04", MALFORMED),
        (b"\xc7\x00\x04", MALFORMED),
        (b"\x91" * 100_000 + b"\xc0", DEPTH),
        (b"\xc7\x03\x04\xc7\x01\x04\xc0", MALFORMED),
        (b"\x81\x01\xc0", MALFORMED),
        (b"\x82\xa1a\xc0\xcb" + b"\0" * 8 + b"\xc0", MALFORMED),
        (b"\x81\x90\xc0", MALFORMED),
        (b"\x81\xa1a\x81\xc0\xc0", MALFORMED),
        (b"\xde\x00\x01\xd4\x00\x00\xc0", MALFORMED),
        (b"\xdf\x00\x00\x00\x01\xd9\x01a\xc0", OK),
        (b"\xc7\x04\x05\x91\x81\x01\xc0", MALFORMED),
    ],
)
def test_hostile_bytes_are_refused(scanner: _Scanner, data: bytes, status: int) -> None:
    assert scanner.scan(data, limits()) == status


def test_keys_that_are_no_strings_are_refused_because_their_hashes_can_be_chosen(scanner: _Scanner) -> None:
    # A dict of 13,000 such keys takes 0.1 s, one of four times as many sixteen times as long.
    keys = b"".join(b"\xcf" + (number << 40).to_bytes(8, "big") + b"\xc0" for number in range(90_000))
    assert scanner.scan(b"\xdf" + (90_000).to_bytes(4, "big") + keys, limits()) == MALFORMED


def test_extensions_nested_in_extensions_end_by_depth(scanner: _Scanner) -> None:
    data = b"\xc0"
    for _ in range(5000):
        data = b"\xc9" + len(data).to_bytes(4, "big") + b"\x04" + data
    assert scanner.scan(data, limits()) == DEPTH


def test_a_megabyte_of_empty_arrays_is_refused_by_its_count(scanner: _Scanner) -> None:
    data = b"\xdd" + (1_000_000).to_bytes(4, "big") + b"\x90" * 1_000_000
    assert scanner.scan(data, limits(values=200_000)) == VALUES
    assert scanner.scan(data, limits()) == OK
