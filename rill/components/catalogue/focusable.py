"""What components share that a person uses: the keyboard focus, and looks that take less room. None of its own."""

from __future__ import annotations

from typing import Protocol

from pydantic import Field

from rill.components.component import Component, Event, event
from rill.components.events import KeyEvent


class Focusable(Component, view_state=("focus",)):
    """Base of the components that can have the focus."""

    auto_focus: bool = Field(default=False, description="Takes the focus when it first appears.")
    focusable: bool = Field(default=True, description="Whether the Tab key stops here.")
    on_focus: Event[None] = event("The element got the focus.")
    on_blur: Event[None] = event("The element lost the focus.")
    on_key_down: Event[KeyEvent] = event("A key went down while this element or one inside it had the focus.")

    class Methods(Component.Methods, Protocol):
        def focus(self) -> None:
            """Move the focus here and scroll the element into view."""

        def blur(self) -> None:
            """Give up the focus, if it is here."""


class Compactable(Component):
    """Base of the components that can do with less room than usual."""

    compact: bool = Field(
        default=False,
        description="Without a border and as low as it can be, as in a toolbar, a table or a form of many lines.",
    )
