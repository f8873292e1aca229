"""What docs/benchmarks-web.md shows of a record: tables between marks in the page. The words around are written by
hand."""

from __future__ import annotations

import gzip
import re
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.web.contenders import CONTENDERS
from benchmarks.web.record import Record

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = ROOT / "docs" / "benchmarks-web.md"
RECORD: Final = ROOT / "docs" / "benchmarks" / "web.json"
CONNECTOR: Final = ROOT / "rill" / "host" / "web" / "static" / "connector.js"
TITLES: Final = {contender.name: contender.title for contender in CONTENDERS}


def sections(record: Record) -> dict[str, str]:
    """What stands between the marks of the page, by their names."""
    return {
        "machine": "\n".join(f"- {name}: {text}" for name, text in record.machine.items()),
        "goals": goals(record),
        "times": times(record),
        "memory": memory(record),
        "load": load(record),
        "browser": browser(record),
    }


def goals(record: Record) -> str:
    """Every figure that was set as a goal, beside it."""
    hop = statistics.median(record.hop) * 1e3 if record.hop else 0.0
    rows = []

    def row(name: str, goal: float, value: float | None, unit: str) -> None:
        if value is not None:
            rows.append(
                (name, f"{goal:g} {unit}", f"{_figure(value)} {unit}", "met" if value <= goal else _missed(value, goal))
            )

    for contender, goal in (("rill solid", 0.3), ("rill react", 0.4)):
        value = record.median_ms(contender, "counter")
        row(f"counter, click to patch, {TITLES[contender]}", goal, value, "ms")
        if value is not None:
            row("the same without the thread hop", goal, value - hop, "ms")
    row("update every 10th of 1k rows", 1.5, record.median_ms("rill solid", "update every 10th of 1k"), "ms")
    row("create 1k rows", 15, record.median_ms("rill solid", "create 1k"), "ms")
    held = record.memory.get("rill solid", {})
    row("memory of a live counter", 0.5, held["counter"] / 1e6 if held else None, "MB")
    row("memory of a live table of 1k rows", 2, held["table"] / 1e6 if held else None, "MB")
    row("1,000 sessions, a click a second: p99", 10, record.load.get("p99_ms"), "ms")
    row("page of 1k rows, complete answer", 30, record.median_ms("rill solid", "answer"), "ms")
    seen = record.browser.get("rill solid", {})
    if seen:
        ratio = statistics.median(seen["first paint"]) / statistics.median(seen["first paint of a static file"])
        row("page of 1k rows, first paint / static file", 1.3, ratio, "x")
        row("connector's script for 1k rows", 5, statistics.median(seen["script for 1k rows"]) * 1e3, "ms")
    if CONNECTOR.exists():
        row("connector, gzipped", 5_120, float(len(gzip.compress(CONNECTOR.read_bytes(), 9))), "bytes")
    return table(("measure", "goal", "measured", ""), rows)


def times(record: Record) -> str:
    """Medians of all contenders, and how far they spread."""
    measures = list(dict.fromkeys(name for figures in record.times.values() for name in figures))
    rows = []
    for name, figures in record.times.items():
        cells = [TITLES[name]]
        for measure in measures:
            samples = figures.get(measure)
            cells.append(f"{_ms(statistics.median(samples))} ({_ms(min(samples))})" if samples else "")
        rows.append(cells)
    text = table(("median (minimum), ms", *measures), rows)
    if record.hop:
        text += f"\n\nThe way into a worker thread and back alone: {_ms(statistics.median(record.hop))} ms."
    return text


def memory(record: Record) -> str:
    """What a session takes."""
    rows = [
        (TITLES[name], f"{kinds['counter'] / 1e6:.2f}", f"{kinds['table'] / 1e6:.2f}")
        for name, kinds in record.memory.items()
    ]
    return table(("MB of a live session", "counter", "table of 1k rows"), rows)


def load(record: Record) -> str:
    """What a thousand people wait."""
    found = record.load
    if not found:
        return ""
    rows = [
        (
            f"{found['sessions']:,.0f}",
            f"{found['presses']:,.0f}",
            *(f"{found[name]:.1f}" for name in ("p50_ms", "p95_ms", "p99_ms", "max_ms", "late_p99_ms")),
            f"{found['generator_share']:.0%}",
        )
    ]
    heads = (
        "sessions",
        "presses",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "longest ms",
        "generator late, p99 ms",
        "its share of a core",
    )
    return table(heads, rows)


def browser(record: Record) -> str:
    """What Chromium says."""
    measures = list(dict.fromkeys(name for figures in record.browser.values() for name in figures))
    rows = []
    for name, figures in record.browser.items():
        cells = [TITLES[name]]
        for measure in measures:
            samples = figures.get(measure)
            if not samples:
                cells.append("")
            elif "bytes" in measure:
                cells.append(f"{samples[0] / 1024:.1f} KB")
            else:
                cells.append(f"{_ms(statistics.median(samples))} ({_ms(min(samples))})")
        rows.append(cells)
    return table(
        ("median (minimum), ms", *(name.replace("script bytes", "script, gzipped") for name in measures)), rows
    )


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of Markdown."""
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def filled(text: str, record: Record) -> str:
    """The page with the tables of a record between its marks."""
    for name, found in sections(record).items():
        pattern = re.compile(rf"(<!-- {re.escape(name)} -->\n).*?(<!-- end {re.escape(name)} -->)", re.DOTALL)
        text = pattern.sub(lambda marks, found=found: f"{marks[1]}\n{found}\n\n{marks[2]}", text)  # type: ignore[misc]
    return text


def write(record: Record) -> list[Path]:
    """Write record and page; return what was written."""
    RECORD.parent.mkdir(exist_ok=True)
    # As it is kept, rounded: a page that is written anew from its record must be the same.
    kept = record.to_json()
    RECORD.write_text(kept, "utf-8")
    PAGE.write_text(filled(PAGE.read_text("utf-8"), Record.from_json(kept)), "utf-8")
    return [RECORD, PAGE]


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _ms(seconds: float) -> str:
    return _figure(seconds * 1e3)


def _missed(value: float, goal: float) -> str:
    return f"missed by {value / goal - 1:.0%}"
