"""Drawings made of shapes. One unit is the width of a character; a line of text is two units high.

So circles are round, in a terminal and in a browser.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rill.components.catalogue.focusable import Focusable
from rill.components.component import Event, event
from rill.components.events import LayoutEvent, PointerEvent
from rill.components.record import Record
from rill.components.style import Color

Length = Annotated[float, Field(ge=0, le=100_000)]
Place = Annotated[float, Field(ge=-100_000, le=100_000)]


class _Shape(Record):
    id: str | None = Field(default=None, max_length=200, description="What it is called in events.")
    color: Color | None = Field(default=None, description="Colour of its line, or of its text.")
    fill: Color | None = Field(default=None, description="Colour inside it.")


class Circle(_Shape):
    """A circle."""

    kind: Literal["circle"] = Field(description="Says that it is a circle.")
    x: Place = Field(description="Its centre, from the left.")
    y: Place = Field(description="Its centre, from the top.")
    radius: Length = Field(description="From the centre to the line.")


class Line(_Shape):
    """A straight line."""

    kind: Literal["line"] = Field(description="Says that it is a line.")
    x1: Place = Field(description="Where it begins, from the left.")
    y1: Place = Field(description="Where it begins, from the top.")
    x2: Place = Field(description="Where it ends, from the left.")
    y2: Place = Field(description="Where it ends, from the top.")


class Rectangle(_Shape):
    """A rectangle."""

    kind: Literal["rectangle"] = Field(description="Says that it is a rectangle.")
    x: Place = Field(description="Its left side.")
    y: Place = Field(description="Its upper side.")
    width: Length = Field(description="From its left side to its right one.")
    height: Length = Field(description="From its upper side to its lower one.")


class Words(_Shape):
    """A line of text."""

    kind: Literal["text"] = Field(description="Says that it is text.")
    x: Place = Field(description="Where it begins, from the left.")
    y: Place = Field(description="Its upper side.")
    text: str = Field(max_length=1000, description="The words.")


class Shapes(Focusable, role="img", children="none"):
    """A drawing of circles, lines, rectangles and words, which tells what is pressed in it.

    Later shapes cover earlier ones.

    With the focus, arrow keys move a crosshair, Enter presses there, and Shift+F10 or the menu key presses with the
    second button.
    """

    shapes: list[Circle | Line | Rectangle | Words] = Field(max_length=5000, description="What is drawn, in order.")
    on_press: Event[PointerEvent] = event("The drawing was pressed with the first button, or by Enter.")
    on_context_menu: Event[PointerEvent] = event("The drawing was pressed with the second button, or by the menu key.")
    on_pointer_move: Event[PointerEvent] = event("The pointer, or the crosshair, came to another cell. Throttle it.")
    on_drag: Event[PointerEvent] = event("The pointer moved with the first button down.")
    on_drag_end: Event[PointerEvent] = event("The first button was let go after a drag.")
    on_layout: Event[LayoutEvent] = event("The drawing got a size, or another one.")
