"""How modals, menus, toasts and tooltips look in a browser. All of them stay on the guest's part of the page: scripts
put them over everything else only where the page is the guest's alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from rill.host.web.element import CHILDREN, Attribute, Element
from rill.host.web.icons import icon
from rill.host.web.view import Described, DomEvent, Page, WebLink, WebView, on
from rill.host.web.views.shared import (
    FOCUS_EVENTS,
    FOCUS_METHODS,
    KEY_EVENTS,
    classes,
    on_focusable,
    press_attributes,
    said,
    tell_press,
    text_of,
    variant,
)
from rill.host.web.views.structure import body_class
from rill.protocol.values import Value

_REASONS: Final = ("escape", "outside", "choice", "timeout", "press")


def _tell_closed(link: WebLink, event: DomEvent) -> None:
    reason = said(event, "reason")
    if isinstance(reason, str) and reason in _REASONS:
        link.emit("onClose", {"reason": reason})


def _tell_opened(link: WebLink, _event: DomEvent) -> None:
    link.emit("onOpen")


# -- modals ----------------------------------------------------------------------------------------------------------


def _lower_modal(node: Described, _page: Page) -> Element:
    is_open = bool(node.get("open")) and node.get("hidden") is not True
    title = text_of(node.get("title")) or None
    return Element(
        "dialog",
        {
            "class": classes("rill-modal", variant("modal", node.get("placement"), "center")),
            "aria-label": title if node.get("label") is None else None,
            # So that it can be read without a script. With one, the controller in it opens and closes it.
            "open": is_open,
            "data-own": "open",
            "data-on": on(node, keydown="onKeyDown", **{"rill-close": "onClose"}),
        },
        Element(
            "rill-dialog",
            {
                "hidden": True,
                "data-open": is_open,
                "data-dismissible": bool(node.get("dismissible")),
                "data-modal": True,
            },
        ),
        None if title is None else Element("h2", {"class": "rill-modal-title"}, title),
        Element("div", {"class": f"rill-modal-body {body_class(node)}"}, CHILDREN),
    )


# -- menus -----------------------------------------------------------------------------------------------------------


def _cells(value: Value, name: str) -> Attribute:
    at = value.get(name) if isinstance(value, dict) else None
    return at if isinstance(at, int | float) else None


def _lower_menu(node: Described, _page: Page) -> Element:
    title, sign, is_open, anchor = (node.get(name) for name in ("title", "icon", "open", "anchor"))
    has_button = title is not None or sign is not None
    words = text_of(title) or text_of(node.get("label"))
    return Element(
        "rill-menu",
        {
            "class": "rill-menu",
            "data-open": None if is_open is None else "true" if is_open else "false",
            "data-left": _cells(anchor, "x"),
            "data-top": _cells(anchor, "y"),
            "data-on": on_focusable(node, **{"rill-open": "onOpen", "rill-close": "onClose"}),
        },
        Element(
            "button",
            {
                "type": "button",
                "class": classes("rill-button rill-control", node.get("compact") and "rill-button-compact"),
                "aria-haspopup": "menu",
                "aria-expanded": "false",
                "aria-label": None if words and title is not None else words or "Menu",
                "data-own": "aria-expanded",
                **press_attributes(node),
                "data-on": None,
            },
            None if sign is None else icon(sign),
            Element("span", {"class": "rill-button-words"}, text_of(title)) if title is not None else None,
            icon("chevron-down", "rill-icon rill-menu-mark") if title is not None else None,
        )
        if has_button
        else None,
        Element(
            "div",
            {
                "class": "rill-menu-list rill-floating",
                "role": "menu",
                "aria-label": words or None,
                "popover": "manual",
                "data-own": "data-m-on",
            },
            CHILDREN,
        ),
    )


def _lower_menu_item(node: Described, _page: Page) -> Element:
    checked, shortcut = node.get("checked"), text_of(node.get("shortcut")) or None
    sign = node.get("icon")
    return Element(
        "button",
        {
            "type": "button",
            "class": classes("rill-menu-item", isinstance(checked, bool) and "rill-menu-check"),
            "role": "menuitemcheckbox" if isinstance(checked, bool) else "menuitem",
            "aria-checked": ("true" if checked else "false") if isinstance(checked, bool) else None,
            "disabled": bool(node.get("disabled")),
            "tabindex": -1,
            "data-on": on(node, click="onPress"),
        },
        icon("check", "rill-icon rill-menu-checked") if isinstance(checked, bool) else None,
        None if sign is None else icon(sign),
        Element("span", {"class": "rill-menu-words"}, CHILDREN),
        None if shortcut is None else Element("kbd", {"class": "rill-menu-shortcut"}, shortcut),
    )


def _open_menu(link: WebLink, _args: list[Value]) -> Any:
    return link.call("open")


def _close_menu(link: WebLink, _args: list[Value]) -> Any:
    return link.call("close")


# -- toasts ----------------------------------------------------------------------------------------------------------

_SIGNS: Final[Mapping[str, str]] = MappingProxyType(
    {"info": "info", "success": "check", "warning": "warning", "error": "error"}
)


def _lower_toast(node: Described, _page: Page) -> Element:
    severity = text_of(node.get("severity"))
    title = text_of(node.get("title")) or None
    return Element(
        "rill-toast",
        {
            "class": classes("rill-toast rill-floating", variant("toast", severity, "info")),
            # What went wrong is said at once, all else when there is a pause.
            "role": "alert" if severity == "error" else "status",
            "popover": "manual",
            "data-duration": node.get("durationMs"),
            "data-own": "data-m-on",
            "data-on": on(node, **{"rill-close": "onClose"}),
        },
        icon(_SIGNS.get(severity, "info"), "rill-icon rill-toast-sign"),
        None if title is None else Element("div", {"class": "rill-toast-title"}, title),
        Element("div", {"class": "rill-toast-words"}, CHILDREN),
    )


# -- tooltips --------------------------------------------------------------------------------------------------------


def _lower_tooltip(node: Described, _page: Page) -> Element:
    words = text_of(node.get("text")) or None
    return Element(
        "rill-tooltip",
        {"class": "rill-tooltip"},
        Element("div", {"class": f"rill-tooltip-around {body_class(node)}"}, CHILDREN),
        None
        if words is None
        else Element(
            "div",
            {"class": "rill-tip rill-floating", "role": "tooltip", "popover": "manual", "data-own": "data-m-on"},
            words,
        ),
    )


VIEWS: Final[Mapping[str, WebView]] = MappingProxyType(
    {
        "Menu": WebView(
            lower=_lower_menu,
            events={**FOCUS_EVENTS, "rill-open": _tell_opened, "rill-close": _tell_closed},
            methods={**FOCUS_METHODS, "open": _open_menu, "close": _close_menu},
        ),
        "MenuItem": WebView(lower=_lower_menu_item, events={"click": tell_press}),
        "Modal": WebView(lower=_lower_modal, events={**KEY_EVENTS, "rill-close": _tell_closed}),
        "Toast": WebView(lower=_lower_toast, events={"rill-close": _tell_closed}),
        "Tooltip": WebView(lower=_lower_tooltip),
    }
)
