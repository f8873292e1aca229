"""The protocol: operations, messages, values, limits and errors. Pure data; imports nothing else of Rill."""

from __future__ import annotations

from rill.protocol.codec import Codec, MessageBody, check_string, check_text, check_value, to_wire
from rill.protocol.errors import (
    BuildError,
    BundleError,
    CapabilityError,
    GuestError,
    HostError,
    LimitError,
    ProviderError,
    RillError,
    TransportError,
)
from rill.protocol.limits import Limits
from rill.protocol.messages import PROTOCOL_VERSION
from rill.protocol.values import (
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
    Value,
)

__all__ = [
    "PROTOCOL_VERSION",
    "UNDEFINED",
    "ArrayBuffer",
    "BigInt",
    "BuildError",
    "BundleError",
    "CapabilityError",
    "Codec",
    "ElementType",
    "ErrorValue",
    "Extension",
    "FunctionRef",
    "GuestError",
    "HostError",
    "LimitError",
    "Limits",
    "MapValue",
    "MessageBody",
    "ProviderError",
    "RillError",
    "SetValue",
    "TransportError",
    "TypedArray",
    "Undefined",
    "Value",
    "check_string",
    "check_text",
    "check_value",
    "to_wire",
]
