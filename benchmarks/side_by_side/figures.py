"""What every contender reports: samples of its operations, sizes, memory. Plain data and its JSON; measures nothing."""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

# Where a turn of Rill spends its time, in order.
PARTS = ("guest", "encode", "decode", "check", "apply")


@dataclass(slots=True)
class Operation:
    """One operation of one contender.

    Attributes:
        samples_ms: from the press to the applied tree, each.
        processor_ms: what all threads of the process were on the processor meanwhile: on a machine that is shared with
            others it says more than the wall clock.
        direct_ms: of Rill, the same without the way into a worker thread and back; else empty.
        rest_ms: of Rill, what the guest's engine did between two turns, when nobody waited.
        records: operations or mutation records of one batch.
        wire_bytes: what crossed for one of them: of Rill the array of operations.
        parts_ms: of Rill, the median of each part of a turn.
    """

    samples_ms: list[float] = field(default_factory=list)
    processor_ms: list[float] = field(default_factory=list)
    direct_ms: list[float] = field(default_factory=list)
    rest_ms: list[float] = field(default_factory=list)
    records: int = 0
    wire_bytes: int = 0
    parts_ms: dict[str, float] = field(default_factory=dict)

    @property
    def median_ms(self) -> float:
        return statistics.median(self.samples_ms)

    @property
    def median_processor_ms(self) -> float:
        return statistics.median(self.processor_ms)

    @property
    def median_direct_ms(self) -> float:
        return statistics.median(self.direct_ms or self.samples_ms)


@dataclass(slots=True)
class Memory:
    """What a process holds: resident, its own, and the guest's heap, in bytes."""

    resident: int
    private: int
    heap: int


@dataclass(slots=True)
class Figures:
    """All of one contender."""

    contender: str
    operations: dict[str, Operation] = field(default_factory=dict)
    memory: dict[str, Memory] = field(default_factory=dict)

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Figures:
        return cls.from_dict(json.loads(text))

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Figures:
        return cls(
            fields["contender"],
            {name: Operation(**operation) for name, operation in fields["operations"].items()},
            {name: Memory(**memory) for name, memory in fields["memory"].items()},
        )

    def add(self, other: Figures) -> None:
        """Take in the samples of another round of the same contender."""
        for name, operation in other.operations.items():
            mine = self.operations.setdefault(name, operation)
            if mine is not operation:
                mine.samples_ms += operation.samples_ms
                mine.processor_ms += operation.processor_ms
                mine.direct_ms += operation.direct_ms
                mine.rest_ms += operation.rest_ms
                # The quieter round says more about where the time goes.
                if sum(operation.parts_ms.values()) < sum(mine.parts_ms.values()):
                    mine.parts_ms = operation.parts_ms
        for state, memory in other.memory.items():
            self.memory.setdefault(state, memory)
