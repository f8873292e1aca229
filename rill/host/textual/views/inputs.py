"""Views of buttons, fields and switches."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from types import MappingProxyType
from typing import Any, Final, Literal

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button

from rill.host.terminal_text import clean_line
from rill.host.textual.content import one_line, text_content
from rill.host.textual.styling import CELLS_MAX
from rill.host.textual.view import TextualView
from rill.host.textual.views.shared import FOCUS_METHODS, text_of, update_focusable
from rill.host.textual.widgets.controls import AreaInput, LineInput, PressButton, TickBox, Toggle
from rill.host.tree import Node
from rill.protocol.values import Value

_BUTTON_VARIANTS: Final[Mapping[str, Literal["default", "primary", "success", "warning", "error"]]] = {
    "default": "default",
    "primary": "primary",
    "success": "success",
    "warning": "warning",
    "error": "error",
}


def _create_button(node: Node) -> PressButton:
    widget = PressButton(Content(""))
    _update_button(widget, node, frozenset(("variant", "disabled", "focusable")))
    return widget


def _update_button(widget: PressButton, node: Node, changed: frozenset[str]) -> None:
    update_focusable(widget, node, changed)
    if "variant" in changed:
        widget.variant = _BUTTON_VARIANTS[text_of(node.get("variant")) or "default"]
    if "title" in changed:
        _show_button(widget, node, text_content(node))


def _show_button(widget: PressButton, node: Node, content: Content) -> None:
    label = one_line(content) if content.plain else Content(clean_line(text_of(node.get("title"))))
    if widget.label == label:
        # The same words in another style are equal to Textual, which sets nothing then.
        widget.set_reactive(Button.label, label)
        widget.refresh()
    else:
        widget.label = label


# -- inputs ----------------------------------------------------------------------------------------------------------

_RESTRICTIONS: Final[Mapping[str, str]] = {"numeric": r"[-+]?[0-9]*", "decimal": r"[-+]?[0-9]*[.,]?[0-9]*"}
# All that a new field is made to show besides its value.
_INPUT_PROPS: Final = frozenset(
    (
        "disabled",
        "focusable",
        "inputMode",
        "invalid",
        "maxLength",
        "placeholder",
        "readOnly",
        "rows",
        "secureTextEntry",
    )
)
# More lines than a terminal has only hide what is below.
_ROWS_DEFAULT: Final = 4


def _value(node: Node) -> str:
    value = node.get("value")
    return value if isinstance(value, str) else text_of(node.get("defaultValue"))


def _create_input(node: Node) -> LineInput | AreaInput:
    widget = AreaInput(_value(node)) if node.get("multiline") else LineInput(_value(node))
    _update_input(widget, node, _INPUT_PROPS)
    return widget


def _update_input(widget: LineInput | AreaInput, node: Node, changed: frozenset[str]) -> None:
    update_focusable(widget, node, changed)
    if "placeholder" in changed:
        placeholder = clean_line(text_of(node.get("placeholder")))
        if isinstance(widget, AreaInput):
            # TextArea reads markup in a str. A Content equals the str that it is made of, and Textual sets nothing that
            # equals what is there: so never the str first.
            widget.placeholder = Content(placeholder)
        else:
            widget.placeholder = placeholder
    if "readOnly" in changed:
        widget.read_only = bool(node.get("readOnly"))
    if "invalid" in changed:
        widget.set_class(bool(node.get("invalid")), "rill-invalid", update=widget.is_attached)
    length = node.get("maxLength")
    if isinstance(widget, AreaInput):
        widget.text_max = length if isinstance(length, int) else None
        if "rows" in changed:
            rows = node.get("rows")
            # Its border takes a line above and one below.
            widget.styles.height = min(rows if isinstance(rows, int) else _ROWS_DEFAULT, CELLS_MAX) + 2
    else:
        if "maxLength" in changed:
            widget.max_length = length if isinstance(length, int) else None
        if "inputMode" in changed:
            widget.restrict = _RESTRICTIONS.get(text_of(node.get("inputMode")))
        if "secureTextEntry" in changed:
            widget.password = bool(node.get("secureTextEntry"))
    if ("value" in changed or "valueVersion" in changed) and widget.link is not None:
        value = node.get("value")
        if isinstance(value, str) and widget.link.accepts_value():
            widget.show_value(value)


def _create_tick_box(node: Node) -> TickBox:
    widget = TickBox(_is_on(node))
    _update_toggle(widget, node, frozenset(("disabled", "focusable", "invalid")))
    return widget


def _create_toggle(node: Node) -> Toggle:
    widget = Toggle(_is_on(node))
    _update_toggle(widget, node, frozenset(("disabled", "focusable", "invalid")))
    return widget


def _is_on(node: Node) -> bool:
    value = node.get("value")
    return bool(node.get("defaultValue") if value is None else value)


def _update_toggle(widget: TickBox | Toggle, node: Node, changed: frozenset[str]) -> None:
    update_focusable(widget, node, changed)
    if "invalid" in changed:
        widget.set_class(bool(node.get("invalid")), "rill-invalid", update=widget.is_attached)
    if ("value" in changed or "valueVersion" in changed) and widget.link is not None:
        value = node.get("value")
        if isinstance(value, bool) and widget.link.accepts_value():
            widget.show_value(value)


def _show_tick_box(widget: TickBox, _node: Node, content: Content) -> None:
    widget.label = one_line(content)


def _clear(widget: LineInput | AreaInput, _node: Node, _args: list[Value]) -> None:
    widget.write("")


def _select(widget: LineInput | AreaInput, _node: Node, args: list[Value]) -> None:
    start, end = args
    assert isinstance(start, int)
    widget.select(start, end if isinstance(end, int) else None)


def _is_focused(widget: Widget, _node: Node, _args: list[Value]) -> Value | Awaitable[Value]:
    return widget.has_focus


VIEWS: Final[Mapping[str, TextualView[Any]]] = MappingProxyType(
    {
        "Button": TextualView(
            create=_create_button, update=_update_button, content=_show_button, methods=FOCUS_METHODS
        ),
        "TextInput": TextualView(
            create=_create_input,
            update=_update_input,
            methods={**FOCUS_METHODS, "clear": _clear, "select": _select, "isFocused": _is_focused},
            remakes=frozenset(("multiline",)),
        ),
        "Checkbox": TextualView(
            create=_create_tick_box, update=_update_toggle, content=_show_tick_box, methods=FOCUS_METHODS
        ),
        "Switch": TextualView(create=_create_toggle, update=_update_toggle, methods=FOCUS_METHODS),
    }
)

CSS: Final = """
.rill-row > Input, .rill-row > TextArea { width: 1fr; }
.rill-row > Button, .rill-row > ToggleButton, .rill-row > Switch { margin: 0; }
Input.rill-invalid, TextArea.rill-invalid, ToggleButton.rill-invalid, Switch.rill-invalid { border: tall $error 60%; }
Input.rill-invalid:focus, TextArea.rill-invalid:focus, ToggleButton.rill-invalid:focus { border: tall $error; }
"""
