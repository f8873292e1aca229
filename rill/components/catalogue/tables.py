"""Tables whose guest keeps the data. See `lists` for how the guest follows what is seen."""

from __future__ import annotations

from typing import Annotated, Literal, Protocol

from pydantic import Field

from rill.components.catalogue.icons import IconName
from rill.components.catalogue.lists import Index, Virtual
from rill.components.component import Component, Event, event
from rill.components.events import CellCursorEvent, CellEditEvent, CellPressEvent, SortEvent
from rill.components.record import Record
from rill.components.style import Color


class TableColumn(Record):
    """One column of a Table."""

    key: str = Field(max_length=200, description="What the column is called in events. No two have the same one.")
    title: str = Field(default="", description="Words in the head of the table.")
    width: int | None = Field(
        default=None, ge=1, le=1000, description="Cells across. Left out: its share of the room that is left."
    )
    min_width: int = Field(default=4, ge=1, le=1000, description="Cells across at least, without `width`.")
    grow: float = Field(default=1, gt=0, le=1000, description="Its share of the room that is left, without `width`.")
    align: Literal["start", "center", "end"] = Field(default="start", description="Where text stands in its cells.")
    heading: bool = Field(
        default=False,
        description="It names its row, as the head names columns: it looks like it, and no cursor goes there.",
    )
    sortable: bool = Field(default=False, description="Pressing its title asks to sort by it: `onSort`.")
    editable: bool = Field(
        default=False, description="Its cells can be changed in place: by Enter, by typing, or by a double press."
    )


class TableCell(Record):
    """What stands in a cell, where text alone does not say it."""

    text: str = Field(default="", description="The words.")
    icon: IconName | None = Field(default=None, description="A sign before them.")
    color: Color | None = Field(default=None, description="Colour of both.")
    background: Color | None = Field(default=None, description="Colour behind them.")
    bold: bool = Field(default=False, description="Heavier letters.")
    italic: bool = Field(default=False, description="Slanted letters.")
    strike: bool = Field(default=False, description="A line through the text.")
    align: Literal["start", "center", "end"] | None = Field(default=None, description="Instead of the column's.")
    edit_text: str | None = Field(
        default=None, description="What is edited in place, where that is not the text, such as a formula."
    )
    press: bool = Field(default=False, description="Looks like a link, because pressing it does something of its own.")


CellContent = str | int | float | bool | TableCell | None


class Table(Virtual, role="grid", takes=("TableRow",), elements=("empty",)):
    """Rows and columns, of which only the rows in view are rendered.

    Arrow keys move the cursor, Enter presses; with the pointer a press does both. The head stays in view, and so do the
    first columns if they are fixed; the rest scrolls both ways.
    """

    columns: list[TableColumn] = Field(max_length=1000, description="The columns from left to right.")
    show_header: bool = Field(default=True, description="Shows the titles of the columns.")
    cursor: Literal["none", "row", "cell"] = Field(
        default="row", description="What arrow keys move over. With `none` they scroll."
    )
    fixed_columns: int = Field(
        default=0, ge=0, le=100, description="Columns that stay while the rest scrolls sideways."
    )
    zebra: bool = Field(default=False, description="Every other row is a little darker.")
    sort_by: str | None = Field(default=None, description="Key of the column by which the guest has sorted the rows.")
    sort_direction: Literal["ascending", "descending"] = Field(default="ascending", description="And in which order.")
    on_sort: Event[SortEvent] = event("A person wants the rows sorted by a column. The guest does it.")
    on_cell_cursor: Event[CellCursorEvent] = event("The cursor went to another cell, with `cursor` `cell`.")
    on_cell_press: Event[CellPressEvent] = event("A cell was pressed; `onItemPress` follows, for its row.")
    on_edit: Event[CellEditEvent] = event("A person changed a cell. The guest writes what it shall hold.")

    class Methods(Virtual.Methods, Protocol):
        def edit_cell(self, index: Index, column: Annotated[str, Field(max_length=200)]) -> None:
            """Open an editable cell to be changed. Escape leaves it as it was."""


class TableRow(Component, role="row", children="none", within=("Table",)):
    """One row of a Table. The component of the SDK makes it."""

    index: Index = Field(description="Its place in all of them, from 0.")
    cells: list[CellContent] = Field(max_length=1000, description="What stands in it, for each column.")
    selected: bool = Field(default=False, description="Marks it as chosen.")
