"""Guests that throw: anything, anywhere. One typed error, formatted inside the sandbox; the last good tree stays."""

from __future__ import annotations

import pytest

from hostile.attacker import PLACES, SHORT, Street
from rill import GuestError, LimitError

# Many guests, each with a neighbour: too long for every run. The other attacks of this folder are in it.
pytestmark = pytest.mark.slow

THROWN = {
    "an error": "throw new Error('boom')",
    "undefined": "throw undefined",
    "null": "throw null",
    "a number": "throw 5",
    "a symbol": "throw Symbol('x')",
    "a bigint": "throw 10n ** 2000n",
    "words": "throw 'text'",
    "an object": "throw {}",
    "a function": "throw function f() {}",
    "an object without a prototype": "throw Object.create(null)",
    "a proxy that throws": "throw new Proxy({}, {get() {throw 1}, has() {throw 1}, getPrototypeOf() {throw 1}, ownKeys() {throw 1}})",
    "a proxy of an error": "throw new Proxy(new Error('x'), {get() {throw new Error('again')}})",
    "a revoked proxy": "const {proxy, revoke} = Proxy.revocable({}, {}); revoke(); throw proxy",
    "getters that throw": "throw {get name() {throw 1}, get message() {throw 2}, get stack() {throw 3}, get cause() {throw 4}}",
    "an error with a getter": "const e = new Error('x'); Object.defineProperty(e, 'message', {get() {throw e}}); throw e",
    "a message that is no string": "const e = new Error(); e.message = {toString() {throw 1}}; throw e",
    "a stack that is no string": "const e = new Error('x'); e.stack = {split() {throw 1}}; throw e",
    "a huge message": "throw new Error('x'.repeat(1e6))",
    "a huge name": "const e = new Error('x'); e.name = 'n'.repeat(1e6); throw e",
    "a huge stack": "const e = new Error('x'); e.stack = '    at x\\n'.repeat(1e5); throw e",
    "a cause that is itself": "const e = new Error('x'); e.cause = e; throw e",
    "a thousand causes": "let e = new Error('x'); for (let i = 0; i < 1e3; i++) e = new Error('y', {cause: e}); throw e",
    "many errors at once": "throw new AggregateError(Array(1e4).fill(new Error('x')), 'many')",
    "lone surrogates": "throw new Error('\\ud800 \\udfff')",
    "terminal codes": "throw new Error('\\x1b]0;owned\\x07\\x1b[2J')",
    "an error of its own class": "throw new (class extends Error {get name() {return 'Own'}})('x')",
    "an error that prepares its stack": "Error.prepareStackTrace = () => {throw 1}; throw new Error('x')",
    "a code that is no code": "throw Object.assign(new Error('x'), {code: 'Not A Code'})",
    "an error like a promise": "throw Object.assign(new Error('x'), {toJSON() {throw 1}, valueOf() {throw 2}})",
}


@pytest.mark.parametrize("place", PLACES)
async def test_an_error_in_any_place_ends_the_session_with_its_words(street: Street, place: str) -> None:
    async with street.attacker() as (session, recorder):
        await street.attack(session, recorder, place, "throw new RangeError('too far')")
        error = session.error
        assert isinstance(error, GuestError)
        assert str(error) == "RangeError: too far"
        assert error.name == "RangeError"
        assert "at " in error.stack
        await street.assert_ended(session, recorder, (GuestError, "exception"))


@pytest.mark.parametrize("place", ["handler", "render", "effect", "promise"])
@pytest.mark.parametrize("code", THROWN.values(), ids=THROWN.keys())
async def test_whatever_is_thrown_becomes_one_guest_error(street: Street, place: str, code: str) -> None:
    await street.assert_end(place, code, (GuestError, "exception"))


async def test_a_guest_s_own_code_stays_a_guest_s(street: Street) -> None:
    await street.assert_end("handler", "throw Object.assign(new Error('x'), {code: 'own'})", (GuestError, "own"))


async def test_many_rejections_at_once_are_one_error(street: Street) -> None:
    await street.assert_end("handler", "for (let i = 0; i < 1e4; i++) Promise.reject(i)", (GuestError, "exception"))


async def test_a_promise_thrown_again_and_again_in_render_does_not_run_for_ever(street: Street) -> None:
    ends = [(GuestError, "exception"), (LimitError, "deadline"), (LimitError, "rounds")]
    await street.assert_end("render", "throw Promise.reject(1)", *ends, limits=SHORT)
    await street.assert_end("handler", "throw Promise.reject(1)", (GuestError, "exception"))


async def test_an_error_boundary_catches_and_the_session_lives(street: Street) -> None:
    async with street.attacker() as (session, recorder):
        code = "return h(sdk.RillErrorBoundary, {fallback: h(sdk.Text, null, 'caught')}, h(() => {throw new Error('inside')}))"
        errors: list[Exception] = []
        session.on("error", errors.append)
        await street.attack(session, recorder, "show", code)
        assert session.state == "running"
        assert "caught" in recorder.golden()
        assert [str(error) for error in errors] == ["Error: inside"]


async def test_an_error_in_a_clean_up_does_not_keep_a_session_open(street: Street) -> None:
    async with street.attacker() as (session, recorder):
        await street.attack(session, recorder, "cleanup", "throw new Error('not yet')")
        assert session.state == "running"
        errors: list[Exception] = []
        session.on("error", errors.append)
        await session.close()
        assert session.state == "closed"
        assert [str(error) for error in errors] == ["Error: not yet"]
