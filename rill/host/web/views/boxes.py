"""How boxes look in a browser: flexible boxes of its own, and one that scrolls."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from rill.host.web.element import Element
from rill.host.web.view import Described, DomEvent, Page, WebLink, WebView, on
from rill.host.web.views.shared import (
    FOCUS_EVENTS,
    FOCUS_METHODS,
    KEY_EVENTS,
    classes,
    on_focusable,
    tab_stop,
    tell_layout,
    text_of,
)
from rill.protocol.values import Value

# Further than anything scrolls: the browser stops at the end.
_END: Final = 10_000_000


def _tag(node: Described) -> str:
    # Only what is listened to is measured.
    return "rill-layout" if node.listens("onLayout") else "div"


def _box(name: str) -> WebView:
    attributes = {"class": name}

    def lower(node: Described, _page: Page) -> Element:
        wanted = on(node, keydown="onKeyDown", **{"rill-layout": "onLayout"})
        return Element(_tag(node), {**attributes, "data-on": wanted})

    return WebView(lower=lower, events={**KEY_EVENTS, "rill-layout": tell_layout})


def _lower_scroll(node: Described, _page: Page) -> Element:
    return Element(
        _tag(node),
        {
            "class": classes(
                "rill-scroll rill-fills",
                node.get("horizontal") and "rill-scroll-x",
            ),
            "role": "group",
            "tabindex": tab_stop(node, native=False),
            "data-on": on_focusable(node, scroll="onScroll", **{"rill-layout": "onLayout"}),
        },
    )


def _tell_scroll(link: WebLink, event: DomEvent) -> None:
    if event.scroll is not None:
        names = ("x", "y", "viewWidth", "viewHeight", "contentWidth", "contentHeight")
        # Where a browser lets content be pulled beyond its edge it says less than nothing.
        places = (min(max(0.0, value), _END) for value in event.scroll)
        link.emit("onScroll", dict(zip(names, places, strict=True)))


def _is_animated(options: Value) -> bool:
    return isinstance(options, dict) and bool(options.get("animated"))


def _scroll_to(link: WebLink, args: list[Value]) -> Any:
    target = args[0]
    assert isinstance(target, dict)
    return link.call("scrollTo", target.get("x"), target.get("y"), _is_animated(target))


def _scroll_to_end(link: WebLink, args: list[Value]) -> Any:
    sideways = bool(link.node.get("horizontal"))
    return link.call("scrollTo", _END if sideways else None, None if sideways else _END, _is_animated(args[0]))


def _lower_slot(node: Described, _page: Page) -> Element:
    name = text_of(node.get("name"))
    return Element("div", {"class": "rill-slot", "data-slot": name})


_VIEW: Final = _box("rill-box")

VIEWS: Final[Mapping[str, WebView]] = MappingProxyType(
    {
        "View": _VIEW,
        "Column": _VIEW,
        "Row": _box("rill-box rill-box-row"),
        "ScrollView": WebView(
            lower=_lower_scroll,
            events={**FOCUS_EVENTS, "scroll": _tell_scroll, "rill-layout": tell_layout},
            methods={**FOCUS_METHODS, "scrollTo": _scroll_to, "scrollToEnd": _scroll_to_end},
        ),
        "Slot": WebView(lower=_lower_slot),
    }
)
