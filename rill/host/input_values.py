"""What the values of inputs can be: numbers on the steps of a slider, days of the calendar, texts that are numbers.

Plain functions of plain values, so that every adapter comes to the same ones. Knows no node and no widget.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, date, timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from typing import Final, Literal

from rill.protocol.values import Value

_WHOLE: Final = re.compile(r"[-+]?[0-9]+")
_DECIMAL: Final = re.compile(r"[-+]?([0-9]+[.,]?[0-9]*|[.,][0-9]+)")
_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")

# Enough for every sum and quotient of two floats whose difference a person can see.
_ARITHMETIC: Final = Context(prec=40)

DayPart = Literal["year", "month", "day"]


def is_number(text: str, *, whole: bool) -> bool:
    """Whether a text is a number as a person writes it. The decimal sign is a point or a comma."""
    return (_WHOLE if whole else _DECIMAL).fullmatch(text.strip()) is not None


# -- sliders ---------------------------------------------------------------------------------------------------------


def on_step(value: float, low: float, high: float, step: float) -> float:
    """The number nearest to ``value`` that a slider can be: ``low`` and whole steps from there, up to ``high``.

    Of two that are as near it is the larger. Without the dust of binary fractions: three steps of 0.1 are 0.3. Where
    the range is the wrong way round, or a step leaves it, ``low`` is all there is.
    """
    first, width = Decimal(repr(low)), Decimal(repr(step))
    steps = _ARITHMETIC.divide(_ARITHMETIC.subtract(Decimal(repr(high)), first), width)
    last = steps.to_integral_value(ROUND_FLOOR)
    if last <= 0:
        return float(low)
    wanted = _ARITHMETIC.divide(_ARITHMETIC.subtract(Decimal(repr(value)), first), width)
    count = min(max(wanted.to_integral_value(ROUND_HALF_UP), Decimal(0)), last)
    return float(_ARITHMETIC.fma(count, width, first))


def number_words(value: float) -> str:
    """A number as a person reads it: without an exponent where that is short, and without a needless ``.0``."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return repr(float(value))


# -- days ------------------------------------------------------------------------------------------------------------


def day_of(text: Value) -> date | None:
    """The day that a text such as ``2025-12-31`` is; None for any other text, and for days that no calendar has."""
    match = _DAY.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    year, month, day = map(int, match.groups())
    if not (year >= MINYEAR and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def days_accepted(first: Value, last: Value) -> tuple[date, date]:
    """The range of days from two texts. What is no day bounds nothing, and nor does a range the wrong way round."""
    low, high = day_of(first) or date.min, day_of(last) or date.max
    return (low, high) if low <= high else (date.min, date.max)


def move_day(day: date, part: DayPart, amount: int) -> date:
    """Another year, month or day of the month, as many further on; the 31st becomes the last day of a shorter month.

    Stays where the calendar ends.
    """
    if part == "day":
        try:
            return day + timedelta(days=amount)
        except OverflowError:
            return date.max if amount > 0 else date.min
    months = day.year * 12 + day.month - 1 + amount * (12 if part == "year" else 1)
    year, month = divmod(months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return date.max if amount > 0 else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def weeks_of(year: int, month: int, *, monday_first: bool) -> Iterator[tuple[date | None, ...]]:
    """The six weeks that a page of a calendar shows of a month, days of its neighbours included.

    None stands for days before the first and after the last that there is.
    """
    first = date(year, month, 1).toordinal()
    weekday = (first - 1) % 7 if monday_first else first % 7
    for start in range(first - weekday, first - weekday + 42, 7):
        yield tuple(
            date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None
            for ordinal in range(start, start + 7)
        )
