"""Frames of the table example, a React guest: from a press to the painted screen, with the operations of the
js-framework-benchmark. ``python -m benchmarks.table [--quick]``.

The whole path is run: the press crosses to the guest, React renders, the batch is decoded, checked and applied, and
Textual paints (without a terminal: to a driver that throws the bytes away). A frame ends when the first screen that has
the guest's answer is painted.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from textual.app import App, ComposeResult

from benchmarks.report import Report
from rill import Engine
from rill.host import Node, Session, TurnEnd
from rill.host.textual import GuestView
from rill.host.textual.widgets.tables import DataGrid

SOURCE = Path(__file__).parents[1] / "examples" / "table" / "table.tsx"


class Screen(App[None]):
    """An app that is nothing but the guest, and knows when it was painted."""

    def __init__(self, view: GuestView) -> None:
        super().__init__()
        self.animation_level = "none"
        self.view = view
        self.answered = False
        self.painted = asyncio.Event()
        self.widgets_most = 0

    def compose(self) -> ComposeResult:
        yield self.view

    def _display(self, screen: Any, renderable: Any) -> None:
        super()._display(screen, renderable)
        self.widgets_most = max(self.widgets_most, self.view.statistics().widgets if self.view.session else 0)
        if self.answered and not self._batch_count:
            self.painted.set()


class Bench:
    """Presses, and takes the time until the answer is painted."""

    def __init__(self, app: Screen, session: Session, report: Report) -> None:
        self.app = app
        self.session = session
        self.report = report
        self.turns: list[TurnEnd] = []
        self.shown_at = 0.0
        session.on("turn_end", self.turns.append)
        session.on("batch", self._note_batch)

    def _note_batch(self, _event: object) -> None:
        if not self.app.answered:
            self.app.answered = True
            self.shown_at = time.perf_counter()

    def node(self, title: str) -> Node:
        return next(node for node in self.session.tree.root.walk() if node.text_content == title and node.schema)

    @property
    def table(self) -> DataGrid:
        return self.app.query_one(DataGrid)

    async def settle(self) -> None:
        await self.app.view.wait_shown()
        await asyncio.sleep(0.02)

    async def press(self, title: str) -> None:
        """Press a button of the toolbar."""
        node = self.node(title)
        assert self.session.tree.emit(node, "onPress", {"source": "key"})

    async def press_cell(self, index: int, column: str) -> None:
        node = self.app.view.adapter.node_of(self.table)
        assert node is not None
        assert self.session.tree.emit(node, "onCellPress", {"index": index, "column": column, "source": "key"})

    async def frame(self, act: Callable[[], Awaitable[None]], *, answered: bool = False) -> tuple[float, float]:
        """Seconds from an act to the painted answer, and those of them after the adapter was told.

        ``answered`` is for what the host does by itself, such as scrolling.
        """
        self.turns.clear()
        self.app.answered = answered
        self.app.painted.clear()
        begun = self.shown_at = time.perf_counter()
        await act()
        await self.app.painted.wait()
        ended = time.perf_counter()
        return ended - begun, ended - self.shown_at

    async def measure(
        self,
        name: str,
        act: Callable[[], Awaitable[None]],
        *,
        times: int,
        before: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """Add the rows of one operation."""
        frames: list[tuple[float, float]] = []
        turns: list[TurnEnd] = []
        for _ in range(times):
            if before is not None:
                await before()
                await self.settle()
            frames.append(await self.frame(act))
            await self.settle()
            turns.append(self.turns[0])
        report = self.report
        report.samples(name, [frame for frame, _ in frames])
        last = turns[-1]
        report.value("    operations", len(last.changes.operations) if last.changes is not None else 0, "")
        report.value("    outbox", last.outbox_bytes, "bytes")
        for part in ("guest", "decode", "check", "apply", "show"):
            report.samples(f"    {part}", [getattr(turn, f"{part}_ms") / 1_000 for turn in turns])
        report.samples("    layout and paint", [paint for _, paint in frames])


async def _measure(report: Report) -> None:
    times = 3 if report.quick else 20
    async with Engine() as engine:
        bundle = await engine.load_bundle(SOURCE)
        async with engine.open(bundle) as session:
            app = Screen(GuestView(session=session))
            async with app.run_test(size=(120, 40)):
                bench = Bench(app, session, report)
                await bench.settle()
                await _operations(bench, times)


async def _operations(bench: Bench, times: int) -> None:
    def button(title: str) -> Callable[[], Awaitable[None]]:
        return lambda: bench.press(title)

    create, clear = button("Create 1,000"), button("Clear")
    await bench.measure("create 1,000 rows", create, before=clear, times=times)
    await bench.measure("replace 1,000 rows", create, times=times)
    await bench.measure("update every 10th of 1,000 rows", button("Update every 10th"), times=times)
    places = iter(range(10**6))
    await bench.measure("select a row", lambda: bench.press_cell(next(places) % 30, "label"), times=times)
    await bench.measure("swap two rows", button("Swap rows"), times=times)
    await bench.measure("remove a row", lambda: bench.press_cell(3, "remove"), times=times)
    await bench.measure("append 1,000 rows", button("Append 1,000"), before=create, times=times)
    await bench.measure("create 10,000 rows", button("Create 10,000"), before=clear, times=max(3, times // 4))

    async def page() -> None:
        bench.table.scroll_to(y=bench.table.scroll_offset.y + 100, animate=False, immediate=True)

    await bench.measure("scroll 100 rows on", page, times=times)
    await bench.measure("clear 10,000 rows", clear, before=button("Create 10,000"), times=max(3, times // 4))


def main() -> None:
    report = Report("the table example, from a press to the painted screen", sys.argv[1:])
    asyncio.run(_measure(report))
    report.print()


if __name__ == "__main__":
    main()
