"""What the codec costs: decoding what guests leave behind, encoding what hosts send, refusing what attackers write."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Any

import msgspec

from benchmarks.report import Report
from rill.protocol.codec import Codec, check_value
from rill.protocol.errors import RillError
from rill.protocol.limits import Limits
from rill.protocol.messages import CallFunction, ConfigUpdate, GuestMessage

_MEGABYTE = 2**20


def _batch(operations: list[Any]) -> bytes:
    return msgspec.msgpack.encode([[1, 1, 1, operations]])


def _counter() -> bytes:
    return _batch([[8, 3, "42"]])


def _rows(count: int) -> bytes:
    operations: list[Any] = []
    for row in range(count):
        base = 10 + row * 4
        operations += [
            [1, base, "Row", {"style": {"gap": 1}}],
            [1, base + 1, "Text", {}],
            [1, base + 2, "#text", f"row {row}"],
            [4, base + 1, base + 2],
            [4, base, base + 1],
            [1, base + 3, "Button", {"title": "Remove", "onPress": True}],
            [4, base, base + 3],
            [4, 1, base],
        ]
    return _batch(operations)


def _clones(count: int) -> bytes:
    numbers, labels = ([f"{prefix}{row + 1}" for row in range(count)] for prefix in ("", "pretty red table "))
    return _batch([[13, 1, 10, count, 1, None, [numbers, labels, [""] * count, [True] * count, [True] * count]]])


def _patches(count: int) -> bytes:
    return _batch([[12, 10 + 8 * row, 1, "pretty red table !!!"] for row in range(count)])


def _payload(data: bytes) -> bytes:
    return b"\x91\x93\x02\xa1m" + data


def _array(count: int, item: bytes) -> bytes:
    return b"\xdd" + count.to_bytes(4, "big") + item * count


def _nested_sets(levels: int) -> bytes:
    data = b"\xc0"
    for _ in range(levels):
        data = msgspec.msgpack.encode(msgspec.msgpack.Ext(5, b"\x91" + data))
    return data


HOSTILE = {
    "empty arrays": _array(1_000_000, b"\x90"),
    "empty maps": _array(1_000_000, b"\x80"),
    "nils": _array(1_000_000, b"\xc0"),
    "short strings": _array(250_000, b"\xa3\xc3\xa9a"),
    "undefineds": _array(300_000, b"\xd4\x00\x00"),
    "sets": _array(250_000, b"\xd4\x05\x90"),
    "nested arrays": b"\x91" * 1_000_000,
    "nested extensions": _nested_sets(3_000),
    "an array that is announced only": b"\xdd\xff\xff\xff\xff",
}


def main(arguments: list[str]) -> None:
    """Print the table."""
    report = Report("the codec", arguments)
    codec = Codec(Limits(outbox_bytes=2 * _MEGABYTE))
    large = Codec(Limits.large())

    for name, data in (
        ("decode one TEXT", _counter()),
        ("decode 100 rows, 800 operations", _rows(100)),
        ("decode 1,000 rows, 8,000 operations", _rows(1_000)),
        ("decode 1,000 rows in one CLONES of five columns", _clones(1_000)),
        ("decode 100 PATCHes", _patches(100)),
    ):
        report.measure(f"{name} ({len(data):,} bytes)", lambda data=data: codec.decode_outbox(data))  # type: ignore[misc]
    rows = _rows(2_000)
    report.measure(f"decode 2,000 rows, 16,000 operations ({len(rows):,} bytes)", lambda: large.decode_outbox(rows))

    items = [{"id": number, "name": f"item {number}", "done": False, "price": 1.5} for number in range(1_000)]
    press = CallFunction(1, 0.0, (7, "onPress"), [{"source": "key"}], None)
    config = ConfigUpdate(1, 0.0, {"items": items})
    report.measure("encode a press", lambda: codec.encode_message(press))
    report.measure("encode 1,000 small objects", lambda: codec.encode_message(config))
    (message,) = codec.decode_outbox(_payload(msgspec.msgpack.encode(items)))
    assert isinstance(message, GuestMessage)
    payload, limits = message.payload, Limits()
    report.measure("check 1,000 small objects", lambda: check_value(payload, "payload", limits))

    for name, data in HOSTILE.items():
        outbox = _payload(data)

        def refuse(outbox: bytes = outbox) -> None:
            with suppress(RillError):
                codec.decode_outbox(outbox)

        report.measure(f"a hostile megabyte: {name}", refuse, seconds=0.3)
    report.print()


if __name__ == "__main__":
    main(sys.argv[1:])
