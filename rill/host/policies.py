"""Listener policies that the host carries out for every adapter: ``keys``, ``debounce_ms`` and ``throttle_ms``.

``prevent`` and ``stop`` belong to adapters, because only they know what an event would do otherwise. What a mark may
hold was checked by the component's schema.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rill.host.tree import Node
from rill.protocol.values import Value

if TYPE_CHECKING:
    from rill.host.clock import Clock, Wakeup


@dataclass(slots=True)
class _Held:
    """A listener whose time runs. ``has_payload`` tells whether an event waits for its end."""

    wakeup: Wakeup
    payload: Value
    has_payload: bool


class ListenerPolicies:
    """Holds events back as their listeners ask.

    Debounced: an event goes out when none has followed for ``debounce_ms``. Throttled: the first goes out at once, the
    last one of the next ``throttle_ms`` at their end, which begins the next ``throttle_ms``. A listener with
    both is debounced. Held events of a node that is gone, or whose listener went, are dropped.
    """

    def __init__(self, clock: Clock, send: Callable[[Node, str, Value], None]) -> None:
        self._clock = clock
        self._send = send
        self._held: dict[tuple[int, str], _Held] = {}

    def take(self, node: Node, event: str, payload: Value) -> None:
        """Send an event, now or later."""
        mark = node.props.get(event)
        policy = mark if type(mark) is dict else {}
        keys = policy.get("keys")
        # Events that are no key events have none to choose by, and an empty list chooses nothing.
        if keys and isinstance(payload, dict) and "key" in payload and payload["key"] not in keys:
            return
        debounce_ms, throttle_ms = policy.get("debounce_ms", 0), policy.get("throttle_ms", 0)
        at = (node.id, event)
        held = self._held.get(at)
        if held is not None and throttle_ms and not debounce_ms:
            held.payload, held.has_payload = payload, True
            return
        if held is not None:
            # Either this event takes the place of the one that waits, or the listener has another policy since.
            held.wakeup.cancel()
            del self._held[at]
        if debounce_ms:
            self._hold(node, event, payload, debounce_ms, is_throttle=False)
            return
        self._send(node, event, payload)
        if throttle_ms:
            self._hold(node, event, None, throttle_ms, is_throttle=True)

    def clear(self) -> None:
        """Drop everything held."""
        for held in self._held.values():
            held.wakeup.cancel()
        self._held.clear()

    def _hold(self, node: Node, event: str, payload: Value, delay_ms: float, *, is_throttle: bool) -> None:
        at = (node.id, event)

        def due() -> None:
            held = self._held.pop(at)
            if held.has_payload and node.alive and node.listens(event):
                self._send(node, event, held.payload)
                if is_throttle:
                    self._hold(node, event, None, delay_ms, is_throttle=True)

        wakeup = self._clock.call_at(self._clock.now_ms() + delay_ms, due)
        self._held[at] = _Held(wakeup, payload, not is_throttle)
