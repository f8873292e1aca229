"""A `table` as rows of cells with their columns: what stands where. Reads only the rows that it is asked for, so that
clones which nobody looks at stay as they are. Knows no widget.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from rich.cells import cell_len, set_cell_size
from textual.content import Content, Span
from textual.style import Style

from rill.host.html import chosen_option, field_kind, options_of, value_words
from rill.host.templates import CompiledTemplate
from rill.host.terminal_text import clean_line
from rill.host.textual.html_text import CellText, element_of, element_span, is_stop
from rill.host.textual.looks import css_of
from rill.host.textual.styling import text_style
from rill.host.tree import Node, Run, links_of
from rill.protocol.operations import TEXT_TYPE
from rill.protocol.values import Value

# The rows of a table with more are a line each, and only the first of them are looked at for the widths of columns: to
# know more it would have to look at all of them.
ROWS_LOOKED_AT: Final = 200
ROWS_SAMPLED: Final = 48
# No screen shows more, and each is measured.
COLUMNS_MAX: Final = 200
_GAP: Final = 2
_WIDTH_MIN: Final = 3
_FIELD_WIDTH: Final = 16
_FIELD_WIDTH_MAX: Final = 60

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


class Rows:
    """The rows of a table in their order: head, bodies, foot. Clones that nobody has looked at stay as they are until
    their row is asked for."""

    def __init__(self, find: Callable[[int], Node | None]) -> None:
        self._find = find
        # Rows that stand together: nodes, or ids of clones; where each such part begins, and what it is of.
        self._parts: list[tuple[Sequence[Node] | range, Part]] = []
        self._starts: list[int] = []
        self._count = 0
        # How many rows the head has.
        self.head = 0

    def __len__(self) -> int:
        return self._count

    def add(self, rows: Sequence[Node] | range, part: Part) -> None:
        """Put rows behind the others."""
        if rows:
            self._starts.append(self._count)
            self._parts.append((rows, part))
            self._count += len(rows)
            self.head += len(rows) if part == "head" else 0

    def __getitem__(self, index: int) -> Row:
        at = bisect_right(self._starts, index) - 1
        rows, part = self._parts[at]
        row = rows[index - self._starts[at]]
        node = row if isinstance(row, Node) else self._find(row)
        assert node is not None, "a row that is gone makes the table be read again"
        return Row(node, part)

    def index(self, node: Node) -> int | None:
        """The place of a row, by its node."""
        for start, (rows, _) in zip(self._starts, self._parts, strict=True):
            if isinstance(rows, range):
                if node.id in rows:
                    return start + rows.index(node.id)
            else:
                for at, row in enumerate(rows):
                    if row is node:
                        return start + at
        return None


def rows_of(table: Node, find: Callable[[int], Node | None]) -> tuple[Node | None, Rows]:
    """The caption and the rows of a table that a guest shows. Looks into no row.

    Args:
        find: gives the node with an id.
    """
    caption: Node | None = None
    bodies: list[tuple[Part, list[Sequence[Node] | range]]] = []
    loose: list[Node] = []
    for child in table.children:
        if child.type == TEXT_TYPE or child.props.get("hidden") is True:
            continue
        if child.type == "tr":
            if is_shown(child):
                loose.append(child)
            continue
        if loose:
            bodies.append(("body", [loose]))
            loose = []
        match child.type:
            case "caption":
                caption = caption or child
            case "thead" | "tbody" | "tfoot":
                part: Part = "head" if child.type == "thead" else "foot" if child.type == "tfoot" else "body"
                bodies.append((part, list(_rows_in(child, find))))
    bodies.append(("body", [loose]))
    rows = Rows(find)
    for wanted in ("head", "body", "foot"):
        for part, groups in bodies:
            if part == wanted:
                for group in groups:
                    rows.add(group, part)
    return caption, rows


def _rows_in(group: Node, find: Callable[[int], Node | None]) -> Iterator[Sequence[Node] | range]:
    """The rows in a part of a table: runs of clones as their ids, others as nodes."""
    if group.lazy:
        # Its own inner nodes, not those of its rows.
        _ = group.first_child
    nodes: list[Node] = []
    for link in links_of(group):
        if isinstance(link, Run):
            root = link.template.nodes[0]
            if root.type != "tr":
                continue
            if _may_be_out(link.template):
                # What they say has to be looked at.
                for id in range(link.id, link.end, link.template.size):
                    row = find(id)
                    if row is not None and is_shown(row):
                        nodes.append(row)
                continue
            if nodes:
                yield nodes
                nodes = []
            yield range(link.id, link.end, link.template.size)
        elif link.type == "tr" and is_shown(link):
            nodes.append(link)
    yield nodes


def _may_be_out(template: CompiledTemplate) -> bool:
    """Whether a clone of a template may say that it is not shown."""
    root = template.nodes[0]
    names = {*root.props, *(slot.name for slot in root.slots)}
    return bool(names & {"hidden", "style"})


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
    """What can be pressed or written in in a row, in the order in which it is read."""
    stops = []
    for node in row.walk():
        if field_kind(node) not in (None, "hidden"):
            if node.props.get("disabled") is not True:
                stops.append(node)
        elif is_stop(node):
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
            if cell.column >= columns:
                continue
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
    width = field_width(node)
    words = clean_line(value_words(value) or str(node.props.get("placeholder") or ""))
    if node.type == "input" and node.get("type") == "password":
        words = "•" * len(value_words(value))
    return set_cell_size(words[: width * 4], width)


def field_width(node: Node) -> int:
    """Cells of a field in a cell that is written in."""
    size = node.props.get("cols" if node.type == "textarea" else "size")
    return min(max(size if isinstance(size, int) else _FIELD_WIDTH, 1), _FIELD_WIDTH_MAX)


def place_in(lines: Sequence[Content], id: int) -> tuple[int, int] | None:
    """The line of a cell that an element is in, and how many cells are before it there."""
    for at, line in enumerate(lines):
        for start, _, style in line.spans:
            if isinstance(style, Style) and element_of(style.meta) == id:
                return at, cell_len(line.plain[:start])
    return None
