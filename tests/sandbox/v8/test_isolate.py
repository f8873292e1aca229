"""An isolate: what crosses, in which order jobs run, and what stopping one leaves behind."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from rill.protocol.errors import ProviderError
from rill.sandbox.v8 import isolate as module
from rill.sandbox.v8.isolate import Interrupted, Isolate, Kind, load_library

HEAP = 64 * 1024 * 1024


@pytest.fixture
def isolate() -> Iterator[Isolate]:
    isolate = Isolate(load_library(), HEAP)
    yield isolate
    isolate.close()


LONG_MS = 60_000


def test_values_cross_by_their_kind(isolate: Isolate) -> None:
    assert isolate.evaluate("40 + 2").integer == 42
    assert isolate.evaluate("'\\u20ac\\0x'").data == "€\0x".encode()
    assert isolate.evaluate("new Uint8Array([1, 2, 3, 4]).subarray(1, 3)").data == b"\2\3"
    assert isolate.evaluate("new ArrayBuffer(0)").data == b""
    assert isolate.evaluate("undefined").kind == Kind.UNDEFINED


def test_arguments_arrive(isolate: Isolate) -> None:
    function = isolate.evaluate("((text, number) => text + '|' + number)")
    assert isolate.call(function, ("a\0€", 7), isolate.allow(LONG_MS)).data == "a\0€|7".encode()


def test_jobs_of_a_call_run_before_the_next_call(isolate: Isolate) -> None:
    pair = isolate.evaluate(
        "const seen = [];"
        "[() => { seen.push('call'); Promise.resolve().then(() => seen.push('job')); }, () => seen.join()];"
    )
    call, read = isolate.item(pair, 0), isolate.item(pair, 1)
    results = isolate.run((call, call, read), isolate.allow(LONG_MS))
    assert results[2].data == b"call,job,call,job"


def test_nothing_is_left_of_values_that_were_freed(isolate: Isolate) -> None:
    library = load_library()
    function = isolate.evaluate("(text => new Uint8Array(3))")
    before = library.mr_value_count(isolate._id)
    for _ in range(10):
        isolate.call(function, ("text",), isolate.allow(LONG_MS)).free()
    assert library.mr_value_count(isolate._id) == before


def test_script_of_ours_that_fails_is_the_providers_fault(isolate: Isolate) -> None:
    with pytest.raises(ProviderError, match="nowhere is not defined") as caught:
        isolate.evaluate("nowhere")
    assert caught.value.code == "engine_failed"


def test_full_heap_ends_the_call_and_is_told_afterwards(isolate: Isolate) -> None:
    function = isolate.evaluate("(() => { const a = []; while (true) a.push(new Array(1000).fill(1.5)); })")
    (result,) = isolate.run((function,), isolate.allow(LONG_MS))
    assert result.kind >= Kind.EXCEPTION
    assert isolate.is_out_of_memory


@pytest.mark.parametrize("source", ["while (true);", "Promise.resolve().then(() => { while (true); })"])
def test_endless_code_is_stopped_and_its_thread_ends(source: str) -> None:
    library = load_library()
    before = library.mr_context_count()
    isolate = Isolate(library, HEAP)
    function = isolate.evaluate(f"(() => {{ {source} }})")
    with pytest.raises(Interrupted):
        isolate.run((function, function), isolate.allow(50))
    isolate.close()
    assert library.mr_context_count() == before
    assert not [thread for thread in threading.enumerate() if thread.name == "rill-v8-close"]


def test_nobody_waits_for_native_code_that_does_not_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CLOSE_S", 0.0)
    isolate = Isolate(load_library(), HEAP)
    # Some seconds of searching: it ends by itself, and so does the thread that waits to give the memory back.
    function = isolate.evaluate(
        "(() => { const a = 'ab'.repeat(5e6), b = 'ab'.repeat(2e6) + 'c'; for (let i = 0; i < 9; i++) a.indexOf(b); })"
    )
    with pytest.raises(Interrupted):
        isolate.run((function,), isolate.allow(20))
    isolate.close()
    (closing,) = [thread for thread in threading.enumerate() if thread.name == "rill-v8-close"]
    assert closing.daemon
    closing.join(60)
    assert not closing.is_alive()


def test_deadline_that_has_passed_runs_nothing(isolate: Isolate) -> None:
    function = isolate.evaluate("(() => 1)")
    with pytest.raises(Interrupted):
        isolate.run((function,), isolate.allow(0))


# Goal: a machine that has no time for a guest ends it later, but ends it. How: a clock of its thread that stands still.
def test_a_thread_that_is_kept_waiting_has_four_times_its_time_on_the_wall_clock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    isolate = Isolate(load_library(), HEAP)
    function = isolate.evaluate("(() => { while (true); })")
    monkeypatch.setattr(isolate, "used_s", lambda: 5.0)
    begun = time.monotonic()
    with pytest.raises(Interrupted):
        isolate.run((function,), isolate.allow(30))
    assert time.monotonic() - begun >= 0.12
    isolate.close()


def test_time_is_that_of_the_isolates_own_thread(isolate: Isolate) -> None:
    before = isolate.used_s()
    sum(range(2_000_000))
    assert isolate.used_s() - before < 0.01
    function = isolate.evaluate("(() => { for (let i = 0; i < 3e7; i++) Math.sqrt(i); })")
    isolate.run((function,), isolate.allow(LONG_MS))
    assert isolate.used_s() - before > 0.005


def test_missing_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "py_mini_racer", None)
    with pytest.raises(ProviderError, match=r"pip install 'rill-ui\[v8\]'") as caught:
        load_library()
    assert caught.value.code == "provider_missing"


def test_another_version_of_the_package_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    found: Callable[[str], Any] = lambda _: "0.99.0"  # noqa: E731 - one line of a stand-in
    monkeypatch.setattr(module, "version", found)
    with pytest.raises(ProviderError, match=r"needs mini-racer 0\.14\.1, 0\.99\.0 is installed") as caught:
        load_library()
    assert caught.value.code == "provider_missing"
