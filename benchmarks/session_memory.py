"""What the memory of a session is made of: pages of its sandbox that it wrote, and objects of Python; right after a
press, and when it has waited so long that the engine gave back what it does not need.

The guest is the counter, mounted and pressed twice, in React and in Solid, on an adapter that looks at nothing. Each is
measured in a process of its own; private memory is what the operating system counts."""

from __future__ import annotations

import asyncio
import gc
import json
import subprocess
import sys
import tempfile
import tracemalloc
from pathlib import Path
from typing import Any

from benchmarks.report import Report
from benchmarks.session import SOLID, SOURCE, Screen
from rill import Bundle, Engine, Session
from rill.host import ManualClock

# Sessions before the first look, so that what is made once is not counted: threads, caches, the allocator's own.
WARM = 40


def main() -> None:
    if len(sys.argv) > 2 and sys.argv[1] == "--measure":
        print(json.dumps(asyncio.run(measure(Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "objects"))))
        return
    report = Report("memory of a session", sys.argv[1:])
    count = 100 if report.quick else 400
    with tempfile.TemporaryDirectory() as folder:
        for framework, source in (("React", SOURCE), ("Solid", SOLID)):
            path = Path(folder) / f"{framework}.rill"
            path.write_bytes(asyncio.run(_build(source)).to_bytes())
            pages = _measured(path, count, "pages")
            objects = _measured(path, count, "objects")
            report.value(f"{framework}: private memory of the process for each, just pressed", pages["pressed"], "KB")
            report.value(f"{framework}: of that, pages of the guest's memory", pages["pressed_guest"], "KB")
            report.value(f"{framework}: private memory of the process for each, idle", pages["idle"], "KB")
            report.value(f"{framework}: of that, pages of the guest's memory", pages["idle_guest"], "KB")
            report.value(f"{framework}: of that, objects of Python", objects["objects"], "KB")
            for place, size in objects["places"]:
                report.value(f"{framework}: objects made in {place}", size, "KB")
    report.print()


async def _build(source: Path) -> Bundle:
    from rill.guest import BuildOptions, build_bundle

    return (await build_bundle(source, BuildOptions(minify=True))).bundle


def _measured(path: Path, count: int, what: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.session_memory", "--measure", str(path), str(count), what]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


async def measure(path: Path, count: int, objects: bool) -> dict[str, Any]:
    async with Engine() as engine:
        bundle = await engine.load_bundle(path)
        clock = ManualClock()
        alive = [await _opened(engine, bundle, clock) for _ in range(WARM)]
        await _trimmed(alive)
        if objects:
            tracemalloc.start(1)
        gc.collect()
        before, guest_before = _private_kb(), _guest_kb()
        first = tracemalloc.take_snapshot() if objects else None
        more = [await _opened(engine, bundle, clock) for _ in range(count)]
        gc.collect()
        if first is not None:
            return _objects(first, tracemalloc.take_snapshot(), count)
        found = {"pressed": _private_kb() - before, "pressed_guest": _guest_kb() - guest_before}
        await _trimmed(more)
        found |= {"idle": _private_kb() - before, "idle_guest": _guest_kb() - guest_before}
        return {name: value / count for name, value in found.items()}


def _objects(first: tracemalloc.Snapshot, last: tracemalloc.Snapshot, count: int) -> dict[str, Any]:
    changes = last.compare_to(first, "filename")
    places = [
        ("/".join(Path(change.traceback[0].filename).parts[-3:]), change.size_diff / count / 1024)
        for change in changes
        if change.size_diff / count > 1024
    ]
    return {"objects": sum(change.size_diff for change in changes) / count / 1024, "places": places}


async def _opened(engine: Engine, bundle: Bundle, clock: ManualClock) -> Session:
    session = await engine.open(bundle, adapter=Screen(), clock=clock)
    button = next(node for node in session.tree.root.walk() if node.listens("onPress"))
    for _ in range(2):
        session.tree.emit(button, "onPress", {"source": "key"})
        await session.idle()
    return session


async def _trimmed(sessions: list[Session]) -> None:
    """What the engine does by itself after some seconds, without the seconds."""
    for _ in range(2):
        for session in sessions:
            session.trim_if_idle()
    for _ in range(10_000):
        if not any(session.health().busy for session in sessions):
            return
        await asyncio.sleep(0.001)
    raise AssertionError("a session stays busy")


def _private_kb() -> int:
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(("Private_Dirty", "Private_Clean")))


def _guest_kb() -> int:
    """Private pages of the mappings of images of memories."""
    total = 0
    is_guest = False
    for line in Path("/proc/self/smaps").read_text().splitlines():
        head = line.split()
        if "-" in head[0] and len(head[0]) > 16:
            is_guest = "memfd:wasm" in line
        elif is_guest and head[0] in ("Private_Dirty:", "Private_Clean:"):
            total += int(head[1])
    return total


if __name__ == "__main__":
    main()
