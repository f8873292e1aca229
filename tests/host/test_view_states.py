"""What persons did outlives the adapters that saw it, and goes with its nodes."""

from __future__ import annotations

from rill.host.view_states import ViewState, ViewStates


def test_sources_are_asked_each_time_and_the_last_one_wins() -> None:
    states = ViewStates()
    first: dict[int, ViewState] = {1: {"text": "a"}, 2: {"open": True}}
    second: dict[int, ViewState] = {1: {"text": "b"}}
    states.add_source(lambda: first)
    states.add_source(lambda: second)
    assert states.collect() == {1: {"text": "b"}, 2: {"open": True}}
    second[1] = {"text": "c"}
    assert states.collect()[1] == {"text": "c"}


def test_what_a_source_said_last_is_kept_when_it_goes() -> None:
    states = ViewStates()

    def source() -> dict[int, ViewState]:
        return {1: {"text": "left"}}

    states.add_source(source)
    states.remove_source(source)
    states.remove_source(source)
    assert states.collect() == {1: {"text": "left"}}


def test_nodes_that_are_gone_are_forgotten() -> None:
    states = ViewStates()
    states.restore({1: {"text": "a"}, 2: {"text": "b"}})
    states.forget([1, 7])
    assert states.collect() == {2: {"text": "b"}}
