"""Guests that never come to an end: the deadline ends them, wherever they are and whatever they catch."""

from __future__ import annotations

import asyncio

import pytest

from hostile.attacker import PLACES, SHORT, Street
from rill import GuestError, LimitError, Limits

DEADLINE = (LimitError, "deadline")

LOOPS = {
    "while": "for (;;);",
    "caught": "for (;;) try { for (;;); } catch {}",
    "in finally": "try { for (;;); } finally { for (;;); }",
    "catching its own errors": "for (;;) try { null.x } catch {}",
    "a getter of the error": "throw {get message() { for (;;); }}",
    "a proxy as error": "throw new Proxy(new Error('x'), {get() { for (;;); }})",
    "a prepared stack": "Error.prepareStackTrace = () => { for (;;); }; throw new Error('x')",
    "toString": "`${{toString() { for (;;); }}}`",
    "valueOf": "+{valueOf() { for (;;); }}",
    "toJSON": "JSON.stringify({toJSON() { for (;;); }})",
    "a reviver": "JSON.parse('[1]', () => { for (;;); })",
    "a generator": "for (const x of (function* () { for (;;) yield 1 })());",
    "an iterator": "for (const x of {[Symbol.iterator]() { return {next() { return {done: false} }} }});",
    "an async function": "(async () => { for (;;) await null })()",
    "microtasks": "const f = () => queueMicrotask(f); f()",
    "a thenable": "(async () => { await {then(f) { for (;;); }} })()",
    "a regular expression": "/^(a+)+$/.test('a'.repeat(50) + 'b')",
    "a comparison in a sort": "[3, 2, 1].sort(() => { for (;;); })",
    "a search for a long string": "'a'.repeat(2e6).indexOf('a'.repeat(1e6) + 'b')",
    "a walk of a sparse array": "for (;;) Array(2 ** 32 - 1).indexOf(1)",
    "a replacement": "'x'.replace(/x/, () => { for (;;); })",
    "a getter of a payload": "send('x', {get a() { for (;;); }})",
    "the keys of a payload": "send('x', new Proxy({}, {ownKeys() { for (;;); }}))",
    "a proxy of an array": "send('x', new Proxy([], {get() { for (;;); }}))",
    "a getter of a prop": "React.createElement('Text', {get id() { for (;;); }})",
    "code made from words": "new Function('for (;;);')()",
    "eval": "(0, eval)('for (;;);')",
    "a class": "class A { static x = (() => { for (;;); })() }",
    "a tagged template": "((s) => { for (;;); })``",
    "big numbers": "let x = 3n; for (let i = 0; ; i++) { x = (x * x) % (2n ** 4000n) + 1n }",
    "a console line": "console.log({get x() { for (;;); }}, new Proxy({}, {get() { for (;;); }, ownKeys() { for (;;); }}), {toString() { for (;;); }, toJSON() { for (;;); }}); for (;;);",
    "a date": "for (;;) new Date().toISOString()",
    "structuredClone": "structuredClone({get x() { for (;;); }})",
    "a url": "for (;;) new URL('http://example.org/' + 'a/../'.repeat(1000))",
}


@pytest.mark.parametrize("place", PLACES)
async def test_a_loop_in_any_place_ends_at_the_deadline(street: Street, place: str) -> None:
    await street.assert_end(place, "for (;;);", DEADLINE, limits=SHORT)


@pytest.mark.parametrize("code", LOOPS.values(), ids=LOOPS.keys())
async def test_a_loop_of_any_kind_ends_at_the_deadline(street: Street, code: str) -> None:
    await street.assert_end("handler", code, DEADLINE, limits=SHORT)


async def test_promises_that_wait_for_each_other_end(street: Street) -> None:
    await street.assert_end(
        "handler",
        "const f = () => Promise.resolve().then(f); f()",
        DEADLINE,
        (LimitError, "memory"),
        (GuestError, "exception"),
        limits=SHORT,
    )


async def test_the_error_says_what_to_do_and_where_it_was(street: Street) -> None:
    async with street.attacker(limits=SHORT) as (session, recorder):
        await street.attack(session, recorder, "handler", "(function spin() { for (;;); })()")
        error = session.error
        assert isinstance(error, LimitError)
        assert str(error) == "the turn did not end within 200 ms (Limits.turn_ms)"
        assert (error.limit, error.maximum, error.fault) == ("turn_ms", 200, "guest")
        assert "spin" in error.stack


async def test_a_render_that_sets_its_own_state_ends(street: Street) -> None:
    await street.assert_end(
        "show",
        "return h(function F() { const [n, s] = React.useState(0); s(n + 1); return null })",
        (GuestError, "exception"),
        DEADLINE,
        limits=SHORT,
    )
    await street.assert_end(
        "show",
        "return h(function F() { const [n, s] = React.useState(0); React.useLayoutEffect(() => s(n + 1)); return null })",
        (GuestError, "exception"),
        DEADLINE,
        limits=SHORT,
    )


async def test_an_effect_that_sets_its_own_state_for_ever_ends(street: Street) -> None:
    code = "return h(function F() { const [n, s] = React.useState(0); React.useEffect(() => s(n + 1)); return null })"
    await street.assert_end("show", code, (GuestError, "exception"), (LimitError, "rounds"), DEADLINE, limits=SHORT)


async def test_timers_without_delay_that_set_each_other_become_timers_of_the_host(street: Street) -> None:
    async with street.attacker(limits=SHORT) as (session, recorder):
        await street.attack(session, recorder, "handler", "const f = () => setTimeout(f, 0); f()")
        turns = session.statistics().turns
        await recorder.advance(400)
        assert session.state == "running"
        # Five nested ones in each turn, and at least 4 ms between turns.
        assert 10 <= session.statistics().turns - turns <= 100


async def test_a_loop_in_a_clean_up_holds_up_closing_for_its_own_deadline_only(street: Street) -> None:
    async with street.attacker(limits=Limits(turn_ms=10_000, destroy_ms=50)) as (session, recorder):
        await street.attack(session, recorder, "cleanup", "for (;;);")
        errors: list[Exception] = []
        session.on("error", errors.append)
        await session.close()
        assert session.state == "closed"
        (error,) = errors
        assert isinstance(error, LimitError)
        assert (error.code, error.maximum) == ("deadline", 50)


async def test_more_loops_than_workers_only_delay_the_others(street: Street) -> None:
    async with (
        street.attacker(limits=SHORT) as one,
        street.attacker(limits=SHORT) as two,
        street.attacker(limits=SHORT) as three,
        street.attacker(limits=SHORT) as four,
        street.attacker(limits=SHORT) as five,
        street.attacker(limits=SHORT) as six,
    ):
        attackers = (one, two, three, four, five, six)
        attacks = [
            asyncio.ensure_future(session.send_event("attack", {"place": "handler", "code": "for (;;);"}))
            for session, _ in attackers
        ]
        await street.ask_neighbour()
        results = await asyncio.gather(*attacks, return_exceptions=True)
        assert all(isinstance(result, LimitError) for result in results)
        for session, recorder in attackers:
            await street.assert_ended(session, recorder, DEADLINE)
