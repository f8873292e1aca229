"""A guest engine: a code module and the memory it starts with, as docs/guest-abi.md asks for them.

The QuickJS-NG engine ships as package data beside this file. Any other module with the same exports runs as well.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources

from rill.protocol.errors import ProviderError
from rill.sandbox.wasm.binary import BinaryError, Contents, read_image, split

EXPORTS = ("rill_control", "rill_create", "rill_buffer", "rill_load", "rill_turn", "rill_rest", "rill_scan")


@dataclass(frozen=True)
class GuestEngine:
    """One engine: ``code`` imports env.memory and holds no data, ``base`` is what its memory holds before
    `rill_create`."""

    name: str
    code: bytes
    base: Contents

    @cached_property
    def content_hash(self) -> str:
        """Hexadecimal SHA-256 of code and base: what a snapshot belongs to."""
        total = hashlib.sha256(self.code)
        total.update(self.base.pages.to_bytes(4, "little"))
        for offset, data in self.base.segments:
            total.update(offset.to_bytes(4, "little") + len(data).to_bytes(4, "little") + data)
        return total.hexdigest()

    @classmethod
    def from_linked(cls, name: str, module: bytes) -> GuestEngine:
        """Make an engine from a module as a linker writes it, with its data in it."""
        try:
            code, base = split(module, EXPORTS)
        except BinaryError as error:
            raise ProviderError(f"engine {name!r} cannot be used: {error}", code="engine_invalid") from None
        return cls(name, code, base)


@lru_cache(maxsize=1)
def quickjs_engine() -> GuestEngine:
    """The engine that ships with Rill. Raises ProviderError in a checkout where it was not built yet."""
    folder = resources.files("rill.sandbox.wasm")
    try:
        code = folder.joinpath("quickjs.wasm").read_bytes()
        base = folder.joinpath("quickjs.image.wasm").read_bytes()
    except FileNotFoundError:
        raise ProviderError(
            "the engine is missing from rill/sandbox/wasm; a checkout builds it with `python engine/build.py`",
            code="engine_missing",
        ) from None
    return GuestEngine("quickjs-ng", code, read_image(base))
