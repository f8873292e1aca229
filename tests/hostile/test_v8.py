"""The attacks that provider `v8` answers as `wasm` does, though it is for trusted code: reach, throwing, loops in scripts.

What it does not answer is in its class's docstring: memory outside of the heap, and native code that runs on.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from hostile.attacker import LIMITS, PLACES, Street
from hostile.test_reach import ABSENT, GLOBALS, MODULES
from hostile.test_throwing import THROWN
from rill import Engine, GuestError, LimitError, Limits

SHORT = Limits(turn_ms=150, memory_bytes=LIMITS.memory_bytes)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def engine() -> AsyncIterator[Engine]:
    async with Engine("v8", trusted=True) as engine:
        yield engine


async def test_the_globals_are_those_of_every_guest(street: Street) -> None:
    heard = await street.messages_of(
        "handler", "send('keys', Reflect.ownKeys(globalThis).filter(k => typeof k === 'string'))"
    )
    assert sorted(heard["keys"]) == sorted(GLOBALS.split())


async def test_nothing_else_is_reached_by_its_name(street: Street) -> None:
    names = [*ABSENT.split(), "Atomics", "Iterator", "escape", "SuppressedError", "mr_callback", "__timer_manager"]
    code = f"const found = []; for (const name of {names!r}) if (new Function('return typeof ' + name)() !== 'undefined') found.push(name); send('found', found)"
    assert await street.messages_of("handler", code) == {"found": []}


async def test_no_clock_of_the_machine_is_left(street: Street) -> None:
    code = "send('clocks', [Date.now() === new Date().getTime(), Date() === new Date(Date.now()).toString(), typeof Date.prototype.toTemporalInstant, new Date(0).constructor === Date])"
    assert (await street.messages_of("handler", code))["clocks"] == [True, True, "undefined", True]


@pytest.mark.parametrize("name", MODULES.split()[:4])
async def test_no_module_is_required_or_imported(street: Street, name: str) -> None:
    await street.assert_end("handler", f"require({name!r})", (GuestError, "unknown_module"))
    code = f"import({name!r}).then(() => send('imported'), () => {{}}); send('done')"
    assert (await street.messages_of("handler", code)).keys() == {"done"}


async def test_waiting_is_refused(street: Street) -> None:
    code = "Atomics.wait(new Int32Array(new SharedArrayBuffer(8)), 0, 0)"
    await street.assert_end("handler", code, (GuestError, "exception"))


@pytest.mark.parametrize("code", THROWN.values(), ids=THROWN.keys())
async def test_whatever_is_thrown_ends_the_session_with_one_error(street: Street, code: str) -> None:
    await street.assert_end("handler", code, (GuestError, "exception"))


@pytest.mark.parametrize("place", PLACES)
async def test_a_loop_in_any_place_ends_at_the_deadline(street: Street, place: str) -> None:
    await street.assert_end(place, "for (;;) try { for (;;); } catch {}", (LimitError, "deadline"), limits=SHORT)


@pytest.mark.parametrize("place", ["handler", "render", "promise"])
async def test_a_heap_that_fills_up_ends_the_session(street: Street, place: str) -> None:
    code = "const a = []; for (;;) a.push({a: [1, 2, 3, 'x' + a.length]})"
    limits = Limits(turn_ms=20_000, memory_bytes=LIMITS.memory_bytes)
    await street.assert_end(place, code, (LimitError, "memory"), limits=limits)


async def test_a_flood_of_operations_ends_the_session(street: Street) -> None:
    code = "return Array.from({length: 30000}, (_, i) => h(sdk.Text, {key: i}, String(i)))"
    await street.assert_end(
        "show", code, (LimitError, "values"), (LimitError, "operations_max"), (LimitError, "outbox")
    )


async def test_what_one_session_does_to_its_realm_no_other_sees(street: Street) -> None:
    code = "globalThis.mark = 1; Array.prototype.mark = 1; Object.prototype.mark = 1; sdk.mark = 1; send('done')"
    await street.messages_of("handler", code)
    heard = await street.messages_of(
        "handler", "send('marks', [typeof globalThis.mark, typeof [].mark, typeof sdk.mark])"
    )
    assert heard["marks"] == ["undefined"] * 3
