"""Views of Tree and its lines."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from rill.host.textual.view import TextualView
from rill.host.textual.views.lists import VIRTUAL_METHODS, VIRTUAL_PROPS, update_virtual
from rill.host.textual.views.tables import paint_items
from rill.host.textual.widgets.trees import TreeLines
from rill.host.tree import Node

_PROPS: Final = (VIRTUAL_PROPS - {"cursor"}) | {"showGuides"}


def _create_tree(node: Node) -> TreeLines:
    widget = TreeLines()
    _update_tree(widget, node, _PROPS)
    return widget


def _update_tree(widget: TreeLines, node: Node, changed: frozenset[str]) -> None:
    if "showGuides" in changed:
        widget.show_guides(bool(node.get("showGuides")))
    update_virtual(widget, node, changed)


VIEWS: Final[Mapping[str, TextualView[Any]]] = MappingProxyType(
    {"Tree": TextualView(create=_create_tree, update=_update_tree, paints=paint_items, methods=VIRTUAL_METHODS)}
)

CSS: Final = """
.rill-tree > .rill-tree--guides { color: $foreground 40%; }
"""
