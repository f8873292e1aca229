"""Clocks: the one that is moved by hand, and the machine's."""

from __future__ import annotations

import asyncio
from functools import partial

from rill.host import ManualClock, SystemClock


def test_calls_are_made_in_the_order_of_their_times_each_at_its_own() -> None:
    clock, made = ManualClock(100), list[tuple[str, float]]()

    def note(name: str) -> None:
        made.append((name, clock.now_ms()))

    for name, due in (("c", 130), ("a", 110), ("b", 120), ("a2", 110)):
        clock.call_at(due, partial(note, name))
    clock.set_now(125)
    assert made == [("a", 110), ("a2", 110), ("b", 120)]
    assert (clock.now_ms(), clock.next_due_ms) == (125, 130)


def test_a_call_may_ask_for_another_one_that_is_due_as_well() -> None:
    clock, made = ManualClock(), list[float]()

    def again() -> None:
        made.append(clock.now_ms())
        if len(made) < 3:
            clock.call_at(clock.now_ms() + 10, again)

    clock.call_at(5, again)
    clock.set_now(100)
    assert made == [5, 15, 25]


def test_a_call_that_was_called_off_is_not_made() -> None:
    clock, made = ManualClock(), list[int]()
    first = clock.call_at(5, lambda: made.append(1))
    second = clock.call_at(5, lambda: made.append(2))
    first.cancel()
    first.cancel()
    clock.set_now(10)
    second.cancel()
    assert made == [2]
    assert clock.next_due_ms is None


def test_a_hand_that_moves_back_moves_nothing() -> None:
    clock = ManualClock(100)
    clock.set_now(50)
    assert clock.now_ms() == 100


async def test_the_machine_s_clock_never_goes_back_and_calls_on_the_loop() -> None:
    clock = SystemClock()
    times = [clock.now_ms() for _ in range(1_000)]
    assert times == sorted(times)
    called = asyncio.Event()
    clock.call_at(clock.now_ms() - 1_000, called.set)
    never = clock.call_at(clock.now_ms() + 1_000_000, called.clear)
    await called.wait()
    never.cancel()
