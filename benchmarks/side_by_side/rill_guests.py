"""One guest of Rill on one provider, in a process of its own: ``python -m benchmarks.side_by_side.rill_guests solid
wasm``.

Reads the plan from its standard input, carries it out through a session as an application has it, and prints `Figures`
as JSON. Knows the guests, and how a row of theirs looks on the host.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import statistics
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from benchmarks.side_by_side.figures import PARTS, Figures, Memory, Operation
from benchmarks.side_by_side.replay import encode_ms
from rill import Bundle, Engine, Limits, Session
from rill.guest.build import BuildOptions, build_bundle
from rill.host import Changes, ManualClock, Node, Tree
from rill.host.turn_events import TurnEnd
from rill.protocol.values import Value
from rill.sandbox import Image, Program, Provider, Sandbox, SandboxLimits, Snapshot, open_provider

EXAMPLES: Final = Path(__file__).resolve().parents[2] / "examples"
SOURCES: Final = Path(__file__).resolve().parents[1] / "guests"
PROVIDERS: Final = ("wasm", "quickjs", "v8")
# Between two steps, as a person would: what both sides still have to do for one is not a part of the next.
PAUSE_S: Final = 0.005
# A guest in an interpreter takes a while for 10,000 rows without templates.
LIMITS: Final = Limits.large(turn_ms=60_000)


@dataclass(frozen=True, slots=True)
class Guest:
    """A guest of the benchmark.

    Attributes:
        title: how tables name it.
        source: its file below benchmarks/guests.
        runtime: what it is built for.
        in_html: whether it is written in HTML tags. Then a press is a click, and a chosen row has a class.
        providers: where it is measured.
        large: where it is measured with 10,000 rows.
        counter: the smallest guest of this kind, below examples.
    """

    title: str
    source: str
    runtime: str
    in_html: bool = False
    providers: tuple[str, ...] = PROVIDERS
    large: tuple[str, ...] = ("wasm", "v8")
    counter: str | None = None

    @property
    def presets(self) -> tuple[str, ...]:
        return ("rill", "html") if self.in_html else ("rill",)

    def press(self, node: Node) -> tuple[str, dict[str, Value]]:
        """The event of a press, and what it carries."""
        return ("onClick", {"target": node.id}) if self.in_html else ("onPress", {"source": "key"})

    def is_chosen(self, row: Node) -> bool:
        return bool(row.props.get("class" if self.in_html else "label"))


GUESTS: Final[Mapping[str, Guest]] = {
    "solid": Guest("Solid", "solid.tsx", "solid", counter="counter_solid/counter.tsx"),
    "react": Guest("React", "react.tsx", "react", counter="counter/counter.tsx"),
    "preact": Guest("Preact in HTML", "preact.tsx", "preact", in_html=True),
    "solid-dom": Guest("Solid in HTML", "solid_dom.tsx", "solid-dom", True, ("wasm",), ()),
    "vue": Guest("Vue in HTML", "vue.tsx", "vue", True, ("wasm",), ()),
}


class Recording:
    """A provider that keeps the last outbox of its guests, for their sizes, and how long they rested."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self.name = provider.name
        self.capabilities = provider.capabilities
        self.outbox = b""
        self.rest_ms = 0.0

    def build_image(self, program: Program, limits: SandboxLimits, deadline_ms: float) -> Image:
        return self._provider.build_image(program, limits, deadline_ms)

    def instantiate(self, image: Image) -> Sandbox:
        return _RecordingSandbox(self._provider.instantiate(image), self)

    def restore(self, snapshot: Snapshot) -> Sandbox:
        return self._provider.restore(snapshot)

    def statistics(self) -> dict[str, float]:
        return self._provider.statistics()

    def close(self) -> None:
        self._provider.close()


class _RecordingSandbox:
    def __init__(self, sandbox: Sandbox, provider: Recording) -> None:
        self._sandbox = sandbox
        self._provider = provider

    def turn(self, message: bytes, deadline_ms: float) -> bytes:
        outbox = self._provider.outbox = self._sandbox.turn(message, deadline_ms)
        return outbox

    @property
    def is_rest_due(self) -> bool:
        return self._sandbox.is_rest_due

    def rest(self, deadline_ms: float) -> None:
        begun = time.perf_counter()
        self._sandbox.rest(deadline_ms)
        self._provider.rest_ms += (time.perf_counter() - begun) * 1000

    def trim(self) -> int:
        return self._sandbox.trim()

    def snapshot(self) -> Snapshot:
        return self._sandbox.snapshot()

    def statistics(self) -> dict[str, float]:
        return self._sandbox.statistics()

    @property
    def is_usable(self) -> bool:
        return self._sandbox.is_usable

    def close(self) -> None:
        self._sandbox.close()


class Screen:
    """The least that an adapter can be: it looks at nothing, so that what is measured ends with the tree."""

    def attach(self, tree: Tree) -> None:
        pass

    def apply(self, changes: Changes) -> None:
        pass

    def call(self, node: Node, method: str, args: list[Value]) -> Value:
        return None

    def detach(self) -> None:
        pass


class Driver:
    """Carries out the steps of a plan on a live session."""

    def __init__(self, name: str, guest: Guest, session: Session, recording: Recording) -> None:
        self.guest = guest
        self.session = session
        self.tree = session.tree
        self.recording = recording
        self.figures = Figures(name)
        # The outbox of the last timed run of each operation.
        self.outboxes: dict[str, bytes] = {}
        self._parts: dict[str, list[TurnEnd]] = {}
        self._last: TurnEnd | None = None
        session.on("turn_end", self._note)
        named = {node.props.get("id"): node for node in self.tree.root.walk() if node.props.get("id")}
        self._rows: Node = named["rows"]
        self._buttons = named

    def _note(self, end: TurnEnd) -> None:
        self._last = end

    async def carry_out(self, step: Mapping[str, Any]) -> None:
        match step["act"]:
            case "press":
                await self.press(self._buttons[step["target"]], step)
            case "select":
                await self.press(self.row(step["target"]).children[1].children[0], step)
            case "remove":
                await self.press(self.row(step["target"]).children[2].children[0], step)
            case "check":
                digest = hashlib.sha256("".join(map(self.describe, self._rows.children)).encode()).hexdigest()
                if digest != step["digest"]:
                    raise SystemExit(f"{self.figures.contender}: the table is another after {step['name']!r}")
            case "memory":
                # The heap is told after a turn that follows the question.
                self.session.statistics()
                await self.session.send_event("nobody listens", None)
                heap = int(self.session.statistics().heap_bytes)
                self.figures.memory[step["name"]] = Memory(*process_memory(), heap)

    async def press(self, node: Node, step: Mapping[str, Any]) -> None:
        event, payload = self.guest.press(node)
        self.recording.rest_ms = 0.0
        used = time.process_time()
        begun = time.perf_counter()
        self.tree.emit(node, event, payload)
        await self.tree.settled()
        took = (time.perf_counter() - begun) * 1000
        used = (time.process_time() - used) * 1000
        end = self._last
        assert end is not None
        if end.error is not None:
            raise SystemExit(f"{self.figures.contender}: {end.error}")
        # Not the children themselves: nobody has to look at rows to have them.
        count = self._rows.child_count
        if count != step["expect"]["count"]:
            raise SystemExit(f"{self.figures.contender}: {count} rows, expected {step['expect']['count']}")
        await asyncio.sleep(PAUSE_S)
        await self.session.idle()
        name = step["name"]
        if not step["timed"]:
            return
        operation = self.figures.operations.setdefault(name, Operation())
        operation.samples_ms.append(took)
        operation.processor_ms.append(used)
        operation.rest_ms.append(self.recording.rest_ms)
        operation.direct_ms.append(end.guest_ms + end.decode_ms + end.check_ms + end.apply_ms + end.show_ms)
        operation.records = len(end.changes.operations) if end.changes is not None else 0
        outbox = self.outboxes[name] = self.recording.outbox
        operation.wire_bytes = operations_bytes(outbox)
        self._parts.setdefault(name, []).append(end)

    async def count(self, session: Session, warm: int, times: int, name: str) -> None:
        """Press the button of a counter, in a session of its own."""
        ends: list[TurnEnd] = []
        session.on("turn_end", ends.append)
        button = next(node for node in session.tree.root.walk() if node.listens("onPress"))
        operation = self.figures.operations.setdefault(name, Operation())
        for number in range(warm + times):
            used = time.process_time()
            begun = time.perf_counter()
            session.tree.emit(button, "onPress", {"source": "key"})
            await session.tree.settled()
            if number >= warm:
                operation.samples_ms.append((time.perf_counter() - begun) * 1000)
                operation.processor_ms.append((time.process_time() - used) * 1000)
        for end in ends[warm:]:
            assert end.changes is not None
            operation.direct_ms.append(end.guest_ms + end.decode_ms + end.check_ms + end.apply_ms + end.show_ms)
            operation.records = len(end.changes.operations)
        self.outboxes[name] = self.recording.outbox
        operation.wire_bytes = operations_bytes(self.recording.outbox)
        self._parts[name] = ends[warm:]

    def row(self, index: int) -> Node:
        return self._rows.children[index]

    def describe(self, row: Node) -> str:
        label = row.children[1].children[0].text_content
        chosen = "true" if self.guest.is_chosen(row) else "false"
        return f"{row.children[0].text_content}\t{label}\t{chosen}\n"

    def split(self, encode: Mapping[str, float]) -> None:
        """Say where the time of each operation went."""
        for name, ends in self._parts.items():
            medians = {
                part: statistics.median(getattr(end, f"{part}_ms") for end in ends)
                for part in PARTS
                if part != "encode"
            }
            encoding = min(encode[name], medians["guest"])
            self.figures.operations[name].parts_ms = {
                **medians,
                "guest": medians["guest"] - encoding,
                "encode": encoding,
            }


def operations_bytes(outbox: bytes) -> int:
    """The size of the array of operations in an outbox that holds one batch and nothing else."""
    if outbox == b"\x90":
        return 0
    decoded = msgspec.msgpack.decode(outbox, ext_hook=lambda code, data: (code, bytes(data)))
    assert len(decoded) == 1, decoded[1:]
    *head, _ = decoded[0]
    # One byte each for the heads of the outbox and of the batch.
    return len(outbox) - 2 - sum(len(msgspec.msgpack.encode(number)) for number in head)


def process_memory() -> tuple[int, int]:
    """Resident and private memory of this process, in bytes; zeros where the system does not tell."""
    rollup = Path("/proc/self/smaps_rollup")
    if not rollup.exists():
        return 0, 0
    text = rollup.read_text()
    found = {name: int(size) * 1024 for name, size in re.findall(r"^(\w+):\s+(\d+) kB$", text, re.MULTILINE)}
    return found["Rss"], found["Private_Clean"] + found["Private_Dirty"]


async def build(name: str) -> Bundle:
    """Build a guest of the benchmark as a user does."""
    guest = GUESTS[name]
    return (await build_bundle(SOURCES / guest.source, BuildOptions(runtime=guest.runtime))).bundle


async def run(name: str, provider: str, bundle: Bundle, plan: list[Mapping[str, Any]]) -> Figures:
    """Carry out a plan with one guest on one provider."""
    guest = GUESTS[name]
    recording = Recording(open_provider(provider))
    try:
        async with (
            Engine(recording, limits=LIMITS, trusted=provider != "wasm", workers=1, presets=guest.presets) as engine,
            engine.open(bundle, adapter=Screen(), clock=ManualClock(), seed=1) as session,
        ):
            driver = Driver(f"{name} {provider}", guest, session, recording)
            for step in plan:
                if step["act"] != "count":
                    await driver.carry_out(step)
                elif guest.counter is not None:
                    smallest = (
                        await build_bundle(EXAMPLES / guest.counter, BuildOptions(runtime=guest.runtime))
                    ).bundle
                    async with engine.open(smallest, adapter=Screen(), clock=ManualClock(), seed=1) as counting:
                        await driver.count(counting, step["warm"], step["times"], step["name"])
        driver.split({name: encode_ms(recording, outbox) for name, outbox in driver.outboxes.items()})
    finally:
        recording.close()
    return driver.figures


def main() -> None:
    name, provider = sys.argv[1:]
    plan = msgspec.json.decode(sys.stdin.buffer.read())

    async def whole() -> Figures:
        return await run(name, provider, await build(name), plan)

    print(asyncio.run(whole()).to_json())


if __name__ == "__main__":
    main()
