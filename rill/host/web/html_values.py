"""What a browser makes of the value that a guest writes into an `input`: line breaks go, a number that is none becomes
nothing, a range keeps to its steps.

The page says the same from the start: the connector takes what differs for something that the person did before it ran.
Knows values and no node.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Final

from rill.host.input_values import day_of, number_words, on_step
from rill.protocol.values import Value

_NUMBER: Final = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}")
_TIME: Final = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,3})?)?")
_MONTH: Final = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
_WEEK: Final = re.compile(r"[0-9]{4}-W(?:0[1-9]|[1-4][0-9]|5[0-2])")
_SPACE: Final = "\t\n\f\r "


def value_shown(props: Mapping[str, Value], value: str) -> str:
    """What a browser holds of a value in an `input` with these props."""
    match props.get("type"):
        case "range":
            return _on_range(props, _number(value))
        case "number":
            return value if _number(value) is not None else ""
        case "color":
            return value.lower() if _COLOUR.fullmatch(value) else "#000000"
        case "date":
            return value if day_of(value) is not None else ""
        case "time":
            return value if _TIME.fullmatch(value) else ""
        case "month":
            return value if _MONTH.fullmatch(value) and not value.startswith("0000") else ""
        case "week":
            return value if _WEEK.fullmatch(value) and not value.startswith("0000") else ""
        case "datetime-local":
            day, _, time = value.partition("T")
            return value if day_of(day) is not None and _TIME.fullmatch(time) else ""
        case "email" | "url":
            return _without_breaks(value).strip(_SPACE)
    return _without_breaks(value)


def _without_breaks(value: str) -> str:
    return value.replace("\n", "").replace("\r", "")


def _number(value: Value) -> float | None:
    if not isinstance(value, str) or len(value) > 40 or _NUMBER.fullmatch(value) is None:
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def _on_range(props: Mapping[str, Value], number: float | None) -> str:
    low, high, step = _number(props.get("min")), _number(props.get("max")), _number(props.get("step"))
    first, last = 0.0 if low is None else low, 100.0 if high is None else high
    if last < first:
        return number_words(first)
    # Without `min` steps count from the value itself, so that it is on one.
    is_on_step = low is None and number is not None
    within = min(max(first + (last - first) / 2 if number is None else number, first), last)
    if props.get("step") == "any" or is_on_step:
        return number_words(within)
    return number_words(on_step(within, first, last, step if step is not None and step > 0 else 1.0))
