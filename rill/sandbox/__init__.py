"""Sandboxes: what runs a guest. Turns of bytes, images and snapshots; nothing of operations, components or event
loops."""

from __future__ import annotations

from rill.protocol.errors import HostError
from rill.sandbox.provider import (
    Capabilities,
    Image,
    Isolation,
    Program,
    Provider,
    Sandbox,
    SandboxLimits,
    Snapshot,
    Unit,
    require_capabilities,
)
from rill.sandbox.workers import Workers

__all__ = [
    "Capabilities",
    "Image",
    "Isolation",
    "Program",
    "Provider",
    "Sandbox",
    "SandboxLimits",
    "Snapshot",
    "Unit",
    "Workers",
    "open_provider",
    "require_capabilities",
]


def open_provider(name: str) -> Provider:
    """Make the provider of this name. The caller closes it.

    Raises:
        HostError: there is no such provider.
        ProviderError: it cannot run here; the text says what it needs.
    """
    # Imported here, so that a program loads only the provider it uses.
    if name == "wasm":
        from rill.sandbox.wasm import WasmProvider

        return WasmProvider()
    if name == "quickjs":
        from rill.sandbox.quickjs import QuickjsProvider

        return QuickjsProvider()
    if name == "v8":
        from rill.sandbox.v8 import V8Provider

        return V8Provider()
    raise HostError(f"unknown provider {name!r}; there are 'wasm', 'quickjs' and 'v8'", code="provider_unknown")
