"""What a batch costs the host: ``python -m benchmarks.receiver``.

Decodes, checks and applies the batches of a table, once made node by node (CREATE and APPEND, eight nodes a row) and
once by a template (CLONES, one operation with five columns). Decoding and checking run in a worker thread, applying on
the event loop; all are in the figures. Nobody looks at the clones, as an adapter does not that shows none of them.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any, Final

import msgspec

from benchmarks.report import Report
from rill.components import CATALOGUE
from rill.host.collector import collector_paused
from rill.host.receiver import Receiver
from rill.protocol import Limits
from rill.protocol.codec import Codec
from rill.protocol.messages import PROTOCOL_VERSION, Batch
from rill.protocol.operations import (
    Append,
    Clear,
    Clones,
    Create,
    Delete,
    Insert,
    Operation,
    Patch,
    Slot,
    SlotKind,
    Template,
    Text,
    Update,
)

_LIMITS: Final = Limits.large()
# Nodes of a row: Row; Text and its number as text; Pressable, Text and its label; Pressable and Icon.
_SIZE: Final = 8
_TABLE: Final = 1
_FIRST: Final = 10
_ROW: Final = Template(
    1,
    [
        "Row",
        {},
        [
            ["Text", {}, [["#text", ""]]],
            ["Pressable", {}, [["Text", {}, [["#text", ""]]]]],
            ["Pressable", {}, [["Icon", {"name": "trash"}, []]]],
        ],
    ],
    [
        Slot(SlotKind.TEXT, 2),
        Slot(SlotKind.TEXT, 5),
        Slot(SlotKind.PROP, 0, "label"),
        Slot(SlotKind.EVENT, 3, "onPress"),
        Slot(SlotKind.EVENT, 6, "onPress"),
    ],
)
_NUMBER, _LABEL, _CHOSEN = range(3)


def create_rows(rows: int, first: int = _FIRST) -> list[Operation]:
    operations: list[Operation] = []
    for row in range(rows):
        base = first + row * _SIZE
        operations += (
            Create(base, "Row", {"label": ""}),
            Create(base + 1, "Text", {}),
            Create(base + 2, "#text", f"{row + 1}"),
            Append(base + 1, base + 2),
            Append(base, base + 1),
            Create(base + 3, "Pressable", {"onPress": True}),
            Create(base + 4, "Text", {}),
            Create(base + 5, "#text", f"pretty red table {row}"),
            Append(base + 4, base + 5),
            Append(base + 3, base + 4),
            Append(base, base + 3),
            Create(base + 6, "Pressable", {"onPress": True}),
            Create(base + 7, "Icon", {"name": "trash"}),
            Append(base + 6, base + 7),
            Append(base, base + 6),
            Append(_TABLE, base),
        )
    return operations


def clone_rows(rows: int, first: int = _FIRST) -> list[Operation]:
    columns: list[list[Any]] = [
        [f"{row + 1}" for row in range(rows)],
        [f"pretty red table {row}" for row in range(rows)],
        [""] * rows,
        [True] * rows,
        [True] * rows,
    ]
    return [Clones(1, first, rows, _TABLE, None, columns)]


class _Table:
    """A receiver that holds an empty table, or one with rows."""

    def __init__(self, *batches: list[Operation]) -> None:
        self.receiver = Receiver(CATALOGUE, _LIMITS)
        self._codec = Codec(_LIMITS)
        self._sequence = 0
        self.receive([Create(_TABLE, "View", {}), Append(0, _TABLE), _ROW])
        for batch in batches:
            self.receive(batch)

    def receive(self, operations: list[Operation]) -> float:
        self._sequence += 1
        outbox = msgspec.msgpack.encode([Batch(PROTOCOL_VERSION, self._sequence, list[Any](operations))])
        with collector_paused():
            start = time.perf_counter()
            (batch,) = self._codec.decode_outbox(outbox)
            assert isinstance(batch, Batch)
            self.receiver.receive_batch(batch)
            return time.perf_counter() - start


def main() -> None:
    report = Report("a batch in the host: decode, check, apply", sys.argv[1:])
    for rows in (1_000, 10_000):
        samples = (20 if rows == 1_000 else 5) if not report.quick else 3
        for way, make in (("CREATE", create_rows), ("CLONES", clone_rows)):
            _measure(report, f"{rows:,} rows by {way}", rows, make, samples)
    report.print()


def _measure(report: Report, title: str, rows: int, make: Callable[..., list[Operation]], samples: int) -> None:
    report.samples(f"{title}: create", [_Table().receive(make(rows)) for _ in range(samples)])
    replaced = [Clear(_TABLE), *make(rows, _FIRST + rows * _SIZE)]
    report.samples(f"{title}: replace", [_Table(make(rows)).receive(replaced) for _ in range(samples)])
    table = _Table(make(rows))
    is_template = make is clone_rows

    def row(number: int) -> int:
        return _FIRST + _SIZE * number

    def update(turn: int) -> list[Operation]:
        changed = range(0, rows, 10)
        if is_template:
            return [Patch(row(number), _LABEL, f"updated {turn}") for number in changed]
        return [Text(row(number) + 5, f"updated {turn}") for number in changed]

    def select(turn: int) -> list[Operation]:
        now, before = row(5 + turn % 2), row(6 - turn % 2)
        if is_template:
            return [Patch(before, _CHOSEN, ""), Patch(now, _CHOSEN, "chosen")]
        return [Update(before, {"label": ""}, []), Update(now, {"label": "chosen"}, [])]

    def swap(turn: int) -> list[Operation]:
        ids = [row(number) for number in (1, 2, rows - 2, rows - 1)]
        first, last = (ids[0], ids[2]) if turn % 2 == 0 else (ids[2], ids[0])
        return [Insert(_TABLE, last, ids[1]), Insert(_TABLE, first, ids[3])]

    def remove(turn: int) -> list[Operation]:
        return [Delete(row(rows // 2 + turn))]

    report.samples(f"{title}: update every 10th", [table.receive(update(turn)) for turn in range(samples * 5)])
    for name, step in (("select", select), ("swap", swap), ("remove", remove)):
        report.samples(f"{title}: {name}", [table.receive(step(turn)) for turn in range(samples * 10)])
    clears = [_Table(make(rows)).receive([Clear(_TABLE)]) for _ in range(samples)]
    report.samples(f"{title}: clear", clears)


if __name__ == "__main__":
    main()
