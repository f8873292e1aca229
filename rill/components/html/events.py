"""What the events of HTML elements say. The event itself, with its way up the tree, is made by the guest's own DOM.

One act of a person is one event: the host sends it to the innermost element that listens, and `target` says where it
happened, so that the guest's DOM lets it rise from there. What a field holds comes along, because handlers read it from
`event.target`.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, Strict

from rill.components.events import Modifiers
from rill.components.record import Record

# Events that stay where they happened.
STAYING_EVENTS: Final = (
    "onBlur",
    "onCancel",
    "onError",
    "onFocus",
    "onInvalid",
    "onLoad",
    "onMouseEnter",
    "onMouseLeave",
    "onToggle",
)

_TARGET = "Id of the innermost element that it happened on."


class HtmlEvent(Record):
    """Something happened on an element."""

    target: int = Field(ge=0, description=_TARGET)
    value: str | None = Field(default=None, description="What the field holds that it happened on, if it is one.")
    checked: bool | None = Field(default=None, description="Whether it is on, if it is a checkbox or a radio button.")
    version: int | None = Field(default=None, ge=0, description="Counts the changes that a person made in that field.")


class HtmlMouseEvent(HtmlEvent, Modifiers):
    """A press, by pointer or by the keys that stand for one."""

    source: Literal["pointer", "key"] = Field(default="pointer", description="What it was made with.")
    button: int = Field(default=0, ge=0, le=2, description="0 the first button, 1 the middle one, 2 the second one.")
    detail: int = Field(default=1, ge=0, description="How many presses there were in quick succession.")


class HtmlKeyEvent(HtmlEvent, Modifiers):
    """A key went down or up."""

    key: str = Field(description="Name as in the DOM: 'a', 'A', 'Enter', 'Escape', 'ArrowUp', ' ' for the space bar.")
    repeat: bool = Field(default=False, description="The key is held down and repeats, where the terminal tells.")


class HtmlSubmitEvent(HtmlEvent):
    """A form was submitted."""

    entries: list[Annotated[tuple[str, str], Strict(False)]] = Field(
        description="Name and value of every field that counts, in their order, as FormData has them."
    )
    submitter: int | None = Field(default=None, ge=0, description="Id of the button that was pressed, if one was.")


class HtmlToggleEvent(HtmlEvent):
    """A `details` was opened or closed."""

    open: bool = Field(description="Whether it is open now.")
