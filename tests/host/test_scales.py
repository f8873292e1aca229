"""Scales of charts: round numbers, few cells, and no number that upsets them."""

from __future__ import annotations

import math

import pytest

from rill.host.scales import axis_words, limits_of, number_words, round_numbers


@pytest.mark.parametrize(
    ("low", "high", "most", "words"),
    [
        (0, 1, 3, ["0", "0.5", "1.0"]),
        (0, 97, 6, ["0", "20", "40", "60", "80"]),
        (-3, 17, 5, ["0", "5", "10", "15"]),
        (0, 12_345, 5, ["0", "5k", "10k"]),
        (0, 1.5e6, 5, ["0", "0.5M", "1.0M", "1.5M"]),
        (0, 3e-7, 5, ["0", "1e-7", "2e-7", "3e-7"]),
        (1e9, 1e9 + 3, 4, ["1000000000", "1000000001", "1000000002", "1000000003"]),
        (-1e300, 1e300, 3, ["-1e300", "0", "1e300"]),
    ],
)
def test_numbers_of_an_axis_are_round_and_short(low: float, high: float, most: int, words: list[str]) -> None:
    numbers = round_numbers(low, high, most)
    assert len(numbers) <= most
    assert axis_words(numbers) == words


@pytest.mark.parametrize(
    ("low", "high"), [(0.0, 5e-324), (1e300, math.nextafter(1e300, math.inf)), (-1e300, 1e300), (1.0, 1.0 + 2**-52)]
)
def test_scales_that_floats_can_hardly_hold_have_two_ends(low: float, high: float) -> None:
    numbers = round_numbers(low, high, 5)
    assert 2 <= len(numbers) <= 5
    assert all(map(math.isfinite, numbers))
    assert all(axis_words(numbers))


@pytest.mark.parametrize(
    ("numbers", "low", "high", "from_zero", "ends"),
    [
        ([3, 5], None, None, True, (0.0, 5)),
        ([3, 5], None, None, False, (3, 5)),
        ([-3, 5], None, None, True, (-3, 5)),
        ([3, 5], 1, 9, True, (1, 9)),
        ([], None, None, True, (0.0, 1.0)),
        ([5, 5], None, None, False, (2.5, 7.5)),
        ([0, 0], None, None, True, (0.0, 1.0)),
        ([0, 0], None, None, False, (-1.0, 1.0)),
        ([1], math.nan, math.inf, True, (0.0, 1)),
        ([1], 9, 3, False, (4.5, 13.5)),
    ],
)
def test_ends_of_a_scale(
    numbers: list[float], low: float | None, high: float | None, from_zero: bool, ends: tuple[float, float]
) -> None:
    assert limits_of(numbers, low, high, from_zero=from_zero) == ends


def test_numbers_are_written_in_few_cells() -> None:
    numbers = (0, 1, 0.5, 3.14159, 1234, 12_345, 999_999, 1e6, 2.5e9, 1e20, -5e-9, -42, math.inf)
    assert [number_words(number) for number in numbers] == [
        "0", "1", "0.5", "3.142", "1234", "12.35k", "1000k", "1M", "2.5G", "1e20", "-5e-9", "-42", "",
    ]  # fmt: skip
