"""Looks through an outbox before anything is made of it, where its bytes could cost more than they should.

The twin of ``rill_scan`` in the engine (docs/guest-abi.md), for outboxes of providers that have no such door, and for
what only a Python host has to fear. Knows MessagePack, not the protocol. Does not recurse.
"""

from __future__ import annotations

import sys
from typing import Final

from rill.protocol.errors import GuestError, LimitError
from rill.protocol.limits import Limits
from rill.protocol.values import Extension

# Nesting of a whole outbox. Values stop at value_depth; a template's tree takes two levels for each of its nodes. The
# decoder needs about 250 bytes of the thread's stack for each level.
NESTING_MAX: Final = 192

# CPython lets C code nest to its recursion limit: with the default of 1,000 the decoder needs 256 KB of stack, with
# 10,000 it needs 2.5 MB. Workers have 16 MB. A host that raised the limit beyond gets the nesting counted first.
_RECURSION_LIMIT_SAFE: Final = 10_000
# Bytes that open an array or a map, if they are no part of something else.
_CONTAINERS: Final = bytes((*range(0x80, 0xA0), 0xDC, 0xDD, 0xDE, 0xDF))
# Beginnings of MessagePack's own timestamp, extension -1 in its three sizes. msgspec would make a datetime of it by
# itself.
_TIMESTAMPS: Final = (b"\xd6\xff", b"\xd7\xff", b"\xc7\x0c\xff")

_KNOWN: Final = frozenset(Extension)
_HOLDING_ONE_VALUE: Final = frozenset({Extension.ERROR, Extension.MAP, Extension.SET})

# For each first byte: what the value is, and how many bytes follow it or give its length.
# A scalar is all that holds no other value and is no string; the order serves the comparisons in `scan`.
_SCALAR, _STRING, _ARRAY, _MAP, _EXTENSION, _INVALID = range(6)


def is_suspect(data: bytes | bytearray | memoryview, limits: Limits) -> bool:
    """Tell whether an outbox could hold what only `scan` can exclude. Wrong alarms cost time, nothing else.

    The scan is some ten times slower than decoding, this look is far faster; what guests really send is rarely suspect.
    """
    size = len(data)
    bytes_ = data if isinstance(data, bytes | bytearray) else bytes(data)
    if sys.getrecursionlimit() > _RECURSION_LIMIT_SAFE and size > NESTING_MAX:
        return True
    if size > limits.outbox_values and size - len(bytes_.translate(None, _CONTAINERS)) > limits.outbox_values:
        return True
    return any(start in bytes_ for start in _TIMESTAMPS)


def scan(data: bytes | bytearray | memoryview, limits: Limits) -> None:
    """Count values, extensions and nesting of an outbox, and look at the keys of its maps.

    Linear, and never more than ``outbox_values`` steps. What is malformed otherwise is left to the decoder.

    Raises:
        GuestError: an extension is none of ours, a key is no string, or the outbox nests deeper than any batch needs.
        LimitError: there are more than ``outbox_values`` values or ``outbox_extensions`` extensions.
    """
    size = len(data)
    at = values = extensions = 0
    # The open containers: values still to come, and whether they are the keys and values of a map in turn.
    remaining, in_map = 1, False
    open_containers: list[tuple[int, bool]] = []
    while at < size:
        while remaining == 0:
            if not open_containers:
                return
            remaining, in_map = open_containers.pop()
        is_key = in_map and remaining % 2 == 0
        remaining -= 1
        values += 1
        if values > limits.outbox_values:
            raise _over("outbox_values", values, limits.outbox_values, "values")
        head = data[at]
        at += 1
        kind, width, length = _HEADS[head]
        if width:
            length = int.from_bytes(data[at : at + width], "big")
            at += width
        if is_key and kind != _STRING:
            raise GuestError(
                f"expected a string as key of a map at byte {at - 1} of the outbox", code="key_invalid", path="outbox"
            )
        if kind <= _STRING:
            at += length
        elif kind <= _MAP:
            open_containers.append((remaining, in_map))
            remaining, in_map = (length, False) if kind == _ARRAY else (2 * length, True)
            if len(open_containers) > NESTING_MAX:
                raise GuestError(f"outbox nests deeper than {NESTING_MAX} levels", code="value_too_deep", path="outbox")
        elif kind == _EXTENSION:
            extensions += 1
            if extensions > limits.outbox_extensions:
                raise _over("outbox_extensions", extensions, limits.outbox_extensions, "extensions")
            if at >= size:
                return
            code = data[at] - 256 if data[at] > 127 else data[at]
            at += 1
            if code not in _KNOWN:
                raise unknown_extension(code)
            if code in _HOLDING_ONE_VALUE:
                # Its content is scanned in place, as one more value.
                open_containers.append((remaining, in_map))
                remaining, in_map = 1, False
            else:
                at += length
        else:
            return


def unknown_extension(code: int, path: str = "outbox") -> GuestError:
    """The error for an extension that is none of ours, among them MessagePack's own timestamp, -1."""
    known = ", ".join(f"{entry.value} {entry.name.lower()}" for entry in Extension)
    return GuestError(f"unknown extension {code} at {path}; known are {known}", code="extension_unknown", path=path)


def _over(limit: str, value: int, maximum: int, what: str) -> LimitError:
    return LimitError(
        f"more than {maximum} {what} in one outbox exceed {limit}={maximum} (Limits.{limit})",
        code=f"{limit}_exceeded",
        path="outbox",
        limit=limit,
        value=value,
        maximum=maximum,
        fault="guest",
    )


def _head(head: int) -> tuple[int, int, int]:
    """Kind, width of the length field, and length where the head itself says it."""
    if head <= 0x7F or head >= 0xE0 or head in (0xC0, 0xC2, 0xC3):
        return _SCALAR, 0, 0
    if head <= 0x8F:
        return _MAP, 0, head & 15
    if head <= 0x9F:
        return _ARRAY, 0, head & 15
    if head <= 0xBF:
        return _STRING, 0, head & 31
    by_head = {
        0xC4: (_SCALAR, 1, 0),
        0xC5: (_SCALAR, 2, 0),
        0xC6: (_SCALAR, 4, 0),
        0xC7: (_EXTENSION, 1, 0),
        0xC8: (_EXTENSION, 2, 0),
        0xC9: (_EXTENSION, 4, 0),
        0xCA: (_SCALAR, 0, 4),
        0xCB: (_SCALAR, 0, 8),
        0xCC: (_SCALAR, 0, 1),
        0xCD: (_SCALAR, 0, 2),
        0xCE: (_SCALAR, 0, 4),
        0xCF: (_SCALAR, 0, 8),
        0xD0: (_SCALAR, 0, 1),
        0xD1: (_SCALAR, 0, 2),
        0xD2: (_SCALAR, 0, 4),
        0xD3: (_SCALAR, 0, 8),
        0xD4: (_EXTENSION, 0, 1),
        0xD5: (_EXTENSION, 0, 2),
        0xD6: (_EXTENSION, 0, 4),
        0xD7: (_EXTENSION, 0, 8),
        0xD8: (_EXTENSION, 0, 16),
        0xD9: (_STRING, 1, 0),
        0xDA: (_STRING, 2, 0),
        0xDB: (_STRING, 4, 0),
        0xDC: (_ARRAY, 2, 0),
        0xDD: (_ARRAY, 4, 0),
        0xDE: (_MAP, 2, 0),
        0xDF: (_MAP, 4, 0),
    }
    return by_head.get(head, (_INVALID, 0, 0))


_HEADS: Final = tuple(map(_head, range(256)))
