"""Words for errors: how values and names of a guest are shown, and what is suggested. Never used for a lookup."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from rill.protocol.values import (
    ArrayBuffer,
    BigInt,
    ErrorValue,
    FunctionRef,
    MapValue,
    SetValue,
    TypedArray,
    Undefined,
)

_KINDS: Final[Mapping[type, str]] = {
    type(None): "null",
    bool: "bool",
    int: "int",
    float: "float",
    str: "str",
    bytes: "bytes",
    list: "array",
    dict: "object",
    datetime: "Date",
    Undefined: "undefined",
    FunctionRef: "a function",
    ErrorValue: "Error",
    MapValue: "Map",
    SetValue: "Set",
    BigInt: "BigInt",
    ArrayBuffer: "ArrayBuffer",
    TypedArray: "typed array",
}


_NOWHERE: Final[Mapping[str, str]] = MappingProxyType({})


def kind_of(value: Any) -> str:
    """What a value is, in the words that errors use."""
    if type(value) is float and value == 0 and math.copysign(1, value) < 0:
        return "-0, which crosses as a float"
    return _KINDS.get(type(value), type(value).__name__)


def quote(value: Any) -> str:
    """A guest's string, made short and printable for an error."""
    if type(value) is not str:
        return kind_of(value)
    return repr(value) if len(value) <= 40 else f"{value[:40]!r}..."


def safe_name(name: Any) -> str:
    """A name inside a path: as it is when it looks like a name, quoted otherwise."""
    text = str(name)
    return text if text.isascii() and text.isidentifier() and len(text) <= 64 else quote(text)


def suggest(name: Any, known: Iterable[str], elsewhere: Mapping[str, str] = _NOWHERE) -> str:
    """The end of a sentence about an unknown name: what it is called here, the nearest known ones, or all of them.

    ``elsewhere`` maps names that people bring along from other libraries to those of here.
    """
    names = sorted(known)
    here = elsewhere.get(name) if type(name) is str else None
    if here in names:
        return f"; did you mean {here!r}?"
    # The comparison is quadratic in the length, and no real name is this long.
    near = difflib.get_close_matches(name, names, n=2) if type(name) is str and len(name) <= 64 else []
    if near:
        return f"; did you mean {join_or([repr(item) for item in near])}?"
    return f"; known are {', '.join(map(repr, names))}" if names else ""


def join_or(items: Sequence[str]) -> str:
    """``a, b or c``, each once."""
    unique = list(dict.fromkeys(items))
    return unique[0] if len(unique) == 1 else f"{', '.join(unique[:-1])} or {unique[-1]}"


def literal_text(value: str | int | bool) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else repr(value)
