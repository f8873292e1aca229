"""A Form: submits and resets what is in it, and takes a person to what is not acceptable.

What counts and what is acceptable is said by `rill.host.forms`; how it is told in place by `fields`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rill.host.forms import Refusal, answers_to_reset, every_input_of, is_disabled, read_form
from rill.host.textual.view import Link
from rill.host.textual.widgets.boxes import Box
from rill.host.textual.widgets.controls import Submitting, ValueControl
from rill.host.tree import Node
from rill.protocol.values import Value


class FormBox(Submitting, Box):
    """A Form."""

    def submit(self) -> bool:
        """Submit what is in it. What is not acceptable is told in place, and the first of it gets the focus.

        Returns whether everything is acceptable. A form that is disabled does nothing and says no.
        """
        link = self.link
        if link is None or self.is_disabled or is_disabled(link.node):
            return False
        answers = read_form(link.node, self._value_of)
        # What the guest finds wrong, it says in the field itself.
        refusals = {refusal.input.id: refusal for refusal in answers.refusals if refusal.fault != "error"}
        for node, control in _controls(link):
            control.show_refusal(refusals.get(node.id))
        if answers.refusals and link.may_focus():
            _focus_first(link, answers.refusals)
        link.emit(*answers.event)
        return not answers.refusals

    def reset(self) -> None:
        """Put back what the guest does not hold itself, and forget what was wrong."""
        link = self.link
        if link is None:
            return
        for _, control in _controls(link):
            control.show_refusal(None)
        for node, value in answers_to_reset(link.node):
            widget = link.widget_of(node)
            if isinstance(widget, ValueControl):
                widget.write(value)

    def _value_of(self, node: Node) -> Value:
        """What an input shows; what the guest says of one that has no widget."""
        widget = self.link.widget_of(node) if self.link is not None else None
        if isinstance(widget, ValueControl):
            value: Value = widget.value_left()
            return value
        value = node.get("value")
        return node.get("defaultValue") if value is None else value


def _controls(link: Link) -> Iterator[tuple[Node, ValueControl]]:
    for node in every_input_of(link.node):
        widget = link.widget_of(node)
        if isinstance(widget, ValueControl):
            yield node, widget


def _focus_first(link: Link, refusals: Sequence[Refusal]) -> None:
    """Take the person to the first input that can have the focus: one may be in a part that is not seen now."""
    for refusal in refusals:
        widget = link.widget_of(refusal.input)
        if widget is not None and widget.focusable:
            widget.focus()
            return
