"""Listener policies on a clock that is moved by hand."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from rill.components import CATALOGUE
from rill.host import ManualClock, Node, Receiver
from rill.host.policies import ListenerPolicies
from rill.protocol.limits import Limits
from rill.protocol.messages import Batch
from rill.protocol.operations import Append, Create, Delete, Update


class Listener:
    """A button with a mark, and what its guest would hear: payload and time."""

    def __init__(self, mark: Any) -> None:
        self.receiver = Receiver(CATALOGUE, Limits())
        operations = [Create(1, "Button", {"onPress": mark, "onKeyDown": mark}), Append(0, 1)]
        self.receiver.receive_batch(Batch(1, 1, operations))
        self.clock = ManualClock()
        self.heard: list[tuple[float, Any]] = []
        self.policies = ListenerPolicies(self.clock, self._hear)

    @property
    def node(self) -> Node:
        return self.receiver.tree.nodes[1]

    def _hear(self, node: Node, event: str, payload: Any) -> None:
        self.heard.append((self.clock.now_ms(), payload))

    def play(self, *times: float, until: float = 1_000) -> list[tuple[float, Any]]:
        """Events at these times, each with its number as payload."""
        for number, at in enumerate(times):
            self.clock.set_now(at)
            self.policies.take(self.node, "onPress", number)
        self.clock.set_now(until)
        return self.heard


@pytest.mark.parametrize("mark", [True, {}, {"prevent": True, "stop": True}, {"debounce_ms": 0}, {"throttle_ms": 0}])
def test_without_a_delay_events_go_out_at_once(mark: Any) -> None:
    assert Listener(mark).play(0, 1, 1, 5) == [(0, 0), (1, 1), (1, 2), (5, 3)]


def test_a_debounced_event_waits_until_none_follows() -> None:
    assert Listener({"debounce_ms": 100}).play(0, 50, 149, 400) == [(249, 2), (500, 3)]


def test_a_throttled_event_goes_out_at_once_and_the_last_of_each_time_at_its_end() -> None:
    assert Listener({"throttle_ms": 100}).play(0, 10, 20, 150, 500) == [(0, 0), (100, 2), (200, 3), (500, 4)]


def test_never_more_than_one_throttled_event_in_its_time() -> None:
    heard = Listener({"throttle_ms": 100}).play(*range(0, 900, 7))
    times = [at for at, _ in heard]
    assert all(later - earlier >= 100 for earlier, later in itertools.pairwise(times))
    assert heard[-1][1] == len(range(0, 900, 7)) - 1


def test_keys_let_their_own_through_and_say_nothing_of_events_without_keys() -> None:
    listener = Listener({"keys": ["Enter", "a"]})
    for payload in ({"key": "Enter"}, {"key": "b"}, {"key": "a"}, {}, None):
        listener.policies.take(listener.node, "onKeyDown", payload)
    assert [payload for _, payload in listener.heard] == [{"key": "Enter"}, {"key": "a"}, {}, None]
    deaf = Listener({"keys": []})
    deaf.policies.take(deaf.node, "onKeyDown", {"key": "x"})
    assert len(deaf.heard) == 1


def test_what_is_held_for_a_node_that_is_gone_or_deaf_is_dropped() -> None:
    for end in (Delete(1), Update(1, {}, ["onPress"])):
        listener = Listener({"debounce_ms": 100})
        listener.policies.take(listener.node, "onPress", 1)
        listener.receiver.receive_batch(Batch(1, 2, [end]))
        listener.clock.set_now(200)
        assert listener.heard == []


def test_clearing_drops_all_that_is_held() -> None:
    listener = Listener({"throttle_ms": 100})
    listener.policies.take(listener.node, "onPress", 1)
    listener.policies.take(listener.node, "onPress", 2)
    listener.policies.clear()
    assert listener.clock.next_due_ms is None
    listener.clock.set_now(200)
    assert listener.heard == [(0, 1)]
