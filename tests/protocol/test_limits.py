"""Every bound that the codec itself keeps: one under, at, one over; and the object that holds them."""

from __future__ import annotations

import dataclasses
import inspect
import math
from collections.abc import Callable
from typing import Any

import pytest

from rill.protocol import limits as module
from rill.protocol.codec import Codec
from rill.protocol.errors import HostError, LimitError
from rill.protocol.limits import Limits

from .wire import UNDEFINED, Ext, batch, message, outbox

FIELDS = dataclasses.fields(Limits)

# For each bound of the codec: an outbox that has exactly so many of what it counts, and the bound to try it with.
# outbox_values is the provider's; the codec's own count is in test_scan.py.
AT_THE_BOUND: dict[str, tuple[Callable[[int], bytes], int]] = {
    "outbox_bytes": (lambda count: message(b"x" * (count - len(message(b"x" * 100)) + 100)), 200),
    "outbox_extensions": (lambda count: message([Ext(UNDEFINED, b"\0")] * count), 20),
    "operations": (lambda count: batch(*[[14, 0]] * count), 20),
    "frames": (lambda count: outbox(*[[6, 1]] * count), 20),
}


@pytest.mark.parametrize("field", AT_THE_BOUND)
@pytest.mark.parametrize("difference", [-1, 0, 1])
def test_one_under_and_at_a_bound_is_accepted_and_one_over_is_refused(field: str, difference: int) -> None:
    make, maximum = AT_THE_BOUND[field]
    codec = Codec(Limits(**{field: maximum}))
    data = make(maximum + difference)
    if difference <= 0:
        assert codec.decode_outbox(data)
        return
    with pytest.raises(LimitError) as caught:
        codec.decode_outbox(data)
    error = caught.value
    assert (error.code, error.limit, error.maximum, error.fault) == (f"{field}_exceeded", field, maximum, "guest")
    assert error.value == maximum + 1
    assert f"{field}={maximum} (Limits.{field})" in str(error)


@pytest.mark.parametrize("header", [b"\xdc\x00\x15", b"\xdd\x00\x00\x00\x15"])
def test_too_many_frames_are_refused_by_what_the_outbox_declares(header: bytes) -> None:
    with pytest.raises(LimitError) as caught:
        Codec(Limits(frames=20)).decode_outbox(header)
    assert caught.value.value == 21


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
@pytest.mark.parametrize("wrong", [0, -1, "1", None, True, math.nan, [1]])
def test_a_bound_is_a_positive_number(field: dataclasses.Field[Any], wrong: Any) -> None:
    with pytest.raises(HostError) as caught:
        Limits(**{field.name: wrong})
    assert (caught.value.code, caught.value.path) == ("limits_invalid", f"Limits.{field.name}")
    assert repr(wrong) in str(caught.value)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_times_may_be_fractions_and_all_other_bounds_are_whole(field: dataclasses.Field[Any]) -> None:
    if field.name.endswith("_ms"):
        assert getattr(Limits(**{field.name: 1.5}), field.name) == 1.5  # type: ignore[arg-type]
        return
    assert getattr(Limits(**{field.name: 1}), field.name) == 1
    with pytest.raises(HostError, match="expected a positive whole number"):
        Limits(**{field.name: 1.5})  # type: ignore[arg-type]


def test_values_may_not_nest_deeper_than_python_can_walk() -> None:
    assert Limits(value_depth=128).value_depth == 128
    with pytest.raises(HostError, match="expected at most 128") as caught:
        Limits(value_depth=129)
    assert caught.value.path == "Limits.value_depth"


def test_limits_are_frozen_keyword_only_and_compare_by_value() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Limits().nodes = 1  # type: ignore[misc]
    with pytest.raises(TypeError):
        Limits(5)  # type: ignore[call-arg]
    assert Limits(nodes=5) == Limits(nodes=5) != Limits()
    assert hash(Limits()) == hash(Limits())


def test_large_limits_are_nowhere_smaller_and_take_overrides() -> None:
    small, large = Limits(), Limits.large()
    assert all(getattr(large, field.name) >= getattr(small, field.name) for field in FIELDS)
    assert (large.operations, large.outbox_bytes, large.nodes, large.memory_bytes, large.turn_ms) == (
        250_000, 8 * 2**20, 200_000, 256 * 2**20, 15_000,
    )  # fmt: skip
    assert Limits.large(nodes=7, calls=3) == dataclasses.replace(large, nodes=7, calls=3)
    with pytest.raises(HostError):
        Limits.large(nodes=0)


def test_the_defaults_are_those_of_the_design() -> None:
    limits = Limits()
    assert (limits.load_ms, limits.turn_ms, limits.turn_warn_ms, limits.destroy_ms) == (1_000, 500, 100, 250)
    assert (limits.memory_bytes, limits.outbox_bytes) == (64 * 2**20, 2**20)
    assert (limits.outbox_values, limits.outbox_extensions, limits.operations) == (200_000, 20_000, 25_000)
    assert (limits.nodes, limits.depth, limits.children) == (50_000, 256, 20_000)
    assert (limits.text_bytes, limits.string_bytes, limits.props, limits.value_depth) == (2**20, 2**16, 256, 32)
    assert (limits.functions, limits.ref_calls, limits.timers) == (10_000, 64, 1_000)
    assert (limits.console_lines_per_s, limits.client_frame_bytes, limits.client_events_per_s) == (200, 2**16, 60)


def test_every_bound_has_its_reason_beside_it() -> None:
    lines = [line.strip() for line in inspect.getsource(module.Limits).splitlines()]
    names = {field.name for field in FIELDS}
    for number, line in enumerate(lines):
        if line.partition(":")[0] in names:
            before = lines[number - 1]
            # A second bound of the same kind may share the comment above the first.
            assert before.startswith("#") or before.partition(":")[0] in names, f"no reason above {line}"
