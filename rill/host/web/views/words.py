"""How words look in a browser: text, headings, links and icons."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rill.components.style import COLORS
from rill.host.web.element import Element
from rill.host.web.icons import icon
from rill.host.web.links import link_attributes
from rill.host.web.view import Described, DomEvent, Page, WebLink, WebView
from rill.host.web.views.shared import (
    FOCUS_EVENTS,
    FOCUS_METHODS,
    classes,
    on_focusable,
    press_attributes,
    press_payload,
    tab_stop,
    text_of,
)

# Beyond this a text is cut by a rule of its own instead of one of the style sheet.
LINES_IN_SHEET: Final = 10


def _lines_class(node: Described, page: Page) -> str | None:
    lines = node.get("numberOfLines")
    if not isinstance(lines, int) or lines < 1:
        return None
    if lines <= LINES_IN_SHEET:
        return f"rill-clamp rill-clamp-{lines}"
    return f"rill-clamp {page.rule(f'-webkit-line-clamp:{lines}')}"


def _lower_text(node: Described, page: Page) -> Element:
    level = node.get("level")
    is_heading = level is not None or node.get("role") == "heading"
    return Element(
        # A span may stand inside a line of text and in a button, where a paragraph may not.
        "span",
        {
            "class": classes(
                "rill-text", is_heading and f"rill-heading rill-heading-{level or 2}", _lines_class(node, page)
            ),
            "aria-level": level if is_heading and isinstance(level, int) else None,
        },
    )


def _lower_heading(node: Described, page: Page) -> Element:
    level = node.get("level") or 1
    return Element(f"h{level}", {"class": classes(f"rill-heading rill-heading-{level}", _lines_class(node, page))})


def _lower_link(node: Described, _page: Page) -> Element:
    if node.get("disabled"):
        return Element("span", {"class": "rill-link", "role": "link", "aria-disabled": "true"})
    leads = link_attributes(node.get("href"))
    if leads:
        return Element(
            "a",
            {
                "class": "rill-link",
                **leads,
                "tabindex": tab_stop(node, native=True),
                "data-on": on_focusable(node, click="onPress"),
            },
        )
    return Element("button", {"type": "button", "class": "rill-link", "role": "link", **press_attributes(node)})


def _follow(link: WebLink, event: DomEvent) -> None:
    node = link.node
    href = node.get("href")
    if not node.get("disabled"):
        link.follow("onPress", text_of(href) or None, press_payload(event))


def _lower_icon(node: Described, _page: Page) -> Element:
    color = node.get("color")
    return icon(node.get("name"), label=node.get("label"), color=color if color in COLORS else None)


VIEWS: Final[Mapping[str, WebView]] = MappingProxyType(
    {
        "Text": WebView(lower=_lower_text),
        "Heading": WebView(lower=_lower_heading),
        "Link": WebView(lower=_lower_link, events={**FOCUS_EVENTS, "click": _follow}, methods=FOCUS_METHODS),
        "Icon": WebView(lower=_lower_icon),
    }
)
