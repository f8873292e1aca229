"""Tables."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rill.components.html.attributes import Token
from rill.components.html.element import HtmlElement

# As in HTML: more columns than this span nothing that a browser would show.
ColumnSpan = Annotated[int, Field(ge=1, le=1_000)]
RowSpan = Annotated[int, Field(ge=0, le=65_534)]


class Table(HtmlElement, role="table"):
    """Rows and columns."""


class Caption(HtmlElement, role="caption"):
    """What a table is about."""


class RowGroup(HtmlElement, role="rowgroup"):
    """Rows that belong together: the head of a table, its body, or its foot."""


class Row(HtmlElement, role="row"):
    """A row."""


class Cell(HtmlElement, role="cell"):
    """A cell."""

    colspan: ColumnSpan = Field(default=1, description="Columns that it spans.")
    rowspan: RowSpan = Field(default=1, description="Rows that it spans; 0: the rest of its group.")
    headers: Token | None = Field(default=None, description="Ids of the cells that name it.")


class HeaderCell(Cell, role="columnheader"):
    """A cell that names a column, or a row."""

    scope: Literal["col", "row", "colgroup", "rowgroup"] | None = Field(default=None, description="What it names.")
    abbr: Token | None = Field(default=None, description="A short form of its words.")


class ColumnGroup(HtmlElement, role="none"):
    """Columns that belong together."""

    span: ColumnSpan = Field(default=1, description="How many they are, where no `col` is in it.")


class Column(HtmlElement, role="none", children="none"):
    """A column, for its width."""

    span: ColumnSpan = Field(default=1, description="How many columns it stands for.")
