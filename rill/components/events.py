"""What events say: the payloads that several components share. Names follow the DOM and React Native."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from rill.components.record import Record


class Modifiers(Record):
    """The keys that were held down."""

    shift: bool = Field(default=False, description="Shift was held down.")
    ctrl: bool = Field(default=False, description="Control was held down.")
    alt: bool = Field(default=False, description="Alt or Option was held down.")
    meta: bool = Field(default=False, description="Command or the Windows key was held down.")


class PressEvent(Modifiers):
    """A press: by pointer, by touch, or by Enter and Space on the focused element."""

    source: Literal["pointer", "key"] = Field(default="pointer", description="What the press was made with.")


class KeyEvent(Modifiers):
    """A key went down while this element or one inside it had the focus.

    Characters that a field inside takes to write, and keys that an open list or editor inside takes, are not offered
    to elements around it.
    """

    key: str = Field(
        description="Name as in the DOM: 'a', 'A', 'Enter', 'Escape', 'ArrowUp', 'F1', ' ' for the space bar."
    )
    repeat: bool = Field(default=False, description="The key is held down and repeats, where the terminal tells.")


class TextChangeEvent(Record):
    """The text of a field changed."""

    value: str = Field(description="The whole text.")
    version: int = Field(ge=0, description="Counts the changes a person made in this field.")


class ToggleEvent(Record):
    """A person switched something on or off."""

    value: bool = Field(description="Whether it is on now.")
    version: int = Field(ge=0, description="Counts the changes a person made to this element.")


class NumberChangeEvent(Record):
    """A number was changed."""

    value: float = Field(description="The number.")
    version: int = Field(ge=0, description="Counts the changes a person made to this element.")


class SubmitEvent(Record):
    """A form was submitted."""

    values: dict[str, str | bool | float] = Field(
        description="What the inputs with a `name` hold: text, choices and days as strings, ticks as booleans, "
        "sliders as numbers."
    )


class ValidationEvent(Record):
    """A form could not be submitted."""

    fields: list[str] = Field(description="Names of the inputs that are not acceptable, in their order.")


class OpenEvent(Record):
    """Something was opened or closed."""

    open: bool = Field(description="Whether it is open now, or is asked to be.")


class CloseEvent(Record):
    """Something went, or is asked to go."""

    reason: Literal["escape", "outside", "choice", "timeout", "press"] = Field(
        description="Escape was pressed, there was a press outside, something was chosen, its time was over, or it was "
        "pressed itself."
    )


class LinkEvent(Modifiers):
    """A link was pressed."""

    href: str | None = Field(default=None, description="Where it leads.")
    source: Literal["pointer", "key"] = Field(default="pointer", description="What the press was made with.")


class RangeEvent(Record):
    """Which items are to be rendered: those in view and some around them."""

    first: int = Field(ge=0, description="Index of the first one.")
    last: int = Field(ge=0, description="Index of the last one, which is rendered, too.")


class EndReachedEvent(Record):
    """The last items came into view."""

    count: int = Field(ge=0, description="How many there were then.")


class CursorEvent(Record):
    """The cursor went to another item."""

    index: int = Field(ge=0, description="Its place, from 0.")


class ItemPressEvent(Modifiers):
    """An item was pressed."""

    index: int = Field(ge=0, description="Its place, from 0.")
    source: Literal["pointer", "key"] = Field(default="pointer", description="What the press was made with.")


class ItemToggleEvent(Record):
    """An item is asked to open or close."""

    index: int = Field(ge=0, description="Its place, from 0.")
    open: bool = Field(description="Whether it is asked to be open.")


class SortEvent(Record):
    """Rows are asked to be sorted."""

    column: str = Field(description="Key of the column.")
    direction: Literal["ascending", "descending"] = Field(description="In which order.")


class CellCursorEvent(Record):
    """The cursor went to another cell."""

    index: int = Field(ge=0, description="The row's place, from 0.")
    column: str = Field(description="Key of the column.")


class CellPressEvent(ItemPressEvent):
    """A cell was pressed."""

    column: str = Field(description="Key of the column.")


class CellEditEvent(Record):
    """A person changed a cell."""

    index: int = Field(ge=0, description="The row's place, from 0.")
    column: str = Field(description="Key of the column.")
    value: str = Field(description="What was written.")


class PointerEvent(Modifiers):
    """Something happened at a place in a drawing."""

    x: float = Field(description="Units from the left.")
    y: float = Field(description="Units from the top.")
    shape: str | None = Field(default=None, description="The `id` of the uppermost shape there, if it has one.")
    screen_x: float = Field(ge=0, description="Cells from the left of the guest's screen, for a Menu's `anchor`.")
    screen_y: float = Field(ge=0, description="Lines from the top of the guest's screen.")
    source: Literal["pointer", "key"] = Field(default="pointer", description="What it was made with.")


class ImageLoadEvent(Record):
    """A picture is there."""

    width: int = Field(ge=0, description="Pixels across.")
    height: int = Field(ge=0, description="Pixels down.")


class ImageErrorEvent(Record):
    """A picture cannot be shown."""

    code: Literal["missing", "refused", "invalid", "too_large", "unsupported", "failed"] = Field(
        description="There is no such asset, the host does not allow the address, it is no picture, it is too large, "
        "this screen draws no pictures, or it could not be fetched."
    )


class LayoutEvent(Record):
    """The size of an element, in cells."""

    width: float = Field(ge=0, description="Cells across, border and padding included.")
    height: float = Field(ge=0, description="Lines down, border and padding included.")


class ScrollEvent(Record):
    """Where a scrolled content stands, in cells."""

    x: float = Field(ge=0, description="Cells of the content that left the view on the left.")
    y: float = Field(ge=0, description="Lines of the content that left the view at the top.")
    view_width: float = Field(ge=0, description="Cells of the view across.")
    view_height: float = Field(ge=0, description="Lines of the view down.")
    content_width: float = Field(ge=0, description="Cells of the whole content across.")
    content_height: float = Field(ge=0, description="Lines of the whole content down.")
