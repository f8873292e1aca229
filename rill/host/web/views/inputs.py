"""Views of text fields, check boxes and switches: the browser's own, so that typing, selecting and assistive technology
work as everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from rill.host.forms import form_around
from rill.host.tree import Node
from rill.host.web.element import CHILDREN, Attribute, Element
from rill.host.web.view import DomEvent, Page, WebLink, WebView
from rill.host.web.views.fields import (
    answer_attributes,
    changes,
    compact,
    field_value,
    may_change,
    submit_form_around,
    wants,
)
from rill.host.web.views.shared import FOCUS_EVENTS, FOCUS_METHODS, classes, text_of
from rill.protocol.values import Value

# What the script `fields` lets in, and what the browser's own validation asks for.
_PATTERNS: Final[Mapping[str, str]] = {
    "numeric": r"\s*[+\-]?[0-9]+\s*",
    "decimal": r"\s*[+\-]?([0-9]+[.,]?[0-9]*|[.,][0-9]+)\s*",
}
_ROWS_DEFAULT: Final = 4


# -- text --------------------------------------------------------------------------------------------------------------


def _lower_text(node: Node, page: Page) -> Element:
    multiline = node.get("multiline") is True
    mode = text_of(node.get("inputMode")) or "text"
    rows, longest = node.get("rows"), node.get("maxLength")
    attributes: dict[str, Attribute] = {
        "class": classes("rill-input", multiline and "rill-area", compact(node)),
        **answer_attributes(node, page),
        "placeholder": node.get("placeholder") and text_of(node.get("placeholder")),
        "readonly": node.get("readOnly") is True,
        "maxlength": longest if isinstance(longest, int) else None,
        "inputmode": mode if mode != "text" else None,
        "data-on": _wants_text(node, multiline=multiline),
    }
    field = field_value(node, page, _lines if multiline else _line)
    if multiline:
        attributes["rows"] = rows if isinstance(rows, int) else _ROWS_DEFAULT
        return Element("textarea", attributes, field=field)
    secret = node.get("secureTextEntry") is True
    attributes["type"] = "password" if secret else "text"
    attributes["pattern"] = attributes["data-only"] = None
    if mode in _PATTERNS:
        attributes["pattern"], attributes["data-only"] = _PATTERNS[mode], mode
    if mode in ("email", "tel", "url", "numeric", "decimal"):
        attributes["autocapitalize"] = "none"
        attributes["spellcheck"] = "false"
    offered = node.get("suggestions")
    if not isinstance(offered, list) or not offered or secret or node.get("readOnly") is True:
        return Element("input", attributes, field=field)
    # Only what could be written is offered.
    texts = [text for text in offered if isinstance(text, str) and (longest is None or len(text) <= _whole(longest))]
    attributes["list"] = page.unique(node, "suggestions")
    # The class and the listeners are the box's, so that a style of the guest's is, too.
    outer: dict[str, Attribute] = {"class": "rill-suggesting", "data-on": attributes.pop("data-on")}
    return Element(
        "div",
        outer,
        Element("input", attributes, field=field),
        Element("datalist", {"id": attributes["list"]}, *(Element("option", {"value": text}) for text in texts)),
    )


def _lines(value: Value) -> str:
    """A text as a browser's field of several lines holds it: else it would count as changed by a person."""
    return text_of(value).replace("\r\n", "\n").replace("\r", "\n")


def _line(value: Value) -> str:
    """A text in one line. A browser would drop the breaks, and join the words beside them."""
    return _lines(value).replace("\n", " ")


def _whole(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _wants_text(node: Node, *, multiline: bool) -> str:
    wanted = wants(node, "input")
    if multiline:
        return wanted
    # `keypress`, because it does not come for an Enter that ends a composition.
    if _submits_by_key(node):
        return f"{wanted} keypress:p,kEnter"
    return f"{wanted} keypress:kEnter" if node.listens("onSubmit") else wanted


def _submits_by_key(node: Node) -> bool:
    """Whether Enter is taken from the browser, which knows no form inside a form and would submit the outer one."""
    form = form_around(node)
    return form is not None and form_around(form) is not None


def _read_text(_node: Node, event: DomEvent) -> Value:
    return event.value if isinstance(event.value, str) else None


_text_changed: Final = changes(_read_text)


def _enter(link: WebLink, event: DomEvent) -> None:
    node = link.node
    if event.key != "Enter" or node.get("multiline") is True:
        return
    if isinstance(event.value, str) and event.value != link.held() and may_change(node):
        _text_changed(link, event)
    text = link.held()
    link.emit("onSubmit", {"value": text_of(text), "version": link.version})
    if _submits_by_key(node):
        submit_form_around(link)


def clear(link: WebLink, _args: list[Value]) -> Value:
    """Empty an input, as if a person had done it: the method ``clear``."""
    if link.held() != "":
        link.write("")
    return None


def _select(link: WebLink, args: list[Value]) -> Any:
    start, end = args
    return link.call("setSelectionRange", start, end if isinstance(end, int) else 0x7FFFFFFF)


def _is_focused(link: WebLink, _args: list[Value]) -> Any:
    return link.call("isFocused")


# -- on or off ---------------------------------------------------------------------------------------------------------


def _lower_checkbox(node: Node, page: Page) -> Element:
    return _lower_toggle(node, page, "rill-checkbox", None)


def _lower_switch(node: Node, page: Page) -> Element:
    return _lower_toggle(node, page, "rill-switch", "switch")


def _lower_toggle(node: Node, page: Page, name: str, role: str | None) -> Element:
    control: dict[str, Attribute] = {"type": "checkbox", "role": role, **answer_attributes(node, page)}
    return Element(
        "label",
        {"class": classes(name, compact(node)), "data-on": wants(node)},
        Element("input", control, field=field_value(node, page, lambda value: value is True)),
        Element("span", {"class": "rill-words"}, CHILDREN),
    )


def _read_toggle(_node: Node, event: DomEvent) -> Value:
    return event.value if isinstance(event.value, bool) else None


_TOGGLE_EVENTS: Final = {**FOCUS_EVENTS, "change": changes(_read_toggle)}

VIEWS: Final[Mapping[str, WebView]] = MappingProxyType(
    {
        "TextInput": WebView(
            lower=_lower_text,
            events={**FOCUS_EVENTS, "input": _text_changed, "keypress": _enter},
            methods={**FOCUS_METHODS, "clear": clear, "select": _select, "isFocused": _is_focused},
            module="fields",
            contextual=True,
        ),
        "Checkbox": WebView(lower=_lower_checkbox, events=_TOGGLE_EVENTS, methods=FOCUS_METHODS, contextual=True),
        "Switch": WebView(lower=_lower_switch, events=_TOGGLE_EVENTS, methods=FOCUS_METHODS, contextual=True),
    }
)
