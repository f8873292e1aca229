"""The values that cross between host and guest, and nothing about how they are laid out as bytes.

JSON-like values are plain Python objects. What JavaScript has beyond them has one small type here, so that a value that
came from a guest can be sent back and arrives as it left.
"""

from __future__ import annotations

import enum
from typing import Any, Final

import msgspec

# None, bool, int, float, str, bytes, datetime, list, dict[str, Value], and the types of this module. A recursive alias
# would make every checker and decoder recurse with it; what a value may be is checked by `rill.protocol.codec`.
Value = Any

# Functions are named by a number of the guest's own table, 32 bits, counted up from 1 and never reused in a session.
# Without bounds in the type: hosts alone write it into messages, and msgspec 0.22 crashes the collector over a decoder
# for a bounded int beside a tuple, which is what CALL_FUNCTION's target would be.
FunctionId = int

# Largest integer that a JavaScript number holds exactly.
SAFE_INTEGER_MAX: Final = 2**53 - 1

# Names that reach prototypes in JavaScript. They never cross, in either direction.
FORBIDDEN_KEYS: Final = frozenset({"__proto__", "constructor", "prototype"})


class Undefined(enum.Enum):
    """JavaScript's ``undefined``. Falsy, and one object: compare with ``is UNDEFINED``."""

    UNDEFINED = "undefined"

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "UNDEFINED"


UNDEFINED: Final = Undefined.UNDEFINED


class FunctionRef(msgspec.Struct, frozen=True, gc=False):
    """A function of the guest, by its id in the guest's own table. Valid for its session only, until released."""

    id: int


class ErrorValue(msgspec.Struct, frozen=True, kw_only=True):
    """A JavaScript ``Error`` as data. All strings are the guest's own and may say anything."""

    name: str = "Error"
    message: str = ""
    stack: str = ""
    cause: Value = UNDEFINED


class MapValue(msgspec.Struct, frozen=True):
    """A JavaScript ``Map``, in insertion order. Keys may be any value, so this is not a dict."""

    pairs: tuple[tuple[Value, Value], ...]


class SetValue(msgspec.Struct, frozen=True):
    """A JavaScript ``Set``, in insertion order."""

    items: tuple[Value, ...]


class BigInt(int):
    """A JavaScript ``BigInt``. A plain ``int`` crosses as a number and must fit into 2**53 - 1."""

    __slots__ = ()

    # Python refuses to print an int of more than 4,300 decimal digits, and a guest may send one; a host that logs what
    # it received must not fail at that. So large ones print in hexadecimal.
    def __repr__(self) -> str:
        return f"BigInt({self})"

    def __str__(self) -> str:
        return int.__repr__(self) if self.bit_length() <= _DECIMAL_BITS_MAX else hex(self)


# About 300 decimal digits: the largest keys that people write down in decimal.
_DECIMAL_BITS_MAX: Final = 1_024


class ArrayBuffer(bytes):
    """A JavaScript ``ArrayBuffer``. Plain ``bytes`` cross as ``Uint8Array``."""

    __slots__ = ()


class TypedArray(msgspec.Struct, frozen=True):
    """A JavaScript typed array other than ``Uint8Array``: element type and little-endian bytes."""

    element: ElementType
    data: bytes


class ElementType(enum.IntEnum):
    """Element types of typed arrays, with their numbers on the wire."""

    INT8 = 1
    UINT8_CLAMPED = 2
    INT16 = 3
    UINT16 = 4
    INT32 = 5
    UINT32 = 6
    FLOAT32 = 7
    FLOAT64 = 8
    BIGINT64 = 9
    BIGUINT64 = 10
    DATA_VIEW = 11

    @property
    def width(self) -> int:
        """Bytes of one element."""
        return _WIDTHS[self]


_WIDTHS: Final = {
    ElementType.INT8: 1,
    ElementType.UINT8_CLAMPED: 1,
    ElementType.INT16: 2,
    ElementType.UINT16: 2,
    ElementType.INT32: 4,
    ElementType.UINT32: 4,
    ElementType.FLOAT32: 4,
    ElementType.FLOAT64: 8,
    ElementType.BIGINT64: 8,
    ElementType.BIGUINT64: 8,
    ElementType.DATA_VIEW: 1,
}


class Extension(enum.IntEnum):
    """MessagePack extension codes of the value codec."""

    UNDEFINED = 0
    FUNCTION = 1
    DATE = 2
    ERROR = 3
    MAP = 4
    SET = 5
    BIGINT = 6
    ARRAY_BUFFER = 7
    TYPED_ARRAY = 8


# Hexadecimal digits of a BigInt: 16 Kbit, more than any cryptographic key, and linear to parse.
BIGINT_DIGITS_MAX: Final = 4_096

# First millisecond of year 1, and of year 10000: what `datetime` can hold. JavaScript's own dates reach 270,000 years
# further.
DATE_MS_MIN: Final = -62_135_596_800_000
DATE_MS_END: Final = 253_402_300_800_000
