"""What the tests of the views share: a node of the catalogue in a line, its element, and what its handlers say.

Holds no test.
"""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from types import SimpleNamespace
from typing import Any, cast

from host.trees import Given
from rill.host.tree import Node
from rill.host.web.element import Element
from rill.host.web.lowering import LoweringPage, PersonStates
from rill.host.web.page_context import PageContext
from rill.host.web.view import DomEvent, WebLink, WebView
from rill.host.web.views import VIEWS
from rill.protocol.operations import Append, Create
from rill.protocol.values import Value

# A listener without wishes, as it crosses.
LISTENS = True


def page_of(node: Node, assets: Mapping[str, str] | None = None) -> LoweringPage:
    """A page on which a node stands."""
    context = PageContext(asset_url=(assets or {}).get)
    return LoweringPage(context, PersonStates(), node._tree)


def put(type: str, props: Mapping[str, Value] | None = None, *children: tuple[Any, ...]) -> Node:
    """A node of the catalogue, below the root of a tree of its own. Children are given likewise; a string is a text."""
    operations: list[Any] = []
    ids = iter(range(1, 1_000))

    def add(parent: int, kind: str, props: Any, inner: tuple[Any, ...]) -> int:
        id = next(ids)
        operations.append(Create(id, kind, props))
        for child in inner:
            if isinstance(child, str):
                add(id, "#text", child, ())
            else:
                add(id, child[0], dict(child[1]) if len(child) > 1 else {}, tuple(child[2:]))
        operations.append(Append(parent, id))
        return id

    id = add(0, type, dict(props or {}), children)
    return Given(*operations).node(id)


def view_of(type: str) -> WebView:
    """The view of a component."""
    return VIEWS[type]


def element_of(node: Node, assets: Mapping[str, str] | None = None) -> Element:
    """The element of a node."""
    return view_of(node.type).lower(node, page_of(node, assets))


def lower(type: str, assets: Mapping[str, str] | None = None, /, **props: Value) -> Element:
    """The element of a component with these props and no children."""
    return element_of(put(type, props), assets)


class Said:
    """A link that writes down what a handler did."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.log: list[tuple[Any, ...]] = []

    def emit(self, event: str, payload: Mapping[str, Any] | None = None) -> bool:
        self.log.append((event, payload))
        return True

    def change(self, value: Value, version: int, event: str = "onChange") -> None:
        self.log.append((event, value, version))

    def note(self, value: Value, version: int, prop: str = "value") -> int:
        self.log.append(("note", prop, value, version))
        return version

    def follow(self, event: str, href: str | None, payload: Mapping[str, Any]) -> None:
        self.log.append((event, href, payload))

    def call(self, method: str, *args: Any) -> Awaitable[Value]:
        self.log.append(("call", method, *args))
        return cast(Awaitable[Value], SimpleNamespace())


def said(node: Node, type: str, **fields: Any) -> list[tuple[Any, ...]]:
    """What a view makes of an event of its element. What it emits must be what the component's schema says."""
    link = Said(node)
    view_of(node.type).events[type](cast(WebLink, link), DomEvent(**fields))
    schema = node.schema
    assert schema is not None
    for entry in link.log:
        if len(entry) == 2 and entry[0] in schema.events:
            schema.events[entry[0]].dump(entry[1])
    return link.log


def called(node: Node, method: str, *args: Value) -> list[tuple[Any, ...]]:
    """What a view makes of a method."""
    link = Said(node)
    view_of(node.type).methods[method](cast(WebLink, link), list(args))
    return link.log


NO_KEYS = {"shift": False, "ctrl": False, "alt": False, "meta": False}
