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
    """A key went down while this element or one inside it had the focus."""

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
