"""One socket, message by message: events that run once, frames that arrive once, and browsers that break the rules."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from functools import partial
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from host.pair import Gate, batch, button, mounted, until
from host.web.browsers import METRICS, Closed, Site, Socket, counting, site
from rill import Limits
from rill.host.web import WebLimits
from rill.protocol.messages import CallFunction, TimerSet
from rill.protocol.operations import Append, Create, RefCall, Text
from rill.protocol.web import WEB_VERSION, ClientMessage, ServerMessage, WebOperation

PATCH, SNAPSHOT, WELCOME, GOODBYE, PONG = ServerMessage


def text(value: str, node: int = 2) -> list[Any]:
    return [WebOperation.TEXT, node, value]


def pressed(s: Site, times: int) -> bool:
    """Whether so many presses have reached the guest."""
    return len(s.presses()) == times


async def again(s: Site, socket: Socket, token: str, sequence: int, event: int) -> tuple[Socket, list[Any]]:
    """Cut a socket, and come back with another one."""
    await socket.cut()
    new = await s.browser.connect()
    new.hello((token, sequence, event))
    return new, await new.welcome()


# -- the way there and back


async def test_a_press_is_answered_by_a_patch_that_says_which_event_ran() -> None:
    async with site() as s:
        socket, welcome = await s.browser.live()
        assert welcome[:2] == [WELCOME, 0]
        assert welcome[3:] == [0, False]
        socket.press(1)
        assert await socket.receive() == [PATCH, 0, 1, 1, [text("n2")]]
        socket.ack(1)
        socket.press(2)
        assert await socket.receive() == [PATCH, 0, 2, 2, [text("n3")]]
        (first, second) = s.presses()
        assert first.target == second.target == (3, "onPress")
        assert (s.guest.statistics.events, s.guest.statistics.frames) == (2, 2)
        await socket.cut()


async def test_the_next_token_is_another_one_each_time() -> None:
    async with site() as s:
        page = await s.browser.page()
        socket = await s.browser.connect()
        socket.hello((page.tokens[0], 0, 0))
        tokens = [page.tokens[0], (await socket.welcome())[2]]
        for _ in range(3):
            socket, welcome = await again(s, socket, tokens[-1], 0, 0)
            tokens.append(welcome[2])
        assert len(set(tokens)) == 5
        assert len(s.provider.sandboxes) == 1
        await socket.cut()


async def test_a_ping_is_answered_and_an_event_that_changes_nothing_is_acknowledged() -> None:
    async with site([mounted(*button(3))]) as s:
        socket, _ = await s.browser.live()
        socket.send(ClientMessage.PING)
        assert await socket.receive() == [PONG]
        socket.press(1)
        await until(lambda: len(s.presses()) == 1)
        s.advance(100)
        # Nothing to apply, so no new number and nothing to acknowledge.
        assert await socket.receive() == [PATCH, 0, 0, 1, []]
        s.advance(1_000)
        await s.settled()
        assert socket.received() == []
        await socket.cut()


async def test_sizes_of_the_page_reach_the_adapter() -> None:
    async with site() as s:
        socket, _ = await s.browser.live()
        assert (s.guest.adapter.metrics.cell_width, s.guest.adapter.metrics.height) == (8, 600)
        socket.send(ClientMessage.METRICS, (9.5, 20, 300, 200))
        await until(lambda: s.guest.adapter.metrics.cell_width == 9.5)
        await socket.cut()


async def test_a_call_goes_with_the_batch_before_it_and_its_answer_reaches_the_guest() -> None:
    def answer(message: Any) -> Any:
        return [batch(2, Text(2, "focused"), RefCall(3, "focus", [], 1))] if type(message) is CallFunction else ()

    async with site([mounted(*button(3)), answer]) as s:
        socket, _ = await s.browser.live()
        socket.press(1)
        message = await socket.receive()
        assert [operation[0] for operation in message[4]] == [WebOperation.TEXT, WebOperation.CALL]
        _, call, node, method, _ = message[4][1]
        assert (node, method) == (3, "focus")
        socket.send(ClientMessage.RESULT, 0, call, True, None)
        sandbox = s.provider.sandboxes[0]
        await until(lambda: type(sandbox.messages[-1]).__name__ == "RefMethodResult")
        assert sandbox.messages[-1].ok
        await socket.cut()


async def test_guests_of_one_page_share_a_socket_and_nothing_else() -> None:
    async with site(counting(), counting(100)) as s:
        first, second = await s.browser.page(), await s.browser.page()
        socket = await s.browser.connect()
        socket.hello((first.tokens[0], 0, 0), (second.tokens[0], 0, 0))
        assert [(await socket.welcome())[1] for _ in range(2)] == [0, 1]
        # The second page made its guest for another place, so it is drawn anew for this one.
        assert (await socket.receive())[:2] == [SNAPSHOT, 1]
        socket.press(1, guest=1)
        assert await socket.receive() == [PATCH, 1, 2, 1, [text("n101")]]
        socket.press(1, guest=0)
        assert await socket.receive() == [PATCH, 0, 1, 1, [text("n2")]]
        await socket.cut()


# -- frames


async def test_what_changes_by_itself_goes_out_once_in_a_frame() -> None:
    ticks = [[batch(number, Text(2, f"t{number}"))] for number in range(2, 10)]
    async with site([[*mounted(*button(3)), TimerSet(1, 4.0, True)], *ticks]) as s:
        socket, _ = await s.browser.live()
        s.advance(16)
        await s.settled()
        # The first after quiet goes at once.
        (first,) = socket.received()
        assert first[4] == [text("t2")]
        for _ in range(3):
            s.advance(4)
            await s.settled()
        assert socket.received() == []
        s.advance(4)
        await s.settled()
        (second,) = socket.received()
        assert second[2] == 2
        assert second[4][-1] in (text("t5"), text("t6"))
        await socket.cut()


async def test_an_answer_to_a_person_does_not_wait_for_the_end_of_the_frame() -> None:
    async with site() as s:
        socket, _ = await s.browser.live()
        for event in range(1, 6):
            # No time passes at all.
            socket.press(event)
            assert (await socket.receive())[2:4] == [event, event]
        await socket.cut()


async def test_events_that_come_together_are_run_in_their_order() -> None:
    async with site() as s:
        socket, _ = await s.browser.live()
        for event in range(1, 21):
            socket.press(event)
        seen: list[Any] = []
        while not seen or seen[-1][3] < 20 or seen[-1][4][-1] != text("n21"):
            seen.append(await socket.receive())
        assert [frame[2] for frame in seen] == list(range(1, len(seen) + 1))
        assert len(s.presses()) == 20
        await socket.cut()


# -- cuts


async def test_nothing_is_lost_and_nothing_runs_twice_over_a_cut() -> None:
    """Goal: whatever the moment of the cut, the page ends as the guest says. How: the browser has applied nothing of
    what was sent, and says so."""
    async with site() as s:
        socket, welcome = await s.browser.live()
        for event in (1, 2, 3):
            socket.press(event)
        frames = [await socket.receive() for _ in range(3)]
        # The second event's frame was applied; the third never arrived, and neither did a fourth event.
        socket.ack(1)
        socket, welcome = await again(s, socket, welcome[2], 2, 4)
        assert welcome[3] == 3
        assert await socket.receive() == frames[2]
        # The browser sends again what is above the event that the server knows, and one more that it does know.
        socket.press(3)
        socket.press(4)
        assert await socket.receive() == [PATCH, 0, 4, 4, [text("n5")]]
        assert len(s.presses()) == 4
        assert s.guest.statistics.events_repeated == 1
        assert s.guest.statistics.frames_resent == 1
        assert len(s.provider.sandboxes) == 1
        await socket.cut()


async def test_what_changed_while_the_browser_was_away_is_there_when_it_comes_back() -> None:
    async with site() as s:
        socket, welcome = await s.browser.live()
        await socket.cut()
        for number in range(2, 6):
            s.guest.session.tree.emit(s.guest.session.tree.nodes[3], "onPress", {"source": "key"}, is_due=True)
            await s.settled()
            assert f"n{number}"
        socket = await s.browser.connect()
        socket.hello((welcome[2], 0, 0))
        await socket.welcome()
        frame = await socket.receive()
        assert frame[:2] == [PATCH, 0]
        assert frame[4][-1] == text("n5")
        await socket.cut()


async def test_what_a_browser_asks_for_that_is_not_there_any_more_is_the_whole_screen() -> None:
    async with site() as s:
        socket, welcome = await s.browser.live()
        for event in (1, 2, 3):
            socket.press(event)
            await socket.receive()
        socket.ack(3)
        await until(lambda: len(s.guest.outbox) == 0)
        socket, welcome = await again(s, socket, welcome[2], 1, 3)
        snapshot = await socket.receive()
        assert snapshot[:4] == [SNAPSHOT, 0, 4, 3]
        assert "n4" in str(snapshot[4])
        # It may ask for it, too.
        socket, welcome = await again(s, socket, welcome[2], -1, 3)
        assert (await socket.receive())[:3] == [SNAPSHOT, 0, 5]
        socket.press(4)
        assert await socket.receive() == [PATCH, 0, 6, 4, [text("n5")]]
        assert s.guest.statistics.snapshots == 2
        await socket.cut()


async def test_a_welcome_that_was_lost_costs_nothing() -> None:
    """Goal: a token is used once, but no cut at the wrong moment ends a session. How: the browser never saw the new
    token, and comes with the old one."""
    async with site() as s:
        page = await s.browser.page()
        lost = []
        for _ in range(3):
            socket = await s.browser.connect()
            socket.hello((page.tokens[0], 0, 0))
            lost.append((await socket.welcome())[2])
            await socket.cut()
        socket = await s.browser.connect()
        socket.hello((page.tokens[0], 0, 0))
        welcome = await socket.welcome()
        # From its first word on the browser has the new one, and the old one is worth nothing.
        socket.ack(0)
        await until(lambda: s.guest.secret_before is None)
        await socket.cut()
        # Nor are those that never arrived, wherever they went instead.
        for number, token in enumerate((page.tokens[0], *lost), 2):
            thief = await s.browser.connect()
            thief.hello((token, 0, 0))
            await thief.welcome(reset=True)
            assert len(s.provider.sandboxes) == number
            await thief.cut()
        socket = await s.browser.connect()
        socket.hello((welcome[2], 0, 0))
        await socket.welcome()
        await socket.cut()


async def test_a_second_socket_takes_the_session_over_from_the_first() -> None:
    async with site() as s:
        first, welcome = await s.browser.live()
        second = await s.browser.connect()
        second.hello((welcome[2], 0, 0))
        await second.welcome()
        assert (await first.receive())[:3] == [GOODBYE, 0, "taken"]
        with pytest.raises(Closed):
            await first.receive()
        second.press(1)
        assert (await second.receive())[4] == [text("n2")]
        assert s.application.statistics().takeovers == 1
        await second.cut()


async def test_a_session_that_is_gone_is_made_anew_from_its_page() -> None:
    async with site() as s:
        page = await s.browser.page()
        s.application.sessions.close(s.guest, "gone")
        socket = await s.browser.connect()
        socket.hello((page.tokens[0], 7, 5))
        welcome = await socket.welcome(reset=True)
        # Events of the old guest's nodes are not this one's.
        assert welcome[3] == 5
        snapshot = await socket.receive()
        assert snapshot[:4] == [SNAPSHOT, 0, 1, 5]
        assert "n1" in str(snapshot[4])
        socket.press(5)
        socket.press(6)
        assert await socket.receive() == [PATCH, 0, 2, 6, [text("n2")]]
        assert s.application.statistics().resets == 1
        await socket.cut()


# -- a guest that fails


async def test_a_guest_that_fails_says_so_in_place_and_starts_again_when_asked() -> None:
    def fail(message: Any) -> Any:
        raise ValueError("the sandbox broke: secret")

    async with site([mounted(*button(3)), fail], counting(50)) as s:
        socket, _ = await s.browser.live()
        socket.press(1)
        message = await socket.receive()
        assert "'This view has stopped working'" in str(message)
        assert "secret" not in str(message)
        socket.send(ClientMessage.EVENT, 0, 2, 0, "click", {"part": "restart"})
        snapshot = await socket.receive()
        assert (snapshot[0], snapshot[3]) == (SNAPSHOT, 2)
        assert "n50" in str(snapshot[4])
        socket.press(3)
        assert (await socket.receive())[4] == [text("n51")]
        await socket.cut()


async def test_people_read_words_of_their_own_language() -> None:
    words = {"gone": "Diese Ansicht ist nicht mehr da.", "offline": "Keine Verbindung …", "failed": "Kaputt."}
    async with site([mounted(*button(3)), ZeroDivisionError()], counting(), words=words) as s:
        page = await s.browser.page()
        assert page.meta["words"] == {"offline": "Keine Verbindung …"}
        socket = await s.browser.connect()
        socket.hello((page.tokens[0], 0, 0))
        await socket.welcome()
        socket.press(1)
        assert "Kaputt" in str(await socket.receive())
        await s.guest.session.close()
        assert (await socket.receive())[2:] == ["gone", "Diese Ansicht ist nicht mehr da."]
        await socket.end()


async def test_a_session_that_the_host_closes_is_gone() -> None:
    async with site() as s:
        socket, _ = await s.browser.live()
        await s.guest.session.close()
        assert (await socket.receive())[:3] == [GOODBYE, 0, "gone"]
        assert (await socket.end()).code == 1000
        assert s.guests == []


# -- browsers that break the rules


def event(fields: Any, node: int = 3, kind: str = "click", guest: int = 0, number: int = 1) -> list[Any]:
    return [ClientMessage.EVENT, guest, number, node, kind, fields]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xc1",
        b"\xff" * 100,
        b"\xdd\xff\xff\xff\xff",
        b"\x91" * 5_000,
        msgspec.msgpack.encode([]),
        msgspec.msgpack.encode([99]),
        msgspec.msgpack.encode({"a": 1}),
        msgspec.msgpack.encode(event({"unknown": 1})),
        msgspec.msgpack.encode(event({}, kind="no-such-event")),
        msgspec.msgpack.encode(event({}, kind="__class__")),
        msgspec.msgpack.encode(event({}, guest=1)),
        msgspec.msgpack.encode([ClientMessage.ACK, 500, 1]),
        msgspec.msgpack.encode([ClientMessage.HELLO, WEB_VERSION, METRICS, []]),
        None,
    ],
)
async def test_a_message_against_the_rules_ends_the_socket_and_not_the_session(data: bytes | None) -> None:
    async with site() as s:
        socket, welcome = await s.browser.live()
        if data is None:
            socket.send_text("hello")
        else:
            socket.send_bytes(data)
        assert (await socket.end()).code == 1008
        assert s.application.statistics().sockets_broken == 1
        assert s.guest.session.state == "running"
        # What broke the rules is not carried out again and again: the browser comes back, and the rest goes on.
        socket = await s.browser.connect()
        socket.hello((welcome[2], 0, 1))
        await socket.welcome()
        socket.press(2)
        assert (await socket.receive())[4] == [text("n2")]
        await socket.cut()


async def test_events_of_what_is_gone_or_never_listened_are_counted_and_nothing_else() -> None:
    async with site() as s:
        socket, _ = await s.browser.live()
        socket.press(1, node=4_000_000)
        socket.press(2, node=2)
        socket.press(3)
        assert (await socket.receive())[3:] == [3, [text("n2")]]
        await socket.cut()


async def test_a_message_that_is_too_large_ends_the_socket() -> None:
    async with site(limits=Limits(client_frame_bytes=1_000)) as s:
        socket, _ = await s.browser.live()
        socket.send(ClientMessage.RESULT, 0, 1, True, "x" * 900)
        socket.send(ClientMessage.RESULT, 0, 1, True, "x" * 1_000)
        assert (await socket.end()).code == 1009


async def test_more_events_than_a_person_makes_are_read_slower_and_none_is_lost() -> None:
    async with site(limits=Limits(client_events_per_s=10)) as s:
        socket, _ = await s.browser.live()
        for number in range(1, 31):
            socket.press(number)
        await until(lambda: len(s.presses()) == 10)
        for _ in range(20):
            await asyncio.sleep(0)
        assert len(s.presses()) == 10
        for seconds in range(1, 3):
            for _ in range(10):
                s.advance(100)
                await s.settled()
                for _ in range(10):
                    await asyncio.sleep(0)
            assert len(s.presses()) == 10 + seconds * 10
        assert s.application.statistics().messages_delayed == 20
        await socket.cut()


async def test_more_messages_of_any_kind_are_read_slower_too() -> None:
    async with site(limits=Limits(client_events_per_s=10)) as s:
        socket, _ = await s.browser.live()
        for _ in range(50):
            socket.send(ClientMessage.PING)
        for _ in range(40):
            assert await socket.receive() == [PONG]
        await s.settled()
        assert socket.received() == []
        s.advance(1_000)
        assert await socket.receive() == [PONG]
        await socket.cut()


async def test_a_browser_that_says_no_hello_is_not_waited_for() -> None:
    async with site(web_limits=WebLimits(hello_s=10)) as s:
        await s.browser.page()
        socket = await s.browser.connect()
        s.advance(9_999)
        s.advance(1)
        assert (await socket.end()).code == 1008
        other = await s.browser.connect()
        other.press(1)
        assert (await other.end()).code == 1008


async def test_a_page_of_another_version_is_told_so() -> None:
    async with site() as s:
        page = await s.browser.page()
        socket = await s.browser.connect()
        socket.hello((page.tokens[0], 0, 0), version=WEB_VERSION + 1)
        assert (await socket.receive())[:3] == [GOODBYE, 0, "version"]
        assert (await socket.end()).code == 1008


async def test_more_guests_than_a_page_has_are_none() -> None:
    async with site(web_limits=WebLimits(guests_per_page=2)) as s:
        page = await s.browser.page()
        socket = await s.browser.connect()
        socket.hello(*[(page.tokens[0], 0, 0)] * 3)
        assert (await socket.end()).code == 1008


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "mods": st.integers(-1, 20),
        "key": st.sampled_from(["Enter", "a", "", "\x00", "x" * 5_000]),
        "detail": st.integers(-(2**40), 2**40),
        "pointer": st.sampled_from(["", "mouse", "touch"]),
        "x": st.floats(),
        "y": st.floats(),
        "value": st.none() | st.booleans() | st.text(max_size=20) | st.lists(st.text(max_size=5), max_size=3),
        "version": st.integers(-5, 2**53),
        "caret": st.tuples(st.integers(-5, 50), st.integers(-5, 50)),
        "entries": st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), max_size=3),
        "submitter": st.integers(-1, 20),
        "scroll": st.tuples(*[st.floats()] * 6),
        "open": st.booleans(),
        "part": st.sampled_from(["", "restart", "x", "0", "-1"]),
        "data": st.recursive(st.none() | st.integers(-5, 2**53) | st.text(max_size=5), st.lists, max_leaves=5),
        "target": st.none() | st.integers(-1, 20),
    },
)
EVENT_TYPES = (
    "click", "input", "change", "keydown", "keypress", "focus", "blur", "submit", "toggle", "scroll", "load", "error",
    "pointerenter", "rill-range", "rill-close", "rill-change", "rill-press", "rill-layout", "cancel", "close", "select",
)  # fmt: skip
TYPES = st.sampled_from(EVENT_TYPES)
MESSAGES = st.one_of(
    st.tuples(st.just(ClientMessage.EVENT), st.just(0), st.integers(1, 50), st.integers(0, 14), TYPES, FIELDS),
    st.tuples(st.just(ClientMessage.ACK), st.just(0), st.integers(-1, 50)),
    st.tuples(st.just(ClientMessage.RESULT), st.just(0), st.integers(0, 5), st.booleans(), st.none() | st.text()),
    st.tuples(st.just(ClientMessage.METRICS), st.tuples(*[st.floats()] * 4)),
    st.tuples(st.just(ClientMessage.PING)),
    st.tuples(st.integers(0, 8), st.integers(-(2**63), 2**63), st.integers(-1, 2)),
)
SCREEN = [
    *button(3),
    *(
        operation
        for id, kind, props in (
            (4, "TextInput", {"label": "a", "onChange": True, "onSubmit": True, "onFocus": True}),
            (5, "Checkbox", {"label": "b", "onChange": True}),
            (6, "Select", {"label": "c", "options": [{"value": "x", "label": "X"}], "onChange": True}),
            (7, "Slider", {"label": "d", "onChange": True}),
            (8, "ScrollView", {"onScroll": True, "onLayout": True}),
            (9, "FlatList", {"count": 1_000, "onRange": True}),
            (10, "Link", {"href": "https://example.com/", "onPress": True}),
            (11, "Form", {"onSubmit": True}),
            (12, "Pressable", {"label": "e", "onPress": True, "onLongPress": True, "onKeyDown": True}),
            (13, "Table", {"columns": [{"key": "k", "title": "K"}], "count": 5, "onRange": True}),
        )
        for operation in (Create(id, kind, props), Append(0, id))
    ),
]


class Hear(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._said = said

    def emit(self, record: logging.LogRecord) -> None:
        self._said.append(record.getMessage())


@given(st.lists(MESSAGES, min_size=1, max_size=12))
@settings(max_examples=60)
async def test_whatever_a_browser_says_is_carried_out_or_refused(messages: list[Any]) -> None:
    """Oracle: each socket goes on or is closed with a code of its own, nothing is logged as a bug, the session runs."""
    said: list[str] = []
    hear = Hear(said)
    logger = logging.getLogger("rill.web")
    logger.addHandler(hear)
    try:
        async with site([mounted(*SCREEN)]) as s:
            socket, _ = await s.browser.live()
            for message in messages:
                socket.send(*message)
            socket.send(ClientMessage.PING)
            with contextlib.suppress(Closed):
                while await socket.receive() != [PONG]:
                    pass
            assert socket.closed is None or socket.closed.code == 1008
            assert s.guest.session.state == "running"
            await s.settled()
            assert said == []
            await socket.cut()
    finally:
        logger.removeHandler(hear)


# -- browsers that do not read


async def test_changes_merge_while_a_browser_has_not_acknowledged_and_arrive_when_it_has() -> None:
    async with site(web_limits=WebLimits(window_frames=2)) as s:
        socket, _ = await s.browser.live()
        for number in range(1, 8):
            socket.press(number)
            await until(partial(pressed, s, number))
            await s.settled()
        first, second = socket.received()
        assert [first[2], second[2]] == [1, 2]
        socket.ack(2)
        third = await socket.receive()
        assert third[:4] == [PATCH, 0, 3, 7]
        assert third[4][-1] == text("n8")
        await socket.cut()


async def test_what_a_slow_browser_would_have_to_catch_up_with_becomes_one_snapshot() -> None:
    def many(first: int) -> Any:
        rows = [operation for id in range(first, first + 50) for operation in (Create(id, "Text", {}), Append(0, id))]
        return lambda message: [batch(first // 100, *rows)] if type(message) is CallFunction else ()

    script = [mounted(*button(3)), *(many(first) for first in range(200, 1_200, 100))]
    async with site(script, web_limits=WebLimits(window_frames=1, waiting_operations=200)) as s:
        socket, _ = await s.browser.live()
        for number in range(1, 11):
            socket.press(number)
            await until(partial(pressed, s, number))
            await s.settled()
        assert s.guest.adapter.pending_cost <= 300
        (first,) = socket.received()
        socket.ack(first[2])
        snapshot = await socket.receive()
        assert snapshot[:4] == [SNAPSHOT, 0, 2, 10]
        assert s.guest.is_resync_due is False
        await socket.cut()


async def test_a_browser_that_acknowledges_nothing_is_given_up_and_its_session_is_not() -> None:
    async with site(web_limits=WebLimits(window_frames=1, slow_reader_s=30)) as s:
        socket, welcome = await s.browser.live()
        socket.press(1)
        await socket.receive()
        socket.press(2)
        await until(lambda: len(s.presses()) == 2)
        await s.settled()
        s.advance(29_999)
        await s.settled()
        # Which events ran is said all the same.
        assert socket.received() == [[PATCH, 0, 1, 2, []]]
        s.advance(1)
        assert (await socket.end()).code == 1013
        assert s.application.statistics().sockets_slow == 1
        socket = await s.browser.connect()
        socket.hello((welcome[2], 1, 2))
        await socket.welcome()
        assert (await socket.receive())[4] == [text("n3")]
        await socket.cut()


async def test_a_network_that_takes_nothing_more_does_not_hold_the_server_up() -> None:
    async with site(web_limits=WebLimits(window_frames=1, slow_reader_s=30)) as s:
        socket, _ = await s.browser.live()
        socket.writable.clear()
        for number in (1, 2, 3):
            socket.press(number)
        await until(lambda: len(s.presses()) == 3)
        await s.settled()
        socket.send(ClientMessage.PING)
        await s.settled()
        s.advance(30_000)
        async with asyncio.timeout(10):
            await asyncio.wait([socket.task])
        assert socket.task.done()
        assert not socket.task.cancelled()
        assert s.application.statistics().connections == 0
        assert s.guest.line is None


async def test_frames_that_a_browser_lacks_are_not_kept_without_end() -> None:
    async with site(web_limits=WebLimits(kept_bytes=20)) as s:
        socket, welcome = await s.browser.live()
        for number in (1, 2):
            socket.press(number)
            await socket.receive()
        await socket.cut()
        assert s.guest.outbox.size_bytes == 0
        socket = await s.browser.connect()
        socket.hello((welcome[2], 0, 2))
        await socket.welcome()
        assert (await socket.receive())[0] == SNAPSHOT
        await socket.cut()


# -- the end


async def test_draining_lets_a_turn_end_sends_what_it_left_and_says_goodbye() -> None:
    gate = Gate([batch(2, Text(2, "the last word"))])
    async with site([mounted(*button(3)), gate]) as s:
        socket, _ = await s.browser.live()
        socket.press(1)
        await gate.entered()
        draining = asyncio.ensure_future(s.application.drain())
        for _ in range(5):
            await asyncio.sleep(0)
        assert not draining.done()
        gate.open()
        assert (await socket.receive())[4] == [text("the last word")]
        assert (await socket.receive())[:3] == [GOODBYE, 0, "draining"]
        assert (await socket.end()).code == 1012
        await draining
        assert s.guests == []
        with pytest.raises(Closed):
            await s.browser.connect()


async def test_draining_does_not_wait_for_a_network_that_takes_nothing() -> None:
    async with site(web_limits=WebLimits(drain_s=10)) as s:
        socket, _ = await s.browser.live()
        socket.writable.clear()
        draining = asyncio.ensure_future(s.application.drain())
        for _ in range(20):
            await asyncio.sleep(0)
        assert not draining.done()
        s.advance(10_000)
        async with asyncio.timeout(10):
            await draining
        assert s.guests == []
        socket.writable.set()
        await socket.end()


async def test_draining_does_not_wait_for_ever() -> None:
    gate = Gate()
    async with site([mounted(*button(3)), gate], web_limits=WebLimits(drain_s=10)) as s:
        socket, _ = await s.browser.live()
        socket.press(1)
        await gate.entered()
        draining = asyncio.ensure_future(s.application.drain())
        for _ in range(5):
            await asyncio.sleep(0)
        s.advance(10_000)
        assert await socket.receive() == [PATCH, 0, 0, 1, []]
        assert (await socket.receive())[:3] == [GOODBYE, 0, "draining"]
        # The turn itself ends by its own deadline, which a script has not.
        gate.open()
        await draining
