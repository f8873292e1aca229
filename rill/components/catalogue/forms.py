"""Questions that are answered together."""

from __future__ import annotations

from typing import Protocol

from pydantic import Field

from rill.components.component import Component, Event, event
from rill.components.events import KeyEvent, SubmitEvent, ValidationEvent


class Form(Component, role="form"):
    """Inputs that are submitted together: by a Button with `submit`, by Enter in a field of one line, or by `submit()`.

    A `required` input that is empty, a number or day that cannot be, and an input in a Field with an `error` keep it
    from being submitted: the first of them gets the focus, and `onInvalid` says which they are.
    """

    disabled: bool = Field(default=False, description="Nothing in it can be changed or pressed.")
    on_submit: Event[SubmitEvent] = event("The form was submitted, and everything in it is acceptable.")
    on_invalid: Event[ValidationEvent] = event("The form was to be submitted, but something in it is not acceptable.")
    on_key_down: Event[KeyEvent] = event("A key went down while an element inside the form had the focus.")

    class Methods(Component.Methods, Protocol):
        def submit(self) -> bool:
            """Submit it as a person would. Gives whether everything in it is acceptable."""
            ...

        def reset(self) -> None:
            """Put every input without a `value` of the guest's back to its `defaultValue`."""


class FormField(Component, role="group"):
    """An input with its label, what helps to answer, and what is wrong with the answer."""

    title: str = Field(description="The visible label. Also the accessible name of the input inside, if it has none.")
    error: str | None = Field(
        default=None, description="What is wrong with the answer; keeps the Form from being submitted."
    )
    help: str | None = Field(default=None, description="What helps to answer. Gives way to an error.")
