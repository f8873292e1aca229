"""Views of Table and its rows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from rill.host.textual.styling import CELLS_MAX
from rill.host.textual.view import TextualView
from rill.host.textual.views.lists import VIRTUAL_METHODS, VIRTUAL_PROPS, update_virtual
from rill.host.textual.views.shared import text_of
from rill.host.textual.widgets.columns import ColumnWidth
from rill.host.textual.widgets.painted import PaintedView
from rill.host.textual.widgets.tables import Column, CursorKind, DataGrid, Direction
from rill.host.tree import Node
from rill.protocol.errors import GuestError
from rill.protocol.values import Value

_KINDS: Final[Mapping[str, CursorKind]] = {"none": "none", "row": "row", "cell": "cell"}
_DIRECTIONS: Final[Mapping[str, Direction]] = {"ascending": "ascending", "descending": "descending"}
_PROPS: Final = VIRTUAL_PROPS | {
    "columns",
    "fixedColumns",
    "showHeader",
    "sortBy",
    "sortDirection",
    "zebra",
}


def _create_table(node: Node) -> DataGrid:
    widget = DataGrid()
    _update_table(widget, node, _PROPS)
    return widget


def _update_table(widget: DataGrid, node: Node, changed: frozenset[str]) -> None:
    if changed & {"columns", "fixedColumns"}:
        columns, fixed = node.get("columns"), node.get("fixedColumns")
        widget.show_columns(
            [_column(column) for column in columns if isinstance(column, dict)] if isinstance(columns, list) else [],
            fixed if isinstance(fixed, int) else 0,
        )
    if "showHeader" in changed:
        widget.show_header(bool(node.get("showHeader")))
    if changed & {"sortBy", "sortDirection"}:
        widget.sort_by = text_of(node.get("sortBy")) or None
        widget.sort_direction = _DIRECTIONS[text_of(node.get("sortDirection")) or "ascending"]
        widget.refresh_head()
    if "zebra" in changed:
        widget.zebra = bool(node.get("zebra"))
        widget.forget_strips()
    update_virtual(widget, node, changed)
    if "cursor" in changed:
        widget.show_cursor_kind(_KINDS[text_of(node.get("cursor")) or "row"])


def _column(given: Mapping[str, Value]) -> Column:
    """A column as the component's schema let it pass; what was left out has its default."""
    width, least, grow = given.get("width"), given.get("minWidth"), given.get("grow")
    return Column(
        key=text_of(given.get("key")),
        title=text_of(given.get("title")),
        width=ColumnWidth(
            min(width, CELLS_MAX) if isinstance(width, int) else None,
            least if isinstance(least, int) else 4,
            float(grow) if isinstance(grow, int | float) else 1.0,
        ),
        align=text_of(given.get("align")) or "start",
        heading=given.get("heading") is True,
        sortable=given.get("sortable") is True,
        editable=given.get("editable") is True,
    )


def paint_items(widget: PaintedView, node: Node) -> None:
    """Take in what is below the node of a painted view."""
    widget.show_items(node)


def _edit_cell(widget: DataGrid, node: Node, args: list[Value]) -> None:
    index, key = args
    keys = [column.key for column in widget.columns]
    if not isinstance(index, int) or key not in keys or not widget.edit(index, keys.index(text_of(key))):
        raise GuestError(
            f"{node.type} has no editable cell that is rendered at row {index} of that column", code="cell_not_editable"
        )


VIEWS: Final[Mapping[str, TextualView[Any]]] = MappingProxyType(
    {
        "Table": TextualView(
            create=_create_table,
            update=_update_table,
            paints=paint_items,
            methods={**VIRTUAL_METHODS, "editCell": _edit_cell},
        ),
    }
)

CSS: Final = """
.rill-lines > .rill-lines--waiting { color: $text-disabled; }
.rill-lines > .rill-lines--hover { background: $foreground 5%; }
.rill-lines > .rill-lines--selected { background: $primary 25%; }
.rill-lines > .rill-lines--cursor {
    background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground;
    text-style: $block-cursor-blurred-text-style;
}
.rill-lines:focus > .rill-lines--cursor {
    background: $block-cursor-background; color: $block-cursor-foreground; text-style: $block-cursor-text-style;
}
.rill-table.-wide { overflow-x: auto; }
.rill-table > .rill-table--header { background: $panel; color: $foreground; text-style: bold; }
.rill-table > .rill-table--header-hover { background: $foreground 15%; color: $foreground; text-style: bold; }
.rill-table > .rill-table--header-cursor {
    background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
}
.rill-table > .rill-table--odd { background: $foreground 4%; }
.rill-table > .rill-editor, .rill-table > .rill-editor:focus {
    width: 1fr; height: 1; border: none; padding: 0 1; background: $surface;
}
"""
