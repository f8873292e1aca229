"""What a session costs: from nothing to the first frame, from a bundle to the first batch, from a click to the applied
batch, and the memory of sessions that wait. The guest is examples/counter, a small React guest; clicks are measured on
the same guest in Solid, too."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.report import Report
from rill import Bundle, Engine
from rill.host import Changes, ManualClock, Node, Tree, TurnEnd
from rill.protocol.values import Value

SESSIONS = 12_000
EXAMPLES = Path(__file__).parents[1] / "examples"
SOURCE = EXAMPLES / "counter" / "counter.tsx"
SOLID = EXAMPLES / "counter_solid" / "counter.tsx"

START = """
import time
begun = time.perf_counter()
import asyncio, sys
from rill import Engine
from rill.host.recorder import Recorder

async def main():
    async with Engine() as engine:
        bundle = await engine.load_bundle(sys.argv[1])
        recorder = Recorder()
        async with engine.open(bundle, adapter=recorder):
            assert recorder.golden()
            print(time.perf_counter() - begun)

asyncio.run(main())
"""


class Screen:
    """The least that an adapter can be: it looks at nothing, so that what is measured is the session."""

    def __init__(self) -> None:
        self.batches = 0
        self.tree: Tree | None = None

    def attach(self, tree: Tree) -> None:
        self.tree = tree

    def apply(self, changes: Changes) -> None:
        self.batches += 1

    def call(self, node: Node, method: str, args: list[Value]) -> Value:
        return None

    def detach(self) -> None:
        self.tree = None


def main() -> None:
    report = Report("sessions", sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        bundle = asyncio.run(build(SOURCE, Path(folder)))
        solid = asyncio.run(build(SOLID, Path(folder)))
        measure_starts(report, bundle, Path(folder))
    asyncio.run(measure_sessions(report, bundle))
    asyncio.run(measure_clicks(report, "React", bundle))
    asyncio.run(measure_clicks(report, "Solid", solid))
    asyncio.run(measure_memory(report, bundle))
    report.print()


async def build(source: Path, folder: Path) -> Bundle:
    from rill.guest import BuildOptions, build_bundle

    bundle = (await build_bundle(source, BuildOptions(minify=True))).bundle
    (folder / "counter.rill").write_bytes(bundle.to_bytes())
    return bundle


def measure_starts(report: Report, bundle: Bundle, folder: Path) -> None:
    """From the first import of Rill to the first frame of a bundle on a recorder, in a process of its own."""
    without: list[float] = []
    cached: list[float] = []
    for number in range(1 if report.quick else 5):
        cache = folder / f"cache-{number}"
        without.append(_start(folder / "counter.rill", cache))
        cached.append(_start(folder / "counter.rill", cache))
    report.samples("first start, import to first frame, nothing cached", without)
    report.samples("first start, import to first frame, compiled code cached", cached)


def _start(bundle: Path, cache: Path) -> float:
    environment = {**os.environ, "RILL_CACHE_DIR": str(cache)}
    command = [sys.executable, "-c", START, str(bundle)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return float(done.stdout)


async def measure_sessions(report: Report, bundle: Bundle) -> None:
    async with Engine() as engine:
        await engine.load_bundle(bundle)
        rounds = 50 if report.quick else 500
        report.samples("session, bundle to first applied batch", [await _open(engine, bundle) for _ in range(rounds)])
        async with engine.open(bundle, adapter=Screen(), clock=ManualClock()) as session:
            report.samples("message without a batch", [await _send(session) for _ in range(rounds * 10)])


async def measure_clicks(report: Report, framework: str, bundle: Bundle) -> None:
    """From a press to the applied batch, with the hop to a worker and back, and the turn and its batch alone."""
    rounds = 500 if report.quick else 5_000
    screen = Screen()
    async with Engine() as engine, engine.open(bundle, adapter=screen, clock=ManualClock()) as session:
        tree = session.tree
        button = next(node for node in tree.root.walk() if node.listens("onPress"))
        clicks: list[float] = []
        alone: list[float] = []
        guest: list[float] = []

        def note(end: TurnEnd) -> None:
            alone.append((end.guest_ms + end.decode_ms + end.check_ms + end.apply_ms) / 1000)
            guest.append(end.guest_ms / 1000)

        session.on("turn_end", note)
        for _ in range(rounds):
            begun = time.perf_counter()
            tree.emit(button, "onPress", {"source": "key"})
            await tree.settled()
            clicks.append(time.perf_counter() - begun)
        assert screen.batches == rounds + 1
        report.samples(f"{framework}: click to applied batch", clicks)
        report.samples(f"{framework}: the turn and its batch, without the hop", alone)
        report.samples(f"{framework}: of that, the turn in the sandbox", guest)


async def _open(engine: Engine, bundle: Bundle) -> float:
    screen = Screen()
    begun = time.perf_counter()
    session = await engine.open(bundle, adapter=screen, seed=1)
    took = time.perf_counter() - begun
    assert screen.batches == 1
    await session.close()
    return took


async def _send(session: object) -> float:
    begun = time.perf_counter()
    await session.send_event("nobody listens", None)  # type: ignore[attr-defined]
    return time.perf_counter() - begun


async def measure_memory(report: Report, bundle: Bundle) -> None:
    """Many live sessions, each mounted and waiting."""
    count = SESSIONS // 20 if report.quick else SESSIONS
    async with Engine() as engine:
        await engine.load_bundle(bundle)
        clock = ManualClock()
        alive = [await engine.open(bundle, adapter=Screen(), clock=clock) for _ in range(10)]
        before = _private_kb()
        begun = time.perf_counter()
        for _ in range(count - len(alive)):
            alive.append(await engine.open(bundle, adapter=Screen(), clock=clock))
        took = time.perf_counter() - begun
        report.value("sessions alive in one process", len(engine.sessions), "sessions")
        report.value("time to open them all, one after the other", took, "s in all")
        report.value("private memory of the process for each, idle", (_private_kb() - before) / (count - 10), "KB")
        session = alive[count // 2]
        report.samples("message to one among them", [await _send(session) for _ in range(1000)])
        begun = time.perf_counter()
        await engine.close()
        report.value("time to close them all", time.perf_counter() - begun, "s in all")


def _private_kb() -> int:
    rollup = Path("/proc/self/smaps_rollup")
    if not rollup.exists():
        return 0
    lines = rollup.read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(("Private_Dirty", "Private_Clean")))


if __name__ == "__main__":
    main()
