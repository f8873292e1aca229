"""Rill: run UI code that you do not trust, and show it in your Python application.

The names below are loaded when they are first used, so that importing one layer does not import all.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rill.guest.bundle import Bundle
    from rill.host.channels import ChannelRule, Channels
    from rill.host.engine import Engine
    from rill.host.session import Session
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

_HOMES: Final = {
    "Bundle": "rill.guest.bundle",
    "ChannelRule": "rill.host.channels",
    "Channels": "rill.host.channels",
    "Engine": "rill.host.engine",
    "Limits": "rill.protocol.limits",
    "Session": "rill.host.session",
} | dict.fromkeys(
    (
        "BuildError",
        "BundleError",
        "CapabilityError",
        "GuestError",
        "HostError",
        "LimitError",
        "ProviderError",
        "RillError",
        "TransportError",
    ),
    "rill.protocol.errors",
)

__all__ = [
    "BuildError",
    "Bundle",
    "BundleError",
    "CapabilityError",
    "ChannelRule",
    "Channels",
    "Engine",
    "GuestError",
    "HostError",
    "LimitError",
    "Limits",
    "ProviderError",
    "RillError",
    "Session",
    "TransportError",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'rill' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(home), name)
    return value


def __dir__() -> list[str]:
    return __all__
