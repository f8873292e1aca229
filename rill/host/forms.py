"""What is in a form: the inputs that count, whether they are acceptable, and what they hold together.

Adapters ask with a function that gives the value an input shows, and do the rest: the focus, the messages, the events.
No widget is known here, and nothing is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from rill.components.catalogue import (
    Checkbox,
    DateInput,
    Form,
    FormField,
    Input,
    Pressable,
    RadioGroup,
    Select,
    Slider,
    Switch,
    TextInput,
)
from rill.host.input_values import day_of, days_accepted, is_number, on_step
from rill.host.tree import Node
from rill.protocol.values import FORBIDDEN_KEYS, Value

# What an input shows on the adapter's screen; None for what it does not know, which counts as empty.
ValueOf = Callable[[Node], Value]

Fault = Literal["required", "number", "day", "early", "late", "error"]


# What disables everything in it. A Collapsible or a Menu that is disabled only does not open.
_DISABLING: Final = (Form, Pressable)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one input is not acceptable. ``words`` are the host's, for the person; the guest's ``error`` has its own."""

    input: Node
    fault: Fault
    words: str


@dataclass(frozen=True, slots=True)
class Answers:
    """A form as it stands. ``values`` by name, and what is not acceptable in the order of the form."""

    values: Mapping[str, str | bool | float]
    refusals: tuple[Refusal, ...]

    @property
    def event(self) -> tuple[str, Value]:
        """What the form has to say when it is submitted: an event and its payload."""
        if self.refusals:
            names = [refusal.input.get("name") for refusal in self.refusals]
            return "onInvalid", {"fields": [name for name in names if isinstance(name, str) and name]}
        return "onSubmit", {"values": dict(self.values)}


def read_form(form: Node, value_of: ValueOf) -> Answers:
    """Judge what is in a form and collect it.

    What counts are inputs that a person can get at: not those of a form inside this one, not hidden or disabled
    ones. A name stands for the last input that has it; inputs without one are judged and not collected.

    Cost is O(nodes in the form).
    """
    values: dict[str, str | bool | float] = {}
    refusals = []
    for input in inputs_of(form):
        name = input.get("name")
        if isinstance(name, str) and name and name not in FORBIDDEN_KEYS:
            values[name] = answer_of(input, value_of(input))
        refusal = judge(input, value_of(input))
        if refusal is not None:
            refusals.append(refusal)
    return Answers(values, tuple(refusals))


def inputs_of(form: Node) -> Iterator[Node]:
    """The inputs of a form that count, in document order."""
    if _is_off(form):
        return
    stack = form.children[::-1]
    while stack:
        node = stack.pop()
        if _is_off(node) or _is(node, Form):
            continue
        if _is(node, Input):
            yield node
        else:
            stack += node.children[::-1]


def answers_to_reset(form: Node) -> Iterator[tuple[Node, Value]]:
    """The inputs of a form that the guest gives no value, with what they began with: hidden and disabled ones, too.

    To put one back is a change like a person's, which ``onChange`` tells.
    """
    for node in every_input_of(form):
        if node.get("value") is None:
            yield node, node.get("defaultValue")


def every_input_of(form: Node) -> Iterator[Node]:
    """The inputs of a form, in document order: hidden and disabled ones, too, but not those of a form inside it."""
    stack = form.children[::-1]
    while stack:
        node = stack.pop()
        if _is(node, Input):
            yield node
        elif not _is(node, Form):
            stack += node.children[::-1]


def form_around(node: Node) -> Node | None:
    """The innermost form that a node stands in."""
    return _around(node, Form)


def field_around(node: Node) -> Node | None:
    """The FormField that a node stands in, within its form."""
    return _around(node, FormField)


def is_disabled(node: Node) -> bool:
    """Whether an input or a button is disabled, itself or with what is around it."""
    at: Node | None = node
    while at is not None:
        if at.props.get("disabled") is True and (at is node or _is(at, *_DISABLING)):
            return True
        at = at.parent
    return False


def name_from_field(input: Node) -> str | None:
    """The accessible name that an input has from the FormField around it."""
    field = field_around(input) if _is(input, Input) else None
    title = field.get("title") if field is not None else None
    return title if isinstance(title, str) and title else None


def answer_of(input: Node, value: Value) -> str | bool | float:
    """What an input adds to what a form submits: text, choice and day as a string, tick as a bool, slider as a float.

    A choice that is not among the options, and a text that is no day, are the empty string.
    """
    if _is(input, Checkbox, Switch):
        return value is True
    if _is(input, Slider):
        low, high, step = (_number(input.get(prop)) for prop in ("min", "max", "step"))
        return on_step(_number(value), low, high, step)
    if _is(input, RadioGroup, Select):
        options = input.get("options")
        chosen = isinstance(options, list) and any(
            isinstance(option, dict) and option.get("value") == value for option in options
        )
        return value if chosen and isinstance(value, str) else ""
    if _is(input, DateInput):
        return value if isinstance(value, str) and day_of(value) is not None else ""
    return value if isinstance(value, str | bool | float) else float(value) if isinstance(value, int) else ""


def judge(input: Node, value: Value) -> Refusal | None:
    """Say why an input with this value is not acceptable, or None.

    - `required`, and empty: nothing but spaces, no choice, no tick;
    - a field for numbers whose text is no number;
    - what is written in a DateInput is no day, or a day outside `min` and `max`;
    - it stands in a FormField with an `error`, and the guest hears of changes. One that does not hear of them has
      judged what was submitted before, and could never take the error back: it judges again.

    The prop `invalid` is a mark for the eye and refuses nothing: a guest that means to says why, in an `error`. A field
    that is `readOnly` cannot be mended by the person, so it is not judged.
    """
    if input.props.get("readOnly") is True:
        return None
    fault = _fault(input, value)
    if fault is not None:
        return Refusal(input, fault, _words(input, fault))
    field = field_around(input)
    if field is not None and field.get("error") and input.listens("onChange"):
        return Refusal(input, "error", "")
    return None


def _fault(input: Node, value: Value) -> Fault | None:
    if _is(input, TextInput):
        text = value if isinstance(value, str) else ""
        if not text.strip():
            return "required" if input.get("required") is True else None
        mode = input.get("inputMode")
        if mode in ("numeric", "decimal") and not is_number(text, whole=mode == "numeric"):
            return "number"
        return None
    if _is(input, DateInput) and value:
        day = day_of(value)
        first, last = days_accepted(input.get("min"), input.get("max"))
        if day is None:
            return "day"
        return "early" if day < first else "late" if day > last else None
    if input.get("required") is True and answer_of(input, value) in ("", False) and not _is(input, Slider):
        return "required"
    return None


# The host's own words.
_WORDS: Final[Mapping[Fault, str]] = {
    "required": "Fill this in",
    "number": "Write a number",
    "day": "Write a day as year-month-day",
}


def _words(input: Node, fault: Fault) -> str:
    if fault in ("early", "late"):
        first, last = days_accepted(input.get("min"), input.get("max"))
        return f"Not before {first.isoformat()}" if fault == "early" else f"Not after {last.isoformat()}"
    if fault == "required" and _is(input, RadioGroup, Select):
        return "Choose one"
    if fault == "required" and _is(input, Checkbox, Switch):
        return "This has to be on"
    if fault == "required" and _is(input, DateInput):
        return "Choose a day"
    if fault == "number" and input.get("inputMode") == "numeric":
        return "Write a whole number"
    return _WORDS.get(fault, "")


def _number(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _is(node: Node, *components: type) -> bool:
    return node.schema is not None and issubclass(node.schema.component, components)


def _is_off(node: Node) -> bool:
    """Whether nobody can get at what is in a node."""
    if node.props.get("hidden") is True:
        return True
    return node.props.get("disabled") is True and _is(node, Input, *_DISABLING)


def _around(node: Node, component: type) -> Node | None:
    """The nearest node of a component above, not beyond the form that the node stands in."""
    at = node.parent
    while at is not None:
        if _is(at, component):
            return at
        if _is(at, Form):
            return None
        at = at.parent
    return None
