"""Counters: that each counts what it says, and that what is read is a copy."""

from __future__ import annotations

import asyncio

import pytest

from host.pair import Gate, batch, button, fatal, mounted, pair
from rill import GuestError, Limits
from rill.host import Health
from rill.host.timings import TURN_STAGES
from rill.protocol.messages import ErrorFrame, ErrorShape, GuestMessage, HostCall, Log, TimerSet
from rill.protocol.operations import RefCall, Text
from rill.protocol.values import FunctionRef

pytestmark = pytest.mark.usefixtures("loop_watch")


async def test_a_session_counts_what_it_did() -> None:
    second = [
        batch(2, Text(2, "two"), RefCall(10, "focus", [], 1)),
        GuestMessage("m", FunctionRef(3)),
        HostCall(1, "f", []),
        TimerSet(1, 1000, False),
        Log("info", ["a"], None),
        ErrorFrame(ErrorShape(message="x"), False),
    ]
    async with pair(mounted(*button(10)), second, functions={"f": lambda: 1}, limits=Limits(turn_warn_ms=1e9)) as p:
        node = p.session.tree.find(10)
        assert node is not None
        p.session.tree.emit(node, "onPress", {})
        await p.settled()
        s = p.session.statistics()
        assert (s.turns, s.events, s.messages, s.host_calls, s.ref_calls) == (4, 1, 1, 1, 1)
        assert (s.log_lines, s.errors, s.timers, s.functions, s.queue) == (1, 1, 1, 1, 0)
        assert (s.receiver.batches, s.receiver.operations, s.receiver.nodes) == (2, 8, 3)
        assert s.bytes_in > 0
        assert s.bytes_out >= s.outbox_bytes_max > 0
        assert s.turn_ms_total >= s.turn_ms_max >= s.turn_ms_last >= 0
        assert s.heap_bytes == 1_000
        assert s.turns_slow == 0


async def test_stages_are_timed_for_the_engine_from_the_start_and_for_a_session_once_somebody_asks() -> None:
    async with pair(mounted(*button(10)), [batch(2, Text(2, "two"))]) as p:
        assert p.session.statistics().stages == {}
        await p.session.send_event("x")
        await p.session.send_event("y")
        p.session.timings.add("encode", 2.0)
        stages = p.session.statistics().stages
        assert list(stages) == [*TURN_STAGES, "encode"]
        assert {times.count for name, times in stages.items() if name != "encode"} == {2}
        parts = sum(stages[name].mean_ms for name in TURN_STAGES if name not in ("turn", "queue"))
        assert 0 < parts < 2 * stages["turn"].mean_ms
        counters = p.engine.statistics()
        assert counters["stage_guest_count"] == 3
        assert counters["stage_encode_count"] == 1
        assert counters["stage_encode_p99_ms"] == pytest.approx(2.0, rel=0.07)
        assert counters["stage_turn_p50_ms"] <= counters["stage_turn_p99_ms"] <= counters["stage_turn_max_ms"]


async def test_a_turn_that_failed_is_not_timed() -> None:
    async with pair(mounted(), [fatal()]) as p:
        with pytest.raises(GuestError):
            await p.session.send_event("x")
        assert p.engine.statistics()["stage_turn_count"] == 1


async def test_slow_turns_are_counted_and_the_guest_is_not_told() -> None:
    async with pair(mounted(), limits=Limits(turn_warn_ms=1e-9)) as p:
        await p.session.send_event("x")
        assert p.session.statistics().turns_slow == 2
        assert len(p.messages) == 2


async def test_statistics_are_a_copy_and_begin_anew_after_a_restart() -> None:
    async with pair(mounted(), [fatal()]) as p:
        first = p.session.statistics()
        with pytest.raises(GuestError):
            await p.session.send_event("x")
        assert (first.turns, p.session.statistics().turns, p.session.statistics().errors) == (1, 2, 1)
        await p.session.restart()
        assert p.session.statistics().turns == 1
        assert p.session.statistics().errors == 0


async def test_health_is_one_look() -> None:
    gate = Gate([fatal("over")])
    async with pair(mounted(), gate) as p:
        assert p.session.health() == Health(state="running", error=None, turn=1, busy=False, queue=0, age_ms=0)
        sent = [asyncio.ensure_future(p.session.send_event("x")) for _ in range(2)]
        await gate.entered()
        p.clock.set_now(p.clock.now_ms() + 50)
        assert p.session.health() == Health(state="running", error=None, turn=2, busy=True, queue=1, age_ms=50)
        gate.open()
        results = await asyncio.gather(*sent, return_exceptions=True)
        assert all(isinstance(result, GuestError) for result in results)
        assert p.session.health().state == "failed"
        assert p.session.health().error is p.session.error
