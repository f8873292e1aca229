"""Textual's names of keys in the words of the DOM, which guests use. A table; no widget."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from textual.events import Key

_NAMES: Final[Mapping[str, str]] = {
    "backspace": "Backspace",
    "delete": "Delete",
    "down": "ArrowDown",
    "end": "End",
    "enter": "Enter",
    "escape": "Escape",
    "home": "Home",
    "insert": "Insert",
    "left": "ArrowLeft",
    "pagedown": "PageDown",
    "pageup": "PageUp",
    "right": "ArrowRight",
    "space": " ",
    "tab": "Tab",
    "up": "ArrowUp",
    **{f"f{number}": f"F{number}" for number in range(1, 25)},
}
_MODIFIERS: Final = ("shift", "ctrl", "alt", "meta")


def key_payload(event: Key) -> dict[str, Any]:
    """A key event's payload as the components promise it: ``{key, shift, ctrl, alt, meta}``."""
    *held, name = event.key.split("+")
    payload: dict[str, Any] = {modifier: modifier in held for modifier in _MODIFIERS}
    if name in _NAMES:
        payload["key"] = _NAMES[name]
    elif event.character is not None and event.is_printable:
        payload["key"] = event.character
    else:
        payload["key"] = name
    return payload
