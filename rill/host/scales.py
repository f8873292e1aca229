"""Numbers on the axes of charts: which round ones stand there, and how they are written in little room."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

# What follows a number instead of its last digits.
_THOUSANDS: Final = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))
# Beyond these a number is written with an exponent.
_LARGEST: Final = 1e15
_SMALLEST: Final = 1e-4


def limits_of(
    numbers: Iterable[float], low: float | None, high: float | None, *, from_zero: bool
) -> tuple[float, float]:
    """The ends of a scale, the upper one above the lower one, whatever the numbers are.

    Args:
        low, high: the ends that the guest asks for.
        from_zero: a scale of numbers that are not negative begins at 0.
    """
    numbers = list(numbers)
    least, most = (min(numbers), max(numbers)) if numbers else (0.0, 1.0)
    if from_zero:
        least = min(least, 0.0)
    low = least if low is None or not math.isfinite(low) else low
    high = most if high is None or not math.isfinite(high) else high
    # Numbers near the end of what a float holds, whose difference is none.
    low, high = max(low, -1e300), min(high, 1e300)
    # Nor are those that stand closer together than a float can halve.
    if not high - low > 1e-290:
        # All are equal: they stand in the middle, or, on a scale from 0, at the top.
        room = abs(low) / 2 or 1.0
        return (low, low + room) if from_zero else (low - room, low + room)
    return low, high


def round_numbers(low: float, high: float, most: int) -> list[float]:
    """Up to ``most`` numbers between two ends in steps of 1, 2 or 5 times a power of ten; at least the two ends."""
    most = max(most, 2)
    step = _round_step((high - low) / (most - 1))
    first = math.ceil(low / step - 1e-9)
    numbers = [(first + index) * step for index in range(most) if (first + index) * step <= high + step * 1e-9]
    # Whole steps that a float cannot tell apart, as between 1e300 and the next one.
    return numbers if len(numbers) >= 2 and len(set(numbers)) == len(numbers) else [low, high]


def _round_step(step: float) -> float:
    power = 10.0 ** math.floor(math.log10(step)) if step > 1e-300 else 1e-300
    for factor in (1.0, 2.0, 5.0):
        if step <= factor * power * (1 + 1e-9):
            return factor * power
    return 10.0 * power


def axis_words(numbers: list[float]) -> list[str]:
    """The numbers of one axis, in the same unit and with the decimals that their steps need."""
    largest = max(map(abs, numbers), default=0.0)
    step = abs(numbers[1] - numbers[0]) if len(numbers) > 1 else largest
    if largest >= _LARGEST or largest < _SMALLEST:
        return [number_words(number) for number in numbers]
    divisor, sign = next(((size, sign) for size, sign in _THOUSANDS if largest >= _from(size)), (1.0, ""))
    if step < divisor / 1000:
        divisor, sign = 1.0, ""
    decimals = min(max(0, -math.floor(math.log10(step / divisor) + 1e-9)), 6)
    return [f"{number / divisor:.{decimals}f}{sign}" if number else "0" for number in numbers]


def number_words(number: float) -> str:
    """One number in few cells, with at most four digits that count."""
    size = abs(number)
    if not math.isfinite(number) or size == 0:
        return "0" if size == 0 else ""
    if size >= _LARGEST or size < _SMALLEST:
        mantissa, _, exponent = f"{number:.1e}".partition("e")
        return f"{mantissa.removesuffix('.0')}e{int(exponent)}"
    divisor, sign = next(((large, sign) for large, sign in _THOUSANDS if size >= _from(large)), (1.0, ""))
    number /= divisor
    return f"{number:.0f}{sign}" if abs(number) >= 1000 else f"{number:.4g}{sign}"


def _from(unit: float) -> float:
    """From which number on a unit is used: four digits are read faster than a `k`."""
    return 1e4 if unit == 1e3 else unit
