"""How pictures, Markdown and source code look in a browser."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rill.host.web.code import code_children, code_lines
from rill.host.web.element import Child, Element
from rill.host.web.markdown import document
from rill.host.web.view import Described, DomEvent, Page, WebLink, WebView, on
from rill.host.web.views.shared import (
    FOCUS_EVENTS,
    FOCUS_METHODS,
    classes,
    on_focusable,
    press_payload,
    tab_stop,
    text_of,
)

# -- pictures --------------------------------------------------------------------------------------------------------


# No picture is larger.
_PIXELS_MAX: Final = 1_000_000.0


def _lower_image(node: Described, page: Page) -> Element:
    source = node.get("source")
    # An empty address fails at once, without asking anybody: the guest hears of it as of any other.
    address = (page.asset(source) if isinstance(source, str) else None) or ""
    return Element(
        "img",
        {
            "class": classes("rill-image", f"rill-image-{node.get('fit')}"),
            "src": address,
            "alt": text_of(node.get("alt")),
            "decoding": "async",
            "draggable": "false",
            "data-part": None if address else _reason(source),
            "data-on": on(node, load="onLoad", error="onError"),
        },
    )


def _reason(source: object) -> str:
    """Why there is no address for a source: names of assets have no colon."""
    return "refused" if isinstance(source, str) and ":" in source else "missing"


def _tell_loaded(link: WebLink, event: DomEvent) -> None:
    if event.size is not None:
        # It comes from a client: what is no number counts as nothing.
        width, height = (round(min(max(0.0, length), _PIXELS_MAX)) for length in event.size)
        link.emit("onLoad", {"width": width, "height": height})


def _tell_failed(link: WebLink, event: DomEvent) -> None:
    source = link.node.get("source")
    is_address = isinstance(source, str) and ":" in source
    # A browser does not say why. What the bundle holds was there, so it is no picture.
    code = "failed" if is_address else "invalid"
    link.emit("onError", {"code": event.part if event.part in ("missing", "refused") else code})


# -- Markdown --------------------------------------------------------------------------------------------------------


def _link_types(node: Described) -> str | None:
    return on(node, click="onLinkPress")


def _lower_markdown(node: Described, _page: Page) -> Element:
    return Element(
        "article",
        {
            "class": "rill-markdown",
            "tabindex": tab_stop(node, native=False),
            "data-on": on_focusable(node),
        },
        *document(text_of(node.get("text")), _link_types(node)).children,
    )


def _press_link(link: WebLink, event: DomEvent) -> None:
    node = link.node
    hrefs = document(text_of(node.get("text")), _link_types(node)).hrefs
    # The document may have changed since the person saw it.
    if event.part.isascii() and event.part.isdigit() and int(event.part) < len(hrefs):
        href = hrefs[int(event.part)]
        link.follow("onLinkPress", href, press_payload(event))


# -- code ------------------------------------------------------------------------------------------------------------


def _lower_code(node: Described, _page: Page) -> Element:
    code, language = text_of(node.get("code")), text_of(node.get("language")) or None
    first, marked = node.get("firstLine"), node.get("highlightLines")
    numbered = bool(node.get("lineNumbers"))
    lines: tuple[Child, ...]
    if numbered or marked:
        lines = code_lines(
            code,
            language,
            first if isinstance(first, int) else 1,
            frozenset(line for line in marked if isinstance(line, int)) if isinstance(marked, list) else (),
        )
    else:
        lines = code_children(code, language)
    return Element(
        "pre",
        {
            "class": classes("rill-code", numbered and "rill-code-numbered", node.get("wrap") and "rill-code-wrap"),
            "tabindex": tab_stop(node, native=False),
            "data-on": on_focusable(node),
        },
        Element("code", {}, *lines),
    )


VIEWS: Final[Mapping[str, WebView]] = MappingProxyType(
    {
        "Image": WebView(lower=_lower_image, events={"load": _tell_loaded, "error": _tell_failed}),
        "Markdown": WebView(
            lower=_lower_markdown, events={**FOCUS_EVENTS, "click": _press_link}, methods=FOCUS_METHODS
        ),
        "CodeView": WebView(lower=_lower_code, events=FOCUS_EVENTS, methods=FOCUS_METHODS),
    }
)
