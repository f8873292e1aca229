"""Views of radio groups, selects, sliders and dates."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from rill.host.input_values import days_accepted
from rill.host.terminal_text import clean_line
from rill.host.textual.view import TextualView
from rill.host.textual.views.shared import FOCUS_METHODS, text_of
from rill.host.textual.views.valued import VALUED_PROPS, guest_value, update_valued
from rill.host.textual.widgets.dates import DayField
from rill.host.textual.widgets.drop_down import DropDown
from rill.host.textual.widgets.options import read_choices
from rill.host.textual.widgets.radio import RadioChoices
from rill.host.textual.widgets.select import Chooser
from rill.host.textual.widgets.slider import Sliding
from rill.host.tree import Node
from rill.protocol.values import Value


def _text_value(node: Node) -> str:
    value = node.get("value")
    return text_of(node.get("defaultValue") if value is None else value)


# -- one of several --------------------------------------------------------------------------------------------------


def _create_radio(node: Node) -> RadioChoices:
    widget = RadioChoices(_text_value(node), read_choices(node.get("options")))
    _update_radio(widget, node, VALUED_PROPS | {"horizontal"})
    return widget


def _update_radio(widget: RadioChoices, node: Node, changed: frozenset[str]) -> None:
    update_valued(widget, node, changed)
    if "horizontal" in changed:
        widget.show_direction(horizontal=bool(node.get("horizontal")))
    if "options" in changed:
        widget.show_choices(read_choices(node.get("options")))
    value = guest_value(widget, node, changed)
    if isinstance(value, str):
        widget.show_value(value)


def _create_select(node: Node) -> Chooser:
    widget = Chooser(_text_value(node), read_choices(node.get("options")))
    _update_select(widget, node, VALUED_PROPS | {"clearable", "placeholder"})
    return widget


def _update_select(widget: Chooser, node: Node, changed: frozenset[str]) -> None:
    update_valued(widget, node, changed)
    if "placeholder" in changed:
        widget.placeholder = clean_line(text_of(node.get("placeholder")))
        widget.refresh(layout=True)
    widget.clearable = bool(node.get("clearable"))
    # The value first: a list that is open is made anew with its cursor there.
    value = guest_value(widget, node, changed)
    if isinstance(value, str):
        widget.show_value(value)
    if "options" in changed:
        widget.show_choices(read_choices(node.get("options")))


def _open(widget: DropDown, node: Node, args: list[Value]) -> None:
    # It closes with the focus, so it opens only where the guest may have that.
    FOCUS_METHODS["focus"](widget, node, args)
    widget.open()


# -- a number --------------------------------------------------------------------------------------------------------


def _number(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _create_slider(node: Node) -> Sliding:
    value = node.get("value")
    widget = Sliding(_number(node.get("defaultValue") if value is None else value))
    _update_slider(widget, node, VALUED_PROPS | {"min", "showValue"})
    return widget


def _update_slider(widget: Sliding, node: Node, changed: frozenset[str]) -> None:
    update_valued(widget, node, changed)
    if changed & {"min", "max", "step"}:
        widget.show_range(*(_number(node.get(name)) for name in ("min", "max", "step")))
    if "showValue" in changed:
        widget.show_number = bool(node.get("showValue"))
        widget.refresh()
    value = guest_value(widget, node, changed)
    if isinstance(value, int | float):
        widget.show_value(float(value))


# -- a day -----------------------------------------------------------------------------------------------------------


def _create_date(node: Node) -> DayField:
    widget = DayField(_text_value(node))
    _update_date(widget, node, VALUED_PROPS | {"min", "firstDayOfWeek"})
    return widget


def _update_date(widget: DayField, node: Node, changed: frozenset[str]) -> None:
    update_valued(widget, node, changed)
    if "firstDayOfWeek" in changed:
        widget.monday_first = node.get("firstDayOfWeek") != "sunday"
    if changed & {"min", "max"}:
        widget.show_range(*days_accepted(node.get("min"), node.get("max")))
    value = guest_value(widget, node, changed)
    if isinstance(value, str):
        if node.props.get("valueVersion") == "force":
            widget.force_value(value)
        else:
            widget.show_value(value)


def _clear_date(widget: DayField, _node: Node, _args: list[Value]) -> None:
    widget.write("")


VIEWS: Final[Mapping[str, TextualView[Any]]] = MappingProxyType(
    {
        "RadioGroup": TextualView(create=_create_radio, update=_update_radio, methods=FOCUS_METHODS),
        "Select": TextualView(create=_create_select, update=_update_select, methods={**FOCUS_METHODS, "open": _open}),
        "Slider": TextualView(create=_create_slider, update=_update_slider, methods=FOCUS_METHODS),
        "DateInput": TextualView(
            create=_create_date,
            update=_update_date,
            methods={**FOCUS_METHODS, "open": _open, "clear": _clear_date},
        ),
    }
)

CSS: Final = ""
