"""Provider `quickjs`: guests in the host's process, for trusted code only."""

from __future__ import annotations

from rill.sandbox.quickjs.provider import QuickjsProvider

__all__ = ["QuickjsProvider"]
