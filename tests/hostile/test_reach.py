"""Guests that reach for what is not theirs: there is nothing but their turn (invariant 1), and nothing of their own
reaches another session."""

from __future__ import annotations

import pytest

from hostile.attacker import Street
from rill import GuestError, HostError

# Written out, not taken from the runtime: a name more on either side is a decision. Atomics are not in this build of
# the engine: there is no other thread to wait for.
GLOBALS = """
AbortController AbortSignal AggregateError Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Date
Error EvalError FinalizationRegistry Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array JSON Map
Math NaN Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String Symbol
SyntaxError TextDecoder TextEncoder TypeError URIError URL URLSearchParams Uint16Array Uint32Array Uint8Array
Uint8ClampedArray WeakMap WeakRef WeakSet clearInterval clearTimeout console crypto decodeURI decodeURIComponent
encodeURI encodeURIComponent eval globalThis isFinite isNaN parseFloat parseInt performance queueMicrotask setInterval
setTimeout structuredClone undefined
"""

ABSENT = """
__rill __rillDriver std os bjson scriptArgs print gc process require module exports fetch XMLHttpRequest WebSocket Worker
WebAssembly importScripts document window navigator Intl Buffer global setImmediate ShadowRealm DOMException Temporal
"""

MODULES = """
fs node:fs std os qjs:os qjs:std bjson react-dom react-dom/server ./x ../x /etc/passwd https://example.org/x.js __proto__
constructor toString hasOwnProperty rill rill/core react/ REACT
"""


async def test_the_globals_are_exactly_these(street: Street) -> None:
    heard = await street.messages_of(
        "handler", "send('keys', Reflect.ownKeys(globalThis).filter(k => typeof k === 'string'))"
    )
    assert sorted(heard["keys"]) == sorted(GLOBALS.split())


async def test_nothing_else_is_reached_by_its_name(street: Street) -> None:
    code = f"const found = []; for (const name of {ABSENT.split()!r}) if (new Function('return typeof ' + name)() !== 'undefined') found.push(name); send('found', found)"
    assert await street.messages_of("handler", code) == {"found": []}


async def test_no_way_to_the_global_object_leads_further(street: Street) -> None:
    code = """
    const ways = [
      Function('return this')(), (0, eval)('this'), ({}).constructor.constructor('return this')(),
      (async () => {}).constructor('return this')() && globalThis, (function* () {}).constructor('yield this')().next().value,
      [].map.constructor('return globalThis')(), React.createElement.constructor('return this')(),
      send.constructor('return this')(), require.constructor('return this')(), console.log.constructor('return this')(),
      setTimeout.constructor('return this')(), Reflect.construct(Function, ['return this'])(),
      new Proxy(function () {}, {}).constructor('return this')(), (() => globalThis)(),
    ];
    send('same', ways.map(way => way === globalThis));
    """
    heard = await street.messages_of("handler", code)
    assert heard["same"] == [True] * 14


@pytest.mark.parametrize("name", MODULES.split())
async def test_no_other_module_is_required(street: Street, name: str) -> None:
    await street.assert_end("handler", f"require({name!r})", (GuestError, "unknown_module"))


async def test_nothing_odd_is_required(street: Street) -> None:
    for odd in ("undefined", "null", "{}", "Symbol.iterator", "['react']", "{toString() {return 'react'}}"):
        code = f"try {{ require({odd}); send('found', {odd!r}) }} catch (e) {{ send('refused', e.name) }}"
        heard = await street.messages_of("handler", code)
        assert heard.keys() == {"refused"}, odd


async def test_nothing_is_imported(street: Street) -> None:
    code = """
    for (const name of ['react', 'std', 'os', 'qjs:os', './x', 'data:text/javascript,1'])
      import(name).then(() => send('imported', name), (e) => {});
    send('done');
    """
    heard = await street.messages_of("handler", code)
    assert heard.keys() == {"done"}
    await street.assert_end("handler", "new Function('import \\'std\\'')", (GuestError, "exception"))


async def test_waiting_is_refused(street: Street) -> None:
    code = "Atomics.wait(new Int32Array(new SharedArrayBuffer(8)), 0, 0)"
    await street.assert_end("handler", code, (GuestError, "exception"))


async def test_time_stands_still_within_a_turn_and_is_the_session_s(street: Street) -> None:
    code = "const now = [Date.now(), performance.now()]; for (let i = 0; i < 1e5; i++); send('same', [now[0] === Date.now(), now[1] === performance.now(), now[0] === new Date().getTime()])"
    assert (await street.messages_of("handler", code))["same"] == [True, True, True]


async def test_there_is_no_time_zone_and_no_locale_of_the_machine(street: Street) -> None:
    code = "const d = new Date(0); send('zone', [d.getTimezoneOffset(), d.getHours(), (1234.5).toLocaleString(), 'a'.localeCompare('b')])"
    assert (await street.messages_of("handler", code))["zone"] == [0, 0, "1234.5", -1]


async def test_what_one_session_does_to_its_realm_no_other_sees(street: Street) -> None:
    code = """
    globalThis.mark = 1; Array.prototype.mark = 1; Object.prototype.mark = 1; React.mark = 1; sdk.mark = 1;
    require('rill/sdk').View2 = 'View'; Math.random = () => 4; Symbol.for('mark').description; send('done')
    """
    look = "send('marks', [typeof globalThis.mark, typeof [].mark, typeof React.mark, typeof sdk.mark, Math.random() === 4])"
    async with street.attacker() as (first, recorder):
        await street.attack(first, recorder, "handler", code)
        heard = await street.messages_of("handler", look)
        assert heard["marks"] == ["undefined"] * 4 + [False]


async def test_the_host_s_errors_carry_nothing_of_the_host(street: Street) -> None:
    """An answer of the host is data of the guest's own realm, without a path into Python."""

    def fails(*args: object) -> None:
        raise FileNotFoundError("/etc/secret")

    async with street.attacker(functions={"any": fails}) as (session, recorder):
        heard: list[object] = []
        session.on("message", lambda name, payload: heard.append(payload))
        code = "call().catch((e) => send('e', [e instanceof Error, e.message, e.cause && e.cause.message, Object.getPrototypeOf(e.cause) === Error.prototype, e.cause.stack]))"
        await street.attack(session, recorder, "handler", code)
        while not heard:
            await session.idle()
        assert "secret" not in str(heard)
        assert "Traceback" not in str(heard)
        assert ".py" not in str(heard)


@pytest.mark.parametrize("key", ["__proto__", "constructor", "prototype"])
async def test_payloads_of_the_host_bring_no_prototype(street: Street, key: str) -> None:
    async with street.attacker() as (session, _):
        with pytest.raises(HostError) as caught:
            await session.send_event("attack", {"place": "handler", "code": "", key: {"polluted": 1}})
        assert caught.value.code == "value_unsendable"
        assert session.state == "running"
