"""What the views of all inputs share: what the browser is to tell of them, their place in a form, and what is wrong
with an answer. What keeps a form from being submitted is said by `rill.host.forms`; which elements an input has, by the
modules of its kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from rill.host.forms import (
    Refusal,
    answers_to_reset,
    every_input_of,
    field_around,
    form_around,
    inputs_of,
    is_disabled,
    judge,
    read_form,
)
from rill.host.tree import Node
from rill.host.web.element import Attribute, FieldValue
from rill.host.web.view import DomEvent, Handler, Page, WebLink, policy_words
from rill.host.web.views.shared import on_focusable, tab_stop
from rill.protocol.values import Value

# How long somebody has to stop writing until a field without a listener says what it holds.
_PAUSE: Final = ":d250"
# Names under which views remember what props do not say.
REFUSED: Final = "refused"
UNREADABLE: Final = "unreadable"
DISMISSED: Final = "dismissed"

# What no date is: stands for what somebody wrote into a field for a day that the browser could not read as one.
_NO_DAY: Final = "?"


# -- attributes --------------------------------------------------------------------------------------------------------


def field_value(node: Node, page: Page, read: Callable[[Value], str | bool]) -> FieldValue:
    """What a field shows, as a browser has it."""
    value, version = page.shown(node)
    return FieldValue(read(value), version)


def wants(node: Node, typing: str = "change", **types: str) -> str:
    """The value of ``data-on`` of an input: its changes whether anybody listens or not, because a form asks for them.

    ``typing`` is the type of DOM event of a change, and ``types`` further ones by the events that they are for.
    """
    mark = node.props.get("onChange")
    pause = _PAUSE if typing == "input" and mark is None else ""
    entry = typing + (policy_words(mark) or pause)
    more = on_focusable(node, **types)
    return f"{entry} {more}" if more else entry


def answer_attributes(node: Node, page: Page) -> dict[str, Attribute]:
    """What every input says to the browser: its names, its place in a FormField, and whether something is wrong."""
    field = field_around(node)
    name = node.get("name")
    wrong = bool(node.get("invalid")) or page.remembered(node, REFUSED) is not None
    attributes: dict[str, Attribute] = {
        "id": page.unique(node, "input"),
        "name": page.prefix + name if isinstance(name, str) and name else None,
        "required": node.get("required") is True,
        # A form that is disabled disables what is in it by its fieldset.
        "disabled": node.get("disabled") is True,
        "tabindex": tab_stop(node, native=True),
    }
    if field is not None:
        attributes["aria-describedby"] = page.unique(field, "message")
        wrong = wrong or error_of(field, page) != ""
        # A label is for one field: for a group of radios it is none.
        if not has_own_name(node) and (node.type == "RadioGroup" or first_input(field) is not node):
            attributes["aria-labelledby"] = page.unique(field, "title")
    elif (words := page.remembered(node, REFUSED)) is not None:
        attributes["aria-description"] = words if isinstance(words, str) else None
    attributes["aria-invalid"] = "true" if wrong else None
    return attributes


def has_own_name(node: Node) -> bool:
    """Whether an input needs no title of a FormField to be named by: it has a label, or words of its own."""
    return bool(node.get("label")) or node.child_count > 0


def compact(node: Node) -> str | None:
    """The class of what is compact. The stylesheet hands it on to what is inside."""
    return "rill-compact" if node.get("compact") is True else None


def first_input(field: Node) -> Node | None:
    """The first input in a FormField, which its title belongs to."""
    return next(every_input_of(field), None)


def error_of(field: Node, page: Page) -> str:
    """What the guest finds wrong in a FormField; empty when nothing, or when the answer was changed since and the guest
    does not hear of that."""
    error = field.get("error")
    # Every write of a prop makes another mapping: what a guest says again is shown again.
    gone = page.remembered(field, DISMISSED) is field.props
    return error if isinstance(error, str) and not gone else ""


def touched_by_field(field: Node) -> Iterator[Node]:
    """What has to be shown anew when a FormField says something else: the inputs in it."""
    return every_input_of(field)


# -- changes -----------------------------------------------------------------------------------------------------------


def changes(read: Callable[[Node, DomEvent], Value]) -> Handler:
    """The handler of a change by a person.

    ``read`` gives the value that an event says, or None for what cannot be: an input may not be changed by a browser
    that claims what no person could do.
    """

    def handle(link: WebLink, event: DomEvent) -> None:
        node = link.node
        if not may_change(node):
            return
        value = read(node, event)
        if value is not None:
            link.remember(UNREADABLE, None)
            link.change(value, event.version)
            answer_changed(link)

    return handle


def may_change(node: Node) -> bool:
    """Whether a person can change an input at all."""
    return not is_disabled(node) and node.props.get("readOnly") is not True


def answer_changed(link: WebLink) -> None:
    """Take back what was said of the answer before, if that is mended now."""
    node = link.node
    field = field_around(node)
    if link.recall(REFUSED) is not None:
        refusal = judge(node, value_of(link, node))
        if refusal is None or refusal.fault == "error":
            _refuse(link, node, None)
    if field is not None and field.get("error") and not node.listens("onChange"):
        around = link.within(field)
        around.remember(DISMISSED, None)
        around.remember(DISMISSED, field.props)
        link.refresh()


def value_of(link: WebLink, node: Node) -> Value:
    """What an input holds, as far as the server knows."""
    at = link.within(node)
    return _NO_DAY if at.recall(UNREADABLE) else at.held()


# -- forms -------------------------------------------------------------------------------------------------------------


def submit(link: WebLink) -> bool:
    """Submit the form of this link. What is not acceptable is told in place, and the first of it gets the focus.

    Returns whether everything is acceptable. A form that is disabled does nothing and says no.
    """
    form = link.node
    if is_disabled(form):
        return False
    answers = read_form(form, lambda node: value_of(link, node))
    # What the guest finds wrong, it says in the field itself.
    refusals = {refusal.input.id: refusal for refusal in answers.refusals if refusal.fault != "error"}
    for node in inputs_of(form):
        _refuse(link, node, refusals.get(node.id))
    if answers.refusals:
        first = next((refusal for refusal in answers.refusals if refusal.input.get("focusable")), None)
        if first is not None:
            link.within(first.input).call("focus")
    event, payload = answers.event
    link.emit(event, payload if isinstance(payload, dict) else None)
    return not answers.refusals


def submit_form_around(link: WebLink) -> None:
    """Submit the form that an element stands in, if there is one."""
    form = form_around(link.node)
    if form is not None:
        submit(link.within(form))


def reset(link: WebLink) -> None:
    """Put back what the guest does not hold itself, and forget what was wrong."""
    for node in every_input_of(link.node):
        _refuse(link, node, None)
        link.within(node).remember(UNREADABLE, None)
    for node, value in answers_to_reset(link.node):
        at = link.within(node)
        if at.held() != value:
            at.write(value)


def _refuse(link: WebLink, node: Node, refusal: Refusal | None) -> None:
    """Say in place that an answer is not acceptable, and why; None: that it is."""
    words = refusal.words if refusal is not None else None
    at = link.within(node)
    if at.recall(REFUSED) == words:
        return
    at.remember(REFUSED, words)
    field = field_around(node)
    if field is not None:
        link.within(field).refresh()


def refusal_in(field: Node, page: Page) -> str:
    """What the host finds wrong with the first input of a FormField that it refuses."""
    for node in every_input_of(field):
        words = page.remembered(node, REFUSED)
        if isinstance(words, str):
            return words
    return ""
