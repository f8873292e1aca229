"""Runs the comparison: ``python -m benchmarks.side_by_side [--quick] [--write] [--only NAME ...]``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from benchmarks.report import machine
from benchmarks.side_by_side import page, tables
from benchmarks.side_by_side.contenders import (
    QUICK,
    WHOLE,
    Contender,
    find_node,
    node_version,
    peer_versions,
    peers,
    rill,
)
from benchmarks.side_by_side.figures import Figures


def main(arguments: Sequence[str] | None = None) -> None:
    """Run all contenders on one core, one after the other, and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.side_by_side", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="two runs of each, no 10,000 rows: to see that all of it works"
    )
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md, its charts and its record")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of tables")
    parser.add_argument("--render", action="store_true", help="write the page anew from its record, without a run")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="only contenders whose name contains one of these")
    parser.add_argument("--rounds", type=int, default=1, metavar="N", help="run everything so many times, in turns")
    options = parser.parse_args(arguments)
    if options.render:
        page.write(page.Record.from_json(page.RECORD.read_text("utf-8")))
        return
    node = None
    try:
        node = find_node()
    except SystemExit as missing:
        if options.write:
            raise
        print(missing, file=sys.stderr)
    contenders = [*rill(), *(peers(node) if node is not None else ())]
    if options.only:
        contenders = [one for one in contenders if any(name in one.name for name in options.only)]
    core = pin()
    runs = measure(contenders, quick=options.quick, rounds=options.rounds)
    record = page.Record(
        surroundings(core, node),
        {one.name: one.title for one in contenders},
        {one.name: runs[one.name] for one in contenders},
    )
    if options.json:
        print(record.to_json())
    else:
        show(record)
    if options.write:
        for path in page.write(record):
            print(f"wrote {path.relative_to(page.ROOT)}")


def measure(contenders: Sequence[Contender], *, quick: bool, rounds: int) -> dict[str, Figures]:
    """Run contenders in turns, so that a slow minute of the machine falls on all of them."""
    plan = QUICK if quick else WHOLE
    steps = {large: plan.steps(large=large) for large in {one.large for one in contenders}}
    runs: dict[str, Figures] = {}
    for number in range(rounds):
        for one in contenders:
            print(f"{one.name}, round {number + 1} of {rounds}", file=sys.stderr, flush=True)
            figures = one.run(steps[one.large])
            if one.name in runs:
                runs[one.name].add(figures)
            else:
                runs[one.name] = figures
    return runs


def pin() -> int | None:
    """Keep this process and all that it starts on one core; None where the system cannot."""
    if not hasattr(os, "sched_setaffinity"):
        return None
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return core


def surroundings(core: int | None, node: str | None) -> dict[str, str]:
    """What the figures depend on."""
    found = machine()
    found["pinned"] = "every process to one core" if core is not None else "no: this system cannot"
    try:
        found["provider v8"] = f"mini-racer {version('mini-racer')}"
    except PackageNotFoundError:
        found["provider v8"] = "not installed"
    if node is not None:
        versions = ", ".join(f"{name} {number}" for name, number in peer_versions().items())
        found["peers"] = f"Node {node_version(node)}, {versions}"
    return found


def show(record: page.Record) -> None:
    """Print all tables."""
    for name, text in page.sections(record).items():
        print(f"\n## {name}\n\n{text}")
    if tables.BASELINE not in record.runs:
        print("\nno remote-dom in this run: there is nothing to compare with")


if __name__ == "__main__":
    main()
