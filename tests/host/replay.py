"""Runs one fixed session and prints its messages and outboxes as hexadecimal: what must be the same everywhere.

A program of its own, so that the test can run it in other processes with other surroundings.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from host.pair import bundle_of
from rill import Engine
from rill.host.recorder import Recorder
from rill.sandbox import Image, Sandbox, open_provider

GUEST = """
const React = require("react"), sdk = require("rill/sdk"), h = React.createElement;
const born = [Math.random(), Date.now(), performance.now(), new Date().toString()];
const map = new Map([["b", 1], ["a", 2], [{}, 3]]), set = new Set(["z", "y"]);
exports.default = function App() {
  const [n, setN] = React.useState(0);
  const send = sdk.useSendToHost(), call = sdk.useHostCall("ask");
  const report = (name) => {
    map.set(Symbol.iterator.toString() + map.size, Math.random());
    const floats = new Float64Array([0.1 + 0.2, -0, NaN, Infinity, 5e-324, Math.sin(n), Math.exp(n), Math.pow(1.1, n)]);
    send(name, {
      born, random: [Math.random(), Math.random()], now: [Date.now(), performance.now()],
      uuid: crypto.randomUUID(), bytes: crypto.getRandomValues(new Uint8Array(16)),
      map, set, floats, nan: [NaN, 0 / 0, -NaN, Math.sqrt(-1)], keys: Object.keys({ 2: 0, b: 0, 1: 0, a: 0 }),
      sorted: [5, 1, 4].sort(() => Math.random() - 0.5), big: 3n ** 50n, text: (0.1).toString(3),
      words: ["ö", "a", "Z"].sort().join() + "I".toLowerCase(), error: new Error("x").stack,
      order: JSON.stringify({ b: 1, a: [n] }),
      fn: () => n, weak: new WeakRef(map).deref() === map, date: new Date(86400000 * n), locale: (1e6).toLocaleString(),
    });
  };
  React.useEffect(() => {
    report("effect");
    const timers = [30, 10, 20].map((ms) => setTimeout(() => report("timer " + ms), ms));
    call(n).then((answer) => report("answer " + answer), (error) => report(error.message));
    return () => timers.forEach(clearTimeout);
  }, [n]);
  sdk.useHostEvent("go", () => setN((n) => n + 1));
  return h(sdk.View, null,
    h(sdk.Text, null, String(Math.random())), h(sdk.Button, { onPress: () => setN(n + 1) }, "go"));
};
"""


class NotingSandbox:
    """A sandbox of which every byte that crosses is noted."""

    def __init__(self, sandbox: Sandbox, notes: list[str]) -> None:
        self._sandbox = sandbox
        self._notes = notes

    def turn(self, message: bytes, deadline_ms: float) -> bytes:
        outbox = self._sandbox.turn(message, deadline_ms)
        self._notes += [message.hex(), outbox.hex()]
        return outbox

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sandbox, name)


async def run(notes: list[str]) -> None:
    provider: Any = open_provider("wasm")
    instantiate = provider.instantiate

    def noting(image: Image) -> NotingSandbox:
        notes.append(image.content_hash)
        return NotingSandbox(instantiate(image), notes)

    provider.instantiate = noting
    recorder = Recorder(seed=20_250_101)
    async with Engine(provider) as engine:
        functions = {"ask": lambda n: n * 10}
        async with engine.open(bundle_of(GUEST), adapter=recorder, functions=functions, props={"a": 1}) as session:
            session.on("error", lambda error: None)
            for _ in range(3):
                await session.send_event("go", {"x": [1.5, None]})
                await recorder.advance(15)
                await recorder.press(recorder.find(role="button"))
                await recorder.advance(100)
            assert session.state == "running", session.error
    provider.close()


if __name__ == "__main__":
    found: list[str] = []
    asyncio.run(run(found))
    json.dump(found, sys.stdout)
