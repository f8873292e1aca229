"""Questions that are answered together."""

from __future__ import annotations

from typing import Protocol

from pydantic import Field

from rill.components.catalogue.focusable import Compactable
from rill.components.component import Component, Event, event
from rill.components.events import KeyEvent, SubmitEvent, ValidationEvent


class Form(Compactable, role="form"):
    """Inputs that are submitted together: by a Button with `submit`, by Enter in a field of one line, or by `submit()`.

    A `required` input that is empty, a number or day that cannot be, and an input in a FormField with an `error` keep
    it from being submitted: the first of them gets the focus, and `onInvalid` says which they are. Inputs that are
    hidden, disabled or in a form inside this one do not count. With `compact` everything in it is compact.
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
            """Put inputs that the guest gives no `value` back to their `defaultValue`, as if a person had done it."""


class FormField(Compactable, role="group"):
    """An input with its label, what helps to answer, and what is wrong with the answer.

    With `compact` the label stands beside the input, and the input is compact, too.
    """

    title: str = Field(description="The visible label. Also the accessible name of the input inside, if it has none.")
    error: str | None = Field(
        default=None,
        description=(
            "What is wrong with the answer. Where the input listens to `onChange`, it also keeps the Form from being "
            "submitted until it is taken away; where not, it goes when a person changes the answer."
        ),
    )
    help: str | None = Field(default=None, description="What helps to answer. Gives way to an error.")
