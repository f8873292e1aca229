"""Numbers as pictures. Their heights and widths are matters of `style`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from rill.components.catalogue.focusable import Focusable
from rill.components.component import Component, Event, event
from rill.components.events import ItemPressEvent
from rill.components.record import Record
from rill.components.style import Color

Numbers = Annotated[list[float], Field(max_length=10_000)]


class Sparkline(Component, role="img", children="none"):
    """The course of a number in the room of a word. Give it a `label` that says what it shows."""

    data: Numbers = Field(description="The numbers from left to right.")
    min: float | None = Field(default=None, description="The number at the lower edge; else 0, or the least of them.")
    max: float | None = Field(default=None, description="The number at the upper edge; else the largest of them.")
    color: Color | None = Field(default=None, description="Colour of the bars.")


class Bar(Record):
    """One bar."""

    label: str = Field(description="Words beside it.")
    value: float = Field(description="How long it is.")
    color: Color | None = Field(default=None, description="Its colour; else that of the chart.")


class BarChart(Focusable, role="img", children="none"):
    """Numbers side by side as bars: with words below them, or, horizontal, beside them.

    With a listener for `onItemPress` it can have the focus: arrow keys go from bar to bar, Enter and Space press one.
    """

    bars: list[Bar] = Field(max_length=1000, description="The bars in order.")
    horizontal: bool = Field(default=False, description="Bars lie, one below the other.")
    min: float | None = Field(default=None, description="The number where bars begin; else 0, or the least of them.")
    max: float | None = Field(default=None, description="The number of a full bar; else the largest of them.")
    show_values: bool = Field(default=False, description="Writes the numbers at the ends of the bars.")
    unit: str = Field(default="", max_length=20, description="What follows the numbers, such as ` kB`.")
    color: Color | None = Field(default=None, description="Colour of the bars.")
    on_item_press: Event[ItemPressEvent] = event("A bar was pressed.")


class Series(Record):
    """One line of a LineChart."""

    name: str = Field(description="Words in the legend.")
    data: Annotated[list[float | None], Field(max_length=10_000)] = Field(
        description="The numbers, for each place from left to right, `null` for a gap. All series share the places."
    )
    color: Color | None = Field(default=None, description="Its colour; else each series has another.")


class LineChart(Component, role="img", children="none"):
    """How numbers change, as lines over a scale, with axes and a legend."""

    series: list[Series] = Field(max_length=20, description="The lines.")
    labels: list[str] = Field(
        default_factory=list, max_length=10_000, description="Words below the places, as many as fit."
    )
    min: float | None = Field(default=None, description="The number at the lower edge; else the least of them.")
    max: float | None = Field(default=None, description="The number at the upper edge; else the largest of them.")
    show_axes: bool = Field(default=True, description="Draws axes with numbers.")
    show_legend: bool = Field(default=True, description="Names the lines, where there are several.")
