"""Views of Tree and its lines. See `lists` for how items get their places."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rill.host.web.element import Element
from rill.host.web.icons import icon
from rill.host.web.view import Described, DomEvent, Page, WebLink, WebView
from rill.host.web.views.lists import (
    VIRTUAL_EVENTS,
    VIRTUAL_METHODS,
    index_said,
    track,
    virtual_attributes,
    whole,
)
from rill.host.web.views.shared import classes, said, text_of

# Deeper lines are drawn as if they were this deep: something has to be left for their words.
_DEPTH_MAX: Final = 40


def _lower_tree(node: Described, _page: Page) -> Element:
    return Element(
        "rill-items",
        {
            "class": classes("rill-tree rill-fills", node.get("showGuides") is True and "rill-guides"),
            "role": "tree",
            **virtual_attributes(node, "Tree", **{"rill-toggle": "onToggle"}),
            "data-cursor": "item",
            "data-even": True,
        },
        track(),
    )


def _lower_line(node: Described, _page: Page) -> Element:
    depth, color, sign = whole(node.get("depth")), node.get("color"), node.get("icon")
    opens, is_open, selected = (node.get(name) is True for name in ("expandable", "expanded", "selected"))
    index = whole(node.get("index"))
    return Element(
        "div",
        {
            "class": classes("rill-line", f"rill-depth-{min(depth, _DEPTH_MAX)}", selected and "rill-item-selected"),
            "role": "treeitem",
            "aria-level": depth + 1,
            "aria-expanded": ("true" if is_open else "false") if opens else None,
            "aria-selected": "true" if selected else "false",
            "data-index": index,
        },
        Element("span", {"class": "rill-twist", "data-toggle": opens}, icon("chevron-right") if opens else None),
        Element(
            "span",
            {"class": classes("rill-line-words", isinstance(color, str) and f"rill-c-{color}")},
            icon(sign) if isinstance(sign, str) else None,
            Element("span", {"class": "rill-line-text"}, text_of(node.get("text")) or None),
        ),
    )


def _tell_toggle(link: WebLink, event: DomEvent) -> None:
    index, is_open = index_said(link.node, event), said(event, "open")
    if index is not None and isinstance(is_open, bool):
        link.emit("onToggle", {"index": index, "open": is_open})


VIEWS: Final[Mapping[str, WebView]] = MappingProxyType(
    {
        "Tree": WebView(
            lower=_lower_tree,
            events={**VIRTUAL_EVENTS, "rill-toggle": _tell_toggle},
            methods=VIRTUAL_METHODS,
            module="scroll",
        ),
        "TreeItem": WebView(lower=_lower_line),
    }
)
