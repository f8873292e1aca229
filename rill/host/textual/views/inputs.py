"""Views of buttons, text fields and switches."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Mapping
from types import MappingProxyType
from typing import Any, Final, Literal

from textual.content import Content
from textual.widget import Widget

from rill.host.terminal_text import clean_line
from rill.host.textual.content import one_line, text_content
from rill.host.textual.icons import icon_of
from rill.host.textual.styling import CELLS_MAX
from rill.host.textual.view import TextualView
from rill.host.textual.views import valued
from rill.host.textual.views.shared import FOCUS_METHODS, text_of, update_focusable
from rill.host.textual.views.valued import VALUED_PROPS, guest_value, is_compact, show_compact, update_valued
from rill.host.textual.widgets.controls import AreaInput, Completions, LineInput, PressButton, TickBox, Toggle
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
    _update_button(widget, node, frozenset(("compact", "variant", "disabled", "focusable", "submit")))
    return widget


def _update_button(widget: PressButton, node: Node, changed: frozenset[str]) -> None:
    update_focusable(widget, node, changed)
    if "compact" in changed:
        show_compact(widget, node)
    if "variant" in changed:
        widget.variant = _BUTTON_VARIANTS[text_of(node.get("variant")) or "default"]
    if "submit" in changed:
        widget.submits = bool(node.get("submit"))
    if changed & {"title", "icon"}:
        _show_button(widget, node, text_content(node))


def _show_button(widget: PressButton, node: Node, content: Content) -> None:
    label = one_line(content) if content.plain else Content(clean_line(text_of(node.get("title"))))
    sign = icon_of(node.get("icon"))
    if sign:
        label = Content.assemble(sign, " ", label) if label else Content(sign)
    widget.show_label(label)


# -- inputs ----------------------------------------------------------------------------------------------------------

_RESTRICTIONS: Final[Mapping[str, str]] = {"numeric": r"[-+]?[0-9]*", "decimal": r"[-+]?[0-9]*[.,]?[0-9]*"}
# All that a new field is made to show besides its value.
_INPUT_PROPS: Final = VALUED_PROPS | {
    "inputMode",
    "maxLength",
    "placeholder",
    "readOnly",
    "rows",
    "secureTextEntry",
    "suggestions",
}
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
    update_valued(widget, node, changed)
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
    length = node.get("maxLength")
    widget.text_max = length if isinstance(length, int) else None
    if isinstance(widget, AreaInput):
        if changed & {"rows", "compact"}:
            rows = node.get("rows")
            # Its border takes a line above and one below.
            border = 0 if is_compact(node) else 2
            widget.styles.height = min(rows if isinstance(rows, int) else _ROWS_DEFAULT, CELLS_MAX) + border
    else:
        if "inputMode" in changed:
            widget.restrict = _RESTRICTIONS.get(text_of(node.get("inputMode")))
        if "secureTextEntry" in changed:
            widget.password = bool(node.get("secureTextEntry"))
        if changed & {"suggestions", "inputMode", "maxLength", "readOnly", "secureTextEntry"}:
            widget.suggester = _suggester(widget, node)
    value = guest_value(widget, node, changed)
    if isinstance(value, str):
        widget.show_value(value)


def _suggester(widget: LineInput, node: Node) -> Completions | None:
    """What offers completions. Only what could be written is offered, and nothing beside a secret."""
    suggestions = node.get("suggestions")
    if not isinstance(suggestions, list) or not suggestions or widget.read_only or widget.password:
        return None
    texts = [clean_line(text) for text in suggestions if isinstance(text, str)]
    limit, pattern = widget.text_max, re.compile(widget.restrict or r"(?s:.*)")
    return Completions([text for text in texts if (limit is None or len(text) <= limit) and pattern.fullmatch(text)])


def _create_tick_box(node: Node) -> TickBox:
    widget = TickBox(_is_on(node))
    _update_toggle(widget, node, VALUED_PROPS)
    return widget


def _create_toggle(node: Node) -> Toggle:
    widget = Toggle(_is_on(node))
    _update_toggle(widget, node, VALUED_PROPS)
    return widget


def _is_on(node: Node) -> bool:
    value = node.get("value")
    return bool(node.get("defaultValue") if value is None else value)


def _update_toggle(widget: TickBox | Toggle, node: Node, changed: frozenset[str]) -> None:
    update_valued(widget, node, changed)
    value = guest_value(widget, node, changed)
    if isinstance(value, bool):
        widget.show_value(value)


def _show_tick_box(widget: TickBox, _node: Node, content: Content) -> None:
    widget.label = one_line(content)


def _show_toggle(widget: Toggle, _node: Node, content: Content) -> None:
    widget.show_label(one_line(content).first_line.rstrip())


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
        "Switch": TextualView(
            create=_create_toggle, update=_update_toggle, content=_show_toggle, methods=FOCUS_METHODS
        ),
    }
)

CSS: Final = (
    """
Input, TextArea { width: 1fr; }
Button.-textual-compact { min-width: 0; }
"""
    + valued.CSS
)
