"""Guests that bend the language under the core's feet: whatever becomes of them, it is a guest's own error, or none."""

from __future__ import annotations

import pytest

from hostile.attacker import SHORT, Street
from rill import GuestError, LimitError
from rill.host.recorder import Recorder

# Many guests, each with a neighbour: too long for every run. The other attacks of this folder are in it.
pytestmark = pytest.mark.slow

TARGETS = """
Array Object Function String Number Boolean Symbol BigInt Map Set WeakMap WeakSet WeakRef Promise Error TypeError
RangeError Date RegExp Proxy Reflect JSON Math ArrayBuffer Uint8Array DataView TextEncoder TextDecoder URL console
performance crypto AbortController FinalizationRegistry
"""

REPLACEMENTS = {
    "throws": "function () { throw new Error('bent') }",
    "says nothing": "function () {}",
    "says a proxy": "function () { return new Proxy(function () {}, {get: () => 7}) }",
    "calls itself": "function f() { return f() }",
    "loops": "function () { for (;;); }",
}

# The names that protocol, core and renderer use as keys.
KEYS = """
then value type props key ref children length name message stack cause code id index get set next done return kind
parent child constructor toJSON toString valueOf 0 1 2 current listener policy debounce_ms keys default payload
"""


async def live(session: object, recorder: Recorder) -> None:
    """Use a session in every way that a person and a host can; it may fail at any of them."""
    for use in (
        lambda: session.send_event("attack", {"place": "layout", "code": "again()"}),  # type: ignore[attr-defined]
        lambda: session.update_config({"a": [1, {"b": None}]}),  # type: ignore[attr-defined]
        lambda: recorder.emit(recorder.find(role="button"), "onPress", {}),
        lambda: recorder.emit(recorder.find(role="textbox"), "onChange", {"value": "x", "version": 1}),
        lambda: recorder.advance(20),
    ):
        if session.state == "running":  # type: ignore[attr-defined]
            try:
                await use()
            except (GuestError, LimitError) as error:
                assert error is session.error  # type: ignore[attr-defined] # noqa: PT017


async def assert_own_fault(street: Street, code: str) -> str:
    """The session lives on, or fails by a fault of its own. Returns which."""
    async with street.attacker(limits=SHORT) as (session, recorder):
        await street.attack(session, recorder, "handler", code)
        await live(session, recorder)
        if session.state == "failed":
            assert isinstance(session.error, GuestError | LimitError), (code, session.error)
            await session.restart()
            assert session.state == "running"
            return "failed"
        return "lived"


async def methods_of(street: Street) -> list[str]:
    code = f"""
    const found = [];
    for (const name of {TARGETS.split()!r}) {{
      for (const [path, object] of [[name, globalThis[name]], [name + '.prototype', globalThis[name].prototype]]) {{
        if (object) for (const key of Reflect.ownKeys(object)) {{
          const own = Object.getOwnPropertyDescriptor(object, key);
          if (typeof own.value === 'function' && own.writable)
            found.push(path + (typeof key === 'symbol' ? '[Symbol.' + key.description.split('.')[1] + ']' : '.' + key));
        }}
      }}
    }}
    send('methods', found.filter((name) => !/[^\\w.\\[\\]]/.test(name) && !/\\.\\d/.test(name)));
    """
    heard = await street.messages_of("handler", code)
    return [str(name) for name in heard["methods"]]


@pytest.mark.parametrize("replacement", [name for name in REPLACEMENTS if name != "loops"])
async def test_every_method_of_every_builtin_may_be_replaced(street: Street, replacement: str) -> None:
    methods = await methods_of(street)
    assert len(methods) > 400
    ends = {"failed": 0, "lived": 0}
    for method in methods:
        ends[await assert_own_fault(street, f"{method} = {REPLACEMENTS[replacement]};")] += 1
    # The core takes what it needs before guests run: hardly any of these should matter to it.
    assert ends["lived"] > 0


@pytest.mark.parametrize(
    "method",
    [
        "Array.prototype.push",
        "Map.prototype.get",
        "Promise.prototype.then",
        "Object.keys",
        "Array.prototype[Symbol.iterator]",
    ],
)
async def test_a_method_that_loops_meets_the_deadline(street: Street, method: str) -> None:
    await assert_own_fault(street, f"{method} = {REPLACEMENTS['loops']};")


@pytest.mark.parametrize("key", KEYS.split())
async def test_every_object_may_seem_to_have_a_key(street: Street, key: str) -> None:
    for value in (
        "get() { throw new Error('got') }, set() {}",
        "get() { return 7 }, set() { throw new Error('set') }",
        "value: () => 7, writable: true",
        "value: 'x', writable: false",
    ):
        code = f"Object.defineProperty(Object.prototype, {key!r}, {{configurable: true, {value}}})"
        await assert_own_fault(street, code)


@pytest.mark.parametrize(
    "code",
    [
        "Object.freeze(Object.prototype); Object.freeze(Array.prototype); Object.freeze(globalThis)",
        "Object.setPrototypeOf(Array.prototype, new Proxy({}, {get() { throw 1 }, set() { throw 2 }}))",
        "Object.setPrototypeOf(Object.getPrototypeOf(function () {}), null)",
        "for (const key of Reflect.ownKeys(globalThis)) { try { delete globalThis[key] } catch {} }",
        "for (const key of Reflect.ownKeys(globalThis)) { try { globalThis[key] = null } catch {} }",
        "for (const key of Reflect.ownKeys(Array.prototype)) { try { delete Array.prototype[key] } catch {} }",
        "for (const key of Reflect.ownKeys(Promise.prototype)) { delete Promise.prototype[key] }",
        "for (const key of Reflect.ownKeys(React)) { try { React[key] = () => { throw 1 } } catch {} }",
        "for (const key of Reflect.ownKeys(sdk)) { try { sdk[key] = 'Evil' } catch {} }",
        "for (const key of Object.keys(React)) { try { delete React[key] } catch {} }",
        "const I = React.__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE; for (const key in I) I[key] = null",
        "Error.stackTraceLimit = {valueOf() { throw 1 }}",
        "Error.stackTraceLimit = 1e9",
        "Symbol.prototype.toString = null; Function.prototype.call = null; Function.prototype.apply = null",
        "Object.defineProperty(globalThis, 'Promise', {get() { throw 1 }})",
        "Promise = class { then() { throw 1 } }; Map = Set = Array = null",
        "Object.prototype.__proto__ = null; Object.prototype.__defineGetter__('x', () => { throw 1 })",
        "Date = null; Math.floor = null; performance.now = null; crypto.getRandomValues = null",
    ],
)
async def test_a_realm_may_be_torn_down(street: Street, code: str) -> None:
    await assert_own_fault(street, code)
