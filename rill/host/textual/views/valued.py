"""What the views of all inputs share: being disabled, marked, compact or required, and the guest's value."""

from __future__ import annotations

from typing import Final

from textual.widget import Widget

from rill.host.textual.views.shared import update_focusable
from rill.host.textual.widgets.controls import ValueControl
from rill.host.tree import Node
from rill.protocol.values import Value

# What a new widget of an input is made to show besides its value.
VALUED_PROPS: Final = frozenset(("compact", "disabled", "focusable", "invalid", "required"))


def update_valued(widget: ValueControl, node: Node, changed: frozenset[str]) -> None:
    """Show what inputs have in common."""
    update_focusable(widget, node, changed)
    if "compact" in changed:
        show_compact(widget, node)
    if "invalid" in changed:
        widget.set_class(bool(node.get("invalid")), "rill-invalid", update=widget.is_attached)
    if "required" in changed:
        widget.show_required(required=bool(node.get("required")))
        widget.check_refusal()


def guest_value(widget: ValueControl, node: Node, changed: frozenset[str]) -> Value:
    """The value that the guest has just written and that is to be shown; None where there is none.

    One that answers to less than a person did since is left out.
    """
    if ("value" in changed or "valueVersion" in changed) and widget.link is not None and widget.link.accepts_value():
        return node.get("value")
    return None


def show_compact(widget: Widget, node: Node) -> None:
    """Make a control as low as it can be, or no longer."""
    # Textual's own controls have rules for this class, too.
    widget.set_class(is_compact(node), "-textual-compact", update=widget.is_attached)


def is_compact(node: Node) -> bool:
    """Whether a control is compact: by itself, or with the form or the field around it."""
    at: Node | None = node
    while at is not None:
        if at.props.get("compact") is True and (at is node or at.type in ("Form", "FormField")):
            return True
        at = at.parent
    return False


_COMPACT: Final = """
Input.-textual-compact, Chooser.-textual-compact, DayField.-textual-compact, Sliding.-textual-compact {
    border: none !important;
    height: 1;
    padding: 0 1;
}
TextArea.-textual-compact { padding: 0 1; }
RadioChoices.-textual-compact { border: none !important; padding: 0; }
ToggleButton.-textual-compact { padding: 0; }
Switch.-textual-compact { border: none !important; height: 1; padding: 0; }
Input.-textual-compact:focus, Chooser.-textual-compact:focus, DayField.-textual-compact:focus,
Sliding.-textual-compact:focus, TextArea.-textual-compact:focus, RadioChoices.-textual-compact:focus {
    background-tint: $foreground 12%;
}
"""
# What has the looks of a mistake: by the guest's word, by the form's, by its own, or with the field around it.
_MARKED: Final = ("Input", "TextArea", "ToggleButton", "Switch", "RadioChoices", "Chooser", "Sliding", "DayField")
_MARKS: Final = ("{}.rill-invalid", "{}.-refused", "{}.-wrong", "FieldBox.-refused {}")
CSS: Final = _COMPACT + "\n".join(
    f"{marked} {{ border: tall $error 60%; }}\n"
    f"{marked}:focus {{ border: tall $error; }}\n"
    f"{marked}.-textual-compact {{ background-tint: $error 20%; }}"
    for kind in _MARKED
    for marked in (mark.format(kind) for mark in _MARKS)
)
