"""Frames of the table of the js-framework-benchmark made of plain components, six widgets a row, in a terminal:
``python -m benchmarks.rows [--quick]``.

As `benchmarks.table`, from a press to the painted screen. Every row crosses to the host; only those in view become
widgets.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.widget import Widget

from benchmarks.report import Report
from benchmarks.table import Bench, Screen
from rill import Engine, Limits
from rill.host import Node
from rill.host.textual import GuestView

GUEST = Path(__file__).parent / "guests" / "terminal.tsx"


class _Rows:
    """One guest on a screen."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        nodes = bench.session.tree.nodes.values()
        self.named = {name: node for node in list(nodes) if isinstance(name := node.props.get("id"), str)}

    @property
    def box(self) -> Widget:
        widget = self.bench.app.view.adapter.widget_of(self.named["rows"])
        assert widget is not None
        return widget

    def press(self, name: str) -> Callable[[], Awaitable[None]]:
        """What presses a button above the rows."""

        async def act() -> None:
            assert self.bench.session.tree.emit(self.named[name], "onPress", {"source": "key"})

        return act

    def inside(self, index: int, component: str) -> Node:
        """An element of a row."""
        row = self.named["rows"].children[index]
        return next(node for node in row.walk() if node.type == component)

    async def press_inside(self, index: int, component: str) -> None:
        assert self.bench.session.tree.emit(self.inside(index, component), "onPress", {"source": "key"})

    async def scroll(self, lines: int) -> None:
        self.box.scroll_to(y=self.box.scroll_offset.y + lines, animate=False, immediate=True)

    async def measure_scroll(self, name: str, lines: int, times: int) -> None:
        """Add the rows of frames that only the host makes."""
        samples = []
        for _ in range(times):
            frame, _ = await self.bench.frame(lambda: self.scroll(lines), answered=True)
            samples.append(frame)
            await self.bench.settle()
        self.bench.report.samples(name, samples)


async def _operations(rows: _Rows, times: int) -> None:
    bench, press = rows.bench, rows.press

    async def measure(
        name: str, act: Callable[[], Awaitable[None]], times: int, before: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        await bench.measure(name, act, times=times, before=before)

    few = max(3, times // 4)
    create, clear = press("create 1k"), press("clear")
    await measure("create 1,000 rows", create, times, clear)
    await measure("replace 1,000 rows", create, times)
    await measure("update every 10th of 1,000 rows", press("update"), times)
    places = iter(range(10**6))
    await measure("select a row in view", lambda: rows.press_inside(next(places) % 5, "Pressable"), times)
    await measure("swap two rows", press("swap"), times)
    await measure("remove a row in view", lambda: rows.press_inside(2, "Button"), times)
    await measure("append 1,000 rows", press("append 1k"), times, create)
    await rows.measure_scroll("scroll 2,000 rows by 3 lines", 3, times)
    await rows.measure_scroll("scroll 2,000 rows by a page", 40, times)
    await rows.measure_scroll("scroll 2,000 rows by 500 lines", 500, min(times, 5))
    await measure("create 10,000 rows", press("create 10k"), few, clear)
    await measure("clear 10,000 rows", clear, few, press("create 10k"))
    statistics = bench.app.view.statistics()
    bench.report.value("widgets mounted at the most at a time", bench.app.widgets_most, "")
    bench.report.value("elements that had no room", statistics.omitted, "")


async def _measure(report: Report) -> None:
    times = 3 if report.quick else 20
    async with Engine(limits=Limits.large()) as engine:
        bundle = await engine.load_bundle(GUEST)
        async with engine.open(bundle) as session:
            app = Screen(GuestView(session=session))
            async with app.run_test(size=(120, 40)):
                bench = Bench(app, session, report)
                await bench.settle()
                await _operations(_Rows(bench), times)


def main() -> None:
    report = Report("rows of plain components, from a press to the painted screen", sys.argv[1:])
    asyncio.run(_measure(report))
    report.print()


if __name__ == "__main__":
    main()
