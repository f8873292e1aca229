"""Runs the comparison: ``python -m benchmarks.web [--quick] [--write] [--only MEASURE ...] [--without PEER ...]``."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final

from benchmarks.report import machine
from benchmarks.web import chromium, latency, memory, page
from benchmarks.web.contenders import PEERS, ROOT, Server, build_bundles, versions
from benchmarks.web.record import Record

MEASURES: Final = ("latency", "memory", "load", "chromium")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what was asked for, and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth as often, to see that all of it works")
    parser.add_argument("--only", nargs="+", choices=MEASURES, default=MEASURES, help="only these measures")
    parser.add_argument("--without", nargs="+", choices=PEERS, default=(), help="leave these peers out")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks-web.md and its record")
    parser.add_argument("--render", action="store_true", help="write the page anew from its record, without a run")
    parser.add_argument("--json", action="store_true", help="print the record instead of tables")
    options = parser.parse_args(arguments)
    if options.render:
        page.write(Record.from_json(page.RECORD.read_text("utf-8")))
        return
    names = frozenset({"rill", *PEERS} - set(options.without))
    # What is not measured again stays as it was, so that one measure can be brought up to date.
    record = Record.from_json(page.RECORD.read_text("utf-8")) if options.write and page.RECORD.exists() else Record()
    record.machine = surroundings()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build_bundles(folder)
        if "latency" in options.only:
            core = pin()
            record.times = latency.measure(folder, core, quick=options.quick, names=names)
            record.hop = latency.hop(quick=options.quick)
            unpin()
        if "memory" in options.only:
            record.memory = memory.measure(folder, quick=options.quick, names=names)
        if "load" in options.only:
            record.load = load(folder, quick=options.quick)
        if "chromium" in options.only:
            static = folder / "static"
            static.mkdir()
            record.browser = chromium.measure(folder, static, quick=options.quick, names=names)
    if options.json:
        print(record.to_json())
    else:
        for title, text in page.sections(record).items():
            print(f"\n## {title}\n\n{text}")
    if options.write:
        for path in page.write(record):
            print(f"wrote {path.relative_to(ROOT)}")


def load(bundles: Path, *, quick: bool) -> dict[str, float]:
    """A thousand sessions that click once a second; the generator is a process of its own."""
    sessions, seconds = (50, 5) if quick else (1_000, 20)
    with Server("rill", bundles) as server:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "benchmarks.web.load",
                f"{server.origin}/counter",
                "--sessions",
                str(sessions),
                "--seconds",
                str(seconds),
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
    if done.returncode != 0:
        raise SystemExit(f"{done.stderr[-2_000:]}\nthe load generator failed")
    found: dict[str, float] = json.loads(done.stdout)
    return found


def surroundings() -> dict[str, str]:
    """What the figures depend on."""
    found = machine()
    found["servers"] = f"uvicorn {version('uvicorn')}, uvloop {version('uvloop')}, websockets {version('websockets')}"
    found["peers"] = ", ".join(f"{name} {number}" for name, number in versions().items())
    return found


def pin() -> int:
    """Keep this process on one core, to which the servers are kept, too."""
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return core


def unpin() -> None:
    os.sched_setaffinity(0, range(os.cpu_count() or 1))


if __name__ == "__main__":
    main()
