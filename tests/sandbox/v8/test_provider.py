"""What is particular to the provider on V8: how it says what it lacks, and what it does where the binding falls
short."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from rill.protocol.errors import GuestError, LimitError, ProviderError
from rill.sandbox import Isolation, Sandbox, Workers, require_capabilities
from rill.sandbox.v8 import V8Provider
from rill.sandbox.v8.isolate import load_library
from sandbox.guests import LIMITS, decode, encode, program, start, start_turn, turn_program
from sandbox.test_conformance import SOFT_LOOPS


@pytest.fixture(scope="module")
def provider() -> Iterator[V8Provider]:
    provider = V8Provider()
    yield provider
    provider.close()


def test_it_is_for_trusted_code_only_and_carries_bytes(provider: V8Provider) -> None:
    assert provider.capabilities.trusted_only
    assert provider.capabilities.isolation is Isolation.NONE
    require_capabilities(provider, binary=True)
    with pytest.raises(ProviderError, match="'v8' has no snapshots, hard_deadline; use provider 'wasm'"):
        require_capabilities(provider, snapshots=True, hard_deadline=True)


@pytest.mark.parametrize("size", [0, 1, 4_091, 4_092, 4_096, 5_000, 300_000])
def test_messages_of_all_sizes_arrive(provider: V8Provider, size: int) -> None:
    with start_turn(provider, "rill.send([payload.length, payload[0], payload[payload.length - 1]]);") as guest:
        for data in (b"\1" + b"\0" * size + b"\2", b"\7"):
            assert guest.turn(data) == [[len(data), data[0], data[-1]]]


@pytest.mark.parametrize("rounds", [0, 1, 3, 40, 300])
def test_a_turn_takes_the_rounds_that_it_needs_whatever_the_last_one_took(provider: V8Provider, rounds: int) -> None:
    body = """
    let left = payload;
    (function again() {
      if (left-- > 0) rill.immediate(() => Promise.resolve().then(again));
      else rill.send('done');
    })();
    """
    with start_turn(provider, body) as guest:
        for payload in (rounds, 1, rounds, 0):
            assert guest.turn(payload) == ["done"]


def test_a_step_that_fails_is_not_followed_by_those_handed_over_with_it(provider: V8Provider) -> None:
    body = "rill.immediate(() => { globalThis.ran = true; }); throw new Error('first');"
    with start_turn(provider, body) as guest, pytest.raises(GuestError, match="first"):
        guest.turn()


@pytest.mark.parametrize("body", SOFT_LOOPS.values(), ids=SOFT_LOOPS)
def test_a_loop_in_a_job_ends_at_the_deadline(provider: V8Provider, body: str) -> None:
    with start_turn(provider, f"Promise.resolve().then(() => {{ {body} }});") as guest:
        with pytest.raises(LimitError) as caught:
            guest.turn(deadline_ms=60)
        assert caught.value.code == "deadline"
        assert not guest.sandbox.is_usable


def test_heap_that_fills_up_in_a_job_ends_the_guest(provider: V8Provider) -> None:
    body = "Promise.resolve().then(() => { const a = []; while (true) a.push(new Array(1000).fill(1.5)); });"
    with start_turn(provider, body) as guest, pytest.raises(LimitError) as caught:
        guest.turn(deadline_ms=60_000)
    assert (caught.value.code, caught.value.limit) == ("memory", "memory_bytes")


def test_a_unit_is_named_in_stacks_without_what_the_engine_would_stumble_over(provider: V8Provider) -> None:
    with start_turn(provider, "throw new Error('here');") as guest, pytest.raises(GuestError) as caught:
        guest.turn()
    assert "guest.js:1" in caught.value.stack


@pytest.mark.parametrize("trap", ["throw new Error('again');", "while (true);", "return 'written by the guest';"])
def test_describing_an_error_asks_nothing_of_the_guest(provider: V8Provider, trap: str) -> None:
    bodies = (
        f"Error.prepareStackTrace = () => {{ {trap} }}; throw new Error('m');",
        f"const e = new Error('m'); Object.defineProperty(e, 'stack', {{get() {{ {trap} }}}}); throw e;",
        f"class E extends Error {{ get name() {{ {trap} }} get message() {{ {trap} }} }} throw new E('m');",
        f"const e = new Error('m'); e.name = {{toString() {{ {trap} }}}}; throw e;",
    )
    for body in bodies:
        with start_turn(provider, body) as guest, pytest.raises(GuestError) as caught:
            guest.turn(deadline_ms=20_000)
        assert caught.value.code == "exception"
        assert "again" not in str(caught.value)
        assert "written" not in caught.value.stack


def test_guest_cannot_disturb_the_glue_by_replacing_globals(provider: V8Provider) -> None:
    source = """
    for (const name of ['eval', 'JSON', 'performance', 'Error', 'Reflect']) globalThis[name] = null;
    Object.getOwnPropertyDescriptor = Object.defineProperty = () => { throw 1; };
    exports.turn = (payload) => { if (payload) null.mine; rill.send('fine'); };
    """
    with start(provider, program(source)) as guest:
        assert guest.turn() == ["fine"]
        with pytest.raises(GuestError, match="mine"):
            guest.turn(True)


def test_two_guests_run_at_the_same_time(provider: V8Provider) -> None:
    with start_turn(provider, "rill.send(payload);") as one, start_turn(provider, "rill.send(payload);") as other:
        for number in range(20):
            assert one.turn(number) == [number]
            assert other.turn(-number) == [-number]


def test_turns_come_from_any_worker_and_run_beside_each_other(provider: V8Provider) -> None:
    before = load_library().mr_context_count()
    source = turn_program("globalThis.n = (globalThis.n || 0) + payload; rill.send(n);")
    image = provider.build_image(source, LIMITS, 5000)
    sandboxes = [provider.instantiate(image) for _ in range(4)]
    workers = Workers(3)

    def turn(sandbox: Sandbox, payload: int) -> bytes:
        return sandbox.turn(encode([1, 1, 0.0, payload]), 10_000)

    try:
        for step in range(1, 26):
            calls = [workers.call(partial(turn, sandbox, place)) for place, sandbox in enumerate(sandboxes)]
            assert [decode(call.result(60)) for call in calls] == [[place * step] for place in range(4)]
    finally:
        workers.close()
        for sandbox in sandboxes:
            sandbox.close()
    assert load_library().mr_context_count() == before


def test_image_is_identified_by_program_and_glue(provider: V8Provider) -> None:
    one, same, other = (start_turn(provider, f"rill.send({number});") for number in (1, 1, 2))
    with one, same, other:
        assert one.image.content_hash == same.image.content_hash != other.image.content_hash
        assert one.sandbox.turn(encode([1, 1, 0.0, None]), 1000) == b"\x91\x01"
