"""Figures as Markdown: who needs how long, where the time goes, what crosses, what is held, and how the goals stand.
Pure functions of recorded figures; measures nothing."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.side_by_side.figures import PARTS, Figures, Operation

BASELINE: Final = "remote-dom-preact"
SUBJECT: Final = "solid wasm"


@dataclass(frozen=True, slots=True)
class Goal:
    """What an operation is to take in a Solid guest on the default provider, and against remote-dom."""

    operation: str
    ms: float
    times: float | None
    wire_bytes: int | None = None


GOALS: Final = (
    Goal("create 1k", 8, 20, 35_000),
    Goal("replace 1k", 10, 18),
    Goal("update every 10th of 1k", 0.4, 5, 2_900),
    Goal("select in 1k", 0.1, 8, 24),
    Goal("swap in 1k", 0.6, 2.5, 24),
    Goal("remove from 1k", 0.4, 3, 8),
    Goal("append 1k to 1k", 10, 17),
    Goal("create 10k", 90, 40),
    Goal("clear 1k", 1, 40, 8),
    # Without the way there and back.
    Goal("counter", 0.05, None),
)


def times(runs: Mapping[str, Figures], titles: Mapping[str, str], operations: Sequence[str]) -> str:
    """Medians in milliseconds, one line for each operation."""
    return _by_operation(runs, titles, operations, lambda operation: milliseconds(operation.median_ms))


def processor(runs: Mapping[str, Figures], titles: Mapping[str, str], operations: Sequence[str]) -> str:
    """Median processor time of all threads of a process, in milliseconds."""
    return _by_operation(runs, titles, operations, lambda operation: milliseconds(operation.median_processor_ms))


def sizes(runs: Mapping[str, Figures], titles: Mapping[str, str], operations: Sequence[str]) -> str:
    """Bytes that cross for one operation, and in how many operations or records."""
    return _by_operation(
        runs, titles, operations, lambda operation: f"{operation.wire_bytes:,} B in {operation.records:,}"
    )


def splits(runs: Mapping[str, Figures], titles: Mapping[str, str], operations: Sequence[str]) -> str:
    """Where the time of each operation goes, for guests of Rill."""
    lines = []
    for name, figures in runs.items():
        for operation in operations:
            found = figures.operations.get(operation)
            if found is None or not found.parts_ms:
                continue
            hop = max(found.median_ms - found.median_direct_ms, 0.0)
            rest = statistics.fmean(found.rest_ms) if found.rest_ms else 0.0
            parts = [*(milliseconds(found.parts_ms[part]) for part in PARTS), milliseconds(hop), milliseconds(rest)]
            lines.append([titles[name], operation, *parts])
    return _table(["", "operation", *PARTS, "way there and back", "afterwards"], lines)


def memory(runs: Mapping[str, Figures], titles: Mapping[str, str]) -> str:
    """What the process holds in each state, and the guest's heap in it."""
    states = list(dict.fromkeys(state for figures in runs.values() for state in figures.memory))
    lines = []
    for name, figures in runs.items():
        cells = []
        for state in states:
            held = figures.memory.get(state)
            cells.append(
                "" if held is None else " / ".join(f"{size / 1e6:,.0f}" for size in (held.resident, held.private))
            )
            cells.append("" if held is None else f"{held.heap / 1e6:,.1f}")
        lines.append([titles[name], *cells])
    heads = [head for state in states for head in (f"{state}: resident / private", "guest's heap")]
    return _table(["MB", *heads], lines)


def goals(runs: Mapping[str, Figures]) -> str:
    """The goals beside what was measured, and the ratios to remote-dom in the same run."""
    mine, theirs = runs[SUBJECT], runs.get(BASELINE)
    lines = []
    for goal in GOALS:
        found = mine.operations.get(goal.operation)
        if found is None:
            continue
        other = theirs.operations.get(goal.operation) if theirs is not None else None
        cells = [goal.operation, f"{goal.ms:g}"]
        cells += map(milliseconds, (found.median_processor_ms, found.median_ms, found.median_direct_ms))
        if other is None:
            cells += [""] * 5
        else:
            cells += map(milliseconds, (other.median_processor_ms, other.median_ms))
            cells.append("" if goal.times is None else f"{goal.times:g}x")
            cells.append(f"{other.median_processor_ms / found.median_processor_ms:,.1f}x")
            cells.append(f"{other.median_ms / found.median_ms:,.1f}x")
        lines.append(cells)
    heads = ["ms", "goal", "processor", "wall clock", "in the parts of the turn"]
    heads += ["remote-dom: processor", "wall clock", "ratio: goal", "processor", "wall clock"]
    return _table(heads, lines)


def milliseconds(value: float) -> str:
    """Three digits that count, as far as they are known."""
    if value >= 99.5:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 9.95 else f"{value:.2f}" if value >= 0.0995 else f"{value:.3f}"


def operations_of(runs: Iterable[Figures]) -> list[str]:
    """All operations that were measured, in their order."""
    return list(dict.fromkeys(name for figures in runs for name in figures.operations))


def _by_operation(
    runs: Mapping[str, Figures],
    titles: Mapping[str, str],
    operations: Sequence[str],
    cell: Callable[[Operation], str],
) -> str:
    lines = []
    for operation in operations:
        found = [figures.operations.get(operation) for figures in runs.values()]
        lines.append([operation, *("" if each is None else cell(each) for each in found)])
    return _table(["", *(titles[name] for name in runs)], lines)


def _table(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    rows = ["| " + " | ".join(cells) + " |" for cells in (heads, *lines)]
    rows.insert(1, "|" + "---|" * len(heads))
    return "\n".join(rows)
