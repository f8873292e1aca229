"""What providers without images share: whose images they take, how sandboxes end, what is counted when."""

from __future__ import annotations

import pytest

from rill.protocol.errors import HostError, ProviderError
from rill.sandbox import Capabilities, Isolation, Program, SandboxLimits
from rill.sandbox.evaluated import EvaluatingProvider, configuration, prelude, read_script
from sandbox.guests import LIMITS, program

CAPABILITIES = Capabilities(
    isolation=Isolation.NONE, snapshots=False, deterministic=False, hard_deadline=False, binary=True
)


class Echo:
    """A context that answers with its message, and counts what it is asked for."""

    def __init__(self, broken: str = "") -> None:
        self.broken = broken
        self.asked: list[str] = []

    def load(self, program: Program, deadline_ms: float) -> None:
        self._note("load")

    def turn(self, message: bytes, deadline_ms: float) -> bytes:
        self._note("turn")
        return message

    def heap_bytes(self) -> float:
        self._note("heap")
        return 100.0 * len(self.asked)

    def close(self) -> None:
        self.asked.append("close")

    def _note(self, step: str) -> None:
        self.asked.append(step)
        if step == self.broken:
            raise ProviderError(f"{step} broke", code="engine_failed")


class Shelf:
    """A provider of such contexts, and all that it opened."""

    def __init__(self, identity: str = "1") -> None:
        self.contexts: list[Echo] = []
        self.broken = ""
        self.provider = EvaluatingProvider("echo", CAPABILITIES, self.open, (identity,))

    def open(self, limits: SandboxLimits) -> Echo:
        self.contexts.append(Echo(self.broken))
        return self.contexts[-1]


def test_a_program_is_evaluated_for_the_image_and_again_for_each_sandbox() -> None:
    shelf = Shelf()
    image = shelf.provider.build_image(program(""), LIMITS, 100)
    assert [context.asked for context in shelf.contexts] == [["load", "close"]]
    sandbox = shelf.provider.instantiate(image)
    assert sandbox.turn(b"x", 100) == b"x"
    assert shelf.contexts[1].asked == ["load", "turn", "heap"]


def test_the_heap_is_counted_for_those_who_ask() -> None:
    shelf = Shelf()
    sandbox = shelf.provider.instantiate(shelf.provider.build_image(program(""), LIMITS, 100))
    for _ in range(3):
        sandbox.turn(b"x", 100)
    assert shelf.contexts[1].asked == ["load", "turn", "heap", "turn", "turn"]
    assert sandbox.statistics() == {"turns": 3, "heap_bytes": 300, "memory_bytes": 300}
    sandbox.turn(b"x", 100)
    assert sandbox.statistics()["heap_bytes"] == 700


def test_a_context_that_does_not_load_is_closed() -> None:
    shelf = Shelf()
    shelf.broken = "load"
    with pytest.raises(ProviderError, match="load broke"):
        shelf.provider.build_image(program(""), LIMITS, 100)
    assert shelf.contexts[0].asked == ["load", "close"]


def test_a_context_whose_turn_fails_is_closed_and_the_sandbox_takes_no_more() -> None:
    shelf = Shelf()
    image = shelf.provider.build_image(program(""), LIMITS, 100)
    shelf.broken = "turn"
    sandbox = shelf.provider.instantiate(image)
    with pytest.raises(ProviderError):
        sandbox.turn(b"x", 100)
    assert shelf.contexts[1].asked == ["load", "turn", "close"]
    with pytest.raises(HostError, match="has failed before: turn broke") as caught:
        sandbox.turn(b"x", 100)
    assert caught.value.code == "sandbox_failed"
    sandbox.close()
    assert shelf.contexts[1].asked[-1:] == ["close"]
    assert shelf.provider.statistics() == {"sandboxes_live": 0, "sandboxes_started": 1}


def test_a_turn_while_another_runs_is_refused_and_close_waits_for_its_end() -> None:
    shelf = Shelf()
    sandbox = shelf.provider.instantiate(shelf.provider.build_image(program(""), LIMITS, 100))
    sandbox._life.enter()
    with pytest.raises(HostError) as caught:
        sandbox.turn(b"x", 100)
    assert caught.value.code == "sandbox_busy"
    sandbox.close()
    assert not sandbox.is_usable
    assert shelf.contexts[1].asked == ["load"]
    sandbox._life.leave()
    assert shelf.contexts[1].asked == ["load", "close"]


def test_an_image_is_identified_by_program_and_engine() -> None:
    one, same = (Shelf().provider.build_image(program("1"), LIMITS, 100) for _ in range(2))
    other = Shelf().provider.build_image(program("2"), LIMITS, 100)
    newer = Shelf("2").provider.build_image(program("1"), LIMITS, 100)
    assert one.content_hash == same.content_hash
    assert len({one.content_hash, other.content_hash, newer.content_hash}) == 3
    assert one.size_bytes > 0


def test_snapshots_are_refused_by_name() -> None:
    shelf = Shelf()
    sandbox = shelf.provider.instantiate(shelf.provider.build_image(program(""), LIMITS, 100))
    with pytest.raises(ProviderError, match="'echo' has no snapshots; use provider 'wasm'") as caught:
        sandbox.snapshot()
    assert caught.value.code == "capability_missing"


def test_the_shim_is_given_what_the_bridge_would_leave_of_the_limits() -> None:
    found = configuration(
        Program(units=(), seed=(5 << 32) + 7, clock_ms=3.0), SandboxLimits(outbox_bytes=1_000, values=10)
    )
    assert (found["outbox_max"], found["values_max"]) == (936, 9)
    assert (found["seed_low"], found["seed_high"], found["clock_ms"]) == (7, 5, 3.0)


def test_a_script_that_was_not_built_is_named() -> None:
    assert all(prelude("quickjs"))
    with pytest.raises(ProviderError, match=r"guest/runtimes/none\.js is missing"):
        read_script("guest", "runtimes", "none.js")
