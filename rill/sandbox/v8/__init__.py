"""Provider `v8`: guests in the host's process, on V8's compiler, for trusted code only."""

from __future__ import annotations

from rill.sandbox.v8.provider import V8Provider

__all__ = ["V8Provider"]
