"""What a batch costs the web adapter: ``python -m benchmarks.web_lowering [--quick]``.

From changes that the receiver has accepted to the bytes of the frame: elements are made, operations translated, and
encoded. The table is that of the js-framework-benchmark, nine nodes a row. Nobody has looked into a clone, as in a
session whose only adapter is the web's.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Final

import msgspec

from benchmarks.report import Report
from rill.components import CATALOGUE
from rill.host.collector import collector_paused
from rill.host.receiver import Receiver
from rill.host.web.adapter import WebAdapter
from rill.host.web.drawing import Views
from rill.host.web.page_context import PageContext
from rill.host.web.views import VIEWS
from rill.protocol import Limits
from rill.protocol.messages import PROTOCOL_VERSION, Batch
from rill.protocol.operations import (
    AnyOperation,
    Append,
    Clear,
    Clones,
    Create,
    Delete,
    Insert,
    Patch,
    Slot,
    SlotKind,
    Template,
    Text,
)
from rill.protocol.values import Value

_SIZE: Final = 9
_TABLE: Final = 1
_FIRST: Final = 10
_ROW: Final = Template(
    1,
    [
        "Row",
        {},
        [
            ["Text", {}, [["#text", ""]]],
            ["View", {}, [["Link", {"onPress": True}, [["#text", ""]]]]],
            ["View", {}, [["Button", {"icon": "close", "label": "Remove", "onPress": True}, []]]],
            ["View", {}, []],
        ],
    ],
    [Slot(SlotKind.TEXT, 2), Slot(SlotKind.TEXT, 5), Slot(SlotKind.PROP, 0, "label")],
)
_LABEL: Final = 1
_CHOSEN: Final = 2

_encode: Final = msgspec.msgpack.Encoder().encode


class Table:
    """A receiver with an empty table, and its page."""

    def __init__(self, views: Views) -> None:
        self.receiver = Receiver(CATALOGUE, Limits.large())
        self.sequence = 0
        self.adapter = WebAdapter(views, PageContext(), on_operations=lambda: None)
        self._first = _FIRST
        self.receive([Create(_TABLE, "Column", {}), Append(0, _TABLE), _ROW])
        self.adapter.attach(self.receiver.tree)
        self.adapter.html()

    def receive(self, operations: list[AnyOperation]) -> Callable[[], bytes]:
        """Accept a batch. What is returned shows it, and gives the bytes of what the browser is told."""
        self.sequence += 1
        changes = self.receiver.receive_batch(Batch(PROTOCOL_VERSION, self.sequence, operations))

        def show() -> bytes:
            self.adapter.apply(changes)
            return _encode([1, 0, 1, 1, self.adapter.take()])

        return show

    def rows(self, count: int) -> list[AnyOperation]:
        """New rows behind all others."""
        base, self._first = self._first, self._first + count * _SIZE
        columns: list[list[Value]] = [
            [str(row) for row in range(count)],
            [f"pretty red table {row}" for row in range(count)],
            [None] * count,
        ]
        return [Clones(1, base, count, _TABLE, None, columns)]


def _sample(make: Callable[[], Callable[[], object]], times: int) -> list[float]:
    """Seconds of what ``make`` prepares, each time anew."""
    samples = []
    for _ in range(times):
        run = make()
        with collector_paused():
            begin = time.perf_counter()
            run()
            samples.append(time.perf_counter() - begin)
    return samples


def _created(views: Views, count: int) -> Table:
    table = Table(views)
    table.receive(table.rows(count))()
    return table


def measure_rows(report: Report, views: Views) -> None:
    """Rows of clones, of which nobody has seen one."""
    times = 5 if report.quick else 60

    def creating(count: int) -> Callable[[], Callable[[], object]]:
        def make() -> Callable[[], object]:
            table = Table(views)
            return table.receive(table.rows(count))

        return make

    report.samples("create 1,000 rows", _sample(creating(1_000), times))
    report.samples("create 10,000 rows", _sample(creating(10_000), max(3, times // 10)))

    table = _created(views, 1_000)

    def change(operations: Callable[[int], list[AnyOperation]]) -> list[float]:
        turns = iter(range(10**6))
        return _sample(lambda: table.receive(operations(next(turns))), times * 5)

    def update(turn: int) -> list[AnyOperation]:
        return [Patch(_FIRST + row * _SIZE, _LABEL, f"label {turn}") for row in range(0, 1_000, 10)]

    def select(turn: int) -> list[AnyOperation]:
        before, now = turn % 900, turn % 900 + 1
        return [
            Patch(_FIRST + before * _SIZE, _CHOSEN, None),
            Patch(_FIRST + now * _SIZE, _CHOSEN, "chosen"),
        ]

    def swap(_turn: int) -> list[AnyOperation]:
        second, last = _FIRST + _SIZE, _FIRST + 998 * _SIZE
        return [Insert(_TABLE, last, second), Insert(_TABLE, second, _FIRST + 999 * _SIZE)]

    report.samples("update every 10th of 1,000 rows", change(update))
    report.samples("select a row", change(select))
    report.samples("swap two rows", change(swap))
    report.samples("remove a row", _sample(_removing(views), times))
    report.samples("clear 1,000 rows", _sample(lambda: _created(views, 1_000).receive([Clear(_TABLE)]), times))
    fresh = _created(views, 1_000)
    report.samples("first paint of 1,000 rows", _sample(lambda: fresh.adapter.html, times))
    report.samples("snapshot of 1,000 rows", _sample(lambda: lambda: _encode(fresh.adapter.snapshot()), times))
    page = fresh.adapter.html()
    report.value("HTML of 1,000 rows", len(page.html.encode()) / 1_000, "KB")
    frame = _created(views, 0)
    report.value("bytes of CLONES, 1,000 rows", len(frame.receive(frame.rows(1_000))()) / 1_000, "KB")


def _removing(views: Views) -> Callable[[], Callable[[], object]]:
    def make() -> Callable[[], object]:
        table = _created(views, 1_000)
        return table.receive([Delete(_FIRST + 500 * _SIZE)])

    return make


def measure_nodes(report: Report, views: Views) -> None:
    """Nodes one by one, as a guest without templates makes them; and what a counter does."""
    times = 5 if report.quick else 60

    def make() -> Callable[[], object]:
        table = Table(views)
        operations: list[AnyOperation] = []
        for row in range(100):
            base = _FIRST + row * _SIZE
            operations += [
                Create(base, "Row", {}),
                Create(base + 1, "Text", {"style": {"width": 6}}),
                Create(base + 2, "#text", f"{row}"),
                Append(base + 1, base + 2),
                Append(base, base + 1),
                Create(base + 3, "Button", {"title": f"row {row}", "onPress": True}),
                Append(base, base + 3),
                Append(_TABLE, base),
            ]
        return table.receive(operations)

    report.samples("create 100 rows of 4 nodes one by one", _sample(make, times))
    table = Table(views)
    table.receive([Create(5, "Text", {}), Create(6, "#text", "0"), Append(5, 6), Append(_TABLE, 5)])()
    turns = iter(range(10**9))
    report.samples("count one up", _sample(lambda: table.receive([Text(6, str(next(turns)))]), times * 20))


def main() -> None:
    report = Report("the web adapter, from a batch to the bytes of its frame", sys.argv[1:])
    views = Views(VIEWS)
    measure_rows(report, views)
    measure_nodes(report, views)
    report.print()


if __name__ == "__main__":
    main()
