"""What a sandbox costs: starts, images, instances, turns, the speed of its language, the hop to a worker and back, and
memory of guests that wait."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from importlib import resources
from pathlib import Path

import msgspec

from benchmarks.report import Report
from rill.host.inbox import Inbox
from rill.sandbox import Program, SandboxLimits, Unit, Workers
from rill.sandbox.wasm import WasmImage, WasmProvider, WasmSandbox
from rill.sandbox.workers import with_large_stack

LIMITS = SandboxLimits()
INSTANCES = 12_000
# Hops that are under way at a time: a server's busy moment.
TOGETHER = 16

# The least that a core is: takes the message, writes nothing unless asked.
CORE = b"""
const native = __rill, operations = [];
native.install({
  load() {}, pump: () => false, internFunction: () => 0, resolveFunction: () => undefined,
  turn(message) {
    if (message === 1) for (const operation of operations) native.append(0, operation);
    if (message === 2) for (let i = 0; i < 16000; i++) operations.push(
      i % 2 ? [1, i, 'Text', {value: 'row ' + i, bold: true, size: i % 7}] : [4, i, i + 1]);
  },
  finish: () => native.size(0) > 0 ? [1, 1, 1] : undefined,
});
"""
NOTHING, WRITE, MAKE = b"\x00", b"\x01", b"\x02"

# What frameworks make an engine do, by the number of the message.
LANGUAGE = b"""
const fibonacci = (n) => n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
let kept = [];
const tasks = [
  () => fibonacci(20),
  () => {
    const rows = [];
    for (let i = 0; i < 3000; i++) rows.push({id: i, label: 'row ' + i, props: {a: i}, read: () => i});
  },
  () => {
    const map = new Map();
    for (let i = 0; i < 1000; i++) map.set(8 * i, i);
    for (let i = 0; i < 1000; i++) map.get(8 * i);
  },
  () => {
    let sum = 0;
    const items = new Array(64).fill(1);
    for (let i = 0; i < 60000; i++) sum = (sum + items[i & 63] * 3) | 0;
  },
  () => {
    kept = [];
    for (let i = 0; i < 40000; i++) {
      const a = {up: null, data: [i]};
      a.up = {down: a};
      kept.push(a);
    }
  },
];
__rill.install({
  load() {}, pump: () => false, internFunction: () => 0, resolveFunction: () => undefined,
  turn(message) { tasks[message](); }, finish: () => undefined,
});
"""

START = """
import sys, time
begun = time.perf_counter()
from pathlib import Path
from rill.sandbox import Program, SandboxLimits, Unit
from rill.sandbox.wasm import WasmProvider
from benchmarks.sandbox import CORE
provider = WasmProvider(cache_folder=Path(sys.argv[1]))
image = provider.build_image(Program(units=(Unit("core", CORE),)), SandboxLimits(), 5000)
assert provider.instantiate(image).turn(b"\\x00", 1000) == b"\\x90"
print(time.perf_counter() - begun)
"""


def main() -> None:
    report = Report("sandboxes", sys.argv[1:])
    measure_starts(report)
    provider = WasmProvider()
    image = provider.build_image(Program(units=(Unit("core", CORE),)), LIMITS, 5000)
    measure_image(report, provider, image, "a core of one page")
    runtime = resources.files("rill").joinpath("guest", "runtimes", "react.js")
    if runtime.is_file():
        react = Program(units=(Unit("rill:runtime/react", runtime.read_bytes()),))
        measure_image(report, provider, provider.build_image(react, LIMITS, 5000), "React preloaded")
    # Where sessions run their turns; from any other thread a turn would first start one.
    workers = Workers(1)
    workers.call(lambda: measure_turns(report, provider.instantiate(image))).result()
    workers.call(lambda: measure_language(report, provider)).result()
    asyncio.run(measure_hop(report, provider.instantiate(image)))
    workers.call(lambda: measure_many(report, provider, image)).result()
    workers.close()
    provider.close()
    report.print()


def measure_starts(report: Report) -> None:
    """From the first import of Rill to the first outbox, in a process of its own."""
    without: list[float] = []
    cached: list[float] = []
    for _ in range(1 if report.quick else 5):
        with tempfile.TemporaryDirectory() as folder:
            without.append(_start(folder))
            cached.append(_start(folder))
    report.samples("first start, import to outbox, nothing cached", without)
    report.samples("first start, import to outbox, compiled code cached", cached)


def _start(folder: str) -> float:
    command = [sys.executable, "-c", START, str(Path(folder) / "code")]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def measure_image(report: Report, provider: WasmProvider, image: WasmImage, what: str) -> None:
    program = Program(units=(Unit("core", CORE),))
    if what != "React preloaded":
        report.measure(f"make an image ({what})", lambda: provider.build_image(program, LIMITS, 5000))
    report.value(f"size of the image ({what})", image.size_bytes / 1024, "KB")
    report.samples(f"instance from the image ({what})", _instances(provider, image, 200 if report.quick else 2000))
    sandbox = provider.instantiate(image)
    snapshot = sandbox.snapshot()
    report.measure(f"snapshot ({what})", sandbox.snapshot)
    report.measure(f"restore ({what})", lambda: provider.restore(snapshot).close())
    sandbox.close()
    count = 100 if report.quick else 1000
    if what != "React preloaded":
        used = with_large_stack(lambda: _private_kb(provider, image, count, 1))
        report.value(f"private memory, one turn done, idle ({what})", used, "KB")
    idle = with_large_stack(lambda: _private_kb(provider, image, count, 0))
    report.value(f"private memory, no turn yet ({what})", idle, "KB")


def _instances(provider: WasmProvider, image: WasmImage, count: int) -> list[float]:
    times: list[float] = []
    alive: list[WasmSandbox] = []
    for _ in range(count):
        begun = time.perf_counter()
        alive.append(provider.instantiate(image))
        times.append(time.perf_counter() - begun)
    for sandbox in alive:
        sandbox.close()
    return times


def _private_kb(provider: WasmProvider, image: WasmImage, count: int, turns: int) -> float:
    """Private memory of the process before and with that many guests, over their number."""
    alive = [provider.instantiate(image)]
    before = _private_of_process_kb()
    alive += [provider.instantiate(image) for _ in range(count)]
    for sandbox in alive[1:]:
        for _ in range(turns):
            sandbox.turn(NOTHING, 1000)
    after = _private_of_process_kb()
    for sandbox in alive:
        sandbox.close()
    return (after - before) / count


def _private_of_process_kb() -> int:
    rollup = Path("/proc/self/smaps_rollup")
    if not rollup.exists():
        return 0
    lines = rollup.read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(("Private_Dirty", "Private_Clean")))


def measure_turns(report: Report, sandbox: WasmSandbox) -> None:
    report.measure("empty turn", lambda: sandbox.turn(NOTHING, 1000))
    sandbox.turn(MAKE, 10_000)
    report.measure("turn that writes 16,000 operations, 400 KB", lambda: sandbox.turn(WRITE, 10_000))
    message = b"\xc4" + msgspec.msgpack.encode(bytes(250))[1:]
    report.measure("turn with a message of 250 bytes", lambda: sandbox.turn(message, 1000))
    sandbox.close()


def measure_language(report: Report, provider: WasmProvider) -> None:
    image = provider.build_image(Program(units=(Unit("core", LANGUAGE),)), LIMITS, 5000)
    sandbox = provider.instantiate(image)
    for number, task in enumerate(
        (
            "22,000 calls",
            "3,000 objects with an object and a closure each",
            "1,000 integer keys into a Map, and out of it",
            "60,000 steps of a loop over an array",
        )
    ):
        report.measure(f"language: {task}", lambda number=number: sandbox.turn(bytes([number]), 10_000))  # type: ignore[misc]
    sandbox.close()
    # 80,000 objects in cycles, which replace those of the turn before: the turn, and the collection behind it.
    sandbox = provider.instantiate(image)
    turns: list[float] = []
    rests: list[float] = []
    for _ in range(5 if report.quick else 30):
        begun = time.perf_counter()
        sandbox.turn(b"\x04", 10_000)
        ended = time.perf_counter()
        assert sandbox.is_rest_due
        sandbox.rest(10_000)
        turns.append(ended - begun)
        rests.append(time.perf_counter() - ended)
    report.samples("turn that replaces 80,000 objects in cycles", turns)
    report.samples("collection after it, while nobody waits", rests)
    sandbox.close()


def _nothing() -> None:
    """The least work."""


async def measure_hop(report: Report, sandbox: WasmSandbox) -> None:
    """From the event loop into a worker and back, without a turn and with an empty one."""
    loop = asyncio.get_running_loop()
    workers = Workers(2)
    rounds = 500 if report.quick else 5000

    async def hop(turn: bool) -> float:
        done: asyncio.Future[None] = loop.create_future()

        def work() -> None:
            if turn:
                sandbox.turn(NOTHING, 1000)

        def deliver(_result: None, _error: BaseException | None) -> None:
            loop.call_soon_threadsafe(done.set_result, None)

        begun = time.perf_counter()
        workers.submit(work, deliver)
        await done
        return time.perf_counter() - begun

    async def hops(put: Callable[..., object]) -> float:
        done = [loop.create_future() for _ in range(TOGETHER)]
        begun = time.perf_counter()
        for future in done:
            workers.submit(_nothing, lambda result, _, future=future: put(future.set_result, result))  # type: ignore[misc, arg-type]
        await asyncio.gather(*done)
        return time.perf_counter() - begun

    report.samples("hop to a worker and back", [await hop(False) for _ in range(rounds)])
    direct: list[float] = []
    together: list[float] = []
    inbox = Inbox()
    for _ in range(rounds // 10):
        direct.append(await hops(loop.call_soon_threadsafe))
        together.append(await hops(partial(inbox.put, loop)))
    report.samples(f"{TOGETHER} hops at once, each waking the loop", direct)
    report.samples(f"{TOGETHER} hops at once, coming back together", together)
    report.samples("hop with an empty turn", [await hop(True) for _ in range(rounds)])
    workers.close()
    sandbox.close()


def measure_many(report: Report, provider: WasmProvider, image: WasmImage) -> None:
    count = INSTANCES // 10 if report.quick else INSTANCES
    before = _private_of_process_kb()
    begun = time.perf_counter()
    alive = [provider.instantiate(image) for _ in range(count)]
    for sandbox in alive:
        sandbox.turn(NOTHING, 1000)
    took = time.perf_counter() - begun
    report.value("guests alive in one process, each after a turn", len(alive), "guests")
    report.value("time to start them all and run a turn in each", took, "s in all")
    report.value("private memory of the process for each", (_private_of_process_kb() - before) / count, "KB")
    report.measure("empty turn among them", lambda: alive[count // 2].turn(NOTHING, 1000))
    for sandbox in alive:
        sandbox.close()


if __name__ == "__main__":
    main()
