"""A guest that does whatever it is told, wherever it is told, beside a neighbour that behaves well.

An attack is a piece of JavaScript and a place where it runs. All attacks share one bundle, and so one image: the code
comes as the payload of a host event and is made a function inside the sandbox.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from host.pair import bundle_of

from rill import Bundle, Engine, HostError, Limits, RillError, Session
from rill.host.recorder import Recorder

ATTACKER = bundle_of(
    """
const React = require("react"), sdk = require("rill/sdk"), h = React.createElement;
const PLACES = {
  handler: (attack) => attack(),
  immediate: (attack) => setTimeout(attack, 0),
  timer: (attack) => setTimeout(attack, 10),
  promise: (attack) => { Promise.resolve().then(attack); },
  async: async (attack) => { await null; attack(); },
  microtask: (attack) => queueMicrotask(attack),
};
let attack = null, shown = null;
exports.default = function App() {
  const [place, setPlace] = React.useState("");
  const send = sdk.useSendToHost(), call = sdk.useHostCall("any"), input = sdk.useRemoteRef();
  const tools = { React, sdk, h, send, call, input, require, again: () => setPlace(place + "!") };
  sdk.useHostEvent("attack", ({ place, code }) => {
    const run = new Function("t", "const {React,sdk,h,send,call,input,require,again}=t;" + code);
    attack = () => run(tools);
    if (PLACES[place]) PLACES[place](attack);
    else setPlace(place);
  });
  if (place === "render") attack();
  if (place === "show") shown = shown || attack();
  React.useLayoutEffect(() => { if (place === "layout") attack(); }, [place]);
  React.useEffect(() => { if (place === "effect") attack(); }, [place]);
  React.useEffect(() => () => { if (place === "cleanup") attack(); }, [place]);
  return h(sdk.View, null,
    h(sdk.Text, null, "ready"),
    h(sdk.Button, { onPress: () => { if (place === "press") attack(); } }, "press"),
    h(sdk.TextInput, { ref: input }),
    shown);
};
""",
    id="attacker",
)

NEIGHBOUR = bundle_of(
    """
const React = require("react"), sdk = require("rill/sdk"), h = React.createElement;
exports.default = function App() {
  const [n, setN] = React.useState(0);
  return h(sdk.View, null, h(sdk.Text, null, "count " + n), h(sdk.Button, { onPress: () => setN(n + 1) }, "Add"));
};
""",
    id="neighbour",
)

# Time enough for everything that comes to an end, on a busy machine too; and little of it for what does not.
LIMITS = Limits(turn_ms=3_000, memory_bytes=24 * 1024 * 1024)
SHORT = Limits(turn_ms=200, memory_bytes=24 * 1024 * 1024)

GOLDEN = """\
View
  Text "ready"
  Button onPress "press"
  TextInput value=""
"""

PLACES = ["handler", "render", "layout", "effect", "press", "immediate", "timer", "promise", "async", "microtask"]


class Street:
    """One engine with a well-behaved session, beside which attacks are made."""

    def __init__(self, engine: Engine, neighbour: Session, person: Recorder) -> None:
        self.engine = engine
        self._neighbour = neighbour
        self._person = person
        self._presses = 0

    async def ask_neighbour(self) -> None:
        """The other session answers, and nothing of it has changed."""
        await self._person.press(self._person.find(role="button", text="Add"))
        self._presses += 1
        assert self._person.find(text=f"count {self._presses}")
        assert self._neighbour.state == "running"
        assert self._neighbour.statistics().errors == 0

    @asynccontextmanager
    async def attacker(
        self, bundle: Bundle = ATTACKER, limits: Limits = LIMITS, **options: Any
    ) -> AsyncIterator[tuple[Session, Recorder]]:
        """A session of the attacker, not attacking yet."""
        recorder = Recorder()
        async with self.engine.open(bundle, adapter=recorder, limits=limits, **options) as session:
            # What a host hears of errors that a session survives is for each test to say.
            session.on("error", lambda error: None)
            yield session, recorder

    async def attack(self, session: Session, recorder: Recorder, place: str, code: str) -> None:
        """Make an attack, and let the neighbour be used while it lasts."""
        attack = asyncio.ensure_future(session.send_event("attack", {"place": place, "code": code}))
        await self.ask_neighbour()
        (error,) = await asyncio.gather(attack, return_exceptions=True)
        assert error is session.error
        if place == "press" and session.state == "running":
            await recorder.press(recorder.find(role="button"))
        await recorder.advance(20)
        await session.idle()

    async def assert_ended(
        self, session: Session, recorder: Recorder, *expected: tuple[type[RillError], str], golden: str = GOLDEN
    ) -> None:
        """The session has failed with one of these errors; its last good tree is inert; it can be restarted; the
        neighbour noticed nothing."""
        assert session.state == "failed"
        error = session.error
        assert error is not None
        assert (type(error), error.code) in expected, (type(error).__name__, error.code, str(error)[:300])
        assert len(str(error)) <= 9_000
        assert recorder.golden() == golden
        button = recorder.find(role="button")
        recorder.tree.emit(button, "onPress", {})
        await session.idle()
        assert recorder.golden() == golden
        with pytest.raises(HostError) as refused:
            await session.send_event("attack", {"place": "handler", "code": ""})
        assert refused.value.code == "session_failed"
        await session.restart()
        assert session.state == "running"
        assert recorder.golden() == GOLDEN
        await self.ask_neighbour()

    async def assert_end(
        self, place: str, code: str, *expected: tuple[type[RillError], str], limits: Limits = LIMITS, **options: Any
    ) -> None:
        """An attack ends its own session, with one of these errors, and nothing else."""
        async with self.attacker(limits=limits, **options) as (session, recorder):
            await self.attack(session, recorder, place, code)
            await self.assert_ended(session, recorder, *expected)

    async def messages_of(self, place: str, code: str) -> dict[str, Any]:
        """What a guest that survives sends, by name."""
        heard: dict[str, Any] = {}
        async with self.attacker() as (session, recorder):
            session.on("message", lambda name, payload: heard.setdefault(name, payload))
            await self.attack(session, recorder, place, code)
            assert session.state == "running", session.error
            await self.ask_neighbour()
        return heard
