"""How cards, collapsibles, dividers and tabs look in a browser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from rill.host.tree import Node
from rill.host.web.element import CHILDREN, Element, FieldValue
from rill.host.web.view import Described, DomEvent, Page, WebLink, WebView, on
from rill.host.web.views.shared import (
    FOCUS_EVENTS,
    FOCUS_METHODS,
    FOCUS_TYPES,
    classes,
    on_focusable,
    said,
    tab_stop,
    text_of,
    variant,
)
from rill.protocol.web import FORCED

# Titles of tabs that are looked at for one row, as in a terminal.
TABS_MAX: Final = 500


def body_class(node: Described) -> str:
    """The class of the element with the children of a box that has other parts, too: it takes its `direction`, `gap`
    and the like from the box around it, which does not use them itself."""
    style = node.get("style")
    sideways = isinstance(style, dict) and style.get("direction") == "row"
    return classes("rill-box rill-body", sideways and "rill-body-row")


# -- cards -----------------------------------------------------------------------------------------------------------


def _lower_card(node: Described, _page: Page) -> Element:
    title = text_of(node.get("title")) or None
    return Element(
        "div",
        {
            "class": classes("rill-card", variant("card", node.get("variant"))),
            "role": "group",
            "aria-label": title if node.get("label") is None else None,
        },
        None if title is None else Element("div", {"class": "rill-card-title"}, title),
        Element("div", {"class": body_class(node)}, CHILDREN),
    )


# -- collapsibles ----------------------------------------------------------------------------------------------------


def _lower_collapsible(node: Described, page: Page) -> Element:
    controlled = node.get("open") is not None
    value, version = page.shown(node, "open")
    disabled = bool(node.get("disabled"))
    if controlled or disabled:
        # Only the guest does what was asked.
        wanted: str | None = f"click:p {on(node, **FOCUS_TYPES) or ''}".rstrip()
    else:
        wanted = on_focusable(node, click="onToggle")
    return Element(
        "details",
        {
            "class": classes("rill-fold", disabled and "rill-disabled"),
            "data-on": None if controlled else "toggle",
        },
        Element(
            "summary",
            {
                "class": "rill-fold-title",
                "tabindex": -1 if disabled else tab_stop(node, native=True),
                "aria-disabled": "true" if disabled else None,
                "data-on": wanted,
            },
            text_of(node.get("title")),
        ),
        Element("div", {"class": f"rill-fold-body {body_class(node)}"}, CHILDREN),
        field=FieldValue(bool(value), FORCED if controlled else version),
    )


def _ask_to_toggle(link: WebLink, event: DomEvent) -> None:
    if event.open is not None and not link.node.get("disabled"):
        link.emit("onToggle", {"open": event.open})


def _note_open(link: WebLink, event: DomEvent) -> None:
    if event.open is not None:
        link.note(event.open, event.version, "open")


# -- dividers --------------------------------------------------------------------------------------------------------


def _lower_divider(node: Described, _page: Page) -> Element:
    vertical = bool(node.get("vertical"))
    title = None if vertical else text_of(node.get("title")) or None
    return Element(
        "div",
        {
            "class": classes("rill-divider", vertical and "rill-divider-vertical"),
            "role": "separator",
            "aria-orientation": "vertical" if vertical else None,
            "aria-label": title if node.get("label") is None else None,
        },
        None if title is None else Element("span", {"class": "rill-divider-title"}, title),
    )


# -- tabs ------------------------------------------------------------------------------------------------------------


def _pages(node: Node) -> Iterator[Node]:
    """The pages that are not hidden, in order."""
    left = TABS_MAX
    child = node.first_child
    while child is not None and left:
        if child.type == "Tab" and not child.get("hidden"):
            yield child
            left -= 1
        child = child.next_sibling


def _shown_page(node: Node, page: Page) -> tuple[Node | None, str | None, int]:
    """The page that is due: that of the value, else the first one that can be gone to. With the value and its
    version."""
    value, version = page.shown(node)
    pages = list(_pages(node))
    named = next((each for each in pages if each.get("name") == value), None)
    shown = named or next((each for each in pages if not each.get("disabled")), None)
    return shown, value if isinstance(value, str) else None, version


def _lower_tabs(node: Node, page: Page) -> Element:
    shown, value, version = _shown_page(node, page)
    disabled = bool(node.get("disabled"))
    titles = []
    for each in _pages(node):
        off = disabled or bool(each.get("disabled"))
        titles.append(
            Element(
                "button",
                {
                    "type": "button",
                    "class": "rill-tab-title",
                    "role": "tab",
                    "id": page.unique(each, "title"),
                    "aria-controls": page.unique(each, "page"),
                    "aria-selected": "true" if each is shown else "false",
                    "tabindex": 0 if each is shown and node.get("focusable") else -1,
                    "disabled": off,
                    "data-own": "aria-selected tabindex",
                    "data-name": text_of(each.get("name")),
                },
                text_of(each.get("title")),
            )
        )
    return Element(
        "rill-tabs",
        {
            "class": "rill-tabs",
            "data-value": value,
            "data-version": version,
            "data-still": None if node.get("focusable") else True,
            "data-on": " ".join(filter(None, ("rill-change", on_focusable(node)))),
        },
        Element("div", {"class": "rill-tabs-row", "role": "tablist"}, *titles),
        Element("div", {"class": "rill-tabs-pages"}, CHILDREN),
    )


def _change_page(link: WebLink, event: DomEvent) -> None:
    name, version = said(event, "value"), said(event, "version")
    node = link.node
    if not isinstance(name, str) or isinstance(version, bool) or not isinstance(version, int) or version < 0:
        return
    if not node.get("disabled") and any(page.get("name") == name and not page.get("disabled") for page in _pages(node)):
        link.change(name, version)


def _lower_tab(node: Node, page: Page) -> Element:
    tabs = node.parent
    shown = None if tabs is None else _shown_page(tabs, page)[0]
    return Element(
        "div",
        {
            "class": "rill-box rill-tab",
            "role": "tabpanel",
            "id": page.unique(node, "page"),
            "aria-labelledby": page.unique(node, "title") if node.get("label") is None else None,
            "data-name": text_of(node.get("name")),
            # The script shows and hides pages at once, without asking.
            "data-m-off": None if shown is node else True,
            "data-own": "data-m-off",
        },
    )


VIEWS: Final[Mapping[str, WebView]] = MappingProxyType(
    {
        "Card": WebView(lower=_lower_card),
        "Collapsible": WebView(
            lower=_lower_collapsible,
            events={**FOCUS_EVENTS, "click": _ask_to_toggle, "toggle": _note_open},
            methods=FOCUS_METHODS,
        ),
        "Divider": WebView(lower=_lower_divider),
        "Tab": WebView(lower=_lower_tab, contextual=True),
        "Tabs": WebView(
            lower=_lower_tabs,
            events={**FOCUS_EVENTS, "rill-change": _change_page},
            methods=FOCUS_METHODS,
            contextual=True,
        ),
    }
)
