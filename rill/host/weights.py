"""What values weigh: an estimate of the host's memory, the same on every machine, that `Limits.tree_bytes` bounds.

CPython's own sizes differ between versions, and a batch that one host accepts must not be refused by the next. So these
are round numbers, no smaller than what 64-bit CPython takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rill.protocol.values import BigInt, ErrorValue, MapValue, SetValue, TypedArray, Value

# A reference to one of the few values that exist once: None, booleans, undefined, and what has no object of its own.
_REFERENCE: Final = 8
_NUMBER: Final = 40
_STRING: Final = 64
_WIDE_STRING: Final = 80
_LIST: Final = 64
_DICT: Final = 64
# An entry of a dict beside its key and value.
_ENTRY: Final = 64
_OBJECT: Final = 96
# The static part of one node of a template: `StaticNode`, its tuples and its dict.
STATIC_NODE: Final = 512


def weigh_text(text: str) -> int:
    """What a string weighs. CPython takes as many bytes for each letter as the widest one needs."""
    return _STRING + len(text) if text.isascii() else _WIDE_STRING + 4 * len(text)


def weigh_texts(texts: Sequence[str]) -> int:
    """What many strings weigh together."""
    joined = "".join(texts)
    return _STRING * len(texts) + len(joined) if joined.isascii() else sum(map(weigh_text, texts))


def weigh(value: Value) -> int:
    """What a checked value weighs, with all that is in it."""
    kind = type(value)
    if isinstance(value, str):
        return weigh_text(value)
    if value is None or kind is bool:
        return _REFERENCE
    if kind is int or kind is float:
        return _NUMBER
    if kind is dict:
        return _DICT + sum(_ENTRY + weigh_text(key) + weigh(item) for key, item in value.items())
    if kind is list:
        return _LIST + sum(map(weigh, value))
    if isinstance(value, bytes):
        return _STRING + len(value)
    if isinstance(value, BigInt):
        return _NUMBER + (value.bit_length() >> 2)
    if kind is MapValue:
        return _OBJECT + sum(_LIST + weigh(key) + weigh(item) for key, item in value.pairs)
    if kind is SetValue:
        return _OBJECT + sum(map(weigh, value.items))
    if kind is ErrorValue:
        return _OBJECT + sum(map(weigh, (value.name, value.message, value.stack, value.cause)))
    if kind is TypedArray:
        return _OBJECT + _STRING + len(value.data)
    # Undefined, a date, a function reference.
    return _OBJECT
