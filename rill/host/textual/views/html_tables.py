"""The view of a `table`, and of its parts where they stand outside of one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from textual.widget import Widget

from rill.host.textual.html_link import HtmlLink
from rill.host.textual.view import TextualView
from rill.host.textual.views.html_boxes import METHODS, box_view, link_in
from rill.host.textual.views.shared import FOCUS_METHODS
from rill.host.textual.widgets.html_tables import HtmlTable
from rill.host.tree import Node
from rill.protocol.values import Value


def _create_table(_node: Node) -> HtmlTable:
    return HtmlTable(classes="rill-html-table")


def _paint_table(widget: HtmlTable, node: Node) -> None:
    widget.forget_values(node)
    widget.show(node)


def _focus(widget: Widget, node: Node, args: list[Value]) -> None:
    FOCUS_METHODS["focus"](widget, node, args)
    if isinstance(widget, HtmlTable):
        widget.go_to_stop(node.id)


def _click(widget: Widget, node: Node, _args: list[Value]) -> None:
    link = link_in(widget)
    if link is not None:
        link.click(node, {"source": "key", "detail": 0})


VIEWS: Final[Mapping[str, TextualView[Any]]] = MappingProxyType(
    {
        "table": TextualView(
            create=_create_table,
            paints=_paint_table,
            methods={**METHODS, "focus": _focus, "click": _click},
            link=HtmlLink,
        ),
        **dict.fromkeys(
            ("caption", "thead", "tbody", "tfoot", "tr", "td", "th", "colgroup", "col"), box_view("rill-cell")
        ),
    }
)

CSS: Final = """
.rill-html-table { width: auto; height: auto; margin: 1 0; }
.rill-html-table > .rill-table--caption { text-style: italic; color: $foreground 80%; }
.rill-html-table > .rill-table--head { text-style: bold; color: $foreground; }
.rill-html-table > .rill-table--rule { color: $foreground 30%; }
.rill-html-table > .rill-table--selected { background: $primary-muted; }
"""
