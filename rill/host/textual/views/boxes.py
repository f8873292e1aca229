"""Views of the boxes, and of what is pressed like one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from textual.widget import Widget

from rill.host.textual.view import TextualView
from rill.host.textual.views.shared import FOCUS_METHODS, scroll_to, update_focusable
from rill.host.textual.widgets.boxes import Box, Pressing, ScrollBox
from rill.host.tree import Node
from rill.protocol.values import Value


def _create_box(_node: Node) -> Box:
    return Box(classes="rill-box rill-stretch")


def _create_row(_node: Node) -> Box:
    box = Box(classes="rill-box rill-stretch")
    box.flows_sideways = True
    return box


def _create_pressable(node: Node) -> Pressing:
    widget = Pressing(classes="rill-box rill-stretch rill-pressable")
    _update_pressable(widget, node, frozenset(("disabled", "focusable", "delayLongPress")))
    return widget


def _update_pressable(widget: Pressing, node: Node, changed: frozenset[str]) -> None:
    update_focusable(widget, node, changed)
    delay = node.get("delayLongPress")
    widget.long_press_ms = delay if isinstance(delay, int) else 500


def _create_scroll(node: Node) -> ScrollBox:
    horizontal = bool(node.get("horizontal"))
    widget = ScrollBox(classes="rill-scroll", can_focus=bool(node.get("focusable")))
    widget.flows_sideways = horizontal
    widget.set_class(horizontal, "-horizontal", update=False)
    return widget


def _update_scroll(widget: ScrollBox, node: Node, changed: frozenset[str]) -> None:
    update_focusable(widget, node, changed)


def _scroll_to_end(widget: Widget, node: Node, args: list[Value]) -> None:
    options = args[0]
    assert isinstance(options, dict)
    horizontal = bool(node.get("horizontal"))
    # Left alone, the other direction would go to its end too.
    widget.scroll_end(animate=bool(options.get("animated")), force=True, x_axis=horizontal, immediate=False)


_VIEW: Final = TextualView(create=_create_box)
_PRESSABLE: Final = TextualView(create=_create_pressable, update=_update_pressable, methods=FOCUS_METHODS)

VIEWS: Final[Mapping[str, TextualView[Any]]] = MappingProxyType(
    {
        "View": _VIEW,
        "Column": _VIEW,
        "Row": TextualView(create=_create_row),
        "ScrollView": TextualView(
            create=_create_scroll,
            update=_update_scroll,
            methods={**FOCUS_METHODS, "scrollTo": scroll_to, "scrollToEnd": _scroll_to_end},
            remakes=frozenset(("horizontal",)),
        ),
        "Pressable": _PRESSABLE,
        "TouchableOpacity": _PRESSABLE,
    }
)

CSS: Final = """
.rill-box { layout: vertical; width: 1fr; height: auto; }
.rill-scroll { layout: vertical; width: 1fr; height: 1fr; min-height: 3; overflow-x: hidden; overflow-y: auto; }
.rill-scroll.-horizontal { height: auto; overflow-x: auto; overflow-y: hidden; }
.rill-box:focus, .rill-scroll:focus, Surface:focus {
    scrollbar-color: $primary;
    scrollbar-color-hover: $primary;
    scrollbar-color-active: $primary;
}
.rill-pressable { pointer: pointer; }
.rill-pressable:hover { background-tint: $foreground 4%; }
.rill-pressable.rill-pressable.rill-pressable:focus {
    background: $block-cursor-blurred-background;
    text-style: $block-cursor-blurred-text-style;
}
.rill-pressable:disabled { opacity: 60%; }
.rill-notice { color: $text-warning; height: auto; }
"""
