"""Things to press."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from rill.components.catalogue.focusable import Compactable, Focusable
from rill.components.catalogue.icons import IconName
from rill.components.component import Event, event
from rill.components.events import PressEvent


class Button(Focusable, Compactable, role="button", children="inline"):
    """A button in the looks of the host. Its words are its children, or `title`.

    Enter and Space press it while it has the focus.
    """

    title: str | None = Field(default=None, description="The words on it, where it has no children.")
    variant: Literal["default", "primary", "success", "warning", "error"] = Field(
        default="default", description="What kind of act it stands for."
    )
    icon: IconName | None = Field(default=None, description="A sign before its words.")
    submit: bool = Field(default=False, description="Pressing it submits the Form that it stands in.")
    disabled: bool = Field(default=False, description="Cannot be pressed or focused, and looks like it.")
    on_press: Event[PressEvent] = event("The button was pressed.")


class Pressable(Focusable, role="button", aliases=("TouchableOpacity",)):
    """A box that can be pressed, without looks of its own.

    Enter and Space press it while it has the focus. Of two pressables around each other the inner one gets the press.
    """

    disabled: bool = Field(default=False, description="Cannot be pressed or focused.")
    delay_long_press: int = Field(default=500, ge=0, description="Milliseconds after which a press is a long one.")
    on_press: Event[PressEvent] = event("It was pressed and let go, and that was no long press somebody listens to.")
    on_press_in: Event[PressEvent] = event("A press began.")
    on_press_out: Event[PressEvent] = event("A press ended, here or elsewhere.")
    on_long_press: Event[PressEvent] = event("A press lasted `delayLongPress`; `onPress` does not follow.")
    on_hover_in: Event[None] = event("The pointer came over the element.")
    on_hover_out: Event[None] = event("The pointer left the element.")
