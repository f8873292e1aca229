"""Views of Table and its rows: a grid whose columns are one rule of CSS, so that rows know nothing of them. The scripts
are those of lists, and `table`, which knows of cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from rill.host.cells import text_of_cell
from rill.host.tree import Node
from rill.host.web.element import Attribute, Child, Element
from rill.host.web.icons import icon
from rill.host.web.view import Described, DomEvent, Page, WebLink, WebView
from rill.host.web.views.lists import (
    VIRTUAL_EVENTS,
    VIRTUAL_METHODS,
    index_said,
    press_said,
    track,
    virtual_attributes,
    whole,
)
from rill.host.web.views.shared import classes, said, text_of
from rill.protocol.values import Value

# A cell free on either side of what stands in a column.
_PADDING: Final = 1
# As many columns have rules in the stylesheet for where their text stands.
STYLED_COLUMNS: Final = 64

Column = Mapping[str, Value]


def _columns(node: Described) -> list[Column]:
    columns = node.get("columns")
    return [column for column in columns if isinstance(column, dict)] if isinstance(columns, list) else []


def _lower_table(node: Node, page: Page) -> Element:
    columns = _columns(node)
    cursor = text_of(node.get("cursor")) or "row"
    count, fixed = whole(node.get("count")), min(whole(node.get("fixedColumns")), len(columns))
    editable = any(column.get("editable") is True for column in columns) and node.listens("onEdit")
    return Element(
        "rill-table",
        {
            "class": classes(
                "rill-table rill-fills",
                page.rule(";".join(_declarations(columns, fixed))),
                node.get("zebra") is True and "rill-zebra",
                node.get("showHeader") is not True and "rill-headless",
                f"rill-cursor-{cursor}",
            ),
            "role": "grid",
            "aria-rowcount": count + 1,
            "aria-colcount": len(columns),
            **virtual_attributes(
                node,
                "Table",
                **{
                    "rill-sort": "onSort",
                    "rill-cell": "onCellCursor",
                    "rill-cell-press": "onCellPress",
                    "rill-edit": "onEdit",
                },
            ),
            "data-cursor": cursor if cursor != "none" else None,
            "data-fixed": fixed or None,
            "data-even": True,
        },
        Element(
            "div",
            {"class": "rill-head", "role": "row", "aria-rowindex": 1},
            *(_head_cell(node, column, at) for at, column in enumerate(columns)),
        ),
        track("rowgroup"),
        # The field over a cell that is edited in place; the script shows it there.
        Element("input", {"class": "rill-editor", "type": "text", "tabindex": -1, "autocomplete": "off"})
        if editable
        else None,
    )


def _declarations(columns: list[Column], fixed: int) -> Iterator[str]:
    """How wide columns are, and where text stands in them, for the rules of the stylesheet."""
    yield "--rill-columns:" + (" ".join(map(_width, columns)) or "none")
    yield f"--rill-least:{_cells(sum(map(_least, columns)))}"
    for at, column in enumerate(columns[:STYLED_COLUMNS], 1):
        align = text_of(column.get("align"))
        if align in ("center", "end"):
            yield f"--rill-a{at}:{align}"
        if column.get("heading") is True:
            yield f"--rill-b{at}:var(--rill-panel);--rill-w{at}:600"
        if at <= fixed:
            yield f"--rill-p{at}:sticky;--rill-z{at}:1;--rill-f{at}:var(--rill-surface)"


def _width(column: Column) -> str:
    grow = column.get("grow")
    if isinstance(column.get("width"), int):
        return _cells(_least(column))
    share = float(grow) if isinstance(grow, int | float) else 1.0
    return f"minmax({_cells(_least(column))},{share:.4f}fr)"


def _least(column: Column) -> int:
    """Cells that a column takes at least, those left free included."""
    width, least = column.get("width"), column.get("minWidth")
    if isinstance(width, int):
        return width + 2 * _PADDING
    return (least if isinstance(least, int) else 4) + 2 * _PADDING


def _cells(width: int) -> str:
    return f"calc({width}*var(--rill-ch))"


def _head_cell(node: Node, column: Column, at: int) -> Element:
    sorts = column.get("sortable") is True and node.listens("onSort")
    direction = node.get("sortDirection") if column.get("key") == node.get("sortBy") else None
    return Element(
        "div",
        {
            "class": classes("rill-head-cell", sorts and "rill-sorts"),
            "role": "columnheader",
            "aria-colindex": at + 1,
            "aria-sort": text_of(direction) or ("none" if sorts else None),
            "data-sort": sorts,
            "data-edit": column.get("editable") is True and node.listens("onEdit"),
            "data-heading": column.get("heading") is True,
        },
        Element("span", {"class": "rill-head-title"}, text_of(column.get("title")) or None),
        icon("chevron-up" if direction == "ascending" else "chevron-down") if direction else None,
    )


# -- rows --------------------------------------------------------------------------------------------------------------


def _lower_row(node: Described, _page: Page) -> Element:
    index, cells = whole(node.get("index")), node.get("cells")
    selected = node.get("selected") is True
    return Element(
        "div",
        {
            "class": classes("rill-row", index % 2 == 1 and "rill-odd", selected and "rill-item-selected"),
            "role": "row",
            "aria-rowindex": index + 2,
            "aria-selected": "true" if selected else None,
            "data-index": index,
        },
        *map(_lower_cell, cells if isinstance(cells, list) else ()),
    )


_PLAIN: Final[Mapping[str, Attribute]] = {"class": "rill-cell", "role": "gridcell"}


def _lower_cell(value: Value) -> Element:
    if not isinstance(value, dict):
        return Element("div", _PLAIN, text_of_cell(value) or None)
    color, background, align = (text_of(value.get(name)) for name in ("color", "background", "align"))
    words, edit_text, sign = text_of(value.get("text")), value.get("editText"), value.get("icon")
    content: list[Child | None] = [icon(sign) if isinstance(sign, str) else None]
    if words:
        # A line through or under the words, and not through the room around them.
        look = classes(value.get("strike") is True and "rill-strike", value.get("press") is True and "rill-cell-link")
        content.append(Element("span", {"class": look}, words) if look else words)
    return Element(
        "div",
        {
            "class": classes(
                "rill-cell",
                color and f"rill-c-{color}",
                background and f"rill-b-{background}",
                value.get("bold") is True and "rill-bold",
                value.get("italic") is True and "rill-italic",
                value.get("press") is True and "rill-cell-press",
                align and f"rill-cell-{align}",
            ),
            "role": "gridcell",
            "data-text": edit_text if isinstance(edit_text, str) else None,
        },
        *content,
    )


# -- what the browser says ---------------------------------------------------------------------------------------------


def _column_said(node: Node, event: DomEvent) -> Column | None:
    at, columns = said(event, "column"), _columns(node)
    return columns[at] if type(at) is int and 0 <= at < len(columns) else None


def _tell_sort(link: WebLink, event: DomEvent) -> None:
    node = link.node
    column = _column_said(node, event)
    if column is not None and column.get("sortable") is True:
        again = column.get("key") == node.get("sortBy") and node.get("sortDirection") == "ascending"
        link.emit("onSort", {"column": column.get("key"), "direction": "descending" if again else "ascending"})


def _tell_cell(link: WebLink, event: DomEvent) -> None:
    index, column = index_said(link.node, event), _column_said(link.node, event)
    if index is not None and column is not None:
        link.emit("onCellCursor", {"index": index, "column": column.get("key")})


def _tell_cell_press(link: WebLink, event: DomEvent) -> None:
    index, column = index_said(link.node, event), _column_said(link.node, event)
    if index is not None and column is not None:
        link.emit("onCellPress", {**press_said(event), "index": index, "column": column.get("key")})


def _tell_edit(link: WebLink, event: DomEvent) -> None:
    index, column, value = index_said(link.node, event), _column_said(link.node, event), said(event, "value")
    if index is not None and column is not None and column.get("editable") is True and isinstance(value, str):
        link.emit("onEdit", {"index": index, "column": column.get("key"), "value": value})


def _edit_cell(link: WebLink, args: list[Value]) -> Any:
    index, key = args
    keys = [column.get("key") for column in _columns(link.node)]
    # A column that is not there is refused by the script like one that cannot be edited.
    return link.call("edit", index, keys.index(key) if key in keys else -1)


VIEWS: Final[Mapping[str, WebView]] = MappingProxyType(
    {
        "Table": WebView(
            lower=_lower_table,
            events={
                **VIRTUAL_EVENTS,
                "rill-sort": _tell_sort,
                "rill-cell": _tell_cell,
                "rill-cell-press": _tell_cell_press,
                "rill-edit": _tell_edit,
            },
            methods={**VIRTUAL_METHODS, "editCell": _edit_cell},
            module=("scroll", "items"),
        ),
        "TableRow": WebView(lower=_lower_row),
    }
)
