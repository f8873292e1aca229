"""Guests that use up memory or stack: their own is gone, nobody else's."""

from __future__ import annotations

import pytest

from hostile.attacker import LIMITS, SHORT, Street
from rill import GuestError, LimitError, RillError

# Many guests, each with a neighbour: too long for every run. The other attacks of this folder are in it.
pytestmark = pytest.mark.slow

MEMORY = (LimitError, "memory")
STACK = (LimitError, "stack")
DEADLINE = (LimitError, "deadline")
THROWN = (GuestError, "exception")
TRAP = (GuestError, "trap")
# Where not even the error fits into the memory any more, the engine throws null.
NULL = (GuestError, "exception")

MEMORIES: dict[str, tuple[str, list[tuple[type[RillError], str]]]] = {
    "arrays": ("const a = []; for (;;) a.push(new Array(1000).fill(1))", [MEMORY]),
    "objects": ("let o = null; for (;;) o = {o, a: 1, b: 2, c: 3}", [MEMORY]),
    "strings": ("const a = []; for (;;) a.push('x'.repeat(1e5) + a.length)", [MEMORY]),
    "one string": ("let s = 'x'; for (;;) s += s", [MEMORY, THROWN]),
    "typed arrays": ("const a = []; for (;;) a.push(new Uint8Array(1e5))", [MEMORY, THROWN]),
    "one buffer": ("new ArrayBuffer(2 ** 31)", [MEMORY, THROWN]),
    "a buffer beyond all": ("new ArrayBuffer(2 ** 53 - 1)", [MEMORY, THROWN]),
    "a long array": ("new Array(2 ** 32 - 1).fill(0)", [MEMORY, THROWN]),
    "maps": ("const m = new Map(); for (let i = 0; ; i++) m.set({}, i)", [MEMORY]),
    "sets": ("const m = new Set(); for (let i = 0; ; i++) m.add('k' + i)", [MEMORY]),
    "symbols": ("const a = []; for (;;) a.push(Symbol('x'))", [MEMORY]),
    "closures": ("let f = null; for (;;) { const g = f; f = () => g }", [MEMORY]),
    "promises": ("const a = []; for (;;) a.push(new Promise(() => {}))", [MEMORY]),
    "big numbers": ("let x = 3n; for (;;) x = x * x", [MEMORY, THROWN, DEADLINE]),
    "a padded string": ("'x'.padEnd(2 ** 30 - 1)", [MEMORY, THROWN]),
    "joined": ("new Array(1e8).join('xxxxxxxxxx')", [MEMORY, THROWN, DEADLINE]),
    "compiled": ("new RegExp('(a{1000}){1000}{1000}')", [MEMORY, THROWN, STACK]),
    "code": ("new Function('1;'.repeat(1e7))", [MEMORY, THROWN, STACK, DEADLINE]),
    "JSON": ("const o = {}; for (let i = 0; i < 1e5; i++) o['k' + i] = 'x'.repeat(1000); JSON.stringify(o)", [MEMORY]),
    "flat": ("let a = ['x']; for (let i = 0; i < 30; i++) a = [a, a]; a.flat(Infinity)", [MEMORY, THROWN]),
    "console lines": (
        "const s = 'x'.repeat(1e6); const a = []; for (;;) { console.log(s + a.length); a.push(s + a.length) }",
        [MEMORY, DEADLINE],
    ),
    "a finalization registry": (
        "const r = new FinalizationRegistry(() => {}); for (;;) r.register({}, {})",
        [MEMORY, DEADLINE],
    ),
}

STACKS: dict[str, tuple[str, list[tuple[type[RillError], str]]]] = {
    "recursion": ("const f = () => f(); f()", [STACK]),
    "two functions": ("const f = () => g(), g = () => f(); f()", [STACK]),
    "recursion that catches": ("const f = () => { try { f() } catch { f() } }; f()", [STACK, DEADLINE]),
    "a getter": ("const o = {get x() { return this.x }}; o.x", [STACK]),
    "a proxy": ("const p = new Proxy({}, {get: (t, k, r) => r[k]}); p.x", [STACK]),
    "a tower of proxies": (
        "let p = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); p.x",
        [STACK, TRAP, MEMORY],
    ),
    "toString": ("const o = {toString() { return '' + this }}; '' + o", [STACK]),
    "toJSON": ("const o = {toJSON() { return JSON.stringify(this) }}; JSON.stringify(o)", [STACK]),
    "nested arrays to text": ("let a = []; for (let i = 0; i < 1e5; i++) a = [a]; String(a)", [STACK]),
    "nested JSON": ("let a = []; for (let i = 0; i < 1e5; i++) a = [a]; JSON.stringify(a)", [STACK, TRAP]),
    "JSON read": ("JSON.parse('['.repeat(1e6))", [STACK, TRAP, THROWN]),
    "JSON objects read": ("JSON.parse('{\"a\":'.repeat(1e5))", [STACK, TRAP, THROWN]),
    "nested parentheses": ("eval('('.repeat(1e5) + '1' + ')'.repeat(1e5))", [STACK, TRAP, THROWN]),
    "nested functions": ("eval('()=>'.repeat(1e5) + '1')", [STACK, TRAP, THROWN]),
    "nested blocks": ("eval('{'.repeat(1e5) + '}'.repeat(1e5))", [STACK, TRAP, THROWN]),
    "nested templates": ("eval('`${'.repeat(1e4) + '1' + '}`'.repeat(1e4))", [STACK, TRAP, THROWN]),
    "a regular expression": ("new RegExp('('.repeat(1e5) + ')'.repeat(1e5))", [STACK, TRAP, THROWN]),
    "a match": ("/(?:a|b)*$/.test('ab'.repeat(1e6))", [STACK, TRAP, MEMORY, DEADLINE, THROWN]),
    "a bound function": ("let f = () => 1; for (let i = 0; i < 1e5; i++) f = f.bind(null); f()", [STACK, TRAP, MEMORY]),
    "a chain of prototypes": (
        "let o = {}; for (let i = 0; i < 1e6; i++) o = Object.create(o); o.x; throw 1",
        [STACK, TRAP, THROWN, MEMORY],
    ),
    "a class of classes": (
        "let C = class {}; for (let i = 0; i < 1e4; i++) C = class extends C {}; new C()",
        [STACK, TRAP, MEMORY, DEADLINE],
    ),
    "a payload": (
        "let a = []; for (let i = 0; i < 1e5; i++) a = [a]; send('x', a)",
        [STACK, TRAP, THROWN, (GuestError, "value_too_deep")],
    ),
    "many arguments": ("Math.max(...new Array(1e7))", [STACK, TRAP, THROWN, MEMORY]),
    "applied": ("Math.max.apply(null, {length: 2 ** 31})", [STACK, TRAP, THROWN, MEMORY]),
    "a sort that sorts": ("const f = () => [2, 1].sort(f); f()", [STACK]),
    "generators": ("function* g() { yield* g() } g().next()", [STACK, MEMORY]),
    "async": ("const f = async () => { await f() }; f()", [STACK, THROWN, MEMORY]),
    "structuredClone": ("let a = []; for (let i = 0; i < 1e5; i++) a = [a]; structuredClone(a)", [STACK, TRAP, THROWN]),
    "an error of errors": ("const f = (n) => new Error('x', {cause: f(n + 1)}); throw f(0)", [STACK]),
}

LINES = {**MEMORIES, **STACKS}


@pytest.mark.parametrize(("code", "expected"), LINES.values(), ids=LINES.keys())
async def test_exhaustion_ends_one_guest(
    street: Street, code: str, expected: list[tuple[type[RillError], str]]
) -> None:
    if MEMORY in expected:
        expected = [*expected, NULL]
    await street.assert_end("handler", code, *expected, limits=LIMITS)


@pytest.mark.parametrize("place", ["render", "layout", "effect", "press", "timer", "promise", "async"])
@pytest.mark.parametrize(
    ("code", "expected"),
    [("const a = []; for (;;) a.push(new Array(1e4).fill(1))", MEMORY), ("const f = () => f(); f()", STACK)],
)
async def test_exhaustion_in_any_place(
    street: Street, place: str, code: str, expected: tuple[type[RillError], str]
) -> None:
    await street.assert_end(place, code, expected, limits=LIMITS)


async def test_memory_that_is_caught_and_asked_for_again_ends_at_the_deadline(street: Street) -> None:
    code = "const a = []; for (;;) try { a.push(new Array(1e5).fill(1)) } catch {}"
    await street.assert_end("handler", code, MEMORY, DEADLINE, limits=SHORT)


async def test_a_guest_may_survive_its_own_stack(street: Street) -> None:
    code = "const f = () => f(); try { f() } catch (e) { send('survived', e.name) }"
    assert await street.messages_of("handler", code) == {"survived": "RangeError"}


async def test_a_tree_that_is_too_deep_is_refused(street: Street) -> None:
    code = "let e = h(sdk.View); for (let i = 0; i < 300; i++) e = h(sdk.View, null, e); return e"
    await street.assert_end("show", code, (LimitError, "depth_exceeded"), limits=LIMITS)
