"""Timers fire in the order of their due times, and of being set; delays are those of browsers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rill.host.timers import GuestTimers
from rill.protocol.messages import TIMER_DELAY_MS_MAX, TIMER_DELAY_MS_MIN


def test_timers_fire_in_the_order_of_their_due_times() -> None:
    timers = GuestTimers()
    for timer, delay_ms in ((1, 30), (2, 10), (3, 20)):
        timers.set(timer, delay_ms, False, 1_000)
    assert timers.next_due_ms == 1_010
    assert timers.take_due(1_009.9) == []
    assert timers.take_due(1_025) == [2, 3]
    assert timers.take_due(1_025) == []
    assert timers.next_due_ms == 1_030
    assert timers.take_due(5_000) == [1]
    assert len(timers) == 0
    assert timers.take_due(9_999) == []


def test_timers_of_one_moment_fire_in_the_order_in_which_they_were_set() -> None:
    timers = GuestTimers()
    for timer in (3, 1, 2):
        timers.set(timer, 10, False, 0)
    # Set again, so it is the last now.
    timers.set(3, 10, False, 0)
    assert timers.take_due(10) == [1, 2, 3]


def test_a_timer_that_was_cleared_and_set_again_for_the_same_moment_fires_once_in_its_new_place() -> None:
    timers = GuestTimers()
    timers.set(1, 10, False, 0)
    timers.set(2, 10, False, 0)
    timers.clear(1)
    timers.set(1, 10, False, 0)
    assert timers.take_due(10) == [2, 1]
    assert timers.take_due(10) == []


def test_a_timer_that_is_set_again_is_replaced() -> None:
    timers = GuestTimers()
    timers.set(1, 10, True, 0)
    timers.set(1, 50, False, 0)
    assert len(timers) == 1
    assert timers.take_due(49) == []
    assert timers.take_due(50) == [1]
    assert timers.take_due(1_000) == []


def test_delays_are_clamped() -> None:
    timers = GuestTimers()
    timers.set(1, 0, False, 0)
    assert timers.next_due_ms == TIMER_DELAY_MS_MIN == 4
    timers.set(1, float("inf"), False, 0)
    assert timers.next_due_ms == TIMER_DELAY_MS_MAX == 2**31 - 1


def test_repeating_timers_count_from_now_and_fire_once_however_late() -> None:
    timers = GuestTimers()
    timers.set(1, 10, True, 0)
    timers.set(2, 25, False, 0)
    assert timers.take_due(100) == [1, 2]
    assert timers.next_due_ms == 110
    assert timers.take_due(110) == [1]
    assert len(timers) == 1


def test_a_repeating_timer_of_no_delay_cannot_spin() -> None:
    timers = GuestTimers()
    timers.set(1, 0, True, 0)
    assert timers.take_due(4) == [1]
    assert timers.take_due(7.9) == []


def test_clearing_an_unknown_timer_is_no_error() -> None:
    timers = GuestTimers()
    timers.clear(5)
    timers.set(1, 10, False, 0)
    timers.clear_all()
    assert (len(timers), timers.next_due_ms, timers.take_due(100)) == (0, None, [])


def test_setting_and_clearing_in_a_loop_keeps_no_leftovers() -> None:
    timers = GuestTimers()
    for _ in range(10_000):
        timers.set(1, 10, False, 0)
        timers.set(2, 10, False, 0)
        timers.clear(2)
    assert len(timers) == 1
    assert len(timers._heap) <= 66


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(4, 30), st.sampled_from(["set", "repeat", "clear", "wait"]))))
def test_timers_agree_with_a_plain_list(steps: list[tuple[int, int, str]]) -> None:
    timers = GuestTimers()
    plain: list[tuple[int, int, int | None]] = []
    now = 0
    for timer, number, what in steps:
        if what == "wait":
            now += number
            due = [entry for entry in sorted(plain, key=lambda entry: entry[0]) if entry[0] <= now]
            plain = [entry for entry in plain if entry not in due]
            plain += [(now + interval, id, interval) for _, id, interval in due if interval is not None]
            assert timers.take_due(now) == [id for _, id, _ in due]
            continue
        plain = [entry for entry in plain if entry[1] != timer]
        if what == "clear":
            timers.clear(timer)
        else:
            timers.set(timer, number, what == "repeat", now)
            plain.append((now + number, timer, number if what == "repeat" else None))
        assert len(timers) == len(plain)
        assert timers.next_due_ms == min((entry[0] for entry in plain), default=None)
