"""What the receiver costs: ``python -m benchmarks.receiver``.

Checks and applies the batches of a table, once made node by node (CREATE and APPEND, six nodes a row) and once by a
template (CLONES, one operation). Step one runs in a worker thread, step two on the event loop; both are in the figures.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from typing import Any, Final

from benchmarks.report import Report
from rill.components import CATALOGUE
from rill.host.collector import collector_paused
from rill.host.receiver import Receiver
from rill.protocol import Limits
from rill.protocol.messages import PROTOCOL_VERSION, Batch
from rill.protocol.operations import (
    Append,
    Clear,
    Clones,
    Create,
    Insert,
    Operation,
    Patch,
    Slot,
    SlotKind,
    Template,
    Text,
)

_LIMITS: Final = Limits.large()
# Nodes of a row: Row, then Text and its text, Pressable, Text and its text.
_SIZE: Final = 6
_TABLE: Final = 1
_FIRST: Final = 10
_ROW: Final = Template(
    1,
    [
        "Row",
        {"style": {"gap": 1}},
        [["Text", {}, [["#text", ""]]], ["Pressable", {}, [["Text", {"style": {"bold": True}}, [["#text", ""]]]]]],
    ],
    [Slot(SlotKind.TEXT, 2), Slot(SlotKind.TEXT, 5), Slot(SlotKind.EVENT, 3, "onPress")],
)

Batches = Iterable[list[Operation]]


def create_rows(rows: int) -> list[Operation]:
    operations: list[Operation] = []
    for row in range(rows):
        base = _FIRST + row * _SIZE
        operations += (
            Create(base, "Row", {"style": {"gap": 1}}),
            Create(base + 1, "Text", {}),
            Create(base + 2, "#text", f"{row + 1}"),
            Append(base + 1, base + 2),
            Append(base, base + 1),
            Create(base + 3, "Pressable", {"onPress": True}),
            Create(base + 4, "Text", {"style": {"bold": True}}),
            Create(base + 5, "#text", f"pretty red table {row}"),
            Append(base + 4, base + 5),
            Append(base + 3, base + 4),
            Append(base, base + 3),
            Append(_TABLE, base),
        )
    return operations


def clone_rows(rows: int) -> list[Operation]:
    columns: list[list[Any]] = [
        [f"{row + 1}" for row in range(rows)],
        [f"pretty red table {row}" for row in range(rows)],
        [True] * rows,
    ]
    return [Clones(1, _FIRST, rows, _TABLE, None, columns)]


class _Table:
    """A receiver that holds an empty table, or one with rows."""

    def __init__(self, *batches: list[Operation]) -> None:
        self.receiver = Receiver(CATALOGUE, _LIMITS)
        self._sequence = 0
        self.receive([Create(_TABLE, "View", {}), Append(0, _TABLE), _ROW])
        for batch in batches:
            self.receive(batch)

    def receive(self, operations: list[Operation]) -> float:
        self._sequence += 1
        batch = Batch(PROTOCOL_VERSION, self._sequence, list[Any](operations))
        with collector_paused():
            start = time.perf_counter()
            self.receiver.receive_batch(batch)
            return time.perf_counter() - start


def main() -> None:
    report = Report("the receiver: check and apply", sys.argv[1:])
    for rows in (1_000, 10_000):
        samples = (20 if rows == 1_000 else 5) if not report.quick else 3
        for way, make in (("CREATE", create_rows), ("CLONES", clone_rows)):
            _measure(report, f"{rows:,} rows by {way}", rows, make, samples)
    report.print()


def _measure(report: Report, title: str, rows: int, make: Callable[[int], list[Operation]], samples: int) -> None:
    # Operations are made anew each time, because nodes keep what they are made of.
    report.samples(f"{title}: create", [_Table().receive(make(rows)) for _ in range(samples)])
    table = _Table(make(rows))
    is_template = make is clone_rows

    def update(turn: int) -> list[Operation]:
        changed = range(0, rows, 10)
        if is_template:
            return [Patch(_FIRST + row * _SIZE, 1, f"updated {turn}") for row in changed]
        return [Text(_FIRST + row * _SIZE + 5, f"updated {turn}") for row in changed]

    report.samples(f"{title}: update every 10th", [table.receive(update(turn)) for turn in range(samples * 5)])

    def swap(turn: int) -> list[Operation]:
        ids = [_FIRST + _SIZE * row for row in (1, 2, rows - 2, rows - 1)]
        first, last = (ids[0], ids[2]) if turn % 2 == 0 else (ids[2], ids[0])
        return [Insert(_TABLE, last, ids[1]), Insert(_TABLE, first, ids[3])]

    report.samples(f"{title}: swap two", [table.receive(swap(turn)) for turn in range(samples * 20)])
    clears = [_Table(make(rows)).receive([Clear(_TABLE)]) for _ in range(samples)]
    report.samples(f"{title}: clear", clears)


if __name__ == "__main__":
    main()
