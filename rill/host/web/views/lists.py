"""Views of lists whose guest keeps the data, and what all virtualised components share.

The script `scroll` puts the items where their ``index`` says and tells which ones are in view; `items` knows of presses
and of a cursor besides. Until they run, and where none does, the items that there are stand one below the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from rill.host.tree import Node
from rill.host.web.element import CHILDREN, Attribute, Element
from rill.host.web.view import Described, DomEvent, Page, WebLink, WebView
from rill.host.web.views.shared import (
    FOCUS_EVENTS,
    FOCUS_METHODS,
    classes,
    on_focusable,
    said,
    tab_stop,
    tell_layout,
    text_of,
)
from rill.protocol.values import Value

# No screen shows more items at once.
_RANGE_MAX: Final = 1_000
# Cells of ten million items of the largest height; a client may say anything.
_SIZE_MAX: Final = 10_000_000_000

# -- what the browser says ---------------------------------------------------------------------------------------------


def is_size(value: Value) -> bool:
    """Whether something that the script said is a size or a place that there can be."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= _SIZE_MAX


def index_said(node: Node, event: DomEvent, name: str = "index") -> int | None:
    """An index that the script said; None if there is no such item."""
    index, count = said(event, name), node.get("count")
    if type(index) is not int or not isinstance(count, int) or not 0 <= index < count:
        return None
    return index


def press_said(event: DomEvent) -> dict[str, Any]:
    """A press that the script tells of, as component events have it."""
    mods = said(event, "mods")
    return {
        **DomEvent(mods=mods if type(mods) is int else 0).modifiers,
        "source": "key" if said(event, "key") is True else "pointer",
    }


def _tell_range(link: WebLink, event: DomEvent) -> None:
    first, last = index_said(link.node, event, "first"), index_said(link.node, event, "last")
    if first is not None and last is not None and first <= last < first + _RANGE_MAX:
        link.emit("onRange", {"first": first, "last": last})


def _tell_end(link: WebLink, event: DomEvent) -> None:
    # Of another count it is old: the guest has loaded more since.
    if said(event, "count") == link.node.get("count"):
        link.emit("onEndReached", {"count": link.node.get("count")})


def tell_cursor(link: WebLink, event: DomEvent) -> None:
    """The cursor is on another item."""
    index = index_said(link.node, event)
    if index is not None:
        link.emit("onCursor", {"index": index})


def _tell_press(link: WebLink, event: DomEvent) -> None:
    index = index_said(link.node, event)
    if index is not None:
        link.emit("onItemPress", {**press_said(event), "index": index})


_SCROLL_FIELDS: Final = ("x", "y", "viewWidth", "viewHeight", "contentWidth", "contentHeight")


def _tell_scroll(link: WebLink, event: DomEvent) -> None:
    numbers = event.data
    if isinstance(numbers, list) and len(numbers) == len(_SCROLL_FIELDS) and all(map(is_size, numbers)):
        link.emit("onScroll", dict(zip(_SCROLL_FIELDS, map(float, numbers), strict=True)))


VIRTUAL_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "rill-range": "onRange",
        "rill-end": "onEndReached",
        "rill-cursor": "onCursor",
        "rill-press": "onItemPress",
        "rill-scroll": "onScroll",
        "rill-layout": "onLayout",
    }
)
VIRTUAL_EVENTS: Final = {
    **FOCUS_EVENTS,
    "rill-range": _tell_range,
    "rill-end": _tell_end,
    "rill-cursor": tell_cursor,
    "rill-press": _tell_press,
    "rill-scroll": _tell_scroll,
    "rill-layout": tell_layout,
}


# -- methods -----------------------------------------------------------------------------------------------------------


def _scroll_to(link: WebLink, args: list[Value]) -> Any:
    target = args[0]
    x, y = (place if isinstance(place, int | float) else None for place in (target.get("x"), target.get("y")))
    return link.call("place", x, y, target.get("animated") is True)


def _scroll_to_index(link: WebLink, args: list[Value]) -> Any:
    index, target = args
    return link.call("index", index, target.get("align") or "nearest", target.get("animated") is True)


def _scroll_to_end(link: WebLink, args: list[Value]) -> Any:
    return link.call("end", args[0].get("animated") is True)


def _move_cursor(link: WebLink, args: list[Value]) -> Any:
    return link.call("cursor", args[0])


VIRTUAL_METHODS: Final = {
    **FOCUS_METHODS,
    "scrollTo": _scroll_to,
    "scrollToIndex": _scroll_to_index,
    "scrollToEnd": _scroll_to_end,
    "moveCursor": _move_cursor,
}


# -- elements ----------------------------------------------------------------------------------------------------------


def virtual_attributes(node: Described, name: str, **types: str) -> dict[str, Attribute]:
    """What every virtualised component says to its script.

    ``name`` is what assistive technology calls it where the guest does not: it is a stop of the Tab key, and has to be
    called something.
    """
    threshold = node.get("endReachedThreshold")
    return {
        "aria-label": text_of(node.get("label")) or name,
        "tabindex": tab_stop(node, native=False),
        "data-count": whole(node.get("count")),
        "data-end": threshold if isinstance(threshold, int) and threshold else None,
        "data-own": "aria-activedescendant",
        "data-on": on_focusable(node, **VIRTUAL_TYPES, **types),
    }


def track(role: str = "none") -> Element:
    """The room of all items, in which the script puts those that there are."""
    return Element("div", {"class": "rill-track", "role": role}, CHILDREN)


def whole(value: Value) -> int:
    """A whole number, or 0 where a template leaves it open."""
    return value if isinstance(value, int) else 0


def _lower_list(node: Node, _page: Page) -> Element:
    height, estimate = node.get("itemHeight"), node.get("estimatedItemHeight")
    has_cursor = node.get("cursor") == "item"
    return Element(
        "rill-items" if has_cursor or node.listens("onItemPress") else "rill-scroll",
        {
            "class": "rill-list rill-fills",
            "role": "listbox" if has_cursor else "list",
            **virtual_attributes(node, "List"),
            "data-cursor": "item" if has_cursor else None,
            "data-lines": height if isinstance(height, int) else None,
            "data-guess": estimate if height is None and estimate != 1 and isinstance(estimate, int | float) else None,
            "data-sticky": node.type == "SectionList" and node.get("stickyHeaders") is True,
        },
        track(),
    )


def _lower_item(node: Described, _page: Page) -> Element:
    selected, header = node.get("selected") is True, node.get("header") is True
    index = whole(node.get("index"))
    return Element(
        "div",
        {
            "class": classes("rill-item", header and "rill-item-header", selected and "rill-item-selected"),
            # The script makes options of them where there is a cursor.
            "role": "listitem",
            "data-own": "role aria-selected aria-setsize",
            "aria-posinset": index + 1,
            "aria-current": "true" if selected else None,
            "data-index": index,
            "data-header": header,
        },
        CHILDREN,
    )


VIEWS: Final[Mapping[str, WebView]] = MappingProxyType(
    {
        name: WebView(lower=_lower_list, events=VIRTUAL_EVENTS, methods=VIRTUAL_METHODS, module="scroll")
        for name in ("FlatList", "SectionList")
    }
    | {"ListItem": WebView(lower=_lower_item)}
)
