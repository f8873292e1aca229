"""The views of Rill's own components, as one table. What the widgets do is in `boxes` and `controls`."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from types import MappingProxyType
from typing import Any, Final, Literal

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, LoadingIndicator, ProgressBar, Static

from rill.host.terminal_text import clean_line
from rill.host.textual.boxes import Box, Pressing, ScrollBox, Words
from rill.host.textual.content import one_line, text_content
from rill.host.textual.controls import AreaInput, LineInput, PressButton, Spinner, TickBox, Toggle
from rill.host.textual.styling import CELLS_MAX, flow_of
from rill.host.textual.view import Linked, TextualView
from rill.host.tree import Node
from rill.protocol.errors import GuestError
from rill.protocol.values import Value


def _text(value: Value) -> str:
    """A string prop, or nothing."""
    return value if isinstance(value, str) else ""


# -- boxes -----------------------------------------------------------------------------------------------------------


def _update_box(widget: Box, node: Node, changed: frozenset[str]) -> None:
    if "style" in changed:
        widget.flow = flow_of(node.props.get("style"), horizontal=widget.flow.horizontal)


def _create_box(horizontal: bool) -> Any:
    def create(node: Node) -> Box:
        box = Box(classes="rill-box rill-stretch")
        box.flow = flow_of(node.props.get("style"), horizontal=horizontal)
        return box

    return create


def _create_pressable(node: Node) -> Pressing:
    widget = Pressing(classes="rill-box rill-stretch rill-pressable")
    _update_pressable(widget, node, frozenset(("style", "disabled", "focusable", "delayLongPress")))
    return widget


def _update_pressable(widget: Pressing, node: Node, changed: frozenset[str]) -> None:
    _update_box(widget, node, changed)
    _update_focusable(widget, node, changed)
    delay = node.get("delayLongPress")
    widget.long_press_ms = delay if isinstance(delay, int) else 500


def _create_scroll(node: Node) -> ScrollBox:
    horizontal = bool(node.get("horizontal"))
    widget = ScrollBox(classes="rill-scroll", can_focus=bool(node.get("focusable")))
    widget.flow = flow_of(node.props.get("style"), horizontal=horizontal)
    widget.set_class(horizontal, "-horizontal", update=False)
    return widget


def _update_scroll(widget: ScrollBox, node: Node, changed: frozenset[str]) -> None:
    if "style" in changed:
        widget.flow = flow_of(node.props.get("style"), horizontal=widget.flow.horizontal)
    _update_focusable(widget, node, changed)


def _scroll_to(widget: Widget, _node: Node, args: list[Value]) -> None:
    target = args[0]
    assert isinstance(target, dict)
    x, y = (target.get(name) for name in ("x", "y"))
    widget.scroll_to(
        x if isinstance(x, int | float) else None,
        y if isinstance(y, int | float) else None,
        animate=bool(target.get("animated")),
        force=True,
    )


def _scroll_to_end(widget: Widget, node: Node, args: list[Value]) -> None:
    options = args[0]
    assert isinstance(options, dict)
    horizontal = bool(node.get("horizontal"))
    # Left alone, the other direction would go to its end too.
    widget.scroll_end(animate=bool(options.get("animated")), force=True, x_axis=horizontal, immediate=False)


# -- words -----------------------------------------------------------------------------------------------------------


def _create_words(node: Node) -> Words:
    widget = Words(Content(""), markup=False, classes="rill-text rill-stretch")
    _update_words(widget, node, frozenset())
    return widget


def _update_words(widget: Words, node: Node, _changed: frozenset[str]) -> None:
    lines = node.get("numberOfLines")
    lines_max = lines if isinstance(lines, int) else 0
    if lines_max != widget.lines_max:
        widget.lines_max = lines_max
        widget.styles.max_height = min(lines_max, CELLS_MAX) or None
    heading = node.get("level") is not None or node.get("role") == "heading"
    widget.set_class(heading, "rill-heading", update=widget.is_attached)


def _show_words(widget: Words, _node: Node, content: Content) -> None:
    widget.show(content)


def bare_text() -> Static:
    """The widget of a text that stands between other components, in a host's component that allows it."""
    return Words(Content(""), markup=False, classes="rill-text")


# -- things to press -------------------------------------------------------------------------------------------------

_BUTTON_VARIANTS: Final[Mapping[str, Literal["default", "primary", "success", "warning", "error"]]] = {
    "default": "default",
    "primary": "primary",
    "success": "success",
    "warning": "warning",
    "error": "error",
}


def _update_focusable(widget: Widget, node: Node, changed: frozenset[str]) -> None:
    """What all components that can have the focus share."""
    if "focusable" in changed:
        widget.can_focus = bool(node.get("focusable"))
    if "disabled" in changed:
        widget.disabled = bool(node.get("disabled"))


def _create_button(node: Node) -> PressButton:
    widget = PressButton(Content(""))
    _update_button(widget, node, frozenset(("variant", "disabled", "focusable")))
    return widget


def _update_button(widget: PressButton, node: Node, changed: frozenset[str]) -> None:
    _update_focusable(widget, node, changed)
    if "variant" in changed:
        widget.variant = _BUTTON_VARIANTS[_text(node.get("variant")) or "default"]
    if "title" in changed:
        _show_button(widget, node, text_content(node))


def _show_button(widget: PressButton, node: Node, content: Content) -> None:
    label = one_line(content) if content.plain else Content(clean_line(_text(node.get("title"))))
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
    return value if isinstance(value, str) else _text(node.get("defaultValue"))


def _create_input(node: Node) -> LineInput | AreaInput:
    widget = AreaInput(_value(node)) if node.get("multiline") else LineInput(_value(node))
    _update_input(widget, node, _INPUT_PROPS)
    return widget


def _update_input(widget: LineInput | AreaInput, node: Node, changed: frozenset[str]) -> None:
    _update_focusable(widget, node, changed)
    if "placeholder" in changed:
        placeholder = clean_line(_text(node.get("placeholder")))
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
            widget.restrict = _RESTRICTIONS.get(_text(node.get("inputMode")))
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
    _update_focusable(widget, node, changed)
    if "invalid" in changed:
        widget.set_class(bool(node.get("invalid")), "rill-invalid", update=widget.is_attached)
    if ("value" in changed or "valueVersion" in changed) and widget.link is not None:
        value = node.get("value")
        if isinstance(value, bool) and widget.link.accepts_value():
            widget.show_value(value)


def _show_tick_box(widget: TickBox, _node: Node, content: Content) -> None:
    widget.label = one_line(content)


# -- signs that something is going on --------------------------------------------------------------------------------


def _create_progress(node: Node) -> ProgressBar:
    widget = ProgressBar(show_eta=False, show_percentage=bool(node.get("showPercentage")))
    _update_progress(widget, node, frozenset())
    return widget


def _update_progress(widget: ProgressBar, node: Node, _changed: frozenset[str]) -> None:
    progress, total = node.get("progress"), node.get("total")
    assert isinstance(total, int | float)
    if isinstance(progress, int | float):
        widget.update(total=total, progress=min(max(progress, 0), total))
    else:
        widget.update(total=None, progress=0)


def _create_activity(node: Node) -> Widget:
    large = node.get("size") == "large"
    widget = LoadingIndicator(classes="rill-activity-large") if large else Spinner(classes="rill-activity")
    _update_activity(widget, node, frozenset(("animating",)))
    return widget


def _update_activity(widget: Widget, node: Node, changed: frozenset[str]) -> None:
    if "animating" in changed:
        widget.set_class(not node.get("animating"), "-still", update=widget.is_attached)


# -- methods ---------------------------------------------------------------------------------------------------------


def _focus(widget: Widget, node: Node, _args: list[Value]) -> None:
    if isinstance(widget, Linked) and widget.link is not None and not widget.link.may_focus():
        raise GuestError(
            f"{node.type} cannot take the focus: it is outside of the guest, where the person put it",
            code="focus_refused",
        )
    widget.focus()


def _blur(widget: Widget, _node: Node, _args: list[Value]) -> None:
    if widget.has_focus:
        widget.screen.set_focus(None)


def _clear(widget: LineInput | AreaInput, _node: Node, _args: list[Value]) -> None:
    widget.write("")


def _select(widget: LineInput | AreaInput, _node: Node, args: list[Value]) -> None:
    start, end = args
    assert isinstance(start, int)
    widget.select(start, end if isinstance(end, int) else None)


def _is_focused(widget: Widget, _node: Node, _args: list[Value]) -> Value | Awaitable[Value]:
    return widget.has_focus


_FOCUS: Final = {"focus": _focus, "blur": _blur}

# -- the table -------------------------------------------------------------------------------------------------------

_VIEW: Final = TextualView(create=_create_box(horizontal=False), update=_update_box)
_PRESSABLE: Final = TextualView(create=_create_pressable, update=_update_pressable, methods=_FOCUS)

VIEWS: Final[Mapping[str, TextualView[Any]]] = MappingProxyType(
    {
        "View": _VIEW,
        "Column": _VIEW,
        "Row": TextualView(create=_create_box(horizontal=True), update=_update_box),
        "ScrollView": TextualView(
            create=_create_scroll,
            update=_update_scroll,
            methods={**_FOCUS, "scrollTo": _scroll_to, "scrollToEnd": _scroll_to_end},
            remakes=frozenset(("horizontal",)),
        ),
        "Text": TextualView(create=_create_words, update=_update_words, content=_show_words),
        "Button": TextualView(create=_create_button, update=_update_button, content=_show_button, methods=_FOCUS),
        "Pressable": _PRESSABLE,
        "TouchableOpacity": _PRESSABLE,
        "TextInput": TextualView(
            create=_create_input,
            update=_update_input,
            methods={**_FOCUS, "clear": _clear, "select": _select, "isFocused": _is_focused},
            remakes=frozenset(("multiline",)),
        ),
        "Checkbox": TextualView(create=_create_tick_box, update=_update_toggle, content=_show_tick_box, methods=_FOCUS),
        "Switch": TextualView(create=_create_toggle, update=_update_toggle, methods=_FOCUS),
        "ProgressBar": TextualView(
            create=_create_progress, update=_update_progress, remakes=frozenset(("showPercentage",))
        ),
        "ActivityIndicator": TextualView(
            create=_create_activity, update=_update_activity, remakes=frozenset(("size",))
        ),
    }
)

CSS: Final = """
.rill-box { layout: vertical; width: 1fr; height: auto; expand: optimal; }
.rill-text { width: 1fr; height: auto; expand: optimal; content-align-vertical: middle; }
.rill-heading { text-style: bold; }
.rill-aligned > .rill-box, .rill-aligned > .rill-text { width: auto; max-width: 100%; }
.rill-row > .rill-box, .rill-row > .rill-text { width: auto; max-width: 100%; }
.rill-row > Input, .rill-row > TextArea, .rill-row > ProgressBar { width: 1fr; }
.rill-row > Button, .rill-row > ToggleButton, .rill-row > Switch { margin: 0; }
.rill-scroll { layout: vertical; width: 1fr; height: 1fr; min-height: 3; overflow-x: hidden; overflow-y: auto; }
.rill-scroll.-horizontal { height: auto; overflow-x: auto; overflow-y: hidden; }
.rill-pressable { pointer: pointer; }
.rill-pressable:hover { background-tint: $foreground 4%; }
.rill-pressable:focus { background: $block-cursor-blurred-background; text-style: $block-cursor-blurred-text-style; }
.rill-pressable:disabled { opacity: 60%; }
Input.rill-invalid, TextArea.rill-invalid, ToggleButton.rill-invalid, Switch.rill-invalid { border: tall $error 60%; }
Input.rill-invalid:focus, TextArea.rill-invalid:focus, ToggleButton.rill-invalid:focus { border: tall $error; }
ProgressBar { width: 1fr; }
ProgressBar Bar { width: 1fr; }
.rill-activity { width: 1; height: 1; color: $primary; }
.rill-activity-large { width: 1fr; height: 3; }
.rill-activity.-still, .rill-activity-large.-still { visibility: hidden; }
.rill-notice { color: $text-warning; height: auto; }
"""

__all__ = ["CSS", "VIEWS", "bare_text"]
