"""Guests that say too much: each kind of thing has its bound, and meeting it ends the guest or is its own error."""

from __future__ import annotations

import pytest

from hostile.attacker import Street
from rill import GuestError, LimitError, Limits, RillError

ROOMY = Limits(turn_ms=5_000, memory_bytes=48 * 1024 * 1024)

FLOODS: dict[str, tuple[str, str, list[tuple[type[RillError], str]]]] = {
    "messages": ("handler", "for (let i = 0; i < 20000; i++) send('x', i)", [(LimitError, "frames_exceeded")]),
    "a large message": (
        "handler",
        "send('x', new Uint8Array(2e6))",
        [(GuestError, "exception"), (LimitError, "outbox")],
    ),
    "many bytes": (
        "handler",
        "for (let i = 0; i < 100; i++) send('x', new Uint8Array(20000))",
        [(GuestError, "exception"), (LimitError, "outbox")],
    ),
    "a long string": ("handler", "send('x', 'x'.repeat(70000))", [(LimitError, "string_bytes_exceeded")]),
    "a long name": ("handler", "send('x'.repeat(70000))", [(LimitError, "string_bytes_exceeded")]),
    "many values": (
        "handler",
        "send('x', new Array(300000).fill(1))",
        [(GuestError, "exception"), (LimitError, "values")],
    ),
    "many maps": (
        "handler",
        "send('x', Array.from({length: 250000}, () => ({})))",
        [(GuestError, "exception"), (LimitError, "values")],
    ),
    "many extensions": (
        "handler",
        "send('x', new Array(30000).fill(undefined))",
        [(GuestError, "exception"), (LimitError, "extensions")],
    ),
    "many functions": (
        "handler",
        "send('x', Array.from({length: 15000}, () => () => 1))",
        [(LimitError, "functions_exceeded")],
    ),
    "a deep value": (
        "handler",
        "let a = 1; for (let i = 0; i < 60; i++) a = [a]; send('x', a)",
        [(GuestError, "value_too_deep"), (GuestError, "exception")],
    ),
    "timers": ("handler", "for (let i = 0; i < 2000; i++) setTimeout(() => {}, 1000)", [(GuestError, "limit")]),
    "intervals": ("handler", "for (let i = 0; i < 2000; i++) setInterval(() => {}, 4)", [(GuestError, "limit")]),
    "host calls": ("handler", "for (let i = 0; i < 2000; i++) call(i)", [(GuestError, "limit")]),
    "ref calls": ("handler", "for (let i = 0; i < 2000; i++) input.invoke('focus')", [(GuestError, "limit")]),
    "children": (
        "show",
        "return Array.from({length: 30000}, (_, i) => h(sdk.View, {key: i}))",
        [
            (LimitError, "operations_exceeded"),
            (LimitError, "values"),
            (LimitError, "outbox"),
            (LimitError, "memory"),
            (LimitError, "deadline"),
            (GuestError, "exception"),
        ],
    ),
    "a long text": (
        "show",
        "return h(sdk.Text, null, 'x'.repeat(1100000))",
        [(LimitError, "outbox"), (GuestError, "exception"), (LimitError, "text_bytes_exceeded")],
    ),
    "a long prop": ("show", "return h(sdk.View, {id: 'x'.repeat(70000)})", [(LimitError, "string_bytes_exceeded")]),
    "props": (
        "show",
        "return h(sdk.View, Object.fromEntries(Array.from({length: 500}, (_, i) => ['p' + i, 1])))",
        [(GuestError, "prop_unknown"), (LimitError, "props_exceeded")],
    ),
}


@pytest.mark.parametrize(("place", "code", "expected"), FLOODS.values(), ids=FLOODS.keys())
async def test_a_flood_ends_one_guest(
    street: Street, place: str, code: str, expected: list[tuple[type[RillError], str]]
) -> None:
    await street.assert_end(place, code, *expected, limits=ROOMY)


async def test_console_lines_are_dropped_and_counted(street: Street) -> None:
    async with street.attacker(limits=ROOMY) as (session, recorder):
        lines: list[str] = []
        session.on("log", lambda event: lines.append(event.text))
        await street.attack(session, recorder, "handler", "for (let i = 0; i < 5000; i++) console.log('line', i)")
        assert session.state == "running"
        assert 1 <= len(lines) <= 200


async def test_calls_beyond_the_bound_are_errors_that_a_guest_may_catch(street: Street) -> None:
    code = "let n = 0; for (let i = 0; i < 1000; i++) call('x').catch(() => { n++ }); setTimeout(() => send('refused', n), 10)"
    heard = await street.messages_of("handler", code)
    assert heard["refused"] >= 1000 - 64


async def test_nodes_that_are_kept_forever_meet_their_bound(street: Street) -> None:
    limits = Limits(nodes=500)
    async with street.attacker(limits=limits) as (session, recorder):
        code = "return h(function F() { const [n, s] = React.useState(0); React.useEffect(() => { const t = setInterval(() => s(n => n + 100), 5); return () => clearInterval(t) }, []); return Array.from({length: n}, (_, i) => h(sdk.View, {key: i})) })"
        await street.attack(session, recorder, "show", code)
        await recorder.advance(100)
        assert session.state == "failed"
        assert isinstance(session.error, LimitError)
        assert session.error.limit == "nodes"
        assert session.tree.count <= 500


async def test_a_listener_that_answers_itself_takes_turns_with_the_others(street: Street) -> None:
    """A guest that calls the host in answer to each answer runs for ever, one turn at a time, and starves nobody."""
    calls = 0

    def again(*args: object) -> int:
        nonlocal calls
        calls += 1
        if calls >= 300:
            raise GuestError("enough", code="enough")
        return calls

    async with street.attacker(functions={"any": again}) as (session, _):
        code = "const f = () => call().then(f, () => send('over')); f()"
        over: list[str] = []
        session.on("message", lambda name, payload: over.append(name))
        await session.send_event("attack", {"place": "handler", "code": code})
        for _ in range(5):
            await street.ask_neighbour()
        while not over:
            await session.idle()
        assert calls == 300
        assert session.state == "running"


async def test_timers_of_many_guests_share_the_workers_with_the_others(street: Street) -> None:
    async with street.attacker() as one, street.attacker() as two, street.attacker() as three:
        for session, recorder in (one, two, three):
            code = "for (let i = 0; i < 900; i++) setInterval(() => {}, 4)"
            await street.attack(session, recorder, "handler", code)
            await recorder.advance(40)
            assert session.state == "running"
            assert session.statistics().timers == 900
        await street.ask_neighbour()
