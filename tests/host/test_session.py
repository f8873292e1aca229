"""Sessions against scripted guests: every message and frame, every order, every bound, every way to end."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from host.pair import Gate, LoopWatch, Pair, batch, bundle_of, button, fatal, mounted, outbox, pair, text_tree, until
from rill import CapabilityError, GuestError, HostError, LimitError, Limits, ProviderError, RillError, Session
from rill.host import BatchEvent, Changes, GuestFunction, LogEvent, ManualClock, Node, Tree
from rill.host.priorities import PASSED_MAX, Priority
from rill.host.recorder import Recorder
from rill.protocol.messages import (
    CallFunction,
    CallResult,
    ConfigUpdate,
    Destroy,
    ErrorFrame,
    ErrorShape,
    GuestMessage,
    HostCall,
    HostEvent,
    HostResult,
    Log,
    Message,
    RefMethodResult,
    Release,
    Start,
    Timer,
    TimerClear,
    TimerSet,
)
from rill.protocol.operations import Append, Create, Delete, RefCall, Text, Update
from rill.protocol.values import ErrorValue, FunctionRef, MapValue, SetValue

pytestmark = pytest.mark.usefixtures("loop_watch")

FIELD = [Create(10, "TextInput", {}), Append(0, 10)]


class NotingAdapter:
    """Writes down in which order it was called; answers and fails as it is told."""

    clock = ManualClock()

    def __init__(self, notes: list[Any] | None = None) -> None:
        self.notes: list[Any] = [] if notes is None else notes
        self.answer: Any = None
        self.failures: dict[str, BaseException] = {}
        self.tree: Tree | None = None

    def _note(self, name: str, *details: Any) -> None:
        self.notes.append((name, *details))
        if name in self.failures:
            raise self.failures[name]

    def attach(self, tree: Tree) -> None:
        self.tree = tree
        self._note("attach")

    def apply(self, changes: Changes) -> None:
        self._note("apply", changes.sequence)

    def call(self, node: Node, method: str, args: list[Any]) -> Any:
        self._note("call", method, *args)
        return self.answer() if callable(self.answer) else self.answer

    def detach(self) -> None:
        self._note("detach")


# -- messages, frames and their order


async def test_start_carries_props_config_seed_and_the_clock() -> None:
    async with pair(props={"a": 1}, config={"b": [2]}) as p:
        assert p.messages == [Start(1, p.clock.now_ms(), {"a": 1}, {"b": [2]}, 7, None)]
        assert p.session.state == "running"
        assert p.guest.threads == {name for name in p.guest.threads if name.startswith("rill-worker")}


async def test_the_batch_is_shown_first_then_frames_in_their_order_then_ref_calls() -> None:
    frames = [
        batch(1, *text_tree(), *FIELD, RefCall(10, "focus", [], 1), RefCall(10, "blur", [], 2)),
        GuestMessage("first", 1),
        Log("info", ["second"], None),
        GuestMessage("third", 3),
    ]
    adapter = NotingAdapter()
    async with pair(frames, attach=False, start=False) as p:
        p.session.attach(adapter)
        p.session.on("batch", lambda event: adapter.notes.append("batch"))
        p.session.on("message", lambda name, payload: adapter.notes.append(name))
        p.session.on("log", lambda event: adapter.notes.append(event.text))
        await p.session.start()
        assert adapter.notes == [
            ("attach",),
            ("apply", 1),
            "batch",
            "first",
            "second",
            "third",
            ("call", "focus"),
            ("call", "blur"),
        ]


async def test_turns_are_numbered_from_one_and_messages_keep_their_order() -> None:
    async with pair(mounted(*button(10))) as p:
        node = p.session.tree.find(10)
        assert node is not None
        for _ in range(5):
            p.session.tree.emit(node, "onPress", {"source": "key"})
        await asyncio.gather(*(p.session.send_event(f"event {index}") for index in range(5)))
        assert [message.turn for message in p.messages] == list(range(1, 12))
        assert [message.name for message in p.told(HostEvent)] == [f"event {index}" for index in range(5)]
        calls = p.told(CallFunction)
        assert [call.target for call in calls] == [(10, "onPress")] * 5
        assert all(call.args[0]["source"] == "key" and call.call is None for call in calls)


async def test_what_a_person_did_goes_before_the_host_s_words_and_these_before_what_nobody_waits_for() -> None:
    gate = Gate()
    first = [batch(1, *text_tree(), *button(10)), GuestMessage("f", FunctionRef(5)), GuestMessage("g", FunctionRef(6))]
    async with pair(first, gate) as p:
        node = p.session.tree.find(10)
        assert node is not None
        sent = [asyncio.ensure_future(p.session.send_event("busy"))]
        await gate.entered()
        released, held = (payload for _, payload in p.of("message"))
        released.release()
        sent.append(asyncio.ensure_future(p.session.send_event("first")))
        sent.append(asyncio.ensure_future(p.session.update_config({"a": 1})))
        await asyncio.sleep(0)
        called = asyncio.ensure_future(held())
        await asyncio.sleep(0)
        p.session.tree.emit(node, "onPress", {})
        p.session.tree.emit(node, "onPress", {"source": "key"})
        gate.open()
        await asyncio.gather(*sent)
        await p.session.idle()
        called.cancel()
        told = p.messages[2:]
        assert [type(message) for message in told] == [
            CallFunction, CallFunction, HostEvent, ConfigUpdate, CallFunction, Release,
        ]  # fmt: skip
        assert [message.target for message in told if isinstance(message, CallFunction)] == [
            (10, "onPress"), (10, "onPress"), 6,
        ]  # fmt: skip
        assert [message.turn for message in p.messages] == list(range(1, 9))


async def test_a_person_who_never_stops_keeps_the_host_s_event_waiting_for_a_bounded_number_of_turns() -> None:
    gate = Gate()
    async with pair(mounted(*button(10)), gate) as p:
        node = p.session.tree.find(10)
        assert node is not None
        sent = [asyncio.ensure_future(p.session.send_event("busy"))]
        await gate.entered()
        sent.append(asyncio.ensure_future(p.session.send_event("waits")))
        await asyncio.sleep(0)
        for _ in range(30):
            p.session.tree.emit(node, "onPress", {})
        gate.open()
        await asyncio.gather(*sent)
        await p.session.idle()
        names = [
            message.name for message in p.messages[2 : 3 + PASSED_MAX[Priority.NORMAL]] if type(message) is HostEvent
        ]
        assert names == ["waits"]
        assert len(p.told(CallFunction)) == 30


async def test_a_guest_s_clock_never_goes_back() -> None:
    times = [5000.0, 4000.0, 6000.0, 1.0]

    class UnsteadyClock(ManualClock):
        def now_ms(self) -> float:
            return times.pop(0) if len(times) > 1 else times[0]

    async with pair(start=False) as p:
        p.session._clock = UnsteadyClock()
        p.session._reset()
        await p.session.start()
        for _ in range(3):
            await p.session.send_event("tick")
        told = [message.now_ms for message in p.messages]
        assert told == sorted(told)
        assert told[0] == 5000.0


async def test_events_config_and_destroy_reach_the_guest() -> None:
    async with pair() as p:
        await p.session.send_event("refresh", {"deep": [1, None, "x"]})
        await p.session.update_config({"theme": "dark"})
        await p.session.close("the window was closed")
        kinds = [type(message) for message in p.messages]
        assert kinds == [Start, HostEvent, ConfigUpdate, Destroy]
        assert p.messages[1].payload == {"deep": [1, None, "x"]}
        assert p.messages[2].config == {"theme": "dark"}
        assert p.messages[3].reason == "the window was closed"
        assert p.guest.deadlines == [500, 500, 500, 250]
        assert p.of("destroy") == ["the window was closed"]


async def test_a_host_that_speaks_too_early_is_heard_after_start() -> None:
    async with pair(start=False) as p:
        early = asyncio.ensure_future(p.session.send_event("early"))
        await asyncio.sleep(0)
        await p.session.start()
        await early
        assert [type(message) for message in p.messages] == [Start, HostEvent]


async def test_what_the_guest_sends_is_heard() -> None:
    when = datetime(2025, 1, 2, tzinfo=UTC)
    frames = [
        *mounted(),
        GuestMessage("saved", {"when": when, "list": [1, 2.5, None]}),
        Log("warn", ["low", 3], "app.tsx:3"),
        ErrorFrame(ErrorShape(name="TypeError", message="x is undefined", stack="at App"), False),
    ]
    async with pair(frames) as p:
        assert p.of("message") == [("saved", {"when": when, "list": [1, 2.5, None]})]
        assert p.of("log") == [LogEvent("warn", ("low", 3), "app.tsx:3")]
        assert p.of("log")[0].text == "low 3"
        (error,) = p.of("error")
        assert (type(error), str(error), error.code, error.stack) == (
            GuestError,
            "TypeError: x is undefined",
            "exception",
            "at App",
        )
        (event,) = p.of("batch")
        assert isinstance(event, BatchEvent)
        assert (event.turn, event.sequence, len(event.changes.operations)) == (1, 1, 4)
        assert p.session.state == "running"


async def test_wrong_host_input_is_refused_and_the_session_lives() -> None:
    class Odd:
        pass

    endless: list[Any] = []
    endless.append(endless)
    async with pair() as p:
        session = p.session
        wrongs: list[tuple[Callable[[], Awaitable[None]], str]] = [
            (lambda: session.send_event("x", Odd()), "value_unsendable"),
            (lambda: session.send_event("x", endless), "value_unsendable"),
            (lambda: session.send_event("x", {1: 2}), "value_unsendable"),
            (lambda: session.send_event("x", 2**60), "value_unsendable"),
            (lambda: session.send_event(5), "event_invalid"),  # type: ignore[arg-type]
            (lambda: session.update_config([1]), "config_invalid"),  # type: ignore[arg-type]
            (lambda: session.update_config({"x": Odd()}), "value_unsendable"),
            (lambda: session.close(7), "reason_invalid"),  # type: ignore[arg-type]
        ]
        for wrong, code in wrongs:
            with pytest.raises(HostError) as caught:
                await wrong()
            assert caught.value.code == code
        with pytest.raises(HostError, match=r"unknown session event 'mesage'.*did you mean 'message'"):
            session.on("mesage", print)
        with pytest.raises(HostError, match="expected a callable"):
            session.on("message", 5)  # type: ignore[arg-type]
        assert session.state == "running"
        await session.send_event("fine")
        assert [type(message) for message in p.messages] == [Start, HostEvent]


async def test_idle_waits_for_turns_and_not_for_timers() -> None:
    gate = Gate([TimerSet(1, 1000, False)])
    async with pair((), gate) as p:
        sent = asyncio.ensure_future(p.session.send_event("x"))
        await gate.entered()
        idle = asyncio.ensure_future(p.session.idle())
        await asyncio.sleep(0)
        assert not idle.done()
        assert p.session.health().busy
        gate.open()
        await idle
        assert not p.session.health().busy
        assert p.session.statistics().timers == 1
        await sent


# -- guests that are slow


@pytest.mark.parametrize(("warn_ms", "expected"), [(1e-9, [False, True, True]), (1e9, [False, False, False])])
async def test_a_guest_that_was_slow_leaves_a_worker_to_others(warn_ms: float, expected: list[bool]) -> None:
    async with pair(limits=Limits(turn_warn_ms=warn_ms), start=False) as p:
        found: list[bool] = []
        submit = p.session._workers.submit

        def noting(*work: Any, is_slow: bool | None = None) -> None:
            if is_slow is not None:
                found.append(is_slow)
            submit(*work, is_slow=bool(is_slow))

        p.session._workers.submit = noting  # type: ignore[method-assign, assignment]
        await p.session.start()
        await p.session.send_event("x")
        await p.session.send_event("y")
        await p.settled()
        assert found == expected


# -- resting


def will_rest(p: Pair, resting: Callable[[], object] = lambda: None) -> None:
    """Let something be due in the guest's engine after its next turn."""
    p.guest.is_rest_due, p.guest.resting = True, resting


async def test_an_engine_rests_when_its_guest_has_nothing_to_do() -> None:
    async with pair() as p:
        await p.session.send_event("x")
        await p.settled()
        assert p.guest.rests == 0
        will_rest(p)
        await p.session.send_event("y")
        await until(lambda: not p.session.health().busy)
        assert (p.guest.rests, p.guest.deadlines[-1]) == (1, p.session._limits.turn_ms)
        await p.session.send_event("z")
        await p.settled()
        assert p.guest.rests == 1


async def test_a_message_does_not_wait_for_rest_that_has_not_begun_but_for_one_that_has() -> None:
    gate = Gate()
    async with pair() as p:
        will_rest(p, lambda: gate(Message(0, 0.0)))
        sent = [asyncio.ensure_future(p.session.send_event(name)) for name in "xyz"]
        await asyncio.gather(*sent)
        # Turns that were waiting came first; only behind the last of them was there time.
        await gate.entered()
        assert [message.name for message in p.told(HostEvent)] == ["x", "y", "z"]
        # Nobody who waits for the guest to be idle waits for this.
        await p.session.idle()
        late = asyncio.ensure_future(p.session.send_event("late"))
        await asyncio.sleep(0)
        assert not late.done()
        assert p.guest.rests == 1
        gate.open()
        await late
        assert p.told(HostEvent)[-1].name == "late"


async def test_an_engine_that_fails_while_it_rests_fails_its_session() -> None:
    def fail() -> None:
        raise GuestError("trap", code="trap")

    async with pair() as p:
        will_rest(p, fail)
        await p.session.send_event("x")
        await until(lambda: p.session.state == "failed")
        p.assert_failed(GuestError, "trap")
        await until(lambda: p.guest.closed == 1)


@pytest.mark.parametrize("end", ["close", "restart"])
async def test_a_session_that_ends_while_its_engine_rests_gives_the_guest_back_afterwards(end: str) -> None:
    gate = Gate()
    async with pair() as p:
        guest = p.guest
        will_rest(p, lambda: gate(Message(0, 0.0)))
        await p.session.send_event("x")
        await gate.entered()
        ended = asyncio.ensure_future(p.session.close() if end == "close" else p.session.restart())
        await asyncio.sleep(0)
        assert guest.closed == 0
        gate.open()
        await ended
        await until(lambda: guest.closed == 1)
        assert p.session.state == ("closed" if end == "close" else "running")


async def test_handlers_may_be_async_and_may_end_and_their_bugs_stay_with_the_host(loop_watch: LoopWatch) -> None:
    heard: list[Any] = []

    async def slowly(name: str, payload: Any) -> None:
        await asyncio.sleep(0)
        heard.append(("async", name))

    def badly(name: str, payload: Any) -> None:
        raise ZeroDivisionError(name)

    async def badly_too(name: str, payload: Any) -> None:
        raise KeyError(name)

    async with pair((), [GuestMessage("one", None)], [GuestMessage("two", None)]) as p:
        removes = [p.session.on("message", handler) for handler in (slowly, badly, badly_too)]
        await p.session.send_event("x")
        await until(lambda: len(loop_watch.reported) == 2)
        assert {type(error) for error in loop_watch.take()} == {ZeroDivisionError, KeyError}
        assert heard == [("async", "one")]
        for remove in removes:
            remove()
            remove()
        await p.session.send_event("x")
        assert heard == [("async", "one")]
        assert p.of("message") == [("one", None), ("two", None)]
        assert p.session.state == "running"


async def test_a_guest_that_talks_faster_than_async_handlers_listen_ends() -> None:
    release = asyncio.Event()

    async def slowly(name: str, payload: Any) -> None:
        await release.wait()

    flood = [GuestMessage("x", index) for index in range(10)]
    async with pair((), flood, flood, limits=Limits(frames=15)) as p:
        p.session.on("message", slowly)
        await p.session.send_event("x")
        with pytest.raises(LimitError, match="async handlers"):
            await p.session.send_event("x")
        p.assert_failed(LimitError, "frames_exceeded")
        release.set()
        await until(lambda: p.session._listeners.unfinished == 0)


# -- bounds of what a host sends


async def test_a_full_queue_refuses_the_host_and_keeps_the_session() -> None:
    gate = Gate()
    async with pair((), gate, limits=Limits(queue=2)) as p:
        waiting = [asyncio.ensure_future(p.session.send_event("busy"))]
        await gate.entered()
        waiting += [asyncio.ensure_future(p.session.send_event("waits")) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(LimitError) as caught:
            await p.session.send_event("too much")
        error = caught.value
        assert (error.code, error.limit, error.maximum, error.fault) == ("queue_exceeded", "queue", 2, "host")
        gate.open()
        await asyncio.gather(*waiting)
        assert p.session.state == "running"
        assert len(p.told(HostEvent)) == 3


async def test_events_of_a_person_beyond_the_queue_are_dropped_counted_and_told() -> None:
    gate = Gate()
    async with pair(mounted(*button(10)), gate, limits=Limits(queue=1)) as p:
        node = p.session.tree.find(10)
        assert node is not None
        p.session.tree.emit(node, "onPress", {})
        await gate.entered()
        p.session.tree.emit(node, "onPress", {})
        p.session.tree.emit(node, "onPress", {})
        assert p.error_codes == ["queue_exceeded"]
        gate.open()
        await p.session.idle()
        assert len(p.told(CallFunction)) == 2
        assert (p.session.statistics().events, p.session.statistics().events_dropped) == (2, 1)


async def test_events_of_nodes_that_are_gone_are_counted_and_nothing_else() -> None:
    async with pair(mounted(*button(10)), [batch(2, Delete(10))]) as p:
        node = p.session.tree.find(10)
        assert node is not None
        await p.session.send_event("delete")
        assert p.session.tree.emit(node, "onPress", {}) is False
        assert (p.session.statistics().events, p.session.statistics().events_gone) == (0, 1)
        assert p.told(CallFunction) == []


async def test_answers_timers_and_releases_pass_a_full_queue() -> None:
    gate = Gate()
    answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    first = [HostCall(1, "slow", []), TimerSet(1, 10, False), GuestMessage("f", FunctionRef(5))]
    async with pair(first, gate, limits=Limits(queue=1), functions={"slow": lambda: answer}) as p:
        sent = [asyncio.ensure_future(p.session.send_event("busy"))]
        await gate.entered()
        sent.append(asyncio.ensure_future(p.session.send_event("waits")))
        await asyncio.sleep(0)
        p.clock.set_now(p.clock.now_ms() + 20)
        answer.set_result(1)
        p.heard.clear()
        gc.collect()
        await asyncio.sleep(0)
        gate.open()
        await asyncio.gather(*sent)
        await p.settled()
        kinds = [type(message) for message in p.messages]
        assert kinds[:3] == [Start, HostEvent, HostEvent]
        assert set(kinds[3:]) == {HostResult, Timer, Release}


# -- memory of sessions that wait


async def test_a_session_without_turns_gives_memory_back_once_until_it_has_one_again() -> None:
    async with pair(mounted()) as p:
        session = p.session
        for _ in range(4):
            session.trim_if_idle()
            await until(lambda: not session._guest.busy)
        assert (p.guest.trims, session.statistics().trimmed_bytes) == (1, 4096)
        await session.send_event("x")
        session.trim_if_idle()
        assert p.guest.trims == 1
        session.trim_if_idle()
        await until(lambda: p.guest.trims == 2)


async def test_a_busy_or_ended_guest_is_not_trimmed_and_a_message_waits_for_the_trimming() -> None:
    gate = Gate()
    trimming = Gate()
    async with pair(mounted(), gate) as p:
        sent = asyncio.ensure_future(p.session.send_event("busy"))
        await gate.entered()
        for _ in range(3):
            p.session.trim_if_idle()
        gate.open()
        await sent
        assert p.guest.trims == 0
        p.guest.trimming = lambda: trimming(Message(0, 0.0))
        p.session.trim_if_idle()
        p.session.trim_if_idle()
        await trimming.entered()
        waits = asyncio.ensure_future(p.session.send_event("waits"))
        await asyncio.sleep(0)
        assert len(p.told(HostEvent)) == 1
        trimming.open()
        await waits
        assert len(p.told(HostEvent)) == 2
        await p.session.close()
        for _ in range(3):
            p.session.trim_if_idle()
        assert p.guest.trims == 1


# -- timers


async def test_a_timer_fires_once_at_its_time() -> None:
    async with pair([TimerSet(3, 100, False)]) as p:
        start_ms = p.clock.now_ms()
        await p.recorder.advance(99)
        assert p.told(Timer) == []
        await p.recorder.advance(1)
        await p.recorder.advance(1000)
        assert p.told(Timer) == [Timer(2, start_ms + 100, [3])]


async def test_timers_fire_in_the_order_of_their_times_and_those_due_at_once_share_a_turn() -> None:
    frames = [TimerSet(1, 30, False), TimerSet(2, 10, False), TimerSet(3, 20, False), TimerSet(4, 10, False)]
    async with pair(frames) as p:
        await p.recorder.advance(40)
        assert [message.ids for message in p.told(Timer)] == [[2, 4], [3], [1]]


async def test_a_repeating_timer_fires_until_it_is_cleared() -> None:
    async with pair([TimerSet(1, 10, True)], (), (), [TimerClear(1), TimerClear(99)]) as p:
        await p.recorder.advance(100)
        assert [message.ids for message in p.told(Timer)] == [[1]] * 3
        assert p.session.statistics().timers == 0


async def test_a_timer_that_is_set_again_is_replaced() -> None:
    async with pair([TimerSet(1, 10, False), TimerSet(1, 50, False)]) as p:
        await p.recorder.advance(49)
        assert p.told(Timer) == []
        await p.recorder.advance(1)
        assert [message.ids for message in p.told(Timer)] == [[1]]


async def test_delays_are_at_least_four_milliseconds() -> None:
    async with pair([TimerSet(1, 0, True)]) as p:
        await p.recorder.advance(40)
        assert len(p.told(Timer)) == 10


async def test_a_busy_guest_gets_one_timer_message_however_often_it_was_due() -> None:
    gate = Gate()
    async with pair([TimerSet(1, 4, True)], gate) as p:
        sent = [asyncio.ensure_future(p.session.send_event("busy"))]
        await gate.entered()
        sent += [asyncio.ensure_future(p.session.send_event("waits")) for _ in range(5)]
        for _ in range(50):
            p.clock.set_now(p.clock.now_ms() + 4)
            await asyncio.sleep(0)
        assert p.session.health().queue == 6
        gate.open()
        await asyncio.gather(*sent)
        await p.session.idle()
        assert len(p.told(Timer)) == 1


async def test_a_timer_message_that_waits_is_not_joined_by_another() -> None:
    first, second = Gate(), Gate()
    async with pair([TimerSet(1, 4, True)], first, second) as p:
        sent = [asyncio.ensure_future(p.session.send_event("x")) for _ in range(3)]
        for gate, queue in ((first, 3), (second, 2)):
            await gate.entered()
            p.clock.set_now(p.clock.now_ms() + 10)
            assert p.session.health().queue == queue
            gate.open()
        await asyncio.gather(*sent)
        await p.session.idle()
        assert len(p.told(Timer)) == 1


async def test_timers_of_an_ended_guest_never_fire() -> None:
    async with pair(scripts=[[[TimerSet(1, 10, True)], [fatal()]], []]) as p:
        with pytest.raises(GuestError):
            await p.session.send_event("x")
        assert p.clock.next_due_ms is None
        assert p.session.statistics().timers == 0
        await p.session.restart()
        await p.recorder.advance(100)
        assert p.told(Timer) == []


async def test_more_timers_than_allowed_end_the_guest() -> None:
    frames = [TimerSet(index, 10, False) for index in range(1, 5)]
    async with pair((), frames[:3], frames, limits=Limits(timers=3)) as p:
        await p.session.send_event("at the limit")
        with pytest.raises(LimitError):
            await p.session.send_event("over")
        p.assert_failed(LimitError, "timers_exceeded")


# -- functions of the guest


def function_of(p: Pair) -> GuestFunction:
    """The function in the last message, taken out of what was heard."""
    function = p.heard.pop()[2]
    assert isinstance(function, GuestFunction)
    return function


async def test_a_guest_s_function_is_called_and_answers() -> None:
    async with pair([GuestMessage("f", FunctionRef(5))], [CallResult(1, True, {"n": 1})]) as p:
        function = function_of(p)
        assert await function(1, "two") == {"n": 1}
        assert p.told(CallFunction) == [CallFunction(2, p.clock.now_ms(), 5, [1, "two"], 1)]


async def test_a_guest_s_function_may_answer_in_a_later_turn_and_out_of_order() -> None:
    async with pair(
        [GuestMessage("f", FunctionRef(5))], (), (), [CallResult(2, True, "b"), CallResult(1, True, "a")]
    ) as p:
        function = function_of(p)
        calls = [asyncio.ensure_future(function("a")), asyncio.ensure_future(function("b"))]
        await p.settled()
        await p.session.send_event("now")
        assert await asyncio.gather(*calls) == ["a", "b"]


@pytest.mark.parametrize(
    ("thrown", "text"),
    [
        (ErrorValue(name="RangeError", message="too far", stack="at f"), "RangeError: too far"),
        ("just words", "the guest's function threw 'just words'"),
        (None, "the guest's function threw None"),
        (["x" * 1000], None),
    ],
)
async def test_what_a_guest_s_function_throws_is_raised_in_the_host(thrown: Any, text: str | None) -> None:
    async with pair([GuestMessage("f", FunctionRef(5))], [CallResult(1, False, thrown)]) as p:
        with pytest.raises(GuestError) as caught:
            await function_of(p)()
        assert caught.value.code == "call_failed"
        assert len(str(caught.value)) < 300
        if text is not None:
            assert str(caught.value) == text
        assert p.session.state == "running"


async def test_functions_are_found_in_every_kind_of_container_and_go_back_as_themselves() -> None:
    ref = FunctionRef
    payload = {
        "list": [ref(1)],
        "map": MapValue(((ref(2), ref(3)),)),
        "set": SetValue((ref(4),)),
        "error": ErrorValue(message="x", cause=ref(5)),
    }
    async with pair([GuestMessage("f", payload)]) as p:
        (heard,) = [entry[2] for entry in p.heard if entry[0] == "message"]
        found = [
            heard["list"][0],
            *heard["map"].pairs[0],
            heard["set"].items[0],
            heard["error"].cause,
        ]
        assert [(type(function), function.id) for function in found] == [(GuestFunction, n) for n in range(1, 6)]
        assert p.session.statistics().functions == 5
        await p.session.send_event("back", {"given": (*found[:2], {found[2]}), **heard})
        sent = msgspec.to_builtins(p.messages[-1].payload["list"])
        assert sent == [{"id": 1}]
        assert p.messages[-1].payload["given"][:2] == [ref(1), ref(2)]
        assert p.messages[-1].payload["error"].cause.code == 1


async def test_the_guest_hears_of_functions_that_python_collected() -> None:
    payload = [FunctionRef(5), FunctionRef(6), FunctionRef(5)]
    async with pair([GuestMessage("f", payload)]) as p:
        assert p.session.statistics().functions == 3
        p.heard.clear()
        gc.collect()
        await asyncio.sleep(0)
        await p.session.idle()
        (release,) = p.told(Release)
        assert sorted(release.functions) == [5, 5, 6]
        assert p.session.statistics().functions == 0


async def test_functions_may_be_let_go_in_any_thread() -> None:
    async with pair([GuestMessage("f", [FunctionRef(index) for index in range(100)])]) as p:
        held = p.heard.pop()[2]

        def drop() -> None:
            while held:
                held.pop()

        threads = [threading.Thread(target=drop) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            await asyncio.to_thread(thread.join)
        await until(lambda: p.session.statistics().functions == 0)
        await p.session.idle()
        assert sorted(id for message in p.told(Release) for id in message.functions) == list(range(100))


async def test_while_a_release_waits_others_are_gathered_for_the_next() -> None:
    gate = Gate()
    async with pair([GuestMessage("f", [FunctionRef(index) for index in range(10)])], gate) as p:
        held = p.heard.pop()[2]
        sent = asyncio.ensure_future(p.session.send_event("busy"))
        await gate.entered()
        for function in held:
            function.release()
            await asyncio.sleep(0)
        assert p.session.health().queue == 1
        gate.open()
        await sent
        await p.session.idle()
        assert [message.functions for message in p.told(Release)] == [[0], list(range(1, 10))]


async def test_a_function_that_was_released_is_not_called() -> None:
    async with pair([GuestMessage("f", [FunctionRef(5), FunctionRef(5)])]) as p:
        first, second = p.heard.pop()[2]
        first.release()
        first.release()
        with pytest.raises(HostError) as caught:
            await first()
        assert caught.value.code == "function_released"
        with pytest.raises(HostError, match="GuestFunction"):
            await p.session.send_event("back", first)
        await p.settled()
        assert p.told(Release)[0].functions == [5]
        await p.session.send_event("back", second)
        assert p.messages[-1].payload == FunctionRef(5)


async def test_a_function_belongs_to_its_own_session() -> None:
    async with pair([GuestMessage("f", FunctionRef(5))]) as one, pair([GuestMessage("f", FunctionRef(5))]) as other:
        function = function_of(one)
        held = function_of(other)
        with pytest.raises(HostError) as caught:
            await other.session.send_event("stolen", [function])
        assert caught.value.code == "value_unsendable"
        await other.session.send_event("own", [held])


async def test_a_function_ends_with_its_guest() -> None:
    scripts: list[list[Any]] = [[[GuestMessage("f", FunctionRef(5))], ()], [[GuestMessage("f", FunctionRef(5))]]]
    async with pair(scripts=scripts) as p:
        old = function_of(p)
        waiting = asyncio.ensure_future(old())
        await p.settled()
        await p.session.restart()
        with pytest.raises(HostError) as caught:
            await waiting
        assert caught.value.code == "session_restarted"
        with pytest.raises(HostError) as caught:
            await old()
        assert caught.value.code == "function_released"
        with pytest.raises(HostError):
            await p.session.send_event("old", old)
        new = function_of(p)
        # Letting the old one go must not release the new guest's function of the same number.
        del old
        gc.collect()
        await p.settled()
        assert p.told(Release) == []
        await p.session.send_event("new", new)
        assert p.messages[-1].payload == FunctionRef(5)


async def test_more_functions_than_allowed_end_the_guest() -> None:
    frames = [GuestMessage("f", [FunctionRef(index) for index in range(3)])]
    more = [GuestMessage("f", [FunctionRef(9)])]
    async with pair(frames, more, limits=Limits(functions=3)) as p:
        with pytest.raises(LimitError) as caught:
            await p.session.send_event("x")
        assert (caught.value.limit, caught.value.fault) == ("functions", "guest")
        p.assert_failed(LimitError, "functions_exceeded")


async def test_more_calls_than_allowed_are_refused_to_the_host() -> None:
    async with pair([GuestMessage("f", FunctionRef(5))], limits=Limits(calls=2)) as p:
        function = function_of(p)
        calls = [asyncio.ensure_future(function()) for _ in range(2)]
        await p.settled()
        with pytest.raises(LimitError) as caught:
            await function()
        assert (caught.value.code, caught.value.fault) == ("calls_exceeded", "host")
        assert p.session.state == "running"
        await p.session.close()
        for call in calls:
            with pytest.raises(HostError):
                await call


async def test_an_answer_that_nobody_waits_for_any_more_lets_its_functions_go() -> None:
    async with pair([GuestMessage("f", FunctionRef(5))], (), [CallResult(1, True, FunctionRef(6))]) as p:
        function = function_of(p)
        call = asyncio.ensure_future(function())
        await p.settled()
        call.cancel()
        await p.session.send_event("answer now")
        await p.settled()
        assert [message.functions for message in p.told(Release)] == [[6]]


@pytest.mark.parametrize("twice", [False, True])
async def test_an_answer_to_no_call_ends_the_guest(twice: bool) -> None:
    answers = [CallResult(1, True, 1), CallResult(1, True, 2)] if twice else [CallResult(9, True, 1)]
    async with pair([GuestMessage("f", FunctionRef(5))], answers) as p:
        function = function_of(p)
        if twice:
            assert await function() == 1
        else:
            with pytest.raises(GuestError):
                await function()
        p.assert_failed(GuestError, "call_unknown")


# -- host functions


async def answer_of(
    function: Callable[..., Any], *args: Any, before: Callable[[Pair], Awaitable[None]] | None = None
) -> tuple[Any, Pair]:
    """What a guest hears when it calls a host function, and the closed session."""
    async with pair([HostCall(4, "f", list(args))], functions={"f": function}) as p:
        if before is not None:
            await before(p)
        await until(lambda: len(p.messages) > 1 or p.session.state != "running")
        await p.settled()
        (result,) = p.told(HostResult)
        assert result.call == 4
        return result, p


async def test_a_host_function_answers_at_once_or_later() -> None:
    async def later(value: int) -> int:
        await asyncio.sleep(0)
        return value * 2

    def future(value: int) -> asyncio.Future[int]:
        made: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        made.set_result(value * 2)
        return made

    class Awaited:
        def __await__(self) -> Any:
            yield from asyncio.sleep(0).__await__()
            return 42

    for function in (lambda value: value * 2, later, future, lambda value: Awaited()):
        result, p = await answer_of(function, 21)
        assert (result.ok, result.value) == (True, 42)
        assert p.session.statistics().host_calls == 1


async def test_a_failing_host_function_tells_the_host_all_and_the_guest_nothing() -> None:
    def fails() -> None:
        raise FileNotFoundError("/etc/secret")

    async def fails_later() -> None:
        raise FileNotFoundError("/etc/secret")

    async def cancelled() -> None:
        raise asyncio.CancelledError

    def cancelled_at_once() -> None:
        raise asyncio.CancelledError

    def cancelled_future() -> asyncio.Future[None]:
        made: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        made.cancel()
        return made

    for function in (fails, fails_later, cancelled, cancelled_at_once, cancelled_future):
        result, p = await answer_of(function)
        assert result.ok is False
        assert (result.value.name, result.value.message) == ("HostError", "host function 'f' failed")
        (error,) = p.of("error")
        assert (type(error), error.code) == (HostError, "function_failed")
        assert isinstance(error.__cause__, FileNotFoundError | asyncio.CancelledError)


async def test_an_error_of_rill_in_a_host_function_reaches_the_guest_with_its_words() -> None:
    def refuses() -> None:
        raise HostError("this list is read-only")

    result, p = await answer_of(refuses)
    assert result.value.message == "this list is read-only"
    assert p.of("error") == []


async def test_a_wrong_number_of_arguments_is_a_failure_of_the_call() -> None:
    result, p = await answer_of(lambda: 1, "unexpected")
    assert result.ok is False
    assert p.error_codes == ["function_failed"]


async def test_a_result_that_cannot_cross_becomes_a_rejection() -> None:
    class Tricky(dict[str, Any]):
        def items(self) -> Any:
            raise ZeroDivisionError

    for result in (object(), {1: 2}, 2**70, "\ud800", Tricky(a=1), [[object()]]):
        answer, p = await answer_of(lambda result=result: result)
        assert answer.ok is False
        assert answer.value.message == "the host's answer cannot cross"
        assert p.error_codes == ["value_unsendable"]


async def test_arguments_of_a_host_function_may_be_functions_of_the_guest() -> None:
    given: list[Any] = []
    result, _ = await answer_of(given.append, FunctionRef(3))
    assert result.ok
    assert [type(function) for function in given] == [GuestFunction]


async def test_a_function_that_was_not_granted_is_refused_and_lets_its_arguments_go() -> None:
    async with pair([HostCall(1, "raed", [FunctionRef(7)])], functions={"read": print}) as p:
        await p.settled()
        (result,) = p.told(HostResult)
        assert (result.call, result.ok, result.value.name) == (1, False, "CapabilityError")
        (error,) = p.of("error")
        assert type(error) is CapabilityError
        assert str(error) == "the host granted no function 'raed'; did you mean 'read'?"
        assert p.told(Release)[0].functions == [7]
        assert p.session.state == "running"


async def test_calls_without_an_answer_are_bounded_and_answers_make_room() -> None:
    futures: list[asyncio.Future[int]] = []

    def slow() -> asyncio.Future[int]:
        futures.append(asyncio.get_running_loop().create_future())
        return futures[-1]

    calls = [HostCall(index, "slow", []) for index in range(3)]
    steps: list[Any] = [(), calls[:2], (), [HostCall(0, "slow", [])], [HostCall(2, "slow", [])]]
    async with pair(*steps, limits=Limits(host_calls=2), functions={"slow": slow}) as p:
        await p.session.send_event("two calls")
        futures[0].set_result(1)
        await until(lambda: len(p.told(HostResult)) == 1)
        await p.session.send_event("one more, with a number that is free again")
        with pytest.raises(LimitError) as caught:
            await p.session.send_event("too many")
        assert (caught.value.limit, caught.value.maximum, caught.value.fault) == ("host_calls", 2, "guest")
        p.assert_failed(LimitError, "host_calls_exceeded")
        assert not futures[1].cancelled()


async def test_refused_calls_count_until_the_guest_has_heard_of_it() -> None:
    flood = [HostCall(index, "unknown", []) for index in range(1, 10)]
    async with pair((), flood, limits=Limits(host_calls=5)) as p:
        with pytest.raises(LimitError):
            await p.session.send_event("flood")
        p.assert_failed(LimitError, "host_calls_exceeded")
        assert len(p.of("error")) == 5


async def test_a_call_number_that_still_waits_is_not_used_again() -> None:
    async with pair([HostCall(1, "x", []), HostCall(1, "x", [])], start=False) as p:
        with pytest.raises(GuestError):
            await p.session.start()
        p.assert_failed(GuestError, "call_reused")


async def test_host_functions_under_way_end_with_the_guest_but_not_what_the_host_shares() -> None:
    ended: list[str] = []
    shared: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def own() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("own")

    frames = [HostCall(1, "own", []), HostCall(2, "shared", [])]
    async with pair(frames, functions={"own": own, "shared": lambda: shared}) as p:
        await asyncio.sleep(0)
        await p.session.close()
        await until(lambda: ended == ["own"])
        assert not shared.cancelled()
        shared.set_result(1)
        await asyncio.sleep(0)


async def test_a_host_function_that_never_began_leaves_no_coroutine_behind() -> None:
    async def never() -> None:
        raise AssertionError("it began")

    async with pair([HostCall(1, "never", []), fatal()], start=False, functions={"never": never}) as p:
        # A fatal error comes with the call: nothing more is done for the guest.
        with pytest.raises(GuestError):
            await p.session.start()
        assert p.session.statistics().host_calls == 0
    async with pair(
        [HostCall(1, "never", []), TimerSet(1, 5, False), HostCall(1, "x", [])], start=False, functions={"never": never}
    ) as p:
        with pytest.raises(GuestError):
            await p.session.start()
        await asyncio.sleep(0)


# -- REF_CALL


def ref_call(method: str, *args: Any, id: int = 10, call: int = 3) -> list[Any]:
    return [batch(1, *text_tree(), *FIELD, RefCall(id, method, list(args), call))]


async def test_a_method_is_called_on_the_first_adapter_and_answered() -> None:
    first, second = NotingAdapter(), NotingAdapter()
    first.answer = True
    async with pair(ref_call("isFocused"), attach=False, start=False) as p:
        p.session.attach(first)
        p.session.attach(second)
        await p.session.start()
        await p.settled()
        assert p.told(RefMethodResult) == [RefMethodResult(2, p.clock.now_ms(), 3, True, True)]
        assert ("call", "isFocused") in first.notes
        assert second.notes == [("attach",), ("apply", 1)]


async def test_a_method_may_answer_later() -> None:
    async def later() -> bool:
        await asyncio.sleep(0)
        return False

    adapter = NotingAdapter()
    adapter.answer = later
    async with pair(ref_call("isFocused"), attach=False, start=False) as p:
        p.session.attach(adapter)
        await p.session.start()
        await until(lambda: bool(p.told(RefMethodResult)))
        assert p.told(RefMethodResult)[0].value is False


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (ref_call("focus", id=99), "node 99 is gone or has no methods"),
        (ref_call("focus", id=2), "node 2 is gone or has no methods"),
        (ref_call("focus", id=0), "node 0 is gone or has no methods"),
        (ref_call("fokus"), "TextInput has no method 'fokus'; did you mean 'focus'?"),
        (ref_call("__class__"), "TextInput has no method '__class__'"),
        (ref_call("select", "x", 2), "at TextInput.select"),
        (ref_call("focus", 1), "TextInput.focus"),
    ],
)
async def test_a_call_that_cannot_be_made_is_answered_with_a_rejection(call: Any, text: str) -> None:
    async with pair(call) as p:
        await p.settled()
        (result,) = p.told(RefMethodResult)
        assert (result.call, result.ok, result.value.name) == (3, False, "GuestError")
        assert text in result.value.message
        assert p.session.state == "running"
        assert p.recorder.calls == []


async def test_a_call_without_a_screen_is_rejected() -> None:
    async with pair(ref_call("focus"), attach=False) as p:
        await p.settled()
        assert "no screen is attached" in p.told(RefMethodResult)[0].value.message


@pytest.mark.parametrize("later", [False, True])
async def test_an_adapter_that_fails_in_a_method_rejects_the_call(later: bool) -> None:
    async def fail_later() -> None:
        raise ZeroDivisionError("secret")

    adapter = NotingAdapter()
    if later:
        adapter.answer = fail_later
    else:
        adapter.failures["call"] = ZeroDivisionError("secret")
    async with pair(ref_call("focus"), attach=False, start=False) as p:
        p.session.attach(adapter)
        await p.session.start()
        await until(lambda: bool(p.told(RefMethodResult)))
        assert p.told(RefMethodResult)[0].value.message == "the call failed on the host"
        assert p.error_codes == ["adapter_failed"]
        assert p.session.state == "running"


async def test_an_adapter_s_own_refusal_reaches_the_guest() -> None:
    adapter = NotingAdapter()
    adapter.failures["call"] = GuestError("nothing here can have the focus")
    async with pair(ref_call("focus"), attach=False, start=False) as p:
        p.session.attach(adapter)
        await p.session.start()
        await p.settled()
        assert p.told(RefMethodResult)[0].value.message == "nothing here can have the focus"


@pytest.mark.parametrize("later", [False, True])
async def test_a_result_that_a_method_may_not_have_is_the_adapter_s_fault(later: bool) -> None:
    async def words() -> str:
        return "perhaps"

    adapter = NotingAdapter()
    adapter.answer = words if later else "perhaps"
    async with pair(ref_call("isFocused"), attach=False, start=False) as p:
        p.session.attach(adapter)
        await p.session.start()
        await until(lambda: bool(p.told(RefMethodResult)))
        assert p.told(RefMethodResult)[0].ok is False
        assert p.error_codes == ["adapter_failed"]


async def test_more_ref_calls_than_allowed_end_the_guest() -> None:
    operations = [RefCall(10, "focus", [], call) for call in range(4)]
    for count in (3, 4):
        async with pair(
            [batch(1, *text_tree(), *FIELD, *operations[:count])], start=False, limits=Limits(ref_calls=3)
        ) as p:
            if count == 3:
                await p.session.start()
                await p.settled()
                assert len(p.told(RefMethodResult)) == 3
            else:
                with pytest.raises(LimitError):
                    await p.session.start()
                p.assert_failed(LimitError, "ref_calls_exceeded")


async def test_a_ref_call_number_that_still_waits_is_not_used_again() -> None:
    frames = [batch(1, *text_tree(), *FIELD, RefCall(10, "focus", [], 1), RefCall(10, "focus", [], 1))]
    async with pair(frames, start=False) as p:
        with pytest.raises(GuestError):
            await p.session.start()
        p.assert_failed(GuestError, "call_reused")


# -- the console


async def test_console_lines_are_bounded_for_each_second() -> None:
    lines = [Log("info", [index], None) for index in range(8)]
    async with pair(lines, lines, lines, limits=Limits(console_lines_per_s=10)) as p:
        await p.session.send_event("x")
        assert len(p.of("log")) == 10
        assert p.session.statistics().log_lines_dropped == 6
        p.clock.set_now(p.clock.now_ms() + 1000)
        await p.session.send_event("x")
        assert len(p.of("log")) == 18


async def test_the_console_of_a_guest_that_fails_is_still_heard() -> None:
    survived = ErrorFrame(ErrorShape(message="survived"), False)
    frames = [batch(1, Text(2, "broken")), Log("error", ["why"], None), survived, GuestMessage("x", 1), fatal()]
    async with pair(mounted(), frames) as p:
        with pytest.raises(GuestError):
            await p.session.send_event("x")
        assert [event.text for event in p.of("log")] == ["why"]
        assert [str(error) for error in p.of("error")] == ["Error: survived"]
        assert p.of("message") == []
        assert p.recorder.golden() == 'Text "hello"\n'


# -- guests that break a rule

LONG = "x" * 70_000

MALFORMED: list[tuple[str, Any, type[RillError], str]] = [
    ("not MessagePack", b"\xc1", GuestError, "outbox_undecodable"),
    ("cut short", outbox(GuestMessage("a", "b"))[:-1], GuestError, "outbox_undecodable"),
    ("bytes behind the end", outbox() + b"\x00", GuestError, "outbox_undecodable"),
    ("no array", msgspec.msgpack.encode({"a": 1}), GuestError, "outbox_undecodable"),
    ("no frame", [5], GuestError, "outbox_undecodable"),
    ("a frame without a kind", [[]], GuestError, "outbox_undecodable"),
    ("an unknown kind", [[99, 1]], GuestError, "outbox_undecodable"),
    ("a frame that is too short", [[2, "name"]], GuestError, "outbox_undecodable"),
    ("a frame that is too long", [[2, "name", 1, 2]], GuestError, "outbox_undecodable"),
    ("a name that is no string", [[2, 5, 1]], GuestError, "outbox_undecodable"),
    ("a name that is too long", [GuestMessage(LONG, 1)], LimitError, "string_bytes_exceeded"),
    ("a payload with a long string", [GuestMessage("x", {"a": [LONG]})], LimitError, "string_bytes_exceeded"),
    ("a payload with a forbidden key", [[2, "x", msgspec.Raw(b"\x81\xa9__proto__\x01")]], GuestError, "key_forbidden"),
    ("a payload with a key that is no string", [[2, "x", msgspec.Raw(b"\x81\x01\x01")]], GuestError, "key_invalid"),
    ("a second batch", [batch(1), batch(2)], GuestError, "batch_misplaced"),
    ("a batch that is not first", [GuestMessage("x", 1), batch(1)], GuestError, "batch_misplaced"),
    ("a batch of another version", [[1, 2, 1, []]], GuestError, "protocol_version_unknown"),
    ("a batch out of sequence", [batch(7)], GuestError, "sequence_broken"),
    ("an unknown operation", [[1, 1, 1, [[99]]]], GuestError, "outbox_undecodable"),
    ("a host call without arguments", [[3, 1, "f"]], GuestError, "outbox_undecodable"),
    ("a host call with a long name", [HostCall(1, LONG, [])], LimitError, "string_bytes_exceeded"),
    ("a host call with a long argument", [HostCall(1, "f", [LONG])], LimitError, "string_bytes_exceeded"),
    ("a call number below zero", [[3, -1, "f", []]], GuestError, "outbox_undecodable"),
    ("an answer to nothing", [CallResult(1, True, 1)], GuestError, "call_unknown"),
    ("an answer with a long value", [CallResult(1, True, LONG)], LimitError, "string_bytes_exceeded"),
    ("a timer below zero", [TimerSet(1, -1, False)], GuestError, "timer_invalid"),
    ("a timer of NaN", [TimerSet(1, float("nan"), False)], GuestError, "timer_invalid"),
    ("a timer without a number", [[5, 0, 10, False]], GuestError, "outbox_undecodable"),
    ("an unknown log level", [[7, "fatal", [], None]], GuestError, "log_level_unknown"),
    ("a log line with a long argument", [Log("info", [LONG], None)], LimitError, "string_bytes_exceeded"),
    ("a log line with a long source", [Log("info", [], LONG)], LimitError, "string_bytes_exceeded"),
    ("an error that is no map", [[8, "broken", True]], GuestError, "outbox_undecodable"),
    ("a fatal error", [fatal()], GuestError, "exception"),
    ("a fatal error with a code of its own", [fatal(code="own_code")], GuestError, "own_code"),
    ("a fatal error with an impossible code", [fatal(code="\x1b[31m Deadline")], GuestError, "exception"),
    ("an unknown extension", [[2, "x", msgspec.msgpack.Ext(99, b"")]], GuestError, "extension_unknown"),
    ("a malformed extension", [[2, "x", msgspec.msgpack.Ext(1, b"123")]], GuestError, "extension_malformed"),
]


@pytest.mark.parametrize(("step", "kind", "code"), [row[1:] for row in MALFORMED], ids=[row[0] for row in MALFORMED])
async def test_a_malformed_outbox_ends_the_session_and_keeps_the_last_good_tree(
    step: Any, kind: type[RillError], code: str
) -> None:
    if isinstance(step, list) and any(isinstance(item, list) for item in step):
        step = msgspec.msgpack.encode([item if isinstance(item, list) else None for item in step])
    elif isinstance(step, list) and not all(hasattr(item, "__struct_config__") for item in step):
        step = msgspec.msgpack.encode(step)
    async with pair(mounted(*button(10)), step) as p:
        button_node = p.session.tree.find(10)
        before = p.recorder.golden()
        with pytest.raises(kind) as caught:
            await p.session.send_event("go")
        p.assert_failed(kind, code)
        assert caught.value is p.session.error
        assert p.recorder.golden() == before
        # Inert: further events reach nobody, and sending says why.
        assert button_node is not None
        p.session.tree.emit(button_node, "onPress", {})
        assert p.session.statistics().events_dropped == 1
        with pytest.raises(HostError) as refused:
            await p.session.send_event("again")
        assert refused.value.code == "session_failed"
        await p.session.idle()
        assert len(p.messages) == 2
        await p.session.restart()
        assert p.session.state == "running"
        assert p.session.error is None


async def test_long_texts_of_an_error_are_cut() -> None:
    async with pair((), [fatal("m" * 20_000, name="n" * 1000, stack="s" * 20_000, cause="c" * 20_000)]) as p:
        with pytest.raises(GuestError) as caught:
            await p.session.send_event("x")
        assert len(str(caught.value)) <= 256 + 2 + 8192
        assert len(caught.value.name) == 256
        assert len(caught.value.stack) <= 2 * 8192 + 20


async def test_a_batch_that_breaks_the_structure_is_rolled_back() -> None:
    operations = [Text(2, "changed"), Append(1, 99)]
    async with pair(mounted(), [batch(2, *operations)]) as p:
        with pytest.raises(GuestError):
            await p.session.send_event("x")
        p.assert_failed(GuestError, "node_unknown")
        assert p.recorder.golden() == 'Text "hello"\n'
        assert len(p.recorder.batches) == 1


async def test_too_many_frames_end_the_session() -> None:
    async with pair((), [Log("info", [1], None)] * 11, limits=Limits(frames=10)) as p:
        with pytest.raises(LimitError):
            await p.session.send_event("x")
        p.assert_failed(LimitError, "frames_exceeded")


# -- restart


async def test_a_restart_begins_anew_with_adapters_functions_and_the_last_config() -> None:
    asked: list[int] = []
    scripts: list[list[Any]] = [[mounted(text="one"), [fatal()]], [[*mounted(text="two"), HostCall(1, "ask", [5])]]]
    async with pair(scripts=scripts, props={"a": 1}, config={"b": 1}, functions={"ask": asked.append}) as p:
        other = NotingAdapter()
        p.session.attach(other)
        first_tree = p.session.tree
        with pytest.raises(GuestError):
            await p.session.send_event("break")
        await p.session.restart()
        assert p.session.state == "running"
        assert p.session.error is None
        assert p.session.tree is not first_tree
        assert p.recorder.golden() == 'Text "two"\n'
        assert other.notes == [("attach",), ("detach",), ("attach",), ("apply", 1)]
        assert p.of("restart") == [()]
        assert asked == [5]
        assert p.messages[0].turn == 1
        assert p.messages[0].props == {"a": 1}
        assert p.session.statistics().turns >= 1
        assert p.provider.sandboxes[0].closed


async def test_a_restart_keeps_the_config_that_the_guest_had_last() -> None:
    async with pair(config={"b": 1}) as p:
        await p.session.update_config({"b": 2})
        await p.session.restart()
        assert p.messages[0].config == {"b": 2}


async def test_a_running_session_may_be_restarted_in_the_middle_of_a_turn() -> None:
    gate = Gate([GuestMessage("of the old guest", 1)])
    async with pair(scripts=[[mounted(text="one"), gate], [mounted(text="two")]]) as p:
        old = asyncio.ensure_future(p.session.send_event("x"))
        await gate.entered()
        restarted = asyncio.ensure_future(p.session.restart())
        await restarted
        assert p.recorder.golden() == 'Text "two"\n'
        gate.open()
        with pytest.raises(HostError) as caught:
            await old
        assert caught.value.code == "session_restarted"
        assert p.session.state == "running"
        assert p.of("message") == []
        await until(lambda: p.provider.sandboxes[0].closed == 1)


async def test_what_adapters_do_to_the_tree_of_an_ended_guest_reaches_nobody() -> None:
    scripts = [[mounted(*button(10))], [mounted(*button(10))]]
    async with pair(scripts=scripts) as p:
        old_tree, old_node = p.session.tree, p.session.tree.find(10)
        await p.session.restart()
        assert old_node is not None
        old_tree.emit(old_node, "onPress", {})
        await p.session.idle()
        assert p.told(CallFunction) == []
        assert p.session.statistics().events_dropped == 1


async def test_two_restarts_at_once_leave_one_guest() -> None:
    async with pair() as p:
        results = await asyncio.gather(p.session.restart(), p.session.restart(), return_exceptions=True)
        assert [type(result) for result in results] == [HostError, type(None)]
        assert p.session.state == "running"
        await p.session.send_event("x")
        await until(lambda: [sandbox.closed for sandbox in p.provider.sandboxes].count(0) == 1)


async def test_a_restart_may_fail_and_be_tried_again() -> None:
    async with pair(scripts=[[], [[fatal("second")]], []]) as p:
        with pytest.raises(GuestError, match="second"):
            await p.session.restart()
        assert p.session.state == "failed"
        await p.session.restart()
        assert p.session.state == "running"


async def test_an_adapter_that_cannot_show_the_new_tree_is_detached() -> None:
    adapter = NotingAdapter()
    async with pair(scripts=[[mounted()], [mounted()]]) as p:
        p.session.attach(adapter)
        adapter.failures = {"attach": ZeroDivisionError("no room"), "detach": KeyError("x")}
        await p.session.restart()
        assert p.error_codes == ["adapter_failed", "adapter_failed"]
        assert adapter.notes == [("attach",), ("detach",), ("attach",)]
        assert p.session.state == "running"


# -- closing


async def test_closing_destroys_the_guest_once_and_detaches_adapters() -> None:
    adapter = NotingAdapter()
    async with pair(mounted()) as p:
        p.session.attach(adapter)
        await asyncio.gather(p.session.close("one"), p.session.close("two"))
        await p.session.close()
        assert len(p.told(Destroy)) == 1
        assert p.of("destroy") == ["one"]
        assert adapter.notes[-1] == ("detach",)
        assert p.session.state == "closed"
        assert p.engine.sessions == ()
        await until(lambda: p.guest.closed == 1)
        # The tree can still be read.
        assert p.recorder.golden() == 'Text "hello"\n'
        for use in (p.session.send_event("x"), p.session.update_config({}), p.session.restart(), p.session.start()):
            with pytest.raises(HostError) as caught:
                await use
            assert caught.value.code == "session_closed"
        with pytest.raises(HostError):
            p.session.attach(NotingAdapter())
        p.session.detach(adapter)
        await p.session.idle()


async def test_what_a_guest_says_while_it_is_destroyed_is_heard() -> None:
    async with pair((), [GuestMessage("bye", 1), Log("info", ["unmounted"], None)]) as p:
        await p.session.close()
        assert p.of("message") == [("bye", 1)]
        assert [event.text for event in p.of("log")] == ["unmounted"]


@pytest.mark.parametrize(
    "step", [GuestError("it threw"), LimitError("too slow", code="deadline"), b"\xc1", [fatal()], ZeroDivisionError()]
)
async def test_a_guest_that_fails_while_it_is_destroyed_is_closed_all_the_same(step: Any) -> None:
    async with pair(mounted(), step) as p:
        await p.session.close()
        assert p.session.state == "closed"
        assert len(p.of("error")) == 1
        assert p.of("fatal_error") == []
        await until(lambda: p.guest.closed == 1)


async def test_closing_during_a_turn_waits_for_it_and_refuses_what_waits_behind_it() -> None:
    gate = Gate([GuestMessage("in time", 1)])
    async with pair((), gate) as p:
        running = asyncio.ensure_future(p.session.send_event("running"))
        await gate.entered()
        waiting = asyncio.ensure_future(p.session.send_event("waiting"))
        await asyncio.sleep(0)
        closing = asyncio.ensure_future(p.session.close())
        await asyncio.sleep(0)
        with pytest.raises(HostError, match="is closed"):
            await p.session.send_event("too late")
        assert not closing.done()
        gate.open()
        await closing
        await running
        with pytest.raises(HostError) as caught:
            await waiting
        assert caught.value.code == "session_closed"
        assert [type(message) for message in p.messages] == [Start, HostEvent, Destroy]
        assert p.of("message") == [("in time", 1)]


async def test_closing_while_the_image_is_made_ends_the_start() -> None:
    async with pair(start=False) as p:
        p.provider.building = Gate()
        starting = asyncio.ensure_future(p.session.start())
        await p.provider.building.entered()
        await p.session.close()
        p.provider.building.open()
        with pytest.raises(HostError) as caught:
            await starting
        assert caught.value.code == "session_closed"
        assert p.session.state == "closed"
        assert p.provider.sandboxes == []


async def test_closing_during_start_discards_the_guest_when_its_turn_ends() -> None:
    gate = Gate(mounted())
    async with pair(gate, start=False) as p:
        starting = asyncio.ensure_future(p.session.start())
        await gate.entered()
        closing = asyncio.ensure_future(p.session.close())
        await until(lambda: p.session.state == "closed")
        for _ in range(20):
            await asyncio.sleep(0)
        # The worker is still in the guest: whoever closes the engine next must not find it there.
        assert not closing.done()
        gate.open()
        await closing
        with pytest.raises(HostError):
            await starting
        assert p.of("batch") == []
        await until(lambda: p.guest.closed == 1)


async def test_a_failed_session_may_be_closed() -> None:
    async with pair((), [fatal()]) as p:
        with pytest.raises(GuestError):
            await p.session.send_event("x")
        await p.session.close()
        assert p.session.state == "closed"
        assert p.told(Destroy) == []
        await until(lambda: p.guest.closed == 1)


async def test_a_session_that_was_never_started_may_be_closed() -> None:
    async with pair(start=False) as p:
        await p.session.close()
        with pytest.raises(HostError) as caught:
            await p.session.start()
        assert caught.value.code == "session_closed"
        assert p.provider.sandboxes == []


async def test_a_handler_may_close_or_restart_the_session() -> None:
    async with pair(mounted(), [GuestMessage("quit", None)]) as p:
        closing: list[asyncio.Task[None]] = []
        p.session.on("message", lambda name, payload: closing.append(asyncio.ensure_future(p.session.close(name))))
        await p.session.send_event("x")
        await closing[0]
        assert p.of("destroy") == ["quit"]

    async with pair(scripts=[[mounted(), [fatal()]], [mounted(text="again")]]) as p:
        done = asyncio.Event()

        async def restart(error: RillError) -> None:
            await p.session.restart()
            done.set()

        p.session.on("fatal_error", restart)
        with pytest.raises(GuestError):
            await p.session.send_event("x")
        await done.wait()
        assert p.recorder.golden() == 'Text "again"\n'


async def test_an_adapter_that_cannot_be_detached_keeps_nothing_alive() -> None:
    adapter = NotingAdapter()
    adapter.failures["detach"] = ZeroDivisionError()
    async with pair(mounted()) as p:
        p.session.attach(adapter)
        await p.session.close()
        assert p.error_codes == ["adapter_failed"]
        assert p.engine.sessions == ()


# -- adapters


async def test_all_adapters_see_every_batch_and_one_that_fails_hurts_no_other() -> None:
    first, second = NotingAdapter(), NotingAdapter()
    async with pair(mounted(), [batch(2, Text(2, "two"))], [batch(3, Text(2, "three"))]) as p:
        p.session.attach(first)
        p.session.attach(second)
        first.failures["apply"] = ZeroDivisionError("no room")
        await p.session.send_event("x")
        assert second.notes == [("attach",), ("apply", 2)]
        (error,) = p.of("error")
        assert (error.code, str(error)) == (
            "adapter_failed",
            "adapter NotingAdapter could not show a batch: ZeroDivisionError: no room",
        )
        assert isinstance(error.__cause__, ZeroDivisionError)
        p.session.detach(first)
        p.session.detach(first)
        await p.session.send_event("x")
        assert first.notes == [("attach",), ("apply", 2), ("detach",)]
        assert p.recorder.golden() == 'Text "three"\n'


async def test_an_error_that_nobody_listens_to_reaches_the_loop_if_it_is_the_host_s(loop_watch: LoopWatch) -> None:
    adapter = NotingAdapter()
    async with pair(mounted(), [batch(2, Text(2, "two"))], [ErrorFrame(ErrorShape(message="own"), False)]) as p:
        p.session._listeners._handlers["error"].clear()
        p.session.attach(adapter)
        adapter.failures["apply"] = ZeroDivisionError()
        await p.session.send_event("x")
        assert [type(error) for error in loop_watch.take()] == [HostError]
        await p.session.send_event("x")
        assert p.session.statistics().errors == 2


async def test_an_adapter_is_attached_once_and_what_it_raises_is_raised() -> None:
    adapter = NotingAdapter()
    async with pair(mounted()) as p:
        p.session.attach(adapter)
        with pytest.raises(HostError) as caught:
            p.session.attach(adapter)
        assert caught.value.code == "adapter_attached"
        broken = NotingAdapter()
        broken.failures["attach"] = ZeroDivisionError()
        with pytest.raises(ZeroDivisionError):
            p.session.attach(broken)
        await p.session.send_event("x")
        assert broken.notes == [("attach",)]


async def test_a_late_adapter_sees_the_tree_as_it_is_also_of_a_failed_guest() -> None:
    async with pair(mounted(), [fatal()]) as p:
        with pytest.raises(GuestError):
            await p.session.send_event("x")
        late = Recorder()
        p.session.attach(late)
        assert late.golden() == 'Text "hello"\n'


# -- listener policies, end to end


def presses(p: Pair) -> int:
    return len(p.told(CallFunction))


async def test_a_debounced_event_goes_out_when_none_has_followed() -> None:
    async with pair(mounted(*button(10, onPress={"debounce_ms": 100}))) as p:
        node = p.session.tree.find(10)
        assert node is not None
        for _ in range(3):
            p.session.tree.emit(node, "onPress", {})
            await p.recorder.advance(60)
        assert presses(p) == 0
        await p.recorder.advance(40)
        assert presses(p) == 1
        await p.recorder.advance(1000)
        assert presses(p) == 1


async def test_a_throttled_event_goes_out_at_most_once_in_its_time() -> None:
    async with pair(mounted(*button(10, onPress={"throttle_ms": 100}))) as p:
        node = p.session.tree.find(10)
        assert node is not None
        sent: list[int] = []
        for _ in range(12):
            p.session.tree.emit(node, "onPress", {})
            await p.recorder.advance(25)
            sent.append(presses(p))
        assert sent == [1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4]
        await p.recorder.advance(1000)
        assert presses(p) == 4


async def test_keys_let_only_their_own_through() -> None:
    async with pair(mounted(*FIELD, Update(10, {"onKeyDown": {"keys": ["Enter"]}}, []))) as p:
        node = p.session.tree.find(10)
        assert node is not None
        for key in ("a", "Enter", "Escape"):
            p.session.tree.emit(node, "onKeyDown", {"key": key})
        await p.session.idle()
        assert [message.args[0]["key"] for message in p.told(CallFunction)] == ["Enter"]


async def test_an_event_whose_policy_a_browser_carried_out_goes_past_it_and_is_counted() -> None:
    async with pair(mounted(*button(10, onPress={"debounce_ms": 100, "throttle_ms": 50, "keys": ["a"]}))) as p:
        node = p.session.tree.find(10)
        assert node is not None
        for _ in range(3):
            assert p.session.tree.emit(node, "onPress", {"source": "key"}, is_due=True)
        await p.session.idle()
        assert presses(p) == 3
        assert p.clock.next_due_ms is None
        assert p.session.statistics().events == 3
        with pytest.raises(HostError, match="source"):
            p.session.tree.emit(node, "onPress", {"source": "telepathy"}, is_due=True)
        await p.session.close()
        assert p.session.tree.emit(node, "onPress", {}, is_due=True)
        assert p.session.statistics().events_dropped == 1


async def test_events_held_back_for_a_node_or_guest_that_is_gone_are_dropped() -> None:
    marked = button(10, onPress={"debounce_ms": 100})
    async with pair(mounted(*marked), [batch(2, Delete(10))]) as p:
        node = p.session.tree.find(10)
        assert node is not None
        p.session.tree.emit(node, "onPress", {})
        await p.session.send_event("delete it")
        await p.recorder.advance(200)
        assert presses(p) == 0
    async with pair(mounted(*marked), [fatal()]) as p:
        node = p.session.tree.find(10)
        assert node is not None
        p.session.tree.emit(node, "onPress", {})
        with pytest.raises(GuestError):
            await p.session.send_event("x")
        assert p.clock.next_due_ms is None


async def test_an_event_of_the_host_s_that_does_not_fit_is_refused_and_the_session_lives() -> None:
    async with pair(mounted(*button(10))) as p:
        node = p.session.tree.find(10)
        assert node is not None
        with pytest.raises(HostError) as caught:
            p.session.tree.emit(node, "onPress", {"source": "telepathy"})
        assert caught.value.code == "payload_invalid"
        with pytest.raises(HostError) as caught:
            p.session.tree.emit(node, "onPres")
        assert caught.value.code == "event_unknown"
        assert p.session.tree.emit(node, "onFocus") is False
        assert p.session.state == "running"


# -- what the provider raises

ERRORS: list[BaseException] = [
    GuestError("it threw", code="exception"),
    LimitError("too slow", code="deadline", limit="turn_ms"),
    ProviderError("no room", code="sandboxes_exhausted"),
    HostError("closed", code="provider_closed"),
    ZeroDivisionError("a bug"),
    MemoryError(),
    KeyboardInterrupt(),
]
IDS = [type(error).__name__ for error in ERRORS]


def expected(error: BaseException) -> tuple[type[RillError], str]:
    return (type(error), error.code) if isinstance(error, RillError) else (ProviderError, "internal")


@pytest.mark.parametrize("call", ["build_image", "instantiate"])
@pytest.mark.parametrize("error", ERRORS, ids=IDS)
async def test_a_guest_that_cannot_be_made_fails_and_may_be_restarted(call: str, error: BaseException) -> None:
    kind, code = expected(error)
    async with pair(mounted(), start=False) as p:
        p.provider.failures[call] = error
        with pytest.raises(kind) as caught:
            await p.session.start()
        assert caught.value.code == code
        p.assert_failed(kind, code)
        if not isinstance(error, RillError):
            assert caught.value.__cause__ is error
        await p.session.idle()
        p.provider.failures.clear()
        await p.session.restart()
        assert p.session.state == "running"
        assert p.recorder.golden() == 'Text "hello"\n'


@pytest.mark.parametrize("turn", [0, 1])
@pytest.mark.parametrize("error", ERRORS, ids=IDS)
async def test_whatever_a_turn_raises_ends_the_session_with_one_typed_error(turn: int, error: BaseException) -> None:
    kind, code = expected(error)
    script = [mounted(), ()]
    script.insert(turn, error)  # type: ignore[arg-type]
    async with pair(*script, start=False) as p:
        if turn:
            await p.session.start()
        with pytest.raises(kind) as caught:
            await (p.session.send_event("x") if turn else p.session.start())
        assert caught.value.code == code
        p.assert_failed(kind, code)
        await p.session.idle()
        await until(lambda: p.guest.closed == 1)


async def test_a_provider_that_cannot_close_or_count_harms_nobody() -> None:
    async with pair(mounted()) as p:
        p.provider.failures["statistics"] = ZeroDivisionError()
        with pytest.raises(ProviderError):
            p.session.statistics()
        p.provider.failures["provider_statistics"] = ProviderError("gone", code="gone")
        with pytest.raises(ProviderError, match="gone"):
            p.engine.statistics()
        p.provider.failures = {"close": ZeroDivisionError()}
        await p.session.close()
        await until(lambda: p.guest.closed == 1)


async def test_a_bug_while_frames_are_carried_out_ends_only_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Session, changes: Changes) -> None:
        raise ZeroDivisionError("a bug of Rill")

    async with pair(mounted()) as p:
        monkeypatch.setattr(Session, "_show", broken)
        p.guest.steps.append([batch(2, Text(2, "x"))])
        with pytest.raises(ProviderError) as caught:
            await p.session.send_event("x")
        assert caught.value.code == "internal"
        p.assert_failed(ProviderError, "internal")


# -- giving up waiting


async def test_whoever_gives_up_waiting_does_not_take_the_message_back() -> None:
    gate = Gate([GuestMessage("done", 1)])
    async with pair((), gate) as p:
        for wait in (p.session.send_event("x"), p.session.send_event("y"), p.session.update_config({"a": 1})):
            task = asyncio.ensure_future(wait)
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        idle = asyncio.ensure_future(p.session.idle())
        await asyncio.sleep(0)
        idle.cancel()
        await gate.entered()
        gate.open()
        await p.session.idle()
        assert [type(message) for message in p.messages] == [Start, HostEvent, HostEvent, ConfigUpdate]
        assert p.of("message") == [("done", 1)]


async def test_whoever_gives_up_closing_is_closed_all_the_same() -> None:
    gate = Gate()
    async with pair((), gate) as p:
        sent = asyncio.ensure_future(p.session.send_event("x"))
        await gate.entered()
        closing = asyncio.ensure_future(p.session.close())
        await asyncio.sleep(0)
        closing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await closing
        gate.open()
        await sent
        await p.session.close()
        assert p.session.state == "closed"


async def test_a_restart_given_up_while_the_image_is_made_fails() -> None:
    async with pair(mounted()) as p:
        p.engine._images.clear()
        p.provider.building = Gate()
        restarting = asyncio.ensure_future(p.session.restart())
        await p.provider.building.entered()
        restarting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await restarting
        p.assert_failed(HostError, "start_cancelled")
        await p.session.idle()
        p.provider.building.open()
        p.provider.building = None
        await p.session.restart()
        assert p.session.state == "running"


async def test_a_restart_given_up_in_its_turn_goes_on() -> None:
    gate = Gate(mounted(text="two"))
    async with pair(scripts=[[mounted()], [gate]]) as p:
        restarting = asyncio.ensure_future(p.session.restart())
        await gate.entered()
        restarting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await restarting
        gate.open()
        await p.session.idle()
        assert p.session.state == "running"
        assert p.recorder.golden() == 'Text "two"\n'


async def test_a_guest_s_function_given_up_is_answered_to_nobody() -> None:
    gate = Gate([CallResult(1, True, 5)])
    async with pair([GuestMessage("f", FunctionRef(5))], gate) as p:
        function = function_of(p)
        call = asyncio.ensure_future(function())
        await gate.entered()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        gate.open()
        await p.session.idle()
        assert p.session.state == "running"


def test_a_loop_that_ends_around_a_turn_does_not_end_the_worker() -> None:
    """The host forgot to close its engine and its loop is gone: the thread lives on, and the guest is closed."""
    from host.pair import ScriptedProvider
    from rill import Engine

    gate = Gate()
    provider = ScriptedProvider([[GuestMessage("f", FunctionRef(5))], gate])
    engine = Engine(provider)
    kept: list[Any] = []

    async def forget() -> None:
        session = await engine.open(bundle_of(), clock=ManualClock())
        session.on("message", lambda name, payload: kept.append(payload))
        waiting = asyncio.ensure_future(session.send_event("x"))
        await gate.entered()
        waiting.cancel()

    asyncio.run(forget())
    gate.open()
    kept.clear()
    gc.collect()
    engine._workers.close()
    assert provider.sandboxes[0].closed == 1
