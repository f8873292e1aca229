"""Due times of guest timers, without a guest."""

from __future__ import annotations

import random

import pytest

from rill.host.timers import GuestTimers


def test_due_timers_come_in_the_order_of_their_times_then_of_their_setting() -> None:
    timers = GuestTimers()
    for timer, delay in ((1, 30), (2, 10), (3, 20), (4, 10)):
        timers.set(timer, delay, False, 0)
    assert timers.next_due_ms == 10
    assert timers.take_due(9) == []
    assert timers.take_due(20) == [2, 4, 3]
    assert timers.next_due_ms == 30
    assert len(timers) == 1


@pytest.mark.parametrize(
    ("delay", "due"), [(0, 4), (3.9, 4), (4, 4), (4.5, 4.5), (1e300, 2**31 - 1), (float("inf"), 2**31 - 1)]
)
def test_delays_are_kept_within_what_browsers_know(delay: float, due: float) -> None:
    timers = GuestTimers()
    timers.set(1, delay, False, 0)
    assert timers.next_due_ms == due


def test_a_repeating_timer_counts_from_when_it_fired_and_comes_once_however_late() -> None:
    timers = GuestTimers()
    timers.set(1, 10, True, 0)
    assert timers.take_due(35) == [1]
    assert timers.next_due_ms == 45
    timers.clear(1)
    assert timers.next_due_ms is None
    assert timers.take_due(1_000) == []


def test_setting_again_replaces_and_clearing_the_unknown_is_no_error() -> None:
    timers = GuestTimers()
    timers.set(1, 10, True, 0)
    timers.set(1, 50, False, 0)
    timers.clear(2)
    assert timers.take_due(49) == []
    assert timers.take_due(50) == [1]
    assert len(timers) == 0
    timers.set(1, 10, False, 0)
    timers.clear_all()
    assert timers.next_due_ms is None


def test_setting_and_clearing_in_a_loop_leaves_nothing_behind() -> None:
    timers = GuestTimers()
    for turn in range(10_000):
        timers.set(turn % 3, 1_000, True, turn)
        if turn % 2:
            timers.clear(turn % 3)
    assert len(timers._heap) <= 64


def test_any_sequence_agrees_with_a_plain_list() -> None:
    """Against the simplest model there is: a dictionary that is searched for all that is due."""
    chance = random.Random(5)
    for _ in range(50):
        timers, model, now = GuestTimers(), dict[int, tuple[float, int, float | None]](), 0.0
        for order in range(200):
            timer, act = chance.randrange(10), chance.random()
            if act < 0.5:
                delay, repeat = chance.choice([4, 8, 15]), chance.random() < 0.3
                timers.set(timer, delay, repeat, now)
                model[timer] = (now + delay, order, delay if repeat else None)
            elif act < 0.7:
                timers.clear(timer)
                model.pop(timer, None)
            else:
                now += chance.choice([1, 5, 20])
                due = sorted((at, number, timer) for timer, (at, number, _) in model.items() if at <= now)
                assert timers.take_due(now) == [timer for _, _, timer in due]
                for _, number, timer in due:
                    interval = model.pop(timer)[2]
                    if interval is not None:
                        model[timer] = (now + interval, number, interval)
                if any(interval is not None for _, _, interval in model.values()):
                    # Which of two repeating ones comes first after a tie is not promised; begin anew.
                    break
            assert len(timers) == len(model)
            assert timers.next_due_ms == min((at for at, _, _ in model.values()), default=None)
