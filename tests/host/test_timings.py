"""Histograms: right within their factor, of bounded size, whatever they are given."""

from __future__ import annotations

import math
import random

import pytest

from rill.host.timings import STAGES_MAX, TURN_STAGES, StageTimes, Timings
from rill.protocol import HostError

# Half a bucket of eight in an octave, and a little for the arithmetic.
FACTOR = 1.07


def times_of(*values_ms: float) -> StageTimes:
    timings = Timings()
    for value_ms in values_ms:
        timings.add("x", value_ms)
    return timings.stages()["x"]


@pytest.mark.parametrize("spread", [0.1, 1.0, 2.5])
def test_percentiles_mean_and_jitter_are_those_of_the_values_within_the_factor(spread: float) -> None:
    chance = random.Random(1)
    values = sorted(min(chance.lognormvariate(0, spread), 30_000) + 0.001 for _ in range(5_000))
    times = times_of(*values)
    assert times.count == 5_000
    for percent, found in ((50, times.p50_ms), (95, times.p95_ms), (99, times.p99_ms), (100, times.max_ms)):
        exact = values[math.ceil(len(values) * percent / 100) - 1]
        assert exact / FACTOR <= found <= exact * FACTOR
    mean = sum(values) / len(values)
    assert times.mean_ms == pytest.approx(mean, rel=0.07)
    deviation = math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))
    assert times.jitter_ms == pytest.approx(deviation, rel=0.15)


def test_a_steady_stage_has_no_jitter_and_one_percentile() -> None:
    times = times_of(*[0.25] * 100)
    assert times.jitter_ms == 0
    assert times.p50_ms == times.p99_ms == times.max_ms == pytest.approx(0.25, rel=0.07)


@pytest.mark.parametrize(
    ("ms", "shown"), [(0.0, 0.001), (-1.0, 0.001), (1e-9, 0.001), (1e12, 30_720), (math.inf, 30_720)]
)
def test_what_lies_outside_counts_at_the_edge(ms: float, shown: float) -> None:
    assert times_of(ms).max_ms == pytest.approx(shown, rel=0.03)


def test_turns_and_added_stages_are_told_in_their_order_and_nothing_before_the_first() -> None:
    timings = Timings()
    assert timings.stages() == {}
    timings.add("send", 3.0)
    timings.add_turn([1.0] * len(TURN_STAGES))
    timings.add_turn([4.0] * len(TURN_STAGES))
    stages = timings.stages()
    assert list(stages) == [*TURN_STAGES, "send"]
    assert [times.count for times in stages.values()] == [2] * len(TURN_STAGES) + [1]
    assert all(stages[name].p50_ms == pytest.approx(1.0, rel=0.07) for name in TURN_STAGES)
    assert all(stages[name].p95_ms == pytest.approx(4.0, rel=0.07) for name in TURN_STAGES)


def test_memory_does_not_grow_with_what_is_counted() -> None:
    timings = Timings()
    for number in range(2_000):
        timings.add("x", number / 7)
        timings.add_turn([number / 3] * len(TURN_STAGES))
    assert timings._turns is not None
    assert timings._turns.itemsize * len(timings._turns) < 900 * len(TURN_STAGES)
    assert timings._added["x"].itemsize * len(timings._added["x"]) < 900


def test_a_count_that_is_full_is_halved_and_tells_the_same() -> None:
    timings = Timings()
    timings.add("x", 1.0)
    timings.add("x", 100.0)
    counts = timings._added["x"]
    low, high = (index for index, count in enumerate(counts) if count)
    counts[low], counts[high] = 2**32 - 1, 2**31
    timings.add("x", 1.0)
    assert (counts[low], counts[high]) == (2**31 - 1, 2**30)
    timings.add("x", 1.0)
    assert counts[low] == 2**31
    turns = Timings()
    turns.add_turn([1.0])
    assert turns._turns is not None
    turns._turns[low] = 2**32 - 1
    turns.add_turn([1.0] * len(TURN_STAGES))
    assert turns.stages()["queue"].count == 2**31 - 1


def test_stages_are_few_and_not_the_turn_s() -> None:
    timings = Timings()
    for number in range(STAGES_MAX):
        timings.add(f"stage {number}", 1.0)
    for name in ("another", "guest"):
        with pytest.raises(HostError) as caught:
            timings.add(name, 1.0)
        assert caught.value.code == "stage_invalid"
    timings.add("stage 0", 1.0)
    assert timings.stages()["stage 0"].count == 2
