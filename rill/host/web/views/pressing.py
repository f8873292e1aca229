"""How what is pressed looks in a browser: buttons, and boxes that can be pressed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from rill.host.web.element import CHILDREN, Element
from rill.host.web.icons import icon
from rill.host.web.view import Described, DomEvent, Handler, Page, WebLink, WebView
from rill.host.web.views.shared import (
    FOCUS_EVENTS,
    FOCUS_METHODS,
    classes,
    on_focusable,
    press_attributes,
    said,
    tab_stop,
    tell_press,
    variant,
)


def _lower_button(node: Described, _page: Page) -> Element:
    title, sign = node.get("title"), node.get("icon")
    attributes = {
        "type": "submit" if node.get("submit") else "button",
        "class": classes(
            "rill-button rill-control",
            variant("button", node.get("variant")),
            node.get("compact") and "rill-button-compact",
        ),
        **press_attributes(node),
    }
    if title is None and sign is None:
        return Element("button", attributes)
    return Element(
        "button",
        attributes,
        None if sign is None else icon(sign),
        Element("span", {"class": "rill-button-words"}, CHILDREN),
        # Seen while there are no children.
        Element("span", {"class": "rill-button-title"}, title) if isinstance(title, str) else None,
    )


def _lower_pressable(node: Described, _page: Page) -> Element:
    disabled = bool(node.get("disabled"))
    delay = node.get("delayLongPress")
    return Element(
        "rill-pressable",
        {
            "class": "rill-box rill-pressable",
            "role": "button",
            "tabindex": tab_stop(node, native=False),
            "aria-disabled": "true" if disabled else None,
            "data-delay": delay if node.listens("onLongPress") else None,
            "data-on": None
            if disabled
            else on_focusable(
                node,
                pointerenter="onHoverIn",
                pointerleave="onHoverOut",
                **{
                    "rill-press": "onPress",
                    "rill-press-in": "onPressIn",
                    "rill-press-out": "onPressOut",
                    "rill-long-press": "onLongPress",
                },
            ),
        },
    )


def _teller(event_name: str) -> Handler:
    """Tells of a press that the module saw: it says the keys that were held, and what it was made with."""

    def tell(link: WebLink, event: DomEvent) -> None:
        mods, source = said(event, "mods"), said(event, "source")
        if isinstance(mods, int) and source in ("pointer", "key"):
            payload: dict[str, Any] = {**DomEvent(mods=mods).modifiers, "source": source}
            link.emit(event_name, payload)

    return tell


def _hover(event_name: str) -> Callable[[WebLink, DomEvent], None]:
    def tell(link: WebLink, _event: DomEvent) -> None:
        link.emit(event_name)

    return tell


_PRESSABLE: Final = WebView(
    lower=_lower_pressable,
    events={
        **FOCUS_EVENTS,
        "rill-press": _teller("onPress"),
        "rill-press-in": _teller("onPressIn"),
        "rill-press-out": _teller("onPressOut"),
        "rill-long-press": _teller("onLongPress"),
        "pointerenter": _hover("onHoverIn"),
        "pointerleave": _hover("onHoverOut"),
    },
    methods=FOCUS_METHODS,
)

VIEWS: Final[Mapping[str, WebView]] = MappingProxyType(
    {
        "Button": WebView(lower=_lower_button, events={**FOCUS_EVENTS, "click": tell_press}, methods=FOCUS_METHODS),
        "Pressable": _PRESSABLE,
        "TouchableOpacity": _PRESSABLE,
    }
)
