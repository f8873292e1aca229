"""The provider `wasm` with a guest that is not JavaScript, with one that lies, and with everything that only this
provider has."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import wasmtime

from rill.protocol.errors import GuestError, HostError, LimitError, ProviderError
from rill.sandbox import Program, SandboxLimits, Unit
from rill.sandbox.wasm import GuestEngine, WasmProvider, WasmSandbox, quickjs_engine
from rill.sandbox.wasm.binary import Contents, write_image
from rill.sandbox.wasm.provider import STACK_BYTES_MAX, CallMode
from sandbox.guests import encode, program, start_turn
from sandbox.test_conformance import RECURSIONS

PROGRAM = Program(units=(Unit("one", b"1"), Unit("two", b"2")))
LIMITS = SandboxLimits(memory_bytes=8 * 1024 * 1024, outbox_bytes=300_000)


@pytest.fixture(scope="module")
def engine() -> GuestEngine:
    text = Path(__file__).with_name("counter.wat").read_text()
    return GuestEngine.from_linked("counter", bytes(wasmtime.wat2wasm(text)))


@pytest.fixture(scope="module", params=["unchecked", "ordinary"])
def provider(request: pytest.FixtureRequest, engine: GuestEngine) -> Iterator[WasmProvider]:
    calls: CallMode = request.param
    opened = WasmProvider(engine, cache_folder=None, calls=calls)
    yield opened
    opened.close()


@pytest.fixture
def sandbox(provider: WasmProvider) -> Iterator[WasmSandbox]:
    sandbox = provider.instantiate(provider.build_image(PROGRAM, LIMITS, 1000))
    yield sandbox
    sandbox.close()


def test_guest_that_is_not_javascript_counts_its_units_and_turns(sandbox: WasmSandbox) -> None:
    assert sandbox.turn(b"\xa2hi", 1000) == b"\x93\x02\x01\xa2hi"
    assert sandbox.turn(b"\xc0", 1000) == b"\x93\x02\x02\xc0"
    assert sandbox.statistics()["turns"] == 2


def test_guest_that_is_not_javascript_goes_on_from_its_snapshot(provider: WasmProvider, sandbox: WasmSandbox) -> None:
    sandbox.turn(b"\xc0", 1000)
    snapshot = sandbox.snapshot()
    expected = sandbox.turn(b"\xc0", 1000)
    restored = provider.restore(snapshot)
    assert restored.turn(b"\xc0", 1000) == expected == b"\x93\x02\x02\xc0"
    restored.close()


def test_guest_is_restored_beside_its_image_with_little_memory_of_its_own() -> None:
    provider = WasmProvider()
    image = provider.build_image(program("let n = 0; exports.turn = () => rill.send(++n);"), SandboxLimits(), 5000)
    sandbox = provider.instantiate(image)
    message = encode([1, 1, 0.0, None])
    sandbox.turn(message, 5000)
    snapshot = sandbox.snapshot()
    assert snapshot.image == image.content_hash
    beside = provider.restore(snapshot)
    restored_bytes = beside.statistics()["restored_bytes"]
    assert beside.snapshot().memory == snapshot.memory
    assert beside.turn(message, 5000) == b"\x91\x02"
    for used in (sandbox, beside):
        used.close()
    # An image is there for as long as a guest lives that started from it.
    del image, sandbox, beside, used
    gc.collect()
    alone = provider.restore(snapshot)
    assert 0 < restored_bytes < 0.3 * alone.statistics()["restored_bytes"]
    assert alone.snapshot().memory == snapshot.memory
    assert alone.turn(message, 5000) == b"\x91\x02"
    alone.close()
    provider.close()


def test_snapshot_larger_than_its_limits_is_refused(provider: WasmProvider, sandbox: WasmSandbox) -> None:
    snapshot = sandbox.snapshot()
    large = replace(snapshot, memory=write_image(Contents(1000, ()), 1000))
    live = provider.statistics()["sandboxes_live"]
    with pytest.raises(ProviderError) as caught:
        provider.restore(large)
    assert caught.value.code == "snapshot_damaged"
    assert provider.statistics()["sandboxes_live"] == live


def test_image_holds_only_what_is_not_zero(provider: WasmProvider) -> None:
    image = provider.build_image(PROGRAM, LIMITS, 1000)
    assert image.size_bytes == 4096
    assert image.content_hash == provider.build_image(PROGRAM, LIMITS, 1000).content_hash


def test_deadline_word_ends_a_turn_that_reads_it(sandbox: WasmSandbox) -> None:
    with pytest.raises(LimitError) as caught:
        sandbox.turn(b"\x01", 30)
    assert caught.value.code == "deadline"


def test_epoch_ends_a_turn_that_does_not_read_the_word(provider: WasmProvider, sandbox: WasmSandbox) -> None:
    traps = provider.statistics()["traps"]
    with pytest.raises(LimitError) as caught:
        sandbox.turn(b"\x02", 30)
    assert caught.value.code == "deadline"
    assert provider.statistics()["traps"] == traps + 1


def test_hard_stop_of_one_guest_leaves_the_turn_of_another_alone(provider: WasmProvider) -> None:
    image = provider.build_image(PROGRAM, LIMITS, 1000)
    patient, late = provider.instantiate(image), provider.instantiate(image)
    outcome: list[str] = []

    def wait_long() -> None:
        try:
            patient.turn(b"\x01", 400)
        except LimitError as error:
            outcome.append(str(error))

    thread = threading.Thread(target=wait_long)
    thread.start()
    with pytest.raises(LimitError):
        late.turn(b"\x02", 30)
    thread.join()
    assert outcome == ["the turn did not end within 400 ms (Limits.turn_ms)"]
    patient.close()
    late.close()


@pytest.mark.parametrize(
    ("command", "error", "code"),
    [
        (3, GuestError, "trap"),
        (4, GuestError, "broken"),
        (5, GuestError, "broken"),
        (6, LimitError, "outbox"),
        (7, GuestError, "broken"),
        (8, LimitError, "stack"),
        (9, LimitError, "values"),
        (10, LimitError, "depth"),
        (11, GuestError, "broken"),
        (12, GuestError, "broken"),
        (13, GuestError, "broken"),
        (16, LimitError, "extensions"),
    ],
)
def test_guest_that_broke_its_engine_gets_one_typed_error(
    sandbox: WasmSandbox, command: int, error: type[Exception], code: str
) -> None:
    with pytest.raises(error) as caught:
        sandbox.turn(bytes([command]), 1000)
    assert caught.value.code == code  # type: ignore[attr-defined]
    assert not sandbox.is_usable
    with pytest.raises(HostError):
        sandbox.turn(b"\xc0", 1000)


def test_input_buffer_outside_the_memory_is_never_written(sandbox: WasmSandbox) -> None:
    sandbox.turn(b"\x0e", 1000)
    with pytest.raises(ProviderError, match="input buffer") as caught:
        sandbox.turn(b"\xa5hello", 1000)
    assert caught.value.code == "broken"


def test_message_without_room_is_the_hosts_limit_error(sandbox: WasmSandbox) -> None:
    with pytest.raises(LimitError) as caught:
        sandbox.turn(b"\xc0" * 40_000, 1000)
    assert (caught.value.code, caught.value.fault) == ("memory", "host")


def test_memory_ends_at_the_limit_to_the_page(sandbox: WasmSandbox) -> None:
    assert sandbox.turn(b"\x0f", 1000) == b"\xcd" + (LIMITS.memory_bytes // 65536).to_bytes(2, "big")
    assert sandbox.statistics()["memory_bytes"] == LIMITS.memory_bytes


def test_closing_during_a_turn_does_not_wait_and_gives_the_memory_back_afterwards(provider: WasmProvider) -> None:
    sandbox = provider.instantiate(provider.build_image(PROGRAM, LIMITS, 1000))
    live = provider.statistics()["sandboxes_live"]
    failed: list[str] = []

    def run() -> None:
        try:
            sandbox.turn(b"\x01", 150)
        except LimitError as error:
            failed.append(error.code)

    thread = threading.Thread(target=run)
    thread.start()
    while sandbox.statistics()["turns"] == 0:
        pass
    with pytest.raises(HostError) as caught:
        sandbox.turn(b"\xc0", 1000)
    assert caught.value.code == "sandbox_busy"
    sandbox.close()
    assert provider.statistics()["sandboxes_live"] == live
    assert thread.is_alive()
    thread.join()
    assert failed == ["deadline"]
    assert provider.statistics()["sandboxes_live"] == live - 1


def test_closing_the_provider_ends_the_turns_that_still_run(engine: GuestEngine) -> None:
    provider = WasmProvider(engine, cache_folder=None)
    sandbox = provider.instantiate(provider.build_image(PROGRAM, LIMITS, 1000))
    failed: list[str] = []

    def run() -> None:
        try:
            sandbox.turn(b"\x02", 60_000)
        except LimitError as error:
            failed.append(error.code)

    thread = threading.Thread(target=run)
    thread.start()
    while sandbox.statistics()["turns"] == 0:
        pass
    # The turn is counted before it is watched: closed in between, it is refused instead of ended.
    while thread.is_alive() and not provider._watchdog._watches:
        pass
    provider.close()
    thread.join()
    assert failed == ["deadline"]


def test_forgotten_sandbox_gives_its_memory_back(provider: WasmProvider) -> None:
    image = provider.build_image(PROGRAM, LIMITS, 1000)
    live = provider.statistics()["sandboxes_live"]
    sandbox = provider.instantiate(image)
    assert provider.statistics()["sandboxes_live"] == live + 1
    del sandbox
    assert provider.statistics()["sandboxes_live"] == live


def test_engine_that_imports_more_than_its_memory_is_refused() -> None:
    text = '(module (import "env" "memory" (memory 1)) (import "env" "now" (func)))'
    with pytest.raises(ProviderError, match=r"only env\.memory is allowed") as caught:
        GuestEngine.from_linked("curious", bytes(wasmtime.wat2wasm(text)))
    assert caught.value.code == "engine_invalid"


def test_engine_made_by_hand_is_checked_by_the_provider_too(engine: GuestEngine) -> None:
    text = '(module (import "env" "memory" (memory 1)) (import "env" "now" (func)))'
    curious = GuestEngine("curious", bytes(wasmtime.wat2wasm(text)), engine.base)
    with pytest.raises(ProviderError, match=r"only env\.memory is allowed") as caught:
        WasmProvider(curious, cache_folder=None)
    assert caught.value.code == "engine_invalid"


def test_snapshot_that_reaches_outside_its_memory_is_refused(provider: WasmProvider, sandbox: WasmSandbox) -> None:
    outside = write_image(Contents(4, ((4 * 65536 - 2, b"abc"),)), 4)
    with pytest.raises(ProviderError) as caught:
        provider.restore(replace(sandbox.snapshot(), memory=outside))
    assert caught.value.code == "snapshot_damaged"


def test_engine_of_another_abi_version_is_refused(engine: GuestEngine) -> None:
    text = Path(__file__).with_name("counter.wat").read_text().replace(r'(i32.const 16) "\02', r'(i32.const 16) "\09')
    foreign = GuestEngine.from_linked("future", bytes(wasmtime.wat2wasm(text)))
    with pytest.raises(ProviderError, match="version 9 of the guest ABI, expected 2"):
        WasmProvider(foreign, cache_folder=None)


def test_engine_that_ships_imports_its_memory_and_nothing_else() -> None:
    module = wasmtime.Module(wasmtime.Engine(), quickjs_engine().code)
    assert [(entry.module, entry.name) for entry in module.imports] == [("env", "memory")]
    assert isinstance(module.imports[0].type, wasmtime.MemoryType)
    assert [entry.name for entry in module.exports] == [
        "rill_control",
        "rill_create",
        "rill_buffer",
        "rill_load",
        "rill_turn",
        "rill_rest",
        "rill_scan",
    ]


def test_engine_that_ships_has_no_data_of_its_own() -> None:
    sections = set()
    code = quickjs_engine().code
    at = 8
    while at < len(code):
        sections.add(code[at])
        at += 1
        size = shift = 0
        while True:
            byte = code[at]
            size |= (byte & 0x7F) << shift
            at, shift = at + 1, shift + 7
            if byte < 0x80:
                break
        at += size
    assert 11 not in sections, "a data section would write memory at instantiation"
    assert 8 not in sections, "a start section would run code at instantiation"


def test_limits_that_leave_no_heap_are_refused_with_the_number_needed() -> None:
    provider = WasmProvider(cache_folder=None)
    with pytest.raises(HostError, match="expected at least") as caught:
        provider.build_image(program(""), SandboxLimits(memory_bytes=4 * 1024 * 1024), 1000)
    assert caught.value.path == "Limits.memory_bytes"
    provider.close()


def test_stack_beyond_the_native_one_is_refused(provider: WasmProvider) -> None:
    with pytest.raises(HostError) as caught:
        provider.build_image(PROGRAM, replace(LIMITS, stack_bytes=STACK_BYTES_MAX + 1), 1000)
    assert caught.value.path == "Limits.stack_bytes"


def test_largest_stack_still_ends_before_the_native_one() -> None:
    provider = WasmProvider(cache_folder=None)
    for source in RECURSIONS.values():
        body = f"let name = ''; try {{ {source} }} catch (e) {{ name = e.name; }} rill.send(name);"
        with start_turn(provider, body, stack_bytes=STACK_BYTES_MAX) as guest:
            assert guest.turn(deadline_ms=60_000) in (["RangeError"], ["InternalError"], ["SyntaxError"])
    assert provider.statistics()["traps"] == 0
    provider.close()


def test_guest_may_use_its_whole_stack_on_a_thread_that_has_little(engine: GuestEngine) -> None:
    """Without a thread of its own the turn would end the process, not the guest."""
    provider = WasmProvider(engine, cache_folder=None)
    codes: list[str] = []

    def run() -> None:
        sandbox = provider.instantiate(provider.build_image(PROGRAM, LIMITS, 1000))
        try:
            sandbox.turn(b"\x08", 5000)
        except LimitError as error:
            codes.append(error.code)

    before = threading.stack_size(256 * 1024)
    try:
        thread = threading.Thread(target=run)
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()
    assert codes == ["stack"]
    provider.close()


def test_small_memory_still_runs_a_guest() -> None:
    provider = WasmProvider(cache_folder=None)
    with start_turn(provider, "rill.send('small');", memory_bytes=8 * 1024 * 1024) as guest:
        assert guest.turn() == ["small"]
    provider.close()


def test_address_space_that_runs_out_is_one_provider_error_that_names_the_setting() -> None:
    """In a process of its own, because the limit is the process's. Every sandbox reserves 4 GB of addresses."""
    code = """
import resource
from rill.protocol.errors import ProviderError
from rill.sandbox.wasm import WasmProvider
from sandbox.guests import LIMITS, turn_program

provider = WasmProvider(cache_folder=None)
image = provider.build_image(turn_program("rill.send(1);"), LIMITS, 5000)
resource.setrlimit(resource.RLIMIT_AS, (64 << 30, 64 << 30))
alive = []
try:
    while len(alive) < 1000:
        alive.append(provider.instantiate(image))
except ProviderError as error:
    assert error.code == "sandboxes_exhausted", error.code
    assert "vm.max_map_count" in str(error)
assert 5 < len(alive) < 100, len(alive)
for sandbox in alive:
    assert sandbox.turn(b"\\x94\\x01\\x01\\x00\\xc0", 1000) == b"\\x91\\x01"
alive.pop().close()
alive.append(provider.instantiate(image))
print(len(alive))
"""
    root = Path(__file__).parents[3]
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=root / "tests",
        env={"PYTHONPATH": f"{root}:."},
    )
    assert result.returncode == 0, result.stderr
    assert int(result.stdout) > 5


def test_message_of_a_megabyte_reaches_the_guest() -> None:
    provider = WasmProvider(cache_folder=None)
    with start_turn(provider, "rill.send(payload.length);") as guest:
        assert guest.turn("x" * 1_000_000) == [1_000_000]
        assert guest.turn("y") == [1]
    provider.close()


def test_large_turn_does_not_stay_in_the_guests_memory() -> None:
    provider = WasmProvider(cache_folder=None)
    with start_turn(provider, "rill.send('x'.repeat(payload)); globalThis.gone = 1;") as guest:
        guest.turn(10)
        before = guest.sandbox.statistics()["heap_bytes"]
        guest.turn(1_000_000)
        guest.turn(10)
        assert guest.sandbox.statistics()["heap_bytes"] < before + 50_000
    provider.close()


def test_threads_that_start_guests_of_one_provider_do_not_meet() -> None:
    provider = WasmProvider(cache_folder=None)
    image = provider.build_image(program("let n = 0; exports.turn = () => rill.send(++n);"), SandboxLimits(), 5000)
    wrong: list[object] = []

    def run() -> None:
        for _ in range(60):
            sandbox = provider.instantiate(image)
            for turn in (1, 2):
                outbox = sandbox.turn(encode([1, turn, 0.0, None]), 5000)
                if outbox != bytes([0x91, turn]):
                    wrong.append(outbox)
            sandbox.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert provider.statistics()["sandboxes_started"] == 240
    assert provider.statistics()["sandboxes_live"] == 0
    provider.close()
