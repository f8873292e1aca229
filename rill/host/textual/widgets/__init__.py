"""The widgets behind the catalogue: Textual's own, linked to a node, and those that it lacks. No view, no tree.

Each is imported from its module; nothing here is for hosts.
"""

from __future__ import annotations

__all__: list[str] = []
