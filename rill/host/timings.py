"""How long each stage of a turn takes: histograms of bounded size, from which percentiles are read.

A histogram counts values in buckets whose bounds grow by a constant factor, so that every percentile is right to within
that factor, however many values came and however far they spread. The idea is that of HdrHistogram (Gil Tene: 2**k
linear buckets in each octave) and of DDSketch (Masson, Rim and Lee, VLDB 2019: bounded relative error). Nothing here
asks for the time: whoever measures brings milliseconds.
"""

from __future__ import annotations

from array import array
from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import Final

from rill.protocol.errors import HostError

# Buckets of an octave: a percentile is at most a sixteenth (6 %) away from the value that stands at it.
_BUCKETS_IN_OCTAVE: Final = 8
# From 2**-10 ms, which is 1 us and below which the machine's clock tells little, to 2**15 ms, which is 33 s: longer
# than any turn may take.
_FIRST_OCTAVE, _END_OCTAVE = -10, 15
# The upper bound of each bucket but the last, which has none. Bisecting them in C is faster than any arithmetic.
_BOUNDS: Final = [
    2.0**octave * (1 + step / _BUCKETS_IN_OCTAVE)
    for octave in range(_FIRST_OCTAVE, _END_OCTAVE)
    for step in range(_BUCKETS_IN_OCTAVE)
]
_BUCKETS: Final = len(_BOUNDS) + 1
# What stands for a bucket's values: its middle.
_MIDDLES: Final = [
    _BOUNDS[0],
    *((low + high) / 2 for low, high in pairwise(_BOUNDS)),
    _BOUNDS[-1],
]

# Stages of every turn, in their order: from the moment at which a message is queued to the one at which its batch is on
# every screen.
# ``hop`` is what the way to a worker thread and back takes, ``turn`` all of it together.
TURN_STAGES: Final = ("queue", "hop", "guest", "decode", "check", "apply", "show", "turn")

# What adapters may add. A stage costs 0.8 KB, and names come from code, so this stops a mistake and no attack.
STAGES_MAX: Final = 32


@dataclass(frozen=True, slots=True)
class StageTimes:
    """How long one stage took, in milliseconds, each figure right to within 6 %.

    Attributes:
        jitter_ms: how far the times lie apart: their standard deviation.
    """

    count: int
    mean_ms: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    max_ms: float
    jitter_ms: float


class Timings:
    """A histogram for each stage: 0.8 KB, however many times it holds. Used on the event loop only."""

    __slots__ = ("_added", "_turns")

    def __init__(self) -> None:
        # Made with the first time. All stages of the turn share one array, so that counting a turn is one short loop.
        self._turns: array[int] | None = None
        self._added: dict[str, array[int]] = {}

    def add_turn(self, times_ms: Iterable[float]) -> None:
        """Count one turn: the times of `TURN_STAGES`, in that order. About 1 us.

        What is below 1 us counts as 1 us, what is above 33 s as that.
        """
        counts = self._turns
        if counts is None:
            counts = self._turns = _counts(len(TURN_STAGES))
        start = 0
        try:
            for ms in times_ms:
                counts[start + bisect(_BOUNDS, ms)] += 1
                start += _BUCKETS
        except OverflowError:
            _halve(counts)

    def add(self, stage: str, ms: float) -> None:
        """Count one time of a stage that is not every turn's, such as those of an adapter that sends over a network.

        Raises:
            HostError: the stage is one of the turn's; or there are `STAGES_MAX` stages, and this is another one.
        """
        counts = self._added.get(stage)
        if counts is None:
            if stage in TURN_STAGES or len(self._added) >= STAGES_MAX:
                raise HostError(
                    f"stage {stage!r} is one of the turn's own, or one more than STAGES_MAX={STAGES_MAX}; stages are "
                    "named in code, not after what they handle",
                    code="stage_invalid",
                )
            counts = self._added[stage] = _counts(1)
        try:
            counts[bisect(_BOUNDS, ms)] += 1
        except OverflowError:
            _halve(counts)

    def stages(self) -> Mapping[str, StageTimes]:
        """What was counted so far, by stage: those of the turn in their order, then those that were added."""
        found = {}
        if self._turns is not None:
            for index, name in enumerate(TURN_STAGES):
                found[name] = _times(self._turns[index * _BUCKETS : (index + 1) * _BUCKETS])
        for name, counts in self._added.items():
            found[name] = _times(counts)
        return found


def _counts(stages: int) -> array[int]:
    return array("I", bytes(stages * _BUCKETS * array("I").itemsize))


def _halve(counts: array[int]) -> None:
    """A count has come to 2**32. Half of all tell the same percentiles, and what comes now weighs a little more."""
    counts[:] = array("I", (count >> 1 for count in counts))


def _times(counts: Sequence[int]) -> StageTimes:
    """What one stage's counts say."""
    held = [(middle_ms, count) for middle_ms, count in zip(_MIDDLES, counts, strict=True) if count]
    count = sum(number for _, number in held)
    if not count:
        return StageTimes(0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    mean_ms = sum(middle_ms * number for middle_ms, number in held) / count
    jitter_ms = sqrt(sum((middle_ms - mean_ms) ** 2 * number for middle_ms, number in held) / count)
    p50_ms, p95_ms, p99_ms = (_percentile(held, count, percent) for percent in (50, 95, 99))
    return StageTimes(count, mean_ms, p50_ms, p95_ms, p99_ms, held[-1][0], jitter_ms)


def _percentile(held: Sequence[tuple[float, int]], count: int, percent: int) -> float:
    """The time that so many of a hundred do not exceed, by nearest rank."""
    rank, seen = -(-count * percent // 100), 0
    for middle_ms, number in held:
        seen += number
        if seen >= rank:
            return middle_ms
    raise AssertionError("ranks end with the count")
