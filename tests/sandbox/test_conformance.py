"""What every provider must do. A test that needs a capability a provider lacks asserts the documented refusal
instead."""

from __future__ import annotations

import hashlib
import math
import os
import pickle
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rill.protocol.errors import GuestError, HostError, LimitError, ProviderError
from rill.sandbox import Isolation, Program, Provider, Unit, open_provider, require_capabilities
from sandbox.guests import (
    CLOCK_MS,
    CORE,
    LIMITS,
    Ext,
    decode,
    encode,
    ext,
    program,
    start,
    start_turn,
    turn_program,
)

PROVIDERS = ("wasm", "quickjs", "v8")

UNDEFINED = Ext(0, b"\0")


@pytest.fixture(scope="module", params=PROVIDERS)
def provider(request: pytest.FixtureRequest) -> Iterator[Provider]:
    opened = open_provider(request.param)
    yield opened
    opened.close()


def lacks(provider: Provider, **wanted: bool | Isolation) -> bool:
    """Whether the provider lacks a capability; if so it must refuse it by name."""
    missing = [name for name, value in wanted.items() if getattr(provider.capabilities, name) != value]
    if not missing:
        require_capabilities(provider, **wanted)
        return False
    with pytest.raises(ProviderError, match=missing[0]) as caught:
        require_capabilities(provider, **wanted)
    assert caught.value.code == "capability_missing"
    return True


# ---- values: from the guest ----


def float64(value: float) -> bytes:
    return struct.pack(">d", value)


def error_payload(name: str, message: str, stack: Any, **cause: Any) -> dict[str, Any]:
    return {"name": name, "message": message, "stack": stack, **cause}


SENT: list[tuple[str, Any]] = [
    ("null", None),
    ("true", True),
    ("false", False),
    ("0", 0),
    ("127", 127),
    ("128", 128),
    ("65535", 65535),
    ("65536", 65536),
    ("2**32 - 1", 2**32 - 1),
    ("2**32", 2**32),
    ("2**53 - 1", 2**53 - 1),
    ("2**53", float(2**53)),
    ("-1", -1),
    ("-32", -32),
    ("-33", -33),
    ("-129", -129),
    ("-(2**31)", -(2**31)),
    ("-(2**31) - 1", -(2**31) - 1),
    ("-(2**53 - 1)", -(2**53 - 1)),
    ("1.5", 1.5),
    ("5e-324", 5e-324),
    ("Infinity", math.inf),
    ("''", ""),
    ("'text'", "text"),
    ("'\\u00e9'", "é"),
    ("'\\u20ac'", "€"),
    ("'\\ud83d\\ude00'", "😀"),
    ("'a\\0b'", "a\0b"),
    ("'\\ud800'", "\ufffd"),
    ("'a\\udc00b\\ud800'", "a\ufffdb\ufffd"),
    ("'x'.repeat(31)", "x" * 31),
    ("'x'.repeat(32)", "x" * 32),
    ("'x'.repeat(256)", "x" * 256),
    ("'\\u00e9'.repeat(40000)", "é" * 40000),
    (
        "(() => { let s = ''; for (let i = 0; i < 5000; i++) s += 'rope ' + i; return s; })()",
        "".join(f"rope {i}" for i in range(5000)),
    ),
    ("'abcdefghij'.repeat(100).slice(3, 907)", ("abcdefghij" * 100)[3:907]),
    ("[]", []),
    ("[1, [2, [3]]]", [1, [2, [3]]]),
    ("Array.from({length: 16}, (_, i) => i)", list(range(16))),
    ("Array.from({length: 70000}, () => 0)", [0] * 70000),
    ("[1, , 3]", [1, UNDEFINED, 3]),
    ("({})", {}),
    ("({a: 1, b: {c: 'd'}})", {"a": 1, "b": {"c": "d"}}),
    ("({b: 1, a: 2, 10: 3, 2: 4})", {"2": 4, "10": 3, "b": 1, "a": 2}),
    ("Object.fromEntries(Array.from({length: 20}, (_, i) => ['k' + i, i]))", {f"k{i}": i for i in range(20)}),
    ("({a: undefined})", {"a": UNDEFINED}),
    ("({[Symbol('s')]: 1, a: 2})", {"a": 2}),
    ("Object.defineProperty({a: 1}, 'hidden', {value: 2, enumerable: false})", {"a": 1}),
    ("({get a() { return 5; }})", {"a": 5}),
    ('JSON.parse(\'{"__proto__": 1, "constructor": 2, "prototype": 3, "a": 4}\')', {"a": 4}),
    ("Object.create({inherited: 1}, {own: {value: 2, enumerable: true}})", {"own": 2}),
    ("Object.create(null)", {}),
    ("new (class Point { constructor() { this.x = 1; } get y() { return 2; } })()", {"x": 1}),
    ("({toJSON() { return 'no'; }, a: 1, toString: 1})", None),
    ("new Proxy([1, 2], {})", [1, 2]),
    ("new Proxy({a: 1}, {})", {"a": 1}),
    ("new Proxy(new Proxy([7], {}), {})", [7]),
    ("undefined", UNDEFINED),
    ("new Date(1700000000123)", Ext(2, float64(1700000000123.0))),
    ("new Date(-62135596800000)", Ext(2, float64(-62135596800000.0))),
    ("new Date(253402300799999)", Ext(2, float64(253402300799999.0))),
    ("new Map([[1, 'a'], ['k', [2]]])", Ext(4, b"\x94\x01\xa1a\xa1k\x91\x02")),
    ("new Map()", Ext(4, b"\x90")),
    ("new Set([1, 'a'])", Ext(5, b"\x92\x01\xa1a")),
    ("0n", Ext(6, b"0")),
    ("255n", Ext(6, b"ff")),
    ("-255n", Ext(6, b"-ff")),
    ("-(2n ** 31n)", Ext(6, b"-80000000")),
    ("2n ** 63n", Ext(6, b"8000000000000000")),
    ("-(2n ** 64n)", Ext(6, b"-10000000000000000")),
    ("2n ** 16383n", Ext(6, b"8" + b"0" * 4095)),
    ("new ArrayBuffer(0)", Ext(7, b"")),
    ("new Uint8Array([1, 2, 3]).buffer", Ext(7, b"\1\2\3")),
    ("new Uint8Array([1, 255])", b"\x01\xff"),
    ("new Uint8Array([0, 1, 2, 3]).subarray(1, 3)", b"\1\2"),
    ("new Int8Array([-1])", Ext(8, b"\1\xff")),
    ("new Uint8ClampedArray([300])", Ext(8, b"\2\xff")),
    ("new Int16Array([-2])", Ext(8, b"\3\xfe\xff")),
    ("new Uint16Array([258])", Ext(8, b"\4\2\1")),
    ("new Int32Array([-1])", Ext(8, b"\5\xff\xff\xff\xff")),
    ("new Uint32Array([1])", Ext(8, b"\6\1\0\0\0")),
    ("new Float32Array([1.5])", Ext(8, b"\7" + struct.pack("<f", 1.5))),
    ("new Float64Array([1.5])", Ext(8, b"\x08" + struct.pack("<d", 1.5))),
    ("new BigInt64Array([-1n])", Ext(8, b"\x09" + b"\xff" * 8)),
    ("new BigUint64Array([1n])", Ext(8, b"\x0a\1" + b"\0" * 7)),
    ("new DataView(new Uint8Array([1, 2, 3]).buffer, 1)", Ext(8, b"\x0b\2\3")),
    ("(() => {})", Ext(1, b"\0\0\0\0")),
    ("new Proxy(function () {}, {})", Ext(1, b"\0\0\0\0")),
]


@pytest.mark.parametrize(
    ("expression", "expected"), [case for case in SENT if case[1] is not None or case[0] == "null"]
)
def test_value_of_the_guest_arrives_as_documented(provider: Provider, expression: str, expected: Any) -> None:
    with start_turn(provider, f"rill.send({expression});") as guest:
        [value] = guest.turn()
    assert value == expected
    assert type(value) is type(expected)


def test_special_numbers_keep_their_bits(provider: Provider) -> None:
    body = "rill.send([NaN, -0, new Float64Array(new BigUint64Array([0xfff8000000000001n]).buffer)[0]]);"
    with start_turn(provider, body) as guest:
        outbox = guest.turn_bytes()
    nan = b"\xcb\x7f\xf8\0\0\0\0\0\0"
    assert outbox == b"\x91\x93" + nan + b"\xcb\x80\0\0\0\0\0\0\0" + nan


@pytest.mark.parametrize(
    ("expression", "name", "message", "has_cause"),
    [
        ("new Error('plain')", "Error", "plain", False),
        ("new TypeError('typed')", "TypeError", "typed", False),
        ("Object.assign(new Error('m'), {name: 'Own'})", "Own", "m", False),
        ("new Error('m', {cause: {deep: [1]}})", "Error", "m", True),
        ("new (class MyError extends Error { get name() { return 'Mine'; } })('m')", "Mine", "m", False),
    ],
)
def test_error_crosses_with_name_message_stack_and_cause(
    provider: Provider, expression: str, name: str, message: str, has_cause: bool
) -> None:
    with start_turn(provider, f"rill.send({expression});") as guest:
        [value] = guest.turn()
    assert value.code == 3
    fields = decode(value.data)
    assert (fields["name"], fields["message"]) == (name, message)
    assert isinstance(fields["stack"], str)
    assert ("cause" in fields) is has_cause
    if has_cause:
        assert fields["cause"] == {"deep": [1]}


@pytest.mark.parametrize(
    ("expression", "problem", "path"),
    [
        ("Symbol('s')", "symbol", "the value itself"),
        ("[1, {a: Symbol('s')}]", "symbol", "[1].a"),
        ("(() => { const a = {b: [{}]}; a.b[0].c = a; return a; })()", "cycle", ".b[0].c"),
        ("(() => { const m = new Map(); m.set('k', m); return m; })()", "cycle", "[1]"),
        ("(() => { let a = []; for (let i = 0; i < 200; i++) a = [a]; return a; })()", "too deep", "[0][0]"),
        ("[new Date(NaN)]", "Date", "[0]"),
        ("new Date(253402300800000)", "Date", "the value itself"),
        ("[2n ** 16384n]", "BigInt", "[0]"),
    ],
)
def test_value_that_cannot_cross_is_a_type_error_that_names_the_path(
    provider: Provider, expression: str, problem: str, path: str
) -> None:
    body = f"try {{ rill.send({expression}); }} catch (e) {{ rill.send([e.name, e.message]); }}"
    with start_turn(provider, body) as guest:
        [[name, message]] = guest.turn()
    assert name == "TypeError"
    assert problem in message
    assert path in message


def test_shared_value_that_is_no_cycle_crosses_twice(provider: Provider) -> None:
    with start_turn(provider, "const s = {a: 1}; rill.send([s, s, {s}]);") as guest:
        assert guest.turn() == [[{"a": 1}, {"a": 1}, {"s": {"a": 1}}]]


def test_failed_append_leaves_nothing_behind(provider: Provider) -> None:
    body = """
    rill.send('before');
    for (const bad of [Symbol('s'), {a: 'x'.repeat(1000), b: Symbol('s')}, {get x() { throw new Error('no'); }}]) {
      try { rill.send([1, 2, bad]); } catch (e) {}
    }
    rill.send('after');
    """
    with start_turn(provider, body) as guest:
        assert guest.turn() == ["before", "after"]


def test_getter_that_appends_is_refused(provider: Provider) -> None:
    body = "try { rill.send({get x() { rill.send('inner'); return 1; }}); } catch (e) { rill.send(e.name); }"
    with start_turn(provider, body) as guest:
        assert guest.turn() == ["TypeError"]


@pytest.mark.parametrize(
    "body",
    [
        # An array that shrinks, grows or becomes sparse while its items are read.
        "const a = [{get x() { a.length = 1; return 1; }}, 2, 3]; rill.send(a);",
        "const a = [{get x() { for (let i = 0; i < 1e4; i++) a.push(i); return 1; }}, 2]; rill.send(a);",
        "const a = [{get x() { delete a[1]; a[1e6] = 1; return 1; }}, 2, 3]; rill.send(a);",
        # An object that loses, gains or redefines keys while they are read.
        "const o = {a: {get x() { delete o.b; o.c = 1; return 1; }}, b: {}}; rill.send(o);",
        "const o = {a: {get x() { for (let i = 0; i < 99; i++) o['k' + i] = i; return 1; }}, b: 2}; rill.send(o);",
        "const o = {a: {get x() { Object.defineProperty(o, 'b', {get: () => 7}); return 1; }}, b: 2}; rill.send(o);",
        # A collection that changes while it is read.
        "const m = new Map([[1, {get x() { m.clear(); return 1; }}], [2, 3]]); rill.send(m);",
        "const s = new Set([{get x() { for (let i = 0; i < 99; i++) s.add(i); return 1; }}]); rill.send(s);",
    ],
)
def test_value_that_changes_while_it_is_encoded_still_gives_a_well_formed_outbox(provider: Provider, body: str) -> None:
    with start_turn(provider, body + "rill.send('done');") as guest:
        outbox = guest.turn()
    assert len(outbox) == 2
    assert outbox[1] == "done"


def test_detached_buffer_is_a_type_error(provider: Provider) -> None:
    body = """
    const buffer = new ArrayBuffer(8), view = new Uint16Array(buffer), bytes = new Uint8Array(buffer);
    buffer.transfer();
    for (const value of [buffer, view, bytes]) try { rill.send(value); } catch (e) { rill.send(e.name); }
    """
    with start_turn(provider, body) as guest:
        assert guest.turn() == ["TypeError"] * 3


def test_function_gets_the_id_that_the_core_gives(provider: Provider) -> None:
    with start_turn(provider, "const f = () => 1; rill.send([f, f, () => 2]);") as guest:
        assert guest.turn() == [[Ext(1, b"\0\0\0\0"), Ext(1, b"\0\0\0\0"), Ext(1, b"\0\0\0\1")]]


def test_outbox_holds_the_batch_first_then_frames_in_order(provider: Provider) -> None:
    body = "rill.send(['first']); rill.write([1, 2]); rill.send(['second']); rill.write([3]);"
    with start_turn(provider, body) as guest:
        assert guest.turn() == [[1, 1, 1, [[1, 2], [3]]], ["first"], ["second"]]
        assert guest.turn()[0] == [1, 1, 2, [[1, 2], [3]]]


def test_cleared_channel_leaves_no_trace(provider: Provider) -> None:
    body = (
        "rill.write([1]); rill.send('gone'); rill.clear(0); rill.clear(1); rill.send(rill.size(0)); rill.send('kept');"
    )
    with start_turn(provider, body) as guest:
        assert guest.turn() == [0, "kept"]


# ---- values: to the guest ----

ECHOED: list[Any] = [
    None,
    True,
    0,
    -1,
    255,
    65536,
    2**32,
    2**53 - 1,
    -(2**31),
    -(2**53 - 1),
    1.5,
    "",
    "é€😀\0",
    "x" * 70000,
    [],
    [1, [2]],
    list(range(20)),
    {},
    {"a": {"b": [1]}},
    {str(i): i for i in range(20)},
    b"",
    b"\x00\xff",
    b"x" * 70000,
    ext(0, b"\0"),
    ext(2, float64(1700000000123.0)),
    ext(4, b"\x94\x01\xa1a\xa1k\x91\x02"),
    ext(5, b"\x92\x01\xa1a"),
    ext(6, b"0"),
    ext(6, b"-ff"),
    ext(6, b"8000000000000000"),
    ext(6, b"-80000000"),
    ext(6, b"8" + b"0" * 4095),
    ext(7, b""),
    ext(7, b"\1\2\3"),
    *(ext(8, bytes([kind]) + bytes(range(16))) for kind in range(1, 12)),
]


@pytest.mark.parametrize("value", ECHOED, ids=range(len(ECHOED)))
def test_value_that_was_sent_to_the_guest_comes_back_the_same(provider: Provider, value: Any) -> None:
    with start_turn(provider, "rill.send(payload);") as guest:
        outbox = guest.turn_bytes(value)
        assert outbox == b"\x91" + encode(value) if not _is_nested(value) else guest.turn(value) == [_plain(value)]


def _is_nested(value: Any) -> bool:
    return getattr(value, "code", None) in (3, 4, 5)


def _plain(value: Any) -> Any:
    return Ext(value.code, bytes(value.data))


@pytest.mark.parametrize(
    ("value", "expression", "expected"),
    [
        (ext(0, b"\0"), "payload === undefined", True),
        (b"\1", "payload instanceof Uint8Array && payload.length", 1),
        (ext(2, float64(5.0)), "payload instanceof Date && payload.getTime()", 5),
        (ext(4, b"\x92\x01\x02"), "payload instanceof Map && payload.get(1)", 2),
        (ext(5, b"\x91\x07"), "payload instanceof Set && payload.has(7)", True),
        (ext(6, b"ff"), "typeof payload + String(payload)", "bigint255"),
        (ext(7, b"\1\2"), "payload instanceof ArrayBuffer && payload.byteLength", 2),
        (ext(8, b"\3\1\0"), "payload instanceof Int16Array && payload[0]", 1),
        (ext(8, b"\x0b\7"), "payload instanceof DataView && payload.getUint8(0)", 7),
        (
            ext(3, encode({"name": "TypeError", "message": "m", "stack": "at x"})),
            "[payload instanceof TypeError, payload.name, payload.message, payload.stack, Object.keys(payload).length]",
            [True, "TypeError", "m", "at x", 0],
        ),
        (
            ext(3, encode({"name": "Odd", "message": "m", "stack": "", "cause": 4})),
            "[payload instanceof Error, payload.name, payload.cause]",
            [True, "Odd", 4],
        ),
        (
            {"__proto__": {"polluted": 1}, "constructor": 2, "a": 3},
            "[Object.keys(payload).join(), payload.polluted === undefined, ({}).polluted === undefined]",
            ["a", True, True],
        ),
        ([1, 2], "Array.isArray(payload) && payload.length === 2", True),
    ],
)
def test_value_has_its_kind_in_the_guest(provider: Provider, value: Any, expression: str, expected: Any) -> None:
    with start_turn(provider, f"rill.send({expression});") as guest:
        assert guest.turn(value) == [expected]


def test_function_comes_back_as_the_same_function(provider: Provider) -> None:
    body = "if (message[1] === 1) { globalThis.f = () => 1; rill.send(f); } else rill.send([payload === f]);"
    with start_turn(provider, body) as guest:
        [function] = guest.turn()
        assert guest.turn(ext(1, function.data)) == [[True]]


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\xc1",
        b"\x92\x01",
        b"\xdd\xff\xff\xff\xff",
        b"\xdf\xff\xff\xff\xff",
        b"\xdb\xff\xff\xff\xff",
        b"\xc9\xff\xff\xff\xff\x01",
        b"\x81\x01\x02",
        b"\x01\x01",
        b"\xd4\x63\x00",
        b"\xc7\x00\x06",
        b"\xc7\x02\x08\x03\x00",
        b"\xc7\x01\x04\x91",
        b"\xc7\x02\x04\x91\x01",
        b"\x91" * 600 + b"\xc0",
        b"\xc7\x01\x06g",
    ],
)
def test_malformed_message_is_a_provider_error_and_not_the_guests_fault(provider: Provider, message: bytes) -> None:
    with start_turn(provider, "rill.send('never');") as guest, pytest.raises(ProviderError) as caught:
        guest.sandbox.turn(message, 1000)
    assert caught.value.code == "engine_failed"


# ---- errors ----


def test_thrown_error_carries_name_message_and_the_guests_stack(provider: Provider) -> None:
    body = "function inner() { throw new TypeError('told you'); }\ninner();"
    with start_turn(provider, body) as guest, pytest.raises(GuestError, match="told you") as caught:
        guest.turn()
    assert caught.value.code == "exception"
    assert caught.value.name == "TypeError"
    assert "inner" in caught.value.stack
    # The native binding names every unit <evalScript>; documented in rill/sandbox/quickjs.
    assert ("guest.js" in caught.value.stack) is (provider.name != "quickjs")


@pytest.mark.parametrize(
    ("thrown", "message"),
    [
        ("'a string'", "a string"),
        ("42.5", "42.5"),
        ("undefined", "undefined"),
        ("true", "true"),
        ("7n", "BigInt"),
        ("Symbol('s')", "symbol"),
        ("(() => 1)", ""),
        ("({message: 'data'})", "data"),
        ("({})", "object"),
    ],
)
def test_whatever_is_thrown_ends_the_turn_with_a_description(provider: Provider, thrown: str, message: str) -> None:
    with start_turn(provider, f"throw {thrown};") as guest:
        with pytest.raises(GuestError) as caught:
            guest.turn()
        assert message in str(caught.value)
        assert not guest.sandbox.is_usable


def test_thrown_null_ends_the_turn(provider: Provider) -> None:
    # QuickJS itself throws null when it has no room for an error. The bridge tells the two apart, the binding cannot.
    expected = "memory" if provider.name == "quickjs" else "exception"
    with start_turn(provider, "throw null;") as guest, pytest.raises((GuestError, LimitError)) as caught:
        guest.turn()
    assert caught.value.code == expected


TRAPS_FOR_FORMATTERS = [
    "const e = new Error('m'); Object.defineProperty(e, 'message', {get() { TRAP }}); throw e;",
    "const e = new Error('m'); Object.defineProperty(e, 'name', {get() { TRAP }}); throw e;",
    "const e = new Error('m'); Object.defineProperty(e, 'stack', {get() { TRAP }}); throw e;",
    "class E extends Error { get name() { TRAP } get message() { TRAP } } throw new E('m');",
    "throw new Proxy(new Error(), {get() { TRAP }, getPrototypeOf() { TRAP }, getOwnPropertyDescriptor() { TRAP }});",
    "throw Object.create(new Proxy({}, {get() { TRAP }, getOwnPropertyDescriptor() { TRAP }}));",
    "throw {toString() { TRAP }, valueOf() { TRAP }, [Symbol.toPrimitive]() { TRAP }, message: {toString() { TRAP }}};",
    "Error.prototype.toString = () => { TRAP }; throw new Error('m');",
]


@pytest.mark.parametrize("trap", ["throw new Error('again');", "while (true);"])
@pytest.mark.parametrize("body", TRAPS_FOR_FORMATTERS)
def test_describing_an_error_runs_no_code_of_the_guest(provider: Provider, body: str, trap: str) -> None:
    if lacks(provider, hard_deadline=True):
        return
    with start_turn(provider, body.replace("TRAP", trap)) as guest, pytest.raises(GuestError) as caught:
        guest.turn(deadline_ms=60_000)
    assert caught.value.code == "exception"
    assert "again" not in str(caught.value)


def test_huge_message_is_cut_to_a_few_kilobytes(provider: Provider) -> None:
    with start_turn(provider, "throw new Error('\\u20ac'.repeat(3e6));") as guest, pytest.raises(GuestError) as caught:
        guest.turn()
    assert str(caught.value).startswith("€€€")
    assert len(str(caught.value).encode()) + len(caught.value.stack.encode()) <= 8 * 1024


def test_syntax_error_names_unit_and_line(provider: Provider) -> None:
    broken = Program(units=(CORE, Unit("broken.js", b"\n\nlet let = ;")))
    with pytest.raises(GuestError) as caught:
        provider.build_image(broken, LIMITS, 5000)
    assert caught.value.name == "SyntaxError"
    assert caught.value.path == "broken.js"


def test_unit_that_throws_while_it_is_loaded_fails_the_image(provider: Provider) -> None:
    with pytest.raises(GuestError, match="at load") as caught:
        provider.build_image(program("throw new Error('at load');"), LIMITS, 5000)
    assert caught.value.path == "guest.js"
    assert caught.value.stack


def test_nothing_leaves_a_guest_while_it_is_loaded(provider: Provider) -> None:
    with pytest.raises(GuestError, match="while"):
        provider.build_image(program("rill.send('early');"), LIMITS, 5000)


def test_program_without_units_is_the_hosts_error(provider: Provider) -> None:
    with pytest.raises(HostError):
        provider.build_image(Program(units=()), LIMITS, 5000)


# ---- jobs ----


def test_jobs_and_immediates_settle_within_the_turn(provider: Provider) -> None:
    body = """
    const note = (text) => rill.send(text);
    rill.immediate(() => { note('immediate'); Promise.resolve().then(() => note('job of immediate')); });
    Promise.resolve().then(() => note('job')).then(() => rill.immediate(() => note('immediate of job')));
    (async () => { await null; note('async'); })();
    note('turn');
    """
    with start_turn(provider, body) as guest:
        assert guest.turn() == ["turn", "job", "async", "immediate", "immediate of job", "job of immediate"]


def test_promise_that_settles_in_a_later_turn_runs_then(provider: Provider) -> None:
    body = """
    if (message[1] === 1) new Promise((resolve) => { globalThis.go = resolve; }).then((v) => rill.send(['then', v]));
    else go(payload);
    """
    with start_turn(provider, body) as guest:
        assert guest.turn() == []
        assert guest.turn("now") == [["then", "now"]]


def test_unhandled_rejection_is_reported_and_a_handled_one_is_not(provider: Provider) -> None:
    if provider.name in ("quickjs", "v8"):
        # The bindings report no rejections: documented in rill/sandbox/quickjs and rill/sandbox/v8.
        return
    body = """
    Promise.reject(new Error('lost'));
    Promise.reject(new Error('caught')).catch(() => {});
    const late = Promise.reject(new Error('late'));
    Promise.resolve().then(() => late.catch(() => {}));
    """
    with start_turn(provider, body) as guest:
        assert guest.turn() == [["rejection", "lost"]]


def test_endless_chain_of_immediates_fails_by_rounds(provider: Provider) -> None:
    body = "(function again() { rill.immediate(again); })();"
    with start_turn(provider, body) as guest, pytest.raises(LimitError) as caught:
        guest.turn()
    assert caught.value.code == "rounds"


@pytest.mark.parametrize(("rounds", "settles"), [(9_999, True), (10_000, False)])
def test_rounds_are_counted_exactly(provider: Provider, rounds: int, settles: bool) -> None:
    body = f"let left = {rounds}; (function again() {{ rill.immediate(() => {{ if (--left > 0) again(); }}); }})();"
    with start_turn(provider, body + "rill.send('done');") as guest:
        if settles:
            assert guest.turn() == ["done"]
        else:
            with pytest.raises(LimitError):
                guest.turn()


@pytest.mark.parametrize(
    ("code", "reported"),
    [
        ("state", "state"),
        ("unknown_module", "unknown_module"),
        ("memory", "exception"),
        ("trap", "exception"),
        ("Not A Code", "exception"),
        ("x" * 65, "exception"),
    ],
)
def test_an_error_keeps_the_code_that_it_was_given_unless_it_is_a_providers(
    provider: Provider, code: str, reported: str
) -> None:
    body = f"throw Object.assign(new Error('refused'), {{code: {code!r}}});"
    with start_turn(provider, body) as guest, pytest.raises(GuestError) as caught:
        guest.turn()
    assert caught.value.code == reported


def test_clearing_a_channel_gives_its_share_of_the_limits_back(provider: Provider) -> None:
    body = """
    try { for (;;) rill.write([1n, 2, 3]); } catch (error) { globalThis.code = error.code; }
    rill.clear(0);
    for (let i = 0; i < 5; i++) rill.send([new Set(), code]);
    """
    with start_turn(provider, body, values=60, extensions=20) as guest:
        assert [code for _, code in guest.turn()] == ["values"] * 5


# ---- limits ----


@pytest.mark.parametrize("extra", [-1, 0, 1])
def test_outbox_limit_is_met_at_the_byte(provider: Provider, extra: int) -> None:
    limit = 10_000
    # The room for the heads of outbox and batch, 64 bytes, belongs to the limit.
    body = f"rill.send('x'.repeat({limit - 64 - 3 + extra}));"
    with start_turn(provider, body, outbox_bytes=limit) as guest:
        if extra <= 0:
            assert len(guest.turn()[0]) == limit - 64 - 3 + extra
        else:
            with pytest.raises(LimitError) as caught:
                guest.turn()
            assert (caught.value.code, caught.value.limit, caught.value.maximum) == ("outbox", "outbox_bytes", limit)


@pytest.mark.parametrize("extra", [-1, 0, 1])
def test_value_limit_is_met_at_the_value(provider: Provider, extra: int) -> None:
    # The outbox itself is a value, and so is the array that is sent.
    body = f"rill.send(Array.from({{length: {100 - 2 + extra}}}, () => 1));"
    with start_turn(provider, body, values=100) as guest:
        if extra <= 0:
            assert len(guest.turn()[0]) == 98 + extra
        else:
            with pytest.raises(LimitError) as caught:
                guest.turn()
            assert caught.value.code == "values"


def test_keys_count_as_values(provider: Provider) -> None:
    with start_turn(provider, "rill.send({a: 1, b: 2, c: 3});", values=7) as guest, pytest.raises(LimitError):
        guest.turn()
    with start_turn(provider, "rill.send({a: 1, b: 2, c: 3});", values=8) as guest:
        assert guest.turn() == [{"a": 1, "b": 2, "c": 3}]


@pytest.mark.parametrize("extra", [-1, 0, 1])
def test_extension_limit_is_met_at_the_extension(provider: Provider, extra: int) -> None:
    body = f"rill.send(Array.from({{length: {50 + extra}}}, () => undefined));"
    with start_turn(provider, body, extensions=50) as guest:
        if extra <= 0:
            assert len(guest.turn()[0]) == 50 + extra
        else:
            with pytest.raises(LimitError) as caught:
                guest.turn()
            assert caught.value.code == "extensions"


@pytest.mark.parametrize(("depth", "passes"), [(31, True), (32, True), (33, False)])
def test_depth_limit_is_met_at_the_level(provider: Provider, depth: int, passes: bool) -> None:
    body = f"let a = []; for (let i = 1; i < {depth}; i++) a = [a]; rill.send(a);"
    with start_turn(provider, body, depth=32) as guest:
        if passes:
            guest.turn()
        else:
            with pytest.raises(GuestError, match="too deep"):
                guest.turn()


def test_guest_may_catch_a_limit_of_the_outbox_and_go_on(provider: Provider) -> None:
    body = "try { rill.send('x'.repeat(2e6)); } catch (e) { rill.send([e.name, e.message]); }"
    with start_turn(provider, body) as guest:
        for _ in range(2):
            [[name, message]] = guest.turn()
            assert name == "RangeError"
            assert "outbox_max=" in message


def test_sparse_array_of_four_billion_costs_nothing(provider: Provider) -> None:
    body = "try { rill.send(new Array(4294967295)); } catch (e) { rill.send(e.name); }"
    with start_turn(provider, body) as guest:
        assert guest.turn(deadline_ms=1000) == ["RangeError"]


def test_memory_limit_ends_the_guest(provider: Provider) -> None:
    body = "const a = []; while (true) a.push(new Array(1000).fill(1.5));"
    with start_turn(provider, body) as guest, pytest.raises(LimitError) as caught:
        guest.turn(deadline_ms=60_000)
    assert (caught.value.code, caught.value.limit) == ("memory", "memory_bytes")


def test_guest_may_catch_running_out_of_memory(provider: Provider) -> None:
    body = """
    let a = [];
    try { while (true) a.push(new Uint8Array(100000)); } catch (e) { a = null; rill.send('caught'); }
    """
    if provider.name == "v8":
        # The binding does not count what ArrayBuffers hold: documented in rill/sandbox/v8. Nothing is written to these.
        body = "let a = []; for (let i = 0; i < 80; i++) a.push(new Uint8Array(1e6)); rill.send('not counted');"
    with start_turn(provider, body) as guest:
        assert guest.turn(deadline_ms=60_000) == ["not counted" if provider.name == "v8" else "caught"]


def test_garbage_is_collected_before_the_memory_limit_is_met(provider: Provider) -> None:
    body = """
    for (let i = 0; i < 3e5; i++) { const a = {data: 'x' + i}; a.self = a; }
    rill.send('done');
    """
    with start_turn(provider, body, memory_bytes=16 * 1024 * 1024) as guest:
        assert guest.turn(deadline_ms=60_000) == ["done"]


GARBAGE = """
let gone = 0, weak;
const registry = new FinalizationRegistry(() => { gone++; });
exports.turn = (payload) => {
  // Cycles, which only the collector frees; a hundredth of them is counted.
  for (let i = 0; i < payload; i++) {
    const a = {data: 'x' + i};
    a.self = a;
    if (i % 100 === 0) { registry.register(a, i); weak = new WeakRef(a); }
  }
  rill.send([gone, weak?.deref()?.data ?? null]);
};
"""


@pytest.mark.parametrize("does_rest", [True, False])
def test_garbage_is_collected_between_turns_and_the_guest_cannot_tell_whether_the_host_found_the_time(
    provider: Provider, does_rest: bool
) -> None:
    # Goal: no collection in the middle of a turn of ordinary size, and the same bytes whatever the host does.
    with start(provider, program(GARBAGE)) as guest:
        seen = []
        for count in (20_000, 0, 60_000, 0, 0, 60_000, 0):
            seen.append(guest.turn(count)[0])
            if lacks(provider, deterministic=True):
                assert not guest.sandbox.is_rest_due
            if does_rest:
                guest.sandbox.rest(1_000)
                assert not guest.sandbox.is_rest_due
        if lacks(provider, deterministic=True):
            return
        # 20,000 cycles are below what is due; 80,000 are not, and go before the next turn, which hears of it by a job.
        assert [entry[0] for entry in seen] == [0, 0, 0, 0, 800, 800, 800]
        assert [entry[1] for entry in seen][:4] == ["x19900", "x19900", "x59900", None]


@pytest.mark.parametrize("does_trim", [True, False])
def test_a_guest_cannot_tell_whether_memory_that_it_did_not_need_was_given_back(
    provider: Provider, does_trim: bool
) -> None:
    body = "let all = []; exports.turn = (n) => { for (let i = 0; i < n; i++) all.push({n: all.length}); "
    body += "if (n < 0) all = all.slice(n); rill.send([all.length, all.reduce((sum, item) => sum + item.n, 0)]); };"
    with start(provider, program(body)) as guest:
        seen = []
        for count in (0, 10, 5_000, -3, 0, 20_000, 1):
            seen.append(guest.turn(count)[0])
            if does_trim:
                assert guest.sandbox.trim() >= 0
                assert guest.sandbox.trim() == 0
        assert seen[1:4] == [[10, 45], [5_010, 12_547_545], [3, 15_024]]
        assert [length for length, _ in seen[4:]] == [3, 20_003, 20_004]


def test_a_guest_that_has_ended_has_nothing_to_give_back(provider: Provider) -> None:
    with start(provider, program(GARBAGE)) as guest:
        guest.turn(1)
        guest.sandbox.close()
        with pytest.raises(HostError):
            guest.sandbox.trim()


def test_a_rest_is_due_once_and_not_in_a_guest_that_has_ended(provider: Provider) -> None:
    with start(provider, program(GARBAGE)) as guest:
        guest.turn(80_000)
        assert guest.sandbox.is_rest_due == provider.capabilities.deterministic
        guest.sandbox.rest(1_000)
        assert not guest.sandbox.is_rest_due
        guest.turn(80_000)
        guest.sandbox.close()
        assert not guest.sandbox.is_rest_due
        with pytest.raises(HostError):
            guest.sandbox.turn(b"\x00", 1_000)


RECURSIONS = {
    "function": "(function f() { f(); })();",
    "map": "(function f() { [1].map(f); })();",
    "getter": "({get x() { return this.x; }}).x;",
    "sort": "(function f() { [2, 1].sort(f); return 0; })();",
    "replace": "(function f() { 'a'.replace(/a/, f); return ''; })();",
    "toJSON": "(function f() { JSON.stringify({toJSON: f}); })();",
    "proxy": "new Proxy({}, {get(t, k, r) { return r.x; }}).x;",
    "class": "class A { constructor() { new A(); } } new A();",
    "generator": "function* f() { yield* f(); } [...f()];",
    "join": "let a = []; for (let i = 0; i < 1e5; i++) a = [a]; String(a);",
    # Native code, which takes far more native stack than the engine's own check sees.
    "stringify": "let o = {}; const top = o; for (let i = 0; i < 1e5; i++) o = o.a = {}; JSON.stringify(top);",
    "parse": "JSON.parse('['.repeat(1e5) + ']'.repeat(1e5));",
    "parse objects": "JSON.parse('{\"a\":'.repeat(1e5) + '1' + '}'.repeat(1e5));",
    "parentheses": "(0, eval)('('.repeat(1e5) + '1' + ')'.repeat(1e5));",
    "arrows": "(0, eval)('(()=>'.repeat(1e5) + '1' + ')'.repeat(1e5));",
    "templates": "(0, eval)('`${'.repeat(1e5) + '1' + '}`'.repeat(1e5));",
    "blocks": "(0, eval)('{'.repeat(1e5) + '}'.repeat(1e5));",
    "signs": "(0, eval)('- '.repeat(1e5) + '1');",
    "groups": "new RegExp('(?:'.repeat(1e5) + ')'.repeat(1e5));",
    "flat": "let a = []; for (let i = 0; i < 1e5; i++) a = [a]; a.flat(Infinity);",
    "proxies": "let p = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); p.x;",
}


# What V8 does in a loop, at any depth.
LOOPS_OF_V8 = ("stringify", "parse", "parse objects", "groups")


@pytest.mark.parametrize(("kind", "source"), RECURSIONS.items(), ids=RECURSIONS)
def test_deep_recursion_is_an_error_that_the_guest_can_catch(provider: Provider, kind: str, source: str) -> None:
    body = f"let name = ''; try {{ {source} }} catch (e) {{ name = e.name; }} rill.send(name);"
    with start_turn(provider, body) as guest:
        [name] = guest.turn(deadline_ms=60_000)
        if provider.name == "v8" and kind in LOOPS_OF_V8:
            assert name == ""
        else:
            assert name in ("RangeError", "InternalError", "SyntaxError")
        assert guest.sandbox.is_usable


def test_recursion_that_is_not_caught_is_a_limit_error(provider: Provider) -> None:
    with start_turn(provider, RECURSIONS["function"]) as guest, pytest.raises(LimitError) as caught:
        guest.turn()
    assert (caught.value.code, caught.value.limit) == ("stack", "stack_bytes")


# ---- deadlines ----

SOFT_LOOPS = {
    "plain": "while (true);",
    "swallowing": "while (true) { try { while (true); } catch (e) {} finally {} }",
    "async": "(async () => { while (true) try { await (async () => { while (true); })(); } catch (e) {} })();",
    "generator": "function* g() { try { yield; for (;;); } finally { for (;;); } } const i = g(); i.next(); i.next();",
    "regex": "/^(a+)+$/.exec('a'.repeat(40) + 'b');",
    "sort": "const a = Array.from({length: 1e5}, (_, i) => i * 7919 % 100003); while (true) a.sort((x, y) => x - y);",
    "recursion": "(function f() { try { f(); } catch (e) {} f(); })();",
}
HARD_LOOPS = {
    "jobs": "(function f() { Promise.resolve().then(f); })();",
    "native jobs": "(function f() { for (let i = 0; i < 999; i++) done.then(); done.then(f); })();",
    "sparse walk": "const a = []; a.length = 4294967295; a.indexOf(1);",
    "reverse": "Array.prototype.reverse.call({length: 2 ** 53 - 1});",
    "indexOf": "const a = 'ab'.repeat(5e6), b = 'ab'.repeat(2e6) + 'c'; while (true) a.indexOf(b);",
    "fill": "const a = new Uint8Array(1e7); while (true) a.fill(1);",
    "native sort": "const a = Array.from({length: 2e5}, (_, i) => 'k' + i * 7919 % 200003); while (true) a.sort();",
    "stack formatter": "Error.prepareStackTrace = () => { while (true); }; throw new Error('m');",
    "at the deadline": "Error.prepareStackTrace = () => { while (true); }; while (true);",
    "encoding": "rill.send({get a() { while (true); }});",
    "immediate": "rill.immediate(() => { while (true); });",
    "job": "Promise.resolve().then(() => { while (true); });",
}


def assert_ends_at_the_deadline(provider: Provider, body: str) -> None:
    with start_turn(provider, "const done = Promise.resolve();" + body) as guest:
        with pytest.raises(LimitError) as caught:
            guest.turn(deadline_ms=60)
        assert (caught.value.code, caught.value.limit) == ("deadline", "turn_ms")
        assert not guest.sandbox.is_usable


@pytest.mark.parametrize("body", SOFT_LOOPS.values(), ids=SOFT_LOOPS)
def test_loop_ends_at_the_deadline(provider: Provider, body: str) -> None:
    assert_ends_at_the_deadline(provider, body)


@pytest.mark.parametrize("body", HARD_LOOPS.values(), ids=HARD_LOOPS)
def test_native_loop_ends_at_the_deadline(provider: Provider, body: str) -> None:
    if lacks(provider, hard_deadline=True):
        return
    assert_ends_at_the_deadline(provider, body)


def test_deadline_brings_the_guests_stack(provider: Provider) -> None:
    if lacks(provider, hard_deadline=True):
        return
    body = "(function spin() { while (true); })();"
    with start_turn(provider, body) as guest, pytest.raises(LimitError) as caught:
        guest.turn(deadline_ms=30)
    assert "spin" in caught.value.stack


def test_no_code_of_the_guest_runs_once_the_deadline_is_noticed(provider: Provider) -> None:
    if lacks(provider, hard_deadline=True):
        return
    body = "Error.prepareStackTrace = () => 'written by the guest'; (function spin() { while (true); })();"
    with start_turn(provider, body) as guest, pytest.raises(LimitError) as caught:
        guest.turn(deadline_ms=30)
    assert "spin" in caught.value.stack
    assert "written" not in caught.value.stack


def test_loop_while_loading_ends_at_the_deadline_and_names_the_unit(provider: Provider) -> None:
    with pytest.raises(LimitError) as caught:
        provider.build_image(program("while (true);"), LIMITS, 60)
    assert (caught.value.code, caught.value.path) == ("deadline", "guest.js")
    assert (caught.value.limit, caught.value.maximum) == ("load_ms", 60)


# ---- determinism ----


def test_clock_stands_still_within_a_turn_and_says_what_the_message_says(provider: Provider) -> None:
    body = """
    const first = Date.now(), start = performance.now();
    for (let i = 0; i < 1e5; i++) Math.sqrt(i);
    rill.send([first, Date.now() - first, performance.now() - start, new Date().getTime(), new Date().toISOString()]);
    """
    with start_turn(provider, body) as guest:
        assert guest.turn(now_ms=1_700_000_000_123.0) == [
            [1_700_000_000_123, 0, 0, 1_700_000_000_123, "2023-11-14T22:13:20.123Z"]
        ]
        assert guest.turn(now_ms=5.0)[0][0] == 5


def test_clock_while_loading_is_the_programs(provider: Provider) -> None:
    source = program("const at = Date.now(); exports.turn = () => rill.send(at);", clock_ms=1234.0)
    with start(provider, source) as guest:
        assert guest.turn() == [1234]


def test_time_zone_is_utc(provider: Provider) -> None:
    if lacks(provider, deterministic=True):
        return
    with start_turn(provider, "rill.send([new Date(0).getTimezoneOffset(), String(new Date(0))]);") as guest:
        [[offset, text]] = guest.turn()
    assert offset == 0
    assert text.startswith("Thu Jan 01 1970 00:00:00")


def test_randomness_comes_from_the_seed(provider: Provider) -> None:
    source = "exports.turn = () => rill.send([Math.random(), Math.random()]);"
    one, same, other = (start(provider, program(source, seed=seed)) for seed in (1, 1, 2))
    with one, same, other:
        first, second = one.turn(), one.turn()
        assert same.turn() == first
        assert same.turn() == second
        assert first != second
        assert other.turn() != first


def test_two_guests_of_one_image_do_not_share_anything(provider: Provider) -> None:
    image = provider.build_image(turn_program("globalThis.n = (globalThis.n || 0) + 1; rill.send(n);"), LIMITS, 5000)
    first, second = provider.instantiate(image), provider.instantiate(image)
    message = encode([1, 1, CLOCK_MS, None])
    assert [first.turn(message, 1000) for _ in range(3)] == [b"\x91\x01", b"\x91\x02", b"\x91\x03"]
    assert second.turn(message, 1000) == b"\x91\x01"
    first.close()
    second.close()


BUSY = """
let n = 0;
const seen = new Map();
exports.turn = (payload) => {
  const key = {n: n++, r: Math.random(), at: Date.now(), f: 0.1 * n, s: 'k'.repeat(n % 7)};
  seen.set(JSON.stringify(key), key);
  rill.write([1, n, [...seen.keys()].at(-1), new Set(Object.keys(key)), new Float32Array([NaN / n, n / 3])]);
  rill.send([new Error('e' + n, {cause: payload}), new Map(seen), new WeakRef(key).deref() === key]);
  if (n % 3 === 0) { let junk = []; for (let i = 0; i < 20000; i++) junk.push({i}); rill.send(junk.length); }
};
"""


def run_busy(provider: Provider) -> str:
    """Run a fixed program and messages; returns a digest of image and outboxes."""
    total = hashlib.sha256()
    with start(provider, program(BUSY)) as guest:
        total.update(guest.image.content_hash.encode())
        for turn in range(12):
            total.update(guest.turn_bytes({"turn": turn, "x": turn / 7}, now_ms=CLOCK_MS + turn))
    return total.hexdigest()


def test_same_image_and_messages_give_the_same_bytes(provider: Provider) -> None:
    assert run_busy(provider) == run_busy(provider)


def test_same_image_and_messages_give_the_same_bytes_in_another_process(provider: Provider) -> None:
    if lacks(provider, deterministic=True):
        return
    code = (
        "from rill.sandbox import open_provider; from sandbox.test_conformance import run_busy; "
        f"print(run_busy(open_provider({provider.name!r})))"
    )
    root = Path(__file__).parents[2]
    environment = {
        "PYTHONPATH": f"{root}{os.pathsep}{root / 'tests'}",
        "PYTHONHASHSEED": "1",
        "TZ": "Asia/Tokyo",
        "PATH": "",
        "HOME": str(root / ".cache"),
    }
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert result.stdout.strip() == run_busy(provider)


# ---- snapshots ----


def test_guest_goes_on_from_its_snapshot(provider: Provider) -> None:
    with start(provider, program(BUSY)) as guest:
        guest.turn("one")
        if lacks(provider, snapshots=True):
            with pytest.raises(ProviderError, match="snapshots"):
                guest.sandbox.snapshot()
            return
        snapshot = guest.sandbox.snapshot()
        expected = [guest.turn_bytes(turn) for turn in range(4)]
    restored = provider.restore(snapshot)
    found = [restored.turn(encode([1, turn + 2, CLOCK_MS, turn]), 5000) for turn in range(4)]
    restored.close()
    assert found == expected


def test_guest_goes_on_in_another_process(provider: Provider, tmp_path: Path) -> None:
    if lacks(provider, snapshots=True):
        return
    with start(provider, program(BUSY)) as guest:
        guest.turn("one")
        (tmp_path / "snapshot").write_bytes(pickle.dumps(guest.sandbox.snapshot()))
        expected = guest.turn_bytes("two")
    code = (
        "import pickle, sys; from pathlib import Path; from rill.sandbox import open_provider; "
        "from sandbox.guests import CLOCK_MS, encode; "
        f"sandbox = open_provider({provider.name!r}).restore(pickle.loads(Path(sys.argv[1]).read_bytes())); "
        "print(sandbox.turn(encode([1, 2, CLOCK_MS, 'two']), 5000).hex())"
    )
    root = Path(__file__).parents[2]
    environment = {"PYTHONPATH": f"{root}{os.pathsep}{root / 'tests'}", "HOME": str(root / ".cache"), "PATH": ""}
    command = [sys.executable, "-c", code, str(tmp_path / "snapshot")]
    result = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    assert bytes.fromhex(result.stdout) == expected


def test_snapshot_of_another_engine_is_refused(provider: Provider) -> None:
    if lacks(provider, snapshots=True):
        return
    with start_turn(provider, "") as guest:
        snapshot = guest.sandbox.snapshot()
    for foreign in (replace(snapshot, engine="0" * 64), replace(snapshot, provider="other")):
        with pytest.raises(ProviderError) as caught:
            provider.restore(foreign)
        assert caught.value.code == "snapshot_foreign"
    with pytest.raises(ProviderError) as caught:
        provider.restore(replace(snapshot, memory=snapshot.memory[:100]))
    assert caught.value.code == "snapshot_damaged"


# ---- disposal ----


def test_closing_twice_is_fine_and_a_turn_after_it_is_the_hosts_error(provider: Provider) -> None:
    guest = start_turn(provider, "rill.send(1);")
    guest.turn()
    guest.sandbox.close()
    guest.sandbox.close()
    assert not guest.sandbox.is_usable
    with pytest.raises(HostError) as caught:
        guest.turn()
    assert caught.value.code == "sandbox_closed"


def test_turn_after_a_failure_is_refused_and_names_the_failure(provider: Provider) -> None:
    with start_turn(provider, "throw new Error('first failure');") as guest:
        with pytest.raises(GuestError):
            guest.turn()
        with pytest.raises(HostError, match="first failure") as caught:
            guest.turn()
    assert caught.value.code == "sandbox_failed"


def test_failure_of_one_guest_leaves_others_of_its_image_alone(provider: Provider) -> None:
    image = provider.build_image(turn_program("if (payload) throw new Error('mine'); rill.send('fine');"), LIMITS, 5000)
    bad, good = provider.instantiate(image), provider.instantiate(image)
    with pytest.raises(GuestError):
        bad.turn(encode([1, 1, 0.0, True]), 1000)
    assert good.turn(encode([1, 1, 0.0, False]), 1000) == b"\x91\xa4fine"
    good.close()


def test_statistics_count_sandboxes_and_turns(provider: Provider) -> None:
    before = provider.statistics()
    with start_turn(provider, "rill.send(1);") as guest:
        guest.turn()
        guest.turn()
        during = provider.statistics()
        assert guest.sandbox.statistics()["turns"] == 2
        assert guest.sandbox.statistics()["heap_bytes"] > 0
    after = provider.statistics()
    assert during["sandboxes_live"] == before["sandboxes_live"] + 1
    assert after["sandboxes_live"] == before["sandboxes_live"]
    assert after["sandboxes_started"] == before["sandboxes_started"] + 1


def test_image_of_another_provider_is_refused(provider: Provider) -> None:
    image = provider.build_image(turn_program(""), LIMITS, 5000)
    other = open_provider(provider.name)
    try:
        with pytest.raises(HostError) as caught:
            other.instantiate(image)
        assert caught.value.code == "image_foreign"
    finally:
        other.close()


def test_closed_provider_refuses_new_guests(provider: Provider) -> None:
    other = open_provider(provider.name)
    image = other.build_image(turn_program(""), LIMITS, 5000)
    other.close()
    other.close()
    with pytest.raises(HostError):
        other.instantiate(image)
    with pytest.raises(HostError):
        other.build_image(turn_program(""), LIMITS, 5000)


# ---- what a guest reaches ----


def test_guest_finds_no_way_out(provider: Provider) -> None:
    body = """
    const names = ['std', 'os', 'console', 'process', 'require', 'fetch', 'setTimeout', '__rill', 'bjson', 'Worker',
                   'print', 'load', 'loadScript', 'scriptArgs', 'gc', '__rillDriver'].filter((n) => n in globalThis);
    rill.send(names);
    import('os').then(() => rill.send('imported'), () => rill.send('refused'));
    """
    with start_turn(provider, body) as guest:
        assert guest.turn() == [[], "refused"]


def test_guest_cannot_wait_for_another_thread(provider: Provider) -> None:
    body = """
    try { Atomics.wait(new Int32Array(new SharedArrayBuffer(8)), 0, 0, 60000); rill.send('waited'); }
    catch (e) { rill.send('refused'); }
    """
    with start_turn(provider, body) as guest:
        assert guest.turn() == ["refused"]
