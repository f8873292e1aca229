"""Whose sessions are whose, how many there are, and how long they live."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from host.pair import batch, button, mounted, until
from host.web.browsers import Browser, Closed, Site, Socket, counting, site
from rill.host.web import Guest, Refusal, WebLimits
from rill.protocol.operations import Text
from rill.protocol.web import ServerMessage

PATCH, SNAPSHOT, WELCOME, GOODBYE, PONG = ServerMessage


async def come(browser: Browser, token: str, sequence: int = 0) -> Socket:
    socket = await browser.connect()
    socket.hello((token, sequence, 0))
    return socket


async def gone(s: Site) -> None:
    """Wait until all sessions that end have ended."""
    await until(lambda: all(sandbox.closed for sandbox in s.provider.sandboxes))


# -- unclaimed ones


async def test_a_session_that_no_socket_claims_lives_ten_seconds() -> None:
    async with site() as s:
        page = await s.browser.page()
        s.advance(9_999)
        assert len(s.guests) == 1
        s.advance(1)
        assert s.guests == []
        await gone(s)
        assert s.application.statistics().sessions_expired == 1
        # Its page is not dead: it gets another one.
        socket = await come(s.browser, page.tokens[0])
        await socket.welcome(reset=True)
        await socket.cut()


async def test_thousands_of_pages_without_sockets_keep_no_more_sessions_than_there_is_room_for() -> None:
    async with site(web_limits=WebLimits(unclaimed_sessions=20)) as s:
        pages = [await Browser(s.application).page() for _ in range(1_000)]
        assert all("n1" in page.text for page in pages)
        statistics = s.application.statistics()
        assert (statistics.pages, statistics.sessions, statistics.sessions_unclaimed) == (1_000, 20, 20)
        assert statistics.sessions_dropped == 980
        await until(lambda: sum(not sandbox.closed for sandbox in s.provider.sandboxes) == 20)
        # People with sockets do not count among them.
        s.advance(10_000)
        assert s.application.statistics().sessions == 0


async def test_a_page_beyond_the_room_gets_its_session_when_its_socket_comes() -> None:
    async with site(web_limits=WebLimits(unclaimed_sessions=1)) as s:
        await s.browser.page()
        page = await s.browser.page()
        socket = await come(s.browser, page.tokens[0])
        await socket.welcome(reset=True)
        snapshot = await socket.receive()
        assert (snapshot[0], "n1" in str(snapshot[4])) == (SNAPSHOT, True)
        socket.press(1)
        assert (await socket.receive())[3] == 1
        # It is claimed, and the one that waits still waits.
        assert s.application.statistics().sessions_unclaimed == 1
        await socket.cut()


async def test_what_was_dropped_is_made_of_the_same_guest_and_not_asked_for_again() -> None:
    asked: list[str] = []

    def routes(s: Site) -> Any:
        async def room(scope: Any) -> Any:
            asked.append(scope["path"])
            return s.bundle, {"room": scope["path_params"]["room"], "visit": len(asked)}

        return {"/{room}": room}

    async with site(routes=routes, web_limits=WebLimits(unclaimed_sessions=1)) as s:
        await s.browser.page("/a")
        page = await s.browser.page("/b")
        socket = await come(s.browser, page.tokens[0])
        await socket.welcome(reset=True)
        assert s.provider.sandboxes[-1].messages[0].props == {"room": "b", "visit": 2}
        await socket.cut()


# -- lives


async def test_a_session_waits_for_its_browser_and_not_for_ever() -> None:
    async with site() as s:
        socket, welcome = await s.browser.live()
        for _ in range(3):
            await socket.cut()
            s.advance(119_999)
            socket = await come(s.browser, welcome[2])
            welcome = await socket.welcome()
        await socket.cut()
        s.advance(120_000)
        assert s.guests == []
        await gone(s)


async def test_a_page_that_was_left_is_waited_for_less() -> None:
    async with site() as s:
        socket, _ = await s.browser.live()
        await socket.cut(code=1001)
        s.advance(9_999)
        assert len(s.guests) == 1
        s.advance(1)
        assert s.guests == []


async def test_where_nobody_does_anything_for_hours_the_session_sleeps_and_another_one_comes() -> None:
    async with site(web_limits=WebLimits(idle_s=3_600)) as s:
        socket, welcome = await s.browser.live()
        s.advance(3_000_000)
        socket.press(1)
        await socket.receive()
        s.advance(3_599_000)
        await s.settled()
        assert len(s.guests) == 1
        s.advance(1_000)
        assert (await socket.receive())[:3] == [GOODBYE, 0, "idle"]
        assert s.guests == []
        with pytest.raises(Closed):
            await socket.receive()
        socket = await come(s.browser, welcome[2])
        await socket.welcome(reset=True)
        await socket.cut()


async def test_neither_a_ping_nor_an_acknowledgement_is_somebody_doing_something() -> None:
    async with site(web_limits=WebLimits(idle_s=100)) as s:
        socket, _ = await s.browser.live()
        for _ in range(9):
            s.advance(10_000)
            socket.send(6)
            socket.ack(0)
            await socket.receive()
        s.advance(10_000)
        assert (await socket.receive())[2] == "idle"


async def test_what_changes_while_nobody_looks_is_bounded() -> None:
    ticks = [lambda message, number=number: [batch(number, Text(2, f"t{number}"))] for number in range(2, 60)]
    async with site([mounted(*button(3)), *ticks], web_limits=WebLimits(waiting_operations=10)) as s:
        socket, welcome = await s.browser.live()
        await socket.cut()
        for _ in range(50):
            s.guest.session.tree.emit(s.guest.session.tree.nodes[3], "onPress", {"source": "key"}, is_due=True)
            await s.settled()
            assert s.guest.adapter.pending_cost <= 11
        socket = await come(s.browser, welcome[2])
        await socket.welcome()
        snapshot = await socket.receive()
        assert (snapshot[0], "t51" in str(snapshot[4])) == (SNAPSHOT, True)
        await socket.cut()


# -- whose they are


def by_header() -> dict[str, Any]:
    async def authenticate(scope: Any) -> Any:
        names = [value.decode() for name, value in scope["headers"] if name == b"x-user"]
        return names[0] if names else Refusal(401)

    return {"authenticate": authenticate}


async def test_a_token_is_worth_nothing_to_another_person_or_in_another_browser() -> None:
    async with site(**by_header()) as s:
        ada = Browser(s.application, headers={"x-user": "ada"})
        page = await ada.page()
        secret = ada.cookies["rill-csrf"]
        eve = Browser(s.application, headers={"x-user": "eve"}, cookies={"rill-csrf": secret})
        other = Browser(s.application, headers={"x-user": "ada"})
        await other.page()
        for thief in (eve, other):
            socket = await come(thief, page.tokens[0])
            await socket.welcome(reset=True)
            # It is a session of their own, as if they had opened the page.
            socket.press(1)
            assert await socket.receive()
            await socket.cut()
        # Rules of channels go by it.
        assert [guest.session.identity for guest in s.guests].count("eve") == 1
        mine = await come(ada, page.tokens[0])
        await mine.welcome()
        assert s.presses(0) == []
        await mine.cut()


async def test_a_token_that_was_used_is_worth_nothing() -> None:
    async with site() as s:
        page = await s.browser.page()
        first = await come(s.browser, page.tokens[0])
        welcome = await first.welcome()
        first.ack(0)
        await until(lambda: s.guest.secret_before is None)
        replay = await come(s.browser, page.tokens[0])
        await replay.welcome(reset=True)
        assert len(s.provider.sandboxes) == 2
        first.press(1)
        assert (await first.receive())[0] == PATCH
        assert s.application.statistics().takeovers == 0
        assert welcome[2] != page.tokens[0]
        await first.cut()
        await replay.cut()


@pytest.mark.parametrize(
    ("headers", "path"),
    [
        ({"origin": None}, "/_rill/live"),
        ({"origin": "https://evil.example"}, "/_rill/live"),
        ({"origin": "http://localhost:8001"}, "/_rill/live"),
        ({"host": "evil.example", "origin": "http://evil.example"}, "/_rill/live"),
        ({"cookie": None}, "/_rill/live"),
        ({"cookie": "rill-csrf=made-up"}, "/_rill/live"),
        ({}, "/"),
        ({}, "/_rill/other"),
    ],
)
async def test_a_socket_from_elsewhere_is_not_accepted(headers: dict[str, str | None], path: str) -> None:
    async with site() as s:
        await s.browser.page()
        with pytest.raises(Closed):
            await s.browser.connect(headers, path)
        assert s.application.statistics().sockets_refused == 1
        assert s.application.statistics().sockets == 0
        assert len(s.provider.sandboxes) == 1


async def test_a_person_who_may_not_see_the_page_any_more_does_not_get_its_socket() -> None:
    async with site(**by_header()) as s:
        ada = Browser(s.application, headers={"x-user": "ada"})
        await ada.page()
        ada.headers = {}
        with pytest.raises(Closed):
            await ada.connect()


async def test_an_authentication_that_raises_lets_nobody_in() -> None:
    async def authenticate(scope: Any) -> Any:
        if scope["type"] == "websocket":
            raise ZeroDivisionError
        return None

    async with site(authenticate=authenticate) as s:
        await s.browser.page()
        with pytest.raises(Closed):
            await s.browser.connect()


async def test_a_session_is_opened_again_only_for_whom_its_page_would_be_shown() -> None:
    allowed = {"/open", "/secret"}

    def routes(s: Site) -> Any:
        async def page(scope: Any) -> Any:
            return s.bundle if scope["path"] in allowed else Refusal(403)

        return {"/{name}": page}

    async with site(routes=routes) as s:
        page = await s.browser.page("/secret")
        allowed.discard("/secret")
        s.application.sessions.close(s.guest, "gone")
        socket = await come(s.browser, page.tokens[0])
        assert (await socket.receive())[:3] == [GOODBYE, 0, "refused"]
        await socket.end()
        # An address that somebody made up leads to nothing that opening it would not.
        for token, code in (
            (page.tokens[0].split(":")[0] + ":/nowhere/at/all", "gone"),
            ("A" * 32 + ":", "gone"),
            ("nonsense", "gone"),
            ("A" * 32 + ":/secret", "refused"),
        ):
            socket = await come(s.browser, token)
            assert (await socket.receive())[2] == code
            assert (await socket.end()).code == 1008


# -- how many there are


async def test_there_is_no_more_than_so_many_sessions_of_one_client_and_of_all() -> None:
    limits = WebLimits(sessions=3, sessions_per_client=2)
    async with site(web_limits=limits) as s:
        near = Browser(s.application)
        first, second = await near.page(), await near.page()
        refused = await near.ask("/")
        assert refused.status == 503
        far = Browser(s.application, client=("198.51.100.9", 1))
        await far.page()
        assert (await Browser(s.application, client=("198.51.100.10", 1)).ask("/")).status == 503
        sockets = [await come(near, page.tokens[0]) for page in (first, second)]
        welcomes = [await socket.welcome() for socket in sockets]
        # A third one in place of one that is gone is one too many, too.
        third = await come(near, "A" * 32 + ":/")
        assert (await third.receive())[:3] == [GOODBYE, 0, "full"]
        for socket in sockets:
            await socket.cut()
        s.advance(120_000)
        assert s.application.statistics().sessions == 0
        await near.page()
        assert len(welcomes) == 2


async def test_people_who_are_known_count_for_themselves() -> None:
    limits = WebLimits(sessions_per_client=1)
    async with site(web_limits=limits, **by_header()) as s:
        for name in ("ada", "bob"):
            person = Browser(s.application, headers={"x-user": name})
            await person.page()
            assert (await person.ask("/")).status == 503


async def test_a_start_that_fails_counts_for_nobody() -> None:
    def broken(message: Any) -> Any:
        raise ValueError

    async with site([broken], [broken], counting(), web_limits=WebLimits(sessions_per_client=1)) as s:
        assert (await s.browser.ask("/")).status == 500
        assert (await s.browser.ask("/")).status == 500
        await s.browser.page()
        assert s.application.statistics().sessions == 1


async def test_a_request_that_is_given_up_while_its_guest_starts_leaves_nothing() -> None:
    async with site() as s:
        asked = [asyncio.ensure_future(s.browser.ask("/")) for _ in range(3)]
        await until(lambda: bool(s.provider.sandboxes))
        for task in asked:
            task.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
        await gone(s)
        assert s.application.statistics().sessions == 0
        await s.browser.page()


async def test_a_guest_that_needs_a_restart_gets_no_second_one_meanwhile() -> None:
    def fail(message: Any) -> Any:
        raise ValueError

    async with site([mounted(*button(3)), fail], counting(7), counting(8)) as s:
        socket, _ = await s.browser.live()
        socket.press(1)
        await socket.receive()
        guest = s.guest
        for _ in range(5):
            s.application.sessions.restart(guest)
        await until(lambda: guest.session.state == "running")
        assert len(s.provider.sandboxes) == 2
        await socket.cut()


async def test_a_route_may_say_what_its_guests_may_do() -> None:
    def routes(s: Site) -> Any:
        return {"/": Guest(s.bundle, {"a": 1}, {"b": 2}, {"save": lambda: None})}

    async with site(routes=routes, functions=lambda identity: {"load": lambda: None}) as s:
        await s.browser.page()
        assert s.guest.session.identity is None
        start = s.provider.sandboxes[0].messages[0]
        assert (start.props, start.config) == ({"a": 1}, {"b": 2})
