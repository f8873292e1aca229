"""Weights are no smaller than what CPython takes, and the same everywhere."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Any

import pytest

from rill.host.weights import weigh, weigh_text
from rill.protocol.values import (
    UNDEFINED,
    ArrayBuffer,
    BigInt,
    ElementType,
    ErrorValue,
    FunctionRef,
    MapValue,
    SetValue,
    TypedArray,
)

PLAIN: tuple[tuple[Any, int], ...] = (
    (None, 8),
    (True, 8),
    (5, 40),
    (2**53 - 1, 40),
    (1.5, 40),
    ("", 64),
    ("abc", 67),
    ("\u00e9", 84),
    (b"abc", 67),
    ([], 64),
    ([None, 1], 112),
    ({}, 64),
    ({"a": None}, 64 + 64 + 65 + 8),
    (UNDEFINED, 96),
    (FunctionRef(1), 96),
    (datetime(2025, 1, 1, tzinfo=UTC), 96),
)


@pytest.mark.parametrize(("value", "expected"), PLAIN, ids=lambda value: repr(value)[:20])
def test_weight(value: Any, expected: int) -> None:
    assert weigh(value) == expected


@pytest.mark.parametrize("text", ["", "a" * 1000, "\u00e9" * 1000, "\u4e2d" * 1000, "\U0001f600" * 1000])
def test_a_text_weighs_at_least_its_memory(text: str) -> None:
    assert weigh_text(text) >= sys.getsizeof(text)
    assert weigh(text) == weigh_text(text)


def sizes(value: Any) -> int:
    """What a value and all in it takes of CPython's memory."""
    size = sys.getsizeof(value)
    if isinstance(value, dict):
        return size + sum(sizes(key) + sizes(item) for key, item in value.items())
    if isinstance(value, list | tuple):
        return size + sum(map(sizes, value))
    return size


@pytest.mark.parametrize(
    "value",
    [
        list(range(1000, 2000)),
        [[] for _ in range(1000)],
        [{} for _ in range(1000)],
        [{"key": index} for index in range(300, 1300)],
        {f"key{index}": [str(index)] for index in range(1000)},
        [f"{index}" for index in range(1000)],
    ],
    ids=lambda value: repr(value)[:20],
)
def test_a_container_weighs_about_its_memory(value: Any) -> None:
    # A list may have room for an eighth more; nothing may weigh half of what it takes.
    assert weigh(value) > 0.6 * sizes(value)


@pytest.mark.parametrize(
    "value",
    [
        ErrorValue(message="x" * 10_000),
        ErrorValue(cause=["x" * 10_000]),
        MapValue((("x" * 5_000, "y" * 5_000),)),
        SetValue(("x" * 10_000,)),
        ArrayBuffer(b"x" * 10_000),
        TypedArray(ElementType.INT8, b"x" * 10_000),
        BigInt(1 << 80_000),
        [{"a": MapValue(((1, SetValue(("x" * 10_000,))),))}],
    ],
    ids=lambda value: type(value).__name__,
)
def test_nothing_hides_its_weight(value: Any) -> None:
    assert 10_000 <= weigh(value) < 25_000
