"""The elements of the html preset in a browser: each becomes itself.

What an attribute becomes is said by `html_attributes`, what an event says by `html_events`. Here is what elements need
beyond that: values of fields, links, forms that go nowhere, dialogs, pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from rill.host.html import ancestors, input_kind, option_words, value_words
from rill.host.tree import Node
from rill.host.web.element import CHILDREN, Attribute, Element, FieldValue
from rill.host.web.html_attributes import (
    autocomplete,
    class_words,
    declarations_of,
    harmless_pattern,
    page_attributes,
    tab_stop,
)
from rill.host.web.html_events import EVENTS, METHODS, dom_type
from rill.host.web.html_values import value_shown
from rill.host.web.links import link_attributes
from rill.host.web.view import Described, Page, WebView, policy_words
from rill.protocol.values import Value
from rill.protocol.web import FORCED

_EVENT_NAMES: Final = (
    "onClick",
    "onDblClick",
    "onContextMenu",
    "onMouseEnter",
    "onMouseLeave",
    "onKeyDown",
    "onKeyUp",
    "onInput",
    "onChange",
    "onFocus",
    "onBlur",
    "onFocusIn",
    "onFocusOut",
    "onSubmit",
    "onReset",
    "onInvalid",
    "onToggle",
    "onLoad",
    "onError",
)
# The events of the preset that browsers tell of under a type of their own. A dialog's `onCancel` is its view's.
EVENT_TYPES: Final[Mapping[str, str]] = MappingProxyType({name: dom_type(name) for name in _EVENT_NAMES})


def _attributes(node: Described, page: Page, **wanted: bool) -> dict[str, Attribute]:
    """The attributes that the preset has for all elements.

    Args:
        wanted: types of events that the element itself wants, whoever listens; True where the browser must not do what
            it does by itself.
    """
    props = node.props
    if not props and not wanted:
        return {}
    found = page_attributes(node.type, props, page)
    words = class_words(props.get("class"))
    if declarations := declarations_of(props.get("style")):
        words.append(page.rule(declarations))
    found["class"] = " ".join(words) or None
    found["tabindex"] = tab_stop(props.get("tabindex"))
    found["data-on"] = _wanted(props, wanted)
    return found


def _wanted(props: Mapping[str, Value], wanted: Mapping[str, bool]) -> str | None:
    entries = []
    own = dict(wanted)
    for name, mark in props.items():
        type = EVENT_TYPES.get(name)
        if type is None or mark is None:
            continue
        if own.pop(type, False):
            mark = {**mark, "prevent": True} if isinstance(mark, dict) else {"prevent": True}
        entries.append(_entry(type, mark))
    entries += [type + (":p" if prevents else "") for type, prevents in own.items()]
    return " ".join(entries) or None


def _entry(type: str, mark: Value) -> str:
    """One type of events as `data-on` has it. In the guest's document a key that writes into a field rises, too."""
    words = type + policy_words(mark)
    if type not in ("keydown", "keyup"):
        return words
    return f"{words},b" if ":" in words else f"{words}:b"


def _lower(node: Described, page: Page) -> Element:
    return Element(node.type, _attributes(node, page))


# -- links -------------------------------------------------------------------------------------------------------------


def _lower_link(node: Described, page: Page) -> Element:
    href = node.props.get("href")
    outside = link_attributes(href)
    if outside:
        return Element("a", {**_attributes(node, page), **outside})
    if href is None and not node.listens("onClick"):
        return Element("a", _attributes(node, page))
    # An address that is the guest's own business, or none at all: a link to people and keys, which leads nowhere.
    inside = page.prefix + href[1:] if isinstance(href, str) and len(href) > 1 and href.startswith("#") else ""
    return Element("a", {**_attributes(node, page, click=True), "href": f"#{inside}"})


# -- fields ------------------------------------------------------------------------------------------------------------


def _lower_input(node: Described, page: Page) -> Element:
    props = node.props
    kind = input_kind(props.get("type"))
    own = props.get("value")
    if kind in ("button", "hidden"):
        return Element("input", {**_attributes(node, page), "value": own if isinstance(own, str) else None})
    attributes = _attributes(node, page, change=False)
    attributes["autocomplete"] = autocomplete(props.get("autocomplete"), password=props.get("type") == "password")
    if kind in ("tick", "radio"):
        attributes["value"] = own if isinstance(own, str) else None
        checked, version = page.shown(node, "checked")
        return Element("input", attributes, field=FieldValue(checked is True, version))
    attributes["pattern"] = harmless_pattern(props.get("pattern"))
    value, version = page.shown(node)
    return Element("input", attributes, field=FieldValue(value_shown(props, value_words(value)), version))


def _lower_area(node: Node, page: Page) -> Element:
    attributes = _attributes(node, page, change=False)
    attributes["autocomplete"] = autocomplete(node.props.get("autocomplete"), password=False)
    value, version = page.shown(node)
    # The text in it is what it begins with.
    words = value if isinstance(value, str) else node.text_content
    return Element("textarea", attributes, field=FieldValue(words, version))


def _lower_select(node: Described, page: Page) -> Element:
    attributes = _attributes(node, page, change=False)
    attributes["autocomplete"] = autocomplete(node.props.get("autocomplete"), password=False)
    value, version = page.shown(node)
    # Without a value it is up to the options.
    return Element("select", attributes, field=FieldValue(value, version) if isinstance(value, str) else None)


def _lower_option(node: Node, page: Page) -> Element:
    attributes = _attributes(node, page)
    own = node.props.get("value")
    select = next((around for around in ancestors(node) if around.type == "select"), None)
    chosen = page.shown(select)[0] if select is not None else None
    if isinstance(chosen, str):
        attributes["selected"] = (own if isinstance(own, str) else option_words(node)) == chosen
    else:
        attributes["selected"] = node.props.get("selected") is True
    return Element("option", attributes)


def _lower_form(node: Described, page: Page) -> Element:
    # Sent by this method, a form goes nowhere even when no script holds it back.
    return Element("form", {**_attributes(node, page, reset=False), "method": "dialog"})


# -- what opens and closes ---------------------------------------------------------------------------------------------


def _lower_details(node: Described, page: Page) -> Element:
    is_open, _ = page.shown(node, "open")
    # The element has no version, so what the guest writes always counts.
    return Element("details", _attributes(node, page, toggle=False), field=FieldValue(is_open is True, FORCED))


def _lower_dialog(node: Described, page: Page) -> Element:
    is_open = node.props.get("open") is True
    return Element(
        "dialog",
        # The module opens it; where no script runs, the attribute does.
        {**_attributes(node, page), "open": is_open, "data-own": "open"},
        Element(
            "rill-dialog",
            {
                "hidden": True,
                "data-open": is_open,
                "data-modal": node.props.get("modal") is True,
                # Asks, and leaves it to the guest.
                "data-dismissible": True,
                "data-on": "rill-close",
            },
        ),
        Element("div", {"class": "rill-contents"}, CHILDREN),
    )


# -- pictures ----------------------------------------------------------------------------------------------------------


def _lower_picture(node: Described, page: Page) -> Element:
    source, alt = node.props.get("src"), node.props.get("alt")
    address = page.asset(source) if isinstance(source, str) else None
    attributes = _attributes(node, page)
    if isinstance(source, str):
        # An empty address fails at once, without asking anybody: the guest hears of it as of any other.
        attributes["src"] = address or ""
        attributes["data-part"] = None if address else "refused" if ":" in source else "missing"
    return Element("img", {**attributes, "alt": alt if isinstance(alt, str) else ""})


# -- the table ---------------------------------------------------------------------------------------------------------

_TAGS: Final = (
    "div section article header footer main nav aside search address h1 h2 h3 h4 h5 h6 hgroup p pre blockquote figure "
    "figcaption hr summary span b strong i em u s small code kbd samp var sub sup mark q cite abbr time data del ins "
    "dfn bdi bdo br wbr ul ol menu li dl dt dd table caption thead tbody tfoot tr td th colgroup col label optgroup "
    "datalist button fieldset legend progress meter output"
)
_OTHERS: Final[Mapping[str, Callable[[Any, Page], Element]]] = {
    "a": _lower_link,
    "input": _lower_input,
    "select": _lower_select,
    "form": _lower_form,
    "details": _lower_details,
    "dialog": _lower_dialog,
    "img": _lower_picture,
}

HTML_VIEWS: Final[Mapping[str, WebView]] = MappingProxyType(
    {
        **{tag: WebView(lower=_lower, events=EVENTS, methods=METHODS) for tag in _TAGS.split()},
        **{tag: WebView(lower=lower, events=EVENTS, methods=METHODS) for tag, lower in _OTHERS.items()},
        "textarea": WebView(lower=_lower_area, events=EVENTS, methods=METHODS, contextual=True, children=False),
        "option": WebView(lower=_lower_option, events=EVENTS, methods=METHODS, contextual=True),
    }
)
