"""Things that hold a value which a person changes.

All share the rule of PROTOCOL 2, "Inputs": a change event carries the field's `version`, every write of `value` the
`valueVersion` that its writer last saw, and an adapter ignores a write that is older than its own version.
"""

from __future__ import annotations

from typing import Annotated, Literal, Protocol

from pydantic import Field

from rill.components.catalogue.focusable import Compactable, Focusable
from rill.components.component import Event, event
from rill.components.events import TextChangeEvent, ToggleEvent


class Valued(Focusable, stateful=True):
    """Base of the components with a value that both the guest and a person change."""

    value_version: Annotated[int, Field(ge=0)] | Literal["force"] | None = Field(
        default=None,
        description=(
            "Version that `value` answers to. Leave it out: the SDK adds the last one seen. A value older than what a "
            "person did meanwhile is ignored; 'force' overwrites it all the same."
        ),
    )
    disabled: bool = Field(default=False, description="Cannot be changed or focused, and looks like it.")


class Input(Valued, Compactable):
    """Base of the components by which a person answers a question, in a Form or alone."""

    name: str | None = Field(
        default=None, max_length=200, description="What the value is called in what a Form around it submits."
    )
    required: bool = Field(
        default=False,
        description=(
            "A Form around it is not submitted while this is empty: holds nothing but spaces, has no choice, or is off."
        ),
    )
    invalid: bool = Field(
        default=False,
        description="Marks the value as not acceptable. A mark for the eye: a Form is submitted all the same.",
    )


class TextInput(Input, role="textbox", children="none", stateful=True, view_state=("text", "caret", "scroll", "focus")):
    """A field to write in, of one line or of several.

    With `value` the guest decides what it holds and answers every change; with `defaultValue` the field keeps its text
    itself.
    """

    value: str | None = Field(default=None, description="The text. Null or left out: the field keeps its own.")
    default_value: str = Field(default="", description="The text to begin with, where `value` is not given.")
    placeholder: str | None = Field(default=None, description="Shown while the field is empty.")
    multiline: bool = Field(
        default=False, description="Takes several lines. Enter then makes a new line instead of submitting."
    )
    rows: int | None = Field(default=None, ge=1, description="Lines to show, where it takes several.")
    input_mode: Literal["text", "numeric", "decimal", "email", "tel", "url", "search"] = Field(
        default="text",
        description=(
            "What is written: `numeric` lets in digits and a sign, `decimal` a number; the others choose the keyboard "
            "of a phone."
        ),
    )
    suggestions: list[str] = Field(
        default_factory=list, max_length=1000, description="Completions to offer while something is written, in a line."
    )
    secure_text_entry: bool = Field(default=False, description="Shows a dot for each letter, as for a password.")
    max_length: int | None = Field(default=None, ge=0, description="Characters it takes at most.")
    read_only: bool = Field(default=False, description="Can be focused and copied, but not changed.")
    on_change: Event[TextChangeEvent] = event("A person changed the text, or `clear` emptied it.")
    on_submit: Event[TextChangeEvent] = event("Enter was pressed in a field of one line.")

    class Methods(Focusable.Methods, Protocol):
        def clear(self) -> None:
            """Empty the field, as if a person had done it: `onChange` follows."""

        def select(
            self, start: Annotated[int, Field(ge=0)] = 0, end: Annotated[int, Field(ge=0)] | None = None
        ) -> None:
            """Select the characters from start up to end, or to the last one. Equal numbers place the caret."""

        def is_focused(self) -> bool:
            """Tell whether the focus is here."""
            ...


class _Toggle(Input, view_state=("checked", "focus")):
    """What Checkbox and Switch share."""

    value: bool | None = Field(default=None, description="Whether it is on. Null or left out: it keeps its own state.")
    default_value: bool = Field(
        default=False, description="Whether it is on to begin with, where `value` is not given."
    )
    on_change: Event[ToggleEvent] = event("A person switched it on or off.")


class Checkbox(_Toggle, role="checkbox", children="inline"):
    """A box to tick, with its children as the words beside it. Pressing those ticks it too."""


class Switch(_Toggle, role="switch", children="inline"):
    """A switch that takes effect at once, with its children as the words beside it. Pressing those switches it too."""
