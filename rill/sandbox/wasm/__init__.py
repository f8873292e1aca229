"""Provider `wasm`, the default: guests in WebAssembly, for code that nobody trusts."""

from __future__ import annotations

from rill.sandbox.wasm.guest_engine import GuestEngine, quickjs_engine
from rill.sandbox.wasm.provider import WasmImage, WasmProvider, WasmSandbox

__all__ = ["GuestEngine", "WasmImage", "WasmProvider", "WasmSandbox", "quickjs_engine"]
