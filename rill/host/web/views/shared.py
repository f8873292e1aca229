"""What the views of several components share: reading props, and the events of whatever can have the focus or be
pressed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from rill.host.web.element import Attribute
from rill.host.web.view import Described, DomEvent, Handler, Method, WebLink, on
from rill.protocol.values import Value


def text_of(value: Value) -> str:
    """A string prop, or nothing."""
    return value if isinstance(value, str) else ""


def classes(*names: str | bool | None) -> str:
    """A ``class`` of those names that are given; conditions stand as ``condition and "name"``."""
    return " ".join(name for name in names if isinstance(name, str) and name)


def variant(kind: str, value: Value, plain: str = "default") -> str | None:
    """The class of a component's variant, or None for the plain one."""
    return f"rill-{kind}-{value}" if isinstance(value, str) and value != plain else None


# -- what is wanted of the browser -----------------------------------------------------------------------------------

FOCUS_TYPES: Final[Mapping[str, str]] = MappingProxyType({"focus": "onFocus", "blur": "onBlur", "keydown": "onKeyDown"})


def on_focusable(node: Described, **types: str) -> str | None:
    """``data-on`` of a component that can have the focus: its own events, and those that all of these have."""
    return on(node, **types, **FOCUS_TYPES)


def tab_stop(node: Described, *, native: bool) -> int | None:
    """``tabindex`` of what can have the focus.

    Args:
        native: the element is a stop of the Tab key by itself.
    """
    if node.props.get("disabled"):
        return None
    if node.get("focusable"):
        return None if native else 0
    return -1


def press_attributes(node: Described) -> dict[str, Attribute]:
    """What a native button has from its node."""
    return {
        "disabled": bool(node.get("disabled")),
        "tabindex": tab_stop(node, native=True),
        "data-on": on_focusable(node, click="onPress"),
    }


# -- what the browser says -------------------------------------------------------------------------------------------


def press_payload(event: DomEvent) -> dict[str, Any]:
    """The payload of a press, by pointer or by key."""
    return {**event.modifiers, "source": "pointer" if event.detail else "key"}


def tell_focus(link: WebLink, _event: DomEvent) -> None:
    link.emit("onFocus")


def tell_blur(link: WebLink, _event: DomEvent) -> None:
    link.emit("onBlur")


def tell_key(link: WebLink, event: DomEvent) -> None:
    link.emit("onKeyDown", {**event.modifiers, "key": event.key, "repeat": event.repeat})


def tell_press(link: WebLink, event: DomEvent) -> None:
    link.emit("onPress", press_payload(event))


def tell_layout(link: WebLink, event: DomEvent) -> None:
    width, height = number_of(event, "width"), number_of(event, "height")
    if width is not None and height is not None:
        link.emit("onLayout", {"width": width, "height": height})


KEY_EVENTS: Final[Mapping[str, Handler]] = MappingProxyType({"keydown": tell_key})
FOCUS_EVENTS: Final[Mapping[str, Handler]] = MappingProxyType(
    {"focus": tell_focus, "blur": tell_blur, "keydown": tell_key}
)


# -- what a module says ----------------------------------------------------------------------------------------------

# Nothing on a page is as large, and a client may say anything.
_SIZE_MAX: Final = 10_000_000


def said(event: DomEvent, name: str) -> Any:
    """A field of what a module said; None if it is not there. It comes from a client: check what it is."""
    return event.data.get(name) if isinstance(event.data, dict) else None


def number_of(event: DomEvent, name: str) -> float | None:
    """A size or place that a module said, not below 0; None if it is no such thing."""
    value = said(event, name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _SIZE_MAX:
        return None
    return float(value)


# -- methods ---------------------------------------------------------------------------------------------------------


def _focus(link: WebLink, _args: list[Value]) -> Any:
    return link.call("focus")


def _blur(link: WebLink, _args: list[Value]) -> Any:
    return link.call("blur")


FOCUS_METHODS: Final[Mapping[str, Method]] = MappingProxyType({"focus": _focus, "blur": _blur})
