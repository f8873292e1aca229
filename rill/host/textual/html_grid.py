"""A `table` as rows of cells with their columns: what stands where. Reads only the rows that it is asked for, so that
clones which nobody looks at stay as they are. Knows no widget.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from textual.content import Content, Span

from rill.host.html import chosen_option, field_kind, options_of
from rill.host.terminal_text import clean_line
from rill.host.textual.html_text import CellText, element_span, is_stop
from rill.host.textual.looks import css_of
from rill.host.textual.styling import text_style
from rill.host.tree import Node
from rill.protocol.operations import TEXT_TYPE
from rill.protocol.values import Value

# Of a table with more rows only so many are looked at for the widths of columns, and its rows are a line each: to know
# more it would have to look at all of them.
ROWS_LOOKED_AT: Final = 200
# No screen shows more, and each is measured.
COLUMNS_MAX: Final = 200
_GAP: Final = 2
_WIDTH_MIN: Final = 3

Part = Literal["head", "body", "foot"]


@dataclass(slots=True)
class Row:
    """A `tr`, and the part of the table that it is in."""

    node: Node
    part: Part


@dataclass(slots=True)
class Cell:
    """A cell as it is painted: which columns it spans, and the text in it."""

    node: Node
    column: int
    span: int
    content: Content
    align: Literal["left", "center", "right"]
    is_heading: bool


def rows_of(table: Node) -> tuple[Node | None, list[Row]]:
    """The caption and the rows of a table: head, bodies, foot. Looks at no row."""
    caption: Node | None = None
    parts: dict[Part, list[Row]] = {"head": [], "body": [], "foot": []}
    for child in table.children:
        if child.type == TEXT_TYPE or child.props.get("hidden") is True:
            continue
        match child.type:
            case "caption":
                caption = caption or child
            case "tr":
                parts["body"].append(Row(child, "body"))
            case "thead" | "tbody" | "tfoot":
                part: Part = "head" if child.type == "thead" else "foot" if child.type == "tfoot" else "body"
                parts[part] += [Row(row, part) for row in child.children if row.type == "tr"]
    rows = [*parts["head"], *parts["body"], *parts["foot"]]
    return caption, rows


def is_shown(row: Node) -> bool:
    """Whether a guest shows a row. Says it of its own props, and looks at no cell."""
    props = row.props
    style = props.get("style")
    return not props.get("hidden") and not (isinstance(style, dict) and style.get("display") == "none")


_ALIGNMENTS: Final[dict[str, Literal["left", "center", "right"]]] = {
    "left": "left",
    "start": "left",
    "center": "center",
    "right": "right",
    "end": "right",
}


def cells_of(row: Row, taken: Sequence[int] = (), checked: CellText | None = None) -> list[Cell]:
    """The cells of a row, from left to right.

    Args:
        taken: columns that cells of rows above reach down into.
        checked: what puts the text of a cell together.
    """
    cells: list[Cell] = []
    column = 0
    text = checked or CellText()
    for node in row.node.children:
        if node.type not in ("td", "th") or node.props.get("hidden") is True:
            continue
        while column in taken:
            column += 1
        if column >= COLUMNS_MAX:
            break
        wide = node.get("colspan")
        span = min(wide if isinstance(wide, int) else 1, COLUMNS_MAX - column)
        heading = node.type == "th" or row.part == "head"
        reading = css_of(node)
        style = reading.style if reading is not None else {}
        content = text.content_of(node)
        spans = [element_span(0, len(content.plain), node)]
        if heading or row.part == "foot":
            spans.append(Span(0, len(content.plain), "bold"))
        if words := text_style(style):
            spans.append(Span(0, len(content.plain), words))
        align = _ALIGNMENTS.get(_align(node, row.node), "left")
        cells.append(Cell(node, column, span, Content(content.plain, [*spans, *content.spans]), align, heading))
        column += span
    return cells


def _align(cell: Node, row: Node) -> str:
    for node in (cell, row, row.parent):
        style = node.props.get("style") if node is not None else None
        value = style.get("text-align") if isinstance(style, dict) else None
        if isinstance(value, str):
            return value.strip().lower()
    return ""


def rows_spanned(cell: Node) -> int:
    """How many rows a cell spans."""
    rows = cell.get("rowspan")
    return rows if isinstance(rows, int) and rows > 0 else 1


def stops_of(row: Node) -> list[Node]:
    """What can be pressed in a row, in the order in which it is read: links, buttons, ticks, choices."""
    stops = []
    for node in row.walk():
        kind = field_kind(node)
        if (kind in ("button", "tick", "radio") and node.props.get("disabled") is not True) or is_stop(node):
            stops.append(node)
    return stops


def fit_columns(wanted: Sequence[int], room: int) -> list[int]:
    """Widths of columns that would like to be so wide, in so much room: the widest give way first."""
    widths = list(wanted)
    too_much = sum(widths) + _GAP * max(0, len(widths) - 1) - room
    while too_much > 0:
        widest = max(widths)
        if widest <= _WIDTH_MIN:
            break
        next_widest = max((width for width in widths if width < widest), default=_WIDTH_MIN)
        most = [at for at, width in enumerate(widths) if width == widest]
        each = min(widest - max(next_widest, _WIDTH_MIN), -(-too_much // len(most)))
        for at in most:
            cut = min(each, too_much)
            widths[at] -= cut
            too_much -= cut
            if too_much <= 0:
                break
    return widths


def lefts_of(widths: Sequence[int]) -> list[int]:
    """Where columns begin, and where the last one ends."""
    lefts, x = [], 0
    for width in widths:
        lefts.append(x)
        x += width + _GAP
    return [*lefts, max(0, x - _GAP)]


def widths_wanted(rows: Sequence[Sequence[Cell]], columns: int) -> list[int]:
    """How wide columns would like to be for these rows. Cells that span several ask for what is missing last."""
    widths = [0] * columns
    wide = []
    for cells in rows:
        for cell in cells:
            width = max((line.cell_length for line in cell.content.split("\n", allow_blank=True)), default=0)
            if cell.span == 1:
                widths[cell.column] = max(widths[cell.column], width)
            else:
                wide.append((cell, width))
    for cell, width in wide:
        end = min(cell.column + cell.span, columns)
        missing = width - sum(widths[cell.column : end]) - _GAP * (end - cell.column - 1)
        if missing > 0 and end > cell.column:
            widths[end - 1] += missing
    return widths


def field_words(node: Node, value: Value) -> str:
    """How a field in a cell is painted."""
    kind = field_kind(node)
    if kind == "tick":
        return "[X]" if value is True else "[ ]"
    if kind == "radio":
        return "(●)" if value is True else "( )"
    if kind == "select":
        chosen = value if isinstance(value, str) else chosen_option(node)
        label = next((option["label"] for option in options_of(node) if option["value"] == chosen), "")
        return f"{clean_line(str(label))} ▼"
    return clean_line(value) if isinstance(value, str) else ""
