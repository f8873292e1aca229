"""What every benchmark prints: the machine, the versions, and a table of min, median and max.

Measures and prints; knows nothing of what is measured. Figures in the docs are copied from such a table, so each table
says enough to be measured again.

    report = Report("the codec", sys.argv[1:])
    report.measure("decode 1,000 rows", lambda: codec.decode_outbox(rows))
    report.samples("start to first batch", seconds)         # measured elsewhere, in seconds
    report.value("private memory of a guest", 320, "KB")    # one figure that is no time
    report.print()
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

_PACKAGES: Final = ("msgspec", "wasmtime", "pydantic", "textual")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table. Times are in seconds; a plain figure has ``count`` 1 and its own unit."""

    name: str
    unit: str
    minimum: float
    median: float
    maximum: float
    count: int


class Report:
    """Collects rows and prints them, as a table or with ``--json`` as one object."""

    def __init__(self, title: str, arguments: Sequence[str] = ()) -> None:
        parser = argparse.ArgumentParser(prog=f"benchmark of {title}")
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
        parser.add_argument("--quick", action="store_true", help="measure a tenth as often, to see that all of it runs")
        options = parser.parse_args(list(arguments))
        self.title = title
        self.quick: bool = options.quick
        self.rows: list[Row] = []
        self._json: bool = options.json

    def measure(self, name: str, run: Callable[[], object], *, seconds: float = 0.5, samples_max: int = 10_000) -> Row:
        """Call ``run`` for about ``seconds``, one sample for each call, and add the row.

        Calls shorter than 20 us are timed in groups, because reading the clock would be a part of the figure. The
        collector runs before, not during: what it costs beside real work is another benchmark.
        """
        run()
        once = min(_time(run, 1) for _ in range(3))
        group = max(1, int(20e-6 / max(once, 1e-9)))
        if self.quick:
            seconds /= 10
        samples: list[float] = []
        gc.collect()
        enabled = gc.isenabled()
        gc.disable()
        try:
            end = time.perf_counter() + seconds
            while len(samples) < 3 or (time.perf_counter() < end and len(samples) < samples_max):
                samples.append(_time(run, group) / group)
        finally:
            if enabled:
                gc.enable()
        return self.samples(name, samples)

    def samples(self, name: str, seconds: Iterable[float]) -> Row:
        """Add a row of times that were measured elsewhere."""
        taken = sorted(seconds)
        row = Row(name, "s", taken[0], statistics.median(taken), taken[-1], len(taken))
        self.rows.append(row)
        return row

    def value(self, name: str, value: float, unit: str) -> Row:
        """Add one figure that is no time, such as bytes or a count."""
        row = Row(name, unit, value, value, value, 1)
        self.rows.append(row)
        return row

    def print(self) -> None:
        """Print everything that was added."""
        if self._json:
            print(json.dumps({"title": self.title, **machine(), "rows": [asdict(row) for row in self.rows]}, indent=2))
            return
        print(f"# {self.title}\n")
        for name, text in machine().items():
            print(f"{name}: {text}")
        width = max([len(row.name) for row in self.rows], default=0)
        print(f"\n{'':{width}}  {'min':>11} {'median':>11} {'max':>11} {'samples':>9}")
        for row in self.rows:
            if row.unit == "s":
                cells = (
                    f"{_seconds(row.minimum):>11} {_seconds(row.median):>11} {_seconds(row.maximum):>11} {row.count:>9}"
                )
            else:
                cells = f"{'':>11} {f'{row.median:,.6g} {row.unit}':>11}"
            print(f"{row.name:{width}}  {cells}".rstrip())
        sys.stdout.flush()


def machine() -> dict[str, str]:
    """What a figure depends on: processor, cores, load, system, Python and the packages below Rill."""
    packages = []
    for name in _PACKAGES:
        try:
            packages.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return {
        "processor": f"{_processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}",
        "system": f"{platform.system()} {platform.machine()}, {python}",
        "packages": ", ".join(packages),
    }


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text("utf-8", errors="replace").splitlines():
            name, _, text = line.partition(":")
            if name.strip() == "model name":
                return text.strip()
    return platform.processor() or "unknown processor"


def _time(run: Callable[[], object], times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        run()
    return time.perf_counter() - start


def _seconds(seconds: float) -> str:
    for scale, unit in ((1.0, "s"), (1e-3, "ms"), (1e-6, "us")):
        if seconds >= scale:
            return f"{seconds / scale:.3g} {unit}" if seconds / scale < 100 else f"{seconds / scale:.0f} {unit}"
    return f"{seconds / 1e-9:.0f} ns"
