"""What a view's handlers know of their node, and the calls that wait for a browser's answer.

Changes no page by itself: the adapter does, when it is told.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from rill.host.tree import Node
from rill.protocol.errors import GuestError
from rill.protocol.values import Value

if TYPE_CHECKING:
    from rill.host.web.adapter import WebAdapter

# How long a call waits for a browser that is away: a page that reloads, or a phone in a tunnel.
CALL_WAITS_S: Final = 10.0


class Link:
    """One node and how to act on it: see `rill.host.web.view.WebLink`."""

    __slots__ = ("_adapter", "_node")

    def __init__(self, adapter: WebAdapter, node: Node) -> None:
        self._adapter = adapter
        self._node = node

    @property
    def node(self) -> Node:
        return self._node

    @property
    def prefix(self) -> str:
        return self._adapter.prefix

    @property
    def version(self) -> int:
        return self._adapter.tree.version(self._node)

    def emit(self, event: str, payload: Mapping[str, Any] | None = None) -> bool:
        return self._adapter.tree.emit(self._node, event, payload, is_due=True)

    def change(self, value: Value, version: int, event: str = "onChange") -> None:
        now = self.note(value, version)
        self.emit(event, {"value": value, "version": now})

    def note(self, value: Value, version: int, prop: str = "value") -> int:
        now = self._adapter.tree.raise_version(self._node, version)
        if self._node.alive:
            self._adapter.states.fields.setdefault(self._node.id, {})[prop] = value
        return now

    def write(self, value: Value, event: str = "onChange") -> None:
        version = self._adapter.tree.bump_version(self._node)
        self.change(value, version, event)
        self.refresh()

    def held(self, node: Node | None = None, prop: str = "value") -> Value:
        return self._adapter.shown(self._node if node is None else node, prop)

    def forget(self, prop: str = "value") -> None:
        held = self._adapter.states.fields.get(self._node.id)
        if held is not None and held.pop(prop, None) is not None:
            self.refresh()

    def refresh(self) -> None:
        self._adapter.refresh(self._node, writes=True)

    def remember(self, key: str, value: Value) -> None:
        kept = self._adapter.states.kept
        own = kept.get(self._node.id, {})
        before = own.get(key)
        if value is before or value == before:
            return
        if value is not None and self._node.alive:
            kept.setdefault(self._node.id, {})[key] = value
        else:
            own.pop(key, None)
            if not own:
                kept.pop(self._node.id, None)
        self._adapter.refresh(self._node, writes=False)

    def recall(self, key: str) -> Value:
        return self._adapter.states.kept.get(self._node.id, {}).get(key)

    def find(self, id: int) -> Node | None:
        return self._adapter.tree.find(id)

    def follow(self, event: str, href: str | None, payload: Mapping[str, Any]) -> None:
        del href
        self.emit(event, payload)

    def call(self, method: str, *args: Any) -> asyncio.Future[Value]:
        return self._adapter.call_browser(self._node, method, list(args))

    def within(self, node: Node) -> Link:
        return Link(self._adapter, node)


class PendingCall:
    """A call that a browser has not answered."""

    __slots__ = ("answer", "args", "is_sent", "method", "node_id", "timer")

    def __init__(self, node_id: int, method: str, args: list[Any], answer: asyncio.Future[Value]) -> None:
        self.node_id = node_id
        self.method = method
        self.args = args
        self.answer = answer
        self.is_sent = False
        # Runs while no browser is there.
        self.timer: asyncio.TimerHandle | None = None

    def reject(self, error: GuestError) -> None:
        """Answer by an error, which nobody needs to have waited for."""
        self.stop_timer()
        if not self.answer.done():
            self.answer.set_exception(error)
            # Views call and go on: an error that nobody asks for is no news.
            self.answer.exception()

    def stop_timer(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None


def detached_error(method: str) -> GuestError:
    """What a call comes to that no browser is there for."""
    return GuestError(f"no browser is there for {method!r}", code="detached")
