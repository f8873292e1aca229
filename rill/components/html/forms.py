"""Forms, and the fields in them.

Fields share the rule of PROTOCOL 2, "Inputs": every event of a field carries its `version`, every write of `value` or
`checked` the `valueVersion` that its writer last saw, and an adapter ignores a write that is older than its own.
"""

from __future__ import annotations

from typing import Annotated, Literal, Protocol

from pydantic import Field

from rill.components.component import Event, event
from rill.components.html.attributes import InputType, Token, Url, Words
from rill.components.html.element import HtmlElement, TextElement
from rill.components.html.events import HtmlEvent, HtmlSubmitEvent

Count = Annotated[int, Field(ge=0, le=1_000_000)]
Place = Annotated[int, Field(ge=0)]
Number = Annotated[float, Field(ge=-1e15, le=1e15)]


class Form(HtmlElement, role="form"):
    """Fields that are submitted together: by a button of type `submit`, or by Enter in a field of one line.

    Nothing is ever sent anywhere: the guest hears `onSubmit`.
    """

    action: Url | None = Field(default=None, description="Data for the guest; no form is sent anywhere.")
    method: Literal["get", "post", "dialog"] | None = Field(default=None, description="Data for the guest.")
    name: Token | None = Field(default=None, description="Name of the form.")
    novalidate: bool = Field(default=False, description="Is submitted whatever its fields hold.")
    autocomplete: Token | None = Field(default=None, description="For browsers.")
    on_submit: Event[HtmlSubmitEvent] = event("It was submitted, and every field in it is acceptable.")
    on_reset: Event[HtmlEvent] = event("Its fields were put back to what they began with.")

    class Methods(HtmlElement.Methods, Protocol):
        def request_submit(self) -> None:
            """Submit it as a person would."""

        def reset(self) -> None:
            """Put the fields back to what they began with."""

        def report_validity(self) -> bool:
            """Tell whether every field is acceptable, and show what is not."""
            ...


class Label(TextElement):
    """The words for a field: the one inside, or the one whose id `for` names. A press of it is one of the field."""

    for_: Token | None = Field(default=None, alias="for", description="Id of the field.")


class FormField(TextElement, stateful=True):
    """Base of what can be changed, or pressed, in a form."""

    name: Token | None = Field(default=None, description="What the value is called when the form is submitted.")
    disabled: bool = Field(default=False, description="Cannot be changed, pressed or focused.")
    form: Token | None = Field(default=None, description="Id of its form, where that is not around it.")
    on_invalid: Event[HtmlEvent] = event("It kept its form from being submitted. Does not rise.")


class Valued(FormField):
    """Base of the fields with a value that both the guest and a person change."""

    value_version: Annotated[int, Field(ge=0)] | Literal["force"] | None = Field(
        default=None,
        description="Version that `value` or `checked` answers to: the last one seen. 'force' overwrites all the same.",
    )
    required: bool = Field(default=False, description="Its form is not submitted while it is empty.")
    autocomplete: Token | None = Field(default=None, description="For browsers.")

    class Methods(FormField.Methods, Protocol):
        def report_validity(self) -> bool:
            """Tell whether what it holds is acceptable, and show it if not."""
            ...


class Written(Valued):
    """Base of the fields that a person writes in."""

    class Methods(Valued.Methods, Protocol):
        def select(self) -> None:
            """Select all that is written in it."""

        def set_selection_range(self, start: Place, end: Place) -> None:
            """Select the characters from start up to end. Equal numbers place the caret."""


class Input(Written, role="textbox", children="none", view_state=("text", "checked", "value", "caret", "focus")):
    """A field of one line, a tick, a choice, a number in a range, a day, or a button: `type` says which."""

    type: InputType = Field(default="text", description="What it takes.")
    value: Annotated[str, Field(max_length=65_536)] | None = Field(
        default=None, description="What it holds; of ticks, choices and buttons what is submitted, or their words."
    )
    checked: bool | None = Field(default=None, description="Whether a tick or a choice is on.")
    placeholder: Words | None = Field(default=None, description="Shown while it is empty.")
    readonly: bool = Field(default=False, description="Can be focused and copied, but not changed.")
    min: Token | None = Field(default=None, description="The least that is acceptable: a number, or a day.")
    max: Token | None = Field(default=None, description="The most that is acceptable.")
    step: Token | None = Field(default=None, description="How far apart numbers are; `any` for any.")
    minlength: Count | None = Field(default=None, description="Characters that it must have, if it has any.")
    maxlength: Count | None = Field(default=None, description="Characters that it takes at most.")
    pattern: Annotated[str, Field(max_length=500)] | None = Field(
        default=None, description="For browsers. A host runs no expression that a guest wrote."
    )
    size: Count | None = Field(default=None, description="Characters that it shows.")
    list: Token | None = Field(default=None, description="Id of a `datalist` with what it offers.")
    multiple: bool = Field(default=False, description="Takes several addresses.")


class TextArea(Written, role="textbox", view_state=("text", "caret", "scroll", "focus")):
    """A field of several lines. The text in it is what it begins with."""

    value: Annotated[str, Field(max_length=262_144)] | None = Field(default=None, description="What it holds.")
    placeholder: Words | None = Field(default=None, description="Shown while it is empty.")
    readonly: bool = Field(default=False, description="Can be focused and copied, but not changed.")
    rows: Count | None = Field(default=None, description="Lines that it shows.")
    cols: Count | None = Field(default=None, description="Characters of a line that it shows.")
    minlength: Count | None = Field(default=None, description="Characters that it must have, if it has any.")
    maxlength: Count | None = Field(default=None, description="Characters that it takes at most.")
    wrap: Literal["soft", "hard", "off"] | None = Field(default=None, description="How long lines are broken.")


class Select(Valued, role="combobox", view_state=("value", "focus", "open")):
    """A choice of one of its options."""

    value: Token | None = Field(
        default=None, description="The choice. Left out: that of the last option that is `selected`, or the first one."
    )
    size: Count | None = Field(default=None, description="Options that it shows.")


class Option(HtmlElement, role="option"):
    """One of several things to choose from."""

    value: Token | None = Field(default=None, description="What is submitted; else its words.")
    label: Words | None = Field(default=None, description="What a person reads; else its words.")
    selected: bool = Field(default=False, description="Is the choice to begin with.")
    disabled: bool = Field(default=False, description="Cannot be chosen.")


class OptionGroup(HtmlElement, role="group"):
    """Options that belong together."""

    label: Words | None = Field(default=None, description="What they have in common.")
    disabled: bool = Field(default=False, description="None of them can be chosen.")


class DataList(HtmlElement, role="listbox"):
    """What a field offers that names it in `list`. Not seen itself."""


class Button(FormField, role="button"):
    """A button. Enter and Space press it."""

    type: Literal["submit", "reset", "button"] = Field(default="submit", description="What it does to its form.")
    value: Token | None = Field(default=None, description="What is submitted when it was the button that was pressed.")


class FieldSet(HtmlElement, role="group"):
    """Fields that belong together, with a frame around them."""

    disabled: bool = Field(default=False, description="Nothing in it can be changed or pressed.")
    name: Token | None = Field(default=None, description="Name of the group.")
    form: Token | None = Field(default=None, description="Id of its form.")


class Legend(HtmlElement):
    """The words in the frame of a `fieldset`."""


class Progress(TextElement, role="progressbar"):
    """How far something is. Without a `value` it only says that it goes on."""

    value: Number | None = Field(default=None, description="How far.")
    max: Number = Field(default=1, gt=0, description="Where it ends.")


class Meter(TextElement, role="meter"):
    """A measure between two ends."""

    value: Number = Field(default=0, description="The measure.")
    min: Number = Field(default=0, description="The lower end.")
    max: Number = Field(default=1, description="The upper end.")
    low: Number | None = Field(default=None, description="What is below is low.")
    high: Number | None = Field(default=None, description="What is above is high.")
    optimum: Number | None = Field(default=None, description="What is best.")


class Output(TextElement, role="status"):
    """What something came to."""

    for_: Token | None = Field(default=None, alias="for", description="Ids of what it came from.")
    name: Token | None = Field(default=None, description="Name of it.")
    form: Token | None = Field(default=None, description="Id of its form.")
