"""The table of the js-framework-benchmark in HTML tags, in Textual: rows that came as one run of clones.
``python -m benchmarks.html_table [--quick]``.

*Applied* is until the adapter has taken a batch in, and *painted* until the screen shows it. No guest runs.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any, Final

from benchmarks.report import Report
from benchmarks.textual import Bench, Screen
from rill.components.html.elements import HTML
from rill.protocol.operations import Append, Clear, Clones, Create, Operation, Patch, Slot, Template

# The row of the benchmark: eight elements and three texts.
_ROW: Final[list[Any]] = [
    "tr",
    {},
    [
        ["td", {"class": "col-md-1"}, [["#text", ""]]],
        ["td", {"class": "col-md-4"}, [["a", {"onClick": True}, [["#text", ""]]]]],
        [
            "td",
            {"class": "col-md-1"},
            [["a", {"onClick": True}, [["span", {"aria-hidden": "true"}, [["#text", "x"]]]]]],
        ],
        ["td", {"class": "col-md-6"}, []],
    ],
]
_SIZE: Final = 11
_TABLE, _BODY = 1, 2


async def _measure(report: Report) -> None:
    app = Screen()
    async with app.run_test(size=(80, 24)) as pilot:
        bench = Bench(app, HTML)
        await bench.show([Create(_TABLE, "table", {}), Create(_BODY, "tbody", {}), Append(_TABLE, _BODY)])
        await bench.show([Append(0, _TABLE), Template(1, _ROW, [Slot(1, 2, None), Slot(1, 5, None)])])
        base = 1_000
        for count in (1_000, 10_000):
            applied: dict[str, list[float]] = {}
            painted: dict[str, list[float]] = {}
            for _ in range(3 if report.quick else 20):
                ids, labels = [str(n) for n in range(count)], [f"label {n}" for n in range(count)]
                steps: dict[str, list[Operation]] = {
                    "create": [Clones(1, base, count, _BODY, None, [ids, labels])],
                    "update every 10th": [Patch(base + n * _SIZE, 1, "changed") for n in range(0, count, 10)],
                    "clear": [Clear(_BODY)],
                }
                base += count * _SIZE
                for name, operations in steps.items():
                    one, other = await bench.show(operations)
                    applied.setdefault(name, []).append(one)
                    painted.setdefault(name, []).append(other)
                    await pilot.pause()
                    if name == "create":
                        widgets = app.surface.app.query("*")
                        assert len(widgets) < 20, "a table is one widget"
            for name in applied:
                report.samples(f"{name} {count:,} rows, applied", applied[name])
                report.samples(f"{name} {count:,} rows, painted", painted[name])


def main() -> None:
    report = Report("a table of HTML in Textual", sys.argv[1:])
    asyncio.run(_measure(report))
    report.print()


if __name__ == "__main__":
    main()
