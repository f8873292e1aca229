"""What a run found, as plain data and as its JSON. Measures and draws nothing."""

from __future__ import annotations

import json
import re
import statistics
from dataclasses import asdict, dataclass, field
from typing import Any

# Seconds, each.
Samples = list[float]


@dataclass(slots=True)
class Record:
    """One whole run: where, with what, and what came of it.

    Attributes:
        machine: what the figures depend on.
        times: samples by contender and measure.
        hop: samples of the way into a worker thread and back.
        memory: bytes of a live session by contender and page.
        load: what many sessions at once had to wait.
        browser: figures from Chromium by contender and measure; seconds, or bytes.
    """

    machine: dict[str, str] = field(default_factory=dict)
    times: dict[str, dict[str, Samples]] = field(default_factory=dict)
    hop: Samples = field(default_factory=list)
    memory: dict[str, dict[str, float]] = field(default_factory=dict)
    load: dict[str, float] = field(default_factory=dict)
    browser: dict[str, dict[str, Samples]] = field(default_factory=dict)

    def to_json(self) -> str:
        text = json.dumps(_rounded(asdict(self)), indent=1)
        # Samples of one measure in one line.
        return re.sub(r"\[\s+([^][{}]*?)\s+\]", lambda found: "[" + " ".join(found[1].split()) + "]", text) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Record:
        return cls(**json.loads(text))

    def median_ms(self, contender: str, measure: str) -> float | None:
        samples = self.times.get(contender, {}).get(measure)
        return statistics.median(samples) * 1e3 if samples else None


def _rounded(value: Any) -> Any:
    """Microseconds are enough; the rest is noise that makes every diff longer."""
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    return value
