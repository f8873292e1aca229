"""The command `rill`: one module a command. What the commands do is done by rill.guest and rill.host."""

from __future__ import annotations

__all__: list[str] = []
