"""Listener policies that the host carries out for every adapter: ``keys``, ``debounce_ms`` and ``throttle_ms``.

``prevent`` and ``stop`` belong to adapters, because only they know what an event would do otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rill.host.tree import Node
from rill.protocol.values import Value

if TYPE_CHECKING:
    from rill.host.clock import Clock, Wakeup


@dataclass(slots=True)
class _Held:
    """The last event of a listener that waits, or the end of its throttle."""

    wakeup: Wakeup
    payload: Value
    has_payload: bool


class ListenerPolicies:
    """Holds events back as their listeners ask.

    Debounced: an event goes out when none has followed for ``debounce_ms``. Throttled: the first goes out at once, the
    last one of the next ``throttle_ms`` at their end, which begins the next ``throttle_ms``. Held events of a node that
    is gone are dropped.
    """

    def __init__(self, clock: Clock, send: Callable[[Node, str, Value], None]) -> None:
        self._clock = clock
        self._send = send
        self._held: dict[tuple[int, str], _Held] = {}

    def take(self, node: Node, event: str, payload: Value) -> None:
        """Send an event, now or later."""
        mark = node.props.get(event)
        if type(mark) is not dict:
            self._send(node, event, payload)
            return
        keys = mark.get("keys")
        if keys is not None and not (isinstance(payload, dict) and payload.get("key") in keys):
            return
        debounce_ms, throttle_ms = _positive(mark.get("debounce_ms")), _positive(mark.get("throttle_ms"))
        at = (node.id, event)
        held = self._held.get(at)
        if debounce_ms:
            if held is not None:
                held.wakeup.cancel()
            self._hold(node, event, payload, debounce_ms, is_throttle=False)
        elif throttle_ms:
            if held is not None:
                held.payload, held.has_payload = payload, True
            else:
                self._send(node, event, payload)
                self._hold(node, event, None, throttle_ms, is_throttle=True)
        else:
            self._send(node, event, payload)

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


def _positive(value: Any) -> float:
    return value if isinstance(value, int | float) and value > 0 else 0.0
