"""The web adapter: guests in browsers, rendered on the server and kept live over one WebSocket.

The names below are loaded when they are first used, so that a view costs no server.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rill.host.web.application import WebApplication, asgi
    from rill.host.web.element import CHILDREN, Element, FieldValue
    from rill.host.web.embedding import Embedding
    from rill.host.web.live_guest import GuestStatistics, LiveGuest
    from rill.host.web.options import Guest, Refusal, Scope, WebLimits, WebOptions
    from rill.host.web.view import DomEvent, WebLink, WebView, on
    from rill.host.web.web_statistics import WebStatistics

_HOMES: Final = {
    "CHILDREN": "element",
    "DomEvent": "view",
    "Element": "element",
    "Embedding": "embedding",
    "FieldValue": "element",
    "Guest": "options",
    "GuestStatistics": "live_guest",
    "LiveGuest": "live_guest",
    "Refusal": "options",
    "Scope": "options",
    "WebApplication": "application",
    "WebLimits": "options",
    "WebLink": "view",
    "WebOptions": "options",
    "WebStatistics": "web_statistics",
    "WebView": "view",
    "asgi": "application",
    "on": "view",
}

__all__ = [
    "CHILDREN",
    "DomEvent",
    "Element",
    "Embedding",
    "FieldValue",
    "Guest",
    "GuestStatistics",
    "LiveGuest",
    "Refusal",
    "Scope",
    "WebApplication",
    "WebLimits",
    "WebLink",
    "WebOptions",
    "WebStatistics",
    "WebView",
    "asgi",
    "on",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'rill.host.web' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"rill.host.web.{home}"), name)
    return value


def __dir__() -> list[str]:
    return __all__
