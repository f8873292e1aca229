"""The html preset: the safe elements of HTML as components, for guests that are written in tags.

Holds nothing itself: all of them together are `elements.HTML`, which is compiled when that module is imported.
"""

from __future__ import annotations

__all__: list[str] = []
