"""A tree that a `WebAdapter` shows, for the tests of views whose handlers do more than tell: what the guest hears, what
the page becomes, and what the browser is asked to do.

Holds no test.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Mapping
from itertools import count
from typing import Any

from host.trees import make_batch
from rill.components import CATALOGUE
from rill.host.receiver import Receiver
from rill.host.tree import Node
from rill.host.web.adapter import WebAdapter
from rill.host.web.element import Element
from rill.host.web.lowering import LoweringPage, lower_node, walk
from rill.host.web.page_context import PageContext
from rill.host.web.view import DomEvent
from rill.host.web.views import VIEWS
from rill.protocol import Limits
from rill.protocol.operations import Append, Create, Operation, Update
from rill.protocol.values import Value
from rill.protocol.web import WebOperation

# A component, its props, and what is in it; or a text.
Item = tuple[Any, ...] | str


class Standing:
    """Items below the root, with ids from 1 in the order of the document.

    Attributes:
        heard: node, event and payload of all that the guest heard.
    """

    def __init__(self, *items: Item) -> None:
        self.heard: list[tuple[int, str, Value]] = []
        self.receiver = Receiver(CATALOGUE, Limits(), emit=self._hear)
        self.tree = self.receiver.tree
        self._waiting: list[asyncio.Future[Value]] = []
        self._ids = count(1)
        self._sequence = 0
        self._write(*(operation for item in items for operation in self._make(item, 0)))
        self.adapter = WebAdapter(VIEWS, PageContext(), on_operations=lambda: None)
        self.adapter.attach(self.tree)
        self.paint = self.adapter.html()

    def _make(self, item: Item, parent: int) -> list[Operation]:
        id = next(self._ids)
        if isinstance(item, str):
            return [Create(id, "#text", item), Append(parent, id)]
        type, props, *children = item
        made: list[Operation] = [Create(id, type, props)]
        for child in children:
            made += self._make(child, id)
        return [*made, Append(parent, id)]

    def _write(self, *operations: Operation) -> Any:
        self._sequence += 1
        return self.receiver.receive_batch(make_batch(self._sequence, operations))

    def _hear(self, node: Node, event: str, payload: Value, is_due: bool) -> None:
        assert is_due, "the browser has carried out the listener's policy"
        assert node.schema is not None
        node.schema.events[event].dump(payload)
        self.heard.append((node.id, event, payload))

    def node(self, id: int) -> Node:
        node = self.tree.find(id)
        assert node is not None
        return node

    def element(self, id: int) -> Element:
        """The element of a node as it would be made now, with what persons did."""
        node = self.node(id)
        return lower_node(node, VIEWS[node.type], LoweringPage(PageContext(), self.adapter.states, self.tree))

    def inner(self, id: int, name: str) -> Element:
        """The first element with a class, or else a tag, in the element of a node."""
        return next(
            part
            for part in walk(self.element(id))
            if name in str(part.attributes.get("class", "")).split() or part.tag == name
        )

    def write(self, id: int, props: Mapping[str, Value]) -> list[list[Any]]:
        """The guest writes props of a node. Returns what the browser is told."""
        self.adapter.take()
        self.adapter.apply(self._write(Update(id, dict(props), [])))
        return self.adapter.take()

    def say(self, id: int, type: str, **fields: Any) -> list[tuple[str, Value]]:
        """Something happens in the browser. Returns what the guest hears of it, from whichever node."""
        before = len(self.heard)
        self.adapter.handle(id, type, DomEvent(**fields))
        return [(event, payload) for _, event, payload in self.heard[before:]]

    def call(self, id: int, method: str, *args: Value) -> Any:
        """The guest calls a method. What a browser has to answer is waited for until the test ends."""
        answer = self.adapter.call(self.node(id), method, list(args))
        if inspect.isawaitable(answer):
            self._waiting.append(asyncio.ensure_future(answer))
        return answer

    def asked(self) -> list[tuple[int, str, list[Value]]]:
        """What the browser is asked to do since the last time: node, method and arguments."""
        self.adapter.has_browser = True
        return [
            (node, method, args)
            for code, *fields in self.adapter.take()
            if code == WebOperation.CALL
            for _, node, method, args in [fields]
        ]
