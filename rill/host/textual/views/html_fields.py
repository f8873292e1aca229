"""Views of the fields of HTML."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from rill.host.html import (
    button_words,
    chosen_option,
    field_kind,
    find_id,
    initial_value,
    is_off,
    options_of,
    range_of,
    value_words,
)
from rill.host.input_values import days_accepted
from rill.host.terminal_text import clean_line
from rill.host.textual.content import one_line
from rill.host.textual.html_link import HtmlLink
from rill.host.textual.html_text import inner_content
from rill.host.textual.styling import CELLS_MAX
from rill.host.textual.view import TextualView
from rill.host.textual.views.html_boxes import METHODS, box_view, link_in
from rill.host.textual.views.shared import text_of
from rill.host.textual.widgets.controls import AreaInput, Completions, LineInput, ValueControl
from rill.host.textual.widgets.html_fields import (
    SIZE_DEFAULT,
    Gauge,
    HtmlArea,
    HtmlButton,
    HtmlChoice,
    HtmlDay,
    HtmlLine,
    HtmlRadio,
    HtmlRange,
    HtmlTick,
)
from rill.host.textual.widgets.options import read_choices
from rill.host.tree import Node
from rill.protocol.values import Value

_ALL: Final = frozenset(("disabled", "placeholder", "readonly", "size", "min", "type", "rows", "list", "value"))
# Suggestions that are looked through at every letter.
_SUGGESTIONS_MAX: Final = 1_000
_NUMBER: Final = r"[-+]?[0-9]*[.,]?[0-9]*"
_ROWS_DEFAULT: Final = 2
_ASKED_MAX: Final = 60
_COMPACT: Final = "-textual-compact"


def _update_common(widget: Widget, node: Node, changed: frozenset[str]) -> None:
    if changed & {"disabled", "inert"}:
        widget.disabled = is_off(node)
    if "tabindex" in changed:
        tabindex = node.props.get("tabindex")
        widget.can_focus = not (isinstance(tabindex, int) and tabindex < 0)


def _written(widget: ValueControl, changed: frozenset[str], name: str = "value") -> bool:
    """Whether the guest has just written what a field holds, and nothing newer was done by a person."""
    return bool(changed & {name, "valueVersion"}) and widget.link is not None and widget.link.accepts_value()


# -- input -----------------------------------------------------------------------------------------------------------


def _create_input(node: Node) -> Widget:
    kind = field_kind(node)
    value = initial_value(node)
    widget: Widget
    if kind == "button":
        widget = HtmlButton(Content(""), classes="rill-button")
    elif kind == "hidden":
        widget = Widget(classes="rill-nothing")
        widget.display = False
    elif kind in ("tick", "radio"):
        widget = (HtmlTick if kind == "tick" else HtmlRadio)(value is True)
    elif kind == "range":
        widget = HtmlRange(value if isinstance(value, float) else 0.0)
    elif kind == "date":
        widget = HtmlDay(text_of(value))
    else:
        widget = HtmlLine(text_of(value))
    widget.add_class(_COMPACT, update=False)
    _update_input(widget, node, _ALL)
    return widget


def _update_input(widget: Widget, node: Node, changed: frozenset[str]) -> None:
    _update_common(widget, node, changed)
    match widget:
        case HtmlButton():
            if "value" in changed:
                widget.show_label(Content(clean_line(button_words(node))))
            widget.variant = "primary" if node.get("type") == "submit" else "default"
        case HtmlTick():
            if _written(widget, changed, "checked"):
                widget.show_value(node.props.get("checked") is True)
        case HtmlRange():
            if changed & {"min", "max", "step"}:
                widget.show_range(*range_of(node))
            value = initial_value(node)
            if _written(widget, changed) and isinstance(value, float):
                widget.show_value(value)
        case HtmlDay():
            if changed & {"min", "max"}:
                widget.show_range(*days_accepted(node.props.get("min"), node.props.get("max")))
            if _written(widget, changed):
                widget.show_value(text_of(node.props.get("value")))
        case HtmlLine():
            _update_line(widget, node, changed)


def _update_line(widget: LineInput, node: Node, changed: frozenset[str]) -> None:
    if "placeholder" in changed:
        widget.placeholder = clean_line(text_of(node.props.get("placeholder")))
    if "readonly" in changed:
        widget.read_only = node.props.get("readonly") is True
    length = node.props.get("maxlength")
    widget.text_max = length if isinstance(length, int) else None
    if "type" in changed:
        widget.password = node.get("type") == "password"
        widget.restrict = _NUMBER if node.get("type") == "number" else None
    if changed & {"size", "placeholder"}:
        size = node.props.get("size")
        # Where nobody says how long it is, what it asks for can be read.
        asked = max(SIZE_DEFAULT, min(cell_len(widget.placeholder) + 1, _ASKED_MAX))
        widget.styles.width = min(max(size if isinstance(size, int) else asked, 1), CELLS_MAX) + 2
    if "list" in changed:
        offered = find_id(node, node.props.get("list"))
        texts = options_of(offered)[:_SUGGESTIONS_MAX] if offered is not None and offered.type == "datalist" else []
        widget.suggester = Completions([clean_line(value_words(text["value"])) for text in texts]) if texts else None
    if _written(widget, changed):
        widget.show_value(text_of(node.props.get("value")))


# -- the others ------------------------------------------------------------------------------------------------------


def _create_area(node: Node) -> HtmlArea:
    widget = HtmlArea(text_of(initial_value(node)))
    widget.add_class(_COMPACT, update=False)
    _update_area(widget, node, _ALL)
    return widget


def _update_area(widget: AreaInput, node: Node, changed: frozenset[str]) -> None:
    _update_common(widget, node, changed)
    if "placeholder" in changed:
        widget.placeholder = Content(clean_line(text_of(node.props.get("placeholder"))))
    if "readonly" in changed:
        widget.read_only = node.props.get("readonly") is True
    length = node.props.get("maxlength")
    widget.text_max = length if isinstance(length, int) else None
    if changed & {"rows", "cols"}:
        rows, cols = node.props.get("rows"), node.props.get("cols")
        widget.styles.height = min(max(rows if isinstance(rows, int) else _ROWS_DEFAULT, 1), CELLS_MAX)
        widget.styles.width = min(max(cols if isinstance(cols, int) else SIZE_DEFAULT, 1), CELLS_MAX) + 2
    if _written(widget, changed):
        widget.show_value(text_of(initial_value(node)))


def _paint_area(widget: AreaInput, node: Node) -> None:
    """The text in a `textarea` is what it begins with."""
    if node.props.get("value") is None and widget.link is not None and not widget.link.version:
        widget.show_value(text_of(initial_value(node)))


def _create_select(node: Node) -> HtmlChoice:
    widget = HtmlChoice(chosen_option(node), read_choices(options_of(node)))
    widget.add_class(_COMPACT, update=False)
    _update_common(widget, node, _ALL)
    return widget


def _update_select(widget: HtmlChoice, node: Node, changed: frozenset[str]) -> None:
    _update_common(widget, node, changed)
    if _written(widget, changed):
        widget.show_value(chosen_option(node))


def _paint_select(widget: HtmlChoice, node: Node) -> None:
    widget.show_choices(read_choices(options_of(node)))
    if node.props.get("value") is None and widget.link is not None and not widget.link.version:
        widget.show_value(chosen_option(node))


def _create_button(node: Node) -> HtmlButton:
    widget = HtmlButton(Content(""), classes="rill-button")
    widget.add_class(_COMPACT, update=False)
    _update_common(widget, node, _ALL)
    return widget


def _paint_button(widget: HtmlButton, node: Node) -> None:
    label = one_line(inner_content(node))
    if not label.plain:
        # A button without words, as with a sign from a style sheet, says what it is called.
        label = Content(clean_line(text_of(node.props.get("aria-label") or node.props.get("title")) or "…"))
    widget.show_label(label)


def _create_progress(node: Node) -> Gauge:
    widget = Gauge(classes="rill-gauge")
    _update_progress(widget, node, frozenset())
    return widget


def _update_progress(widget: Gauge, node: Node, _changed: frozenset[str]) -> None:
    value, most = node.props.get("value"), node.get("max")
    if not isinstance(value, int | float) or not isinstance(most, int | float):
        widget.show_share(None)
    else:
        widget.show_share(min(max(value / most, 0.0), 1.0))


def _create_meter(node: Node) -> Gauge:
    widget = Gauge(classes="rill-gauge")
    _update_meter(widget, node, frozenset())
    return widget


def _update_meter(widget: Gauge, node: Node, _changed: frozenset[str]) -> None:
    value, low, high = (_float(node.get(name)) for name in ("value", "min", "max"))
    widget.show_share(min(max((value - low) / (high - low), 0.0), 1.0) if high > low else 0.0)
    bad = value < _float(node.props.get("low"), low) or value > _float(node.props.get("high"), high)
    widget.set_class(bad, "-bad", update=widget.is_attached)


def _float(value: Value, otherwise: float = 0.0) -> float:
    return float(value) if isinstance(value, int | float) else otherwise


# -- methods ---------------------------------------------------------------------------------------------------------


def _select_all(widget: Widget, _node: Node, _args: list[Value]) -> None:
    if isinstance(widget, HtmlLine | HtmlArea):
        widget.select(0, None)


def _select_range(widget: Widget, _node: Node, args: list[Value]) -> None:
    start, end = args
    if isinstance(widget, HtmlLine | HtmlArea) and isinstance(start, int) and isinstance(end, int):
        widget.select(start, end)


def _report(widget: Widget, node: Node, _args: list[Value]) -> bool:
    link = link_in(widget)
    return link is None or link.report(node)


def _request_submit(widget: Widget, node: Node, _args: list[Value]) -> None:
    link = link_in(widget)
    if link is not None:
        link.submit(node, None)


def _reset(widget: Widget, node: Node, _args: list[Value]) -> None:
    link = link_in(widget)
    if link is not None:
        link.reset(node)


_VALUED: Final = {**METHODS, "reportValidity": _report}
_WRITTEN: Final = {**_VALUED, "select": _select_all, "setSelectionRange": _select_range}
_FORM_METHODS: Final = {**METHODS, "requestSubmit": _request_submit, "reset": _reset, "reportValidity": _report}


def _create_nothing(_node: Node) -> Widget:
    widget = Widget(classes="rill-nothing")
    widget.display = False
    return widget


def _paint_nothing(_widget: Widget, _node: Node) -> None:
    """Options are shown by what they stand in."""


_NOTHING: Final[TextualView[Any]] = TextualView(create=_create_nothing, paints=_paint_nothing)

VIEWS: Final[Mapping[str, TextualView[Any]]] = MappingProxyType(
    {
        "input": TextualView(
            create=_create_input,
            update=_update_input,
            remakes=frozenset(("type",)),
            methods=_WRITTEN,
            link=HtmlLink,
        ),
        "textarea": TextualView(
            create=_create_area, update=_update_area, paints=_paint_area, methods=_WRITTEN, link=HtmlLink
        ),
        "select": TextualView(
            create=_create_select, update=_update_select, paints=_paint_select, methods=_VALUED, link=HtmlLink
        ),
        "button": TextualView(
            create=_create_button, update=_update_common, paints=_paint_button, methods=METHODS, link=HtmlLink
        ),
        "progress": TextualView(
            create=_create_progress,
            update=_update_progress,
            paints=_paint_nothing,
            methods=METHODS,
            link=HtmlLink,
        ),
        "meter": TextualView(
            create=_create_meter, update=_update_meter, paints=_paint_nothing, methods=METHODS, link=HtmlLink
        ),
        "form": box_view("", _FORM_METHODS),
        "option": _NOTHING,
        "optgroup": _NOTHING,
        "datalist": _NOTHING,
    }
)

CSS: Final = """
.rill-button { width: auto; height: 1; }
.rill-nothing { width: 0; height: 0; }
.rill-gauge { width: auto; height: 1; color: $primary; }
.rill-gauge > .rill-gauge--rest { color: $foreground 20%; }
.rill-gauge > .rill-gauge--waiting { color: $primary 60%; }
.rill-gauge.-bad { color: $error; }
HtmlLine, HtmlChoice, HtmlDay, HtmlRange { width: auto; }
HtmlChoice { min-width: 8; }
HtmlRange { min-width: 24; }
HtmlArea { width: 22; }
"""
