"""The bus over Redis, against a real server: order, members, interruptions, and processes that end without a word."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from host.pair import until
from rill import ChannelRule, Channels, HostError, TransportError
from rill.host.bus import Bus
from rill.host.channels import ChannelMessage, Member
from rill.host.redis_bus import RedisBus, RedisLink

TESTS = Path(__file__).resolve().parents[1]


class Server:
    """A redis-server of the test's own, on a free port of this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, with nothing of what it held before, and wait until it answers."""
        self._process = subprocess.Popen(
            ["redis-server", "--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--dir", str(self._folder)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(2_000):
            assert self._process.poll() is None, "redis-server did not start"
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 0.01) as connection:
                connection.sendall(b"PING\r\n")
                if connection.recv(16).startswith(b"+PONG"):
                    return
        raise AssertionError("redis-server does not answer")

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(20)
            self._process = None

    async def ask(self, *command: Any) -> Any:
        """Run a command of the server."""
        from redis.asyncio import Redis

        async with Redis.from_url(self.url, protocol=2) as client:
            return await client.execute_command(*command)  # type: ignore[no-untyped-call]

    async def clients(self) -> set[bytes]:
        """Ids of its connections."""
        listed = await self.ask("CLIENT", "LIST")
        lines = listed if isinstance(listed, list) else str(listed, "utf-8").splitlines()
        return {str(line["id"] if isinstance(line, dict) else line.split()[0][3:]).encode() for line in lines}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    if shutil.which("redis-server") is None:
        reason = "redis-server is not installed; `apt-get install redis-server` has it"
        if os.environ.get("RILL_REQUIRE_REDIS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    server = Server(tmp_path)
    server.start()
    try:
        yield server
    finally:
        server.kill()


class Ear:
    """Writes down what a link tells."""

    def __init__(self) -> None:
        self.heard: list[Any] = []

    def bus_opened(self, channel: str, members: Mapping[str, bytes], missed: int) -> None:
        self.heard.append(("opened", channel, dict(members), missed))

    def bus_message(self, channel: str, message: bytes, missed: int) -> None:
        self.heard.append((channel, message, missed))

    def bus_member(self, channel: str, member: str, state: bytes | None) -> None:
        self.heard.append((channel, member, state))

    def bus_interrupted(self, error: TransportError) -> None:
        self.heard.append(("interrupted", error.code))

    def bus_failed(self, error: TransportError) -> None:
        self.heard.append(("failed", error.code))

    def take(self) -> list[Any]:
        taken, self.heard = self.heard, []
        return taken

    async def next(self, count: int = 1) -> list[Any]:
        """The next things that are told, which there must be."""
        await until(lambda: len(self.heard) >= count)
        taken, self.heard = self.heard[:count], self.heard[count:]
        return taken


class Links:
    """Links of one test to one server; each with its ear, and a door before it connects again."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._made: list[RedisLink] = []

    async def make(self, *channels: str, heartbeat_s: float = 30.0) -> tuple[RedisLink, Ear, Door]:
        ear = Ear()
        link = RedisBus(self._server.url, heartbeat_s=heartbeat_s).connect(ear)
        door = link._back_off = Door()  # type: ignore[method-assign, assignment]
        self._made.append(link)
        for channel in channels:
            link.watch(channel)
        await until(lambda: len(ear.heard) >= len(channels))
        return link, ear, door

    async def close(self) -> None:
        for link in self._made:
            await link.close()


class Door:
    """Takes the place of waiting before a link connects again. Open at first."""

    def __init__(self) -> None:
        self._is_open = asyncio.Event()
        self._is_open.set()

    async def __call__(self, _: float) -> None:
        await asyncio.wait_for(self._is_open.wait(), 20)
        await asyncio.sleep(0.01)

    def close(self) -> None:
        self._is_open.clear()

    def open(self) -> None:
        self._is_open.set()


@pytest.fixture
async def links(server: Server) -> AsyncIterator[Links]:
    links = Links(server)
    try:
        yield links
    finally:
        await links.close()


async def cut(server: Server, link: RedisLink, others: set[bytes]) -> None:
    """Let the server end a link's connections, which are those that are not the others'."""
    for id in await server.clients() - others:
        # The connection that asks is among them, and gone by then.
        await server.ask("CLIENT", "KILL", "ID", id)
    await until(lambda: not link._is_up)


# -- what is said


async def test_all_hear_all_messages_in_one_order_whatever_bytes_they_are(links: Links) -> None:
    (one, first, _), (two, second, _) = await links.make("a"), await links.make("a")
    third, third_ear, _ = await links.make("b")
    assert first.take() == second.take() == [("opened", "a", {}, 0)]
    sent = [b"", b"1:2:m", b"\0\xff\r\n", b"x" * 100_000]
    for message in sent:
        await one.publish("a", message)
    await asyncio.gather(*(link.publish("a", b"%d" % number) for number in range(50) for link in (one, two, third)))
    heard = await first.next(len(sent) + 150)
    assert await second.next(len(sent) + 150) == heard
    assert [message for _, message, _ in heard[: len(sent)]] == sent
    assert {missed for _, _, missed in heard} == {0}
    await third.publish("b", b"end")
    assert await third_ear.next(2) == [("opened", "b", {}, 0), ("b", b"end", 0)]


async def test_what_one_link_publishes_arrives_in_the_order_of_the_calls(links: Links) -> None:
    one, _, _ = await links.make("a")
    _, ear, _ = await links.make("a")
    numbers = [b"%d" % number for number in range(1_000)]
    await asyncio.gather(*(one.publish("a", number) for number in numbers))
    assert [message for _, message, _ in (await ear.next(1_001))[1:]] == numbers


async def test_who_unwatches_hears_no_more(links: Links) -> None:
    one, ear, _ = await links.make("a", "b")
    ear.take()
    one.unwatch("a")
    one.unwatch("a")
    await one.publish("a", b"1")
    await one.publish("b", b"2")
    assert await ear.next() == [("b", b"2", 0)]
    one.watch("a")
    assert await ear.next() == [("opened", "a", {}, 0)]


# -- who is there


async def test_members_come_change_and_leave_and_late_comers_see_them_in_order(links: Links) -> None:
    (one, first, _), (two, _, _) = await links.make("a"), await links.make("a")
    a, b, c = f"{one.prefix}1", f"{two.prefix}1", f"{one.prefix}2"
    first.take()
    one.enter("a", a, b"x:1 2,3")
    assert await first.next() == [("a", a, b"x:1 2,3")]
    two.enter("a", b, b"")
    assert await first.next() == [("a", b, b"")]
    one.enter("a", c, b"z")
    one.enter("a", a, b"y")
    one.enter("a", a, b"y")
    one.leave("a", c)
    one.leave("a", c)
    assert await first.next(3) == [("a", c, b"z"), ("a", a, b"y"), ("a", c, None)]
    _, third, _ = await links.make("a")
    assert third.heard == [("opened", "a", {a: b"y", b: b""}, 0)]
    assert list(third.heard[0][2]) == [a, b]
    await two.close()
    assert await first.next() == [("a", b, None)]
    assert await third.next(2) == [("opened", "a", {a: b"y", b: b""}, 0), ("a", b, None)]


async def test_a_link_that_closes_leaves_nothing_of_itself(server: Server, links: Links) -> None:
    one, ear, _ = await links.make("a")
    one.enter("a", f"{one.prefix}1", b"x")
    await ear.next(2)
    await one.close()
    await one.close()
    # Its counts stay, so that others know what they missed.
    assert await server.ask("KEYS", "*") == [b"rill:counts:a"]
    assert 0 < await server.ask("PTTL", "rill:counts:a") <= 24 * 60 * 60 * 1000
    with pytest.raises(TransportError):
        await one.publish("a", b"late")
    one.watch("b")
    one.enter("b", "x", b"")


async def test_applications_with_another_prefix_do_not_hear_each_other(server: Server, links: Links) -> None:
    one, ear, _ = await links.make("a")
    other_ear = Ear()
    other = RedisBus(server.url, prefix="other").connect(other_ear)
    try:
        other.watch("a")
        await other_ear.next()
        await other.publish("a", b"theirs")
        await one.publish("a", b"ours")
        assert await ear.next(2) == [("opened", "a", {}, 0), ("a", b"ours", 0)]
        assert await other_ear.next() == [("a", b"theirs", 0)]
    finally:
        await other.close()


# -- interruptions


async def test_a_server_that_is_killed_and_started_again_has_everything_as_it_should_be(
    server: Server, links: Links
) -> None:
    (one, first, door), (two, second, other_door) = await links.make("a"), await links.make("a")
    mine, theirs = f"{one.prefix}1", f"{two.prefix}1"
    one.enter("a", mine, b"x")
    await one.publish("a", b"before")
    await first.next(3)
    await second.next(3)
    for each in (door, other_door):
        each.close()
    server.kill()
    for ear in (first, second):
        assert await ear.next() == [("interrupted", "bus_unavailable")]
    with pytest.raises(TransportError) as caught:
        await one.publish("a", b"lost")
    assert caught.value.code == "bus_unavailable"
    assert str(server.port) not in str(caught.value)
    # What should be changes meanwhile.
    two.enter("a", theirs, b"y")
    two.watch("b")
    server.start()
    door.open()
    assert await first.next() == [("opened", "a", {mine: b"x"}, 0)]
    other_door.open()
    assert await first.next() == [("a", theirs, b"y")]
    told = await second.next(2)
    assert sorted(told) == [("opened", "a", {mine: b"x", theirs: b"y"}, 0), ("opened", "b", {}, 0)]
    await two.publish("a", b"after")
    assert await first.next() == await second.next() == [("a", b"after", 0)]


async def test_what_was_missed_while_the_connection_was_away_is_counted_exactly(server: Server, links: Links) -> None:
    other, _, _ = await links.make("a")
    others = await server.clients()
    one, ear, door = await links.make("a")
    await other.publish("a", b"1")
    await ear.next(2)
    door.close()
    await cut(server, one, others)
    for _ in range(3):
        await other.publish("a", b"missed")
    other.enter("a", f"{other.prefix}1", b"x")
    assert await ear.next() == [("interrupted", "bus_unavailable")]
    door.open()
    assert await ear.next() == [("opened", "a", {f"{other.prefix}1": b"x"}, 3)]
    await other.publish("a", b"2")
    assert await ear.next() == [("a", b"2", 0)]


async def test_who_left_while_the_connection_was_away_is_gone_afterwards(server: Server, links: Links) -> None:
    _, ear, _ = await links.make("a")
    others = await server.clients()
    one, _, door = await links.make()
    a, b = f"{one.prefix}1", f"{one.prefix}2"
    one.enter("a", a, b"x")
    one.enter("a", b, b"y")
    await until(lambda: one._is_up)
    await ear.next(3)
    door.close()
    await cut(server, one, others)
    one.leave("a", a)
    door.open()
    assert await ear.next() == [("a", a, None)]
    await until(lambda: not one._left)


async def test_a_server_that_forgot_its_scripts_is_taught_them_again(server: Server, links: Links) -> None:
    one, ear, _ = await links.make("a")
    ear.take()
    await server.ask("SCRIPT", "FLUSH")
    with pytest.raises(TransportError):
        await one.publish("a", b"1")
    assert await ear.next(2) == [("interrupted", "bus_unavailable"), ("opened", "a", {}, 0)]
    await one.publish("a", b"2")
    assert await ear.next() == [("a", b"2", 0)]


async def test_a_server_that_loses_its_memory_begins_to_count_anew(server: Server, links: Links) -> None:
    one, ear, _ = await links.make("a")
    for _ in range(5):
        await one.publish("a", b"1")
    await ear.next(6)
    await server.ask("FLUSHALL")
    await one.publish("a", b"2")
    await one.publish("a", b"3")
    assert await ear.next(2) == [("a", b"2", 0), ("a", b"3", 0)]


async def test_a_server_that_was_never_there_is_told_once_and_waited_for(server: Server, links: Links) -> None:
    server.kill()
    ear = Ear()
    link = RedisBus(server.url).connect(ear)
    tries = 0

    async def back_off(_: float) -> None:
        nonlocal tries
        tries += 1
        await asyncio.sleep(0.001)

    link._back_off = back_off  # type: ignore[method-assign, assignment]
    try:
        link.watch("a")
        with pytest.raises(TransportError):
            await asyncio.wait_for(link.publish("a", b"1"), 20)
        await until(lambda: tries > 3)
        assert ear.heard == [("interrupted", "bus_unavailable")]
        server.start()
        assert await ear.next(2) == [("interrupted", "bus_unavailable"), ("opened", "a", {}, 0)]
    finally:
        await link.close()


async def test_nonsense_of_others_is_told_and_disturbs_nothing(server: Server, links: Links) -> None:
    one, ear, _ = await links.make("a")
    ear.take()
    own = f"rill:channel:{one._process}"
    for name in ("rill:channel:a", own):
        for nonsense in (b"", b"hello", b"1:2", b"e:x:mhi", b"e:1:?", b"e:1:s", b"e:1:s9,x"):
            await server.ask("PUBLISH", name, nonsense)
    await one.publish("a", b"1")
    told = await until_message(ear)
    assert set(told[:-1]) == {("failed", "bus_damaged")}
    assert len(told) > 8
    assert told[-1] == ("a", b"1", 0)


async def until_message(ear: Ear) -> list[Any]:
    await until(lambda: any(len(entry) == 3 for entry in ear.heard))
    return ear.take()


# -- processes


async def test_a_process_that_was_taken_for_dead_and_was_only_asleep_comes_back(server: Server, links: Links) -> None:
    one, ear, _ = await links.make("a")
    member = f"{one.prefix}1"
    one.enter("a", member, b"x")
    await ear.next(2)
    await server.ask("DEL", f"rill:process:{one._process}")
    # Whoever looks next finds nobody behind it.
    _, other, _ = await links.make("a")
    assert other.heard[0] == ("opened", "a", {}, 0)
    assert await other.next(2) == [("opened", "a", {}, 0), ("a", member, b"x")]
    assert await server.ask("EXISTS", f"rill:process:{one._process}") == 1


@contextlib.asynccontextmanager
async def peer(server: Server) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "host.redis_peer",
        server.url,
        cwd=TESTS,
        env={**os.environ, "PYTHONPATH": f"{TESTS}{os.pathsep}{TESTS.parent}"},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def line_of(process: asyncio.subprocess.Process) -> Any:
    assert process.stdout is not None
    return json.loads(await asyncio.wait_for(process.stdout.readline(), 20))


@pytest.mark.parametrize("end", ["at its leave", "kill -9"])
async def test_engines_of_two_processes_hear_and_see_each_other_until_one_ends(server: Server, end: str) -> None:
    heard: list[ChannelMessage] = []
    channels = Channels(rules={"room": ChannelRule()}, bus=RedisBus(server.url, heartbeat_s=0.2))
    try:
        await asyncio.wait_for(channels.subscribe("room", heard.append), 20)
        async with peer(server) as process:
            assert process.stdin is not None
            # Its guest joined and is seen.
            await until(lambda: bool(channels._topics["room"].members))
            there = await channels.members("room")
            assert [(member.user, member.state) for member in there] == [("peer", "here")]
            joined = await line_of(process)
            assert joined[0]["status"] == "joined"
            await channels.publish("room", {"from": "here"}, user="me")
            while "messages" not in (told := (await line_of(process))[0]):
                pass
            assert told["messages"] == [[None, "me", {"from": "here"}]]
            process.stdin.write(b"from there\n")
            await until(lambda: len(heard) == 2)
            assert heard[1] == ChannelMessage("room", "from there", None, None)
            if end == "kill -9":
                process.send_signal(signal.SIGKILL)
            else:
                process.stdin.close()
            await asyncio.wait_for(process.wait(), 20)
            await until(lambda: not channels._topics["room"].members)
            assert await channels.members("room") == list[Member]()
    finally:
        await channels.close()


# -- what it is given


@pytest.mark.parametrize("url", ["", "localhost", "http://secret@127.0.0.1", "redis://:secret@127.0.0.1:port", None, 5])
def test_an_address_that_is_none_is_refused_without_telling_it(url: Any) -> None:
    with pytest.raises(HostError) as caught:
        RedisBus(url)
    assert caught.value.code == "bus_invalid"
    assert "secret" not in str(caught.value)


def test_times_are_positive() -> None:
    for options in ({"heartbeat_s": 0}, {"timeout_s": -1}):
        with pytest.raises(HostError, match="above 0"):
            RedisBus("redis://127.0.0.1", **options)  # type: ignore[arg-type]
    assert isinstance(RedisBus("redis://127.0.0.1"), Bus)


def test_without_redis_py_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "redis.asyncio.connection", None)
    with pytest.raises(HostError, match=r"rill-ui\[redis\]"):
        RedisBus("redis://127.0.0.1")
