"""Views of radio groups, selects and sliders."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from rill.host.forms import is_disabled
from rill.host.input_values import number_words, on_step
from rill.host.tree import Node
from rill.host.web.element import Attribute, Element, FieldValue
from rill.host.web.view import DomEvent, Page, WebLink, WebView
from rill.host.web.views.drawn import Drawn
from rill.host.web.views.fields import answer_attributes, changes, compact, field_value, wants
from rill.host.web.views.shared import FOCUS_EVENTS, FOCUS_METHODS, classes
from rill.protocol.values import Value

# What a browser's select calls the choice of nothing.
_NOTHING: Final = ""


def _options(node: Node) -> Iterator[tuple[str, str, bool]]:
    """Value, words and whether it is disabled, of each option. Of several with the same value the first counts."""
    options = node.get("options")
    seen = set()
    for option in options if isinstance(options, list) else ():
        if isinstance(option, dict) and isinstance(value := option.get("value"), str) and value not in seen:
            seen.add(value)
            label = option.get("label")
            yield value, label if isinstance(label, str) else value, option.get("disabled") is True


def _choice(node: Node, page: Page) -> tuple[str, int]:
    """What is chosen, and the version of that; empty where no option has the value."""
    value, version = page.shown(node)
    options = node.get("options")
    known = isinstance(value, str) and any(value == option["value"] for option in options or ())
    return (value if known and isinstance(value, str) else _NOTHING), version


def _may_choose(node: Node, value: str) -> bool:
    return any(value == option and not disabled for option, _, disabled in _options(node))


# -- one of several ----------------------------------------------------------------------------------------------------


def _lower_radio(node: Node, page: Page) -> Element:
    chosen, version = _choice(node, page)
    answer = answer_attributes(node, page)
    # Each group has a name of its own, whatever the guest calls it: radios of one name are one group to a browser.
    name, required, tabindex = page.unique(node, "choice"), answer.pop("required"), answer.pop("tabindex")
    answer.pop("name")
    radios = [
        Element(
            "label",
            {"class": "rill-radio"},
            Element(
                "input",
                {
                    "type": "radio",
                    "name": name,
                    "value": value,
                    "required": required and not index,
                    "disabled": disabled,
                    "tabindex": tabindex,
                    "data-part": str(index),
                },
                field=FieldValue(value == chosen, version),
            ),
            Element("span", {"class": "rill-words"}, words),
        )
        for index, (value, words, disabled) in enumerate(_options(node))
    ]
    names = classes("rill-radios", node.get("horizontal") is True and "rill-horizontal", compact(node))
    return Element(
        "fieldset",
        {
            "class": names,
            "role": "radiogroup",
            **answer,
            "aria-required": "true" if required else None,
            "aria-orientation": None if node.get("horizontal") is True else "vertical",
            "data-on": wants(node),
        },
        *radios,
    )


def _read_radio(node: Node, event: DomEvent) -> Value:
    # The browser says it of the radio that is on now.
    if event.value is not True or not event.part.isdecimal() or len(event.part) > 4:
        return None
    options = list(_options(node))
    at = int(event.part)
    return options[at][0] if at < len(options) and not options[at][2] else None


# -- one of many -------------------------------------------------------------------------------------------------------


def _lower_select(node: Node, page: Page) -> Element:
    chosen, version = _choice(node, page)
    placeholder = node.get("placeholder")
    words = placeholder if isinstance(placeholder, str) else ""
    options = _drawn.of(node.get("options"), lambda: _option_elements(node))
    elements = []
    if all(option.attributes["value"] != _NOTHING for option in options):
        clearable = node.get("clearable") is True
        # Where it cannot be chosen it is only there to be shown.
        shown: dict[str, Attribute] = {"value": _NOTHING, "disabled": not clearable, "hidden": not clearable}
        elements.append(Element("option", shown, words or "–"))
    return Element(
        "select",
        {
            "class": classes("rill-input", "rill-select", chosen == _NOTHING and "rill-unchosen", compact(node)),
            **answer_attributes(node, page),
            "data-on": wants(node),
        },
        *elements,
        *options,
        field=FieldValue(chosen, version),
    )


_drawn: Final = Drawn()


def _option_elements(node: Node) -> tuple[Element, ...]:
    """The elements of all options, of which there may be ten thousand."""
    return tuple(
        Element("option", {"value": value, "disabled": disabled}, words or None)
        for value, words, disabled in _options(node)
    )


def _read_select(node: Node, event: DomEvent) -> Value:
    value = event.value
    if not isinstance(value, str):
        return None
    if value == _NOTHING and node.get("clearable") is True:
        return value
    return value if _may_choose(node, value) else None


def show_picker(link: WebLink, _args: list[Value]) -> Any:
    """Open the browser's own list or calendar: the method ``open``. It does so in answer to a press only."""
    return link.call("showPicker")


# -- a number ----------------------------------------------------------------------------------------------------------


def _number(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _scale(node: Node) -> tuple[float, float, float]:
    low, high, step = (_number(node.get(name)) for name in ("min", "max", "step"))
    return low, high, step


def _lower_slider(node: Node, page: Page) -> Element:
    low, high, step = _scale(node)

    def words(value: Value) -> str:
        return number_words(on_step(_number(value), low, high, step))

    field = field_value(node, page, words)
    attributes: dict[str, Attribute] = {
        "type": "range",
        **answer_attributes(node, page),
        "min": number_words(low),
        "max": number_words(max(low, high)),
        "step": number_words(step),
        "required": None,
    }
    wanted = wants(node, "input", change="onComplete")
    if node.get("showValue") is not True:
        return Element(
            "input", {"class": classes("rill-slider", compact(node)), **attributes, "data-on": wanted}, field=field
        )
    return Element(
        "div",
        {"class": classes("rill-slider-box", compact(node)), "data-on": wanted},
        Element("input", {"class": "rill-slider", **attributes}, field=field),
        # The script `fields` keeps it up while the slider is dragged. Assistive technology has the slider's own number.
        Element("output", {"class": "rill-slider-value", "aria-hidden": "true"}, str(field.value)),
    )


def _read_slider(node: Node, event: DomEvent) -> Value:
    try:
        number = float(event.value) if isinstance(event.value, str) and len(event.value) <= 40 else math.nan
    except ValueError:
        return None
    return on_step(number, *_scale(node)) if math.isfinite(number) else None


_slider_moved: Final = changes(_read_slider)


def _slider_left(link: WebLink, event: DomEvent) -> None:
    number = _read_slider(link.node, event)
    if isinstance(number, float) and not is_disabled(link.node):
        if number != link.held():
            _slider_moved(link, event)
        link.emit("onComplete", {"value": number, "version": link.version})


VIEWS: Final[Mapping[str, WebView]] = MappingProxyType(
    {
        "RadioGroup": WebView(
            lower=_lower_radio,
            events={**FOCUS_EVENTS, "change": changes(_read_radio)},
            methods=FOCUS_METHODS,
            contextual=True,
        ),
        "Select": WebView(
            lower=_lower_select,
            events={**FOCUS_EVENTS, "change": changes(_read_select)},
            methods={**FOCUS_METHODS, "open": show_picker},
            contextual=True,
        ),
        "Slider": WebView(
            lower=_lower_slider,
            events={**FOCUS_EVENTS, "input": _slider_moved, "change": _slider_left},
            methods=FOCUS_METHODS,
            module="fields",
            contextual=True,
        ),
    }
)
