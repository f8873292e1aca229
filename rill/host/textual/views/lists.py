"""Views of FlatList and SectionList, and what the views of all virtualised components share."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from rill.host.textual.styling import flow_of
from rill.host.textual.view import Method, TextualView
from rill.host.textual.views.shared import FOCUS_METHODS, scroll_to, text_of, update_focusable
from rill.host.textual.widgets.lists import ItemBox, ItemList
from rill.host.textual.widgets.virtual import Align, VirtualView
from rill.host.tree import Node
from rill.protocol.values import Value


def update_virtual(widget: VirtualView, node: Node, changed: frozenset[str]) -> None:
    """Show the props that all virtualised components have."""
    update_focusable(widget, node, changed)
    if "endReachedThreshold" in changed:
        threshold = node.get("endReachedThreshold")
        widget.end_reached_threshold = threshold if isinstance(threshold, int) else 0
    if "cursor" in changed:
        widget.has_cursor = node.get("cursor") != "none"
    # Last: with another count the guest is asked for items anew.
    if "count" in changed:
        count = node.get("count")
        widget.count = count if isinstance(count, int) else 0


_ALIGNS: Final[Mapping[str, Align]] = {"nearest": "nearest", "start": "start", "center": "center", "end": "end"}


def _scroll_to_index(widget: VirtualView, _node: Node, args: list[Value]) -> None:
    index, target = args
    assert isinstance(index, int)
    assert isinstance(target, dict)
    widget.scroll_to_index(
        index, _ALIGNS[text_of(target.get("align")) or "nearest"], animate=bool(target.get("animated"))
    )


def _scroll_to_end(widget: VirtualView, _node: Node, args: list[Value]) -> None:
    options = args[0]
    assert isinstance(options, dict)
    widget.scroll_to_last(animate=bool(options.get("animated")))


def _move_cursor(widget: VirtualView, _node: Node, args: list[Value]) -> None:
    index = args[0]
    assert isinstance(index, int)
    widget.move_cursor(index)


VIRTUAL_METHODS: Final[Mapping[str, Method]] = {
    **FOCUS_METHODS,
    "scrollTo": scroll_to,
    "scrollToIndex": _scroll_to_index,
    "scrollToEnd": _scroll_to_end,
    "moveCursor": _move_cursor,
}
# What a new widget is made to show.
VIRTUAL_PROPS: Final = frozenset(("focusable", "endReachedThreshold", "cursor", "count"))

_LIST_PROPS: Final = VIRTUAL_PROPS | {"itemHeight", "estimatedItemHeight"}


def _create_list(node: Node) -> ItemList:
    widget = ItemList()
    _update_list(widget, node, _LIST_PROPS)
    return widget


def _update_list(widget: ItemList, node: Node, changed: frozenset[str]) -> None:
    if changed & {"itemHeight", "estimatedItemHeight"}:
        height, estimate = node.get("itemHeight"), node.get("estimatedItemHeight")
        widget.size_items(
            height if isinstance(height, int) else None, float(estimate) if isinstance(estimate, int | float) else 1.0
        )
    update_virtual(widget, node, changed)


def _create_sections(node: Node) -> ItemList:
    widget = ItemList()
    _update_sections(widget, node, _LIST_PROPS | {"stickyHeaders"})
    return widget


def _update_sections(widget: ItemList, node: Node, changed: frozenset[str]) -> None:
    if "stickyHeaders" in changed:
        widget.sticky_headers = bool(node.get("stickyHeaders"))
        widget.content_resized()
    _update_list(widget, node, changed)


def _create_item(node: Node) -> ItemBox:
    widget = ItemBox(classes="rill-item rill-stretch")
    _update_item(widget, node, frozenset(("index", "header", "selected", "style")))
    return widget


def _update_item(widget: ItemBox, node: Node, changed: frozenset[str]) -> None:
    if "style" in changed:
        widget.flow = flow_of(node.props.get("style"), horizontal=False)
    if "header" in changed:
        widget.header = bool(node.get("header"))
        widget.set_class(widget.header, "-header", update=widget.is_attached)
    if "selected" in changed:
        widget.set_class(bool(node.get("selected")), "-selected", update=widget.is_attached)
    if "index" in changed:
        index = node.get("index")
        widget.index = index if isinstance(index, int) else 0
    elif widget.is_attached and "header" in changed:
        widget.told()


VIEWS: Final[Mapping[str, TextualView[Any]]] = MappingProxyType(
    {
        "FlatList": TextualView(create=_create_list, update=_update_list, methods=VIRTUAL_METHODS),
        "SectionList": TextualView(create=_create_sections, update=_update_sections, methods=VIRTUAL_METHODS),
        "ListItem": TextualView(create=_create_item, update=_update_item),
    }
)

CSS: Final = """
.rill-virtual { width: 1fr; height: 1fr; min-height: 3; overflow-x: hidden; overflow-y: auto; }
.rill-virtual > .-unplaced { display: none; }
.rill-list > .rill-list--waiting { color: $text-disabled; }
.rill-list > .rill-list--cursor { background: $block-cursor-blurred-background; color: $text-disabled; }
.rill-list > .rill-item { width: 1fr; height: auto; }
.rill-list > .rill-item.-header { background: $panel; text-style: bold; }
.rill-list > .rill-item.-selected { background: $primary 25%; text-style: bold; }
.rill-list > .rill-item:hover { background-tint: $foreground 5%; }
.rill-list > .rill-item.-cursor { background: $block-cursor-blurred-background; }
.rill-list:focus > .rill-item.-cursor {
    background: $block-cursor-background; color: $block-cursor-foreground; text-style: $block-cursor-text-style;
}
.rill-list:focus > .rill-item.-cursor .rill-text { color: $block-cursor-foreground; }
"""
