"""Values that are chosen rather than written: one of several, a number in a range, a day."""

from __future__ import annotations

from typing import Annotated, Literal, Protocol

from pydantic import Field

from rill.components.catalogue.inputs import Input
from rill.components.component import Event, event
from rill.components.events import NumberChangeEvent, TextChangeEvent
from rill.components.record import Record, TypeText

Day = Annotated[
    str, Field(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?\Z"), TypeText("string", "a day such as '2025-12-31'")
]


class Option(Record):
    """One of several things to choose from."""

    value: str = Field(description="What the choice is called in events. No two options have the same one.")
    label: str | None = Field(default=None, description="The words that a person reads; else the value.")
    disabled: bool = Field(default=False, description="Cannot be chosen.")


class RadioGroup(Input, role="radiogroup", children="none", view_state=("value", "focus")):
    """All choices side by side or one below the other, of which one is taken. Arrow keys move, Space takes.

    A `value` that no option has is no choice. Of options with the same value the first one counts.
    """

    options: list[Option] = Field(max_length=1000, description="What there is to choose from.")
    value: str | None = Field(
        default=None, description="The choice; empty for none. Null or left out: it keeps its own."
    )
    default_value: str = Field(default="", description="The choice to begin with, where `value` is not given.")
    horizontal: bool = Field(default=False, description="Choices stand side by side.")
    on_change: Event[TextChangeEvent] = event("A person chose.")


class Select(Input, role="combobox", children="none", view_state=("value", "focus", "open")):
    """A choice of one of many, which opens to show them. Letters find an option by its words.

    A `value` that no option has is no choice. Of options with the same value the first one counts.
    """

    options: list[Option] = Field(max_length=10_000, description="What there is to choose from.")
    value: str | None = Field(
        default=None, description="The choice; empty for none. Null or left out: it keeps its own."
    )
    default_value: str = Field(default="", description="The choice to begin with, where `value` is not given.")
    placeholder: str | None = Field(default=None, description="Shown while nothing is chosen.")
    clearable: bool = Field(default=False, description="A person can go back to choosing nothing.")
    on_change: Event[TextChangeEvent] = event("A person chose.")

    class Methods(Input.Methods, Protocol):
        def open(self) -> None:
            """Show the options."""


class Slider(Input, role="slider", children="none", view_state=("value", "focus")):
    """A number in a range, set by dragging, by the arrow keys, or by Home, End, Page Up and Page Down.

    It can be `min` and whole steps from there up to `max`; a `value` between two of them is shown as the nearest.
    """

    min: float = Field(default=0, description="The least it can be.")
    max: float = Field(default=100, description="The most it can be.")
    step: float = Field(default=1, gt=0, description="How far apart the numbers are that it can be.")
    value: float | None = Field(default=None, description="The number. Null or left out: it keeps its own.")
    default_value: float = Field(default=0, description="The number to begin with, where `value` is not given.")
    show_value: bool = Field(default=False, description="Writes the number beside the slider.")
    on_change: Event[NumberChangeEvent] = event("A person moved it. While it is dragged, this comes many times.")
    on_complete: Event[NumberChangeEvent] = event("A person let go of it, or moved it by a key.")


class DateInput(Input, role="textbox", children="none", view_state=("value", "caret", "focus", "open")):
    """A day, written as year, month and day, or chosen from a calendar.

    Up and Down change the part at the caret, Space opens the calendar.
    A `min` after `max` bounds nothing, and nor does either that is no day, such as `2025-02-30`.
    """

    value: Day | None = Field(
        default=None, description="The day as `2025-12-31`; empty for none. Null or left out: it keeps its own."
    )
    default_value: Day = Field(default="", description="The day to begin with, where `value` is not given.")
    min: Day = Field(default="", description="The first day that is accepted.")
    max: Day = Field(default="", description="The last day that is accepted.")
    first_day_of_week: Literal["monday", "sunday"] = Field(default="monday", description="Where weeks begin.")
    on_change: Event[TextChangeEvent] = event(
        "A person made it another day, or empty. What is no day is marked and not told."
    )
    on_submit: Event[TextChangeEvent] = event("Enter was pressed, and it holds a day.")

    class Methods(Input.Methods, Protocol):
        def open(self) -> None:
            """Show the calendar."""

        def clear(self) -> None:
            """Empty it, as if a person had done it: `onChange` follows."""
