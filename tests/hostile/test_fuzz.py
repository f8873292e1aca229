"""Random outboxes, and random hosts around random guests.

The oracle of the first: any bytes are accepted, or raise a GuestError or LimitError and leave the tree as it was;
nothing else. Of the second: whatever a host does and whenever, a session ends closed, and nothing is left behind.
"""

from __future__ import annotations

import asyncio
import random
from typing import Any

import msgspec
import pytest
from host.pair import Gate, ScriptedProvider, batch, bundle_of, button, fatal, outbox, text_tree, until, watched_loop
from hypothesis import given
from hypothesis import strategies as st

from rill import Engine, GuestError, LimitError, Limits, ProviderError, RillError
from rill.components import CATALOGUE
from rill.host import GuestFunction, Receiver
from rill.host.recorder import Recorder, golden_text
from rill.host.turns import run_turn
from rill.protocol.codec import Codec
from rill.protocol.messages import CallResult, GuestMessage, HostCall, Log, TimerClear, TimerSet
from rill.protocol.operations import RefCall, Text
from rill.protocol.values import FunctionRef

LIMITS = Limits(operations=60, nodes=60, depth=12, children=20, string_bytes=200, text_bytes=200, props=10, frames=30)

FIRST = outbox(batch(1, *text_tree(), *button(10)))


class Guest:
    """A sandbox that leaves given bytes behind."""

    is_rest_due = False

    def __init__(self) -> None:
        self.outbox = b""

    def turn(self, message: bytes, deadline_ms: float) -> bytes:
        return self.outbox


def play(data: bytes) -> None:
    """Give a host one outbox after an honest one, and hold it to the oracle."""
    receiver, codec, guest = Receiver(CATALOGUE, LIMITS), Codec(LIMITS), Guest()
    guest.outbox = FIRST
    first = run_turn(guest, b"", 1, codec, receiver, LIMITS)  # type: ignore[arg-type]
    assert first.batch is not None
    receiver.apply(first.batch)
    before, count = golden_text(receiver.tree.root), receiver.tree.count
    guest.outbox = data
    try:
        outcome = run_turn(guest, b"", 1, codec, receiver, LIMITS)  # type: ignore[arg-type]
        if outcome.batch is not None:
            receiver.apply(outcome.batch)
    except (GuestError, LimitError):
        assert golden_text(receiver.tree.root) == before
        assert receiver.tree.count == count
        return
    reached = list(receiver.tree.root.walk())
    assert len(reached) - 1 <= receiver.tree.count <= LIMITS.nodes
    assert all(node.alive for node in reached)


ids = st.one_of(st.integers(0, 15), st.sampled_from([20, 21, 22, 2**32 - 1, 2**32, -1]))
names = st.sampled_from(["View", "Text", "Button", "#text", "TextInput", "ScrollView", "Nope", "__proto__"])
words = st.one_of(st.text(max_size=8), st.sampled_from(["x" * 300, "\x1b[2J", "\u202e", "__proto__"]))
leaves = st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.floats(allow_nan=True), words)
values = st.recursive(
    leaves, lambda v: st.one_of(st.lists(v, max_size=3), st.dictionaries(words, v, max_size=3)), max_leaves=6
)
props = st.dictionaries(
    st.sampled_from(["id", "title", "style", "onPress", "disabled", "value", "hidden", "nope", "constructor"]),
    values,
    max_size=4,
)
trees = st.recursive(
    st.tuples(st.just("#text"), words),
    lambda t: st.tuples(names, props, st.lists(t, max_size=2)),
    max_leaves=4,
)
operations = st.one_of(
    st.tuples(st.just(1), ids, names, st.one_of(props, words)),
    st.tuples(st.just(2), ids, props, st.lists(words, max_size=2)),
    st.tuples(st.just(3), ids),
    st.tuples(st.just(4), ids, ids),
    st.tuples(st.just(5), ids, ids, ids),
    st.tuples(st.just(6), ids, ids),
    st.tuples(st.just(7), ids, st.lists(ids, max_size=4)),
    st.tuples(st.just(8), ids, words),
    st.tuples(st.just(9), ids, words, st.lists(values, max_size=2), ids),
    st.tuples(
        st.just(10),
        ids,
        trees,
        st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5), st.one_of(st.none(), words)), max_size=2),
    ),
    st.tuples(st.just(11), ids, ids, st.lists(values, max_size=2)),
    st.tuples(st.just(12), ids, st.integers(0, 3), values),
    st.tuples(
        st.just(13),
        ids,
        ids,
        st.integers(0, 4),
        ids,
        st.one_of(st.none(), ids),
        st.lists(st.lists(values, max_size=3), max_size=2),
    ),
    st.tuples(st.just(14), ids),
    values,
)
frames = st.one_of(
    st.tuples(st.just(1), st.just(1), st.just(2), st.lists(operations, max_size=8)),
    st.tuples(st.integers(0, 9), values, values, values),
    st.tuples(st.just(2), words, values),
    st.tuples(st.just(7), st.sampled_from(["info", "nope"]), st.lists(values, max_size=2), st.none()),
    values,
)


@given(st.lists(operations, max_size=12))
def test_any_batch_is_applied_or_refused(written: list[Any]) -> None:
    play(msgspec.msgpack.encode([[1, 1, 2, written]]))


@given(st.lists(frames, max_size=4))
def test_any_frames_are_taken_or_refused(written: list[Any]) -> None:
    play(msgspec.msgpack.encode(written))


@given(st.lists(operations, max_size=6), st.integers(0, 10_000), st.binary(min_size=1, max_size=4))
def test_any_damage_to_an_outbox_is_taken_or_refused(written: list[Any], at: int, damage: bytes) -> None:
    data = bytearray(msgspec.msgpack.encode([[1, 1, 2, written], [2, "x", {"a": [1]}]]))
    at %= len(data)
    data[at : at + len(damage)] = damage
    play(bytes(data))


@given(st.binary(max_size=64))
def test_any_bytes_are_taken_or_refused(data: bytes) -> None:
    play(data)


def test_the_oracle_sees_what_it_should() -> None:
    """The canary: a tree that a refused batch has changed is seen."""
    receiver = Receiver(CATALOGUE, LIMITS)
    with pytest.raises(AssertionError):
        play_broken(receiver)


def play_broken(receiver: Receiver) -> None:
    before = golden_text(receiver.tree.root)
    receiver.receive_batch(msgspec.convert([1, 1, 1, []], type=type(batch(1))))
    receiver.receive_batch(batch(2, *text_tree()))
    assert golden_text(receiver.tree.root) == before


# -- hosts that do anything at any time


def random_step(chance: random.Random, sequence: list[int]) -> Any:
    """What a guest does in one turn: mostly something honest, now and then its end."""
    kind = chance.randrange(40)
    if kind == 0:
        return fatal()
    if kind == 1:
        return chance.choice([b"\xc1", GuestError("x"), LimitError("slow", code="deadline"), ZeroDivisionError()])
    frames: list[Any] = []
    if kind < 25:
        sequence[0] += 1
        written: list[Any] = [Text(2, str(chance.random()))]
        if chance.random() < 0.3:
            written.append(
                RefCall(chance.choice([10, 99]), chance.choice(["focus", "nope"]), [], chance.randrange(1000))
            )
        frames.append(batch(sequence[0], *written))
    for _ in range(chance.randrange(3)):
        frames.append(
            chance.choice(
                [
                    GuestMessage("m", [FunctionRef(chance.randrange(5))]),
                    HostCall(chance.randrange(10_000), chance.choice(["now", "later", "fails", "never", "nope"]), [1]),
                    TimerSet(chance.randrange(1, 4), chance.choice([0, 5, 50]), chance.random() < 0.3),
                    TimerClear(chance.randrange(1, 4)),
                    Log("info", ["x"], None),
                ]
            )
        )
    if chance.random() < 0.03:
        frames.append(CallResult(chance.randrange(1, 5), chance.random() < 0.5, 1))
    return frames


def random_script(chance: random.Random, gates: list[Gate]) -> list[Any]:
    sequence = [1]
    script: list[Any] = [[batch(1, *text_tree(), *button(10))]]
    for _ in range(60):
        step = random_step(chance, sequence)
        step = [step] if type(step).__name__ == "ErrorFrame" else step
        if chance.random() < 0.1:
            gates.append(Gate(step))
            step = gates[-1]
        script.append(step)
    if chance.random() < 0.1:
        script[0] = random_step(chance, [0])
        script[0] = [script[0]] if type(script[0]).__name__ == "ErrorFrame" else script[0]
    return script


async def random_life(seed: int) -> None:
    chance = random.Random(seed)
    gates: list[Gate] = []
    provider = ScriptedProvider(*(random_script(chance, gates) for _ in range(4)))
    held: list[GuestFunction] = []
    waiting: list[asyncio.Future[Any]] = []

    async def later() -> int:
        await asyncio.sleep(0)
        return 1

    def fails() -> None:
        raise ZeroDivisionError

    functions: dict[str, Any] = {
        "now": lambda n: n,
        "later": lambda n: later(),
        "fails": lambda n: fails(),
        "never": lambda n: asyncio.get_running_loop().create_future(),
    }
    limits = Limits(queue=5, calls=3, host_calls=6, functions=20)
    async with Engine(provider, limits=limits, workers=2) as engine:
        recorder, other = Recorder(), Recorder()
        session = engine.open(bundle_of(), clock=recorder.clock, functions=functions).session
        session.on("error", lambda error: None)
        session.on("message", lambda name, payload: held.extend(payload))
        session.attach(recorder)

        def press() -> None:
            node = session.tree.find(10)
            if node is not None:
                session.tree.emit(node, "onPress", {})

        acts: list[Any] = [
            lambda: waiting.append(asyncio.ensure_future(session.send_event("x", held[-1:]))),
            lambda: waiting.append(asyncio.ensure_future(session.update_config({"a": 1}))),
            lambda: waiting.append(asyncio.ensure_future(session.idle())),
            lambda: waiting.append(asyncio.ensure_future(session.restart())) if chance.random() < 0.15 else None,
            lambda: waiting.append(asyncio.ensure_future(session.close())) if chance.random() < 0.02 else None,
            lambda: waiting.append(asyncio.ensure_future(held[0](1))) if held else None,
            lambda: chance.choice(waiting).cancel() if chance.random() < 0.15 else None,
            lambda: held.pop(chance.randrange(len(held))) if held else None,
            lambda: session.attach(other) if session.state != "closed" and other not in session._adapters else None,
            lambda: session.detach(other),
            lambda: recorder.clock.set_now(recorder.clock.now_ms() + chance.choice([1, 10, 100])),
            lambda: chance.choice(gates).open(),
            press,
            lambda: (session.health(), session.statistics(), recorder.golden()),
        ]
        waiting.append(asyncio.ensure_future(session.start()))
        if chance.random() < 0.8:
            await until(lambda: session.state != "starting")
        for _ in range(120):
            chance.choice(acts)()
            for _ in range(chance.randrange(4)):
                await asyncio.sleep(0)
        for gate in gates:
            gate.open()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    for result in results:
        assert result is None or isinstance(result, RillError | asyncio.CancelledError | int), result
        if isinstance(result, ProviderError):
            assert isinstance(result.__cause__, ZeroDivisionError)
    assert session.state == "closed"
    assert all(sandbox.closed for sandbox in provider.sandboxes)
    assert not any(sandbox.is_usable for sandbox in provider.sandboxes)


@pytest.mark.parametrize("seed", range(40))
async def test_whatever_a_host_does_a_session_ends_closed(seed: int) -> None:
    async with watched_loop():
        await random_life(seed)


@pytest.mark.slow
async def test_whatever_many_hosts_do_their_sessions_end_closed() -> None:
    for seed in range(1_000, 1_400):
        async with watched_loop():
            await random_life(seed)
