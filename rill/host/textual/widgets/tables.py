"""The widget of a Table: a head that stays, rows that are painted cell by cell, and a field that opens over a cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import NULL_OFFSET, NULL_SPACING, Offset, Region, Size
from textual.layout import WidgetPlacement
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input
from textual.widgets.input import Selection

from rill.host.cells import text_of_cell
from rill.host.terminal_text import clean_line
from rill.host.textual.icons import icon_of
from rill.host.textual.view import KEY_PRESS, pointer_press
from rill.host.textual.widgets.columns import PADDING, Columns, ColumnWidth, least_width
from rill.host.textual.widgets.painted import PaintedView, fitted, line_of
from rill.host.textual.widgets.virtual import Arrangement
from rill.host.tree import Node
from rill.protocol.values import Value

CursorKind = Literal["none", "row", "cell"]
Direction = Literal["ascending", "descending"]

_BOLD: Final = Style(bold=True)
_ITALIC: Final = Style(italic=True)
_STRIKE: Final = Style(strike=True)
_UNDERLINE: Final = Style(underline=True)
_PLAIN: Final = Style()
_SORT_SIGNS: Final[Mapping[str, str]] = {"ascending": "▲", "descending": "▼"}
_WAITING: Final = "…"


_ANY_WIDTH: Final = ColumnWidth()


@dataclass(frozen=True, slots=True)
class Column:
    """One column, as the guest describes it."""

    key: str
    title: str = ""
    width: ColumnWidth = _ANY_WIDTH
    align: str = "start"
    heading: bool = False
    sortable: bool = False
    editable: bool = False


# Keys that end an edit, and where the cursor goes then: rows down, columns to the right.
_STEPS: Final[Mapping[str, tuple[int, int]]] = {
    "enter": (1, 0),
    "down": (1, 0),
    "up": (-1, 0),
    "tab": (0, 1),
    "shift+tab": (0, -1),
}


class CellEditor(Input):
    """The field over a cell that is edited in place. A table has one, which it opens and closes."""

    index: int = 0
    column: int = 0

    def __init__(self, table: DataGrid) -> None:
        self.table = table
        super().__init__(compact=True, select_on_focus=False, classes="rill-editor")

    def validate_value(self, value: str) -> str:
        # Also what a person pastes.
        return clean_line(value)

    def show(self, index: int, column: int, text: str) -> None:
        """Be the field of another cell."""
        self.index, self.column = index, column
        self.value = clean_line(text)
        self.selection = Selection.cursor(len(self.value))

    def on_mount(self) -> None:
        self.table.settle_focus()

    def allow_focus(self) -> bool:
        return self.table.editor is self

    async def on_key(self, event: events.Key) -> None:
        if self.table.take_key(event):
            event.stop()
            event.prevent_default()
        elif self.table.editor is not self:
            # The key came when the field was closed already; what it does is the table's to say.
            self.screen.set_focus(self.table, scroll_visible=False)
            event.prevent_default()

    def on_blur(self, event: events.Blur) -> None:
        # What was written is kept when somebody goes on elsewhere, as in any spreadsheet.
        if self.app.app_focus:
            self.table.commit_edit()
        event.stop()


class DataGrid(PaintedView):
    """A Table.

    Keys beyond those of every virtual view: with a cursor of cells Left, Right, Home and End go along the row. Up from
    the first row goes into the head, if rows can be sorted: Left and Right choose a column there, Enter sorts, Down
    goes back.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f2", "edit", "Edit", show=False)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rill-table--header",
        "rill-table--header-cursor",
        "rill-table--header-hover",
        "rill-table--odd",
    }

    sort_by: str | None = None
    sort_direction: Direction = "ascending"
    zebra: bool = False
    _kind: CursorKind = "row"
    _fixed_columns: int = 0
    _least: int = 0
    _cursor_column: int = 0
    _head_cursor: int | None = None
    _head_hovered: int | None = None
    _editor: CellEditor | None = None
    _is_open: bool = False
    _is_settling: bool = False

    def __init__(self) -> None:
        self.columns: Sequence[Column] = ()
        self._fit = Columns((), 0)
        self._fitted_to = (-1, -1)
        super().__init__(classes="rill-table")
        self.fixed = 1

    # -- columns -----------------------------------------------------------------------------------------------------

    def show_columns(self, columns: Sequence[Column], fixed: int) -> None:
        """Show these columns, the first of which stay in view."""
        self.columns = columns
        self._fixed_columns = fixed
        self._fitted_to = (-1, -1)
        self._cursor_column = self._beside_headings(self._cursor_column, 1)
        if self._head_cursor is not None and not self._can_sort(self._head_cursor):
            self._head_cursor = None
        self._least = least_width([column.width for column in columns])
        self._scroll_sideways()
        self.leave_edit()
        self.forget_strips()
        self.content_resized()

    def _scroll_sideways(self) -> None:
        """Offer a bar for sideways only where columns do not fit; to Textual they would not, each time that the other
        bar appears, until they have shrunk."""
        room = self.container_size.width - self.styles.scrollbar_size_vertical
        self.set_class(self._least > room, "-wide", update=self.is_attached)

    def on_resize(self) -> None:
        self._scroll_sideways()

    @property
    def fit(self) -> Columns:
        """The columns in the view as it is now."""
        room = self.scrollable_content_region.width
        if self._fitted_to != (room, self._fixed_columns):
            self._fit = Columns([column.width for column in self.columns], room, self._fixed_columns)
            self._fitted_to = (room, self._fixed_columns)
        return self._fit

    @property
    def total_size(self) -> Size:
        return super().total_size.with_width(self.fit.total)

    def show_header(self, shown: bool) -> None:
        """Show the titles, or not."""
        self.fixed = 1 if shown else 0
        self._head_cursor = None
        self.content_resized()
        self.forget_strips()

    # -- painting ----------------------------------------------------------------------------------------------------

    def look_of(self, index: int, item: Node | None) -> object:
        cursor = self._cursor_column if self.shows_cursor(index) else None
        # Cells that nobody wrote are the same object, and compared as fast as one.
        content = (item.get("cells"), item.get("selected")) if item is not None else None
        return self.scroll_offset.x, cursor, index == self.hovered, self.zebra and index % 2, content

    def paint_item(self, index: int, item: Node | None, width: int) -> Strip:
        has_cursor = self.shows_cursor(index)
        selected = item is not None and bool(item.get("selected"))
        base = self._row_style(index, has_cursor=has_cursor and self._kind == "row", selected=selected)
        cells = item.get("cells") if item is not None else None
        cells = cells if isinstance(cells, list) else []
        fit = self.fit

        def paint(column: int) -> list[Segment]:
            under = has_cursor and self._kind == "cell" and column == self._cursor_column
            style = self.style_of("rill-lines--cursor") if under else base
            if self.columns[column].heading and not selected and not (has_cursor and self._kind == "row"):
                style = self.style_of("rill-table--header")
            if item is None:
                text = fitted(_WAITING, fit.width_of(column) - 2 * PADDING)
                return [Segment(f" {text} ", style + self.style_of("rill-lines--waiting"))]
            value = cells[column] if column < len(cells) else None
            in_colour = not under and not (has_cursor and self._kind == "row")
            return self._paint_cell(value, column, style, in_colour=in_colour)

        return self._paint_columns(paint, width, base)

    def _row_style(self, index: int, *, has_cursor: bool, selected: bool) -> Style:
        style = self.style_of("")
        if has_cursor:
            style = self.style_of("rill-lines--cursor")
        elif selected:
            style = self.style_of("rill-lines--selected")
        elif index == self.hovered and (self._kind != "none" or self._is_heard("onItemPress")):
            style = self.style_of("rill-lines--hover")
        elif self.zebra and index % 2:
            style = self.style_of("rill-table--odd")
        # Told by more than colour, also below the cursor.
        return style + _BOLD if selected else style

    def _paint_cell(self, value: Value, column: int, style: Style, *, in_colour: bool) -> list[Segment]:
        """One cell, as wide as its column. What the guest says of colours does not count below the cursor."""
        align = self.columns[column].align
        room = self._fit.width_of(column) - 2 * PADDING
        if not isinstance(value, dict):
            return [Segment(f" {fitted(text_of_cell(value), room, align)} ", style)]
        text, icon = text_of_cell(value), icon_of(value.get("icon"))
        # A sign alone looks like a button rather than like a link.
        is_link = bool(value.get("press") and text)
        if icon:
            text = f"{icon} {text}" if text else icon
        own = value.get("align")
        text = fitted(text, room, own if isinstance(own, str) else align)
        if in_colour:
            style += self.color_of(value.get("color") or ("primary" if value.get("press") else None))
            background = value.get("background")
            if isinstance(background, str):
                style += self.background_of(background)
        style += _BOLD if value.get("bold") else _PLAIN
        style += _ITALIC if value.get("italic") else _PLAIN
        lines = (_STRIKE if value.get("strike") else _PLAIN) + (_UNDERLINE if is_link else _PLAIN)
        # A line is drawn through or under words, and not through the room around them.
        before, words = len(text) - len(text.lstrip(" ")), text.strip(" ")
        after = len(text) - before - len(words)
        return [Segment(" " * (before + 1), style), Segment(words, style + lines), Segment(" " * (after + 1), style)]

    def paint_fixed(self, y: int, width: int) -> Strip:  # noqa: ARG002
        base = self.style_of("rill-table--header")
        fit = self.fit

        def paint(at: int) -> list[Segment]:
            column = self.columns[at]
            style = base
            if at == self._head_cursor:
                style = self.style_of("rill-table--header-cursor")
            elif at == self._head_hovered and self._can_sort(at):
                style = self.style_of("rill-table--header-hover")
            room = fit.width_of(at) - 2 * PADDING
            sign = _SORT_SIGNS[self.sort_direction] if column.key == self.sort_by else ""
            return [Segment(f" {_with_sign(column.title, sign, room, column.align)} ", style)]

        return self._paint_columns(paint, width, base)

    def _paint_columns(self, paint: Callable[[int], list[Segment]], width: int, style: Style) -> Strip:
        """Put together the columns that stay and those that scroll, of which the first may be in view in part."""
        fit, scroll_x = self.fit, self.scroll_offset.x
        moving = fit.in_view(scroll_x, width)
        room = max(0, width - fit.fixed_width)
        rest = Strip([segment for column in moving for segment in paint(column)])
        hidden = scroll_x + fit.fixed_width - fit.lefts[moving.start] if moving else 0
        if hidden or rest.cell_length > room:
            rest = rest.crop(hidden, hidden + room)
        rest = rest.adjust_cell_length(room, style)
        if not fit.fixed:
            return rest
        fixed = [segment for column in range(fit.fixed) for segment in paint(column)]
        return Strip.join([line_of(fixed, fit.fixed_width, style), rest])

    # -- the cursor --------------------------------------------------------------------------------------------------

    def show_cursor_kind(self, kind: CursorKind) -> None:
        """Say what keys move over."""
        self._kind = kind
        self.has_cursor = kind != "none"
        self._head_cursor = None
        self.forget_strips()

    def _beside_headings(self, column: int, direction: int) -> int:
        """The next column in a direction that the cursor may be in; the other way, if there is none."""
        last = len(self.columns) - 1
        column = max(0, min(column, last))
        for step in (direction, -direction):
            at = column
            while 0 <= at <= last and self.columns[at].heading:
                at += step
            if 0 <= at <= last:
                return at
        return column

    def _set_cell(self, index: int, column: int) -> None:
        column = self._beside_headings(column, 1 if column >= self._cursor_column else -1)
        before = (self._cursor, self._cursor_column)
        self._cursor_column = column
        self._set_cursor(max(0, min(index, self.count - 1)))
        if before != (self._cursor, column) and self._kind == "cell":
            self.refresh_item(self._cursor)
            if self.link is not None and self.columns:
                self.link.emit("onCellCursor", {"index": self._cursor, "column": self.columns[column].key})

    def move_cell(self, index: int, column: int) -> None:
        """Put the cursor on a cell and scroll it into view."""
        if self.count:
            self._set_cell(index, column)
            self.scroll_to_index(self._cursor)
            self._scroll_to_column(self._cursor_column)

    def _scroll_to_column(self, column: int) -> None:
        fit = self.fit
        if column < fit.fixed or not self.columns:
            return
        room = self.scrollable_content_region.width - fit.fixed_width
        left, right = fit.lefts[column] - fit.fixed_width, fit.lefts[column + 1] - fit.fixed_width
        x = self.scroll_offset.x
        if left < x or right - left > room:
            x = left
        elif right > x + room:
            x = right - room
        if x != self.scroll_offset.x:
            self.scroll_to(x=x, animate=False, force=True, immediate=True)

    def move_cursor(self, index: int) -> None:
        self._leave_head()
        if self._kind == "cell":
            self.move_cell(index, self._cursor_column)
        else:
            super().move_cursor(index)

    def step_cursor(self, step: int) -> None:
        if self._head_cursor is not None:
            if step > 0:
                self._leave_head()
            return
        if step == -1 and self._cursor == 0 and self._enter_head():
            return
        super().step_cursor(step)

    def action_scroll_left(self) -> None:
        if self._head_cursor is not None:
            self._step_head(-1)
        elif self._kind == "cell":
            self.move_cell(self._cursor, self._cursor_column - 1)
        else:
            super().action_scroll_left()

    def action_scroll_right(self) -> None:
        if self._head_cursor is not None:
            self._step_head(1)
        elif self._kind == "cell":
            self.move_cell(self._cursor, self._cursor_column + 1)
        else:
            super().action_scroll_right()

    def action_scroll_home(self) -> None:
        if self._kind == "cell":
            self.move_cell(self._cursor, 0)
        else:
            super().action_scroll_home()

    def action_scroll_end(self) -> None:
        if self._kind == "cell":
            self.move_cell(self._cursor, len(self.columns) - 1)
        else:
            super().action_scroll_end()

    def action_first(self) -> None:
        super().action_first()
        if self._kind == "cell":
            self.move_cell(0, 0)

    def action_last(self) -> None:
        super().action_last()
        if self._kind == "cell":
            self.move_cell(self.count - 1, len(self.columns) - 1)

    def action_press_cursor(self) -> None:
        if self._head_cursor is not None:
            self.sort(self._head_cursor)
        elif self._kind == "cell" and self.count:
            if not self.edit(self._cursor, self._cursor_column):
                self._press_cell(self._cursor, self._cursor_column, KEY_PRESS)
        else:
            super().action_press_cursor()

    def _press_cell(self, index: int, column: int, payload: Mapping[str, Any]) -> None:
        if self.link is not None:
            if column < len(self.columns):
                self.link.emit("onCellPress", {**payload, "index": index, "column": self.columns[column].key})
            self.press(index, payload)

    def _is_heard(self, event: str) -> bool:
        return self.link is not None and self.link.node.listens(event)

    # -- the head ----------------------------------------------------------------------------------------------------

    def _can_sort(self, column: int) -> bool:
        return column < len(self.columns) and self.columns[column].sortable and self._is_heard("onSort")

    def sort(self, column: int) -> None:
        """Ask the guest to sort by a column; by the one it is sorted by already, the other way round."""
        if self.link is not None and self._can_sort(column):
            key = self.columns[column].key
            again = key == self.sort_by and self.sort_direction == "ascending"
            self.link.emit("onSort", {"column": key, "direction": "descending" if again else "ascending"})

    def refresh_head(self) -> None:
        """Paint the titles again."""
        if self.fixed and self.is_attached:
            self.refresh(Region(0, 0, self.scrollable_content_region.width, 1))

    def _enter_head(self) -> bool:
        """Go up into the titles, to the one nearest to the cursor that sorts."""
        sortable = [column for column in range(len(self.columns)) if self._can_sort(column)]
        if not self.fixed or not sortable:
            return False
        keys = [column.key for column in self.columns]
        start = self._cursor_column if self._kind == "cell" else keys.index(self.sort_by) if self.sort_by in keys else 0
        self._head_cursor = min(sortable, key=lambda column: abs(column - start))
        self._scroll_to_column(self._head_cursor)
        self.cursor_changed(self._cursor, self._cursor)
        self.refresh_head()
        return True

    def _leave_head(self) -> None:
        if self._head_cursor is not None:
            self._head_cursor = None
            self.cursor_changed(self._cursor, self._cursor)
            self.refresh_head()

    def _step_head(self, step: int) -> None:
        assert self._head_cursor is not None
        column = self._head_cursor + step
        while 0 <= column < len(self.columns):
            if self._can_sort(column):
                self._head_cursor = column
                self._scroll_to_column(column)
                self.refresh_head()
                return
            column += step

    def shows_cursor(self, index: int) -> bool:
        return self._head_cursor is None and super().shows_cursor(index)

    def on_blur(self) -> None:
        self._leave_head()

    # -- the pointer -------------------------------------------------------------------------------------------------

    def hover_at(self, place: Offset | None) -> None:
        in_head = place is not None and place.y < self.fixed
        head = self.fit.at(place.x, self.scroll_offset.x) if place is not None and in_head else None
        if head != self._head_hovered:
            self._head_hovered = head
            self.refresh_head()
        super().hover_at(place)

    def press_at(self, place: Offset, event: events.Click) -> None:
        column = self.fit.at(place.x, self.scroll_offset.x)
        if place.y < self.fixed:
            if column is not None:
                self.sort(column)
            return
        index = self.index_at(place.y)
        if index is None:
            return
        self._leave_head()
        if column is None:
            self.press_with_pointer(index, pointer_press(event))
            return
        if self.has_cursor:
            self.move_cell(index, column) if self._kind == "cell" else self.move_cursor(index)
        if event.chain == 2 and self.edit(index, column):
            return
        self._press_cell(index, column, pointer_press(event))

    # -- editing in place --------------------------------------------------------------------------------------------

    @property
    def editor(self) -> CellEditor | None:
        """The field over the cell that is open, if one is."""
        return self._editor if self._is_open else None

    def _may_edit(self, index: int, column: int) -> bool:
        return (
            0 <= index < self.count
            and 0 <= column < len(self.columns)
            and self.columns[column].editable
            and self._is_heard("onEdit")
            and self.item(index) is not None
        )

    def edit(self, index: int, column: int, typed: str | None = None) -> bool:
        """Open a cell to be changed, if it is one that can be. What somebody typed takes the place of its text."""
        if not self._may_edit(index, column):
            return False
        self.commit_edit()
        if self.has_cursor:
            self.move_cell(index, column)
        editor = self._editor
        if editor is None:
            editor = self._editor = CellEditor(self)
            self.mount(editor)
        editor.show(index, column, typed if typed is not None else self._edit_text(index, column))
        self._is_open = True
        self._show_editor()
        if not self.has_focus:
            self.focus(scroll_visible=False)
        return True

    def _show_editor(self) -> None:
        """Lay the field out anew, and give the focus to where keys go."""
        self._clear_arrangement_cache()
        self.refresh(layout=True)
        self._settle_focus_after(self)

    def settle_focus(self) -> None:
        """Move the focus between the table and its field once all keys on their way to the one that has it were taken:
        keys that come faster than a focus moves reach what they are for, and in their order.
        """
        self._is_settling = False
        editor = self._editor
        if editor is None or not editor.is_mounted or not self.is_attached:
            return
        focused = self.screen.focused
        target = editor if self._is_open else self
        if focused is None or focused is target or focused not in (self, editor):
            return
        if focused.message_queue_size:
            self._settle_focus_after(focused)
        else:
            self.screen.set_focus(target, scroll_visible=False)

    def _settle_focus_after(self, widget: Widget) -> None:
        """Look at the focus again when a widget has taken what it was sent so far. One look waits at a time: two would
        each wait for the other."""
        if not self._is_settling:
            self._is_settling = True
            widget.call_later(self.settle_focus)

    def _edit_text(self, index: int, column: int) -> str:
        item = self.item(index)
        cells = item.get("cells") if item is not None else None
        value = cells[column] if isinstance(cells, list) and column < len(cells) else None
        if isinstance(value, dict):
            text = value.get("editText")
            if isinstance(text, str):
                return text
        return text_of_cell(value) if not isinstance(value, bool) else str(value).lower()

    def commit_edit(self) -> None:
        """Give the guest what was written, if a cell is open."""
        editor = self.editor
        if editor is None:
            return
        self.leave_edit()
        if self.link is not None and editor.column < len(self.columns):
            key = self.columns[editor.column].key
            self.link.emit("onEdit", {"index": editor.index, "column": key, "value": editor.value})

    def leave_edit(self) -> None:
        """Close the open cell, and forget what was written."""
        if self._is_open:
            self._is_open = False
            self._show_editor()

    def action_edit(self) -> None:
        if self._kind == "cell":
            self.edit(self._cursor, self._cursor_column)
        elif self.has_cursor:
            editable = (column for column in range(len(self.columns)) if self._may_edit(self._cursor, column))
            self.edit(self._cursor, next(editable, -1))

    async def on_key(self, event: events.Key) -> None:
        if self.take_key(event):
            event.stop()
            event.prevent_default()

    def take_key(self, event: events.Key) -> bool:
        """Take a key that has to do with editing, whether it reached the table or its field. Returns whether it had."""
        editor = self.editor
        if editor is None:
            return self._begin_to_write(event)
        if event.key in _STEPS:
            self.commit_edit()
            down, right = _STEPS[event.key]
            if self._kind == "cell":
                self.move_cell(self._cursor + down, self._cursor_column + right)
            elif self.has_cursor:
                self.move_cursor(self._cursor + down)
            return True
        if event.key == "escape":
            self.leave_edit()
            return True
        if editor.has_focus:
            return False
        # The field is not yet where keys go.
        if event.is_printable and event.character is not None:
            editor.insert_text_at_cursor(event.character)
        elif event.key == "backspace":
            editor.action_delete_left()
        return True

    def keeps_key(self, event: events.Key) -> bool:
        editor = self.editor
        return editor is not None and (
            event.is_printable
            or event.key in _STEPS
            or event.key == "escape"
            or event.key in editor._bindings.key_to_bindings
        )

    def _begin_to_write(self, event: events.Key) -> bool:
        """Whoever writes on an editable cell writes into it."""
        return (
            self._kind == "cell"
            and self._head_cursor is None
            and event.is_printable
            and event.character is not None
            and self.edit(self._cursor, self._cursor_column, event.character)
        )

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        return (
            self._kind == "cell"
            and character is not None
            and character.isprintable()
            and self._may_edit(self._cursor, self._cursor_column)
        )

    @property
    def has_children_over(self) -> bool:
        return self._is_open or super().has_children_over

    def place_children(self, size: Size) -> Arrangement:
        arrangement = super().place_children(size)
        editor = self.editor
        if editor is not None and editor.is_attached:
            fit = self.fit
            region = Region(
                fit.left_of(editor.column, self.scroll_offset.x),
                self.y_of(editor.index),
                fit.width_of(editor.column),
                1,
            )
            left = 0 if editor.column < fit.fixed else fit.fixed_width
            body = Region(left, self.fixed, max(0, size.width - left), max(0, size.height - self.fixed))
            region = region.intersection(body)
            if region:
                arrangement.add(WidgetPlacement(region, NULL_OFFSET, NULL_SPACING, editor, 1, fixed=True))
        return arrangement


def _with_sign(title: str, sign: str, room: int, align: str) -> str:
    """A title with the sign for its order behind it, which is not cut off."""
    if not sign or room < 3:
        return fitted(title, room, align)
    words = fitted(title, room - 2).rstrip(" ")
    return fitted(f"{words} {sign}" if words else sign, room, align)
