"""The bridge under hypothesis: any message, any value."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import msgspec
import pytest
import wasmtime
from hypothesis import given, settings
from hypothesis import strategies as st
from sandbox.guests import CLOCK_MS, LIMITS, decode, encode, turn_program

from rill.protocol.errors import ProviderError
from rill.sandbox.wasm import WasmProvider, WasmSandbox
from rill.sandbox.wasm import provider as wasm_provider
from rill.sandbox.wasm.provider import WasmImage

Ext = msgspec.msgpack.Ext


@pytest.fixture(scope="module")
def provider() -> Iterator[WasmProvider]:
    provider = WasmProvider()
    yield provider
    provider.close()


@pytest.fixture(scope="module")
def echo(provider: WasmProvider) -> WasmImage:
    return provider.build_image(turn_program("rill.send(payload);"), LIMITS, 5000)


@pytest.fixture(scope="module")
def deaf(provider: WasmProvider) -> WasmImage:
    """A guest that does not look at its message."""
    source = "__rill.install({load() {}, turn() {}, pump: () => false, finish() {}, internFunction: () => 0, "
    source += "resolveFunction: () => undefined});"
    from rill.sandbox import Program, Unit

    return provider.build_image(Program(units=(Unit("deaf", source.encode()),)), LIMITS, 5000)


floats = st.floats(allow_nan=False).filter(lambda x: not (x.is_integer() and abs(x) < 2**53))
strings = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)
safe = st.integers(-(2**53 - 1), 2**53 - 1)
hexadecimal = st.integers().map(lambda n: f"{n:x}".encode())
element = st.tuples(st.sampled_from([1, 2, 3, 4, 5, 6, 9, 10, 11]), st.binary(max_size=5)).map(
    lambda pair: bytes([pair[0]]) + pair[1] * 8
)
forbidden = {"__proto__", "constructor", "prototype"}
keys = strings.filter(lambda key: key not in forbidden and not key.isdigit())
values = st.recursive(
    st.none()
    | st.booleans()
    | safe
    | floats
    | strings
    | st.binary(max_size=300)
    | st.just(Ext(0, b"\0"))
    | hexadecimal.map(lambda data: Ext(6, data))
    | st.binary(max_size=300).map(lambda data: Ext(7, data))
    | element.map(lambda data: Ext(8, data)),
    lambda inner: st.lists(inner, max_size=20) | st.dictionaries(keys, inner, max_size=20),
    max_leaves=30,
)


@settings(max_examples=300, deadline=None)
@given(values)
def test_any_value_comes_back_byte_for_byte(provider: WasmProvider, echo: WasmImage, value: object) -> None:
    sandbox = provider.instantiate(echo)
    outbox = sandbox.turn(encode([1, 1, CLOCK_MS, value]), 5000)
    sandbox.close()
    assert outbox == b"\x91" + encode(value)


def turn_or_refusal(sandbox: WasmSandbox, message: bytes) -> str | None:
    """Run a turn of the deaf guest; returns the text of the one error that is allowed."""
    with contextlib.closing(sandbox):
        try:
            outbox = sandbox.turn(message, 5000)
        except ProviderError as refusal:
            return str(refusal) if refusal.code == "engine_failed" else pytest.fail(repr(refusal))
    return None if decode(outbox) == [] else pytest.fail(repr(outbox))


@settings(max_examples=500, deadline=None)
@given(st.binary(max_size=80) | st.lists(st.integers(0x80, 0xDF), min_size=1, max_size=60).map(bytes))
def test_any_message_is_decoded_or_refused_and_nothing_else(
    provider: WasmProvider, deaf: WasmImage, message: bytes
) -> None:
    """Oracle: an empty outbox or a ProviderError; no trap, no hang, no other error."""
    sandbox = provider.instantiate(deaf)
    refusal = turn_or_refusal(sandbox, message)
    assert refusal is None or "message from the host" in refusal
    assert provider.statistics()["traps"] == 0


@settings(max_examples=200, deadline=None)
@given(values, st.integers(0, 200), st.integers(0, 255))
def test_any_damage_to_a_message_is_decoded_or_refused(
    provider: WasmProvider, deaf: WasmImage, value: object, at: int, byte: int
) -> None:
    message = bytearray(encode(value))
    message[at % len(message)] = byte
    sandbox = provider.instantiate(deaf)
    turn_or_refusal(sandbox, bytes(message))
    assert provider.statistics()["traps"] == 0


@pytest.fixture(scope="module")
def counting() -> Iterator[WasmProvider]:
    """A provider whose sandboxes count the instructions that they run, as fuel."""

    class FuelledStore(wasmtime.Store):
        def __init__(self, engine: wasmtime.Engine) -> None:
            super().__init__(engine)
            self.set_fuel(1 << 60)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wasm_provider, "_SETTINGS", (*wasm_provider._SETTINGS, ("consume_fuel", True)))
        patch.setattr(wasmtime, "Store", FuelledStore)
        provider = WasmProvider(cache_folder=None)
        yield provider
        provider.close()


@pytest.mark.parametrize("keys", ["i", "8 * i + 10", "i + 0.5", "-i", "{}"])
def test_work_of_a_map_grows_with_its_entries(counting: WasmProvider, keys: str) -> None:
    """Goal: no key that a program counts upwards makes a chain of the hash table. How: instructions are counted."""
    fill = f"const map = new Map(); for (let i = 0; i < payload; i++) map.set({keys}, i);"
    sandbox = counting.instantiate(counting.build_image(turn_program(fill), LIMITS, 60_000))
    instance = sandbox._life.enter()
    sandbox._life.leave()
    store = instance.store

    def instructions(entries: int) -> int:
        before = store.get_fuel()
        sandbox.turn(encode([2, 1, CLOCK_MS, entries]), 60_000)
        return before - store.get_fuel()

    instructions(10)
    assert instructions(4_000) < 6 * instructions(1_000)
    sandbox.close()
