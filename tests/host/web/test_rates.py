"""How often somebody may do something."""

from __future__ import annotations

from rill.host.web.rates import Bucket


def test_a_second_of_quiet_lets_a_seconds_worth_happen_at_once() -> None:
    bucket = Bucket(60, 0)
    assert [bucket.take(0) for _ in range(60)] == [0.0] * 60
    assert round(bucket.take(0), 3) == 16.667
    assert round(bucket.take(0), 3) == 33.333


def test_whoever_waits_as_told_goes_on_at_the_rate() -> None:
    bucket = Bucket(10, 0)
    now, done = 0.0, 0
    while now < 10_000:
        now += bucket.take(now)
        done += 1
    assert 109 <= done <= 111


def test_quiet_fills_it_up_and_no_further_and_a_clock_that_goes_back_adds_nothing() -> None:
    bucket = Bucket(2, 0)
    bucket.take(0)
    bucket.take(0)
    assert [bucket.take(1_000_000) for _ in range(3)] == [0, 0, 500]
    assert bucket.take(0) == 1_000
