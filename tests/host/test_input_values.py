"""What inputs can hold, against Python's own calendar and against exact fractions."""

from __future__ import annotations

import random
from calendar import Calendar
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest

from rill.host.input_values import (
    DayPart,
    day_of,
    days_accepted,
    is_number,
    move_day,
    number_words,
    on_step,
    weeks_of,
)


@pytest.mark.parametrize("text", ["0", "-12", "+7", " 5 ", "007"])
def test_whole_numbers(text: str) -> None:
    assert is_number(text, whole=True)
    assert is_number(text, whole=False)


@pytest.mark.parametrize("text", ["1.5", "-.5", "3,25", "4."])
def test_decimal_numbers(text: str) -> None:
    assert not is_number(text, whole=True)
    assert is_number(text, whole=False)


@pytest.mark.parametrize("text", ["", "-", ".", ",", "1e5", "0x1", "1.2.3", "٣", "nan", "1 2", "5\n6"])
def test_what_is_no_number(text: str) -> None:
    assert not is_number(text, whole=True)
    assert not is_number(text, whole=False)


# -- sliders


def test_steps_leave_no_dust_of_binary_fractions() -> None:
    assert [on_step(0.1 * count, 0, 1, 0.1) for count in range(11)] == [
        0,
        0.1,
        0.2,
        0.3,
        0.4,
        0.5,
        0.6,
        0.7,
        0.8,
        0.9,
        1,
    ]
    assert on_step(-0.3000001, -1, 1, 0.1) == -0.3


def test_numbers_outside_come_to_the_nearest_end() -> None:
    assert on_step(-5, 0, 10, 1) == 0
    assert on_step(1e300, 0, 10, 1) == 10
    assert [on_step(value, 0, 10, 2) for value in (1, 3, 4.9)] == [2, 4, 4]
    # 10 is on no step: 9 is the last one.
    assert on_step(10, 0, 10, 3) == 9


@pytest.mark.parametrize(
    ("low", "high", "step"), [(5, 1, 1), (0, 10, 11), (0, 0, 1), (2, 3, 1e308), (-1e308, -1.5e308, 1)]
)
def test_range_without_room_for_a_step_is_its_least_number(low: float, high: float, step: float) -> None:
    for value in (-1e9, 0, low, high, 1e308):
        assert on_step(value, low, high, step) == low


def test_whatever_the_range_the_number_is_on_a_step_and_none_is_nearer() -> None:
    chance = random.Random(7)
    for _ in range(2_000):
        low, span = chance.uniform(-1000, 1000), chance.uniform(0, 1000)
        step = 10 ** chance.uniform(-3, 3)
        low, high, step = round(low, 3), round(low + span, 3), round(step, 4) or 0.0001
        value = chance.uniform(low - 10, high + 10)
        found = Fraction(repr(on_step(value, low, high, step)))
        exact_low, exact_step = Fraction(repr(low)), Fraction(repr(step))
        count = (found - exact_low) / exact_step
        assert abs(count - round(count)) < Fraction(1, 10**9)
        if high - low >= step:
            inside = min(max(Fraction(value), exact_low), Fraction(repr(high)))
            assert abs(found - inside) <= exact_step


def test_extreme_floats_are_no_trouble() -> None:
    for low, high, step in [(-1.7e308, 1.7e308, 5e-324), (0, 5e-324, 5e-324), (0, 1.7e308, 1.7e308)]:
        for value in (-1.7e308, 0.0, 5e-324, 1.7e308):
            assert low <= on_step(value, low, high, step) <= high


def test_numbers_read_without_needless_signs() -> None:
    assert [number_words(value) for value in (5.0, -0.0, 0.25, 1e6, 1e300)] == ["5", "0", "0.25", "1000000", "1e+300"]


# -- days


@pytest.mark.parametrize(
    "text", ["", "0000-00-00", "2025-02-29", "2025-13-01", "2025-00-10", "2025-1-1", "20250101", "٢٠٢٥-01-01", None, 5]
)
def test_what_is_no_day(text: str | None) -> None:
    assert day_of(text) is None


def test_days_of_all_years() -> None:
    assert day_of("2024-02-29") == date(2024, 2, 29)
    assert (day_of("0001-01-01"), day_of("9999-12-31")) == (date.min, date.max)


def test_ranges_that_make_no_sense_bound_nothing() -> None:
    assert days_accepted("2025-01-01", "2025-12-31") == (date(2025, 1, 1), date(2025, 12, 31))
    assert days_accepted("0000-00-00", "") == (date.min, date.max)
    assert days_accepted("2025-12-31", "2025-01-01") == (date.min, date.max)


@pytest.mark.parametrize(
    ("day", "part", "amount", "expected"),
    [
        (date(2025, 1, 31), "month", 1, date(2025, 2, 28)),
        (date(2024, 1, 31), "month", 1, date(2024, 2, 29)),
        (date(2025, 1, 15), "month", -1, date(2024, 12, 15)),
        (date(2024, 2, 29), "year", 1, date(2025, 2, 28)),
        (date(2025, 12, 31), "day", 1, date(2026, 1, 1)),
        (date(9999, 12, 31), "day", 1, date.max),
        (date(9999, 12, 1), "month", 1, date.max),
        (date(1, 1, 1), "year", -1, date.min),
        (date(1, 1, 1), "day", -1, date.min),
    ],
)
def test_days_move_by_the_calendar(day: date, part: DayPart, amount: int, expected: date) -> None:
    assert move_day(day, part, amount) == expected


@pytest.mark.parametrize("monday_first", [True, False])
def test_page_of_a_calendar_is_pythons(monday_first: bool) -> None:
    theirs = Calendar(0 if monday_first else 6)
    for month in range(2024 * 12, 2027 * 12):
        year, index = divmod(month, 12)
        weeks = list(weeks_of(year, index + 1, monday_first=monday_first))
        expected = theirs.monthdatescalendar(year, index + 1)
        assert len(weeks) == 6
        assert [list(week) for week in weeks[: len(expected)]] == expected
        days = [day for week in weeks for day in week]
        assert all(after == before + timedelta(1) for before, after in pairwise(days) if before and after)


def test_pages_at_the_ends_of_the_calendar_are_whole() -> None:
    assert next(weeks_of(1, 1, monday_first=False))[:2] == (None, date(1, 1, 1))
    assert list(weeks_of(9999, 12, monday_first=True))[-1] == (None,) * 7
