"""From a batch to the screen in Textual: ``python -m benchmarks.textual``.

A batch is applied to a tree, and the time is taken until Textual has painted it (without a terminal: to a driver that
throws the bytes away), and until `apply` gives the loop back.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

from textual.app import App, ComposeResult

from benchmarks.report import Report
from rill.components import CATALOGUE, ComponentSchema
from rill.host.receiver import Receiver
from rill.host.textual import TextualAdapter
from rill.host.textual.guest_view import GuestView, Surface
from rill.host.tree import Node
from rill.protocol import Limits
from rill.protocol.messages import Batch
from rill.protocol.operations import Append, Clear, Create, Insert, Operation, Reorder, Text, Update
from rill.protocol.values import Value

ROWS = 1_000


def _ignore(_node: Node, _event: str, _payload: Value, _is_due: bool) -> None:
    """Nobody listens."""


class Screen(App[None]):
    """An app that is nothing but the place where a tree goes."""

    CSS = GuestView.DEFAULT_CSS

    def __init__(self) -> None:
        super().__init__()
        self.surface = Surface()
        self.painted = asyncio.Event()

    def compose(self) -> ComposeResult:
        yield self.surface

    def _display(self, screen: Any, renderable: Any) -> None:
        super()._display(screen, renderable)
        if not self._batch_count:
            self.painted.set()


class Bench:
    """Applies batches to a tree of these components, and takes the time."""

    def __init__(self, app: Screen, components: Mapping[str, ComponentSchema] = CATALOGUE) -> None:
        self.app = app
        self.receiver = Receiver(components, Limits.large(), _ignore)
        self.adapter = TextualAdapter(app.surface)
        self.adapter.attach(self.receiver.tree)
        self.sequence = 0
        self.next_id = 1

    async def show(self, operations: list[Operation]) -> tuple[float, float]:
        """Seconds until `apply` came back, and until the batch was painted."""
        self.sequence += 1
        changes = self.receiver.receive_batch(Batch(1, self.sequence, operations))  # type: ignore[arg-type]
        self.app.painted.clear()
        started = time.perf_counter()
        self.adapter.apply(changes)
        applied = time.perf_counter()
        await self.adapter.wait_shown()
        await self.app.painted.wait()
        painted = time.perf_counter()
        return applied - started, painted - started

    def row(self, index: int) -> tuple[int, list[Operation]]:
        """A Row with a Text."""
        row, words, text = range(self.next_id, self.next_id + 3)
        self.next_id += 3
        return row, [
            Create(row, "Row", {"style": {"gap": 1}}),
            Create(words, "Text", {}),
            Create(text, "#text", f"row {index}"),
            Append(words, text),
            Append(row, words),
        ]

    def rows(self, parent: int, count: int) -> tuple[list[int], list[Operation]]:
        ids, operations = [], []
        for index in range(count):
            id, made = self.row(index)
            ids.append(id)
            operations += [*made, Append(parent, id)]
        return ids, operations


async def _measure(report: Report) -> None:
    times = 3 if report.quick else 20
    app = Screen()
    async with app.run_test(size=(80, 24)) as pilot:
        bench = Bench(app)
        column = bench.next_id
        bench.next_id += 1
        await bench.show([Create(column, "Column", {}), Append(0, column)])

        async def sample(name: str, operations: Callable[[int], list[Operation]], count: int = times) -> None:
            applied, painted = [], []
            for index in range(count):
                one, other = await bench.show(operations(index))
                applied.append(one)
                painted.append(other)
                await pilot.pause()
            report.samples(f"{name}: apply", applied)
            report.samples(f"{name}: painted", painted)

        ids, first = bench.rows(column, 10)
        await bench.show(first)
        await sample("text of one in 10 rows", lambda index: [Text(ids[3] + 2, f"changed {index}")])
        await sample("style of one in 10 rows", lambda index: [Update(ids[3], {"style": {"bold": index % 2 == 0}}, [])])
        await bench.show([Clear(column)])

        applied, painted = [], []
        for _ in range(1 if report.quick else 3):
            await bench.show([Clear(column)])
            ids, operations = bench.rows(column, ROWS)
            one, other = await bench.show(operations)
            applied.append(one)
            painted.append(other)
            await pilot.pause()
        report.samples(f"mount {ROWS} rows of 2 widgets: apply", applied)
        report.samples(f"mount {ROWS} rows of 2 widgets: painted", painted)

        await sample(f"text of one in {ROWS} rows", lambda index: [Text(ids[3] + 2, f"changed {index}")])

        def swapped(_index: int) -> list[Operation]:
            ids[1], ids[-2] = ids[-2], ids[1]
            return [Reorder(column, ids)]

        await sample(f"swap two of {ROWS} rows", swapped)

        def inserted(index: int) -> list[Operation]:
            id, operations = bench.row(index)
            before, ids[:0] = ids[0], [id]
            return [*operations, Insert(column, id, before)]

        await sample(f"insert one before {ROWS} rows", inserted)


def main() -> None:
    report = Report("the Textual adapter", sys.argv[1:])
    asyncio.run(_measure(report))
    report.print()


if __name__ == "__main__":
    main()
