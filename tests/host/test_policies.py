"""Listener policies decide which events are worth a turn, and when."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from rill.components import CATALOGUE
from rill.host.clock import ManualClock
from rill.host.policies import ListenerPolicies
from rill.host.tree import Node, Tree
from rill.protocol.values import Value


class Listening:
    """A node with one listener, and what was sent of it: the time and the payload."""

    def __init__(self, mark: Any) -> None:
        self.clock = ManualClock()
        self.sent: list[tuple[float, Value]] = []
        self.policies = ListenerPolicies(self.clock, self._send)
        self.node = self.make(1, mark)

    def make(self, id: int, mark: Any) -> Node:
        return Node(Tree(), id, "ScrollView", CATALOGUE["ScrollView"], {"onScroll": mark})

    def _send(self, node: Node, event: str, payload: Value) -> None:
        assert event == "onScroll"
        self.sent.append((self.clock.now_ms(), payload))

    def at(self, now_ms: float, payload: Value, node: Node | None = None) -> None:
        self.clock.set_now(now_ms)
        self.policies.take(node or self.node, "onScroll", payload)

    def mark(self, mark: Any) -> None:
        assert self.node._props is not None
        self.node._props["onScroll"] = mark


@pytest.mark.parametrize("mark", [True, {}, {"prevent": True, "stop": True}, {"debounce_ms": 0, "throttle_ms": 0}])
def test_without_a_wish_every_event_goes_out_at_once(mark: Any) -> None:
    listening = Listening(mark)
    listening.at(0, "a")
    listening.at(0, "b")
    assert listening.sent == [(0, "a"), (0, "b")]
    assert listening.clock.next_due_ms is None


def test_key_events_of_other_keys_are_left_out() -> None:
    listening = Listening({"keys": ["Enter", "a"]})
    for key in ("Enter", "b", "a", "A"):
        listening.at(0, {"key": key})
    assert [payload["key"] for _, payload in listening.sent] == ["Enter", "a"]


def test_no_keys_named_means_all() -> None:
    listening = Listening({"keys": []})
    listening.at(0, {"key": "x"})
    assert len(listening.sent) == 1


@pytest.mark.parametrize("payload", [None, {"source": "pointer"}, 5])
def test_keys_choose_among_key_events_only(payload: Any) -> None:
    listening = Listening({"keys": ["Enter"]})
    listening.at(0, payload)
    assert listening.sent == [(0, payload)]


def test_a_debounced_event_goes_out_once_none_has_followed() -> None:
    listening = Listening({"debounce_ms": 100})
    listening.at(0, "a")
    listening.at(99, "b")
    listening.at(198, "c")
    assert listening.sent == []
    listening.clock.set_now(1_000)
    assert listening.sent == [(298, "c")]
    listening.at(1_000, "d")
    listening.clock.set_now(1_100)
    assert listening.sent[1:] == [(1_100, "d")]


def test_a_throttled_event_goes_out_at_once_and_the_last_at_the_end() -> None:
    listening = Listening({"throttle_ms": 100})
    for now, payload in ((0, "a"), (10, "b"), (90, "c")):
        listening.at(now, payload)
    assert listening.sent == [(0, "a")]
    listening.clock.set_now(500)
    assert listening.sent == [(0, "a"), (100, "c")]


def test_no_two_throttled_events_are_closer_than_the_throttle() -> None:
    listening = Listening({"throttle_ms": 100})
    for now in range(0, 1_000, 7):
        listening.at(now, now)
    listening.clock.set_now(5_000)
    times = [time for time, _ in listening.sent]
    assert all(later - earlier >= 100 for earlier, later in itertools.pairwise(times))
    assert listening.sent[-1][1] == 994
    assert listening.clock.next_due_ms is None


def test_a_throttle_without_a_second_event_ends_silently() -> None:
    listening = Listening({"throttle_ms": 100})
    listening.at(0, "a")
    listening.clock.set_now(1_000)
    listening.at(1_000, "b")
    assert listening.sent == [(0, "a"), (1_000, "b")]


def test_a_listener_with_both_is_debounced() -> None:
    listening = Listening({"debounce_ms": 50, "throttle_ms": 100})
    listening.at(0, "a")
    listening.at(10, "b")
    listening.clock.set_now(1_000)
    assert listening.sent == [(60, "b")]


@pytest.mark.parametrize("before", [{"debounce_ms": 100}, {"throttle_ms": 100}])
def test_an_event_under_a_new_policy_takes_the_place_of_the_one_that_waits(before: Any) -> None:
    listening = Listening(before)
    listening.at(0, "a")
    listening.at(1, "b")
    first = list(listening.sent)
    listening.mark(True)
    listening.at(2, "c")
    listening.clock.set_now(1_000)
    assert listening.sent[len(first) :] == [(2, "c")]


def test_a_throttled_listener_that_becomes_debounced_waits() -> None:
    listening = Listening({"throttle_ms": 100})
    listening.at(0, "a")
    listening.mark({"debounce_ms": 30})
    listening.at(10, "b")
    listening.clock.set_now(1_000)
    assert listening.sent == [(0, "a"), (40, "b")]


def test_held_events_of_what_is_gone_are_dropped() -> None:
    for lose in (lambda node: setattr(node, "alive", False), lambda node: node._props.clear()):
        listening = Listening({"debounce_ms": 100})
        listening.at(0, "a")
        lose(listening.node)
        listening.clock.set_now(1_000)
        assert listening.sent == []
        assert listening.policies._held == {}


def test_listeners_do_not_hold_each_other_back() -> None:
    listening = Listening({"throttle_ms": 100})
    other = listening.make(2, {"throttle_ms": 100})
    listening.at(0, "a")
    listening.at(0, "b", other)
    assert listening.sent == [(0, "a"), (0, "b")]


def test_clear_drops_everything_held() -> None:
    listening = Listening({"debounce_ms": 100})
    listening.at(0, "a")
    listening.policies.clear()
    listening.clock.set_now(1_000)
    assert listening.sent == []
    assert listening.clock.next_due_ms is None
