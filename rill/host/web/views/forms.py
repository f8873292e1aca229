"""Views of forms and their fields.

The browser says early what is missing, in its own words; what it refuses and what it lets pass both come here, and what
is acceptable is decided by `rill.host.forms`, so that a guest hears the same as in a terminal.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rill.host.forms import form_around
from rill.host.tree import Node
from rill.host.web.element import CHILDREN, Element
from rill.host.web.view import DomEvent, Page, WebLink, WebView, on
from rill.host.web.views.fields import (
    compact,
    error_of,
    first_input,
    refusal_in,
    reset,
    submit,
    touched_by_field,
)
from rill.host.web.views.shared import KEY_EVENTS, classes
from rill.protocol.values import Value

# The script `fields` tells of attempts that the browser refuses, which are for the server to decide all the same.
_ATTEMPTS: Final = "submit:p rill-invalid"


def _lower_form(node: Node, _page: Page) -> Element:
    keys = on(node, keydown="onKeyDown")
    disabled = node.get("disabled") is True
    # Its children stand as the style of the form says, which the stylesheet hands on.
    content = Element("fieldset", {"class": "rill-form-content", "disabled": disabled}, CHILDREN)
    if form_around(node) is not None:
        # HTML knows no form inside a form. Fields in it submit it themselves, and buttons through the outer one.
        return Element("div", {"class": classes("rill-form", compact(node)), "role": "form", "data-on": keys}, content)
    return Element(
        "form",
        {
            "class": classes("rill-form", compact(node)),
            # Never sent anywhere by the browser, and without a script not at all.
            "method": "dialog",
            "data-on": f"{_ATTEMPTS} {keys}" if keys else _ATTEMPTS,
        },
        # Enter submits a form of several fields only if there is something to submit it with.
        Element("button", {"type": "submit", "hidden": True, "tabindex": -1}),
        content,
    )


def _submitted(link: WebLink, event: DomEvent) -> None:
    button = link.find(event.submitter) if event.submitter is not None else None
    form = form_around(button) if button is not None else None
    submit(link.within(form) if form is not None else link)


def _submit(link: WebLink, _args: list[Value]) -> Value:
    return submit(link)


def _reset(link: WebLink, _args: list[Value]) -> Value:
    reset(link)
    return None


def _lower_field(node: Node, page: Page) -> Element:
    title, help_words = node.get("title"), node.get("help")
    wrong = refusal_in(node, page) or error_of(node, page)
    first = first_input(node)
    # A group of radios is no one thing that a label could be of.
    grouped = first is None or first.type == "RadioGroup"
    words = wrong or (help_words if isinstance(help_words, str) else "")
    return Element(
        "div",
        {"class": classes("rill-field", wrong and "rill-field-wrong", compact(node))},
        Element(
            "span" if grouped else "label",
            {
                "class": "rill-field-title",
                "id": page.unique(node, "title"),
                "for": page.unique(first, "input") if first is not None and not grouped else None,
            },
            title if isinstance(title, str) and title else None,
        ),
        Element("div", {"class": "rill-field-content"}, CHILDREN),
        # Always there, because what changes in it is read out.
        Element(
            "p",
            {"class": "rill-field-message", "id": page.unique(node, "message"), "aria-live": "polite"},
            words or None,
        ),
    )


VIEWS: Final[Mapping[str, WebView]] = MappingProxyType(
    {
        "Form": WebView(
            lower=_lower_form,
            events={"submit": _submitted, "rill-invalid": _submitted, **KEY_EVENTS},
            methods={"submit": _submit, "reset": _reset},
            module="fields",
            contextual=True,
        ),
        "FormField": WebView(lower=_lower_field, contextual=True, touches=touched_by_field),
    }
)
